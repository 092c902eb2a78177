"""No clause is dropped in silence: each is in the plan, left out with a reason, or not about movement."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from safeconduct import cases
from safeconduct.case.clauses import IN_PLAN, LEFT_OUT, NOT_MOVEMENT, SAYS_NOTHING, WHY
from safeconduct.case.terms import Agreed, agreed_terms
from safeconduct.deal import Agreement, read, tree
from safeconduct.errors import Place
from safeconduct.kernel import Count
from safeconduct.movement.files.read_words import Said
from safeconduct.movement.instances import tiny
from safeconduct.movement.model import DESTINATION, Group, Problem, Spot
from safeconduct.movement.terms import DEPARTED

ROOT = Path(__file__).parents[2]
SHIPPED = sorted(Path(next(iter(cases.__path__))).glob("*/*.deal.md"))
GOLDEN = sorted((ROOT / "tests" / "golden").rglob("*.deal.md")) + sorted((ROOT / "tests" / "golden" / "cases").glob("*.md"))
EVERY_FORM = ROOT / "docs" / "every-form.deal.md"


def text_of(file: Path) -> Agreement:
    if file.name.endswith(".deal.md"):
        return read(file.read_bytes(), file.name)
    found = re.search(r"^```deal\n(.*?)^```$", file.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert found
    return read(found[1].encode(), file.name)


def joined(agreement: Agreement, language: str = "en") -> tuple[Problem, Agreed]:
    """A made-up movement in which every word that can mean people stands for a group of its own, every place for a place."""
    base = tiny(0)
    people = [word.id for word in agreement.words.values() if word.kind in ("party", "group")]
    places = [word.id for word in agreement.words.values() if word.kind == "place"]
    groups = tuple(Group(word, "civilians", base.groups[0].origin, Count(100, 100), ("van",)) for word in people)
    spots = (*base.places, *(Spot(place, place, DESTINATION) for place in places))
    problem = replace(base, groups=groups, places=spots)
    words = [Said(word, (word,), (), "arrived", Place()) for word in people]
    words += [Said(place, (), (place,), "arrived", Place()) for place in places]
    words += [Said(w.id, tuple(people[:1]), (), "arrived", Place()) for w in agreement.words.values() if w.kind == "event"]
    return problem, agreed_terms(agreement, problem, words, language)


@pytest.mark.parametrize("file", [*SHIPPED, *GOLDEN, EVERY_FORM], ids=lambda file: file.name)
def test_every_clause_is_in_the_plan_or_left_out_with_a_reason_or_not_about_movement(file: Path) -> None:
    agreement = text_of(file)
    _, agreed = joined(agreement)
    assert [clause.id for clause in agreed.clauses] == [clause.id for clause in agreement.clauses]
    terms = {term.clause.split(" ")[0] for term in agreed.terms.all()}
    for clause in agreed.clauses:
        assert clause.how in (IN_PLAN, LEFT_OUT, NOT_MOVEMENT)
        assert (clause.how == LEFT_OUT) <= bool(clause.left_out)
        assert (clause.id in terms) <= (clause.how == IN_PLAN)
        if clause.how == NOT_MOVEMENT:
            assert not clause.left_out


def nodes(node: object) -> list[tree.Node]:
    if isinstance(node, tuple):
        return [below for part in node for below in nodes(part)]
    if not isinstance(node, tree.Node):
        return []
    return [node, *(below for name in node.__dataclass_fields__ for below in nodes(getattr(node, name)))]  # type: ignore[attr-defined]


def test_every_form_of_detail_and_premise_is_a_term_or_says_nothing_or_has_its_reason() -> None:
    read_into_terms = {
        tree.To, tree.EscortedBy, tree.InBatches, tree.Before, tree.InParallel, tree.AtTheSameTime, tree.OnlyAfter, tree.OnlyAfterEvent,
        tree.OnlyIfOccurs, tree.AfterClause, tree.AfterEvent, tree.IfOccurs, tree.SettledBy,
    }  # fmt: skip
    forms = {kind.__name__ for parent in (tree.Detail, tree.Premise) for kind in parent.__subclasses__()}
    assert forms == {kind.__name__ for kind in (*read_into_terms, *SAYS_NOTHING, *WHY)}


def test_what_the_reviewer_asked_after_is_read_or_left_out_by_name() -> None:
    agreement = text_of(EVERY_FORM)
    _, agreed = joined(agreement)
    how = {clause.id: clause for clause in agreed.clauses}
    assert how["5.5"].how == IN_PLAN
    assert any(d.clause == "5.5" for d in agreed.terms.reciprocity)
    assert any("clause 5.5: settled when everyone has arrived" in line or "5.5" in line for line in agreed.open)
    assert how["7.1"].how == NOT_MOVEMENT  # it suspends duties to clear mines and to admit monitors, nobody's movement
    assert any(rule.clause == "5.2" and rule.fewest == 50 for rule in agreed.terms.convoys)
    at_once = next(clause for clause in agreed.clauses if clause.id == "5.6")
    assert any("both at once" in why for why in at_once.left_out)  # the next stage of its exchange has an order
    same_time = next(clause for clause in agreed.clauses if clause.id == "5.3")
    assert any("does not begin before clause 5.2" in why for why in same_time.left_out) or same_time.how == IN_PLAN


HEAD = """---
format: safeconduct-deal/1
deal: crossing
title: {en: "The crossing"}
languages: [en]
clock: Europe/Paris
day-count: 0
---

## Words

| id | kind | English | shown by |
| --- | --- | --- | --- |
| north | party | north (the) | |
| families | group | families (the pl) | |
| garrison | group | garrison (the) | |
| others | group | others (the pl) | |
| leave | act | leave the harbour | observation |
| arrival | event | arrival of the families (the) | observation |
| truce | state | truce (the) | state |
| isle | place | isle (the) | observation |
| cape | place | cape (the) | observation |

## English

"""


def written(*sentences: str) -> Agreement:
    clauses = "\n\n".join(f"**1.{number}** {sentence}" for number, sentence in enumerate(sentences, 1))
    return read((HEAD + clauses + "\n").encode(), "crossing.deal.md")


def terms_of(*sentences: str) -> Agreed:
    agreement = written(*sentences)
    base = tiny(0)
    people = {"families": 300, "garrison": 100, "others": 60}
    groups = tuple(Group(name, "civilians", base.groups[0].origin, Count(n, n), ("van",)) for name, n in people.items())
    spots = (*base.places, Spot("isle", "isle", DESTINATION), Spot("cape", "cape", DESTINATION))
    words = [Said(name, (name,), (), "arrived", Place()) for name in people]
    words += [Said("isle", (), ("isle",), "arrived", Place()), Said("cape", (), ("cape",), "arrived", Place())]
    words += [Said("arrival", ("families",), (), "arrived", Place())]
    return agreed_terms(agreement, replace(base, groups=groups, places=spots, days=30), words)


LEAVE = "The [families] shall [leave the harbour]."


def test_in_parallel_is_not_before_the_other_has_begun() -> None:
    agreed = terms_of(LEAVE, "The [garrison] shall [leave the harbour], in parallel with clause 1.1.")
    gate = agreed.terms.gates[0]
    assert (gate.clause, gate.held, gate.awaited, gate.number, gate.where) == ("1.2", ("garrison",), ("families",), 1, DEPARTED)


def test_at_the_same_time_is_convoy_by_convoy_and_how_it_is_read_is_said() -> None:
    agreed = terms_of(LEAVE, "The [garrison] shall [leave the harbour], at the same time as clause 1.1 within 30 minutes.")
    (term,) = agreed.terms.together
    assert (term.clause, term.left, term.right, term.lag, term.where) == ("1.2", ("garrison",), ("families",), 30, DEPARTED)
    assert agreed.terms.gates == ()
    assert agreed.clauses[1].left_out == ()
    assert any("1.2" in line and "in the same slot of 60 minutes" in line for line in agreed.open)


def test_both_at_once_in_every_stage_is_one_term_and_in_some_it_is_left_out_and_said() -> None:
    stages = [
        f"Stage {{n}} exchanges exactly 100 of the [families] for exactly 50 of the [garrison], {order}, and the remainder carries over."
        for order in ("both at once", "both at once", "the first going first")
    ]
    both = terms_of(*(stage.format(n=n) for n, stage in enumerate(stages[:2], 1)))
    assert [(t.clause, t.left, t.right, t.lag) for t in both.terms.together] == [("1.1", ("families",), ("garrison",), 0)]
    some = terms_of(*(stage.format(n=n) for n, stage in enumerate(stages[1:], 1)))
    assert some.terms.together == ()
    assert any("not in all of this exchange" in why for why in some.clauses[0].left_out)


def test_a_suspension_that_nothing_records_is_left_out_with_its_reason() -> None:
    agreed = terms_of(
        LEAVE, "Clause 1.1 is suspended while the [truce] continues, with time limits stopped, as established by the [north]."
    )
    assert agreed.clauses[1].how == LEFT_OUT
    assert "only what the record tells" in agreed.clauses[1].left_out[0]


LINK = (
    "The movements of the [families] and of the [garrison] are linked at {} for 1, counted as arrived, with a lead of at most 50 for "
    "the first and of at most 20 for the second, settled by {}."
)


def test_a_final_settlement_by_a_day_is_a_deadline_of_both_sides() -> None:
    agreed = terms_of(LINK.format(3, "9 January 2017"))
    assert [(d.clause, d.groups) for d in agreed.terms.deadlines] == [("1.1", ("families", "garrison"))]


def test_a_final_settlement_that_the_numbers_do_not_allow_is_said() -> None:
    assert any("settled when everyone" in line for line in terms_of(LINK.format(3, "the [arrival of the families]")).open)
    agreed = terms_of(LINK.format(2, "the [arrival of the families]"))
    assert "300 and 100 persons do not come out at 2 for 1" in agreed.clauses[0].left_out[0]


def test_a_place_that_is_forbidden_is_closed_and_a_way_out_that_is_forbidden_is_no_way() -> None:
    closed = terms_of("The [garrison] shall not [leave the harbour], to the [cape].").terms.destinations[0]
    assert closed.groups == ("garrison",)
    assert "isle" in closed.places
    assert "cape" not in closed.places
    assert terms_of("The [garrison] shall not [leave the harbour].").terms.destinations[0].places == ()


def test_a_stage_that_waits_holds_both_sides() -> None:
    stage = "stage 1 exchanges exactly 100 of the [families] for exactly 50 of the [garrison], both at once, and the remainder carries over."
    agreed = terms_of(
        "The [others] shall [leave the harbour].", f"No earlier than 2 days after the completion of clause 1.1, {stage}"
    )
    waits = [gate for gate in agreed.terms.gates if gate.awaited == ("others",)]
    assert [(gate.held, gate.number, gate.delay) for gate in waits] == [(("families",), 60, 2880), (("garrison",), 60, 2880)]


def test_within_days_of_the_signature_is_a_deadline() -> None:
    agreed = terms_of(
        "The [families] shall [leave the harbour], within 3 days of the signature.",
        "Signed on 2 January 2017 by the [north] as a party.",
    )
    assert [deadline.clause for deadline in agreed.terms.deadlines] == ["1.1"]


def test_in_batches_is_the_least_a_convoy_carries() -> None:
    agreed = terms_of(
        "The [north] shall [leave the harbour], for exactly 300 persons among the [families], in batches of at least 40."
    )
    assert [(rule.clause, rule.fewest) for rule in agreed.terms.convoys] == [("1.1", 40)]


def test_reasons_are_in_french_too() -> None:
    for file in (*SHIPPED, EVERY_FORM):
        english, french = joined(text_of(file))[1], joined(text_of(file), "fr")[1] if "fr" in text_of(file).languages else None
        if french:
            said = [why for clause in french.clauses for why in clause.left_out]
            assert len(said) == sum(len(clause.left_out) for clause in english.clauses)
            assert not set(said) & {why for clause in english.clauses for why in clause.left_out}

"""Structural problems: each put into the well-drafted text, found, and placed; all of them at once."""

import importlib.util
from dataclasses import replace
from pathlib import Path

import pytest

from safeconduct.deal import tree
from safeconduct.deal.check import problems
from safeconduct.deal.model import Word
from safeconduct.deal.walk import substitute

_spec = importlib.util.spec_from_file_location("harbour", Path(__file__).with_name("harbour.py"))
harbour = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(harbour)

NORTH = tree.One("north")
HOURS = tree.Hours()


def codes(agreement):
    return [problem.code for problem in problems(agreement)]


def shall(*details, act="publish_terms"):
    return tree.Statement(NORTH, tree.Shall(tree.Do(act, details)))


def completed(*clauses):
    return tree.AtPhase(tree.Completion(), tree.ClausePair(clauses) if len(clauses) > 1 else tree.Clause(clauses[0]))


def test_a_well_drafted_text_has_no_problems():
    assert problems(harbour.agreement()) == ()


IN_4_5 = [
    (shall(tree.OnlyAfter(tree.Clause("4.9"), tree.Complete())), "deal/dangling"),
    (shall(tree.OnlyAfter(tree.ClauseRange("4.3", "4.1"), tree.Complete())), "deal/range"),
    (shall(tree.ForAmount(tree.Between(8000, 6000), tree.Persons(), "hillfolk")), "deal/range"),
    (shall(tree.Within(tree.LastingBetween(2, 1, tree.Months()), tree.TheSignature())), "deal/range"),
    (tree.Statement(NORTH, tree.Shall(tree.AtLeastOf(3, (tree.ListedAct("patrol"), tree.ListedAct("publish_terms"))))), "deal/quantity"),
    (shall(tree.ForAmount(tree.AtLeast(421), tree.Persons(), "garrison")), "deal/quantity"),
    (shall(tree.ForAmount(tree.AtLeast(0), tree.Persons(), "hillfolk")), "deal/quantity"),
    (shall(tree.ForAmount(tree.AtLeast(10**15), tree.Persons(), "hillfolk")), "deal/quantity"),
    (shall(tree.Within(tree.Lasting(0, HOURS), tree.TheSignature())), "deal/zero-length"),
    (shall(tree.Within(tree.Lasting(10**9, HOURS), tree.TheSignature())), "deal/quantity"),
    (shall(tree.Since(tree.DayNumber(9)), tree.UntilExcluding(tree.DayNumber(9))), "deal/impossible-date"),
    (shall(tree.Since(tree.OnDay("2031-03-02")), tree.By(tree.OnDay("2031-03-01"))), "deal/impossible-date"),
    (shall(tree.Since(tree.OnDay("2031-03-02T10:00")), tree.UntilIncluding(tree.OnDay("2031-03-02T09:00"))), "deal/impossible-date"),
    (shall(tree.OnlyAfter(tree.Clause("4.5"), tree.Complete())), "deal/circular-time"),
    (shall(tree.WithPriority(tree.Clause("4.5"))), "deal/precedence"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "code"), IN_4_5, ids=[f"{number} {code}" for number, (_, code) in enumerate(IN_4_5)])
def test_each_defect_is_found_alone_and_placed(sentence, code):
    found = problems(harbour.with_sentence("4.5", sentence))
    assert [problem.code for problem in found] == [code]
    assert found[0].where == harbour.agreement().by_id["4.5"].places["en"]
    assert found[0].why
    assert found[0].do


def test_what_can_be_is_left_alone():
    for sentence in (
        shall(tree.ForAmount(tree.AtLeast(420), tree.Persons(), "garrison")),
        shall(tree.ForAmount(tree.AtMost(9000), tree.Persons(), "garrison")),
        shall(tree.Since(tree.DayNumber(9)), tree.UntilIncluding(tree.DayNumber(9))),
        shall(tree.Since(tree.OnDay("2031-03-02")), tree.By(tree.OnDay("2031-03-02"))),
        shall(tree.OnlyAfter(tree.Clause("4.1"), tree.Complete())),
    ):
        assert codes(harbour.with_sentence("4.5", sentence)) == []


def test_deadlines_that_wait_for_each_other_name_the_whole_circle():
    one = harbour.with_sentence("4.4", shall(tree.Within(tree.Lasting(2, HOURS), completed("4.5")), act="admit_monitors"))
    both = harbour.with_sentence("4.5", shall(tree.Within(tree.Lasting(2, HOURS), completed("4.4"))), one)
    (found,) = problems(both)
    assert found.code == "deal/circular-time"
    assert "4.4 and 4.5" in found.what
    assert len(found.more) == 2


def ring(**waits):
    agreement = harbour.agreement()
    for id_, others in waits.items():
        clause = id_.replace("c", "4.")
        agreement = harbour.with_sentence(clause, shall(tree.OnlyAfter(tree.ClausePair(others), tree.Complete())), agreement)
    return [problem for problem in problems(agreement) if problem.code == "deal/circular-time"]


@pytest.mark.parametrize(
    ("waits", "names"),
    [
        ({"c1": ("4.2",), "c2": ("4.3",), "c3": ("4.1",)}, "4.1, 4.2 and 4.3"),
        ({"c1": ("4.3",), "c2": ("4.1",), "c3": ("4.2",)}, "4.1, 4.3 and 4.2"),
        ({"c1": ("4.3",), "c2": ("4.1",), "c3": ("4.1", "4.2")}, "4.1, 4.3 and 4.2"),
        ({"c1": ("4.2", "4.3"), "c2": ("4.1",), "c3": ("4.1",)}, "4.1, 4.2 and 4.3"),
    ],
)
def test_a_ring_is_one_problem_that_names_all_its_clauses_in_order_with_their_sentences(waits, names):
    (found,) = ring(**waits)
    assert found.what == f"clauses {names} wait for each other"
    for said, id_ in zip(found.more, names.replace(" and", ",").split(", "), strict=True):
        assert said.startswith(f"clause {id_} begins, once clause 4.")
        assert said.endswith(harbour.agreement().by_id[id_].places["en"].excerpt.removeprefix(f"**{id_}** "))


def test_two_rings_are_two_problems():
    found = ring(c1=("4.2",), c2=("4.1",), c3=("4.4",), c4=("4.3",))
    assert [problem.what for problem in found] == [
        "clauses 4.1 and 4.2 wait for each other",
        "clauses 4.3 and 4.4 wait for each other",
    ]


def test_beginning_after_a_beginning_and_ending_after_an_end_is_no_circle():
    begun = shall(tree.OnlyAfter(tree.Clause("4.5"), tree.Begun()), act="admit_monitors")
    ended = shall(tree.By(completed("4.4")))
    assert codes(harbour.with_sentence("4.5", ended, harbour.with_sentence("4.4", begun))) == []


def test_before_is_only_after_turned_round():
    first = harbour.with_sentence("4.4", shall(tree.Before(tree.Clause("4.5")), act="admit_monitors"))
    assert codes(first) == []
    assert codes(harbour.with_sentence("4.5", shall(tree.Before(tree.Clause("4.4"))), first)) == ["deal/circular-time"]


def test_a_circle_of_precedence_over_three_clauses():
    agreement = harbour.agreement()
    for one, other in (("4.3", "4.4"), ("4.4", "4.5"), ("4.5", "4.3")):
        agreement = harbour.with_sentence(one, shall(tree.WithPriority(tree.Clause(other))), agreement)
    found = [problem for problem in problems(agreement) if problem.code == "deal/precedence"]
    assert [problem.what for problem in found] == ["clauses 4.3, 4.4 and 4.5 override each other"]


def test_a_batch_larger_than_any_lead_can_never_set_out():
    agreement = harbour.changed("5.4", lambda part: tree.InBatches(61) if isinstance(part, tree.InBatches) else part)
    assert codes(agreement) == ["deal/quantity"]


def test_a_body_that_nobody_establishes():
    assert codes(harbour.with_sentence("2.2", None)) == ["deal/not-established"]


def test_a_word_that_is_never_used():
    agreement = harbour.agreement()
    spare = replace(agreement.words["wall"], id="spare")
    assert isinstance(spare, Word)
    assert codes(replace(agreement, words={**agreement.words, "spare": spare})) == ["deal/unused-word"]


def test_two_ends_and_an_end_before_the_beginning():
    assert codes(harbour.with_sentence("9.2", tree.Ends(tree.DayNumber(90)))) == ["deal/duplicate"]
    early = harbour.with_sentence("2.1", tree.EntersIntoForce(tree.DayNumber(200)))
    assert codes(early) == ["deal/impossible-date"]


def test_day_0_does_not_exist_where_the_day_of_signature_is_day_1():
    agreement = harbour.with_sentence("4.5", shall(tree.By(tree.DayNumber(0))))
    assert codes(agreement) == []
    assert codes(replace(agreement, day_count=1)) == ["deal/impossible-date"]


EVERYONE = tree.Statement(tree.EachMember("hillfolk"), tree.Shall(tree.Do("depart")))


@pytest.mark.parametrize(
    "sentence",
    [
        EVERYONE,
        replace(EVERYONE, predicate=tree.Shall(tree.Do("publish_terms", (tree.From("hill"),)))),
        tree.Statement(NORTH, tree.BringsTo("hillfolk", tree.Do("depart"))),
        tree.Statement(NORTH, tree.Shall(tree.Do("depart", (tree.ForAmount(tree.Everyone(), tree.Persons(), "hillfolk"),)))),
    ],
)
def test_nobody_can_make_a_whole_population_leave(sentence):
    silent = harbour.with_sentence("6.5", sentence)
    assert codes(silent) == ["deal/forced-displacement"]


@pytest.mark.parametrize(
    "sentence",
    [
        replace(EVERYONE, predicate=tree.Shall(tree.Either(tree.Do("depart"), tree.Do("sign_register")))),
        tree.Statement(tree.AnyMember("hillfolk"), tree.May(tree.Do("depart"))),
        tree.Statement(tree.EachMember("hillfolk"), tree.Shall(tree.Do("patrol"))),
    ],
)
def test_a_choice_is_not_displacement(sentence):
    assert codes(harbour.with_sentence("6.5", sentence)) == []


def test_all_problems_come_at_once_in_the_order_of_the_text():
    agreement = harbour.with_sentence("6.5", EVERYONE)
    agreement = harbour.with_sentence("4.5", shall(tree.OnlyAfter(tree.Clause("4.9"), tree.Complete())), agreement)
    agreement = harbour.with_sentence("8.4", shall(tree.Within(tree.Lasting(0, HOURS), tree.TheSignature())), agreement)
    assert set(codes(agreement)) >= {"deal/dangling", "deal/forced-displacement", "deal/zero-length"}
    lines = [problem.where.line for problem in problems(agreement)]
    assert lines == sorted(lines)


def test_substitute_takes_out_of_lists_only_what_it_is_told():
    sentence = harbour.agreement().by_id["5.2"].sentence
    assert substitute(sentence, lambda part: part) == sentence

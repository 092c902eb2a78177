"""The lint: nothing on a well-drafted text, exactly one finding for each element taken out, many on four bare clauses."""

import importlib.util
from dataclasses import replace
from importlib import resources
from itertools import count
from pathlib import Path

import pytest

from safeconduct.case.check import check_agreement
from safeconduct.deal import read, tree, write
from safeconduct.deal.language import tongue
from safeconduct.deal.lint import ELEMENTS, example, gaps, lint
from safeconduct.deal.walk import substitute, walk
from safeconduct.errors import CODES

_spec = importlib.util.spec_from_file_location("harbour", Path(__file__).with_name("harbour.py"))
harbour = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(harbour)

FOUR_CLAUSES = read((Path(__file__).parents[2] / "golden/deal/four-clauses.deal.md").read_bytes())

CLAUSES = {
    "1.1": "how-many", "1.2": "how-many", "1.3": "whom", "1.5": "what", "1.7": "unsaid", "2.1": "entry", "2.4": "verified", "2.5": "disputes", "3.1": "aim",
    "5.4": "first", "6.1": "voluntary", "6.2": "family", "6.3": "loading", "6.4": "stay", "6.5": "stay", "6.6": "return",
    "6.7": "return", "7.1": "breach", "7.3": "slot", "8.1": "afterwards", "9.1": "expiry", "9.2": "amendment", "9.3": "survival", "10.1": "signer", "10.2": "signer",
    "10.3": "signer", "10.4": "signer", "10.5": "signer",
}  # fmt: skip
"""Whole clauses, each of which is one element."""

DETAILS = [
    ("2.3", tree.ByFirst, "when"), ("3.1", tree.SoThat, "aim"), ("3.4", tree.By, "when"), ("3.4", tree.MeasuredBy, "measured"),
    ("3.4", tree.WithTolerance, "measured"), ("3.5", tree.WithinAfterEach, "when"), ("4.1", tree.By, "when"),
    ("4.2", tree.Within, "when"), ("4.3", tree.By, "when"), ("4.3", tree.CountedBy, "counted"),
    ("4.3", tree.CountedAs, "counted"), ("4.3", tree.CountedOver, "counted"), ("4.5", tree.By, "when"), ("5.1", tree.By, "when"), ("5.1", tree.DeclaredTo, "declared"), ("5.4", tree.InBatches, "linked"), ("5.4", tree.SettledBy, "linked"),
    ("5.2", tree.From, "from-to"), ("5.2", tree.ToAnyPlace, "from-to"), ("5.2", tree.UntilIncluding, "when"),
    ("5.2", tree.EscortedBy, "option"), ("5.2", tree.OnlyAfter, "sequence"), ("5.3", tree.From, "from-to"),
    ("5.3", tree.ToAnyPlace, "from-to"), ("5.3", tree.UntilIncluding, "when"), ("5.3", tree.EscortedBy, "option"),
    ("5.3", tree.OnlyAfter, "sequence"), ("7.1", tree.Within, "when"), ("7.1", tree.IfFinds, "breach"),
    ("7.2", tree.By, "when"), ("7.3", tree.Within, "when"), ("7.3", tree.IfFinds, "slot"), ("8.1", tree.Within, "when"),
    ("8.3", tree.Every, "when"), ("8.4", tree.By, "when"),
]  # fmt: skip
"""Details that are an element of their clause."""


def swap(old, new):
    return lambda part: new(part) if isinstance(part, old) else part


WEAKER = [
    ("1.1", swap(tree.Estimates, lambda part: replace(part, population=None)), "population"),
    ("1.2", swap(tree.Estimates, lambda part: replace(part, population=None)), "population"),
    ("2.5", swap(tree.Binding, lambda _: tree.Advisory()), "disputes"),
    ("4.1", swap(tree.Undertakes, lambda part: tree.Offers(part.action)), "force"),
    ("4.2", swap(tree.AtPhase, lambda part: tree.AtPhase(part.milestone, tree.Clause("4.4"))), "deadline"),
    ("5.2", swap(tree.WithAsJudged, lambda part: tree.With(part.thing)), "untested"),
    ("5.2", swap(tree.ToAnyPlace, lambda _: tree.To("gate")), "destination"),
    ("7.1", swap(tree.ClauseRange, lambda _: tree.Clause("8.2")), "breach"),
    ("7.2", swap(tree.By, lambda part: tree.Within(tree.Lasting(2, tree.Days()), tree.TheRequest())), "deadline"),
    ("9.3", swap(tree.ClauseRange, lambda _: tree.ClauseRange("6.1", "6.6")), "survival"),
    ("3.6", swap(tree.ClausePair, lambda _: tree.ClausePair(("5.2", "6.5"))), "survival"),
    ("10.4", swap(tree.AsParty, lambda _: tree.AsWitness()), "signer"),
]
"""An element that is still said, and no longer enough."""

NAMED = [
    clause.id
    for clause in harbour.agreement().clauses
    if isinstance(clause.sentence, tree.Statement) and not isinstance(clause.sentence.predicate, tree.IsEstablished)
]
PROOFS = {
    word.id: "deadline" if word.id == "last_arrival" else "shown-by"
    for word in harbour.agreement().words.values()
    if word.kind in ("act", "event", "state") and word.shown_by and word.shown_by.is_tested
}

TAKEN_OUT = (
    [(f"clause {id_}", harbour.with_sentence(id_, None), code) for id_, code in CLAUSES.items()]
    + [(f"{id_} {kind.__name__}", harbour.without_detail(id_, kind), code) for id_, kind, code in DETAILS]
    + [(f"{id_} weaker: {code}", harbour.changed(id_, change), code) for id_, change, code in WEAKER]
    + [
        (
            f"{id_} bearer",
            harbour.with_sentence(id_, replace(harbour.agreement().by_id[id_].sentence, bearer=tree.Someone())),
            "who",
        )
        for id_ in NAMED
    ]
    + [(f"{word} shown by", harbour.without_proof(word), code) for word, code in PROOFS.items()]
)


def test_a_well_drafted_text_has_no_findings():
    assert lint(harbour.agreement()) == ()


@pytest.mark.parametrize(("other", "code"), [case[1:] for case in TAKEN_OUT], ids=[case[0] for case in TAKEN_OUT])
def test_each_element_in_turn(other, code):
    assert [finding.code for finding in lint(other)] == [f"deal/lint-{code}"]


@pytest.mark.parametrize(("other", "code"), [case[1:] for case in TAKEN_OUT], ids=[case[0] for case in TAKEN_OUT])
def test_each_element_in_turn_as_lines_of_the_file(other, code):
    found = lint(read(harbour.in_the_file(other).encode()))
    assert [finding.code for finding in found] == [f"deal/lint-{code}"]
    assert found[0].clause == "" or found[0].where.excerpt


ONE_ERROR = {
    "1.4": "unused-word", "1.6": "unused-word", "2.2": "not-established", "2.3": "unused-word", "3.2": "unused-word", "3.3": "unused-word",
    "3.4": "unused-word", "3.5": "unused-word", "3.6": "unused-word", "4.1": "dangling", "4.2": "unused-word", "4.3": "dangling",
    "4.4": "unused-word", "4.5": "unused-word", "5.1": "unused-word", "5.2": "dangling", "5.3": "dangling", "7.2": "unused-word",
    "8.2": "dangling", "8.3": "unused-word", "8.4": "unused-word",
}  # fmt: skip
"""Clauses that are no element of every text: what they leave behind, each in one error."""
FREE = {
    ("3.1", "Since"), ("3.1", "UntilIncluding"), ("4.2", "AfterDeed"), ("4.5", "ProvidedUndertakes"), ("5.2", "With"),
    ("8.1", "AfterEvent"), ("8.3", "Since"),
}  # fmt: skip
"""Details without which a clause says something else, and all of it."""


def cuts():
    """Every clause, and every detail and condition by itself, taken out of the lines of both languages."""
    for clause in harbour.agreement().clauses:
        yield clause.id, "", harbour.with_sentence(clause.id, None)
        parts = [part for part in walk(clause.sentence) if isinstance(part, tree.Detail | tree.Premise)]
        for number, part in enumerate(parts):
            sentence = without(clause.sentence, part, parts[:number].count(part))
            yield clause.id, type(part).__name__, harbour.with_sentence(clause.id, sentence)


def without(sentence, part, skipped):
    """The sentence without one part; equal ones before it stay."""
    seen = count()
    return substitute(sentence, lambda one: None if one == part and next(seen) == skipped else one)


CUTS = list(cuts())


@pytest.mark.parametrize(("clause", "detail", "other"), CUTS, ids=[f"{clause} {detail}" for clause, detail, _ in CUTS])
def test_cutting_any_words_from_the_file_is_one_finding(clause, detail, other):
    found = [finding.code for finding in check_agreement(read(harbour.in_the_file(other).encode())).findings]
    if (clause, detail) in FREE:
        assert found == []
    elif detail:
        codes = {code for id_, kind, code in DETAILS if id_ == clause and kind.__name__ == detail}
        assert found in ([f"deal/lint-{code}"] for code in codes) if codes else found == ["deal/unused-word"]
    else:
        assert found == [f"deal/lint-{CLAUSES[clause]}" if clause in CLAUSES else f"deal/{ONE_ERROR[clause]}"]


def added(sentence, id_="8.5"):
    agreement = harbour.agreement()
    terms = replace(agreement.words["corridor_map"], id="old_terms")
    agreement = replace(agreement, words={**agreement.words, "old_terms": terms})
    at = next(index for index, clause in enumerate(agreement.clauses) if clause.id == "9.1")
    clause = type(agreement.clauses[0])(id_, sentence)
    return replace(agreement, clauses=(*agreement.clauses[:at], clause, *agreement.clauses[at:]))


WORSENED = [
    (tree.Statement(tree.One("monitor"), tree.Estimates("travellers", tree.Between(700, 900), tree.OpenPopulation())), "twice"),
    (tree.Aim("storm"), "aim"),
    (tree.LeftOpen("office"), "slot"),
    (
        tree.Stage(1, tree.AtMost(9), "hillfolk", tree.AtMost(9), "garrison", tree.OrderNotSettled(), tree.CarriesOver()),
        "unsettled",
    ),
    (
        tree.Statement(
            tree.One("north"),
            tree.Shall(tree.Do("patrol", (tree.InAccordanceWith("old_terms"), tree.By(tree.DayNumber(9))))),
        ),
        "elsewhere",
    ),
    (tree.Statement(tree.One("north"), tree.Shall(tree.Do("lay_mines", (tree.By(tree.DayNumber(9)),)))), "contrary"),
]


@pytest.mark.parametrize(("sentence", "code"), WORSENED, ids=[code for _, code in WORSENED])
def test_a_defect_put_in_is_found_and_nothing_else(sentence, code):
    found = lint(added(sentence))
    assert [(finding.code, finding.clause) for finding in found] == [(f"deal/lint-{code}", "8.5")]


def test_every_code_is_found_somewhere_here():
    found = {code for *_, code in TAKEN_OUT} | {code for _, code in WORSENED}
    assert {f"deal/lint-{code}" for code in found} == set(ELEMENTS)


def test_four_bare_clauses_have_at_least_eleven_distinct_findings():
    found = lint(FOUR_CLAUSES)
    assert len({finding.code for finding in found}) >= 11
    asked = {"how many of which category", "when, day-count", "verified by whom", "who decides disputes", "sequence"}
    assert asked | {"those who stay", "return"} <= {finding.element for finding in found}


def test_the_text_of_13_december_2016_has_at_least_eleven_distinct_findings():
    real = resources.files("safeconduct") / "cases" / "aleppo-2016" / "2-agreement-2016-12-13.deal.md"
    found = lint(read(real.read_bytes()))
    assert len({finding.code for finding in found}) >= 11
    assert {"when, day-count", "how many of which category", "who decides disputes"} <= {finding.element for finding in found}


def test_findings_differ_in_their_words_only_between_languages():
    english, french = lint(FOUR_CLAUSES, "en"), lint(FOUR_CLAUSES, "fr")
    assert [(f.code, f.clause, f.element) for f in english] == [(f.code, f.clause, f.element) for f in french]
    assert all(left.text != right.text for left, right in zip(english, french, strict=True))


def test_the_json_of_a_finding_has_exactly_the_documented_keys():
    data = lint(FOUR_CLAUSES)[0].as_json()
    assert list(data) == ["code", "clause", "element", "text", "where"]
    assert data["where"]["line"] > 0


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_example_reads(language):
    for other in [FOUR_CLAUSES, *(case[1] for case in TAKEN_OUT)]:
        if language not in other.languages:
            continue
        for gap in gaps(other):
            survey = example.Survey(other)
            names = example.names(survey, language)
            kinds = {id_: word.kind for id_, word in other.words.items()} | {i: k for i, (k, _) in example.STAND_INS.items()}
            nouns = tongue(language).nouns(kinds, names)
            written = example.write(survey, gap.example, language)
            tongue(language).parse(written, nouns)


def test_every_code_has_help():
    assert all(CODES[code].text and CODES[code].title for code in ELEMENTS)


def test_harbour_is_written_as_it_is_read():
    assert read(write(harbour.agreement()).encode()) == harbour.agreement()

"""The offer of October 2016 says what the news report says: every sentence of it, and nothing else."""

import tomllib
from importlib import resources
from pathlib import Path

import pytest

from safeconduct.deal import read, tree
from safeconduct.deal.norms import Force, norms_of, rival_norms
from safeconduct.kernel import sha256_hex

CASE = resources.files("safeconduct") / "cases" / "aleppo-2016"
MAP = tomllib.loads((CASE / "sources" / "article.toml").read_text("utf-8"))
AROUND_THE_REPORT = {"heading", "related"}


@pytest.fixture(scope="module")
def offer():
    return read((CASE / MAP["agreement"]).read_bytes(), MAP["agreement"])


@pytest.fixture(scope="module")
def article():
    for root in (parent / "shared" / "seed" / "article.fr.txt" for parent in Path(__file__).parents):
        if root.exists():
            return root.read_bytes()
    pytest.skip("the news report itself is not part of the repository; it is looked for in shared/seed beside it")


def test_the_map_is_of_this_very_report(article):
    assert sha256_hex(article) == MAP["sha256"]
    assert len(article.decode("utf-8")) == MAP["characters"]


def test_every_character_of_the_report_became_something(article):
    text = article.decode("utf-8")
    covered = bytearray(len(text))
    for span in MAP["span"]:
        covered[span["start"] : span["end"]] = b"\1" * (span["end"] - span["start"])
    missed = "".join(character if not covered[place] else "" for place, character in enumerate(text))
    assert missed.strip() == ""


def test_spans_follow_each_other_without_overlap():
    ends = [0, *(span["end"] for span in MAP["span"])]
    assert all(span["start"] >= end for span, end in zip(MAP["span"], ends, strict=False))
    assert ends[-1] <= MAP["characters"]


def test_every_span_became_a_clause_or_belongs_to_the_page(offer):
    known = AROUND_THE_REPORT | set(offer.by_id)
    assert all(span["becomes"] and set(span["becomes"]) <= known for span in MAP["span"])


def test_nothing_was_added_to_the_report(offer):
    reached = {part for span in MAP["span"] for part in span["becomes"]}
    assert set(offer.by_id) <= reached


def test_the_quotes_reach_the_same_clauses(offer):
    quoted = {part for quote in offer.quotes for span in quote for part in span.becomes}
    assert quoted == set(offer.by_id)


def test_nobody_is_bound_by_the_report(offer):
    assert max(norm.force for norm in norms_of(offer)) == Force.OFFERED
    assert not any(isinstance(clause.sentence, tree.Signed) for clause in offer.clauses)


def test_the_offers_are_the_guarantors_and_the_envoys_and_nobody_offers_acceptance(offer):
    offered = {(norm.bearers, norm.deed.act) for norm in norms_of(offer) if norm.force == Force.OFFERED}
    assert offered == {(("envoy",), "accompany"), (("russia",), "support"), (("russia",), "call_on")}
    assert not any(norm.deed.actor == "government" and norm.deed.act == "accept" for norm in norms_of(offer))


def test_the_summary_of_the_report_raises_no_force(offer):
    assert {norm.force for norm in norms_of(offer) if norm.clause.startswith("4.")} == {Force.REPORTED}


def test_whether_the_signatures_come_first_is_a_declared_reading_of_both_promises(offer):
    rivals = {norm.clause: norm for norm in rival_norms(offer)}
    assert set(rivals) == {"3.1", "3.2"}
    for norm in rivals.values():
        assert norm.reading == "d'abord"
        assert [premise.actor for premise in norm.premises if isinstance(premise, tree.AfterDeed)] == ["stayers"]

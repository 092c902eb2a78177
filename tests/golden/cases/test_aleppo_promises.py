"""Who is committed to what in October and December 2016, computed from the shipped texts and the shipped history."""

import json
from importlib import resources

import pytest

from safeconduct.deal import read, tree
from safeconduct.deal.deeds import Deed
from safeconduct.deal.norms import Force, norms_of, rival_norms
from safeconduct.deal.promise import Facts, coverage, promise_level, signed_in_text
from safeconduct.deal.standing import Replay, facts_of, read_events
from safeconduct.kernel import parse_instant

CASE = resources.files("safeconduct") / "cases" / "aleppo-2016"
HISTORY = [json.loads(line) for line in (CASE / "history.jsonl").read_text("utf-8").splitlines()]
OCTOBER_7 = parse_instant("2016-10-07T20:59:59Z")
TO_IDLEB = Deed("jfs", "leave", (("to", "idlib"), ("with", "dignity"), ("with", "weapons")))
ELSEWHERE = Deed("jfs", "leave", (("to", "elsewhere"), ("with", "dignity"), ("with", "weapons")))


def text(file):
    return read((CASE / file).read_bytes(), file)


OFFER, AGREEMENT, TERMS = (text(f"{stem}.deal.md") for stem in ("1-offer", "2-agreement-2016-12-13", "3-terms-2016-12-18"))


TEXTS = (OFFER, AGREEMENT, TERMS)
EVENTS = read_events(HISTORY, "aleppo-2016", "history.jsonl")
LATE = parse_instant("2017-01-01T00:00:00Z")


def facts(agreement, at=LATE, known_by=None):
    return facts_of(Replay(TEXTS, EVENTS, at=at, known_by=known_by), TEXTS.index(agreement))


def owed(agreement, given, force, norms=None):
    now = promise_level(agreement, given, norms=norms).at(force).options[0]
    return {(item.norm.bearers, item.norm.deed.act) for item in now.owed}


def blocked(agreement, given, force, norms=None):
    now = promise_level(agreement, given, norms=norms).at(force).options[0]
    return {item.atom.deed: item for item in now.blocked if item.atom.deed is not None}


def read_as(agreement, word):
    """The norms with one rival reading in place of the clauses it re-reads."""
    rivals = [norm for norm in rival_norms(agreement) if norm.reading == word]
    reread = {norm.clause for norm in rivals}
    return [*(norm for norm in norms_of(agreement) if norm.clause not in reread), *rivals]


# --- October 2016 ---


@pytest.mark.parametrize("decided", [frozenset(), frozenset({TO_IDLEB}), frozenset({ELSEWHERE})])
def test_at_undertaken_nothing_binds_anyone(decided):
    assert owed(OFFER, Facts(decided=decided), Force.UNDERTAKEN) == set()


def test_on_7_october_nobody_has_decided_and_nothing_is_owed():
    given = facts(OFFER, OCTOBER_7, OCTOBER_7)
    assert not given.decided
    assert not given.refused
    assert owed(OFFER, given, Force.OFFERED) == set()


def test_a_decision_for_idleb_with_weapons_brings_the_guarantors_and_the_envoys_offers():
    given = Facts(decided=frozenset({TO_IDLEB}))
    assert owed(OFFER, given, Force.OFFERED) == {(("russia",), "support"), (("russia",), "call_on"), (("envoy",), "accompany")}


def test_nobody_has_offered_or_undertaken_the_governments_acceptance():
    given = Facts(decided=frozenset({TO_IDLEB}))
    acceptance = blocked(OFFER, given, Force.OFFERED)[Deed("government", "accept")]
    assert acceptance.norm is None
    assert acceptance.reason == "unpromised"
    assert acceptance.who == ("government",)


def test_choosing_another_place_leaves_only_the_envoys_offer():
    assert owed(OFFER, Facts(decided=frozenset({ELSEWHERE})), Force.OFFERED) == {(("envoy",), "accompany")}


def test_leaving_without_weapons_is_not_what_was_offered_for():
    unarmed = Deed("jfs", "leave", (("to", "idlib"), ("with", "dignity")))
    assert owed(OFFER, Facts(decided=frozenset({unarmed})), Force.OFFERED) == set()


def test_if_the_signatures_come_first_the_guarantor_waits_for_those_who_stay():
    given = Facts(decided=frozenset({TO_IDLEB}))
    first = read_as(OFFER, "d'abord")
    assert owed(OFFER, given, Force.OFFERED, first) == {(("envoy",), "accompany")}
    support = blocked(OFFER, given, Force.OFFERED, first)[Deed("russia", "support")]
    assert support.who == ("stayers",)


def test_the_matrix_says_who_covers_which_destination():
    rows = {row.choice.deed.slot("to"): {cell.protector for cell in row.cells} for row in coverage(OFFER)}
    assert rows[("idlib",)] == {"envoy", "russia"}
    assert {place: who for place, who in rows.items() if place != ("idlib",)} == {("elsewhere",): {"envoy"}}


def test_the_refusal_of_13_october_is_known_that_evening():
    evening = parse_instant("2016-10-13T20:59:59Z")
    assert facts(OFFER, evening, evening).refused == {("jfs", "leave")}


# --- December 2016 ---


def test_a_signature_under_the_second_text_binds_nobody_to_the_first():
    assert facts(OFFER).signed == frozenset()
    assert facts(TERMS).signed == frozenset()
    assert facts(AGREEMENT).signed == {"armed_groups", "government", "russia", "security_committee"}


def test_the_record_and_the_text_of_13_december_agree_on_who_signed():
    assert facts(AGREEMENT).signed == signed_in_text(AGREEMENT)


def test_the_negotiating_team_guarantees_a_ceasefire_and_did_not_sign():
    given = facts(AGREEMENT, parse_instant("2016-12-15T21:59:59Z"))
    assert (("negotiators",), "outcome") not in owed(AGREEMENT, given, Force.UNDERTAKEN)
    assert (("negotiators",), "outcome") in owed(AGREEMENT, given, Force.OFFERED)


def test_both_sides_owe_the_ceasefire_only_while_people_go_out():
    before = facts(AGREEMENT, parse_instant("2016-12-14T21:59:59Z"))
    during = facts(AGREEMENT, parse_instant("2016-12-15T22:00:00Z"))
    after = facts(AGREEMENT, parse_instant("2016-12-22T18:25:00Z"))
    held = {(("government",), "hold_fire"), (("armed_groups",), "hold_fire")}
    assert not held & owed(AGREEMENT, before, Force.UNDERTAKEN)
    assert held <= owed(AGREEMENT, during, Force.UNDERTAKEN)
    assert not held & owed(AGREEMENT, after, Force.UNDERTAKEN)


def test_nobody_is_named_to_let_people_off_or_to_send_the_buses_back():
    unnamed = {norm.clause for norm in norms_of(AGREEMENT) if not norm.bearers}
    assert unnamed == {"3.2", "3.3"}


def test_the_terms_of_18_december_bind_nobody_by_signature():
    assert owed(TERMS, facts(TERMS), Force.UNDERTAKEN) == set()


def test_what_one_negotiator_added_is_reported_and_no_more():
    assert {norm.force for norm in norms_of(TERMS) if norm.clause == "2.2"} == {Force.REPORTED}
    assert isinstance(TERMS.by_id["2.2"].sentence, tree.Reported)

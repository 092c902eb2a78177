"""The real cases replayed: how each clause stood, day by day, and what was never shown or found."""

from functools import cache
from importlib import resources

import pytest

from safeconduct.deal import read
from safeconduct.deal.standing import read_events, standing
from safeconduct.kernel import parse_instant

CASES = resources.files("safeconduct") / "cases"
OFFER, AGREEMENT, TERMS = 0, 1, 2
EVENING = "T21:59:00Z"
DAYS = [
    "2016-10-07",
    "2016-10-14",
    "2016-12-13",
    "2016-12-15",
    "2016-12-16",
    "2016-12-18",
    "2016-12-20",
    "2016-12-22",
    "2017-01-05",
]


@cache
def case(name):
    folder = CASES / name
    texts = sorted((file for file in folder.iterdir() if file.name.endswith(".deal.md")), key=lambda file: file.name)
    agreements = [read(file.read_bytes(), file.name) for file in texts]
    return agreements, read_events((folder / "history.jsonl").read_text("utf-8").splitlines(), agreements[0].deal)


@cache
def stood(name, at, known_by=None):
    agreements, events = case(name)
    return standing(agreements, events, parse_instant(at), parse_instant(known_by) if known_by else None)


def states(name, at, agreement, known_by=None):
    return {one.norm.id: one.state for one in stood(name, at, known_by).instances if one.agreement == agreement}


def aleppo(day, agreement, known_by=None):
    return states("aleppo-2016", day + EVENING, agreement, known_by)


# --- October 2016 ---


def test_on_7_october_three_offers_stand():
    offered = {clause for clause, state in aleppo("2016-10-07", OFFER).items() if state == "offered"}
    assert offered == {"2.2", "3.1", "3.2"}


def test_after_the_refusal_they_have_lapsed():
    now = aleppo("2016-10-14", OFFER)
    assert {now[clause] for clause in ("2.2", "3.1", "3.2")} == {"lapsed"}


def test_a_refusal_not_yet_known_changes_nothing():
    now = aleppo("2016-10-14", OFFER, known_by="2016-10-13T12:00:00Z")
    assert {now[clause] for clause in ("2.2", "3.1", "3.2")} == {"offered"}


# --- December 2016 ---


def test_before_it_is_signed_there_is_no_agreement_of_13_december():
    assert aleppo("2016-10-14", OFFER)
    assert aleppo("2016-10-14", AGREEMENT) == {}


def test_on_13_december_leaving_is_due_the_ceasefire_waits_and_the_guarantor_has_not_signed():
    now = aleppo("2016-12-13", AGREEMENT)
    assert (now["1.1"], now["2.1"], now["2.2"]) == ("due", "due", "open")
    assert now["4.1#1"] == now["4.1#2"] == "conditional"
    assert now["4.2"] == "offered"


def test_what_names_nobody_stays_undetermined_to_the_end():
    assert {aleppo(day, AGREEMENT)[clause] for day in DAYS if day > "2016-12-12" for clause in ("3.2", "3.3")} == {"undetermined"}


def test_the_safety_of_those_who_leave_is_never_shown_because_nothing_tests_it():
    assert {aleppo(day, AGREEMENT)["3.1"] for day in DAYS if day > "2016-12-12"} == {"undetermined"}


def test_the_stop_of_16_december_suspends_no_duty_because_the_text_gives_nobody_that_power():
    now = next(one for one in stood("aleppo-2016", "2016-12-17T12:00:00Z").instances if one.key == (AGREEMENT, "1.1", ""))
    assert now.state == "due"
    assert "suspension_without_power" in {step.code for step in now.because.under}


def test_that_they_left_is_known_when_it_is_published_and_that_they_took_only_one_weapon_never():
    assert aleppo("2016-12-22", AGREEMENT)["2.1"] == "fulfilled"
    assert aleppo("2016-12-22", AGREEMENT, known_by="2016-12-31T00:00:00Z")["2.1"] == "due"
    assert aleppo("2017-01-05", AGREEMENT)["1.1"] == "due"


def test_the_terms_of_18_december_are_worded_and_not_signed():
    assert aleppo("2016-12-20", TERMS)["2.1"] == "offered"
    assert aleppo("2016-12-20", TERMS)["2.2"] == "undetermined"


@pytest.mark.parametrize("name", ["aleppo-2016", "four-towns-2017"])
def test_no_breach_is_ever_found_because_nobody_is_empowered_to_find_one(name):
    days = DAYS if name == "aleppo-2016" else ["2017-04-15", "2017-04-19", "2017-05-01", "2018-01-01"]
    for day in days:
        assert "found breached" not in {one.state for one in stood(name, day + EVENING).instances}, day


# --- the four towns ---


def test_the_length_of_the_ceasefire_depends_on_the_account():
    now = stood("four-towns-2017", "2017-04-01T00:00:00Z")
    (other,) = now.readings
    assert other.name == "9"
    written = {one.norm.id: one.due for one in now.instances if one.clause == "1.1"}
    reread = {one.norm.id: one.due for one in other.instances}
    assert {due.month for due in written.values()} == {12}
    assert {due.month for due in reread.values()} == {9}


def test_no_counter_reaches_the_fighters_agreed():
    for day in ("2017-04-14", "2017-04-15", "2017-04-19"):
        (moved,) = [one for one in stood("four-towns-2017", day + EVENING).instances if one.clause == "2.3"]
        assert moved.state not in ("fulfilled", "contested"), day
        assert moved.needs > 0, day


def test_detainees_are_another_ledger_with_another_performer():
    now = {one.clause: one for one in stood("four-towns-2017", "2017-05-01T00:00:00Z").instances}
    assert now["3.1"].bearers == ("government",)
    assert now["2.3"].bearers == ("villages_side",)
    assert now["3.1"].progress == (0, 0)
    assert now["2.3"].progress[0] > 0

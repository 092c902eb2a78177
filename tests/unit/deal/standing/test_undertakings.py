"""*Provided that … undertakes* is met by what binds if all honour their words, and by nothing less."""

import pytest

from .quay import deal, entry, instant, one, state, story, told

NORTH = "1.1 Provided that [South] undertakes to [clear the road], [North] shall [open the gate], by 3 May 2020."
SOUTH = "1.2 Provided that the [mission] undertakes to [repair the bridge], [South] shall [clear the road], by 3 May 2020."
MISSION = "1.3 Provided that [North] undertakes to [open the gate], the [mission] shall [repair the bridge], by 3 May 2020."
SIGNED = "9.1 Signed on 1 May 2020 by the [mission] as a party."


def test_an_incomplete_ring_binds_nobody():
    text = deal(NORTH, SOUTH, SIGNED)
    assert [state(text, clause, at="2020-05-10") for clause in ("1.1", "1.2")] == ["conditional", "conditional"]
    result = story(text, at="2020-05-10")
    steps = {step.code for step in one(result, "1.1").because.under}
    assert "undertaken_on_condition" in steps
    assert "waits for its conditions" in told(text, "1.1", at="2020-05-10")


def test_a_complete_ring_binds_everyone_in_it():
    text = deal(NORTH, SOUTH, MISSION, SIGNED)
    assert [state(text, clause, at="2020-05-10") for clause in ("1.1", "1.2", "1.3")] == ["overdue"] * 3
    assert one(story(text, at="2020-05-02"), "1.1").since == instant("2020-05-02")


def test_a_ring_with_one_who_has_not_signed_binds_nobody():
    text = deal(NORTH, SOUTH, MISSION, "9.1 For signature by the [mission] as a party.")
    waiting = deal(NORTH, SOUTH, MISSION)
    assert {state(waiting, clause, at="2020-05-10") for clause in ("1.1", "1.2")} == {"conditional"}
    signed = entry(1, "2020-05-02", "signature", "mission")
    assert {state(text, clause, signed, at="2020-05-10") for clause in ("1.1", "1.2", "1.3")} == {"overdue"}


def test_an_undertaking_on_record_closes_the_ring():
    text = deal(NORTH, SOUTH, "1.3 The [mission] is ready to [repair the bridge].")
    promised = entry(1, "2020-05-02 09:00", "undertaking", "mission", clause="1.3")
    assert state(text, "1.1", at="2020-05-10") == "conditional"
    due = one(story(text, promised, at="2020-05-03"), "1.1")
    assert (due.state, due.since) == ("due", instant("2020-05-02 09:00"))


@pytest.mark.parametrize(("happens", "expected"), [(False, "conditional"), (True, "due")])
def test_an_undertaking_for_after_an_event_is_one_once_the_event_came(happens, expected):
    text = deal(
        "1.1 After the [arrival of the last convoy], [South] shall [clear the road].",
        "1.2 Provided that [South] undertakes to [clear the road], [North] shall [open the gate].",
    )
    arrived = [entry(1, "2020-05-02 09:00", "occurrence", "mission", event="arrival")] if happens else []
    found = one(story(text, *arrived, at="2020-05-03"), "1.2")
    assert found.state == expected
    assert found.since == (instant("2020-05-02 09:00") if happens else instant("2020-05-02"))


def test_a_promise_to_follow_is_a_promise_and_two_who_wait_for_deeds_are_stuck():
    follows = deal(
        "1.1 Provided that [South] undertakes to [clear the road], [North] shall [open the gate].",
        "1.2 After [North] has done the act [open the gate], [South] shall [clear the road].",
    )
    assert [state(follows, clause, at="2020-05-03") for clause in ("1.1", "1.2")] == ["due", "conditional"]


def test_who_did_it_already_needs_no_promise():
    text = deal("1.1 Provided that [South] undertakes to [repair the bridge], [North] shall [open the gate].")
    done = entry(1, "2020-05-02 09:00", "deed", "south", act="repair")
    assert [state(text, "1.1", *entries, at="2020-05-03") for entries in ((), (done,))] == ["conditional", "due"]


def test_a_power_or_permission_waits_for_the_same_undertaking():
    text = deal("1.1 Provided that [South] undertakes to [clear the road], [North] may [leave the harbour].", SOUTH)
    assert state(text, "1.1", at="2020-05-03") == "conditional"

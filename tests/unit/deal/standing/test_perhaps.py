"""An entry whose time is an interval that the instant asked about lies in: perhaps it had happened, perhaps not yet."""

import pytest

from safeconduct.deal.standing import explain
from safeconduct.deal.standing.perhaps import ways

from .quay import deal, entry, one, state, story

DUTY = deal("1.1 [North] undertakes to [open the gate], by 3 May 2020.")
OPENED = entry(1, "2020-05-02 09:00", "deed", "north", to="2020-05-02 12:00", act="open_gate")


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2020-05-02 08:59", "due"),
        ("2020-05-02 09:00", "undetermined"),
        ("2020-05-02 11:59", "undetermined"),
        ("2020-05-02 12:00", "fulfilled"),
    ],
)
def test_a_deed_is_perhaps_done_within_its_interval_and_done_at_its_end(at, expected):
    assert state(DUTY, "1.1", OPENED, at=at) == expected


def test_it_says_which_entry_it_hangs_on():
    result = story(DUTY, OPENED, at="2020-05-02 10:00")
    found = one(result, "1.1")
    assert (found.because.code, found.because.entries) == ("perhaps", ("e1",))
    assert "Perhaps" in explain(result, found, "en")
    assert "e1" in explain(result, found, "fr")


def test_what_was_on_record_had_happened():
    at_ten = OPENED | {"recorded": "2020-05-02T10:00Z"}
    assert state(DUTY, "1.1", at_ten, at="2020-05-02 09:30") == "undetermined"
    assert state(DUTY, "1.1", at_ten, at="2020-05-02 10:00") == "fulfilled"


def test_a_second_entry_that_shows_it_settles_it():
    seen = entry(2, "2020-05-02 09:30", "observation", "mission", of="open_gate")
    assert state(DUTY, "1.1", OPENED, seen, at="2020-05-02 10:00") == "fulfilled"


def test_a_finding_perhaps_made_is_no_finding_yet():
    text = deal(
        "1.1 [North] undertakes to [open the gate], by 3 May 2020.",
        "2.1 The [mission] is to decide disputes about clause 1.1, with binding findings.",
        "9.1 For signature by the [mission] as a party.",
    )
    signed = entry(1, "2020-05-01", "signature", "mission")
    found = entry(
        2, "2020-05-05 09:00", "finding", "mission", to="2020-05-05 12:00", clause="1.1", result="breached", parties=["north"]
    )
    inside = one(story(text, signed, found, at="2020-05-05 10:00"), "1.1")
    assert (inside.state, inside.parties) == ("undetermined", ())
    assert state(text, "1.1", signed, found, at="2020-05-05 12:00") == "found breached"


def test_a_condition_perhaps_met_leaves_the_duty_open():
    text = deal("1.1 After the [arrival of the last convoy], [North] shall [open the gate].")
    arrived = entry(1, "2020-05-02 09:00", "occurrence", "mission", to="2020-05-02 12:00", event="arrival")
    assert [state(text, "1.1", arrived, at=f"2020-05-02 {hour}") for hour in ("08:00", "10:00", "12:00")] == [
        "conditional",
        "undetermined",
        "due",
    ]


def test_a_count_perhaps_made_widens_the_progress():
    text = deal("1.1 [North] shall [hand in weapons], for at least 100 items among the [weapons].")
    first = entry(1, "2020-05-02 08:00", "count", "mission", what="weapons", low=40, high=40)
    second = entry(2, "2020-05-02 09:00", "count", "mission", to="2020-05-02 12:00", what="weapons", low=30, high=35)
    found = one(story(text, first, second, at="2020-05-02 10:00"), "1.1")
    assert (found.state, found.progress, found.needs) == ("partly done", (40, 75), 60)


def test_an_instance_that_arose_only_perhaps_is_undetermined():
    text = deal("1.1 Within 6 hours after each [incident], [North] shall notify [South] of the [incident].")
    shots = entry(1, "2020-05-02 09:00", "occurrence", "mission", to="2020-05-02 12:00", event="incident")
    states = {i.trigger: i.state for i in story(text, shots, at="2020-05-02 10:00").of_clause("1.1")}
    assert states == {"": "conditional", "e1": "undetermined"}


def test_what_hangs_on_no_open_entry_stands_as_it_is():
    other = deal(
        "1.1 [North] undertakes to [open the gate], by 3 May 2020.", "2.1 [South] shall [repair the bridge], by 9 May 2020."
    )
    assert state(other, "2.1", OPENED, at="2020-05-02 10:00") == "due"


def test_a_correction_that_gives_the_exact_time_settles_it():
    exactly = entry(2, "2020-05-03", "correction", "north", of="e1", body={"act": "open_gate"})
    exactly["body"]["occurred"] = {"from": "2020-05-02T09:15Z", "to": "2020-05-02T09:15Z"}
    assert state(DUTY, "1.1", OPENED, exactly, at="2020-05-02 10:00") == "fulfilled"
    assert state(DUTY, "1.1", OPENED, exactly, at="2020-05-02 10:00", known_by="2020-05-02 20:00") == "undetermined"


def test_of_several_open_entries_some_may_have_happened_and_not_others():
    text = deal(
        "1.1 [North] undertakes to [open the gate], by 9 May 2020.",
        "5.1 Clause 1.1 is suspended while the [storm] continues, with time limits stopped, as established by the [mission].",
    )
    begins = entry(1, "2020-05-02 09:00", "state", "mission", to="2020-05-02 12:00", state="storm", value="begins")
    ends = entry(2, "2020-05-02 09:30", "state", "mission", to="2020-05-02 12:30", state="storm", value="ends")
    found = one(story(text, begins, ends, at="2020-05-02 10:00"), "1.1")
    assert (found.state, found.because.entries) == ("undetermined", ("e1",))
    assert state(text, "1.1", begins, ends, at="2020-05-02 13:00") == "due"


@pytest.mark.parametrize("count", range(9))
def test_each_open_entry_is_tried_alone_and_left_out_alone(count):
    ids = [f"e{number}" for number in range(count)]
    found = ways(ids)
    assert (found[0], found[-1]) == (frozenset(ids), frozenset())
    assert len(set(found)) == len(found) == (2**count if count <= 3 else 2 * min(count, 7) + 2)
    assert {frozenset({id_}) for id_ in ids[:6]} <= set(found) | {frozenset(ids[:6])}

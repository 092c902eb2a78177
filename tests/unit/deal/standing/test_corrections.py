"""What is written stays: who may restate an entry, and what a correction of a correction is worth."""

import pytest

from .quay import deal, entry, state, told

BOARD = (
    "6.1 The [joint board] is established, with 2 members from each of [North] and [South], deciding by consensus.",
    "6.2 The [joint board] is to decide disputes about clause 1.1, with binding findings.",
)
TEXT = deal("1.1 [North] undertakes to [open the gate], by 5 May 2020.", *BOARD)
OPENED = entry(1, "2020-05-03 10:00", "deed", "north", act="open_gate")
FORMED = entry(2, "2020-05-02", "constituted", "mission", body="board")
FOUND = entry(3, "2020-05-07 10:00", "finding", "board", clause="1.1", result="breached", parties=["north"])


def corrects(number, actor, of, body=None):
    return entry(number, "2020-05-08 10:00", "correction", actor, of=of, body=body)


@pytest.mark.parametrize("body", [None, {"clause": "1.1", "result": "performed"}])
def test_nobody_rewrites_the_finding_against_them(body):
    entries = (FORMED, FOUND, corrects(4, "north", "e3", body))
    assert state(TEXT, "1.1", *entries, at="2020-05-09") == "found breached"
    assert "North disputes the finding of the joint board" in told(TEXT, "1.1", *entries, at="2020-05-09")
    assert "contesté par Nord" in told(TEXT, "1.1", *entries, at="2020-05-09", language="fr")


def test_the_body_corrects_its_own_finding_and_a_clerk_whom_the_text_does_not_know_puts_a_slip_right():
    performed = {"clause": "1.1", "result": "performed"}
    for actor in ("board", "secretariat"):
        assert state(TEXT, "1.1", FORMED, FOUND, corrects(4, actor, "e3", performed), at="2020-05-09") == "fulfilled"


def test_a_correction_that_is_withdrawn_counts_no_more():
    withdrawn = corrects(4, "north", "e1")
    assert state(TEXT, "1.1", OPENED, withdrawn, at="2020-05-09") == "overdue"
    assert state(TEXT, "1.1", OPENED, withdrawn, corrects(5, "north", "e4"), at="2020-05-09") == "fulfilled"
    assert (
        state(TEXT, "1.1", OPENED, withdrawn, corrects(5, "north", "e4"), corrects(6, "north", "e5"), at="2020-05-09") == "overdue"
    )


@pytest.mark.parametrize("of", [("e4", "e4"), ("e5", "e4"), ("e1", "e5")])
def test_corrections_that_point_at_each_other_end(of):
    loop = [corrects(4 + n, "north", target) for n, target in enumerate(of)]
    assert state(TEXT, "1.1", OPENED, *loop, at="2020-05-09") in ("fulfilled", "overdue")


def test_a_correction_states_what_changes_and_what_it_cannot_say_only_contests():
    text = deal(
        "1.1 [South] undertakes to [hand in weapons], for at least 30 items among the [weapons], by 5 May 2020, counted as arrived."
    )
    body = {"what": "weapons", "low": 31, "high": 31, "stage": "arrived", "cumulative": False, "clause": "1.1", "by": "south"}
    counted = entry(1, "2020-05-03", "count", "mission", **body)
    assert state(text, "1.1", counted, at="2020-05-09") == "fulfilled"
    assert state(text, "1.1", counted, corrects(2, "mission", "e1", {"low": 13, "high": 13}), at="2020-05-09") == "overdue"
    assert state(text, "1.1", counted, corrects(2, "mission", "e1", {"low": -1}), at="2020-05-09") == "contested"
    assert state(TEXT, "1.1", OPENED, corrects(2, "north", "e1", {"clause": 7}), at="2020-05-09") == "contested"


def test_a_correction_of_the_time_alone_leaves_the_rest():
    late = corrects(2, "north", "e1")
    late["body"] = {"of": "e1", "occurred": {"from": "2020-05-06T10:00:00Z", "to": "2020-05-06T10:00:00Z"}}
    assert state(TEXT, "1.1", OPENED, late, at="2020-05-09") == "fulfilled late"

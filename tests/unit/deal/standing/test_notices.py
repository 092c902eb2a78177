"""Notice, contents and receipt are three things, each told apart."""

import pytest

from safeconduct.deal.standing import explain

from .quay import deal, entry, story

TEXT = deal("1.1 Within 6 hours after each [incident], [South] shall notify [North] of the [incident], stating the [losses].")
INCIDENT = entry(1, "2020-05-03 10:00", "occurrence", "mission", event="incident")


def notice(**more):
    return entry(2, "2020-05-03 12:00", "notice", "south", clause="1.1", act="notify", of="e1", **more)


def of_incident(*entries, at="2020-05-03 14:00"):
    result = story(TEXT, INCIDENT, *entries, at=at)
    (found,) = [one for one in result.of_clause("1.1") if one.trigger]
    return found.state, explain(result, found)


@pytest.mark.parametrize(
    ("more", "expected", "words"),
    [
        ({"stating": ["losses"]}, "fulfilled", "No receipt of it by North is on record."),
        ({}, "fulfilled", "does not tell whether the notice of South on 3 May 2020 at 12:00 states the losses"),
        ({"stating": ["weapons"]}, "partly done", "Notice was given on 3 May 2020 at 12:00, without stating the losses."),
    ],
)
def test_a_notice_is_judged_by_what_it_states(more, expected, words):
    state, told = of_incident(notice(**more))
    assert state == expected
    assert words in told


def test_a_notice_without_its_contents_is_no_notice_in_time():
    state, told = of_incident(notice(stating=[]), at="2020-05-04")
    assert state == "overdue"
    assert "without stating the losses" in told


def test_receipt_is_what_the_receiver_says():
    received = [entry(3, "2020-05-03 13:00", "statement", who, of="e2") for who in ("north", "south")]
    assert "North acknowledged receipt on 3 May 2020 at 13:00." in of_incident(notice(), received[0])[1]
    assert "No receipt of it by North" in of_incident(notice(), received[1])[1]

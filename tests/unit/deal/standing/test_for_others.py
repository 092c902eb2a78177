"""Answering for others: their deeds, told by whom the words table names, decide; the word of the one who answers does not."""

import pytest

from .quay import deal, entry, state, told

ENSURE = deal("1.1 [North] shall ensure that [South] does not [open fire].")
BRING = deal("1.1 [North] shall bring [South] to [open the gate], by 5 May 2020.")
INFLUENCE = deal("1.1 [North] shall use its influence to bring [South] to [open the gate], by 5 May 2020.")
OPENED = entry(2, "2020-05-03 10:00", "deed", "south", act="open_gate")


def seen(actor, by):
    return entry(1, "2020-05-03 10:00", "observation", actor, of="fire", value="yes", by=by)


def test_the_deed_of_those_answered_for_is_told_and_finds_nothing():
    assert state(ENSURE, "1.1", seen("mission", "south"), at="2020-05-08") == "undetermined"
    assert "records the act by South; nobody empowered" in told(ENSURE, "1.1", seen("mission", "south"), at="2020-05-08")
    assert state(ENSURE, "1.1", seen("mission", "north"), at="2020-05-08") == "no recorded breach"


def test_what_another_reports_of_them_is_told_and_does_not_decide():
    assert state(ENSURE, "1.1", seen("north", "south"), at="2020-05-08") == "no recorded breach"
    assert "North reports it on 3 May 2020 at 10:00" in told(ENSURE, "1.1", seen("north", "south"), at="2020-05-08")


@pytest.mark.parametrize("text", [BRING, INFLUENCE])
def test_who_was_to_be_brought_to_it_and_did_it_leaves_nothing_owed(text):
    assert state(text, "1.1", OPENED, at="2020-05-08") == "fulfilled"


def test_a_result_is_not_shown_by_the_word_of_the_one_who_answers_and_means_are():
    said = entry(1, "2020-05-03 10:00", "deed", "north", clause="1.1")
    assert state(BRING, "1.1", said, at="2020-05-08") == "overdue"
    assert "North says so, which does not show it" in told(BRING, "1.1", said, at="2020-05-08")
    assert state(INFLUENCE, "1.1", said, at="2020-05-08") == "fulfilled"

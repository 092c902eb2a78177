"""Only those to whom a duty is owed, or a guarantor, waive it or give more time; everyone else's word is told and does not count."""

import pytest

from .quay import deal, entry, instant, one, state, story, told

DUTY = deal("1.1 [North] undertakes to [open the gate], by 3 May 2020.")
GUARANTEED = deal(
    "1.1 [North] undertakes to [open the gate], by 3 May 2020.",
    "9.1 For signature by the [guarantor] as a guarantor.",
)
SIGNED = entry(1, "2020-05-01 09:00", "signature", "guarantor", capacity="guarantor")


def waiver(actor, number=5, day="2020-05-02", clause="1.1"):
    return entry(number, day, "waiver", actor, clause=clause)


def extension(actor, until="2020-05-20", number=5, day="2020-05-02", clause="1.1"):
    return entry(number, day, "extension", actor, clause=clause, until=until)


def test_nobody_releases_themselves():
    assert state(DUTY, "1.1", waiver("north"), at="2020-05-05") == "overdue"
    assert state(DUTY, "1.1", extension("north"), at="2020-05-05") == "overdue"
    assert "does not count, because nobody releases themselves" in told(DUTY, "1.1", waiver("north"), at="2020-05-05")
    assert "does not count, because nobody gives themselves" in told(DUTY, "1.1", extension("north"), at="2020-05-05")


def test_the_one_to_whom_it_is_owed_releases():
    assert state(DUTY, "1.1", waiver("south"), at="2020-05-05") == "waived"
    extended = one(story(DUTY, extension("south"), at="2020-05-05"), "1.1")
    assert (extended.state, extended.due) == ("due", instant("2020-05-21"))


@pytest.mark.parametrize("actor", ["mission", "guarantor", "families", "board", "press"])
def test_whoever_it_is_not_owed_to_releases_nobody_however_well_known(actor):
    for made in (waiver(actor), extension(actor)):
        assert state(DUTY, "1.1", made, at="2020-05-05") == "overdue"
        assert "does not count, because this is owed to South" in told(DUTY, "1.1", made, at="2020-05-05")
        assert "ne compte pas, car c'est dû à" in told(DUTY, "1.1", made, at="2020-05-05", language="fr")


def test_a_guarantor_who_signed_as_one_releases():
    assert state(GUARANTEED, "1.1", SIGNED, waiver("guarantor"), at="2020-05-05") == "waived"
    assert state(GUARANTEED, "1.1", SIGNED, extension("guarantor"), at="2020-05-05") == "due"
    assert state(GUARANTEED, "1.1", waiver("guarantor"), at="2020-05-05") != "waived"


def test_a_guarantor_of_a_clause_releases_from_that_clause_alone():
    text = deal(
        "1.1 [North] undertakes to [open the gate], by 3 May 2020.",
        "1.2 [North] undertakes to [clear the road], by 3 May 2020.",
        "7.1 The [guarantor] guarantees that [North] performs clause 1.1, failing which the guarantor shall [repair the bridge].",
    )
    signed = entry(1, "2020-05-01 09:00", "signature", "guarantor")
    both = [waiver("guarantor", 5), waiver("guarantor", 6, clause="1.2")]
    assert [state(text, clause, signed, *both, at="2020-05-05") for clause in ("1.1", "1.2")] == ["waived", "overdue"]
    assert state(text, "7.1", signed, waiver("guarantor", 5, clause="7.1"), at="2020-05-05") == "due"


def test_what_a_guarantor_does_in_the_stead_of_others_they_can_dispute():
    dispute = entry(6, "2020-05-03", "dispute", "south", of="e5")
    others = entry(6, "2020-05-03", "dispute", "north", of="e5")
    assert state(GUARANTEED, "1.1", SIGNED, waiver("guarantor"), dispute, at="2020-05-05") == "contested"
    assert state(GUARANTEED, "1.1", SIGNED, waiver("guarantor"), others, at="2020-05-05") == "waived"
    longer = one(story(GUARANTEED, SIGNED, extension("guarantor"), dispute, at="2020-05-05"), "1.1")
    assert (longer.state, longer.due, longer.due_latest) == ("due", instant("2020-05-04"), instant("2020-05-21"))
    assert longer.because.code == "due_perhaps_late"


def test_a_duty_against_one_another_is_owed_to_the_other_alone():
    text = deal(
        "1.1 [North] and [South], against one another, shall not [open fire].",
        "9.1 Signed on 1 May 2020 by the [mission] as a party.",
    )
    states = lambda actor: {i.bearers: i.state for i in story(text, waiver(actor), at="2020-05-05").instances}
    assert states("south") == {("north",): "waived", ("south",): "no recorded breach"}
    assert states("mission") == {("north",): "no recorded breach", ("south",): "no recorded breach"}


def test_where_it_is_owed_to_several_each_releases_for_itself():
    text = deal(
        "1.1 [North] undertakes to [open the gate], by 3 May 2020.",
        "9.1 Signed on 1 May 2020 by the [mission] as a party.",
    )
    both = waiver("south"), waiver("mission", 6)
    assert state(text, "1.1", both[0], at="2020-05-05") == "overdue"
    assert "releases towards South alone; this is owed to the mission as well" in told(text, "1.1", both[0], at="2020-05-05")
    assert state(text, "1.1", *both, at="2020-05-05") == "waived"
    longer = extension("south", "2020-05-20"), extension("mission", "2020-05-10", 6)
    assert state(text, "1.1", longer[0], at="2020-05-05") == "overdue"
    assert one(story(text, *longer, at="2020-05-05"), "1.1").due == instant("2020-05-11")


def test_whoever_only_watches_or_decides_is_not_asked():
    text = deal(
        "1.1 [North] undertakes to [open the gate], by 3 May 2020.",
        "7.1 The [mission] is to verify clause 1, with advisory findings.",
        "9.1 Signed on 1 May 2020 by the [mission] as a party.",
    )
    assert state(text, "1.1", waiver("south"), at="2020-05-05") == "waived"
    assert state(text, "1.1", waiver("mission"), at="2020-05-05") == "overdue"


def test_what_protects_people_is_theirs():
    text = deal("1.1 Any member of the [families] may stay in the [quay], protected by [North].")
    (duty,) = [i.state for i in story(text, waiver("south"), at="2020-05-05").instances if i.bearers == ("north",)]
    assert duty == "no recorded breach"


def test_those_who_bear_a_duty_jointly_release_each_other_only_together():
    text = deal("1.1 [North] and [South] jointly shall [repair the bridge], by 3 May 2020.")
    assert state(text, "1.1", waiver("north"), at="2020-05-05") == "overdue"
    assert state(text, "1.1", waiver("north"), waiver("south", 6), at="2020-05-05") == "waived"


def test_an_extension_to_a_day_before_the_limit_is_told_and_shortens_nothing():
    earlier = extension("south", "2020-05-02")
    found = one(story(DUTY, earlier, at="2020-05-03 12:00"), "1.1")
    assert (found.state, found.due) == ("due", instant("2020-05-04"))
    assert "has no effect, because the time runs until" in told(DUTY, "1.1", earlier, at="2020-05-03 12:00")
    shrunk = one(story(DUTY, extension("south"), extension("south", "2020-05-10", 6), at="2020-05-15"), "1.1")
    assert (shrunk.state, shrunk.due) == ("due", instant("2020-05-21"))


def test_an_extension_sets_no_time_where_the_text_sets_none():
    text = deal("1.1 [North] undertakes to [open the gate].")
    assert one(story(text, extension("south", "2020-05-04"), at="2020-05-10"), "1.1").state == "due"
    assert "no time runs that it could extend" in told(text, "1.1", extension("south", "2020-05-04"), at="2020-05-10")

"""Nobody can find that something was not done in time before its time has passed: such a finding opens nothing."""

import pytest

from .quay import deal, entry, one, state, story, told

TEXT = deal(
    "1.1 [North] undertakes to [open the gate], by 3 May 2020.",
    "1.2 [South] shall [leave the harbour], within 24 hours of the completion of clause 1.1.",
    "1.3 [South] shall not [open fire], until and including 9 May 2020.",
    "1.4 [South] shall [repair the bridge].",
    "2.1 [South] undertakes to [move its units].",
    "7.1 The [mission] is to decide disputes about clause 1, with binding findings.",
    "7.2 If the [mission] finds that clause 1.1 was not performed in time, [North] shall [repair the bridge], within 2 days of the finding.",
    "7.3 If the [mission] finds that clause 1.1 was not performed in time, [South] may by notice suspend clause 2.1, within 48 hours of the finding.",
)


def found(day, number=1, clause="1.1", result="not in time", **more):
    return entry(number, day, "finding", "mission", clause=clause, result=result, **more)


@pytest.mark.parametrize("result", ["not in time", "breached"])
def test_a_finding_before_the_time_has_passed_opens_nothing(result):
    early = found("2020-05-03 23:00", result=result)
    assert [state(TEXT, clause, early, at="2020-05-06") for clause in ("1.1", "7.2", "7.3")] == [
        "overdue",
        "conditional",
        "conditional",
    ]
    assert state(TEXT, "1.1", early, at="2020-05-03 23:30") == "due"
    stop = entry(2, "2020-05-04", "notice", "south", clause="7.3", act="suspend")
    assert state(TEXT, "2.1", early, stop, at="2020-05-06") == "due"


@pytest.mark.parametrize("clause", ["1.1", "7.2", "7.3"])
def test_that_it_came_too_soon_is_said(clause):
    said = told(TEXT, clause, found("2020-05-02 09:00"), at="2020-05-06")
    assert "The finding of the mission on 2 May 2020 at 09:00 is premature" in said
    assert "prématuré" in told(TEXT, clause, found("2020-05-02 09:00"), at="2020-05-06", language="fr")


def test_a_later_finding_counts_and_the_time_runs_from_it():
    early, later = found("2020-05-02"), found("2020-05-05 10:00", 2)
    assert [state(TEXT, clause, early, later, at="2020-05-06") for clause in ("1.1", "7.2", "7.3")] == [
        "found breached",
        "due",
        "open",
    ]
    assert one(story(TEXT, early, later, at="2020-05-06"), "7.2").due.isoformat() == "2020-05-08T00:00:00+00:00"


def test_a_finding_at_the_very_end_of_the_time_counts():
    assert state(TEXT, "7.2", found("2020-05-04"), at="2020-05-05") == "due"


def test_a_finding_on_a_time_that_has_not_begun_to_run_is_premature():
    assert state(TEXT, "1.2", found("2020-05-05", clause="1.2"), at="2020-05-06") == "due"
    assert "had not begun to run" in told(TEXT, "1.2", found("2020-05-05", clause="1.2"), at="2020-05-06")


def test_what_has_no_deadline_or_runs_over_time_can_be_found_on_at_any_time():
    assert state(TEXT, "1.3", found("2020-05-05", clause="1.3"), at="2020-05-06") == "found breached"
    assert state(TEXT, "1.4", found("2020-05-05", clause="1.4"), at="2020-05-06") == "found breached"


def test_the_time_is_taken_as_it_stood_at_the_finding():
    before = entry(1, "2020-05-02", "extension", "south", clause="1.1", until="2020-05-10")
    after = entry(3, "2020-05-06", "extension", "south", clause="1.1", until="2020-05-10")
    assert state(TEXT, "7.2", before, found("2020-05-05", 2), at="2020-05-07") == "conditional"
    assert state(TEXT, "7.2", found("2020-05-05", 2), after, at="2020-05-07") == "due"


def test_time_that_stood_still_has_not_passed():
    text = deal(
        "1.1 [North] undertakes to [open the gate], by 3 May 2020.",
        "1.2 Clause 1.1 is suspended while the [storm] continues, with time limits stopped, as established by the [mission].",
        "7.1 If the [mission] finds that clause 1.1 was not performed in time, [North] shall [repair the bridge].",
    )
    storm = entry(1, "2020-05-02", "state", "mission", state="storm", value="begins")
    assert state(text, "7.1", found("2020-05-05", 2), at="2020-05-06") == "due"
    assert state(text, "7.1", storm, found("2020-05-05", 2), at="2020-05-06") == "conditional"


def test_a_finding_is_not_premature_while_another_option_is_past_but_none_open():
    text = deal(
        "1.1 [North] shall either [leave the harbour], by 4 May 2020 or [sign the register], by 6 May 2020.",
        "7.1 If the [mission] finds that clause 1.1 was not performed in time, [North] shall [repair the bridge].",
    )
    assert [state(text, "7.1", found(day), at="2020-05-09") for day in ("2020-05-05", "2020-05-07")] == ["conditional", "due"]


def test_a_point_left_open_can_be_found_on_once_its_day_has_passed():
    text = deal(
        "1.1 Still open: [the place of the office], to be agreed by 4 May 2020 between [North] and [South].",
        "7.1 If the [mission] finds that clause 1.1 was not performed in time, [North] shall [repair the bridge].",
    )
    assert [state(text, "7.1", found(day), at="2020-05-09") for day in ("2020-05-04", "2020-05-05")] == ["conditional", "due"]


def test_a_finding_against_one_of_several_is_judged_by_its_own_time():
    text = deal(
        "1.1 Each of [North] and [South] shall [open the gate], by 3 May 2020.",
        "7.1 If the [mission] finds that clause 1.1 was not performed in time, [North] shall [repair the bridge].",
    )
    longer = entry(1, "2020-05-02", "extension", "south", clause="1.1", until="2020-05-10")
    against = lambda who: found("2020-05-05", 2, parties=[who])
    assert state(text, "7.1", longer, against("north"), at="2020-05-06") == "conditional"
    assert state(text, "7.1", longer, against("south"), at="2020-05-06") == "due"

"""Periodic duties: what is owed is owed in each period, and nothing beside them or after the end that the text sets."""

import pytest

from .quay import deal, entry, instant, story

EVERY_DAY = "1.1 [North] shall [repair the bridge], every 1 day, from 2 May 2020"


def periods(text, *entries, at):
    return [(one.trigger, one.state) for one in story(text, *entries, at=at).of_clause("1.1")]


def test_there_is_no_instance_beside_the_periods():
    text = deal("1.1 [North] shall [repair the bridge], every 10 days, from 2 May 2020.")
    assert periods(text, at="2020-05-03") == [("period 1", "due")]
    assert periods(text, at="2020-05-14") == [("period 1", "overdue"), ("period 2", "due")]


def test_before_the_first_period_the_clause_stands_by_itself():
    text = deal(EVERY_DAY + ".")
    assert periods(text, at="2020-05-01 12:00") == [("", "conditional")]


@pytest.mark.parametrize(
    "end",
    [
        ", until and including 6 May 2020.",
        ", until but not including 7 May 2020.",
        ", for 4 days from 2 May 2020.",
        ", by 6 May 2020.",
        ", within 4 days of 2 May 2020.",
        ", completed within 4 days of beginning.",
    ],
)
def test_no_period_runs_past_the_end_of_the_clause(end):
    found = story(deal(EVERY_DAY + end), at="2020-05-20").of_clause("1.1")
    assert [one.due for one in found] == [instant(f"2020-05-0{day}") for day in (4, 5, 6, 7)]  # day 0 counts with the first


def test_completed_within_runs_from_the_first_deed():
    text = deal(EVERY_DAY + ", completed within 4 days of beginning.")
    begun = entry(1, "2020-05-04 09:00", "deed", "north", act="repair")
    found = periods(text, begun, at="2020-05-20")
    assert [state for _, state in found] == ["overdue", "fulfilled", *["overdue"] * 4]  # to the end of 8 May


def test_a_span_within_one_period_bounds_each_performance_and_not_the_series():
    text = deal("1.1 [North] shall [repair the bridge], every 10 days, from 2 May 2020, completed within 2 days of beginning.")
    assert len(periods(text, at="2020-06-20")) == 5


def test_a_period_cut_short_is_not_owed_unless_it_is_the_only_one():
    several = deal("1.1 [North] shall [repair the bridge], every 10 days, from 2 May 2020, until and including 25 May 2020.")
    assert [one.due for one in story(several, at="2020-07-01").of_clause("1.1")] == [instant("2020-05-13"), instant("2020-05-23")]
    single = deal("1.1 [North] shall [repair the bridge], every 10 days, from 2 May 2020, until and including 5 May 2020.")
    assert [one.due for one in story(single, at="2020-07-01").of_clause("1.1")] == [instant("2020-05-06")]


def test_no_period_begins_after_the_agreement_has_ended_unless_the_clause_survives():
    ends = "8.1 This agreement ends on 6 May 2020."
    assert len(periods(deal(EVERY_DAY + ".", ends), at="2020-05-20")) == 4
    assert len(periods(deal(EVERY_DAY + ".", ends, "8.2 Clause 1.1 survives the end of this agreement."), at="2020-05-20")) == 18

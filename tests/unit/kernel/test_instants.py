"""Time arithmetic against closed forms: days are local, limits end with the day, months keep their day number."""

import calendar
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeconduct.errors import InputWrong
from safeconduct.kernel import Duration, Window, Zone, end_of_day, format_instant, parse_instant, parse_when, start_of_day
from safeconduct.kernel.instants import add_months

UTC_ZONE, DAMASCUS = Zone("UTC"), Zone("Asia/Damascus")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
INSTANTS = st.integers(-(2**29), 2**32).map(lambda seconds: EPOCH + timedelta(seconds=seconds))
DAYS = st.dates(date(1950, 1, 1), date(2100, 1, 1))
ZONES = st.sampled_from(["UTC", "Asia/Damascus", "Europe/Lisbon", "Asia/Kathmandu", "Pacific/Auckland"]).map(Zone)


@given(INSTANTS)
def test_what_is_written_is_read(instant):
    assert parse_instant(format_instant(instant)) == instant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2016-12-16",
        "2016-12-16T09:00",
        "2016-12-16T09:00+02:00",
        "2016-13-01T00:00Z",
        "2016-02-30T00:00Z",
        "now",
        None,
        7,
        "２016-12-16T09:00Z",
    ],
)
def test_only_utc_instants_are_read(text):
    with pytest.raises(InputWrong) as caught:
        parse_instant(text)
    assert caught.value.problems[0].code == "kernel/instant"


def test_unknown_zones_are_refused():
    for name in ("", "CET+9", "Asia/Nowhere", "../../etc/passwd", "\0"):
        with pytest.raises(InputWrong):
            Zone(name)


@settings(deadline=None)
@given(DAYS, ZONES)
def test_days_follow_each_other_without_gap_and_hold_their_instants(day, zone):
    start, end = start_of_day(day, zone), end_of_day(day, zone)
    assert end == start_of_day(day + timedelta(days=1), zone)
    assert timedelta(hours=22) <= end - start <= timedelta(hours=26)
    assert (zone.day_of(start), zone.day_of(end - timedelta(seconds=1))) == (day, day)
    assert start in Window(start, end)
    assert end not in Window(start, end)


@given(DAYS)
def test_a_day_typed_is_its_first_or_its_last_instant(day):
    assert parse_when(day.isoformat(), DAMASCUS) == start_of_day(day, DAMASCUS)
    assert parse_when(day.isoformat(), DAMASCUS, end=True) == end_of_day(day, DAMASCUS)


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2031-02-30"])
def test_a_day_outside_the_calendar_is_no_time(day):
    with pytest.raises(InputWrong):
        parse_when(day, Zone("Pacific/Auckland"), end=day.startswith("9"))


@given(INSTANTS, st.integers(0, 500))
def test_hours_and_minutes_are_exact(instant, amount):
    assert Duration(amount, "hours").after(instant, DAMASCUS) == instant + timedelta(hours=amount)
    assert Duration(amount, "minutes", 1).after(instant, DAMASCUS) == instant + timedelta(minutes=amount, seconds=30)


@given(INSTANTS, st.integers(0, 400), st.sampled_from([0, 1]))
def test_days_end_with_the_last_local_day_under_the_day_count(instant, amount, count):
    limit = Duration(amount, "days").after(instant, UTC_ZONE, signature_day_is=count)
    midnight = instant.replace(hour=0, minute=0, second=0)
    assert limit == midnight + timedelta(days=amount + 1 - count)


@given(INSTANTS, st.integers(0, 60))
def test_weeks_are_seven_days(instant, amount):
    assert Duration(amount, "weeks").after(instant, DAMASCUS) == Duration(7 * amount, "days").after(instant, DAMASCUS)


@given(DAYS, st.integers(0, 48))
def test_a_month_keeps_its_day_number_or_falls_back_to_the_last(day, months):
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == min(day.day, calendar.monthrange(moved.year, moved.month)[1])


def test_two_months_and_a_half():
    start = parse_instant("2016-10-05T21:00Z")
    assert format_instant(Duration(2, "months").after(start, DAMASCUS)) == "2016-12-06T22:00:00Z"
    assert format_instant(Duration(2, "months", 1).after(start, DAMASCUS)) == "2016-12-21T22:00:00Z"


def test_beyond_the_calendar():
    with pytest.raises(OverflowError):
        Duration(100_000, "months").after(parse_instant("2016-10-05T21:00Z"), UTC_ZONE)


@pytest.mark.parametrize("wrong", [(-1, "days", 0), (1, "moons", 0), (1, "days", 2)])
def test_what_is_no_duration(wrong):
    with pytest.raises(ValueError, match="not a duration"):
        Duration(*wrong)

"""Sunrise and sunset against what almanacs publish for well known places, and against what geometry demands."""

from datetime import UTC, date, datetime, timedelta

import pytest

from safeconduct.kernel import Point
from safeconduct.movement.files.daylight import daylight

LONDON, NEW_YORK, TROMSO = Point(-0.1278, 51.5074), Point(-74.0060, 40.7128), Point(18.9560, 69.6496)

# Published in local time, given here as UTC: London is on UTC in December and an hour ahead in June, New York four hours behind in June.
ALMANAC = [
    (LONDON, date(2016, 6, 21), "2016-06-21T03:43", "2016-06-21T20:21"),
    (LONDON, date(2016, 12, 21), "2016-12-21T08:03", "2016-12-21T15:53"),
    (NEW_YORK, date(2016, 6, 20), "2016-06-20T09:24", "2016-06-21T00:30"),
]


@pytest.mark.parametrize(("place", "day", "rises", "sets"), ALMANAC)
def test_the_sun_rises_when_almanacs_say(place: Point, day: date, rises: str, sets: str) -> None:
    found = daylight(day, place)
    assert found is not None
    for ours, published in zip(found, (rises, sets), strict=True):
        assert abs(ours - datetime.fromisoformat(published).replace(tzinfo=UTC)) <= timedelta(minutes=2)


def test_beyond_the_polar_circle_there_is_a_day_without_a_sunrise_and_one_without_a_sunset() -> None:
    assert daylight(date(2016, 12, 21), TROMSO) is None
    assert daylight(date(2016, 6, 21), TROMSO) is None


@pytest.mark.parametrize("month", range(1, 13))
def test_at_the_equator_every_day_is_twelve_hours_and_the_seven_minutes_of_refraction(month: int) -> None:
    found = daylight(date(2016, month, 15), Point(0, 0))
    assert found is not None
    assert abs((found[1] - found[0]) - timedelta(hours=12, minutes=7)) <= timedelta(minutes=1)


def test_north_and_south_share_the_day_between_them() -> None:
    """Half a year later the southern day is as long as the northern one was, but for the eccentric orbit."""
    north, south = daylight(date(2016, 6, 21), Point(37, 36)), daylight(date(2016, 12, 21), Point(37, -36))
    assert north is not None
    assert south is not None
    assert abs((north[1] - north[0]) - (south[1] - south[0])) <= timedelta(minutes=1)

"""Local times against the zone's own table: skipped, repeated, ordinary; each problem names what to write instead."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.errors import InputWrong
from safeconduct.kernel import Zone, day_is_skipped, parse_when, read_wall

LISBON, DAMASCUS, LORD_HOWE, APIA = (
    Zone(name) for name in ("Europe/Lisbon", "Asia/Damascus", "Australia/Lord_Howe", "Pacific/Apia")
)
ZONES = st.sampled_from([LISBON, DAMASCUS, LORD_HOWE, APIA, Zone("America/Sao_Paulo"), Zone("UTC")])
MINUTES = st.integers(0, 60 * 24 * 365 * 20).map(lambda minutes: datetime(2003, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))


@given(MINUTES, ZONES)
def test_every_instant_is_among_those_its_wall_shows(instant, zone):
    shown = instant.astimezone(zone.info())
    found = read_wall(shown.strftime("%Y-%m-%dT%H:%M"), zone)
    assert instant in found.instants
    assert read_wall(shown.isoformat(timespec="minutes"), zone).instants == (instant,)
    assert {one.astimezone(zone.info()).replace(tzinfo=None) for one in found.instants} == {shown.replace(tzinfo=None)}


@pytest.mark.parametrize(
    ("text", "zone", "neighbours", "change"),
    [
        ("2017-03-26T01:30", LISBON, ("00:59", "02:00"), "2017-03-26T01:00"),
        ("2017-03-26T01:00", LISBON, ("00:59", "02:00"), "2017-03-26T01:00"),
        ("2017-03-31T00:15", DAMASCUS, ("23:59", "01:00"), "2017-03-30T22:00"),
        ("2016-10-02T02:15", LORD_HOWE, ("01:59", "02:30"), "2016-10-01T15:30"),
    ],
)
def test_a_skipped_time_names_both_neighbours_and_stands_for_the_change(text, zone, neighbours, change):
    found = read_wall(text, zone)
    assert found.instants == ()
    assert tuple(one.strftime("%H:%M") for one in found.neighbours()) == neighbours
    assert found.ends == (datetime.fromisoformat(f"{change}+00:00"),) * 2
    with pytest.raises(InputWrong, match=r"straight to .*" + neighbours[1]):
        _ = found.instant


def test_a_repeated_time_asks_for_the_offset_which_settles_it():
    found = read_wall("2017-10-29T01:30", LISBON)
    assert len(found.instants) == 2
    with pytest.raises(InputWrong, match="comes twice") as wrong:
        _ = found.instant
    assert wrong.value.problems[0].do == "add the offset: 01:30 (UTC+1) or 01:30 (UTC+0)"
    assert found.problem("{time}{iso}").do == "add the offset: 01:30+01:00 or 01:30+00:00"
    for offset, instant in zip(("+01:00", "+00:00"), found.instants, strict=True):
        assert read_wall(f"2017-10-29T01:30{offset}", LISBON).instant == instant


def test_an_offset_the_zone_does_not_have_is_refused():
    with pytest.raises(InputWrong, match=r"is not UTC\+3 in Europe/Lisbon") as wrong:
        _ = read_wall("2017-06-01T12:00+03:00", LISBON).instant
    assert wrong.value.problems[0].do == "write 12:00 (UTC+1)"


def test_a_day_that_a_zone_went_over():
    assert day_is_skipped(date(2011, 12, 30), APIA)
    assert not day_is_skipped(date(2017, 3, 31), DAMASCUS), "its midnight is skipped, the day is not"
    with pytest.raises(InputWrong, match="went over that day"):
        parse_when("2011-12-30", APIA)


@pytest.mark.parametrize(
    ("text", "do"),
    [
        ("2017-06-01T12:00", "write it in UTC: 2017-06-01T11:00:00Z"),
        ("2017-06-01T12:00+01:00", "write it in UTC: 2017-06-01T11:00:00Z"),
        ("2017-10-29T01:30", "write it in UTC: 2017-10-29T00:30:00Z or 2017-10-29T01:30:00Z"),
        ("2017-03-26T01:30", "write it in UTC: 2017-03-26T00:59:00Z or 2017-03-26T01:00:00Z"),
        ("2017-03-99T01:30", "write it in UTC as 2016-12-16T09:00:00Z"),
    ],
)
def test_a_local_time_where_an_instant_is_wanted_is_told_which_instant(text, do):
    with pytest.raises(InputWrong) as wrong:
        parse_when(text, LISBON)
    assert wrong.value.problems[0].do == do

"""Opening hours: named windows, by the clock or by daylight, as minutes after the start."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from safeconduct.errors import say
from safeconduct.kernel import Zone, start_of_day
from safeconduct.movement import codes
from safeconduct.movement.files.daylight import daylight
from safeconduct.movement.files.tables import Row
from safeconduct.movement.model import Interval, Spot

_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")


def opening_hours(rows: list[Row], first: date, days: int, zone: Zone, places: tuple[Spot, ...]) -> dict[str, tuple[Interval, ...]]:
    """Read windows such as ``day = ["07:00-17:00"]``, ``night = ["18:00-05:00"]`` or ``light = "daylight at aleppo"``.

    Returns: for each name half-open intervals of minutes after local midnight of the first day, in order and apart.
    """
    found: dict[str, tuple[Interval, ...]] = {}
    for row in rows:
        for name in row.values:
            texts = row.texts(name)
            if len(texts) == 1 and texts[0].startswith("daylight at "):
                found[name] = _daylight(row, name, texts[0].removeprefix("daylight at "), first, days, zone, places)
            else:
                found[name] = _by_clock(row, name, texts, first, days, zone)
    return found


def _by_clock(row: Row, name: str, texts: tuple[str, ...], first: date, days: int, zone: Zone) -> tuple[Interval, ...]:
    spans = []
    for text in texts:
        match = _HOURS.fullmatch(text)
        hours = [int(part) for part in match.groups()] if match else [25]
        if hours[0] == 25 or hours[2] * 60 + hours[3] > 1440 or hours[:2] == hours[2:]:
            do = say('write hours as "07:00-17:00"; "18:00-05:00" runs past midnight, "00:00-24:00" is always')
            row.wrong(
                codes.BAD_VALUE, name, say("{text} is not opening hours", text=repr(text)), say("no convoy could be placed"), do
            )
        else:
            opens, closes = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
            spans.append((opens, closes if closes > opens else closes + 1440))
    spans.sort()
    for (_, closes), (opens, _) in zip(spans, [*spans[1:], *((o + 1440, c) for o, c in spans[:1])], strict=False):
        if opens < closes:
            why, do = say("one of the two is probably a slip"), say("write one window, or two that do not overlap")
            row.wrong(codes.OVERLAP, name, say("the hours of {name} overlap", name=repr(name)), why, do)
            return ()
    start = start_of_day(first, zone)
    local = [(_local(first, d, o, zone, start), _local(first, d, c, zone, start)) for d in range(-1, days + 1) for o, c in spans]
    return _joined([(max(opens, 0), closes) for opens, closes in local if closes > 0])


def _local(first: date, day: int, minute: int, zone: Zone, start: datetime) -> int:
    """Minutes after the start of a local clock time; summer time is in the zone's rules."""
    at = datetime.combine(first + timedelta(days=day + minute // 1440), time(minute % 1440 // 60, minute % 60), zone.info())
    return int((at - start).total_seconds() // 60)


def _joined(intervals: list[Interval]) -> tuple[Interval, ...]:
    joined: list[Interval] = []
    for opens, closes in sorted(intervals):
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(closes, joined[-1][1]))
        else:
            joined.append((opens, closes))
    return tuple(joined)


def _daylight(
    row: Row, name: str, place: str, first: date, days: int, zone: Zone, places: tuple[Spot, ...]
) -> tuple[Interval, ...]:
    point = next((spot.point for spot in places if spot.id == place), None)
    if point is None:
        what, why = say("daylight at {place} needs a place with coordinates", place=repr(place)), say("sunrise depends on where")
        row.wrong(codes.UNKNOWN_NAME, name, what, why, say("name a place that has longitude and latitude"))
        return ()
    start = start_of_day(first, zone)
    found = []
    for day in range(days + 1):
        sun = daylight(first + timedelta(days=day), point)
        if sun:
            found.append((int(-(-(sun[0] - start).total_seconds() // 60)), int((sun[1] - start).total_seconds() // 60)))
    return _joined(found)

"""Times as a clock on the wall shows them: which instants they are, where a change of clocks skips or repeats some.

>>> from safeconduct.kernel.instants import Zone
>>> [str(instant) for instant in read_wall("2017-10-29T01:30", Zone("Europe/Lisbon")).instants]
['2017-10-29 00:30:00+00:00', '2017-10-29 01:30:00+00:00']
>>> read_wall("2017-03-26T01:30", Zone("Europe/Lisbon")).instants
()
>>> len(read_wall("2017-10-29T01:30+01:00", Zone("Europe/Lisbon")).instants)
1
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from safeconduct.errors import InputWrong, Problem, Text, both, either, register, say
from safeconduct.kernel.instants import BAD_INSTANT, Zone, end_of_day, format_instant, parse_instant, start_of_day

CLOCK_CHANGE = register(
    "kernel/clock-change",
    "a local time that a change of clocks skips or repeats",
    "When clocks go forward an hour of local time does not exist; when they go back an hour comes twice. A time in the first is no time, "
    "one in the second is two. Write another time, or add the offset: 02:30 (UTC+3) in a sentence, 02:30+03:00 in an entry.",
)
_WALL = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d))?(?:([+-])(\d\d):(\d\d))?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Wall:
    """A time on the wall of a zone.

    Arguments:
        shown: the local time, without a zone.
        zone: whose clock it is.
        instants: the UTC instants at which the clock shows it: one; none in a gap; two where an hour is repeated.
        offset: what the writer says the clock is ahead of UTC, where they say it.
    """

    shown: datetime
    zone: Zone
    instants: tuple[datetime, ...]
    offset: timedelta | None = None

    @property
    def instant(self) -> datetime:
        """Return the one instant it is.

        Raises: InputWrong (``kernel/clock-change``) naming both neighbours of a gap, or both instants of a repeated time.
        """
        if len(self.instants) == 1:
            return self.instants[0]
        raise InputWrong(self.problem())

    @property
    def ends(self) -> tuple[datetime, datetime]:
        """The earliest and the latest instant it can be; in a gap, the change of clocks twice."""
        if self.instants:
            return self.instants[0], self.instants[-1]
        meant = self.shown.replace(tzinfo=UTC) - self.offset if self.offset is not None else self._change()
        return meant, meant

    def problem(self, written: str = "{time} ({utc})") -> Problem:
        """Return what is wrong with a time that is not one instant.

        Arguments:
            written: how an offset is written where the time stands: in a sentence ``01:30 (UTC+1)``, or ``{time}{iso}`` for 01:30+01:00.
        """
        if self.instants:
            what = say(
                "{said} comes twice in {name}: at {instants}",
                said=self.said,
                name=self.zone.name,
                instants=both([format_instant(instant) for instant in self.instants]),
            )
            do = say("add the offset: {times}", times=self._with_offsets(self.instants, written))
            return Problem(CLOCK_CHANGE, what, why=say("a deadline on it would pass twice, an hour apart"), do=do)
        why = say("the clock never shows it, and everybody would take it for another moment")
        if self.offset is not None:
            right = _seen_at(self.shown, self.zone)
            do = say("write {times}", times=self._with_offsets(right, written)) if right else say("leave the offset out")
            what = say("{said} is not {offset} in {name}", said=self.said, offset=_offset_name(self.offset), name=self.zone.name)
            return Problem(CLOCK_CHANGE, what, why=why, do=do)
        before, after = self.neighbours()
        last, first = (_minutes(one, day=before.date() != after.date()) for one in (before, after))
        what = say(
            "there is no {said} in {name}: the clock goes from {last} straight to {first}",
            said=self.said,
            name=self.zone.name,
            last=last,
            first=first,
        )
        return Problem(CLOCK_CHANGE, what, why=why, do=say("write {last} or {first}", last=last, first=first))

    def neighbours(self) -> tuple[datetime, datetime]:
        """Return the last minute that the clock shows before a gap and the first after it, as local times."""
        change = self._change()
        last, first = (one.astimezone(self.zone.info()).replace(tzinfo=None) for one in (change - _MINUTE, change))
        return last, first

    def _change(self) -> datetime:
        """Return the instant of the change of clocks, to the second; the search halves the gap."""
        ends = sorted(self.shown.replace(tzinfo=self.zone.info(), fold=fold).astimezone(UTC) for fold in (0, 1))
        low, high = int(ends[0].timestamp()), int(ends[1].timestamp())
        ahead: Callable[[int], timedelta | None] = lambda second: datetime.fromtimestamp(second, self.zone.info()).utcoffset()
        before = ahead(low)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if ahead(middle) == before else (low, middle)
        return datetime.fromtimestamp(high, UTC)

    @property
    def said(self) -> str:
        """The time as it was written, day and time apart."""
        return _minutes(self.shown, day=True)

    def _with_offsets(self, instants: tuple[datetime, ...], written: str) -> Text:
        local = [instant.astimezone(self.zone.info()) for instant in instants]
        time = _minutes(self.shown)
        return either(
            [
                written.format(time=time, iso=one.isoformat()[19:], utc=_offset_name(one.utcoffset() or timedelta(0)))
                for one in local
            ]
        )


def read_wall(text: str, zone: Zone) -> Wall:
    """Read a local time such as ``2017-10-29T01:30``, with its offset (``+01:00``) or without.

    Returns: the time with the instants it can be; whether that is one is for the caller to ask.
    Raises: ValueError when it is not of this form, or on no calendar.
    """
    match = _WALL.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a local time")
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    shown = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 (a wall shows no zone)
    offset = None
    if match[7]:
        offset = timedelta(hours=int(match[8]), minutes=int(match[9])) * (-1 if match[7] == "-" else 1)
    instants = tuple(instant for instant in _seen_at(shown, zone) if offset in (None, instant.astimezone(zone.info()).utcoffset()))
    return Wall(shown, zone, instants, offset)


def parse_when(text: str, zone: Zone, *, end: bool = False) -> datetime:
    """Read an instant, or a local day; a day means its first instant, or with ``end`` the instant it is over.

    Raises: InputWrong (``kernel/instant``), for a local time with the instant to write instead; (``kernel/clock-change``) for a day or a
        time that the clocks of the zone skip or repeat.
    """
    text = text.strip()
    try:
        if _DAY.fullmatch(text):
            day = date.fromisoformat(text)
            if day_is_skipped(day, zone):
                raise InputWrong(_no_such_day(day, zone))
            return end_of_day(day, zone) if end else start_of_day(day, zone)
        raise InputWrong(_local(read_wall(text, zone)))
    except (ValueError, OverflowError):
        return parse_instant(text)  # or says what is wrong with it


def _no_such_day(day: date, zone: Zone) -> Problem:
    what = say("there is no {day} in {name}: its clocks went over that day", day=day, name=zone.name)
    return Problem(
        CLOCK_CHANGE, what, why=say("nothing can be due or have happened on it"), do=say("write the day before or the day after")
    )


def _local(wall: Wall) -> Problem:
    """Return why a local time is refused where an instant is wanted, and what to write."""
    if not wall.instants:
        ends = [format_instant(wall.ends[0] - _MINUTE), format_instant(wall.ends[0])]
        return replace(wall.problem(), do=say("write it in UTC: {instants}", instants=either(ends)))
    instants = [format_instant(instant) for instant in wall.instants]
    twice = len(instants) > 1
    what, why = (
        say("{said} is a local time of {name}, which comes twice there", said=wall.said, name=wall.zone.name)
        if twice
        else say("{said} is a local time of {name}", said=wall.said, name=wall.zone.name),
        say("every state is computed for one exact instant"),
    )
    return Problem(
        CLOCK_CHANGE if twice else BAD_INSTANT, what, why=why, do=say("write it in UTC: {instants}", instants=either(instants))
    )


def day_is_skipped(day: date, zone: Zone) -> bool:
    """Say whether a zone has no such day: those that moved across the date line left one out."""
    return zone.day_of(start_of_day(day, zone)) != day


def _seen_at(shown: datetime, zone: Zone) -> tuple[datetime, ...]:
    """Return the instants at which a clock shows a time, by asking both sides of a change."""
    seen = (shown.replace(tzinfo=zone.info(), fold=fold).astimezone(UTC) for fold in (0, 1))
    return tuple(sorted({instant for instant in seen if instant.astimezone(zone.info()).replace(tzinfo=None) == shown}))


def _minutes(local: datetime, *, day: bool = False) -> str:
    return local.strftime("%Y-%m-%d %H:%M" if day else "%H:%M")


def _offset_name(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"

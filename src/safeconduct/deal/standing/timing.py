"""Time limits: instants known between two ends, and whether something came in time.

Half-open throughout: a limit is the first instant that no longer belongs to the time allowed, so what happens at that very instant
is late. A limit in days ends with the local day. Nothing here knows agreements or entries.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from safeconduct.deal import tree
from safeconduct.kernel import Duration, Truth, Zone, end_of_day, parse_when, read_wall, start_of_day

_UNIT: dict[type[tree.TimeUnit], str] = {
    tree.Minutes: "minutes",
    tree.Hours: "hours",
    tree.Days: "days",
    tree.Weeks: "weeks",
    tree.Months: "months",
}
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Band:
    """An instant known to lie between two ends; both equal when it is known exactly.

    As the time of an event the band is half-open when longer than an instant.
    """

    low: datetime
    high: datetime

    @property
    def exact(self) -> datetime | None:
        """The instant, when it is known exactly."""
        return self.low if self.low == self.high else None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The clock of an agreement and how it counts days.

    Arguments:
        zone: where its local days are.
        day_count: what the day a limit runs from is: day 0 or day 1.
    """

    zone: Zone
    day_count: int

    def on(self, date: str) -> Band:
        """Return when a date of the text is: a whole local day, or one instant of it; a time that comes twice is either.

        >>> Calendar(Zone("Asia/Damascus"), 0).on("2016-12-16T09:00").low.isoformat()
        '2016-12-16T07:00:00+00:00'
        """
        if len(date) == 10:
            return Band(parse_when(date, self.zone), parse_when(date, self.zone, end=True))
        return Band(*read_wall(date, self.zone).ends)

    def day_number(self, number: int, signature: Band) -> Band | None:
        """Return local day ``number``, counted from the signature under the day-count; a band where the signature is one."""
        try:
            step = timedelta(days=number - self.day_count)
            first = self.zone.day_of(signature.low) + step
            last = self.zone.day_of(_latest(signature)) + step
            return Band(start_of_day(first, self.zone), end_of_day(last, self.zone))
        except (OverflowError, ValueError):
            return None

    def edges(self, days: Band) -> tuple[tuple[datetime, datetime], tuple[datetime, datetime]]:
        """Return the first and the last local day of a band, each with its two ends."""
        first, last = self.zone.day_of(days.low), self.zone.day_of(_latest(days))
        return (start_of_day(first, self.zone), end_of_day(first, self.zone)), (
            start_of_day(last, self.zone),
            end_of_day(last, self.zone),
        )

    def after(self, length: tree.Length, anchor: Band) -> Band | None:
        """Return when a limit of this length, running from ``anchor``, has passed; None beyond the year 9999.

        Holds: exact for minutes and hours; the end of a local day for days, weeks and months (test_time_limits).
        """
        shortest, longest, unit = _span(length)
        try:
            low = Duration(shortest, unit).after(anchor.low, self.zone, signature_day_is=self.day_count)
            late = anchor.high if unit in ("minutes", "hours") else _latest(anchor)
            high = Duration(longest, unit).after(late, self.zone, signature_day_is=self.day_count)
        except (OverflowError, ValueError):
            return None
        return Band(low, max(low, high))


def _latest(anchor: Band) -> datetime:
    """Return an instant of the last local day an anchor can lie on: its end does not belong to it."""
    return anchor.high if anchor.exact else anchor.high - _INSTANT


def _span(length: tree.Length) -> tuple[int, int, str]:
    if isinstance(length, tree.LastingBetween):
        low, high = sorted((length.low, length.high))
        return low, high, _UNIT[type(length.unit)]
    assert isinstance(length, tree.Lasting)
    return length.number, length.number, _UNIT[type(length.unit)]


def in_time(occurred: Band, limit: Band) -> Truth:
    """Say whether something came before a limit: yes, no, or it cannot be told.

    >>> from safeconduct.kernel import parse_instant
    >>> noon, one = parse_instant("2020-05-01T12:00Z"), parse_instant("2020-05-01T13:00Z")
    >>> in_time(Band(noon, one), Band(one, one)), in_time(Band(one, one), Band(one, one))
    (<Truth.YES: 'yes'>, <Truth.NO: 'no'>)
    """
    if occurred.low >= limit.high:
        return Truth.NO
    if occurred.high < limit.low or (occurred.high == limit.low and occurred.low < occurred.high):
        return Truth.YES
    return Truth.UNKNOWN


def passed(at: datetime, limit: Band) -> Truth:
    """Say whether a limit has passed at an instant."""
    if at >= limit.high:
        return Truth.YES
    return Truth.NO if at < limit.low else Truth.UNKNOWN


def overlap(periods: Iterable[tuple[datetime, datetime | None]], start: datetime, end: datetime) -> timedelta:
    """Return how much of the time from ``start`` to ``end`` the periods cover together; None is *still running*."""
    total, reached = timedelta(0), start
    for begin, stop in sorted(periods, key=lambda period: period[0]):
        low, high = max(begin, reached), end if stop is None else min(stop, end)
        if high > low:
            total += high - low
            reached = high
    return total


def tolled(limit: datetime, anchor: datetime, periods: Iterable[tuple[datetime, datetime | None]], at: datetime) -> datetime:
    """Return a limit moved by the suspended time that fell between its anchor and itself, each moved part counted too.

    Arguments:
        limit: the limit as if never suspended.
        anchor: when it began to run.
        periods: suspended periods; None at the end is *still running*, and then counts up to ``at``.

    Holds: time not suspended between ``anchor`` and the result equals ``limit - anchor`` (test_tolling).
    """
    left, clock = limit - anchor, anchor
    for begin, stop in sorted(periods, key=lambda period: period[0]):
        low, high = max(begin, clock), at if stop is None else stop
        if high <= low:
            continue
        if low - clock >= left:
            break
        left -= low - clock
        clock = high
    return clock + left

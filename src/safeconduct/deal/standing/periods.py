"""Periodic duties: one period after the other, each with its own end, as far as the instant asked about."""

from __future__ import annotations

from datetime import datetime

from safeconduct.deal import tree
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.timing import Band, Calendar

_MOST = 10_000


def periods_from(
    calendar: Calendar, length: tree.Length, start: Band, at: datetime, last: datetime | None = None
) -> tuple[Event, ...]:
    """Return the periods begun by an instant, each as an entry-like event from its beginning to its end.

    The first begins with ``start`` and ends under the day-count of the text: with day-count 0 the day it runs from is not one of its
    days. What is owed *every* so often is owed once within each period; a period that the end of the series cuts short is not owed, unless
    it is the only one.

    Arguments:
        last: when the series ends; None where it does not, or where that is not known.
    """
    found: list[Event] = []
    begin = start.low
    while begin <= at and len(found) < _MOST:
        end = _next(calendar if not found else Calendar(calendar.zone, 1), length, begin)
        if end is None or end <= begin:
            break
        if last is not None and end > last:
            if found or begin >= last:
                break
            end = last
        found.append(Event(len(found), f"period {len(found) + 1}", "", "period", "", begin, end, begin))
        begin = end
    return tuple(found)


def _next(calendar: Calendar, length: tree.Length, begin: datetime) -> datetime | None:
    """Return the end of a period: a length after its beginning, local midnight to local midnight for days and longer."""
    band = calendar.after(length, Band(begin, begin))
    return band.high if band else None

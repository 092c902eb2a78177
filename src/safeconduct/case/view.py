"""What there is to see of a history at an instant: entries that had happened and were known, the day's, the figures side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from safeconduct.case.model import Case, Event
from safeconduct.kernel import Count, end_of_day, parse_instant, start_of_day


@dataclass(frozen=True, slots=True)
class Stop:
    """A suspension, and the accounts that were given of it.

    Arguments:
        accounts: statements of the same time that say why, in the order of the file; none of them is taken for the true one.
    """

    suspension: Event
    accounts: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Figures for one thing at one time, by different sources; never averaged.

    Arguments:
        what: id of what was counted.
        stage: where on the way, such as ``departed``.
        figures: pairs (entry, count), lowest first.
    """

    what: str
    stage: str
    figures: tuple[tuple[Event, Count], ...]

    @property
    def disagree(self) -> bool:
        """Whether two of them cannot both be right: one's highest is below another's lowest."""
        highest = [count.high for _, count in self.figures if count.high is not None]
        return bool(highest) and min(highest) < max(count.low for _, count in self.figures)


def admitted(events: Iterable[Event], at: datetime, known_by: datetime | None = None) -> tuple[Event, ...]:
    """Return the entries that had begun to happen at ``at`` and were recorded by ``known_by``."""
    return tuple(
        event
        for event in events
        if parse_instant(event["occurred"]["from"]) <= at and (known_by is None or parse_instant(event["recorded"]) <= known_by)
    )


def of_the_day(case: Case, at: datetime, known_by: datetime | None = None) -> tuple[Event, ...]:
    """Return what happened on the local day of an instant, up to it: entries whose time ends on that day."""
    day = case.zone.day_of(at)
    start, end = start_of_day(day, case.zone), end_of_day(day, case.zone)
    return tuple(e for e in admitted(case.history, at, known_by) if start <= parse_instant(e["occurred"]["from"]) < end)


def stops(case: Case, at: datetime, known_by: datetime | None = None) -> tuple[Stop, ...]:
    """Return the suspensions of the day, each with the statements of its time that give a reason."""
    today = of_the_day(case, at, known_by)
    accounts = tuple(e for e in today if e["type"] == "statement" and e["body"].get("text") and "clause" not in e["body"])
    return tuple(
        Stop(event, tuple(one for one in accounts if one["occurred"] == event["occurred"]))
        for event in today
        if event["type"] == "suspension"
    )


def side_by_side(case: Case, at: datetime, known_by: datetime | None = None) -> tuple[SideBySide, ...]:
    """Return the cumulative figures reported for the local day of an instant, grouped by what was counted."""
    day = case.zone.day_of(at)
    start, end = start_of_day(day, case.zone), end_of_day(day, case.zone)
    groups: dict[tuple[str, str], list[tuple[Event, Count]]] = {}
    for event in admitted(case.history, at, known_by):
        body = event["body"]
        if event["type"] == "count" and body.get("cumulative") is True and start < parse_instant(event["occurred"]["to"]) <= end:
            groups.setdefault((body["what"], str(body.get("stage", ""))), []).append((event, count_of(body)))
    return tuple(SideBySide(*key, tuple(sorted(found, key=lambda pair: pair[1].low))) for key, found in groups.items())


def count_of(body: Mapping[str, object]) -> Count:
    """Return the count of a body; ``high`` null is *no upper figure*, a missing one equals ``low``."""
    low, high = body["low"], body.get("high", body["low"])
    assert isinstance(low, int)
    assert high is None or isinstance(high, int)
    return Count(low, high)

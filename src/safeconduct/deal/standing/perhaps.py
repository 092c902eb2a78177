"""Entries whose time is only known as an interval that the instant asked about lies in: had it happened by then, or not yet?

Everything is computed as if all of them had happened and as if none had. Where the two agree the answer stands; where they do not it cannot
be told, and says which entries it hangs on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from safeconduct.deal.standing import model
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.model import Instance, because


def pending(events: Iterable[Event], at: datetime) -> frozenset[str]:
    """Return the ids of entries that had begun to occur by an instant and need not have occurred yet.

    What is on record has occurred, so an interval ends at the latest when the entry was recorded.
    """
    return frozenset(e.id for e in events if e.start <= at < min(e.end, max(e.start, e.recorded)))


def both_ways(happened: Sequence[Instance], not_yet: Sequence[Instance], open_entries: frozenset[str]) -> tuple[Instance, ...]:
    """Return each instance as it stands whether or not the open entries had happened.

    Arguments:
        happened: the instances as if all of them had.
        not_yet: the instances as if none had.
    """
    before = {one.key: one for one in not_yet}
    after = {one.key for one in happened}
    found = [
        _either(one, before[one.key], open_entries) if one.key in before else _unclear(one, (one,), open_entries)
        for one in happened
    ]
    return (*found, *(_unclear(one, (one,), open_entries) for one in not_yet if one.key not in after))


def _either(one: Instance, other: Instance, open_entries: frozenset[str]) -> Instance:
    if one == other:
        return one
    if (one.state, one.in_time, one.parties) != (other.state, other.in_time, other.parties):
        one = _unclear(one, (one, other), open_entries)
    needs = max((found for found in (one.needs, other.needs) if found is not None), default=None)
    dues = [found for found in (one.due, other.due) if found is not None]
    latest = [found for found in (one.due_latest, other.due_latest) if found is not None]
    due = (min(dues), max(latest)) if len(dues) == 2 else (one.due, one.due_latest)
    return replace(one, progress=_range(one.progress, other.progress), needs=needs, due=due[0], due_latest=due[1])


def _range(one: tuple[int, int | None] | None, other: tuple[int, int | None] | None) -> tuple[int, int | None] | None:
    if one is None or other is None:
        return one or other
    high = None if one[1] is None or other[1] is None else max(one[1], other[1])
    return min(one[0], other[0]), high


def _unclear(one: Instance, ways: tuple[Instance, ...], open_entries: frozenset[str]) -> Instance:
    """Return an instance that is undetermined because it may stand either way."""
    named = {entry for way in ways for step in way.because.steps() for entry in step.entries} & open_entries
    entries = tuple(sorted(named or open_entries))
    why = because("perhaps", *(way.because for way in ways), told=entries, entries=entries)
    return replace(one, state=model.UNDETERMINED, since=None, because=why, in_time="", parties=())

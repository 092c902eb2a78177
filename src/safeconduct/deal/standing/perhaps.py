"""Entries whose time is only known as an interval that the instant asked about lies in: had it happened by then, or not yet?

Everything is computed as if all of them had happened, as if none had, and as if some had. Where all ways agree the answer stands; where they do
not it cannot be told, and says which entries it hangs on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import combinations

from safeconduct.deal.standing import model
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.model import Instance, Range, because


def pending(events: Iterable[Event], at: datetime) -> frozenset[str]:
    """Return the ids of entries that had begun to occur by an instant and need not have occurred yet.

    What is on record has occurred, so an interval ends at the latest when the entry was recorded.
    """
    return frozenset(e.id for e in events if e.start <= at < min(e.end, max(e.start, e.recorded)))


def ways(open_entries: Iterable[str]) -> tuple[frozenset[str], ...]:
    """Return which of some open entries to take as having happened: all of them first, none of them last, and ways between.

    Holds: every way there is, for as many as ``_EACH`` entries; beyond that each entry alone and all but each, with the later ones
    taken together.

    >>> [sorted(way) for way in ways(["a", "b"])]
    [['a', 'b'], ['a'], ['b'], []]
    """
    ids = sorted(open_entries)
    units = [frozenset({id_}) for id_ in ids[:_APART]] + ([frozenset(ids[_APART:])] if ids[_APART:] else [])
    sizes = range(len(units), -1, -1) if len(units) <= _EACH else (len(units), len(units) - 1, 1, 0)
    return tuple(frozenset[str]().union(*some) for size in sizes for some in combinations(units, size))


_EACH, _APART = 3, 6


def either_way(found: Sequence[Sequence[Instance]], open_entries: frozenset[str]) -> tuple[Instance, ...]:
    """Return each instance as it stands whichever of the open entries had happened.

    Arguments:
        found: the instances in each way, that in which all had happened first.
    """
    by_key = [{one.key: one for one in way} for way in found]
    keys = dict.fromkeys(key for way in by_key for key in way)
    return tuple(_either([way.get(key) for way in by_key], open_entries) for key in keys)


def _either(found: Sequence[Instance | None], open_entries: frozenset[str]) -> Instance:
    there = [one for one in found if one is not None]
    one, *others = there
    if len(there) == len(found) and all(other == one for other in others):
        return one
    differing = {(each.state, each.in_time, each.parties): each for each in there}
    if len(there) < len(found) or len(differing) > 1:
        one = _unclear(one, tuple(differing.values()), open_entries)
    needs = max((each.needs for each in there if each.needs is not None), default=None)
    limits = [(each.due, each.due_latest) for each in there if each.due is not None and each.due_latest is not None]
    if len(limits) == len(there):
        one = replace(one, due=min(low for low, _ in limits), due_latest=max(high for _, high in limits))
    return replace(one, progress=_range([each.progress for each in there if each.progress is not None]), needs=needs)


def _range(ranges: Sequence[Range]) -> Range | None:
    if not ranges:
        return None
    highs = [high for _, high in ranges]
    return min(low for low, _ in ranges), None if None in highs else max(high for high in highs if high is not None)


def _unclear(one: Instance, ways: tuple[Instance, ...], open_entries: frozenset[str]) -> Instance:
    """Return an instance that is undetermined because it may stand either way."""
    named = {entry for way in ways for step in way.because.steps() for entry in step.entries} & open_entries
    entries = tuple(sorted(named or open_entries))
    why = because("perhaps", *(way.because for way in ways), told=entries, entries=entries)
    return replace(one, state=model.UNDETERMINED, since=None, because=why, in_time="", parties=())

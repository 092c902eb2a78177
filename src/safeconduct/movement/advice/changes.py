"""One change of a movement each: a bus more, a window open longer, a clause left out. Why-not, repairs and concessions try them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

from safeconduct.movement.model import Escort, Interval, Pool, Problem
from safeconduct.movement.terms import Term, Terms

MANY = 1000
DAY = 24 * 60
Change = Callable[[Problem], Problem]


def without(term: Term) -> Change:
    """Leave a term out."""
    return lambda p: replace(p, terms=p.terms.without(term))


def swap(old: Term, new: Term) -> Change:
    """Put one term in the place of another."""

    def change(p: Problem) -> Problem:
        parts: dict[str, Any] = {}
        for part in fields(p.terms):
            parts[part.name] = tuple(new if t == old else t for t in getattr(p.terms, part.name))
        return replace(p, terms=Terms(**parts))

    return change


def more_vehicles(pool: Pool, more: int) -> Change:
    """Put more vehicles into a pool; they have no names."""

    def change(p: Problem) -> Problem:
        same = [(q.type, q.place) == (pool.type, pool.place) for q in p.pools]
        first = same.index(True) if True in same else -1
        return replace(
            p, pools=tuple(replace(q, number=q.number + more, names=()) if n == first else q for n, q in enumerate(p.pools))
        )

    return change


def more_escorts(place: str, more: int) -> Change:
    """Put more escort teams at a place."""

    def change(p: Problem) -> Problem:
        here = [escort.place == place for escort in p.escorts]
        if not any(here):
            return replace(p, escorts=(*p.escorts, Escort(place, more)))
        first = here.index(True)
        return replace(
            p, escorts=tuple(replace(e, number=e.number + more, names=()) if n == first else e for n, e in enumerate(p.escorts))
        )

    return change


def more_lanes(point: str, more: int) -> Change:
    """Let more vehicles an hour through a checkpoint."""
    return lambda p: replace(
        p, checkpoints=tuple(replace(c, per_hour=c.per_hour + more) if c.id == point else c for c in p.checkpoints)
    )


def leg_with(leg: str, **figures: int) -> Change:
    """Give a leg other figures for its convoys: ``smallest``, ``largest``, ``fewest``, ``headway``, ``escorts``."""
    return lambda p: replace(p, legs=tuple(replace(x, **figures) if x.id == leg else x for x in p.legs))  # type: ignore[arg-type]


def all_there(group: str) -> Change:
    """Let everyone of a group be there from the beginning."""
    return lambda p: replace(p, groups=tuple(replace(g, joins=()) if g.id == group else g for g in p.groups))


def open_longer(name: str, minutes: int | None = None) -> Change:
    """Open a window day and night, or so many minutes longer each day."""

    def change(p: Problem) -> Problem:
        if minutes is None:
            longer: tuple[Interval, ...] = ((0, p.slots * p.slot),)
        else:
            longer = _joined((opens, closes + minutes) for opens, closes in p.windows[name])
        return replace(p, windows={**p.windows, name: longer})

    return change


def open_earlier(name: str, minutes: int) -> Change:
    """Open a window so many minutes earlier each day."""
    return lambda p: replace(
        p, windows={**p.windows, name: _joined((max(opens - minutes, 0), closes) for opens, closes in p.windows[name])}
    )


def _joined(intervals: object) -> tuple[Interval, ...]:
    joined: list[Interval] = []
    for opens, closes in sorted(intervals):  # type: ignore[call-overload]
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(closes, joined[-1][1]))
        else:
            joined.append((opens, closes))
    return tuple(joined)


def more_days(more: int) -> Change:
    """Look at so many days more, with the windows of the last day again."""
    return lambda p: replace(p, days=p.days + more, windows=_again(p.windows, p.days, more))


def _again(windows: Mapping[str, tuple[Interval, ...]], days: int, more: int) -> dict[str, tuple[Interval, ...]]:
    last, end = (days - 1) * DAY, days * DAY
    repeated = {}
    for name, spans in windows.items():
        known = [span for span in spans if span[0] < end]
        today = [(max(opens, last), closes) for opens, closes in known if closes > last]
        later = [(opens + day * DAY, closes + day * DAY) for day in range(1, more + 2) for opens, closes in today]
        repeated[name] = _joined([*known, *later])
    return repeated

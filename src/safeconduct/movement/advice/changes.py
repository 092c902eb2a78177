"""One change of a movement each: a bus more, a window open longer, a clause left out. Why-not, repairs and concessions try them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from safeconduct.movement.model import Escort, Pool, Problem
from safeconduct.movement.terms import Term

MANY = 1000
Change = Callable[[Problem], Problem]


def without(term: Term) -> Change:
    """Leave a term out."""
    return lambda p: replace(p, terms=p.terms.without(term))


def more_vehicles(pool: Pool, more: int) -> Change:
    """Put more vehicles into a pool; they have no names."""

    def change(p: Problem) -> Problem:
        same = [(q.type, q.place) == (pool.type, pool.place) for q in p.pools]
        return replace(
            p, pools=tuple(replace(q, number=q.number + more, names=()) if s else q for q, s in zip(p.pools, same, strict=True))
        )

    return change


def more_escorts(place: str, more: int) -> Change:
    """Put more escort teams at a place."""

    def change(p: Problem) -> Problem:
        if all(escort.place != place for escort in p.escorts):
            return replace(p, escorts=(*p.escorts, Escort(place, more)))
        return replace(p, escorts=tuple(replace(e, number=e.number + more, names=()) if e.place == place else e for e in p.escorts))

    return change


def more_lanes(point: str, more: int) -> Change:
    """Let more vehicles an hour through a checkpoint."""
    return lambda p: replace(
        p, checkpoints=tuple(replace(c, per_hour=c.per_hour + more) if c.id == point else c for c in p.checkpoints)
    )


def any_size(leg: str) -> Change:
    """Let convoys of any size run on a leg."""
    return lambda p: replace(p, legs=tuple(replace(x, smallest=1, fewest=1, largest=MANY) if x.id == leg else x for x in p.legs))


def smaller_batches(leg: str, fewer: int) -> Change:
    """Let convoys on a leg carry so many persons fewer, one at least."""
    return lambda p: replace(p, legs=tuple(replace(x, fewest=max(x.fewest - fewer, 1)) if x.id == leg else x for x in p.legs))


def open_longer(name: str, minutes: int | None = None) -> Change:
    """Open a window day and night, or so many minutes longer each day."""

    def change(p: Problem) -> Problem:
        if minutes is None:
            longer: tuple[tuple[int, int], ...] = ((0, p.slots * p.slot),)
        else:
            longer = _joined(tuple((opens, closes + minutes) for opens, closes in p.windows[name]))
        return replace(p, windows={**p.windows, name: longer})

    return change


def _joined(intervals: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    for opens, closes in intervals:
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], closes)
        else:
            joined.append((opens, closes))
    return tuple(joined)


def longer(p: Problem) -> Problem:
    """Look at up to four days more, at most twice as many, with the same windows again."""
    return replace(p, days=p.days + min(p.days, 4), windows=_twice(p))


def _twice(p: Problem) -> dict[str, tuple[tuple[int, int], ...]]:
    """Repeat the windows for as many days again."""
    later = p.days * 1440
    known = {name: [i for i in spans if i[0] < later] for name, spans in p.windows.items()}
    return {name: _joined((*spans, *((a + later, b + later) for a, b in spans))) for name, spans in known.items()}


def swap(old: Term, new: Term) -> Change:
    """Put one term in the place of another."""

    def change(p: Problem) -> Problem:
        terms = p.terms
        return replace(
            p,
            terms=replace(
                terms,
                reciprocity=tuple(new if t == old else t for t in terms.reciprocity),  # type: ignore[misc]
                gates=tuple(new if t == old else t for t in terms.gates),  # type: ignore[misc]
                deadlines=tuple(new if t == old else t for t in terms.deadlines),  # type: ignore[misc]
                holds=tuple(new if t == old else t for t in terms.holds),  # type: ignore[misc]
                suspensions=tuple(new if t == old else t for t in terms.suspensions),  # type: ignore[misc]
                together=tuple(new if t == old else t for t in terms.together),  # type: ignore[misc]
            ),
        )

    return change

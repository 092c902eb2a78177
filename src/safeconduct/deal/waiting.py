"""Clauses that wait for themselves: circles of deadlines, of *only after*, and of precedence.

Every clause has three points in time: it comes into force, begins, is complete. Waiting is an arrow from a point to the point
that must come first; a circle of arrows never starts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from safeconduct.deal import tree
from safeconduct.deal.codes import CIRCULAR_TIME, PRECEDENCE
from safeconduct.deal.language import NODE_BY_NAME, field_types
from safeconduct.deal.model import Agreement
from safeconduct.deal.walk import found
from safeconduct.errors import Place, Problem

_Point = tuple[str, str]
_FORCE, _BEGIN, _END = "comes into force", "begins", "is complete"
_MOST = 20
"""Circles reported; a text with more is best mended from the top."""


def problems(agreement: Agreement) -> Iterator[Problem]:
    """Yield every circle of waiting and every circle of precedence."""
    for circle in _circles(_arrows(agreement)):
        yield _circular_time(agreement, circle)
    for circle in _circles(_overrides(agreement)):
        yield _circular_precedence(agreement, [clause for clause, _ in circle])


# --- waiting -----------------------------------------------------------------------------------------------------------


def _arrows(agreement: Agreement) -> dict[_Point, set[_Point]]:
    waits: dict[_Point, set[_Point]] = {}
    for point, needs in _waits(agreement):
        waits.setdefault(point, set()).add(needs)
    for id_ in {id_ for point, needs in waits.items() for id_, _ in (point, *needs)}:
        waits.setdefault((id_, _BEGIN), set()).add((id_, _FORCE))
        waits.setdefault((id_, _END), set()).add((id_, _BEGIN))
    return waits


_TIMED = tuple(kind for kind in NODE_BY_NAME.values() if "moment" in field_types(kind))
"""The nodes that run from or to a moment."""


def _waits(agreement: Agreement) -> Iterator[tuple[_Point, _Point]]:
    for clause, after in found(agreement, tree.AfterClause):
        yield from (((clause.id, _FORCE), (other, _reached(after.phase))) for other in agreement.expand(after.clauses))
    for clause, only in found(agreement, tree.OnlyAfter):
        yield from (((clause.id, _BEGIN), (other, _reached(only.phase))) for other in agreement.expand(only.clauses))
    for clause, before in found(agreement, tree.Before):
        yield from (((other, _BEGIN), (clause.id, _END)) for other in agreement.expand(before.clauses))
    for clause, holder in found(agreement, *_TIMED):
        point = _BEGIN if isinstance(holder, tree.Since | tree.BegunBy) else _END
        moment = getattr(holder, "moment", None)
        if isinstance(moment, tree.AtPhase):
            reached = _BEGIN if isinstance(moment.milestone, tree.Beginning) else _END
            yield from (((clause.id, point), (other, reached)) for other in agreement.expand(moment.clauses))


def _reached(phase: tree.Phase) -> str:
    return {tree.InForce: _FORCE, tree.Begun: _BEGIN}.get(type(phase), _END)


def _circular_time(agreement: Agreement, circle: list[_Point]) -> Problem:
    said = [f"clause {clause} {point}" for clause, point in circle]
    names = sorted({clause for clause, _ in circle}, key=lambda id_: [int(part) for part in id_.split(".")])
    who = " and ".join(names) if len(names) > 1 else f"{names[0]} and itself"
    return Problem(
        CIRCULAR_TIME,
        f"clauses {who} wait for each other" if len(names) > 1 else f"clause {names[0]} waits for itself",
        why="none of them can ever begin, and no deadline among them can ever pass",
        do="let one of them run from a date, from the signature, or from an event",
        where=_place(agreement, names[0]),
        more=tuple(f"{one}, once {other}" for one, other in zip(said, [*said[1:], said[0]], strict=True)),
    )


# --- precedence --------------------------------------------------------------------------------------------------------


def _overrides(agreement: Agreement) -> dict[_Point, set[_Point]]:
    pairs: list[tuple[Iterable[str], Iterable[str]]] = []
    pairs += [((clause.id,), agreement.expand(node.clauses)) for clause, node in found(agreement, tree.Despite)]
    pairs += [((clause.id,), agreement.expand(node.clauses)) for clause, node in found(agreement, tree.WithPriority)]
    pairs += [(agreement.expand(s.clauses), agreement.expand(s.over)) for _, s in found(agreement, tree.Prevails)]
    over: dict[_Point, set[_Point]] = {}
    for winners, losers in pairs:
        for winner in winners:
            over.setdefault((winner, ""), set()).update((loser, "") for loser in losers)
    return over


def _circular_precedence(agreement: Agreement, circle: list[str]) -> Problem:
    names = sorted(set(circle), key=lambda id_: [int(part) for part in id_.split(".")])
    return Problem(
        PRECEDENCE,
        f"clauses {' and '.join(names)} override each other" if len(names) > 1 else f"clause {names[0]} overrides itself",
        why="each reader would follow the one that suits",
        do="keep one direction only",
        where=_place(agreement, names[0]),
    )


# --- circles -----------------------------------------------------------------------------------------------------------


def _circles(arrows: Mapping[_Point, set[_Point]]) -> Iterator[list[_Point]]:
    """Yield circles until none is left, taking one arrow out of each that was found."""
    left = {point: set(needs) for point, needs in arrows.items()}
    for _ in range(_MOST):
        try:
            TopologicalSorter(left).prepare()
        except CycleError as wrong:
            circle: list[_Point] = wrong.args[1]
            left[circle[1]].discard(circle[0])  # the sorter lists each point after the one it must wait for
            yield list(dict.fromkeys(reversed(circle)))
        else:
            return


def _place(agreement: Agreement, clause: str) -> Place:
    return next(iter(agreement.by_id[clause].places.values()), Place())

"""Clauses that wait for themselves: circles of deadlines, of *only after*, and of precedence.

Every clause has three points in time: it comes into force, begins, is complete. Waiting is an arrow from a point to the point
that must come first; a circle of arrows never starts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from safeconduct.deal import tree
from safeconduct.deal.codes import CIRCULAR_TIME, PRECEDENCE
from safeconduct.deal.model import Agreement
from safeconduct.deal.walk import parts, walk
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
    for clause in agreement.clauses:
        waits.setdefault((clause.id, _BEGIN), set()).add((clause.id, _FORCE))
        waits.setdefault((clause.id, _END), set()).add((clause.id, _BEGIN))
        for point, needs in _waits_of(agreement, clause.id, clause.sentence):
            waits.setdefault(point, set()).add(needs)
    return waits


def _waits_of(agreement: Agreement, id_: str, sentence: tree.Sentence) -> Iterator[tuple[_Point, _Point]]:
    for after in parts(sentence, tree.AfterClause):
        yield from (((id_, _FORCE), (other, _reached(after.phase))) for other in agreement.expand(after.clauses))
    for only in parts(sentence, tree.OnlyAfter):
        yield from (((id_, _BEGIN), (other, _reached(only.phase))) for other in agreement.expand(only.clauses))
    for before in parts(sentence, tree.Before):
        yield from (((other, _BEGIN), (id_, _END)) for other in agreement.expand(before.clauses))
    for holder in walk(sentence):
        point = _BEGIN if isinstance(holder, tree.Since | tree.BegunBy) else _END
        moment = getattr(holder, "moment", None)
        if isinstance(moment, tree.AtPhase):
            reached = _BEGIN if isinstance(moment.milestone, tree.Beginning) else _END
            yield from (((id_, point), (other, reached)) for other in agreement.expand(moment.clauses))


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
    over: dict[_Point, set[_Point]] = {}
    for clause in agreement.clauses:
        sentence = clause.sentence
        pairs: list[tuple[Iterable[str], Iterable[str]]] = []
        for node in walk(sentence):
            if isinstance(node, tree.Despite | tree.WithPriority):
                pairs.append(((clause.id,), agreement.expand(node.clauses)))
        if isinstance(sentence, tree.Prevails):
            pairs.append((agreement.expand(sentence.clauses), agreement.expand(sentence.over)))
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
            found: list[_Point] = wrong.args[1]
            left[found[1]].discard(found[0])  # the sorter lists each point after the one it must wait for
            yield list(dict.fromkeys(reversed(found)))
        else:
            return


def _place(agreement: Agreement, clause: str) -> Place:
    return next(iter(agreement.by_id[clause].places.values()), Place())

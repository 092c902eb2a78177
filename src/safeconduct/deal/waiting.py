"""Clauses that wait for themselves: circles of deadlines, of *only after*, and of precedence.

Every clause has three points in time: it comes into force, begins, is complete. Waiting is an arrow from a point to the point
that must come first; a circle of arrows never starts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from safeconduct.deal import tree
from safeconduct.deal.closure.graph import components
from safeconduct.deal.codes import CIRCULAR_TIME, PRECEDENCE
from safeconduct.deal.language import NODE_BY_NAME, field_types
from safeconduct.deal.model import Agreement
from safeconduct.deal.walk import found
from safeconduct.errors import Place, Problem, Text, both, say

_Point = tuple[str, str]
_Arrows = dict[_Point, set[_Point]]
_FORCE, _BEGIN, _END = "comes into force", "begins", "is complete"


def problems(agreement: Agreement) -> Iterator[Problem]:
    """Yield one problem for all clauses that wait for each other, and one for all that override each other, however many circles they make."""
    for arrows in _knots(_arrows(agreement)):
        yield _circular_time(agreement, arrows)
    for arrows in _knots(_overrides(agreement)):
        yield _circular_precedence(agreement, _in_order(arrows))


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
    entries = [clause.id for clause, _ in found(agreement, tree.EntersIntoForce)]
    for clause, holder in found(agreement, *_TIMED):
        point = _BEGIN if isinstance(holder, tree.Since | tree.BegunBy) else _END
        moment = getattr(holder, "moment", None)
        if isinstance(moment, tree.AtPhase):
            reached = _BEGIN if isinstance(moment.milestone, tree.Beginning) else _END
            yield from (((clause.id, point), (other, reached)) for other in agreement.expand(moment.clauses))
        elif isinstance(moment, tree.TheEntryIntoForce):
            yield from (((clause.id, point), (entry, _END)) for entry in entries)


def _reached(phase: tree.Phase) -> str:
    return {tree.InForce: _FORCE, tree.Begun: _BEGIN}.get(type(phase), _END)


def _circular_time(agreement: Agreement, arrows: _Arrows) -> Problem:
    names = _in_order(arrows)
    return Problem(
        CIRCULAR_TIME,
        say("clauses {names} wait for each other", names=both(names))
        if len(names) > 1
        else say("clause {names} waits for itself", names=names[0]),
        why=say("none of them can ever begin, and no deadline among them can ever pass"),
        do=say("let one of them run from a date, from the signature, or from an event"),
        where=_place(agreement, names[0]),
        more=tuple(_waiting(agreement, name, arrows) for name in names),
    )


def _waiting(agreement: Agreement, clause: str, arrows: _Arrows) -> Text:
    """Say what one clause of a circle waits for, and in which words."""
    needs = [(point, need) for point in arrows for need in sorted(arrows[point]) if point[0] == clause]
    others = [pair for pair in needs if pair[1][0] != clause] or needs[-1:]
    waits = [say("{one}, once {other}", one=_reaches(*point), other=_reaches(*need)) for point, need in others]
    return say("{waits}: {said}", waits=both(waits), said=_said(_place(agreement, clause), clause))


def _reaches(clause: str, point: str) -> Text:
    return say(
        {_FORCE: "clause {clause} comes into force", _BEGIN: "clause {clause} begins"}.get(point, "clause {clause} is complete"),
        clause=clause,
    )


def _said(place: Place, clause: str) -> str:
    return place.excerpt.strip().removeprefix(f"**{clause}**").strip()


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


def _circular_precedence(agreement: Agreement, names: list[str]) -> Problem:
    return Problem(
        PRECEDENCE,
        say("clauses {names} override each other", names=both(names))
        if len(names) > 1
        else say("clause {names} overrides itself", names=names[0]),
        why=say("each reader would follow the one that suits"),
        do=say("keep one direction only"),
        where=_place(agreement, names[0]),
        more=tuple(say("clause {name}: {said}", name=name, said=_said(_place(agreement, name), name)) for name in names),
    )


# --- circles -----------------------------------------------------------------------------------------------------------


def _knots(arrows: Mapping[_Point, set[_Point]]) -> Iterator[_Arrows]:
    """Yield the arrows of each set of points from each of which every other can be reached, and of points that lead to themselves."""
    points = sorted(set(arrows) | {need for needs in arrows.values() for need in needs}, key=_by_number)
    numbers = {point: number for number, point in enumerate(points)}
    edges = {numbers[point]: [numbers[need] for need in needs] for point, needs in arrows.items()}
    for part in sorted(components(range(len(points)), edges)):
        among = {points[number] for number in part}
        if len(part) > 1 or points[part[0]] in arrows.get(points[part[0]], ()):
            yield {point: arrows[point] & among for point in sorted(among, key=_by_number)}


def _in_order(arrows: _Arrows) -> list[str]:
    """Return the clauses of a circle in the order in which each waits for the next, from the first of the text on."""
    found: list[str] = []
    left = [next(iter(arrows))]
    seen = set(left)
    while left:
        point = left.pop()
        found.append(point[0])
        following = sorted(arrows[point] - seen, key=_by_number, reverse=True)
        seen.update(following)
        left += following
    return list(dict.fromkeys(found))


def _by_number(point: _Point) -> tuple[list[int], str]:
    return [int(part) for part in point[0].split(".")], point[1]


def _place(agreement: Agreement, clause: str) -> Place:
    return next(iter(agreement.by_id[clause].places.values()), Place())

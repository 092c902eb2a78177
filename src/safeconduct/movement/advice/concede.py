"""What each concession buys: the movement with one thing conceded, bounded again.

Figures are bounds (no plan can do better within this discretised model), each with a certificate; they are labelled so wherever
they are printed. A concession that moves the bound by nothing buys nothing at all; one that moves it may still buy less in a plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from safeconduct.movement.advice.changes import more_escorts, more_lanes, more_vehicles, open_longer, without
from safeconduct.movement.model import Leg, Problem
from safeconduct.movement.planning.bound import master
from safeconduct.movement.terms import Reciprocity


@dataclass(frozen=True, slots=True)
class Concession:
    """One thing conceded.

    Arguments:
        kind, about, amount: what, of whom, how much; clause: the clause it changes, if any.
        last, person_slots: the bound with it; None when no plan exists even so.
        hours: how many hours earlier the last arrival could be (negative: later).
        movement: the movement with it.
    """

    kind: str
    about: str
    amount: int
    clause: str
    last: int | None
    person_slots: Fraction | None
    hours: float | None
    movement: Problem | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class MistrustPoint:
    """The bound at one exposure: share of the agreed bounds, the bounds themselves, last arrival, waiting."""

    percent: int
    ahead: tuple[tuple[str, int, int], ...]
    last: int | None
    person_slots: Fraction | None


Report = Callable[[int, int], None]
CURVE = (5, 10, 15, 20, 25, 35, 50, 75, 100, 150, 200, 400)


def concessions(problem: Problem, report: Report | None = None) -> tuple[Concession, ...]:
    """Return the table of concessions; the first row is the movement as agreed.

    Arguments:
        report: called with how many bounds are known, of how many.
    Cost: one linear program and a few warm-started steps for each row.
    """
    base = _bound(problem)
    rows = [Concession("as agreed", "", 0, "", *base, 0.0 if base[0] is not None else None, problem)]
    conceded = list(_conceded(problem))
    for kind, about, amount, clause, change in conceded:
        if report is not None:
            report(len(rows), len(conceded) + 1)
        changed = change(problem)
        last, waiting = _bound(changed)
        gained = (base[0] - last) * problem.slot / 60 if last is not None and base[0] is not None else None
        rows.append(Concession(kind, about, amount, clause, last, waiting, gained, changed))
    return tuple(rows)


def mistrust(problem: Problem, percents: tuple[int, ...] = CURVE, report: Report | None = None) -> tuple[MistrustPoint, ...]:
    """Return the price of mistrust: the bound at each share of the agreed exposure, from almost none to several times as much.

    Arguments:
        report: called with how many bounds are known, of how many.
    """
    points: list[MistrustPoint] = []
    for percent in percents:
        if report is not None:
            report(len(points), len(percents))
        changed = exposure(problem, percent)
        last, waiting = _bound(changed)
        ahead = tuple((term.clause, term.left_ahead, term.right_ahead) for term in changed.terms.reciprocity)
        points.append(MistrustPoint(percent, ahead, last, waiting))
    return tuple(points)


def exposure(problem: Problem, percent: int) -> Problem:
    """Return the movement with every exposure bound at a share of what was agreed (rounded down)."""

    def scaled(term: Reciprocity) -> Reciprocity:
        return replace(term, left_ahead=term.left_ahead * percent // 100, right_ahead=term.right_ahead * percent // 100)

    return replace(problem, terms=replace(problem.terms, reciprocity=tuple(scaled(term) for term in problem.terms.reciprocity)))


def _bound(problem: Problem) -> tuple[int | None, Fraction | None]:
    bound = master(problem).bound
    return (bound.last, bound.person_slots) if bound else (None, None)


Change = tuple[str, str, int, str, Callable[[Problem], Problem]]


def _conceded(problem: Problem) -> Iterator[Change]:
    for name in sorted({leg.window for leg in problem.legs}):
        yield "running day and night", name, 24, "", open_longer(name)
    for pool in problem.pools:
        if pool.number >= 10:
            yield "more vehicles", f"{pool.type} at {pool.place}", 10, "", more_vehicles(pool, 10)
    for place in sorted({escort.place for escort in problem.escorts}):
        yield "more escort teams", place, 1, "", more_escorts(place, 1)
    for point in problem.checkpoints:
        yield "a second inspection lane", point.id, point.per_hour, "", more_lanes(point.id, point.per_hour)
    for leg in problem.legs:
        yield "one more corridor like", leg.id, 1, "", _another(leg)
    for gate in problem.terms.gates:
        yield "precedence relaxed", "+".join(gate.held), gate.number, gate.clause, without(gate)
    for percent in (25, 50, 200):
        if problem.terms.reciprocity:
            clause = ", ".join(term.clause for term in problem.terms.reciprocity)
            yield "exposure at percent", "both sides", percent, clause, lambda p, share=percent: exposure(p, share)  # type: ignore[misc]


def _another(leg: Leg) -> Callable[[Problem], Problem]:
    """A second corridor beside a leg, with checkpoints of its own."""

    def change(p: Problem) -> Problem:
        twins = tuple(replace(c, id=f"{c.id}-b") for c in p.checkpoints if c.id in dict(leg.checkpoints))
        road = replace(leg, id=f"{leg.id}-b", checkpoints=tuple((f"{name}-b", after) for name, after in leg.checkpoints))
        return replace(p, legs=(*p.legs, road), checkpoints=(*p.checkpoints, *twins))

    return change

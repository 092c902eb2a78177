"""From counts to names: which vehicles and which escort teams go in each convoy, first in, first out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from safeconduct.movement.model import Problem
from safeconduct.movement.slots import NEVER, ceil_slots, home_after
from safeconduct.movement.timetable import Convoy, Plan


def with_names(problem: Problem) -> Problem:
    """Return the movement with a name for every vehicle and team that has none ("north bus 7")."""
    pools = tuple(
        p if p.names else replace(p, names=tuple(f"{p.place} {p.type} {k}" for k in range(1, p.number + 1))) for p in problem.pools
    )
    escorts = tuple(
        e if e.names else replace(e, names=tuple(f"{e.place} team {k}" for k in range(1, e.number + 1))) for e in problem.escorts
    )
    return replace(problem, pools=pools, escorts=escorts)


def assign(problem: Problem, plan: Plan) -> Plan:
    """Return the plan with named vehicles and teams; whoever has stood longest goes next.

    Arguments:
        problem: with names (``with_names``).
    Holds: counts that keep the ledgers always admit such names; re-checked by ``verify`` (tests/unit/movement/test_live.py).
    Cost: linear in vehicles dispatched, times a sort.
    """
    standing: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for pool in problem.pools:
        standing.setdefault((pool.type, pool.place), []).extend((0, name) for name in pool.names)
    for escort in problem.escorts:
        standing.setdefault(("", escort.place), []).extend((0, name) for name in escort.names)
    names: dict[int, list[tuple[str, tuple[str, ...]]]] = {index: [] for index in range(len(plan.convoys))}
    teams: dict[int, tuple[str, ...]] = {}
    for kind in (*(vehicle.id for vehicle in problem.vehicles), ""):
        for turn in sorted(_turns(problem, plan.convoys, kind)):
            leg = problem.leg(plan.convoys[turn.convoy].leg)
            taken = _take(standing, (kind, leg.origin), (kind, leg.home), turn)
            if kind:
                names[turn.convoy].append((kind, taken))
            else:
                teams[turn.convoy] = taken
    named = (replace(convoy, names=tuple(names[k]), escorts=teams[k]) for k, convoy in enumerate(plan.convoys))
    return replace(plan, convoys=tuple(named))


@dataclass(frozen=True, slots=True, order=True)
class _Turn:
    """One convoy's need of one kind: from when until when, how many."""

    taken: int
    convoy: int
    home: int
    number: int


def _turns(problem: Problem, convoys: tuple[Convoy, ...], kind: str) -> Iterator[_Turn]:
    for index, convoy in enumerate(convoys):
        leg = problem.leg(convoy.leg)
        arrives = convoy.slot + ceil_slots(leg.out, problem)
        longest = max(ceil_slots(problem.unloading(leg, vehicle), problem) for vehicle in problem.vehicles)
        if not kind:
            yield _Turn(convoy.slot, index, home_after(problem, leg, arrives + longest), leg.escorts)
        elif kind in dict(convoy.vehicles):
            vehicle = problem.vehicle(kind)
            ready = arrives + ceil_slots(problem.unloading(leg, vehicle), problem)
            home = home_after(problem, leg, ready) if vehicle.returns else NEVER
            taken = convoy.slot - ceil_slots(problem.loading(leg, vehicle), problem)
            yield _Turn(taken, index, home, dict(convoy.vehicles)[kind])


def _take(
    standing: dict[tuple[str, str], list[tuple[int, str]]], here: tuple[str, str], there: tuple[str, str], turn: _Turn
) -> tuple[str, ...]:
    ready = sorted(entry for entry in standing.get(here, []) if entry[0] <= turn.taken)[: turn.number]
    for entry in ready:
        standing[here].remove(entry)
    standing.setdefault(there, []).extend((turn.home, name) for _, name in ready)
    return tuple(name for _, name in ready)

"""From counts to names: which vehicles and which escort teams go in each convoy, first in, first out."""

from __future__ import annotations

from dataclasses import replace

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
    Holds: counts that keep the ledgers always admit such names; re-checked by ``verify`` (tests/unit/movement/test_roster.py).
    Cost: linear in vehicles dispatched, times a sort.
    """
    standing: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for pool in problem.pools:
        standing.setdefault((pool.type, pool.place), []).extend((0, name) for name in pool.names)
    for escort in problem.escorts:
        standing.setdefault(("", escort.place), []).extend((0, name) for name in escort.names)
    named = {}
    for index in _order(problem, plan.convoys):
        named[index] = _name(problem, plan.convoys[index], standing)
    return replace(plan, convoys=tuple(named[index] for index in range(len(plan.convoys))))


def _order(problem: Problem, convoys: tuple[Convoy, ...]) -> list[int]:
    """The order in which convoys take their vehicles: by the beginning of loading."""

    def taken(index: int) -> tuple[int, int, int]:
        convoy = convoys[index]
        leg = problem.leg(convoy.leg)
        longest = max(ceil_slots(problem.loading(leg, problem.vehicle(kind)), problem) for kind, _ in convoy.vehicles)
        return convoy.slot - longest, convoy.slot, index

    return sorted(range(len(convoys)), key=taken)


def _name(problem: Problem, convoy: Convoy, standing: dict[tuple[str, str], list[tuple[int, str]]]) -> Convoy:
    leg = problem.leg(convoy.leg)
    arrives = convoy.slot + ceil_slots(leg.out, problem)
    names = []
    for kind, number in convoy.vehicles:
        vehicle = problem.vehicle(kind)
        taken = convoy.slot - ceil_slots(problem.loading(leg, vehicle), problem)
        home = (
            home_after(problem, leg, arrives + ceil_slots(problem.unloading(leg, vehicle), problem)) if vehicle.returns else NEVER
        )
        names.append((kind, _take(standing, (kind, leg.origin), (kind, leg.home), number, taken, home)))
    longest = max(ceil_slots(problem.unloading(leg, vehicle), problem) for vehicle in problem.vehicles)
    back = home_after(problem, leg, arrives + longest)
    teams = _take(standing, ("", leg.origin), ("", leg.home), leg.escorts, convoy.slot, back)
    return replace(convoy, names=tuple(names), escorts=teams)


def _take(
    standing: dict[tuple[str, str], list[tuple[int, str]]],
    here: tuple[str, str],
    there: tuple[str, str],
    number: int,
    slot: int,
    back: int,
) -> tuple[str, ...]:
    ready = sorted(entry for entry in standing.get(here, []) if entry[0] <= slot)[:number]
    for entry in ready:
        standing[here].remove(entry)
    standing.setdefault(there, []).extend((back, name) for _, name in ready)
    return tuple(name for _, name in ready)

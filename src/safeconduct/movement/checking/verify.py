"""The independent checker of a plan: it replays the convoys one by one with pencil-and-paper rules.

It shares no code with the planner: only the data (``model``, ``terms``, ``timetable``). Whatever a plan claims is recomputed here.
The bound's certificate is checked by ``certify``.
"""

from __future__ import annotations

from collections.abc import Iterator

from safeconduct.errors import Problem as Finding
from safeconduct.movement.checking.verify_names import names
from safeconduct.movement.checking.verify_network import loads, roads, roads_shared, stocks
from safeconduct.movement.checking.verify_road import waits
from safeconduct.movement.checking.verify_run import Run, broken, homes_of_done, run_of
from safeconduct.movement.checking.verify_terms import exposure, gates, people, together
from safeconduct.movement.model import Problem
from safeconduct.movement.timetable import Convoy, Done, Plan


def verify(problem: Problem, plan: Plan, *, past: tuple[Done, ...] = (), first: int = 0) -> tuple[Finding, ...]:
    """Return everything that is wrong with a plan; an empty tuple is a plan that keeps every rule.

    Arguments:
        past: convoys that have left or are announced, as given to the planner. What they broke is a debt, not a fault of the plan.
        first: earliest slot of a new departure.
    Holds: at least 30 kinds of mutation are found (tests/theory/test_movement_mutations.py).
    Cost: linear in convoys times rules, plus sorting.
    """
    shape = [finding for convoy in plan.convoys for finding in _shape(problem, convoy, first)]
    if shape:
        return tuple(shape)
    runs = [run_of(problem, convoy) for convoy in plan.convoys]
    before = [Run(done.convoy, done.departed, done.arrived, homes_of_done(done, problem), done) for done in past]
    every = [*before, *runs]
    return tuple(
        finding
        for findings in (
            roads(problem, runs),
            loads(problem, runs),
            stocks(problem, every),
            roads_shared(problem, every),
            people(problem, every),
            exposure(problem, every),
            gates(problem, every),
            together(problem, every, first),
            _claims(problem, plan, every, runs),
            names(problem, plan, moved=bool(past)),
        )
        for finding in findings
    )


def _shape(problem: Problem, convoy: Convoy, first: int) -> Iterator[Finding]:
    legs = {leg.id for leg in problem.legs}
    types = {vehicle.id for vehicle in problem.vehicles}
    groups = {group.id for group in problem.groups}
    if convoy.leg not in legs:
        yield broken(f"there is no leg {convoy.leg!r}")
    if not first <= convoy.slot < problem.slots:
        yield broken(f"slot {convoy.slot} is outside the time that was planned")
    if len({kind for kind, _ in convoy.vehicles}) != len(convoy.vehicles):
        yield broken(f"a vehicle type is listed twice in the convoy of slot {convoy.slot}")
    for kind, number in convoy.vehicles:
        if kind not in types or number <= 0:
            yield broken(f"{number} of vehicle type {kind!r} cannot be")
    for group, kind, number in convoy.people:
        if group not in groups or number <= 0 or kind not in dict(convoy.vehicles):
            yield broken(f"{number} of group {group!r} in {kind!r} cannot be")
    if not convoy.people:
        yield broken(f"a convoy in slot {convoy.slot} carries nobody")


def _claims(problem: Problem, plan: Plan, every: list[Run], runs: list[Run]) -> Iterator[Finding]:
    finals = [run.arrives for run in every if problem.place(problem.leg(run.convoy.leg).destination).kind != "exchange"]
    if plan.last != max(finals, default=0):
        yield broken(f"the last arrival is claimed in slot {plan.last} and is in slot {max(finals, default=0)}")
    waiting = sum(
        number * waits(problem, problem.group(group), problem.leg(run.convoy.leg), run.departs, run.arrives)
        for run in runs
        for group, _, number in run.convoy.people
    )
    if plan.person_slots != waiting:
        yield broken(f"{plan.person_slots} person-slots of waiting are claimed, {waiting} come out")
    if plan.bound is not None and plan.complete:
        if plan.last < plan.bound.last:
            yield broken("the plan ends before the slot the bound says nothing can end before")
        if plan.last <= plan.bound.within and plan.person_slots < plan.bound.person_slots:
            yield broken("the plan waits less than the bound says is possible")

"""The checker's rules of named vehicles and teams: as many as there are, each of its kind, where it stands, never in two convoys at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from safeconduct.errors import Problem as Finding
from safeconduct.movement.checking.verify_road import up
from safeconduct.movement.checking.verify_run import broken, run_of
from safeconduct.movement.model import Problem
from safeconduct.movement.timetable import Convoy, Plan

TEAM = ""
"""Stands for escort teams where vehicles have their type."""


@dataclass(frozen=True, slots=True, order=True)
class _Turn:
    """One convoy of a named vehicle or team: from when until when, from where to where, as what."""

    begin: int
    end: int
    origin: str
    home: str
    kind: str


def names(problem: Problem, plan: Plan, *, moved: bool = False) -> Iterator[Finding]:
    """Yield what is wrong with names, as far as a convoy has any.

    Arguments:
        moved: whether others than the plan's convoys have moved them before, so that nobody knows where they stand.
    """
    turns: dict[str, list[_Turn]] = defaultdict(list)
    for convoy in plan.convoys:
        if convoy.names or convoy.escorts:
            yield from _listed(problem, convoy, turns)
    for name, taken in sorted(turns.items()):
        yield from _of_one(problem, name, sorted(taken), moved)


def _listed(problem: Problem, convoy: Convoy, turns: dict[str, list[_Turn]]) -> Iterator[Finding]:
    run, leg = run_of(problem, convoy), problem.leg(convoy.leg)
    kinds = [kind for kind, _ in convoy.names]
    if len(set(kinds)) != len(kinds) or not set(kinds) <= {kind for kind, _ in convoy.vehicles}:
        yield broken(f"names in slot {convoy.slot} are not of the vehicles that go")
    for kind, number in convoy.vehicles:
        named = dict(convoy.names).get(kind, ())
        if len(named) != number or len(set(named)) != number:
            yield broken(f"{len(set(named))} names for {number} of {kind} in slot {convoy.slot}")
        begin = convoy.slot - up(problem.loading(leg, problem.vehicle(kind)), problem)
        end = run.homes[kind]
        for name in named:
            turns[name].append(_Turn(begin, problem.slots * 2 if end is None else end, leg.origin, leg.home, kind))
    if len(set(convoy.escorts)) != leg.escorts or len(convoy.escorts) != leg.escorts:
        yield broken(f"{len(set(convoy.escorts))} escort teams named in slot {convoy.slot}, {leg.escorts} needed")
    end = run.homes[TEAM]
    for name in convoy.escorts:
        turns[name].append(_Turn(convoy.slot, problem.slots * 2 if end is None else end, leg.origin, leg.home, TEAM))


def _of_one(problem: Problem, name: str, turns: list[_Turn], moved: bool) -> Iterator[Finding]:
    stands = [(pool.type, pool.place) for pool in problem.pools if name in pool.names]
    stands += [(TEAM, escort.place) for escort in problem.escorts if name in escort.names]
    if not stands:
        yield broken(f"nobody is called {name!r}")
        return
    if any(turn.kind not in {kind for kind, _ in stands} for turn in turns):
        yield broken(f"{name} goes as what it is not")
    if any(later.begin < earlier.end for earlier, later in pairwise(turns)):
        yield broken(f"{name} is in two convoys at once")
    if not moved and len(stands) == 1:
        place = stands[0][1]
        for turn in turns:
            if turn.origin != place:
                yield broken(f"{name} leaves {turn.origin} in slot {turn.begin} and stands at {place}")
                return
            place = turn.home

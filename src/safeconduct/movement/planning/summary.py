"""Convoys as a plan: its last arrival and its waiting, counted."""

from __future__ import annotations

from safeconduct.movement.model import EXCHANGE, Problem
from safeconduct.movement.slots import ceil_slots
from safeconduct.movement.timetable import Bound, Convoy, Done, Plan


def summary(problem: Problem, convoys: tuple[Convoy, ...], past: tuple[Done, ...], bound: Bound | None, how: str) -> Plan:
    """Return convoys as a plan, with its last arrival and its waiting counted."""
    last = max((done.arrived for done in past), default=0)
    waiting = 0
    for convoy in convoys:
        leg = problem.leg(convoy.leg)
        arrives = convoy.slot + ceil_slots(leg.out, problem)
        onward = problem.place(leg.destination)
        last = max(last, arrives) if onward.kind != EXCHANGE else last
        later = onward.waiting * arrives if onward.kind == EXCHANGE else 0
        each = problem.place(leg.origin).waiting * convoy.slot + (arrives - convoy.slot) - later
        waiting += sum(problem.group(group).weight * number * each for group, _, number in convoy.people)
    return Plan(convoys, last, waiting, bound, True, how)

"""The checkers' own rules of the road: slots, open hours, the way home, permitted ends, when people count, how long they wait.

Written apart from the planner's, from the data alone; ``verify`` and ``certify`` rest on it.
"""

from __future__ import annotations

from safeconduct.movement.model import Group, Leg, Problem
from safeconduct.movement.terms import DEPARTED


def up(minutes: int, problem: Problem) -> int:
    """Return minutes in slots, rounded up."""
    return (minutes + problem.slot - 1) // problem.slot


def allowed(problem: Problem, leg: Leg, begin: int, length: int, window: str) -> bool:
    """Whether the road is open from one slot for a number of slots: window, way of counting it, suspensions."""
    start, end = begin * problem.slot, (begin + length) * problem.slot
    if window:
        needed = end if leg.covers == "journey" else start + problem.slot
        if not any(opens <= start and needed <= closes for opens, closes in _merged(problem.windows[window])):
            return False
    suspended = (term for term in problem.terms.suspensions if not term.legs or leg.id in term.legs)
    return not any(term.start < end and start < term.end for term in suspended)


def _merged(intervals: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for opens, closes in sorted(intervals):
        if merged and opens <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(closes, merged[-1][1]))
        else:
            merged.append((opens, closes))
    return merged


def back_home(problem: Problem, leg: Leg, ready: int) -> int | None:
    """Return the slot in which what is ready to drive back is home; None when it does not come home in the planned time."""
    length = up(leg.back, problem)
    if length == 0:
        return ready
    for begin in range(ready, problem.slots):
        if begin + length > problem.slots:
            return None
        if allowed(problem, leg, begin, length, leg.back_window):
            return begin + length
    return None


def ways(problem: Problem, group: Group) -> set[str]:
    """Return the places a leg may take a group to: permitted ends, and exchange points from which one can be reached."""
    ends = {place.id for place in problem.places if place.kind != "exchange" and place.id != group.origin}
    if group.destinations:
        ends &= set(group.destinations)
    for term in problem.terms.destinations:
        if group.id in term.groups:
            ends &= set(term.places)
    onward = {leg.origin for leg in problem.legs if leg.destination in ends}
    return ends | {place.id for place in problem.places if place.kind == "exchange" and place.id in onward}


def counts_in(problem: Problem, leg: Leg, departs: int, arrives: int, where: str) -> int | None:
    """Return the slot in which people on a leg count; None when they do not on this leg."""
    starts_at_exchange = problem.place(leg.origin).kind == "exchange"
    if where == DEPARTED:
        return None if starts_at_exchange else departs
    if problem.place(leg.destination).kind == "exchange":
        return None
    if where == "crossed":
        if starts_at_exchange:
            return departs
        if leg.checkpoints:
            return departs + up(leg.checkpoints[-1][1], problem)
    return arrives


def waits(problem: Problem, group: Group, leg: Leg, departs: int, arrives: int) -> int:
    """Return the weighted slots one person waits: until departure, on the road, and less what an exchange point counts from here."""
    onward = problem.place(leg.destination)
    after = onward.waiting * arrives if onward.kind == "exchange" else 0
    return group.weight * (problem.place(leg.origin).waiting * departs + arrives - departs - after)

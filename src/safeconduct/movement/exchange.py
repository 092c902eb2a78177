"""People standing at exchange points: how many, for how long, and what matched tranches would change.

The lesson of two crowds who waited in the open: hold people at home until both sides can cross. Waiting is counted by category.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from safeconduct.errors import Refused
from safeconduct.movement.blocks import Effort
from safeconduct.movement.model import EXCHANGE, Problem
from safeconduct.movement.plan import plan
from safeconduct.movement.slots import ceil_slots
from safeconduct.movement.timetable import Convoy, Plan


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who stands at one exchange point: the most at once, person-hours, the longest wait in hours (first in, first out)."""

    place: str
    category: str
    most: int
    person_hours: float
    longest_hours: float


@dataclass(frozen=True, slots=True)
class Tranche:
    """One tranche size: exposure bounds of both sides, crowds, and when the last convoy arrives; None when no plan exists."""

    left: int
    right: int
    most: int | None
    person_hours: float | None
    longest_hours: float | None
    last: int | None


def crowds(problem: Problem, convoys: tuple[Convoy, ...]) -> tuple[Crowd, ...]:
    """Return the crowd of each category at each exchange point.

    Cost: linear in convoys.
    """
    found = []
    for place in (place.id for place in problem.places if place.kind == EXCHANGE):
        for category in dict.fromkeys(group.category for group in problem.groups):
            come, gone = _flows(problem, convoys, place, category)
            if come:
                found.append(_crowd(problem, place, category, come, gone))
    return tuple(found)


def _flows(problem: Problem, convoys: tuple[Convoy, ...], place: str, category: str) -> tuple[list[list[int]], list[list[int]]]:
    """Return (slot, persons) in order of time: who comes to a place, and who leaves it."""
    come, gone = [], []
    for convoy in convoys:
        leg = problem.leg(convoy.leg)
        number = sum(n for group, _, n in convoy.people if problem.group(group).category == category)
        if number and leg.destination == place:
            come.append([convoy.slot + ceil_slots(leg.out, problem), number])
        if number and leg.origin == place:
            gone.append([convoy.slot, number])
    return sorted(come), sorted(gone)


def _crowd(problem: Problem, place: str, category: str, come: list[list[int]], gone: list[list[int]]) -> Crowd:
    events = sorted(
        [(slot, number) for slot, number in come] + [(slot, -number) for slot, number in gone], key=lambda e: (e[0], -e[1])
    )
    standing = most = total = longest = 0
    for _, number in events:
        standing += number
        most = max(most, standing)
    queue = [list(entry) for entry in come]
    for slot, number in gone:
        while number and queue:
            moved = min(number, queue[0][1])
            total += moved * (slot - queue[0][0])
            longest = max(longest, slot - queue[0][0])
            number -= moved
            queue[0][1] -= moved
            if not queue[0][1]:
                queue.pop(0)
    return Crowd(place, category, most, total * problem.slot / 60, longest * problem.slot / 60)


def at_tranche(problem: Problem, left: int, right: int) -> Problem:
    """Return the movement with every reciprocity bound to tranches of ``left`` against ``right`` persons."""
    terms = tuple(replace(term, left_ahead=left, right_ahead=right) for term in problem.terms.reciprocity)
    return replace(problem, terms=replace(problem.terms, reciprocity=terms))


def tranches(
    problem: Problem, sizes: tuple[tuple[int, int], ...], effort: Effort | None = None
) -> tuple[tuple[Tranche, Plan | None], ...]:
    """Plan the movement at each tranche size and count the crowds: the table that shows what matched tranches cut."""
    rows: list[tuple[Tranche, Plan | None]] = []
    for left, right in sizes:
        changed = at_tranche(problem, left, right)
        try:
            made = plan(changed, effort=effort or Effort(gap=5e-3, seconds=20.0))
        except Refused:
            rows.append((Tranche(left, right, None, None, None, None), None))
            continue
        seen = crowds(changed, made.convoys)
        hours = sum(crowd.person_hours for crowd in seen)
        longest = max((crowd.longest_hours for crowd in seen), default=0.0)
        rows.append((Tranche(left, right, sum(c.most for c in seen), hours, longest, made.last), made))
    return tuple(rows)

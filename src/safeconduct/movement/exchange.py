"""People standing at exchange points: how many, for how long, and what matched tranches would change.

The lesson of two crowds who waited in the open: hold people at home until both sides can cross. Waiting is counted by category.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from safeconduct.errors import Refused
from safeconduct.movement.blocks import Effort
from safeconduct.movement.model import EXCHANGE, Problem
from safeconduct.movement.replan import replan
from safeconduct.movement.slots import ceil_slots, grid
from safeconduct.movement.timetable import Convoy


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
    """One tranche size, as a share of each side: crowds when all set off at once, and when people are held at home.

    Arguments:
        percent: of each side's people, in each category, that may be ahead at the crossing.
        at_once, held: (most standing at once, person-hours standing, longest wait in hours, last arrival), None without a plan.
    """

    percent: int
    at_once: tuple[int, float, float, int] | None
    held: tuple[int, float, float, int] | None


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
    for (slot, number), following in zip(events, [*events[1:], (-1, 0)], strict=True):
        standing += number
        if following[0] != slot:
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


def at_tranche(problem: Problem, percent: int) -> Problem:
    """Return the movement with every exposure bound at a share of each side (at least one person)."""
    terms = tuple(
        replace(t, left_ahead=max(t.left_share * percent // 100, 1), right_ahead=max(t.right_share * percent // 100, 1))
        for t in problem.terms.reciprocity
    )
    return replace(problem, terms=replace(problem.terms, reciprocity=terms))


def all_at_once(problem: Problem) -> tuple[Convoy, ...]:
    """Return the simultaneous start as it was planned: everyone leaves home in one convoy a leg, whether or not they can cross.

    Groups are put on the first leg that leads from their origin to an exchange point.
    """
    found = []
    columns = grid(problem)
    for number, kind in enumerate(columns.movements):
        if problem.place(kind.leg.destination).kind == EXCHANGE and len(kind.types) == 1:
            seats, persons = kind.types[0].seats, sum(group.planned for group in kind.groups)
            people = tuple((group.id, kind.types[0].id, group.planned) for group in kind.groups)
            slot = int(columns.c_slot[columns.c_mov == number].min())
            found.append(Convoy(kind.leg.id, slot, ((kind.types[0].id, -(-persons // seats)),), people))
    return tuple(found)


def tranches(problem: Problem, percents: tuple[int, ...], effort: Effort | None = None) -> tuple[Tranche, ...]:
    """Plan the crossing at each tranche size, with everyone set off at once and with people held at home.

    Cost: two plans for each size.
    """
    rows = []
    for percent in percents:
        changed = at_tranche(problem, percent)
        work = effort or Effort(gap=5e-3, seconds=10.0)
        once = all_at_once(changed)
        rows.append(Tranche(percent, _crowded(changed, once, work), _crowded(changed, (), work)))
    return tuple(rows)


def _crowded(problem: Problem, announced: tuple[Convoy, ...], effort: Effort) -> tuple[int, float, float, int] | None:
    try:
        made = replan(problem, 0, announced=announced, effort=effort)
    except Refused:
        return None
    seen = crowds(problem, made.convoys)
    most, hours = sum(crowd.most for crowd in seen), sum(crowd.person_hours for crowd in seen)
    return most, hours, max((crowd.longest_hours for crowd in seen), default=0.0), made.last

"""People standing at exchange points: how many, for how long, and what matched tranches would change.

The lesson of two crowds who waited in the open: hold people at home until both sides can cross. Waiting is counted by category.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby

from safeconduct.errors import Refused
from safeconduct.movement.model import EXCHANGE, Problem
from safeconduct.movement.planning.blocks import Effort
from safeconduct.movement.planning.replan import replan
from safeconduct.movement.slots import ceil_slots, grid
from safeconduct.movement.terms import Suspension
from safeconduct.movement.timetable import Convoy, Done, Plan


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who stands at one exchange point: the most at once, person-hours, the longest wait in hours (first in, first out)."""

    place: str
    category: str
    most: int
    person_hours: float
    longest_hours: float


@dataclass(frozen=True, slots=True)
class Standing:
    """Everyone who stands at the exchange points of one plan.

    Arguments:
        crowds: by place and category; most: at once at all of them together; last: slot of the last arrival.
    """

    crowds: tuple[Crowd, ...]
    most: int
    last: int

    @property
    def person_hours(self) -> float:
        return sum(crowd.person_hours for crowd in self.crowds)

    @property
    def longest_hours(self) -> float:
        return max((crowd.longest_hours for crowd in self.crowds), default=0.0)


@dataclass(frozen=True, slots=True)
class Tranche:
    """One tranche size, three ways to run it; None where there is no plan.

    Arguments:
        percent: of each side's people, in each category, that may be ahead at the crossing.
        at_once: everyone sets off on the first day and waits in the open for the turn of each tranche.
        held: people are held at home until their tranche can cross.
        caught: held at home as well, but the crossing stops unforeseen when the first tranche of each side stands before it.
    """

    percent: int
    at_once: Standing | None
    held: Standing | None
    caught: Standing | None


def crowds(problem: Problem, convoys: tuple[Convoy, ...], past: tuple[Done, ...] = ()) -> tuple[Crowd, ...]:
    """Return the crowd of each category at each exchange point.

    Arguments:
        past: convoys that have left, as known: who came with them stands there until they go on.
    Cost: linear in convoys.
    """
    found = []
    for place in (place.id for place in problem.places if place.kind == EXCHANGE):
        for category in dict.fromkeys(group.category for group in problem.groups):
            come, gone = _flows(problem, convoys, past, place, category)
            if come:
                found.append(_crowd(problem, place, category, come, gone))
    return tuple(found)


def _flows(
    problem: Problem, convoys: tuple[Convoy, ...], past: tuple[Done, ...], place: str, category: str
) -> tuple[list[list[int]], list[list[int]]]:
    """Return (slot, persons) in order of time: who comes to a place, and who leaves it."""
    come, gone = [], []
    runs = [(c, c.slot, c.slot + ceil_slots(problem.leg(c.leg).out, problem)) for c in convoys]
    for convoy, departs, arrives in (*runs, *((done.convoy, done.departed, done.arrived) for done in past)):
        leg = problem.leg(convoy.leg)
        number = sum(n for group, _, n in convoy.people if problem.group(group).category == category)
        if number and leg.destination == place:
            come.append([arrives, number])
        if number and leg.origin == place:
            gone.append([departs, number])
    return sorted(come), sorted(gone)


def _crowd(problem: Problem, place: str, category: str, come: list[list[int]], gone: list[list[int]]) -> Crowd:
    most = _peak([(slot, number) for slot, number in come] + [(slot, -number) for slot, number in gone])
    total = longest = 0
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


def set_off(problem: Problem, percent: int = 100) -> tuple[Convoy, ...]:
    """Return one convoy a leg, as early as it can leave, with so many per cent of everyone: at 100 the simultaneous start.

    Groups are put on the first leg that leads from their origin to an exchange point, whether or not they can cross. A tranche
    smaller than the smallest convoy of its leg fills that convoy.
    """
    found = []
    columns = grid(problem)
    for number, kind in enumerate(columns.movements):
        if problem.place(kind.leg.destination).kind == EXCHANGE and len(kind.types) == 1:
            vehicle = kind.types[0]
            total = max(sum(group.planned for group in kind.groups), 1)
            going = min(max(total * percent // 100, kind.leg.smallest * vehicle.seats), total)
            people = tuple((group.id, vehicle.id, max(group.planned * going // total, 1)) for group in kind.groups)
            needed = max(-(-sum(n for _, _, n in people) // vehicle.seats), kind.leg.smallest)
            slots = columns.c_slot[columns.c_mov == number]
            if not len(slots):
                continue  # it never opens: nobody sets off on it
            slot = int(slots.min())
            found.append(Convoy(kind.leg.id, slot, ((vehicle.id, needed),), people))
    return tuple(found)


def stopped(problem: Problem, waiting: tuple[Convoy, ...], hours: int) -> Problem:
    """Return the movement with every crossing shut until so many hours after the last of the waiting convoys has come."""
    legs = tuple(leg.id for leg in problem.legs if problem.place(leg.origin).kind == EXCHANGE)
    last = max((convoy.slot * problem.slot + problem.leg(convoy.leg).out for convoy in waiting), default=0)
    shut = Suspension("stop", "the crossing stops unforeseen", legs, 0, last + hours * 60)
    return replace(problem, terms=replace(problem.terms, suspensions=(*problem.terms.suspensions, shut)))


def tranches(problem: Problem, percents: tuple[int, ...], stop: int = 48, effort: Effort | None = None) -> tuple[Tranche, ...]:
    """Plan the crossing at each tranche size: everyone set off at once, people held at home, and the first tranche caught by a stop.

    Arguments:
        stop: hours the crossing stays shut once the first tranche of each side has come to it.
    Cost: three plans for each size.
    """
    rows = []
    work = effort or Effort(gap=5e-3, seconds=10.0)
    for percent in percents:
        changed = at_tranche(problem, percent)
        first = set_off(changed, percent)
        caught = _standing(stopped(changed, first, stop), first, work)
        rows.append(Tranche(percent, _standing(changed, set_off(changed), work), _standing(changed, (), work), caught))
    return tuple(rows)


def _standing(problem: Problem, announced: tuple[Convoy, ...], effort: Effort) -> Standing | None:
    try:
        made = replan(problem, 0, announced=announced, effort=effort)
    except Refused:
        return None
    return standing(problem, made)


def standing(problem: Problem, made: Plan) -> Standing:
    """Return who stands at the exchange points of a plan, all of them together."""
    events = []
    for convoy in made.convoys:
        leg, number = problem.leg(convoy.leg), sum(n for _, _, n in convoy.people)
        if problem.place(leg.destination).kind == EXCHANGE:
            events.append((convoy.slot + ceil_slots(leg.out, problem), number))
        if problem.place(leg.origin).kind == EXCHANGE:
            events.append((convoy.slot, -number))
    return Standing(crowds(problem, made.convoys), _peak(events), made.last)


def _peak(events: list[tuple[int, int]]) -> int:
    """The most at once, taken after everyone of a slot has come and gone."""
    most = there = 0
    for _, entries in groupby(sorted(events), key=lambda event: event[0]):
        there += sum(number for _, number in entries)
        most = max(most, there)
    return most

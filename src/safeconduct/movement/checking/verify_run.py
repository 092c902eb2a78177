"""A convoy replayed: when it arrives and when its vehicles and teams are home; and how the checker says what is wrong."""

from __future__ import annotations

from safeconduct.errors import Problem as Finding
from safeconduct.errors import register
from safeconduct.movement.checking.verify_road import back_home, up
from safeconduct.movement.model import Leg, Problem, VehicleType
from safeconduct.movement.timetable import Convoy, Done

PLAN_WRONG = register(
    "movement/plan-wrong",
    "a plan breaks one of its own rules",
    "The independent checker replayed the convoys and found a rule of the network, the fleet or the agreement broken, or a figure "
    "the plan claims that does not come out. Such a plan must not be used; make it again, and report how it came about.",
)

Event = tuple[int, int]
"""A slot, and by how much a balance changes in it."""


class Run:
    """One convoy with the times that follow from its departure."""

    def __init__(self, convoy: Convoy, departs: int, arrives: int, homes: dict[str, int | None], done: Done | None = None) -> None:
        self.convoy, self.departs, self.arrives, self.homes, self.done = convoy, departs, arrives, homes, done

    def received(self) -> tuple[tuple[str, int], ...]:
        """People as counted on arrival."""
        if self.done is not None and self.done.verified_people:
            return self.done.verified_people
        return tuple((group, number) for group, _, number in self.convoy.people)


def run_of(problem: Problem, convoy: Convoy) -> Run:
    """Return a planned convoy with its times."""
    leg = problem.leg(convoy.leg)
    arrives = convoy.slot + up(leg.out, problem)
    homes = {kind: _home(problem, leg, problem.vehicle(kind), arrives) for kind, _ in convoy.vehicles}
    escorts = [back_home(problem, leg, arrives + up(problem.unloading(leg, v), problem)) for v in problem.vehicles]
    homes[""] = None if None in escorts else max(home for home in escorts if home is not None)
    return Run(convoy, convoy.slot, arrives, homes)


def homes_of_done(done: Done, problem: Problem) -> dict[str, int | None]:
    """Return when what left in the past was or will be home; "" stands for the escort teams."""
    return {**{kind: done.home if problem.vehicle(kind).returns else None for kind, _ in done.convoy.vehicles}, "": done.home}


def _home(problem: Problem, leg: Leg, vehicle: VehicleType, arrives: int) -> int | None:
    if not vehicle.returns:
        return None
    return back_home(problem, leg, arrives + up(problem.unloading(leg, vehicle), problem))


def broken(what: str, clause: str = "") -> Finding:
    """Return the finding."""
    return Finding(PLAN_WRONG, f"clause {clause}: {what}" if clause else what, do="do not use this plan")


def below_zero(opening: int, events: list[Event], before: list[Event] | None = None) -> int | None:
    """Return the first slot in which a balance runs below zero by what is planned; gifts of a slot come before its takings.

    Arguments:
        events: of what is planned; before: of what has already happened. What that alone overdraws is no fault of the plan.
    """
    balance, planned = opening, 0
    every = [(slot, change, 0) for slot, change in before or ()] + [(slot, change, change) for slot, change in events]
    for slot, change, of_plan in sorted(every, key=lambda event: (event[0], -event[1])):
        balance, planned = balance + change, planned + of_plan
        if balance < 0 and planned < 0:
            return slot
    return None

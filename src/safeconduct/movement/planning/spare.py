"""Vehicles that a plan sends along for nobody: no rule forbids them, and nobody should be asked to drive them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import ceil

from safeconduct.movement.model import Problem
from safeconduct.movement.timetable import Convoy


def without_spare(problem: Problem, convoys: tuple[Convoy, ...]) -> tuple[Convoy, ...]:
    """Return the convoys with the vehicles their people need, and no fewer than a convoy must have.

    Only where all vehicles come back to where they were: elsewhere an empty seat may bring a vehicle to where it is needed.
    Holds: a plan that keeps every rule keeps every rule afterwards (tests/unit/movement/test_spare.py).
    Cost: linear in convoys.
    """
    return tuple(_needed(problem, convoy) for convoy in convoys)


def _needed(problem: Problem, convoy: Convoy) -> Convoy:
    leg = problem.leg(convoy.leg)
    if leg.home != leg.origin:
        return convoy
    needed = {
        kind: ceil(sum((_seats(problem, kind, *aboard) for aboard in convoy.people), Fraction(0))) for kind, _ in convoy.vehicles
    }
    missing = max(leg.smallest - sum(needed.values()), 0)
    for kind, number in sorted(convoy.vehicles, key=lambda entry: -needed[entry[0]]):
        more = min(number - needed[kind], missing)
        needed[kind] += more
        missing -= more
    return replace(convoy, vehicles=tuple((kind, needed[kind]) for kind, _ in convoy.vehicles if needed[kind]))


def _seats(problem: Problem, kind: str, group: str, ridden: str, number: int) -> Fraction:
    """The share of a vehicle that people of a group take up, in whole lots; none of another type."""
    lot = problem.group(group).lot
    return Fraction(number, problem.vehicle(kind).seats // lot * lot) if ridden == kind else Fraction(0)

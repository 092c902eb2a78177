"""Vehicles that a plan would send along for nobody stay at home."""

from __future__ import annotations

from dataclasses import replace

import pytest

from safeconduct.movement.checking.verify import verify
from safeconduct.movement.instances import aleppo
from safeconduct.movement.planning.dispatch import dispatch
from safeconduct.movement.planning.plan import summary
from safeconduct.movement.planning.spare import without_spare

PROBLEM = aleppo(days=6)


def test_a_plan_keeps_every_rule_without_its_spare_vehicles() -> None:
    convoys = dispatch(PROBLEM)
    assert convoys is not None
    slim = without_spare(PROBLEM, convoys)
    assert verify(PROBLEM, summary(PROBLEM, slim, (), None, "")) == ()
    assert without_spare(PROBLEM, slim) == slim


@pytest.mark.parametrize(
    ("vehicles", "people", "left"),
    [
        ((("bus", 9),), (("civilians", "bus", 101),), (("bus", 6),)),  # six at least
        ((("bus", 9), ("ambulance", 4)), (("civilians", "bus", 301),), (("bus", 7),)),
        (
            (("bus", 3), ("ambulance", 9)),
            (("civilians", "bus", 101), ("stretchers", "ambulance", 2)),
            (("bus", 3), ("ambulance", 3)),
        ),
    ],
)
def test_what_is_needed_stays(
    vehicles: tuple[tuple[str, int], ...], people: tuple[tuple[str, str, int], ...], left: object
) -> None:
    convoys = dispatch(PROBLEM)
    assert convoys is not None
    one = replace(convoys[0], leg="ramouseh", vehicles=vehicles, people=people)
    assert without_spare(PROBLEM, (one,))[0].vehicles == left


def test_where_vehicles_stay_at_the_end_none_is_taken_out() -> None:
    moved = replace(PROBLEM, legs=tuple(replace(leg, returns_to=leg.destination) for leg in PROBLEM.legs))
    convoys = dispatch(PROBLEM)
    assert convoys is not None
    one = replace(convoys[0], vehicles=(("bus", 20),), people=(("civilians", "bus", 100),))
    assert without_spare(moved, (one,)) == (one,)

"""People standing at exchange points, in closed form: one road, one crossing, counts that can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from safeconduct.case.movement import read_movement
from safeconduct.kernel import Count, Zone
from safeconduct.movement.advice.exchange import Standing, Tranche, crowds, set_off, tranches
from safeconduct.movement.instances import START
from safeconduct.movement.model import DESTINATION, EXCHANGE, Escort, Group, Leg, Pool, Problem, Spot, VehicleType
from safeconduct.movement.terms import Mix, Reciprocity, Terms
from safeconduct.movement.timetable import Convoy

PERCENTS = (100, 25, 10)


def side(name: str, out: int) -> tuple[tuple[Spot, ...], tuple[Leg, ...]]:
    places = Spot(name, name), Spot(f"{name}-gate", name, EXCHANGE, waiting=10), Spot(f"{name}-end", name, DESTINATION)
    to = Leg(f"{name}-to", name, f"{name}-gate", out, 0, "always", returns_to=f"{name}-gate", smallest=1, largest=40)
    on = Leg(f"{name}-on", f"{name}-gate", f"{name}-end", 60, 0, "always", returns_to=f"{name}-end", smallest=1, largest=40)
    return places, (replace(to, escorts=0), replace(on, escorts=0))


def crossing() -> Problem:
    """100 persons an hour from the point against 50 who need three; each side in its own 20 vehicles."""
    (north, north_legs), (south, south_legs) = side("north", 60), side("south", 180)
    return Problem(
        "crossing",
        START,
        Zone("UTC"),
        60,
        4,
        (*north, *south),
        (*north_legs, *south_legs),
        {"always": ((0, 4 * 1440),)},
        (),
        (VehicleType("bus", 10, 60, 0),),
        (Pool("bus", "north", 20), Pool("bus", "south", 20)),
        (Escort("north", 1),),
        (
            Group("families", "families", "north", Count.exactly(80), ("bus",)),
            Group("men", "men", "north", Count.exactly(20), ("bus",)),
            Group("others", "others", "south", Count.exactly(50), ("bus",)),
        ),
        Terms(
            (Reciprocity("2.1", "", ("families", "men"), ("others",), 100, 50, 0, 50, "crossed", "arrived"),),
            mixes=(Mix("2.2", "", ("families", "men")),),
        ),
    )


def test_a_crowd_is_counted_by_category_first_in_first_out() -> None:
    first = Convoy("north-to", 1, (("bus", 6),), (("families", "bus", 40), ("men", "bus", 20)))
    second = Convoy("north-to", 4, (("bus", 4),), (("families", "bus", 40),))
    onward = Convoy("north-on", 6, (("bus", 6),), (("families", "bus", 60),))
    rest = Convoy("north-on", 8, (("bus", 4),), (("families", "bus", 20), ("men", "bus", 20)))
    found = {crowd.category: crowd for crowd in crowds(crossing(), (first, second, onward, rest))}
    assert (found["families"].most, found["men"].most) == (80, 20)
    # In at 2 and 5; 40 wait four hours and 20 one hour until 6, the last 20 three hours until 8; the men wait from 2 to 8.
    assert (found["families"].person_hours, found["families"].longest_hours) == (40 * 4 + 20 * 1 + 20 * 3, 4)
    assert (found["men"].person_hours, found["men"].longest_hours) == (20 * 6, 6)


def test_the_simultaneous_start_waits_for_the_other_side_and_holding_at_home_does_not() -> None:
    (row,) = tranches(crossing(), (100,), stop=10)
    assert row.at_once is not None
    assert row.held is not None
    assert row.caught is not None
    # North is at its gate at 2, south at 4; both may cross at once from then on.
    assert row.held.person_hours == 0
    assert row.at_once.person_hours <= 100 * 2
    # Shut until ten hours after south has come, at 14: north stands for 12 hours, south for 10.
    assert (row.caught.person_hours, row.caught.most, row.caught.longest_hours) == (100 * 12 + 50 * 10, 150, 12)


def test_a_tranche_below_the_smallest_convoy_fills_it() -> None:
    problem = crossing()
    legs = tuple(replace(leg, smallest=4) if leg.id == "south-to" else leg for leg in problem.legs)
    north, south = set_off(replace(problem, legs=legs), 10)
    assert north.people == (("families", "bus", 8), ("men", "bus", 2))
    assert (south.people, south.vehicles) == ((("others", "bus", 40),), (("bus", 4),))


@pytest.fixture(scope="module")
def four_towns() -> tuple[Tranche, ...]:
    return tranches(read_movement("four-towns-2017").problem, PERCENTS)


def test_four_towns_under_its_agreement_each_category_at_each_point(four_towns: tuple[Tranche, ...]) -> None:
    caught = four_towns[0].caught
    assert caught is not None
    most = {(crowd.place, crowd.category): crowd.most for crowd in caught.crowds}
    # Clause 2.3 makes the village fighters 1,350; everyone of both sides stands when the crossing stops before a single tranche.
    assert most["rashidin", "fighters"] == 1350
    assert most["rashidin", "civilians"] == 3650
    assert caught.most == 3650 + 1350 + 1950 + 400


def test_matched_tranches_cut_the_hours_in_the_open(four_towns: tuple[Tranche, ...]) -> None:
    def hours(found: Standing | None) -> float:
        assert found is not None
        return found.person_hours

    whole = hours(four_towns[0].caught)
    for row in four_towns:
        assert hours(row.held) * 20 <= hours(row.at_once)
        assert hours(row.caught) <= whole * max(row.percent, 10) / 100 * 1.1

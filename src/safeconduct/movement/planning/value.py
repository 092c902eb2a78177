"""What a price list on the ledgers proves, in whole numbers: everyone takes the cheapest way, less what the ledgers are worth."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from safeconduct.movement.model import EXCHANGE
from safeconduct.movement.planning.ledgers import CONVOYS, PERSONS, VEHICLES, Ledger
from safeconduct.movement.planning.program import Program, full_seats
from safeconduct.movement.slots import Flags, Grid, Ints

Prices = Mapping[str, tuple[tuple[int, int], ...]]
UNIT = 2**30
PERSON_SLOTS, NONE = "person-slots", "none"
DEAR = np.int64(2**60)


def value(made: Program, prices: Prices, last: int, claim: str) -> Fraction:
    """Return the lower bound a price list proves for plans that end by slot ``last`` (Lagrangian duality, rounded down).

    Returns: weighted person-slots for the claim "person-slots"; for "none" a number that is positive when no plan exists.
    """
    columns = made.grid
    cost = columns.p_cost * UNIT if claim == PERSON_SLOTS else np.zeros(len(columns.p_cost), dtype=np.int64)
    charges = {PERSONS: cost, VEHICLES: np.zeros(len(columns.x_c), np.int64), CONVOYS: np.zeros(len(columns.c_mov), np.int64)}
    worth = 0
    for book in made.books:
        if book.ledger.name in prices:
            worth += _charge(charges[book.ledger.level], book.ledger, prices[book.ledger.name])
    shared, gained = _shared(columns, charges[VEHICLES], charges[CONVOYS], last)
    return Fraction(_ways(made, charges[PERSONS] + shared, last) + gained - worth, UNIT)


def _charge(charges: Ints, ledger: Ledger, prices: tuple[tuple[int, int], ...]) -> int:
    """Add what the columns pay for a ledger to their charges; return what the ledger holds."""
    slots = np.array([slot for slot, _ in prices], dtype=np.int64)
    price = np.array([amount for _, amount in prices], dtype=np.int64)
    later = np.append(np.cumsum(price[::-1])[::-1], 0)
    np.add.at(charges, ledger.takes.columns, later[np.searchsorted(slots, ledger.takes.slot)] * ledger.takes.each)
    np.add.at(charges, ledger.gives.columns, -later[np.searchsorted(slots, ledger.gives.slot)] * ledger.gives.each)
    return ledger.opening * int(later[0]) + sum(int(later[np.searchsorted(slots, slot)]) * amount for slot, amount in ledger.grants)


def _shared(columns: Grid, vehicles: Ints, convoys: Ints, last: int) -> tuple[Ints, int]:
    """Share what vehicles and convoys pay among the most persons they can carry, rounded down; and add up what they gain at most.

    A vehicle that pays is full at best. One that gains, because the leg leaves it where it is needed more, gains whoever is in it: a
    convoy of the largest size is granted that for each departure, and its people pay the vehicles by what these cost above it.
    """
    largest = np.array([kind.leg.largest for kind in columns.movements], dtype=np.int64)[columns.c_mov]
    cheapest = np.zeros(len(convoys), dtype=np.int64)
    np.minimum.at(cheapest, columns.x_c, vehicles)
    gained = np.minimum(convoys + largest * cheapest, 0)[columns.c_arr <= last]
    over = np.maximum(convoys, -largest * cheapest)
    seats = full_seats(columns.problem).astype(np.int64)[columns.x_type[columns.p_x], columns.p_group]
    size = largest[columns.p_c]
    return (vehicles[columns.p_x] * size + over[columns.p_c]) // (size * seats), int(gained.sum())


def _ways(made: Program, cost: Ints, last: int) -> int:
    """Sum over everyone the cost of the cheapest way from where they stand to an end."""
    columns = made.grid
    problem = columns.problem
    cost = np.where(columns.c_arr[columns.p_c] <= last, cost, DEAR)
    total = 0
    for number, group in enumerate(problem.groups):
        onward = {place.id: _onward(columns, cost, number, place.id) for place in problem.places if place.kind == EXCHANGE}
        here = np.flatnonzero(_at_leg(columns, number, "origin", group.origin))
        through = cost[here].copy()
        for place, cheapest in onward.items():
            arriving = _at_leg(columns, number, "destination", place)[here]
            slots = columns.c_arr[columns.p_c[here][arriving]]
            through[arriving] = np.minimum(through[arriving] + cheapest[np.minimum(slots, problem.slots)], DEAR)
        people = round(made.supply[number])
        if people:
            total += people * int(through.min() if len(through) else DEAR)
        for (who, where), slot, standing in made.standing:
            if who == group.id:
                total += standing * int(onward[where][min(slot, problem.slots)])
    return total


def _at_leg(columns: Grid, group: int, end: str, place: str) -> Flags:
    of_leg = np.array([getattr(kind.leg, end) == place for kind in columns.movements], dtype=bool)
    result: Flags = (columns.p_group == group) & of_leg[columns.c_mov[columns.p_c]]
    return result


def _onward(columns: Grid, cost: Ints, group: int, place: str) -> Ints:
    """Return the cheapest way on from an exchange point for someone who stands there from each slot."""
    leaving = np.flatnonzero(_at_leg(columns, group, "origin", place))
    cheapest = np.full(columns.problem.slots + 1, DEAR, dtype=np.int64)
    np.minimum.at(cheapest, columns.c_slot[columns.p_c[leaving]], cost[leaving])
    return np.minimum.accumulate(cheapest[::-1])[::-1]

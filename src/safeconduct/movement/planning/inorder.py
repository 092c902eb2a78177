"""A plan that follows an order of convoys: each leaves as soon as every ledger allows it at its size.

The dispatch rule sends as many as it may and can leave fewer behind than a smallest batch, or use up an exposure by halves. An order
found at any pace (``anypace.py``) comes out by making; where time is not short, so does the plan that follows it.
"""

from __future__ import annotations

import numpy as np

from safeconduct.movement.model import EXCHANGE, Group, Problem
from safeconduct.movement.planning.accounts import Books, Load, enter, members_of, open_books, room, vehicles_room
from safeconduct.movement.planning.anypace import order
from safeconduct.movement.planning.ledgers import CONVOYS
from safeconduct.movement.planning.loading import may_go, pad
from safeconduct.movement.planning.program import full_seats
from safeconduct.movement.slots import Ints, grid
from safeconduct.movement.timetable import Convoy

Members = list[tuple[int, list[int]]]


def in_order(problem: Problem, first: int = 0) -> tuple[Convoy, ...] | None:
    """Return the convoys of a plan that follows an order, or None where none is known or there is no time for it.

    It knows nothing of exchange points, of families moved whole, and of releases at the same time: there it finds none.

    Arguments:
        first: earliest slot for a departure.
    Holds: never breaks a ledger or a gate (tests/theory/test_movement_any_pace.py).
    Cost: every departure looked at once for each convoy of the order.
    """
    if (
        problem.terms.together
        or any(place.kind == EXCHANGE for place in problem.places)
        or any(group.lot > 1 for group in problem.groups)
    ):
        return None
    convoys = order(problem)
    if convoys is None:
        return None
    columns = grid(problem, first=first)
    books, members = open_books(columns), members_of(columns)
    by_slot = np.argsort(columns.c_slot, kind="stable")
    for group, size in convoys:
        if not _leave(books, members, by_slot, group, size):
            return None
    return tuple(sorted(books.convoys, key=lambda convoy: (convoy.slot, convoy.leg)))


def _leave(books: Books, members: list[Members], by_slot: Ints, group: Group, size: int) -> bool:
    """Send so many of a group as early as possible; say whether they left."""
    for convoy in by_slot:
        kind = books.grid.movements[int(books.grid.c_mov[convoy])]
        fits = group in kind.groups and kind.leg.origin == group.origin and kind.leg.fewest <= size
        if fits and room(books, CONVOYS, int(convoy)) >= 1:
            load = _load(books, int(convoy), members[int(convoy)], group, size)
            if load is not None:
                enter(books, int(convoy), load)
                return True
    return False


def _load(books: Books, convoy: int, members: Members, group: Group, size: int) -> Load | None:
    """Return the vehicles for exactly so many of a group, and empty ones up to the smallest size; None where there are too few."""
    columns, problem = books.grid, books.grid.problem
    leg, index = columns.movements[int(columns.c_mov[convoy])].leg, problem.groups.index(group)
    seats = full_seats(problem).astype(np.int64)
    load: Load = []
    used, rest = 0, size
    for vehicle, persons in members:
        each = int(seats[columns.x_type[vehicle], index])
        person = next((one for one in persons if int(columns.p_group[one]) == index), None)
        taken = 0
        if person is not None and each and rest:
            if may_go(books, person, 0) < size:
                return None
            taken = min(rest, min(vehicles_room(books, vehicle, used), leg.largest - used) * each)
        number = -(-taken // each) if taken else 0
        load.append((vehicle, number, [(person, taken)] if person is not None and taken else []))
        used, rest = used + number, rest - taken
    if rest:
        return None
    padding = max(leg.smallest - used, 0)
    return load if not padding or pad(books, load, members, padding) else None

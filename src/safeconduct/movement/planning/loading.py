"""Who would be in a convoy that leaves in a slot, in which vehicles, and whether it is worth sending."""

from __future__ import annotations

import numpy as np

from safeconduct.movement.planning.accounts import Books, Load, room, vehicles_room
from safeconduct.movement.planning.ledgers import PERSONS
from safeconduct.movement.planning.program import full_seats

WORTHWHILE = 2


def load_of(books: Books, convoy: int, members: list[tuple[int, list[int]]], largest: int) -> Load | None:
    """Return the fullest convoy every ledger allows, filled up with empty vehicles to the smallest size."""
    leg = books.grid.movements[int(books.grid.c_mov[convoy])].leg
    load = _load(books, convoy, members, largest)
    persons = sum(number for _, _, people in load for _, number in people)
    vehicles = sum(number for _, number, _ in load)
    if persons < max(leg.fewest, 1):
        return None
    padding = max(leg.smallest - vehicles, 0)
    return load if not padding or pad(books, load, members, padding) else None


def _load(books: Books, convoy: int, members: list[tuple[int, list[int]]], largest: int) -> Load:
    """Fill vehicles of each type with people of each group, as many as every ledger allows."""
    load: Load = []
    seats = full_seats(books.grid.problem).astype(np.int64)
    spare, used = largest, 0
    taken: dict[int, int] = {}
    for vehicle, persons in members:
        available = min(vehicles_room(books, vehicle, largest - spare), spare)
        people, needed = [], 0
        for person in persons:
            group = int(books.grid.p_group[person])
            lot, each = books.grid.problem.groups[group].lot, int(seats[books.grid.x_type[vehicle], group])
            most = min(may_go(books, person, used) - taken.get(group, 0), (available - needed) * each)
            number = max(most // lot * lot, 0)
            if number:
                people.append((person, number))
                needed += -(-number // each)
                taken[group] = taken.get(group, 0) + number
                used += number
        load.append((vehicle, needed, people))
        spare -= needed
    return load


def may_go(books: Books, person: int, used: int) -> int:
    """Return how many of a group may leave in this column: those there, those the exposure allows, those no gate holds."""
    columns = books.grid
    problem = columns.problem
    group = problem.groups[int(columns.p_group[person])]
    convoy = int(columns.p_c[person])
    leg = columns.movements[int(columns.c_mov[convoy])].leg
    most = room(books, PERSONS, person) - used
    if leg.origin == group.origin:
        most = min(most, int(books.left[int(columns.p_group[person])]))
        for number, gate in enumerate(problem.terms.gates):
            if group.id in gate.held and books.seen[number][int(columns.c_slot[convoy])] < gate.number:
                most = min(most, gate.allow - books.gone[number] - used)
    return most


def pad(books: Books, load: Load, members: list[tuple[int, list[int]]], padding: int) -> bool:
    """Fill a convoy up to its smallest size with empty vehicles; say whether there were enough."""
    for index, (vehicle, number, people) in enumerate(load):
        others = sum(count for place, (_, count, _) in enumerate(load) if place != index)
        extra = min(padding, vehicles_room(books, vehicle, others) - number)
        load[index] = (vehicle, number + max(extra, 0), people)
        padding -= max(extra, 0)
    return padding <= 0


def worth(books: Books, convoy: int, persons: int, load: Load) -> bool:
    """Say whether a convoy is worth sending now: half as many people as its smallest size could carry, all who are left, or the last whom a gate lets through."""
    leg = books.grid.movements[int(books.grid.c_mov[convoy])].leg
    seats = full_seats(books.grid.problem)
    for vehicle, _, people in load:
        for person, number in people:
            group = int(books.grid.p_group[person])
            if number == books.left[group] or leg.origin != books.grid.problem.groups[group].origin:
                return True
            if _fills_a_gate(books, convoy, group, persons):
                return True
            if persons * WORTHWHILE >= leg.smallest * seats[books.grid.x_type[vehicle], group]:
                return True
    return False


def _fills_a_gate(books: Books, convoy: int, group: int, persons: int) -> bool:
    """Say whether these are the last whom a closed gate lets through: the other side may be waiting for them."""
    slot, name = int(books.grid.c_slot[convoy]), books.grid.problem.groups[group].id
    gates = enumerate(books.grid.problem.terms.gates)
    closed = [n for n, gate in gates if name in gate.held and books.seen[n][slot] < gate.number]
    return any(0 < books.grid.problem.terms.gates[n].allow - books.gone[n] <= persons for n in closed)

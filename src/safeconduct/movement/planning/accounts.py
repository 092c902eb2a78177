"""The running balances of the dispatch rule: what every ledger still allows, slot by slot, and what a convoy changes in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from safeconduct.movement.planning.ledgers import CONVOYS, DUE, GATE, PERSONS, SHUT, VEHICLES, Flow, Ledger, ledgers
from safeconduct.movement.planning.pairs import Pair, pairs_of
from safeconduct.movement.planning.past import gate_gone, gate_seen
from safeconduct.movement.planning.program import remaining
from safeconduct.movement.slots import NEVER, Grid, Ints, ceil_slots, counted
from safeconduct.movement.timetable import Convoy, Done

Load = list[tuple[int, int, list[tuple[int, int]]]]
"""Vehicles columns with their vehicles, and the persons columns with their people in each."""


@dataclass(frozen=True, slots=True)
class Draw:
    """How one column touches one ledger: ``each`` a unit, from ``start`` until ``end`` (the horizon when never given back)."""

    ledger: int
    start: int
    end: int
    each: int


@dataclass(slots=True)
class Books:
    """The running balances: one array over all slots for each ledger, and how each column draws on and feeds them."""

    grid: Grid
    ledgers: list[Ledger]
    balance: list[Ints]
    draws: dict[str, list[list[Draw]]]
    feeds: dict[str, list[list[Draw]]]
    left: Ints
    gone: list[int]
    seen: list[Ints]
    verified: list[Ints]
    pairs: list[Pair]
    convoys: list[Convoy] = field(default_factory=list)


def open_books(columns: Grid, past: tuple[Done, ...] = (), now: int = 0) -> Books:
    """Open every ledger at its present balance."""
    problem = columns.problem
    every = [ledger for ledger in ledgers(columns, past, now) if ledger.kind not in (GATE, SHUT, DUE)]
    sizes = {CONVOYS: len(columns.c_mov), VEHICLES: len(columns.x_c), PERSONS: len(columns.p_x)}
    draws: dict[str, list[list[Draw]]] = {level: [[] for _ in range(size)] for level, size in sizes.items()}
    feeds: dict[str, list[list[Draw]]] = {level: [[] for _ in range(size)] for level, size in sizes.items()}
    balance = []
    for index, ledger in enumerate(every):
        steps = np.zeros(problem.slots + 1, dtype=np.int64)
        for slot, amount in ledger.grants:
            steps[min(max(slot, 0), problem.slots)] += amount
        balance.append(ledger.opening + np.cumsum(steps))
        _enter(draws, feeds, index, ledger, problem.slots)
    terms = problem.terms.gates
    gone = [gate_gone(problem, gate, past) for gate in terms]
    seen = []
    for gate in terms:
        steps = np.zeros(problem.slots + 1, dtype=np.int64)
        for slot, number in gate_seen(problem, gate, past):
            steps[min(slot, problem.slots)] += number
        seen.append(np.cumsum(steps))
    counts = [np.minimum(counted(columns, gate.where), problem.slots) + ceil_slots(gate.delay, problem) for gate in terms]
    return Books(
        columns,
        every,
        balance,
        draws,
        feeds,
        remaining(problem, past).astype(np.int64),
        gone,
        seen,
        counts,
        pairs_of(columns, past),
    )


def _enter(
    draws: dict[str, list[list[Draw]]], feeds: dict[str, list[list[Draw]]], index: int, ledger: Ledger, horizon: int
) -> None:
    back = dict(zip(ledger.gives.columns.tolist(), ledger.gives.slot.tolist(), strict=True))
    taken = set(ledger.takes.columns.tolist())
    for column, slot, each in _entries(ledger.takes):
        end = min(back.get(column, horizon + 1), horizon + 1)
        draws[ledger.level][column].append(Draw(index, slot, end, each))
    for column, slot, each in _entries(ledger.gives):
        if column not in taken:
            feeds[ledger.level][column].append(Draw(index, min(slot, horizon + 1), horizon + 1, each))


def _entries(part: Flow) -> Iterator[tuple[int, int, int]]:
    return zip(part.columns.tolist(), part.slot.tolist(), part.each.tolist(), strict=True)


def members_of(columns: Grid) -> list[list[tuple[int, list[int]]]]:
    """Return, for each convoy column, its vehicle columns and the persons columns in each."""
    persons: list[list[int]] = [[] for _ in range(len(columns.x_c))]
    for person, owner in enumerate(columns.p_x.tolist()):
        persons[owner].append(person)
    result: list[list[tuple[int, list[int]]]] = [[] for _ in range(len(columns.c_mov))]
    for vehicle, owner in enumerate(columns.x_c.tolist()):
        result[owner].append((vehicle, persons[vehicle]))
    return result


def room(books: Books, level: str, column: int) -> int:
    """Return how many units of a column every ledger still allows."""
    most = NEVER
    for draw in books.draws[level][column]:
        most = min(most, int(books.balance[draw.ledger][draw.start : draw.end].min(initial=NEVER)) // draw.each)
    return max(most, 0)


def vehicles_room(books: Books, column: int, loaded: int) -> int:
    """Return how many vehicles of one type are still allowed in a convoy that holds ``loaded`` of other types already.

    Other types stand in other pools, but pass the same checkpoints in the same hour.
    """
    most = NEVER
    for draw in books.draws[VEHICLES][column]:
        shared = loaded if books.ledgers[draw.ledger].kind == "checkpoint" else 0
        most = min(most, int(books.balance[draw.ledger][draw.start : draw.end].min(initial=NEVER)) // draw.each - shared)
    return max(most, 0)


def book(books: Books, level: str, column: int, units: int) -> None:
    """Enter a departure in every ledger."""
    for draw in books.draws[level][column]:
        books.balance[draw.ledger][draw.start : draw.end] -= draw.each * units
    for feed in books.feeds[level][column]:
        books.balance[feed.ledger][feed.start :] += feed.each * units


def enter(books: Books, convoy: int, load: Load, sign: int = 1) -> None:
    """Enter a convoy with its load in every account; with ``sign`` -1 take the latest one back."""
    columns = books.grid
    problem = columns.problem
    leg = columns.movements[int(columns.c_mov[convoy])].leg
    book(books, CONVOYS, convoy, sign)
    vehicles, people = [], []
    for vehicle, number, riders in load:
        if number:
            book(books, VEHICLES, vehicle, sign * number)
            kind = problem.vehicles[int(columns.x_type[vehicle])].id
            vehicles.append((kind, number))
            for person, persons in riders:
                book(books, PERSONS, person, sign * persons)
                group = int(columns.p_group[person])
                people.append((problem.groups[group].id, kind, persons))
                if leg.origin == problem.groups[group].origin:
                    books.left[group] -= sign * persons
                _count_gates(books, person, sign * persons)
    if sign < 0:
        books.convoys.pop()
    else:
        books.convoys.append(Convoy(leg.id, int(columns.c_slot[convoy]), tuple(vehicles), tuple(people)))
    _count_pairs(books, convoy, people, sign)


def _count_gates(books: Books, person: int, persons: int) -> None:
    columns = books.grid
    problem = columns.problem
    group = problem.groups[int(columns.p_group[person])]
    leg = columns.movements[int(columns.c_mov[columns.p_c[person]])].leg
    for number, gate in enumerate(problem.terms.gates):
        if group.id in gate.held and leg.origin == group.origin:
            books.gone[number] += persons
        if group.id in gate.awaited:
            books.seen[number][int(books.verified[number][person]) :] += persons
            _count_holders(books, number, int(books.verified[number][person]), persons)


def _count_holders(books: Books, gate: int, slot: int, persons: int) -> None:
    for holder in (one for pair in books.pairs for side in pair.sides for one in side.holders if one.number == gate):
        holder.seen.append((slot, persons)) if persons > 0 else holder.seen.remove((slot, -persons))


def _count_pairs(books: Books, convoy: int, people: list[tuple[str, str, int]], sign: int) -> None:
    for pair in books.pairs:
        for side in pair.sides:
            number = sum(n for group, _, n in people if group in side.groups)
            if number and side.event[convoy] < NEVER:
                entry = (int(side.event[convoy]), number)
                side.counted.append(entry) if sign > 0 else side.counted.remove(entry)

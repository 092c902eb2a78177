"""The dispatch rule: slot by slot, send the fullest convoy that every ledger allows. One rule, many uses.

It gives the planner a first plan and completes one that was stopped, it answers *next safe departure* live, and the simulation
follows the same rule. It looks at balances only, never ahead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from safeconduct.movement.model import Problem
from safeconduct.movement.planning.ledgers import CONVOYS, DUE, GATE, PERSONS, SHUT, VEHICLES, Flow, Ledger, ledgers
from safeconduct.movement.planning.past import gate_gone, gate_seen
from safeconduct.movement.planning.program import at_exchanges, full_seats, remaining
from safeconduct.movement.slots import NEVER, Grid, Ints, ceil_slots, counted, grid
from safeconduct.movement.timetable import Convoy, Done

WORTHWHILE = 2
Load = list[tuple[int, int, list[tuple[int, int]]]]


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
    convoys: list[Convoy] = field(default_factory=list)


def dispatch(problem: Problem, *, past: tuple[Done, ...] = (), first: int = 0, patient: bool = True) -> tuple[Convoy, ...] | None:
    """Return the convoys the rule sends, or None when it does not get everyone away within the horizon.

    Arguments:
        past, first: as for ``plan``.
        patient: wait for a convoy worth sending; a second, impatient run follows when that leaves people behind.
    Holds: never breaks a ledger or a gate (verify, on random instances).
    Cost: linear in departures x ledgers.
    """
    columns = grid(problem, first=first)
    books = open_books(columns, past, first)
    order = np.lexsort((_priority(columns), columns.c_slot))
    by_convoy = members_of(columns)
    for convoy in order:
        send(books, int(convoy), by_convoy, patient)
    if _everyone_arrived(books, past):
        return tuple(books.convoys)
    return dispatch(problem, past=past, first=first, patient=False) if patient else None


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
    return Books(columns, every, balance, draws, feeds, remaining(problem, past).astype(np.int64), gone, seen, counts)


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


def _priority(columns: Grid) -> Ints:
    """Heavier weights first, then legs onward from exchange points, then the shorter way."""
    rank = [(-max(g.weight for g in kind.groups), kind.leg.out, number) for number, kind in enumerate(columns.movements)]
    place = np.array([sorted(rank).index(entry) for entry in rank], dtype=np.int64)
    return place[columns.c_mov] if rank else np.zeros(0, dtype=np.int64)


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


def send(books: Books, convoy: int, members: list[list[tuple[int, list[int]]]], patient: bool) -> bool:
    """Send a convoy in this column if the ledgers allow one worth sending; say whether it went."""
    kind = books.grid.movements[int(books.grid.c_mov[convoy])]
    if room(books, CONVOYS, convoy) < 1:
        return False
    load = load_of(books, convoy, members[convoy], kind.leg.largest)
    if load is None:
        return False
    if patient and not _worth(books, convoy, sum(number for _, _, people in load for _, number in people), load):
        return False
    _send(books, convoy, load)
    return True


def load_of(books: Books, convoy: int, members: list[tuple[int, list[int]]], largest: int) -> Load | None:
    """Return the fullest convoy every ledger allows, filled up with empty vehicles to the smallest size."""
    leg = books.grid.movements[int(books.grid.c_mov[convoy])].leg
    load = _load(books, convoy, members, largest)
    persons = sum(number for _, _, people in load for _, number in people)
    vehicles = sum(number for _, number, _ in load)
    if persons < max(leg.fewest, 1):
        return None
    padding = max(leg.smallest - vehicles, 0)
    return load if not padding or _pad(books, load, members, padding) else None


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


def _pad(books: Books, load: Load, members: list[tuple[int, list[int]]], padding: int) -> bool:
    """Fill a convoy up to its smallest size with empty vehicles; say whether there were enough."""
    for index, (vehicle, number, people) in enumerate(load):
        others = sum(count for place, (_, count, _) in enumerate(load) if place != index)
        extra = min(padding, vehicles_room(books, vehicle, others) - number)
        load[index] = (vehicle, number + max(extra, 0), people)
        padding -= max(extra, 0)
    return padding <= 0


def _worth(books: Books, convoy: int, persons: int, load: Load) -> bool:
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


def _send(books: Books, convoy: int, load: Load) -> None:
    columns = books.grid
    problem = columns.problem
    leg = columns.movements[int(columns.c_mov[convoy])].leg
    book(books, CONVOYS, convoy, 1)
    vehicles, people = [], []
    for vehicle, number, riders in load:
        if number:
            book(books, VEHICLES, vehicle, number)
            kind = problem.vehicles[int(columns.x_type[vehicle])].id
            vehicles.append((kind, number))
            for person, persons in riders:
                book(books, PERSONS, person, persons)
                group = int(columns.p_group[person])
                people.append((problem.groups[group].id, kind, persons))
                if leg.origin == problem.groups[group].origin:
                    books.left[group] -= persons
                _count_gates(books, person, persons)
    books.convoys.append(Convoy(leg.id, int(columns.c_slot[convoy]), tuple(vehicles), tuple(people)))


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


def _everyone_arrived(books: Books, past: tuple[Done, ...]) -> bool:
    problem = books.grid.problem
    waiting = sum(
        int(balance[-1]) for ledger, balance in zip(books.ledgers, books.balance, strict=True) if ledger.kind == "exchange"
    )
    reachable = {ledger.key for ledger in books.ledgers if ledger.kind == "exchange"}
    stranded = any(key not in reachable for key, _, _ in at_exchanges(problem, past))
    return int(books.left.sum()) == 0 and waiting == 0 and not stranded

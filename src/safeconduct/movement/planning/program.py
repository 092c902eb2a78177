"""The program of a whole movement: whole convoys in some slots, shares of persons in all others.

With no slot whole it is the master whose optimum is the bound; with every slot whole it is the exact model; with one block of slots
whole it is the step of the planner. Persons are counted in lots, so that families are never split. Where a leg leaves vehicles and teams
elsewhere, an emptier convoy brings more of them there: it has columns of its own in shares too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from safeconduct.movement.model import EXCHANGE, Problem
from safeconduct.movement.planning.ledgers import CONVOYS, DUE, PERSONS, SHUT, VEHICLES, Ledger, gate_columns, ledgers
from safeconduct.movement.planning.owed import owing
from safeconduct.movement.planning.pair_rows import pair_rows
from safeconduct.movement.planning.past import gate_gone, gate_seen, verified
from safeconduct.movement.planning.rows import LedgerRows, Rows, Units, add_ledger, sorted_owners, switch_rows
from safeconduct.movement.slots import NEVER, Flags, Floats, Grid, Ints
from safeconduct.movement.timetable import Done, Opening

Standing = tuple[tuple[str, str], int, int]


@dataclass(frozen=True, slots=True)
class Program:
    """A program ready to be solved, with the meaning of its columns.

    Arguments:
        whole: the columns that are yes-or-no or count in whole numbers.
        n_of, x_of: the column of each convoy and each vehicles entry, -1 where its people's columns stand for it; persons come first, at 0.
        lots: persons in one unit of each persons column.
        supply: people still at their origin, for each group; standing: people already at an exchange point.
        leaves: the rows that say that everyone leaves, and goes on from exchange points.
    """

    grid: Grid
    rows: Rows
    cost: Floats
    lower: Floats
    upper: Floats
    whole: Ints
    n_of: Ints
    x_of: Ints
    lots: Floats
    books: tuple[LedgerRows, ...]
    supply: Floats
    standing: tuple[Standing, ...]
    leaves: Ints


def program(grid: Grid, whole: Flags, *, past: tuple[Done, ...] = (), now: int = 0, openings: tuple[Opening, ...] = ()) -> Program:
    """Assemble the program.

    Arguments:
        whole: for each convoy column, whether it is yes-or-no here.
        openings: when gates open, where that is known.
        past: convoys that have left or are announced, which weigh on the ledgers from slot ``now`` on.
    """
    people = len(grid.p_x)
    own = whole | elsewhere(grid)
    n_of, x_of, after = _columns(own, own[grid.x_c], people)
    rows = Rows(after)
    lots = np.array([group.lot for group in grid.problem.groups], dtype=np.float64)[grid.p_group]
    units = _units(grid, own, n_of, x_of, lots)
    order = sorted_owners(units, {PERSONS: people, VEHICLES: len(grid.x_c), CONVOYS: len(grid.c_mov)})
    books = tuple(add_ledger(rows, ledger, units, order) for ledger in ledgers(grid, past, now, forgiven=True))
    _link(rows, grid, whole, n_of, x_of, lots)
    gates = _gates(rows, grid, whole, units, past, openings)
    switches = np.concatenate((gates, pair_rows(rows, grid, whole, units, n_of, past, now)))
    supply, standing = remaining(grid.problem, past), at_exchanges(grid.problem, past)
    leaves = np.arange(rows.count, _everybody_leaves(rows, grid, lots, supply, standing), dtype=np.int64)
    cost, lower, upper = np.zeros(rows.columns), np.zeros(rows.columns), np.full(rows.columns, np.inf)
    cost[:people] = grid.p_cost * lots
    upper[n_of[n_of >= 0]] = 1
    upper[switches] = 1
    for book in books:
        if book.ledger.kind in (SHUT, DUE):
            lower[book.first_slack : book.first_slack + len(book.slots)] = np.where(binding(book, openings), 0.0, -np.inf)
        elif book.ledger.kind == "reciprocity":
            lower[book.first_slack : book.first_slack + len(book.slots)] = owing(book, grid.problem.terms.gates, openings)
    every = np.concatenate((n_of[whole], x_of[whole[grid.x_c]], switches))
    return Program(grid, rows, cost, lower, upper, every, n_of, x_of, lots, books, supply, standing, leaves)


def elsewhere(grid: Grid) -> Flags:
    """Return, for each convoy column, whether its vehicles and teams stand at another place than before when it is over."""
    moves = np.array([kind.leg.home != kind.leg.origin for kind in grid.movements], dtype=bool)
    result: Flags = moves[grid.c_mov]
    return result


def binding(book: LedgerRows, openings: tuple[Opening, ...]) -> Flags:
    """Return in which of its slots a gate's ledger binds: shut in those before it opens, due once it is open."""
    known = next((one for one in openings if one.gate == ":".join(book.ledger.key)), Opening(""))
    if book.ledger.kind == SHUT:
        return book.slots < known.earliest
    if known.latest is None:
        return np.zeros(len(book.slots), dtype=bool)
    return np.append(book.slots[1:], NEVER) > known.latest


def full_seats(problem: Problem) -> Floats:
    """Return persons a vehicle holds in whole lots: vehicle types by groups."""
    return np.array([[max(v.seats // g.lot, 0) * g.lot for g in problem.groups] for v in problem.vehicles], dtype=np.float64)


def _columns(whole: Flags, inside: Flags, people: int) -> tuple[Ints, Ints, int]:
    n_of = np.full(len(whole), -1, dtype=np.int64)
    n_of[whole] = people + np.arange(int(whole.sum()))
    x_of = np.full(len(inside), -1, dtype=np.int64)
    x_of[inside] = people + int(whole.sum()) + np.arange(int(inside.sum()))
    return n_of, x_of, people + int(whole.sum()) + int(inside.sum())


def _units(grid: Grid, own: Flags, n_of: Ints, x_of: Ints, lots: Floats) -> dict[str, Units]:
    """Convoys and vehicles have their own columns, or are shares of the persons columns."""
    per_seat = lots / full_seats(grid.problem)[grid.x_type[grid.p_x], grid.p_group]
    largest = np.array([kind.leg.largest for kind in grid.movements], dtype=np.float64)[grid.c_mov[grid.p_c]]
    persons = np.arange(len(grid.p_x), dtype=np.int64)
    share = ~own[grid.p_c]
    own_x, own_n = np.flatnonzero(x_of >= 0), np.flatnonzero(n_of >= 0)
    return {
        PERSONS: Units(persons, persons, lots),
        VEHICLES: Units(
            np.concatenate((grid.p_x[share], own_x)),
            np.concatenate((persons[share], x_of[own_x])),
            np.concatenate((per_seat[share], np.ones(len(own_x)))),
        ),
        CONVOYS: Units(
            np.concatenate((grid.p_c[share], own_n)),
            np.concatenate((persons[share], n_of[own_n])),
            np.concatenate(((per_seat / largest)[share], np.ones(len(own_n)))),
        ),
    }


def _link(rows: Rows, grid: Grid, whole: Flags, n_of: Ints, x_of: Ints, lots: Floats) -> None:
    """persons <= seats x vehicles <= seats x largest; in each whole convoy that leaves also vehicles >= smallest and persons >= fewest."""
    own_x = np.flatnonzero(x_of >= 0)
    mine = np.flatnonzero(x_of[grid.p_x] >= 0)
    per_seat = lots / full_seats(grid.problem)[grid.x_type[grid.p_x], grid.p_group]
    row = _fresh_rows(rows, own_x, len(x_of))
    rows.add(row[own_x], x_of[own_x], -np.ones(len(own_x)))
    rows.add(row[grid.p_x[mine]], mine, per_seat[mine])
    for sign, limit in ((1.0, "largest"), (-1.0, "smallest"), (-1.0, "fewest")):
        held = n_of >= 0 if limit == "largest" else whole
        own_n, held_x = np.flatnonzero(held), own_x[held[grid.x_c[own_x]]]
        most = np.array([getattr(kind.leg, limit) for kind in grid.movements], dtype=np.float64)
        row = _fresh_rows(rows, own_n, len(n_of))
        rows.add(row[own_n], n_of[own_n], -sign * most[grid.c_mov[own_n]])
        if limit == "fewest":
            aboard = mine[held[grid.p_c[mine]]]
            rows.add(row[grid.p_c[aboard]], aboard, sign * lots[aboard])
        else:
            rows.add(row[grid.x_c[held_x]], x_of[held_x], np.full(len(held_x), sign))


def _fresh_rows(rows: Rows, owners: Ints, size: int) -> Ints:
    """Open one row "<= 0" for each owner and return the row of each."""
    row = np.full(size, -1, dtype=np.int64)
    row[owners] = rows.bounds(np.full(len(owners), -np.inf), np.zeros(len(owners))) + np.arange(len(owners))
    return row


def _gates(
    rows: Rows,
    grid: Grid,
    whole: Flags,
    units: dict[str, Units],
    past: tuple[Done, ...],
    openings: tuple[Opening, ...],
) -> Ints:
    """Where held convoys are whole and it is not known whether a gate is open, one yes-or-no column for each slot says so."""
    switches = []
    for gate in grid.problem.terms.gates:
        held, out, awaited, back = gate_columns(grid, gate)
        known = next((one for one in openings if one.gate == gate.name), Opening(gate.name))
        slots = np.unique(out[whole[grid.p_c[held]]])
        slots = slots[(slots >= known.earliest) & (slots < (NEVER if known.latest is None else known.latest))]
        if not len(slots):
            continue
        switch = rows.columns + np.arange(len(slots), dtype=np.int64)
        rows.columns += len(slots)
        switches.append(switch)
        gone = gate_gone(grid.problem, gate, past)
        seen = np.array(
            [sum(n for when, n in gate_seen(grid.problem, gate, past) if when <= slot) for slot in slots], dtype=np.float64
        )
        total = sum(group.planned for group in grid.problem.groups if group.id in gate.held)
        rest = float(max(total - gate.allow, 0))
        free = np.full(len(slots), float(max(gate.allow - gone, 0)))
        switch_rows(rows, units, held, out, slots, switch, free, rest, sign=1.0)
        switch_rows(rows, units, awaited, back, slots, switch, seen, -float(gate.number), sign=-1.0)
    return np.concatenate(switches) if switches else np.zeros(0, dtype=np.int64)


def _everybody_leaves(rows: Rows, grid: Grid, lots: Floats, supply: Floats, standing: tuple[Standing, ...]) -> int:
    """Everyone leaves their origin, and whoever reaches an exchange point goes on from it. Returns the number of rows by now."""
    groups = grid.problem.groups
    first = rows.bounds(supply, supply)
    origins, ends = (np.array([getattr(kind.leg, end) for kind in grid.movements]) for end in ("origin", "destination"))
    homes = np.array([group.origin for group in groups])
    movement = grid.c_mov[grid.p_c]
    mine = np.flatnonzero(origins[movement] == homes[grid.p_group]) if len(movement) else np.zeros(0, dtype=np.int64)
    rows.add(first + grid.p_group[mine], mine, lots[mine])
    for place in (place.id for place in grid.problem.places if place.kind == EXCHANGE):
        here = np.array([sum(n for key, _, n in standing if key == (group.id, place)) for group in groups], dtype=np.float64)
        through = rows.bounds(here, here)
        for side, sign in ((origins, 1.0), (ends, -1.0)):
            entries = np.flatnonzero(side[movement] == place) if len(movement) else np.zeros(0, dtype=np.int64)
            rows.add(through + grid.p_group[entries], entries, sign * lots[entries])
    return rows.count


def remaining(problem: Problem, past: tuple[Done, ...]) -> Floats:
    """Return, for each group, the people who have not yet left their origin (never below zero)."""
    gone = {group.id: 0 for group in problem.groups}
    for done in past:
        if problem.place(problem.leg(done.convoy.leg).origin).kind != EXCHANGE:
            for group, _, number in done.convoy.people:
                gone[group] += number
    return np.array([max(group.planned - gone[group.id], 0) for group in problem.groups], dtype=np.float64)


def at_exchanges(problem: Problem, past: tuple[Done, ...]) -> tuple[Standing, ...]:
    """Return who stands at, or is on the way to, which exchange point, and from which slot on they may go on."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for done in past:
        leg = problem.leg(done.convoy.leg)
        for place, sign in ((leg.destination, 1), (leg.origin, -1)):
            if problem.place(place).kind == EXCHANGE:
                moved = verified(done) if sign > 0 else tuple((group, number) for group, _, number in done.convoy.people)
                for group, number in moved:
                    slot, standing = found.get((group, place), (done.arrived, 0))
                    found[group, place] = (min(slot, done.arrived) if sign > 0 else slot, standing + sign * number)
    return tuple((key, slot, standing) for key, (slot, standing) in sorted(found.items()) if standing > 0)


def find(books: tuple[LedgerRows, ...], name: str) -> Ledger | None:
    """Return a ledger of a program by its name."""
    return next((book.ledger for book in books if book.ledger.name == name), None)

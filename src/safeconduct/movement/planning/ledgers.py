"""One idea for every rule: a *ledger* that must never run below zero.

A ledger opens with a balance; columns take from it in one slot and give to it in another. Vehicles in a depot, escort teams, the
headway of a corridor, the rolling hour of a checkpoint, the people waiting at an exchange point, the exposure of one side and a
gate on verified counts are all ledgers, in whole numbers. The planner, the bound and its certificate need nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import gcd

import numpy as np

from safeconduct.movement.model import EXCHANGE, Problem
from safeconduct.movement.planning.past import after
from safeconduct.movement.slots import NEVER, Flags, Grid, Ints, ceil_slots, counted, stands_at
from safeconduct.movement.terms import DEPARTED, Gate, Reciprocity
from safeconduct.movement.timetable import Done

CONVOYS, VEHICLES, PERSONS = "convoys", "vehicles", "persons"
GATE, SHUT, DUE = "gate", "shut", "due"


@dataclass(frozen=True, slots=True)
class Flow:
    """What some columns move: column indices, the slot in which it counts, and how much for each unit (whole, positive)."""

    columns: Ints
    slot: Ints
    each: Ints


@dataclass(frozen=True, slots=True)
class Ledger:
    """A balance that may not run below zero.

    Arguments:
        kind, key: what it is ("vehicles", ("bus", "north town")); together the name used in certificates and explanations.
        level: which columns move it: convoys, vehicles or persons.
        opening: the balance before slot 0.
        takes, gives: what draws on it and what feeds it; within a slot the gifts come first.
        grants: (slot, amount) it receives without any column; negative for what is already promised.
    """

    kind: str
    key: tuple[str, ...]
    level: str
    opening: int
    takes: Flow
    gives: Flow
    grants: tuple[tuple[int, int], ...] = ()

    @property
    def name(self) -> str:
        """One string for certificates: the kind and its key."""
        return ":".join((self.kind, *self.key))


def flow(columns: Ints, slot: Ints, each: int | Ints = 1) -> Flow:
    """Return a flow, dropping what never happens within the horizon."""
    amounts = np.full(len(columns), each, dtype=np.int64) if isinstance(each, int) else each
    ever = slot < NEVER
    return Flow(columns[ever], slot[ever], amounts[ever])


def ledgers(grid: Grid, past: tuple[Done, ...] = (), now: int = 0, forgiven: bool = False) -> list[Ledger]:
    """Return every ledger of the model, without those no column ever draws on.

    Arguments:
        past: convoys that have left or are announced; what they take and give back enters as grants, the past in slot ``now``.
        forgiven: what was given too much by ``now`` is not owed (see ``past.after``).
    """
    gates = (
        ledger for gate in grid.problem.terms.gates if gate.number for ledger in _gate(grid, gate)
    )  # who awaits nobody is free
    found = (
        *_vehicles(grid),
        *_escorts(grid),
        *_headways(grid),
        *_checkpoints(grid),
        *_exchanges(grid),
        *_joining(grid),
        *_reciprocity(grid),
        *gates,
    )
    drawn = [ledger for ledger in found if len(ledger.takes.columns) or (ledger.kind == DUE and len(ledger.gives.columns))]
    return [after(ledger, grid.problem, past, now, forgiven) for ledger in drawn] if past else drawn


def at_leg(grid: Grid, end: str, place: str) -> Flags:
    """Return, for each movement, whether its leg has ``place`` as its origin, destination or home."""
    return np.array([getattr(kind.leg, end) == place for kind in grid.movements], dtype=bool)


def _vehicles(grid: Grid) -> Iterator[Ledger]:
    problem = grid.problem
    movement = grid.c_mov[grid.x_c]
    for number, vehicle in enumerate(problem.vehicles):
        for place in sorted(stands_at(problem, vehicle)):
            mine = grid.x_type == number
            takes = np.flatnonzero(mine & at_leg(grid, "origin", place)[movement])
            gives = np.flatnonzero(mine & at_leg(grid, "home", place)[movement])
            stock = sum(pool.number for pool in problem.pools if pool.type == vehicle.id and pool.place == place)
            yield Ledger(
                "vehicles",
                (vehicle.id, place),
                VEHICLES,
                stock,
                flow(takes, grid.x_taken[takes]),
                flow(gives, grid.x_home[gives]),
            )


def _escorts(grid: Grid) -> Iterator[Ledger]:
    problem = grid.problem
    needs = np.array([kind.leg.escorts for kind in grid.movements], dtype=np.int64)[grid.c_mov]
    for place in sorted({e.place for e in problem.escorts} | {leg.origin for leg in problem.legs}):
        takes = np.flatnonzero(at_leg(grid, "origin", place)[grid.c_mov] & (needs > 0))
        gives = np.flatnonzero(at_leg(grid, "home", place)[grid.c_mov] & (needs > 0))
        teams = sum(e.number for e in problem.escorts if e.place == place)
        yield Ledger(
            "escorts",
            (place,),
            CONVOYS,
            teams,
            flow(takes, grid.c_slot[takes], needs[takes]),
            flow(gives, grid.c_home[gives], needs[gives]),
        )


def _headways(grid: Grid) -> Iterator[Ledger]:
    for leg in grid.problem.legs:
        mine = np.flatnonzero(np.array([kind.leg is leg for kind in grid.movements], dtype=bool)[grid.c_mov])
        gap = max(1, ceil_slots(leg.headway, grid.problem))
        yield Ledger("headway", (leg.id,), CONVOYS, 1, flow(mine, grid.c_slot[mine]), flow(mine, grid.c_slot[mine] + gap))


def _checkpoints(grid: Grid) -> Iterator[Ledger]:
    hour = ceil_slots(60, grid.problem)
    for checkpoint in grid.problem.checkpoints:
        offsets = [dict(kind.leg.checkpoints).get(checkpoint.id) for kind in grid.movements]
        passes = np.array([offset is not None for offset in offsets], dtype=bool)
        after = np.array([ceil_slots(offset or 0, grid.problem) for offset in offsets], dtype=np.int64)
        mine = np.flatnonzero(passes[grid.c_mov[grid.x_c]])
        slot = grid.c_slot[grid.x_c[mine]] + after[grid.c_mov[grid.x_c[mine]]]
        yield Ledger("checkpoint", (checkpoint.id,), VEHICLES, checkpoint.per_hour, flow(mine, slot), flow(mine, slot + hour))


def _exchanges(grid: Grid) -> Iterator[Ledger]:
    movement = grid.c_mov[grid.p_c]
    for place in grid.problem.places:
        if place.kind != EXCHANGE:
            continue
        for number, group in enumerate(grid.problem.groups):
            mine = grid.p_group == number
            takes = np.flatnonzero(mine & at_leg(grid, "origin", place.id)[movement])
            gives = np.flatnonzero(mine & at_leg(grid, "destination", place.id)[movement])
            yield Ledger(
                "exchange",
                (group.id, place.id),
                PERSONS,
                0,
                flow(takes, grid.c_slot[grid.p_c[takes]]),
                flow(gives, grid.c_arr[grid.p_c[gives]]),
            )


def _joining(grid: Grid) -> Iterator[Ledger]:
    for number, group in enumerate(grid.problem.groups):
        if not group.joins:
            continue
        leaves = counted(grid, DEPARTED)
        takes = np.flatnonzero((grid.p_group == number) & (leaves < NEVER))
        later = tuple((ceil_slots(minute, grid.problem), persons) for minute, persons in group.joins)
        there = group.planned - sum(persons for _, persons in later)
        nobody = np.zeros(0, dtype=np.int64)
        yield Ledger("joining", (group.id,), PERSONS, there, flow(takes, leaves[takes]), flow(nobody, nobody), later)


def of_groups(problem: Problem, ids: tuple[str, ...]) -> Flags:
    """Return, for each group of the problem, whether its id is listed."""
    return np.array([group.id in ids for group in problem.groups], dtype=bool)


def _reciprocity(grid: Grid) -> Iterator[Ledger]:
    for term in grid.problem.terms.reciprocity:
        sides = (
            (term.left, term.right, term.left_share, term.right_share, term.left_ahead),
            (term.right, term.left, term.right_share, term.left_share, term.right_ahead),
        )
        for given, received, share, other, ahead in sides:
            yield _exposure(grid, term, given, received, share, other, ahead)


def _exposure(
    grid: Grid,
    term: Reciprocity,
    given: tuple[str, ...],
    received: tuple[str, ...],
    share: int,
    other: int,
    ahead: int,
) -> Ledger:
    """given <= share/other x received + ahead, multiplied by other (and divided by what is common) to stay in whole numbers."""
    common = gcd(share, other)
    unit, price = share // common, other // common
    out, back = counted(grid, term.given), counted(grid, term.received)
    takes = np.flatnonzero(of_groups(grid.problem, given)[grid.p_group] & (out < NEVER))
    gives = np.flatnonzero(of_groups(grid.problem, received)[grid.p_group] & (back < NEVER))
    delay = ceil_slots(term.delay, grid.problem)
    key = (term.clause, "+".join(given))
    return Ledger(
        "reciprocity", key, PERSONS, ahead * price, flow(takes, out[takes], price), flow(gives, back[gives] + delay, unit)
    )


def _gate(grid: Grid, gate: Gate) -> Iterator[Ledger]:
    """The gate as the bound sees it, whenever it opens, and what is certain once it is known when.

    Whenever it opens, each verified person lets through a share of those held. Before it opens no more than ``allow`` are gone
    (*shut*: looked at up to the slot before). Once it is open ``number`` are verified (*due*: looked at from that slot on).
    """
    rest = max(sum(group.planned for group in grid.problem.groups if group.id in gate.held) - gate.allow, 0)
    common = gcd(gate.number, rest) or 1
    unit, price = rest // common, gate.number // common
    takes, out, gives, back = gate_columns(grid, gate)
    key, nobody = (gate.clause, "+".join(gate.held)), flow(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
    yield Ledger(GATE, key, PERSONS, gate.allow * price, flow(takes, out, price), flow(gives, back, unit))
    yield Ledger(SHUT, key, PERSONS, gate.allow, flow(takes, out), nobody)
    yield Ledger(DUE, key, PERSONS, -gate.number, nobody, flow(gives, back))


def gate_columns(grid: Grid, gate: Gate) -> tuple[Ints, Ints, Ints, Ints]:
    """Return the columns a gate holds and their departure slots, the columns it waits for and when they are verified."""
    out, back = counted(grid, DEPARTED), counted(grid, gate.where)
    held = np.flatnonzero(of_groups(grid.problem, gate.held)[grid.p_group] & (out < NEVER))
    awaited = np.flatnonzero(of_groups(grid.problem, gate.awaited)[grid.p_group] & (back < NEVER))
    return held, out[held], awaited, back[awaited] + ceil_slots(gate.delay, grid.problem)

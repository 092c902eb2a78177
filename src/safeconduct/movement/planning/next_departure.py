"""The next safe departure now: what each leg may release without either side running ahead, and what it waits for.

It lists; a person releases. A leg whose protection gate is not established is never *ready*, whatever the counts say.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from safeconduct.movement.model import Problem
from safeconduct.movement.planning.accounts import Books, members_of, open_books, room
from safeconduct.movement.planning.dispatch import release, take_back
from safeconduct.movement.planning.ledgers import CONVOYS, PERSONS, VEHICLES
from safeconduct.movement.planning.loading import load_of, may_go
from safeconduct.movement.planning.pairs import owed, pairs_of
from safeconduct.movement.slots import grid
from safeconduct.movement.terms import Protection
from safeconduct.movement.timetable import Convoy, Done


@dataclass(frozen=True, slots=True)
class Departure:
    """What one kind of convoy may do next.

    Arguments:
        leg, groups: which; slot: the earliest slot in which it may leave, None when not within the horizon as things stand.
        convoy: the largest safe convoy then; limits: what keeps it from being larger (rule names with clauses), tightest first.
        protection: the gate of the leg; ready: the slot is now, the convoy is safe, and the gate is open, for its partners as well.
        partners: the convoys without which it may not leave, with the slots in which they must; empty where it may leave alone.
    """

    leg: str
    groups: tuple[str, ...]
    slot: int | None
    convoy: Convoy | None
    limits: tuple[str, ...]
    protection: Protection
    ready: bool
    partners: tuple[Convoy, ...] = ()


@dataclass(frozen=True, slots=True)
class Follow:
    """A side that is to follow what the other has released, or announced: by the end of which slot, under which clause."""

    clause: str
    groups: tuple[str, ...]
    slot: int


def to_follow(problem: Problem, now: int, past: tuple[Done, ...] = ()) -> tuple[Follow, ...]:
    """Return who is still to be released because the other side has been, or is announced to be, and by when.

    Arguments:
        now, past: as for ``next_departures``.
    """
    columns = grid(problem, first=now)
    found = [
        Follow(pair.term.clause, pair.sides[1 - mine].groups, slot + pair.lag)
        for pair in pairs_of(columns, past)
        for mine, slot, _ in owed(columns, pair, past, now)
    ]
    return tuple(dict.fromkeys(sorted(found, key=lambda one: one.slot)))


def next_departures(problem: Problem, now: int, *, past: tuple[Done, ...] = ()) -> tuple[Departure, ...]:
    """Return, for each kind of convoy, the next safe departure if nothing else leaves before it.

    Arguments:
        now: the present slot; past: convoys that have left or are announced.
    Holds: a released convoy never breaks an exposure bound (tests/unit/movement/test_live.py).
    """
    columns = grid(problem, first=now)
    books = open_books(columns, past, now)
    members = members_of(columns)
    found = []
    for number in range(len(columns.movements)):
        mine = np.flatnonzero(columns.c_mov == number)
        found.append(_first(problem, books, [int(c) for c in mine], members, number, now))
    return tuple(found)


def _first(
    problem: Problem, books: Books, convoys: list[int], members: list[list[tuple[int, list[int]]]], number: int, now: int
) -> Departure:
    kind = books.grid.movements[number]
    groups = tuple(group.id for group in kind.groups)
    gate = problem.gate(kind.leg.id)
    held: tuple[str, ...] = ()
    for convoy in convoys:
        slot = int(books.grid.c_slot[convoy])
        released = release(books, convoy, members, False)
        if released is None:
            held = held or _held_back(books, convoy, members)
            continue
        made, *partners = books.convoys[-len(released) :]
        take_back(books, released)
        limits = _limits(problem, books, convoy, members[convoy], made)
        is_open = gate.is_open and all(problem.gate(partner.leg).is_open for partner in partners)
        return Departure(kind.leg.id, groups, slot, made, held + limits, gate, slot == now and is_open, tuple(partners))
    waits = (
        _limits(problem, books, convoys[0], members[convoys[0]], None)
        if convoys
        else (f"days:{problem.days}" if now >= problem.slots else "opening hours",)
    )
    return Departure(kind.leg.id, groups, None, None, held + waits, gate, False)


def _held_back(books: Books, convoy: int, members: list[list[tuple[int, list[int]]]]) -> tuple[str, ...]:
    """Name the terms for which a convoy that could leave by itself waits for a partner."""
    kind = books.grid.movements[int(books.grid.c_mov[convoy])]
    if not books.pairs or room(books, CONVOYS, convoy) < 1 or load_of(books, convoy, members[convoy], kind.leg.largest) is None:
        return ()
    sides = {group.id for group in kind.groups}
    terms = (pair.term for pair in books.pairs if sides & {*pair.term.left, *pair.term.right})
    return tuple(f"together:{term.clause}:{term.about}" for term in terms)


def _limits(
    problem: Problem, books: Books, convoy: int, members: list[tuple[int, list[int]]], made: Convoy | None
) -> tuple[str, ...]:
    """Name the rules that would be the first to be broken by one convoy, one vehicle, or one person more."""
    found: list[tuple[float, str]] = []
    for draw in books.draws[CONVOYS][convoy]:
        found.append(
            (_left(books, draw.ledger, draw.start, draw.end, draw.each, 1 if made else 0), books.ledgers[draw.ledger].name)
        )
    for vehicle, persons in members:
        kind = problem.vehicles[int(books.grid.x_type[vehicle])].id
        used = dict(made.vehicles).get(kind, 0) if made else 0
        for draw in books.draws[VEHICLES][vehicle]:
            found.append((_left(books, draw.ledger, draw.start, draw.end, draw.each, used), books.ledgers[draw.ledger].name))
        for person in persons:
            going = made.persons if made else 0
            for draw in books.draws[PERSONS][person]:
                found.append((_left(books, draw.ledger, draw.start, draw.end, draw.each, going), books.ledgers[draw.ledger].name))
            found += _held(problem, books, person)
    tight = sorted({entry for entry in found if entry[0] < 1})
    return tuple(name for _, name in tight)


def _left(books: Books, ledger: int, start: int, end: int, each: int, used: int) -> float:
    return int(books.balance[ledger][start:end].min(initial=10**9)) / each - used


def _held(problem: Problem, books: Books, person: int) -> list[tuple[float, str]]:
    group = problem.groups[int(books.grid.p_group[person])].id
    if may_go(books, person, 0) > 0:
        return []
    slot = int(books.grid.c_slot[books.grid.p_c[person]])
    return [
        (0.0, f"gate:{gate.clause}:{'+'.join(gate.held)}")
        for number, gate in enumerate(problem.terms.gates)
        if group in gate.held and books.seen[number][slot] < gate.number
    ]

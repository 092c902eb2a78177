"""The dispatch rule: slot by slot, send the fullest convoy that every ledger allows. One rule, many uses.

It gives the planner a first plan and completes one that was stopped, it answers *next safe departure* live, and the simulation
follows the same rule. It looks at balances only, never ahead; a convoy that may only leave together with others takes them along at
once, in its own slot or a later one within the lag, or does not leave.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from safeconduct.movement.model import Problem
from safeconduct.movement.planning.accounts import Books, Load, enter, members_of, open_books, room
from safeconduct.movement.planning.ledgers import CONVOYS
from safeconduct.movement.planning.loading import load_of, worth
from safeconduct.movement.planning.pairs import Side, is_met, owed
from safeconduct.movement.planning.program import at_exchanges
from safeconduct.movement.slots import NEVER, Grid, Ints, grid
from safeconduct.movement.timetable import Convoy, Done

Members = list[list[tuple[int, list[int]]]]
Sent = tuple[int, Load]


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
    _follow(books, by_convoy, past, first, patient)
    for convoy in order:
        send(books, int(convoy), by_convoy, patient)
    if _everyone_arrived(books, past) and _announced_met(books, past, first):
        return tuple(books.convoys)
    return dispatch(problem, past=past, first=first, patient=False) if patient else None


def _follow(books: Books, members: Members, past: tuple[Done, ...], first: int, patient: bool) -> None:
    """Before all else, send the partners of what has left, or is announced, while they can come in time."""
    for pair in books.pairs:
        for mine, slot, _ in list(owed(books.grid, pair, past, first)):
            if not is_met(pair.sides[1 - mine], slot, pair.lag):
                for convoy in _partners(books, pair.sides[1 - mine], slot, pair.lag, first):
                    if send(books, convoy, members, patient):
                        break


def _priority(columns: Grid) -> Ints:
    """Heavier weights first, then legs onward from exchange points, then the shorter way."""
    rank = [(-max(g.weight for g in kind.groups), kind.leg.out, number) for number, kind in enumerate(columns.movements)]
    place = np.array([sorted(rank).index(entry) for entry in rank], dtype=np.int64)
    return place[columns.c_mov] if rank else np.zeros(0, dtype=np.int64)


def send(books: Books, convoy: int, members: Members, patient: bool) -> bool:
    """Send a convoy in this column, with those it may only leave together with, if the ledgers allow ones worth sending; say whether it went."""
    return release(books, convoy, members, patient) is not None


def release(books: Books, convoy: int, members: Members, patient: bool) -> list[Sent] | None:
    """Enter a convoy in this column and those it may only leave together with, and return them, it first; None where they may not leave."""
    load = _ready(books, convoy, members, patient)
    if load is None:
        return None
    enter(books, convoy, load)
    sent = [(convoy, load)]
    now = int(books.grid.c_slot[convoy])
    while books.pairs and (lacking := _lacking(books, sent)) is not None:
        for partner in _partners(books, *lacking, now):
            found = _ready(books, partner, members, patient)
            if found is not None and _aboard(books, lacking[0], found):
                enter(books, partner, found)
                sent.append((partner, found))
                break
        else:
            take_back(books, sent)
            return None
    return sent


def take_back(books: Books, sent: list[Sent]) -> None:
    """Undo a release; nothing may have been entered since."""
    for convoy, load in reversed(sent):
        enter(books, convoy, load, -1)


def _ready(books: Books, convoy: int, members: Members, patient: bool) -> Load | None:
    """Return the load of a convoy that every ledger allows, and that is worth sending where that is asked for."""
    kind = books.grid.movements[int(books.grid.c_mov[convoy])]
    if room(books, CONVOYS, convoy) < 1:
        return None
    load = load_of(books, convoy, members[convoy], kind.leg.largest)
    if load is None:
        return None
    if patient and not worth(books, convoy, sum(number for _, _, people in load for _, number in people), load):
        return None
    return load


def _lacking(books: Books, sent: list[Sent]) -> tuple[Side, int, int] | None:
    """Return the first side of which a partner is still missing for what has just been entered: near which slot, how near."""
    for pair in books.pairs:
        for mine, other in (pair.sides, pair.sides[::-1]):
            for convoy, load in sent:
                slot = int(mine.event[convoy])
                if slot < NEVER and _aboard(books, mine, load) and not is_met(other, slot, pair.lag):
                    return other, slot, pair.lag
    return None


def _aboard(books: Books, side: Side, load: Load) -> bool:
    """Say whether anyone of a side rides in a load."""
    groups, of = books.grid.problem.groups, books.grid.p_group
    return any(groups[int(of[person])].id in side.groups for _, _, people in load for person, _ in people)


def _partners(books: Books, side: Side, slot: int, lag: int, now: int) -> Iterator[int]:
    """Yield the columns of a side that count near a slot and leave from now on, the earliest first."""
    near = np.flatnonzero((side.event < NEVER) & (np.abs(side.event - slot) <= lag) & (books.grid.c_slot >= now))
    order = np.lexsort((_priority(books.grid)[near], books.grid.c_slot[near]))
    yield from (int(convoy) for convoy in near[order])


def _everyone_arrived(books: Books, past: tuple[Done, ...]) -> bool:
    problem = books.grid.problem
    waiting = sum(
        int(balance[-1]) for ledger, balance in zip(books.ledgers, books.balance, strict=True) if ledger.kind == "exchange"
    )
    reachable = {ledger.key for ledger in books.ledgers if ledger.kind == "exchange"}
    stranded = any(key not in reachable for key, _, _ in at_exchanges(problem, past))
    return int(books.left.sum()) == 0 and waiting == 0 and not stranded


def _announced_met(books: Books, past: tuple[Done, ...], first: int) -> bool:
    """Say whether every announced departure has its partner."""
    return not any(
        announced and not is_met(pair.sides[1 - mine], slot, pair.lag)
        for pair in books.pairs
        for mine, slot, announced in owed(books.grid, pair, past, first)
    )

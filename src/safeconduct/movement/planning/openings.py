"""When each gate can open at the earliest: proven, before anything else is asked.

A gate that opens by slot *s* has its people verified by then. Where that is impossible the gate opens later, and until then it is
shut. One gate's opening moves the next, so the round is gone again until nothing moves.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from safeconduct.movement.planning.ledgers import DUE
from safeconduct.movement.planning.program import Program
from safeconduct.movement.planning.rows import LedgerRows
from safeconduct.movement.planning.solved import Solved, infeasible
from safeconduct.movement.planning.value import NONE, UNIT, value
from safeconduct.movement.slots import NEVER, Floats, Ints
from safeconduct.movement.timetable import Certificate, Opening

ROUNDS = 4


def narrow(solved: Solved, last: int, *, proven: bool = True) -> tuple[Certificate, ...]:
    """Find the earliest opening of each gate and hold the master to it; it may then have no answer left.

    Arguments:
        last: the horizon of the master, for the certificates; proven: whether they are wanted.
    Returns: why no gate opens earlier.
    Cost: some ten warm steps for each gate and round.
    """
    books = [book for book in solved.made.books if book.ledger.kind == DUE]
    found: list[Certificate] = []
    for _ in range(ROUNDS):
        before = solved.openings
        for book in books:
            found += _later(solved, book, last, proven)
            if not solved.feasible:
                return tuple(found)
        if solved.openings == before:
            break
    return tuple(found)


def _later(solved: Solved, book: LedgerRows, last: int, proven: bool) -> list[Certificate]:
    """Move one gate's opening to the earliest slot that is possible; say why none before is."""
    gate = ":".join(book.ledger.key)
    known = next((one.earliest for one in solved.openings if one.gate == gate), 0)
    slots = book.slots[book.slots >= known]
    candidates = np.append(slots, NEVER)
    low, high = -1, int(np.searchsorted(slots, opened(book, solved.answer.values)))
    proofs: tuple[Certificate, ...] = ()
    step = 1
    while high - low > 1:
        middle = min(low + step, (low + high) // 2)
        if solved.opening(Opening(gate, known, int(candidates[middle + 1]) - 1)):
            high = min(middle, int(np.searchsorted(slots, opened(book, solved.answer.values))))
        else:
            why = infeasible(solved, last) if proven else ()
            if proven and not any(proof.value > 0 for proof in why):
                break
            low, step, proofs = middle, step * 2, why
    if low < 0 and known:
        solved.opening(Opening(gate, known))
        return []
    earliest = int(candidates[low + 1])
    if low < 0 and earliest > 0:
        proofs = (_nobody_yet(solved, book, Opening(gate, known, earliest - 1), last),)
    solved.opening(Opening(gate, earliest))
    return list(proofs)


def opened(book: LedgerRows, values: Floats) -> int:
    """Return the slot in which enough people are verified in an answer; NEVER when they are not."""
    balance = values[book.first_slack : book.first_slack + len(book.slots)]
    enough: Ints = np.flatnonzero(balance >= -1e-6)
    return int(book.slots[enough[0]]) if len(enough) else NEVER


def _nobody_yet(solved: Solved, book: LedgerRows, opening: Opening, last: int) -> Certificate:
    """Before the first slot in which anyone can be verified, a price on what is due is proof enough."""
    prices = {book.ledger.name: ((opening.latest or 0, UNIT),)}
    openings = (*(one for one in solved.openings if one.gate != opening.gate), opening)
    listed = tuple(prices.items())
    return Certificate(
        last, NONE, UNIT, listed, value(solved.made, prices, last, NONE), tuple(sorted(openings, key=lambda o: o.gate))
    )


def settle(made: Program, values: Floats, openings: tuple[Opening, ...], until: int) -> tuple[Opening, ...]:
    """Return when gates open, once everything up to a slot is decided: in the slot seen in the answer, or later than that slot."""
    known = {one.gate: one for one in openings}
    for book in made.books:
        if book.ledger.kind == DUE:
            gate, slot = ":".join(book.ledger.key), opened(book, values)
            before = known.get(gate, Opening(gate))
            if before.latest is None:
                known[gate] = (
                    Opening(gate, slot, slot) if slot <= until else replace(before, earliest=max(before.earliest, until + 1))
                )
    return tuple(known.values())

"""A debt as a gate: who has given too much waits until so many of the other side have been counted, and is then bounded as agreed.

The rule says that a side beyond its exposure releases nobody until its balance is no longer below zero. That is a gate on verified
counts, and the planner knows gates: it proves when this one can open at the earliest, takes a slot for it, and plans the days around it.
"""

from __future__ import annotations

from dataclasses import replace
from math import gcd

import numpy as np

from safeconduct.movement.model import Problem
from safeconduct.movement.planning.ledgers import Ledger, ledgers
from safeconduct.movement.planning.past import count_slot, gate_gone, gate_seen
from safeconduct.movement.planning.rows import LedgerRows
from safeconduct.movement.slots import Floats, grid
from safeconduct.movement.terms import DEPARTED, Gate, Reciprocity
from safeconduct.movement.timetable import Done, Opening


def with_debts(problem: Problem, now: int, past: tuple[Done, ...]) -> Problem:
    """Return the movement with one more gate for each side that is beyond its exposure in slot ``now``.

    Arguments:
        past: convoys that have left or are announced.
    Holds: a plan for it keeps the reciprocity from ``now`` on (tests/story/test_december_2016.py; verify on random counts,
        tests/theory/test_movement_live.py).
    """
    owing = [
        _gate(problem, ledger, -balance, now, past)
        for ledger in ledgers(grid(problem, first=now), past, now)
        if ledger.kind == "reciprocity" and (balance := standing(ledger, now)) < 0
    ]
    return replace(problem, terms=replace(problem.terms, gates=(*problem.terms.gates, *owing))) if owing else problem


def standing(ledger: Ledger, slot: int) -> int:
    """Return the balance of a ledger in a slot if nobody leaves any more."""
    return ledger.opening + sum(amount for when, amount in ledger.grants if when <= slot)


def in_debt(problem: Problem) -> bool:
    """Say whether a movement holds a debt."""
    return any(gate.owed[1] for gate in problem.terms.gates)


def _gate(problem: Problem, ledger: Ledger, owed: int, now: int, past: tuple[Done, ...]) -> Gate:
    term, left = _term(problem, ledger)
    given, received = (term.left, term.right) if left else (term.right, term.left)
    share, other = (term.left_share, term.right_share) if left else (term.right_share, term.left_share)
    gate = Gate(f"{term.clause} (debt)", term.text, given, received, 0, term.received, term.delay, 0, (ledger.name, owed))
    seen = sum(number for slot, number in gate_seen(problem, gate, past) if slot <= now)
    left_by_now = tuple(done for done in past if done.departed < now)
    return replace(gate, number=seen - (-owed // (share // gcd(share, other))), allow=gate_gone(problem, gate, left_by_now))


def _term(problem: Problem, ledger: Ledger) -> tuple[Reciprocity, bool]:
    """Return the reciprocity of a ledger, and whether it bounds its left side."""
    clause, given = ledger.key
    term = next(t for t in problem.terms.reciprocity if t.clause == clause and given in ("+".join(t.left), "+".join(t.right)))
    return term, given == "+".join(term.left)


def owing(book: LedgerRows, gates: tuple[Gate, ...], openings: tuple[Opening, ...]) -> Floats:
    """Return the least balance of an exposure ledger in each of its slots: what is owed, once it is known from when on it is worked off.

    The program forgives a debt (``past.after``): below that nothing more may be given, as the balance as it is would be below zero.
    """
    least = np.zeros(len(book.slots))
    for gate in gates:
        known = next((one for one in openings if one.gate == gate.name), None)
        if gate.owed[0] == book.ledger.name and known is not None and known.latest is not None:
            least = np.maximum(least, np.where(book.slots >= known.latest, gate.owed[1] * book.scale, 0.0))
    return least


def due(problem: Problem, gate: Gate, past: tuple[Done, ...], now: int) -> int | None:
    """Return the slot by which a gate must open because somebody it holds has been announced to leave then; None where nobody has."""
    gone = 0
    for done in sorted(past, key=lambda one: one.departed):
        held = sum(number for group, _, number in done.convoy.people if group in gate.held)
        if held and count_slot(problem, done, DEPARTED) is not None:
            gone += held
            if done.departed >= now and gone > gate.allow:
                return done.departed
    return None


def kept(problem: Problem, now: int, past: tuple[Done, ...], announced: tuple[Done, ...], others: tuple[Done, ...]) -> bool:
    """Say whether every announced departure keeps exposure and gates, if the others run as planned."""
    every = (*past, *announced, *others)
    for ledger in ledgers(grid(problem, first=now), every, now):
        if ledger.kind == "reciprocity":
            term, left = _term(problem, ledger)
            given = term.left if left else term.right
            mine = [done for done in announced if any(group in given for group, _, _ in done.convoy.people)]
            counted = (count_slot(problem, done, term.given) for done in mine)
            if any(standing(ledger, slot) < 0 for slot in counted if slot is not None):
                return False
    for gate in problem.terms.gates:
        must = due(problem, gate, every, now)
        seen = sum(number for slot, number in gate_seen(problem, gate, every) if must is not None and slot <= must)
        if must is not None and seen < gate.number:
            return False
    return True

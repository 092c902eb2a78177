"""What no plan can beat within the discretised model: the earliest last arrival and the least waiting, each with its certificate.

The master program is solved once; then departures that arrive too late are shut, latest first, and the dual simplex goes on from
where it stood: a few milliseconds a step. Infeasible one slot earlier is the proof; its prices are what the checker needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from safeconduct.movement.model import Problem
from safeconduct.movement.program import Program, program
from safeconduct.movement.slots import Floats, Grid, Ints, grid
from safeconduct.movement.solver import model, quiet, run
from safeconduct.movement.timetable import Bound, Certificate, Done
from safeconduct.movement.value import NONE, PERSON_SLOTS, UNIT, value


@dataclass(frozen=True, slots=True)
class Master:
    """The solved master: its bound, or None with the certificate that nobody can plan this within the horizon.

    Arguments:
        shares: persons in each column at the optimum among plans that end by ``bound.last``.
    """

    grid: Grid
    bound: Bound | None
    proof: Certificate | None
    shares: Floats


def master(
    problem: Problem,
    *,
    past: tuple[Done, ...] = (),
    first: int = 0,
    last: int | None = None,
    keep: bool = False,
) -> Master:
    """Return the earliest last arrival and the least waiting of any plan, with certificates.

    Arguments:
        past: convoys that have left; first: earliest departure slot; last: horizon, all slots when None.
        keep: take the horizon as it is, without looking for the earliest last arrival.
    Holds: never exceeds a plan (tests/theory/test_movement_brute_force.py); certificates re-checked by ``certify``.
    """
    columns = grid(problem, first=first, last=last)
    made = program(columns, np.zeros(len(columns.c_mov), dtype=bool), past=past, now=first)
    solver = quiet(threads=1)
    solver.passModel(model(made.rows, made.cost, made.lower, made.upper))
    found = run(solver)
    horizon = problem.slots if last is None else last
    if found.status != "optimal":
        return Master(columns, None, _infeasible(solver, made, horizon), np.zeros(0))
    return _earliest(solver, made, found.values, past, horizon if keep else None)


def _earliest(solver: Any, made: Program, values: Floats, past: tuple[Done, ...], keep: int | None) -> Master:
    columns = made.grid
    people = len(columns.p_x)
    arrives = columns.c_arr[columns.p_c]
    solver.setOptionValue("presolve", "off")
    slots = np.unique(arrives)
    under_way = max((done.arrived for done in past), default=0)
    high = len(slots) - 1 if keep is not None else int(np.searchsorted(slots, _last(arrives, values[:people])))
    low, proof = -1, None
    step = 1
    while keep is None and high - low > 1:
        middle = max(high - step, (low + high) // 2) if low < 0 else (low + high) // 2
        status, found = _within(solver, arrives, int(slots[middle]))
        if status == "optimal":
            high, step = min(middle, int(np.searchsorted(slots, _last(arrives, found[:people])))), step * 2
        else:
            low, proof = middle, _infeasible(solver, made, int(slots[middle]))
    if not len(slots):
        return Master(columns, Bound(under_way, Fraction(0), under_way), None, values[:people])
    solver.clearSolver()
    _, values = _within(solver, arrives, int(slots[high]))
    prices = np.array(solver.getSolution().row_dual)
    within = int(slots[high]) if keep is None else keep
    least = _certificate(made, prices, within, PERSON_SLOTS)
    earliest = int(slots[high]) if values[:people].any() else 0
    if proof is None and keep is None:
        proof = Certificate(earliest - 1, NONE, UNIT, (), value(made, {}, earliest - 1, NONE))
    proofs = (proof, least) if proof else (least,)
    return Master(columns, Bound(max(earliest, under_way), least.value, within, proofs), None, values[:people] * made.lots)


def _last(arrives: Ints, values: Floats) -> int:
    used = arrives[values > 1e-7]
    return int(used.max()) if len(used) else 0


def _within(solver: Any, arrives: Ints, last: int) -> tuple[str, Floats]:
    """Shut every column that arrives after ``last`` and go on from the present basis."""
    count = len(arrives)
    upper = np.where(arrives <= last, np.inf, 0.0)
    solver.changeColsBounds(count, np.arange(count, dtype=np.int32), np.zeros(count), upper)
    found = run(solver)
    return found.status, found.values


def _infeasible(solver: Any, made: Program, last: int) -> Certificate | None:
    """Read the ray of an infeasible program as prices: under them everyone's way costs more than all ledgers are worth."""
    ray = solver.getDualRay()
    if not ray[1]:
        solver.setOptionValue("presolve", "off")
        run(solver)
        ray = solver.getDualRay()
    if not ray[1]:
        return None
    direction = np.array(ray[2], dtype=np.float64)
    size = float(np.abs(direction).max()) or 1.0
    both = (_certificate(made, sign * direction / size, last, NONE) for sign in (1.0, -1.0))
    return max(both, key=lambda certificate: certificate.value)


def _certificate(made: Program, prices: Floats, last: int, claim: str) -> Certificate:
    """Turn row duals into whole non-negative prices of each ledger's balance in each slot, and value them."""
    listed = []
    for book in made.books:
        if book.ledger.kind == "exchange":
            continue
        worth = -prices[np.arange(len(book.slots)) + book.first_row] * book.scale
        fall = worth - np.append(worth[1:], 0.0)
        whole = np.maximum(np.rint(fall * UNIT), 0).astype(np.int64)
        kept = np.flatnonzero(whole)
        if len(kept):
            listed.append((book.ledger.name, tuple((int(book.slots[k]), int(whole[k])) for k in kept)))
    return Certificate(last, claim, UNIT, tuple(listed), value(made, dict(listed), last, claim))

"""The master program in the solver: warm between questions that differ by a horizon or by when a gate opens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from safeconduct.movement.planning.ledgers import DUE, SHUT
from safeconduct.movement.planning.program import Program, binding, program
from safeconduct.movement.planning.rows import LedgerRows
from safeconduct.movement.planning.solver import Solution, model, quiet, run
from safeconduct.movement.planning.value import NONE, UNIT, value
from safeconduct.movement.slots import Floats, Grid
from safeconduct.movement.timetable import Certificate, Done, Opening


@dataclass(slots=True)
class Solved:
    """The master, its latest answer, and when gates open in it.

    Arguments:
        openings: for each gate, between which slots it opens; part of the question.
        gave_up: whether any answer was ended by the limit of its work.
    """

    solver: Any
    made: Program
    answer: Solution
    openings: tuple[Opening, ...]
    gave_up: bool = False

    @property
    def feasible(self) -> bool:
        """Whether the latest question has an answer."""
        return self.answer.status == "optimal"

    def people(self) -> Floats:
        """Return the persons columns of the latest answer, in lots."""
        return self.answer.values[: len(self.made.grid.p_x)]

    def prices(self) -> Floats:
        """Return the duals of the latest answer."""
        return self.answer.prices

    def warm(self) -> None:
        """Forget the basis and go on without presolve, so that the next answer has exact prices."""
        self.solver.setOptionValue("presolve", "off")
        self.solver.clearSolver()

    def within(self, last: int) -> bool:
        """Shut every column that arrives after ``last``, go on from the present basis, and say whether that is possible."""
        columns = self.made.grid
        arrives = columns.c_arr[columns.p_c]
        upper = np.where(arrives <= last, np.inf, 0.0)
        self._bounds(0, np.zeros(len(arrives)), upper)
        own = np.flatnonzero(self.made.n_of >= 0)
        if len(own):
            self._bounds(int(self.made.n_of[own[0]]), np.zeros(len(own)), np.where(columns.c_arr[own] <= last, 1.0, 0.0))
        return self._run()

    def opening(self, *openings: Opening) -> bool:
        """Hold gates to these slots, go on from the present basis, and say whether that is possible."""
        named = {one.gate for one in openings}
        self.openings = (*(one for one in self.openings if one.gate not in named), *openings)
        for book in self.made.books:
            if book.ledger.kind in (SHUT, DUE) and ":".join(book.ledger.key) in named:
                lower = np.where(binding(book, self.openings), 0.0, -np.inf)
                self._bounds(book.first_slack, lower, np.full(len(lower), np.inf))
        return self._run()

    def _bounds(self, first: int, lower: Floats, upper: Floats) -> None:
        count = len(lower)
        self.solver.changeColsBounds(count, np.arange(first, first + count, dtype=np.int32), lower, upper)

    def _run(self) -> bool:
        self.answer = run(self.solver)
        if self.answer.status not in ("optimal", "infeasible", "limit"):
            self.warm()  # a basis that led nowhere: once more from the beginning
            self.answer = run(self.solver)
        self.gave_up |= self.answer.status == "limit"
        return self.feasible


def start(columns: Grid, past: tuple[Done, ...], first: int, *, work: int | None = None) -> Solved:
    """Assemble and solve the master over all columns.

    Arguments:
        work: limit of each answer, in entries of the program gone through by the simplex method, about; the same on every machine.
    """
    made = program(columns, np.zeros(len(columns.c_mov), dtype=bool), past=past, now=first)
    solver = quiet(threads=1)
    if work is not None:
        solver.setOptionValue("simplex_iteration_limit", max(work // max(made.rows.count + made.rows.columns, 1), 1000))
    solver.passModel(model(made.rows, made.cost, made.lower, made.upper))
    answer = run(solver)
    solver.setOptionValue("presolve", "off")
    return Solved(solver, made, answer, (), answer.status == "limit")


def infeasible(solved: Solved, last: int) -> tuple[Certificate, ...]:
    """Read the ray of an infeasible program as prices: under them everyone's way costs more than all ledgers are worth.

    Returns: the certificate, or nothing where the solver gives no ray (the claim is then not made).
    """
    ray = solved.solver.getDualRay()
    if not ray[1]:
        solved.warm()
        run(solved.solver)
        ray = solved.solver.getDualRay()
    if not ray[1]:
        return ()
    direction = np.array(ray[2], dtype=np.float64)
    size = float(np.abs(direction).max()) or 1.0
    both = (certificate(solved, sign * direction / size, last, NONE) for sign in (1.0, -1.0))
    return (max(both, key=lambda found: found.value),)


def certificate(solved: Solved, prices: Floats, last: int, claim: str) -> Certificate:
    """Turn row duals into whole non-negative prices of each ledger's balance in each slot, and value them."""
    listed = []
    for book in solved.made.books:
        if book.ledger.kind == "exchange":
            continue
        slots = book.slots
        worth = -prices[np.arange(len(slots)) + book.first_row] * book.scale
        fall = worth - np.append(worth[1:], 0.0) if book.first_slack >= 0 else worth
        whole = np.maximum(np.rint(fall * UNIT), 0).astype(np.int64)
        if book.ledger.kind in (SHUT, DUE):
            slots, whole = _binding(book, whole, solved.openings)
        kept = np.flatnonzero(whole)
        if len(kept):
            listed.append((book.ledger.name, tuple((int(slots[k]), int(whole[k])) for k in kept)))
    worths = value(solved.made, dict(listed), last, claim)
    return Certificate(last, claim, UNIT, tuple(listed), worths, tuple(sorted(solved.openings, key=lambda one: one.gate)))


def _binding(book: LedgerRows, whole: Any, openings: tuple[Opening, ...]) -> tuple[Any, Any]:
    """A gate's ledger has a price only where it binds; what is due is due from the slot of the opening on."""
    whole = np.where(binding(book, openings), whole, 0)
    known = next((one for one in openings if one.gate == ":".join(book.ledger.key)), Opening(""))
    return (np.maximum(book.slots, known.latest or 0) if book.ledger.kind == DUE else book.slots), whole

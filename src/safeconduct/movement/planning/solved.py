"""The master program in the solver: warm between questions that differ by a horizon or by when a gate opens."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from safeconduct.movement.planning.ledgers import DUE, SHUT
from safeconduct.movement.planning.program import Program, binding, program
from safeconduct.movement.planning.rows import LedgerRows
from safeconduct.movement.planning.solver import STEPS, Solution, from_inside, model, quiet, run
from safeconduct.movement.planning.value import NONE, UNIT, value
from safeconduct.movement.slots import Floats, Grid
from safeconduct.movement.timetable import Certificate, Done, Opening


@dataclass(slots=True)
class Solved:
    """The master, its latest answer, and when gates open in it.

    Arguments:
        openings: for each gate, between which slots it opens; part of the question.
        last: the slot after which every arrival is shut.
        work: whether the steps of an answer are limited; gave_up: whether any was ended by that.
        inside: whether the steps were once not enough where nobody limits them, so that every question goes inside.
        left: whether the latest answer says how many must be left behind (see ``_who_is_left``).
    """

    solver: Any
    made: Program
    answer: Solution
    openings: tuple[Opening, ...]
    last: int
    work: bool = False
    gave_up: bool = False
    inside: bool = False
    left: bool = False

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

    def within(self, last: int, *, least: bool = False) -> bool:
        """Shut every column that arrives after ``last``, go on from the present basis, and say whether that is possible.

        Arguments:
            least: the least waiting is wanted too. Without it an answer from inside is any one that gets everybody away.
        """
        columns = self.made.grid
        arrives = columns.c_arr[columns.p_c]
        upper = np.where(arrives <= last, np.inf, 0.0)
        self._bounds(0, np.zeros(len(arrives)), upper)
        own = np.flatnonzero(self.made.n_of >= 0)
        if len(own):
            self._bounds(int(self.made.n_of[own[0]]), np.zeros(len(own)), np.where(columns.c_arr[own] <= last, 1.0, 0.0))
        self.last = last
        return self._run(least=least)

    def opening(self, *openings: Opening, least: bool = False) -> bool:
        """Hold gates to these slots, go on from the present basis, and say whether that is possible; ``least``: see ``within``."""
        named = {one.gate for one in openings}
        self.openings = (*(one for one in self.openings if one.gate not in named), *openings)
        for book in self.made.books:
            if book.ledger.kind in (SHUT, DUE) and ":".join(book.ledger.key) in named:
                lower = np.where(binding(book, self.openings), 0.0, -np.inf)
                self._bounds(book.first_slack, lower, np.full(len(lower), np.inf))
        return self._run(least=least)

    def _bounds(self, first: int, lower: Floats, upper: Floats) -> None:
        count = len(lower)
        self.solver.changeColsBounds(count, np.arange(first, first + count, dtype=np.int32), lower, upper)

    def _run(self, *, least: bool = False) -> bool:
        self.left = False
        if not self.inside:
            self.answer = run(self.solver)
            if self.answer.status not in ("optimal", "infeasible", "steps"):
                self.warm()  # a basis that led nowhere: once more from the beginning
                self.answer = run(self.solver)
            self._steps_were_not_enough()
        if self.inside:
            if least:
                self.answer = from_inside(self.solver)
            if not least or not self.feasible:
                self._who_is_left()
        return self.feasible

    def _steps_were_not_enough(self) -> None:
        """Give up where the work is limited, else send the question inside, if the steps did not lead to an end."""
        steps = self.answer.status == "steps"
        self.gave_up |= steps and self.work
        self.inside |= steps and not self.work

    def _who_is_left(self) -> None:
        """Ask how many must be left behind, or are missing where a gate is due; where the prices prove that it is anyone, the question has no answer."""
        due = [book for book in self.made.books if book.ledger.kind == DUE]
        rows = np.concatenate((self.made.leaves, np.array([book.first_row for book in due], dtype=np.int64)))
        each = np.concatenate((np.ones(len(self.made.leaves)), np.array([-book.scale for book in due], dtype=np.float64)))
        found = from_inside(self.solver, left=(rows, each))
        self.left = found.status == "optimal" and certificate(self, found.prices, self.last, NONE).value > 0
        self.answer = replace(found, status="infeasible") if self.left else found


def start(columns: Grid, past: tuple[Done, ...], first: int, *, work: int | None = None) -> Solved:
    """Assemble and solve the master over all columns.

    Arguments:
        work: limit of each answer, in entries of the program gone through by the simplex method, about; the same on every machine.
    """
    made = program(columns, np.zeros(len(columns.c_mov), dtype=bool), past=past, now=first)
    limit = STEPS if work is None else max(work // max(made.rows.count + made.rows.columns, 1), 1000)
    solver = quiet(threads=1, simplex_iteration_limit=limit)
    solver.passModel(model(made.rows, made.cost, made.lower, made.upper))
    solved = Solved(solver, made, run(solver), (), columns.problem.slots, work is not None)
    solver.setOptionValue("presolve", "off")
    solved._steps_were_not_enough()
    if solved.inside:
        solved.within(columns.problem.slots, least=True)
    return solved


def infeasible(solved: Solved, last: int) -> tuple[Certificate, ...]:
    """Read the ray of an infeasible program as prices: under them everyone's way costs more than all ledgers are worth.

    Returns: the certificate, or nothing where the solver gives no ray (the claim is then not made).
    """
    if solved.inside:
        return (certificate(solved, solved.prices(), last, NONE),) if solved.left else ()
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

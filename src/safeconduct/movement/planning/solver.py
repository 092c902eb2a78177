"""The one door to the linear and mixed-integer solver: arrays in, values and prices out."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import highspy
import numpy as np

from safeconduct.movement.planning.rows import Rows
from safeconduct.movement.slots import Floats, Ints

INFINITE = highspy.kHighsInf
STEPS = 15_000
"""Of the simplex method for one answer. Many movements that draw on one pool tie it down (a million people: no end in sight after two
minutes); the question then goes to the interior-point method, whose prices are valued by ``value`` like any others."""


@dataclass(frozen=True, slots=True)
class Solution:
    """What came back: ``status`` is optimal, infeasible, limit (of time), steps (their limit) or other; prices are the rows'
    duals, dearer the columns' (by how much a column costs more than the cheapest way)."""

    status: str
    objective: float
    values: Floats
    prices: Floats
    bound: float = float("nan")
    feasible: bool = False
    dearer: Floats = field(default_factory=lambda: np.zeros(0))


def model(rows: Rows, cost: Floats, lower: Floats, upper: Floats, whole: Ints | None = None) -> Any:
    """Assemble a program from coordinate triples (duplicates are summed)."""
    row, col, val = (np.concatenate(parts) for parts in (rows.row, rows.col, rows.val))
    key = col * rows.count + row
    order = np.argsort(key, kind="stable")
    key, val = key[order], val[order]
    first = np.concatenate(([True], key[1:] != key[:-1])) if len(key) else np.zeros(0, dtype=bool)
    summed = np.add.reduceat(val, np.flatnonzero(first)) if len(key) else val
    key = key[first]
    lp: Any = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = rows.columns, rows.count
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = cost, lower, upper
    lp.row_lower_, lp.row_upper_ = np.concatenate(rows.lower), np.concatenate(rows.upper)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.searchsorted(key // rows.count, np.arange(rows.columns + 1)).astype(np.int32)
    lp.a_matrix_.index_ = (key % rows.count).astype(np.int32)
    lp.a_matrix_.value_ = summed
    if whole is not None and len(whole):
        kinds = np.full(rows.columns, highspy.HighsVarType.kContinuous, dtype=object)
        kinds[whole] = highspy.HighsVarType.kInteger
        lp.integrality_ = list(kinds)
    return lp


@cache
def _greet_nobody() -> None:
    """Make the first solver of the process while standard output points nowhere: it prints a banner that no option silences."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        highspy.Highs()  # type: ignore[no-untyped-call]
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def quiet(**options: Any) -> Any:
    """Return a solver that prints nothing, with some options set."""
    _greet_nobody()
    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    for name, value in options.items():
        solver.setOptionValue(name, value)
    return solver


def run(solver: Any) -> Solution:
    """Solve what the solver holds."""
    solver.run()
    status = solver.getModelStatus()
    known = {
        highspy.HighsModelStatus.kOptimal: "optimal",
        highspy.HighsModelStatus.kInfeasible: "infeasible",
        highspy.HighsModelStatus.kUnboundedOrInfeasible: "infeasible",
        highspy.HighsModelStatus.kTimeLimit: "limit",
        highspy.HighsModelStatus.kInterrupt: "limit",
        highspy.HighsModelStatus.kIterationLimit: "steps",
        highspy.HighsModelStatus.kSolutionLimit: "limit",
    }
    found = solver.getSolution()
    info = solver.getInfo()
    values = np.array(found.col_value, dtype=np.float64)
    prices = np.array(found.row_dual, dtype=np.float64)
    return Solution(
        known.get(status, "other"),
        info.objective_function_value,
        values,
        prices,
        info.mip_dual_bound,
        info.primal_solution_status == 2,
        np.array(found.col_dual, dtype=np.float64),
    )


def from_inside(
    solver: Any, *, seconds: float = INFINITE, left: tuple[Ints, Floats] | None = None, exact: bool = False
) -> Solution:
    """Solve what a solver holds, or ask how much of some rows must be left undone, by the interior-point method, from the beginning.

    Arguments:
        seconds: the limit.
        left: rows that may be fallen short of, and by how much each unit of that helps. The answer is then the smallest sum, and its prices
            prove it; above zero they prove that the program has no answer.
        exact: go on from there to a corner, which uses few columns.
    Cost: some forty factorisations, however the simplex method fares; the prices are exact to about one part in a hundred million.
    """
    inside = quiet(threads=1, time_limit=seconds, solver="ipm", run_crossover="on" if exact else "off")
    inside.passModel(solver.getLp())
    if left is None:
        return run(inside)
    here, count = inside.getNumCol(), len(left[0])
    inside.changeColsCost(here, np.arange(here, dtype=np.int32), np.zeros(here))
    inside.addCols(
        count,
        np.ones(count),
        np.zeros(count),
        np.full(count, INFINITE),
        count,
        np.arange(count, dtype=np.int32),
        left[0].astype(np.int32),
        left[1],
    )
    return run(inside)


def limited(solver: Any, columns: Ints, upper: Floats, begin: Solution | None = None) -> Solution:
    """Solve with upper bounds on these columns (the lower is zero), from an answer known beforehand where there is one."""
    index = columns.astype(np.int32)
    solver.changeColsBounds(len(index), index, np.zeros(len(index)), upper)
    if begin is not None and begin.feasible:
        known = highspy.HighsSolution()
        known.col_value = begin.values
        solver.setSolution(known)
    return run(solver)

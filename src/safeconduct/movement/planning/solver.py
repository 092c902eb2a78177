"""The one door to the linear and mixed-integer solver: arrays in, values and prices out."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import cache
from typing import Any

import highspy
import numpy as np

from safeconduct.movement.planning.rows import Rows
from safeconduct.movement.slots import Floats, Ints

INFINITE = highspy.kHighsInf


@dataclass(frozen=True, slots=True)
class Solution:
    """What came back: ``status`` is optimal, infeasible, limit or other; prices are the rows' duals."""

    status: str
    objective: float
    values: Floats
    prices: Floats
    bound: float = float("nan")
    feasible: bool = False


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
        highspy.HighsModelStatus.kIterationLimit: "limit",
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
    )


def make_whole(solver: Any, columns: Ints) -> None:
    """Ask for whole numbers in these columns from now on."""
    index = columns.astype(np.int32)
    solver.changeColsIntegrality(len(index), index, np.full(len(index), highspy.HighsVarType.kInteger, dtype=object))


def limited(solver: Any, columns: Ints, upper: Floats, begin: Solution | None = None) -> Solution:
    """Solve with upper bounds on these columns (the lower is zero), from an answer known beforehand where there is one."""
    index = columns.astype(np.int32)
    solver.changeColsBounds(len(index), index, np.zeros(len(index)), upper)
    if begin is not None and begin.feasible:
        known = highspy.HighsSolution()
        known.col_value = begin.values
        solver.setSolution(known)
    return run(solver)

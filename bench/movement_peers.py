"""One whole-model peer in a process of its own: ``python -m bench.movement_peers NAME MODEL.npz SECONDS`` prints one JSON line.

The peer gets the very rows and columns the planner uses, with every convoy yes-or-no and persons whole: identical rules. It is also
given the proven last slot as its horizon, which is a help. Nothing else is told to it.
"""

import json
import sys
import time
from fractions import Fraction
from math import lcm

import numpy as np


def solved(name: str, path: str, seconds: float) -> None:
    """Solve and print objective, bound, seconds."""
    data = np.load(path)
    begin = time.perf_counter()
    objective, bound = {"cpsat": cpsat, "scip": scip, "highs": highs}[name](data, seconds)
    print(json.dumps({"objective": objective, "bound": bound, "seconds": time.perf_counter() - begin}))


def rows_of(data):  # type: ignore[no-untyped-def]
    """Yield (columns, coefficients, lower, upper) of each row."""
    starts, index, value = data["start"], data["index"], data["value"]
    col = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    order = np.argsort(index, kind="stable")
    row, col, value = index[order], col[order], value[order]
    cuts = np.searchsorted(row, np.arange(len(data["row_lower"]) + 1))
    for number in range(len(cuts) - 1):
        part = slice(cuts[number], cuts[number + 1])
        yield col[part], value[part], data["row_lower"][number], data["row_upper"][number]


def cpsat(data, seconds):  # type: ignore[no-untyped-def]
    """CP-SAT: every column whole (balances are whole when the rest is), rows scaled to whole numbers."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    scale = data["column_scale"]
    low = np.maximum(data["lower"] * scale, -(10**8)).astype(int)
    top = np.minimum(data["upper"] * scale, 10**8).astype(int)
    columns = [model.new_int_var(int(lo), int(hi), "") for lo, hi in zip(low, top, strict=True)]
    for col, value, low, high in rows_of(data):
        exact = [Fraction(v / s).limit_denominator(10**5) for v, s in zip(value, scale[col], strict=True)]
        limits = [None if np.isinf(b) else Fraction(b).limit_denominator(10**5) for b in (low, high)]
        unit = lcm(*(f.denominator for f in exact), *(b.denominator for b in limits if b is not None))
        total = sum(int(f * unit) * columns[c] for f, c in zip(exact, col, strict=True))
        if limits[0] is not None and limits[0] == limits[1]:
            model.add(total == int(limits[0] * unit))
        else:
            if limits[0] is not None:
                model.add(total >= int(limits[0] * unit))
            if limits[1] is not None:
                model.add(total <= int(limits[1] * unit))
    model.minimize(sum(int(c / s) * x for c, s, x in zip(data["cost"], scale, columns, strict=True) if c))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return (solver.objective_value if found else None), solver.best_objective_bound


def scip(data, seconds):  # type: ignore[no-untyped-def]
    """SCIP with its defaults."""
    from pyscipopt import Model, quicksum

    model = Model()
    model.hideOutput()
    model.setParam("limits/time", seconds)
    whole = set(data["whole"].tolist())
    columns = [
        model.addVar(lb=float(lo), ub=None if np.isinf(hi) else float(hi), vtype="I" if k in whole else "C")
        for k, (lo, hi) in enumerate(zip(data["lower"], data["upper"], strict=True))
    ]
    for col, value, low, high in rows_of(data):
        total = quicksum(float(v) * columns[c] for v, c in zip(value, col, strict=True))
        if low == high:
            model.addCons(total == float(low))
        elif np.isinf(low):
            model.addCons(total <= float(high))
        else:
            model.addCons(total >= float(low))
    model.setObjective(quicksum(float(c) * x for c, x in zip(data["cost"], columns, strict=True) if c))
    model.optimize()
    return (model.getObjVal() if model.getNSols() else None), model.getDualbound()


def highs(data, seconds):  # type: ignore[no-untyped-def]
    """HiGHS with its defaults, two threads."""
    import highspy

    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(data["cost"]), len(data["row_lower"])
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = data["cost"], data["lower"], data["upper"]
    lp.row_lower_, lp.row_upper_ = data["row_lower"], data["row_upper"]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = data["start"], data["index"], data["value"]
    kinds = np.full(len(data["cost"]), highspy.HighsVarType.kContinuous, dtype=object)
    kinds[data["whole"]] = highspy.HighsVarType.kInteger
    lp.integrality_ = list(kinds)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 2)
    solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.passModel(lp)
    solver.run()
    info = solver.getInfo()
    return (info.objective_function_value if info.primal_solution_status == 2 else None), info.mip_dual_bound


if __name__ == "__main__":
    solved(sys.argv[1], sys.argv[2], float(sys.argv[3]))

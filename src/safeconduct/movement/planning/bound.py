"""What no plan can beat within the discretised model: the earliest last arrival and the least waiting, each with its certificate.

The master program is solved once; then departures that arrive too late are shut, latest first, and the dual simplex goes on from
where it stood: a few milliseconds a step. Infeasible one slot earlier is the proof; its prices are what the checker needs. The
earliest opening of each gate is found and proven in the same way, first of all: a gate that cannot open before noon holds until noon.

Where the simplex method does not come to an end (``solver.STEPS``), the interior-point method is asked how many people must be left behind; when
its prices prove that it is anyone, the slot is ruled out. Any prices will do: ``value`` counts what they prove, whoever found them.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from safeconduct.movement.model import Problem
from safeconduct.movement.planning.openings import narrow
from safeconduct.movement.planning.solved import Solved, certificate, infeasible, start
from safeconduct.movement.planning.value import NONE, PERSON_SLOTS, UNIT, value
from safeconduct.movement.slots import Floats, Grid, Ints, grid
from safeconduct.movement.timetable import Bound, Certificate, Done, Opening


@dataclass(frozen=True, slots=True)
class Master:
    """The solved master: its bound, or None with the certificates that nobody can plan this within the horizon.

    Arguments:
        proofs: why there is no bound; empty where there is one.
        openings: for each gate, the earliest slot in which it can open, proven.
    """

    grid: Grid
    bound: Bound | None
    proofs: tuple[Certificate, ...]
    openings: tuple[Opening, ...] = ()


def possible(problem: Problem, *, work: int = 10**9) -> bool:
    """Say whether the bound admits any plan within the horizon; also where it cannot refuse one within the work for each answer.

    Cost: one linear program and, where there are gates, a few warm steps for each.
    """
    solved = start(grid(problem), (), 0, work=work)
    if solved.feasible:
        narrow(solved, problem.slots, proven=False)
    return solved.feasible or solved.gave_up


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
    horizon = problem.slots if last is None else last
    solved = start(columns, past, first)
    if not solved.feasible:
        return Master(columns, None, infeasible(solved, horizon))
    ruled_out = narrow(solved, horizon)
    if not solved.feasible:
        return Master(columns, None, (*infeasible(solved, horizon), *ruled_out))
    return _earliest(solved, ruled_out, past, horizon if keep else None)


def _earliest(solved: Solved, ruled_out: tuple[Certificate, ...], past: tuple[Done, ...], keep: int | None) -> Master:
    columns = solved.made.grid
    arrives = columns.c_arr[columns.p_c]
    slots = np.unique(arrives)
    under_way = max((done.arrived for done in past), default=0)
    if not len(slots):
        return Master(columns, Bound(under_way, Fraction(0), under_way), (), solved.openings)
    high, none = (len(slots) - 1, ()) if keep is not None else _search(solved, slots, arrives)
    solved.warm()
    solved.within(int(slots[high]), least=True)
    within = int(slots[high]) if keep is None else keep
    least = certificate(solved, solved.prices(), within, PERSON_SLOTS)
    earliest = int(slots[high]) if solved.people().any() else 0
    if keep is None and not none:
        none = (Certificate(earliest - 1, NONE, UNIT, (), value(solved.made, {}, earliest - 1, NONE)),)
    bound = Bound(max(earliest, under_way), least.value, within, (*none, least, *ruled_out))
    return Master(columns, bound, (), solved.openings)


def _search(solved: Solved, slots: Ints, arrives: Ints) -> tuple[int, tuple[Certificate, ...]]:
    """Halve between a slot by which no plan can end and one by which the bound does not forbid it."""
    high, low, step = int(np.searchsorted(slots, _last(arrives, solved.people()))), -1, 1
    proofs: tuple[Certificate, ...] = ()
    while high - low > 1:
        middle = max(high - step, (low + high) // 2) if low < 0 else (low + high) // 2
        if solved.within(int(slots[middle])):
            high, step = min(middle, int(np.searchsorted(slots, _last(arrives, solved.people())))), step * 2
        else:
            low, proofs = middle, infeasible(solved, int(slots[middle]))
    return high, proofs


def _last(arrives: Ints, values: Floats) -> int:
    used = arrives[values > 1e-7]
    return int(used.max()) if len(used) else 0

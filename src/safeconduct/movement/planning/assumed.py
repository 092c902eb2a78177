"""When gates are taken to open, so that each day can be planned by itself: a choice of the planner, no part of what is proven.

Where a gate may open in any of many slots, a day holds a yes-or-no question for each of them, and one answer moves all that follows.
Here the master answers first, in shares: gate by gate, earliest first, the slot in which those held first leave is taken for the
opening, and the awaited must have been counted by then. What is left is one program a day without such questions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from safeconduct.movement.planning.ledgers import gate_columns
from safeconduct.movement.planning.owed import due
from safeconduct.movement.planning.past import gate_gone
from safeconduct.movement.planning.solved import Solved, start
from safeconduct.movement.slots import NEVER, Grid, Ints
from safeconduct.movement.terms import Gate
from safeconduct.movement.timetable import Done, Opening

LATER = 24
"""How many slots after the first in which somebody held might leave are tried for an opening."""


@dataclass(frozen=True, slots=True)
class Assumed:
    """The columns to plan over, when each gate is taken to open, and the earliest last arrival in shares under that."""

    grid: Grid
    openings: tuple[Opening, ...]
    last: int


def assume(columns: Grid, past: tuple[Done, ...], first: int, earliest: int, openings: tuple[Opening, ...]) -> Assumed | None:
    """Return openings under which shares of convoys bring everyone away, or None where none were found.

    Arguments:
        columns: with the latest horizon that may be planned; past, first: see ``plan``.
        earliest: no plan ends before this slot; openings: no gate opens before these; both proven.
    Cost: one linear program, and a few warm steps for each gate.
    """
    problem = columns.problem
    solved = start(columns, past, first)
    if not solved.feasible:
        return None
    known = {one.gate: one.earliest for one in openings}
    solved.opening(*openings, least=True)
    for gate in sorted(problem.terms.gates, key=lambda gate: known.get(gate.name, 0)):
        if not solved.feasible or not _open(solved, gate, known.get(gate.name, 0), past, first):
            return None
    last = _last(solved, columns, max((done.arrived for done in past), default=0), earliest)
    return None if last is None else Assumed(columns, solved.openings, last)


def _open(solved: Solved, gate: Gate, earliest: int, past: tuple[Done, ...], first: int) -> bool:
    """Take a slot for the opening of one gate; say whether there is one."""
    problem = solved.made.grid.problem
    must = due(problem, gate, past, first)
    first_used, slots = _used(solved, gate, past)
    if first_used is None and must is None:
        return True
    latest = NEVER if must is None else must
    begin = min(latest, max(earliest, NEVER if first_used is None else first_used))
    if begin < earliest:
        return False
    for slot in (begin, *(int(one) for one in slots[slots > begin][:LATER])):
        if slot <= latest and solved.opening(Opening(gate.name, slot, slot), least=True):
            return True
    return False


def _used(solved: Solved, gate: Gate, past: tuple[Done, ...]) -> tuple[int | None, Ints]:
    """Return the first slot in which the answer lets more leave than the closed gate would, and every slot in which any could."""
    held, out, _, _ = gate_columns(solved.made.grid, gate)
    gone = gate_gone(solved.made.grid.problem, gate, past)
    slots = np.unique(out)
    leaving = np.zeros(len(slots))
    np.add.at(leaving, np.searchsorted(slots, out), (solved.people() * solved.made.lots)[held])
    beyond = np.flatnonzero(np.cumsum(leaving) + gone > max(gate.allow, gone) + 1e-6)
    return (int(slots[beyond[0]]) if len(beyond) else None), slots


def _last(solved: Solved, columns: Grid, under_way: int, earliest: int) -> int | None:
    """Return the earliest last arrival in shares, the openings as they are now taken."""
    arrivals = np.unique(columns.c_arr[columns.p_c])
    if not solved.people().any():
        return under_way
    low, high, step = int(np.searchsorted(arrivals, earliest)) - 1, len(arrivals) - 1, 1
    while high - low > 1:
        middle = min(low + step, (low + high) // 2)
        if solved.within(int(arrivals[middle])):
            high = middle
        else:
            low, step = middle, step * 2
    return int(arrivals[high])

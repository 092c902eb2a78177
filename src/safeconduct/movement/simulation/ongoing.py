"""What changes during an execution, and the few ways to read and change it. Part of the one rule: see ``execution.py``."""

from __future__ import annotations

from safeconduct.movement.simulation import layout as r
from safeconduct.movement.simulation.layout import Cells

(
    SLOT,
    NODES,
    CHANGES,
    TO_GO,
    DEBT,
    WAITING,
    LAST,
    ENDED,
    BREACHES,
    AWAITED,
    CLOSURES,
    CLOSURE,
    DAY,
    SHUT,
    COUNTERS,
    LOGGED,
    ROOM,
    CELLS,
) = range(18)
"""The first cells of the second row: the slot, amounts entered, changes of any balance, people not yet on their last leg, the largest debt,
person-slots of waiting at exchange points, slot of the last arrival, people arrived, releases beyond a bound, departures logged."""
SUSPENDED, ABSENT, HEADWAY, ESCORTS, VEHICLES, CHECKPOINT, HELD, FEW, REFUSED, PARTNER = range(10)
REASONS = (
    "suspension",
    "absence of a side",
    "headway",
    "escorts",
    "vehicles",
    "checkpoint",
    "exposure bounds and gates",
    "too few people for a convoy",
    "refused release",
    "partner not ready",
)
"""What kept a convoy from leaving, in the order in which it is asked; a refusal holds up only what could have left, a partner only what was not refused."""
LEFT = -1
EVENT = 5
"""Cells of one logged departure: slot, kind, persons, vehicles, slot of arrival."""


def memory(t: Cells, logged: int = 0) -> Cells:
    """Return the second row, for one world after the other; ``logged`` is how many departures are kept (0: none)."""
    cells = [0] * (t[r.LOG] + logged * EVENT)
    cells[ROOM] = logged
    return cells


def fill(cells: Cells, begin: int, end: int, value: int) -> None:
    """Write one number from ``begin`` to before ``end``."""
    for at in range(begin, end):
        cells[at] = value


def after(t: Cells, s: Cells, start: int, length: int) -> int:
    """Return the slot in which a journey of ``length`` open slots ends that begins in ``start`` (horizon + 1: never)."""
    ends = start + length
    if length > 0:
        for closure in range(s[CLOSURE], s[CLOSURES]):
            begins = s[t[r.CLOSED] + 2 * closure]
            if begins >= ends:
                break
            ends += max(s[t[r.CLOSED] + 2 * closure + 1] - max(begins, start), 0)
    return min(ends, t[r.SLOTS] + 1)


def home(t: Cells, s: Cells, leg: int, ready: int) -> int:
    """Return the slot in which what is ready to return in ``ready`` is home."""
    back = t[t[r.L_BACK] + leg]
    return after(t, s, t[t[r.L_RETURN] + leg * (t[r.SLOTS] + 1) + min(ready, t[r.SLOTS])] if back else ready, back)


def enter(t: Cells, s: Cells, balance: int, slot: int, number: int) -> None:
    """Let an amount fall due; what comes after the horizon is never seen."""
    due = max(slot, s[SLOT] + 1)
    if due < t[r.SLOTS] and number != 0:
        s[AWAITED] += 1
        node = s[NODES]
        s[NODES] = node + 1
        s[t[r.NODE_NEXT] + node] = s[t[r.HEAD] + due]
        s[t[r.NODE_BALANCE] + node] = balance
        s[t[r.NODE_NUMBER] + node] = number
        s[t[r.HEAD] + due] = node


def slack(t: Cells, s: Cells, side: int) -> int:
    """Return how far a bound is from being reached, in persons times their price; below zero is a debt.

    Divided only where persons are asked for: a division costs as much as everything else here.
    """
    seen = s[t[r.BALANCE] + t[r.FIRST_SIDE] + side]
    return (t[t[r.SIDE_AHEAD] + side] - s[t[r.OUT] + side]) * t[t[r.SIDE_PRICE] + side] + seen * t[t[r.SIDE_WORTH] + side]

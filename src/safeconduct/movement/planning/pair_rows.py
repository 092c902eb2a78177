"""Releases at the same time as rows of the program, among the convoys that are whole there; shares of convoys hold to no moment.

So the master, where nothing is whole, knows nothing of them: its bound asks for less than the rule does, and stays a bound. A block of
whole convoys looks for partners among what is whole, which is the rule itself once every convoy is.
"""

from __future__ import annotations

import numpy as np

from safeconduct.movement.planning.ledgers import gate_columns
from safeconduct.movement.planning.pairs import Holder, Pair, Side, owed, pairs_of
from safeconduct.movement.planning.rows import Rows, Units, switch_rows
from safeconduct.movement.slots import NEVER, Flags, Floats, Grid, Ints
from safeconduct.movement.timetable import Done


def pair_rows(rows: Rows, grid: Grid, whole: Flags, units: dict[str, Units], n_of: Ints, past: tuple[Done, ...], now: int) -> Ints:
    """Add the rows of every term; return their yes-or-no columns.

    Arguments:
        whole: for each convoy column, whether it is yes-or-no here; n_of: its column then.
        past, now: as for ``program``. A release of the past whose partner can still come in time is followed, an announced one always.
    """
    switches: list[Ints] = []
    for pair in pairs_of(grid, past) if whole.any() else ():
        released = [_released(rows, grid, side, whole, units, n_of, switches) for side in pair.sides]
        for mine, other in ((0, 1), (1, 0)):
            if pair.sides[0].total and pair.sides[1].total:
                _need(rows, grid, pair, mine, other, released, units, switches)
        _follow(rows, grid, pair, released, units, whole, past, now, switches)
    return np.concatenate(switches) if switches else np.zeros(0, dtype=np.int64)


Released = tuple[Ints, Ints]
"""Of one side, in order of the slot in which they count: that slot, and the column that says whether it is released."""


def _released(
    rows: Rows, grid: Grid, side: Side, whole: Flags, units: dict[str, Units], n_of: Ints, switches: list[Ints]
) -> Released:
    """A convoy that carries nobody else is released when it leaves; where others may share it, a column says whether it carries any."""
    mine = np.flatnonzero(whole & (side.event < NEVER))
    mine = mine[np.argsort(side.event[mine], kind="stable")]
    column = n_of[mine].copy()
    mixed = np.flatnonzero(~side.alone[grid.c_mov[mine]])
    if len(mixed):
        column[mixed] = rows.columns + np.arange(len(mixed))
        rows.columns += len(mixed)
        switches.append(column[mixed])
        _carries(rows, grid, side, mine[mixed], column[mixed], units, n_of)
    return side.event[mine], column


def _carries(rows: Rows, grid: Grid, side: Side, convoys: Ints, column: Ints, units: dict[str, Units], n_of: Ints) -> None:
    """Released only where the convoy leaves; with nobody of the side where not released, and at least one person where it is."""
    of = np.full(len(grid.c_mov), -1, dtype=np.int64)
    of[convoys] = np.arange(len(convoys))
    ours = np.array([group.id in side.groups for group in grid.problem.groups], dtype=bool)
    people = np.flatnonzero(ours[grid.p_group] & (of[grid.p_c] >= 0))
    count = len(convoys)
    for limit, sign in ((-float(side.total), 1.0), (1.0, -1.0)):
        first = rows.bounds(np.full(count, -np.inf), np.zeros(count))
        rows.add(first + np.arange(count), column, np.full(count, limit))
        rows.add(first + of[grid.p_c[people]], people, sign * units["persons"].per[people])
    first = rows.bounds(np.full(count, -np.inf), np.zeros(count))
    rows.add(first + np.arange(count), column, np.ones(count))
    rows.add(first + np.arange(count), n_of[convoys], -np.ones(count))


def _need(
    rows: Rows,
    grid: Grid,
    pair: Pair,
    mine: int,
    other: int,
    released: list[Released],
    units: dict[str, Units],
    switches: list[Ints],
) -> None:
    """Each release of one side <= the releases of the other near it, and whether everyone of the other has been counted by then."""
    event, column = released[mine]
    side = pair.sides[other]
    apart = np.array([not any(abs(when - slot) <= pair.lag for when, _ in side.counted) for slot in event.tolist()], dtype=bool)
    event, column = event[apart], column[apart]
    if len(event):
        first = rows.bounds(np.full(len(event), -np.inf), np.zeros(len(event)))
        rows.add(first + np.arange(len(event)), column, np.ones(len(event)))
        _near(rows, first, event, pair.lag, released[other], -1.0)
        done = _done(rows, grid, pair, other, np.unique(event), units, switches)
        rows.add(first + np.arange(len(event)), done[np.searchsorted(np.unique(event), event)], -np.ones(len(event)))
        for holder in side.holders:
            held = _held(rows, grid, side, holder, np.unique(event), units, switches)
            rows.add(first + np.arange(len(event)), held[np.searchsorted(np.unique(event), event)], -np.ones(len(event)))


def _near(rows: Rows, first: int, event: Ints, lag: int, released: Released, sign: float) -> None:
    """Enter into each row the releases of a side within the lag of its slot."""
    when, column = released
    begin, end = np.searchsorted(when, event - lag), np.searchsorted(when, event + lag, side="right")
    lengths = end - begin
    entry = np.repeat(np.arange(len(event), dtype=np.int64), lengths)
    within = np.arange(int(lengths.sum()), dtype=np.int64) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    rows.add(first + entry, column[begin[entry] + within], np.full(len(entry), sign))


def _done(rows: Rows, grid: Grid, pair: Pair, number: int, slots: Ints, units: dict[str, Units], switches: list[Ints]) -> Ints:
    """Return, for each slot, a yes-or-no column that may be yes only where everyone of a side has been counted by then."""
    side = pair.sides[number]
    done = _fresh(rows, len(slots), switches)
    _counted(rows, grid, side, slots, done, side.total, units)
    return done


def _held(rows: Rows, grid: Grid, side: Side, holder: Holder, slots: Ints, units: dict[str, Units], switches: list[Ints]) -> Ints:
    """Return, for each slot, a yes-or-no column that may be yes only where a gate is shut and enough of a side have been counted."""
    held = _fresh(rows, len(slots), switches)
    _counted(rows, grid, side, slots, held, holder.enough, units)
    _, _, awaited, back = gate_columns(grid, holder.gate)
    seen = np.array([sum(n for when, n in holder.seen if when <= slot) for slot in slots.tolist()], dtype=np.float64)
    most = float(sum(group.planned for group in grid.problem.groups if group.id in holder.gate.awaited)) + seen
    switch_rows(rows, units, awaited, back, slots, held, most - seen, -(most - holder.gate.number + 1), sign=1.0)
    return held


def _fresh(rows: Rows, count: int, switches: list[Ints]) -> Ints:
    column = rows.columns + np.arange(count, dtype=np.int64)
    rows.columns += count
    switches.append(column)
    return column


def _counted(rows: Rows, grid: Grid, side: Side, slots: Ints, switch: Ints, number: int, units: dict[str, Units]) -> None:
    """number x switch <= people of a side counted by each slot."""
    ours = np.array([group.id in side.groups for group in grid.problem.groups], dtype=bool)
    counts = side.event[grid.p_c]
    people = np.flatnonzero(ours[grid.p_group] & (counts < NEVER))
    seen: Floats = np.array([sum(n for when, n in side.counted if when <= slot) for slot in slots.tolist()], dtype=np.float64)
    switch_rows(rows, units, people, counts[people], slots, switch, seen, -float(number), sign=-1.0)


def _follow(
    rows: Rows,
    grid: Grid,
    pair: Pair,
    released: list[Released],
    units: dict[str, Units],
    whole: Flags,
    past: tuple[Done, ...],
    now: int,
    switches: list[Ints],
) -> None:
    """What has left, or is announced, is followed within the lag; what has left and nobody can follow any more is left as it is."""
    for mine, slot, announced in owed(grid, pair, past, now):
        other = 1 - mine
        event = pair.sides[other].event
        near = (event < NEVER) & (np.abs(event - slot) <= pair.lag)
        if not whole[near].all() or not (announced or near.any()):
            continue
        done = _done(rows, grid, pair, other, np.array([slot], dtype=np.int64), units, switches)
        first = rows.bounds(np.ones(1), np.full(1, np.inf))
        rows.add(first + np.zeros(1, dtype=np.int64), done, np.ones(1))
        _near(rows, first, np.array([slot], dtype=np.int64), pair.lag, released[other], 1.0)

"""Fewer columns for a search; and what is settled, carried over to another horizon's columns."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from safeconduct.movement.slots import Flags, Floats, Grid, Ints
from safeconduct.movement.timetable import Opening

HOUR = 60


@dataclass(slots=True)
class Settled:
    """Decisions taken, block by block.

    Arguments:
        convoys, vehicles: by column of the grid, -1 while open; until: the last slot that is decided, -1 when none is.
        openings: when gates open, as far as that is known.
        work: spent on what is settled and on what was tried beyond it, see ``blocks.Effort``.
    """

    grid: Grid
    convoys: Floats
    vehicles: Floats
    openings: tuple[Opening, ...]
    until: int = -1
    work: int = 0


def nothing(columns: Grid, openings: tuple[Opening, ...]) -> Settled:
    """Return the beginning, with nothing decided."""
    return Settled(columns, np.full(len(columns.c_mov), -1.0), np.full(len(columns.x_c), -1.0), openings)


def an_hour(columns: Grid) -> Floats:
    """Return what an hour of waiting costs in each persons column, in weighted person-slots."""
    worth = np.array([group.lot * group.weight for group in columns.problem.groups], dtype=np.float64)
    result: Floats = worth[columns.p_group] * HOUR / columns.problem.slot
    return result


def nearer(columns: Grid, keep: Flags) -> Grid:
    """Return some of the persons columns, with the vehicles and convoys that carry them."""
    x_kept, c_kept = np.zeros(len(columns.x_c), dtype=bool), np.zeros(len(columns.c_mov), dtype=bool)
    x_kept[columns.p_x[keep]] = True
    c_kept[columns.x_c[x_kept]] = True
    x_new, c_new = np.cumsum(x_kept) - 1, np.cumsum(c_kept) - 1
    convoys = [of[c_kept] for of in (columns.c_mov, columns.c_slot, columns.c_arr, columns.c_home)]
    vehicles = [c_new[columns.x_c[x_kept]], *(of[x_kept] for of in (columns.x_type, columns.x_taken, columns.x_home))]
    people = [x_new[columns.p_x[keep]], columns.p_group[keep], columns.p_cost[keep]]
    return Grid(columns.problem, columns.movements, *convoys, *vehicles, *people)


def moved(settled: Settled, columns: Grid) -> Settled:
    """Return what is settled on the columns of another horizon; those that it did not have, in slots already decided, stay unused."""
    before, slots = settled.grid, columns.problem.slots
    c_before, c_now = before.c_mov * slots + before.c_slot, columns.c_mov * slots + columns.c_slot
    types = len(columns.problem.vehicles)
    x_before, x_now = (
        key[of] * types + kind for key, of, kind in ((c_before, before.x_c, before.x_type), (c_now, columns.x_c, columns.x_type))
    )
    decided = columns.c_slot <= settled.until
    return replace(
        settled,
        grid=columns,
        convoys=_carried(c_before, settled.convoys, c_now, decided),
        vehicles=_carried(x_before, settled.vehicles, x_now, decided[columns.x_c]),
    )


def _carried(before: Ints, values: Floats, now: Ints, decided: Flags) -> Floats:
    order = np.argsort(before)
    place = np.minimum(np.searchsorted(before[order], now), max(len(before) - 1, 0))
    same = before[order][place] == now
    result: Floats = np.where(decided, np.where(same, values[order][place], 0.0), -1.0)
    return result

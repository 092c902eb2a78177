"""Turns people and ledgers into the rows of a linear program, compressed to the slots in which something is drawn.

Columns are persons in the *master* (a vehicle is then persons/seats, a convoy vehicles/largest: every rule of the full model is implied,
so its optimum is a bound), with convoys and vehicles of their own where a leg leaves them elsewhere; or all three in the full model.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from safeconduct.movement.planning.ledgers import Ledger
from safeconduct.movement.slots import Floats, Ints


@dataclass(slots=True)
class Rows:
    """Rows being assembled: coordinate triples, bounds, and the slack columns that carry balances forward.

    Arguments:
        columns: how many columns the model has before any slack column.
    """

    columns: int
    row: list[Ints] = field(default_factory=list)
    col: list[Ints] = field(default_factory=list)
    val: list[Floats] = field(default_factory=list)
    lower: list[Floats] = field(default_factory=list)
    upper: list[Floats] = field(default_factory=list)
    count: int = 0

    def add(self, row: Ints, col: Ints, val: Floats) -> None:
        """Add coordinate triples; rows are counted from the first row of this model."""
        self.row.append(row)
        self.col.append(col)
        self.val.append(val)

    def bounds(self, lower: Floats, upper: Floats) -> int:
        """Open new rows with these bounds and return the index of the first."""
        first = self.count
        self.lower.append(lower)
        self.upper.append(upper)
        self.count += len(lower)
        return first


@dataclass(frozen=True, slots=True)
class Units:
    """How a level's columns are written in the model's columns: ``column`` and ``per`` (units for one of the model's columns)."""

    owner: Ints
    column: Ints
    per: Floats


@dataclass(frozen=True, slots=True)
class LedgerRows:
    """Where a ledger sits in the program: its rows, and the slots in which its balance is looked at.

    Arguments:
        first_slack: the column of the first balance; -1 where each row stands by itself and carries no balance.
    """

    ledger: Ledger
    first_row: int
    first_slack: int
    slots: Ints
    scale: float


def add_ledger(rows: Rows, ledger: Ledger, units: dict[str, Units], sort: dict[str, tuple[Ints, Ints]]) -> LedgerRows:
    """Add one ledger as stock balances: balance[k] = balance[k-1] + gifts since - takings in k, and balance[k] >= 0."""
    spent = [slot for slot, amount in ledger.grants if amount < 0]
    looked_at = ledger.takes if len(ledger.takes.columns) else ledger.gives
    granted = spent if looked_at is ledger.takes else [slot for slot, _ in ledger.grants]
    slots = np.unique(np.concatenate((looked_at.slot, np.array(granted, dtype=np.int64))))
    scale = 1.0 / max(1, int(looked_at.each.max()))
    right = np.zeros(len(slots))
    right[0] = ledger.opening
    for slot, amount in ledger.grants:
        place = int(np.searchsorted(slots, slot))
        if place < len(slots):
            right[place] += amount
    write = _side_by_side if _comes_back(ledger) else _carried
    first, slack = write(rows, ledger, slots, right * scale, scale, units[ledger.level], sort[ledger.level])
    return LedgerRows(ledger, first, slack, slots, scale)


def _comes_back(ledger: Ledger) -> bool:
    """Say whether everything taken from a ledger is given back to it: a place in the queue, an hour's share, a vehicle."""
    return bool(len(ledger.takes.columns)) and np.array_equal(ledger.takes.columns, ledger.gives.columns)


Write = tuple[int, int]


def _side_by_side(
    rows: Rows, ledger: Ledger, slots: Ints, right: Floats, scale: float, unit: Units, sort: tuple[Ints, Ints]
) -> Write:
    """In each slot by itself: whatever is out together is no more than there is. The solver sees what excludes what."""
    begin, end = np.searchsorted(slots, ledger.takes.slot), np.searchsorted(slots, ledger.gives.slot)
    first = rows.bounds(np.full(len(slots), -np.inf), np.cumsum(right))
    lengths = end - begin
    entry = np.repeat(np.arange(len(lengths), dtype=np.int64), lengths)
    within = np.arange(int(lengths.sum()), dtype=np.int64) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    each: Floats = scale * ledger.takes.each[entry].astype(np.float64)
    _spread(rows, unit, sort, ledger.takes.columns[entry], first + begin[entry] + within, each)
    return first, -1


def _carried(rows: Rows, ledger: Ledger, slots: Ints, right: Floats, scale: float, unit: Units, sort: tuple[Ints, Ints]) -> Write:
    """From slot to slot: the balance before, and what is given and taken since."""
    first = rows.bounds(right, right)
    slack = rows.columns
    rows.columns += len(slots)
    steps = np.arange(len(slots), dtype=np.int64)
    rows.add(first + steps, slack + steps, np.ones(len(slots)))
    rows.add(first + steps[1:], slack + steps[:-1], -np.ones(max(len(slots) - 1, 0)))
    for part, sign in ((ledger.takes, 1.0), (ledger.gives, -1.0)):
        step = np.searchsorted(slots, part.slot)
        inside = step < len(slots)
        moved: Floats = sign * scale * part.each[inside].astype(np.float64)
        _spread(rows, unit, sort, part.columns[inside], first + step[inside], moved)
    return first, slack


def sorted_owners(units: dict[str, Units], sizes: dict[str, int]) -> dict[str, tuple[Ints, Ints]]:
    """Return, for each level, the order that groups the model's columns by owner, and where each owner begins."""
    result = {}
    for level, unit in units.items():
        order = np.argsort(unit.owner, kind="stable")
        starts = np.searchsorted(unit.owner[order], np.arange(sizes[level] + 1, dtype=np.int64))
        result[level] = (order, starts)
    return result


def _spread(rows: Rows, unit: Units, sort: tuple[Ints, Ints], columns: Ints, row: Ints, value: Floats) -> None:
    """Write entries on owners as entries on the model's columns (one owner may be written in several)."""
    order, starts = sort
    lengths = starts[columns + 1] - starts[columns]
    entry = np.repeat(np.arange(len(columns), dtype=np.int64), lengths)
    within = np.arange(int(lengths.sum()), dtype=np.int64) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    member = order[starts[columns][entry] + within]
    rows.add(row[entry], unit.column[member], value[entry] * unit.per[member])


def switch_rows(
    rows: Rows,
    units: dict[str, Units],
    columns: Ints,
    counted: Ints,
    slots: Ints,
    switch: Ints,
    start: Floats,
    each: float | Floats,
    *,
    sign: float,
) -> None:
    """sign x (what has been counted by each slot) <= start + each x switch in each slot, with one running total for each slot."""
    steps = np.arange(len(slots), dtype=np.int64)
    total = rows.columns + steps
    rows.columns += len(slots)
    carry = rows.bounds(np.zeros(len(slots)), np.zeros(len(slots)))
    rows.add(carry + steps, total, np.ones(len(slots)))
    rows.add(carry + steps[1:], total[:-1], -np.ones(len(slots) - 1))
    step = np.searchsorted(slots, counted)
    inside = step < len(slots)
    rows.add(carry + step[inside], columns[inside], -units["persons"].per[columns[inside]])
    limit = rows.bounds(np.full(len(slots), -np.inf), start)
    rows.add(limit + steps, total, np.full(len(slots), sign))
    rows.add(limit + steps, switch, -each * np.ones(len(slots)))

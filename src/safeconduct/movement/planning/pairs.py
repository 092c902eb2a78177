"""Who is released together with whom: in which slot a convoy counts for a side, and whether the other side is near enough.

The rule, convoy by convoy (``terms.Together``): a convoy of one side counts in a slot only where a convoy of the other counts within the
lag of it, before or after, or where everyone of the other has been counted by then, or all the rest of them are held for this side.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from safeconduct.movement.model import Problem
from safeconduct.movement.planning.past import Grant, count_slot, gate_seen
from safeconduct.movement.slots import NEVER, Flags, Grid, Ints, counting_offset
from safeconduct.movement.terms import Gate, Together
from safeconduct.movement.timetable import Done


@dataclass(slots=True)
class Holder:
    """A gate that holds the rest of a side until more of the other side are verified, after letting some go first.

    Arguments:
        number: of the gate among the terms; enough: of the side so many are gone that no further convoy is let through.
        seen: (slot, persons) verified so far; its users add to it.
    """

    gate: Gate
    number: int
    enough: int
    seen: list[Grant]


@dataclass(slots=True)
class Side:
    """One side of a term.

    Arguments:
        groups: their ids; total: how many people they are, planned at the highest.
        event: for each convoy column, the slot in which it counts (NEVER: it carries nobody of this side, or does not count).
        alone: for each movement, whether it carries nobody but people of this side.
        holders: gates that hold the rest of this side for the other; counted: (slot, persons) of every release so far; its users add to it.
    """

    groups: tuple[str, ...]
    total: int
    event: Ints
    alone: Flags
    holders: tuple[Holder, ...] = ()
    counted: list[Grant] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Pair:
    """A term, its lag in slots (rounded down, so that nothing counts as near that is not), and its two sides."""

    term: Together
    lag: int
    sides: tuple[Side, Side]


def pairs_of(grid: Grid, past: tuple[Done, ...] = ()) -> list[Pair]:
    """Return every term with both sides, and what has been released."""
    problem = grid.problem
    return [
        Pair(
            term,
            term.lag // problem.slot,
            (_side(grid, term, term.left, term.right, past), _side(grid, term, term.right, term.left, past)),
        )
        for term in problem.terms.together
    ]


def _side(grid: Grid, term: Together, groups: tuple[str, ...], others: tuple[str, ...], past: tuple[Done, ...]) -> Side:
    problem = grid.problem
    event = np.full(len(grid.c_mov), NEVER, dtype=np.int64)
    for index, kind in enumerate(grid.movements):
        offset = counting_offset(problem, kind.leg, term.where)
        if offset is not None and any(group.id in groups for group in kind.groups):
            mine = grid.c_mov == index
            event[mine] = grid.c_arr[mine] if offset < 0 else grid.c_slot[mine] + offset
    alone = np.array([all(group.id in groups for group in kind.groups) for kind in grid.movements], dtype=bool)
    total = sum(group.planned for group in problem.groups if group.id in groups)
    holders = tuple(
        Holder(gate, number, gate.allow - least_convoy(problem, groups) + 1, gate_seen(problem, gate, past))
        for number, gate in holding(problem, groups, others)
    )
    return Side(groups, total, event, alone, holders, [(slot, n) for slot, n, _ in releases(problem, term, groups, past)])


def holding(problem: Problem, groups: tuple[str, ...], others: tuple[str, ...]) -> list[tuple[int, Gate]]:
    """Return the gates that hold all of a side until people of the other are verified, but let some of it go first."""
    gates = enumerate(problem.terms.gates)
    return [(n, gate) for n, gate in gates if gate.allow > 0 and set(groups) <= set(gate.held) and set(others) & set(gate.awaited)]


def least_convoy(problem: Problem, groups: tuple[str, ...]) -> int:
    """Return the fewest of a side who can leave their place in one convoy; those who may share it with others need not fill it."""
    sharing = {name for mix in problem.terms.mixes if not set(mix.groups) <= set(groups) for name in mix.groups}
    side = [group for group in problem.groups if group.id in groups]
    sizes = [
        max(1 if group.id in sharing else leg.fewest, group.lot)
        for group in side
        for leg in problem.legs
        if leg.origin == group.origin
    ]
    return min(sizes, default=1)


def releases(problem: Problem, term: Together, groups: tuple[str, ...], past: tuple[Done, ...]) -> Iterator[tuple[int, int, Done]]:
    """Yield when, with how many people of a side, which convoy of the past counts."""
    for done in past:
        slot = count_slot(problem, done, term.where)
        number = sum(n for group, _, n in done.convoy.people if group in groups)
        if slot is not None and number:
            yield slot, number, done


def is_met(other: Side, slot: int, lag: int) -> bool:
    """Say whether a release that counts in a slot is near one of the other side, or nobody of that side can be released any more, or yet."""
    if any(abs(when - slot) <= lag for when, _ in other.counted):
        return True
    gone = sum(number for when, number in other.counted if when <= slot)
    return gone >= other.total or any(gone >= one.enough and is_shut(one, slot) for one in other.holders)


def is_shut(holder: Holder, slot: int) -> bool:
    """Say whether a gate is shut in a slot, with everyone who counts in that very slot."""
    return sum(number for when, number in holder.seen if when <= slot) < holder.gate.number


def owed(grid: Grid, pair: Pair, past: tuple[Done, ...], now: int) -> Iterator[tuple[int, int, bool]]:
    """Yield (which side, the slot it counts in, whether it is only announced) of releases whose partner may still follow, or must."""
    for number, (mine, other) in enumerate((pair.sides, pair.sides[::-1])):
        for slot, _, done in releases(grid.problem, pair.term, mine.groups, past):
            announced = done.departed >= now
            if (announced or slot + pair.lag >= now) and not is_met(other, slot, pair.lag):
                yield number, slot, announced


def never_together(grid: Grid, past: tuple[Done, ...] = ()) -> bool:
    """Say whether some term has people on both sides and no two departures of theirs near enough: then nobody of them ever leaves."""
    for pair in pairs_of(grid, past):
        if any(sum(number for _, number in side.counted) >= side.total for side in pair.sides):
            continue
        left, right = (_slots(side) for side in pair.sides)
        if not len(left) or not len(right):
            return True
        after = right[np.minimum(np.searchsorted(right, left - pair.lag), len(right) - 1)]
        if not bool((np.abs(after - left) <= pair.lag).any()):
            return True
    return False


def _slots(side: Side) -> Ints:
    """The slots in which anyone of a side counts, or could."""
    counted = np.array([slot for slot, _ in side.counted], dtype=np.int64)
    return np.unique(np.concatenate((side.event[side.event < NEVER], counted)))

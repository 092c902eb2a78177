"""Whole convoys at any pace: is there an order at all, however long it may take, in which everyone gets away?

Time, vehicles on the road and escorts are left out; what remains is how many of each group have left, in convoys that are neither too
small nor too large, and what exposure and gates say of it. Where no order leads to the end, no timetable does: a proof, found in a
moment, where the program in shares sees nothing (a share of a convoy may be as small as the exposure) and the program in whole convoys
would look for hours at one slot after the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import gcd, prod
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from safeconduct.movement.model import Group, Problem
from safeconduct.movement.slots import Movement, ceil_slots, movements
from safeconduct.movement.terms import CROSSED, DEPARTED, Gate, Reciprocity

MOST_STATES = 400_000
"""So many states are looked at; of larger groups the first part, which shows whether anyone can begin."""

Flags: TypeAlias = NDArray[np.bool_]
Numbers: TypeAlias = NDArray[np.int64]
Sizes: TypeAlias = tuple[tuple[int, int], ...]


def stuck(problem: Problem) -> bool:
    """Say whether no order of whole convoys gets everyone away; False also where that is not known.

    Holds: never True where a plan exists (tests/theory/test_movement_any_pace.py).
    Cost: some hundred passes over at most ``MOST_STATES`` flags.
    """
    kinds = movements(problem)
    return any(_stuck(problem, kinds, together) for together in _linked(problem))


def goes_first(problem: Problem, term: Reciprocity) -> bool:
    """Say whether one of both sides may be ahead by a convoy; True where the two may leave in one slot and nobody is ahead."""
    if not _one_after_the_other(problem, term):
        return True
    kinds = movements(problem)
    sides = ((term.left, term.left_ahead), (term.right, term.right_ahead))
    smallest = [min((low for one in side for low, _ in _sizes(problem, kinds, problem.group(one))), default=0) for side, _ in sides]
    return any(ahead >= least for (_, ahead), least in zip(sides, smallest, strict=True))


@dataclass(frozen=True, slots=True)
class _Room:
    """How many of each group have left, as the axes of an array; an axis that is cut short shows the beginning only."""

    groups: tuple[Group, ...]
    shape: tuple[int, ...]

    def total(self, ids: tuple[str, ...]) -> Numbers:
        """Return how many of some groups have left, in every state."""
        axes = np.ogrid[tuple(slice(size) for size in self.shape)]
        mine = [axis for axis, group in zip(axes, self.groups, strict=True) if group.id in ids]
        return np.asarray(sum(mine), dtype=np.int64)


def _linked(problem: Problem) -> Iterator[tuple[Group, ...]]:
    """Yield the groups that exposure or gates bind to one another; everyone else stands alone."""
    left = [group for group in problem.groups if group.planned]
    terms = [{*t.left, *t.right} for t in problem.terms.reciprocity] + [{*g.held, *g.awaited} for g in problem.terms.gates]
    while left:
        names = {left[0].id}
        for _ in terms:
            names = names.union(*(term for term in terms if term & names))
        yield tuple(group for group in left if group.id in names)
        left = [group for group in left if group.id not in names]


@dataclass(frozen=True, slots=True)
class _Reached:
    """What convoys one after the other lead to.

    Arguments:
        stamps: when each state was first reached, -1 where it was not.
        whole: whether every state was looked at; beyond: whether a convoy may lead out of those that were.
    """

    room: _Room
    sizes: tuple[Sizes, ...]
    allowed: tuple[Flags, ...]
    stamps: Numbers
    whole: bool
    beyond: bool


def _reached(problem: Problem, kinds: tuple[Movement, ...], groups: tuple[Group, ...]) -> _Reached:
    sizes = tuple(_sizes(problem, kinds, group) for group in groups)
    room = _Room(groups, _shape([group.planned + 1 for group in groups]))
    allowed = tuple(_allowed(problem, room, group) for group in groups)
    whole = all(size > group.planned for size, group in zip(room.shape, groups, strict=True))
    stamps: Numbers = np.full(room.shape, -1, dtype=np.int64)
    stamps[(0,) * len(groups)] = stamp = 0
    before = -1
    while before < stamp and stamps[(-1,) * len(groups)] < 0:
        before = stamp
        for axis, (some, may) in enumerate(zip(sizes, allowed, strict=True)):
            for low, high in some:
                new = _further(stamps >= 0, axis, low, high) & may & (stamps < 0)
                if new.any():
                    stamp += 1
                    stamps[new] = stamp
            if not whole and _beyond(stamps >= 0, axis, room, max((high for _, high in some), default=0)):
                return _Reached(room, sizes, allowed, stamps, whole, True)
    return _Reached(room, sizes, allowed, stamps, whole, False)


def _stuck(problem: Problem, kinds: tuple[Movement, ...], groups: tuple[Group, ...]) -> bool:
    found = _reached(problem, kinds, groups)
    return not found.beyond and (not found.whole or found.stamps[(-1,) * len(groups)] < 0)


def order(problem: Problem) -> tuple[tuple[Group, int], ...] | None:
    """Return convoys one after the other, each of one group and so many persons, that get everyone away at some pace; None where none is known."""
    kinds = movements(problem)
    convoys: list[tuple[Group, int]] = []
    for together in _linked(problem):
        found = _reached(problem, kinds, together)
        if not found.whole or found.stamps[(-1,) * len(together)] < 0:
            return None
        convoys += _back(found)
    return tuple(convoys)


def _back(found: _Reached) -> list[tuple[Group, int]]:
    """Go back from the end, each time to the state that was reached first."""
    at, convoys = [size - 1 for size in found.room.shape], list[tuple[Group, int]]()
    while any(at):
        stamp = found.stamps[tuple(at)]
        best: tuple[int, int, int] | None = None
        for axis, some in enumerate(found.sizes):
            if found.allowed[axis][tuple(at)]:
                for size in {size for low, high in some for size in range(low, min(high, at[axis]) + 1)}:
                    earlier = int(found.stamps[tuple(n - size * (a == axis) for a, n in enumerate(at))])
                    if 0 <= earlier < stamp:
                        best = min(best or (earlier, -size, axis), (earlier, -size, axis))
        assert best is not None
        at[best[2]] += best[1]
        convoys.append((found.room.groups[best[2]], -best[1]))
    return convoys[::-1]


def _beyond(reached: Flags, axis: int, room: _Room, most: int) -> bool:
    """Whether a convoy may lead out of what is looked at of a group."""
    size = room.shape[axis]
    return most > 0 and size <= room.groups[axis].planned and bool(np.moveaxis(reached, axis, 0)[max(size - most, 0) :].any())


def _shape(wanted: list[int]) -> tuple[int, ...]:
    """Cut the longest axes until no more states are left than are looked at."""
    shape = list(wanted)
    while prod(shape) > MOST_STATES:
        longest = max(shape)
        others = prod(size for size in shape if size < longest)
        many = sum(size == longest for size in shape)
        second = max((size for size in shape if size < longest), default=1)
        cut = max(int((MOST_STATES / others) ** (1 / many)), second, 2)
        shape = [min(size, cut if cut < longest else longest - 1) for size in shape]
    return tuple(shape)


def _further(reached: Flags, axis: int, low: int, high: int) -> Flags:
    """Return the states that one convoy of ``low`` to ``high`` persons of a group leads to."""
    result, width = reached, 1
    while width <= high - low:
        step = min(width, high - low + 1 - width)
        result = result | _moved(result, axis, step)
        width += step
    return _moved(result, axis, low)


def _moved(reached: Flags, axis: int, by: int) -> Flags:
    result: Flags = np.zeros_like(reached)
    size = reached.shape[axis]
    if by < size:
        np.moveaxis(result, axis, 0)[by:] = np.moveaxis(reached, axis, 0)[: size - by]
    return result


def _allowed(problem: Problem, room: _Room, group: Group) -> Flags:
    """Return in which states a convoy with people of a group may end: neither ahead too far nor held."""
    may: Flags = np.ones(room.shape, dtype=bool)
    for term in problem.terms.reciprocity:
        if _one_after_the_other(problem, term):
            if group.id in term.left:
                may &= _in_step(room, term.left, term.right, term.left_share, term.right_share, term.left_ahead)
            if group.id in term.right:
                may &= _in_step(room, term.right, term.left, term.right_share, term.left_share, term.right_ahead)
    for gate in problem.terms.gates:
        if group.id in gate.held:
            may &= _let_through(room, gate)
    return may


def _in_step(room: _Room, given: tuple[str, ...], received: tuple[str, ...], share: int, other: int, ahead: int) -> Flags:
    """As the ledger of the plan: whoever has left before counts as received, which is more than any plan may count."""
    common = gcd(share, other)
    result: Flags = room.total(given) * (other // common) <= room.total(received) * (share // common) + ahead * (other // common)
    return result


def _let_through(room: _Room, gate: Gate) -> Flags:
    result: Flags = (room.total(gate.held) <= gate.allow) | (room.total(gate.awaited) >= gate.number)
    return result


def _one_after_the_other(problem: Problem, term: Reciprocity) -> bool:
    """Whether those who leave in one slot cannot count as received by each other."""
    if term.given != DEPARTED or term.received == DEPARTED:
        return False
    if term.delay:
        return True
    return all(_later(problem, term.received, dict(leg.checkpoints), leg.out) for leg in problem.legs)


def _later(problem: Problem, received: str, checkpoints: dict[str, int], out: int) -> bool:
    last = list(checkpoints.values())[-1] if received == CROSSED and checkpoints else out
    return ceil_slots(last, problem) > 0


def _sizes(problem: Problem, kinds: tuple[Movement, ...], group: Group) -> Sizes:
    """Return how small and how large the part of a group in a convoy from its origin may be, for each kind of convoy.

    A convoy that several groups share may hold few of each; one after the other they break no rule that they keep together.
    """
    found = set()
    for kind in kinds:
        if group in kind.groups and kind.leg.origin == group.origin:
            low = max(kind.leg.fewest, 1) if len(kind.groups) == 1 else 1
            high = min(_capacity(problem, kind, group), group.planned)
            if high >= low:
                found.add((low, high))
    return tuple(sorted(found))


def _capacity(problem: Problem, kind: Movement, group: Group) -> int:
    """Return how many of a group the largest convoy holds: of all vehicles there are, wherever they stand, the largest first."""
    fleet = {v.id: sum(pool.number for pool in problem.pools if pool.type == v.id) for v in kind.types}
    passes = [point.per_hour for point in problem.checkpoints if point.id in dict(kind.leg.checkpoints)]
    free = min([kind.leg.largest, *passes])
    if min(free, sum(fleet.values())) < kind.leg.smallest:
        return 0
    seats = 0
    for vehicle in sorted(kind.types, key=lambda v: -v.seats):
        if vehicle.id in group.rides:
            number = min(fleet[vehicle.id], free)
            seats, free = seats + number * (vehicle.seats // group.lot * group.lot), free - number
    return seats

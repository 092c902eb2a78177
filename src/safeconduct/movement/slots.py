"""The discretised model: every departure that the opening hours allow, slot by slot, as arrays.

Three levels of columns: a *convoy* leaves on a leg in a slot; *vehicles* of one type are in it; *persons* of one group ride in
them. Durations are rounded up to whole slots.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from safeconduct.movement.model import DEPARTURE, EXCHANGE, Group, Interval, Leg, Problem, VehicleType
from safeconduct.movement.terms import DEPARTED

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]
NEVER = np.iinfo(np.int32).max


@dataclass(frozen=True, slots=True)
class Movement:
    """Convoys of one kind: the groups that share them, on one leg."""

    leg: Leg
    groups: tuple[Group, ...]
    types: tuple[VehicleType, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """All columns of the model, as parallel arrays.

    Arguments:
        c_*: convoys (movement, departure slot, arrival slot, slot in which the escort is home again).
        x_*: vehicles (their convoy, type, slot in which they are taken for loading, slot in which they are home again).
        p_*: persons (their vehicles column, group); ``p_cost`` is the weighted waiting of one person in slots.
    """

    problem: Problem
    movements: tuple[Movement, ...]
    c_mov: Ints
    c_slot: Ints
    c_arr: Ints
    c_home: Ints
    x_c: Ints
    x_type: Ints
    x_taken: Ints
    x_home: Ints
    p_x: Ints
    p_group: Ints
    p_cost: Ints

    @property
    def p_c(self) -> Ints:
        """The convoy column of every persons column."""
        return self.x_c[self.p_x]


def ceil_slots(minutes: int, problem: Problem) -> int:
    """Return minutes as whole slots, rounded up."""
    return -(-minutes // problem.slot)


def movements(problem: Problem) -> tuple[Movement, ...]:
    """Return every kind of convoy that the network, the chosen destinations and the terms allow."""
    found = []
    stands = {vehicle.id: stands_at(problem, vehicle) for vehicle in problem.vehicles}
    for leg in problem.legs:
        riders = [group for group in problem.groups if may_use(problem, group, leg)]
        for mix in _mixes(problem, riders):
            types = tuple(v for v in problem.vehicles if leg.origin in stands[v.id] and any(v.id in g.rides for g in mix))
            if types:
                found.append(Movement(leg, mix, types))
    return tuple(found)


def may_use(problem: Problem, group: Group, leg: Leg) -> bool:
    """Say whether a leg lies on a way of the group to one of its permitted ends."""
    ends = permitted_ends(problem, group)
    return _reaches(problem, leg.destination, ends) and _comes_by(problem, group.origin, leg.origin)


def permitted_ends(problem: Problem, group: Group) -> frozenset[str]:
    """Return the places a group may go to in the end: what it chose, within what the terms permit."""
    ends = {place.id for place in problem.places if place.kind not in (EXCHANGE,) and place.id != group.origin}
    if group.destinations:
        ends &= set(group.destinations)
    for term in problem.terms.destinations:
        if group.id in term.groups:
            ends &= set(term.places)
    return frozenset(ends)


def _reaches(problem: Problem, place: str, ends: frozenset[str]) -> bool:
    if place in ends:
        return True
    onward = problem.place(place).kind == EXCHANGE
    return onward and any(leg.origin == place and leg.destination in ends for leg in problem.legs)


def _comes_by(problem: Problem, origin: str, place: str) -> bool:
    if place == origin:
        return True
    exchange = problem.place(place).kind == EXCHANGE
    return exchange and any(leg.origin == origin and leg.destination == place for leg in problem.legs)


def stands_at(problem: Problem, vehicle: VehicleType) -> frozenset[str]:
    """Return the places where vehicles of a type may stand: their pools, and where legs leave them, one after the other."""
    here = {pool.place for pool in problem.pools if pool.type == vehicle.id and pool.number > 0}
    while further := {leg.home for leg in problem.legs if leg.origin in here} - here:
        here |= further
    return frozenset(here)


def _mixes(problem: Problem, riders: list[Group]) -> list[tuple[Group, ...]]:
    mixes: list[tuple[Group, ...]] = []
    rest = list(riders)
    for term in problem.terms.mixes:
        together = tuple(group for group in rest if group.id in term.groups)
        if together:
            mixes.append(together)
            rest = [group for group in rest if group not in together]
    return mixes + [(group,) for group in rest]


def open_slots(problem: Problem, intervals: tuple[Interval, ...]) -> Flags:
    """Return, for each slot of the horizon, whether it lies wholly in one of the intervals."""
    starts = np.arange(problem.slots, dtype=np.int64) * problem.slot
    is_open = np.zeros(problem.slots, dtype=bool)
    for begin, end in intervals:
        is_open |= (starts >= begin) & (starts + problem.slot <= end)
    return is_open


def _suspended(problem: Problem, leg: Leg) -> Flags:
    starts = np.arange(problem.slots, dtype=np.int64) * problem.slot
    closed = np.zeros(problem.slots, dtype=bool)
    for term in problem.terms.suspensions:
        if not term.legs or leg.id in term.legs:
            closed |= (starts + problem.slot > term.start) & (starts < term.end)
    return closed


def journeys(problem: Problem, leg: Leg, length: int, window_name: str) -> Flags:
    """Return, for each slot, whether a journey of ``length`` slots may begin in it (opening hours, "" is any hour; suspensions)."""
    window = open_slots(problem, problem.windows[window_name]) if window_name else np.ones(problem.slots, dtype=bool)
    suspended = _suspended(problem, leg)
    closed = suspended if leg.covers == DEPARTURE else suspended | ~window
    sums = np.concatenate(([0], np.cumsum(closed)))
    begins = np.arange(problem.slots, dtype=np.int64)
    fits = begins + length <= problem.slots
    clear = sums[np.minimum(begins + max(length, 1), problem.slots)] == sums[begins]
    result: Flags = fits & clear & window
    return result


def _home_after(problem: Problem, leg: Leg, ready: Ints) -> Ints:
    """Return the slot in which vehicles ready to return in ``ready`` stand at home again."""
    back = ceil_slots(leg.back, problem)
    if back == 0:
        return ready
    allowed = journeys(problem, leg, back, leg.back_window)
    following = np.where(allowed, np.arange(problem.slots, dtype=np.int64), NEVER)
    following = np.append(np.minimum.accumulate(following[::-1])[::-1], NEVER)
    begin = following[np.minimum(ready, problem.slots)]
    return np.where(begin >= NEVER, NEVER, begin + back)


def home_after(problem: Problem, leg: Leg, ready: int) -> int:
    """Return the slot in which a vehicle ready to return in ``ready`` stands at home again (NEVER beyond the horizon)."""
    return int(_home_after(problem, leg, np.array([ready], dtype=np.int64))[0])


def grid(problem: Problem, *, last: int | None = None, first: int = 0) -> Grid:
    """Build every column whose departure is not before slot ``first`` and whose arrival is not after slot ``last``.

    Cost: linear in columns; no Python loop over slots.
    """
    kinds = movements(problem)
    latest = problem.slots if last is None else min(last, problem.slots)
    parts = [_movement_columns(problem, kinds, index, first, latest) for index in range(len(kinds))]
    convoys, vehicles, people = ([part[level] for part in parts] for level in range(3))
    return Grid(problem, kinds, *_stack(convoys, 4), *_stack(vehicles, 4, convoys), *_stack(people, 3, vehicles))


def _movement_columns(
    problem: Problem, kinds: tuple[Movement, ...], index: int, first: int, latest: int
) -> tuple[list[Ints], list[Ints], list[Ints]]:
    kind = kinds[index]
    leg = kind.leg
    out = ceil_slots(leg.out, problem)
    slot = np.flatnonzero(journeys(problem, leg, out, leg.window)).astype(np.int64)
    loads = [ceil_slots(problem.loading(leg, v), problem) for v in kind.types]
    slot = slot[(slot >= max(first, min(loads))) & (slot + out <= latest)]
    arr = slot + out
    home = _home_after(problem, leg, arr + max(ceil_slots(problem.unloading(leg, v), problem) for v in problem.vehicles))
    convoys = [np.full(len(slot), index, dtype=np.int64), slot, arr, home]
    x_c, x_type, x_taken, x_home, p_x, p_group, p_cost = [], [], [], [], [], [], []
    first_x = 0
    for vehicle, load in zip(kind.types, loads, strict=True):
        loaded = np.flatnonzero(slot >= load).astype(np.int64)  # a type that takes longer to load cannot be in the first convoys
        x_c.append(loaded)
        x_type.append(np.full(len(loaded), problem.vehicles.index(vehicle), dtype=np.int64))
        x_taken.append(slot[loaded] - load)
        ready = arr[loaded] + ceil_slots(problem.unloading(leg, vehicle), problem)
        x_home.append(_home_after(problem, leg, ready) if vehicle.returns else np.full(len(loaded), NEVER, dtype=np.int64))
        for group in kind.groups:
            if vehicle.id in group.rides:
                in_time = (arr <= _latest(problem, group, leg)) & _may_set_out(problem, group, leg, slot)
                timely = np.flatnonzero(in_time & (slot >= load)).astype(np.int64)
                p_x.append(first_x + np.searchsorted(loaded, timely))
                p_group.append(np.full(len(timely), problem.groups.index(group), dtype=np.int64))
                p_cost.append(_cost(problem, group, leg, slot, arr)[timely])
        first_x += len(loaded)
    return convoys, [_cat(a) for a in (x_c, x_type, x_taken, x_home)], [_cat(a) for a in (p_x, p_group, p_cost)]


def _latest(problem: Problem, group: Group, leg: Leg) -> int:
    """Return the last slot in which a group may arrive: the ends of its deadlines, where the leg ends its way."""
    if problem.place(leg.destination).kind == EXCHANGE:
        return problem.slots
    ends = [term.high // problem.slot for term in problem.terms.deadlines if not term.groups or group.id in term.groups]
    return min(ends, default=problem.slots)


def _may_set_out(problem: Problem, group: Group, leg: Leg, slot: Ints) -> Flags:
    """Return whether a group may depart from its origin in each slot, as far as it is not held."""
    allowed = np.ones(len(slot), dtype=bool)
    minute = slot * problem.slot
    for term in problem.terms.holds if leg.origin == group.origin else ():
        if group.id in term.groups:
            allowed &= (minute < term.start) | ((minute >= term.end) if term.end is not None else False)
    return allowed


def _cost(problem: Problem, group: Group, leg: Leg, slot: Ints, arr: Ints) -> Ints:
    """Weighted waiting of one person, in slots: before the leg at its origin, on the road, and less what follows at an exchange."""
    waits = problem.place(leg.origin).waiting
    onward = problem.place(leg.destination)
    later = onward.waiting if onward.kind == EXCHANGE else 0
    return group.weight * (waits * slot + (arr - slot) - later * arr)


def _cat(parts: list[Ints]) -> Ints:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)


def _stack(parts: list[list[Ints]], width: int, owners: list[list[Ints]] | None = None) -> list[Ints]:
    """Put the movements' arrays one after the other; the first array of a lower level points at its owner and is shifted."""
    if owners is not None:
        shifts = np.concatenate(([0], np.cumsum([len(owner[0]) for owner in owners])))
        parts = [[part[0] + shift, *part[1:]] for part, shift in zip(parts, shifts, strict=False)]
    return [_cat([part[position] for part in parts]) for position in range(width)]


def counted(grid: Grid, where: str) -> Ints:
    """Return, for each persons column, the slot in which its people count as departed, crossed or arrived (NEVER: not here)."""
    problem = grid.problem
    convoy = grid.p_c
    result = np.full(len(convoy), NEVER, dtype=np.int64)
    for index, kind in enumerate(grid.movements):
        mine = grid.c_mov[convoy] == index
        offset = counting_offset(problem, kind.leg, where)
        if offset is not None:
            base = grid.c_slot if where == DEPARTED or offset >= 0 else grid.c_arr
            result[mine] = base[convoy[mine]] + max(offset, 0)
    return result


def counting_offset(problem: Problem, leg: Leg, where: str) -> int | None:
    """Return slots after departure until people on a leg count; -1 is *on arrival*, None *not on this leg*."""
    from_exchange = problem.place(leg.origin).kind == EXCHANGE
    to_exchange = problem.place(leg.destination).kind == EXCHANGE
    if where == DEPARTED:
        return None if from_exchange else 0
    if to_exchange:
        return None
    if where == "crossed":
        if from_exchange:
            return 0
        if leg.checkpoints:
            return ceil_slots(leg.checkpoints[-1][1], problem)
    return -1

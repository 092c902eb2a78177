"""Execution under disruption: many worlds at once follow the dispatch rule and the hold rule, slot by slot.

Hold rule: a convoy is released only when the exposure stays in bounds with everyone on the road counted as given and only verified
people counted as received. So no release ever breaks a bound; a count corrected afterwards shows as a debt.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import gcd

import numpy as np

from safeconduct.movement.model import EXCHANGE, Problem
from safeconduct.movement.slots import Flags, Ints, Movement, ceil_slots, counting_offset, grid, journeys, movements
from safeconduct.movement.worlds import Assumptions, Worlds, draw

BATCH = 1000
REASONS = ("hours", "suspended", "refused", "nobody", "headway", "escorts", "vehicles", "checkpoint", "gate", "reciprocity", "size")


@dataclass(frozen=True, slots=True)
class Event:
    """One departure in some worlds: arrays over worlds, zero persons where nothing left."""

    slot: int
    kind: int
    persons: Ints
    vehicles: Ints
    arrives: Ints


@dataclass(frozen=True, slots=True)
class Runs:
    """What came out, for each world.

    Arguments:
        last: slot of the last arrival, -1 where not everyone arrived within the horizon; left: people left behind.
        debt: the largest number of persons beyond an exposure bound at any time, after corrections (0 without).
        breaches: releases that broke a bound (must be 0).
        waiting: person-slots of waiting at exchange points; shares: how often each reason kept people waiting.
    """

    last: Ints
    left: Ints
    debt: Ints
    breaches: int
    waiting: Ints
    shares: dict[str, int]
    events: tuple[Event, ...] = ()


@dataclass(slots=True)
class _Side:
    """One exposure bound: price of one given, worth of one received, persons ahead."""

    given: tuple[str, ...]
    received: tuple[str, ...]
    where_given: str
    where_received: str
    price: int
    worth: int
    ahead: int
    delay: int
    out: Ints
    seen: Ints


@dataclass(slots=True)
class _State:
    """Everything that changes: calendars (arrays by world and slot) and present balances."""

    vehicles: dict[tuple[str, str], Ints]
    due_vehicles: dict[tuple[str, str], Ints]
    escorts: dict[str, Ints]
    due_escorts: dict[str, Ints]
    left: Ints
    standing: dict[tuple[int, str], Ints]
    due_standing: dict[tuple[int, str], Ints]
    free_from: dict[str, Ints]
    passes: dict[str, Ints]
    sides: list[_Side]
    due_sides: list[Ints]
    gone: list[Ints]
    gates: list[Ints]
    due_gates: list[Ints]
    last: Ints
    debt: Ints
    waiting: Ints
    breaches: int = 0
    shares: dict[str, int] = field(default_factory=dict)


def simulate(problem: Problem, assumptions: Assumptions, *, seed: int, worlds: int, stop: Callable[[], bool] | None = None) -> Runs:
    """Run many worlds in batches.

    Returns: :class:`Runs` over all worlds (without events).
    Holds: equal to a process-based oracle event by event (tests/theory/test_movement_simulation.py); same seed, same answer.
    Cost: linear in slots x kinds of convoy, on arrays of up to 1,000 worlds.
    """
    parts: list[Runs] = []
    for first in range(0, worlds, BATCH):
        if stop is not None and stop() and parts:
            break
        parts.append(run_worlds(problem, draw(problem, assumptions, seed, min(BATCH, worlds - first), first), assumptions))
    shares: dict[str, int] = {}
    for part in parts:
        for reason, number in part.shares.items():
            shares[reason] = shares.get(reason, 0) + number
    joined = [np.concatenate([getattr(part, name) for part in parts]) for name in ("last", "left", "debt", "waiting")]
    return Runs(joined[0], joined[1], joined[2], sum(part.breaches for part in parts), joined[3], shares)


def run_worlds(problem: Problem, worlds: Worlds, assumptions: Assumptions, *, log: bool = False) -> Runs:
    """Run some drawn worlds; with ``log`` every departure is kept."""
    kinds = movements(problem)
    roads = _Roads(problem, kinds, worlds)
    state = _begin(problem, worlds, kinds)
    events: list[Event] = []
    for slot in roads.slots:
        _arrive(state, slot)
        if slot > state.last.max() + 2 * 1440 // problem.slot and not state.left.any() and not _standing(state):
            break
        for kind in roads.order:
            if roads.may_leave[kind][slot]:
                event = _release(problem, worlds, assumptions, roads, state, kind, slot)
                if event is not None and log:
                    events.append(event)
    moved = _undelivered(state, problem.slots)
    last = np.where(moved == 0, state.last, -1)
    return Runs(last, moved, state.debt, state.breaches, state.waiting, state.shares, tuple(events))


def _standing(state: _State) -> bool:
    return any(stock.any() for stock in state.standing.values())


class _Roads:
    """What does not change during a run: opening hours, priorities, and the slot in which a journey begun now would end."""

    def __init__(self, problem: Problem, kinds: tuple[Movement, ...], worlds: Worlds) -> None:
        self.kinds = kinds
        columns = grid(problem)
        self.may_leave = [np.zeros(problem.slots, dtype=bool) for _ in kinds]
        for kind in range(len(kinds)):
            self.may_leave[kind][columns.c_slot[columns.c_mov == kind]] = True
        rank = [(-max(g.weight for g in kind.groups), kind.leg.out, number) for number, kind in enumerate(kinds)]
        self.order = sorted(range(len(kinds)), key=lambda number: rank[number])
        self.slots = range(problem.slots)
        self.opened = np.concatenate(
            (np.zeros((worlds.number, 1), dtype=np.int64), np.cumsum(worlds.is_open, axis=1, dtype=np.int64)), axis=1
        )
        length = problem.slots + 1
        self.position = np.full((worlds.number, length * 2), length, dtype=np.int64)
        world, slot = np.nonzero(worlds.is_open)
        self.position[world, self.opened[world, slot]] = slot + 1
        self.next_return = {kind.leg.id: self._returns(problem, kind) for kind in kinds}

    @staticmethod
    def _returns(problem: Problem, kind: Movement) -> Ints:
        allowed = journeys(problem, kind.leg, ceil_slots(kind.leg.back, problem), kind.leg.back_window)
        index = np.where(allowed, np.arange(problem.slots, dtype=np.int64), problem.slots)
        return np.append(np.minimum.accumulate(index[::-1])[::-1], problem.slots)

    def after(self, start: Ints, length: Ints) -> Ints:
        """Return the slot in which a journey of ``length`` open slots ends that begins in ``start`` (horizon+1: never)."""
        rows = np.arange(len(start))
        begin = np.minimum(start, self.opened.shape[1] - 1)
        ends = self.position[rows, np.maximum(self.opened[rows, begin] + length - 1, 0)]
        return np.where(length == 0, np.minimum(start, self.opened.shape[1]), ends)


def _begin(problem: Problem, worlds: Worlds, kinds: tuple[Movement, ...]) -> _State:
    number, horizon = worlds.number, problem.slots + 2

    def calendar() -> Ints:
        return np.zeros((number, horizon), dtype=np.int64)

    places = {kind.leg.origin for kind in kinds} | {kind.leg.home for kind in kinds}
    keys = [(vehicle.id, place) for vehicle in problem.vehicles for place in sorted(places)]
    due = {key: calendar() for key in keys}
    for pool in problem.pools:
        if (pool.type, pool.place) in due:
            due[pool.type, pool.place][:, _load_slots(problem, kinds, pool.type, pool.place)] += pool.number
    escorts = {
        place: np.full(number, sum(e.number for e in problem.escorts if e.place == place), dtype=np.int64) for place in places
    }
    exchange = [place.id for place in problem.places if place.kind == EXCHANGE]
    stock = [(group, place) for group in range(len(problem.groups)) for place in exchange]
    return _State(
        {key: np.zeros(number, dtype=np.int64) for key in keys},
        due,
        escorts,
        {place: calendar() for place in places},
        worlds.counts.copy(),
        {key: np.zeros(number, dtype=np.int64) for key in stock},
        {key: calendar() for key in stock},
        {kind.leg.id: np.zeros(number, dtype=np.int64) for kind in kinds},
        {point.id: np.zeros((number, horizon + 1440 // problem.slot), dtype=np.int64) for point in problem.checkpoints},
        sides := _sides(problem, number),
        [calendar() for _ in sides],
        [np.zeros(number, dtype=np.int64) for _ in problem.terms.gates],
        [np.zeros(number, dtype=np.int64) for _ in problem.terms.gates],
        [calendar() for _ in problem.terms.gates],
        np.zeros(number, dtype=np.int64),
        np.zeros(number, dtype=np.int64),
        np.zeros(number, dtype=np.int64),
    )


def _load_slots(problem: Problem, kinds: tuple[Movement, ...], vehicle: str, place: str) -> int:
    """Slots of loading before a vehicle standing at a place can depart (the same for every leg from there)."""
    legs = [kind.leg for kind in kinds if kind.leg.origin == place]
    return max((ceil_slots(problem.loading(leg, problem.vehicle(vehicle)), problem) for leg in legs), default=0)


def _sides(problem: Problem, number: int) -> list[_Side]:
    sides = []
    for t in problem.terms.reciprocity:
        common = gcd(t.left_share, t.right_share)
        left, right = t.left_share // common, t.right_share // common
        delay = ceil_slots(t.delay, problem)
        none = np.zeros(number, dtype=np.int64)
        sides.append(_Side(t.left, t.right, t.given, t.received, right, left, t.left_ahead, delay, none.copy(), none.copy()))
        sides.append(_Side(t.right, t.left, t.given, t.received, left, right, t.right_ahead, delay, none.copy(), none.copy()))
    return sides


def _arrive(state: _State, slot: int) -> None:
    """Take over what falls due in a slot: vehicles ready, escorts home, people at exchange points, people verified."""
    for key, due in state.due_vehicles.items():
        state.vehicles[key] += due[:, slot]
    for place, due in state.due_escorts.items():
        state.escorts[place] += due[:, slot]
    for stock, due in state.due_standing.items():
        state.standing[stock] += due[:, slot]
        state.waiting += state.standing[stock]
    for side, due in zip(state.sides, state.due_sides, strict=True):
        side.seen += due[:, slot]
        beyond = side.out * side.price - side.ahead * side.price - side.seen * side.worth
        state.debt = np.maximum(state.debt, -(-beyond // side.price))
    for gate, due in zip(state.gates, state.due_gates, strict=True):
        gate += due[:, slot]


def _there(problem: Problem, state: _State, kind: Movement, group: int) -> Ints:
    """People of a group who stand where the leg begins."""
    if kind.leg.origin == problem.groups[group].origin:
        return state.left[:, group]
    return state.standing[group, kind.leg.origin]


def _note(state: _State, reason: str, waiting: Flags) -> None:
    state.shares[reason] = state.shares.get(reason, 0) + int(waiting.sum())


def _release(
    problem: Problem, worlds: Worlds, assumptions: Assumptions, roads: _Roads, state: _State, number: int, slot: int
) -> Event | None:
    kind = roads.kinds[number]
    leg = kind.leg
    index = [problem.groups.index(group) for group in kind.groups]
    waiting = sum((_there(problem, state, kind, g) for g in index), np.zeros(worlds.number, dtype=np.int64)) > 0
    if not waiting.any():
        return None
    going = waiting.copy()
    gates = (
        ("suspended", worlds.is_open[:, slot]),
        ("refused", ~worlds.refused[:, number, slot] & ~worlds.absent[:, number, slot]),
        ("headway", state.free_from[leg.id] <= slot),
        ("escorts", state.escorts[leg.origin] >= leg.escorts),
    )
    for reason, free in gates:
        _note(state, reason, going & ~free)
        going &= free
    if not going.any():
        return None
    loads = _load(problem, state, kind, index, going, slot)
    persons = sum((n for _, _, _, n in loads.people), np.zeros(worlds.number, dtype=np.int64))
    going &= (persons >= max(leg.fewest, 1)) & (loads.vehicles >= leg.smallest) & (persons >= loads.worthwhile)
    _note(state, loads.reason, waiting & ~going)
    if not going.any():
        return None
    return _depart(problem, worlds, assumptions, roads, state, number, slot, going, loads)


@dataclass(slots=True)
class _Loads:
    """What would be in a convoy, for each world."""

    used: list[tuple[tuple[str, str], Ints]]
    people: list[tuple[int, str, Ints, Ints]]
    vehicles: Ints
    worthwhile: Ints
    reason: str


def _load(problem: Problem, state: _State, kind: Movement, index: list[int], going: Flags, slot: int) -> _Loads:
    leg = kind.leg
    number = len(going)
    spare = np.where(going, np.minimum(leg.largest, _checkpoint_room(problem, state, kind, slot)), 0)
    taken = {group: np.zeros(number, dtype=np.int64) for group in index}
    used: list[tuple[tuple[str, str], Ints]] = []
    people: list[tuple[int, str, Ints, Ints]] = []
    total = np.zeros(number, dtype=np.int64)
    half = np.full(number, 10**9, dtype=np.int64)
    for vehicle in kind.types:
        key = (vehicle.id, leg.origin)
        free = np.minimum(state.vehicles[key], spare)
        needed = np.zeros(number, dtype=np.int64)
        for group, one in zip(index, kind.groups, strict=True):
            if vehicle.id not in one.rides:
                continue
            each = vehicle.seats // one.lot * one.lot
            allowed, ahead = _allowed(problem, state, kind, group, total)
            there = _there(problem, state, kind, group) - taken[group]
            n = np.maximum(np.minimum(np.minimum(there, allowed), (free - needed) * each), 0) // one.lot * one.lot
            needed = needed + -(-n // each)
            taken[group] = taken[group] + n
            total = total + n
            people.append((group, vehicle.id, _there(problem, state, kind, group), n))
            half = np.minimum(half, np.minimum(np.minimum(-(-leg.smallest * each // 2), there), np.maximum(ahead, 1)))
        used.append((key, needed))
        spare = spare - needed
    vehicles = sum((n for _, n in used), np.zeros(number, dtype=np.int64))
    padding = np.maximum(leg.smallest - vehicles, 0)
    for position, (key, n) in enumerate(used):
        extra = np.minimum(np.minimum(padding, np.minimum(state.vehicles[key] - n, spare)), padding)
        extra = np.maximum(extra, 0)
        used[position] = (key, n + extra)
        padding, spare, vehicles = padding - extra, spare - extra, vehicles + extra
    return _Loads(used, people, vehicles, half, "held or short of vehicles")


def _allowed(problem: Problem, state: _State, kind: Movement, group: int, used: Ints) -> tuple[Ints, Ints]:
    """How many more of a group every gate and exposure bound lets go, and the tightest number of persons ahead.

    The last of those whom a closed gate lets through are worth a convoy however few: the other side waits for them.
    """
    name = problem.groups[group].id
    allowed = np.full(len(used), 10**9, dtype=np.int64)
    ahead = np.full(len(used), 10**9, dtype=np.int64)
    for side in state.sides:
        if name in side.given and counting_offset(problem, kind.leg, side.where_given) is not None:
            room = (side.ahead * side.price + side.seen * side.worth - side.out * side.price) // side.price
            allowed = np.minimum(allowed, room - used)
            ahead = np.minimum(ahead, side.ahead)
    if kind.leg.origin == problem.groups[group].origin:
        for gate, gone, seen in zip(problem.terms.gates, state.gone, state.gates, strict=True):
            if name in gate.held:
                rest = gate.allow - gone
                allowed = np.where(seen >= gate.number, allowed, np.minimum(allowed, rest - used))
                ahead = np.where((seen >= gate.number) | (rest <= 0), ahead, np.minimum(ahead, rest))
    return allowed, ahead


def _checkpoint_room(problem: Problem, state: _State, kind: Movement, slot: int) -> Ints:
    hour = ceil_slots(60, problem)
    room = np.full(len(state.last), 10**9, dtype=np.int64)
    for name, minutes in kind.leg.checkpoints:
        at = slot + ceil_slots(minutes, problem)
        limit = next(point.per_hour for point in problem.checkpoints if point.id == name)
        for end in range(at, at + hour):
            room = np.minimum(room, limit - state.passes[name][:, max(end - hour + 1, 0) : end + 1].sum(axis=1))
    return np.maximum(room, 0)


def _depart(
    problem: Problem,
    worlds: Worlds,
    assumptions: Assumptions,
    roads: _Roads,
    state: _State,
    number: int,
    slot: int,
    going: Flags,
    loads: _Loads,
) -> Event:
    kind = roads.kinds[number]
    leg = kind.leg
    rows = np.arange(worlds.number)
    length = ceil_slots(leg.out, problem) + worlds.delay[:, number, slot].astype(np.int64)
    arrives = np.where(going, roads.after(np.full(worlds.number, slot, dtype=np.int64), length), 0)
    due = np.minimum(arrives, problem.slots + 1)
    vehicles = np.zeros(worlds.number, dtype=np.int64)
    for (kind_id, place), n in loads.used:
        leaving = np.where(going, n, 0)
        vehicles += leaving
        state.vehicles[kind_id, place] = state.vehicles[kind_id, place] - leaving
        _vehicles_return(problem, worlds, assumptions, roads, state, number, slot, kind_id, leaving, due)
        for name, minutes in leg.checkpoints:
            state.passes[name][:, slot + ceil_slots(minutes, problem)] += leaving
    longest = max(ceil_slots(problem.unloading(leg, vehicle), problem) for vehicle in problem.vehicles)
    state.escorts[leg.origin] = state.escorts[leg.origin] - np.where(going, leg.escorts, 0)
    state.due_escorts[leg.home][rows, _home(problem, roads, leg.id, due + longest)] += np.where(going, leg.escorts, 0)
    state.free_from[leg.id] = np.where(going, slot + max(1, ceil_slots(leg.headway, problem)), state.free_from[leg.id])
    persons = np.zeros(worlds.number, dtype=np.int64)
    for group, _, _, n in loads.people:
        moved = np.where(going, n, 0)
        persons += moved
        _people_leave(problem, worlds, assumptions, state, kind, number, slot, group, moved, due)
    if problem.place(leg.destination).kind != EXCHANGE:
        state.last = np.where(going, np.maximum(state.last, due), state.last)
    _check_hold_rule(state)
    return Event(slot, number, persons, vehicles, arrives)


def _home(problem: Problem, roads: _Roads, leg: str, ready: Ints) -> Ints:
    back = ceil_slots(problem.leg(leg).back, problem)
    begin = roads.next_return[leg][np.minimum(ready, problem.slots)] if back else ready
    return np.minimum(roads.after(begin, np.full(len(ready), back, dtype=np.int64)), problem.slots + 1)


def _vehicles_return(
    problem: Problem,
    worlds: Worlds,
    assumptions: Assumptions,
    roads: _Roads,
    state: _State,
    number: int,
    slot: int,
    kind_id: str,
    leaving: Ints,
    due: Ints,
) -> None:
    """Enter when vehicles can depart again; some have broken down and come back after their repair."""
    kind, vehicle = roads.kinds[number], problem.vehicle(kind_id)
    if not vehicle.returns:
        return
    rows = np.arange(worlds.number)
    broken = (leaving * assumptions.breakdowns + worlds.broken[:, number, slot]) // 1000
    home = _home(problem, roads, kind.leg.id, due + ceil_slots(problem.unloading(kind.leg, vehicle), problem))
    load = _load_slots(problem, roads.kinds, kind_id, kind.leg.home)
    calendar = state.due_vehicles[kind_id, kind.leg.home]
    calendar[rows, np.minimum(home + load, problem.slots + 1)] += leaving - broken
    calendar[rows, np.minimum(home + load + ceil_slots(assumptions.repair, problem), problem.slots + 1)] += broken


def _people_leave(
    problem: Problem,
    worlds: Worlds,
    assumptions: Assumptions,
    state: _State,
    kind: Movement,
    number: int,
    slot: int,
    group: int,
    moved: Ints,
    due: Ints,
) -> None:
    rows = np.arange(worlds.number)
    name, leg = problem.groups[group].id, kind.leg
    if leg.origin == problem.groups[group].origin:
        state.left[:, group] -= moved
    else:
        state.standing[group, leg.origin] = state.standing[group, leg.origin] - moved
    if problem.place(leg.destination).kind == EXCHANGE:
        state.due_standing[group, leg.destination][rows, due] += moved
    for side, calendar in zip(state.sides, state.due_sides, strict=True):
        if name in side.given and counting_offset(problem, leg, side.where_given) is not None:
            side.out = side.out + moved
        if name in side.received:
            _verify(problem, worlds, assumptions, calendar, leg.id, number, slot, moved, due, side.where_received, side.delay)
    for position, gate in enumerate(problem.terms.gates):
        if name in gate.held and leg.origin == problem.groups[group].origin:
            state.gone[position] = state.gone[position] + moved
        if name in gate.awaited:
            delay = ceil_slots(gate.delay, problem)
            _verify(problem, worlds, assumptions, state.due_gates[position], leg.id, number, slot, moved, due, gate.where, delay)


def _verify(
    problem: Problem,
    worlds: Worlds,
    assumptions: Assumptions,
    calendar: Ints,
    leg: str,
    number: int,
    slot: int,
    moved: Ints,
    due: Ints,
    where: str,
    delay: int,
) -> None:
    """Enter when people are counted, and a later correction where one is drawn (a day after)."""
    offset = counting_offset(problem, problem.leg(leg), where)
    if offset is None:
        return
    rows = np.arange(worlds.number)
    base = due if offset < 0 else np.full(worlds.number, slot + offset, dtype=np.int64)
    at = np.minimum(np.maximum(base, slot + 1) + delay, problem.slots + 1)
    calendar[rows, at] += moved
    lowered = np.where(worlds.corrected[:, number, slot], moved * assumptions.lowered // 1000, 0)
    calendar[rows, np.minimum(at + 1440 // problem.slot, problem.slots + 1)] -= lowered


def _check_hold_rule(state: _State) -> None:
    """Count releases beyond a bound; only worlds without a correction can be judged, so debts are left out."""
    for side in state.sides:
        beyond = side.out * side.price > side.ahead * side.price + side.seen * side.worth
        state.breaches += int((beyond & (state.debt <= 0)).sum())


def _undelivered(state: _State, horizon: int) -> Ints:
    """People who have not left, stand at an exchange point, or are still on the road at the end."""
    result: Ints = state.left.sum(axis=1)
    for key, stock in state.standing.items():
        result = result + stock + state.due_standing[key][:, -1]
    return np.where(state.last > horizon, np.maximum(result, 1), result)

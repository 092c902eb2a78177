"""The simulation against a process-based oracle, event by event, and against closed forms."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import simpy

from safeconduct.kernel import Count, Zone
from safeconduct.movement.instances import START, aleppo, tiny
from safeconduct.movement.model import DESTINATION, EXCHANGE, Checkpoint, Escort, Group, Leg, Pool, Problem, Spot, VehicleType
from safeconduct.movement.simulate import run_worlds, simulate
from safeconduct.movement.slots import movements
from safeconduct.movement.verify import _allowed
from safeconduct.movement.worlds import CERTAIN, Assumptions, Worlds, draw

RUNS = int(os.environ.get("SAFECONDUCT_ORACLE_RUNS", "1000"))
PROBLEMS = 50
ROUGH = Assumptions(100, 120, ((0, 3), (60, 1)), 150, 300, (120, 240), 50, 100, 200, 300)


def crowd(seed: int) -> Problem:
    """A tiny movement with more people, vehicles and time, so that a run has dozens of events."""
    problem = tiny(seed)
    hours = tuple((day * 1440 + 60, day * 1440 + 900) for day in range(3))
    legs = tuple(replace(leg, largest=4) for leg in problem.legs)
    groups = tuple(replace(g, count=Count(8, 24), joins=()) for g in problem.groups)
    terms = replace(
        problem.terms,
        reciprocity=tuple(
            replace(t, left_ahead=t.left_ahead + 4, right_ahead=t.right_ahead + 3) for t in problem.terms.reciprocity
        ),
        gates=tuple(replace(g, number=5, allow=min(g.allow, 10)) for g in problem.terms.gates),
    )
    pools = tuple(replace(pool, number=pool.number + 3) for pool in problem.pools)
    return replace(problem, days=3, windows={"day": hours}, legs=legs, groups=groups, terms=terms, pools=pools)


class Oracle:
    """One world as SimPy processes: a dispatcher, and one process for each convoy that drives, is counted, and comes home."""

    def __init__(self, problem: Problem, worlds: Worlds, world: int, assumptions: Assumptions) -> None:
        self.p, self.w, self.k, self.a = problem, worlds, world, assumptions
        self.env = simpy.Environment()
        self.kinds = movements(problem)
        places = {leg.origin for leg in problem.legs} | {leg.home for leg in problem.legs}
        self.idle = {(v.id, place): 0 for v in problem.vehicles for place in places}
        self.teams = {place: sum(e.number for e in problem.escorts if e.place == place) for place in places}
        self.here = {(g.id, g.origin): int(worlds.counts[world, n]) for n, g in enumerate(problem.groups)}
        self.out: dict[tuple[int, str], int] = {}
        self.seen: dict[tuple[int, str], int] = {}
        self.gone = [0 for _ in problem.terms.gates]
        self.verified = [0 for _ in problem.terms.gates]
        self.free = {leg.id: 0 for leg in problem.legs}
        self.passed: list[tuple[str, int, int]] = []
        self.log: list[tuple[int, int, int, int, int]] = []
        for pool in problem.pools:
            self.env.process(self._ready(pool.type, pool.place, pool.number, 0))
        self.env.process(self._dispatcher())
        self.env.run(until=problem.slots + 2)

    def up(self, minutes: int) -> int:
        return -(-minutes // self.p.slot)

    def _ready(self, kind: str, place: str, number: int, wait: int) -> Iterator[Any]:
        loading = max(
            (self.up(self.p.loading(k.leg, self.p.vehicle(kind))) for k in self.kinds if k.leg.origin == place), default=0
        )
        yield self.env.timeout(wait + loading)
        if (kind, place) in self.idle:
            self.idle[kind, place] += number

    def _dispatcher(self) -> Iterator[Any]:
        yield self.env.timeout(0.5)
        order = sorted(
            range(len(self.kinds)), key=lambda n: (-max(g.weight for g in self.kinds[n].groups), self.kinds[n].leg.out, n)
        )
        for slot in range(self.p.slots):
            for number in order:
                self._try(number, slot)
            yield self.env.timeout(1)

    def _try(self, number: int, slot: int) -> None:
        kind = self.kinds[number]
        leg = kind.leg
        length = self.up(leg.out)
        loading = min(self.up(self.p.loading(leg, v)) for v in kind.types)
        if slot < loading or slot + length > self.p.slots or not _allowed(self.p, leg, slot, length, leg.window):
            return
        if not self.w.is_open[self.k, slot] or self.w.refused[self.k, number, slot] or self.w.absent[self.k, number, slot]:
            return
        if self.free[leg.id] > slot or self.teams[leg.origin] < leg.escorts:
            return
        self._load(number, slot)

    def _room(self, leg: Leg, slot: int) -> int:
        room = leg.largest
        for name, minutes in leg.checkpoints:
            at, hour = slot + self.up(minutes), self.up(60)
            limit = next(c.per_hour for c in self.p.checkpoints if c.id == name)
            for end in range(at, at + hour):
                room = min(room, limit - sum(n for c, s, n in self.passed if c == name and end - hour < s <= end))
        return room

    def _most(self, kind: Any, group: Group, going: int) -> tuple[int, int]:
        most, ahead = 10**9, 10**9
        for number, t in enumerate(self.p.terms.reciprocity):
            for given, share, other, bound in (
                (t.left, t.left_share, t.right_share, t.left_ahead),
                (t.right, t.right_share, t.left_share, t.right_ahead),
            ):
                if group.id in given and self._counts(kind.leg, t.given):
                    side = (number, given[0])
                    room = bound * other + self.seen.get(side, 0) * share - self.out.get(side, 0) * other
                    most, ahead = min(most, room // other - going), min(ahead, bound)
        if kind.leg.origin == group.origin:
            for number, gate in enumerate(self.p.terms.gates):
                if group.id in gate.held and self.verified[number] < gate.number:
                    rest = gate.allow - self.gone[number]
                    most = min(most, rest - going)
                    ahead = min(ahead, rest) if rest > 0 else ahead
        return most, ahead

    def _counts(self, leg: Leg, where: str) -> bool:
        if where == "departed":
            return self.p.place(leg.origin).kind != EXCHANGE
        return self.p.place(leg.destination).kind != EXCHANGE

    def _load(self, number: int, slot: int) -> None:
        kind = self.kinds[number]
        leg, vehicle = kind.leg, kind.types[0]
        spare = max(min(self.idle[vehicle.id, leg.origin], self._room(leg, slot)), 0)
        people, needed, going, half = [], 0, 0, 10**9
        for group in kind.groups:
            most, ahead = self._most(kind, group, going)
            there = self.here.get((group.id, leg.origin), 0)
            n = max(min(there, most, (spare - needed) * vehicle.seats), 0)
            needed, going = needed + -(-n // vehicle.seats), going + n
            people.append((group, n))
            half = min(half, -(-leg.smallest * vehicle.seats // 2), there, max(ahead, 1))
        used = max(needed, leg.smallest)
        if going < max(leg.fewest, 1) or used > spare or going < half:
            return
        self._leave(number, slot, vehicle, used, people)

    def _leave(self, number: int, slot: int, vehicle: VehicleType, used: int, people: list[tuple[Group, int]]) -> None:
        leg = self.kinds[number].leg
        self.idle[vehicle.id, leg.origin] -= used
        self.teams[leg.origin] -= leg.escorts
        self.free[leg.id] = slot + max(1, self.up(leg.headway))
        self.passed += [(name, slot + self.up(minutes), used) for name, minutes in leg.checkpoints]
        for group, n in people:
            self.here[group.id, leg.origin] = self.here.get((group.id, leg.origin), 0) - n
            for index, t in enumerate(self.p.terms.reciprocity):
                for given in (t.left, t.right):
                    if group.id in given and self._counts(leg, t.given):
                        self.out[index, given[0]] = self.out.get((index, given[0]), 0) + n
            for index, gate in enumerate(self.p.terms.gates):
                if group.id in gate.held and leg.origin == group.origin:
                    self.gone[index] += n
        arrives = self._after(slot, self.up(leg.out) + int(self.w.delay[self.k, number, slot]))
        self.log.append((slot, number, sum(n for _, n in people), used, arrives))
        self.env.process(self._drive(number, slot, arrives, vehicle, used))
        for group, n in people:
            self.env.process(self._counted(number, slot, arrives, group, n))

    def _after(self, slot: int, length: int) -> int:
        while length and slot < self.p.slots:
            length -= int(self.w.is_open[self.k, slot])
            slot += 1
        return slot if not length else self.p.slots + 1

    def _home(self, leg: Leg, ready: int) -> int:
        back = self.up(leg.back)
        if back == 0:
            return ready
        while ready < self.p.slots and not (ready + back <= self.p.slots and _allowed(self.p, leg, ready, back, leg.back_window)):
            ready += 1
        return self._after(ready, back) if ready < self.p.slots else self.p.slots + 1

    def _drive(self, number: int, slot: int, arrives: int, vehicle: VehicleType, used: int) -> Iterator[Any]:
        leg = self.kinds[number].leg
        unload = self.up(self.p.unloading(leg, vehicle))
        home = self._home(leg, arrives + unload)
        broken = (used * self.a.breakdowns + int(self.w.broken[self.k, number, slot])) // 1000
        if vehicle.returns:
            self.env.process(self._ready_at(vehicle.id, leg.home, used - broken, home))
            self.env.process(self._ready_at(vehicle.id, leg.home, broken, home + self.up(self.a.repair)))
        yield self.env.timeout(home - self.env.now)
        self.teams[leg.home] += leg.escorts

    def _ready_at(self, kind: str, place: str, number: int, at: float) -> Iterator[Any]:
        yield self.env.timeout(at - self.env.now)
        yield from self._ready(kind, place, number, 0)

    def _counted(self, number: int, slot: int, arrives: int, group: Group, n: int) -> Iterator[Any]:
        leg = self.kinds[number].leg
        if self.p.place(leg.destination).kind == EXCHANGE:
            self.env.process(self._stand(group, leg.destination, n, arrives))
        lowered = n * self.a.lowered // 1000 if self.w.corrected[self.k, number, slot] else 0
        for index, t in enumerate(self.p.terms.reciprocity):
            for given, received in ((t.left, t.right), (t.right, t.left)):
                if group.id in received and self._counts(leg, t.received):
                    at = self._count_slot(leg, t.received, slot, arrives) + self.up(t.delay)
                    self.env.process(self._add(self.seen, (index, given[0]), n, at))
                    self.env.process(self._add(self.seen, (index, given[0]), -lowered, at + 1440 // self.p.slot))
        for index, gate in enumerate(self.p.terms.gates):
            if group.id in gate.awaited and self._counts(leg, gate.where):
                at = self._count_slot(leg, gate.where, slot, arrives) + self.up(gate.delay)
                self.env.process(self._open(index, n, at))
                self.env.process(self._open(index, -lowered, at + 1440 // self.p.slot))
        yield self.env.timeout(0)

    def _count_slot(self, leg: Leg, where: str, slot: int, arrives: int) -> int:
        if where == "departed":
            return slot + 1
        if where == "crossed" and self.p.place(leg.origin).kind == EXCHANGE:
            return slot + 1
        if where == "crossed" and leg.checkpoints:
            return max(slot + self.up(leg.checkpoints[-1][1]), slot + 1)
        return max(arrives, slot + 1)

    def _stand(self, group: Group, place: str, n: int, at: int) -> Iterator[Any]:
        yield self.env.timeout(at - self.env.now)
        self.here[group.id, place] = self.here.get((group.id, place), 0) + n

    def _add(self, totals: dict[tuple[int, str], int], key: tuple[int, str], n: int, at: int) -> Iterator[Any]:
        yield self.env.timeout(max(at - self.env.now, 0))
        totals[key] = totals.get(key, 0) + n

    def _open(self, index: int, n: int, at: int) -> Iterator[Any]:
        yield self.env.timeout(max(at - self.env.now, 0))
        self.verified[index] += n


def events_of(problem: Problem, worlds: Worlds, assumptions: Assumptions) -> list[list[tuple[int, int, int, int, int]]]:
    runs = run_worlds(problem, worlds, assumptions, log=True)
    found: list[list[tuple[int, int, int, int, int]]] = [[] for _ in range(worlds.number)]
    for event in runs.events:
        for world in np.flatnonzero(event.vehicles):
            values = event.persons[world], event.vehicles[world], event.arrives[world]
            found[int(world)].append((event.slot, event.kind, *(int(v) for v in values)))
    return found


@pytest.mark.parametrize("seed", range(PROBLEMS))
def test_equal_to_the_process_based_oracle_event_by_event(seed: int) -> None:
    problem = crowd(seed)
    worlds = draw(problem, ROUGH, seed, RUNS // PROBLEMS)
    events = events_of(problem, worlds, ROUGH)
    for world in range(worlds.number):
        assert events[world] == Oracle(problem, worlds, world, ROUGH).log, f"crowd({seed}), world {world}"


def test_the_oracle_is_asked_about_runs_in_which_much_happens() -> None:
    lengths = [len(one) for seed in range(PROBLEMS) for one in events_of(crowd(seed), draw(crowd(seed), ROUGH, seed, 2), ROUGH)]
    assert sum(length >= 5 for length in lengths) > PROBLEMS


def test_no_release_breaks_a_bound_and_corrections_show_as_debt() -> None:
    rough = replace(ROUGH, corrections=500, lowered=400)
    debts = 0
    for seed in range(30):
        runs = simulate(crowd(seed), rough, seed=seed, worlds=40)
        assert runs.breaches == 0
        debts += int((runs.debt > 0).sum())
        calm = simulate(crowd(seed), replace(ROUGH, corrections=0), seed=seed, worlds=40)
        assert calm.breaches == 0
        assert calm.debt.max() <= 0
    assert debts > 0


def test_the_same_seed_gives_the_same_worlds_whatever_the_batch() -> None:
    problem = crowd(3)
    whole = draw(problem, ROUGH, 7, 20)
    parts = [draw(problem, ROUGH, 7, 8), draw(problem, ROUGH, 7, 12, first=8)]
    for name in ("counts", "is_open", "refused", "delay", "broken", "absent", "corrected"):
        assert (getattr(whole, name) == np.concatenate([getattr(part, name) for part in parts])).all()


def line(people: int, seats: int, buses: int, *, out: int = 60, back: int = 60, per_hour: int = 10_000, **leg: Any) -> Problem:
    """One road, open day and night: the setting of the closed forms."""
    limits = {"smallest": 1, "largest": 1000, "headway": 0, "escorts": 0, **leg}
    return Problem(
        "line",
        START,
        Zone("UTC"),
        15,
        20,
        (Spot("north", "north"), Spot("south", "south", DESTINATION)),
        (Leg("road", "north", "south", out, back, "always", checkpoints=(("gate", 0),), **limits),),
        {"always": ((0, 20 * 1440),)},
        (Checkpoint("gate", per_hour),),
        (VehicleType("bus", seats, 30, 30),),
        (Pool("bus", "north", buses),),
        (Escort("north", 0),),
        (Group("people", "people", "north", Count.exactly(people), ("bus",)),),
    )


@pytest.mark.parametrize(("buses", "trips"), [(1, 5), (3, 4), (10, 1)])
def test_deterministic_cycle_time(buses: int, trips: int) -> None:
    """Loading + out + unloading + back is the cycle; the last of n trips arrives after n-1 cycles, loading and the way out."""
    runs = simulate(line(buses * 50 * trips, 50, buses), CERTAIN, seed=1, worlds=2)
    cycle = 30 + 60 + 30 + 60
    assert runs.last.tolist() == [((trips - 1) * cycle + 30 + 60) // 15] * 2


def test_quickest_flow_on_a_single_path() -> None:
    """With buses to spare a checkpoint of c vehicles an hour passes V vehicles in ceil(V/c)-1 hours after the first."""
    runs = simulate(line(50 * 95, 50, 200, per_hour=10), CERTAIN, seed=1, worlds=1)
    assert runs.last.tolist() == [(30 + (-(-95 // 10) - 1) * 60 + 60) // 15]


def test_a_deterministic_queue_at_the_checkpoint() -> None:
    """D/D/1: one vehicle an hour is served, one convoy leaves an hour: the n-th waits n-1 hours, so all wait n(n-1)/2."""
    problem = line(8, 1, 50, per_hour=1)
    runs = run_worlds(problem, draw(problem, CERTAIN, 1, 1), CERTAIN, log=True)
    leaves = sorted(event.slot for event in runs.events for _ in range(int(event.vehicles[0])))
    waits = [(slot - leaves[0]) * 15 for slot in leaves]
    assert waits == [60 * n for n in range(8)]
    assert sum(waits) == 60 * 8 * 7 // 2


def test_a_geometric_refusal_delays_by_its_mean() -> None:
    """A release refused with probability q each slot waits q/(1-q) slots on average (the discrete server with vacations)."""
    problem = line(50, 50, 1)
    runs = simulate(problem, replace(CERTAIN, refusals=500), seed=5, worlds=4000)
    assert abs(float((runs.last - 6).mean()) - 1.0) < 0.1


def test_the_range_of_counts_is_drawn_evenly() -> None:
    problem = replace(aleppo(), groups=tuple(replace(g, count=Count(0, 100)) for g in aleppo().groups))
    counts = draw(problem, CERTAIN, 2, 4000).counts
    assert counts.min() == 0
    assert counts.max() == 100
    assert abs(float(counts.mean()) - 50) < 1


def test_nothing_goes_wrong_means_no_spread_and_no_suspension() -> None:
    runs = simulate(aleppo(), CERTAIN, seed=3, worlds=5)
    assert len(set(runs.last.tolist())) == 1
    assert runs.shares["suspended"] == 0


def test_a_suspension_holds_convoys_on_the_road_and_at_home() -> None:
    problem = line(50, 50, 1)
    worlds = draw(problem, CERTAIN, 1, 1)
    worlds.is_open[0, 3:11] = False
    assert run_worlds(problem, worlds, CERTAIN).last.tolist() == [2 + 1 + 8 + 3]

"""An execution as SimPy processes: the simulation's oracle, written apart from it. The benchmark measures it, too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import simpy

from safeconduct.movement.checking.verify_road import allowed
from safeconduct.movement.model import EXCHANGE, Group, Leg, Problem, VehicleType
from safeconduct.movement.simulation.draws import ABSENCES, COUNTS, DAYS, DEPARTURES, key, philox
from safeconduct.movement.simulation.worlds import Assumptions
from safeconduct.movement.slots import movements
from safeconduct.movement.terms import Together


def opening_hours(problem: Problem) -> tuple[frozenset[int], ...]:
    """Return the slots in which each kind of convoy may leave; the same in every world, so a benchmark asks once."""
    found = []
    for kind in movements(problem):
        length = -(-kind.leg.out // problem.slot)
        loading = min(-(-problem.loading(kind.leg, vehicle) // problem.slot) for vehicle in kind.types)
        slots = range(loading, problem.slots - length + 1)
        found.append(frozenset(slot for slot in slots if allowed(problem, kind.leg, slot, length, kind.leg.window)))
    return tuple(found)


Fit = tuple[dict[str, int], dict[str, int]]
"""Vehicles and people of a convoy, by type and by group."""


class Oracle:
    """One world as SimPy processes: a dispatcher, and one process for each convoy that drives, is counted, and comes home.

    Only the generator's raw words are shared with the simulation; what they mean is worked out here again.
    """

    def __init__(
        self, problem: Problem, assumptions: Assumptions, seed: int, world: int, hours: tuple[frozenset[int], ...] | None = None
    ) -> None:
        self.p, self.a, self.key, self.k = problem, assumptions, key(seed), world
        self.hours = hours or opening_hours(problem)
        self.env = simpy.Environment()
        self.kinds = movements(problem)
        places = {leg.origin for leg in problem.legs} | {leg.home for leg in problem.legs}
        self.idle = {(v.id, place): 0 for v in problem.vehicles for place in places}
        self.teams = {place: sum(e.number for e in problem.escorts if e.place == place) for place in places}
        self.is_open = [True] * problem.slots
        self._weather()
        self.here: dict[tuple[str, str], int] = {}
        self.worst = self.breaches = self.waiting = self.arrived = self.last = self.people = 0
        self.out: dict[tuple[int, str], int] = {}
        self.seen: dict[tuple[int, str], int] = {}
        self.gone = [0 for _ in problem.terms.gates]
        self.verified = [0 for _ in problem.terms.gates]
        self.all_of = [0 for _ in problem.terms.gates]
        self.pairs = [term for term in problem.terms.together if self._followed(term)]
        self.released: dict[tuple[int, int], int] = {}
        self.unreleased = dict.fromkeys(((term, side) for term in range(len(self.pairs)) for side in (0, 1)), 0)
        self.gone_of = dict.fromkeys(self.unreleased, 0)
        self.free = {leg.id: 0 for leg in problem.legs}
        self.passed: list[tuple[str, int, int]] = []
        self.log: list[tuple[int, int, int, int, int]] = []
        for pool in problem.pools:
            self.env.process(self._ready(pool.type, pool.place, pool.number, 0))
        for number, group in enumerate(problem.groups):
            self._joins(number, group)
        self.order = sorted(
            range(len(self.kinds)), key=lambda n: (-max(g.weight for g in self.kinds[n].groups), self.kinds[n].leg.out, n)
        )
        self.env.process(self._dispatcher())
        self.env.run(until=problem.slots + 2)

    def _followed(self, term: Together) -> bool:
        """Whether all who count do so as they leave, and both sides have a slot in common, on two legs or in one convoy."""
        sides = [
            [
                n
                for n, kind in enumerate(self.kinds)
                if self._counts(kind.leg, term.where) and any(g.id in side for g in kind.groups)
            ]
            for side in (term.left, term.right)
        ]
        if not all(self._counts_leaving(self.kinds[number].leg, term.where) for side in sides for number in side):
            return False
        return any(
            (a == b or self.kinds[a].leg.id != self.kinds[b].leg.id) and self.hours[a] & self.hours[b]
            for a in sides[0]
            for b in sides[1]
        )

    def _counts_leaving(self, leg: Leg, where: str) -> bool:
        """Whether people on a leg count in the very slot in which they leave."""
        if where == "crossed" and self.p.place(leg.origin).kind != EXCHANGE:
            return bool(leg.checkpoints) and leg.checkpoints[-1][1] == 0
        return where != "arrived"

    @property
    def results(self) -> tuple[int, int, int, int]:
        """Last arrival, people left, largest debt, person-slots at exchange points."""
        left = self.people - self.arrived
        return (-1 if left else self.last), left, self.worst, self.waiting

    def up(self, minutes: int) -> int:
        return -(-minutes // self.p.slot)

    def words(self, about: int, which: int, when: int = 0) -> tuple[int, ...]:
        return philox(self.k, about, which, when, *self.key)

    def chance(self, word: int, of: int = 1000) -> int:
        return word * of // 2**32

    def _weather(self) -> None:
        day_slots = 1440 // self.p.slot
        for day in range(self.p.days):
            asked, starts, which, wet = self.words(DAYS, day)
            closed = range(0)
            if self.chance(asked) < self.a.suspensions:
                first = day * day_slots + self.chance(starts, day_slots)
                closed = range(first, first + self.up(self.a.pauses[self.chance(which, len(self.a.pauses))]))
            rained = range(day * day_slots, (day + 1) * day_slots) if self.chance(wet) < self.a.weather else range(0)
            for slot in (*closed, *rained):
                if slot < self.p.slots:
                    self.is_open[slot] = False

    def _joins(self, number: int, group: Group) -> None:
        total = group.count.low + self.chance(self.words(COUNTS, number)[0], group.planned - group.count.low + 1)
        total = -(-total // group.lot) * group.lot
        self.people += total
        for side in self.unreleased:
            self.unreleased[side] += total if group.id in self._pair(side) else 0
        for gate, waited in enumerate(self.p.terms.gates):
            self.all_of[gate] += total if group.id in waited.awaited else 0
        for minutes, persons in group.joins:
            self.env.process(self._stand(group, group.origin, min(persons, total), max(self.up(minutes), 0)))
            total -= min(persons, total)
        self.here[group.id, group.origin] = total

    def _ready(self, kind: str, place: str, number: int, wait: int) -> Iterator[Any]:
        loading = max(
            (self.up(self.p.loading(k.leg, self.p.vehicle(kind))) for k in self.kinds if k.leg.origin == place), default=0
        )
        yield self.env.timeout(wait + loading)
        if (kind, place) in self.idle:
            self.idle[kind, place] += number

    def _dispatcher(self) -> Iterator[Any]:
        yield self.env.timeout(0.5)
        exchanges = {place.id for place in self.p.places if place.kind == EXCHANGE}
        for slot in range(self.p.slots):
            self.worst = max([self.worst, *(self.debt(side) for side in self._sides())])
            for number in self.order:
                self._try(number, slot)
            self.waiting += sum(n for (_, place), n in self.here.items() if place in exchanges)
            yield self.env.timeout(1)

    def _try(self, number: int, slot: int) -> None:
        fit = self._fit(number, slot)
        for leaving, (used, people) in (self._company(slot, {number: fit}) if fit else {}).items():
            self._leave(leaving, slot, used, people)

    def _fit(self, number: int, slot: int) -> Fit | None:
        """Return the vehicles and people of a convoy that may leave now as far as it alone is asked."""
        kind = self.kinds[number]
        leg = kind.leg
        if slot not in self.hours[number] or not any(self.here.get((group.id, leg.origin)) for group in kind.groups):
            return None
        if not self.is_open[slot] or self.free[leg.id] > slot or self.teams[leg.origin] < leg.escorts:
            return None
        if sum(self.idle[vehicle.id, leg.origin] for vehicle in kind.types) < leg.smallest:
            return None
        return self._load(number, slot)

    def _company(self, slot: int, chosen: dict[int, Fit]) -> dict[int, Fit]:
        """Add partners, each the first that fits beside the others, until nobody is released alone; nobody where one is missing."""
        while True:
            with self._set_aside(slot, chosen):
                side = self._missing(slot, chosen)
                partner = None if side is None else self._partner(slot, side, chosen)
            if side is None:
                return chosen
            if partner is None:
                return {}
            chosen = {**chosen, partner[0]: partner[1]}

    def _partner(self, slot: int, side: tuple[int, int], chosen: dict[int, Fit]) -> tuple[int, Fit] | None:
        legs = {self.kinds[number].leg.id for number in chosen}
        for number in self.order:
            if self.kinds[number].leg.id not in legs and self._counts(self.kinds[number].leg, self.pairs[side[0]].where):
                fit = self._fit(number, slot)
                if fit is not None and sum(fit[1].get(group, 0) for group in self._pair(side)):
                    return number, fit
        return None

    def _pair(self, side: tuple[int, int]) -> tuple[str, ...]:
        return (self.pairs[side[0]].left, self.pairs[side[0]].right)[side[1]]

    def _releases(self, number: int, people: dict[str, int]) -> list[tuple[int, int]]:
        """For which sides of which terms a convoy with these people is a release."""
        found = [(term, side) for term in range(len(self.pairs)) for side in (0, 1)]
        leg = self.kinds[number].leg
        return [
            s for s in found if self._counts(leg, self.pairs[s[0]].where) and any(people.get(group, 0) for group in self._pair(s))
        ]

    def _missing(self, slot: int, chosen: dict[int, Fit]) -> tuple[int, int] | None:
        here = {side for number, (_, people) in chosen.items() for side in self._releases(number, people)}
        for number, (_, people) in chosen.items():
            for group in self.kinds[number].groups:
                for term, side in self._releases(number, {group.id: people.get(group.id, 0)}):
                    other = (term, 1 - side)
                    lag = self.pairs[term].lag // self.p.slot
                    near = other in self.released and slot - self.released[other] <= lag
                    if self.unreleased[other] > 0 and not near and other not in here and not self._is_held(other, side):
                        return other
        return None

    def _is_held(self, side: tuple[int, int], by: int) -> bool:
        """Whether a gate that let some of a side go first keeps the rest for the other side."""
        groups, others = self._pair(side), self._pair((side[0], by))
        alone = [g for g in groups if all(set(mix.groups) <= set(groups) for mix in self.p.terms.mixes if g in mix.groups)]
        least = min(
            (
                max(leg.fewest if g in alone else 1, self.p.group(g).lot)
                for g in groups
                for leg in self.p.legs
                if leg.origin == self.p.group(g).origin
            ),
            default=1,
        )
        return any(
            gate.allow
            and all(g in gate.held for g in groups)
            and any(g in gate.awaited for g in others)
            and self.verified[index] < min(gate.number, self.all_of[index])
            and gate.allow - self.gone_of[side] < least
            for index, gate in enumerate(self.p.terms.gates)
        )

    @contextmanager
    def _set_aside(self, slot: int, chosen: dict[int, Fit]) -> Iterator[None]:
        """For a while, nothing that the chosen convoys take is there for others."""
        kept = (
            dict(self.idle),
            dict(self.teams),
            list(self.passed),
            dict(self.here),
            dict(self.out),
            list(self.gone),
            list(self.verified),
        )
        for number, (used, people) in chosen.items():
            leg = self.kinds[number].leg
            self.teams[leg.origin] -= leg.escorts
            self.passed += [(name, slot + self.up(minutes), sum(used.values())) for name, minutes in leg.checkpoints]
            for name, n in used.items():
                self.idle[name, leg.origin] -= n
            for group in self.kinds[number].groups:
                self._take(leg, group, people[group.id])
                for index, gate in enumerate(self.p.terms.gates):
                    seen = group.id in gate.awaited and self._counts(leg, gate.where) and self._counts_leaving(leg, gate.where)
                    self.verified[index] += people[group.id] if seen and not gate.delay else 0
        yield
        self.idle, self.teams, self.passed, self.here, self.out, self.gone, self.verified = kept

    def _kept(self, leg: Leg, slot: int) -> bool:
        """Say whether a side is absent or the release is refused."""
        place = [place.id for place in self.p.places].index(leg.origin)
        absent = self.chance(self.words(ABSENCES, place, slot * self.p.slot // 1440)[0]) < self.a.absences
        return absent or self.chance(self.departure(leg, slot)[0]) < self.a.refusals

    def departure(self, leg: Leg, slot: int) -> tuple[int, ...]:
        return self.words(DEPARTURES, self.p.legs.index(leg), slot)

    def _room(self, leg: Leg, slot: int) -> int:
        room = leg.largest
        for name, minutes in leg.checkpoints:
            at, hour = slot + self.up(minutes), self.up(60)
            limit = next(c.per_hour for c in self.p.checkpoints if c.id == name)
            self.passed = [(c, s, n) for c, s, n in self.passed if s > slot - hour]
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
                if group.id in gate.held and self.verified[number] < min(gate.number, self.all_of[number]):
                    rest = gate.allow - self.gone[number]
                    most = min(most, rest - going)
                    ahead = min(ahead, rest) if rest > 0 else ahead
            minute = int(self.env.now) * self.p.slot
            if any(group.id in hold.groups and hold.holds(minute) for hold in self.p.terms.holds):
                most = 0
        return most, ahead

    def _counts(self, leg: Leg, where: str) -> bool:
        if where == "departed":
            return self.p.place(leg.origin).kind != EXCHANGE
        return self.p.place(leg.destination).kind != EXCHANGE

    def _load(self, number: int, slot: int) -> Fit | None:
        kind = self.kinds[number]
        leg = kind.leg
        spare = max(self._room(leg, slot), 0)
        people: dict[str, int] = {group.id: 0 for group in kind.groups}
        used, half = {}, 10**9
        for vehicle in kind.types:
            free, needed = min(self.idle[vehicle.id, leg.origin], spare), 0
            for group in kind.groups:
                each = vehicle.seats // group.lot * group.lot
                if vehicle.id in group.rides and each:
                    most, ahead = self._most(kind, group, sum(people.values()))
                    there = self.here.get((group.id, leg.origin), 0) - people[group.id]
                    n = max(min(there, most, (free - needed) * each), 0) // group.lot * group.lot
                    needed, people[group.id] = needed + -(-n // each), people[group.id] + n
                    half = min(half, -(-leg.smallest * each // 2), there, max(ahead, 1))
            used[vehicle.id] = needed
            spare -= needed
        for vehicle in kind.types:
            extra = max(min(leg.smallest - sum(used.values()), self.idle[vehicle.id, leg.origin] - used[vehicle.id], spare), 0)
            used[vehicle.id] += extra
            spare -= extra
        going = sum(people.values())
        joined = all(self.up(minutes) <= slot for group in kind.groups for minutes, _ in group.joins)
        last = joined and going == sum(self.here.get((group.id, leg.origin), 0) for group in kind.groups)
        if going >= max(1 if last else leg.fewest, 1, half) and sum(used.values()) >= leg.smallest and not self._kept(leg, slot):
            return used, people
        return None

    def _leave(self, number: int, slot: int, used: dict[str, int], people: dict[str, int]) -> None:
        leg = self.kinds[number].leg
        vehicles = sum(used.values())
        self.teams[leg.origin] -= leg.escorts
        self.free[leg.id] = slot + max(1, self.up(leg.headway))
        self.passed += [(name, slot + self.up(minutes), vehicles) for name, minutes in leg.checkpoints]
        arrives = self._after(slot, self.up(leg.out) + self._late(leg, slot))
        for side in self._releases(number, people):
            self.released[side] = slot
            self.unreleased[side] -= sum(people.get(group, 0) for group in self._pair(side))
            self.gone_of[side] += sum(people.get(group, 0) for group in self._pair(side))
        self.log.append((slot, number, sum(people.values()), vehicles, arrives))
        for group in self.kinds[number].groups:
            self._release(leg, group, people[group.id], slot, arrives)
        if any(
            self.debt(side) > 0
            for side in self._sides()
            if any(people.get(g) for g in self._side(side)[0]) and self._counts(leg, self.p.terms.reciprocity[side[0]].given)
        ):
            self.breaches += 1
        if self.p.place(leg.destination).kind != EXCHANGE and arrives <= self.p.slots:
            self.arrived, self.last = self.arrived + sum(people.values()), max(self.last, arrives)
        for name, n in used.items():
            self.idle[name, leg.origin] -= n
            self.env.process(self._drive(leg, slot, arrives, self.p.vehicle(name), n))
        self.env.process(self._escorts(leg, arrives))

    def _release(self, leg: Leg, group: Group, n: int, slot: int, arrives: int) -> None:
        self._take(leg, group, n)
        self.env.process(self._counted(leg, slot, arrives, group, n))

    def _take(self, leg: Leg, group: Group, n: int) -> None:
        self.here[group.id, leg.origin] = self.here.get((group.id, leg.origin), 0) - n
        for index, t in enumerate(self.p.terms.reciprocity):
            for given in (t.left, t.right):
                if group.id in given and self._counts(leg, t.given):
                    self.out[index, given[0]] = self.out.get((index, given[0]), 0) + n
        for index, gate in enumerate(self.p.terms.gates):
            if group.id in gate.held and leg.origin == group.origin:
                self.gone[index] += n

    def _sides(self) -> list[tuple[int, str]]:
        return [(index, side[0]) for index, t in enumerate(self.p.terms.reciprocity) for side in (t.left, t.right)]

    def _side(self, side: tuple[int, str]) -> tuple[tuple[str, ...], int, int, int]:
        t = self.p.terms.reciprocity[side[0]]
        if side[1] == t.left[0]:
            return t.left, t.left_ahead, t.left_share, t.right_share
        return t.right, t.right_ahead, t.right_share, t.left_share

    def debt(self, side: tuple[int, str]) -> int:
        """Persons given beyond what has been received and may be ahead; above zero is a debt."""
        _, ahead, share, other = self._side(side)
        beyond = (self.out.get(side, 0) - ahead) * other - self.seen.get(side, 0) * share
        return -(-beyond // other)

    def _late(self, leg: Leg, slot: int) -> int:
        each = [minutes for minutes, weight in self.a.delays for _ in range(weight)]
        return self.up(each[self.chance(self.departure(leg, slot)[1], len(each))])

    def _after(self, slot: int, length: int) -> int:
        while length and slot < self.p.slots:
            length -= int(self.is_open[slot])
            slot += 1
        return slot if not length else self.p.slots + 1

    def _home(self, leg: Leg, ready: int) -> int:
        back = self.up(leg.back)
        if back == 0:
            return ready
        while ready < self.p.slots and not (ready + back <= self.p.slots and allowed(self.p, leg, ready, back, leg.back_window)):
            ready += 1
        return self._after(ready, back) if ready < self.p.slots else self.p.slots + 1

    def _drive(self, leg: Leg, slot: int, arrives: int, vehicle: VehicleType, n: int) -> Iterator[Any]:
        if vehicle.returns:
            home = self._home(leg, arrives + self.up(self.p.unloading(leg, vehicle)))
            broken = (n * self.a.breakdowns + self.chance(self.departure(leg, slot)[2])) // 1000
            self.env.process(self._ready_at(vehicle.id, leg.home, n - broken, home))
            self.env.process(self._ready_at(vehicle.id, leg.home, broken, home + self.up(self.a.repair)))
        yield self.env.timeout(0)

    def _escorts(self, leg: Leg, arrives: int) -> Iterator[Any]:
        longest = max(self.up(self.p.unloading(leg, vehicle)) for vehicle in self.p.vehicles)
        yield self.env.timeout(self._home(leg, arrives + longest) - self.env.now)
        self.teams[leg.home] += leg.escorts

    def _ready_at(self, kind: str, place: str, number: int, at: float) -> Iterator[Any]:
        yield self.env.timeout(at - self.env.now)
        yield from self._ready(kind, place, number, 0)

    def _counted(self, leg: Leg, slot: int, arrives: int, group: Group, n: int) -> Iterator[Any]:
        if self.p.place(leg.destination).kind == EXCHANGE:
            self.env.process(self._stand(group, leg.destination, n, arrives))
        lowered = n * self.a.lowered // 1000 if self.chance(self.departure(leg, slot)[3]) < self.a.corrections else 0
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

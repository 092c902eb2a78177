"""The independent checker of a plan: it replays the convoys one by one with pencil-and-paper rules.

It shares no code with the planner: only the data (``model``, ``terms``, ``timetable``). Whatever a plan claims is recomputed here.
The bound's certificate is checked by ``certify``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from safeconduct.errors import Problem as Finding
from safeconduct.errors import register
from safeconduct.movement.model import Group, Leg, Problem, VehicleType
from safeconduct.movement.terms import DEPARTED, Gate, Reciprocity
from safeconduct.movement.timetable import Convoy, Done, Plan

PLAN_WRONG = register(
    "movement/plan-wrong",
    "a plan breaks one of its own rules",
    "The independent checker replayed the convoys and found a rule of the network, the fleet or the agreement broken, or a figure "
    "the plan claims that does not come out. Such a plan must not be used; make it again, and report how it came about.",
)

Event = tuple[int, int]


def verify(problem: Problem, plan: Plan, *, past: tuple[Done, ...] = (), first: int = 0) -> tuple[Finding, ...]:
    """Return everything that is wrong with a plan; an empty tuple is a plan that keeps every rule.

    Arguments:
        past: convoys that have left or are announced, as given to the planner; first: earliest slot of a new departure.
    Holds: at least 30 kinds of mutation are found (tests/theory/test_movement_mutations.py).
    Cost: linear in convoys times rules, plus sorting.
    """
    shape = [finding for convoy in plan.convoys for finding in _shape(problem, convoy, first)]
    if shape:
        return tuple(shape)
    runs = [_run(problem, convoy) for convoy in plan.convoys]
    before = [Run(done.convoy, done.departed, done.arrived, _homes(done, problem), done) for done in past]
    every = [*before, *runs]
    return tuple(
        finding
        for findings in (
            _roads(problem, runs),
            _loads(problem, runs),
            _stocks(problem, every),
            _roads_shared(problem, every),
            _people(problem, every),
            _exposure(problem, every),
            _gates(problem, every),
            _claims(problem, plan, every, runs),
            _names(problem, plan),
        )
        for finding in findings
    )


class Run:
    """One convoy with the times that follow from its departure."""

    def __init__(self, convoy: Convoy, departs: int, arrives: int, homes: dict[str, int | None], done: Done | None = None) -> None:
        self.convoy, self.departs, self.arrives, self.homes, self.done = convoy, departs, arrives, homes, done

    def received(self) -> tuple[tuple[str, int], ...]:
        """People as counted on arrival."""
        if self.done is not None and self.done.verified_people:
            return self.done.verified_people
        return tuple((group, number) for group, _, number in self.convoy.people)


def _wrong(what: str, clause: str = "") -> Finding:
    return Finding(PLAN_WRONG, f"clause {clause}: {what}" if clause else what, do="do not use this plan")


def _up(minutes: int, problem: Problem) -> int:
    return (minutes + problem.slot - 1) // problem.slot


def _shape(problem: Problem, convoy: Convoy, first: int) -> Iterator[Finding]:
    legs = {leg.id for leg in problem.legs}
    types = {vehicle.id for vehicle in problem.vehicles}
    groups = {group.id for group in problem.groups}
    if convoy.leg not in legs:
        yield _wrong(f"there is no leg {convoy.leg!r}")
    if not first <= convoy.slot < problem.slots:
        yield _wrong(f"slot {convoy.slot} is outside the time that was planned")
    if len({kind for kind, _ in convoy.vehicles}) != len(convoy.vehicles):
        yield _wrong(f"a vehicle type is listed twice in the convoy of slot {convoy.slot}")
    for kind, number in convoy.vehicles:
        if kind not in types or number <= 0:
            yield _wrong(f"{number} of vehicle type {kind!r} cannot be")
    for group, kind, number in convoy.people:
        if group not in groups or number <= 0 or kind not in dict(convoy.vehicles):
            yield _wrong(f"{number} of group {group!r} in {kind!r} cannot be")
    if not convoy.people:
        yield _wrong(f"a convoy in slot {convoy.slot} carries nobody")


def _run(problem: Problem, convoy: Convoy) -> Run:
    leg = problem.leg(convoy.leg)
    arrives = convoy.slot + _up(leg.out, problem)
    homes = {kind: _home(problem, leg, problem.vehicle(kind), arrives) for kind, _ in convoy.vehicles}
    escorts = [_back(problem, leg, arrives + _up(problem.unloading(leg, v), problem)) for v in problem.vehicles]
    homes[""] = None if None in escorts else max(home for home in escorts if home is not None)
    return Run(convoy, convoy.slot, arrives, homes)


def _homes(done: Done, problem: Problem) -> dict[str, int | None]:
    return {**{kind: done.home if problem.vehicle(kind).returns else None for kind, _ in done.convoy.vehicles}, "": done.home}


def _home(problem: Problem, leg: Leg, vehicle: VehicleType, arrives: int) -> int | None:
    if not vehicle.returns:
        return None
    return _back(problem, leg, arrives + _up(problem.unloading(leg, vehicle), problem))


def _back(problem: Problem, leg: Leg, ready: int) -> int | None:
    length = _up(leg.back, problem)
    if length == 0:
        return ready
    for begin in range(ready, problem.slots):
        if begin + length > problem.slots:
            return None
        if _allowed(problem, leg, begin, length, leg.back_window):
            return begin + length
    return None


def _allowed(problem: Problem, leg: Leg, begin: int, length: int, window: str) -> bool:
    """Whether the road is open from one slot for a number of slots: window, way of counting it, suspensions."""
    start, end = begin * problem.slot, (begin + length) * problem.slot
    if window:
        needed = end if leg.covers == "journey" else start + problem.slot
        if not any(opens <= start and needed <= closes for opens, closes in _merged(problem.windows[window])):
            return False
    suspended = (term for term in problem.terms.suspensions if not term.legs or leg.id in term.legs)
    return not any(term.start < end and start < term.end for term in suspended)


def _merged(intervals: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for opens, closes in sorted(intervals):
        if merged and opens <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(closes, merged[-1][1]))
        else:
            merged.append((opens, closes))
    return merged


def _roads(problem: Problem, runs: list[Run]) -> Iterator[Finding]:
    for run in runs:
        leg = problem.leg(run.convoy.leg)
        if run.arrives > problem.slots or not _allowed(problem, leg, run.departs, run.arrives - run.departs, leg.window):
            yield _wrong(f"the convoy on {leg.id} in slot {run.departs} is under way while the leg is shut")
        for group in {problem.group(name) for name, _, _ in run.convoy.people}:
            if leg.destination not in _ways(problem, group):
                yield _wrong(f"{group.id} may not go to {leg.destination}", _destination_clause(problem, group))
            if leg.origin != group.origin and problem.place(leg.origin).kind != "exchange":
                yield _wrong(f"{group.id} is not at {leg.origin}")
            ends = problem.place(leg.destination).kind != "exchange"
            for term in problem.terms.deadlines:
                if ends and (not term.groups or group.id in term.groups) and run.arrives * problem.slot > term.high:
                    yield _wrong(f"{group.id} arrives in slot {run.arrives}, after the deadline", term.clause)


def _ways(problem: Problem, group: Group) -> set[str]:
    ends = {place.id for place in problem.places if place.kind != "exchange" and place.id != group.origin}
    if group.destinations:
        ends &= set(group.destinations)
    for term in problem.terms.destinations:
        if group.id in term.groups:
            ends &= set(term.places)
    onward = {leg.origin for leg in problem.legs if leg.destination in ends}
    return ends | {place.id for place in problem.places if place.kind == "exchange" and place.id in onward}


def _destination_clause(problem: Problem, group: Group) -> str:
    return next((term.clause for term in problem.terms.destinations if group.id in term.groups), "")


def _loads(problem: Problem, runs: list[Run]) -> Iterator[Finding]:
    for run in runs:
        convoy, leg = run.convoy, problem.leg(run.convoy.leg)
        size = sum(number for _, number in convoy.vehicles)
        if not leg.smallest <= size <= leg.largest:
            yield _wrong(f"{size} vehicles on {leg.id} in slot {run.departs}; a convoy has {leg.smallest} to {leg.largest}")
        if convoy.persons < leg.fewest:
            yield _wrong(f"{convoy.persons} persons on {leg.id} in slot {run.departs}; a convoy carries at least {leg.fewest}")
        for kind, number in convoy.vehicles:
            needed = sum((_share(problem, kind, group, n) for group, ridden, n in convoy.people if ridden == kind), Fraction(0))
            if needed > number:
                yield _wrong(f"{number} of {kind} on {leg.id} in slot {run.departs} have too few seats")
        for name, kind, number in convoy.people:
            group = problem.group(name)
            if kind not in group.rides:
                yield _wrong(f"{name} cannot ride in {kind}")
            if number % group.lot:
                yield _wrong(f"{number} of {name} would split a lot of {group.lot}")
        together = {name for name, _, _ in convoy.people}
        if len(together) > 1 and not any(together <= set(mix.groups) for mix in problem.terms.mixes):
            yield _wrong(f"{', '.join(sorted(together))} may not share a convoy")


def _share(problem: Problem, kind: str, group: str, number: int) -> Fraction:
    lot = problem.group(group).lot
    seats = problem.vehicle(kind).seats // lot * lot
    return Fraction(number, seats) if seats else Fraction(10**9)


def _below_zero(opening: int, events: list[Event]) -> int | None:
    """Return the first slot in which a balance runs below zero; gifts of a slot come before its takings."""
    balance = opening
    for slot, change in sorted(events, key=lambda event: (event[0], -event[1])):
        balance += change
        if balance < 0:
            return slot
    return None


def _stocks(problem: Problem, runs: list[Run]) -> Iterator[Finding]:
    events: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for run in runs:
        leg = problem.leg(run.convoy.leg)
        for kind, number in run.convoy.vehicles:
            taken = run.departs - (_up(problem.loading(leg, problem.vehicle(kind)), problem) if run.done is None else 0)
            events[kind, leg.origin].append((taken, -number))
            home = run.homes[kind]
            if taken < 0:
                yield _wrong(f"loading for slot {run.departs} would begin before the start")
            if home is not None:
                events[kind, leg.home].append((home, number))
        if leg.escorts:
            events["", leg.origin].append((run.departs, -leg.escorts))
            home = run.homes[""]
            if home is not None:
                events["", leg.home].append((home, leg.escorts))
    for (kind, place), changes in sorted(events.items()):
        if kind:
            stock = sum(pool.number for pool in problem.pools if (pool.type, pool.place) == (kind, place))
        else:
            stock = sum(escort.number for escort in problem.escorts if escort.place == place)
        slot = _below_zero(stock, changes)
        if slot is not None:
            yield _wrong(f"more {kind or 'escort teams'} leave {place} by slot {slot} than stand there")


def _roads_shared(problem: Problem, runs: list[Run]) -> Iterator[Finding]:
    for leg in problem.legs:
        departures = sorted(run.departs for run in runs if run.convoy.leg == leg.id)
        gap = max(1, _up(leg.headway, problem))
        for earlier, later in pairwise(departures):
            if later - earlier < gap:
                yield _wrong(f"convoys on {leg.id} in slots {earlier} and {later} are closer than {leg.headway} minutes")
    hour = _up(60, problem)
    for checkpoint in problem.checkpoints:
        passing: Counter[int] = Counter()
        for run in runs:
            after = dict(problem.leg(run.convoy.leg).checkpoints).get(checkpoint.id)
            if after is not None:
                passing[run.departs + _up(after, problem)] += sum(number for _, number in run.convoy.vehicles)
        for slot in sorted(passing):
            number = sum(passing[slot - back] for back in range(hour))
            if number > checkpoint.per_hour:
                yield _wrong(f"{number} vehicles pass {checkpoint.id} in the hour up to slot {slot}; {checkpoint.per_hour} may")


def _people(problem: Problem, runs: list[Run]) -> Iterator[Finding]:
    for group in problem.groups:
        leaving = [
            (run.departs, n)
            for run in runs
            if problem.leg(run.convoy.leg).origin == group.origin
            for n in [_of(run, group.id)]
            if n
        ]
        total = sum(number for _, number in leaving)
        if total != group.planned:
            yield _wrong(f"{total} of {group.id} leave; {group.planned} are to")
        there = group.planned - sum(number for _, number in group.joins)
        joining = [(_up(minute, problem), number) for minute, number in group.joins]
        if _below_zero(there, [*joining, *((slot, -number) for slot, number in leaving)]) is not None:
            yield _wrong(f"more of {group.id} leave than have joined by then")
        for place in (place.id for place in problem.places if place.kind == "exchange"):
            changes = [(run.arrives, _of(run, group.id)) for run in runs if problem.leg(run.convoy.leg).destination == place]
            changes += [(run.departs, -_of(run, group.id)) for run in runs if problem.leg(run.convoy.leg).origin == place]
            slot = _below_zero(0, changes)
            if slot is not None:
                yield _wrong(f"more of {group.id} leave {place} by slot {slot} than have come")
            if sum(number for _, number in changes) > 0:
                yield _wrong(f"people of {group.id} are left standing at {place}")


def _of(run: Run, group: str) -> int:
    return sum(number for name, _, number in run.convoy.people if name == group)


def _when(problem: Problem, run: Run, where: str) -> int | None:
    """Slot in which a convoy's people count; None when they do not on this leg."""
    leg = problem.leg(run.convoy.leg)
    starts_at_exchange = problem.place(leg.origin).kind == "exchange"
    if where == DEPARTED:
        return None if starts_at_exchange else run.departs
    if problem.place(leg.destination).kind == "exchange":
        return None
    if where == "crossed":
        if starts_at_exchange:
            return run.departs
        if leg.checkpoints:
            return run.departs + _up(leg.checkpoints[-1][1], problem)
    return run.arrives


def _counted(problem: Problem, runs: list[Run], groups: tuple[str, ...], where: str, received: bool, delay: int) -> list[Event]:
    events = []
    for run in runs:
        people = run.received() if received else tuple((group, number) for group, _, number in run.convoy.people)
        number = sum(n for group, n in people if group in groups)
        slot = _when(problem, run, where)
        if slot is not None and number:
            events.append((slot + _up(delay, problem), number))
    return events


def _exposure(problem: Problem, runs: list[Run]) -> Iterator[Finding]:
    for term in problem.terms.reciprocity:
        yield from _one_side(
            problem, runs, term, term.left, term.right, Fraction(term.left_share, term.right_share), term.left_ahead
        )
        yield from _one_side(
            problem, runs, term, term.right, term.left, Fraction(term.right_share, term.left_share), term.right_ahead
        )


def _one_side(
    problem: Problem,
    runs: list[Run],
    term: Reciprocity,
    given: tuple[str, ...],
    received: tuple[str, ...],
    rate: Fraction,
    ahead: int,
) -> Iterator[Finding]:
    out = _counted(problem, runs, given, term.given, False, 0)
    back = _counted(problem, runs, received, term.received, True, term.delay)
    for slot in sorted({slot for slot, _ in out}):
        gone = sum(number for when, number in out if when <= slot)
        seen = sum(number for when, number in back if when <= slot)
        if gone > rate * seen + ahead:
            yield _wrong(
                f"{'+'.join(given)} is {gone - rate * seen - ahead} persons beyond its exposure in slot {slot}", term.clause
            )
            return


def _gates(problem: Problem, runs: list[Run]) -> Iterator[Finding]:
    for gate in problem.terms.gates:
        leaving = sorted(_counted(problem, runs, gate.held, DEPARTED, False, 0))
        seen = _counted(problem, runs, gate.awaited, gate.where, True, gate.delay)
        opened = _opening(gate, seen)
        held = sum(number for slot, number in leaving if opened is None or slot < opened)
        if held > gate.allow:
            yield _wrong(
                f"{held} of {'+'.join(gate.held)} leave before {gate.number} of {'+'.join(gate.awaited)} are verified", gate.clause
            )


def _opening(gate: Gate, seen: list[Event]) -> int | None:
    total = 0
    if gate.number <= 0:
        return -1
    for slot, number in sorted(seen):
        total += number
        if total >= gate.number:
            return slot
    return None


def _claims(problem: Problem, plan: Plan, every: list[Run], runs: list[Run]) -> Iterator[Finding]:
    finals = [run.arrives for run in every if problem.place(problem.leg(run.convoy.leg).destination).kind != "exchange"]
    if plan.last != max(finals, default=0):
        yield _wrong(f"the last arrival is claimed in slot {plan.last} and is in slot {max(finals, default=0)}")
    waiting = sum(_waiting(problem, run) for run in runs)
    if plan.person_slots != waiting:
        yield _wrong(f"{plan.person_slots} person-slots of waiting are claimed, {waiting} come out")
    if plan.bound is not None and plan.complete:
        if plan.last < plan.bound.last:
            yield _wrong("the plan ends before the slot the bound says nothing can end before")
        if plan.last <= plan.bound.within and plan.person_slots < plan.bound.person_slots:
            yield _wrong("the plan waits less than the bound says is possible")


def _waiting(problem: Problem, run: Run) -> int:
    leg = problem.leg(run.convoy.leg)
    onward = problem.place(leg.destination)
    after = onward.waiting * run.arrives if onward.kind == "exchange" else 0
    each = problem.place(leg.origin).waiting * run.departs + run.arrives - run.departs - after
    return sum(problem.group(group).weight * number * each for group, _, number in run.convoy.people)


def _names(problem: Problem, plan: Plan) -> Iterator[Finding]:
    """Named vehicles and teams: as many names as vehicles, each known, none in two convoys at once."""
    busy: dict[str, list[tuple[int, int]]] = defaultdict(list)
    known = {name for pool in problem.pools for name in pool.names} | {name for escort in problem.escorts for name in escort.names}
    for convoy in plan.convoys:
        if not convoy.names and not convoy.escorts:
            continue
        run, leg = _run(problem, convoy), problem.leg(convoy.leg)
        for kind, number in convoy.vehicles:
            names = dict(convoy.names).get(kind, ())
            if len(names) != number or len(set(names)) != number:
                yield _wrong(f"{len(set(names))} names for {number} of {kind} in slot {convoy.slot}")
            begin = convoy.slot - _up(problem.loading(leg, problem.vehicle(kind)), problem)
            for name in names:
                busy[name].append((begin, problem.slots * 2 if run.homes[kind] is None else run.homes[kind] or 0))
        if len(set(convoy.escorts)) != leg.escorts:
            yield _wrong(f"{len(set(convoy.escorts))} escort teams named in slot {convoy.slot}, {leg.escorts} needed")
        for name in convoy.escorts:
            busy[name].append((convoy.slot, problem.slots * 2 if run.homes[""] is None else run.homes[""] or 0))
    for name, spans in sorted(busy.items()):
        if name not in known:
            yield _wrong(f"nobody is called {name!r}")
        if any(later[0] < earlier[1] for earlier, later in pairwise(sorted(spans))):
            yield _wrong(f"{name} is in two convoys at once")

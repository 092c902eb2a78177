"""The checker's rules of network and fleet: roads and hours, loads and seats, vehicles and teams, headways and checkpoints."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from safeconduct.errors import Problem as Finding
from safeconduct.movement.checking.verify_road import allowed, up, ways
from safeconduct.movement.checking.verify_run import Event, Run, below_zero, broken
from safeconduct.movement.model import Group, Problem


def roads(problem: Problem, runs: list[Run]) -> Iterator[Finding]:
    """Yield convoys on shut roads, to forbidden ends, from the wrong place, or after a deadline."""
    for run in runs:
        leg = problem.leg(run.convoy.leg)
        if run.arrives > problem.slots or not allowed(problem, leg, run.departs, run.arrives - run.departs, leg.window):
            yield broken(f"the convoy on {leg.id} in slot {run.departs} is under way while the leg is shut")
        for group in {problem.group(name) for name, _, _ in run.convoy.people}:
            if leg.destination not in ways(problem, group):
                yield broken(f"{group.id} may not go to {leg.destination}", _destination_clause(problem, group))
            if leg.origin != group.origin and problem.place(leg.origin).kind != "exchange":
                yield broken(f"{group.id} is not at {leg.origin}")
            if leg.origin == group.origin:
                for hold in problem.terms.holds:
                    if group.id in hold.groups and hold.holds(run.departs * problem.slot):
                        yield broken(f"{group.id} sets out in slot {run.departs}, while held", hold.clause)
            ends = problem.place(leg.destination).kind != "exchange"
            for term in problem.terms.deadlines:
                if ends and (not term.groups or group.id in term.groups) and run.arrives * problem.slot > term.high:
                    yield broken(f"{group.id} arrives in slot {run.arrives}, after the deadline", term.clause)


def _destination_clause(problem: Problem, group: Group) -> str:
    return next((term.clause for term in problem.terms.destinations if group.id in term.groups), "")


def loads(problem: Problem, runs: list[Run]) -> Iterator[Finding]:
    """Yield wrong sizes, missing seats, split lots, forbidden mixes."""
    for run in runs:
        convoy, leg = run.convoy, problem.leg(run.convoy.leg)
        size = sum(number for _, number in convoy.vehicles)
        if not leg.smallest <= size <= leg.largest:
            yield broken(f"{size} vehicles on {leg.id} in slot {run.departs}; a convoy has {leg.smallest} to {leg.largest}")
        if convoy.persons < leg.fewest:
            yield broken(f"{convoy.persons} persons on {leg.id} in slot {run.departs}; a convoy carries at least {leg.fewest}")
        for kind, number in convoy.vehicles:
            needed = sum((_share(problem, kind, group, n) for group, ridden, n in convoy.people if ridden == kind), Fraction(0))
            if needed > number:
                yield broken(f"{number} of {kind} on {leg.id} in slot {run.departs} have too few seats")
        for name, kind, number in convoy.people:
            group = problem.group(name)
            if kind not in group.rides:
                yield broken(f"{name} cannot ride in {kind}")
            if number % group.lot:
                yield broken(f"{number} of {name} would split a lot of {group.lot}")
        together = {name for name, _, _ in convoy.people}
        ridden = {kind for group in problem.groups if _shares(problem, together, group.id) for kind in group.rides}
        for kind, number in convoy.vehicles:
            if kind not in ridden:
                yield broken(f"{number} of {kind} on {leg.id} in slot {run.departs} are of no use to anyone in the convoy")
        if len(together) > 1 and not any(together <= set(mix.groups) for mix in problem.terms.mixes):
            yield broken(f"{', '.join(sorted(together))} may not share a convoy")


def _shares(problem: Problem, together: set[str], group: str) -> bool:
    """Whether a group is in a convoy, or could be with those who are."""
    return group in together or any({*together, group} <= set(mix.groups) for mix in problem.terms.mixes)


def _share(problem: Problem, kind: str, group: str, number: int) -> Fraction:
    lot = problem.group(group).lot
    seats = problem.vehicle(kind).seats // lot * lot
    return Fraction(number, seats) if seats else Fraction(10**9)


def stocks(problem: Problem, runs: list[Run]) -> Iterator[Finding]:
    """Yield vehicles and teams that leave a place where they do not stand."""
    every: dict[tuple[str, str], list[Event]] = defaultdict(list)
    before: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for run in runs:
        leg, events = problem.leg(run.convoy.leg), every if run.done is None else before
        for kind, number in run.convoy.vehicles:
            taken = run.departs - (up(problem.loading(leg, problem.vehicle(kind)), problem) if run.done is None else 0)
            events[kind, leg.origin].append((taken, -number))
            home = run.homes[kind]
            if taken < 0:
                yield broken(f"loading for slot {run.departs} would begin before the start")
            if home is not None:
                events[kind, leg.home].append((home, number))
        if leg.escorts:
            events["", leg.origin].append((run.departs, -leg.escorts))
            home = run.homes[""]
            if home is not None:
                events["", leg.home].append((home, leg.escorts))
    for (kind, place), changes in sorted(every.items()):
        if kind:
            stock = sum(pool.number for pool in problem.pools if (pool.type, pool.place) == (kind, place))
        else:
            stock = sum(escort.number for escort in problem.escorts if escort.place == place)
        slot = below_zero(stock, changes, before[kind, place])
        if slot is not None:
            yield broken(f"more {kind or 'escort teams'} leave {place} by slot {slot} than stand there")


def roads_shared(problem: Problem, runs: list[Run]) -> Iterator[Finding]:
    """Yield convoys too close behind one another, and checkpoints passed by too many in an hour."""
    for leg in problem.legs:
        departures = sorted((run.departs, run.done is None) for run in runs if run.convoy.leg == leg.id)
        gap = max(1, up(leg.headway, problem))
        for (earlier, planned), (later, planned_too) in pairwise(departures):
            if later - earlier < gap and (planned or planned_too):
                yield broken(f"convoys on {leg.id} in slots {earlier} and {later} are closer than {leg.headway} minutes")
    hour = up(60, problem)
    for checkpoint in problem.checkpoints:
        passing: Counter[int] = Counter()
        planned_in = set()
        for run in runs:
            after = dict(problem.leg(run.convoy.leg).checkpoints).get(checkpoint.id)
            if after is not None:
                passing[run.departs + up(after, problem)] += sum(number for _, number in run.convoy.vehicles)
                planned_in |= {run.departs + up(after, problem)} if run.done is None else set()
        for slot in sorted(passing):
            number = sum(passing[slot - back] for back in range(hour))
            if number > checkpoint.per_hour and any(slot - back in planned_in for back in range(hour)):
                yield broken(f"{number} vehicles pass {checkpoint.id} in the hour up to slot {slot}; {checkpoint.per_hour} may")

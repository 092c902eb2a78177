"""Every timetable of a tiny movement, tried one by one; an own reading of the rules, with the checker as the last word."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from safeconduct.movement.checking.verify import verify
from safeconduct.movement.model import EXCHANGE, Leg, Problem
from safeconduct.movement.planning.plan import summary
from safeconduct.movement.timetable import Convoy


def mixes(problem: Problem, leg: Leg) -> list[tuple[str, ...]]:
    here = problem.place(leg.origin)
    riders = [g.id for g in problem.groups if g.origin == leg.origin or (here.kind == EXCHANGE and g.origin == "north")]
    together = [tuple(g for g in riders if g in mix.groups) for mix in problem.terms.mixes]
    alone = [(g,) for g in riders if not any(g in mix for mix in together)]
    return [mix for mix in together if mix] + alone


def openings(problem: Problem) -> list[tuple[int, Leg, tuple[str, ...]]]:
    """Every slot and kind of convoy that the daily hours allow by themselves (an own reading of the rules, in hours)."""
    found = []
    for slot in range(problem.slots):
        for leg in problem.legs:
            for mix in mixes(problem, leg):
                minutes = slot * 60
                length = -(-leg.out // 60) * 60 if leg.covers == "journey" else 60
                inside = any(begin <= minutes and minutes + length <= end for begin, end in problem.windows["day"])
                if (
                    inside
                    and minutes >= min(vehicle.loading for vehicle in problem.vehicles)
                    and slot + -(-leg.out // 60) <= problem.slots
                ):
                    found.append((slot, leg, mix))
    return found


def timetables(problem: Problem, best: list[tuple[int, int]]) -> Iterator[tuple[Convoy, ...]]:
    """Yield every way to hand the people out over the openings, leaving out what already ends later than the best."""
    points = openings(problem)

    def go(index: int, left: dict[str, int], field: dict[str, int], convoys: tuple[Convoy, ...]) -> Iterator[tuple[Convoy, ...]]:
        if not any(left.values()) and not any(field.values()):
            yield convoys
            return
        if index == len(points):
            return
        slot, leg, mix = points[index]
        yield from go(index + 1, left, field, convoys)
        if best and slot + -(-leg.out // 60) > best[0][0]:
            return
        source = field if leg.origin == "field" else left
        for numbers in product(*(range(source[group] + 1) for group in mix)):
            less = {**source, **{g: source[g] - n for g, n in zip(mix, numbers, strict=True)}}
            more = (
                {**field, **{g: field[g] + n for g, n in zip(mix, numbers, strict=True)}} if leg.destination == "field" else field
            )
            for convoy in convoys_of(problem, leg, slot, mix, numbers):
                if hopeless(problem, (*convoys, convoy)):
                    continue
                if leg.origin == "field":
                    yield from go(index + 1, left, less, (*convoys, convoy))
                else:
                    yield from go(index + 1, less, more, (*convoys, convoy))

    yield from go(0, {g.id: g.planned for g in problem.groups}, {g.id: 0 for g in problem.groups}, ())


def convoys_of(problem: Problem, leg: Leg, slot: int, mix: tuple[str, ...], numbers: tuple[int, ...]) -> Iterator[Convoy]:
    """Yield every convoy that carries so many of each group: in which types they ride, and how many vehicles of each go."""
    persons = sum(numbers)
    if persons < leg.fewest or persons == 0:
        return
    kinds = [v.id for v in problem.vehicles if any(v.id in problem.group(g).rides for g in mix)]
    for split in product(*(splits(n, problem.group(g).rides, kinds) for g, n in zip(mix, numbers, strict=True))):
        aboard = {kind: [(g, row[kind]) for g, row in zip(mix, split, strict=True) if row[kind]] for kind in kinds}
        seats = {kind: problem.vehicle(kind).seats for kind in kinds}
        least = {kind: -(-sum(n for _, n in aboard[kind]) // seats[kind]) for kind in kinds}
        for vehicles in product(*(range(least[kind], leg.largest + 1) for kind in kinds)):
            size = sum(vehicles)
            spare = leg.home == leg.origin and size > max(
                sum(least.values()), leg.smallest
            )  # emptier helps nobody where all come back
            if leg.smallest <= size <= leg.largest and not spare:
                people = tuple((g, kind, n) for kind in kinds for g, n in aboard[kind])
                yield Convoy(leg.id, slot, tuple((k, n) for k, n in zip(kinds, vehicles, strict=True) if n), people)


def splits(number: int, rides: tuple[str, ...], kinds: list[str]) -> Iterator[dict[str, int]]:
    """Yield every way to let so many people ride in the types they can."""
    for numbers in product(*(range(number + 1) if kind in rides else (0,) for kind in kinds)):
        if sum(numbers) == number:
            yield dict(zip(kinds, numbers, strict=True))


def hopeless(problem: Problem, convoys: tuple[Convoy, ...]) -> bool:
    """Say whether the newest convoy breaks a rule that nothing later can mend: headway, or vehicles still under way."""
    newest = convoys[-1]
    leg = problem.leg(newest.leg)
    gap = leg.headway // 60
    if any(c.leg == newest.leg and newest.slot - c.slot < gap for c in convoys[:-1]):
        return True
    if any(other.home == leg.origin != other.origin for other in problem.legs) or len(problem.vehicles) > 1:
        return False
    away = sum(c.vehicles[0][1] for c in convoys if c.leg == newest.leg and newest.slot - c.slot < 1 + -(-leg.out // 60))
    return away > sum(pool.number for pool in problem.pools if pool.place == leg.origin)


def brute_force(problem: Problem) -> tuple[int, int] | None:
    best: list[tuple[int, int]] = []
    for convoys in timetables(problem, best):
        made = summary(problem, convoys, (), None, "brute force")
        value = (made.last, made.person_slots)
        if (not best or value < best[0]) and not verify(problem, made):
            best[:] = [value]
    return best[0] if best else None

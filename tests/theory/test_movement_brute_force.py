"""Every timetable of a tiny movement is tried; the exact planner must find the same best one, and no bound may exceed it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import product

import pytest

from safeconduct.errors import Refused
from safeconduct.movement.checking.certify import certify
from safeconduct.movement.checking.verify import verify
from safeconduct.movement.instances import tiny
from safeconduct.movement.model import EXCHANGE, Leg, Problem
from safeconduct.movement.planning.blocks import Effort
from safeconduct.movement.planning.bound import master
from safeconduct.movement.planning.dispatch import dispatch
from safeconduct.movement.planning.plan import plan
from safeconduct.movement.planning.summary import summary
from safeconduct.movement.timetable import Convoy

INSTANCES = int(os.environ.get("SAFECONDUCT_BRUTE_FORCE", "300"))
BATCH = 50


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
                if inside and minutes >= problem.vehicles[0].loading and slot + -(-leg.out // 60) <= problem.slots:
                    found.append((slot, leg, mix))
    return found


def timetables(problem: Problem, best: list[tuple[int, int]]) -> Iterator[tuple[Convoy, ...]]:
    """Yield every way to hand the people out over the openings, leaving out what already ends later than the best."""
    points = openings(problem)
    seats, limits = problem.vehicles[0].seats, problem.legs[0]

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
            persons = sum(numbers)
            vehicles = max(-(-persons // seats), limits.smallest)
            if persons < limits.fewest or vehicles > limits.largest:
                continue
            people = tuple((g, "van", n) for g, n in zip(mix, numbers, strict=True) if n)
            less = {**source, **{g: source[g] - n for g, n in zip(mix, numbers, strict=True)}}
            more = (
                {**field, **{g: field[g] + n for g, n in zip(mix, numbers, strict=True)}} if leg.destination == "field" else field
            )
            convoy = Convoy(leg.id, slot, (("van", vehicles),), people)
            if hopeless(problem, (*convoys, convoy)):
                continue
            if leg.origin == "field":
                yield from go(index + 1, left, less, (*convoys, convoy))
            else:
                yield from go(index + 1, less, more, (*convoys, convoy))

    yield from go(0, {g.id: g.planned for g in problem.groups}, {g.id: 0 for g in problem.groups}, ())


def hopeless(problem: Problem, convoys: tuple[Convoy, ...]) -> bool:
    """Say whether the newest convoy breaks a rule that nothing later can mend: headway, or vehicles still under way."""
    newest = convoys[-1]
    leg = problem.leg(newest.leg)
    gap = leg.headway // 60
    if any(c.leg == newest.leg and newest.slot - c.slot < gap for c in convoys[:-1]):
        return True
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


@pytest.mark.parametrize("batch", range(-(-INSTANCES // BATCH)))
def test_exact_planner_equals_brute_force(batch: int) -> None:
    solved = 0
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        problem = tiny(seed)
        expected = brute_force(problem)
        try:
            found = plan(problem, effort=Effort(gap=0.0, exact=True))
        except Refused:
            found = None
        assert (found and (found.last, found.person_slots)) == expected, f"tiny({seed})"
        if found is not None:
            assert not verify(problem, found), f"tiny({seed})"
            assert found.bound is not None
            assert not certify(problem, found.bound), f"tiny({seed})"
            solved += 1
    print(f"{BATCH} tiny instances, {solved} of them feasible")
    assert solved > BATCH // 5


def test_the_bound_never_exceeds_the_dispatch_rule_and_the_rule_keeps_every_rule() -> None:
    for seed in range(INSTANCES):
        problem = tiny(seed)
        convoys = dispatch(problem)
        if convoys is None:
            continue
        made = summary(problem, convoys, (), None, "dispatch rule")
        assert not verify(problem, made), f"tiny({seed})"
        bound = master(problem).bound
        assert bound is not None
        assert bound.last <= made.last, f"tiny({seed})"

"""The bound never worsens when a bus, an escort, a minute of window or a person of exposure is added."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from movement_harder import harder

from safeconduct.movement.checking.certify import certify
from safeconduct.movement.instances import tiny
from safeconduct.movement.model import Problem
from safeconduct.movement.planning.bound import master

ROUNDED = Fraction(1, 10**6)
"""Prices are rounded to exact fractions before they are valued, so two bounds of one figure may differ by so much."""


def instance(seed: int) -> Problem:
    """A tiny instance, one in three a harder one; in every other one convoys are as small as they may be, so that escorts are short."""
    found = harder(seed) if seed % 3 == 0 else tiny(seed)
    if seed % 2:
        return found
    return replace(found, legs=tuple(replace(leg, smallest=1, largest=1, fewest=1) for leg in found.legs))


def bus(problem: Problem, which: int, much: int) -> Problem:
    pools = list(problem.pools)
    one = pools[which % len(pools)]
    pools[which % len(pools)] = replace(one, number=one.number + much)
    return replace(problem, pools=tuple(pools))


def escort(problem: Problem, which: int, much: int) -> Problem:
    escorts = list(problem.escorts)
    one = escorts[which % len(escorts)]
    escorts[which % len(escorts)] = replace(one, number=one.number + much)
    return replace(problem, escorts=tuple(escorts))


def minutes(problem: Problem, which: int, much: int) -> Problem:
    """A window opens earlier or closes later; one minute, or enough for another slot."""
    spans = list(problem.windows["day"])
    opens, closes = spans[which % len(spans)]
    longer = 1 if much == 1 else 60
    spans[which % len(spans)] = (max(opens - longer, 0), closes) if which % 2 else (opens, closes + longer)
    return replace(problem, windows={"day": tuple(spans)})


def exposure(problem: Problem, which: int, much: int) -> Problem:
    if not problem.terms.reciprocity:
        return problem
    term = problem.terms.reciprocity[0]
    eased = replace(term, left_ahead=term.left_ahead + much) if which % 2 else replace(term, right_ahead=term.right_ahead + much)
    return replace(problem, terms=replace(problem.terms, reciprocity=(eased,)))


CHANGES: list[Callable[[Problem, int, int], Problem]] = [bus, escort, minutes, exposure]


EXAMPLES = int(os.environ.get("SAFECONDUCT_MONOTONE", "150"))


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**6), st.sampled_from(CHANGES), st.integers(0, 5), st.integers(1, 2))
def test_the_bound_never_worsens(seed: int, change: Callable[[Problem, int, int], Problem], which: int, much: int) -> None:
    before = instance(seed)
    after = change(before, which, much)
    first, second = master(before).bound, master(after).bound
    if first is None:
        return  # nothing can be worse than no plan at all
    assert second is not None, "with more there is a plan still"
    assert second.last <= first.last
    waiting = [
        master(problem, keep=True).bound for problem in (before, after)
    ]  # all plans within the days, so that the two compare
    assert waiting[0] is not None
    assert waiting[1] is not None
    assert waiting[1].person_slots <= waiting[0].person_slots * (1 + ROUNDED) + ROUNDED
    assert certify(after, second) == ()


def test_what_is_added_can_better_the_bound() -> None:
    """Each change shortens some instance, so the property above compares what the change reaches."""
    for change in CHANGES:
        assert any(_better(seed, change) for seed in range(200)), change.__name__


def _better(seed: int, change: Callable[[Problem, int, int], Problem]) -> bool:
    before = instance(seed)
    old, new = (master(problem, keep=True).bound for problem in (before, change(before, seed, 2)))
    return new is not None and (old is None or new.person_slots < old.person_slots)

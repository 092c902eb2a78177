"""Whole convoys at any pace, held against brute force and against the checker: never stuck where a plan exists, no plan that breaks a rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from safeconduct.movement.checking.verify import verify
from safeconduct.movement.instances import tiny
from safeconduct.movement.model import Problem
from safeconduct.movement.planning.anypace import order, stuck
from safeconduct.movement.planning.dispatch import dispatch
from safeconduct.movement.planning.inorder import in_order
from safeconduct.movement.planning.plan import summary


def small_batches(seed: int) -> Problem:
    """A tiny movement whose convoys must carry some of the people at least."""
    problem = tiny(seed)
    return replace(problem, legs=tuple(replace(leg, fewest=1 + seed % 4) for leg in problem.legs))


@pytest.mark.parametrize("seed", range(200))
def test_nobody_is_called_stuck_who_can_leave(seed: int) -> None:
    problem = small_batches(seed)
    if dispatch(problem) is not None:
        assert not stuck(problem)


@pytest.mark.parametrize("seed", range(200))
def test_a_plan_in_order_breaks_no_rule(seed: int) -> None:
    problem = small_batches(seed)
    convoys = in_order(problem)
    if convoys is not None:
        assert not verify(problem, summary(problem, convoys, (), None, "dispatch rule"))
        assert not stuck(problem)


def test_an_order_gets_everyone_away() -> None:
    found = 0
    for seed in range(60):
        problem = small_batches(seed)
        convoys = order(problem)
        if convoys is not None:
            found += 1
            for group in problem.groups:
                assert sum(size for one, size in convoys if one == group) == group.planned
    assert found > 10

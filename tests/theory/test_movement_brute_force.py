"""Every timetable of a tiny movement is tried; the exact planner must find the same best one, and no bound may exceed it."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from movement_brute_force import brute_force
from movement_harder import harder

from safeconduct.errors import Refused
from safeconduct.movement.checking.certify import certify
from safeconduct.movement.checking.verify import verify
from safeconduct.movement.instances import tiny
from safeconduct.movement.model import Problem
from safeconduct.movement.planning.blocks import Effort
from safeconduct.movement.planning.bound import master
from safeconduct.movement.planning.dispatch import dispatch
from safeconduct.movement.planning.plan import plan
from safeconduct.movement.planning.summary import summary

INSTANCES = int(os.environ.get("SAFECONDUCT_BRUTE_FORCE", "300"))
BATCH = 50


def agrees(problem: Problem) -> bool:
    """The exact planner finds what brute force finds, its plan passes the checker and its bound is proven; say whether there is a plan."""
    expected = brute_force(problem)
    try:
        found = plan(problem, effort=Effort(gap=0.0, exact=True))
    except Refused:
        found = None
    assert (found and (found.last, found.person_slots)) == expected, problem.name
    if found is None:
        return False
    assert not verify(problem, found), problem.name
    assert found.bound is not None
    assert not certify(problem, found.bound), problem.name
    return True


@pytest.mark.parametrize("make", [tiny, harder])
@pytest.mark.parametrize("batch", range(-(-INSTANCES // BATCH)))
def test_exact_planner_equals_brute_force(make: Callable[[int], Problem], batch: int) -> None:
    solved = sum(agrees(make(seed)) for seed in range(batch * BATCH, (batch + 1) * BATCH))
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

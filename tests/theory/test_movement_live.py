"""Counts as they come in, on random movements: some convoys have left, counted higher or lower than planned; the rest is planned again."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from safeconduct.errors import Refused
from safeconduct.movement.checking.verify import verify
from safeconduct.movement.instances import tiny
from safeconduct.movement.model import Problem
from safeconduct.movement.planning.bound import master
from safeconduct.movement.planning.dispatch import dispatch
from safeconduct.movement.planning.owed import with_debts
from safeconduct.movement.planning.replan import debts, expected, replan
from safeconduct.movement.timetable import Convoy, Done, Plan

SEEDS = range(800)


def counted(problem: Problem, convoys: tuple[Convoy, ...], draw: Random) -> tuple[int, tuple[Done, ...], tuple[Convoy, ...]]:
    """Let some of a plan's convoys leave, some of their people turn back or be counted twice; the next one is announced."""
    gone = draw.randint(1, len(convoys))
    past = []
    for convoy in convoys[:gone]:
        done = expected(problem, convoy)
        seen = tuple((group, max(number + draw.choice((-1, -1, 0, 0, 1)), 0)) for group, _, number in convoy.people)
        past.append(replace(done, verified=True, verified_people=seen if draw.random() < 0.5 else ()))
    now = convoys[gone - 1].slot + draw.choice((1, 2, 6))
    later = tuple(convoy for convoy in convoys[gone:] if convoy.slot >= now)
    return now, tuple(past), later[: draw.choice((0, 0, 1, 2))]


def planned_again(problem: Problem, now: int, past: tuple[Done, ...], announced: tuple[Convoy, ...]) -> Plan | None:
    try:
        return replan(problem, now, past=past, announced=announced)
    except Refused:
        return None


def test_every_new_plan_is_accepted_keeps_what_was_announced_and_is_not_before_the_bound() -> None:
    planned = owing = 0
    for seed in SEEDS:
        problem, draw = tiny(seed), Random(seed)
        convoys = dispatch(problem)
        if not convoys:
            continue
        now, past, announced = counted(problem, convoys, draw)
        owing += bool(debts(problem, now, past))
        made = planned_again(problem, now, past, announced)
        if made is None:
            continue
        planned += 1
        assert verify(problem, made, past=past, first=now) == (), f"tiny({seed})"
        assert set(announced) <= set(made.convoys), f"tiny({seed})"
        assert made.bound is not None
        assert made.bound.last <= made.last, f"tiny({seed})"
    assert planned >= len(SEEDS) // 10
    assert owing, "no debt came about: the draws test nothing"


def test_what_the_dispatch_rule_can_do_after_a_debt_the_bound_does_not_forbid() -> None:
    held = 0
    for seed in SEEDS:
        problem, draw = tiny(seed), Random(seed)
        convoys = dispatch(problem)
        if not convoys:
            continue
        now, past, _ = counted(problem, convoys, draw)
        owed = with_debts(problem, now, past)
        rule = dispatch(problem, past=past, first=now)
        if owed is problem or rule is None:
            continue
        held += 1
        bound = master(owed, past=past, first=now).bound
        assert bound is not None, f"tiny({seed})"
        last = max((expected(problem, convoy).arrived for convoy in rule), default=0)
        assert bound.last <= max(last, max(done.arrived for done in past)), f"tiny({seed})"
    assert held

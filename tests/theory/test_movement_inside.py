"""The interior-point method in the bound: prices from wherever they come prove no more than the exact linear program, and are certified."""

from __future__ import annotations

import pytest

from safeconduct.errors import Refused
from safeconduct.movement import Effort, certify, plan, verify
from safeconduct.movement.instances import aleppo, shared, tiny
from safeconduct.movement.model import Problem
from safeconduct.movement.planning import solved
from safeconduct.movement.planning.bound import master


def both(problem: Problem, patch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """The master by the simplex method, and the same with no step allowed to it, so that every question goes inside."""
    exact = master(problem)
    with patch.context() as here:
        here.setattr(solved, "STEPS", 0)
        return exact, master(problem)


@pytest.mark.parametrize("seed", range(120))
def test_prices_from_inside_prove_the_same_or_less_and_are_certified(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = tiny(seed)
    exact, inside = both(problem, monkeypatch)
    if exact.bound is None or inside.bound is None:
        assert exact.bound is None or inside.bound is not None, "a movement that the program admits was called impossible"
        return
    assert inside.bound.last <= exact.bound.last
    assert certify(problem, inside.bound) == ()
    if inside.bound.within == exact.bound.within:
        assert float(inside.bound.person_slots) <= float(exact.bound.person_slots) + 1e-3
    if (inside.bound.within, inside.openings) == (exact.bound.within, exact.openings):
        assert float(inside.bound.person_slots) == pytest.approx(float(exact.bound.person_slots), abs=1e-3)


@pytest.mark.parametrize("seed", range(0, 60, 3))
def test_no_plan_beats_a_bound_from_inside(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = tiny(seed)
    exact, inside = both(problem, monkeypatch)
    if exact.bound is None or inside.bound is None:
        return
    try:
        made = plan(problem, effort=Effort(gap=0.0, exact=True))
    except Refused:
        return
    assert made.last >= inside.bound.last
    if made.last <= inside.bound.within:
        assert made.person_slots >= inside.bound.person_slots


@pytest.mark.parametrize("problem", [aleppo(days=6), shared(10_000, 40, 4)], ids=["aleppo", "shared"])
def test_a_larger_movement_keeps_its_figures(problem: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    exact, inside = both(problem, monkeypatch)
    assert exact.bound is not None
    assert inside.bound is not None
    assert (inside.bound.last, inside.openings) == (exact.bound.last, exact.openings)
    assert float(inside.bound.person_slots) == pytest.approx(float(exact.bound.person_slots), rel=1e-6)
    assert certify(problem, inside.bound) == ()


def test_one_pool_for_all_is_planned_and_proven() -> None:
    problem = shared(10_000, 40, 4)
    made = plan(problem)
    assert verify(problem, made) == ()
    assert made.bound is not None
    assert certify(problem, made.bound) == ()
    assert made.person_slots >= made.bound.person_slots

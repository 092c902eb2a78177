"""Bounds: certificates in exact arithmetic, changed ones refused, and monotone in everything that is added."""

from __future__ import annotations

from dataclasses import replace

import pytest

from safeconduct.movement.checking.certify import certify, worth
from safeconduct.movement.instances import aleppo, pairs, tiny
from safeconduct.movement.model import Problem
from safeconduct.movement.planning.bound import master
from safeconduct.movement.planning.parts import merge_bounds, parts
from safeconduct.movement.timetable import Bound, Opening


def bound_of(problem: Problem) -> Bound:
    found = master(problem).bound
    assert found is not None
    return found


@pytest.fixture(scope="module")
def base() -> Bound:
    return bound_of(aleppo(days=6))


def test_the_certificate_is_proven_in_exact_arithmetic(base: Bound) -> None:
    assert certify(aleppo(days=6), base) == ()
    assert [proof.claim for proof in base.proofs] == ["none", "person-slots", "none"]
    assert [(one.gate, one.earliest) for one in base.proofs[0].gates] == [("3.1:fighters", 69)]
    assert worth(aleppo(days=6), base.proofs[0]) > 0


@pytest.mark.parametrize(
    "change",
    [
        lambda b: replace(b, last=b.last + 1),
        lambda b: replace(b, person_slots=b.person_slots + 1000),
        lambda b: replace(b, within=b.within + 40),
        lambda b: replace(b, proofs=b.proofs[1:]),
        lambda b: replace(b, proofs=(b.proofs[0], b.proofs[2])),
        lambda b: replace(b, proofs=(replace(b.proofs[0], last=b.proofs[0].last + 1), b.proofs[1], b.proofs[2])),
        lambda b: replace(b, proofs=(replace(b.proofs[0], prices=()), b.proofs[1], b.proofs[2])),
        lambda b: replace(b, proofs=(b.proofs[0], replace(b.proofs[1], prices=b.proofs[1].prices[1:]), b.proofs[2])),
        lambda b: replace(b, proofs=(b.proofs[0], replace(b.proofs[1], unit=b.proofs[1].unit // 2), b.proofs[2])),
        # A gate: the proof that it cannot open earlier left out, given for fewer slots, or left without its price.
        lambda b: replace(b, proofs=b.proofs[:2]),
        lambda b: replace(b, proofs=(*b.proofs[:2], replace(b.proofs[2], gates=(Opening("3.1:fighters", 0, 66),)))),
        lambda b: replace(b, proofs=(*b.proofs[:2], replace(b.proofs[2], prices=()))),
    ],
)
def test_a_changed_claim_or_certificate_is_refused(base: Bound, change) -> None:  # type: ignore[no-untyped-def]
    assert certify(aleppo(days=6), change(base))


def test_a_certificate_does_not_prove_the_bound_of_an_easier_problem(base: Bound) -> None:
    easier = aleppo(days=6)
    easier = replace(easier, pools=(replace(easier.pools[0], number=70), *easier.pools[1:]))
    assert certify(easier, base)


def test_prices_below_zero_are_refused(base: Bound) -> None:
    name, entries = base.proofs[1].prices[0]
    negative = replace(base.proofs[1], prices=((name, tuple((slot, -price) for slot, price in entries)),))
    with pytest.raises(ValueError, match="below zero"):
        worth(aleppo(days=6), negative)


def test_a_price_on_a_gate_outside_the_slots_for_which_it_is_known_is_refused(base: Bound) -> None:
    for gates in ((), (Opening("3.1:fighters", 0, 90),)):
        with pytest.raises(ValueError, match="outside the slots"):
            worth(aleppo(days=6), replace(base.proofs[2], gates=gates))


def test_parts_together_prove_the_whole() -> None:
    problem = pairs(20_000, 60, 8)
    bounds = [bound_of(part) for part in parts(problem)]
    assert len(bounds) == 2
    last = max(bound.within for bound in bounds)
    again = [master(part, last=last, keep=True).bound for part in parts(problem)]
    joined = merge_bounds(
        parts(problem),
        tuple(replace(b, last=a.last, proofs=(*a.proofs[:1], *b.proofs)) for a, b in zip(bounds, again, strict=True) if b),
    )
    assert certify(problem, joined) == ()


def easier(problem: Problem) -> list[Problem]:
    """The same problem with a bus, an escort, an hour of window, a person of exposure, a lane, or without a term more."""
    terms = problem.terms
    found = [
        replace(problem, pools=(replace(problem.pools[0], number=problem.pools[0].number + 1), *problem.pools[1:])),
        replace(problem, escorts=(replace(problem.escorts[0], number=problem.escorts[0].number + 1), *problem.escorts[1:])),
        replace(problem, windows={"day": tuple((opens, closes + 60) for opens, closes in problem.windows["day"])}),
        replace(problem, checkpoints=tuple(replace(point, per_hour=point.per_hour + 1) for point in problem.checkpoints)),
        *(replace(problem, terms=terms.without(term)) for term in (*terms.gates, *terms.reciprocity)),
    ]
    for term in terms.reciprocity:
        more = replace(term, left_ahead=term.left_ahead + 1)
        found.append(replace(problem, terms=replace(terms, reciprocity=(more,))))
        found.append(replace(problem, terms=replace(terms, reciprocity=(replace(term, right_ahead=term.right_ahead + 1),))))
    return found


@pytest.mark.parametrize("seed", range(40))
def test_the_bound_never_worsens_when_something_is_added(seed: int) -> None:
    problem = tiny(seed)
    before = master(problem).bound
    for more in easier(problem):
        after = master(more).bound
        if before is not None:
            assert after is not None
            assert after.last <= before.last
            within = master(more, last=before.within, keep=True).bound
            assert within is not None
            assert within.person_slots <= before.person_slots + 1e-6  # type: ignore[operator]


def test_the_benchmark_figures_of_the_design(base: Bound) -> None:
    assert base.last == 353
    assert round(float(base.person_slots) / 4e6, 3) == 1.836
    assert bound_of(aleppo(days=6, share=0.05)).last == 438
    assert bound_of(aleppo(days=6, share=0.25)).last == 422
    assert bound_of(aleppo(days=6, share=0.5)).last == 354

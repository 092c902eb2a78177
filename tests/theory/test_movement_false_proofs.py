"""Nobody proves what is not so: whatever is done to the prices of a bound, a claim above what brute force achieves is refused."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from movement_brute_force import brute_force
from movement_harder import harder

from safeconduct.movement.checking.certify import certify
from safeconduct.movement.instances import aleppo, tiny
from safeconduct.movement.model import Problem
from safeconduct.movement.planning.bound import master
from safeconduct.movement.timetable import Bound, Certificate, Opening

TRIES = int(os.environ.get("SAFECONDUCT_FALSE_PROOFS", "60"))
INSTANCES = 24


def prices_of(problem: Problem, draw: Random, proof: Certificate) -> tuple[tuple[str, tuple[tuple[int, int], ...]], ...]:
    """Other prices: some of the proof's own, scaled, moved or left out, and some on any rule there is."""
    found = {}
    for name, entries in proof.prices:
        if draw.random() < 0.8:
            scale, move = draw.choice((1, 1, 2, 5, 50)), draw.choice((0, 0, -1, 1, 30))
            found[name] = tuple((slot + move, price * scale // draw.choice((1, 1, 3))) for slot, price in entries)
    for name in draw.sample(rules(problem), min(draw.choice((0, 1, 2, 3)), len(rules(problem)))):
        slots = draw.sample(range(-2, problem.slots + 2), draw.choice((1, 2)))
        found[name] = tuple(
            (slot, draw.choice((1, proof.unit, 7 * proof.unit, 10**14))) for slot in [*slots, draw.choice((0, 10**6))]
        )
    return tuple(sorted(found.items()))


def rules(problem: Problem) -> list[str]:
    gates = [gate.name for gate in problem.terms.gates]
    sides = [f"reciprocity:{t.clause}:{'+'.join(side)}" for t in problem.terms.reciprocity for side in (t.left, t.right)]
    return [
        *(f"vehicles:{vehicle.id}:{place.id}" for vehicle in problem.vehicles for place in problem.places),
        *(f"escorts:{place.id}" for place in problem.places),
        *(f"headway:{leg.id}" for leg in problem.legs),
        *(f"checkpoint:{point.id}" for point in problem.checkpoints),
        *(f"joining:{group.id}" for group in problem.groups if group.joins),
        *sides,
        *(f"{kind}:{gate}" for kind in ("gate", "shut", "due") for gate in gates),
    ]


def forged(problem: Problem, draw: Random, proof: Certificate) -> Certificate:
    """A proof of something else: prices, horizon, unit, whom and which openings of gates it speaks of."""
    groups = draw.choice(((), (), *((group.id,) for group in problem.groups)))
    gates = draw.choice(
        (proof.gates, (), *((Opening(g.name, draw.choice((0, 2)), draw.choice((1, 5, None))),) for g in problem.terms.gates))
    )
    last = proof.last + draw.choice((0, 0, 1, 5, 1000))
    unit = draw.choice((proof.unit, proof.unit, 1, proof.unit * 3))
    return Certificate(
        last, draw.choice(("none", "person-slots")), unit, prices_of(problem, draw, proof), Fraction(10**9), gates, groups
    )


@pytest.mark.parametrize("number", range(INSTANCES))
def test_no_list_of_prices_proves_more_than_is_so(number: int) -> None:
    problem = harder(number) if number % 2 else tiny(number)
    best, bound = brute_force(problem), master(problem).bound
    if best is None or bound is None:
        return
    last, waiting = best
    draw = Random(number)
    for _ in range(TRIES):
        proofs = tuple(forged(problem, draw, draw.choice(bound.proofs)) for _ in range(draw.choice((1, 2, 3))))
        for own in ((), bound.proofs):
            assert certify(problem, Bound(last + 1, Fraction(0), last, (*own, *proofs))), (problem.name, proofs)
            assert certify(problem, Bound(0, Fraction(waiting * 1000 + 1, 1000), last, (*own, *proofs))), (problem.name, proofs)


DAYS = 6
NAME = "reciprocity:6.1:fighters+civilians"
AFTER = ((10**6, 1),)
"""A price on the balance after everything: whoever gives pays it, and whoever is received is paid."""
HALF: dict[str, Callable[[Bound], tuple[Certificate, ...]]] = {
    "a side that forgets what it receives": lambda b: (
        Certificate(500, "none", 1, ((NAME, AFTER),), Fraction(1), (), ("fighters", "civilians")),
        *b.proofs,
    ),
    "one of two cases": lambda b: tuple(replace(p, gates=(Opening("3.1:fighters", 69, None),)) for p in b.proofs),
    "cases that leave one slot out": lambda b: (
        replace(b.proofs[0], last=500, gates=(Opening("3.1:fighters", 0, 68),)),
        replace(b.proofs[0], last=500, gates=(Opening("3.1:fighters", 70, None),)),
    ),
    "the same waiting proven twice": lambda b: (*b.proofs, replace(b.proofs[1], groups=("fighters",))),
    "a proof of each of two groups from the prices of all": lambda b: (
        *(replace(b.proofs[1], groups=(group,)) for group in ("fighters", "civilians", "stretchers", "villagers")),
        b.proofs[2],
    ),
    "a shorter horizon than the claim": lambda b: tuple(replace(p, last=p.last - 40) for p in b.proofs),
    "prices in another unit": lambda b: tuple(replace(p, unit=max(p.unit // 3, 1)) for p in b.proofs),
    "prices one slot later": lambda b: tuple(
        replace(p, prices=tuple((n, tuple((s + 1, v) for s, v in entries)) for n, entries in p.prices)) for p in b.proofs
    ),
    "prices of a rule under the name of another": lambda b: tuple(
        replace(p, prices=tuple((n.replace("ramouseh", "second"), entries) for n, entries in p.prices if "second" not in n))
        for p in b.proofs
    ),
    "no proofs": lambda b: (),
    "another kind of claim": lambda b: tuple(replace(p, claim="person-hours") for p in b.proofs),
}


@pytest.mark.parametrize("kind", HALF)
def test_a_forged_certificate_is_refused(kind: str) -> None:
    problem = aleppo(days=DAYS)
    bound = master(problem).bound
    assert bound is not None
    claims = replace(bound, last=bound.last + 1, person_slots=bound.person_slots + 1)
    assert certify(problem, replace(claims, proofs=HALF[kind](bound)))

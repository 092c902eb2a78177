"""The closure, its what-ifs and its supports against the definition."""

import random

import numpy as np
import pytest

from safeconduct.deal.closure import FACT, Rules, owed, support, working


@pytest.fixture(params=[1, 3, 1000], ids="array steps from {}".format)
def width(request, monkeypatch):
    """Run with plain loops only, with array operations only, and with both by turns."""
    monkeypatch.setattr(working, "WIDE", request.param)


def test_owed_and_what_if_equal_the_naive_fixpoint(width, campaign, draw, naive):
    changed = 0
    for seed in campaign(700):
        rng = random.Random(seed)
        atoms, clauses = draw(rng, 14, 24)
        answer = owed(Rules.of(atoms, clauses), rng.sample(range(atoms), rng.randint(0, atoms // 3)))
        assert answer.atoms == naive(atoms, clauses, answer.decisions)
        for _ in range(4):
            before = answer
            answer = answer.what_if(
                take=rng.sample(range(atoms), rng.randint(0, atoms // 2)),
                drop=[atom for atom in range(atoms) if rng.random() < 0.4],
                without=[rule for rule in range(len(clauses)) if rng.random() < 0.2],
                joined=[rule for rule in range(len(clauses)) if rng.random() < 0.5],
            )
            taking_part = [clause for clause, active in zip(clauses, answer.rules.active, strict=True) if active]
            assert answer.atoms == naive(atoms, taking_part, answer.decisions), seed
            gained, lost = answer.difference(before)
            assert set(gained) == set(answer) - set(before)
            assert set(lost) == set(before) - set(answer)
            changed += bool(gained) + bool(lost)
    assert changed > 0


def test_a_bounded_what_if_answers_the_same(width, campaign, draw):
    for seed in campaign(300):
        rng = random.Random(seed)
        atoms, clauses = draw(rng, 14, 24)
        rules = Rules.of(atoms, clauses)
        candidates = rng.sample(range(atoms), rng.randint(0, atoms // 2))
        now = owed(rules)
        bounded = now.bounded(now.what_if(take=candidates))
        some = [atom for atom in candidates if rng.random() < 0.5]
        assert bounded.what_if(take=some).what_if(take=candidates, drop=some[:1]).atoms == owed(rules, candidates).atoms
        assert bounded.what_if(take=some).atoms == owed(rules, some).atoms
        beyond = rng.sample(range(atoms), rng.randint(0, atoms // 2))
        assert bounded.what_if(take=beyond).atoms == owed(rules, beyond).atoms
        few = bounded.what_if(without=range(0, len(clauses), 2))
        assert few.what_if(take=some, joined=range(len(clauses))).atoms == owed(rules, some).atoms


def test_restricting_equals_leaving_rules_out(campaign, draw, naive):
    for seed in campaign(300):
        rng = random.Random(seed)
        atoms, clauses = draw(rng, 10, 20)
        mask = np.array([rng.random() < 0.6 for _ in clauses], np.bool_)
        kept = [clause for clause, active in zip(clauses, mask, strict=True) if active]
        assert owed(Rules.of(atoms, clauses).restricted(mask), [0]).atoms == naive(atoms, kept, [0])


def test_every_owed_atom_stands_on_a_rule_whose_strict_premises_lie_lower(campaign, draw):
    for seed in campaign(500):
        rng = random.Random(seed)
        atoms, clauses = draw(rng, 14, 24)
        answer = owed(Rules.of(atoms, clauses), rng.sample(range(atoms), rng.randint(0, 2) if atoms > 1 else 0))
        forest = support(answer)
        for atom in range(atoms):
            if atom not in answer:
                with pytest.raises(KeyError):
                    forest.step(atom)
            elif forest.rule[atom] == FACT:
                assert atom in answer.decisions
            else:
                step = forest.step(atom)
                head, strict, contractual = clauses[step.rule]
                assert (head, set(strict), set(contractual)) == (atom, set(step.after), set(step.provided))
                assert all(premise in answer and forest.level[premise] < forest.level[atom] for premise in strict)
                assert all(premise in answer for premise in contractual)


def test_a_proof_is_closed_and_in_order(campaign, draw):
    for seed in campaign(300):
        rng = random.Random(seed)
        atoms, clauses = draw(rng, 14, 24)
        answer = owed(Rules.of(atoms, clauses), [0])
        forest = support(answer)
        for atom in answer:
            proof = forest.proof(atom)
            place = {step.atom: position for position, step in enumerate(proof)}
            assert len(place) == len(proof)
            assert all(place[premise] < place[step.atom] for step in proof for premise in step.after)
            assert all(premise in place for step in proof for premise in step.provided)


def test_strict_chain_and_contractual_cascade_of_any_length_are_worked_off():
    """Both would need as many rounds as there are atoms: one derives to the end, one falls to the end."""
    size = 20_000
    chain = Rules.of(size, [(i + 1, [i], []) for i in range(size - 1)], decisions=[0])
    assert len(owed(chain, [0]).atoms) == size
    assert owed(chain, [0]).what_if(drop=[0]).atoms == ()
    cascade = Rules.of(size, [(i + 1, [], [i]) for i in range(size - 1)])
    assert owed(cascade).atoms == ()
    assert len(owed(cascade).what_if(take=[0]).atoms) == size

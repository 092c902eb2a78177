"""The closure against provability in Propositional Contract Logic.

PCL (Bartoletti and Zunino, A calculus of contracting processes, LICS 2010) is intuitionistic propositional logic with a contractual
implication p ↠ q. Its sequent calculus has, besides the intuitionistic rules:

    Γ ⊢ q                    Γ, p↠q, r ⊢ p    Γ, p↠q, q ⊢ r              Γ, p↠q, a ⊢ p    Γ, p↠q, q ⊢ b
    ---------- Zero          --------------------------------- Fix       --------------------------------- PrePost
    Γ ⊢ p ↠ q                Γ, p↠q ⊢ r                                   Γ, p↠q ⊢ a ↠ b

and cut is admissible, so that proof search needs subformulas only.

The fragment in which provability and νμ coincide, and which is tested here: hypotheses are the decisions taken (atoms) and one
formula for each rule, S → (C ↠ h), with S and C conjunctions of atoms (C ↠ h if S is empty, S → h if C is, h if both are). Then for
each atom a: hypotheses ⊢ a if and only if a ∈ Owed(D).

Why. From right to left: let Y = Owed(D) and prove the conjunction r of Y. Rule by rule in the order of μX: S is at hand already, so
C ↠ h is; Fix applies to it with goal r, because r gives C at once; its other branch has h at hand. From left to right by
induction on proofs: Fix is sound because adding to D what is owed already changes nothing, so that if r ∈ Owed(D ∪ {h}) and
C ⊆ Owed(D ∪ {r}), then Y = Owed(D ∪ {h}) contains r and C, the rule carries h from Y, and Y is a fixpoint for D itself.

C ↠ (S → h) proves the same atoms, and is tested too. Outside the fragment the two part: a disjunction, a promise as a premise
(p ↠ q) → r, or a negated act have no counterpart in rules.
"""

import random

from safeconduct.deal.closure import Rules, owed

TOP = ("and", ())


def conj(*parts):
    return parts[0] if len(parts) == 1 else ("and", tuple(sorted(parts, key=str)))


def imp(p, q):
    return ("imp", p, q)


def promise(p, q):
    return ("promise", p, q)


def add(context, formula):
    """Add a hypothesis, taking conjunctions apart (an invertible rule)."""
    if isinstance(formula, tuple) and formula[0] == "and":
        for part in formula[1]:
            context = add(context, part)
        return context
    return context | {formula}


class Prover:
    """Backward proof search. Sequents met before count as unproved in a pass; passes repeat until one proves nothing new."""

    def __init__(self, hypotheses):
        self.context = frozenset()
        for formula in hypotheses:
            self.context = add(self.context, formula)
        self.proved = set()

    def proves(self, goal):
        while True:
            before, self.met = len(self.proved), set()
            if self.visit(self.context, goal):
                return True
            if len(self.proved) == before:
                return False

    def visit(self, context, goal):
        sequent = (context, goal)
        if sequent in self.proved:
            return True
        if sequent in self.met:
            return False
        self.met.add(sequent)
        if goal in context or self.right(context, goal) or self.left(context, goal):
            self.proved.add(sequent)
            return True
        return False

    def right(self, context, goal):
        if not isinstance(goal, tuple):
            return False
        if goal[0] == "and":
            return all(self.visit(context, part) for part in goal[1])
        _, before, after = goal
        if goal[0] == "imp":
            return self.visit(add(context, before), after)
        if self.visit(context, after):  # Zero
            return True
        return any(  # PrePost
            self.visit(add(context, before), p) and self.visit(add(context, q), after)
            for kind, p, q in compound(context)
            if kind == "promise"
        )

    def left(self, context, goal):
        for kind, p, q in compound(context):
            with_q = add(context, q)
            if with_q == context:
                continue
            assumed = add(context, goal) if kind == "promise" else context  # Fix lets p rest on the goal itself
            if self.visit(assumed, p) and self.visit(with_q, goal):
                return True
        return False


def compound(context):
    return sorted((formula for formula in context if isinstance(formula, tuple)), key=str)


def formula(clause, turned=False):
    head, strict, contractual = clause
    strict, contractual = sorted(set(strict)), sorted(set(contractual))
    if turned and contractual:
        return promise(conj(*contractual), imp(conj(*strict), head) if strict else head)
    inner = promise(conj(*contractual), head) if contractual else head
    return imp(conj(*strict), inner) if strict else inner


def test_the_prover_proves_the_axioms_and_the_known_theorems():
    p, q, r, s = range(4)
    assert Prover([]).proves(promise(TOP, TOP))  # Zero
    assert Prover([]).proves(imp(promise(p, p), p))  # Fix
    assert Prover([]).proves(imp(imp(r, p), imp(promise(p, q), imp(imp(q, s), promise(r, s)))))  # PrePost
    assert Prover([promise(p, q), promise(q, p)]).proves(conj(p, q))  # handshake
    assert Prover([promise(p, q)]).proves(imp(p, q))  # a promise is at least an implication
    assert Prover([promise(p, q), promise(q, r)]).proves(promise(p, r))  # promises chain


def test_the_prover_does_not_prove_too_much():
    p, q = range(2)
    assert not Prover([imp(p, q), imp(q, p)]).proves(p)
    assert not Prover([promise(p, q)]).proves(q)
    assert not Prover([imp(p, q)]).proves(promise(q, p))
    assert not Prover([]).proves(imp(imp(p, q), imp(imp(q, p), p)))
    assert not Prover([]).proves(imp(imp(imp(p, q), p), p))  # Peirce: the logic is intuitionistic


def test_owed_is_provable_and_provable_is_owed(campaign, draw):
    both, proved = 0, 0
    for seed in campaign(3000):
        rng = random.Random(seed)
        atoms, clauses = draw(rng, 5, 7, 2)
        taken = [atom for atom in range(atoms) if rng.random() < 0.15]
        prover = Prover([*taken, *map(formula, clauses)])
        answer = owed(Rules.of(atoms, clauses), taken)
        assert tuple(atom for atom in range(atoms) if prover.proves(atom)) == answer.atoms, (seed, clauses, taken)
        assert prover.proves(conj(*answer.atoms))
        both += atoms
        proved += len(answer.atoms)
    assert 0.1 < proved / both < 0.9  # neither side may be trivial


def test_the_promise_to_do_a_thing_after_another_proves_the_same(campaign, draw):
    for seed in campaign(1000):
        rng = random.Random(seed)
        atoms, clauses = draw(rng, 4, 6, 2)
        prover = Prover([formula(clause, turned=True) for clause in clauses])
        assert tuple(atom for atom in range(atoms) if prover.proves(atom)) == owed(Rules.of(atoms, clauses)).atoms

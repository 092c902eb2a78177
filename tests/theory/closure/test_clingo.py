"""The closure against an answer set solver, on instances too large for the definition.

``owed(h) :- owed(s).., not unkept(c)..`` with ``unkept(c) :- not owed(c)`` has exactly the fixpoints of Y ↦ μX.T(X, Y) as its
stable models: strict premises must be founded, contractual ones need only hold. Owed is the greatest of them, and the solver
meets a greatest one first when it is told to try each ``owed`` as true.
"""

import random

import clingo
import pytest

from safeconduct.deal.closure import Rules, owed


def solve(atoms, clauses, taken):
    control = clingo.Control(["--heuristic=Domain"])
    lines = [
        "#heuristic owed(A) : atom(A). [1,true]",
        "unkept(A) :- atom(A), not owed(A).",
        "#show owed/1.",
        f"atom(0..{atoms - 1}).",
    ]
    lines += [f"owed({atom})." for atom in taken]
    for head, strict, contractual in clauses:
        body = [f"owed({atom})" for atom in strict] + [f"not unkept({atom})" for atom in contractual]
        lines.append(f"owed({head}){' :- ' if body else ''}{', '.join(body)}.")
    control.add("base", [], "\n".join(lines))
    control.ground([("base", [])])
    with control.solve(yield_=True) as handle:
        return tuple(sorted(symbol.arguments[0].number for symbol in handle.model().symbols(shown=True)))


def test_the_encoding_finds_the_greatest_fixpoint(campaign, draw, naive):
    for seed in campaign(150):
        atoms, clauses = draw(random.Random(seed), 8, 16)
        assert solve(atoms, clauses, [0]) == naive(atoms, clauses, [0])


@pytest.mark.parametrize("density", [0.9, 1.6, 2.5])
def test_owed_equals_the_solver(campaign, density):
    shares = []
    for seed in campaign(4):
        rng = random.Random(seed)
        atoms = 2000
        clauses = []
        for _ in range(int(atoms * density)):
            premises = [(rng.random() < 0.5, rng.randrange(atoms)) for _ in range(rng.choice((0, 1, 1, 2, 2, 3)))]
            clauses.append(
                (rng.randrange(atoms), [a for strict, a in premises if strict], [a for strict, a in premises if not strict])
            )
        taken = rng.sample(range(atoms), 50)
        answer = owed(Rules.of(atoms, clauses), taken)
        assert answer.atoms == solve(atoms, clauses, taken)
        shares.append(len(answer.atoms) / atoms)
    assert all(0.05 < share < 0.95 for share in shares)

"""Random small contracts, and the definition of *owed* written down as it stands."""

import os
import random
from collections.abc import Callable, Iterable, Sequence

import pytest

Clause = tuple[int, list[int], list[int]]
SIZE = float(os.environ.get("SAFECONDUCT_CAMPAIGN", "1"))


@pytest.fixture(scope="session")
def campaign() -> Callable[[int], range]:
    """How many instances to try: a number at the normal size, times the environment variable SAFECONDUCT_CAMPAIGN."""

    def seeds(normal: int) -> range:
        print(f"{int(normal * SIZE)} instances")
        return range(int(normal * SIZE))

    return seeds


@pytest.fixture(scope="session")
def draw() -> Callable[..., tuple[int, list[Clause]]]:
    """Draw a contract; every other one has hardly any promise without a condition, so that circles decide."""

    def contract(rng: random.Random, most_atoms: int, most_rules: int, most_premises: int = 3) -> tuple[int, list[Clause]]:
        atoms = rng.randint(1, most_atoms)
        bare = rng.choice((1.0, 0.1))
        clauses = []
        for _ in range(rng.randint(0, most_rules)):
            strict = [rng.randrange(atoms) for _ in range(min(most_premises, rng.choice((0, 1, 1, 1, 2, 3))))]
            contractual = [rng.randrange(atoms) for _ in range(min(most_premises, rng.choice((0, 0, 1, 1, 2))))]
            if strict or contractual or rng.random() < bare:
                clauses.append((rng.randrange(atoms), strict, contractual))
        return atoms, clauses

    return contract


@pytest.fixture(scope="session")
def naive() -> Callable[..., tuple[int, ...]]:
    """Owed(D) = νY. μX. D ∪ {h | strict ⊆ X, contractual ⊆ Y}, literally."""

    def owed(atoms: int, clauses: Sequence[Clause], taken: Iterable[int]) -> tuple[int, ...]:
        trusted = set(range(atoms))
        while True:
            done = set(taken)
            while (
                new := {h for h, strict, contractual in clauses if done.issuperset(strict) and trusted.issuperset(contractual)}
                - done
            ):
                done |= new
            if done == trusted:
                return tuple(sorted(done))
            trusted = done

    return owed

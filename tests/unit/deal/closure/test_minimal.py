import random
from itertools import chain, combinations

import pytest

from safeconduct.deal.closure import MinimalSets


def drawn(seed):
    """A monotone property given by some sets that have it, and rivals."""
    rng = random.Random(seed)
    items = range(rng.randint(1, 8))
    seeds = [frozenset(rng.sample(items, rng.randint(1, len(items)))) for _ in range(rng.randint(0, 6))]
    pairs = [rng.sample(items, 2) for _ in range(rng.choice((0, 0, 2)))] if len(items) > 1 else []
    against = {i: frozenset(b for pair in pairs if i in pair for b in pair if b != i) for i in items}
    return items, (lambda chosen: any(s <= chosen for s in seeds)), against


@pytest.mark.parametrize("seed", range(150))
def test_all_minimal_sets_are_found_smallest_first(seed):
    items, holds, against = drawn(seed)
    subsets = map(frozenset, chain.from_iterable(combinations(items, size) for size in range(len(items) + 1)))
    good = [s for s in subsets if holds(s) and not any(against[i] & s for i in s)]
    minimal = sorted((s for s in good if not any(other < s for other in good)), key=lambda s: (len(s), sorted(s)))
    search = MinimalSets(items, holds, against)
    assert list(search) == minimal
    assert search.complete


def test_what_holds_of_nothing_is_answered_with_the_empty_set():
    search = MinimalSets([1, 2], lambda chosen: True)
    assert (list(search), search.complete, search.steps) == ([frozenset()], True, 2)


def test_one_large_set_is_found_without_trying_subsets():
    size = 600
    search = MinimalSets(range(size), lambda chosen: len(chosen) == size)
    assert list(search) == [frozenset(range(size))]
    assert search.steps < size * size


def test_many_pairs_of_alternatives_yield_their_first_sets_within_a_small_budget():
    pairs = 20
    search = MinimalSets(range(2 * pairs), lambda chosen: all({2 * i, 2 * i + 1} & chosen for i in range(pairs)), budget=2000)
    found = list(search)
    assert not search.complete
    assert all(len(chosen) == pairs for chosen in found)
    assert len(found) > 100

from itertools import chain, combinations, product

import pytest

from safeconduct.deal.closure import Rules, choices, rivals, undecided, would_be_owed


@pytest.mark.parametrize("groups", [[], [[0, 1]], [[0, 1], [1, 2]], [[0, 1, 2], [2, 3], [4, 5]], [[0, 1], [1, 2], [2, 3], [3, 0]]])
def test_choices_are_the_maximal_sets_without_rivals(groups):
    against = rivals(Rules.of(6, [], range(6), groups))
    subsets = map(frozenset, chain.from_iterable(combinations(range(6), size) for size in range(7)))
    consistent = [s for s in subsets if not any(against.get(d, frozenset()) & s for d in s)]
    maximal = [tuple(sorted(s)) for s in consistent if not any(s < other for other in consistent)]
    found = list(choices(range(6), against))
    assert sorted(found) == sorted(maximal)
    assert len(set(found)) == len(found)


def test_a_decision_taken_excludes_its_rivals():
    rules = Rules.of(4, [], range(4), [[0, 1], [1, 2]])
    assert undecided(rules, [1]) == (3,)
    assert undecided(rules, [0]) == (2, 3)


def test_forks_that_do_not_meet_add_up_instead_of_multiplying():
    pairs = 40
    clauses = [(2 * pairs + i, [2 * i], []) for i in range(pairs)]
    rules = Rules.of(3 * pairs, clauses, range(2 * pairs), [[2 * i, 2 * i + 1] for i in range(pairs)])
    prospects = would_be_owed(rules)
    assert len(prospects.forks) == pairs
    assert prospects.count == 2**pairs
    assert prospects.possible().all()
    assert not prospects.certain().any()


def test_forks_that_meet_in_one_rule_are_computed_together():
    rules = Rules.of(5, [(4, [0], [2])], range(4), [[0, 1], [2, 3]])
    (fork,) = would_be_owed(rules).forks
    assert [outcome.choice for outcome in fork] == sorted(tuple(sorted(pair)) for pair in product((0, 1), (2, 3)))


def test_the_limit_cuts_a_fork_short_and_says_so():
    rules = Rules.of(4, [(3, [0, 1, 2], [])], range(3), [[0, 1, 2]])
    assert would_be_owed(rules, limit=3).complete
    assert not would_be_owed(rules, limit=2).complete
    assert len(would_be_owed(rules, limit=2).forks[0]) == 2

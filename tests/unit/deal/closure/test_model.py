import numpy as np
import pytest

from safeconduct.deal.closure import Rules

NORTH_LEAVES, SOUTH_ESCORTS, SIGNED = range(3)


def test_rules_are_indexed_by_head_and_by_each_kind_of_premise():
    rules = Rules.of(3, [(NORTH_LEAVES, [SIGNED], [SOUTH_ESCORTS]), (SOUTH_ESCORTS, [], [NORTH_LEAVES])], decisions=[SIGNED])
    assert rules.count == 2
    assert rules.promising.row(NORTH_LEAVES) == [0]
    assert rules.after.row(SIGNED) == [0]
    assert rules.provided.row(NORTH_LEAVES) == [1]
    assert rules.premises(0) == ((SIGNED,), (SOUTH_ESCORTS,))


@pytest.mark.parametrize("clause", [(3, [], []), (-1, [], []), (0, [3], []), (0, [], [-1])])
def test_an_atom_out_of_range_is_refused(clause):
    with pytest.raises(ValueError, match=r"outside 0\.\.2"):
        Rules.of(3, [clause])


def test_a_decision_out_of_range_or_exclusive_without_being_one_is_refused():
    with pytest.raises(ValueError, match="outside"):
        Rules.of(3, [], decisions=[3])
    with pytest.raises(ValueError, match="no decision"):
        Rules.of(3, [], decisions=[0], exclusive=[[0, 1]])


def test_an_agreement_without_rules_or_atoms_is_possible():
    assert Rules.of(0, []).count == 0


def test_restricting_twice_keeps_what_both_admit():
    rules = Rules.of(1, [(0, [], [])] * 3)
    once = rules.restricted(np.array([True, True, False]))
    assert once.restricted(np.array([False, True, True])).active.tolist() == [False, True, False]
    assert rules.active.all()


def test_loosening_turns_one_strict_premise_of_one_rule_contractual():
    rules = Rules.of(3, [(0, [1, 2], []), (1, [2], [0]), (2, [1], [])])
    loosened = rules.loosened(1, 2)
    assert [loosened.premises(rule) for rule in range(3)] == [((1, 2), ()), ((), (0, 2)), ((1,), ())]
    assert loosened.provided.row(2) == [1]
    with pytest.raises(ValueError, match="no strict premise 0"):
        rules.loosened(1, 0)


def test_on_promises_turns_every_strict_premise_contractual():
    rules = Rules.of(3, [(0, [1, 2], []), (1, [2], [0]), (2, [], [])]).on_promises()
    assert [rules.premises(rule) for rule in range(3)] == [((), (1, 2)), ((), (0, 2)), ((), ())]

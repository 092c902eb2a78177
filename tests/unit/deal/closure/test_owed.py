import numpy as np
import pytest

from safeconduct.deal.closure import Rules, owed

OFFER, ACCEPT, MOVE = range(3)
RULES = Rules.of(3, [(MOVE, [OFFER, ACCEPT], []), (ACCEPT, [], [OFFER])], decisions=[OFFER])


def test_a_decision_outside_the_atoms_is_refused():
    with pytest.raises(ValueError, match=r"outside 0\.\.2"):
        owed(RULES, [3])


def test_an_atom_can_be_asked_for_and_all_be_listed():
    answer = owed(RULES, [OFFER])
    assert MOVE in answer
    assert list(answer) == [OFFER, ACCEPT, MOVE]


def test_a_what_if_leaves_the_first_answer_as_it_was():
    answer = owed(RULES, [OFFER])
    other = answer.what_if(drop=[OFFER], without=[0])
    assert (other.atoms, answer.atoms) == ((), (OFFER, ACCEPT, MOVE))
    assert answer.rules.active.all()
    assert other.what_if(take=[OFFER]).atoms == (OFFER, ACCEPT)
    assert other.what_if(take=[OFFER], joined=[0]).atoms == answer.atoms


def test_taking_as_a_decision_what_is_owed_already_keeps_it_when_its_rule_goes():
    answer = owed(RULES, [OFFER]).what_if(take=[ACCEPT]).what_if(without=[1])
    assert ACCEPT in answer
    assert ACCEPT not in answer.what_if(drop=[ACCEPT])


def test_levels_are_masks_on_the_same_rules():
    offered_only = np.array([True, False])
    assert owed(RULES.restricted(offered_only), [OFFER]).atoms == (OFFER,)


def test_naming_a_premise_twice_or_a_change_twice_changes_nothing():
    twice = Rules.of(3, [(MOVE, [OFFER, OFFER], [ACCEPT, ACCEPT]), (ACCEPT, [], [OFFER])], decisions=[OFFER])
    answer = owed(twice, [OFFER, OFFER])
    assert answer.atoms == (OFFER, ACCEPT, MOVE)
    assert answer.what_if(drop=[OFFER, OFFER], without=[1, 1]).what_if(take=[OFFER, OFFER], joined=[1, 1]).atoms == answer.atoms

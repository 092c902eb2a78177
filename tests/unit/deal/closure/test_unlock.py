from safeconduct.deal.closure import Rules, unlock, vetoes

A, B, C, D, GOAL, OTHER = range(6)
RULES = Rules.of(6, [(GOAL, [A, B], []), (GOAL, [C], []), (OTHER, [D], [GOAL])], decisions=[A, B, C, D])


def test_the_smallest_set_comes_first():
    assert unlock(RULES, [], [GOAL]).sets == ((C,), (A, B))
    assert unlock(RULES, [A], [GOAL]).sets == ((B,), (C,))


def test_several_goals_are_reached_together():
    assert unlock(RULES, [], [GOAL, OTHER]).sets == ((C, D), (A, B, D))


def test_goals_that_are_owed_already_need_nothing():
    assert unlock(RULES, [C], [GOAL]).sets == ((),)


def test_goals_out_of_reach_have_no_set_and_no_veto():
    assert unlock(RULES, [], [GOAL], candidates=[A, D]).sets == ()
    assert not vetoes(RULES, [], [GOAL], candidates=[A, D]).reachable


def test_as_many_as_asked_for():
    found = unlock(RULES, [], [GOAL], at_most=1)
    assert (found.sets, found.complete) == (((C,),), False)


def test_rivals_are_never_taken_together():
    rules = Rules.of(6, [(GOAL, [A, B], []), (GOAL, [C, D], [])], [A, B, C, D], [[A, B]])
    assert unlock(rules, [], [GOAL]).sets == ((C, D),)
    assert vetoes(rules, [], [GOAL]).decisions == (C, D)
    assert not vetoes(rules, [], [GOAL], candidates=[A, B]).reachable


def test_an_owner_of_all_ways_can_stop_it_alone():
    assert vetoes(RULES, [], [GOAL], owners={A: 7, B: 8, C: 7}).owners == ((7,),)
    assert vetoes(RULES, [], [GOAL], owners={A: 6, B: 7, C: 8}).owners == ((6, 8), (7, 8))


def test_a_decision_without_owner_cannot_be_refused():
    assert vetoes(RULES, [], [GOAL], owners={A: 7, B: 8}).owners == ()

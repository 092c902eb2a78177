from safeconduct.deal.closure import FACT, NOBODY, Rules, owed, support


def test_the_shortest_way_wins_and_among_equals_the_first_by_content():
    rules = Rules.of(4, [(3, [2], []), (3, [1], []), (3, [0], []), (1, [0], []), (2, [], [])], decisions=[0])
    forest = support(owed(rules, [0]))
    assert forest.rule[:4] == [FACT, 3, 4, 2]
    assert forest.level[:4] == [0, 1, 1, 1]


def test_what_is_not_owed_stands_on_nobody():
    assert support(owed(Rules.of(2, [(1, [0], [])]))).rule == [NOBODY, NOBODY]


def test_promises_that_rest_on_each_other_rest_on_the_same_decisions():
    rules = Rules.of(4, [(1, [0], [2]), (2, [], [1]), (3, [2], [])], decisions=[0])
    facts = support(owed(rules, [0])).facts(beyond=owed(rules))
    assert facts == {atom: frozenset({0}) for atom in range(4)}


def test_what_was_owed_before_rests_on_nothing_new():
    rules = Rules.of(4, [(1, [0], []), (3, [1, 2], [])], decisions=[0, 2])
    before = owed(rules, [0])
    assert support(before.what_if(take=[2])).facts(beyond=before) == {2: frozenset({2}), 3: frozenset({2})}

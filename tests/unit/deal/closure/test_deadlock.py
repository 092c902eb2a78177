from safeconduct.deal.closure import Core, Rules, cores, cures, owed, stuck

NORTH_LEAVES, SOUTH_OPENS, ESCORT = range(3)


def test_a_circle_names_the_rule_by_which_each_waits_for_the_next():
    rules = Rules.of(3, [(SOUTH_OPENS, [NORTH_LEAVES], []), (NORTH_LEAVES, [ESCORT], []), (ESCORT, [SOUTH_OPENS], [])])
    (core,) = cores(rules)
    assert core == Core((NORTH_LEAVES, ESCORT, SOUTH_OPENS), (1, 2, 0))
    assert core.waits == ((1, ESCORT), (2, SOUTH_OPENS), (0, NORTH_LEAVES))
    assert [(cure.rule, cure.premise) for cure in cures(rules, [], core)] == list(core.waits)


def test_a_way_out_that_waits_in_a_second_circle_is_not_called_a_cure():
    both = [(0, [1, 2], []), (1, [0], []), (2, [0], [])]
    (core,) = cores(Rules.of(3, both))
    assert core.atoms == (0, 1)
    cured = list(cures(Rules.of(3, both), [], core))
    assert [(cure.rule, cure.premise, cure.released) for cure in cured] == [(1, 0, (0, 1, 2))] or cured == []
    assert all(set(core.atoms) <= set(owed(Rules.of(3, both).loosened(cure.rule, cure.premise))) for cure in cured)


def test_circles_apart_are_separate_cores():
    rules = Rules.of(5, [(0, [1], []), (1, [0], []), (2, [3], []), (3, [2], []), (4, [3], [])])
    assert [core.atoms for core in cores(rules)] == [(0, 1), (2, 3)]
    assert stuck(owed(rules)).nearest()[4].atoms == (2, 3)


def test_what_only_lacks_a_promise_is_no_deadlock():
    assert cores(Rules.of(3, [(0, [1], []), (1, [0], [2])])) == ()

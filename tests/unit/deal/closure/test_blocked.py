from safeconduct.deal.closure import Outlook, Reason, Rules, blocked

DECIDE, OTHER, LEAVE, ESCORT, HOLD, FIRE = range(6)


def rules(*clauses, decisions=(DECIDE, OTHER), exclusive=()):
    return Rules.of(6, clauses, decisions, exclusive)


def test_what_is_owed_is_not_blocked():
    assert blocked(rules((LEAVE, [DECIDE], [])), [DECIDE], LEAVE) is None


def test_undecided_names_decisions_of_which_none_can_be_left_out():
    found = blocked(rules((LEAVE, [DECIDE], [OTHER]), (ESCORT, [LEAVE], [])), [], ESCORT)
    assert (found.reason, found.decisions) == (Reason.UNDECIDED, (DECIDE, OTHER))
    assert blocked(rules((LEAVE, [DECIDE], [OTHER])), [DECIDE], LEAVE).decisions == (OTHER,)


def test_an_open_decision_waits_for_itself():
    assert blocked(rules(), [], DECIDE).decisions == (DECIDE,)


def test_excluded_names_the_decision_needed_and_the_one_against_it():
    clauses = rules((LEAVE, [DECIDE], []), (ESCORT, [OTHER], []), (HOLD, [LEAVE, ESCORT], []), exclusive=[(DECIDE, OTHER)])
    by_one_taken = blocked(clauses, [OTHER], LEAVE)
    assert (by_one_taken.reason, by_one_taken.excluding) == (Reason.EXCLUDED, ((DECIDE, OTHER),))
    by_each_other = blocked(clauses, [], HOLD)
    assert by_each_other.excluding == ((DECIDE, OTHER), (OTHER, DECIDE))


def test_unpromised_names_what_nobody_promised_however_indirectly():
    clauses = rules((LEAVE, [], [ESCORT]), (ESCORT, [HOLD], []), (LEAVE, [FIRE], []))
    assert blocked(clauses, [], LEAVE).unpromised == (HOLD, FIRE)
    assert blocked(clauses, [], HOLD).unpromised == (HOLD,)


def test_deadlocked_names_the_nearest_circle():
    clauses = rules((LEAVE, [ESCORT], []), (ESCORT, [LEAVE], []), (HOLD, [], [ESCORT]))
    found = blocked(clauses, [], HOLD)
    assert (found.reason, found.core.atoms) == (Reason.DEADLOCKED, (LEAVE, ESCORT))


def test_contradicted_itself_or_in_what_it_cannot_do_without():
    clauses = rules((HOLD, [], []), (FIRE, [DECIDE], []), (LEAVE, [FIRE], []), (ESCORT, [FIRE], []), (ESCORT, [OTHER], []))
    reasons = Outlook.of(clauses).blockage([(HOLD, FIRE)])
    assert reasons.why(FIRE).contradicted_by == (HOLD,)
    assert (reasons.why(LEAVE).reason, reasons.why(LEAVE).contradicted_by) == (Reason.CONTRADICTED, (HOLD,))
    assert reasons.why(ESCORT).reason is Reason.UNDECIDED
    assert blocked(clauses, [], FIRE).reason is Reason.UNDECIDED


def test_a_contradicted_decision_is_contradicted():
    assert blocked(rules((HOLD, [], [])), [], DECIDE, [(HOLD, DECIDE)]).reason is Reason.CONTRADICTED

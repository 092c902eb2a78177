from safeconduct.deal.closure import Outlook, Rules, blocked, unlock, vetoes, would_be_owed

A, B, C, GOAL, OTHER = range(5)
RULES = Rules.of(5, [(GOAL, [A], [B]), (OTHER, [C], [GOAL])], decisions=[A, B, C], exclusive=[[A, C]])


def test_one_outlook_answers_what_single_questions_answer():
    outlook = Outlook.of(RULES, [B])
    assert outlook.now.atoms == (B,)
    assert list(outlook.would_be_owed().options()) == list(would_be_owed(RULES, [B]).options())
    assert outlook.unlock([GOAL]) == unlock(RULES, [B], [GOAL])
    assert outlook.vetoes([GOAL]) == vetoes(RULES, [B], [GOAL])
    assert [outlook.blockage().why(atom) for atom in range(5)] == [blocked(RULES, [B], atom) for atom in range(5)]


def test_prospects_at_hand_are_used_again():
    outlook = Outlook.of(RULES)
    would_be = outlook.would_be_owed()
    assert outlook.blockage(would_be=would_be).prospects is would_be


def test_what_ifs_on_an_outlook_may_go_beyond_its_decisions():
    outlook = Outlook.of(RULES)
    assert outlook.now.what_if(take=[GOAL, C]).atoms == (C, GOAL, OTHER)

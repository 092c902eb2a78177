"""A power is used only while it stands open: what comes before, or after its time, changes nothing, and that is said."""

import pytest

from .quay import deal, entry, instant, one, state, story, told

FINDER = "7.1 The [mission] is to decide disputes about clause 1, with binding findings."
POWER = "7.2 If the [mission] finds that clause 1.1 was not performed in time, [South] may by notice suspend clause 2.1, within 48 hours of the finding."
SUSPENDING = deal(
    "1.1 [North] undertakes to [open the gate], by 3 May 2020.",
    "2.1 [South] undertakes to [leave the harbour], by 9 May 2020.",
    FINDER,
    POWER,
)
FOUND = entry(1, "2020-05-04 12:00", "finding", "mission", clause="1.1", result="not in time")
IN_TIME, LATE = "2020-05-06 11:59", "2020-05-06 12:00"


def notice(day, number=2, actor="south"):
    return entry(number, day, "notice", actor, clause="7.2", act="suspend")


def suspension(day, number=2, actor="south"):
    return entry(number, day, "suspension", actor, clauses=["2.1"])


@pytest.mark.parametrize("how", [notice, suspension])
def test_a_notice_in_time_suspends_and_one_after_the_limit_does_not(how):
    assert state(SUSPENDING, "2.1", FOUND, how(IN_TIME), at="2020-05-20") == "suspended"
    assert state(SUSPENDING, "7.2", FOUND, how(IN_TIME), at="2020-05-20") == "fulfilled"
    assert state(SUSPENDING, "2.1", FOUND, how(LATE), at="2020-05-20") == "overdue"
    assert state(SUSPENDING, "7.2", FOUND, how(LATE), at="2020-05-20") == "lapsed"


@pytest.mark.parametrize("clause", ["2.1", "7.2"])
def test_the_explanation_says_when_the_notice_came_and_when_its_time_had_passed(clause):
    said = told(SUSPENDING, clause, FOUND, notice("2020-05-07 08:00"), at="2020-05-20")
    assert "The notice of South on 7 May 2020 at 08:00 came after the time for it, which passed on 6 May 2020 at 12:00" in said
    french = told(SUSPENDING, clause, FOUND, notice("2020-05-07 08:00"), at="2020-05-20", language="fr")
    assert "est venue après la limite" in french


def test_each_finding_opens_the_power_anew():
    again = entry(3, "2020-05-10", "finding", "mission", clause="1.1", result="breached")
    assert state(SUSPENDING, "2.1", FOUND, again, notice("2020-05-11", 4), at="2020-05-20") == "suspended"
    assert state(SUSPENDING, "7.2", FOUND, again, at="2020-05-11") == "open"
    assert state(SUSPENDING, "2.1", FOUND, again, notice("2020-05-13", 4), at="2020-05-20") == "overdue"


def test_a_notice_before_the_finding_is_no_use_of_the_power():
    early = notice("2020-05-04 11:00")
    assert state(SUSPENDING, "7.2", FOUND, early, at="2020-05-05") == "open"
    assert state(SUSPENDING, "2.1", FOUND, early, at="2020-05-05") == "due"
    assert "came before clause 7.2 allowed it" in told(SUSPENDING, "2.1", FOUND, early, at="2020-05-05")


def test_a_notice_that_was_perhaps_in_time_leaves_it_open():
    vague = entry(2, "2020-05-06 10:00", "notice", "south", to="2020-05-06 16:00", clause="7.2", act="suspend")
    assert [state(SUSPENDING, clause, FOUND, vague, at="2020-05-20") for clause in ("2.1", "7.2")] == ["undetermined"] * 2


def test_an_extension_of_the_time_for_a_notice_counts():
    longer = entry(3, "2020-05-05", "extension", "north", clause="7.2", until="2020-05-08T00:00:00Z")
    own = entry(3, "2020-05-05", "extension", "south", clause="7.2", until="2020-05-08T00:00:00Z")
    assert state(SUSPENDING, "2.1", FOUND, longer, notice("2020-05-07", 4), at="2020-05-20") == "suspended"
    assert state(SUSPENDING, "2.1", FOUND, own, notice("2020-05-07", 4), at="2020-05-20") == "overdue"


def test_a_permission_to_suspend_has_its_time_too():
    text = deal(
        "1.1 [North] undertakes to [open the gate], by 3 May 2020.",
        "7.1 [South] may suspend clause 1.1, until and including 2 May 2020.",
    )
    stop = lambda day: entry(1, day, "suspension", "south", clauses=["1.1"])
    assert state(text, "1.1", stop("2020-05-02 20:00"), at="2020-05-05") == "suspended"
    assert state(text, "1.1", stop("2020-05-03"), at="2020-05-05") == "overdue"


def test_a_power_to_do_anything_else_has_its_time_too_and_a_late_notice_is_no_deed():
    text = deal(
        "1.1 [North] may by notice [withdraw its guards], within 5 days of the signature.",
        "2.1 After [North] has done the act [withdraw its guards], [South] shall [open the gate], by 20 May 2020.",
    )
    notice_of = lambda day: entry(1, day, "notice", "north", act="withdraw")
    states = lambda day: [state(text, clause, notice_of(day), at="2020-05-21") for clause in ("1.1", "2.1")]
    assert states("2020-05-06 23:59") == ["fulfilled", "overdue"]
    assert states("2020-05-07") == ["lapsed", "conditional"]
    for clause in ("1.1", "2.1"):
        assert "which passed at the end of 6 May 2020" in told(text, clause, notice_of("2020-05-07"), at="2020-05-21")


def test_one_power_for_each_event_each_with_its_own_time():
    text = deal(
        "1.1 [North] undertakes to [open the gate], by 9 May 2020.",
        "7.1 Within 6 hours after each [incident], [South] may by notice suspend clause 1.1.",
    )
    incident = entry(1, "2020-05-02 10:00", "occurrence", "mission", event="incident")
    stop = lambda day: entry(2, day, "suspension", "south", clauses=["1.1"])
    assert state(text, "1.1", incident, stop("2020-05-02 15:00"), at="2020-05-20") == "suspended"
    assert state(text, "1.1", incident, stop("2020-05-02 16:00"), at="2020-05-20") == "overdue"


def test_the_end_of_the_text_comes_once_and_a_later_notice_to_end_it_too_late():
    text = deal(
        "1.1 [North] undertakes to [open the gate].",
        "8.1 This agreement may be ended by [South] on notice of 3 days.",
        "8.2 This agreement ends on 9 May 2020.",
    )
    ended = entry(1, "2020-05-12", "notice", "south", clause="8.1")
    result = one(story(text, ended, at="2020-05-20"), "1.1")
    assert (result.state, result.since) == ("expired", instant("2020-05-10"))
    assert "came after the time for it, which passed at the end of 9 May 2020" in told(text, "1.1", ended, at="2020-05-20")
    before = entry(1, "2020-05-02", "notice", "south", clause="8.1")
    assert one(story(text, before, at="2020-05-20"), "1.1").since == instant("2020-05-06")


def test_an_objection_that_came_too_late_does_not_stop_the_renewal():
    text = deal(
        "1.1 [North] undertakes to [open the gate].",
        "8.1 This agreement ends on 9 May 2020.",
        "8.2 This agreement is renewed for 30 days unless [South] objects at least 3 days before its end.",
    )
    objection = lambda day: entry(1, day, "notice", "south", clause="8.2")
    assert state(text, "1.1", objection("2020-05-05"), at="2020-05-20") == "expired"
    assert state(text, "1.1", objection("2020-05-08"), at="2020-05-20") == "due"
    assert "The objection of South" in told(text, "1.1", objection("2020-05-08"), at="2020-07-20")


def test_an_offer_taken_up_after_its_window_has_lapsed_and_accuses_nobody():
    text = deal("1.1 If [South] decides to [leave the harbour], [North] is ready to [open the gate], by 9 May 2020.", signed=False)
    decided = lambda day, number=1: entry(number, day, "decision", "south", act="leave")
    assert state(text, "1.1", decided("2020-05-08"), at="2020-05-12") == "overdue"
    assert state(text, "1.1", decided("2020-05-11"), at="2020-05-12") == "lapsed"
    assert "after its window had closed" in told(text, "1.1", decided("2020-05-11"), at="2020-05-12")
    assert state(text, "1.1", decided("2020-05-08"), decided("2020-05-11", 2), at="2020-05-12") == "overdue"


def test_an_unconditional_offer_accepted_too_late_has_lapsed():
    text = deal("1.1 [North] is ready to [open the gate], by 9 May 2020.", signed=False)
    accepted = lambda day: entry(1, day, "acceptance", "south", clause="1.1")
    assert state(text, "1.1", accepted("2020-05-08"), at="2020-05-09") == "due"
    assert state(text, "1.1", accepted("2020-05-11"), at="2020-05-12") == "lapsed"


def test_a_choice_declared_after_the_time_for_it_chooses_nothing():
    text = deal("1.1 [North] shall either [leave the harbour], by 4 May 2020 or [sign the register], by 4 May 2020.")
    chosen = lambda day: entry(1, day, "election", "north", clause="1.1", option="sign")
    remainder = lambda day: one(story(text, chosen(day), at="2020-05-08"), "1.1").remainder
    assert (remainder("2020-05-04"), remainder("2020-05-06")) == ((0, 0), (1, 1))


def test_a_permission_used_only_after_its_time_was_not_used():
    text = deal("1.1 Any member of the [families] may [leave the harbour], until and including 9 May 2020.")
    left = entry(1, "2020-05-10", "deed", "families", act="leave")
    assert state(text, "1.1", left, at="2020-05-12") == "lapsed"
    assert "after the time for it had passed" in told(text, "1.1", left, at="2020-05-12")


# --- suspensions without power ---


def test_a_suspension_that_the_press_reports_is_told_with_who_and_why_it_does_not_count():
    text = deal("1.1 [North] undertakes to [open the gate], by 9 May 2020.")
    reported = entry(1, "2020-05-02 09:00", "suspension", "press", clauses=["1.1"])
    said = told(text, "1.1", reported, at="2020-05-03")
    assert state(text, "1.1", reported, at="2020-05-03") == "due"
    assert "Nothing stands in its way" not in said
    assert "Press reports or declares a suspension on 2 May 2020 at 09:00; it does not count, because no clause gives" in said
    power = deal("1.1 [North] undertakes to [open the gate], by 9 May 2020.", "7.1 [South] may by notice suspend clause 1.1.")
    assert "because clause 7.1 gives that power to South alone" in told(power, "1.1", reported, at="2020-05-03")
    assert state(power, "1.1", reported, at="2020-05-03") == "due"
    assert "Nothing stands in its way" in told(text, "1.1", at="2020-05-03")

"""Each state of a duty, an offer, a permission, a prohibition: what brings it about and, as much, what does not."""

import pytest

from safeconduct.deal.standing import explain

from .quay import deal, entry, instant, one, state, story, told

DUTY = deal("1.1 [North] undertakes to [open the gate], by 3 May 2020.")
OPENED = entry(1, "2020-05-02 09:00", "deed", "north", act="open_gate")


@pytest.mark.parametrize(
    ("at", "expected"),
    [("2020-05-01 12:00", "due"), ("2020-05-03 23:59", "due"), ("2020-05-04", "overdue"), ("2021-01-01", "overdue")],
)
def test_a_duty_is_due_until_the_end_of_its_day_and_then_overdue_not_breached(at, expected):
    assert state(DUTY, "1.1", at=at) == expected


def test_a_deed_in_time_fulfils_and_a_later_one_fulfils_late():
    late = entry(1, "2020-05-04", "deed", "north", act="open_gate")
    assert state(DUTY, "1.1", OPENED, at="2020-05-02 10:00") == "fulfilled"
    assert state(DUTY, "1.1", late, at="2020-05-05") == "fulfilled late"


def test_the_deed_of_somebody_else_or_another_act_fulfils_nothing():
    assert state(DUTY, "1.1", entry(1, "2020-05-02", "deed", "south", act="open_gate"), at="2020-05-02 10:00") == "due"
    assert state(DUTY, "1.1", entry(1, "2020-05-02", "deed", "north", act="leave"), at="2020-05-02 10:00") == "due"


def test_nobody_is_bound_before_signing():
    text = deal("1.1 [North] undertakes to [open the gate].", "9.1 For signature by [North] as a party.", signed=False)
    assert state(text, "1.1", at="2020-05-02") == "offered"
    assert state(text, "1.1", entry(1, "2020-05-02", "signature", "north"), at="2020-05-03") == "due"
    assert state(text, "1.1", entry(1, "2020-05-02", "signature", "north", capacity="witness"), at="2020-05-03") == "offered"
    assert state(text, "1.1", entry(1, "2020-05-02", "signature", "south"), at="2020-05-03") == "offered"


def test_a_condition_keeps_a_duty_waiting():
    text = deal("1.1 After the [arrival of the last convoy], [North] shall [open the gate].")
    assert state(text, "1.1", at="2020-05-02") == "conditional"
    arrived = one(story(text, entry(1, "2020-05-02 08:00", "occurrence", "mission", event="arrival"), at="2020-05-03"), "1.1")
    assert (arrived.state, arrived.since) == ("due", instant("2020-05-02 08:00"))


def test_undertakes_needs_a_promise_and_has_done_needs_the_deed():
    promise = deal(
        "1.1 [South] undertakes to [clear the road].",
        "2.1 Provided that [South] undertakes to [clear the road], [North] shall [leave the harbour].",
    )
    deed = deal(
        "1.1 [South] undertakes to [clear the road].",
        "2.1 Provided that [South] has done the act [clear the road], [North] shall [leave the harbour].",
    )
    offer = deal(
        "1.1 [South] is ready to [clear the road].",
        "2.1 Provided that [South] undertakes to [clear the road], [North] shall [leave the harbour].",
    )
    cleared = entry(1, "2020-05-02", "observation", "mission", of="clear", by="south")
    assert [state(text, "2.1", at="2020-05-03") for text in (promise, deed, offer)] == ["due", "conditional", "conditional"]
    assert state(deed, "2.1", cleared, at="2020-05-03") == "due"


def test_only_the_witness_of_the_words_table_shows_a_deed():
    text = deal("1.1 [South] undertakes to [clear the road], by 3 May 2020.")
    claim = entry(1, "2020-05-02", "deed", "south", act="clear")
    assert state(text, "1.1", claim, at="2020-05-05") == "overdue"
    assert (
        state(text, "1.1", claim, entry(2, "2020-05-02", "observation", "north", of="clear", by="south"), at="2020-05-05")
        == "overdue"
    )
    assert (
        state(text, "1.1", claim, entry(2, "2020-05-02", "observation", "mission", of="clear", by="south"), at="2020-05-05")
        == "fulfilled"
    )


def test_words_nobody_can_test_are_never_true_by_silence():
    text = deal("1.1 [South] undertakes to [cooperate], by 3 May 2020.")
    assert state(text, "1.1", at="2021-01-01") == "undetermined"
    assert state(text, "1.1", entry(1, "2020-05-02", "deed", "south", act="cooperate"), at="2021-01-01") == "undetermined"


POWER = "7.1 The [mission] is to decide disputes about clause 1, with binding findings."
FOUND = entry(2, "2020-05-06", "finding", "mission", clause="1.1", result="breached", parties=["north"])


def test_only_an_empowered_finding_is_a_breach():
    with_power = deal("1.1 [North] undertakes to [open the gate], by 3 May 2020.", POWER)
    found = one(story(with_power, FOUND, at="2020-05-07"), "1.1")
    assert (found.state, found.parties, found.since) == ("found breached", ("north",), instant("2020-05-06"))
    assert state(DUTY, "1.1", FOUND, at="2020-05-07") == "alleged"
    advisory = deal("1.1 [North] undertakes to [open the gate], by 3 May 2020.", POWER.replace("binding", "advisory"))
    assert state(advisory, "1.1", FOUND, at="2020-05-07") == "alleged"
    monitor = deal("1.1 [North] undertakes to [open the gate], by 3 May 2020.", POWER.replace("decide disputes about", "monitor"))
    assert state(monitor, "1.1", FOUND, at="2020-05-07") == "alleged"


def test_a_body_that_does_not_exist_yet_finds_nothing():
    text = deal(
        "1.1 [North] undertakes to [open the gate], by 3 May 2020.",
        "2.1 The [joint board] is established, with 2 members from each of [North] and [South], deciding by consensus.",
        "2.2 The [joint board] is to decide disputes about clause 1.1, with binding findings.",
    )
    found = entry(8, "2020-05-06", "finding", "board", clause="1.1", result="breached")
    assert state(text, "1.1", found, at="2020-05-07") == "alleged"
    formed = entry(1, "2020-05-02", "constituted", "north", body="board")
    assert state(text, "1.1", formed, found, at="2020-05-07") == "found breached"


def test_all_signatories_together_may_empower_a_finder():
    consents = [entry(n, "2020-05-05", "consent", who, clause="1.1", value="mission") for n, who in ((5, "north"), (6, "south"))]
    assert state(DUTY, "1.1", consents[0], FOUND, at="2020-05-07") == "alleged"
    assert state(DUTY, "1.1", *consents, FOUND, at="2020-05-07") == "found breached"


def test_an_incident_is_not_a_violation_and_an_allegation_not_a_finding():
    text = deal("1.1 [North] and [South], against one another, shall not [open fire].")
    shots = entry(1, "2020-05-02", "incident", "mission", text="shots near the quay")
    assert {i.state for i in story(text, shots, at="2020-05-03").instances} == {"no recorded breach"}
    alleged = entry(2, "2020-05-02", "allegation", "south", clause="1.1", parties=["north"])
    states = {i.bearers: i.state for i in story(text, shots, alleged, at="2020-05-03").instances}
    assert states == {("north",): "alleged", ("south",): "no recorded breach"}


def test_a_recorded_forbidden_act_is_undetermined_until_somebody_empowered_finds():
    text = deal("1.1 [North] shall not [open fire], until and including 9 May 2020.", POWER)
    fired = entry(1, "2020-05-02", "observation", "mission", of="fire", by="north")
    assert state(text, "1.1", fired, at="2020-05-03") == "undetermined"
    assert state(text, "1.1", fired, FOUND, at="2020-05-07") == "found breached"


def test_a_prohibition_is_fulfilled_at_its_end_and_never_before():
    text = deal("1.1 [North] shall not [open fire], until and including 9 May 2020.")
    assert state(text, "1.1", at="2020-05-09 23:59") == "no recorded breach"
    assert state(text, "1.1", at="2020-05-10") == "fulfilled"


def test_cure_remedy_and_waiver_after_a_finding():
    text = deal(
        "1.1 [North] undertakes to [open the gate], by 3 May 2020.",
        POWER,
        "7.2 If the [mission] finds that clause 1.1 was not performed in time, [North] shall [repair the bridge], within 2 days of the finding.",
    )
    cure = entry(3, "2020-05-07", "cure", "mission", clause="1.1")
    repaired = entry(3, "2020-05-07", "deed", "north", act="repair")
    waived = entry(3, "2020-05-07", "waiver", "south", clause="1.1")
    assert state(text, "7.2", at="2020-05-08") == "conditional"
    assert one(story(text, FOUND, at="2020-05-08"), "7.2").due == instant("2020-05-09")
    assert state(text, "1.1", FOUND, cure, at="2020-05-08") == "remedied"
    assert state(text, "1.1", FOUND, repaired, at="2020-05-08") == "remedied"
    assert state(text, "1.1", FOUND, waived, at="2020-05-08") == "waived"


def test_an_offer_stands_is_taken_up_or_lapses():
    text = deal("1.1 If [South] decides to [leave the harbour], [North] is ready to [open the gate], by 9 May 2020.", signed=False)
    decided = entry(1, "2020-05-02", "decision", "south", act="leave")
    assert state(text, "1.1", at="2020-05-02") == "open"
    assert state(text, "1.1", at="2020-05-10") == "lapsed"
    assert state(text, "1.1", decided, at="2020-05-03") == "due"
    assert (
        state(text, "1.1", decided, entry(2, "2020-05-03", "decision", "south", act="leave", revoked=True), at="2020-05-04")
        == "open"
    )
    assert state(text, "1.1", entry(2, "2020-05-03", "refusal", "south", act="leave"), at="2020-05-04") == "lapsed"
    assert state(text, "1.1", decided, OPENED | {"id": "e9"}, at="2020-05-04") == "fulfilled"


def test_a_decision_with_fewer_slots_does_not_meet_a_condition_with_more():
    text = deal("1.1 If [South] decides to [leave the harbour], to the [quay], [North] is ready to [open the gate].", signed=False)
    assert state(text, "1.1", entry(1, "2020-05-02", "decision", "south", act="leave"), at="2020-05-03") == "offered"
    assert (
        state(text, "1.1", entry(1, "2020-05-02", "decision", "south", act="leave", slots={"to": ["isle"]}), at="2020-05-03")
        == "offered"
    )
    assert (
        state(
            text,
            "1.1",
            entry(1, "2020-05-02", "decision", "south", act="leave", slots={"to": ["quay"], "with": ["weapons"]}),
            at="2020-05-03",
        )
        == "due"
    )


def test_a_statement_makes_an_offer_and_does_not_keep_it():
    text = deal("1.1 [North] is ready to [open the gate].", signed=False)
    assert state(text, "1.1", entry(1, "2020-05-02", "statement", "north", clause="1.1"), at="2020-05-03") == "offered"


def test_a_request_can_be_declined_and_binds_nobody():
    text = deal("1.1 The [mission] asks [North] to [open the gate], by 9 May 2020.", signed=False)
    assert state(text, "1.1", at="2020-05-02") == "open"
    assert state(text, "1.1", entry(1, "2020-05-02", "refusal", "north", act="open_gate"), at="2020-05-03") == "lapsed"
    assert state(text, "1.1", at="2020-05-10") == "lapsed"


def test_a_permission_nobody_uses_lapses_without_fault():
    text = deal("1.1 Any member of the [families] may [leave the harbour], until and including 9 May 2020.")
    assert state(text, "1.1", at="2020-05-09") == "open"
    assert state(text, "1.1", at="2020-05-10") == "lapsed"
    left = entry(1, "2020-05-03", "deed", "families", act="leave")
    assert state(text, "1.1", left, at="2020-05-10") == "expired"


def test_a_guarantor_steps_in_only_once_the_other_is_overdue():
    text = deal(
        "1.1 [South] undertakes to [open the gate], by 3 May 2020.",
        "7.1 The [guarantor] guarantees that [South] performs clause 1.1, failing which the guarantor shall [repair the bridge].",
        "9.1 For signature by the [guarantor] as a guarantor.",
    )
    signed = entry(1, "2020-05-01", "signature", "guarantor", capacity="guarantor")
    assert state(text, "7.1", signed, at="2020-05-03") == "conditional"
    assert state(text, "7.1", signed, at="2020-05-05") == "due"


def test_one_instance_for_each_event_and_each_request():
    text = deal(
        "1.1 Within 6 hours after each [incident], [North] shall notify [South] of the [incident].",
        "2.1 [North] shall at all times [admit the monitors].",
    )
    first, second = (entry(n, f"2020-05-0{n} 10:00", "occurrence", "mission", event="incident") for n in (2, 3))
    told = entry(4, "2020-05-03 12:00", "notice", "north", act="notify", of="e3")
    states = {i.trigger: i.state for i in story(text, first, second, told, at="2020-05-03 16:00").of_clause("1.1")}
    assert states == {"": "conditional", "e2": "overdue", "e3": "fulfilled"}
    asked = entry(5, "2020-05-03 12:00", "request", "mission", clause="2.1")
    states = {i.trigger: i.state for i in story(text, asked, at="2020-05-03 16:00").of_clause("2.1")}
    assert states == {"": "no recorded breach", "e5": "due"}


def test_an_answer_that_names_no_event_goes_to_the_earliest_unanswered_one():
    text = deal("1.1 Within 6 hours after each [incident], [North] shall notify [South] of the [incident].")
    events = [entry(n, f"2020-05-0{n} 10:00", "occurrence", "mission", event="incident") for n in (2, 3)]
    told = entry(4, "2020-05-03 12:00", "notice", "north", act="notify", clause="1.1")
    states = {i.trigger: i.state for i in story(text, *events, told, at="2020-05-03 13:00").of_clause("1.1")}
    assert states == {"": "conditional", "e2": "fulfilled late", "e3": "due"}


def test_a_periodic_duty_has_one_instance_for_each_period():
    text = deal("1.1 [North] shall [repair the bridge], every 10 days, from 2 May 2020.")
    done = entry(1, "2020-05-05", "deed", "north", act="repair")
    found = {i.trigger: (i.state, i.due) for i in story(text, done, at="2020-05-14").of_clause("1.1") if i.trigger}
    assert found == {"period 1": ("fulfilled", instant("2020-05-13")), "period 2": ("due", instant("2020-05-23"))}  # day 0 counts


def test_bodies_and_agreed_places_are_not_breaches_while_missing():
    text = deal(
        "1.1 The [joint board] is established, with 2 members from each of [North] and [South], deciding by consensus.",
        "2.1 The [joint board] shall [repair the bridge], by 3 May 2020.",
        "3.1 [North] shall [leave the harbour], to places to be agreed by 3 May 2020 between [North] and [South].",
    )
    formed = entry(1, "2020-05-02", "constituted", "north", body="board")
    assert state(text, "2.1", at="2020-05-05") == "not constituted"
    assert state(text, "2.1", formed, at="2020-05-05") == "overdue"
    assert state(text, "3.1", at="2020-05-05") == "undetermined"
    agreed = [entry(n, "2020-05-02", "consent", who, clause="3.1", value="quay") for n, who in ((2, "north"), (3, "south"))]
    assert state(text, "3.1", agreed[0], at="2020-05-05") == "undetermined"
    assert state(text, "3.1", *agreed, at="2020-05-05") == "due"
    assert (
        state(text, "3.1", agreed[0], agreed[1] | {"body": {"clause": "3.1", "value": "isle"}}, at="2020-05-05") == "undetermined"
    )


def test_a_dispute_contests_and_a_correction_by_another_party_is_only_a_dispute():
    dispute = entry(2, "2020-05-03", "dispute", "south", of="e1")
    own = entry(2, "2020-05-03", "correction", "north", of="e1", body=None)
    others = entry(2, "2020-05-03", "correction", "south", of="e1", body=None)
    assert state(DUTY, "1.1", OPENED, dispute, at="2020-05-10") == "contested"
    assert state(DUTY, "1.1", OPENED, others, at="2020-05-10") == "contested"
    assert state(DUTY, "1.1", OPENED, own, at="2020-05-10") == "overdue"
    again = entry(3, "2020-05-02 10:00", "observation", "mission", of="open_gate", by="north")
    assert state(DUTY, "1.1", OPENED, dispute, again, at="2020-05-10") == "fulfilled"


def test_how_it_stood_and_what_was_known():
    late_news = entry(1, "2020-05-02", "deed", "north", act="open_gate", recorded="2020-05-08")
    assert state(DUTY, "1.1", late_news, at="2020-05-05") == "fulfilled"
    assert state(DUTY, "1.1", late_news, at="2020-05-05", known_by="2020-05-07") == "overdue"
    corrected = entry(2, "2020-05-20", "correction", "north", of="e1", body={"act": "leave"})
    assert state(DUTY, "1.1", late_news, corrected, at="2020-05-05") == "overdue"


def test_an_end_expires_what_is_open_and_spares_what_survives():
    text = deal(
        "1.1 [North] undertakes to [open the gate].",
        "2.1 [South] undertakes to [open the gate].",
        "8.1 This agreement ends on 9 May 2020.",
        "8.2 Clause 2.1 survives the end of this agreement.",
    )
    assert [state(text, clause, at="2020-05-09 12:00") for clause in ("1.1", "2.1")] == ["due", "due"]
    assert [state(text, clause, at="2020-05-10") for clause in ("1.1", "2.1")] == ["expired", "due"]


def test_a_prevailing_clause_displaces_what_contradicts_it():
    text = deal(
        "1.1 [North] shall not [leave the harbour].",
        "2.1 [North] may [leave the harbour].",
        "3.1 Clause 2.1 prevails over clause 1.1.",
    )
    assert state(text, "1.1", at="2020-05-02") == "superseded"
    assert state(text, "2.1", at="2020-05-02") == "open"


def test_a_later_text_displaces_only_once_it_binds():
    first = deal("1.1 [North] undertakes to [open the gate], by 3 May 2020.")
    later = deal(
        "1.1 [North] undertakes to [open the gate], by 20 May 2020.",
        "9.1 For signature by [North] as a party.",
        signed=False,
        file="later.deal.md",
    )
    signed = entry(1, "2020-05-02", "signature", "north", agreement="later")
    before = story([first, later], at="2020-05-05")
    after = story([first, later], signed, at="2020-05-05")
    assert [one(before, "1.1", n).state for n in (0, 1)] == ["overdue", "offered"]
    assert [one(after, "1.1", n).state for n in (0, 1)] == ["superseded", "due"]


def test_a_suspension_without_power_suspends_nothing():
    text = deal("1.1 [North] undertakes to [open the gate], by 3 May 2020.", "7.1 [South] may by notice suspend clause 1.1.")
    by = lambda actor: entry(1, "2020-05-02", "suspension", actor, clauses=["1.1"])
    resumed = entry(2, "2020-05-05", "resumption", "south", clauses=["1.1"])
    assert state(text, "1.1", by("north"), at="2020-05-04") == "overdue"
    assert state(text, "1.1", by("south"), at="2020-05-04") == "suspended"
    assert state(text, "1.1", by("south"), resumed, at="2020-05-06") == "due"


def test_countermeasures_rest_on_a_finding_against_somebody_else():
    text = deal(
        "1.1 [North] undertakes to [open the gate], by 3 May 2020.", "2.1 [South] undertakes to [leave the harbour].", POWER
    )
    declared = entry(5, "2020-05-07", "notice", "south", act="countermeasure", clause="2.1", against="1.1")
    assert state(text, "2.1", declared, at="2020-05-08") == "due"
    assert state(text, "2.1", FOUND, declared, at="2020-05-08") == "excused"


def test_verification_by_the_one_the_text_names():
    text = deal(
        "1.1 [North] undertakes to [open the gate], by 3 May 2020, verified by the [mission].",
        "2.1 After clause 1.1 is verified by the [mission], [South] shall [leave the harbour].",
    )
    said = lambda result, who="mission": entry(2, "2020-05-04", "verification", who, clause="1.1", result=result)
    assert state(text, "1.1", OPENED, at="2020-05-05") == "overdue"
    assert state(text, "1.1", OPENED, said("yes"), at="2020-05-05") == "fulfilled"
    assert state(text, "1.1", OPENED, said("yes", "south"), at="2020-05-05") == "overdue"
    assert state(text, "2.1", OPENED, said("no"), at="2020-05-05") == "conditional"
    assert state(text, "2.1", OPENED, said("yes"), at="2020-05-05") == "due"


def test_an_allegation_does_not_release_the_guarantor():
    text = deal(
        "1.1 [South] shall [open the gate], by 4 May 2020.",
        "7.1 The [guarantor] guarantees that [South] performs clause 1.1, failing which the guarantor shall [repair the bridge], by 20 May 2020.",
        "9.1 Signed on 1 May 2020 by the [guarantor] as a guarantor.",
    )
    alleged = entry(1, "2020-05-06", "allegation", "north", clause="1.1", parties=["south"])
    assert state(text, "7.1", at="2020-05-07") == "due"
    assert state(text, "1.1", alleged, at="2020-05-07") == "alleged"
    assert state(text, "7.1", alleged, at="2020-05-07") == "due"
    early = entry(1, "2020-05-03", "allegation", "north", clause="1.1", parties=["south"])
    assert state(text, "7.1", early, at="2020-05-04") == "conditional"


def test_an_offer_stands_as_taken_up_since_it_was():
    text = deal("1.1 [South] is ready to [open the gate], by 20 May 2020.")
    taken = one(story(text, entry(1, "2020-05-03", "acceptance", "north", clause="1.1"), at="2020-05-05"), "1.1")
    assert (taken.state, taken.since) == ("due", instant("2020-05-03"))


def test_what_the_doer_says_is_no_part_done_and_neither_is_a_no():
    text = deal(
        "1.1 [North] undertakes to [clear the road], by 5 May 2020.",
        "1.2 [North] undertakes to [move its units], verified by the [mission].",
    )
    claimed = entry(1, "2020-05-03", "deed", "north", clause="1.1", act="clear")
    assert state(text, "1.1", claimed, at="2020-05-04") == "due"
    assert "North says so, which does not show it" in told(text, "1.1", claimed, at="2020-05-04")
    for clause, result, expected in (("1.2", "no", "due"), ("1.2", "partial", "partly done"), ("1.1", "partial", "partly done")):
        checked = entry(2, "2020-05-03", "verification", "mission", clause=clause, result=result)
        assert state(text, clause, checked, at="2020-05-04") == expected


def test_a_withdrawn_offer_cannot_be_taken_up_unless_it_was_taken_up_before():
    text = deal("1.1 [North] is ready to [open the gate], by 5 May 2020.")
    withdrawn = entry(1, "2020-05-02 10:00", "refusal", "north", clause="1.1")
    taken = {n: entry(n, f"2020-05-0{n + 1} 10:00", "acceptance", "south", clause="1.1") for n in (0, 2)}
    assert state(text, "1.1", withdrawn, taken[2], at="2020-05-04") == "lapsed"
    assert state(text, "1.1", taken[0], withdrawn, at="2020-05-04") == "due"


def test_an_offer_undertaken_on_record_is_a_duty():
    text = deal("1.1 [North] is ready to [open the gate], by 5 May 2020.")
    undertaken = entry(1, "2020-05-02", "undertaking", "north", clause="1.1")
    assert (state(text, "1.1", undertaken, at="2020-05-04"), state(text, "1.1", undertaken, at="2020-05-06")) == ("due", "overdue")


def test_a_countermeasure_to_nothing_excuses_nothing_and_says_so():
    text = deal(
        "1.1 [North] undertakes to [open the gate], by 5 May 2020.",
        "1.2 [South] undertakes to [repair the bridge], by 6 May 2020.",
        "6.2 The [mission] is to decide disputes about clause 1.1, with binding findings.",
    )
    answer = entry(2, "2020-05-07 10:00", "notice", "south", clause="1.2", act="countermeasure", against="1.1")
    found = entry(1, "2020-05-06 10:00", "finding", "mission", clause="1.1", result="breached", parties=["north"])
    assert state(text, "1.2", answer, at="2020-05-08") == "overdue"
    assert "excuses nothing, because nobody empowered had found a breach of clause 1.1" in told(
        text, "1.2", answer, at="2020-05-08"
    )
    assert state(text, "1.2", found, answer, at="2020-05-08") == "excused"
    own = found | {"body": found["body"] | {"parties": ["south"]}}
    assert state(text, "1.2", own, answer, at="2020-05-08") == "overdue"


def test_who_refused_consent_is_told_apart_from_who_has_not_spoken():
    text = deal("1.1 [North] shall [open the gate], with the consent of [South] and the [mission].")
    refused = entry(1, "2020-05-03", "consent", "south", clause="1.1", value=False)
    result = story(text, refused, at="2020-05-04")
    assert "South refused the consent" in explain(result, one(result, "1.1"))


def test_the_end_of_a_text_settles_nothing_that_was_overdue_or_alleged():
    text = deal(
        "1.1 [North] undertakes to [open the gate], by 5 May 2020.",
        "1.2 [North] undertakes to [move its units], by 12 May 2020.",
        "7.1 This agreement ends on 10 May 2020.",
    )
    assert [state(text, clause, at="2020-05-14") for clause in ("1.1", "1.2")] == ["overdue", "expired"]
    alleged = entry(1, "2020-05-09", "allegation", "south", clause="1.2", parties=["north"])
    assert state(text, "1.2", alleged, at="2020-05-14") == "alleged"

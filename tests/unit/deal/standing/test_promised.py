"""What is owed and how clauses stand rest on the same facts: the record is read once, by the deed level."""

import pytest

from safeconduct.deal.norms import Force
from safeconduct.deal.promise import Speaker, headline, promise_level
from safeconduct.deal.standing import Replay, facts_of, read_events

from .quay import deal, entry, instant, state

AT = "2020-05-09"


def level(text, *entries, at=AT):
    return promise_level(text, facts_of(Replay([text], read_events(entries, "quay"), at=instant(at)), 0))


def owed(text, *entries, force=Force.UNDERTAKEN, at=AT):
    return {item.norm.clause for item in level(text, *entries, at=at).at(force).options[0].owed}


def blocked(text, *entries):
    items = level(text, *entries).at(Force.UNDERTAKEN).options[0].blocked
    return {item.clause: (item.reason, item.who) for item in items}


ESCORT = "1.1 The [mission] undertakes to [clear the road], by 20 May 2020."
RESTS = "1.2 Provided that the [mission] undertakes to [clear the road], [North] undertakes to [open the gate], by 20 May 2020."


def test_who_undertook_one_clause_on_record_is_bound_by_it_without_signing_the_whole():
    said = entry(1, "2020-05-02", "undertaking", "mission", clause="1.1")
    text = deal(ESCORT, RESTS)
    assert owed(text) == set()
    assert owed(text, said) == {"1.1", "1.2"}
    (item, _) = level(text, said).at(Force.UNDERTAKEN).options[0].owed
    assert (
        Speaker(text, "en", frozenset({"north", "south"}), frozenset({("1.1", "mission")}))
        .norm(item.norm)
        .startswith("the mission is committed to")
    )


def test_an_offer_undertaken_on_record_is_an_undertaking():
    text = deal("1.1 The [mission] is ready to [clear the road], by 20 May 2020.", RESTS)
    assert owed(text, entry(1, "2020-05-02", "acceptance", "north", clause="1.1")) == set()
    assert owed(text, entry(1, "2020-05-02", "undertaking", "mission", clause="1.1")) == {"1.1", "1.2"}


def test_a_signature_withdrawn_or_given_as_a_witness_binds_nobody():
    signature = entry(1, "2020-05-02", "signature", "mission", capacity="party")
    assert owed(deal(ESCORT), signature) == {"1.1"}
    assert owed(deal(ESCORT), signature, entry(2, "2020-05-03", "correction", "mission", of="e1", body=None)) == set()
    assert owed(deal(ESCORT), entry(1, "2020-05-02", "signature", "mission", capacity="witness")) == set()
    presented = deal(ESCORT, "9.1 For signature by the [mission] as a witness.")
    silent = entry(1, "2020-05-02", "signature", "mission")
    assert owed(presented, silent) == set()
    assert state(presented, "1.1", silent, at=AT) == "offered"


AFTER = "1.1 After [North] has done the act [clear the road], [South] shall [open the gate], by 20 May 2020."


def test_a_deed_is_done_when_it_is_shown_as_the_table_says_and_not_when_it_is_claimed():
    claimed = entry(1, "2020-05-02", "deed", "north", act="clear")
    seen = entry(2, "2020-05-02", "observation", "mission", of="clear", by="north", value="yes")
    assert blocked(deal(AFTER), claimed) == {"1.1": ("unpromised", ("north",))}
    assert owed(deal(AFTER), seen) == {"1.1"}


def test_a_consent_opens_its_own_clause_and_a_refused_one_nothing():
    text = deal(
        "1.1 [North] shall [open the gate], by 20 May 2020, with the consent of [South].",
        "1.2 [North] shall [move its units], only on the written order of [South].",
        "1.3 If [South] so requests, [North] shall [repair the bridge].",
    )
    assert owed(text, entry(1, "2020-05-02", "consent", "south", clause="1.1", value="no")) == set()
    assert owed(text, entry(1, "2020-05-02", "consent", "south", clause="1.1", value=True)) == {"1.1"}
    assert owed(text, entry(1, "2020-05-02", "notice", "south", clause="1.2")) == {"1.2"}
    assert owed(text, entry(1, "2020-05-02", "request", "south", clause="1.3")) == {"1.3"}


def test_a_premature_finding_opens_nothing():
    text = deal(
        "1.1 [North] shall [open the gate], by 4 May 2020.",
        "1.2 If the [mission] finds that clause 1.1 was not performed in time, [North] shall [move its units].",
        "1.3 The [mission] is to decide disputes about clause 1.1, with binding findings.",
    )
    soon = entry(1, "2020-05-02", "finding", "mission", clause="1.1", result="not in time")
    in_time = entry(1, "2020-05-06", "finding", "mission", clause="1.1", result="not in time")
    assert "1.2" not in owed(text, soon)
    assert "1.2" in owed(text, in_time)


def test_what_was_done_is_owed_no_more_and_what_was_waived_binds_nobody():
    text = deal(
        "1.1 [North] shall [open the gate], by 4 May 2020.",
        "1.2 [South] shall [move its units], by 20 May 2020.",
        "1.3 After clause 1.1 is complete, [South] shall [repair the bridge].",
    )
    done = entry(1, "2020-05-02", "deed", "north", act="open_gate")
    waived = entry(2, "2020-05-03", "waiver", "north", clause="1.2")
    assert owed(text) == {"1.1", "1.2", "1.3"}
    assert owed(text, done, waived) == {"1.3"}
    assert blocked(text, done, waived) == {"1.2": ("waived", ("south",))}


@pytest.mark.parametrize(("language", "words"), [("en", "has been done"), ("fr", "est fait")])
def test_when_all_is_done_nobody_is_said_to_have_promised_nothing(language, words):
    text = deal("1.1 [North] shall [open the gate], by 4 May 2020.")
    told = headline(level(text, entry(1, "2020-05-02", "deed", "north", act="open_gate")), Speaker(text, language))
    assert words in told[-1]


def test_a_choice_declared_is_a_decision_taken():
    text = deal("1.1 [North] shall either [leave the harbour] or [hand in weapons], by 20 May 2020.")
    assert owed(text) == set()
    (item,) = (
        level(text, entry(1, "2020-05-02", "election", "north", clause="1.1", option="leave")).at(Force.UNDERTAKEN).options[0].owed
    )
    assert item.norm.deed.act == "leave"


LEAVE_OR_SIGN = "shall either [leave the harbour], declared to the [mission], by 10 May 2020 or [sign the register], declared to the [mission], by 10 May 2020."


def test_what_some_people_chose_takes_nothing_from_the_others_until_their_time_is_over():
    text = deal(f"1.1 Each member of the [families] {LEAVE_OR_SIGN}")
    some = entry(1, "2020-05-02", "election", "families", clause="1.1", option="leave", count={"low": 5, "high": 5})
    (still,) = (item for item in level(text, some).at(Force.UNDERTAKEN).options[0].blocked if item.norm.deed.act == "sign")
    assert (still.reason, still.who) == ("undecided", ("families",))
    (later,) = level(text, some, at="2020-05-12").at(Force.UNDERTAKEN).options[0].blocked
    assert (later.norm.deed.act, later.reason, later.since) == ("sign", "closed", instant("2020-05-11"))


def test_what_a_party_chose_excludes_its_other_option():
    text = deal(f"1.1 [North] {LEAVE_OR_SIGN}")
    chose = entry(1, "2020-05-02", "election", "north", clause="1.1", option="leave")
    assert blocked(text, chose) == {"1.1": ("excluded", ("north",))}


def test_nobody_is_said_to_wait_for_a_finding_of_failure():
    text = deal(
        "1.1 [North] shall [open the gate], by 4 May 2020.",
        "1.2 If the [joint board] finds that clause 1.1 was not performed in time, [South] shall [move its units].",
        "1.3 The [joint board] is to decide disputes about clause 1.1, with binding findings.",
    )
    assert (
        headline(level(text, at="2020-05-02"), Speaker(text, "en", frozenset({"north", "south"})))[0]
        == "Nothing is waiting on a decision."
    )

"""Offers that lapsed, and guarantors who step in: what the deed level tells the promise level."""

import pytest

from safeconduct.deal.norms import Force
from safeconduct.deal.promise import Facts, Speaker, next_decisions, promise_data, promise_level, unlock, what_if
from safeconduct.deal.standing import Replay, facts_of, read_events
from safeconduct.errors import InputWrong
from safeconduct.kernel import parse_instant

from .agreements import agreement

WINDOW = agreement(
    "north party, south party, east party, leave act, escort act, permit act, unlock act, host act",
    "If [north] decides to [leave], [east] is ready to [escort], until and including 5 May 2030.",
    "If [north] decides to [leave], [south] undertakes to [permit], by 9 May 2030.",
    "[east] guarantees that [south] performs clause 1.2, failing which the guarantor shall [unlock].",
    "Provided that [east] undertakes to [escort], [south] is ready to [host].",
    "Signed on 1 May 2030 by [north] as a party.",
    "Signed on 1 May 2030 by [south] as a party.",
    "Signed on 1 May 2030 by [east] as a guarantor.",
)


def entry(day, kind, actor, **body):
    when = f"2030-05-{day:02}T12:00Z"
    return {
        "id": f"e{day}",
        "deal": "test",
        "type": kind,
        "actor": actor,
        "recorded": when,
        "occurred": {"from": when, "to": when},
        "body": body,
    }


LEAVE = entry(2, "decision", "north", act="leave")


def given(at, *entries, text=WINDOW):
    instant = parse_instant(at)
    replay = Replay([text], read_events(list(entries), "test", "history.jsonl"), at=instant)
    return facts_of(replay, 0)


def state(answer, force, clause):
    option = answer.at(force).options[0]
    return (
        [item.norm.clause for item in option.owed].count(clause),
        [item.norm.clause for item in option.would_be_owed].count(clause),
        [(item.reason, item.who) for item in option.blocked if item.clause == clause],
    )


def test_an_offer_is_open_until_its_window_closes():
    answer = promise_level(WINDOW, given("2030-05-05T23:59Z"))
    assert state(answer, Force.OFFERED, "1.1") == (0, 1, [("undecided", ("north",))])


def test_an_offer_that_lapsed_is_blocked_until_its_maker_renews_it():
    answer = promise_level(WINDOW, given("2030-05-06T00:00Z"))
    assert state(answer, Force.OFFERED, "1.1") == (0, 0, [("lapsed", ("east",))])
    item = next(i for i in promise_data(answer, Speaker(WINDOW))[0]["blocked"] if i["clause"] == "1.1")
    assert (item["reason"], item["who"], item["since"]) == ("lapsed", ["east"], "2030-05-06T00:00:00Z")
    assert item["text"] == "Clause 1.1: the offer lapsed on 5 May 2030; it would have to be renewed by east."


def test_what_relies_on_a_lapsed_offer_needs_a_promise_nobody_gives():
    before, after = (promise_level(WINDOW, given(at)) for at in ("2030-05-05T00:00Z", "2030-05-06T00:00Z"))
    assert state(before, Force.OFFERED, "1.4") == (0, 1, [("undecided", ("north",))])
    assert state(after, Force.OFFERED, "1.4") == (0, 0, [("unpromised", ("east",))])


def test_an_offer_taken_up_in_its_window_does_not_lapse():
    answer = promise_level(WINDOW, given("2030-05-06T00:00Z", LEAVE))
    assert state(answer, Force.OFFERED, "1.1") == (1, 0, [])


def test_an_offer_its_maker_withdrew_is_no_longer_open():
    answer = promise_level(WINDOW, given("2030-05-04T00:00Z", entry(3, "refusal", "east", clause="1.1")))
    assert state(answer, Force.OFFERED, "1.1") == (0, 0, [("withdrawn", ("east",))])


def test_after_the_end_of_a_text_nothing_in_it_is_owed():
    ended = agreement(
        "north party, leave act",
        "[north] undertakes to [leave].",
        "This agreement ends on 3 May 2030.",
        "Signed on 1 May 2030 by [north] as a party.",
    )
    assert state(promise_level(ended, given("2030-05-03T00:00Z", text=ended)), Force.UNDERTAKEN, "1.1") == (1, 0, [])
    over = promise_level(ended, given("2030-05-04T00:00Z", text=ended))
    assert state(over, Force.UNDERTAKEN, "1.1") == (0, 0, [("ended", ("north",))])


def test_a_lapsed_offer_is_no_goal_and_says_why():
    with pytest.raises(InputWrong, match="binds no more"):
        unlock(WINDOW, given("2030-05-06T00:00Z"), goal="1.1")


@pytest.mark.parametrize("force", [Force.OFFERED, Force.UNDERTAKEN])
def test_a_guarantor_steps_in_only_once_the_clause_has_failed(force):
    signed = given("2030-05-08T00:00Z", LEAVE)
    waits = promise_level(WINDOW, signed)
    assert state(waits, force, "1.3") == (0, 1, [("undecided", ())])
    item = next(item for item in waits.at(force).options[0].blocked if item.clause == "1.3")
    assert Speaker(WINDOW).blocked(item) == "Clause 1.3 waits for a failure to perform clause 1.2."
    failed = promise_level(WINDOW, given("2030-05-10T00:00Z", LEAVE))
    assert state(failed, force, "1.3") == (1, 0, [])


def test_a_failure_can_be_assumed_and_is_proposed_to_nobody():
    calm = given("2030-05-08T00:00Z", LEAVE)
    gained = {change.force: [norm.clause for norm in change.gained] for change in what_if(WINDOW, calm, ["fails:1.2"]).changes}
    assert gained == {Force.OFFERED: ["1.3"], Force.UNDERTAKEN: ["1.3"]}
    assert not [key for key in next_decisions(promise_level(WINDOW, calm)) if any(a.kind == "failure" for a in key.circumstances)]
    released = unlock(WINDOW, calm, goal="1.3").keys
    assert [[atom.kind for atom in key.circumstances] for key in released] == [["failure"]]


def test_without_the_deed_level_nothing_has_lapsed():
    assert state(promise_level(WINDOW, Facts()), Force.OFFERED, "1.1") == (0, 1, [("undecided", ("north",))])

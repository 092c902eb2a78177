"""What somebody saw who is not the witness decides nothing, and is told: who says so, when, and that it does not show it."""

from .quay import deal, entry, state, told

CLEAR = deal("1.1 [South] undertakes to [clear the road], by 3 May 2020.")
FIRE = deal("1.1 [North] shall not [open fire], until and including 9 May 2020.")


def saw(number, actor, of, value="yes", **more):
    return entry(number, "2020-05-02 09:00", "observation", actor, of=of, value=value, **more)


def test_a_forbidden_act_seen_by_someone_else_than_the_witness_is_told_and_does_not_decide():
    seen = saw(1, "south", "fire", by="north")
    assert state(FIRE, "1.1", seen, at="2020-05-03") == "no recorded breach"
    said = told(FIRE, "1.1", seen, at="2020-05-03")
    assert "South reports it on 2 May 2020 at 09:00, which does not show it by the words table: open fire." in said
    assert "ce qui ne l'établit pas" in told(FIRE, "1.1", seen, at="2020-05-03", language="fr")
    assert "reports it" not in told(FIRE, "1.1", saw(1, "south", "fire", by="south"), at="2020-05-03")
    assert "reports it" not in told(FIRE, "1.1", saw(1, "south", "fire", "no", by="north"), at="2020-05-03")


def test_that_nobody_is_named_is_told_too():
    assert "without saying by whom" in told(FIRE, "1.1", saw(1, "press", "fire"), at="2020-05-03")


def test_a_deed_seen_by_someone_else_than_the_witness_is_told_of_an_overdue_duty():
    seen = saw(1, "north", "clear", by="south")
    assert state(CLEAR, "1.1", seen, at="2020-05-05") == "overdue"
    assert "North reports it on 2 May 2020 at 09:00" in told(CLEAR, "1.1", seen, at="2020-05-05")
    claim = entry(1, "2020-05-02", "deed", "south", act="clear")
    assert "South says so, which does not show it" in told(CLEAR, "1.1", claim, at="2020-05-05")


def test_who_says_that_a_shown_deed_was_not_done_is_told():
    shown = saw(1, "mission", "clear", by="south")
    denied = saw(2, "north", "clear", "no", by="south")
    assert state(CLEAR, "1.1", shown, denied, at="2020-05-05") == "fulfilled"
    assert "North reports on 2 May 2020 at 09:00 that it was not done" in told(CLEAR, "1.1", shown, denied, at="2020-05-05")
    verdict = entry(2, "2020-05-04", "verification", "north", clause="1.1", result="no")
    assert state(CLEAR, "1.1", shown, verdict, at="2020-05-05") == "fulfilled"
    assert "North reports" in told(CLEAR, "1.1", shown, verdict, at="2020-05-05")
    assert "reports" not in told(CLEAR, "1.1", shown, at="2020-05-05")


def test_a_guaranteed_state_that_someone_else_says_ended_is_told():
    text = deal("1.1 [North] guarantees the [peace].")
    ended = entry(1, "2020-05-02 09:00", "state", "south", state="peace", value="ends")
    assert state(text, "1.1", ended, at="2020-05-03") == "no recorded breach"
    assert "South reports on 2 May 2020 at 09:00 that it ended" in told(text, "1.1", ended, at="2020-05-03")

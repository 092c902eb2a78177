"""Suspensions whose onset or end is only known as an interval, and what had passed before one began."""

from .quay import deal, entry, instant, one, state, story, told

TEXT = deal(
    "1.1 [North] undertakes to [open the gate], by 5 May 2020.",
    "1.2 The [guarantor] guarantees that [North] performs clause 1.1, failing which the guarantor shall [repair the bridge].",
    "5.1 Clause 1.1 is suspended while the [storm] continues, with time limits stopped, as established by the [mission].",
    "80.1 Signed on 1 May 2020 by the [guarantor] as a guarantor.",
)


def storm(number, value, day, to=None):
    return entry(number, day, "state", "mission", to=to, state="storm", value=value)


def limit(*entries, at):
    found = one(story(TEXT, *entries, at=at), "1.1")
    return found.due, found.due_latest


def test_a_limit_moves_by_the_shortest_and_by_the_longest_suspension_there_may_have_been():
    begun = storm(1, "begins", "2020-05-04 20:00", to="2020-05-05 04:00")
    ended = storm(2, "ends", "2020-05-08 00:00", to="2020-05-08 06:00")
    shortest, longest = instant("2020-05-08 20:00"), instant("2020-05-09 10:00")  # the day left, and 68 or 82 hours
    assert limit(begun, ended, at="2020-05-12") == (shortest, longest)
    assert state(TEXT, "1.1", begun, ended, at="2020-05-09 09:00") == "due"
    assert "cannot be told" in told(TEXT, "1.1", begun, ended, at="2020-05-09 09:00")
    assert state(TEXT, "1.1", begun, ended, at="2020-05-09 10:00") == "overdue"


def test_a_suspension_that_perhaps_came_after_the_limit_perhaps_moves_it():
    begun, ended = storm(1, "begins", "2020-05-05 20:00", to="2020-05-06 04:00"), storm(2, "ends", "2020-05-08 00:00")
    assert limit(begun, ended, at="2020-05-12") == (instant("2020-05-06"), instant("2020-05-08 04:00"))


def test_what_was_overdue_before_a_suspension_is_told_and_the_guarantor_still_steps_in():
    late = storm(1, "begins", "2020-05-07 10:00")
    assert state(TEXT, "1.1", late, at="2020-05-08") == "suspended"
    assert "had passed at the end of 5 May 2020, before the suspension began" in told(TEXT, "1.1", late, at="2020-05-08")
    assert state(TEXT, "1.2", late, at="2020-05-08") == "due"
    early = storm(1, "begins", "2020-05-04 10:00")
    assert state(TEXT, "1.2", early, at="2020-05-08") == "conditional"

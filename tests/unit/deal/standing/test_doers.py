"""Whose deed it was: an entry that leaves that open decides nobody's duty where more than one could have done it."""

import pytest

from safeconduct.deal.standing import explain

from .quay import deal, entry, state, story

BOTH = deal("1.1 Each of [North] and [South] shall [clear the road], by 3 May 2020.")
SEEN = entry(1, "2020-05-02", "observation", "mission", of="clear")
BY_NORTH = entry(2, "2020-05-02", "observation", "mission", of="clear", by="north")


def states(text, *entries, at):
    return [one.state for one in story(text, *entries, at=at).of_clause("1.1")]


def test_an_observation_without_a_doer_fulfils_the_duty_of_neither():
    assert states(BOTH, SEEN, at="2020-05-03") == ["due", "due"]
    assert states(BOTH, SEEN, at="2020-05-05") == ["undetermined", "undetermined"]
    assert states(BOTH, at="2020-05-05") == ["overdue", "overdue"]


def test_one_that_names_the_doer_fulfils_the_duty_of_that_one_alone():
    assert states(BOTH, BY_NORTH, at="2020-05-05") == ["fulfilled", "overdue"]
    assert states(BOTH, SEEN, BY_NORTH, at="2020-05-05") == ["fulfilled", "undetermined"]


NAMES = {"en": ("North", "South"), "fr": ("Nord", "Sud")}


@pytest.mark.parametrize(("language", "said"), [("en", "does not say who did it"), ("fr", "sans dire qui l'a fait")])
def test_the_explanation_says_what_is_missing_and_who_could_have(language, said):
    result, names = story(BOTH, SEEN, at="2020-05-05"), NAMES[language]
    for one in result.of_clause("1.1"):
        text = explain(result, one, language)
        assert said in text
        assert all(name in text for name in names)
        assert one.because.entries == ("e1",)


@pytest.mark.parametrize(
    "clause",
    [
        "1.1 [South] shall [clear the road], by 3 May 2020.",
        "1.1 [North] and [South] jointly shall [clear the road], by 3 May 2020.",
    ],
)
def test_no_doer_is_missing_where_only_one_could_have(clause):
    assert states(deal(clause), SEEN, at="2020-05-05") == ["fulfilled"]


def test_a_clause_that_the_entry_names_leaves_only_those_who_bear_it():
    text = deal("1.1 [North] shall [clear the road], by 3 May 2020.", "2.1 [South] shall [clear the road], by 9 May 2020.")
    of_north = entry(1, "2020-05-02", "observation", "mission", of="clear", clause="1.1")
    assert states(text, of_north, at="2020-05-05") == ["fulfilled"]
    assert states(text, SEEN, at="2020-05-05") == ["undetermined"]


def test_places_that_contradict_leave_only_one():
    text = deal(
        "1.1 [North] shall [move its units], to the [quay], by 3 May 2020.", "2.1 [South] shall [move its units], to the [isle]."
    )
    to_quay = entry(1, "2020-05-02", "observation", "mission", of="move", slots={"to": ["quay"]})
    assert states(text, to_quay, at="2020-05-05") == ["fulfilled"]


def test_a_condition_is_not_met_by_a_deed_that_may_be_somebody_elses():
    text = deal(
        "1.1 After [South] has done the act [clear the road], [North] shall [open the gate].",
        "2.1 Each of [North] and [South] shall [clear the road].",
    )
    assert state(text, "1.1", SEEN, at="2020-05-05") == "undetermined"
    assert state(text, "1.1", SEEN | {"body": {"of": "clear", "by": "south"}}, at="2020-05-05") == "due"
    assert state(text, "1.1", BY_NORTH, at="2020-05-05") == "conditional"


def test_a_verification_speaks_of_everybody_who_bears_the_clause():
    verified = entry(1, "2020-05-02", "verification", "mission", clause="1.1", result="yes")
    assert states(BOTH, verified, at="2020-05-05") == ["fulfilled", "fulfilled"]


QUANTITY = deal(
    "1.1 Each of [North] and [South] shall [hand in weapons], by 3 May 2020, for at least 100 items among the [weapons]."
)
HUNDRED = {"what": "weapons", "low": 100, "high": 100}


def test_a_count_that_does_not_say_whose_it_is_fulfils_the_quantity_of_neither():
    nameless = entry(1, "2020-05-02", "count", "mission", **HUNDRED)
    souths = entry(2, "2020-05-02", "count", "mission", **HUNDRED, by="south")
    deed = entry(3, "2020-05-02", "deed", "north", act="hand_in", count=HUNDRED)
    assert states(QUANTITY, nameless, at="2020-05-03") == ["due", "due"]
    assert states(QUANTITY, nameless, at="2020-05-05") == ["undetermined", "undetermined"]
    assert states(QUANTITY, souths, at="2020-05-05") == ["overdue", "fulfilled"]
    assert states(QUANTITY, deed, at="2020-05-05") == ["fulfilled", "overdue"]
    assert (
        states(QUANTITY, entry(1, "2020-05-02", "count", "mission", **HUNDRED, by="guarantor"), at="2020-05-05") == ["overdue"] * 2
    )


def test_whether_a_permission_was_used_is_open_when_somebody_else_may_have_used_theirs():
    text = deal(
        "1.1 Any member of the [families] may [leave the harbour], until and including 9 May 2020.",
        "2.1 [North] shall [leave the harbour].",
    )
    seen = entry(1, "2020-05-03", "observation", "mission", of="leave")
    assert [states(text, seen, at=at) for at in ("2020-05-05", "2020-05-10")] == [["open"], ["undetermined"]]
    assert states(text, at="2020-05-10") == ["lapsed"]

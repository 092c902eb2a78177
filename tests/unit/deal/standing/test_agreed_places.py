"""Places still to be agreed: printed as such, nothing is performed before they are, and then only a deed to one of them counts."""

import pytest

from safeconduct.deal.standing import explain

from .quay import deal, entry, one, state, story

TEXT = deal(
    "3.1 [North] shall [leave the harbour], to places to be agreed by 3 May 2020 between [North] and [South], by 9 May 2020."
)
NORTH, SOUTH = (entry(n, "2020-05-02", "consent", who, clause="3.1", value="quay") for n, who in ((2, "north"), (3, "south")))
LEFT = entry(9, "2020-05-04", "deed", "north", act="leave", slots={"to": ["quay"]})


@pytest.mark.parametrize("consents", [[], [NORTH], [NORTH, SOUTH | {"body": {"clause": "3.1", "value": "isle"}}]])
def test_a_deed_performs_nothing_while_the_place_is_not_agreed(consents):
    assert [state(TEXT, "3.1", LEFT, *consents, at=f"2020-05-{day}") for day in ("05", "20")] == ["undetermined"] * 2
    assert state(TEXT, "3.1", *consents, at="2020-05-05") == "undetermined"


def test_a_yes_names_no_place():
    said = [one | {"body": {"clause": "3.1", "value": True}} for one in (NORTH, SOUTH)]
    assert state(TEXT, "3.1", LEFT, *said, at="2020-05-05") == "undetermined"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"act": "leave", "slots": {"to": ["quay"]}}, "fulfilled"),
        ({"act": "leave", "slots": {"to": ["isle"]}}, "due"),
        ({"act": "leave", "clause": "3.1", "slots": {"to": ["isle"]}}, "due"),
        ({"act": "leave"}, "due"),
        ({"act": "leave", "clause": "3.1"}, "fulfilled"),
    ],
)
def test_once_agreed_only_a_deed_to_that_place_counts(body, expected):
    assert state(TEXT, "3.1", NORTH, SOUTH, LEFT | {"body": body}, at="2020-05-05") == expected


def test_several_places_may_be_agreed():
    said = [one | {"body": {"clause": "3.1", "value": value}} for one, value in ((NORTH, "isle, quay"), (SOUTH, ["quay", "isle"]))]
    assert state(TEXT, "3.1", *said, LEFT, at="2020-05-05") == "fulfilled"


def test_a_clause_that_waits_for_it_is_not_told_that_it_is_complete():
    text = deal(
        "3.1 [North] shall [leave the harbour], to places to be agreed by 3 May 2020 between [North] and [South].",
        "4.1 [South] shall [open the gate], only after clause 3.1 is complete.",
    )
    assert state(text, "4.1", LEFT, at="2020-05-05") == "undetermined"
    assert state(text, "4.1", LEFT, NORTH, SOUTH, at="2020-05-05") == "due"


def test_it_says_that_the_place_is_to_be_agreed_and_by_whom():
    result = story(TEXT, NORTH, at="2020-05-05")
    english, french = (explain(result, one(result, "3.1"), language) for language in ("en", "fr"))
    assert "to a place to be agreed" in english
    assert "Still to be agreed between North and South; the word of South is missing." in english
    assert "vers un lieu à convenir" in french
    assert "of their choice" not in english


def test_an_unsigned_clause_with_an_open_place_is_offered_not_undetermined():
    text = deal("3.1 The [mission] shall [leave the harbour], to places to be agreed by 3 May 2020 between [North] and [South].")
    assert state(text, "3.1", at="2020-05-05") == "offered"


def test_a_consent_asked_for_by_the_text_is_part_of_the_performance():
    text = deal("3.1 [North] shall [leave the harbour], with the consent of [South].")
    yes = entry(2, "2020-05-02", "consent", "south", clause="3.1", value=True)
    left = entry(9, "2020-05-04", "deed", "north", act="leave")
    assert state(text, "3.1", left, at="2020-05-05") == "undetermined"
    assert state(text, "3.1", left, yes, at="2020-05-05") == "fulfilled"

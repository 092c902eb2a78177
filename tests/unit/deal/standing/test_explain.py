"""Every state and every step of a reason can be told, in both languages, and nothing is told more firmly than it stands."""

import re
from pathlib import Path

import pytest

import safeconduct.deal.standing
from safeconduct.deal.standing import STATES, as_data, explain, until
from safeconduct.deal.standing.explain import LANGUAGES, sentences

from .quay import deal, entry, one, story

SOURCE = "\n".join(path.read_text("utf-8") for path in Path(safeconduct.deal.standing.__file__).parent.glob("*.py"))
CODES = set(re.findall(r'because\(\s*"(\w+)"', SOURCE)) | set(re.findall(r'(?:first_shown|remark)\([^"f]*"(\w+)"', SOURCE))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_and_every_step_has_a_sentence(language):
    table = sentences(language)
    assert set(STATES) <= set(table["state"])
    assert len(CODES) > 80
    assert set(table["reason"]) | set(table["remark"]) >= CODES
    assert {key.split("/")[0] for key in table["state"]} == set(STATES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_promised_to_happen(language):
    words = {"en": ("will happen", "shall happen", "violat"), "fr": ("aura lieu", "se produira", "violation")}[language]
    told = " ".join(text for section in sentences(language).values() for text in section.values()).casefold()
    assert not [word for word in words if word in told]


def test_overdue_alleged_and_found_are_three_things():
    text = deal(
        "1.1 [North] undertakes to [open the gate], by 3 May 2020.",
        "7.1 The [mission] is to decide disputes about clause 1, with binding findings.",
    )
    alleged = entry(1, "2020-05-05", "allegation", "south", clause="1.1")
    found = entry(2, "2020-05-06", "finding", "mission", clause="1.1", result="breached", parties=["north"])
    tell = lambda *entries: (lambda r: explain(r, one(r, "1.1")))(story(text, *entries, at="2020-05-07"))
    assert (
        tell()
        == "North is committed to open the gate; the time for it has passed and it is not shown. Nobody has found a breach. The time for it passed at the end of 3 May 2020."
    )
    assert tell(alleged).startswith("It is alleged, and not found,")
    assert (
        tell(alleged, found)
        == "It was found that this was not kept: North, open the gate. The finding is against North. The mission found it, against North."
    )


def test_reasons_lead_down_to_clause_place_and_entry():
    text = deal(
        "1.1 [South] undertakes to [clear the road].",
        "2.1 After [South] has done the act [clear the road], [North] shall [open the gate], within 24 hours of the completion of clause 1.1.",
    )
    seen = entry(1, "2020-05-02 09:00", "observation", "mission", of="clear", by="south")
    rows = {row["clause"]: row for row in as_data(story(text, seen, at="2020-05-02 10:00"))["instances"]}
    assert {"clause", "state", "since", "due", "bearers", "because"} <= set(rows["2.1"])
    assert (rows["2.1"]["state"], rows["2.1"]["due"]) == ("due", "2020-05-03T09:00:00Z")
    steps = rows["2.1"]["because"]["because"]
    assert ["e1"] in [step["entries"] for step in steps]
    unsigned = deal("1.1 [North] undertakes to [open the gate].", "2.1 For signature by [North] as a party.", signed=False)
    (reason,) = [
        step
        for step in as_data(story(unsigned, at="2020-05-02"))["instances"][0]["because"]["because"]
        if step["code"] == "not_signed"
    ]
    assert reason["where"] == [] or reason["where"][0]["line"] > 0


def test_what_is_due_says_by_when_and_what_is_past_its_time_does_not():
    text = deal("1.1 [North] undertakes to [open the gate], by 3 May 2020.")
    for at, language, expected in (
        ("2020-05-02", "en", "by the end of 3 May 2020"),
        ("2020-05-02", "fr", "au plus tard à la fin du 3 mai 2020"),
        ("2020-05-04", "en", ""),
    ):
        result = story(text, at=at)
        assert until(result, one(result, "1.1"), language) == expected

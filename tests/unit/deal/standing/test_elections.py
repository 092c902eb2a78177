"""An election is one row: what was chosen, by how many, and how many declared no choice; silence is no choice and no breach."""

import pytest

from safeconduct.deal.standing import as_data, explain

from .quay import deal, entry, instant, one, story

OF_NORTH = deal("1.1 [North] shall either [leave the harbour], by 4 May 2020 or [sign the register], by 4 May 2020.")
FIGURES = "3.1 The [mission] estimates the [families] at between 100 and 120, a closed population."
CHOICE = "1.1 Each member of the [families] shall either [leave the harbour], by 4 May 2020 or [sign the register], by 4 May 2020."
OF_FAMILIES = deal(CHOICE, FIGURES)
CHOSEN = entry(1, "2020-05-02", "election", "north", clause="1.1", option="sign")
SIGNED = entry(2, "2020-05-03", "signature", "north", act="sign", clause="1.1")
LEFT = entry(3, "2020-05-02", "deed", "north", act="leave")


def row(text, *entries, at):
    (found,) = story(text, *entries, at=at).of_clause("1.1")
    return found


def chose(number, option, low, high=None, **more):
    count = {"low": low, "high": low if high is None else high}
    return entry(number, "2020-05-03", "election", "families", clause="1.1", option=option, count=count, **more)


@pytest.mark.parametrize(
    ("entries", "at", "expected"),
    [
        ([], "2020-05-02", "due"),
        ([], "2020-05-05", "overdue"),
        ([CHOSEN], "2020-05-03", "due"),
        ([CHOSEN], "2020-05-05", "overdue"),
        ([CHOSEN, SIGNED], "2020-05-05", "fulfilled"),
        ([LEFT], "2020-05-05", "fulfilled"),
        ([CHOSEN, LEFT], "2020-05-05", "undetermined"),
    ],
)
def test_of_one_who_chooses_there_is_one_row(entries, at, expected):
    assert row(OF_NORTH, *entries, at=at).state == expected


def test_nobody_having_chosen_is_said_and_who_did_choose_owes_what_was_chosen():
    silent = story(OF_NORTH, at="2020-05-05")
    assert one(silent, "1.1").remainder == (1, 1)
    assert "silence is no choice" in explain(silent, one(silent, "1.1"), "en")
    told = story(OF_NORTH, CHOSEN, at="2020-05-03")
    assert "sign the register" in (said := explain(told, one(told, "1.1"), "en"))
    assert "leave the harbour" not in said


def test_it_is_not_overdue_while_one_option_is_still_open():
    text = deal("1.1 [North] shall either [leave the harbour], by 4 May 2020 or [sign the register], by 9 May 2020.")
    assert (row(text, at="2020-05-06").state, row(text, at="2020-05-06").due) == ("due", instant("2020-05-10"))
    assert row(text, at="2020-05-11").state == "overdue"


def test_a_group_that_has_not_signed_is_bound_by_nobody_and_its_silence_is_no_breach():
    before, after = row(OF_FAMILIES, at="2020-05-02"), row(OF_FAMILIES, at="2020-05-05")
    assert (before.state, after.state) == ("open", "no choice declared")
    assert (after.remainder, [choice.chosen for choice in after.choices]) == ((100, 120), [(0, 0), (0, 0)])
    assert {before.force.name, after.force.name} == {"OFFERED"}
    signed = entry(9, "2020-05-01", "signature", "families")
    assert (row(OF_FAMILIES, signed, at="2020-05-02").state, row(OF_FAMILIES, signed, at="2020-05-02").force.name) == (
        "due",
        "UNDERTAKEN",
    )


def test_the_row_counts_each_option_and_the_rest():
    found = row(OF_FAMILIES, chose(1, "leave", 60, 70), chose(2, "sign", 20), at="2020-05-05")
    assert (found.state, found.progress, found.remainder) == ("partly done", (80, 90), (10, 40))
    assert [choice.chosen for choice in found.choices] == [(60, 70), (20, 20)]


def test_parts_add_up_and_totals_replace():
    parts = row(OF_FAMILIES, chose(1, "sign", 20), chose(2, "sign", 15), at="2020-05-05")
    assert parts.choices[1].chosen == (35, 35)
    totals = row(OF_FAMILIES, chose(1, "sign", 20, cumulative=True), chose(2, "sign", 35, cumulative=True), at="2020-05-05")
    assert totals.choices[1].chosen == (35, 35)


def test_a_choice_without_a_figure_is_of_at_least_one():
    plain = entry(1, "2020-05-02", "election", "families", clause="1.1", option="sign")
    found = row(OF_FAMILIES, plain, at="2020-05-05")
    assert (found.choices[1].chosen, found.remainder) == ((1, None), (0, 119))


def test_without_an_estimate_nobody_can_tell_how_many_remain():
    found = row(deal(CHOICE), chose(1, "sign", 20), at="2020-05-05")
    assert (found.state, found.remainder) == ("partly done", None)
    open_ended = deal(CHOICE, FIGURES.replace("a closed", "an open"))
    assert row(open_ended, chose(1, "sign", 20), at="2020-05-05").remainder == (80, None)


def test_one_deed_of_a_member_does_not_fulfil_it_for_all():
    left = entry(1, "2020-05-02", "deed", "families", act="leave", count={"low": 1, "high": 1})
    assert row(OF_FAMILIES, left, at="2020-05-05").state == "partly done"
    text = deal(CHOICE, FIGURES, "4.1 [South] shall [open the gate], only after clause 1.1 is complete.")
    assert one(story(text, left, at="2020-05-05"), "4.1").state == "conditional"


def test_it_is_fulfilled_when_all_are_shown_to_have_done_one_of_them():
    left = entry(1, "2020-05-02", "deed", "families", act="leave", count={"low": 100, "high": 100})
    stayed = entry(2, "2020-05-03", "signature", "families", act="sign", clause="1.1", count={"low": 20, "high": 20})
    assert row(OF_FAMILIES, left, stayed, at="2020-05-05").state == "fulfilled"
    verified = entry(3, "2020-05-03", "verification", "mission", clause="1.1", result="yes")
    assert row(OF_FAMILIES, verified, at="2020-05-05").state == "fulfilled"


def test_all_having_chosen_is_not_all_having_done_it():
    entries = chose(1, "leave", 100), chose(2, "sign", 20)
    assert row(OF_FAMILIES, *entries, at="2020-05-04").state == "partly done"
    assert row(OF_FAMILIES, *entries, at="2020-05-05").state == "overdue"


def test_a_group_is_not_bound_to_a_duty_by_what_others_signed():
    text = deal(
        "1.1 The [families] shall [leave the harbour], by 4 May 2020.", "2.1 Any member of the [families] may [leave the harbour]."
    )
    result = story(text, at="2020-05-05")
    assert (one(result, "1.1").state, one(result, "1.1").force.name, one(result, "2.1").state) == ("offered", "OFFERED", "open")
    undertook = entry(1, "2020-05-02", "undertaking", "families", clause="1.1")
    assert one(story(text, undertook, at="2020-05-05"), "1.1").state == "overdue"


def test_at_least_so_many_of_a_list_takes_so_many():
    text = deal(
        "1.1 [North] shall do at least 2 of the following: (a) [open the gate]; (b) [repair the bridge]; (c) [move its units]."
    )
    first, second = entry(1, "2020-05-02", "deed", "north", act="open_gate"), entry(2, "2020-05-03", "deed", "north", act="move")
    assert [row(text, *entries, at="2020-05-05").state for entries in ([], [first], [first, second])] == [
        "due",
        "partly done",
        "fulfilled",
    ]
    assert (row(text, first, at="2020-05-05").needs, row(text, first, second, at="2020-05-05").since) == (1, instant("2020-05-03"))


def test_not_to_do_either_forbids_both():
    text = deal("1.1 [North] shall not either [open fire] or [leave the harbour].")
    left = entry(1, "2020-05-02", "deed", "north", act="leave")
    states = [found.state for found in story(text, left, at="2020-05-05").of_clause("1.1")]
    assert states == ["no recorded breach", "undetermined"]


@pytest.mark.parametrize(("language", "said"), [("en", "No choice is declared"), ("fr", "Aucun choix n'est déclaré")])
def test_it_is_said_in_words_and_in_data(language, said):
    result = story(OF_FAMILIES, at="2020-05-05")
    text = explain(result, one(result, "1.1"), language)
    assert said in text
    assert "100" in text
    data = as_data(result)["instances"][0]
    assert (data["force"], data["state"], data["election"]["remainder"]) == ("offered", "no choice declared", [100, 120])
    assert [option["acts"] for option in data["election"]["options"]] == [["leave"], ["sign"]]

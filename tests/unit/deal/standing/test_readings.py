"""A view chooses among accounts of what happened, never who is bound."""

import pytest

from safeconduct.deal.standing import sources_view

from .quay import deal, entry, one, state, story

TEXT = deal(
    "1.1 [North] undertakes to [open the gate], by 3 May 2020.",
    "9.1 For signature by [North] as a party.",
    "9.2 For signature by [South] as a party.",
    signed=False,
)
SIGNED = [entry(number, "2020-05-01 09:00", "signature", who) for number, who in ((1, "north"), (2, "south"))]
OPENED = entry(3, "2020-05-02", "deed", "north", act="open_gate")


def in_view(*entries, source, at="2020-05-05"):
    result = story(TEXT, *entries, at=at, views={"only": sources_view({source})})
    (difference,) = result.views or (None,)
    found = {i.clause: i for i in difference.instances} if difference else {}
    return found.get("1.1", one(result, "1.1")).state


@pytest.mark.parametrize("source", ["north", "south", "mission"])
def test_a_signature_stands_in_every_view(source):
    assert in_view(*SIGNED, source=source) == "overdue"
    assert in_view(*SIGNED, OPENED, source=source) == ("fulfilled" if source == "north" else "overdue")


def test_a_signature_withdrawn_by_its_signer_is_withdrawn_in_every_view():
    mistaken = entry(4, "2020-05-02", "correction", "north", of="e1", body=None)
    again = entry(5, "2020-05-03", "correction", "north", of="e4", body={"capacity": "witness"})
    assert in_view(*SIGNED, mistaken, source="mission") == state(TEXT, "1.1", *SIGNED, mistaken, at="2020-05-05") != "overdue"
    assert in_view(*SIGNED, mistaken, again, source="mission") != "overdue"


def test_the_register_of_those_who_stay_is_an_account_like_any_other():
    text = deal("1.1 [North] shall [sign the register], by 3 May 2020.")
    register = entry(1, "2020-05-02", "signature", "north", act="sign")
    result = story(text, register, at="2020-05-05", views={"south": sources_view({"south"}), "north": sources_view({"north"})})
    assert one(result, "1.1").state == "fulfilled"
    assert [(view.name, view.instances[0].state) for view in result.views] == [("south", "overdue")]


def test_what_was_signed_later_or_recorded_later_is_not_known_in_a_view_either():
    views = {"only": sources_view({"mission"})}
    assert one(story(TEXT, *SIGNED, at="2020-05-05", known_by="2020-05-01 09:00", views=views), "1.1").state != "overdue"

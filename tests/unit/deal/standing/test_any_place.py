"""A promise that holds for any place of their choice: it covers each place, and keeping it shows none in particular."""

import pytest

from .quay import deal, entry, state


@pytest.mark.parametrize(("place", "second"), [("isle", "conditional"), ("quay", "due")])
def test_a_deed_shows_only_the_place_it_names(place, second):
    text = deal(
        "1.1 [South] undertakes to [open the gate], to any place of their choice.",
        "1.2 After [South] has done the act [open the gate], to the [quay], [North] undertakes to [leave the harbour].",
    )
    done = entry(1, "2020-05-02", "deed", "south", act="open_gate", clause="1.1", slots={"to": place})
    assert state(text, "1.2", done, at="2020-05-03") == second


def test_an_undertaking_for_any_place_is_one_for_each():
    text = deal(
        "1.1 [South] undertakes to [open the gate], to any place of their choice.",
        "1.2 Provided that [South] undertakes to [open the gate], to the [quay], [North] undertakes to [leave the harbour].",
    )
    assert state(text, "1.2", at="2020-05-03") == "due"

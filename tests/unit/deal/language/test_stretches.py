"""Joining stretches is the same as cutting the whole sentence."""

import pytest

from safeconduct.deal.language import DoesNotParse, read_name, tongue

ENGLISH = tongue("en")
NAMES = {"north": read_name("north (the)", "en"), "leave": read_name("leave the quay", "en")}
NOUNS = ENGLISH.nouns({"north": "party", "leave": "act"}, NAMES)


@pytest.mark.parametrize(
    "sentence",
    [
        "The [north] undertakes to [leave the quay], by day 3.",
        "[north] shall [leave the quay], by 1 May 2030 at 16:00.",
        "[north] [north].",
    ],
)
def test_values_and_shapes_are_those_of_the_tokens(sentence):
    shape, values = ENGLISH.stretches.join(sentence, NOUNS)
    tokens = ENGLISH.tokens(sentence, NOUNS)
    assert values == [token.value for token in tokens]
    assert "".join("".join(part) for part in shape).replace(" ", "") == "".join(token.shape for token in tokens).replace(" ", "")


@pytest.mark.parametrize("broken", ["The [north] undertakes to. [leave the quay].", "The [north] undertakes. to [leave the quay]."])
def test_a_full_stop_within_a_sentence_is_never_passed_over(broken):
    ENGLISH.read("The [north] undertakes to [leave the quay].", NOUNS, NAMES)
    with pytest.raises(DoesNotParse):
        ENGLISH.read(broken, NOUNS, NAMES)

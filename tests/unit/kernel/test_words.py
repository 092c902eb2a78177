"""The small shared words: places, texts, spans."""

import pytest

from safeconduct.errors import InputWrong
from safeconduct.kernel import DIRECTION, Point, Span, Text


@pytest.mark.parametrize("wrong", [(181, 0), (0, 91), (-181, 0), (0, -91), (float("nan"), 0)])
def test_a_point_off_the_globe(wrong):
    with pytest.raises(InputWrong):
        Point(*wrong)


def test_a_text_falls_back_to_english_then_to_the_first():
    assert Text.of(en="north", fr="nord").in_language("fr") == "nord"
    assert Text.of(en="north", fr="nord").in_language("ar") == "north"
    assert Text.of(ru="север").in_language("fr") == "север"
    assert Text(()).in_language("en") == ""


def test_the_direction_of_each_language_is_known():
    assert {language for language, direction in DIRECTION.items() if direction == "rtl"} == {"ar"}


def test_a_span_counts_characters_not_bytes():
    assert Span("s", 1, 3).of("aéßb") == "éß"

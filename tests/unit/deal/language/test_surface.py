"""Plural classes against the design's list of numbers, and French seams."""

import pytest

from safeconduct.deal.language.surface import ARABIC, ENGLISH, FRENCH, RUSSIAN


def test_arabic_has_six_plural_classes():
    numbers = (0, 1, 2, 3, 10, 11, 99, 100, 101, 102, 103)
    assert [ARABIC.plural(n) for n in numbers] == [0, 1, 2, 3, 3, 4, 4, 5, 5, 5, 3]


def test_russian_has_three_plural_classes():
    numbers = (0, 1, 2, 4, 5, 11, 12, 14, 21, 22, 25, 101, 111, 112)
    assert [RUSSIAN.plural(n) for n in numbers] == [2, 0, 1, 1, 2, 2, 2, 2, 0, 1, 2, 0, 2, 2]


def test_zero_is_singular_in_french_and_plural_in_english():
    assert [FRENCH.plural(n) for n in (0, 1, 2)] == [0, 0, 1]
    assert [ENGLISH.plural(n) for n in (0, 1, 2)] == [1, 0, 1]


@pytest.mark.parametrize(
    ("full", "written"),
    [
        ("à compter de le 3 mai", "à compter du 3 mai"),
        ("au plus tard à le 3 mai", "au plus tard le 3 mai"),
        ("au plus tard à le [départ]", "au plus tard au [départ]"),
        ("prend fin à le jour 30", "prend fin le jour 30"),
        ("de les [îles]", "des [îles]"),
        ("se engage à appeler le [émissaire]", "s'engage à appeler l'[émissaire]"),
    ],
)
def test_french_words_are_joined_as_they_are_spoken(full, written):
    assert FRENCH.join(full) == written

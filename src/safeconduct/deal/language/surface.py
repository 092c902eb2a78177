"""What a language does at the seams between words: elision and contraction, spaces, figures, dates.

The forms in the language files are written without elision and contraction. :meth:`Surface.join` does them, and the lexer
undoes them by ``Surface.expansions``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

NARROW = "\u202f"
MUTE = "\u2060"
"""Stands before a French mute h until the words are joined, so that the seam knows."""

_VOWEL = f"[aàâeéèêëiîïoôöuùûüœæ{MUTE}]"


@dataclass(frozen=True, slots=True)
class Surface:
    """The seams of one language.

    Arguments:
        months: names of the twelve months.
        at: the word between a day and a time of day.
        thousands: separator that ``write`` puts into figures.
        articles: articles that belong to a noun when they stand right before it.
        expansions: a contracted or elided word, and the full words it stands for.
        seams: pattern and replacement, in order, that bring full words into their written form.
        quotes: opening and closing quotation marks.
    """

    months: tuple[str, ...]
    at: str
    thousands: str
    articles: frozenset[str]
    quotes: tuple[str, str]
    expansions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    seams: tuple[tuple[re.Pattern[str], str], ...] = ()
    first_of_month: str = ""

    def join(self, words: str) -> str:
        """Return the written form of full words."""
        for pattern, replacement in self.seams:
            words = pattern.sub(replacement, words)
        return words.replace(MUTE, "")

    def figure(self, number: int) -> str:
        """Write a whole number with the separator of the language."""
        return f"{number:,}".replace(",", self.thousands)

    def date(self, iso: str) -> str:
        """Write ``2016-12-15`` or ``2016-12-15T16:00`` as the language does."""
        year, month, day = iso[:10].split("-")
        number = self.first_of_month if int(day) == 1 and self.first_of_month else str(int(day))
        time = f" {self.at} {iso[11:]}" if len(iso) > 10 else ""
        return f"{number} {self.months[int(month) - 1]} {year}{time}"


_EN_MONTHS = "January February March April May June July August September October November December".split()
_FR_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()

ENGLISH = Surface(tuple(_EN_MONTHS), "at", ",", frozenset({"the"}), ("“", "”"))

FRENCH = Surface(
    tuple(_FR_MONTHS),
    "à",
    NARROW,
    frozenset({"le", "la", "les", "l'"}),
    ("« ", " »"),
    expansions={
        "du": ("de", "le"),
        "des": ("de", "les"),
        "au": ("à", "le"),
        "aux": ("à", "les"),
        "d'": ("de",),
        "qu'": ("que",),
        "s'": ("se",),
        "n'": ("ne",),
        "jusqu'": ("jusque",),
    },
    seams=(
        (re.compile(rf"\b(?:le|la) (?=\[{_VOWEL})", re.IGNORECASE), "l'"),
        (re.compile(r"\bde le\b(?!')"), "du"),
        (re.compile(r"\bde les\b"), "des"),
        (re.compile(r"\bà le\b(?!')"), "au"),
        (re.compile(r"\bà les\b"), "aux"),
        (re.compile(rf"\b(d|qu|s|n|jusqu)e (?=\[?{_VOWEL}|y\b)", re.IGNORECASE), r"\1'"),
        (re.compile(r"' "), "'"),
        (re.compile(r" ([;:])"), NARROW + r"\1"),
    ),
    first_of_month="1er",
)

SURFACES: Mapping[str, Surface] = {"en": ENGLISH, "fr": FRENCH}

"""What a language does at the seams between words: elision and contraction, spaces, figures, dates.

The forms in the language files are written without elision and contraction. :meth:`Surface.join` does them, and the lexer
undoes them by ``Surface.expansions``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

NARROW = "\u202f"
MUTE = "\u2060"
"""Stands before a French mute h until the words are joined, so that the seam knows."""

ISOLATE, POP = "\u2068", "\u2069"
_LATIN_LETTER = re.compile(r"[A-Za-z\u00c0-\u024f]")
_ARABIC_LETTER = re.compile(r"[\u0620-\u064a]")

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
        bridges: two words that stand together and the word left out between them, as in *au plus tard (à) le 3 mai*.
        first_of_month: how the first day is written.
        after_year: what follows the year.
        plural: number to the index of the counted form.
        right_to_left: whether figures and names in other scripts are set apart, so that they do not run the wrong way.
    """

    months: tuple[str, ...]
    at: str
    thousands: str
    articles: frozenset[str]
    quotes: tuple[str, str]
    expansions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    seams: tuple[tuple[re.Pattern[str], str], ...] = ()
    bridges: Mapping[tuple[str, str], str] = field(default_factory=dict)
    first_of_month: str = ""
    after_year: str = ""
    plural: Callable[[int], int] = lambda number: int(number != 1)
    right_to_left: bool = False

    def join(self, words: str) -> str:
        """Return the written form of full words."""
        for pattern, replacement in self.seams:
            words = pattern.sub(replacement, words)
        return words.replace(MUTE, "")

    def figure(self, number: int) -> str:
        """Write a whole number with the separator of the language."""
        return self.apart(f"{number:,}".replace(",", self.thousands))

    def apart(self, text: str) -> str:
        """Set figures and words of another script apart from right-to-left text around them.

        >>> ARABIC.apart("3.1") == "\u20683.1\u2069", ARABIC.apart("إدلب") == "إدلب"
        (True, True)

        Source: Unicode Standard Annex 9, section 2.4, explicit directional isolates.
        """
        if not self.right_to_left or (_ARABIC_LETTER.search(text) and not _LATIN_LETTER.search(text)):
            return text
        return f"{ISOLATE}{text}{POP}"

    def date(self, iso: str) -> str:
        """Write ``2016-12-15``, ``2016-12-15T16:00`` or ``2016-12-15T16:00+02:00`` as the language does."""
        year, month, day = iso[:10].split("-")
        number = self.first_of_month if int(day) == 1 and self.first_of_month else str(int(day))
        time = f" {self.at} {self.apart(iso[11:16] + _ahead(iso[16:]))}" if len(iso) > 10 else ""
        return f"{number} {self.months[int(month) - 1]} {year}{self.after_year}{time}"


def _ahead(offset: str) -> str:
    """Write how far a clock is ahead of UTC.

    >>> _ahead("+02:00"), _ahead("-03:30"), _ahead("")
    (' (UTC+2)', ' (UTC-3:30)', '')
    """
    return f" (UTC{offset[0]}{int(offset[1:3])}{offset[3:].replace(':00', '')})" if offset else ""


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
        (re.compile(r"\b(tard|fin) à le (?=\d|jour\b)"), r"\1 le "),
        (re.compile(r"\bde le\b(?!')"), "du"),
        (re.compile(r"\bde les\b"), "des"),
        (re.compile(r"\bà le\b(?!')"), "au"),
        (re.compile(r"\bà les\b"), "aux"),
        (re.compile(rf"\b(d|qu|s|n|jusqu)e (?=\[?{_VOWEL}|y\b)", re.IGNORECASE), r"\1'"),
        (re.compile(r"' "), "'"),
        (re.compile(r" ([;:])"), NARROW + r"\1"),
    ),
    bridges={("tard", "le"): "à", ("fin", "le"): "à"},
    first_of_month="1er",
    plural=lambda number: int(number > 1),
)


# Both names, as the United Nations writes them: the Levant says kānūn al-awwal, Egypt and the Gulf disambir.
_AR_MONTHS = (
    "كانون الثاني/يناير، شباط/فبراير، آذار/مارس، نيسان/أبريل، أيار/مايو، حزيران/يونيه، "
    "تموز/يوليه، آب/أغسطس، أيلول/سبتمبر، تشرين الأول/أكتوبر، تشرين الثاني/نوفمبر، كانون الأول/ديسمبر"
).split("، ")
_RU_MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()


def _arabic_plural(number: int) -> int:
    """Return 0 to 5: zero, one, two, few (3 to 10), many (11 to 99), other (100, 101, 102, …).

    Source: Unicode CLDR, plural rules for Arabic.
    """
    if number <= 2:
        return number
    rest = number % 100
    return 3 if 3 <= rest <= 10 else 4 if rest >= 11 else 5


def _russian_plural(number: int) -> int:
    """Return 0 to 2: one (1, 21, 31), few (2 to 4, 22 to 24), many (0, 5 to 20, …).

    Source: Unicode CLDR, plural rules for Russian.
    """
    if number % 10 == 1 and number % 100 != 11:
        return 0
    return 1 if 2 <= number % 10 <= 4 and not 12 <= number % 100 <= 14 else 2


ARABIC = Surface(
    tuple(_AR_MONTHS),
    "الساعة",
    ",",
    frozenset(),
    ("«", "»"),
    seams=(
        (re.compile(r"لـ ال"), "لل"),
        (re.compile(r"([بل])ـ (?=[\u0620-\u064a])"), r"\1"),
        (re.compile(r"([بل])ـ (?=\S)"), r"\1ـ"),
    ),
    plural=_arabic_plural,
    right_to_left=True,
)

RUSSIAN = Surface(tuple(_RU_MONTHS), "в", "\u00a0", frozenset(), ("«", "»"), after_year=" года", plural=_russian_plural)

SURFACES: Mapping[str, Surface] = {"ar": ARABIC, "en": ENGLISH, "fr": FRENCH, "ru": RUSSIAN}

"""A sentence to tokens: bracketed nouns typed by their kind, figures and dates by value, words by their base form.

A comma directly before a word that opens a detail (", with", ", by") is one token with it. That one rule keeps the grammar
LALR(1): a comma alone always ends a condition or a list.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from safeconduct.deal.language.surface import Surface


class Token(NamedTuple):
    """One token.

    Arguments:
        type: the terminal: a kind in capitals for nouns, ``NUMBER``, ``DATE``, … for figures, the base form for words.
        surface: as written.
        value: what it means: id of the word, number, ISO date; the surface for plain words.
        start: offset in the sentence, from 0.
        shape: everything about it that its agreement and its seams depend on; equal shapes are worded alike.
    """

    type: str
    surface: str
    value: str | int
    start: int
    shape: str


class UnknownNoun(Exception):
    """A bracketed word that the words table does not list."""

    def __init__(self, text: str, start: int) -> None:
        super().__init__(text)
        self.text, self.start = text, start


_MOST_FIGURES = 24
"""Characters of a number or a clause number; longer ones are figures that ran together."""


_FIRST_YEAR, _LAST_YEAR = 1000, 9998
"""Years in which every local day has a beginning and an end that can be reckoned in UTC."""


class BadFigure(Exception):
    """A date that no calendar has, or a number of more figures than anything has."""

    def __init__(self, text: str, start: int) -> None:
        super().__init__(text)
        self.text, self.start = text, start


Noun = tuple[str, str, str]
"""The id of a word, the terminal of its kind, and the shape of its name."""


@dataclass(slots=True)
class Lexer:
    """Tokens of one language.

    Arguments:
        surface: seams, months and quotation marks of the language.
        lemmas: inflected form to base form.
        openers: words that open a detail after a comma.
    """

    surface: Surface
    lemmas: Mapping[str, str] = field(default_factory=dict)
    openers: frozenset[str] = frozenset()
    _pattern: re.Pattern[str] = field(init=False)
    _months: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        months = "|".join(self.surface.months)
        opening, closing = (re.escape(mark.strip()) for mark in self.surface.quotes)
        self._months = {name.casefold(): index for index, name in enumerate(self.surface.months, 1)}
        self._pattern = re.compile(
            rf"""(?P<DIGEST>[0-9a-f]{{64}})\b
            |(?P<WORD>[^\W\d_]+(?:-[^\W\d_]+)*['’]?)
            |\[(?P<NOUN>[^\]]*)\]
            |(?P<MARK>[,;:.])
            |(?P<DATE>(?P<day>[0-9]{{1,2}})(?:er)?\s(?P<month>{months})\s(?P<year>[0-9]{{4}})
              (?:\s{self.surface.at}\s(?P<hour>[0-9]{{1,2}}):(?P<minute>[0-9][0-9])
                (?:\s\(UTC(?P<ahead>[+-][0-9]{{1,2}})(?::(?P<ahead_minutes>[0-9][0-9]))?\))?)?)(?![0-9])
            |(?P<CLAUSE>[0-9]+(?:\.[0-9]+)+)\b
            |(?P<NUMBER>[0-9]{{1,3}}(?:[,\u202f\u00a0\u2009\x20][0-9]{{3}})+(?![0-9])|[0-9]+)
            |{opening}\s?(?P<QUOTED>[^{closing}]*?)\s?{closing}
            |\((?P<LETTER>[a-z])\)
            |(?P<OTHER>\S)""",
            re.VERBOSE | re.IGNORECASE,
        )

    def tokens(self, text: str, nouns: Mapping[str, Noun]) -> list[Token]:
        """Return the tokens of a sentence, without its final full stop.

        Raises: UnknownNoun, BadFigure.
        """
        out: list[Token] = []
        for match in self._pattern.finditer(text):
            kind = match.lastgroup or ""
            start = match.start()
            if kind == "WORD":
                self._word(match[0], start, out)
            elif kind == "NOUN":
                self._noun(match["NOUN"], start, nouns, out)
            elif kind == "MARK":
                out.append(Token(match[0], match[0], match[0], start, match[0]))
            elif kind == "DATE":
                out.append(Token("DATE", match[0], self._date(match), start, "DATE"))
            elif kind == "NUMBER":
                number = int(re.sub("[^0-9]", "", match[0])[:_MOST_FIGURES])
                if len(match[0]) > _MOST_FIGURES:
                    raise BadFigure(match[0], start)
                out.append(Token(kind, match[0], number, start, f"{kind}/{self.surface.plural(number)}"))
            elif kind == "QUOTED":
                out.append(Token(kind, match[0], match["QUOTED"], start, kind))
            elif kind == "LETTER":
                out.append(Token(kind, match[0].lower(), match["LETTER"].lower(), start, match["LETTER"].lower()))
            elif kind == "CLAUSE" and len(match[0]) > _MOST_FIGURES:
                raise BadFigure(match[0], start)
            else:
                out.append(Token(kind, match[0], match[0], start, kind))
        if out and out[-1].type == ".":
            out.pop()
        return out

    def _word(self, written: str, start: int, out: list[Token]) -> None:
        word = written.casefold().replace("’", "'")
        shape = word
        for full in self.surface.expansions.get(word, (word,)):
            base = self.lemmas.get(full, full)
            bridge = self.surface.bridges.get((out[-1].type, full)) if out else None
            if bridge:
                out.append(Token(bridge, bridge, bridge, start, f"+{bridge}"))
            if out and out[-1].type == "," and base in self.openers:
                comma = out.pop()
                out.append(Token(f", {base}", f", {full}", full, comma.start, f", {shape}"))
            else:
                out.append(Token(base, full, full, start, shape))
            shape = f"+{full}"

    def _noun(self, text: str, start: int, nouns: Mapping[str, Noun], out: list[Token]) -> None:
        found = nouns.get(text) or nouns.get(text.casefold())
        if found is None:
            raise UnknownNoun(text, start)
        article = ""
        if out and out[-1].surface in self.surface.articles:
            article = out.pop().shape
        out.append(Token(found[1], f"[{text}]", found[0], start, f"{article} {found[2]}"))

    def _date(self, match: re.Match[str]) -> str:
        try:
            if not _FIRST_YEAR <= int(match["year"]) <= _LAST_YEAR:
                raise ValueError
            day = datetime.date(int(match["year"]), self._months[match["month"].casefold()], int(match["day"]))
            if match["hour"] is None:
                return day.isoformat()
            time = datetime.time(int(match["hour"]), int(match["minute"]), tzinfo=_zone(match["ahead"], match["ahead_minutes"]))
        except ValueError:
            raise BadFigure(match[0], match.start()) from None
        return f"{day.isoformat()}T{time.isoformat('minutes')}"


def _zone(hours: str | None, minutes: str | None) -> datetime.timezone | None:
    """Read how far a clock is ahead of UTC, such as +3 or -3:30; it tells apart the two times of an hour that comes twice."""
    if hours is None:
        return None
    ahead = datetime.timedelta(hours=int(hours[1:]), minutes=int(minutes or 0))
    return datetime.timezone(-ahead if hours[0] == "-" else ahead)

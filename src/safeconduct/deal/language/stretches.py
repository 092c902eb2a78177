"""Sentences cut at their nouns, so that the same words between two nouns are cut into tokens only once.

A long agreement says the same few things again and again: *undertakes to*, *, by day 3.* Between two nouns a stretch of words is
always cut alike, so its tokens are kept; only an article right before a noun belongs to that noun.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from safeconduct.deal.language.lexer import BadFigure, Lexer, Noun, Token

Shape = tuple[tuple[str, ...], ...]
"""The shapes of all tokens of a sentence, stretch by stretch: sentences of one shape are parsed and worded alike."""

_NOUN = re.compile(r"\[([^\]]*)\]")
_MOST_KEPT = 20_000


@dataclass(slots=True)
class _Stretch:
    """Tokens of the words between two nouns: as they stand alone, and as they stand before a noun that takes their article."""

    shapes: tuple[str, ...]
    values: list[str | int]
    values_before_noun: list[str | int]
    is_last: bool


@dataclass(slots=True)
class Stretches:
    """Keeps the tokens of stretches; what is kept depends on the words alone, never on an agreement.

    Holds: joining equals cutting the whole sentence (test_stretches).
    """

    lexer: Lexer
    _kept: dict[str, _Stretch | None] = field(default_factory=dict)
    _same: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)

    def join(self, sentence: str, nouns: Mapping[str, Noun]) -> tuple[Shape, list[str | int]] | None:
        """Return the shape of a sentence and the values of its tokens; None when it has to be cut whole to say what is wrong."""
        parts = _NOUN.split(sentence)
        shape: list[tuple[str, ...]] = []
        values: list[str | int] = []
        kept, last = self._kept, len(parts) - 1
        for index in range(0, last + 1, 2):
            stretch = kept.get(parts[index], _MISSING)
            if stretch is _MISSING:
                stretch = self._cut(parts[index])
            if stretch is None:
                return None
            assert isinstance(stretch, _Stretch)
            if index == last:
                shape.append(stretch.shapes)
                values += stretch.values
                break
            if stretch.is_last:
                return None
            noun = nouns.get(parts[index + 1]) or nouns.get(parts[index + 1].casefold())
            if noun is None:
                return None
            shape.append(stretch.shapes)
            shape.append((noun[2],))
            values += stretch.values_before_noun
            values.append(noun[0])
        return tuple(shape), values

    def _cut(self, words: str) -> _Stretch | None:
        if len(self._kept) > _MOST_KEPT:
            self._kept.clear()
        stretch = None
        if not set(words) & {"“", "”", "«", "»", "[", "]"}:
            with contextlib.suppress(BadFigure):
                stretch = self._stretch(words, self.lexer.tokens(words, {}))
        self._kept[words] = stretch
        return stretch

    def _stretch(self, words: str, tokens: list[Token]) -> _Stretch:
        shapes = self._interned(tuple(token.shape for token in tokens))
        values = [token.value for token in tokens]
        takes_article = bool(tokens) and tokens[-1].surface in self.lexer.surface.articles
        return _Stretch(shapes, values, values[:-1] if takes_article else values, words.rstrip().endswith("."))

    def _interned(self, shapes: tuple[str, ...]) -> tuple[str, ...]:
        return self._same.setdefault(shapes, shapes)


_MISSING = object()

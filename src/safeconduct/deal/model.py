"""An agreement as data: words, clauses, the text it quotes, and where each of them stands in the file."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import inf
from typing import Any

from safeconduct.deal import tree
from safeconduct.deal.language import Name, borrow
from safeconduct.errors import Place
from safeconduct.kernel import Text, Zone

FORMAT = "safeconduct-deal/1"
KINDS = ("party", "group", "body", "act", "event", "state", "thing", "place", "document", "text")
LANGUAGE_NAMES: Mapping[str, str] = {"en": "English", "fr": "Français", "ar": "العربية", "ru": "Русский"}


@dataclass(frozen=True, slots=True)
class ShownBy:
    """What proves that a word came about.

    Arguments:
        kind: kind of record entry that shows it, such as ``observation`` or ``deed``; ``untested`` when the text names no test.
        witness: id of the actor whose entry counts; empty for anyone's.
    """

    kind: str
    witness: str = ""

    @property
    def is_tested(self) -> bool:
        """Whether anything at all can show it."""
        return self.kind != "untested"


@dataclass(frozen=True, slots=True)
class Word:
    """One row of the words table.

    Arguments:
        id: the name used by trees and record entries.
        kind: one of ``KINDS``.
        names: language code to the name in that language.
        shown_by: what proves it; None where the table is silent.
        also: other spellings, offered as *did you mean* and never accepted in a clause.
    """

    id: str
    kind: str
    names: Mapping[str, Name]
    shown_by: ShownBy | None = None
    also: tuple[str, ...] = ()
    place: Place = field(default_factory=Place, compare=False)


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered sentence, the same in every language.

    Arguments:
        id: its number, such as ``3.1``.
        sentence: what it says.
        places: language code to its place in the file.
    """

    id: str
    sentence: tree.Sentence
    places: Mapping[str, Place] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """A stretch of a quoted source and what it became.

    Arguments:
        text: the words of the source.
        becomes: clause numbers, or one of ``heading``, ``recital``, ``signature``, ``open``.
        start, end: characters in the file, from 0.
    """

    text: str
    becomes: tuple[str, ...]
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)
    place: Place = field(default_factory=Place, compare=False)


@dataclass(frozen=True)
class Agreement:
    """A text that runs.

    Arguments:
        deal: id of the deal; several agreements of one deal follow each other in time.
        title: in each language.
        languages: codes in the order of the file; each has every clause.
        clock: zone in which local days are counted.
        day_count: 0 or 1, what the day of signature is.
        words: id to word.
        clauses: in the order of the text.
        headings: language code to pairs (number of clauses before it, heading).
        quotes: quoted sources, one tuple of spans for each block quote.
        references: documents the front matter names.
        file_digest: SHA-256 of the bytes read: what is signed.
    """

    deal: str
    title: Text
    languages: tuple[str, ...]
    clock: Zone
    day_count: int
    words: Mapping[str, Word]
    clauses: tuple[Clause, ...]
    headings: Mapping[str, tuple[tuple[int, str], ...]] = field(default_factory=dict)
    quotes: tuple[tuple[QuotedSpan, ...], ...] = ()
    references: tuple[str, ...] = ()
    commentary: str = ""
    file: str = field(default="", compare=False)
    file_digest: str = field(default="", compare=False)

    @cached_property
    def by_id(self) -> Mapping[str, Clause]:
        """Clause number to clause."""
        return {clause.id: clause for clause in self.clauses}

    def names(self, language: str) -> Mapping[str, Name]:
        """Return the names of all words in a language; where that one is missing, the English or any other, marked as borrowed."""
        return {word.id: word.names.get(language) or _borrowed(word) for word in self.words.values()}

    def name(self, word: str, language: str) -> str:
        """Return the name of one word in a language, as ``names`` would give it; the id itself for a word that is not listed."""
        listed = self.words.get(word)
        return (listed.names.get(language) or _borrowed(listed)).text if listed else word

    def concerns(self, entry: Mapping[str, Any]) -> bool:
        """Whether a record entry is about this text: it names no agreement of the deal, or this one by its file name.

        A deal can have several texts in order of time. A clause number or a signature belongs to one of them, which the entry names
        in ``body.agreement``; without this, a signature under the second text would bind its signer to the first.
        """
        named = (entry.get("body") or {}).get("agreement")
        return named is None or named == self.file.removesuffix(".deal.md")

    def expand(self, clauses: tree.Clauses) -> tuple[str, ...]:
        """Return the clause numbers that a reference covers, in the order of the text.

        A reference to ``2`` covers 2 and every 2.x and 2.x.y; a range runs in the order of the text.
        """
        if isinstance(clauses, tree.Clause):
            return self._covered.get(clauses.clause, ())
        if isinstance(clauses, tree.ClausePair):
            wanted = {id_ for part in clauses.clauses for id_ in self._covered.get(part, ())}
            return tuple(sorted(wanted, key=_key))
        assert isinstance(clauses, tree.ClauseRange)
        keys = self._keys
        last = (*_key(clauses.last), inf)  # every part of the last clause belongs to the range
        return tuple(self._in_order[bisect_left(keys, _key(clauses.first)) : bisect_left(keys, last)])

    @cached_property
    def _in_order(self) -> list[str]:
        return sorted((clause.id for clause in self.clauses), key=_key)

    @cached_property
    def _keys(self) -> list[tuple[float, ...]]:
        return [_key(id_) for id_ in self._in_order]

    @cached_property
    def _covered(self) -> Mapping[str, tuple[str, ...]]:
        """What a reference to one number covers: the clause of that number and every clause under it."""
        found: dict[str, list[str]] = {}
        for id_ in self._in_order:
            parts = id_.split(".")
            for length in range(1, len(parts) + 1):
                found.setdefault(".".join(parts[:length]), []).append(id_)
        return {name: tuple(ids) for name, ids in found.items()}


def _borrowed(word: Word) -> Name:
    language = "en" if "en" in word.names else next(iter(word.names), "")
    return borrow(word.names[language], language) if language else Name(word.id)


def _key(clause: str) -> tuple[float, ...]:
    return tuple(int(part) for part in clause.split("."))

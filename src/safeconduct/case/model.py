"""A case as data: its agreements in order of time, what happened, and whose account that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from safeconduct.case.settings import Settings
from safeconduct.deal import Agreement
from safeconduct.errors import Place, Problem
from safeconduct.kernel import Zone, parse_instant

Event = Mapping[str, Any]
"""One entry of the history as plain data; its place in the tuple is its index."""


@dataclass(frozen=True, slots=True)
class Dated:
    """One agreement of a case, with the instant from which it stands.

    Arguments:
        id: its file name without ``.deal.md``; entries name it so in ``body.agreement``.
        since: UTC; None where nothing says when, so that it stands from the beginning.
    """

    id: str
    agreement: Agreement
    since: datetime | None


@dataclass(frozen=True)
class Case:
    """A case folder.

    Arguments:
        name: as the user gave it, or the name of the shipped case.
        folder: where it lies; for a single file, the folder of that file.
        settings: what ``case.toml`` settles, completed from what was read: every field holds for this case.
        agreements: in order of time; at least one.
        history: entries in the order of the file.
        lines: for each entry, its line in the file.
        shipped: whether it came with the program.
        is_signed: whether the entries come from a signed record; then each has ``index`` and ``state``, and ``lines`` holds the indexes.
        set_aside: entries of the record that do not fit the agreements and are not taken into account, each with why.
    """

    name: str
    folder: Path
    settings: Settings
    agreements: tuple[Dated, ...]
    history: tuple[Event, ...] = ()
    lines: tuple[int, ...] = ()
    shipped: bool = False
    is_signed: bool = False
    set_aside: tuple[Problem, ...] = ()

    @property
    def zone(self) -> Zone:
        """The clock of its last agreement."""
        return self.agreements[-1].agreement.clock

    @cached_property
    def last_instant(self) -> datetime | None:
        """The end of the last thing that happened, as far as the history says."""
        return max((parse_instant(event["occurred"]["to"]) for event in self.history), default=None)

    def standing_at(self, at: datetime) -> Dated | None:
        """Return the last agreement that stood at an instant, or None before the first."""
        found = [dated for dated in self.agreements if dated.since is None or dated.since <= at]
        return found[-1] if found else None

    def events_for(self, dated: Dated) -> tuple[Event, ...]:
        """Return the entries that concern one agreement: those that name it, and those that name none."""
        return tuple(event for event in self.history if dated.agreement.concerns(event))

    def place_of(self, index: int) -> Place:
        """Return where an entry stands: its line in the history file, or its index in the record."""
        if self.is_signed:
            return Place(self.settings.history, entry=self.lines[index])
        return Place(self.settings.history, self.lines[index], 1)

    def text_of(self, event: Event, language: str) -> str:
        """Return the words of an entry in a language where the case has them, else as they stand in the entry."""
        own = str(event["body"].get("text", ""))
        texts = self.settings.texts
        return dict(texts[event["id"]].by_language).get(language, own) if event["id"] in texts else own

    def name_of(self, word: str, language: str, at: datetime | None = None) -> str:
        """Return the name of a word, without article; the id itself when nobody names it.

        The texts of one deal may name a word differently: the one that stood at ``at`` comes first, then the later ones.
        """
        then = self.standing_at(at) if at is not None else None
        for dated in [*([then] if then else []), *reversed(self.agreements)]:
            if word in dated.agreement.words:
                return dated.agreement.names(language)[word].text
        words = self.settings.words
        return words[word].in_language(language) if word in words else word

"""Everything a state is computed from, in one place: the agreements, the norms under one reading, the record, the instant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from safeconduct.deal.model import Agreement, Word
from safeconduct.deal.norms import Norm, clause_norms
from safeconduct.deal.standing.record import Record
from safeconduct.deal.standing.sheet import Sheet
from safeconduct.deal.standing.timing import Calendar

Override = tuple[int, str, str]
"""A rival reading: agreement, clause, and the clause that declares the reading."""


@dataclass(slots=True)
class Text:
    """One agreement, prepared.

    Arguments:
        number: its position among the agreements.
        norms: clause number to its norms under the reading in force, in the order of the text.
    """

    number: int
    agreement: Agreement
    calendar: Calendar
    norms: Mapping[str, tuple[Norm, ...]]
    by_act: Mapping[str, tuple[Norm, ...]] = field(default_factory=dict)
    by_id: Mapping[str, Norm] = field(default_factory=dict)

    def word(self, id_: str) -> Word | None:
        """Return a word of the table."""
        return self.agreement.words.get(id_)

    def kind(self, id_: str) -> str:
        """Return the kind of a word, empty for what the table does not list."""
        word = self.agreement.words.get(id_)
        return word.kind if word else ""


@dataclass(slots=True)
class World:
    """What every computation is handed."""

    texts: Sequence[Text]
    record: Record
    sheet: Sheet
    at: datetime


def prepare(agreement: Agreement, number: int, override: Override | None = None) -> Text:
    """Prepare one agreement, with the norms of a rival reading in place of those of its clause."""
    norms: dict[str, tuple[Norm, ...]] = {}
    for clause in agreement.clauses:
        sentence, reading = clause.sentence, ""
        if override and override[:2] == (number, clause.id):
            rival = agreement.by_id[override[2]].sentence
            sentence, reading = getattr(rival, "sentence", rival), getattr(rival, "word", "")
        found = tuple(clause_norms(agreement, clause.id, sentence, reading=reading))
        if found:
            norms[clause.id] = found
    every = [norm for group in norms.values() for norm in group]
    by_act: dict[str, list[Norm]] = {}
    for norm in every:
        by_act.setdefault(norm.deed.act, []).append(norm)
    calendar = Calendar(agreement.clock, agreement.day_count)
    index = {act: tuple(group) for act, group in by_act.items()}
    return Text(number, agreement, calendar, norms, index, {norm.id: norm for norm in every})

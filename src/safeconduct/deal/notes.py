"""What a reader of a text may not expect of its calendar: how each length in months comes out, and on which date.

A month keeps the day number; where the later month has no such day, its last day counts.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from safeconduct.deal import tree
from safeconduct.deal.language import NODE_BY_NAME, field_types, tongue
from safeconduct.deal.model import Agreement, Clause
from safeconduct.deal.walk import found
from safeconduct.errors import Place
from safeconduct.kernel import Duration, day_is_skipped, start_of_day


@dataclass(frozen=True, slots=True)
class Note:
    """Something about a clause that is right and may surprise.

    Arguments:
        clause: its number.
        text: the note, in the language asked for.
        ends: the last local day of the limit, ISO dates; empty where the text does not say from when it runs.
        where: place of the clause.
    """

    clause: str
    text: str
    ends: tuple[str, ...]
    where: Place

    def as_json(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        place = self.where
        where = {"file": place.file, "line": place.line, "column": place.column, "excerpt": place.excerpt}
        return {"clause": self.clause, "text": self.text, "ends": list(self.ends), "where": where}


_KEPT = {
    "en": "Clause {clause}: {months} from {start}, that is until the end of {days} ({zone}).",
    "fr": "Clause {clause} : {months} à compter du {start}, soit jusqu'à la fin du {days} ({zone}).",
}
_ROUNDED = {
    "en": " There is no {day} {month}: the last day of that month counts.",
    "fr": " Le {day} {month} n'existe pas : le dernier jour de ce mois compte.",
}
_OPEN = {
    "en": "Clause {clause}: {months}, counted to the same number of the day; where the last month has no such day, its last day counts.",
    "fr": "Clause {clause} : {months}, comptés de quantième à quantième ; si le dernier mois n'a pas ce jour, son dernier jour compte.",
}
_MONTHS = {"en": ("month", "months"), "fr": ("mois", "mois")}
_TO = {"en": " to ", "fr": " à "}
_LIMITS = tuple(kind for kind in NODE_BY_NAME.values() if {"length", "moment"} <= set(field_types(kind)))
_OTHERS = tuple(
    kind
    for kind in NODE_BY_NAME.values()
    if kind not in _LIMITS and any(t.category is tree.Length for t in field_types(kind).values())
)


def notes(agreement: Agreement, language: str = "en") -> tuple[Note, ...]:
    """Return a note for each length in months, in the order of the text, with the date it comes to where the text says from when.

    Arguments:
        language: of the notes, ``en`` or ``fr``; English for any other.
    """
    speaker = _Speaker(agreement, language if language in _KEPT else "en")
    limits = [*found(agreement, *_LIMITS), *found(agreement, *_OTHERS)]
    order = {clause.id: number for number, clause in enumerate(agreement.clauses)}
    every = (note for clause, node in limits for note in speaker.notes(clause, node))
    return tuple(sorted(dict.fromkeys(every), key=lambda note: order[note.clause]))


@dataclass(frozen=True, slots=True)
class _Speaker:
    agreement: Agreement
    language: str

    def notes(self, clause: Clause, node: tree.Node) -> Iterator[Note]:
        lengths = (getattr(node, name) for name, type_ in field_types(type(node)).items() if type_.category is tree.Length)
        for length in lengths:
            if isinstance(length, tree.Lasting | tree.LastingBetween) and isinstance(length.unit, tree.Months):
                yield self._note(clause, length, getattr(node, "moment", None))

    def _note(self, clause: Clause, length: tree.Lasting | tree.LastingBetween, moment: tree.Moment | None) -> Note:
        numbers = (length.number,) if isinstance(length, tree.Lasting) else (length.low, length.high)
        one, several = _MONTHS[self.language]
        months = f"{_TO[self.language].join(map(str, numbers))} {one if numbers == (1,) else several}"
        start = self._anchor(moment)
        ends = [self._end(start, number) for number in numbers] if start else []
        where = clause.places.get(self.language) or next(iter(clause.places.values()), Place())
        if start is None or None in ends:
            return Note(clause.id, _OPEN[self.language].format(clause=clause.id, months=months), (), where)
        days = [day for day in ends if day]
        text = _KEPT[self.language].format(
            clause=clause.id,
            months=months,
            start=self._said(start),
            days=_TO[self.language].join(map(self._said, days)),
            zone=self.agreement.clock.name,
        )
        text += "".join(dict.fromkeys(self._rounding(start, number) for number in numbers))
        return Note(clause.id, text, tuple(day.isoformat() for day in days), where)

    def _anchor(self, moment: tree.Moment | None) -> date | None:
        """Return the local day from which a length runs, where the text itself fixes it."""
        signed = [c.sentence.date[:10] for c in self.agreement.clauses if isinstance(c.sentence, tree.Signed)]
        entries = [c.sentence.moment for c in self.agreement.clauses if isinstance(c.sentence, tree.EntersIntoForce)]
        if isinstance(moment, tree.OnDay):
            return date.fromisoformat(moment.date[:10])
        if isinstance(moment, tree.TheEntryIntoForce) and len(entries) == 1 and entries[0] != moment:
            return self._anchor(entries[0])
        if not signed or not isinstance(moment, tree.TheSignature | tree.DayNumber):
            return None
        day = date.fromisoformat(max(signed))
        return day + timedelta(days=moment.number - self.agreement.day_count) if isinstance(moment, tree.DayNumber) else day

    def _end(self, start: date, months: int) -> date | None:
        """Return the last local day of a length, as the deed level counts it; None beyond the calendar."""
        zone = self.agreement.clock
        try:
            if day_is_skipped(start, zone):
                return None
            over = Duration(months, "months").after(start_of_day(start, zone), zone, signature_day_is=self.agreement.day_count)
            return zone.day_of(over - datetime.resolution)
        except (OverflowError, ValueError):
            return None

    def _rounding(self, start: date, months: int) -> str:
        year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
        if start.day <= calendar.monthrange(year, month + 1)[1]:
            return ""
        name = tongue(self.language).writer.surface.months[month]
        return _ROUNDED[self.language].format(day=start.day, month=f"{name} {year}")

    def _said(self, day: date) -> str:
        return tongue(self.language).writer.surface.date(day.isoformat())

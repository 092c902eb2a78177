"""One question about one agreement at one instant: what every verb of ``deal`` that asks starts from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from safeconduct.case import Case, Dated, read_case
from safeconduct.case.stand import facts_at
from safeconduct.cli.answer import Answer, Line
from safeconduct.cli.labels import label
from safeconduct.cli.target import agreement_of, instants
from safeconduct.cli.verb import Asked
from safeconduct.deal import Agreement
from safeconduct.deal.promise import Facts, Speaker
from safeconduct.kernel import format_instant


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about.

    Arguments:
        facts: what had happened by ``at``, as far as was recorded by ``known_by``.
        speaker: says it in the language asked for.
    """

    asked: Asked
    case: Case
    dated: Dated
    at: datetime
    known_by: datetime | None
    facts: Facts
    speaker: Speaker

    @classmethod
    def of(cls, asked: Asked, target: str, which: str | None) -> Question:
        """Read the case and settle the instant and the agreement."""
        case = read_case(target)
        at, known_by = instants(case, asked)
        dated = agreement_of(case, which, at)
        given = facts_at(case, dated, at, known_by)
        return cls(asked, case, dated, at, known_by, given, Speaker(dated.agreement, asked.language, given.signed, given.bound))

    @property
    def agreement(self) -> Agreement:
        """The agreement asked about."""
        return self.dated.agreement

    @property
    def events(self) -> tuple[Any, ...]:
        """The entries that concern the agreement."""
        return self.case.events_for(self.dated)

    def say(self, key: str, **parts: object) -> str:
        """Return a label in the language asked for."""
        return label(self.asked.language, key, **parts)

    def head(self) -> list[Line]:
        """Return the lines that say what the answer is about, and what every screen of the case says."""
        when = self.say("at", at=format_instant(self.at))
        if self.known_by is not None:
            when += ", " + self.say("known_by", known_by=format_instant(self.known_by))
        lines = [Line(self.agreement.title.in_language(self.asked.language), "title")]
        lines.append(Line(self.say("of", file=self.agreement.file, at=when), "quiet"))
        says = self.case.settings.says.in_language(self.asked.language)
        return [*lines, Line(says, "quiet")] if says else lines

    def answer(self, data: dict[str, Any], lines: list[Line | str], exit_code: int = 0) -> Answer:
        """Return an answer that says what it is about, as data and to people."""
        about = {
            "case": self.case.name,
            "agreement": self.dated.id,
            "at": format_instant(self.at),
            "known_by": format_instant(self.known_by) if self.known_by else None,
            "reconstruction": self.case.settings.is_reconstruction,
        }
        notes: tuple[str, ...] = ()
        if len(self.case.agreements) > 1:
            notes = (self.say("others", count=len(self.case.agreements), id=self.dated.id),)
        if self.case.set_aside:
            notes += (self.say("case.aside", count=len({problem.where for problem in self.case.set_aside})),)
        return Answer({**about, **data}, [*self.head(), "", *lines], exit_code, notes)

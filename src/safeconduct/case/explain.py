"""The sentences of this room: the clock as a band, a stop and the accounts of it, figures side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from safeconduct.case.clock import Clock
from safeconduct.case.model import Case, Event
from safeconduct.case.view import SideBySide, Stop, count_of
from safeconduct.deal import Agreement
from safeconduct.deal.language import Name, tongue
from safeconduct.deal.speech import clauses_in, joined, kind_in
from safeconduct.kernel import Count, parse_instant

_SAY: Mapping[str, Mapping[str, str]] = {
    "en": {
        "clock": "Clock: {event} could come by {first}, should {state} go on (clause {clause}): {left}.",
        "clock.band": "Clock: {event} could come by {first}, by {last} in another report, should {state} go on (clause {clause}): {left}.",
        "left": "{low} days left",
        "left.one": "1 day left",
        "left.band": "{low} to {high} days left",
        "past": "the time has passed in one account",
        "past.all": "the time has passed",
        "holds.yes": "The record says that {state} has begun.",
        "holds.no": "The record says that {state} has ended.",
        "holds.unknown": "No entry says whether it does.",
        "at_least": "at least {low}",
        "between": "{low} to {high}",
        "figures": "{what}, in all: {figures}",
        "stop": "Movement under {clauses} has been suspended since {day}, on the word of {actor}; {count} accounts of why.",
        "stop.one": "Movement under {clauses} has been suspended since {day}, on the word of {actor}.",
        "entry": "{day} · {actor}, {kind}: {what}",
        "entry.bare": "{day} · {actor}, {kind}",
    },
    "fr": {
        "clock": "Horloge : {event} pourrait survenir d'ici au {first}, en cas de poursuite de {state} (clause {clause}) : {left}.",
        "clock.band": "Horloge : {event} pourrait survenir d'ici au {first}, au {last} selon une autre source, en cas de poursuite de {state} "
        "(clause {clause}) : {left}.",
        "left": "{low} jours restants",
        "left.one": "1 jour restant",
        "left.band": "{low} à {high} jours restants",
        "past": "le délai est passé selon une source",
        "past.all": "le délai est passé",
        "holds.yes": "Le registre porte le début de {state}.",
        "holds.no": "Le registre porte la fin de {state}.",
        "holds.unknown": "Aucune entrée ne dit ce qu'il en est.",
        "at_least": "au moins {low}",
        "between": "{low} à {high}",
        "figures": "{what}, au total : {figures}",
        "stop": "Le mouvement selon {clauses} est suspendu depuis le {day}, selon {actor} ; {count} explications données.",
        "stop.one": "Le mouvement selon {clauses} est suspendu depuis le {day}, selon {actor}.",
        "entry": "{day} · {actor}, {kind} : {what}",
        "entry.bare": "{day} · {actor}, {kind}",
    },
}


@dataclass(frozen=True, slots=True)
class Teller:
    """Says what this room knows of one case, in one language.

    Arguments:
        language: ``en`` or ``fr``; any other is spoken to in English.
    """

    case: Case
    language: str

    @property
    def spoken(self) -> str:
        """The language spoken."""
        return self.language if self.language in _SAY else "en"

    def clock(self, clock: Clock, at: datetime) -> str:
        """Return one clock as a sentence: the band, what it hangs on, and whether that is known to last."""
        first, last = self.last_day(clock.earliest), self.last_day(clock.latest)
        parts = {"event": clock.event, "state": clock.state}
        names = {key: self._bracketed(clock.of.agreement, word) for key, word in parts.items()}
        key = "clock" if first == last else "clock.band"
        said = self._say(key, **names, first=first, last=last, clause=clock.clause, left=self._left(clock, at))
        return self._joined(f"{said} {self._say(f'holds.{clock.holds.value}', **names)}")

    def figures(self, found: SideBySide) -> str:
        """Return figures for one thing side by side, each with its source and confidence."""
        told = [f"{self.count(count)} ({self._by(event)})" for event, count in found.figures]
        what = self.case.name_of(found.what, self.spoken)
        return self._say("figures", what=what[:1].upper() + what[1:], figures=" · ".join(told))

    def _by(self, event: Event) -> str:
        """Return the source of a figure and its confidence, as far as the entry gives them."""
        source = event.get("source") or self.case.name_of(event["actor"], self.spoken)
        return ", ".join(filter(None, [source, event.get("confidence")]))

    def stop(self, stop: Stop) -> str:
        """Return since when movement is suspended, and on whose word."""
        event = stop.suspension
        begun = parse_instant(event["occurred"]["from"])
        actor = self.case.name_of(event["actor"], self.spoken, begun)
        clauses = joined(self.spoken, clauses_in(self.spoken, event["body"]["clauses"]).text)
        key = "stop" if len(stop.accounts) > 1 else "stop.one"
        return self._say(key, clauses=clauses, day=self.day(begun), actor=actor, count=str(len(stop.accounts)))

    def entry(self, event: Event) -> str:
        """Return one entry in a line: its day, who, what kind, and what it says."""
        begun = parse_instant(event["occurred"]["from"])
        actor, what, day = self.case.name_of(event["actor"], self.spoken, begun), self._what(event, begun), self.day(begun)
        kind = kind_in(self.spoken, event["type"])
        return self._say("entry" if what else "entry.bare", day=day, actor=actor, kind=kind, what=what)

    def _what(self, event: Event, at: datetime) -> str:
        body = event["body"]
        if text := self.case.text_of(event, self.spoken):
            return text
        if event["type"] == "count":
            return f"{self.case.name_of(body['what'], self.spoken, at)}, {self.count(count_of(body))}"
        named = next((body[key] for key in ("act", "event", "state", "of", "place", "body") if isinstance(body.get(key), str)), "")
        clauses = body.get("clauses") or ([body["clause"]] if body.get("clause") else [])
        return ", ".join(filter(None, [self.case.name_of(named, self.spoken, at), *clauses]))

    def count(self, count: Count) -> str:
        """Return a count as the language writes figures."""
        write = tongue(self.spoken).writer.surface.figure
        if count.high is None:
            return self._say("at_least", low=write(count.low))
        return write(count.low) if count.low == count.high else self._say("between", low=write(count.low), high=write(count.high))

    def day(self, instant: datetime) -> str:
        """Return the local day of an instant in words."""
        return tongue(self.spoken).writer.surface.date(self.case.zone.day_of(instant).isoformat())

    def last_day(self, limit: datetime) -> str:
        """Return the last local day before a limit passes; a limit is the first instant that is too late."""
        return self.day(limit - timedelta(seconds=1))

    def _left(self, clock: Clock, at: datetime) -> str:
        low, high = ((limit - at).days for limit in (clock.earliest, clock.latest))
        if high < 0:
            return self._say("past.all")
        if low < 0:
            return self._say("past")
        if low == high:
            return self._say("left.one" if low == 1 else "left", low=str(low))
        return self._say("left.band", low=str(low), high=str(high))

    def _say(self, key: str, **parts: str) -> str:
        text = _SAY[self.spoken][key]
        for name, value in parts.items():
            text = text.replace("{" + name + "}", value)
        return text

    def _bracketed(self, agreement: Agreement, word: str) -> str:
        name: Name = agreement.names(self.spoken)[word]
        return tongue(self.spoken).writer.bracketed(name)

    def _joined(self, text: str) -> str:
        return joined(self.spoken, text)

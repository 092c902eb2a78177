"""Suspensions: from when to when, on whose word, and what they do to time limits.

A clause "suspended while …" says itself whether time stops. A suspension by notice counts where the text gives its author the power;
where the text does not say whether time stops, a limit is only known between the two answers. Anything else is a recorded fact that
suspends no duty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from safeconduct.deal import tree
from safeconduct.deal.norms import SUSPEND, Mode
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.life import bound
from safeconduct.deal.standing.model import Reason, because
from safeconduct.deal.standing.premises import premises
from safeconduct.deal.standing.references import covered
from safeconduct.deal.standing.shown import periods
from safeconduct.deal.standing.timing import Band, tolled
from safeconduct.deal.standing.world import Text, World
from safeconduct.kernel import Truth


@dataclass(frozen=True, slots=True)
class Pause:
    """One period in which a clause is suspended.

    Arguments:
        end: None while it lasts.
        stops: whether time limits stop; unknown where the text does not say.
    """

    start: datetime
    end: datetime | None
    stops: Truth
    why: Reason


def pauses(world: World, text: Text, clause: str) -> tuple[tuple[Pause, ...], tuple[Reason, ...]]:
    """Return the suspended periods of a clause in order of time, and remarks on suspensions that do not count."""
    return world.sheet.value(("pauses", text.number, clause), lambda: _pauses(world, text, clause))


def _pauses(world: World, text: Text, clause: str) -> tuple[tuple[Pause, ...], tuple[Reason, ...]]:
    found: list[Pause] = []
    for id_, sentence in world.sheet.value(("suspending", text.number), lambda: _suspending(text)).get(clause, ()):
        stops = Truth.of(isinstance(sentence.limits, tree.TimeStops))
        for start, end, entry in periods(world, text, sentence.state, sentence.established_by):
            why = because("suspended_while", word=sentence.state, stops=stops.value, clause=id_, entries=(entry,))
            found.append(Pause(start, end, stops, why))
    declared, remarks = _declared(world, text, clause)
    return tuple(sorted([*found, *declared], key=lambda pause: pause.start)), remarks


def _suspending(text: Text) -> dict[str, list[tuple[str, tree.SuspendedWhile]]]:
    found: dict[str, list[tuple[str, tree.SuspendedWhile]]] = {}
    for one in text.agreement.clauses:
        if isinstance(one.sentence, tree.SuspendedWhile):
            for clause in text.agreement.expand(one.sentence.clauses):
                found.setdefault(clause, []).append((one.id, one.sentence))
    return found


def _declared(world: World, text: Text, clause: str) -> tuple[list[Pause], tuple[Reason, ...]]:
    relief = world.record.said(text.number, clause, "relief")
    found: list[Pause] = []
    remarks: list[Reason] = []
    begins = [*(e for e in relief if e.type == "suspension"), *_notices(world, text, clause)]
    for event in sorted(begins, key=lambda e: (e.start, e.index)):
        power = _power(world, text, event, clause)
        end = _resumed(relief, event)
        if power is None:
            code = "suspension_without_power" if end is None else "suspension_without_power_ended"
            remarks.append(because(code, actor=event.actor, when=Band(event.start, event.end), entries=(event.id,)))
        else:
            why = because("suspended_by", actor=event.actor, clause=power, entries=(event.id,))
            found.append(Pause(event.start, end.start if end else None, Truth.UNKNOWN, why))
    return found, tuple(remarks)


def _notices(world: World, text: Text, clause: str) -> list[Event]:
    """Return the notices that use a power to suspend the clause."""
    found: list[Event] = []
    for norm in text.by_act.get(SUSPEND, ()):
        if norm.mode is Mode.POWER and clause in _suspends(text, norm.deed.slot("clauses")):
            found += [
                e
                for e in world.record.said(text.number, norm.clause, "clause")
                if e.type == "notice" and e.actor in norm.bearers and e.body.get("act", SUSPEND) == SUSPEND
            ]
    return found


def _suspends(text: Text, references: Sequence[str]) -> tuple[str, ...]:
    return tuple(c for reference in references for part in reference.split(",") for c in covered(text.agreement, part))


def _power(world: World, text: Text, event: Event, clause: str) -> str | None:
    """Return the clause under which somebody may suspend another, if it stood open to them."""
    for norm in text.by_act.get(SUSPEND, ()):
        may = norm.mode in (Mode.POWER, Mode.PERMISSION) and event.actor in norm.bearers
        if may and clause in _suspends(text, norm.deed.slot("clauses")) and bound(world, text, norm)[0] is not None:
            met = premises(world, text, norm)
            if met.truth is Truth.YES and (met.when is None or met.when.low <= event.end):
                return norm.clause
    return None


def _resumed(relief: Sequence[Event], suspension: Event) -> Event | None:
    later = [e for e in relief if e.type == "resumption" and e.start >= suspension.start]
    return min(later, key=lambda e: (e.start, e.index), default=None)


def moved(limit: Band, anchor: datetime, spans: Sequence[Pause], at: datetime) -> Band:
    """Return a limit as suspensions leave it: later where time stops, between the two where the text does not say."""
    sure = [(pause.start, pause.end) for pause in spans if pause.stops is Truth.YES]
    perhaps = [(pause.start, pause.end) for pause in spans if pause.stops is not Truth.NO]
    low = tolled(limit.low, anchor, sure, at) if limit.low > anchor else limit.low
    high = tolled(limit.high, anchor, perhaps, at) if limit.high > anchor else limit.high
    return Band(low, max(low, high))

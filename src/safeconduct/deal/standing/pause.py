"""Suspensions that the text itself sets: while a state holds, and what any suspension does to a time limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from safeconduct.deal import tree
from safeconduct.deal.standing.model import Reason, because
from safeconduct.deal.standing.shown import periods
from safeconduct.deal.standing.timing import Band, tolled
from safeconduct.deal.standing.world import Text, World
from safeconduct.kernel import Truth


@dataclass(frozen=True, slots=True)
class Pause:
    """One period in which a clause is suspended.

    Arguments:
        start, end: each an instant known between two ends; ``end`` is None while it lasts.
        stops: whether time limits stop; unknown where the text does not say.
        holds: whether it is one at all; unknown where the notice perhaps came too late.
    """

    start: Band
    end: Band | None
    stops: Truth
    why: Reason
    holds: Truth = Truth.YES


def pauses_by_text(world: World, text: Text, clause: str) -> tuple[Pause, ...]:
    """Return the periods in which the text suspends a clause, as established by whom it names, in order of time."""
    found: list[Pause] = []
    for id_, sentence in world.sheet.value(("suspending", text.number), lambda: _suspending(text)).get(clause, ()):
        stops = Truth.of(isinstance(sentence.limits, tree.TimeStops))
        for start, end, entry in periods(world, text, sentence.state, sentence.established_by):
            why = because("suspended_while", word=sentence.state, stops=stops.value, clause=id_, entries=(entry,))
            found.append(Pause(start, end, stops, why))
    return tuple(sorted(found, key=lambda pause: (pause.start.low, pause.start.high)))


def _suspending(text: Text) -> dict[str, list[tuple[str, tree.SuspendedWhile]]]:
    found: dict[str, list[tuple[str, tree.SuspendedWhile]]] = {}
    for one in text.agreement.clauses:
        if isinstance(one.sentence, tree.SuspendedWhile):
            for clause in text.agreement.expand(one.sentence.clauses):
                found.setdefault(clause, []).append((one.id, one.sentence))
    return found


def moved(limit: Band, anchor: datetime, spans: Sequence[Pause], at: datetime) -> Band:
    """Return a limit as suspensions leave it: later where time stops, between two where the text or the times leave it open.

    Holds: whatever the true onsets and ends, the limit lies between the two (test_time_limits).
    """
    least = [
        (pause.start.high, pause.end.low if pause.end else None)
        for pause in spans
        if pause.stops is Truth.YES and pause.holds is Truth.YES
    ]
    most = [(pause.start.low, pause.end.high if pause.end else None) for pause in spans if pause.stops is not Truth.NO]
    low = tolled(limit.low, anchor, least, at) if limit.low > anchor else limit.low
    high = tolled(limit.high, anchor, most, at) if limit.high > anchor else limit.high
    return Band(low, max(low, high))

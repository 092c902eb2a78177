"""Moments of a text to instants, as far as the record shows them; from when the text is in force."""

from __future__ import annotations

from datetime import datetime

from safeconduct.deal import tree
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.model import Reason, because
from safeconduct.deal.standing.performance import clauses_done
from safeconduct.deal.standing.sheet import Circle
from safeconduct.deal.standing.shown import happened
from safeconduct.deal.standing.signing import signing
from safeconduct.deal.standing.timing import Band
from safeconduct.deal.standing.world import Text, World
from safeconduct.kernel import Truth

EVER = datetime.fromisoformat("0001-01-02T00:00:00+00:00")
"""Stands for a beginning that the text does not tell."""


def when(world: World, text: Text, moment: tree.Moment, trigger: Event | None = None) -> Band | None:
    """Return when a moment is; None while the record does not show that it came.

    Arguments:
        trigger: the finding, request or occurrence that gave rise to the duty.
    """
    if isinstance(moment, tree.OnDay):
        return text.calendar.on(moment.date)
    if isinstance(moment, tree.TheFinding | tree.TheRequest):
        return Band(trigger.start, trigger.end) if trigger else None
    if isinstance(moment, tree.AtEvent):
        return happened(world, text, moment.event).when
    if isinstance(moment, tree.AtPhase):
        done = clauses_done(world, text, text.agreement.expand(moment.clauses))
        if isinstance(moment.milestone, tree.Beginning):
            return done.begun
        return done.when if done.truth is Truth.YES else None
    if isinstance(moment, tree.TheEntryIntoForce):
        return in_force(world, text)[0]
    signed = signing(world, text).complete
    if isinstance(moment, tree.DayNumber):
        return text.calendar.day_number(moment.number, signed) if signed else None
    return signed


def until(world: World, text: Text, moment: tree.Moment, *, including: bool, trigger: Event | None = None) -> Band | None:
    """Return the first instant after a time that runs until a moment, the moment's own day included or not."""
    band = when(world, text, moment, trigger)
    if band is None or not isinstance(moment, tree.OnDay | tree.DayNumber) or band.exact is not None:
        return band
    first, latest = text.calendar.edges(band)
    return Band(first[1], latest[1]) if including else Band(first[0], latest[0])


def in_force(world: World, text: Text) -> tuple[Band | None, tuple[Reason, ...]]:
    """Return from when a text is in force, with the reason; None while it is not."""
    try:
        return world.sheet.value(("in force", text.number), lambda: _in_force(world, text))
    except Circle:
        return None, ()


def _in_force(world: World, text: Text) -> tuple[Band | None, tuple[Reason, ...]]:
    signatures = signing(world, text)
    for clause in text.agreement.clauses:
        if isinstance(clause.sentence, tree.EntersIntoForce):
            band = when(world, text, clause.sentence.moment)
            if band is None or band.low > world.at or not (signatures.spoken or signatures.signed):
                return None, (because("not_in_force", clause=clause.id),)
            return band, (because("in_force", when=band, clause=clause.id),)
    if signatures.spoken:
        start = world.record.starts[text.number] or EVER
        return Band(start, start), ()
    return signatures.complete, ()


def started(band: Band | None) -> datetime | None:
    """Return when a band began, or None where the text tells no beginning."""
    return None if band is None or band.low == EVER else band.low

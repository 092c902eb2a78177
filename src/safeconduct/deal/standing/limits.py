"""Until when something has to be done: limits of the text, moved by suspensions and by recorded extensions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from safeconduct.deal import tree
from safeconduct.deal.norms import Norm
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.model import Reason, because
from safeconduct.deal.standing.moments import until, when
from safeconduct.deal.standing.performance import clauses_done
from safeconduct.deal.standing.shown import Shown, band_of
from safeconduct.deal.standing.suspension import Pause, moved
from safeconduct.deal.standing.timing import Band
from safeconduct.deal.standing.world import Text, World
from safeconduct.errors import InputWrong
from safeconduct.kernel import parse_when


@dataclass(frozen=True, slots=True)
class Limit:
    """Until when, and why.

    Arguments:
        due: when the limit has passed; None where there is none, or where its anchor has not come.
        waits: the text sets a limit whose anchor has not come.
    """

    due: Band | None = None
    waits: bool = False
    why: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class _Stated:
    due: Band | None
    anchor: datetime | None
    why: Reason


def limit(world: World, text: Text, norm: Norm, trigger: Event | None, done: Shown, spans: tuple[Pause, ...]) -> Limit:
    """Return the earliest limit of a norm, tolled and extended.

    Arguments:
        trigger: the entry it arose from, or the finding it rests on.
        spans: suspended periods of the clause.
    """
    stated = list(_stated(world, text, norm, trigger, done))
    known = [one for one in stated if one.due is not None]
    waits = len(known) < len(stated)
    why = tuple(one.why for one in stated)
    extension, how = _extension(world, text, norm, trigger)
    if not known:
        return Limit(extension, waits and extension is None, (*why, *how))
    bands = [_moved(one, spans, world.at) for one in known]
    due = Band(min(b.low for b in bands), min(b.high for b in bands))
    if due not in [one.due for one in known]:
        why = (*why, because("limit_moved", when=due, entries=tuple(e for pause in spans for e in pause.why.entries)))
    if extension is not None and extension.high > due.high:
        due = extension
        why = (*why, *how)
    return Limit(due, False, why)


def _moved(one: _Stated, spans: tuple[Pause, ...], at: datetime) -> Band:
    assert one.due is not None
    return moved(one.due, one.anchor or one.due.low, spans, at) if spans else one.due


def _stated(world: World, text: Text, norm: Norm, trigger: Event | None, done: Shown) -> Iterator[_Stated]:
    for part in (*norm.premises, *norm.details):
        match part:
            case tree.ByFirst(moment) | tree.By(moment) | tree.UntilIncluding(moment):
                yield _by(world, text, moment, trigger, including=True)
            case tree.UntilExcluding(moment):
                yield _by(world, text, moment, trigger, including=False)
            case tree.WithinFirst(length, moment) | tree.Within(length, moment) | tree.ForLength(length, moment):
                yield _within(text, length, when(world, text, moment, trigger))
            case tree.WithinAfterEach(length, _) if trigger is not None:
                yield _within(text, length, band_of(trigger))
            case tree.Every() if trigger is not None:
                yield _Stated(
                    Band(trigger.end, trigger.end), trigger.start, because("period", when=Band(trigger.start, trigger.end))
                )
            case tree.CompletedWithin(length):
                yield _within(text, length, done.begun)
            case tree.BegunBy(moment) if done.begun is None:
                yield _by(world, text, moment, trigger, including=True)
            case tree.AtTheSameTime(clauses, lag):
                begun = clauses_done(world, text, text.agreement.expand(clauses)).begun
                if begun is not None:
                    yield _within(text, lag, begun)
            case tree.Before(clauses):
                begun = clauses_done(world, text, text.agreement.expand(clauses)).begun
                yield _Stated(begun, None, because("before", when=begun, clauses=", ".join(text.agreement.expand(clauses))))
            case _:
                pass


def _by(world: World, text: Text, moment: tree.Moment, trigger: Event | None, *, including: bool) -> _Stated:
    band = until(world, text, moment, including=including, trigger=trigger)
    signed = when(world, text, tree.TheEntryIntoForce())
    if band is None:
        return _Stated(None, None, because("limit_waits"))
    return _Stated(band, signed.low if signed else None, because("limit_by", when=band))


def _within(text: Text, length: tree.Length, anchor: Band | None) -> _Stated:
    if anchor is None:
        return _Stated(None, None, because("limit_waits"))
    due = text.calendar.after(length, anchor)
    return _Stated(due, anchor.low, because("limit_within", when=due, anchor=anchor) if due else because("limit_beyond"))


def _extension(world: World, text: Text, norm: Norm, trigger: Event | None) -> tuple[Band | None, tuple[Reason, ...]]:
    entries = world.record.said(text.number, norm.clause, "relief")
    entries += world.record.answers(trigger, text.number, norm.clause) if trigger else []
    given = [event for event in entries if event.type == "extension" and may_release(text, norm, event)]
    for event in sorted(given, key=lambda one: one.index, reverse=True):
        try:
            instant = parse_when(str(event.body["until"]), text.agreement.clock, end=True)
        except InputWrong:
            continue
        return Band(instant, instant), (because("extended", actor=event.actor, when=Band(instant, instant), entries=(event.id,)),)
    return None, ()


def may_release(text: Text, norm: Norm, event: Event) -> bool:
    """Whether somebody's waiver or extension counts: anyone the text knows except a bearer, for nobody releases themselves."""
    return event.actor in text.agreement.words and event.actor not in norm.bearers

"""Until when something has to be done by the words of the text: each limit with the instant it runs from."""

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
from safeconduct.deal.standing.timing import Band
from safeconduct.deal.standing.world import Text, World


@dataclass(frozen=True, slots=True)
class Stated:
    """One limit that the text sets.

    Arguments:
        due: when it has passed; None while its anchor has not come.
        anchor: what it runs from; None where it is a date of its own.
    """

    due: Band | None
    anchor: datetime | None
    why: Reason


def stated(world: World, text: Text, norm: Norm, trigger: Event | None, done: Shown) -> Iterator[Stated]:
    """Yield every limit that the text sets for a norm."""
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
                yield Stated(
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
                yield Stated(begun, None, because("before", when=begun, clauses=", ".join(text.agreement.expand(clauses))))
            case _:
                pass


def _by(world: World, text: Text, moment: tree.Moment, trigger: Event | None, *, including: bool) -> Stated:
    band = until(world, text, moment, including=including, trigger=trigger)
    signed = when(world, text, tree.TheEntryIntoForce())
    if band is None:
        return Stated(None, None, because("limit_waits"))
    return Stated(band, signed.low if signed else None, because("limit_by", when=band))


def _within(text: Text, length: tree.Length, anchor: Band | None) -> Stated:
    if anchor is None:
        return Stated(None, None, because("limit_waits"))
    due = text.calendar.after(length, anchor)
    return Stated(due, anchor.low, because("limit_within", when=due, anchor=anchor) if due else because("limit_beyond"))

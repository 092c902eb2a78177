"""What gives rise to an instance: each occurrence of an event, each request, each period."""

from __future__ import annotations

from collections.abc import Iterator

from safeconduct.deal import tree
from safeconduct.deal.norms import Norm
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.life import life
from safeconduct.deal.standing.moments import until, when
from safeconduct.deal.standing.performance import begun, is_each, triggers
from safeconduct.deal.standing.periods import periods_from
from safeconduct.deal.standing.timing import Band
from safeconduct.deal.standing.world import Text, World


def spawns(norm: Norm) -> bool:
    """Whether a norm has one instance for each event, request or period."""
    return is_each(norm) or norm.detail(tree.Every) is not None


def occasions(world: World, text: Text, norm: Norm) -> tuple[Event, ...]:
    """Return what gave rise to an instance of a norm so far, in order; a period is told like an entry."""
    every = norm.detail(tree.Every)
    if not isinstance(every, tree.Every):
        return triggers(world, text, norm)
    since = norm.detail(tree.Since)
    start = when(world, text, since.moment if isinstance(since, tree.Since) else tree.TheEntryIntoForce())
    if start is None:
        return ()
    last = min((band.low for band in _ends(world, text, norm, every.length, start)), default=None)
    found = periods_from(text.calendar, every.length, start, world.at, last)
    whole = life(world, text)
    lapsed = whole.ended if norm.clause not in whole.survivors else None
    return tuple(period for period in found if lapsed is None or period.start < lapsed.low)


def _ends(world: World, text: Text, norm: Norm, length: tree.Length, start: Band) -> Iterator[Band]:
    """Yield each end that the clause sets to the whole series of periods, as far as it is known."""
    for part in (*norm.premises, *norm.details):
        band: Band | None = None
        match part:
            case tree.ByFirst(moment) | tree.By(moment) | tree.UntilIncluding(moment):
                band = until(world, text, moment, including=True)
            case tree.UntilExcluding(moment):
                band = until(world, text, moment, including=False)
            case tree.WithinFirst(span, moment) | tree.Within(span, moment) | tree.ForLength(span, moment):
                anchor = when(world, text, moment)
                band = text.calendar.after(span, anchor) if anchor else None
            case tree.CompletedWithin(span) if _longer(text, span, length, start):
                # A span that fits into one period bounds each performance (see limits); a longer one can only bound them all.
                band = text.calendar.after(span, begun(world, text, norm) or start)
        if band is not None:
            yield band


def _longer(text: Text, span: tree.Length, length: tree.Length, start: Band) -> bool:
    one, other = text.calendar.after(span, start), text.calendar.after(length, start)
    return one is not None and other is not None and one.low > other.low

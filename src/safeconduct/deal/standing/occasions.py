"""What gives rise to an instance: each occurrence of an event, each request, each period."""

from __future__ import annotations

from safeconduct.deal import tree
from safeconduct.deal.norms import Norm
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.moments import when
from safeconduct.deal.standing.performance import is_each, triggers
from safeconduct.deal.standing.periods import periods_from
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
    return periods_from(text.calendar, every.length, start, world.at) if start else ()

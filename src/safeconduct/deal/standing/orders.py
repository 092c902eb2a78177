"""Orders, requests and consents: whether the one whom a clause names gave it, on that clause."""

from __future__ import annotations

from collections.abc import Iterator

from safeconduct.deal import tree
from safeconduct.deal.norms import Norm
from safeconduct.deal.standing.bodies import consents
from safeconduct.deal.standing.model import because
from safeconduct.deal.standing.performance import triggers
from safeconduct.deal.standing.shown import NOTHING, Shown, first_shown
from safeconduct.deal.standing.world import Text, World
from safeconduct.kernel import Truth


def ordered(world: World, text: Text, norm: Norm, actor: str) -> Shown:
    """Return whether the written order that a clause waits for was given."""
    events = [
        event
        for event in world.record.said(text.number, norm.clause, "clause", "consent")
        if event.actor == actor and (event.type == "notice" or (event.type == "consent" and event.body["value"] is True))
    ]
    if events:
        return first_shown(world, events, "ordered", actor=actor)
    return Shown(Truth.NO, why=(because("not_ordered", actor=actor, clause=norm.clause),))


def asked_for(world: World, text: Text, clause: str, actor: str) -> Shown:
    """Return whether somebody gave all that a clause wants of them before it is owed: a request, an order, a consent."""
    wanted = [part for norm in text.norms.get(clause, ()) for part in _wanted(world, text, norm, actor)]
    return next((part for part in wanted if part.truth is not Truth.YES), wanted[-1] if wanted else NOTHING)


def _wanted(world: World, text: Text, norm: Norm, actor: str) -> Iterator[Shown]:
    if any(
        isinstance(part, tree.IfRequests | tree.AtRequestOf) and part.actor == actor for part in (*norm.premises, *norm.details)
    ):
        yield first_shown(world, [e for e in triggers(world, text, norm) if e.actor == actor], "ordered", actor=actor)
    for detail in norm.details:
        if isinstance(detail, tree.OnlyOnOrder) and detail.actor == actor:
            yield ordered(world, text, norm, actor)
        elif isinstance(detail, tree.WithConsent) and actor in detail.actors:
            yield first_shown(world, consents(world, text, norm, actor), "ordered", actor=actor)

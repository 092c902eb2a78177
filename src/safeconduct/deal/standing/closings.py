"""Until when a power may be used: once for each finding, request or event that opens it, else once.

A notice that comes after the last of these limits is too late, and changes nothing. Nothing here asks whether the power was open at all; see
``powers.py``.
"""

from __future__ import annotations

from safeconduct.deal import tree
from safeconduct.deal.norms import Mode, Norm
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.findings import opening_findings
from safeconduct.deal.standing.limits import limit
from safeconduct.deal.standing.pause import pauses_by_text
from safeconduct.deal.standing.performance import is_each, performed, triggers
from safeconduct.deal.standing.shown import band_of
from safeconduct.deal.standing.timing import Band, in_time
from safeconduct.deal.standing.world import Text, World
from safeconduct.kernel import Truth


def occasions_of(world: World, text: Text, norm: Norm) -> tuple[Event | None, ...]:
    """Return what opened a power so far: each finding, each event or request that it waits for; None alone where it waits for none."""
    if any(isinstance(premise, tree.IfFinds) for premise in norm.premises):
        return opening_findings(world, text, norm)
    return triggers(world, text, norm) if is_each(norm) else (None,)


def closing(world: World, text: Text, norm: Norm, occasion: Event | None) -> Band | None:
    """Return when a power, opened by an occasion, can no longer be used; None without limit, or before its limit runs."""
    spans = pauses_by_text(world, text, norm.clause)
    return limit(world, text, norm, occasion, performed(world, text, norm), spans).due


def too_late(world: World, text: Text, event: Event) -> Band | None:
    """Return the limit after which somebody used a power by doing its act; None for every other entry."""
    for norm in text.by_act.get(str(event.body.get("act") or ""), ()):
        if norm.mode is Mode.POWER and event.type == "notice" and event.actor in norm.bearers:
            ends = [closing(world, text, norm, one) for one in occasions_of(world, text, norm)]
            if ends and all(end is not None and in_time(band_of(event), end) is Truth.NO for end in ends):
                return max((end for end in ends if end is not None), key=lambda end: end.high)
    return None

"""Until when something has to be done: limits of the text, moved by suspensions and by recorded extensions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from safeconduct.deal.norms import Norm
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.model import Reason, because
from safeconduct.deal.standing.pause import Pause, moved
from safeconduct.deal.standing.releases import extended
from safeconduct.deal.standing.shown import Shown
from safeconduct.deal.standing.stated import Stated, stated
from safeconduct.deal.standing.timing import Band
from safeconduct.deal.standing.world import Text, World


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


def limit(
    world: World,
    text: Text,
    norm: Norm,
    trigger: Event | None,
    done: Shown,
    spans: Sequence[Pause],
    *,
    as_of: Event | None = None,
) -> Limit:
    """Return the earliest limit of a norm, tolled and extended.

    Arguments:
        trigger: the entry it arose from, or the finding it rests on.
        spans: suspended periods of the clause.
        as_of: only extensions given by the time of this entry.
    """
    found = list(stated(world, text, norm, trigger, done))
    why = tuple(one.why for one in found)
    bands = [_moved(world, one, one.due, spans) for one in found if one.due is not None]
    due = Band(min(b.low for b in bands), min(b.high for b in bands)) if bands else None
    if due is not None and due not in [one.due for one in found]:
        why = (*why, because("limit_moved", when=due, entries=tuple(e for pause in spans for e in pause.why.entries)))
    due, how = extended(world, text, norm, _extensions(world, text, norm, trigger, as_of), due)
    return Limit(due, due is None and bool(found), (*why, *how))


def _moved(world: World, one: Stated, due: Band, spans: Sequence[Pause]) -> Band:
    return moved(due, one.anchor or due.low, spans, world.at) if spans else due


def _extensions(world: World, text: Text, norm: Norm, trigger: Event | None, as_of: Event | None) -> list[Event]:
    entries = list(world.record.said(text.number, norm.clause, "relief"))
    entries += world.record.answers(trigger, text.number, norm.clause) if trigger else []
    return [e for e in entries if e.type == "extension" and (as_of is None or e.start <= as_of.start)]

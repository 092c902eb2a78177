"""Findings that come too soon: nobody can find that something was not done in time before the time has passed.

A finding counts from whoever is empowered; but one dated before the time of the duty had certainly passed is premature, and opens nothing. The
time is taken as it stood at the finding: with the suspensions that stop it by the text, and the extensions given by then.
"""

from __future__ import annotations

from safeconduct.deal import tree
from safeconduct.deal.norms import Mode, Norm
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.limits import limit
from safeconduct.deal.standing.model import Reason
from safeconduct.deal.standing.moments import until
from safeconduct.deal.standing.pause import pauses_by_text
from safeconduct.deal.standing.performance import performed
from safeconduct.deal.standing.shown import band_of, remark
from safeconduct.deal.standing.timing import Band, in_time
from safeconduct.deal.standing.world import Text, World
from safeconduct.kernel import Truth

NOT_KEPT = ("breached", "not in time")


def premature(world: World, text: Text, event: Event, clause: str) -> Reason | None:
    """Return why a finding that a clause was not performed came too soon; None for one that did not.

    Where the time of one of the duties it is about had passed, or the text sets none, it is not too soon.
    """
    if event.body.get("result") not in NOT_KEPT:
        return None
    name = ("premature", text.number, clause, event.id)
    return world.sheet.value(name, lambda: _premature(world, text, event, clause))


def _premature(world: World, text: Text, event: Event, clause: str) -> Reason | None:
    world.record.history_of(event.id)
    sentence = text.agreement.by_id[clause].sentence
    if isinstance(sentence, tree.StillOpen):
        return _before(event, clause, until(world, text, sentence.moment, including=True))
    reasons = [_all_options(world, text, event, norm) for norm in text.norms.get(clause, ()) if _is_about(event, norm)]
    return None if None in reasons else next(iter(reasons), None)


def _is_about(event: Event, norm: Norm) -> bool:
    parties = event.body.get("parties") or ()
    named = {parties} if isinstance(parties, str) else set(parties)
    return not named or bool(named & set(norm.bearers))


def _all_options(world: World, text: Text, event: Event, norm: Norm) -> Reason | None:
    """Return why a finding came too soon for a duty, or for another option that was still open."""
    options = (norm, *(text.by_id[id_] for id_ in norm.alternatives))
    return next((why for option in options if (why := _too_soon(world, text, event, option)) is not None), None)


def _too_soon(world: World, text: Text, event: Event, norm: Norm) -> Reason | None:
    if norm.mode not in (Mode.RESULT, Mode.MEANS):
        return None
    trigger = _answered(world, event)
    done, spans = performed(world, text, norm, trigger), pauses_by_text(world, text, norm.clause)
    found = limit(world, text, norm, trigger, done, spans, as_of=event)
    return _before(event, norm.clause, found.due) if found.due or found.waits else None


def _answered(world: World, event: Event) -> Event | None:
    """Return the occurrence or request that a finding is about, when it names one."""
    pointer = str(event.body.get("of") or "")
    if not pointer:
        return None
    world.record.history_of(pointer)
    return world.record.standing.get(pointer)


def _before(event: Event, clause: str, due: Band | None) -> Reason | None:
    if due is None:
        return remark("finding_before_time_runs", event, clause=clause)
    return remark("finding_premature", event, due=due, clause=clause) if in_time(band_of(event), due) is Truth.YES else None

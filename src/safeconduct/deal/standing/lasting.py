"""Rules on duties over time: at best, nothing is recorded against them."""

from __future__ import annotations

from safeconduct.deal import tree
from safeconduct.deal.norms import Mode
from safeconduct.deal.standing import model
from safeconduct.deal.standing.case import Case, Verdict
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.model import Reason, because
from safeconduct.deal.standing.proof import matches, shows
from safeconduct.deal.standing.shown import band_of, happened, holds
from safeconduct.deal.standing.timing import Band
from safeconduct.kernel import Truth


def kept(case: Case) -> Verdict:
    """Return how a standing duty or a prohibition stands: at best, nothing is recorded against it."""
    contrary = _contrary(case)
    ended = case.limit.due if case.is_late is Truth.YES else _lifted(case) or case.life.ended
    if contrary is not None:
        return Verdict(model.UNDETERMINED, contrary[0], contrary[1])
    if ended is not None and case.norm.clause not in (case.life.survivors if ended is case.life.ended else ()):
        return Verdict(model.FULFILLED, ended, because("kept_to_its_end", when=ended))
    return Verdict(model.NO_RECORDED_BREACH, case.begins, because("nothing_recorded", *case.premises.why))


def _lifted(case: Case) -> Band | None:
    detail = case.norm.detail(tree.ExceptAfter)
    return happened(case.world, case.text, detail.event).when if isinstance(detail, tree.ExceptAfter) else None


def _contrary(case: Case) -> tuple[Band, Reason] | None:
    """Return an entry that shows the forbidden act, or that a guaranteed state ended: recorded, and nobody has found on it."""
    norm = case.norm
    if norm.mode is Mode.OUTCOME:
        state = holds(case.world, case.text, norm.deed.slot("state")[0])
        return (state.when, because("state_ended", *state.why)) if state.truth is Truth.NO and state.when else None
    if norm.mode is not Mode.ABSTENTION:
        return None
    for event in _deeds_against(case):
        during = case.begins is None or event.end >= case.begins.low
        before_end = case.limit.due is None or event.start < case.limit.due.high
        if during and before_end and not _ordered(case, event):
            return band_of(event), because("forbidden_act_recorded", actor=event.doer or event.actor, entries=(event.id,))
    return None


def _deeds_against(case: Case) -> list[Event]:
    record, (doers, deed) = case.world.record, case.conduct
    loose = [e for doer in {*doers, ""} for e in record.look("loose", doer, deed.act)]
    named = [e for e in case.entries if e.body.get("act", e.body.get("of")) == deed.act]
    found = [e for e in (*named, *loose) if e.doer and matches(e, deed, doers, named=e in named)]
    return sorted((e for e in found if shows(case.text, e, deed)), key=lambda e: (e.start, e.index))


def _ordered(case: Case, event: Event) -> bool:
    detail = case.norm.detail(tree.ExceptOnOrder)
    if not isinstance(detail, tree.ExceptOnOrder):
        return False
    return any(e.type in ("notice", "consent") and e.actor == detail.actor and e.start <= event.end for e in case.entries)

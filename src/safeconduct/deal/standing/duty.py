"""Rules on what brings a duty about: who is bound, its conditions, and until when; overdue is never breach."""

from __future__ import annotations

from dataclasses import replace

from safeconduct.deal.standing import model
from safeconduct.deal.standing.bodies import open_slots, slots_filled
from safeconduct.deal.standing.case import Case, Verdict
from safeconduct.deal.standing.model import Reason, because
from safeconduct.deal.standing.sheet import Circle
from safeconduct.deal.standing.shown import band_of
from safeconduct.kernel import Truth


def unbound(case: Case) -> Verdict | None:
    """Return that nobody, or not everybody it names, is bound by it."""
    if case.bound is not None:
        return None
    if not case.norm.bearers:
        return Verdict(model.UNDETERMINED, None, because("nobody_named", clause=case.norm.clause))
    if case.unbound and case.unbound[0].code == "not_in_force":
        return Verdict(model.CONDITIONAL, None, because("waits", *case.unbound))
    return Verdict(model.OFFERED, None, because("worded_not_signed", *case.unbound))


def conditional(case: Case) -> Verdict | None:
    """Return that its conditions are not met, or that this cannot be told."""
    met = case.premises
    if met.truth is Truth.NO:
        return Verdict(model.CONDITIONAL, case.bound, because("waits", *met.why))
    if met.truth is Truth.UNKNOWN:
        state = model.CONTESTED if met.contested else model.UNDETERMINED
        return Verdict(state, None, because("condition_unclear", *met.why))
    if met.contested:
        return Verdict(model.CONTESTED, met.when, because("condition_disputed", *met.why))
    return None


def slots_open(case: Case) -> Verdict | None:
    """Return that the parties still have to settle a point in it: undetermined, never a breach."""
    missing = open_slots(case.world, case.text, case.norm)
    if not missing:
        return None
    first, *rest = missing
    return Verdict(model.UNDETERMINED, case.begins, replace(first, under=tuple(rest)))


def failing(case: Case) -> Verdict | None:
    """Return that a guarantor's step-in still waits: those it stands in for are not overdue."""
    if not case.norm.stands_in_for:
        return None
    try:
        covered = [case.stand(norm) for c in case.norm.stands_in_for for norm in case.text.norms.get(c, ())]
    except Circle:
        covered = []
    failed = [one for one in covered if one.has_failed(case.at)]
    clauses = ", ".join(case.norm.stands_in_for)
    return None if failed else Verdict(model.CONDITIONAL, case.bound, because("stands_by", clauses=clauses))


def is_alleged(case: Case) -> Verdict | None:
    """Return that somebody alleges a breach; an allegation is kept apart from a finding."""
    if not case.findings.alleged:
        return None
    first = min(case.findings.alleged, key=lambda e: (e.start, e.index))
    actors = tuple(dict.fromkeys(e.actor for e in case.findings.alleged))
    why = because("is_alleged", actors=actors, entries=tuple(e.id for e in case.findings.alleged))
    return Verdict(model.ALLEGED, band_of(first), why)


def _open(case: Case) -> Reason:
    """Return why it cannot be told whether a duty is done: figures that leave it open, or nothing that could show it."""
    progress, needs = case.shown.progress, case.shown.needs
    if progress is None:
        return because("cannot_tell", *case.premises.why)
    return because("figures_open", *case.premises.why, progress=progress, needs=needs)


def comes_due(case: Case) -> Verdict:
    """Return how far a duty has come that binds now: due, partly done, overdue, or not to be told."""
    shown, begins = case.shown, case.begins
    filled = slots_filled(case.world, case.text, case.norm)
    if filled and begins and filled.high > begins.high:
        begins = filled
    if shown.truth is Truth.UNKNOWN:
        if shown.contested:
            return Verdict(model.CONTESTED, begins, because("counts_differ"))
        if case.is_late is Truth.YES or (shown.progress is None and shown.doubt is None):
            return Verdict(model.UNDETERMINED, begins, shown.doubt or _open(case))
    if case.is_late is Truth.YES:
        return Verdict(model.OVERDUE, case.limit.due, because("overdue", due=case.limit.due, needs=shown.needs))
    if shown.progress and shown.progress[0] > 0:
        return Verdict(model.PARTLY_DONE, shown.begun, because("partly", progress=shown.progress, needs=shown.needs))
    if shown.partly is not None:
        return Verdict(model.PARTLY_DONE, shown.begun, shown.partly)
    if shown.doubt is not None:
        return Verdict(model.DUE, begins, shown.doubt)
    nothing = "due_nonetheless" if case.remarks else "due"
    code = "due_perhaps_late" if case.is_late is Truth.UNKNOWN else nothing
    return Verdict(model.DUE, begins, because(code, *case.premises.why, due=case.limit.due))

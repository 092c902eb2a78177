"""Rules on what binds nobody yet: offers, permissions, powers, requests, hopes."""

from __future__ import annotations

from safeconduct.deal import tree
from safeconduct.deal.deeds import deeds
from safeconduct.deal.norms import Force, Norm
from safeconduct.deal.standing import model
from safeconduct.deal.standing.case import Case, Verdict
from safeconduct.deal.standing.duty import comes_due, slots_open
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.model import because
from safeconduct.deal.standing.powers import notices, use, windows
from safeconduct.deal.standing.shown import band_of
from safeconduct.deal.standing.timing import Band, in_time
from safeconduct.kernel import Truth


def refused(case: Case) -> Verdict | None:
    """Return that an offer or request was declined or withdrawn; the last word by index counts."""
    latest = _last_answer(case)
    if latest is None:
        return _refused_act(case)
    if latest.type == "acceptance":
        return None
    code = "withdrawn" if latest.actor in case.norm.bearers else "refused_offer"
    return Verdict(model.LAPSED, band_of(latest), because(code, actor=latest.actor, entries=(latest.id,)))


def _last_answer(case: Case) -> Event | None:
    """Return the answer to an offer that counts: its withdrawal, unless it was taken up before; else the last one by index.

    A withdrawn offer is not there to be accepted, and one that was accepted is not there to be withdrawn.
    """
    answers = sorted((e for e in case.entries if e.type in ("acceptance", "refusal")), key=lambda e: e.index)
    own = [e for e in answers if e.actor in case.norm.bearers]
    others = [e for e in answers if e not in own]
    taken = next((e.index for e in others if e.type == "acceptance"), None)
    before = [e for e in own if taken is None or e.index < taken]
    if before and before[-1].type == "refusal":
        return before[-1]
    return next(reversed(others or before), None)


def _refused_act(case: Case) -> Verdict | None:
    """Return that the one whose decision an offer waits for, or who is asked, declared not to do it."""
    waited = [(premise.actor, deed.act) for premise in _decisions(case.norm) for deed in deeds(premise.actor, premise.action)]
    if case.norm.force is Force.REQUESTED:
        waited += [(bearer, case.norm.deed.act) for bearer in case.norm.bearers]
    for actor, act in waited:
        looks = [*case.world.record.look("refused", act), *case.world.record.look("decided", act)]
        latest = max((e for e in looks if e.actor == actor), key=lambda e: e.index, default=None)
        if latest is not None and latest.type == "refusal":
            return Verdict(model.LAPSED, band_of(latest), because("refused_offer", actor=actor, entries=(latest.id,)))
    return None


def _decisions(norm: Norm) -> list[tree.IfDecides]:
    return [premise for premise in norm.premises if isinstance(premise, tree.IfDecides)]


def _taken_up(case: Case) -> bool:
    return case.premises.truth is Truth.YES and (_is_conditional(case.norm) or bool(_acceptances(case)))


def _is_conditional(norm: Norm) -> bool:
    return any(not isinstance(premise, tree.OnDate) for premise in norm.premises)


def _acceptances(case: Case) -> list[Band]:
    return [band_of(e) for e in case.entries if e.type == "acceptance"]


def _since(case: Case) -> Band | None:
    """Return when an offer was taken up: its condition was met, else the first acceptance."""
    return case.premises.when if _is_conditional(case.norm) else min(_acceptances(case), key=lambda band: band.low)


def _taken_up_late(case: Case) -> Band | None:
    """Return when an offer was taken up, if that was after its window: then it had lapsed, and nobody owes it."""
    met, due = _since(case), case.limit.due
    return met if met is not None and due is not None and in_time(met, due) is Truth.NO else None


def offered(case: Case) -> Verdict:
    """Return how an offer stands: as said, in its window, lapsed, or taken up in time and then like a duty."""
    taken = _taken_up(case)
    if taken and (late := _taken_up_late(case)):
        due = case.limit.due
        return Verdict(model.LAPSED, due, because("not_taken_up", because("taken_up_late", when=late, due=due), due=due))
    if taken:
        found = slots_open(case) or comes_due(case)
        accepted = found.state == model.DUE and not _is_conditional(case.norm)
        return Verdict(
            found.state, (None if accepted else found.since) or _since(case), because("taken_up", found.why, *case.premises.why)
        )
    if case.is_late is Truth.YES:
        return Verdict(model.LAPSED, case.limit.due, because("not_taken_up", *case.premises.why, due=case.limit.due))
    if case.limit.due is not None:
        return Verdict(model.OPEN, _made(case), because("window_runs", *case.premises.why, due=case.limit.due))
    return Verdict(model.OFFERED, _made(case), because("offer_stands", *case.premises.why))


def _made(case: Case) -> Band | None:
    """Return when an offer or request was made: the statement on record, the date in the text, else the entry into force."""
    said = [e for e in case.entries if e.type == "statement"]
    if said:
        return band_of(min(said, key=lambda e: (e.start, e.index)))
    dated = [p.date for p in case.norm.premises if isinstance(p, tree.OnDate)]
    return case.text.calendar.on(dated[0]) if dated else case.life.in_force


def permission(case: Case) -> Verdict:
    """Return how a permission stands: open, used and over, or lapsed unused."""
    if case.is_late is Truth.YES and case.shown.doubt is not None:
        return Verdict(model.UNDETERMINED, case.limit.due, case.shown.doubt)
    due, used = case.limit.due, case.shown.begun or case.shown.when
    late = due is not None and used is not None and in_time(used, due) is Truth.NO
    if case.is_late is Truth.YES:
        state, code = (model.LAPSED, "not_used") if used is None or late else (model.EXPIRED, "used_and_over")
        remarks = (because("used_late", when=used, due=due),) if late else ()
        return Verdict(state, due, because(code, *remarks, due=due))
    return Verdict(model.OPEN, case.begins, because("may_be_used", *case.premises.why, due=case.limit.due))


def power(case: Case) -> Verdict:
    """Return how a power stands: open, used by a notice that came in time, or lapsed."""
    opened = windows(case.world, case.text, case.norm, case.trigger)
    given = [(e, use(case.norm, opened, e)) for e in notices(case.world, case.text, case.norm, case.trigger)]
    remarks = tuple(worth.why for _, worth in given if worth.why is not None)
    for truth, state, code in (
        (Truth.YES, model.FULFILLED, "power_used"),
        (Truth.UNKNOWN, model.UNDETERMINED, "power_perhaps_used"),
    ):
        events = [e for e, worth in given if worth.counts is truth]
        if events:
            first = min(events, key=lambda e: (e.start, e.index))
            return Verdict(state, band_of(first), because(code, *remarks, actor=first.actor, entries=(first.id,)))
    if case.is_late is Truth.YES:
        return Verdict(model.LAPSED, case.limit.due, because("power_not_used", *remarks, due=case.limit.due))
    return Verdict(model.OPEN, case.begins, because("may_be_used", *remarks, *case.premises.why, due=case.limit.due))


def asked(case: Case) -> Verdict:
    """Return how a request or a hope stands: it binds nobody."""
    if case.is_late is Truth.YES:
        return Verdict(model.LAPSED, case.limit.due, because("not_taken_up", due=case.limit.due))
    code = {Force.REQUESTED: "asked", Force.REPORTED: "only_reported"}.get(case.norm.force, "hoped")
    state = model.UNDETERMINED if case.norm.force is Force.REPORTED else model.OPEN
    return Verdict(state, _made(case), because(code))

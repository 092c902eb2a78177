"""One clause instance to its state: rules in order of priority, the first that speaks decides.

``offered → conditional → due → fulfilled | fulfilled late | overdue → alleged → found breached → remedied | waived``. Overdue is overdue and
not shown; nothing here concludes a breach. Each rule is given the same case and returns a verdict or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from safeconduct.deal import tree
from safeconduct.deal.norms import Force, Mode, Norm, deeds
from safeconduct.deal.standing import model
from safeconduct.deal.standing.bodies import missing_body, open_slots, slots_filled
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.findings import Findings, findings
from safeconduct.deal.standing.life import Life, bound, life
from safeconduct.deal.standing.limits import Limit, limit, may_release
from safeconduct.deal.standing.model import Instance, Reason, because
from safeconduct.deal.standing.moments import EVER
from safeconduct.deal.standing.performance import performed
from safeconduct.deal.standing.premises import finding_behind, premises
from safeconduct.deal.standing.priority import displaced
from safeconduct.deal.standing.proof import matches, shows
from safeconduct.deal.standing.sheet import Circle
from safeconduct.deal.standing.shown import Shown, band_of, happened, holds
from safeconduct.deal.standing.suspension import Pause, pauses
from safeconduct.deal.standing.timing import Band, in_time, passed
from safeconduct.deal.standing.world import Text, World
from safeconduct.kernel import Truth


@dataclass(frozen=True, slots=True)
class Verdict:
    """A state, since when, and the step that decides it."""

    state: str
    since: Band | datetime | None
    why: Reason
    in_time: str = ""
    parties: tuple[str, ...] = ()


@dataclass(slots=True)
class Case:
    """Everything the rules look at, computed once for one instance."""

    world: World
    text: Text
    norm: Norm
    trigger: Event | None
    entries: Sequence[Event]
    life: Life
    bound: Band | None
    unbound: tuple[Reason, ...]
    shown: Shown
    findings: Findings
    spans: tuple[Pause, ...]
    remarks: tuple[Reason, ...]
    premises: Shown
    limit: Limit

    @property
    def at(self) -> datetime:
        """The instant asked about."""
        return self.world.at

    @property
    def is_late(self) -> Truth:
        """Whether the limit has passed; no where there is none."""
        return passed(self.at, self.limit.due) if self.limit.due else Truth.NO

    @property
    def begins(self) -> Band | None:
        """Since when it binds with all its conditions met."""
        bands = [band for band in (self.bound, self.premises.when) if band is not None]
        return Band(max(b.low for b in bands), max(b.high for b in bands)) if bands else None


Rule = Callable[[Case], Verdict | None]


def instance(world: World, text: Text, norm: Norm, trigger: Event | None = None) -> Instance:
    """Return how one instance of a norm stands."""
    name = ("instance", text.number, norm.id, trigger.id if trigger else "")
    return world.sheet.value(name, lambda: _instance(_case(world, text, norm, trigger)))


def _case(world: World, text: Text, norm: Norm, trigger: Event | None) -> Case:
    entries = _entries(world, text, norm, trigger)
    shown = performed(world, text, norm, trigger)
    since, unbound = bound(world, text, norm)
    spans, remarks = pauses(world, text, norm.clause)
    anchor = trigger or finding_behind(world, text, norm)
    return Case(
        world,
        text,
        norm,
        trigger,
        entries,
        life(world, text),
        since,
        unbound,
        shown,
        findings(world, text, norm, entries),
        spans,
        remarks,
        premises(world, text, norm, trigger),
        limit(world, text, norm, anchor, shown, spans),
    )


_ABOUT = ("clause", "binding", "finding", "consent")


def _entries(world: World, text: Text, norm: Norm, trigger: Event | None) -> list[Event]:
    """Return what was said about the instance: about the one event it arose from, or about the clause as such."""
    relief = world.record.said(text.number, norm.clause, "relief")
    if trigger is not None:
        world.record.history_of(trigger.id)
        return [*world.record.answers(trigger, text.number, norm.clause), *relief]
    said = world.record.said(text.number, norm.clause, *_ABOUT)
    return [*(event for event in said if not world.record.is_answer(event)), *relief]


def _instance(case: Case) -> Instance:
    verdict = next(found for rule in _rules(case) if (found := rule(case)) is not None)
    due = case.limit.due
    under = (*verdict.why.under, *case.shown.why, *case.findings.why, *case.limit.why, *case.remarks)
    why = Reason(verdict.why.code, verdict.why.args, verdict.why.clause, verdict.why.entries, tuple(dict.fromkeys(under)))
    return Instance(
        case.text.number,
        case.norm,
        case.trigger.id if case.trigger else "",
        verdict.state,
        _since(verdict.since, case.at),
        due.low if due else None,
        due.high if due else None,
        why,
        case.shown.progress,
        case.shown.needs,
        verdict.in_time,
        verdict.parties,
    )


def _since(since: Band | datetime | None, at: datetime) -> datetime | None:
    """Return by when a state had certainly begun, and never later than asked about."""
    instant = since.high if isinstance(since, Band) else since
    return None if instant is None or instant == EVER else min(instant, at)


# --- what ends or displaces a duty ---


def _superseded(case: Case) -> Verdict | None:
    found = displaced(case.world, case.text, case.norm)
    return Verdict(model.SUPERSEDED, found[0], found[1]) if found else None


def _found_breached(case: Case) -> Verdict | None:
    finding = case.findings.breach
    if finding is None:
        return None
    cured = _cure(case, finding)
    if cured is not None:
        return cured
    released = _waived(case)
    if released is not None and isinstance(released.since, Band) and released.since.low >= finding.start:
        return released
    why = because(
        "found_breached", actor=finding.actor, parties=case.findings.parties, entries=case.world.record.history_of(finding.id)
    )
    return Verdict(model.FOUND_BREACHED, band_of(finding), why, parties=case.findings.parties)


def _cure(case: Case, finding: Event) -> Verdict | None:
    for event in case.entries:
        if event.type == "cure" and event.start >= finding.start and _may_cure(case, event):
            why = because("cured", actor=event.actor, entries=(event.id,))
            return Verdict(model.REMEDIED, band_of(event), why, parties=case.findings.parties)
    for norm in _remedies(case):
        done = performed(case.world, case.text, norm)
        if done.truth is Truth.YES and done.when and done.when.high >= finding.start and not done.contested:
            why = because("remedy_performed", *done.why, clause=norm.clause)
            return Verdict(model.REMEDIED, done.when, why, parties=case.findings.parties)
    return None


def _may_cure(case: Case, event: Event) -> bool:
    """Whether a recorded cure counts: by the witness the words table asks for, or where it asks for none by anyone."""
    word = case.text.word(case.norm.deed.act)
    witness = word.shown_by.witness if word and word.shown_by else ""
    return witness in ("", event.actor) or event.actor not in case.norm.bearers


def _remedies(case: Case) -> tuple[Norm, ...]:
    table = case.world.sheet.value(("remedies", case.text.number), lambda: _remedy_table(case.text))
    return tuple(norm for norm in table.get(case.norm.clause, ()) if set(norm.bearers) & set(case.norm.bearers))


def _remedy_table(text: Text) -> dict[str, list[Norm]]:
    found: dict[str, list[Norm]] = {}
    for norm in text.by_id.values():
        for premise in norm.premises:
            if isinstance(premise, tree.IfFinds) and norm.mode is Mode.RESULT:
                for clause in text.agreement.expand(premise.clauses):
                    found.setdefault(clause, []).append(norm)
    return found


def _waived(case: Case) -> Verdict | None:
    for event in case.entries:
        if event.type == "waiver" and may_release(case.text, case.norm, event):
            return Verdict(model.WAIVED, band_of(event), because("waived", actor=event.actor, entries=(event.id,)))
    return None


def _performed(case: Case) -> Verdict | None:
    shown = case.shown
    if shown.contested and shown.truth is Truth.YES:
        return Verdict(model.CONTESTED, shown.when, because("done_but_disputed"))
    if shown.truth is not Truth.YES:
        done = case.findings.performed
        return (
            Verdict(model.FULFILLED, band_of(done), because("found_performed", actor=done.actor, entries=(done.id,)))
            if done
            else None
        )
    if case.findings.alleged and max(e.index for e in case.findings.alleged) > _last_index(case):
        return Verdict(model.CONTESTED, shown.when, because("done_but_alleged"))
    if case.limit.due is None or shown.when is None:
        return Verdict(model.FULFILLED, shown.when, because("done"))
    timely = in_time(shown.when, case.limit.due)
    state = {Truth.YES: model.FULFILLED, Truth.NO: model.FULFILLED_LATE, Truth.UNKNOWN: model.UNDETERMINED}[timely]
    code = {Truth.YES: "done_in_time", Truth.NO: "done_late", Truth.UNKNOWN: "done_time_unclear"}[timely]
    return Verdict(state, shown.when, because(code, when=shown.when, due=case.limit.due), in_time=timely.value)


def _last_index(case: Case) -> int:
    """Return the index of the last entry that shows the performance."""
    known, ids = case.world.record.known, {entry for why in case.shown.why for entry in why.entries}
    return max((known[id_].index for id_ in ids if id_ in known), default=-1)


def _excused(case: Case) -> Verdict | None:
    if case.findings.excused is not None:
        event = case.findings.excused
        return Verdict(model.EXCUSED, band_of(event), because("found_excused", actor=event.actor, entries=(event.id,)))
    return _other_option(case) or _countermeasure(case)


def _other_option(case: Case) -> Verdict | None:
    """Return that another option of the same election was chosen or done; silence is no choice."""
    norm = case.norm
    if not norm.alternatives or case.text.kind(norm.deed.actor) == "group":
        return None
    choices = [e for e in case.entries if e.type == "election" and e.actor in norm.bearers]
    latest = max(choices, key=lambda e: e.index, default=None)
    if latest is not None and latest.body["option"] not in (norm.id, norm.deed.act):
        why = because("other_option_chosen", actor=latest.actor, option=latest.body["option"], entries=(latest.id,))
        return Verdict(model.EXCUSED, band_of(latest), why)
    for id_ in norm.alternatives if latest is None else ():
        other = performed(case.world, case.text, case.text.by_id[id_])
        if other.truth is Truth.YES and case.shown.truth is not Truth.YES:
            return Verdict(model.EXCUSED, other.when, because("other_option_done", *other.why, act=case.text.by_id[id_].deed.act))
    return None


def _countermeasure(case: Case) -> Verdict | None:
    """Return that a bearer declared a countermeasure after somebody else was found in breach."""
    for event in case.entries:
        if event.type == "notice" and event.body.get("act") == "countermeasure" and event.actor in case.norm.bearers:
            cause = str(event.body.get("against") or "")
            there = case.world.record.said(case.text.number, cause, "finding")
            found = findings(case.world, case.text, _first(case.text, cause, case.norm), there).breach
            if found is not None and found.start <= event.end:
                why = because("countermeasure", actor=event.actor, entries=(event.id, found.id), clause=cause)
                return Verdict(model.EXCUSED, band_of(event), why)
    return None


def _first(text: Text, clause: str, otherwise: Norm) -> Norm:
    return next(iter(text.norms.get(clause, ())), otherwise)


def _not_constituted(case: Case) -> Verdict | None:
    missing = missing_body(case.world, case.text, case.norm)
    return Verdict(model.NOT_CONSTITUTED, case.bound, missing) if missing else None


def _expired(case: Case) -> Verdict | None:
    if case.life.ended is None or case.norm.clause in case.life.survivors:
        return None
    return Verdict(model.EXPIRED, case.life.ended, because("text_ended", *case.life.why, when=case.life.ended))


def _suspended(case: Case) -> Verdict | None:
    running = [pause for pause in case.spans if pause.end is None]
    if not running:
        return None
    return Verdict(model.SUSPENDED, running[0].start, because("is_suspended", *(pause.why for pause in running)))


# --- what brings a duty about ---


def _unbound(case: Case) -> Verdict | None:
    if case.bound is not None:
        return None
    if not case.norm.bearers:
        return Verdict(model.UNDETERMINED, None, because("nobody_named", clause=case.norm.clause))
    if case.unbound and case.unbound[0].code == "not_in_force":
        return Verdict(model.CONDITIONAL, None, because("waits", *case.unbound))
    return Verdict(model.OFFERED, None, because("worded_not_signed", *case.unbound))


def _conditional(case: Case) -> Verdict | None:
    met = case.premises
    if met.truth is Truth.NO:
        return Verdict(model.CONDITIONAL, case.bound, because("waits", *met.why))
    if met.truth is Truth.UNKNOWN:
        state = model.CONTESTED if met.contested else model.UNDETERMINED
        return Verdict(state, None, because("condition_unclear", *met.why))
    if met.contested:
        return Verdict(model.CONTESTED, met.when, because("condition_disputed", *met.why))
    return None


def _slots_open(case: Case) -> Verdict | None:
    missing = open_slots(case.world, case.text, case.norm)
    return Verdict(model.UNDETERMINED, case.begins, because("slots_open", *missing)) if missing else None


def _failing(case: Case) -> Verdict | None:
    """Return that a guarantor's step-in still waits: those it stands in for are not overdue."""
    if not case.norm.stands_in_for:
        return None
    try:
        covered = [instance(case.world, case.text, norm) for c in case.norm.stands_in_for for norm in case.text.norms.get(c, ())]
    except Circle:
        covered = []
    failed = [one for one in covered if one.state in (model.OVERDUE, model.FOUND_BREACHED)]
    clauses = ", ".join(case.norm.stands_in_for)
    return None if failed else Verdict(model.CONDITIONAL, case.bound, because("stands_by", clauses=clauses))


def _alleged(case: Case) -> Verdict | None:
    if not case.findings.alleged:
        return None
    first = min(case.findings.alleged, key=lambda e: (e.start, e.index))
    actors = tuple(dict.fromkeys(e.actor for e in case.findings.alleged))
    why = because("is_alleged", actors=actors, entries=tuple(e.id for e in case.findings.alleged))
    return Verdict(model.ALLEGED, band_of(first), why)


def _due(case: Case) -> Verdict:
    shown, begins = case.shown, case.begins
    filled = slots_filled(case.world, case.text, case.norm)
    if filled and begins and filled.high > begins.high:
        begins = filled
    if shown.truth is Truth.UNKNOWN:
        if shown.contested:
            return Verdict(model.CONTESTED, begins, because("counts_differ"))
        if case.is_late is Truth.YES or shown.progress is None:
            return Verdict(model.UNDETERMINED, begins, because("cannot_tell", *case.premises.why))
    if case.is_late is Truth.YES:
        code = "overdue_no_choice" if case.norm.alternatives else "overdue"
        return Verdict(model.OVERDUE, case.limit.due, because(code, due=case.limit.due, needs=shown.needs))
    if (shown.progress and shown.progress[0] > 0) or (shown.begun is not None and shown.claimed):
        return Verdict(model.PARTLY_DONE, shown.begun, because("partly", progress=shown.progress, needs=shown.needs))
    code = "due_perhaps_late" if case.is_late is Truth.UNKNOWN else "due"
    return Verdict(model.DUE, begins, because(code, *case.premises.why, due=case.limit.due))


# --- offers, permissions, powers, requests ---


def _refused(case: Case) -> Verdict | None:
    answers = [e for e in case.entries if e.type in ("acceptance", "refusal")]
    latest = max(answers, key=lambda e: e.index, default=None)
    if latest is None:
        return _refused_act(case)
    if latest.type == "acceptance":
        return None
    code = "withdrawn" if latest.actor in case.norm.bearers else "refused_offer"
    return Verdict(model.LAPSED, band_of(latest), because(code, actor=latest.actor, entries=(latest.id,)))


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
    accepted = any(e.type == "acceptance" for e in case.entries)
    conditions = [p for p in case.norm.premises if not isinstance(p, tree.OnDate)]
    return case.premises.truth is Truth.YES and (accepted or bool(conditions))


def _offer(case: Case) -> Verdict:
    if _taken_up(case):
        found = _due(case)
        return Verdict(found.state, found.since or case.premises.when, because("taken_up", found.why, *case.premises.why))
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


def _permission(case: Case) -> Verdict:
    used = case.shown.begun is not None or case.shown.truth is Truth.YES
    if case.is_late is Truth.YES:
        state, code = (model.EXPIRED, "used_and_over") if used else (model.LAPSED, "not_used")
        return Verdict(state, case.limit.due, because(code, due=case.limit.due))
    return Verdict(model.OPEN, case.begins, because("may_be_used", *case.premises.why, due=case.limit.due))


def _power(case: Case) -> Verdict:
    notices = [e for e in case.entries if e.type == "notice" and e.actor in case.norm.bearers]
    if notices:
        first = min(notices, key=lambda e: (e.start, e.index))
        return Verdict(model.FULFILLED, band_of(first), because("power_used", actor=first.actor, entries=(first.id,)))
    if case.is_late is Truth.YES:
        return Verdict(model.LAPSED, case.limit.due, because("power_not_used", due=case.limit.due))
    return Verdict(model.OPEN, case.begins, because("may_be_used", *case.premises.why, due=case.limit.due))


def _soft(case: Case) -> Verdict:
    """Return how a request or a hope stands: it binds nobody."""
    if case.is_late is Truth.YES:
        return Verdict(model.LAPSED, case.limit.due, because("not_taken_up", due=case.limit.due))
    code = {Force.REQUESTED: "asked", Force.REPORTED: "only_reported"}.get(case.norm.force, "hoped")
    state = model.UNDETERMINED if case.norm.force is Force.REPORTED else model.OPEN
    return Verdict(state, _made(case), because(code))


# --- duties over time ---


def _kept(case: Case) -> Verdict:
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
    norm, record = case.norm, case.world.record
    loose = [e for doer in {*norm.bearers, ""} for e in record.look("loose", doer, norm.deed.act)]
    named = [e for e in case.entries if e.body.get("act", e.body.get("of")) == norm.deed.act]
    found = [e for e in (*named, *loose) if e.doer and matches(e, norm.deed, norm.bearers, named=e in named)]
    return sorted((e for e in found if shows(case.text, e, norm.deed)), key=lambda e: (e.start, e.index))


def _ordered(case: Case, event: Event) -> bool:
    detail = case.norm.detail(tree.ExceptOnOrder)
    if not isinstance(detail, tree.ExceptOnOrder):
        return False
    return any(e.type in ("notice", "consent") and e.actor == detail.actor and e.start <= event.end for e in case.entries)


_DUTY: tuple[Rule, ...] = (
    _superseded,
    _found_breached,
    _waived,
    _performed,
    _excused,
    _unbound,
    _expired,
    _not_constituted,
    _failing,
    _suspended,
    _conditional,
    _slots_open,
    _alleged,
    _due,
)
_OFFER: tuple[Rule, ...] = (_superseded, _performed, _refused, _expired, _not_constituted, _suspended, _offer)
_SOFT: tuple[Rule, ...] = (_superseded, _performed, _refused, _expired, _soft)
_MAY: tuple[Rule, ...] = (_superseded, _unbound, _expired, _not_constituted, _suspended, _conditional, _slots_open, _permission)
_POWER: tuple[Rule, ...] = (_superseded, _unbound, _expired, _not_constituted, _conditional, _power)
_OVER_TIME: tuple[Rule, ...] = (
    _superseded,
    _found_breached,
    _waived,
    _excused,
    _unbound,
    _not_constituted,
    _suspended,
    _conditional,
    _alleged,
    _kept,
)


def _rules(case: Case) -> tuple[Rule, ...]:
    force, mode = case.norm.force, case.norm.mode
    if force in (Force.REQUESTED, Force.REPORTED, Force.ASPIRED):
        return _SOFT
    if force is Force.OFFERED:
        return _OFFER
    if mode is Mode.PERMISSION:
        return _MAY
    if mode is Mode.POWER:
        return _POWER
    if mode in (Mode.ABSTENTION, Mode.OUTCOME) or (mode is Mode.STANDING and case.trigger is None):
        return _OVER_TIME
    return _DUTY

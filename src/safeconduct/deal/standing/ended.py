"""Rules on what ends, displaces or excuses a duty, and on its performance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from safeconduct.deal import tree
from safeconduct.deal.deeds import COUNTERMEASURE
from safeconduct.deal.norms import Force, Mode, Norm
from safeconduct.deal.standing import model
from safeconduct.deal.standing.bodies import missing_body
from safeconduct.deal.standing.case import Case, Verdict
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.findings import findings
from safeconduct.deal.standing.limits import limit
from safeconduct.deal.standing.model import Reason, because
from safeconduct.deal.standing.pause import pauses_by_text
from safeconduct.deal.standing.performance import performed
from safeconduct.deal.standing.priority import displaced
from safeconduct.deal.standing.shown import band_of, remark
from safeconduct.deal.standing.timing import Band, in_time
from safeconduct.deal.standing.world import Text
from safeconduct.kernel import Truth


def superseded(case: Case) -> Verdict | None:
    """Return that another clause or a later text has taken its place."""
    found = displaced(case.world, case.text, case.norm)
    return Verdict(model.SUPERSEDED, found[0], found[1]) if found else None


def found_breached(case: Case) -> Verdict | None:
    """Return that an empowered finding holds it breached, or what became of that: remedied, or waived since."""
    finding = case.findings.breach
    if finding is None:
        return None
    cured = _cure(case, finding)
    if cured is not None:
        return cured
    released = waived(case)
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


def waived(case: Case) -> Verdict | None:
    """Return that those to whom it is owed, or a guarantor, released the bearers."""
    event, disputed = case.release.waiver, case.release.disputed
    if event is None:
        return None
    if disputed:
        why = because("waived_in_dispute", actor=event.actor, entries=(event.id, *disputed))
        return Verdict(model.CONTESTED, band_of(event), why)
    return Verdict(model.WAIVED, band_of(event), because("waived", actor=event.actor, entries=(event.id,)))


def done(case: Case) -> Verdict | None:
    """Return that it was performed: in time, late, in dispute, or at a time that cannot be told."""
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


def excused(case: Case) -> Verdict | None:
    """Return that non-performance is excused: by a finding, or as a countermeasure."""
    if case.findings.excused is not None:
        event = case.findings.excused
        return Verdict(model.EXCUSED, band_of(event), because("found_excused", actor=event.actor, entries=(event.id,)))
    return _countermeasure(case)


def late_choices(case: Case) -> tuple[Reason, ...]:
    """Return a remark on each choice in an election that was declared after the time for it: silence until then was no choice."""
    if not case.norm.alternatives or case.text.kind(case.norm.deed.actor) == "group":
        return ()
    made = ((e, _chosen_too_late(case, e)) for e in case.entries if e.type == "election" and e.actor in case.norm.bearers)
    return tuple(remark("choice_too_late", event, due=due) for event, due in made if due is not None)


def _chosen_too_late(case: Case, event: Event) -> Band | None:
    """Return when the last option of an election had passed, if a choice came after that."""
    ends: list[Band] = []
    for id_ in (case.norm.id, *case.norm.alternatives):
        option = case.text.by_id[id_]
        done, spans = performed(case.world, case.text, option), pauses_by_text(case.world, case.text, option.clause)
        due = limit(case.world, case.text, option, None, done, spans).due
        if due is None or in_time(band_of(event), due) is not Truth.NO:
            return None
        ends.append(due)
    return max(ends, key=lambda band: band.high)


def _countermeasure(case: Case) -> Verdict | None:
    """Return that a bearer declared a countermeasure after somebody else was found in breach."""
    for event, cause in _declared(case):
        found = _breach_of_another(case, cause)
        if found is not None and found.start <= event.end:
            why = because("countermeasure", actor=event.actor, entries=(event.id, found.id), clause=cause)
            return Verdict(model.EXCUSED, band_of(event), why)
    return None


def empty_countermeasures(case: Case) -> tuple[Reason, ...]:
    """Return a remark on each countermeasure that excuses nothing, because no breach by another was found before it."""
    given = ((event, cause, _breach_of_another(case, cause)) for event, cause in _declared(case))
    none = [(event, cause) for event, cause, found in given if found is None or found.start > event.end]
    return tuple(remark("countermeasure_to_nothing", event, clause=cause) for event, cause in none)


def _declared(case: Case) -> Iterator[tuple[Event, str]]:
    """Yield each countermeasure that a bearer declared, with the clause it answers."""
    for event in case.entries:
        if event.type == "notice" and event.body.get("act") == COUNTERMEASURE and event.actor in case.norm.bearers:
            yield event, str(event.body.get("against") or "")


def _breach_of_another(case: Case, clause: str) -> Event | None:
    """Return the finding that somebody else than the bearers did not keep a clause."""
    there = case.world.record.said(case.text.number, clause, "finding")
    for norm in case.text.norms.get(clause, ()):
        found = findings(case.world, case.text, norm, there)
        if found.breach is not None and not set(found.parties) <= set(case.norm.bearers):
            return found.breach
    return None


def not_constituted(case: Case) -> Verdict | None:
    """Return that the body it needs does not exist yet."""
    missing = missing_body(case.world, case.text, case.norm)
    return Verdict(model.NOT_CONSTITUTED, case.bound, missing) if missing else None


def text_ended(case: Case) -> Verdict | None:
    """Return that the text ended, unless the clause survives it: an end settles nothing that was overdue or alleged by then."""
    ended, due = case.life.ended, case.limit.due
    if ended is None or case.norm.clause in case.life.survivors:
        return None
    if case.norm.force >= Force.UNDERTAKEN and ((due is not None and due.high <= ended.low) or case.findings.alleged):
        return None
    return Verdict(model.EXPIRED, case.life.ended, because("text_ended", *case.life.why, when=case.life.ended))


def is_suspended(case: Case) -> Verdict | None:
    """Return that it is suspended at the instant asked about."""
    running = [pause for pause in case.spans if pause.end is None]
    if not running:
        return None
    sure = [pause for pause in running if pause.holds is Truth.YES]
    if not sure:
        return Verdict(model.UNDETERMINED, running[0].start, because("perhaps_suspended", *(pause.why for pause in running)))
    due, start = case.limit.due, sure[0].start
    late = (because("suspended_when_overdue", due=due),) if due is not None and due.high <= start.low else ()
    first, *rest = (pause.why for pause in sure)
    return Verdict(model.SUSPENDED, start, replace(first, under=(*late, *rest)))

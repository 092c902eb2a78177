"""Conditions, three-valued: met, not met, or not to be told; each with its reason.

*Undertakes* is met by a promise, *has done* and *after* only by a deed, *decides* by a declared decision that was not revoked. An offer
never meets *provided that … undertakes*.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from safeconduct.deal import tree
from safeconduct.deal.deeds import Deed, deeds
from safeconduct.deal.norms import Mode, Norm
from safeconduct.deal.standing.closings import too_late
from safeconduct.deal.standing.decisions import decided
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.findings import opening_findings, premature_findings
from safeconduct.deal.standing.life import bound
from safeconduct.deal.standing.model import Reason, because
from safeconduct.deal.standing.moments import when
from safeconduct.deal.standing.orders import ordered
from safeconduct.deal.standing.performance import clauses_done, deed_done, on_request
from safeconduct.deal.standing.shown import NOTHING, Shown, band_of, first_shown, happened, holds, remark
from safeconduct.deal.standing.timing import Band, passed
from safeconduct.deal.standing.undertakings import undertaken
from safeconduct.deal.standing.world import Text, World
from safeconduct.kernel import Truth

MET = Shown(Truth.YES)
_TIME = (tree.ByFirst, tree.WithinFirst, tree.OnDate, tree.Despite)


def premises(world: World, text: Text, norm: Norm, trigger: Event | None = None, path: tuple[str, ...] = ()) -> Shown:
    """Return whether all conditions of a norm are met, since when, and why (not)."""
    parts = [*_conditions(world, text, norm, trigger, path), *_conditions_in_details(world, text, norm, path)]
    truth = Truth.all(part.truth for part in parts)
    bands = [part.when for part in parts if part.when]
    since = Band(max(b.low for b in bands), max(b.high for b in bands)) if bands and truth is Truth.YES else None
    wanted = [part for part in parts if part.truth is truth] if truth is not Truth.YES else parts
    why = tuple(reason for part in wanted for reason in part.why)
    return Shown(truth, since, contested=any(part.contested for part in parts), why=why)


def _conditions(world: World, text: Text, norm: Norm, trigger: Event | None, path: tuple[str, ...]) -> Iterator[Shown]:
    for premise in norm.premises:
        if not isinstance(premise, _TIME):
            yield _premise(world, text, norm, premise, trigger, path)
    if on_request(norm) and trigger is None and norm.mode is not Mode.STANDING:
        yield Shown(Truth.NO, why=(because("no_request", clause=norm.clause),))
    if trigger is not None:
        band = band_of(trigger)
        yield Shown(Truth.YES, band, why=(because("arose", entries=(trigger.id,), when=band),))


def _premise(world: World, text: Text, norm: Norm, premise: tree.Premise, trigger: Event | None, path: tuple[str, ...]) -> Shown:
    match premise:
        case tree.IfDecides(actor, action):
            return _all(decided(world, text, deed) for deed in deeds(actor, action))
        case tree.IfOccurs(event) | tree.AfterEvent(event):
            found = happened(world, text, event)
            return found if found.why else Shown(Truth.NO, why=(because("not_happened", word=event),))
        case tree.WhileState(state):
            return holds(world, text, state)
        case tree.AfterDeed(actor, action) | tree.ProvidedDone(actor, action):
            return _all(acted(world, text, deed) for deed in deeds(actor, action))
        case tree.ProvidedUndertakes(actor, action):
            return _all(undertaken(world, text, deed) for deed in deeds(actor, action))
        case tree.AfterClause(clauses, phase):
            return reached(world, text, text.agreement.expand(clauses), phase, path or (norm.clause,))
        case tree.IfFinds():
            return found_late(world, text, norm, premise)
        case tree.WithinAfterEach(_, event):
            return MET if trigger else Shown(Truth.NO, why=(because("none_yet", word=event),))
        case tree.IfRequests(actor):
            return MET if trigger else Shown(Truth.NO, why=(because("no_request_by", actor=actor, clause=norm.clause),))
        case tree.NoEarlierThan(length, moment):
            band = when(world, text, moment)
            return _has_come(world, text.calendar.after(length, band) if band else None)
        case _:
            raise AssertionError(f"no meaning for the condition {type(premise).__name__}")


def _has_come(world: World, band: Band | None) -> Shown:
    if band is None:
        return Shown(Truth.NO, why=(because("moment_unknown"),))
    truth = passed(world.at, band)
    code = {Truth.YES: "moment_come", Truth.NO: "moment_to_come", Truth.UNKNOWN: "moment_unclear"}[truth]
    return Shown(truth, band, why=(because(code, when=band),))


def _conditions_in_details(world: World, text: Text, norm: Norm, path: tuple[str, ...]) -> Iterator[Shown]:
    for detail in norm.details:
        match detail:
            case tree.OnlyAfter(clauses, phase):
                yield reached(world, text, text.agreement.expand(clauses), phase, path or (norm.clause,))
            case tree.OnlyAfterEvent(event) | tree.OnlyIfOccurs(event):
                found = happened(world, text, event)
                yield found if found.why else Shown(Truth.NO, why=(because("not_happened", word=event),))
            case tree.OnlyOnOrder(actor):
                yield ordered(world, text, norm, actor)
            case tree.Since(moment) if norm.mode not in (Mode.STANDING, Mode.ABSTENTION):
                yield _has_come(world, _opening(when(world, text, moment)))
            case _:
                pass


def _opening(band: Band | None) -> Band | None:
    return Band(band.low, band.low) if band else None


def _all(parts: Iterator[Shown]) -> Shown:
    found = list(parts)
    if not found:
        return NOTHING
    truth = Truth.all(part.truth for part in found)
    bands = [part.when for part in found if part.when]
    since = Band(max(b.low for b in bands), max(b.high for b in bands)) if bands else None
    return Shown(
        truth, since, contested=any(p.contested for p in found), why=tuple(reason for part in found for reason in part.why)
    )


def acted(world: World, text: Text, deed: Deed) -> Shown:
    """Return whether somebody did a deed; using a power after its time has passed is no deed."""
    late: list[Reason] = []

    def counts(event: Event) -> bool:
        due = too_late(world, text, event)
        if due is not None:
            late.append(remark("notice_too_late", event, due=due))
        return due is None

    found = deed_done(world, text, deed, counts)
    return replace(found, why=(*found.why, *late))


def reached(world: World, text: Text, clauses: tuple[str, ...], phase: tree.Phase, path: tuple[str, ...]) -> Shown:
    """Return whether clauses have come as far as a phase."""
    named = ", ".join(clauses)
    match phase:
        case tree.InForce():
            return _all(in_force_clause(world, text, clause, path) for clause in clauses)
        case tree.Verified(actor):
            return _all(_verified_clause(world, text, clause, actor) for clause in clauses)
        case tree.Begun():
            done = clauses_done(world, text, clauses)
            code = "clause_begun" if done.begun else "clause_not_begun"
            return Shown(Truth.of(done.begun is not None), done.begun, why=(because(code, *done.why, clauses=named),))
        case _:
            done = clauses_done(world, text, clauses)
            code = {Truth.YES: "clause_complete", Truth.NO: "clause_not_complete", Truth.UNKNOWN: "clause_unclear"}[done.truth]
            needs = done.needs if done.needs is not None else 0
            return Shown(
                done.truth, done.when, contested=done.contested, why=(because(code, *done.why, clauses=named, needs=needs),)
            )


def in_force_clause(world: World, text: Text, clause: str, path: tuple[str, ...]) -> Shown:
    """Return whether a clause binds now: its bearers are bound and its own conditions are met; a circle is not in force."""
    if clause in path:
        return Shown(Truth.NO, why=(because("circle", clauses=", ".join((*path, clause))),))
    for norm in text.norms.get(clause, ()):
        band, why = bound(world, text, norm)
        if band is None:
            return Shown(Truth.NO, why=why)
        inner = premises(world, text, norm, None, (*path, clause))
        if inner.truth is not Truth.YES:
            return inner
    return Shown(Truth.YES, why=(because("clause_in_force", clause=clause),))


def _verified_clause(world: World, text: Text, clause: str, actor: str) -> Shown:
    said = [e for e in world.record.said(text.number, clause, "clause") if e.type == "verification" and e.actor == actor]
    latest = max(said, key=lambda e: e.index, default=None)
    if latest is None:
        return Shown(Truth.NO, why=(because("not_verified", actor=actor, clause=clause),))
    if latest.body["result"] != "yes":
        why = because("verified", actor=actor, result=latest.body["result"], clause=clause, entries=(latest.id,))
        return Shown(Truth.NO, why=(why,))
    return first_shown(world, [latest], "verified", actor=actor, result="yes")


def found_late(world: World, text: Text, norm: Norm, premise: tree.IfFinds) -> Shown:
    """Return whether the finder whom the text names found one of the clauses not performed in time, once that could be found."""
    soon = premature_findings(world, text, norm)
    events = opening_findings(world, text, norm)
    if events:
        found = first_shown(world, events, "found", actor=premise.finder, result="not in time")
        return replace(found, why=(*found.why, *soon))
    clauses = ", ".join(text.agreement.expand(premise.clauses))
    return Shown(Truth.NO, why=(because("no_finding", actor=premise.finder, clauses=clauses), *soon))


def finding_behind(world: World, text: Text, norm: Norm) -> Event | None:
    """Return the finding that a remedy or a power rests on: the first for a duty, the last for a power, which each opens anew."""
    events = opening_findings(world, text, norm)
    if not events:
        return None
    return events[-1] if norm.mode is Mode.POWER else events[0]

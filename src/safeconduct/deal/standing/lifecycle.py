"""One clause instance to its state: rules in order of priority, the first that speaks decides.

``offered → conditional → due → fulfilled | fulfilled late | overdue → alleged → found breached → remedied | waived``. Overdue is overdue and
not shown; nothing here concludes a breach. Each rule is given the same case and returns a verdict or nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from safeconduct.deal.norms import Force, Mode, Norm
from safeconduct.deal.standing.case import Case, Verdict
from safeconduct.deal.standing.choice import family
from safeconduct.deal.standing.contrary import contrary
from safeconduct.deal.standing.duty import comes_due, conditional, failing, is_alleged, slots_open, unbound
from safeconduct.deal.standing.elections import row
from safeconduct.deal.standing.ended import (
    done,
    empty_countermeasures,
    excused,
    found_breached,
    is_suspended,
    late_choices,
    not_constituted,
    superseded,
    text_ended,
    waived,
)
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.findings import findings
from safeconduct.deal.standing.lasting import kept
from safeconduct.deal.standing.life import bound, is_bound_itself, life
from safeconduct.deal.standing.limits import limit
from safeconduct.deal.standing.model import Instance, Reason
from safeconduct.deal.standing.moments import EVER
from safeconduct.deal.standing.notices import told_apart
from safeconduct.deal.standing.offer import asked, offered, permission, power, refused
from safeconduct.deal.standing.performance import performed
from safeconduct.deal.standing.premises import finding_behind, premises
from safeconduct.deal.standing.releases import released
from safeconduct.deal.standing.suspension import pauses
from safeconduct.deal.standing.timing import Band
from safeconduct.deal.standing.undertakings import as_bound
from safeconduct.deal.standing.world import Text, World

Rule = Callable[[Case], Verdict | None]


_DUTY: tuple[Rule, ...] = (
    superseded,
    found_breached,
    waived,
    done,
    excused,
    unbound,
    text_ended,
    not_constituted,
    failing,
    is_suspended,
    conditional,
    slots_open,
    is_alleged,
    comes_due,
)
_OFFER: tuple[Rule, ...] = (superseded, done, refused, text_ended, not_constituted, is_suspended, offered)
_SOFT: tuple[Rule, ...] = (superseded, done, refused, text_ended, asked)
_MAY: tuple[Rule, ...] = (superseded, unbound, text_ended, not_constituted, is_suspended, conditional, slots_open, permission)
_POWER: tuple[Rule, ...] = (superseded, unbound, text_ended, not_constituted, conditional, power)
_OVER_TIME: tuple[Rule, ...] = (
    superseded,
    found_breached,
    waived,
    excused,
    unbound,
    not_constituted,
    is_suspended,
    conditional,
    is_alleged,
    kept,
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


def instance(world: World, text: Text, norm: Norm, trigger: Event | None = None) -> Instance:
    """Return how one instance of a norm stands."""
    norms = family(text, norm)
    name = ("instance", text.number, norms[0].id, trigger.id if trigger else "")
    return world.sheet.value(name, lambda: _row(world, text, norms, trigger))


def _row(world: World, text: Text, norms: tuple[Norm, ...], trigger: Event | None) -> Instance:
    ways = [_instance(_case(world, text, norm, trigger)) for norm in norms]
    return ways[0] if len(ways) == 1 else row(world, text, norms, ways)


def _case(world: World, text: Text, norm: Norm, trigger: Event | None) -> Case:
    norm = as_bound(world, text, norm)
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
        released(world, text, norm, entries),
        premises(world, text, norm, trigger),
        limit(world, text, norm, anchor, shown, spans),
        lambda other: instance(world, text, other),
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
    under = (
        *verdict.why.under,
        *case.shown.why,
        *case.findings.why,
        *case.limit.why,
        *case.remarks,
        *case.release.why,
        *late_choices(case),
        *empty_countermeasures(case),
        *told_apart(case),
        *contrary(case),
    )
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
        _binding(case),
    )


def _binding(case: Case) -> bool:
    """Whether everybody who bears it is bound by an act of their own; a body acts for those who set it up."""
    bearers = [bearer for bearer in case.norm.bearers if case.text.kind(bearer) != "body"]
    return case.bound is not None and all(is_bound_itself(case.world, case.text, case.norm, bearer) for bearer in bearers)


def _since(since: Band | datetime | None, at: datetime) -> datetime | None:
    """Return by when a state had certainly begun, and never later than asked about."""
    instant = since.high if isinstance(since, Band) else since
    return None if instant is None or instant == EVER else min(instant, at)

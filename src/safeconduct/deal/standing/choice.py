"""An election: its options, who is to choose, how many chose which, and how many have declared no choice.

Counts are kept apart by who counted; those who did what they chose count as having chosen. Silence is no choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from safeconduct.deal import tree
from safeconduct.deal.norms import Norm
from safeconduct.deal.standing.counting import Figure, ledgers
from safeconduct.deal.standing.doers import is_nameless
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.evidence import candidates
from safeconduct.deal.standing.model import Choice, Range, because
from safeconduct.deal.standing.proof import shows
from safeconduct.deal.standing.quantity import count_of
from safeconduct.deal.standing.shown import Shown, band_of, shown_by_of, witnessed
from safeconduct.deal.standing.timing import Band
from safeconduct.deal.standing.world import Text, World
from safeconduct.kernel import Truth

NONE: Range = (0, 0)


def family(text: Text, norm: Norm) -> tuple[Norm, ...]:
    """Return the norms of one election in the order of the text; one that is no part of an election alone."""
    ids = {norm.id, *norm.alternatives}
    return tuple(one for one in text.norms.get(norm.clause, ()) if one.id in ids) or (norm,)


def options(norms: Iterable[Norm]) -> tuple[tuple[Norm, ...], ...]:
    """Return the options of an election: each the norms that make it up."""
    found: dict[int, list[Norm]] = {}
    for norm in norms:
        found.setdefault(norm.option, []).append(norm)
    return tuple(tuple(group) for group in found.values())


def is_among_many(text: Text, norm: Norm) -> bool:
    """Whether the members of a group choose, each for themselves."""
    return bool(norm.alternatives) and any(text.kind(bearer) == "group" for bearer in norm.bearers)


def elected(world: World, text: Text, norms: Sequence[Norm]) -> list[Event]:
    """Return the choices declared in an election, in the order of the log."""
    said = world.record.said(text.number, norms[0].clause, "clause")
    return [event for event in said if event.type == "election" and event.doer in norms[0].bearers]


def chosen_by(event: Event, option: Sequence[Norm]) -> bool:
    """Whether a declared choice is for an option, named by its act or its norm."""
    return event.body["option"] in {name for norm in option for name in (norm.id, norm.deed.act)}


def choices(world: World, text: Text, norms: Sequence[Norm]) -> tuple[Choice, ...]:
    """Return how many of a group chose each option, and how many are shown to have done it."""
    found = []
    for option in options(norms):
        declared = _reported([event for event in elected(world, text, norms) if chosen_by(event, option)])
        done = _together([_done(world, text, norm) for norm in option])
        low = max(declared[0], done[0])
        high = done[1] if declared == NONE else declared[1]
        found.append(Choice(tuple(norm.deed for norm in option), (low, None if high is None else max(low, high)), done))
    return tuple(found)


def remainder(text: Text, group: str, taken: Range) -> Range | None:
    """Return how many of a group are left when some are taken; None where the text estimates the group nowhere.

    Several estimates are not averaged: the lowest and the highest count. A group that can still grow has no upper figure.
    """
    totals = [
        (count.low, count.high if isinstance(sentence.predicate.population, tree.ClosedPopulation) else None)
        for clause in text.agreement.clauses
        if isinstance(sentence := clause.sentence, tree.Statement)
        and isinstance(sentence.predicate, tree.Estimates)
        and sentence.predicate.group == group
        and (count := count_of(sentence.predicate.amount)) is not None
    ]
    if not totals:
        return None
    highs = [high for _, high in totals if high is not None]
    low = 0 if taken[1] is None else max(0, min(low for low, _ in totals) - taken[1])
    return low, max(0, max(highs) - taken[0]) if len(highs) == len(totals) else None


def everybody(world: World, text: Text, norms: Sequence[Norm]) -> Shown:
    """Return whether every member of a group did one of the options: by a verification, or by counts against its estimate."""
    record, first = world.record, norms[0]
    verifier = first.detail(tree.VerifiedBy)
    said = [
        event
        for event in record.said(text.number, first.clause, "clause")
        if event.type == "verification"
        and event.actor not in first.bearers
        and (not isinstance(verifier, tree.VerifiedBy) or event.actor == verifier.actor)
    ]
    latest = max(said, key=lambda event: event.index, default=None)
    if latest is not None and latest.body["result"] == "yes":
        why = because("verified", actor=latest.actor, result="yes", entries=record.history_of(latest.id))
        return Shown(Truth.YES, band_of(latest), band_of(latest), why=(why,))
    events = [event for norm in norms for event in _deeds(world, text, norm)]
    if not events:
        return Shown(Truth.NO, why=(because("nobody_chose"),))
    left = remainder(text, first.bearers[0], _sum([choice.done for choice in choices(world, text, norms)]))
    bands = [band_of(event) for event in events]
    begun = Band(min(band.low for band in bands), min(band.high for band in bands))
    last = Band(max(band.low for band in bands), max(band.high for band in bands))
    if left is None:
        return Shown(Truth.UNKNOWN, begun=begun, why=(because("group_not_estimated", group=first.bearers[0]),))
    why = because("still_to_do", remainder=left, group=first.bearers[0])
    truth = Truth.YES if left == NONE else Truth.NO if left[0] > 0 else Truth.UNKNOWN
    return Shown(truth, last if truth is Truth.YES else None, begun, why=(why,))


def taken(found: Iterable[Choice]) -> Range:
    """Return how many chose at all."""
    return _sum([choice.chosen for choice in found])


def _deeds(world: World, text: Text, norm: Norm) -> list[Event]:
    """Return the entries that show members of the group doing what an option says: deeds, and counts of them."""
    shown = [event for event in candidates(world, text, norm) if shows(text, event, norm.deed)]
    named = [event for event in shown if event.type != "verification" and not is_nameless(world, text, event, norm.deed.act)]
    by = shown_by_of(text, norm.deed.act)
    counts = [
        event
        for event in world.record.look("count", norm.deed.act)
        if event.type == "count" and witnessed(event, by, any_kind=True) and event.body.get("by", norm.bearers[0]) in norm.bearers
    ]
    return [*named, *counts]


def _done(world: World, text: Text, norm: Norm) -> Range:
    return _reported(_deeds(world, text, norm))


def _reported(events: Sequence[Event]) -> Range:
    """Return how many members some entries tell of; one without a figure tells of at least one member."""
    if not events:
        return NONE
    books = ledgers(_figure(event) for event in events)
    counted = [book for book in books if any(figure.high is not None for figure in book.figures)] or books
    counts = [book.count() for book in counted]
    highs = [count.high for count in counts if count.high is not None]
    return max(1, min(count.low for count in counts)), max(highs) if len(highs) == len(counts) else None


def _figure(event: Event) -> Figure:
    data = event.body if event.type == "count" else event.body.get("count") or {"low": 0, "high": None}
    total = bool(data.get("cumulative", event.body.get("cumulative", False)))
    return Figure(event.id, event.index, band_of(event), event.actor, "", data["low"], data["high"], total=total)


def _sum(ranges: Sequence[Range]) -> Range:
    highs = [high for _, high in ranges if high is not None]
    return sum(low for low, _ in ranges), sum(highs) if len(highs) == len(ranges) else None


def _together(ranges: Sequence[Range]) -> Range:
    """Return how many did all of several acts."""
    highs = [high for _, high in ranges if high is not None]
    return min(low for low, _ in ranges), min(highs) if highs else None

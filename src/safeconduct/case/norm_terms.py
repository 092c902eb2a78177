"""One sentence to the terms it puts on a movement: each part becomes a term, says nothing of movement, or is left out with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from safeconduct.case.amounts import Range, minutes
from safeconduct.case.clauses import SAYS_NOTHING, WHY
from safeconduct.case.join import Join, Moves, agreed_force
from safeconduct.deal import tree
from safeconduct.deal.norms import Mode, Norm
from safeconduct.movement.model import EXCHANGE
from safeconduct.movement.terms import DEPARTED, ConvoyRule, Deadline, Destinations, Hold, Term, Together

_UNTIL = (tree.UntilExcluding, tree.UntilIncluding)
_EVENTS = (tree.OnlyAfterEvent, tree.AfterEvent, tree.IfOccurs, tree.OnlyIfOccurs)


def norm_terms(join: Join, norm: Norm, moves: Mapping[str, Moves]) -> Iterator[Term | None]:
    """Yield the terms of one norm about people of this movement.

    Arguments:
        moves: clause to what it moves, for references between clauses.
    """
    join.touched.add(norm.clause)
    if not agreed_force(norm):
        join.leave_out(norm.clause, "not agreed")
        return
    own = join.moves(norm)
    if own.amount.given and len(own.groups) == 1:
        join.counts[own.groups[0]] = own.clause, own.amount
    counted = norm.detail(tree.ForAmount)
    if isinstance(counted, tree.ForAmount) and not isinstance(counted.unit, tree.Persons):
        join.leave_out(norm.clause, "units")
    if norm.mode is Mode.ABSTENTION:
        yield from _forbidden(join, norm, own)
    for part in (*norm.premises, *norm.details):
        yield from _part(join, norm, own, part, moves)


def _forbidden(join: Join, norm: Norm, own: Moves) -> Iterator[Term | None]:
    """What may not be done at all: go to a place, or go anywhere. A prohibition that ends or has an exception is a part of its own."""
    parts = (*norm.premises, *norm.details)
    if any(
        isinstance(part, (*_UNTIL, tree.Since, tree.ExceptAfter, tree.ExceptOnOrder, tree.OnlyAfter, tree.OnlyAfterEvent))
        for part in parts
    ):
        return
    ends = {place.id for place in join.problem.places if place.kind != EXCHANGE}
    closed: set[str] = set()
    for part in norm.details:
        if isinstance(part, tree.To):
            said = join.words.get(part.place)
            if said is None or not said.places:
                join.leave_out(norm.clause, "no place", place=part.place)
                return
            closed |= set(said.places)
    yield Destinations(norm.clause, join.text(norm.clause), own.groups, tuple(sorted(ends - closed)) if closed else ())


def _part(join: Join, norm: Norm, own: Moves, part: tree.Node, moves: Mapping[str, Moves]) -> Iterator[Term | None]:
    clause = norm.clause
    if isinstance(part, tree.OnlyAfter | tree.AfterClause):
        yield from _after_phase(join, own, part.clauses, part.phase, moves)
    elif isinstance(part, tree.NoEarlierThan | tree.Since) and isinstance(part.moment, tree.AtPhase):
        begun = isinstance(part.moment.milestone, tree.Beginning)
        delay = minutes(part.length) if isinstance(part, tree.NoEarlierThan) else 0
        yield from join.after(clause, own.groups, part.moment.clauses, moves, begun=begun, delay=delay)
    elif isinstance(part, tree.NoEarlierThan | tree.Since) and join.earliest(part) is not None:
        yield from _not_before(join, norm, own, part)
    elif isinstance(part, tree.NoEarlierThan | tree.Since) and isinstance(part.moment, tree.AtEvent):
        delay = minutes(part.length) if isinstance(part, tree.NoEarlierThan) else 0
        yield event_gate(join, clause, own.groups, part.moment.event, delay)
    elif isinstance(part, _UNTIL):
        yield from _until(join, norm, own, part, moves)
    elif isinstance(part, _EVENTS):
        yield event_gate(join, clause, own.groups, part.event)
    elif isinstance(part, tree.Before):
        for other in join.referred(clause, part.clauses, moves):
            yield join.gate(clause, other.groups, own)
    elif isinstance(part, tree.InParallel | tree.AtTheSameTime):
        yield from _together(join, own, part, moves)
    else:
        yield from _plain(join, norm, own, part)


def _plain(join: Join, norm: Norm, own: Moves, part: tree.Node) -> Iterator[Term | None]:
    """Parts that speak of nobody else: a deadline, a destination, an escort, the size of a batch; or nothing for the plan."""
    clause, due = norm.clause, join.due(part)
    if due is not None and norm.mode is not Mode.ABSTENTION:
        high = join.minute(due)
        yield Deadline(clause, join.text(clause), own.groups, high, high)
    elif isinstance(part, tree.To):
        if norm.mode is not Mode.ABSTENTION:
            yield _destination(join, clause, own.groups, part.place)
    elif isinstance(part, tree.EscortedBy):
        yield _escort(join, clause, own.groups)
    elif isinstance(part, tree.InBatches):
        yield _batches(join, clause, own.groups, part.number)
    elif not isinstance(part, SAYS_NOTHING):
        why = WHY.get(type(part))
        if why is None:
            join.leave_out(clause, "part", part=type(part).__name__)
        else:
            join.leave_out_for(clause, why)


def _after_phase(
    join: Join, own: Moves, clauses: tree.Clauses, phase: tree.Phase, moves: Mapping[str, Moves]
) -> Iterator[Term | None]:
    if isinstance(phase, tree.InForce):
        join.leave_out(own.clause, "in force")
        return
    yield from join.after(own.clause, own.groups, clauses, moves, begun=isinstance(phase, tree.Begun))


def _not_before(join: Join, norm: Norm, own: Moves, part: tree.NoEarlierThan | tree.Since) -> Iterator[Term | None]:
    """Whoever may or shall leave from a day on is held before it; a prohibition from a day on holds after it."""
    since = join.earliest(part)
    assert since is not None
    if norm.mode is not Mode.ABSTENTION:
        yield _hold(join, own, end=since)
    elif any(isinstance(other, _UNTIL) for other in norm.details):
        return
    else:
        yield _hold(join, own, start=since)


def _hold(join: Join, own: Moves, start: datetime | None = None, end: datetime | None = None) -> Hold | None:
    """Return the hold from one instant to another; None where it is over before the plan begins."""
    first, last = join.minute(start) if start else 0, join.minute(end) if end else None
    return None if last is not None and last <= first else Hold(own.clause, join.text(own.clause), own.groups, first, last)


def _until(
    join: Join, norm: Norm, own: Moves, part: tree.UntilExcluding | tree.UntilIncluding, moves: Mapping[str, Moves]
) -> Iterator[Term | None]:
    """Whoever may leave until a day does not set out after it; whoever may not leave until a day, or an event, is held until then."""
    moment, end = part.moment, join.end(part)
    if norm.mode is not Mode.ABSTENTION:
        if end is None:
            join.leave_out_for(own.clause, WHY[type(part)])
        else:
            yield _hold(join, own, start=end)
    elif end is not None and any(isinstance(other, tree.To) for other in norm.details):
        join.leave_out_for(own.clause, WHY[type(part)])
    elif end is not None:
        since = next((other for other in norm.details if isinstance(other, tree.Since)), None)
        yield _hold(join, own, start=join.earliest(since) if since else None, end=end)
    elif isinstance(moment, tree.AtEvent):
        yield event_gate(join, own.clause, own.groups, moment.event)
    elif isinstance(moment, tree.AtPhase):
        begun = isinstance(moment.milestone, tree.Beginning)
        yield from join.after(own.clause, own.groups, moment.clauses, moves, begun=begun)
    else:
        join.leave_out_for(own.clause, WHY[type(part)])


def event_gate(join: Join, clause: str, held: tuple[str, ...], event: str, delay: int = 0) -> Term | None:
    """Return the gate that holds people until an event of the movement, such as an arrival, has come about."""
    said = join.words.get(event)
    if said is None or not said.groups:
        join.leave_out(clause, "no event", event=event)
        return None
    return join.gate(clause, held, Moves(clause, said.groups, Range(), said.where), delay)


def _together(
    join: Join, own: Moves, part: tree.InParallel | tree.AtTheSameTime, moves: Mapping[str, Moves]
) -> Iterator[Term | None]:
    """In parallel: neither waits for the end of the other, it begins once the other has begun. At the same time: convoy by convoy."""
    others = tuple(join.referred(own.clause, part.clauses, moves))
    within = {other.clause for other in others if set(other.groups) & set(own.groups)}
    for other in others:
        if other.clause in within:
            join.note(own.clause, "part of it", other=other.clause)
        elif isinstance(part, tree.AtTheSameTime):
            yield together(join, own.clause, own.groups, other.groups, minutes(part.lag, longest=False))
        else:
            yield join.gate(own.clause, own.groups, replace(other, amount=Range(1, 1), where=DEPARTED))
            join.leave_out(own.clause, "begins with", other=other.clause)


def together(join: Join, clause: str, left: tuple[str, ...], right: tuple[str, ...], lag: int, where: str = DEPARTED) -> Together:
    """Return the term that two sides are released at the same time, and say how it is read: the text does not say it of each convoy."""
    slots = lag // join.problem.slot
    join.note(clause, "together" if slots else "same slot", minutes=lag, slot=join.problem.slot, slots=slots)
    return Together(clause, join.text(clause), left, right, lag, where)


def _destination(join: Join, clause: str, groups: tuple[str, ...], place: str) -> Destinations | None:
    said = join.words.get(place)
    if said is None or not said.places:
        join.leave_out(clause, "no place", place=place)
        return None
    return Destinations(clause, join.text(clause), groups, said.places)


def _legs(join: Join, groups: tuple[str, ...]) -> tuple[str, ...]:
    origins = {join.problem.group(group).origin for group in groups}
    return tuple(leg.id for leg in join.problem.legs if leg.origin in origins)


def _escort(join: Join, clause: str, groups: tuple[str, ...]) -> ConvoyRule | None:
    legs = tuple(leg for leg in _legs(join, groups) if join.problem.leg(leg).escorts < 1)
    return ConvoyRule(clause, join.text(clause), legs, escorts=1) if legs else None


def _batches(join: Join, clause: str, groups: tuple[str, ...], number: int) -> ConvoyRule | None:
    legs = tuple(leg for leg in _legs(join, groups) if join.problem.leg(leg).fewest < number)
    return ConvoyRule(clause, join.text(clause), legs, fewest=number) if legs else None

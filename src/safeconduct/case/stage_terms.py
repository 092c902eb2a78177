"""Linked movements: so many of one side for so many of the other, and exchanges by stages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from safeconduct.case.amounts import Range, minutes
from safeconduct.case.clauses import SAYS_NOTHING, WHY
from safeconduct.case.join import Join, Moves
from safeconduct.case.norm_terms import event_gate, together
from safeconduct.deal import tree
from safeconduct.movement.model import EXCHANGE
from safeconduct.movement.terms import CROSSED, DEPARTED, Deadline, Gate, Reciprocity, Term


def linked_terms(join: Join, clause: str, link: tree.Reciprocity) -> Iterator[Term | None]:
    """Yield the exposure of each side, and what the text says of how it is settled in the end."""
    left, right = join.groups(link.left), join.groups(link.right)
    if not left or not right or set(left) & set(right):
        join.leave_out(clause, "one side")
        return
    join.touched.add(clause)
    where = type(link.stage).__name__.lower()
    join.note(clause, "received", where=join.say(where))
    shares, leads = (link.left_share, link.right_share), (link.left_lead, link.right_lead)
    yield Reciprocity(clause, join.text(clause), left, right, *shares, *leads, DEPARTED, where)
    for detail in link.details:
        if isinstance(detail, tree.SettledBy):
            yield _settled(join, clause, link, detail.moment)
        elif not isinstance(detail, SAYS_NOTHING):
            _not_read(join, clause, detail)


def _settled(join: Join, clause: str, link: tree.Reciprocity, moment: tree.Moment) -> Term | None:
    """In the end nobody is ahead: by a day it is a deadline for both sides; by an event of the movement, the numbers must come out."""
    left, right = join.groups(link.left), join.groups(link.right)
    due, numbers = join.instant(moment), (join.planned(left), join.planned(right))
    event = isinstance(moment, tree.AtEvent) and moment.event in join.words and bool(join.words[moment.event].groups)
    if due is None and not event:
        join.leave_out(clause, "settlement moment")
    elif numbers[0] * link.right_share != numbers[1] * link.left_share:
        shares = {"left_share": link.left_share, "right_share": link.right_share}
        join.leave_out(clause, "settlement", left=numbers[0], right=numbers[1], **shares)
    else:
        join.note(clause, "settled at the end")
    if due is None:
        return None
    high = join.minute(due)
    return Deadline(clause, join.text(clause), (*left, *right), high, high)


def stage_terms(join: Join, moves: Mapping[str, Moves]) -> Iterator[Term | None]:
    """Within a stage each side may be ahead by the stage's own number; the next begins when both have arrived."""
    sent: dict[tuple[tuple[str, ...], ...], tuple[Range, Range]] = {}
    for clause, stage in join.stages():
        sides = tuple(join.sides(clause, stage))
        if len(sides) < 2:
            join.leave_out(clause, "one side")
            continue
        join.touched.add(clause)
        left, right = sides
        key = left.groups, right.groups
        before = sent.get(key, (Range(), Range()))
        after = sent[key] = before[0] + _known(join, left), before[1] + _known(join, right)
        yield from _stage(join, clause, stage, sides, before, after)
        if isinstance(stage.order, tree.BothAtOnce):
            yield _at_once(join, clause, key, first=before == (Range(), Range()))
        for premise in stage.premises:
            for side, sent_before in zip(sides, before, strict=True):
                for gate in _premise(join, clause, premise, side, moves):
                    yield _from_here(join, gate, sent_before.high)
    if sent:
        join.open.append(join.say("beyond"))


def _at_once(join: Join, clause: str, key: tuple[tuple[str, ...], ...], *, first: bool) -> Term | None:
    """Both sides leave in the same slot, throughout the exchange; where other stages of it have an order, it is left out of this one."""
    orders = [stage.order for of, stage in join.stages() if tuple(side.groups for side in join.sides(of, stage)) == key]
    if not all(isinstance(order, tree.BothAtOnce) for order in orders):
        join.leave_out(clause, "both at once")
        return None
    if not first or set(key[0]) & set(key[1]):
        return None
    crossing = all(_meets(join, group) for group in (*key[0], *key[1]))
    if crossing:
        join.note(clause, "at the crossing")
    return together(join, clause, key[0], key[1], 0, CROSSED if crossing else DEPARTED)


def _meets(join: Join, group: str) -> bool:
    """Say whether every way of a group out of its place leads to an exchange point."""
    problem = join.problem
    origin = problem.group(group).origin
    legs = [leg for leg in problem.legs if leg.origin == origin]
    return bool(legs) and all(problem.place(leg.destination).kind == EXCHANGE for leg in legs)


def _known(join: Join, side: Moves) -> Range:
    total = join.planned(side.groups)
    return Range(side.amount.low or total, side.amount.high or total) if side.amount.given else Range(total, total)


def _stage(
    join: Join, clause: str, stage: tree.Stage, sides: tuple[Moves, ...], before: tuple[Range, Range], after: tuple[Range, Range]
) -> Iterator[Term | None]:
    left, right = sides
    left_first, right_first = (isinstance(stage.order, kind) for kind in (tree.FirstGoesFirst, tree.SecondGoesFirst))
    if isinstance(stage.order, tree.OrderNotSettled):
        join.leave_out(clause, "not settled")
    if isinstance(stage.remainder, tree.CarriesOver):
        join.leave_out(clause, "remainder")
    elif isinstance(stage.remainder, tree.RemainderNotSettled):
        join.leave_out(clause, "remainder not settled")
    ahead = (before if right_first else after)[0].high, (before if left_first else after)[1].high
    gates = (
        join.gate(clause, left.groups, replace(right, amount=after[1]), allow=ahead[0]),
        join.gate(clause, right.groups, replace(left, amount=after[0]), allow=ahead[1]),
    )
    if gates == (None, None):
        join.note(clause, "holds nobody")
    yield from gates


def _premise(join: Join, clause: str, premise: tree.Premise, side: Moves, moves: Mapping[str, Moves]) -> Iterator[Term | None]:
    if isinstance(premise, tree.NoEarlierThan) and isinstance(premise.moment, tree.AtPhase):
        begun, delay = isinstance(premise.moment.milestone, tree.Beginning), minutes(premise.length)
        yield from join.after(clause, side.groups, premise.moment.clauses, moves, begun=begun, delay=delay)
    elif isinstance(premise, tree.AfterClause) and not isinstance(premise.phase, tree.InForce):
        yield from join.after(clause, side.groups, premise.clauses, moves, begun=isinstance(premise.phase, tree.Begun))
    elif isinstance(premise, tree.AfterEvent | tree.IfOccurs):
        yield event_gate(join, clause, side.groups, premise.event)
    elif isinstance(premise, tree.AfterClause):
        join.leave_out(clause, "in force")
    else:
        _not_read(join, clause, premise)


def _not_read(join: Join, clause: str, part: tree.Node) -> None:
    if type(part) in WHY:
        join.leave_out_for(clause, WHY[type(part)])
    else:
        join.leave_out(clause, "part", part=type(part).__name__)


def _from_here(join: Join, gate: Term | None, allow: int) -> Term | None:
    """What earlier stages let through has gone; only the people of this stage wait."""
    if not isinstance(gate, Gate) or allow >= join.planned(gate.held):
        return None
    return replace(gate, allow=allow)

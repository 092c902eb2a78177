"""What has already happened, as the ledgers see it: vehicles still away, people counted, exposure used up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import gcd
from typing import TYPE_CHECKING

from safeconduct.movement.model import EXCHANGE, Leg, Problem
from safeconduct.movement.slots import ceil_slots, counting_offset
from safeconduct.movement.terms import DEPARTED, Gate
from safeconduct.movement.timetable import Done

if TYPE_CHECKING:
    from safeconduct.movement.planning.ledgers import Ledger

Grant = tuple[int, int]
STANDS = ("vehicles", "escorts", "headway", "checkpoint", "exchange", "joining")
"""Ledgers whose balance is what stands somewhere, and so never less than nothing, whatever has left."""


def verified(done: Done) -> tuple[tuple[str, int], ...]:
    """Return the people of a convoy as the receiving side counted them, or as they left while nothing else is known."""
    return done.verified_people or tuple((group, number) for group, _, number in done.convoy.people)


def count_slot(problem: Problem, done: Done, where: str) -> int | None:
    """Return the slot in which a convoy's people counted, or will count, as departed, crossed or arrived."""
    offset = counting_offset(problem, problem.leg(done.convoy.leg), where)
    if offset is None:
        return None
    return done.arrived if offset < 0 else done.departed + offset


def after(ledger: Ledger, problem: Problem, past: tuple[Done, ...], now: int, forgiven: bool = False) -> Ledger:
    """Return the ledger with everything that has happened, or is announced, entered as grants; the past counts from ``now`` on.

    Vehicles count from the slot in which a convoy that leaves now began to load.

    Arguments:
        forgiven: a side that has already given too much owes nothing. That asks less than the rule does, which holds its next
            release until the debt is worked off: enough for a bound, and never for a plan.
    """
    entries = {
        "vehicles": _vehicles,
        "escorts": _escorts,
        "headway": _headway,
        "checkpoint": _checkpoint,
        "exchange": _exchange,
        "joining": _joining,
        "reciprocity": _reciprocity,
        "gate": _gate,
        "shut": _shut,
        "due": _due,
    }[ledger.kind]
    if ledger.kind in STANDS:
        begin = max(now - _longest_loading(problem, ledger.key[0]), 0) if ledger.kind == "vehicles" else now
        gone, promised = (
            [entry for done in past if (done.departed < now) is left for entry in entries(problem, ledger.key, done)]
            for left in (True, False)
        )
        there = _what_stood_there(ledger.opening, [*ledger.grants, *gone], begin)
        return replace(ledger, grants=_summed([*there, *promised], begin))
    found = [entry for done in past for entry in entries(problem, ledger.key, done)]
    if ledger.kind == "shut":
        found = _no_further_than(ledger.opening, found)
    totals = dict(_summed([*ledger.grants, *found], now))
    if forgiven and ledger.kind in ("reciprocity", "gate"):
        owed = -(ledger.opening + sum(amount for slot, amount in totals.items() if slot <= now))
        totals[now] = totals.get(now, 0) + max(owed, 0)
    return replace(ledger, grants=tuple(sorted(totals.items())))


def _longest_loading(problem: Problem, kind: str) -> int:
    return max((ceil_slots(problem.loading(leg, problem.vehicle(kind)), problem) for leg in problem.legs), default=0)


def _summed(found: list[Grant], begin: int) -> tuple[Grant, ...]:
    """Add up what falls into one slot; what was before the first slot counts in it."""
    totals: dict[int, int] = {}
    for slot, amount in found:
        totals[max(slot, begin)] = totals.get(max(slot, begin), 0) + amount
    return tuple(sorted(totals.items()))


def _what_stood_there(opening: int, gone: list[Grant], begin: int) -> list[Grant]:
    """What has left, seen from a slot on: where more is out than there was, nothing is there until enough has come back, and nothing is owed."""
    found, balance, shown = [], opening, opening
    for slot, amount in _summed([(begin, 0), *gone], begin):
        balance += amount
        found.append((slot, max(balance, 0) - shown))
        shown = max(balance, 0)
    return found


def _no_further_than(opening: int, spent: list[Grant]) -> list[Grant]:
    """What left through a gate too early is not undone: it leaves nothing to let through, and nothing owed."""
    left, found = opening, []
    for slot, amount in sorted(spent):
        taken = min(-amount, left)
        left -= taken
        found.append((slot, -taken))
    return found


def gate_seen(problem: Problem, gate: Gate, past: tuple[Done, ...]) -> list[Grant]:
    """Return (slot, persons) for everyone a gate waits for who has been or will be verified."""
    delay = ceil_slots(gate.delay, problem)
    seen = []
    for done in past:
        slot = count_slot(problem, done, gate.where)
        number = sum(n for group, n in verified(done) if group in gate.awaited)
        if slot is not None and number:
            seen.append((slot + delay, number))
    return seen


def gate_gone(problem: Problem, gate: Gate, past: tuple[Done, ...]) -> int:
    """Return how many of those a gate holds have departed."""
    return sum(
        n for done in past if count_slot(problem, done, DEPARTED) is not None for g, _, n in done.convoy.people if g in gate.held
    )


def _there_and_back(leg: Leg, place: str, done: Done, number: int, returns: bool, loading: int = 0) -> Iterator[Grant]:
    """Away from the beginning of loading (announced convoys still have to load) until home again."""
    if leg.origin == place:
        yield done.departed - loading, -number
    if leg.home == place and returns:
        yield done.home, number


def _vehicles(problem: Problem, key: tuple[str, ...], done: Done) -> Iterator[Grant]:
    kind, place = key
    number = sum(n for vehicle, n in done.convoy.vehicles if vehicle == kind)
    if number:
        leg, vehicle = problem.leg(done.convoy.leg), problem.vehicle(kind)
        loading = ceil_slots(problem.loading(leg, vehicle), problem)
        yield from _there_and_back(leg, place, done, number, vehicle.returns, loading)


def _escorts(problem: Problem, key: tuple[str, ...], done: Done) -> Iterator[Grant]:
    leg = problem.leg(done.convoy.leg)
    yield from _there_and_back(leg, key[0], done, leg.escorts, True)


def _headway(problem: Problem, key: tuple[str, ...], done: Done) -> Iterator[Grant]:
    leg = problem.leg(done.convoy.leg)
    if leg.id == key[0]:
        yield done.departed, -1
        yield done.departed + max(1, ceil_slots(leg.headway, problem)), 1


def _checkpoint(problem: Problem, key: tuple[str, ...], done: Done) -> Iterator[Grant]:
    offset = dict(problem.leg(done.convoy.leg).checkpoints).get(key[0])
    if offset is not None:
        passed = done.departed + ceil_slots(offset, problem)
        number = sum(n for _, n in done.convoy.vehicles)
        yield passed, -number
        yield passed + ceil_slots(60, problem), number


def _exchange(problem: Problem, key: tuple[str, ...], done: Done) -> Iterator[Grant]:
    group, place = key
    leg = problem.leg(done.convoy.leg)
    if leg.destination == place:
        yield done.arrived, sum(n for g, n in verified(done) if g == group)
    if leg.origin == place:
        yield done.departed, -sum(n for g, _, n in done.convoy.people if g == group)


def _joining(problem: Problem, key: tuple[str, ...], done: Done) -> Iterator[Grant]:
    if problem.place(problem.leg(done.convoy.leg).origin).kind != EXCHANGE:
        yield done.departed, -sum(n for g, _, n in done.convoy.people if g == key[0])


def _reciprocity(problem: Problem, key: tuple[str, ...], done: Done) -> Iterator[Grant]:
    term = next(t for t in problem.terms.reciprocity if t.clause == key[0] and key[1] in ("+".join(t.left), "+".join(t.right)))
    left = key[1] == "+".join(term.left)
    share, other = (term.left_share, term.right_share) if left else (term.right_share, term.left_share)
    given, received = (term.left, term.right) if left else (term.right, term.left)
    common = gcd(share, other)
    out, back = count_slot(problem, done, term.given), count_slot(problem, done, term.received)
    if out is not None:
        yield out, -(other // common) * sum(n for g, _, n in done.convoy.people if g in given)
    if back is not None:
        yield back + ceil_slots(term.delay, problem), share // common * sum(n for g, n in verified(done) if g in received)


def _gate(problem: Problem, key: tuple[str, ...], done: Done) -> Iterator[Grant]:
    gate = _gate_of(problem, key)
    total = sum(group.planned for group in problem.groups if group.id in gate.held)
    rest = max(total - gate.allow, 0)
    common = gcd(gate.number, rest) or 1
    out = count_slot(problem, done, DEPARTED)
    if out is not None:
        yield out, -(gate.number // common) * sum(n for g, _, n in done.convoy.people if g in gate.held)
    for slot, number in gate_seen(problem, gate, (done,)):
        yield slot, rest // common * number


def _shut(problem: Problem, key: tuple[str, ...], done: Done) -> Iterator[Grant]:
    gone = gate_gone(problem, _gate_of(problem, key), (done,))
    if gone:
        yield done.departed, -gone


def _due(problem: Problem, key: tuple[str, ...], done: Done) -> Iterator[Grant]:
    yield from gate_seen(problem, _gate_of(problem, key), (done,))


def _gate_of(problem: Problem, key: tuple[str, ...]) -> Gate:
    return next(gate for gate in problem.terms.gates if gate.name == ":".join(key))

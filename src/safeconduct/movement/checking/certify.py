"""The independent checker of a bound: exact arithmetic on a list of prices.

A certificate puts a price on every rule (a vehicle away in a slot, a person of exposure, a place at a checkpoint). Whatever a plan
does, each person's way then costs at least the cheapest way under the prices, and all ways together can draw no more than the rules
hold. So *people x cheapest way - what the rules hold* is a bound on any plan, in whole numbers and fractions, with no solver and no
tolerance. It holds within this discretised model. Shares no code with the planner.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from safeconduct.errors import Problem as Finding
from safeconduct.errors import register
from safeconduct.movement.checking.cover import Tail, cover, refuse_outside
from safeconduct.movement.checking.fares import gains, gate_rates, rides, sets_out, sides
from safeconduct.movement.checking.verify_road import up, ways
from safeconduct.movement.model import Group, Problem
from safeconduct.movement.terms import Gate
from safeconduct.movement.timetable import Bound, Certificate

NOT_PROVEN = register(
    "movement/bound-not-proven",
    "a bound's certificate does not prove it",
    "The prices that come with a bound were valued again in exact arithmetic and prove less than is claimed. The bound must not be "
    "quoted; the plan itself may still be sound, which is checked separately.",
)
WITHIN = "within this discretised model"


def certify(problem: Problem, bound: Bound) -> tuple[Finding, ...]:
    """Return what is wrong with a bound; an empty tuple means it is proven, within this discretised model.

    Holds: planner's bounds pass, changed ones fail (tests/theory/test_movement_certificate.py).
    Cost: linear in departures x rules, in whole numbers of any size.
    """
    found = [_fails(reason) for proof in bound.proofs for reason in _unreadable(problem, proof)]
    if found:
        return tuple(found)
    valued = [(proof, worth(problem, proof)) for proof in bound.proofs]
    nothing = [proof for proof, proven in valued if proof.claim == "none" and proven > 0]
    found += [_fails("that there is no plan in one case") for p, w in valued if p.claim == "none" and w <= 0 and p.prices]
    early = [proof for proof in nothing if _next_arrival(problem, proof.last, proof.groups) >= bound.last]
    if not cover(early) and _next_arrival(problem, -1) < bound.last:
        found.append(_fails(f"that no plan ends by slot {bound.last - 1}"))
    proven = _least(bound, valued, [proof for proof in nothing if proof.last >= bound.within])
    if proven < bound.person_slots:
        found.append(_fails(f"{float(bound.person_slots):.1f} person-slots; the prices prove {float(proven):.1f}"))
    return tuple(found)


def _unreadable(problem: Problem, proof: Certificate) -> Iterator[str]:
    """Yield what makes a certificate no certificate of this movement: a unit or price that cannot be, a rule that is not there."""
    gates = [f"{gate.clause}:{'+'.join(gate.held)}" for gate in problem.terms.gates]
    known = {
        *(f"vehicles:{vehicle.id}:{place.id}" for vehicle in problem.vehicles for place in problem.places),
        *(f"escorts:{place.id}" for place in problem.places),
        *(f"headway:{leg.id}" for leg in problem.legs),
        *(f"checkpoint:{point.id}" for point in problem.checkpoints),
        *(f"joining:{group.id}" for group in problem.groups),
        *(name for _, _, name, _, _, _ in sides(problem)),
        *(f"{kind}:{gate}" for kind in ("gate", "shut", "due") for gate in gates),
    }
    if proof.unit <= 0:
        yield f"a certificate counts in units of {proof.unit}"
    for name, entries in proof.prices:
        if name not in known:
            yield f"a certificate prices {name!r}, which is no rule of this movement"
        if any(price < 0 for _, price in entries):
            yield f"a certificate prices {name!r} below zero"
    try:
        refuse_outside(proof)
    except ValueError as error:
        yield f"a certificate holds {error}"


def _least(bound: Bound, valued: list[tuple[Certificate, Fraction]], nothing: list[Certificate]) -> Fraction:
    """What the certificates of waiting prove together: for each set of groups, the least of the cases that cover all there are."""
    sets: dict[tuple[str, ...], list[tuple[Certificate, Fraction]]] = {}
    for proof, proven in valued:
        if proof.claim == "person-slots" and proof.last >= bound.within:
            sets.setdefault(proof.groups, []).append((proof, proven))
    listed = [group for groups in sets for group in groups]
    if len(set(listed)) != len(listed) or (() in sets and len(sets) > 1):
        return Fraction(0)
    total = Fraction(0)
    for proofs in sets.values():
        if cover([*(proof for proof, _ in proofs), *nothing]):
            total += min(proven for _, proven in proofs)
    return total


def _fails(what: str) -> Finding:
    return Finding(NOT_PROVEN, f"not proven: {what}", why=f"a bound is quoted as proven {WITHIN}", do="do not quote this bound")


def worth(problem: Problem, proof: Certificate) -> Fraction:
    """Return what a price list proves, in weighted person-slots (for "none": positive proves that no plan exists)."""
    refuse_outside(proof)
    prices = {name: Tail(entries) for name, entries in proof.prices}
    total = Fraction(0)
    for group in problem.groups:
        if group.planned:
            total += group.planned * _cheapest(problem, group, proof, prices)
    total += sum((gains(problem, leg, proof, prices) for leg in problem.legs), Fraction(0))
    return (total - _held(problem, prices)) / proof.unit


def _held(problem: Problem, prices: dict[str, Tail]) -> Fraction:
    """What all rules together hold, at their prices: opening balances, and what is granted over time."""
    return sum((_opening(problem, name, tail) for name, tail in prices.items()), Fraction(0))


def _opening(problem: Problem, name: str, tail: Tail) -> Fraction:
    kind, *key = name.split(":")
    everything = tail.from_slot(-1)
    if kind == "vehicles":
        return Fraction(everything * sum(pool.number for pool in problem.pools if [pool.type, pool.place] == key))
    if kind == "escorts":
        return Fraction(everything * sum(escort.number for escort in problem.escorts if escort.place == key[0]))
    if kind == "headway":
        return Fraction(everything)
    if kind == "checkpoint":
        return Fraction(everything * next(point.per_hour for point in problem.checkpoints if point.id == key[0]))
    if kind == "joining":
        group = problem.group(key[0])
        later = sum(tail.from_slot(up(minute, problem)) * number for minute, number in group.joins)
        return Fraction(everything * (group.planned - sum(number for _, number in group.joins)) + later)
    if kind == "reciprocity":
        _, _, _, price, ahead, _ = next(side for side in sides(problem) if side[2] == name)
        return Fraction(everything * ahead * price)
    gate = _gate_named(problem, name)
    return Fraction(everything * {"gate": gate.allow * gate_rates(gate, problem)[0], "shut": gate.allow, "due": -gate.number}[kind])


def _gate_named(problem: Problem, name: str) -> Gate:
    return next(gate for gate in problem.terms.gates if name.split(":", 1)[1] == f"{gate.clause}:{'+'.join(gate.held)}")


def _cheapest(problem: Problem, group: Group, proof: Certificate, prices: dict[str, Tail]) -> Fraction:
    """The cheapest way of one person from home to an end, possibly over an exchange point."""
    onward: dict[str, list[tuple[int, Fraction]]] = {}
    for leg in problem.legs:
        if problem.place(leg.origin).kind == "exchange" and leg.destination in ways(problem, group):
            onward.setdefault(leg.origin, []).extend((slot, cost) for slot, _, cost in rides(problem, group, leg, proof, prices))
    best: Fraction | None = None
    for leg in problem.legs:
        if leg.origin != group.origin or leg.destination not in ways(problem, group):
            continue
        exchange = problem.place(leg.destination).kind == "exchange"
        for _, arrives, cost in rides(problem, group, leg, proof, prices):
            rest = min((c for s, c in onward.get(leg.destination, []) if s >= arrives), default=None) if exchange else Fraction(0)
            if rest is not None and (best is None or cost + rest < best):
                best = cost + rest
    return best if best is not None else Fraction(10**12 * proof.unit)


def _next_arrival(problem: Problem, last: int, groups: tuple[str, ...] = ()) -> int:
    """The first slot after ``last`` in which anybody of some groups (of all, where none is named) can arrive at all."""
    arrivals = {
        slot + up(leg.out, problem)
        for group in problem.groups
        if not groups or group.id in groups
        for leg in problem.legs
        if leg.destination in ways(problem, group) and (leg.origin == group.origin or problem.place(leg.origin).kind == "exchange")
        for slot in range(problem.slots)
        if sets_out(problem, group, leg, slot)
    }
    return min((slot for slot in arrivals if slot > last), default=problem.slots + 1)

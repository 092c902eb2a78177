"""Part of the checker of a bound: what a ride costs under a list of prices, and what a convoy may gain by moving vehicles elsewhere.

A person pays a share of the seat, of the vehicle's time, of the checkpoint's hour and of the convoy's escort, as if every vehicle and
convoy were full. That is the least only where a vehicle or a team costs something. Where a leg leaves them at another place that needs
them more, a convoy *gains*, and gains the more the emptier it drives: then the whole gain is granted, once for each departure.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import gcd

from safeconduct.movement.checking.cover import Tail
from safeconduct.movement.checking.verify_road import allowed, back_home, counts_in, up, waits, ways
from safeconduct.movement.model import Group, Leg, Problem, VehicleType
from safeconduct.movement.terms import DEPARTED, Gate
from safeconduct.movement.timetable import Certificate

Movers = tuple[VehicleType, ...]
Side = tuple[tuple[str, ...], tuple[str, ...], str, int, int, int]


def sides(problem: Problem) -> Iterator[Side]:
    """For each exposure bound: given, received, name, price of one given, persons ahead, worth of one received."""
    for term in problem.terms.reciprocity:
        common = gcd(term.left_share, term.right_share)
        left, right = term.left_share // common, term.right_share // common
        yield term.left, term.right, f"reciprocity:{term.clause}:{'+'.join(term.left)}", right, term.left_ahead, left
        yield term.right, term.left, f"reciprocity:{term.clause}:{'+'.join(term.right)}", left, term.right_ahead, right


def gate_rates(gate: Gate, problem: Problem) -> tuple[int, int]:
    rest = max(sum(group.planned for group in problem.groups if group.id in gate.held) - gate.allow, 0)
    common = gcd(gate.number, rest) or 1
    return gate.number // common, rest // common


def rides(
    problem: Problem, group: Group, leg: Leg, proof: Certificate, prices: dict[str, Tail]
) -> Iterator[tuple[int, int, Fraction]]:
    """Every departure of a leg a person of the group could be in: slot, arrival, and what it costs under the prices."""
    out = up(leg.out, problem)
    ends = problem.place(leg.destination).kind != "exchange"
    limit = min(
        (t.high for t in problem.terms.deadlines if not t.groups or group.id in t.groups), default=problem.slots * problem.slot
    )
    kinds = [v for v in problem.vehicles if v.id in group.rides and v.seats >= group.lot and _could_stand(problem, v, leg.origin)]
    movers = _movers(problem, leg)
    for slot in range(problem.slots):
        arrives = slot + out
        late = arrives > proof.last and spoken_of(proof, group)
        if late or (ends and arrives * problem.slot > limit) or not sets_out(problem, group, leg, slot):
            continue
        same = _persons_cost(problem, group, leg, slot, arrives, proof, prices)
        convoy = _of_convoy(problem, leg, movers, slot, prices)
        for vehicle in kinds:
            own = _of_vehicle(problem, leg, vehicle, slot, prices)
            seats = vehicle.seats // group.lot * group.lot
            if own is not None:
                yield slot, arrives, same + (own + convoy / leg.largest) / seats


def spoken_of(proof: Certificate, group: Group) -> bool:
    """Whether a proof is about the arrival and the waiting of a group."""
    return not proof.groups or group.id in proof.groups


def gains(problem: Problem, leg: Leg, proof: Certificate, prices: dict[str, Tail]) -> Fraction:
    """Return the most that convoys on a leg can gain, as a number that is not positive: one convoy in each slot, of the largest size."""
    movers = _movers(problem, leg)
    if leg.home == leg.origin:
        return Fraction(0)
    users = [group for group in problem.groups if _uses(problem, group, leg)]
    last = proof.last if all(spoken_of(proof, group) for group in users) else problem.slots
    out, total = up(leg.out, problem), Fraction(0)
    for slot in range(problem.slots):
        if slot + out <= last and allowed(problem, leg, slot, out, leg.window):
            total += min(
                _convoy_charge(problem, leg, slot, prices) + leg.largest * _least_charge(problem, leg, movers, slot, prices),
                Fraction(0),
            )
    return total


def _movers(problem: Problem, leg: Leg) -> Movers:
    """The vehicles that may gain on a leg; none where all come back: what is taken earlier costs no less than what is given back later."""
    if leg.home == leg.origin:
        return ()
    ridden = {kind for group in problem.groups if _uses(problem, group, leg) for kind in group.rides}
    return tuple(v for v in problem.vehicles if v.id in ridden and _could_stand(problem, v, leg.origin))


def _uses(problem: Problem, group: Group, leg: Leg) -> bool:
    """Whether a group may come to the beginning of a leg and may be taken to its end."""
    comes = leg.origin == group.origin or any((o.origin, o.destination) == (group.origin, leg.origin) for o in problem.legs)
    return comes and leg.destination in ways(problem, group)


def _could_stand(problem: Problem, vehicle: VehicleType, place: str) -> bool:
    here = {pool.place for pool in problem.pools if pool.type == vehicle.id and pool.number > 0}
    for _ in problem.legs:  # as many moves as there are legs reach every place that can be reached
        here |= {leg.home for leg in problem.legs if leg.origin in here}
    return place in here


def _of_convoy(problem: Problem, leg: Leg, movers: Movers, slot: int, prices: dict[str, Tail]) -> Fraction:
    """What the people of a full convoy of the largest size pay for it, beside what each vehicle costs."""
    return max(_convoy_charge(problem, leg, slot, prices), -leg.largest * _least_charge(problem, leg, movers, slot, prices))


def _of_vehicle(problem: Problem, leg: Leg, vehicle: VehicleType, slot: int, prices: dict[str, Tail]) -> Fraction | None:
    """What a vehicle costs: its time, the checkpoint's hour, less what it is worth where it stands afterwards; None where it cannot load."""
    taken, arrives = slot - up(problem.loading(leg, vehicle), problem), slot + up(leg.out, problem)
    if taken < 0:
        return None
    cost = 0
    away = prices.get(f"vehicles:{vehicle.id}:{leg.origin}")
    ready = arrives + up(problem.unloading(leg, vehicle), problem)
    home = back_home(problem, leg, ready) if vehicle.returns else None
    cost += away.from_slot(taken) if away else 0
    back = prices.get(f"vehicles:{vehicle.id}:{leg.home}")
    cost -= back.from_slot(home) if back and home is not None else 0
    for checkpoint, after in leg.checkpoints:
        passing = prices.get(f"checkpoint:{checkpoint}")
        if passing:
            at = slot + up(after, problem)
            cost += passing.from_slot(at) - passing.from_slot(at + up(60, problem))
    return Fraction(cost)


def _least_charge(problem: Problem, leg: Leg, movers: Movers, slot: int, prices: dict[str, Tail]) -> Fraction:
    """The least that a vehicle of any type on a leg costs, and never more than nothing: below zero it gains."""
    costs = [_of_vehicle(problem, leg, vehicle, slot, prices) for vehicle in movers]
    return min((cost for cost in costs if cost is not None and cost < 0), default=Fraction(0))


def _convoy_charge(problem: Problem, leg: Leg, slot: int, prices: dict[str, Tail]) -> Fraction:
    """What a convoy costs whoever is in it: its place on the road and its escort, less what the escort is worth afterwards."""
    cost, arrives = 0, slot + up(leg.out, problem)
    headway = prices.get(f"headway:{leg.id}")
    if headway:
        cost += headway.from_slot(slot) - headway.from_slot(slot + max(1, up(leg.headway, problem)))
    taken, given = prices.get(f"escorts:{leg.origin}"), prices.get(f"escorts:{leg.home}")
    if taken:
        cost += leg.escorts * taken.from_slot(slot)
    if given:
        longest = max(up(problem.unloading(leg, vehicle), problem) for vehicle in problem.vehicles)
        home = back_home(problem, leg, arrives + longest)
        cost -= leg.escorts * given.from_slot(home) if home is not None else 0
    return Fraction(cost)


def _persons_cost(
    problem: Problem, group: Group, leg: Leg, slot: int, arrives: int, proof: Certificate, prices: dict[str, Tail]
) -> Fraction:
    waiting = proof.claim == "person-slots" and spoken_of(proof, group)
    cost = waits(problem, group, leg, slot, arrives) * proof.unit if waiting else 0
    joining = prices.get(f"joining:{group.id}")
    if joining and leg.origin == group.origin:
        cost += joining.from_slot(slot)
    for given, received, name, price, _, rate in sides(problem):
        tail = prices.get(name)
        if tail is None:
            continue
        term = next(
            t for t in problem.terms.reciprocity if name.startswith(f"reciprocity:{t.clause}:") and given in (t.left, t.right)
        )
        out, back = counts_in(problem, leg, slot, arrives, term.given), counts_in(problem, leg, slot, arrives, term.received)
        if group.id in given and out is not None:
            cost += price * tail.from_slot(out)
        if group.id in received and back is not None:
            cost -= rate * tail.from_slot(back + up(term.delay, problem))
    for gate in problem.terms.gates:
        cost += _gate_cost(problem, group, leg, slot, arrives, gate, prices)
    return Fraction(cost)


def _gate_cost(problem: Problem, group: Group, leg: Leg, slot: int, arrives: int, gate: Gate, prices: dict[str, Tail]) -> int:
    name = f"{gate.clause}:{'+'.join(gate.held)}"
    share, shut, due = (prices.get(f"{kind}:{name}") for kind in ("gate", "shut", "due"))
    price, rate = gate_rates(gate, problem)
    cost = 0
    leaves, seen = counts_in(problem, leg, slot, arrives, DEPARTED), counts_in(problem, leg, slot, arrives, gate.where)
    if group.id in gate.held and leaves is not None:
        cost += price * share.from_slot(leaves) if share else 0
        cost += shut.from_slot(leaves) if shut else 0
    if group.id in gate.awaited and seen is not None:
        known = seen + up(gate.delay, problem)
        cost -= rate * share.from_slot(known) if share else 0
        cost -= due.from_slot(known) if due else 0
    return cost


def sets_out(problem: Problem, group: Group, leg: Leg, slot: int) -> bool:
    """Whether anybody of a group may set out on a leg in a slot: the road is open, and nobody holds them."""
    if leg.origin == group.origin and any(
        hold.holds(slot * problem.slot) for hold in problem.terms.holds if group.id in hold.groups
    ):
        return False
    return allowed(problem, leg, slot, up(leg.out, problem), leg.window)

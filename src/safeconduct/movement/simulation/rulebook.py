"""Writes a movement, and what is assumed of its execution, as the tables of ``layout.py``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from math import gcd
from typing import Any

import numpy as np

from safeconduct.movement.model import EXCHANGE, Leg, Problem
from safeconduct.movement.simulation import layout
from safeconduct.movement.simulation.layout import Cells
from safeconduct.movement.simulation.ongoing import CELLS, REASONS
from safeconduct.movement.simulation.pairs import followed, pair_tables
from safeconduct.movement.simulation.worlds import Assumptions
from safeconduct.movement.slots import Movement, ceil_slots, counting_offset, grid, journeys, movements

DAY = 1440


def rulebook(problem: Problem, assumptions: Assumptions) -> Cells:
    """Write a movement and what is assumed of its execution as one row of numbers, laid out as ``layout.py`` says."""
    made = _Maker(problem)
    tables = made.kinds() | made.riders() | made.legs() | made.terms() | made.groups() | made.start()
    tables |= pair_tables(problem, made.moves) | _chances(problem, assumptions)
    furthest = problem.slots + ceil_slots(60, problem) + max(tables["L_CHECK_OFFSET"], default=0)
    numbers = {
        "SLOTS": problem.slots,
        "PER_DAY": DAY // problem.slot,
        "HOUR": ceil_slots(60, problem),
        "FURTHEST": furthest,
        "KINDS": len(made.moves),
        "GROUPS": len(problem.groups),
        "SIDES": 2 * len(problem.terms.reciprocity),
        "FIRST_SIDE": made.balance.get(("side", 0), 0),
        "FIRST_GATE": made.balance.get(("gate", 0), 0),
        "GATES": len(problem.terms.gates),
        "STARTS": len(tables["START_SLOT"]),
        "PAIRS": len(tables["PAIR_LAG"]),
        **_shares(problem, assumptions),
        "LATES": len(tables["LATE"]),
        "PAUSES": len(tables["PAUSE"]),
        **made.memory(furthest, _nodes(problem, tables)),
    }
    row = [0] * layout.NAMES
    for name, number in numbers.items():
        row[getattr(layout, name)] = number
    for name, cells in tables.items():
        row[getattr(layout, name)] = len(row)
        row += cells
    return row


def _nodes(problem: Problem, tables: dict[str, Cells]) -> int:
    """Room for everything that can ever be due: a leg sends at most one convoy a slot, and a convoy has so many amounts due."""
    vehicles = [2 * (b - a) + 1 for a, b in _ranges(tables["K_TYPES_OF"])]
    people = [sum(1 + 2 * (d - c) for c, d in _ranges(tables["R_SEEN_OF"][a : b + 1])) for a, b in _ranges(tables["K_RIDERS_OF"])]
    each = max((v + p for v, p in zip(vehicles, people, strict=True)), default=0)
    return problem.slots * len(problem.legs) * each + len(tables["START_SLOT"]) + len(tables["G_JOIN"])


def _ranges(bounds: Cells) -> Iterable[tuple[int, int]]:
    return pairwise(bounds)


def _chances(problem: Problem, a: Assumptions) -> dict[str, Cells]:
    late = [ceil_slots(minutes, problem) for minutes, weight in a.delays for _ in range(weight)]
    return {"LATE": late or [0], "PAUSE": [ceil_slots(minutes, problem) for minutes in a.pauses] or [0]}


def _shares(problem: Problem, a: Assumptions) -> dict[str, int]:
    names = ("breakdowns", "refusals", "suspensions", "weather", "absences", "corrections", "lowered")
    return {name.upper(): getattr(a, name) for name in names} | {"REPAIR": ceil_slots(a.repair, problem)}


class _Maker:
    """Numbers everything once; each method makes the tables of one thing."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.moves = movements(problem)
        self.place = {place.id: number for number, place in enumerate(problem.places)}
        self.leg = {leg.id: number for number, leg in enumerate(problem.legs)}
        self.exchanges = [place.id for place in problem.places if place.kind == EXCHANGE]
        origins = [leg.origin for leg in problem.legs] + [leg.home for leg in problem.legs]
        stands = sorted(set(origins), key=self.place.__getitem__)
        keys: list[tuple[Any, ...]] = [("vehicle", vehicle.id, place) for vehicle in problem.vehicles for place in stands]
        keys += [("escort", place) for place in stands]
        keys += [
            ("people", group.id, place) for group in problem.groups for place in dict.fromkeys([group.origin, *self.exchanges])
        ]
        keys += [("side", number) for number in range(2 * len(problem.terms.reciprocity))]
        keys += [("gate", number) for number in range(len(problem.terms.gates) + len(problem.terms.holds))]
        self.balance = {key: number for number, key in enumerate(keys)}

    def kinds(self) -> dict[str, Cells]:
        """Kinds of convoy and the types of vehicle in them."""
        problem, moves = self.problem, self.moves
        columns = grid(problem)
        rank = [(-max(g.weight for g in kind.groups), kind.leg.out, number) for number, kind in enumerate(moves)]
        leaving: list[Cells] = [[] for _ in range(problem.slots)]
        for kind, slot in zip(columns.c_mov.tolist(), columns.c_slot.tolist(), strict=True):
            leaving[slot].append(kind)
        for kinds in leaving:
            kinds.sort(key=lambda number: rank[number])
        riding = [(kind, vehicle) for kind in moves for vehicle in kind.types]
        home = [self.balance["vehicle", vehicle.id, kind.leg.home] if vehicle.returns else -1 for kind, vehicle in riding]
        return {
            "S_KINDS_OF": _bounds(leaving, list),
            "S_KIND": [kind for kinds in leaving for kind in kinds],
            "K_LEG": [self.leg[kind.leg.id] for kind in moves],
            "K_PLACE": [self.place[kind.leg.origin] for kind in moves],
            "K_ESCORTS": [self.balance["escort", kind.leg.origin] for kind in moves],
            "K_HOME": [self.balance["escort", kind.leg.home] for kind in moves],
            "K_LAST": [int(problem.place(kind.leg.destination).kind != EXCHANGE) for kind in moves],
            "K_JOINED": [max((ceil_slots(m, problem) for g in kind.groups for m, _ in g.joins), default=0) for kind in moves],
            "K_ONWARD": [int(kind.leg.origin in self.exchanges) for kind in moves],
            "K_TYPES_OF": _bounds(moves, lambda kind: kind.types),
            "K_SEATS_OF": _bounds(moves, lambda kind: [0] * len(kind.types) * len(kind.groups)),
            "V_STOCK": [self.balance["vehicle", vehicle.id, kind.leg.origin] for kind, vehicle in riding],
            "V_HOME": home,
            "V_LOAD": [self._loading(vehicle.id, kind.leg.home) for kind, vehicle in riding],
            "V_UNLOAD": [ceil_slots(problem.unloading(kind.leg, vehicle), problem) for kind, vehicle in riding],
            "V_SEATS": [
                vehicle.seats // group.lot * group.lot if vehicle.id in group.rides else 0
                for kind, vehicle in riding
                for group in kind.groups
            ],
        }

    def _loading(self, vehicle: str, place: str) -> int:
        """Slots of loading before a vehicle standing at a place can depart (the same for every leg from there)."""
        legs = [kind.leg for kind in self.moves if kind.leg.origin == place]
        times = [ceil_slots(self.problem.loading(leg, self.problem.vehicle(vehicle)), self.problem) for leg in legs]
        return max(times, default=0)

    def riders(self) -> dict[str, Cells]:
        """Groups in each kind, and what their people count for."""
        pairs = [(kind, group) for kind in self.moves for group in kind.groups]
        given = [self._given(kind, group.id) for kind, group in pairs]
        seen = [self._seen(kind, group.id) for kind, group in pairs]
        held = [
            [n for n, who in enumerate(self._held()) if group.id in who and kind.leg.origin == group.origin]
            for kind, group in pairs
        ]
        onward = [self.balance.get(("people", group.id, kind.leg.destination), -1) for kind, group in pairs]
        return {
            "K_RIDERS_OF": _bounds(self.moves, lambda kind: kind.groups),
            "R_LOT": [group.lot for _, group in pairs],
            "R_THERE": [self.balance["people", group.id, kind.leg.origin] for kind, group in pairs],
            "R_ONWARD": onward,
            "R_GIVEN_OF": _bounds(given, list),
            "R_GIVEN": [side for one in given for side in one],
            "R_SEEN_OF": _bounds(seen, list),
            **{
                name: [one[at] for each in seen for one in each]
                for at, name in enumerate(("R_SEEN", "R_SEEN_OFFSET", "R_SEEN_DELAY"))
            },
            "R_HELD_OF": _bounds(held, list),
            "R_HELD": [gate for one in held for gate in one],
        }

    def _held(self) -> list[tuple[str, ...]]:
        """Whom each gate holds. A hold is a gate, too: one that time shuts and opens again."""
        return [gate.held for gate in self.problem.terms.gates] + [hold.groups for hold in self.problem.terms.holds]

    def _given(self, kind: Movement, group: str) -> list[int]:
        sides = [(t.given, one) for t in self.problem.terms.reciprocity for one in (t.left, t.right)]
        return [
            number
            for number, (where, side) in enumerate(sides)
            if group in side and counting_offset(self.problem, kind.leg, where) is not None
        ]

    def _seen(self, kind: Movement, group: str) -> list[tuple[int, int, int]]:
        """What a person of the group is verified for on this leg: (balance, slots after departure or -1 on arrival, delay)."""
        terms = self.problem.terms
        events = [
            (("side", 2 * n + side), one, t.received, t.delay)
            for n, t in enumerate(terms.reciprocity)
            for side, one in enumerate((t.right, t.left))
        ]
        events += [(("gate", n), gate.awaited, gate.where, gate.delay) for n, gate in enumerate(terms.gates)]
        found = []
        for key, groups, where, delay in events:
            offset = counting_offset(self.problem, kind.leg, where)
            if group in groups and offset is not None:
                found.append((self.balance[key], offset, ceil_slots(delay, self.problem)))
        return found

    def legs(self) -> dict[str, Cells]:
        """Legs, with the slot in which a way back may begin, and their checkpoints."""
        problem, legs = self.problem, self.problem.legs
        points = [point.id for point in problem.checkpoints]
        return {
            "L_OUT": [ceil_slots(leg.out, problem) for leg in legs],
            "L_BACK": [ceil_slots(leg.back, problem) for leg in legs],
            "L_RETURN": [slot for leg in legs for slot in self._returns(leg)],
            "L_HEADWAY": [max(1, ceil_slots(leg.headway, problem)) for leg in legs],
            "L_SMALLEST": [leg.smallest for leg in legs],
            "L_LARGEST": [leg.largest for leg in legs],
            "L_FEWEST": [max(leg.fewest, 1) for leg in legs],
            "L_ESCORTS": [leg.escorts for leg in legs],
            "L_UNLOAD": [max(ceil_slots(problem.unloading(leg, vehicle), problem) for vehicle in problem.vehicles) for leg in legs],
            "L_CHECKS_OF": _bounds(legs, lambda leg: leg.checkpoints),
            "L_CHECK": [points.index(name) for leg in legs for name, _ in leg.checkpoints],
            "L_CHECK_OFFSET": [ceil_slots(minutes, problem) for leg in legs for _, minutes in leg.checkpoints],
            "C_LIMIT": [point.per_hour for point in problem.checkpoints],
        }

    def _returns(self, leg: Leg) -> list[int]:
        allowed = journeys(self.problem, leg, ceil_slots(leg.back, self.problem), leg.back_window)
        index = np.where(allowed, np.arange(self.problem.slots, dtype=np.int64), self.problem.slots)
        return [int(slot) for slot in np.minimum.accumulate(index[::-1])[::-1]] + [self.problem.slots]

    def terms(self) -> dict[str, Cells]:
        """Exposure bounds, seen from each side, and gates."""
        price: Cells = []
        worth: Cells = []
        ahead: Cells = []
        for t in self.problem.terms.reciprocity:
            common = gcd(t.left_share, t.right_share)
            left, right = t.left_share // common, t.right_share // common
            price, worth, ahead = [*price, right, left], [*worth, left, right], [*ahead, t.left_ahead, t.right_ahead]
        gates = self.problem.terms.gates
        return {
            "SIDE_PRICE": price,
            "SIDE_WORTH": worth,
            "SIDE_AHEAD": ahead,
            "GATE_NUMBER": [gate.number for gate in gates] + [1] * len(self.problem.terms.holds),
            "GATE_ALLOW": [gate.allow for gate in gates] + [0] * len(self.problem.terms.holds),
        }

    def groups(self) -> dict[str, Cells]:
        """Groups: the range of their counts, and who joins later."""
        groups = self.problem.groups
        awaiting = [[n for n, gate in enumerate(self.problem.terms.gates) if group.id in gate.awaited] for group in groups]
        return {
            "G_LOW": [group.count.low for group in groups],
            "G_SPAN": [group.planned - group.count.low + 1 for group in groups],
            "G_LOT": [group.lot for group in groups],
            "G_GATES_OF": _bounds(awaiting, list),
            "G_GATES": [gate for one in awaiting for gate in one],
            "G_THERE": [self.balance["people", group.id, group.origin] for group in groups],
            "G_JOINS_OF": _bounds(groups, lambda group: group.joins),
            "G_JOIN_SLOT": [ceil_slots(minutes, self.problem) for group in groups for minutes, _ in group.joins],
            "G_JOIN": [persons for group in groups for _, persons in group.joins],
        }

    def start(self) -> dict[str, Cells]:
        """Vehicles, loaded when they first can be, escort teams, and what opens or shuts with time."""
        problem = self.problem
        pools = [(("vehicle", p.type, p.place), self._loading(p.type, p.place), p.number) for p in problem.pools]
        teams = [(("escort", e.place), 0, e.number) for e in problem.escorts]
        first = len(problem.terms.gates)
        times = [
            (("gate", first + n), ceil_slots(minute, problem), step)
            for n, hold in enumerate(problem.terms.holds)
            for minute, step in ((0, 1), (hold.start, -1), (hold.end, 1))
            if minute is not None
        ]
        there = [(self.balance[key], slot, number) for key, slot, number in pools + teams + times if key in self.balance]
        return {name: [one[at] for one in there] for at, name in enumerate(("START_BALANCE", "START_SLOT", "START_NUMBER"))}

    def memory(self, furthest: int, nodes: int) -> dict[str, int]:
        """Where the tables of what changes begin, in the order of ``layout.py``."""
        problem, kinds, sides = self.problem, len(self.moves), 2 * len(followed(self.problem))
        riders = sum(len(kind.groups) for kind in self.moves)
        types = sum(len(kind.types) for kind in self.moves)
        sizes = {
            "BALANCE": len(self.balance),
            "FREE_FROM": len(problem.legs),
            "PASSES": len(problem.checkpoints) * furthest,
            "OUT": 2 * len(problem.terms.reciprocity),
            "GONE": len(self._held()),
            "PAIR_LAST": sides,
            "PAIR_LEFT": sides,
            "PAIR_GONE": sides,
            "HEAD": problem.slots,
            "ABSENT": len(problem.places),
            "STUCK": kinds,
            "WHY": kinds,
            "CLOSED": 4 * problem.days,
            "RIDING": riders,
            "USED": types,
            "CHOSEN": kinds,
            "REASON": len(REASONS),
            "NODE_NEXT": nodes,
            "NODE_BALANCE": nodes,
            "NODE_NUMBER": nodes,
        }
        begins = np.cumsum([CELLS, *sizes.values()]).tolist()
        return dict(zip([*sizes, "LOG"], begins, strict=True))


def _bounds(entries: Iterable[Any], parts: Callable[[Any], Iterable[Any]]) -> Cells:
    """Where the parts of each entry begin, and where the last one's end."""
    return [0, *(int(n) for n in np.cumsum([len(tuple(parts(entry))) for entry in entries], dtype=np.int64))]

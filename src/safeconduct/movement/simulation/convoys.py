"""Who would be in a convoy that left now and in which vehicles, whether it is worth sending, and what its departure changes.

Part of the one rule: see ``execution.py``.
"""

from __future__ import annotations

from safeconduct.movement.simulation import layout as r
from safeconduct.movement.simulation.layout import Cells
from safeconduct.movement.simulation.ongoing import (
    BREACHES,
    CHANGES,
    CHECKPOINT,
    ENDED,
    EVENT,
    FEW,
    HELD,
    LAST,
    LEFT,
    LOGGED,
    ROOM,
    SLOT,
    TO_GO,
    VEHICLES,
    WAITING,
    after,
    enter,
    home,
    slack,
)

PLENTY = 1 << 60


def load(t: Cells, s: Cells, kind: int, passing: int) -> int:
    """Fill ``riding`` and ``used`` for a convoy that left now; return what makes it too small, or ``LEFT`` where it may go.

    Arguments:
        passing: vehicles that the checkpoints pass.
    """
    leg = t[t[r.K_LEG] + kind]
    riders, beyond = t[t[r.K_RIDERS_OF] + kind], t[t[r.K_RIDERS_OF] + kind + 1]
    for rider in range(riders, beyond):
        s[t[r.RIDING] + rider] = 0
    spare = min(t[t[r.L_LARGEST] + leg], passing)
    persons, vehicles, held = 0, 0, 0
    worth = PLENTY
    for vehicle in range(t[t[r.K_TYPES_OF] + kind], t[t[r.K_TYPES_OF] + kind + 1]):
        free = min(s[t[r.BALANCE] + t[t[r.V_STOCK] + vehicle]], spare)
        needed = 0
        for rider in range(riders, beyond):
            seats = t[
                t[r.V_SEATS]
                + t[t[r.K_SEATS_OF] + kind]
                + (vehicle - t[t[r.K_TYPES_OF] + kind]) * (beyond - riders)
                + rider
                - riders
            ]
            if seats > 0:
                there = s[t[r.BALANCE] + t[t[r.R_THERE] + rider]] - s[t[r.RIDING] + rider]
                fit = min(there, (free - needed) * seats)
                allowed = most(t, s, rider, persons, fit)
                held += 1 if allowed < fit else 0
                going = max(allowed, 0)
                if t[t[r.R_LOT] + rider] > 1:
                    going = going // t[t[r.R_LOT] + rider] * t[t[r.R_LOT] + rider]
                if going > 0:
                    needed += (going + seats - 1) // seats
                persons += going
                s[t[r.RIDING] + rider] += going
                worth = min(worth, (t[t[r.L_SMALLEST] + leg] * seats + 1) // 2, there, max(ahead(t, s, rider), 1))
        s[t[r.USED] + vehicle] = needed
        spare -= needed
        vehicles += needed
    vehicles += pad(t, s, kind, t[t[r.L_SMALLEST] + leg] - vehicles, spare)
    enough = persons >= t[t[r.L_FEWEST] + leg] or (persons > 0 and persons == everyone_left(t, s, kind))
    if enough and vehicles >= t[t[r.L_SMALLEST] + leg] and persons >= worth:
        return LEFT
    if passing < t[t[r.L_SMALLEST] + leg]:
        return CHECKPOINT
    return HELD if held > 0 else VEHICLES if standing(t, s, kind) < t[t[r.L_LARGEST] + leg] else FEW


def anyone(t: Cells, s: Cells, kind: int) -> bool:
    """Say whether anyone waits for a kind of convoy."""
    for rider in range(t[t[r.K_RIDERS_OF] + kind], t[t[r.K_RIDERS_OF] + kind + 1]):
        if s[t[r.BALANCE] + t[t[r.R_THERE] + rider]] > 0:
            return True
    return False


def everyone_left(t: Cells, s: Cells, kind: int) -> int:
    """Return how many people of a kind of convoy are left at its place when nobody joins any more; the last of them wait for no batch."""
    if s[SLOT] < t[t[r.K_JOINED] + kind]:
        return -1
    found = 0
    for rider in range(t[t[r.K_RIDERS_OF] + kind], t[t[r.K_RIDERS_OF] + kind + 1]):
        found += s[t[r.BALANCE] + t[t[r.R_THERE] + rider]]
    return found


def standing(t: Cells, s: Cells, kind: int) -> int:
    """Return how many vehicles stand ready for a kind of convoy."""
    found = 0
    for vehicle in range(t[t[r.K_TYPES_OF] + kind], t[t[r.K_TYPES_OF] + kind + 1]):
        found += s[t[r.BALANCE] + t[t[r.V_STOCK] + vehicle]]
    return found


def pad(t: Cells, s: Cells, kind: int, missing: int, spare: int) -> int:
    """Add empty vehicles up to the smallest convoy; return how many."""
    added = 0
    for vehicle in range(t[t[r.K_TYPES_OF] + kind], t[t[r.K_TYPES_OF] + kind + 1]):
        extra = max(min(missing - added, s[t[r.BALANCE] + t[t[r.V_STOCK] + vehicle]] - s[t[r.USED] + vehicle], spare - added), 0)
        s[t[r.USED] + vehicle] += extra
        added += extra
    return added


def most(t: Cells, s: Cells, rider: int, persons: int, wanted: int) -> int:
    """Return how many of those wanted every exposure bound and closed gate lets go, after the persons already in the convoy.

    Divided only where a bound holds some of them: a division costs more than all else here.
    """
    found = wanted
    for at in range(t[t[r.R_GIVEN_OF] + rider], t[t[r.R_GIVEN_OF] + rider + 1]):
        side = t[t[r.R_GIVEN] + at]
        room, price = slack(t, s, side), t[t[r.SIDE_PRICE] + side]
        if (persons + found) * price > room:
            found = room // price - persons
    for at in range(t[t[r.R_HELD_OF] + rider], t[t[r.R_HELD_OF] + rider + 1]):
        gate = t[t[r.R_HELD] + at]
        if s[t[r.BALANCE] + t[r.FIRST_GATE] + gate] < t[t[r.GATE_NUMBER] + gate]:
            found = min(found, t[t[r.GATE_ALLOW] + gate] - s[t[r.GONE] + gate] - persons)
    return found


def ahead(t: Cells, s: Cells, rider: int) -> int:
    """Return the tightest number of persons ahead.

    The last of those whom a closed gate lets through are worth a convoy however few: the other side waits for them.
    """
    found = PLENTY
    for at in range(t[t[r.R_GIVEN_OF] + rider], t[t[r.R_GIVEN_OF] + rider + 1]):
        found = min(found, t[t[r.SIDE_AHEAD] + t[t[r.R_GIVEN] + at]])
    for at in range(t[t[r.R_HELD_OF] + rider], t[t[r.R_HELD_OF] + rider + 1]):
        gate = t[t[r.R_HELD] + at]
        rest = t[t[r.GATE_ALLOW] + gate] - s[t[r.GONE] + gate]
        if s[t[r.BALANCE] + t[r.FIRST_GATE] + gate] < t[t[r.GATE_NUMBER] + gate] and rest > 0:
            found = min(found, rest)
    return found


def depart(t: Cells, s: Cells, kind: int, slot: int, late: int, broken: int, lowered: int) -> None:
    """Send the loaded convoy.

    Arguments:
        late: slots of delay; broken: chance of one vehicle more to drop out, below 1,000; lowered: later correction, per thousand.
    """
    leg = t[t[r.K_LEG] + kind]
    arrives = after(t, s, slot, t[t[r.L_OUT] + leg] + late)
    vehicles, persons = 0, 0
    for vehicle in range(t[t[r.K_TYPES_OF] + kind], t[t[r.K_TYPES_OF] + kind + 1]):
        vehicles += s[t[r.USED] + vehicle]
        send_vehicles(t, s, leg, vehicle, arrives, broken)
    for check in range(t[t[r.L_CHECKS_OF] + leg], t[t[r.L_CHECKS_OF] + leg + 1]):
        for hour in range(first_hour(t, check, slot), first_hour(t, check, slot) + t[r.HOUR]):
            s[hour] += vehicles
    s[t[r.BALANCE] + t[t[r.K_ESCORTS] + kind]] -= t[t[r.L_ESCORTS] + leg]
    enter(t, s, t[t[r.K_HOME] + kind], home(t, s, leg, arrives + t[t[r.L_UNLOAD] + leg]), t[t[r.L_ESCORTS] + leg])
    s[t[r.FREE_FROM] + leg] = slot + t[t[r.L_HEADWAY] + leg]
    for rider in range(t[t[r.K_RIDERS_OF] + kind], t[t[r.K_RIDERS_OF] + kind + 1]):
        persons += s[t[r.RIDING] + rider]
        send_people(t, s, kind, rider, slot, arrives, lowered)
    for rider in range(t[t[r.K_RIDERS_OF] + kind], t[t[r.K_RIDERS_OF] + kind + 1]):
        for at in range(t[t[r.R_GIVEN_OF] + rider], t[t[r.R_GIVEN_OF] + rider + 1]):
            s[BREACHES] += 1 if s[t[r.RIDING] + rider] > 0 and slack(t, s, t[t[r.R_GIVEN] + at]) < 0 else 0
    s[CHANGES] += 1
    note(t, s, slot, kind, persons, vehicles, arrives)


def send_vehicles(t: Cells, s: Cells, leg: int, vehicle: int, arrives: int, broken: int) -> None:
    """Take vehicles of one type out, and enter when they can depart again; broken ones come back after their repair."""
    leaving = s[t[r.USED] + vehicle]
    s[t[r.BALANCE] + t[t[r.V_STOCK] + vehicle]] -= leaving
    if t[t[r.V_HOME] + vehicle] >= 0:
        out_of_service = (leaving * t[r.BREAKDOWNS] + broken) // 1000
        ready = home(t, s, leg, arrives + t[t[r.V_UNLOAD] + vehicle]) + t[t[r.V_LOAD] + vehicle]
        enter(t, s, t[t[r.V_HOME] + vehicle], ready, leaving - out_of_service)
        enter(t, s, t[t[r.V_HOME] + vehicle], ready + t[r.REPAIR], out_of_service)


def send_people(t: Cells, s: Cells, kind: int, rider: int, slot: int, arrives: int, lowered: int) -> None:
    """Take people of one group out; enter where they stand next, for which bounds and gates they count, and when."""
    moved = s[t[r.RIDING] + rider]
    s[t[r.BALANCE] + t[t[r.R_THERE] + rider]] -= moved
    if t[t[r.K_ONWARD] + kind]:
        s[WAITING] -= moved * (t[r.SLOTS] - slot)
    if t[t[r.K_LAST] + kind]:
        s[TO_GO] -= moved
        if arrives <= t[r.SLOTS]:
            s[ENDED] += moved
            s[LAST] = max(s[LAST], arrives)
    else:
        enter(t, s, t[t[r.R_ONWARD] + rider], arrives, moved)
        s[WAITING] += moved * max(t[r.SLOTS] - max(arrives, slot + 1), 0)
    for at in range(t[t[r.R_GIVEN_OF] + rider], t[t[r.R_GIVEN_OF] + rider + 1]):
        s[t[r.OUT] + t[t[r.R_GIVEN] + at]] += moved
    for at in range(t[t[r.R_HELD_OF] + rider], t[t[r.R_HELD_OF] + rider + 1]):
        s[t[r.GONE] + t[t[r.R_HELD] + at]] += moved
    if t[r.PAIRS] > 0 and moved > 0:
        for at in range(t[t[r.R_PAIRS_OF] + rider], t[t[r.R_PAIRS_OF] + rider + 1]):
            s[t[r.PAIR_LAST] + t[t[r.R_PAIRS] + at]] = slot + 1
            s[t[r.PAIR_LEFT] + t[t[r.R_PAIRS] + at]] -= moved
            s[t[r.PAIR_GONE] + t[t[r.R_PAIRS] + at]] += moved
    for at in range(t[t[r.R_SEEN_OF] + rider], t[t[r.R_SEEN_OF] + rider + 1]):
        counted = arrives if t[t[r.R_SEEN_OFFSET] + at] < 0 else slot + t[t[r.R_SEEN_OFFSET] + at]
        verified = max(counted, slot + 1) + t[t[r.R_SEEN_DELAY] + at]
        enter(t, s, t[t[r.R_SEEN] + at], verified, moved)
        enter(t, s, t[t[r.R_SEEN] + at], verified + t[r.PER_DAY], -(moved * lowered // 1000))


def note(t: Cells, s: Cells, slot: int, kind: int, persons: int, vehicles: int, arrives: int) -> None:
    """Keep a departure where a log is asked for."""
    if s[LOGGED] < s[ROOM]:
        at = t[r.LOG] + s[LOGGED] * EVENT
        s[at], s[at + 1], s[at + 2], s[at + 3], s[at + 4] = slot, kind, persons, vehicles, arrives
        s[LOGGED] += 1


def checkpoint_room(t: Cells, s: Cells, leg: int, slot: int) -> int:
    """Return how many vehicles the checkpoints of a leg still pass, in every rolling hour that a departure now would touch."""
    found = PLENTY
    for check in range(t[t[r.L_CHECKS_OF] + leg], t[t[r.L_CHECKS_OF] + leg + 1]):
        limit, hours = t[t[r.C_LIMIT] + t[t[r.L_CHECK] + check]], first_hour(t, check, slot)
        for hour in range(hours, hours + t[r.HOUR]):
            found = min(found, limit - s[hour])
    return max(found, 0)


def first_hour(t: Cells, check: int, slot: int) -> int:
    """Return where the first of the hours stands in which a departure passes; each is named after its last slot."""
    return t[r.PASSES] + t[t[r.L_CHECK] + check] * t[r.FURTHEST] + slot + t[t[r.L_CHECK_OFFSET] + check]

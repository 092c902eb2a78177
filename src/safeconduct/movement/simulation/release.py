"""What keeps a convoy from leaving, and with whom it leaves where two sides are released together.

Part of the one rule: see ``execution.py``.
"""

from __future__ import annotations

from safeconduct.movement.simulation import layout as r
from safeconduct.movement.simulation.convoys import anyone, checkpoint_room, first_hour, load, standing
from safeconduct.movement.simulation.draws import ABSENCES, DEPARTURES, below, philox
from safeconduct.movement.simulation.layout import Cells
from safeconduct.movement.simulation.ongoing import ABSENT, DAY, ESCORTS, HEADWAY, LEFT, SHUT, SUSPENDED, VEHICLES


def hindered(t: Cells, s: Cells, low: int, high: int, world: int, kind: int, slot: int) -> int:
    """Load a convoy that would leave now; return what keeps it, or ``LEFT``.

    The answer holds until something changes, and is not asked for again; where time alone can change it, it holds for one slot.
    """
    leg = t[t[r.K_LEG] + kind]
    if s[SHUT]:
        return SUSPENDED
    if is_absent(t, s, low, high, world, t[t[r.K_PLACE] + kind], s[DAY]):
        return ABSENT
    if s[t[r.FREE_FROM] + leg] > slot:
        s[t[r.STUCK] + kind] = -1
        return HEADWAY
    if s[t[r.BALANCE] + t[t[r.K_ESCORTS] + kind]] < t[t[r.L_ESCORTS] + leg]:
        return ESCORTS
    if standing(t, s, kind) < t[t[r.L_SMALLEST] + leg]:
        return VEHICLES
    passing = checkpoint_room(t, s, leg, slot)
    reason = load(t, s, kind, passing)
    if reason == LEFT or passing < t[t[r.L_LARGEST] + leg] or slot < t[t[r.K_JOINED] + kind]:
        s[t[r.STUCK] + kind] = -1
    return reason


def is_absent(t: Cells, s: Cells, low: int, high: int, world: int, place: int, day: int) -> bool:
    """Say whether nobody is released from a place on a day; drawn when it is first asked."""
    if s[t[r.ABSENT] + place] >> 1 != day:
        drawn, _, _, _ = philox(world, ABSENCES, place, day, low, high)
        s[t[r.ABSENT] + place] = day * 2 + (1 if below(drawn, 1000) < t[r.ABSENCES] else 0)
    return s[t[r.ABSENT] + place] & 1 == 1


def choose(t: Cells, s: Cells, low: int, high: int, world: int, kind: int, slot: int) -> int:
    """Choose the partners of a loaded convoy, one after the other, each the first that may leave beside those chosen before.

    Returns: how many convoys leave in this slot, listed in ``chosen`` with their loads; 0 where a partner is missing.
    """
    s[t[r.CHOSEN]] = kind
    chosen = 1
    reserve(t, s, kind, slot, 1)
    side = wanted(t, s, chosen, slot)
    while side >= 0:
        partner = -1
        for at in range(t[t[r.S_KINDS_OF] + slot], t[t[r.S_KINDS_OF] + slot + 1]):
            if partner < 0 and may_come(t, s, low, high, world, t[t[r.S_KIND] + at], slot, side, chosen):
                partner = t[t[r.S_KIND] + at]
        if partner < 0:
            break
        reserve(t, s, partner, slot, 1)
        s[t[r.CHOSEN] + chosen] = partner
        chosen += 1
        side = wanted(t, s, chosen, slot)
    for at in range(chosen):
        reserve(t, s, s[t[r.CHOSEN] + at], slot, -1)
    return chosen if side < 0 else 0


def may_come(t: Cells, s: Cells, low: int, high: int, world: int, kind: int, slot: int, side: int, chosen: int) -> bool:
    """Say whether a kind of convoy may leave beside those chosen, with somebody of a side; it is loaded then."""
    leg = t[t[r.K_LEG] + kind]
    for at in range(chosen):
        if t[t[r.K_LEG] + s[t[r.CHOSEN] + at]] == leg:
            return False
    able = False
    for rider in range(t[t[r.K_RIDERS_OF] + kind], t[t[r.K_RIDERS_OF] + kind + 1]):
        for at in range(t[t[r.R_PAIRS_OF] + rider], t[t[r.R_PAIRS_OF] + rider + 1]):
            able = able or t[t[r.R_PAIRS] + at] == side
    if not able or not anyone(t, s, kind) or hindered(t, s, low, high, world, kind, slot) != LEFT or not carries(t, s, kind, side):
        return False
    refused, _, _, _ = philox(world, DEPARTURES, leg, slot, low, high)
    return below(refused, 1000) >= t[r.REFUSALS]


def wanted(t: Cells, s: Cells, chosen: int, slot: int) -> int:
    """Return the first side of which a partner is missing for those chosen; -1 where none is."""
    for at in range(chosen):
        kind = s[t[r.CHOSEN] + at]
        for rider in range(t[t[r.K_RIDERS_OF] + kind], t[t[r.K_RIDERS_OF] + kind + 1]):
            if s[t[r.RIDING] + rider] > 0:
                for entry in range(t[t[r.R_PAIRS_OF] + rider], t[t[r.R_PAIRS_OF] + rider + 1]):
                    other = t[t[r.R_PAIRS] + entry] ^ 1
                    if not met(t, s, other, slot, chosen):
                        return other
    return -1


def met(t: Cells, s: Cells, side: int, slot: int, chosen: int) -> bool:
    """Say whether a side has nobody left, was released within the lag, is held for the other by a gate, or is among those chosen."""
    last = s[t[r.PAIR_LAST] + side]
    if s[t[r.PAIR_LEFT] + side] <= 0 or (last > 0 and slot + 1 - last <= t[t[r.PAIR_LAG] + (side >> 1)]):
        return True
    found = False
    for at in range(t[t[r.P_HOLDERS_OF] + side], t[t[r.P_HOLDERS_OF] + side + 1]):
        gate = t[t[r.P_HOLDERS] + at]
        shut = s[t[r.BALANCE] + t[r.FIRST_GATE] + gate] < t[t[r.GATE_NUMBER] + gate]
        found = found or (shut and s[t[r.PAIR_GONE] + side] >= t[t[r.P_ENOUGH] + at])
    for at in range(chosen):
        found = found or carries(t, s, s[t[r.CHOSEN] + at], side)
    return found


def carries(t: Cells, s: Cells, kind: int, side: int) -> bool:
    """Say whether somebody of a side rides in a loaded convoy."""
    for rider in range(t[t[r.K_RIDERS_OF] + kind], t[t[r.K_RIDERS_OF] + kind + 1]):
        for at in range(t[t[r.R_PAIRS_OF] + rider], t[t[r.R_PAIRS_OF] + rider + 1]):
            if t[t[r.R_PAIRS] + at] == side and s[t[r.RIDING] + rider] > 0:
                return True
    return False


def reserve(t: Cells, s: Cells, kind: int, slot: int, sign: int) -> None:
    """Set aside what a loaded convoy would take, so that its partners find only the rest; with ``sign`` -1 give it back.

    A gate that waits for departures knows of this one: otherwise the last could never leave with the last.
    """
    leg = t[t[r.K_LEG] + kind]
    vehicles = 0
    for vehicle in range(t[t[r.K_TYPES_OF] + kind], t[t[r.K_TYPES_OF] + kind + 1]):
        s[t[r.BALANCE] + t[t[r.V_STOCK] + vehicle]] -= sign * s[t[r.USED] + vehicle]
        vehicles += s[t[r.USED] + vehicle]
    for check in range(t[t[r.L_CHECKS_OF] + leg], t[t[r.L_CHECKS_OF] + leg + 1]):
        for hour in range(first_hour(t, check, slot), first_hour(t, check, slot) + t[r.HOUR]):
            s[hour] += sign * vehicles
    s[t[r.BALANCE] + t[t[r.K_ESCORTS] + kind]] -= sign * t[t[r.L_ESCORTS] + leg]
    for rider in range(t[t[r.K_RIDERS_OF] + kind], t[t[r.K_RIDERS_OF] + kind + 1]):
        moved = sign * s[t[r.RIDING] + rider]
        s[t[r.BALANCE] + t[t[r.R_THERE] + rider]] -= moved
        for at in range(t[t[r.R_GIVEN_OF] + rider], t[t[r.R_GIVEN_OF] + rider + 1]):
            s[t[r.OUT] + t[t[r.R_GIVEN] + at]] += moved
        for at in range(t[t[r.R_HELD_OF] + rider], t[t[r.R_HELD_OF] + rider + 1]):
            s[t[r.GONE] + t[t[r.R_HELD] + at]] += moved
        for at in range(t[t[r.R_SEEN_OF] + rider], t[t[r.R_SEEN_OF] + rider + 1]):
            at_once = t[t[r.R_SEEN_OFFSET] + at] == 0 and t[t[r.R_SEEN_DELAY] + at] == 0
            if at_once and t[r.GATES] > 0 and t[t[r.R_SEEN] + at] >= t[r.FIRST_GATE]:
                s[t[r.BALANCE] + t[t[r.R_SEEN] + at]] += moved

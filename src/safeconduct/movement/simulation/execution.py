"""One execution after the other: the dispatch rule and the hold rule, from slot to slot, over tables of whole numbers.

Hold rule: a convoy is released only when the exposure stays in bounds with everyone on the road counted as given and only verified
people counted as received. So no release ever breaks a bound; a count corrected afterwards shows as a debt.

This is the only place where the rule is written. It runs as it stands, over lists, and compiled, over arrays (``compiled.py``): hence
plain functions, whole numbers, and nothing that the compiler does not know. Both give the same numbers (tests/theory).
"""

from __future__ import annotations

from safeconduct.movement.simulation import layout as r
from safeconduct.movement.simulation.convoys import anyone, depart
from safeconduct.movement.simulation.draws import COUNTS, DAYS, DEPARTURES, below, philox
from safeconduct.movement.simulation.layout import Cells
from safeconduct.movement.simulation.ongoing import (
    AWAITED,
    BREACHES,
    CHANGES,
    CLOSURE,
    CLOSURES,
    COUNTERS,
    DAY,
    DEBT,
    ENDED,
    LAST,
    LEFT,
    PARTNER,
    REFUSED,
    SHUT,
    SLOT,
    TO_GO,
    WAITING,
    enter,
    fill,
    slack,
)
from safeconduct.movement.simulation.release import choose, hindered

RESULTS = ("last", "left", "debt", "waiting", "breaches")
"""Cells of results of each world."""


def run(t: Cells, s: Cells, low: int, high: int, first: int, worlds: int, results: Cells) -> None:
    """Execute world ``first`` and those after it; ``low`` and ``high`` are the generator's key.

    Arguments:
        results: five cells for each world, as in ``RESULTS``; ``last`` is -1 where somebody has not arrived within the horizon.
    """
    fill(s, t[r.HEAD], t[r.ABSENT], -1)
    for number in range(worlds):
        execute(t, s, low, high, first + number, results, number * 5)


def execute(t: Cells, s: Cells, low: int, high: int, world: int, results: Cells, begins: int) -> None:
    """Execute one world."""
    begin(t, s, low, high, world)
    people = s[TO_GO]
    slot = 0
    while slot < t[r.SLOTS] and s[TO_GO] + s[AWAITED] > 0:
        s[SLOT] = slot
        if s[t[r.HEAD] + slot] >= 0:
            fall_due(t, s, slot)
        kinds, beyond = t[t[r.S_KINDS_OF] + slot], t[t[r.S_KINDS_OF] + slot + 1]
        if kinds < beyond and s[TO_GO] > 0:
            look_outside(t, s, slot)
            for at in range(kinds, beyond):
                kind = t[t[r.S_KIND] + at]
                if s[t[r.STUCK] + kind] != s[CHANGES]:
                    s[t[r.STUCK] + kind] = s[CHANGES]
                    s[t[r.WHY] + kind] = consider(t, s, low, high, world, kind, slot)
                if s[t[r.WHY] + kind] != LEFT:
                    s[t[r.REASON] + s[t[r.WHY] + kind]] += 1
        slot += 1
    left = people - s[ENDED]
    results[begins] = s[LAST] if left == 0 else -1
    results[begins + 1] = left
    results[begins + 2] = s[DEBT]
    results[begins + 3] = s[WAITING]
    results[begins + 4] = s[BREACHES]


def begin(t: Cells, s: Cells, low: int, high: int, world: int) -> None:
    """Put everything where it is at the beginning of a world."""
    fill(s, 0, COUNTERS, 0)
    fill(s, t[r.BALANCE], t[r.HEAD], 0)
    fill(s, t[r.ABSENT], t[r.WHY], -1)
    closures(t, s, low, high, world)
    s[SLOT] = -1
    for entry in range(t[r.STARTS]):
        enter(t, s, t[t[r.START_BALANCE] + entry], t[t[r.START_SLOT] + entry], t[t[r.START_NUMBER] + entry])
    for group in range(t[r.GROUPS]):
        drawn, _, _, _ = philox(world, COUNTS, group, 0, low, high)
        lot = t[t[r.G_LOT] + group]
        there = -(-(t[t[r.G_LOW] + group] + below(drawn, t[t[r.G_SPAN] + group])) // lot) * lot
        s[TO_GO] += there
        if t[r.PAIRS] > 0:
            for at in range(t[t[r.G_PAIRS_OF] + group], t[t[r.G_PAIRS_OF] + group + 1]):
                s[t[r.PAIR_LEFT] + t[t[r.G_PAIRS] + at]] += there
        for at in range(t[t[r.G_GATES_OF] + group], t[t[r.G_GATES_OF] + group + 1]):
            s[t[r.BALANCE] + t[r.FIRST_GATE] + t[t[r.G_GATES] + at]] += there
        for join in range(t[t[r.G_JOINS_OF] + group], t[t[r.G_JOINS_OF] + group + 1]):
            joining = min(t[t[r.G_JOIN] + join], there)
            enter(t, s, t[t[r.G_THERE] + group], t[t[r.G_JOIN_SLOT] + join], joining)
            there -= joining
        s[t[r.BALANCE] + t[t[r.G_THERE] + group]] += there
    for gate in range(t[r.GATES]):
        # A gate that waits for more than there are in this world waits for everyone; so many fewer have to be verified.
        at = t[r.BALANCE] + t[r.FIRST_GATE] + gate
        s[at] = max(t[t[r.GATE_NUMBER] + gate] - s[at], 0)


def closures(t: Cells, s: Cells, low: int, high: int, world: int) -> None:
    """Draw the times in which nothing moves: days of weather, and suspensions, which last beyond their day."""
    for day in range(t[r.SLOTS] // t[r.PER_DAY]):
        asked, starts, which, wet = philox(world, DAYS, day, 0, low, high)
        first = day * t[r.PER_DAY]
        if below(wet, 1000) < t[r.WEATHER]:
            close(t, s, first, first + t[r.PER_DAY])
        if below(asked, 1000) < t[r.SUSPENSIONS]:
            first += below(starts, t[r.PER_DAY])
            close(t, s, first, first + t[t[r.PAUSE] + below(which, t[r.PAUSES])])


def close(t: Cells, s: Cells, begins: int, ends: int) -> None:
    """Add a closure; they begin in order, so that it joins the one before or comes after it."""
    at = t[r.CLOSED] + 2 * s[CLOSURES]
    if s[CLOSURES] > 0 and begins <= s[at - 1]:
        s[at - 1] = max(s[at - 1], ends)
    else:
        s[at] = begins
        s[at + 1] = ends
        s[CLOSURES] += 1


def look_outside(t: Cells, s: Cells, slot: int) -> None:
    """Note which day it is and whether nothing moves, and leave behind the closures that have ended; slots are asked in order."""
    while s[CLOSURE] < s[CLOSURES] and s[t[r.CLOSED] + 2 * s[CLOSURE] + 1] <= slot:
        s[CLOSURE] += 1
    closed = 1 if s[CLOSURE] < s[CLOSURES] and s[t[r.CLOSED] + 2 * s[CLOSURE]] <= slot else 0
    day = slot // t[r.PER_DAY]
    if s[DAY] != day or s[SHUT] != closed:
        s[DAY] = day
        s[SHUT] = closed
        s[CHANGES] += 1


def fall_due(t: Cells, s: Cells, slot: int) -> None:
    """Take over what falls due: vehicles ready, escorts home, people at exchange points, people verified, counts corrected."""
    s[CHANGES] += 1
    node = s[t[r.HEAD] + slot]
    s[t[r.HEAD] + slot] = -1
    while node >= 0:
        s[AWAITED] -= 1
        s[t[r.BALANCE] + s[t[r.NODE_BALANCE] + node]] += s[t[r.NODE_NUMBER] + node]
        node = s[t[r.NODE_NEXT] + node]
    for side in range(t[r.SIDES]):
        short = -slack(t, s, side)
        if short > 0:
            price = t[t[r.SIDE_PRICE] + side]
            s[DEBT] = max(s[DEBT], (short + price - 1) // price)


def consider(t: Cells, s: Cells, low: int, high: int, world: int, kind: int, slot: int) -> int:
    """Send a convoy if it may leave; otherwise return what keeps its people waiting (``LEFT`` also where nobody waits)."""
    if not anyone(t, s, kind):
        return LEFT
    reason = hindered(t, s, low, high, world, kind, slot)
    if reason != LEFT:
        return reason
    refused, late, broken, corrected = philox(world, DEPARTURES, t[t[r.K_LEG] + kind], slot, low, high)
    if below(refused, 1000) < t[r.REFUSALS]:
        return REFUSED
    if t[r.PAIRS] > 0:
        return with_partners(t, s, low, high, world, kind, slot)
    set_out(t, s, kind, slot, late, broken, corrected)
    return LEFT


def set_out(t: Cells, s: Cells, kind: int, slot: int, late: int, broken: int, corrected: int) -> None:
    """Send a loaded convoy with what was drawn for it."""
    lowered = t[r.LOWERED] if below(corrected, 1000) < t[r.CORRECTIONS] else 0
    depart(t, s, kind, slot, t[t[r.LATE] + below(late, t[r.LATES])], below(broken, 1000), lowered)


def with_partners(t: Cells, s: Cells, low: int, high: int, world: int, kind: int, slot: int) -> int:
    """Send a loaded convoy with those it may only leave together with; otherwise return that one is missing."""
    chosen = choose(t, s, low, high, world, kind, slot)
    for at in range(chosen):
        leaving = s[t[r.CHOSEN] + at]
        _, late, broken, corrected = philox(world, DEPARTURES, t[t[r.K_LEG] + leaving], slot, low, high)
        set_out(t, s, leaving, slot, late, broken, corrected)
    return LEFT if chosen > 0 else PARTNER

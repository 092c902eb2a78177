"""A plan in seconds: the dispatch rule's, and day by day with gates taken to open in one slot each; the better of the two.

Where a day cannot be completed the days before it stay as they are and the last arrival is put off: an hour, three, seven, at last as
far as the rule's. So what has been worked out is not thrown away, and the answer comes while somebody waits for it.
"""

from __future__ import annotations

from dataclasses import replace

from safeconduct.movement.model import Problem
from safeconduct.movement.planning.assumed import Assumed, assume
from safeconduct.movement.planning.blocks import Ask, go_on
from safeconduct.movement.planning.dispatch import dispatch
from safeconduct.movement.planning.nearer import nothing
from safeconduct.movement.planning.summary import summary
from safeconduct.movement.slots import grid
from safeconduct.movement.timetable import Bound, Convoy, Opening, Plan

STEPS = 6
"""How often the last arrival is put off before it is as late as the rule's: by an hour, three, seven, and so on."""
ENOUGH = 3
"""How many times the work of one answer may go into all of them before the days are given up."""


def day_by_day(problem: Problem, bound: Bound, openings: tuple[Opening, ...], ask: Ask) -> Plan | None:
    """Return the better of the rule's plan and one made day by day, or None where neither brings everyone away.

    Arguments:
        bound: of the problem; a plan that meets it within the gap is taken as it is. openings: before which no gate opens, proven.
    Cost: the dispatch rule, one linear program, and one small mixed-integer program for each day, seldom more.
    """
    rule = dispatch(problem, past=ask.past, first=ask.first)
    best = None if rule is None else summary(problem, rule, ask.past, None, "dispatch rule")
    if best is not None and best.last <= bound.last and best.person_slots <= bound.person_slots * (1 + ask.effort.gap):
        return best
    columns = grid(problem, first=ask.first, last=None if best is None else best.last)
    assumed = assume(columns, ask.past, ask.first, bound.last, openings)
    found = None if assumed is None else _put_off(assumed, ask)
    if found is None:
        return best
    made = summary(problem, found, ask.past, None, "planner")
    return made if best is None or (made.last, made.person_slots) <= (best.last, best.person_slots) else best


def _put_off(assumed: Assumed, ask: Ask) -> tuple[Convoy, ...] | None:
    """Go through the days, with a later last arrival each time one of them cannot be completed."""
    settled = nothing(assumed.grid, assumed.openings)
    near = replace(ask, widest=False, nearer=False)  # a later last arrival needs the departures that an earlier one finds dear
    less = replace(near, effort=replace(ask.effort, work=-(-ask.effort.work // 2)))
    horizons = _horizons(assumed)
    for last in horizons:
        settled, found = go_on(settled, near if last in (horizons[0], horizons[-1]) else less, last)
        enough = 0 < ENOUGH * ask.effort.work < settled.work or (ask.stop is not None and ask.stop())
        if found is not None or enough:
            return found
    return None


def _horizons(assumed: Assumed) -> list[int]:
    hour = 60 // assumed.grid.problem.slot
    latest = int(assumed.grid.c_arr.max(initial=assumed.last))
    later = (assumed.last + hour * (2**step - 1) for step in range(STEPS))
    return sorted({slot for slot in later if slot < latest} | {latest})

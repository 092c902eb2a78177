"""The planner: bound first, then whole convoys within the proven earliest last arrival (relax and fix).

The horizon is cut at the proven earliest last arrival, so that a plan that comes out is of proven-optimal finish. Where no whole
plan is found by then, the cut moves on and the plan says so. A small instance is one block, solved exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

import numpy as np

from safeconduct.errors import Problem as Trouble
from safeconduct.errors import Refused, register, say
from safeconduct.movement.codes import NOT_FOUND
from safeconduct.movement.model import Problem
from safeconduct.movement.planning.blocks import Ask, Effort, Step, search
from safeconduct.movement.planning.bound import master
from safeconduct.movement.planning.days import day_by_day
from safeconduct.movement.planning.dispatch import dispatch
from safeconduct.movement.planning.inorder import in_order
from safeconduct.movement.planning.nearer import Settled
from safeconduct.movement.planning.owed import in_debt
from safeconduct.movement.planning.pairs import never_together
from safeconduct.movement.planning.parts import merge_bounds, parts
from safeconduct.movement.planning.spare import without_spare
from safeconduct.movement.planning.summary import summary
from safeconduct.movement.planning.value import NONE
from safeconduct.movement.slots import grid
from safeconduct.movement.timetable import Bound, Convoy, Done, Opening, Plan

LARGE = 4_000
"""Departures, from which on a search that finds nothing is not begun again for a later finish: it goes on from what it has settled."""

IMPOSSIBLE = register(
    "movement/impossible",
    "no plan meets all terms",
    "The network, the vehicles and the terms of the agreement admit no timetable within the days looked at. "
    "`safeconduct movement explain` names the smallest set of clauses and limits that conflict, and the cheapest repairs.",
)


def impossible() -> Refused:
    """Return the refusal of a movement that cannot be planned."""
    return Refused(
        Trouble(
            IMPOSSIBLE,
            say("no timetable meets all terms within the days looked at"),
            why=say("people would be left behind, or a clause would be broken"),
            do=say("ask `safeconduct movement explain` for the conflicting clauses and the cheapest repairs"),
        )
    )


def _not_found() -> Refused:
    """Return the refusal where the bound admits a plan and none was found in the time given: nothing is proven."""
    return Refused(
        Trouble(
            NOT_FOUND,
            say("no timetable was found in the time given, and none is ruled out"),
            why=say("without a timetable nobody can be told when they leave"),
            do=say(
                "give it more time (`movement plan --seconds 60`, or `--exact` for a small movement), or ask `movement explain`"
            ),
        )
    )


def plan(
    problem: Problem,
    *,
    past: tuple[Done, ...] = (),
    first: int = 0,
    effort: Effort | None = None,
    report: Callable[[Step], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Plan:
    """Return a timetable that ends as early as it can and then keeps people waiting as little as it can.

    Arguments:
        past: convoys that have left or are announced; they are not moved. first: earliest slot for a new departure.
        report: called with each :class:`Step`; stop: asked now and then, True ends the search with the best plan so far.
    Raises: Refused: ``movement/impossible`` when the terms and the network admit no plan, ``movement/not-found`` when none was found in time.
    Holds: every plan passes ``verify``; equal to brute force on tiny instances (tests/theory).
    Cost: one linear program for the bound, then one small mixed-integer program for each day and connected part.
    """
    ask = Ask(past, first, effort or Effort(), report, stop)
    divided = parts(problem)
    masters = part_bounds(divided, ask)
    bounds = tuple(bound for _, bound in masters)
    convoys: list[Convoy] = []
    hows = set()
    for part, (openings, bound) in zip(divided, masters, strict=True):
        found, how = _plan_part(part, bound, openings, replace(ask, past=of_part(part, past)))
        convoys += found
        hows.add(how)
    ordered = tuple(sorted(convoys, key=lambda convoy: (convoy.slot, convoy.leg)))
    made = summary(problem, ordered, past, None, "planner" if hows == {"planner"} else "dispatch rule")
    bounds = _as_late(divided, bounds, made.last, ask)
    return replace(made, bound=merge_bounds(divided, bounds))


def part_bounds(divided: tuple[Problem, ...], ask: Ask) -> tuple[tuple[tuple[Opening, ...], Bound], ...]:
    """Return for each part when its gates open at the earliest, and its bound.

    All bounds are among plans that end by the latest of the parts' earliest last arrivals.
    """
    found = []
    for part in divided:
        solved = master(part, past=of_part(part, ask.past), first=ask.first)
        if solved.bound is None or never_together(solved.grid, of_part(part, ask.past)):
            raise impossible()
        found.append((solved.openings, solved.bound))
    last = max(bound.within for _, bound in found)
    openings = [known for known, _ in found]
    return tuple(zip(openings, _as_late(divided, tuple(bound for _, bound in found), last, ask), strict=True))


def _as_late(divided: tuple[Problem, ...], bounds: tuple[Bound, ...], last: int, ask: Ask) -> tuple[Bound, ...]:
    """Return the bounds among plans that may end as late as a slot; what is proven of the last arrival stays."""
    found = []
    for part, bound in zip(divided, bounds, strict=True):
        again = None
        if bound.within < last:
            again = master(part, past=of_part(part, ask.past), first=ask.first, last=last, keep=True).bound
        kept = tuple(proof for proof in bound.proofs if proof.claim == NONE)
        found.append(replace(again, last=bound.last, proofs=(*kept, *again.proofs)) if again else bound)
    return tuple(found)


def of_part(part: Problem, past: tuple[Done, ...]) -> tuple[Done, ...]:
    """Return the convoys that ran on the legs of a part."""
    mine = {leg.id for leg in part.legs}
    return tuple(done for done in past if done.convoy.leg in mine)


def _plan_part(problem: Problem, bound: Bound, openings: tuple[Opening, ...], ask: Ask) -> tuple[tuple[Convoy, ...], str]:
    live = ask.effort.live or in_debt(problem)
    quick = None
    if live or (len(problem.terms.gates) > 1 and not ask.effort.exact):
        quick = day_by_day(problem, bound, openings, ask)
        if quick is not None and (live or quick.how == "planner"):
            return quick.convoys, quick.how
        if live:
            raise _not_found()
    tries = None if ask.effort.exact else ask.effort.tries
    # Shares open a gate bit by bit. Where one waits for another, what they use is no guide to whole convoys, which come when each is open.
    # Nor do they know of releases at the same time.
    free = len(problem.terms.gates) > 1 or problem.terms.together
    guides = ((),) if free else tuple(dict.fromkeys((ask.beside, ())))
    begun: Settled | None = None
    for last in islice(_horizons(problem, bound.within, ask), tries):
        if quick is not None and last >= quick.last:
            return quick.convoys, quick.how
        columns = grid(problem, first=ask.first, last=last)
        large = len(columns.c_mov) > LARGE and not ask.effort.exact
        for beside in guides[:1] if large else guides:  # a later finish only where none is found with all convoys either
            settled, found = search(columns, replace(ask, beside=beside, content=large), last, openings, begun)
            if found is not None:
                return without_spare(problem, found), "planner"
        begun = settled if large and settled.until >= 0 else None
        if ask.stop is not None and ask.stop():
            break
    if quick is not None:
        return quick.convoys, quick.how
    rule = dispatch(problem, past=ask.past, first=ask.first)
    if rule is None and not ask.past:  # it may leave fewer behind than a smallest batch
        rule = in_order(problem, ask.first)
    if rule is None and problem.terms.together and not ask.effort.exact and not (ask.stop is not None and ask.stop()):
        # The rule pairs what it meets first; before saying no, look for partners over all the days.
        _, found = search(grid(problem, first=ask.first), replace(ask, beside=()), problem.slots, openings)
        if found is not None:
            return found, "planner"
    if rule is None:
        raise impossible() if ask.effort.exact else _not_found()
    return without_spare(problem, rule), "dispatch rule"


def _horizons(problem: Problem, last: int, ask: Ask) -> Iterator[int]:
    """Yield the proven horizon, then later arrivals: every one when exact, else an hour, three, seven later; all of it last."""
    arrivals = np.unique(grid(problem, first=ask.first).c_arr)
    later = [int(slot) for slot in arrivals if slot > last]
    yield last
    if ask.effort.exact:
        yield from later
        return
    hour = 60 // problem.slot
    wanted = [last + hour * (2**step - 1) for step in range(1, ask.effort.tries)]
    yield from sorted({min((slot for slot in later if slot >= want), default=later[-1]) for want in wanted} if later else ())

"""What counts say that the plan did not foresee: more people than planned, lots that do not divide, announced convoys nobody counted,
gates and debts that can no longer be met. Each is said; none is put right in silence.
"""

from __future__ import annotations

from dataclasses import replace
from math import gcd

from safeconduct.errors import Place, Text, say
from safeconduct.errors import Problem as Trouble
from safeconduct.movement.codes import NEVER_OPENS, UNCOUNTED
from safeconduct.movement.model import Group, Problem
from safeconduct.movement.planning.owed import with_debts
from safeconduct.movement.planning.past import gate_seen
from safeconduct.movement.planning.program import at_exchanges, remaining
from safeconduct.movement.slots import ceil_slots
from safeconduct.movement.timetable import Convoy, Done

NEAR = 120
"""Minutes by which a convoy may leave earlier or later than announced and still be the one that was announced."""


def as_counted(problem: Problem, past: tuple[Done, ...]) -> Problem:
    """Return the movement with as many people in each group as have already left, and lots that what is left can be divided into.

    Returns: the same movement where nothing has to change; otherwise what was changed stands among its assumptions.
    """
    said: list[Text] = []
    groups = tuple(_divisible(problem, _raised(problem, group, past, said), past, said) for group in problem.groups)
    return replace(problem, groups=groups, assumed=(*problem.assumed, *said)) if said else problem


def _raised(problem: Problem, group: Group, past: tuple[Done, ...], said: list[Text]) -> Group:
    mine = [done for done in past if problem.leg(done.convoy.leg).origin == group.origin]
    gone = sum(number for done in mine for name, _, number in done.convoy.people if name == group.id)
    if gone <= group.planned:
        return group
    told = {"gone": gone, "group": group.id, "planned": group.planned}
    said.append(
        say("{gone} of {group} have left, {planned} were planned: nobody more is planned until their count is corrected", **told)
    )
    return replace(group, count=replace(group.count, high=gone))


def _divisible(problem: Problem, group: Group, past: tuple[Done, ...], said: list[Text]) -> Group:
    if group.lot == 1:
        return group
    left = int(remaining(replace(problem, groups=(group,)), _of(group, past))[0])
    standing = [number for (name, _), _, number in at_exchanges(problem, past) if name == group.id]
    lot = gcd(group.lot, left, *standing)
    if lot == group.lot:
        return group
    told = {"number": ", ".join(str(number) for number in (left, *standing)), "group": group.id, "lot": group.lot, "less": lot}
    said.append(
        say(
            "{number} of {group} still to move make no lots of {lot}: planned in lots of {less}; no family may be split on boarding",
            **told,
        )
    )
    return replace(group, lot=lot)


def _of(group: Group, past: tuple[Done, ...]) -> tuple[Done, ...]:
    """Return the convoys with only the people of one group."""
    return tuple(
        replace(done, convoy=replace(done.convoy, people=tuple(p for p in done.convoy.people if p[0] == group.id))) for done in past
    )


def uncounted(problem: Problem, now: int, announced: tuple[Convoy, ...], past: tuple[Done, ...]) -> tuple[Convoy, ...]:
    """Return the convoys that were announced to leave before slot ``now`` and that nobody has counted."""
    near = ceil_slots(NEAR, problem)
    free = list(past)
    missing = []
    for convoy in sorted((one for one in announced if one.slot < now), key=lambda one: one.slot):
        close = [done for done in free if done.convoy.leg == convoy.leg and abs(done.departed - convoy.slot) <= near]
        if close:
            free.remove(min(close, key=lambda done: abs(done.departed - convoy.slot)))
        else:
            missing.append(convoy)
    return tuple(missing)


def uncounted_text(problem: Problem, convoy: Convoy) -> Trouble:
    """Return an announced convoy that nobody has counted, as a problem: what was announced, what is made of it, what to do."""
    at = problem.instant(convoy.slot).astimezone(problem.zone.info())
    facts = {
        "at": f"{at:%Y-%m-%d %H:%M}",
        "leg": convoy.leg,
        "persons": convoy.persons,
        "groups": ", ".join(dict.fromkeys(group for group, _, _ in convoy.people)),
    }
    what = say("announced for {at} on {leg} ({persons} persons: {groups}), and not among the convoys that have left", **facts)
    do = say("if it has left, write it in progress.csv and ask again")
    return Trouble(UNCOUNTED, what, say("it is planned as not having left"), do)


def never(problem: Problem, now: int, past: tuple[Done, ...]) -> list[Trouble]:
    """Return the gates and debts that wait for more people than can still be counted, and a horizon that has passed."""
    if now >= problem.slots:
        what = say("the {days} days looked at have ended", days=problem.days)
        do = say("write more days in [time] of movement.toml")
        return [Trouble(NEVER_OPENS, what, say("nobody can be planned to leave after them"), do, Place("movement.toml"))]
    left = dict(zip((group.id for group in problem.groups), remaining(problem, past), strict=True))
    there = {group.id: 0 for group in problem.groups}
    for (name, _), _, number in at_exchanges(problem, past):
        there[name] += number
    found = []
    for gate in with_debts(problem, now, past).terms.gates:
        counted = sum(number for _, number in gate_seen(problem, gate, past))
        more = int(sum(left[name] + there[name] for name in gate.awaited))
        held = sum(left[name] for name in gate.held)
        if held and counted + more < gate.number:
            told = {"clause": gate.clause, "held": "+".join(gate.held), "awaited": "+".join(gate.awaited)}
            what = say(
                "clause {clause}: {held} wait for {number} of {awaited}; {counted} are counted or on the road, and {more} can still come",
                **told,
                number=gate.number,
                counted=counted,
                more=more,
            )
            why = say("they would wait for ever")
            do = say(
                "correct the counts (verified or returned in progress.csv, count in movement.toml), or agree that the clause asks for fewer"
            )
            found.append(Trouble(NEVER_OPENS, what, why, do))
    return found

"""Planning again from verified counts: what has left stays as it was, what was announced stays where it is, the rest is free."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from safeconduct.errors import Problem as Trouble
from safeconduct.errors import Refused, say
from safeconduct.movement.codes import ANNOUNCED
from safeconduct.movement.model import Problem
from safeconduct.movement.planning.blocks import Effort, Step
from safeconduct.movement.planning.ledgers import ledgers
from safeconduct.movement.planning.owed import kept, standing, with_debts
from safeconduct.movement.planning.plan import plan
from safeconduct.movement.planning.summary import summary
from safeconduct.movement.slots import ceil_slots, grid, home_after
from safeconduct.movement.timetable import Convoy, Done, Plan

LIVE = Effort(gap=1e-2, seconds=10.0, work=1250, live=True)
"""Limited by work: the seconds are a backstop, so that two people who ask get one answer, whatever else their machines do."""


@dataclass(frozen=True, slots=True)
class Debt:
    """An exposure already beyond its bound, for instance after a correction: shown, never hidden.

    Arguments:
        clause: of the reciprocity; given: the side that is ahead; persons: by how many, as a fraction of persons rounded up.
    """

    clause: str
    given: str
    persons: int


def replan(
    problem: Problem,
    now: int,
    *,
    past: tuple[Done, ...] = (),
    announced: tuple[Convoy, ...] = (),
    effort: Effort | None = None,
    report: Callable[[Step], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Plan:
    """Return a plan for everyone who has not left, keeping what was announced.

    Arguments:
        now: first slot for a new departure; past: convoys that have left; announced: convoys still to leave that must not be moved.
    Returns: a plan of the announced and the new convoys.
    Raises: Refused when no plan keeps what was announced: ``movement/announced`` for each departure that no longer can be kept together
        with those before it; ``movement/impossible`` where there would be no plan without them either.
    Holds: announced convoys are in the result unchanged (tests/unit/movement/test_live.py). A side in debt releases nobody before
        the debt is worked off (tests/story/test_december_2016.py): a debt is planned as a gate (``owed.py``).
    """
    staying = tuple(convoy for convoy in announced if convoy.slot >= now)
    work = effort or LIVE
    again = _again(problem, now, past, staying, work, report, stop)
    if again is None:
        wrong = _not_kept(problem, now, past, staying, work)
        if wrong:
            raise Refused(wrong)
        again = plan(with_debts(problem, now, past), past=past, first=now, effort=work)  # says why not
    convoys = tuple(sorted((*staying, *again.convoys), key=lambda convoy: (convoy.slot, convoy.leg)))
    made = summary(problem, convoys, past, again.bound, again.how)
    if again.bound is None:
        return made
    fixed = made.person_slots - again.person_slots
    return replace(made, bound=replace(again.bound, person_slots=again.bound.person_slots + fixed, proofs=()))


def _again(
    problem: Problem,
    now: int,
    past: tuple[Done, ...],
    announced: tuple[Convoy, ...],
    work: Effort,
    report: Callable[[Step], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Plan | None:
    """Plan what is left beside what was announced; None where no plan was found that lets everything announced leave by the terms."""
    promised = tuple(expected(problem, convoy) for convoy in announced)
    every = (*past, *promised)
    try:
        made = plan(with_debts(problem, now, every), past=every, first=now, effort=work, report=report, stop=stop)
    except Refused:
        return None
    others = tuple(expected(problem, convoy) for convoy in made.convoys)
    return made if kept(problem, now, past, promised, others) else None


def _not_kept(problem: Problem, now: int, past: tuple[Done, ...], announced: tuple[Convoy, ...], work: Effort) -> list[Trouble]:
    """Name every announced departure with which, and those before it that can be kept, there is no plan; nothing where none is to blame."""

    def possible(convoys: list[Convoy]) -> bool:
        return _again(problem, now, past, tuple(convoys), work) is not None

    if not possible([]):
        return []
    sound: list[Convoy] = []
    wrong = []
    for convoy in sorted(announced, key=lambda one: (one.slot, one.leg)):
        if possible([*sound, convoy]):
            sound.append(convoy)
        else:
            wrong.append(_dropped(problem, convoy))
    return wrong


def _dropped(problem: Problem, convoy: Convoy) -> Trouble:
    at = problem.instant(convoy.slot).astimezone(problem.zone.info())
    groups = ", ".join(dict.fromkeys(group for group, _, _ in convoy.people))
    return Trouble(
        ANNOUNCED,
        say(
            "the announced departure of {at} on {leg} ({persons} persons: {groups}) cannot be kept",
            at=f"{at:%Y-%m-%d %H:%M}",
            leg=convoy.leg,
            persons=convoy.persons,
            groups=groups,
        ),
        why=say("with what has left and been counted by now, no timetable was found that keeps it and meets all terms"),
        do=say("call it off where it was announced, take it out of the announced plan, and plan again"),
    )


def expected(problem: Problem, convoy: Convoy) -> Done:
    """Return a convoy as it is expected to run."""
    leg = problem.leg(convoy.leg)
    arrives = convoy.slot + ceil_slots(leg.out, problem)
    ready = arrives + max(ceil_slots(problem.unloading(leg, vehicle), problem) for vehicle in problem.vehicles)
    return Done(convoy, convoy.slot, arrives, home_after(problem, leg, ready), verified=False)


def debts(problem: Problem, now: int, past: tuple[Done, ...]) -> tuple[Debt, ...]:
    """Return every exposure that what has happened has already run beyond its bound.

    Holds: empty while releases follow the hold rule and no count is corrected (tests/theory/test_movement_simulation.py).
    """
    found = []
    seen = tuple(done for done in past if done.departed <= now)
    for ledger in ledgers(grid(problem, first=now), seen, now):
        if ledger.kind == "reciprocity":
            balance = standing(ledger, now)
            if balance < 0:
                price = int(ledger.takes.each[0])
                found.append(Debt(ledger.key[0], ledger.key[1], -(balance // price)))
    return tuple(found)

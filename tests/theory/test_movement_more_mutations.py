"""More kinds of damage, each done to three plans: of many days, over an exchange point, of two sides with categories. Each for its reason.

Beside them changes that leave a plan what it was: those must be accepted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from movement_long import LONG

from safeconduct.case.movement import read_movement
from safeconduct.movement.checking.verify import verify
from safeconduct.movement.instances import aleppo
from safeconduct.movement.model import EXCHANGE, Problem
from safeconduct.movement.planning.blocks import Effort
from safeconduct.movement.planning.dispatch import dispatch
from safeconduct.movement.planning.plan import plan, summary
from safeconduct.movement.planning.roster import assign, with_names
from safeconduct.movement.read import read
from safeconduct.movement.timetable import Convoy, Plan


def many_days() -> tuple[Problem, Plan]:
    problem = with_names(aleppo())
    convoys = dispatch(problem)
    assert convoys is not None
    return problem, assign(problem, summary(problem, convoys, (), None, "dispatch rule"))


def planned(problem: Problem) -> tuple[Problem, Plan]:
    named = with_names(problem)
    return named, assign(named, plan(named, effort=Effort(gap=0.2, seconds=5.0)))


PLANS = {
    "many days": many_days(),
    "an exchange point": planned(read({"movement.toml": LONG})),
    "two sides with categories": planned(read_movement("four-towns-2017").problem),
}
Change = Callable[[Problem, list[Convoy]], list[Convoy]]


def on(convoys: list[Convoy], index: int, **fields: object) -> list[Convoy]:
    return [replace(c, **fields) if k == index else c for k, c in enumerate(convoys)]  # type: ignore[arg-type]


def bare(convoy: Convoy) -> Convoy:
    return replace(convoy, names=(), escorts=())


def bared(convoys: list[Convoy]) -> list[Convoy]:
    return [bare(c) for c in convoys]


def fullest(convoys: list[Convoy]) -> int:
    return max(range(len(convoys)), key=lambda k: convoys[k].persons)


def named(convoys: list[Convoy], index: int, kind: str, name: str) -> list[Convoy]:
    c = convoys[index]
    return on(convoys, index, names=tuple((k, (name, *ns[1:]) if k == kind else ns) for k, ns in c.names))


def escorted(problem: Problem, convoys: list[Convoy]) -> int:
    return next(k for k, c in enumerate(convoys) if problem.leg(c.leg).escorts)


def elsewhere(problem: Problem, convoys: list[Convoy], index: int) -> str:
    """A vehicle of the same type, or else any vehicle, that stands at another place."""
    c, origin = convoys[index], problem.leg(convoys[index].leg).origin
    pools = [pool for pool in problem.pools if pool.place != origin and pool.number]
    return next((p.names[-1] for p in pools if p.type == c.vehicles[0][0]), pools[0].names[-1])


def first_with(convoys: list[Convoy], size: int) -> int:
    return next(k for k, c in enumerate(convoys) if c.vehicles[0][1] >= size)


def split(problem: Problem, convoys: list[Convoy]) -> list[Convoy]:
    """One convoy as two in the same slot."""
    k = first_with(convoys, 2)
    c = bare(convoys[k])
    group, kind, number = c.people[0]
    lot = problem.group(group).lot
    return [*bared(convoys[:k]), replace(c, people=((group, kind, lot),), vehicles=((kind, 1),)),
            replace(c, people=((group, kind, number - lot), *c.people[1:])), *bared(convoys[k + 1 :])]  # fmt: skip


def joined(problem: Problem, convoys: list[Convoy]) -> list[Convoy]:
    """Everyone who takes a leg in one convoy with all their vehicles, however many seats that has."""
    k = fullest(convoys)
    c = bare(convoys[k])
    (group, kind, number), *rest = c.people
    return [*bared(convoys[:k]), replace(c, vehicles=((kind, 1),), people=((group, kind, number), *(p for p in rest if p[1] == kind))),
            *bared(convoys[k + 1 :])]  # fmt: skip


def other_group(problem: Problem, convoys: list[Convoy]) -> list[Convoy]:
    k = fullest(convoys)
    (group, kind, number), *rest = convoys[k].people
    other = next(g.id for g in problem.groups if g.id != group)
    return on(bared(convoys), k, people=((other, kind, number), *rest))


def later(problem: Problem, convoys: list[Convoy], by: int) -> list[Convoy]:
    return on(bared(convoys), len(convoys) - 1, slot=convoys[-1].slot + by)


def onward(problem: Problem, convoys: list[Convoy]) -> int:
    return next((k for k, c in enumerate(convoys) if problem.place(problem.leg(c.leg).origin).kind == EXCHANGE), -1)


KINDS: dict[str, tuple[Change, str]] = {
    "a vehicle of another place": (lambda p, c: named(c, 0, c[0].vehicles[0][0], elsewhere(p, c, 0)), "stands at|what it is not"),
    "a team as a vehicle": (lambda p, c: named(c, 0, c[0].vehicles[0][0], p.escorts[0].names[-1]), "what it is not|at once"),
    "a vehicle as a team": (
        lambda p, c: on(c, escorted(p, c), escorts=(p.pools[0].names[-1], *c[escorted(p, c)].escorts[1:])),
        "what it is not",
    ),
    "a team of another place": (
        lambda p, c: on(
            c,
            escorted(p, c),
            escorts=tuple(
                next(e.names[-1 - k] for e in p.escorts if e.place != p.leg(c[escorted(p, c)].leg).origin)
                for k in range(p.leg(c[escorted(p, c)].leg).escorts)
            ),
        ),
        "stands at",
    ),
    "a team too many": (lambda p, c: on(c, escorted(p, c), escorts=(*c[escorted(p, c)].escorts, "one more")), "escort teams named"),
    "a team listed twice": (lambda p, c: on(c, escorted(p, c), escorts=c[escorted(p, c)].escorts * 2), "escort teams named"),
    "names of a type that does not go": (lambda p, c: on(c, 0, names=(*c[0].names, ("tram", ("tram 1",)))), "not of the vehicles"),
    "names of a type listed twice": (
        lambda p, c: on(c, 0, names=(("bus", ("ghost",)), *c[0].names, *c[0].names)),
        "not of the vehicles",
    ),
    "a name too many": (lambda p, c: on(c, 0, names=tuple((k, (*n, "one more")) for k, n in c[0].names)), "names for"),
    "teams without vehicles named": (lambda p, c: on(c, escorted(p, c), names=()), "0 names for"),
    "one convoy as two in a slot": (split, "closer than"),
    "all in one vehicle": (joined, "too few seats|a convoy has|carries at least|are to"),
    "people of another group": (other_group, "are to|are left standing|than have come"),
    "a family more than leaves": (
        lambda p, c: on(
            bared(c), 0, people=(*c[0].people[:-1], (*c[0].people[-1][:2], c[0].people[-1][2] + p.group(c[0].people[-1][0]).lot))
        ),
        "are to|too few seats|than have come",
    ),
    "people split over two rows, one too many": (
        lambda p, c: on(bared(c), 0, people=(*c[0].people, (*c[0].people[0][:2], p.group(c[0].people[0][0]).lot))),
        "are to|too few seats",
    ),
    "a row of nobody": (lambda p, c: on(c, 0, people=(*c[0].people, (*c[0].people[0][:2], 0))), "cannot be"),
    "a type without vehicles": (lambda p, c: on(c, 0, vehicles=(*c[0].vehicles, ("tram", 0))), "cannot be"),
    "people in a type that is not there": (
        lambda p, c: on(c, 0, people=(*c[0].people, (c[0].people[0][0], "tram", 1))),
        "cannot be",
    ),
    "more vehicles than stand anywhere": (
        lambda p, c: on(bared(c), 0, vehicles=((c[0].vehicles[0][0], 10**6), *c[0].vehicles[1:])),
        "stand there",
    ),
    "loaded before the start": (lambda p, c: on(bared(c), 0, slot=0), "before the start|while the leg is shut"),
    "under way at the end of all days": (lambda p, c: later(p, c, p.slots - 1 - c[-1].slot), "while the leg is shut"),
    "a first convoy twice": (lambda p, c: [bare(c[0]), *bared(c)], "are to"),
    "only the last convoy": (lambda p, c: bared(c[-1:]), "are to"),
    "nobody goes": (lambda p, c: [], "are to"),
    "legs changed places": (
        lambda p, c: [replace(bare(x), leg=p.legs[(p.legs.index(p.leg(x.leg)) + 1) % len(p.legs)].id) for x in c],
        "is not at|may not go|are to",
    ),
    "the day turned round": (
        lambda p, c: [replace(bare(x), slot=c[-1].slot - x.slot) for x in c],
        "before the start|while|than have come|stand there|leave before",
    ),
    "everyone as soon as anyone": (
        lambda p, c: [replace(bare(x), slot=c[0].slot) for x in c],
        "closer than|while|than have come|stand there",
    ),
}


@pytest.mark.parametrize("which", PLANS)
def test_the_untouched_plan_is_accepted(which: str) -> None:
    problem, made = PLANS[which]
    assert verify(problem, made) == ()


def test_there_are_at_least_twenty_kinds() -> None:
    assert len(KINDS) >= 20


@pytest.mark.parametrize("which", PLANS)
@pytest.mark.parametrize("kind", KINDS)
def test_damage_is_found_for_its_reason(kind: str, which: str) -> None:
    problem, made = PLANS[which]
    change, reasons = KINDS[kind]
    damaged = summary(problem, tuple(change(problem, list(made.convoys))), (), None, "mutated")
    found = [finding.what for finding in verify(problem, damaged)]
    assert any(reason in what for what in found for reason in reasons.split("|")), found[:5]


@pytest.mark.parametrize("which", ["an exchange point", "two sides with categories"])
def test_people_at_exchange_points(which: str) -> None:
    problem, made = PLANS[which]
    convoys = list(made.convoys)
    k = onward(problem, convoys)
    for damaged, reason in (
        ([*bared(convoys[:k]), *bared(convoys[k + 1 :])], "left standing"),
        (on(bared(convoys), k, slot=min(c.slot for c in convoys)), "than have come"),
        (
            [
                *bared(convoys[:k]),
                *bared(convoys[k : k + 1]),
                replace(bare(convoys[k]), slot=convoys[k].slot + 96),
                *bared(convoys[k + 1 :]),
            ],
            "than have come",
        ),
    ):
        found = [finding.what for finding in verify(problem, summary(problem, tuple(damaged), (), None, ""))]
        assert any(reason in what for what in found), (reason, found[:5])


@pytest.mark.parametrize("which", PLANS)
def test_claims_that_are_too_modest_are_found_as_well(which: str) -> None:
    problem, made = PLANS[which]
    for claim in (replace(made, last=made.last + 1), replace(made, person_slots=made.person_slots + 1), replace(made, last=0)):
        assert any("claimed" in finding.what for finding in verify(problem, claim))


@pytest.mark.parametrize("which", PLANS)
def test_the_same_plan_written_otherwise_is_accepted(which: str) -> None:
    """Convoys in another order, rows in another order, people in two rows, no names: it is the plan it was."""
    problem, made = PLANS[which]

    def rows(convoy: Convoy) -> Convoy:
        group, kind, number = convoy.people[0]
        lot = problem.group(group).lot
        two = ((group, kind, lot), (group, kind, number - lot)) if number > lot else ((group, kind, number),)
        return replace(convoy, people=(*convoy.people[1:], *two), vehicles=convoy.vehicles[::-1], names=convoy.names[::-1])

    for same in (
        replace(made, convoys=made.convoys[::-1]),
        replace(made, convoys=tuple(rows(c) for c in made.convoys)),
        replace(made, convoys=tuple(bare(c) for c in made.convoys)),
        replace(made, how="by hand"),
    ):
        assert verify(problem, same) == ()

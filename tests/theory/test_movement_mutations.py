"""The checker must reject every kind of damage to a sound plan. Each mutation breaks one rule; several say which clause."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from safeconduct.kernel import Count
from safeconduct.movement.checking.verify import verify
from safeconduct.movement.instances import aleppo
from safeconduct.movement.model import EXCHANGE, Problem
from safeconduct.movement.planning.dispatch import dispatch
from safeconduct.movement.planning.roster import assign, with_names
from safeconduct.movement.planning.summary import summary
from safeconduct.movement.terms import ARRIVED, Deadline, Destinations, Gate, Hold, Mix, Suspension, Together
from safeconduct.movement.timetable import Bound, Convoy, Plan

PROBLEM = with_names(aleppo())
SENT = dispatch(PROBLEM)
assert SENT is not None
PLAN = assign(PROBLEM, summary(PROBLEM, SENT, (), None, "dispatch rule"))


def first(leg: str, group: str) -> int:
    return next(k for k, c in enumerate(PLAN.convoys) if c.leg == leg and c.people[0][0] == group)


def changed(index: int, **fields: object) -> Plan:
    convoys = list(PLAN.convoys)
    convoys[index] = replace(convoys[index], **fields)
    return recounted(tuple(convoys))


def recounted(convoys: tuple[Convoy, ...], problem: Problem = PROBLEM) -> Plan:
    return summary(problem, convoys, (), None, "mutated")


def nameless(convoy: Convoy) -> Convoy:
    return replace(convoy, names=(), escorts=())


BUS = first("ramouseh", "civilians")
LATE = max(range(len(PLAN.convoys)), key=lambda k: PLAN.convoys[k].slot)
FIGHT = next(k for k, c in enumerate(PLAN.convoys) if c.people[0][0] == "fighters")
FOUA = first("foua", "villagers")
C = PLAN.convoys


def people(index: int, by: int) -> tuple[tuple[str, str, int], ...]:
    group, kind, number = C[index].people[0]
    return ((group, kind, number + by), *C[index].people[1:])


PLAN_MUTATIONS: dict[str, Callable[[], Plan]] = {
    "unknown leg": lambda: replace(PLAN, convoys=(replace(C[0], leg="nowhere"), *C[1:])),
    "negative slot": lambda: replace(PLAN, convoys=(replace(C[0], slot=-4), *C[1:])),
    "slot beyond the horizon": lambda: replace(PLAN, convoys=(*C[:-1], replace(C[-1], slot=10**6))),
    "unknown vehicle": lambda: replace(PLAN, convoys=(replace(C[0], vehicles=(("tram", 6),)), *C[1:])),
    "vehicle type listed twice": lambda: replace(PLAN, convoys=(replace(C[0], vehicles=C[0].vehicles * 2), *C[1:])),
    "no vehicles": lambda: replace(PLAN, convoys=(replace(C[0], vehicles=()), *C[1:])),
    "negative vehicles": lambda: replace(PLAN, convoys=(replace(C[0], vehicles=(("bus", -6),)), *C[1:])),
    "unknown group": lambda: replace(PLAN, convoys=(replace(C[0], people=(("nobody", "bus", 5),)), *C[1:])),
    "nobody aboard": lambda: replace(PLAN, convoys=(replace(C[0], people=()), *C[1:])),
    "negative persons": lambda: replace(PLAN, convoys=(replace(C[BUS], people=people(BUS, -(10**6))), *C[1:])),
    "convoy left out": lambda: recounted(C[:-1]),
    "convoy sent twice": lambda: recounted((*C, nameless(C[-1]))),
    "one person more": lambda: changed(BUS, people=people(BUS, 1)),
    "one person fewer": lambda: changed(BUS, people=people(BUS, -1)),
    "a bus fewer than seats": lambda: changed(BUS, vehicles=(("bus", C[BUS].vehicles[0][1] - 1),), names=(), escorts=()),
    "too many vehicles": lambda: changed(BUS, vehicles=(("bus", 26),), names=(), escorts=()),
    "too few vehicles": lambda: changed(BUS, vehicles=(("bus", 5),), names=(), escorts=()),
    "by night": lambda: changed(LATE, slot=C[LATE].slot // 96 * 96 + 90, names=(), escorts=()),
    "arrives after closing": lambda: changed(BUS, slot=C[BUS].slot // 96 * 96 + 67, names=(), escorts=()),
    "wrong vehicle for a group": lambda: changed(BUS, vehicles=(("ambulance", 20),), people=(("civilians", "ambulance", 40),)),
    "group from elsewhere": lambda: changed(FOUA, people=(("civilians", "bus", C[FOUA].persons),)),
    "groups mixed": lambda: changed(BUS, people=(("civilians", "bus", C[BUS].persons - 50), ("fighters", "bus", 50))),
    "fighters before the gate": lambda: changed(FIGHT, slot=28, names=(), escorts=()),
    "headway": lambda: recounted((*C[:BUS], nameless(C[BUS]), nameless(replace(C[BUS], slot=C[BUS].slot + 1)), *C[BUS + 1 :])),
    "all at once": lambda: recounted(
        tuple(nameless(replace(c, slot=28 + 2 * k)) if c.leg == "ramouseh" else c for k, c in enumerate(C[:12])) + C[12:]
    ),
    "villages never leave": lambda: recounted(tuple(c for c in C if c.leg != "foua")),
    "villages all first": lambda: recounted(
        tuple(nameless(replace(c, slot=c.slot % 96 + 96 * 9)) if c.leg != "foua" else c for c in C)
    ),
    "last arrival claimed earlier": lambda: replace(PLAN, last=PLAN.last - 1),
    "waiting claimed smaller": lambda: replace(PLAN, person_slots=PLAN.person_slots - 1),
    "bound above the plan": lambda: replace(PLAN, bound=Bound(PLAN.last + 1, PLAN.person_slots * 0, PLAN.last)),  # type: ignore[arg-type]
    "waiting bound above the plan": lambda: replace(PLAN, bound=Bound(0, PLAN.person_slots + 1, PLAN.last)),  # type: ignore[arg-type]
    "vehicle name missing": lambda: changed(BUS, names=((C[BUS].names[0][0], C[BUS].names[0][1][:-1]),)),
    "vehicle named twice": lambda: changed(BUS, names=((C[BUS].names[0][0], (C[BUS].names[0][1][0],) * len(C[BUS].names[0][1])),)),
    "unknown vehicle name": lambda: changed(BUS, names=((C[BUS].names[0][0], ("ghost", *C[BUS].names[0][1][1:])),)),
    "vehicle in two convoys": lambda: recounted(
        tuple(replace(c, names=C[0].names) if c.vehicles == C[0].vehicles else c for c in C)
    ),
    "no escort": lambda: changed(BUS, escorts=()),
    "unknown escort": lambda: changed(BUS, escorts=("ghost",)),
    "one escort everywhere": lambda: recounted(tuple(replace(c, escorts=("aleppo team 1",)) for c in C)),
}

PROBLEM_MUTATIONS: dict[str, Callable[[], Problem]] = {
    "fewer buses": lambda: replace(PROBLEM, pools=(replace(PROBLEM.pools[0], number=30), *PROBLEM.pools[1:])),
    "fewer escorts": lambda: replace(PROBLEM, escorts=(replace(PROBLEM.escorts[0], number=1), *PROBLEM.escorts[1:])),
    "slower checkpoint": lambda: replace(PROBLEM, checkpoints=tuple(replace(c, per_hour=8) for c in PROBLEM.checkpoints)),
    "smaller exposure": lambda: aleppo(share=0.5),
    "suspension": lambda: replace(PROBLEM, terms=replace(PROBLEM.terms, suspensions=(Suspension("5.1", "", (), 1440, 2880),))),
    "deadline": lambda: replace(PROBLEM, terms=replace(PROBLEM.terms, deadlines=(Deadline("9.1", "", (), 0, 4000),))),
    "people held on the first two days": lambda: replace(
        PROBLEM, terms=replace(PROBLEM.terms, holds=(Hold("9.2", "", ("civilians",), 0, 2880),))
    ),
    "people who may not set out any more": lambda: replace(
        PROBLEM, terms=replace(PROBLEM.terms, holds=(Hold("9.2", "", ("civilians",), 2880),))
    ),
    "destination closed": lambda: replace(
        PROBLEM, terms=replace(PROBLEM.terms, destinations=(Destinations("4.1", "", ("civilians",), ("city",)),))
    ),
    "later gate": lambda: replace(PROBLEM, terms=replace(PROBLEM.terms, gates=(replace(PROBLEM.terms.gates[0], number=27000),))),
    "longer delay of the gate": lambda: replace(
        PROBLEM, terms=replace(PROBLEM.terms, gates=(replace(PROBLEM.terms.gates[0], delay=9000),))
    ),
    "people who join later": lambda: replace(
        PROBLEM, groups=tuple(replace(g, joins=((14000, 5000),)) if g.id == "fighters" else g for g in PROBLEM.groups)
    ),
    "families of three": lambda: replace(
        PROBLEM, groups=tuple(replace(g, lot=3, count=Count.exactly(27000)) if g.id == "civilians" else g for g in PROBLEM.groups)
    ),
    "slower road": lambda: replace(PROBLEM, legs=tuple(replace(leg, out=leg.out + 120) for leg in PROBLEM.legs)),
    "longer loading": lambda: replace(PROBLEM, vehicles=tuple(replace(v, loading=240) for v in PROBLEM.vehicles)),
    "vehicles that do not return": lambda: replace(PROBLEM, vehicles=tuple(replace(v, returns=False) for v in PROBLEM.vehicles)),
    "return in daylight only": lambda: replace(
        PROBLEM, legs=tuple(replace(leg, back_window="day", back=300) for leg in PROBLEM.legs)
    ),
    "nobody goes on from the exchange": lambda: replace(
        PROBLEM, places=tuple(replace(p, kind=EXCHANGE) if p.id == "city" else p for p in PROBLEM.places)
    ),
    "more persons in a convoy at least": lambda: replace(PROBLEM, legs=tuple(replace(leg, fewest=2000) for leg in PROBLEM.legs)),
}


APART = replace(PROBLEM, terms=replace(PROBLEM.terms, reciprocity=(), gates=()))
LEAVING = Together("7.1", "both sides leave at the same time", ("stretchers",), ("villagers",), 15)
BOTH = replace(APART, terms=replace(APART.terms, together=(LEAVING,)))
PAIRED = summary(BOTH, dispatch(BOTH) or (), (), None, "dispatch rule")
ALONE = next(c for c in PAIRED.convoys if c.leg == "foua")
WITH = next(c for c in PAIRED.convoys if c.people[0][0] == "stretchers" and abs(c.slot - ALONE.slot) <= 1)


def instead(convoy: Convoy, *others: Convoy) -> tuple[Convoy, ...]:
    return (*(c for c in PAIRED.convoys if c != convoy), *others)


PAIR_MUTATIONS: dict[str, Callable[[], tuple[Problem, tuple[Convoy, ...]]]] = {
    "partner beyond the lag": lambda: (BOTH, instead(WITH, replace(WITH, slot=ALONE.slot + 2))),
    "partner a day later": lambda: (BOTH, instead(WITH, replace(WITH, slot=WITH.slot + 96))),
    "no partner": lambda: (BOTH, instead(WITH)),
    "partner that carries nobody of the other side": lambda: (
        BOTH, instead(WITH, replace(WITH, vehicles=(("bus", 6),), people=(("civilians", "bus", 40),)))
    ),
    "partner of half a side that is not done": lambda: (
        replace(BOTH, terms=replace(BOTH.terms, together=(replace(LEAVING, left=("stretchers",), right=("fighters",)),))), PAIRED.convoys
    ),
    "same slot asked for": lambda: (
        replace(BOTH, terms=replace(BOTH.terms, together=(replace(LEAVING, lag=0),))), instead(WITH, replace(WITH, slot=ALONE.slot + 1))
    ),
    "lag that is less than a slot": lambda: (
        replace(BOTH, terms=replace(BOTH.terms, together=(replace(LEAVING, lag=14),))), instead(WITH, replace(WITH, slot=ALONE.slot + 1))
    ),
    "arrival at the same time": lambda: (
        replace(BOTH, terms=replace(BOTH.terms, together=(replace(LEAVING, where=ARRIVED),))), PAIRED.convoys
    ),
}  # fmt: skip


def test_the_untouched_pairs_are_accepted_and_both_sides_take_several_convoys() -> None:
    assert verify(BOTH, PAIRED) == ()
    assert len([c for c in PAIRED.convoys if c.people[0][0] == "stretchers"]) > 2
    near = replace(PAIRED, convoys=instead(WITH, replace(WITH, slot=ALONE.slot + 1)))
    assert not any("clause 7.1" in finding.what for finding in verify(BOTH, near))


@pytest.mark.parametrize("kind", PAIR_MUTATIONS)
def test_who_is_released_alone_is_found_by_the_clause(kind: str) -> None:
    problem, convoys = PAIR_MUTATIONS[kind]()
    assert any(
        "clause 7.1" in finding.what and "alone" in finding.what for finding in verify(problem, replace(PAIRED, convoys=convoys))
    )


def test_only_a_gate_that_let_some_go_first_lets_the_other_side_go_on_without_the_rest() -> None:
    last = max(c.slot for c in PAIRED.convoys if c.leg == "foua")
    partner = next(c for c in PAIRED.convoys if c.people[0][0] == "stretchers" and abs(c.slot - last) <= 1)
    alone = replace(PAIRED, convoys=instead(partner))
    gone = sum(c.persons for c in PAIRED.convoys if c.people[0][0] == "stretchers" and c.slot < last)
    for allow, found in ((gone, False), (0, True), (gone + 1, True)):
        gate = Gate("3.1", "", ("stretchers",), ("villagers",), 4000, ARRIVED, 10**5, allow)
        problem = replace(BOTH, terms=replace(BOTH.terms, gates=(gate,)))
        assert any("alone" in f.what and "of stretchers wait" in f.what for f in verify(problem, alone)) is found, allow


def test_the_untouched_plan_is_accepted() -> None:
    assert verify(PROBLEM, PLAN) == ()


def test_there_are_at_least_thirty_kinds() -> None:
    assert len(PLAN_MUTATIONS) + len(PROBLEM_MUTATIONS) >= 30


@pytest.mark.parametrize("kind", PLAN_MUTATIONS)
def test_damage_to_the_plan_is_found(kind: str) -> None:
    assert verify(PROBLEM, PLAN_MUTATIONS[kind]())


@pytest.mark.parametrize("kind", PROBLEM_MUTATIONS)
def test_the_plan_does_not_fit_another_problem(kind: str) -> None:
    problem = PROBLEM_MUTATIONS[kind]()
    assert verify(problem, replace(PLAN, convoys=tuple(nameless(c) for c in C)))


def test_departure_before_the_present_is_found() -> None:
    assert verify(PROBLEM, PLAN, first=200)


def test_findings_name_the_clause() -> None:
    late = replace(PROBLEM, terms=replace(PROBLEM.terms, deadlines=(Deadline("9.1", "", (), 0, 4000),)))
    assert any("clause 9.1" in finding.what for finding in verify(late, PLAN))
    mixed = replace(PROBLEM, terms=replace(PROBLEM.terms, mixes=(Mix("2.1", "", ("civilians", "fighters")),)))
    assert not any("share a convoy" in f.what for f in verify(mixed, PLAN_MUTATIONS["groups mixed"]()))

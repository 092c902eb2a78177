"""Two sides released at the same time: what a plan, the next departure, a re-plan, an execution and an explanation make of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from safeconduct.errors import Refused
from safeconduct.kernel import Count, Zone
from safeconduct.movement.advice.possible import Found, possible
from safeconduct.movement.advice.whynot import why_not
from safeconduct.movement.checking.certify import certify
from safeconduct.movement.checking.verify import verify
from safeconduct.movement.explain import bound_text
from safeconduct.movement.instances import START
from safeconduct.movement.model import DESTINATION, Escort, Group, Leg, Pool, Problem, Spot, VehicleType
from safeconduct.movement.planning.blocks import Effort
from safeconduct.movement.planning.dispatch import dispatch
from safeconduct.movement.planning.next_departure import next_departures, to_follow
from safeconduct.movement.planning.plan import plan
from safeconduct.movement.planning.replan import expected, replan
from safeconduct.movement.planning.summary import summary
from safeconduct.movement.simulation.pairs import followed
from safeconduct.movement.simulation.simulate import events, simulate
from safeconduct.movement.simulation.worlds import CERTAIN
from safeconduct.movement.telling.explain_whynot import why_not_lines
from safeconduct.movement.telling.odds import together_lines
from safeconduct.movement.terms import ARRIVED, DEPARTED, ESTABLISHED, Gate, Mix, Protection, Terms, Together
from safeconduct.movement.timetable import Convoy

WHOLE = Effort(gap=0.0, exact=True)


def two(
    north: int,
    south: int,
    *,
    lag: int = 0,
    where: str = DEPARTED,
    opens: int = 0,
    closes: int = 1440,
    south_out: int = 60,
    gates: tuple[Gate, ...] = (),
) -> Problem:
    """North and south, each with one road and one bus of ten that is away for two hours; the road of the south is open from ``opens``."""
    legs = Leg("north-road", "north", "isle", 60, 60, "north"), Leg("south-road", "south", "isle", south_out, 60, "south")
    return Problem(
        "two",
        START,
        Zone("UTC"),
        15,
        1,
        (Spot("north", "north"), Spot("south", "south"), Spot("isle", "isle", DESTINATION)),
        tuple(replace(leg, escorts=0, headway=15) for leg in legs),
        {"north": ((0, 1440),), "south": ((opens, closes),)},
        (),
        (VehicleType("bus", 10, 0, 0),),
        (Pool("bus", "north", 1), Pool("bus", "south", 1)),
        (Escort("north", 0),),
        (
            Group("families", "families", "north", Count.exactly(north), ("bus",)),
            Group("garrison", "garrison", "south", Count.exactly(south), ("bus",)),
        ),
        Terms(gates=gates, together=(Together("7.1", "the two leave at the same time", ("families",), ("garrison",), lag, where),)),
    )


def slots(convoys: tuple[Convoy, ...], leg: str) -> list[int]:
    return sorted(convoy.slot for convoy in convoys if convoy.leg == leg)


@pytest.mark.parametrize(("lag", "first"), [(0, 40), (14, 40), (15, 39), (29, 39), (30, 38)])
def test_a_lag_is_rounded_down_to_slots(lag: int, first: int) -> None:
    problem = two(10, 10, lag=lag, opens=600)
    made = plan(problem, effort=WHOLE)
    assert verify(problem, made) == ()
    assert (slots(made.convoys, "north-road"), slots(made.convoys, "south-road")) == ([first], [40])
    sent = dispatch(problem)
    assert sent is not None
    assert slots(sent, "north-road") == [first]


def test_once_everyone_of_one_side_has_left_the_other_goes_on_alone() -> None:
    problem = two(30, 10, opens=600)
    made = plan(problem, effort=WHOLE)
    assert verify(problem, made) == ()
    assert (slots(made.convoys, "north-road"), slots(made.convoys, "south-road")) == ([40, 48, 56], [40])


def test_simultaneous_arrival_starts_at_different_times() -> None:
    problem = two(10, 10, where=ARRIVED, south_out=180)
    made = plan(problem, effort=WHOLE)
    assert verify(problem, made) == ()
    assert (slots(made.convoys, "north-road"), slots(made.convoys, "south-road")) == ([8], [0])
    assert dispatch(problem) is not None


def last_with_last(allow: int) -> Gate:
    return Gate("7.2", "the last with the last", ("garrison",), ("families",), 30, DEPARTED, 0, allow)


def test_the_last_leave_with_the_last_and_nothing_locks_up() -> None:
    problem = two(
        30, 20, gates=(last_with_last(10),)
    )  # ten go with the first ten, the second ten go alone, the last ten with the last
    for convoys in (dispatch(problem), plan(problem, effort=WHOLE).convoys):
        assert convoys is not None
        assert verify(problem, summary(problem, convoys, (), None, "")) == ()
        assert (slots(convoys, "north-road"), slots(convoys, "south-road")) == ([0, 8, 16], [0, 16])
    runs = simulate(problem, CERTAIN, seed=1, worlds=3)
    assert set(runs.left.tolist()) == {0}
    log = events(problem, CERTAIN, seed=1, world=0)
    assert [[event.slot for event in log if event.kind == kind] for kind in (0, 1)] == [[0, 8, 16], [0, 16]]


def test_a_gate_that_lets_nobody_go_first_contradicts_it() -> None:
    problem = two(10, 10, gates=(replace(last_with_last(0), number=10, where=ARRIVED),))
    answer = why_not(problem)
    assert answer is not None
    assert [rule.clause for rule in answer.conflict] == ["7.2", "7.1"]


def test_a_convoy_that_carries_both_is_its_own_partner() -> None:
    problem = two(5, 5)
    groups = tuple(replace(group, origin="north") for group in problem.groups)
    problem = replace(problem, groups=groups, legs=problem.legs[:1], pools=(Pool("bus", "north", 2),))
    assert why_not(problem) is not None  # one road, two convoys, one slot
    shared = replace(problem, terms=replace(problem.terms, mixes=(Mix("2.1", "", ("families", "garrison")),)))
    made = plan(shared, effort=WHOLE)
    assert verify(shared, made) == ()
    assert [convoy.persons for convoy in made.convoys] == [10]
    assert [convoy.persons for convoy in dispatch(shared) or ()] == [10]
    assert simulate(shared, CERTAIN, seed=1, worlds=1).left.tolist() == [0]


def test_the_bound_leaves_it_out_stays_proven_and_says_so() -> None:
    problem = two(30, 10, opens=600)
    made = plan(problem, effort=WHOLE)
    assert made.bound is not None
    assert certify(problem, made.bound) == ()
    assert made.bound.last < made.last
    assert "the bound leaves that out" in bound_text(problem, made.bound)
    assert "la borne n’en tient pas compte" in bound_text(problem, made.bound, "fr")


def test_two_sides_that_never_can_leave_together_are_told_with_the_clause_and_repairs() -> None:
    problem = two(10, 10, opens=720, closes=840)
    problem = replace(problem, windows={**problem.windows, "north": ((0, 600),)})
    with pytest.raises(Refused, match="movement/impossible"):
        plan(problem)
    many = replace(problem, groups=tuple(replace(group, count=Count.exactly(5000)) for group in problem.groups))
    assert possible(many) is Found.NONE  # more people than are looked at exactly
    answer = why_not(problem)
    assert answer is not None
    assert {rule.kind for rule in answer.conflict} == {"hours", "together"}
    assert {repair.unit for repair in answer.repairs} == {
        "slots open later",
        "slots open earlier",
        "slots of lag",
        "released apart",
    }
    later = next(repair for repair in answer.repairs if repair.unit == "slots of lag")
    assert later.amount == 12  # a journey of an hour that begins at 09:00 is over when the road shuts; 12:00 is 12 slots later
    english, french = ("\n".join(why_not_lines(problem, answer, language)) for language in ("en", "fr"))
    assert "clause 7.1: release at the same time, families / garrison" in english
    assert "laisser l’un suivre l’autre à 3 h près, au lieu de 0 min" in french


def test_the_next_departure_names_its_partner_and_is_ready_only_with_it() -> None:
    problem = two(30, 10, lag=30, opens=600)
    north, south = next_departures(problem, 38)
    assert north.slot == 38
    assert [(partner.leg, partner.slot) for partner in north.partners] == [("south-road", 40)]
    assert [(partner.leg, partner.slot) for partner in south.partners] == [("north-road", 40)]
    one = {"north-road": Protection(ESTABLISHED, ())}
    assert not next_departures(replace(problem, protection=one), 38)[0].ready
    both = one | {"south-road": Protection(ESTABLISHED, ())}
    assert next_departures(replace(problem, protection=both), 38)[0].ready
    early = next_departures(problem, 10)[0]
    assert (early.slot, early.limits[0]) == (38, "together:7.1:families / garrison")


def bus(leg: str, slot: int, group: str, persons: int) -> Convoy:
    return Convoy(leg, slot, (("bus", 1),), ((group, "bus", persons),))


def test_what_has_left_is_followed_in_time_and_what_is_announced_gets_its_partner() -> None:
    problem = two(20, 20, lag=60)
    left = expected(problem, bus("north-road", 40, "families", 10))
    assert [(one.groups, one.slot) for one in to_follow(problem, 42, (left,))] == [(("garrison",), 44)]
    again = replan(problem, 42, past=(left,))
    assert verify(problem, again, past=(left,), first=42) == ()
    assert slots(again.convoys, "south-road")[0] <= 44
    announced = bus("north-road", 60, "families", 10)
    kept = replan(problem, 42, past=(left,), announced=(announced,))
    assert announced in kept.convoys
    assert verify(problem, kept, past=(left,), first=42) == ()
    assert any(56 <= slot <= 64 for slot in slots(kept.convoys, "south-road"))


def test_an_announced_departure_whose_partner_cannot_come_is_named() -> None:
    problem = two(20, 20, opens=600)
    with pytest.raises(Refused) as refused:
        replan(problem, 0, announced=(bus("north-road", 20, "families", 10),))
    assert [wrong.code for wrong in refused.value.problems] == ["movement/announced"]


def test_what_left_alone_is_past_mending_and_holds_nobody() -> None:
    problem = two(20, 20, opens=600)
    left = expected(problem, bus("north-road", 20, "families", 10))
    assert to_follow(problem, 30, (left,)) == ()
    again = replan(problem, 30, past=(left,))
    assert verify(problem, again, past=(left,), first=30) == ()
    assert slots(again.convoys, "north-road") == [40]


def test_an_execution_keeps_the_rule_or_says_that_it_does_not() -> None:
    problem = two(30, 20, opens=600)
    log = events(problem, CERTAIN, seed=1, world=0)
    assert [[event.slot for event in log if event.kind == kind] for kind in (0, 1)] == [[40, 48, 56], [40, 48]]
    assert "in the same slot" in together_lines(problem)[0]
    apart = replace(two(10, 10, lag=120, opens=720), windows={"north": ((0, 720),), "south": ((720, 1440),)})
    assert dispatch(apart) is not None
    assert followed(apart) == ()
    assert "NOT in these executions" in together_lines(apart)[0]
    assert "ABSENT de ces exécutions" in together_lines(apart, "fr")[0]
    assert followed(two(10, 10, where=ARRIVED)) == ()

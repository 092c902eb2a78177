"""December 2016 replayed under the agreement of the shipped case: counts come in, the plan follows, what is announced stays."""

from __future__ import annotations

import time

import pytest
from replay import ANNOUNCED, HIGHEST, LOWEST, MORNING, midnights

from safeconduct.case.movement import Planned, read_movement
from safeconduct.movement.checking.verify import verify
from safeconduct.movement.planning.replan import debts, replan
from safeconduct.movement.timetable import Convoy, Done, Plan

SECONDS = 5.0


@pytest.fixture(scope="module")
def planned() -> Planned:
    return read_movement("aleppo-2016")


def test_the_plan_is_under_the_terms_of_18_december(planned: Planned) -> None:
    assert planned.agreement == "3-terms-2016-12-18"
    assert {gate.clause for gate in planned.problem.terms.gates} == {"1.1", "1.2", "2.1"}


@pytest.mark.parametrize("counter", [LOWEST, HIGHEST])
def test_after_each_days_counts_the_plan_follows_in_seconds_and_keeps_what_was_announced(planned: Planned, counter: str) -> None:
    problem = planned.problem
    kept = 0
    for now, past in midnights(problem, planned.folder, counter):
        made, _ = timed(planned, now, past)
        announced = tuple(convoy for convoy in made.convoys if now + MORNING <= convoy.slot < now + ANNOUNCED)
        again, _ = timed(planned, now + MORNING, past, announced)
        assert set(announced) <= set(again.convoys)
        kept += len(announced)
    assert kept
    assert now == 5 * 96


def timed(planned: Planned, first: int, past: tuple[Done, ...], announced: tuple[Convoy, ...] = ()) -> tuple[Plan, float]:
    begin = time.process_time()
    made = replan(planned.problem, first, past=past, announced=announced)
    seconds = time.process_time() - begin
    assert seconds < SECONDS
    assert verify(planned.problem, made, past=past, first=first) == ()
    return made, seconds


def test_who_gave_too_much_waits_until_the_other_side_has_followed(planned: Planned) -> None:
    problem = planned.problem
    now, past = list(midnights(problem, planned.folder, LOWEST))[1]
    (owed,) = debts(problem, now, past)
    assert (owed.clause, owed.given) == ("beyond 1.2", "civilians+wounded")
    made = replan(problem, now, past=past)
    begins = {leg: min(convoy.slot for convoy in made.convoys if convoy.leg == leg) for leg in ("ramouseh", "foua")}
    assert begins["ramouseh"] >= begins["foua"] + 10, "civilians of the city leave before anyone of the villages has arrived"
    early = next(convoy for convoy in made.convoys if convoy.leg == "ramouseh")
    at_dawn = Convoy(early.leg, begins["foua"], early.vehicles, early.people, early.names, early.escorts)
    broken = Plan((at_dawn, *(c for c in made.convoys if c is not early)), made.last, made.person_slots, None, True, "")
    clauses = [finding.what for finding in verify(problem, broken, past=past, first=now)]
    assert any("clause beyond 1.2" in what for what in clauses)

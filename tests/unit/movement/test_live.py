"""Next safe departure, re-planning, names, and the forms a plan is written in."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from safeconduct.errors import InputWrong, Refused
from safeconduct.movement.advice.concede import concessions, mistrust
from safeconduct.movement.checking.verify import verify
from safeconduct.movement.files.progress import read_progress
from safeconduct.movement.instances import aleppo, tiny
from safeconduct.movement.model import Problem
from safeconduct.movement.planning.blocks import Effort
from safeconduct.movement.planning.dispatch import dispatch
from safeconduct.movement.planning.next_departure import next_departures
from safeconduct.movement.planning.plan import plan
from safeconduct.movement.planning.replan import debts, expected, replan
from safeconduct.movement.planning.roster import assign, with_names
from safeconduct.movement.planning.summary import summary
from safeconduct.movement.simulation.bands import band
from safeconduct.movement.simulation.worlds import CERTAIN
from safeconduct.movement.telling.draw import mistrust_svg, odds_svg, timetable_svg
from safeconduct.movement.terms import ESTABLISHED, NOT_ESTABLISHED, WAIVED, Protection
from safeconduct.movement.timetable import Convoy, Plan
from safeconduct.movement.write import plan_csv, plan_geojson, plan_ical, plan_json, read_plan

SMALL = replace(
    aleppo(days=6),
    groups=tuple(replace(g, count=type(g.count).exactly(max(g.planned // 8 // 50 * 50, 50))) for g in aleppo().groups),
)
SMALL = replace(SMALL, terms=replace(SMALL.terms, gates=(replace(SMALL.terms.gates[0], number=1000),)))


@pytest.fixture(scope="module")
def made() -> Plan:
    sent = dispatch(SMALL)
    assert sent is not None
    return summary(SMALL, sent, (), None, "dispatch rule")


def test_names_are_given_first_in_first_out_and_checked(made: Plan) -> None:
    named = with_names(SMALL)
    assigned = assign(named, made)
    assert verify(named, assigned) == ()
    assert all(convoy.escorts for convoy in assigned.convoys)


def test_next_departures_are_never_ready_without_protection() -> None:
    now = 7 * 4
    found = next_departures(SMALL, now)
    assert any(one.slot == now for one in found)
    assert not any(one.ready for one in found)
    established = replace(SMALL, protection={leg.id: Protection(ESTABLISHED, ()) for leg in SMALL.legs})
    assert any(one.ready for one in next_departures(established, now))


@pytest.mark.parametrize(
    ("gate", "is_open"),
    [
        (Protection(), False),
        (Protection(ESTABLISHED, ()), True),
        (Protection(WAIVED, (), ("A",)), False),
        (Protection(WAIVED, (), ("A", "A")), False),
        (Protection(WAIVED, (), ("A", "B")), True),
        (Protection(NOT_ESTABLISHED, (), ("A", "B")), False),
    ],
)
def test_the_protection_gate_opens_only_as_it_may(gate: Protection, is_open: bool) -> None:
    assert gate.is_open is is_open


def test_next_departures_name_what_holds_them() -> None:
    fighters = next(one for one in next_departures(SMALL, 28) if one.groups == ("fighters",))
    assert fighters.slot is None
    assert any(limit.startswith("gate:3.1") for limit in fighters.limits)


def test_a_released_next_departure_keeps_every_exposure_bound() -> None:
    for seed in range(60):
        problem = tiny(seed)
        for one in next_departures(problem, 0):
            if one.convoy is not None:
                alone = summary(problem, (one.convoy, *one.partners), (), None, "one")
                wrong = [f.what for f in verify(problem, alone) if "clause" in f.what or "too few" in f.what or "shut" in f.what]
                assert wrong == [], f"tiny({seed})"


def split(made: Plan, now: int) -> tuple[tuple[Convoy, ...], tuple[Convoy, ...]]:
    return tuple(c for c in made.convoys if c.slot < now), tuple(c for c in made.convoys if c.slot >= now)


def test_replanning_keeps_what_was_announced(made: Plan) -> None:
    now = 28 + 16
    gone, later = split(made, now)
    past, announced = tuple(expected(SMALL, convoy) for convoy in gone), later[:2]
    again = replan(SMALL, now, past=past, announced=announced, effort=Effort(gap=5e-3, seconds=10))
    assert set(announced) <= set(again.convoys)
    assert verify(SMALL, again, past=past, first=now) == ()
    assert again.last <= made.last


@pytest.mark.parametrize("day", [1, 2, 3])
def test_announced_convoys_keep_their_vehicles_from_loading_on(made: Plan, day: int) -> None:
    now = 96 * day - 40
    gone, later = split(made, now)
    past, announced = tuple(expected(SMALL, convoy) for convoy in gone), later[:7]
    again = replan(SMALL, now, past=past, announced=announced)
    assert verify(SMALL, again, past=past, first=now) == ()


def test_a_corrected_count_is_a_debt_not_hidden(made: Plan) -> None:
    now = made.last
    past = tuple(expected(SMALL, convoy) for convoy in made.convoys)
    assert debts(SMALL, now, past) == ()
    lowered = tuple(replace(d, verified_people=(("villagers", 0),)) if d.convoy.leg == "foua" else d for d in past)
    (debt,) = debts(SMALL, now, lowered)
    assert (debt.clause, debt.given) == ("6.1", "fighters+civilians")
    assert debt.persons > 0


def test_progress_is_read_up_to_an_instant() -> None:
    text = (
        "leg,departed,arrived,vehicles,people,verified\n"
        "ramouseh,2016-12-15T05:00:00Z,2016-12-15T06:20:00Z,bus:20,civilians:bus:950,civilians:948\n"
        "ramouseh,2016-12-15T09:00:00Z,,bus:20,civilians:bus:950,\n"
    )
    early = read_progress(text, SMALL, datetime(2016, 12, 15, 6, tzinfo=UTC))
    assert [(d.departed, d.verified, d.verified_people) for d in early] == [(28, False, ())]
    late = read_progress(text, SMALL, datetime(2016, 12, 15, 10, tzinfo=UTC))
    assert [(d.departed, d.verified) for d in late] == [(28, True), (44, False)]
    assert late[0].verified_people == (("civilians", 948),)
    with pytest.raises(InputWrong):
        read_progress(text.replace("ramouseh", "elsewhere").replace("950", "many"), SMALL, datetime(2016, 12, 15, 10, tzinfo=UTC))


def test_a_plan_survives_being_written_and_read() -> None:
    problem: Problem = with_names(tiny(0))
    made = assign(problem, plan(problem))
    assert read_plan(json.dumps(plan_json(problem, made))) == made


def test_the_timetable_in_other_forms(made: Plan) -> None:
    rows = list(csv.DictReader(io.StringIO(plan_csv(SMALL, made))))
    assert len(rows) == len(made.convoys)
    assert {row["ready"] for row in rows} == {"no"}
    calendar = plan_ical(SMALL, made, datetime(2030, 1, 1, tzinfo=UTC))
    assert calendar.count("BEGIN:VEVENT") == len(made.convoys) == calendar.count("CLASS:CONFIDENTIAL")
    assert all(len(line.encode()) <= 75 for line in calendar.split("\r\n"))
    assert plan_geojson(SMALL, made)["type"] == "FeatureCollection"


def test_the_pictures_say_what_they_are(made: Plan) -> None:
    assert timetable_svg(SMALL, made).count("<rect") == len(made.convoys)
    curve = mistrust(SMALL, (25, 100))
    assert "within this discretised model" in mistrust_svg(SMALL, curve)
    assert "simulated executions" in odds_svg(SMALL, band(SMALL, CERTAIN, seed=1, worlds=10, vary=False))


def test_concessions_never_cost_and_more_mistrust_never_helps() -> None:
    rows = concessions(SMALL)
    assert rows[0].kind == "as agreed"
    assert all(row.hours is None or row.hours >= 0 for row in rows if "percent" not in row.kind)
    lasts = [point.last for point in mistrust(SMALL, (10, 50, 100, 400))]
    known = [last for last in lasts if last is not None]
    assert known == sorted(known, reverse=True)


def test_an_announced_departure_that_the_counts_no_longer_allow_is_named(made: Plan) -> None:
    now = 28 + 16
    gone, later = split(made, now)
    past = tuple(expected(SMALL, convoy) for convoy in gone)
    sent = next(convoy for convoy in later if convoy.leg == "ramouseh")
    many = replace(sent, slot=now, names=(), escorts=(), vehicles=(("bus", 61),))  # there are 60
    with pytest.raises(Refused) as refused:
        replan(SMALL, now, past=past, announced=(many, *later[-1:]))
    assert [problem.code for problem in refused.value.problems] == ["movement/announced"]
    assert f"on ramouseh ({many.persons} persons: {many.people[0][0]}) cannot be kept" in str(refused.value.problems[0].what)

"""A timetable as a convoy leader reads it."""

from dataclasses import replace

import pytest

from safeconduct.errors import say
from safeconduct.movement.instances import aleppo
from safeconduct.movement.telling.explain_plan import by_day, gate_lines, plan_text
from safeconduct.movement.terms import Lack, Protection
from safeconduct.movement.timetable import Convoy, Plan

PROBLEM = aleppo()
LEG = PROBLEM.legs[0]
GROUP = PROBLEM.groups[0]
PLAN = Plan(
    (
        Convoy(LEG.id, 96 + 40, (("bus", 6),), ((GROUP.id, "bus", 280), (GROUP.id, "bus", 20)), escorts=("team 1",)),
        Convoy(LEG.id, 36, (("bus", 25),), ((GROUP.id, "bus", 1250),)),
        Convoy(LEG.id, 92, (("bus", 6),), ((GROUP.id, "bus", 300),)),
    ),
    141,
    1000,
)


def test_days_follow_each_other_with_their_dates_and_a_late_arrival_names_its_day() -> None:
    days = list(by_day(PROBLEM, PLAN))
    assert [head.split(" · ")[0] for head, _ in days] == ["day 1", "day 2"]
    (_, first), (_, second) = days
    assert first[0][0] == "09:00 → 10:15"
    assert first[1][0] == "23:00 → day 2, 00:15"
    assert second[0][1] == f"{LEG.name or LEG.id}: 300 {GROUP.name or GROUP.id}; 6 × bus; escort: team 1"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_legs_that_lack_the_same_are_told_together(language: str) -> None:
    lacking = Protection(
        missing=tuple(Lack(say(element), ("fighters",), say("no clause")) for element in ("voluntariness", "return"))
    )
    lines = gate_lines(replace(PROBLEM, protection={leg.id: lacking for leg in PROBLEM.legs}), language)
    (line,) = lines
    assert {
        "en": "voluntariness and return of fighters (no clause)",
        "fr": "départ volontaire et retour pour fighters (aucune clause)",
    }[language] in line


def test_without_a_bound_nothing_is_called_the_earliest() -> None:
    assert "not proven" in plan_text(PROBLEM, PLAN)[0]
    assert "discretised" not in " ".join(plan_text(PROBLEM, PLAN))

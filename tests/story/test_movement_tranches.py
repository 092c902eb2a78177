"""The table of tranches through the command, and its person-hours again by an area under a curve."""

from __future__ import annotations

from collections import Counter

import pytest
from movement_small import SMALL, run

from safeconduct.case.movement import read_movement
from safeconduct.movement.advice.exchange import at_tranche, crowds, set_off
from safeconduct.movement.model import EXCHANGE, Problem
from safeconduct.movement.planning.blocks import Effort
from safeconduct.movement.planning.replan import replan
from safeconduct.movement.timetable import Convoy


def area(problem: Problem, convoys: tuple[Convoy, ...]) -> dict[tuple[str, str], float]:
    """Person-hours by place and category: who stands there in each slot, added up; who came first does not matter."""
    change: dict[tuple[str, str], Counter[int]] = {}
    for convoy in convoys:
        leg = problem.leg(convoy.leg)
        for group, _, number in convoy.people:
            category = problem.group(group).category
            for place, slot, sign in (
                (leg.destination, convoy.slot + -(-leg.out // problem.slot), 1),
                (leg.origin, convoy.slot, -1),
            ):
                if problem.place(place).kind == EXCHANGE:
                    change.setdefault((place, category), Counter())[slot] += sign * number
    found = {}
    for key, by_slot in change.items():
        there, total = 0, 0
        for slot in range(problem.slots + 1):
            there += by_slot[slot]
            total += there
        found[key] = total * problem.slot / 60
        assert there == 0
    return found


@pytest.mark.parametrize("percent", [100, 25])
def test_person_hours_are_the_area_under_who_stands_there(percent: int) -> None:
    problem = at_tranche(read_movement("four-towns-2017").problem, percent)
    made = replan(problem, 0, announced=set_off(problem), effort=Effort(gap=5e-3, seconds=10.0))
    told = {(crowd.place, crowd.category): crowd.person_hours for crowd in crowds(problem, made.convoys)}
    assert told == area(problem, made.convoys)
    assert sum(told.values()) > 0


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", ("within this discretised model", "100 %", "100% less than at once", "197,100 person-hours, longest 54.0 h")),
        (
            "fr",
            ("dans ce modèle discrétisé", "retenus", "de moins qu’ensemble", "197\u202f100 heures-personnes, au plus long 54,0 h"),
        ),
    ],
)
def test_the_table_of_four_towns(language: str, says: tuple[str, ...]) -> None:
    """5,000 come at 05:00 and 2,350 at 11:00; shut for 48 hours from 11:00, they stand 54 and 48 hours."""
    answer = run("tranches", "four-towns-2017", "--percent", "100", "--lang", language)
    assert answer.exit_code == 0, answer.output
    together = " ".join(answer.output.split())
    assert all(" ".join(words.split()) in together for words in says)


def test_a_movement_without_an_exchange_point(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "movement.toml").write_text(SMALL, encoding="utf-8")
    answer = run("tranches", str(tmp_path))
    assert answer.exit_code == 1
    assert "nobody waits between two legs" in answer.output

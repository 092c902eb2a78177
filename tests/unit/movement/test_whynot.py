"""Infeasible movements: the minimal conflict, the cheapest repairs, in both languages."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from safeconduct.kernel import Count, Text, Zone
from safeconduct.movement.advice.changes import leg_with
from safeconduct.movement.advice.possible import Found
from safeconduct.movement.advice.possible import possible as asked
from safeconduct.movement.advice.whynot import WhyNot, why_not
from safeconduct.movement.advice.whynot_rules import KINDS, relaxations
from safeconduct.movement.checking.verify import verify
from safeconduct.movement.explain import RULES
from safeconduct.movement.instances import START
from safeconduct.movement.model import DESTINATION, Escort, Group, Leg, Pool, Problem, Spot, VehicleType
from safeconduct.movement.planning.plan import plan
from safeconduct.movement.telling.explain_whynot import LIMITS, UNITS, why_not_lines
from safeconduct.movement.terms import ConvoyRule, Deadline, Destinations, Gate, Hold, Reciprocity, Suspension, Terms


def exchange(terms: Terms, *, hours: tuple[int, int] = (420, 1020), escorts: int = 1, **leg: int) -> Problem:
    return Problem(
        "exchange",
        START,
        Zone("UTC"),
        30,
        2,
        (Spot("north", "north"), Spot("south", "south"), Spot("east", "east", DESTINATION), Spot("west", "west", DESTINATION)),
        (Leg("out", "north", "east", 60, 60, "day", **leg), Leg("in", "south", "west", 60, 60, "day", **leg)),  # type: ignore[arg-type]
        {"day": tuple((d * 1440 + hours[0], d * 1440 + hours[1]) for d in range(3))},
        (),
        (VehicleType("bus", 10, 30, 30),),
        (Pool("bus", "north", 4), Pool("bus", "south", 4)),
        (Escort("north", escorts), Escort("south", escorts)),
        (Group("a", "people", "north", Count.exactly(60), ("bus",)), Group("b", "people", "south", Count.exactly(60), ("bus",))),
        terms,
    )


def even(ahead: int) -> Reciprocity:
    return Reciprocity("6.2", "one for one", ("a",), ("b",), 1, 1, ahead, ahead)


CASES = {
    "window too short": (exchange(Terms(), hours=(420, 450)), {("hours", "")}),
    "exposure below one convoy": (exchange(Terms((even(3),)), fewest=10), {("reciprocity", "6.2")}),
    "nobody may be ahead": (exchange(Terms((even(0),))), {("reciprocity", "6.2")}),
    "a gate waiting for itself": (
        exchange(Terms(gates=(Gate("3.1", "", ("a",), ("b",), 60), Gate("3.2", "", ("b",), ("a",), 60)))),
        {("gate", "3.1"), ("gate", "3.2")},
    ),
    "destination closed": (exchange(Terms(destinations=(Destinations("4.1", "", ("a",), ("west",)),))), {("destination", "4.1")}),
    "no escort": (exchange(Terms(), escorts=0), {("escorts", "")}),
    "deadline too early": (exchange(Terms(deadlines=(Deadline("9.1", "", ("a",), 0, 520),))), {("deadline", "9.1")}),
    "one side ahead by too little for ever": (
        exchange(Terms((Reciprocity("6.2", "", ("a",), ("b",), 1, 2, 5, 60),))),
        {("reciprocity", "6.2")},
    ),
    "three gates in a circle of two clauses": (
        exchange(Terms(gates=(Gate("3.1", "", ("a",), ("b",), 60), Gate("3.1", "", ("b",), ("a",), 30)))),
        {("gate", "3.1")},
    ),
    "a wait longer than the days": (
        exchange(Terms(gates=(Gate("3.1", "", ("a",), ("b",), 60, delay=2880),))),
        {("gate", "3.1"), ("days", "")},
    ),
    "held for ever": (exchange(Terms(holds=(Hold("2.1", "", ("a",)),))), {("hold", "2.1")}),
    "suspended for ever": (
        exchange(Terms(suspensions=(Suspension("7.1", "", ("in",), 0, 2880),))),
        {("suspension", "7.1"), ("days", "")},
    ),
    "convoys larger than the fleet": (exchange(Terms(), smallest=5), {("smallest", ""), ("vehicles", "")}),
    "an escort that a clause demands": (
        exchange(Terms(convoys=(ConvoyRule("1.1", "escorted", ("out",), escorts=1),)), escorts=0),
        {("escorts", "")},
    ),
    "batches that leave too few behind": (exchange(Terms(), fewest=35), {("fewest", "")}),
}


def possible(problem: Problem) -> bool:
    return asked(problem) is Found.PLAN


@cache
def answer_to(name: str) -> WhyNot | None:
    return why_not(CASES[name][0])


@pytest.mark.parametrize("name", CASES)
def test_the_conflict_holds_what_it_must_and_is_minimal(name: str) -> None:
    problem, expected = CASES[name]
    answer = answer_to(name)
    assert answer is not None
    assert expected <= {(rule.kind, rule.clause) for rule in answer.conflict}
    members = set(answer.conflict)
    relax = dict(relaxations(problem))
    others = problem
    for rule, change in relax.items():
        if rule not in members:
            others = change(others)
    assert not possible(others)
    for rule in members:
        assert possible(relax[rule](others)), rule


@pytest.mark.parametrize("name", CASES)
def test_repairs_make_a_plan_and_one_step_less_does_not(name: str) -> None:
    problem, _ = CASES[name]
    answer = answer_to(name)
    assert answer is not None
    if not answer.enough:
        changed = problem
        for repair in answer.together:
            changed = repair.made(changed)
        assert not verify(changed, plan(changed))
    for repair in answer.repairs if answer.enough else ():
        changed = repair.made(problem)
        assert not verify(changed, plan(changed)), repair
        assert repair.amount == 1 or not possible(repair.sized(repair.amount - 1).made(problem)), repair


@pytest.mark.parametrize("name", CASES)
def test_repairs_are_offered_cheapest_first_in_both_languages(name: str) -> None:
    problem, _ = CASES[name]
    answer = answer_to(name)
    assert answer is not None
    for conflict in answer.conflicts:
        assert conflict.repairs
        assert [r.cost for r in conflict.repairs] == sorted(r.cost for r in conflict.repairs)
    english, french = why_not_lines(problem, answer), why_not_lines(problem, answer, "fr")
    assert len(english) == len(french)
    assert english[0].startswith("No plan")
    assert french[0].startswith("Aucun plan")
    assert "discretised" in english[0]
    for rule in answer.conflict:
        if rule.clause:
            assert any(f"clause {rule.clause}" in line for line in english)
            assert any(f"clause {rule.clause} :" in line for line in french)


def test_who_goes_first_is_handed_to_the_agreement() -> None:
    answer = answer_to("exposure below one convoy")
    assert answer is not None
    assert answer.first == ("6.2",)
    problem = CASES["exposure below one convoy"][0]
    for language, words in (("en", "who goes first"), ("fr", "qui part le premier")):
        lines = why_not_lines(problem, answer, language, "quay")
        assert words in lines[-2]
        assert "safeconduct deal unlock quay" in lines[-1]
    other = answer_to("one side ahead by too little for ever")
    assert other is not None
    assert not other.first


def test_several_conflicts_are_all_named_and_mended_together() -> None:
    problem = exchange(Terms((even(3),), destinations=(Destinations("4.1", "", ("a",), ("west",)),)), escorts=0, fewest=10)
    answer = why_not(problem)
    assert answer is not None
    assert not answer.enough
    kinds = [{rule.kind for rule in conflict.rules} for conflict in answer.conflicts]
    assert {"destination"} in kinds
    assert sum("escorts" in kind for kind in kinds) == 2
    assert any("reciprocity" in kind for kind in kinds)
    changed = problem
    for repair in answer.together:
        changed = repair.made(changed)
    assert not verify(changed, plan(changed))


def test_a_possible_movement_has_no_why_not() -> None:
    assert why_not(exchange(Terms((even(40),)))) is None


def test_the_least_exposure_that_works_is_one_convoy() -> None:
    answer = answer_to("exposure below one convoy")
    assert answer is not None
    assert {r.amount for r in answer.repairs if r.rule.kind == "reciprocity"} == {7}


def test_every_rule_and_unit_is_worded_in_both_languages() -> None:
    for texts in (RULES, LIMITS, UNITS):
        for text in texts.values():
            assert isinstance(text, Text)
            assert text.in_language("fr") != text.in_language("en")
    assert set(KINDS.values()) <= {*RULES, *LIMITS}
    assert replace(CASES["no escort"][0], name="x").name == "x"


def test_a_batch_that_is_too_large_for_those_there_can_be_made_smaller() -> None:
    problem = exchange(Terms(), fewest=45, largest=4)  # four buses of ten seats; sixty leave as thirty and thirty
    answer = why_not(problem)
    assert answer is not None
    for conflict, leg in zip(answer.conflicts, ("in", "out"), strict=True):
        assert ("fewest", leg) in {(rule.kind, rule.about) for rule in conflict.rules}
    assert [(one.unit, one.to) for one in answer.together] == [("persons fewer in a convoy", 30)] * 2
    assert possible(leg_with("in", fewest=30)(leg_with("out", fewest=30)(problem)))
    assert not possible(leg_with("in", fewest=31)(leg_with("out", fewest=30)(problem)))

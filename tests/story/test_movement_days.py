"""Days of counts of a made-up movement: two sides, an exchange point, a journey over night; counts as they come in, wrong ones among them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from movement_small import run

TWO_TOWNS = """name = "two towns and a meeting point"
[time]
start = 2030-03-01
zone = "UTC"
slot = 15
days = 9
[windows]
day = ["07:00-17:00"]
[[place]]
id = "north"
[[place]]
id = "south"
[[place]]
id = "meeting"
kind = "exchange"
[[place]]
id = "haven"
kind = "destination"
[[place]]
id = "port"
kind = "destination"
[[checkpoint]]
id = "bridge"
per_hour = 12
[[vehicle]]
id = "bus"
seats = 40
[[vehicle]]
id = "coach"
seats = 50
[[pool]]
type = "bus"
place = "north"
number = 6
[[pool]]
type = "coach"
place = "meeting"
number = 6
[[pool]]
type = "bus"
place = "south"
number = 3
[[escort]]
place = "north"
number = 2
[[escort]]
place = "south"
number = 1
[[escort]]
place = "meeting"
number = 2
[[leg]]
id = "down"
from = "north"
to = "meeting"
out = 60
window = "day"
checkpoints = ["bridge@30"]
smallest = 2
largest = 5
[[leg]]
id = "far"
from = "meeting"
to = "haven"
out = 1320
window = "day"
covers = "departure"
largest = 6
[[leg]]
id = "sea"
from = "south"
to = "port"
out = 90
window = "day"
smallest = 1
largest = 3
[[group]]
id = "families"
origin = "north"
count = [560, 600]
rides = ["bus", "coach"]
lot = 5
[[group]]
id = "guards"
category = "armed"
origin = "north"
count = 120
rides = ["bus", "coach"]
[[group]]
id = "southerners"
origin = "south"
count = [370, 400]
rides = ["bus"]
[[terms.reciprocity]]
clause = "4.1"
text = "three for two"
left = ["families", "guards"]
right = ["southerners"]
share = [3, 2]
ahead = [160, 120]
[[terms.gate]]
clause = "5.1"
held = ["guards"]
awaited = ["southerners"]
"""
HEAD = "leg,departed,arrived,vehicles,people,verified,returned"
DOWN = "down,2030-03-01T07:00:00Z,2030-03-01T08:05:00Z,bus:4,families:bus:150,{counted},"
SEA = "sea,2030-03-01T07:10:00Z,2030-03-01T08:45:00Z,bus:3,southerners:bus:120,,"
FIRST = (DOWN.format(counted=""), SEA)
NOON, SECOND = "2030-03-01T12:00:00Z", "2030-03-02T12:00:00Z"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "movement.toml").write_text(TWO_TOWNS, encoding="utf-8")
    return tmp_path


def counted(case: Path, *lines: str) -> str:
    (case / "progress.csv").write_text("\n".join((HEAD, *lines)) + "\n", encoding="utf-8")
    return str(case)


SOUND = {
    "as planned": (*FIRST, "far,2030-03-01T08:30:00Z,,coach:3,families:coach:150,,"),
    "fewer arrived": (DOWN.format(counted="families:148"), SEA),
    "fewer arrived and went on": (
        DOWN.format(counted="families:148"),
        SEA,
        "far,2030-03-01T08:30:00Z,,coach:3,families:coach:148,,",
    ),
    "more went on than were counted": (
        DOWN.format(counted="families:148"),
        SEA,
        "far,2030-03-01T08:30:00Z,,coach:4,families:coach:160,,",
    ),
    "more left than agreed": ("down,2030-03-01T07:00:00Z,2030-03-01T08:05:00Z,bus:5,families:bus:290,,",),
    "a number that makes no lots": ("down,2030-03-01T07:00:00Z,2030-03-01T08:05:00Z,bus:4,families:bus:152,families:152,",),
    "more arrived than left": ("sea,2030-03-01T07:10:00Z,2030-03-01T08:45:00Z,bus:3,southerners:bus:120,southerners:180,",),
    "later lines first": ("far,2030-03-01T08:30:00Z,,coach:3,families:coach:150,,", SEA, DOWN.format(counted="")),
    "a convoy nobody planned": (*FIRST, "sea,2030-03-01T09:40:00Z,,bus:2,southerners:bus:60,,"),
    "turned back": (*FIRST, "sea,2030-03-01T10:00:00Z,2030-03-01T11:00:00Z,bus:1,southerners:bus:30,,southerners:30"),
    "turned back in part": (*FIRST, "sea,2030-03-01T10:00:00Z,2030-03-01T11:00:00Z,bus:1,southerners:bus:30,,southerners:20"),
    "more vehicles than the file knows": (*FIRST, "sea,2030-03-01T10:00:00Z,2030-03-01T11:30:00Z,bus:7,southerners:bus:100,,"),
    "more people than were planned": (*FIRST, "sea,2030-03-01T10:00:00Z,2030-03-01T11:30:00Z,bus:9,southerners:bus:390,,"),
}


@pytest.mark.parametrize("lines", SOUND.values(), ids=SOUND)
def test_whatever_was_counted_there_is_a_plan_that_the_checker_accepts(case: Path, lines: tuple[str, ...]) -> None:
    target = counted(case, *lines)
    asked = run("next", target, "--at", NOON, "--json")
    assert asked.exit_code == 1, "protection is not established: nothing is ready"
    answer = run("replan", target, "--at", NOON, "--json")
    assert answer.exit_code == 0, answer.output
    made = json.loads(answer.output)
    assert made["debts"] == json.loads(asked.output)["debts"]
    people = sum(number for convoy in made["convoys"] for group, _, number in convoy["people"] if convoy["leg"] == "sea" and group)
    back = 30 if "southerners:30" in lines[-1] else 20 if "southerners:20" in lines[-1] else 0
    gone = sum(int(line.split("southerners:bus:")[1].split(",")[0]) for line in lines if "southerners:bus:" in line) - back
    assert people == max(400 - gone, 0), "whoever has not left, or came back, has a place"


def test_a_debt_is_shown_and_its_side_waits_until_the_other_has_followed(case: Path) -> None:
    target = counted(case, SOUND["more left than agreed"][0])
    asked = run("next", target, "--at", NOON)
    again = run("replan", target, "--at", NOON, "--json")
    assert "families and guards is 130 persons beyond its exposure" in " ".join(asked.output.split())
    convoys = json.loads(again.output)["convoys"]
    follows = min(convoy["slot"] for convoy in convoys if convoy["leg"] == "sea") + 6
    assert all(convoy["slot"] >= follows for convoy in convoys if convoy["leg"] == "down")


def test_a_count_corrected_downward_can_leave_people_waiting_for_ever_and_upward_again_not(case: Path) -> None:
    late = "sea,2030-03-02T07:10:00Z,2030-03-02T08:45:00Z,bus:3,southerners:bus:120,southerners:{arrived},"
    low = run("replan", counted(case, *FIRST, late.format(arrived=20)), "--at", SECOND)
    assert low.exit_code == 1
    assert "guards wait for 400 of southerners; 140 are counted or on the road, and 160 can still come" in low.output
    french = run("replan", str(case), "--at", SECOND, "--lang", "fr")
    assert "guards attendent 400 de southerners" in french.output
    assert run("replan", counted(case, *FIRST, late.format(arrived=120)), "--at", SECOND).exit_code == 0


def test_a_gate_says_how_many_are_counted_and_what_a_person_can_do(case: Path) -> None:
    said = " ".join(run("next", counted(case, *FIRST), "--at", NOON).output.split())
    assert "clause 5.1: guards wait for southerners: 120 of 400 persons counted on arrival, 280 to come" in said
    assert "correct the `count` of southerners in movement.toml" in said
    french = " ".join(run("next", str(case), "--at", NOON, "--lang", "fr").output.split())
    assert "clause 5.1 : guards attendent southerners : 120 personnes sur 400 comptées à l’arrivée, il en manque 280" in french
    assert "corrigez le `count` de southerners" in french
    for verb in ("plan", "explain"):
        assert "planned at the highest figure (370 to 400)" in " ".join(run(verb, str(case)).output.split())
    (case / "movement.toml").write_text(TWO_TOWNS.replace("[370, 400]", "120"), encoding="utf-8")
    corrected = run("next", str(case), "--at", NOON).output
    assert "guards wait" not in corrected
    assert "down (guards): 120 persons" in corrected


def test_what_was_announced_stays_or_is_named_and_what_nobody_counted_is_named(case: Path) -> None:
    plan = str(case / "plan.json")
    assert run("plan", str(case), "--out", plan).exit_code == 0
    first = json.loads(Path(plan).read_text(encoding="utf-8"))["convoys"]
    until = ("--announced", plan, "--keep-until", SECOND)
    kept = run(
        "replan",
        counted(case, FIRST[0].replace("08:05", "08:00"), SEA, "far,2030-03-01T08:00:00Z,,coach:3,families:coach:150,,"),
        "--at",
        "2030-03-01T09:00:00Z",
        *until,
    )
    assert kept.exit_code == 0, kept.output
    assert "announced convoys kept" in kept.output
    dropped = run("replan", counted(case, SEA), "--at", NOON, *until)
    assert dropped.exit_code == 1
    assert "cannot be kept" in dropped.output
    down = next(convoy for convoy in first if convoy["leg"] == "down")
    assert f"announced for 2030-03-01 07:00 on down ({down['people'][0][2]} persons: families), and not among" in dropped.output


WRONG = {
    "movement/twice": (*FIRST, "down,2030-03-01T07:00:00Z,2030-03-01T08:05:00Z,bus:4,families:bus:160,,"),
    "movement/unknown-name": (*FIRST, "road,2030-03-01T09:00:00Z,,bus:4,families:bus:160,,"),
    "movement/backwards": (*FIRST, "down,2030-03-01T09:00:00Z,2030-03-01T08:00:00Z,bus:4,families:bus:150,,"),
    "movement/bad-value": (*FIRST, "sea,2030-03-01T09:00:00Z,2030-03-01T10:00:00Z,bus:1,southerners:bus:30,,southerners:31"),
    "movement/missing": (*FIRST, "sea,2030-03-01T09:00:00Z,,bus:1,southerners:bus:30,,southerners:30"),
}


@pytest.mark.parametrize("code", WRONG)
def test_a_wrong_line_is_named_with_its_place(case: Path, code: str) -> None:
    for verb in ("next", "replan"):
        answer = run(verb, counted(case, *WRONG[code]), "--at", NOON)
        assert answer.exit_code == 3
        assert "progress.csv:4:" in answer.output
        assert f" {code}: " in answer.output


def test_days_that_have_ended_are_named(case: Path) -> None:
    target = counted(case, *FIRST)
    assert "the 9 days looked at" in run("next", target, "--at", "2030-04-01T00:00:00Z").output
    ended = run("replan", target, "--at", "2030-04-01T00:00:00Z")
    assert ended.exit_code == 1
    assert "movement/never: the 9 days looked at have ended" in ended.output

"""The movement verbs on shipped and broken cases: answers, exit codes, JSON, nothing half written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from movement_small import SMALL, run

from safeconduct import cases

CASES = Path(next(iter(cases.__path__)))


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "movement.toml").write_text(SMALL, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("verb", ["check", "plan", "show", "explain", "concede", "mistrust", "finish", "simulate"])
def test_every_verb_answers_in_words_and_in_json(case: Path, verb: str) -> None:
    more = ["--worlds", "20", "--no-vary"] if verb == "simulate" else []
    words = run(verb, str(case), *more)
    assert words.exit_code == 0, words.output
    value = run(verb, str(case), "--json", *more)
    assert value.exit_code == 0
    assert isinstance(json.loads(value.output), dict)


def test_next_says_no_while_protection_is_not_established(case: Path) -> None:
    answer = run("next", str(case), "--at", "2030-03-01T07:00:00Z")
    assert answer.exit_code == 1
    assert "missing: voluntariness" in answer.output
    (case / "movement.toml").write_text(SMALL + '[[protection]]\nleg = "road"\nstatus = "established"\n', encoding="utf-8")
    assert run("next", str(case), "--at", "2030-03-01T07:00:00Z").exit_code == 0


def test_plan_show_export_and_replan_follow_one_another(case: Path) -> None:
    out = str(case / "plan.json")
    assert run("plan", str(case), "--out", out).exit_code == 0
    assert run("show", str(case), "--plan", out).exit_code == 0
    for form in ("csv", "geojson", "ical", "svg"):
        target = case / f"plan.{form}"
        assert run("export", str(case), "--plan", out, "--format", form, "--out", str(target)).exit_code == 0
        assert target.stat().st_size > 0
    again = run("replan", str(case), "--at", "2030-03-01T06:00:00Z", "--announced", out, "--keep-until", "2030-03-01T08:00:00Z")
    assert again.exit_code == 0, again.output
    assert "1 announced convoys kept" in again.output


def test_a_plan_that_was_tampered_with_is_refused(case: Path) -> None:
    out = case / "plan.json"
    run("plan", str(case), "--out", str(out))
    values = json.loads(out.read_text(encoding="utf-8"))
    values["convoys"][0]["people"][0][2] += 1
    out.write_text(json.dumps(values), encoding="utf-8")
    answer = run("show", str(case), "--plan", str(out))
    assert answer.exit_code == 1
    assert "movement/plan-wrong" in answer.output


def test_an_impossible_movement_is_an_answer(case: Path) -> None:
    (case / "movement.toml").write_text(SMALL.replace("number = 1\n", "number = 0\n"), encoding="utf-8")
    assert run("plan", str(case)).exit_code == 1
    english, french = run("explain", str(case)), run("explain", str(case), "--lang", "fr")
    assert english.exit_code == french.exit_code == 1
    assert "escort teams at north" in english.output
    assert "équipes d’escorte à north" in french.output


def test_bad_input_has_a_place_and_nothing_is_written(case: Path) -> None:
    (case / "movement.toml").write_text(SMALL.replace("seats = 50", "seats = 0"), encoding="utf-8")
    answer = run("plan", str(case), "--out", str(case / "plan.json"))
    assert answer.exit_code == 3
    assert "movement.toml:16:1" in answer.output
    assert not (case / "plan.json").exists()
    problems = json.loads(run("check", str(case), "--json").output)["problems"]
    assert problems[0]["where"]["line"] == 16


def test_folders_and_targets_that_do_not_exist(case: Path) -> None:
    assert run("check", str(case / "nowhere")).exit_code == 3
    assert run("check", str(case / "movement.toml")).exit_code == 3
    assert run("plan", str(case), "--out", str(case / "none" / "plan.json")).exit_code == 5
    assert run("next", str(case), "--at", "tomorrow").exit_code == 3
    assert run("unknown").exit_code == 2


@pytest.mark.parametrize("name", ["aleppo-2016", "four-towns-2017"])
def test_shipped_cases_are_sound_and_say_what_they_assume(name: str) -> None:
    answer = run("check", str(CASES / name))
    assert answer.exit_code == 0, answer.output
    assert "assumed:" in answer.output
    assert "not ready" in answer.output
    proven = run("finish", str(CASES / name))
    assert proven.exit_code == 0
    assert "within this discretised model" in proven.output


def test_december_2016_forecast_with_only_what_was_recorded_by_then() -> None:
    case = CASES / "aleppo-2016"
    days = [part for day in ("15", "16", "18", "20") for part in ("--by", f"2016-12-{day}")]
    answer = run("simulate", str(case), "--record", str(case / "counts.csv"), *days, "--total", "15000", "50000")
    assert answer.exit_code == 0, answer.output
    assert answer.output.count("made on 2016-12-") == 4
    assert "last convoy on 2016-12-22" in answer.output


@pytest.mark.parametrize("arrived", ["08:00", "08:30", "09:00"])
def test_a_new_plan_loads_only_vehicles_that_stood_there_when_loading_began(case: Path, arrived: str) -> None:
    """At any half hour after four buses have left: the checker, which has the last word, accepts the new plan."""
    row = f"road,2030-03-01T07:00:00Z,2030-03-01T{arrived}:00Z,bus:4,people:bus:200,"
    (case / "progress.csv").write_text(f"leg,departed,arrived,vehicles,people,verified\n{row}\n", encoding="utf-8")
    for minutes in range(8 * 60, 12 * 60, 30):
        answer = run("replan", str(case), "--at", f"2030-03-01T{minutes // 60:02}:{minutes % 60:02}:00Z")
        assert answer.exit_code == 0, answer.output

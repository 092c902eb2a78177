"""Each verb of ``movement`` answers in the documented form, on a movement that can be planned and on one that cannot."""

from __future__ import annotations

from pathlib import Path

from movement_small import SMALL

from safeconduct import cases
from safeconduct.cli.movement import movement

COUNTS = Path(next(iter(cases.__path__))) / "aleppo-2016" / "counts.csv"
NOON = ("--at", "2030-03-01T12:00:00Z")
DEADLINE = '[[terms.deadline]]\nclause = "2"\nlow = 2030-03-01\nhigh = 2030-03-02\n'
GONE = "leg,departed,arrived,vehicles,people,verified\nroad,2030-03-01T07:00:00Z,2030-03-01T08:00:00Z,bus:4,people:bus:200,\n"


def test_every_movement_verb_has_a_documented_form(documented):
    assert {f"movement {name}" for name in movement.commands} <= documented


def test_movement_verbs_answer_in_the_documented_form(ask, tmp_path):
    (tmp_path / "movement.toml").write_text(SMALL + DEADLINE, encoding="utf-8")
    plan = tmp_path / "plan.json"
    assert ask("movement", "check", tmp_path)["routes"] == []
    made = ask("movement", "plan", tmp_path, "--out", plan)
    assert made["bound"]["proofs"]
    assert ask("movement", "show", tmp_path, "--plan", plan)["convoys"] == made["convoys"]
    assert ask("movement", "finish", tmp_path)["last"] == made["last"]
    assert ask("movement", "explain", tmp_path)["possible"] is True
    assert ask("movement", "concede", tmp_path)["concessions"][0]["hours"] == 0
    gained = ask("movement", "concede", tmp_path, "--worlds", 20)["concessions"]
    assert gained[0]["odds"] == ask("movement", "simulate", tmp_path, "--worlds", 20, "--no-vary")["by_clock"][-1][1:]
    assert all(row["odds"][0] == gained[0]["odds"][0] for row in gained)
    assert len(ask("movement", "mistrust", tmp_path)["points"]) == 12
    assert ask("movement", "simulate", tmp_path, "--worlds", 20)["spread"]
    assert ask("movement", "simulate", tmp_path, "--record", COUNTS, "--by", "2016-12-16")["forecasts"]
    assert ask("movement", "export", tmp_path, "--plan", plan, "--format", "csv")["text"]
    assert ask("movement", "export", tmp_path, "--plan", plan, "--format", "svg", "--out", tmp_path / "a.svg")["written"]
    (tmp_path / "progress.csv").write_text(GONE, encoding="utf-8")
    assert ask("movement", "next", tmp_path, *NOON, code=1)["departures"][0]["missing"]
    assert ask("movement", "replan", tmp_path, *NOON)["convoys"]


def test_a_movement_that_cannot_be_planned_and_one_with_terms_and_exposure(ask, tmp_path):
    (tmp_path / "movement.toml").write_text(SMALL.replace("number = 1\n", "number = 0\n"), encoding="utf-8")
    assert ask("movement", "explain", tmp_path, code=1)["conflict"]
    assert ask("movement", "plan", tmp_path, code=1)["problems"]
    shipped = ask("movement", "check", "aleppo-2016")
    assert {clause["how"] for clause in shipped["clauses"]} == {"in the plan", "left out", "not about movement"}
    assert ask("movement", "mistrust", "four-towns-2017")["points"][0]["ahead"]
    assert ask("movement", "tranches", "four-towns-2017", "--percent", 50)["tranches"][0]["held"]["crowds"]

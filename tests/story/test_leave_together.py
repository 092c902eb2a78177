"""Leaving at the same time, through the command line: the page's own agreement, planned, checked, asked about, executed, and broken."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from movement_small import run

PAGE = Path(__file__).parents[2] / "docs" / "leave-together.md"
BLOCK = re.compile(r"^```deal (?P<name>[\w.-]+)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    for block in BLOCK.finditer(PAGE.read_text("utf-8")):
        target = tmp_path / block["name"]
        if not target.exists() and target.suffix != ".csv":
            target.write_text(block["body"], "utf-8")
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def departures(case: Path) -> list[tuple[str, str]]:
    out = case / "plan.json"
    assert run("plan", str(case), "--quiet", "--out", str(out)).exit_code == 0
    answer = run("show", str(case), "--plan", str(out))  # shown only where the checker finds nothing wrong
    assert answer.exit_code == 0, answer.output
    return re.findall(r"^ +(\d\d:\d\d) → \S+ +([\w-]+):", answer.output, re.MULTILINE)


def first_of(sent: list[tuple[str, str]], road: str) -> str:
    return next(at for at, leg in sent if leg == road)


@pytest.mark.parametrize(
    ("lag", "french", "first"),
    [("30 minutes", "30 minutes", "08:30"), ("10 minutes", "10 minutes", "09:00"), ("1 hour", "1 heure", "08:00")],
)
def test_a_lag_of_the_text_is_how_far_apart_the_two_leave(case: Path, lag: str, french: str, first: str) -> None:
    change(case / "crossing.deal.md", "within 30 minutes", f"within {lag}")
    change(case / "crossing.deal.md", "à 30 minutes près", f"à {french} près")
    sent = departures(case)
    assert ("09:00", "south-road") in sent
    assert first_of(sent, "north-road") == first


def test_without_the_words_nobody_waits(case: Path) -> None:
    change(case / "crossing.deal.md", ", at the same time as clause 1.1 within 30 minutes", "")
    change(case / "crossing.deal.md", ", en même temps que la clause 1.1 à 30 minutes près", "")
    assert ("07:00", "north-road") in departures(case)


def test_a_plan_in_which_one_side_leaves_alone_is_refused_with_the_clause(case: Path) -> None:
    departures(case)
    out = case / "plan.json"
    values = json.loads(out.read_text("utf-8"))
    north = next(convoy for convoy in values["convoys"] if convoy["leg"] == "north-road")
    north["slot"] -= 4
    out.write_text(json.dumps(values), "utf-8")
    answer = run("show", str(case), "--plan", str(out))
    assert answer.exit_code == 1
    assert "clause 1.2" in answer.output
    assert "alone" in answer.output


def test_a_term_of_the_file_is_read_and_what_is_wrong_with_it_is_said_at_its_place(case: Path) -> None:
    toml = case / "movement.toml"
    own = '[[terms.together]]\nclause = "own"\nleft = ["families"]\nright = ["garrison"]\nlag = 0\n'
    toml.write_text(toml.read_text("utf-8") + own, "utf-8")
    assert first_of(departures(case), "north-road") == "09:00"
    change(toml, 'right = ["garrison"]\nlag = 0', 'right = ["families", "garison"]\nlag = -5')
    answer = run("check", str(case), "--lang", "fr")
    assert answer.exit_code == 3
    assert "movement/unknown-name" in answer.output
    assert "un groupe est des deux côtés" in answer.output
    assert "il s'attendrait lui-même" in answer.output
    assert "lag = -5" in answer.output
    assert "movement.toml:" in answer.output


def test_the_answers_as_json(case: Path) -> None:
    found = json.loads(run("next", str(case), "--at", "2030-03-01T07:00:00Z", "--json").output)
    north = next(one for one in found["departures"] if one["leg"] == "north-road")
    assert [partner["leg"] for partner in north["together_with"]] == ["south-road"]
    assert found["to_follow"] == []
    (case / "progress.csv").write_text(
        "leg,departed,arrived,vehicles,people,verified\nnorth-road,2030-03-01T08:45:00Z,,bus:2,families:bus:100,\n", "utf-8"
    )
    found = json.loads(run("next", str(case), "--at", "2030-03-01T08:50:00Z", "--json").output)
    assert found["to_follow"] == [{"clause": "1.2", "groups": ["garrison"], "by": "2030-03-01T09:15:00Z"}]
    assert run("replan", str(case), "--at", "2030-03-01T08:50:00Z", "--quiet").exit_code == 0
    told = json.loads(run("simulate", str(case), "--worlds", "20", "--no-vary", "--json").output)
    assert any("released in the same slot" in line for line in told["assumed"])

"""Bad input through the command: a clear answer with its place in the file, never a mistake of the program, nothing written half."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from movement_small import SMALL, run

BACK = "low = 2030-03-03\nhigh = 2030-03-02\n"
TOML = {
    "unknown place": [
        ('to = "south"', 'to = "sout"', "unknown-name", 27),
        ('[[escort]]\nplace = "north"', '[[escort]]\nplace = ""', "unknown-name", 22),
        ('id = "people"\norigin = "north"', 'id = [1, 2]\norigin = "north"', "bad-value", 31),
        ('day = ["07:00-17:00"]', 'day = ["daylight at nowhere"]', "unknown-name", 8),
    ],
    "negative time": [
        ("out = 60", "out = -60", "bad-value", 28),
        ("out = 60", "out = 60\nheadway = -9223372036854775809", "bad-value", 29),
        ("seats = 50", "seats = 50\nloading = -0.5", "bad-value", 17),
        ("days = 2", "days = -1", "bad-value", 6),
    ],
    "zero seats": [
        ("seats = 50", "seats = 0", "bad-value", 16),
        ("seats = 50", 'seats = "0"', "bad-value", 16),
        ("seats = 50", "seats = false", "bad-value", 16),
        ('rides = ["bus"]', 'rides = ["bus"]\nlot = 60', "bad-value", 34),
    ],
    "unreachable destination": [
        ('rides = ["bus"]', 'rides = ["bus"]\ndestinations = ["north"]', "unreachable", 32),
        ('kind = "destination"', 'kind = "exchange"', "unreachable", 32),
        ('type = "bus"\nplace = "north"', 'type = "bus"\nplace = "south"', "unreachable", 32),
    ],
    "range upside down": [
        ("count = 300", "count = [300, 100]", "backwards", 33),
        ("count = 300", "count = [100, 50, 300]", "backwards", 33),
        ("out = 60", "out = 60\nsmallest = 9\nlargest = 2", "backwards", 29),
        ("count = 300", f'count = 300\n[[terms.deadline]]\nclause = "1"\n{BACK}', "backwards", 36),
    ],
    "overlapping windows": [
        ('["07:00-17:00"]', '["07:00-17:00", "16:00-18:00"]', "overlap", 8),
        ('["07:00-17:00"]', '["18:00-08:00", "07:00-09:00"]', "overlap", 8),
        ('["07:00-17:00"]', '["00:00-24:00", "12:00-12:30"]', "overlap", 8),
    ],
    "a million slots": [
        ("days = 2", "days = 1000000", "too-fine", 6),
        ("slot = 30\ndays = 2", "slot = 5\ndays = 3500", "too-fine", 6),
        ("days = 2", "days = 99999999999999999999", "bad-value", 6),
        ("slot = 30", "slot = 0.001", "bad-value", 5),
    ],
}
EACH = [(kind, *case) for kind, cases in TOML.items() for case in cases]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "movement.toml").write_text(SMALL, encoding="utf-8")
    return tmp_path


def refused(case: Path, *arguments: str) -> tuple[list[tuple[str, str, int]], str]:
    """The problems with their places, and the answer in words; the earlier plan is as it was, and nothing new lies there."""
    (case / "plan.json").write_text("kept", encoding="utf-8")
    before = sorted(path.name for path in case.iterdir())
    words, answer = run(*arguments), run(*arguments, "--json")
    assert words.exit_code == answer.exit_code == 3, words.output
    assert "Traceback" not in words.output
    assert sorted(path.name for path in case.iterdir()) == before
    assert (case / "plan.json").read_text(encoding="utf-8") == "kept"
    problems = json.loads(answer.stdout)["problems"]
    assert all(problem["why"] and problem["do"] for problem in problems)
    found = [(p["code"].removeprefix("movement/"), p["where"]["file"], p["where"]["line"]) for p in problems]
    return found, words.output


@pytest.mark.parametrize(("kind", "was", "becomes", "code", "line"), EACH, ids=[f"{e[0]}: {e[2][-24:]!r}" for e in EACH])
def test_bad_values_are_told_with_their_line(case: Path, kind: str, was: str, becomes: str, code: str, line: int) -> None:
    assert SMALL.count(was) == 1
    (case / "movement.toml").write_text(SMALL.replace(was, becomes), encoding="utf-8")
    found, words = refused(case, "plan", str(case), "--out", str(case / "plan.json"))
    assert (code, "movement.toml", line) in found
    assert f"movement.toml:{line}:" in words


def test_one_of_each_kind_is_told_at_once(case: Path) -> None:
    text = SMALL
    wanted = []
    for was, becomes, code in [
        ('to = "south"', 'to = "sout"', "unknown-name"), ("out = 60", "out = -60", "bad-value"), ("seats = 50", "seats = 0", "bad-value"),
        ("count = 300", "count = [300, 100]", "backwards"), ('["07:00-17:00"]', '["07:00-17:00", "16:00-18:00"]', "overlap"),
        ("days = 2", "days = 1000000", "too-fine"),
    ]:  # fmt: skip
        text = text.replace(was, becomes)
        wanted.append((code, "movement.toml", text[: text.index(becomes)].count("\n") + 1))
    (case / "movement.toml").write_text(text, encoding="utf-8")
    found, _ = refused(case, "plan", str(case), "--out", str(case / "plan.json"))
    assert set(wanted) <= set(found)


ROWS = [
    ("raod,2030-03-01T07:00:00Z,,bus:4,people:bus:200,", "unknown-name"),
    ("road,2030-03-01T09:00:00Z,2030-03-01T08:00:00Z,bus:4,people:bus:200,", "backwards"),
    ("road,2029-03-01T07:00:00Z,,bus:4,people:bus:200,", "bad-value"),
    ("road,2030-03-01T07:00:00Z,,bus:-4,people:bus:200,", "bad-value"),
    ("road,2030-03-01T07:00:00Z,,bus:400,people:bus:200,", "bad-value"),
    ("road,2030-03-01T07:00:00Z,,bus:4,people:bus:20000,", "bad-value"),
    ("road,2030-03-01T07:00:00Z,,,,", "missing"),
]


@pytest.mark.parametrize(("row", "code"), ROWS)
def test_a_record_of_what_has_left_that_cannot_be(case: Path, row: str, code: str) -> None:
    (case / "progress.csv").write_text(f"leg,departed,arrived,vehicles,people,verified\n{row}\n", encoding="utf-8")
    found, _ = refused(case, "replan", str(case), "--at", "2030-03-01T10:00:00Z", "--out", str(case / "plan.json"))
    assert (code, "progress.csv", 2) in found


def garble(plan: dict[str, Any], change: Callable[[dict[str, Any], dict[str, Any]], Any]) -> str:
    values = json.loads(json.dumps(plan))
    change(values, values["bound"]["proofs"][0])
    return json.dumps(values)


CHANGES: list[Callable[[dict[str, Any], dict[str, Any]], Any]] = [
    lambda plan, proof: plan.update(last=1e400),
    lambda plan, proof: plan.update(convoys=3),
    lambda plan, proof: plan["convoys"][0].update(slot=-5),
    lambda plan, proof: plan["convoys"][0].update(slot=10**30),
    lambda plan, proof: plan["convoys"][0].update(people=[["people", "bus", 10**40]]),
    lambda plan, proof: plan["bound"].update(person_slots="1/0"),
    lambda plan, proof: proof.update(unit=0),
    lambda plan, proof: proof.update(prices=[["x", [[0, 1]]]]),
    lambda plan, proof: proof.update(prices=[["reciprocity:9:x", [[0, 1]]]]),
    lambda plan, proof: proof.update(prices=[["escorts:north", [[0, -1]]]]),
    lambda plan, proof: proof.update(gates=[["x", 0, 1]]),
]


@pytest.mark.parametrize("number", range(len(CHANGES)))
def test_a_garbled_plan_is_refused_and_nothing_is_exported(case: Path, number: int) -> None:
    file, out = case / "plan.json", case / "out.csv"
    assert run("plan", str(case), "--out", str(file)).exit_code == 0
    file.write_text(garble(json.loads(file.read_text(encoding="utf-8")), CHANGES[number]), encoding="utf-8")
    answer = run("export", str(case), "--plan", str(file), "--format", "csv", "--out", str(out))
    assert answer.exit_code in (1, 3), answer.output
    assert not out.exists()


NETWORK = SMALL[: SMALL.index("[[leg]]")] + SMALL[SMALL.index("[[group]]") :]
LEGS = "id,from,to,out,window\n"


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        ({"legs.csv": LEGS + 'road,"north",nowhere,60,day\n'}, ("unknown-name", "legs.csv", 2, 14)),
        ({"legs.csv": LEGS.replace(",", "\t") + "road\tnorth\tsouth\t-60\tday\n"}, ("bad-value", "legs.csv", 2, 18)),
        ({"legs.csv": "id; from; to; out; window\nroad; north; south; 60,5; day\n"}, ("bad-value", "legs.csv", 2, 21)),
        ({"legs.csv": LEGS.replace("out", "out,out") + "road,north,south,60,90,day\n"}, ("twice", "legs.csv", 1, 16)),
        ({"legs.csv": LEGS + 'road,"north,south,60,day\n'}, ("unreadable", "legs.csv", 2, 1)),
        ({"legs.csv": LEGS + "road,north,south,60,day,,more\n"}, ("unreadable", "legs.csv", 2, 25)),
        ({"legs.csv": ""}, ("unreadable", "legs.csv", 1, 1)),
        ({"legs.csv": None}, ("unreadable", "legs.csv", 0, 0)),
        ({"legs.csv": "id,from,to,out,fenêtre\n".encode("latin-1")}, ("unreadable", "legs.csv", 1, 19)),
        ({"places.csv": "id;longitude;latitude\nelsewhere;10,5;1,25\n"}, ("bad-value", "places.csv", 2, 11)),
        ({"places.csv": "id,longitude\nelsewhere,10.5\n"}, ("missing", "places.csv", 1, 13)),
        ({"network.geojson": '{"type": "FeatureCollection",\n "features": [1 2]}'}, ("unreadable", "network.geojson", 2, 17)),
    ],
)
def test_tables_and_drawings_are_told_to_the_column(
    case: Path, files: dict[str, str | bytes | None], wanted: tuple[str, str, int, int]
) -> None:
    (case / "movement.toml").write_text(NETWORK, encoding="utf-8")
    for name, text in files.items():
        if text is None:
            (case / name).mkdir()
        else:
            (case / name).write_bytes(text.encode() if isinstance(text, str) else text)
    refused(case, "check", str(case))
    problems = json.loads(run("check", str(case), "--json").stdout)["problems"]
    found = [(p["code"].removeprefix("movement/"), *(p["where"][key] for key in ("file", "line", "column"))) for p in problems]
    assert wanted in found
    words = run("check", str(case), "--lang", "fr").output
    assert not any(english in words for english in ("what to do", " is not ", "there is", "stands there"))


def test_a_feature_is_found_however_the_file_is_laid_out(case: Path) -> None:
    """On one line, keys in any order, the id beside the properties, a key twice, a style from a drawing program."""
    (case / "movement.toml").write_text(NETWORK, encoding="utf-8")
    place = {
        "geometry": {"coordinates": [10, 1], "type": "Point"},
        "id": "hill",
        "properties": {"colour": "red"},
        "type": "Feature",
    }
    text = json.dumps({"features": [place], "type": "FeatureCollection"})
    (case / "network.geojson").write_text(text.replace('"red"', '"red", "colour": "blue"'), encoding="utf-8")
    problems = json.loads(run("check", str(case), "--json").stdout)["problems"]
    found = {(p["code"], p["where"]["line"], p["where"]["excerpt"][p["where"]["column"] - 1 :][:8]) for p in problems}
    assert {("movement/twice", 1, '"colour"'), ("movement/unknown-key", 1, '"colour"')} <= found


def test_files_that_cannot_be_read_are_told_together(case: Path) -> None:
    (case / "movement.toml").write_text("[time\n", encoding="utf-8")
    (case / "network.geojson").write_text("{", encoding="utf-8")
    (case / "legs.csv").write_text('id\n"', encoding="utf-8")
    (case / "routes").mkdir()
    (case / "routes" / "x.gpx").write_bytes(b"PK\x03\x04")
    found, _ = refused(case, "check", str(case))
    assert [file for _, file, _ in found] == ["movement.toml", "network.geojson", "legs.csv", "routes/x.gpx"]


def test_an_excerpt_cannot_steer_the_terminal(case: Path) -> None:
    (case / "movement.toml").write_text(SMALL.replace("seats = 50", "seats = 0 # \x1b[31m"), encoding="utf-8")
    assert "\x1b" not in run("check", str(case)).output
    (case / "movement.toml").write_text(SMALL.replace('from = "north"', 'from = "no\u202erth"'), encoding="utf-8")
    assert "\u202e" not in run("check", str(case)).output


HEAD = "observed_on,kind,low,high,source\n"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("2030-03-01,cumulative,100,200,x\n2030-03-02,cumulative,50,80,x\n", "backwards", 3),
        ("0001-01-01,cumulative,100,200,x\n9999-12-31,cumulative,150,280,x\n", "bad-value", 3),
        ("2030-03-01,stopped,,,x\n", "missing", 0),
        ("2030-02-30,cumulative,-1,,x\n", "bad-value", 2),
        ("2030-03-01,cumulative,100,1e18,x\n", "bad-value", 2),
    ],
)
def test_published_counts_that_cannot_be(case: Path, text: str, code: str, line: int) -> None:
    (case / "counts.csv").write_text(HEAD + text, encoding="utf-8")
    found, _ = refused(case, "simulate", str(case), "--record", str(case / "counts.csv"))
    assert (code, "counts.csv", line) in found


@pytest.mark.parametrize("more", [("--by", "2029-01-01"), ("--by", "2030-02-30"), ("--total", "500", "100")])
def test_a_forecast_that_nobody_can_make(case: Path, more: tuple[str, ...]) -> None:
    (case / "counts.csv").write_text(HEAD + "2030-03-01,cumulative,100,200,x\n", encoding="utf-8")
    answer = run("simulate", str(case), "--record", str(case / "counts.csv"), *more)
    assert answer.exit_code == 3
    assert "Traceback" not in answer.output


@pytest.mark.parametrize("out", ["/dev/full", "no/such/folder/plan.json", "", "."])
def test_a_plan_that_cannot_be_written_is_told_and_leaves_nothing(case: Path, out: str) -> None:
    if out == "/dev/full" and not Path(out).exists():
        pytest.skip("no device that is always full here")
    before = sorted(path.name for path in Path().iterdir())
    for language in ("en", "fr"):
        answer = run("plan", str(case), "--out", out, "--lang", language)
        assert answer.exit_code == 5, answer.output
        assert "Traceback" not in answer.output
    assert sorted(path.name for path in Path().iterdir()) == before


@pytest.mark.parametrize(
    ("people", "verified", "code"),
    [
        ("people:tram:20", "", "unknown-name"),
        ("people:bus:20", "nobody:3", "unknown-name"),
        ("people:bus:20 people:bus:30", "", "twice"),
    ],
)
def test_a_record_of_people_that_cannot_be(case: Path, people: str, verified: str, code: str) -> None:
    row = f"road,2030-03-01T07:00:00Z,2030-03-01T08:00:00Z,bus:4,{people},{verified}\n"
    (case / "progress.csv").write_text("leg,departed,arrived,vehicles,people,verified\n" + row, encoding="utf-8")
    found, _ = refused(case, "next", str(case), "--at", "2030-03-01T10:00:00Z")
    assert (code, "progress.csv", 2) in found

"""A leg whose protection gate is not established is planned but never *ready*, and every form of the timetable says what is missing."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from movement_small import SMALL, run

MISSING = {
    "en": ["voluntariness", "right to stay", "choice of destination", "family unity", "return", "monitor at loading"],
    "fr": ["départ volontaire", "droit de rester", "choix de la destination", "unité des familles", "retour", "observateur à l'embarquement"],
}  # fmt: skip
SENTENCE = {
    "en": ("not ready, missing: ", "protection established"),
    "fr": ("pas prêt, il manque : ", "protection établie"),
}
OPEN = SMALL + '[[protection]]\nleg = "road"\nstatus = "established"\n'


def texts(case: Path, plan: Path, language: str) -> dict[str, str]:
    """Every form in which a timetable is told, as plain text."""
    tongue = ("--lang", language)
    found = {
        verb: run(verb, str(case), *more, *tongue).output
        for verb, more in {
            "check": (),
            "show": ("--plan", str(plan)),
            "next": ("--at", "2030-03-01T07:00:00Z"),
            "replan": ("--at", "2030-03-01T06:00:00Z"),
        }.items()
    }
    for verb, more in {"show --json": ("--plan", str(plan)), "next --json": ("--at", "2030-03-01T07:00:00Z")}.items():
        found[verb] = json.dumps(json.loads(run(verb.split()[0], str(case), *more, "--json", *tongue).stdout), ensure_ascii=False)
    for form in ("csv", "geojson", "ical", "svg"):
        out = case / f"plan.{form}"
        assert run("export", str(case), "--plan", str(plan), "--format", form, "--out", str(out), *tongue).exit_code == 0
        found[form] = out.read_bytes().decode("utf-8")
    found["ical"] = found["ical"].replace("\r\n ", "").replace("\\,", ",")
    found["svg"] = " ".join(ElementTree.fromstring(found["svg"]).itertext())
    return {form: re.sub(r"\s+", " ", text) for form, text in found.items()}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_timetable_prints_what_is_missing(tmp_path: Path, language: str) -> None:
    places = '[[place]]\nid = "north"\nlongitude = 10.0\nlatitude = 1.0\n'
    shut = SMALL.replace('[[place]]\nid = "north"\n', places).replace(
        'id = "south"\n', 'id = "south"\nlongitude = 10.0\nlatitude = 0.9\n'
    )
    (tmp_path / "movement.toml").write_text(shut, encoding="utf-8")
    plan = tmp_path / "plan.json"
    assert run("plan", str(tmp_path), "--out", str(plan), "--lang", language).exit_code == 0
    told = {**texts(tmp_path, plan, language), "plan.json": plan.read_text(encoding="utf-8")}
    lacks = [form for form, text in told.items() for element in MISSING[language] if element not in text]
    assert lacks == []
    assert [form for form, text in told.items() if form != "next --json" and SENTENCE[language][0].strip() not in text] == []
    assert [c["ready"] for c in json.loads(told["show --json"])["convoys"]] == [False, False]
    assert [d["ready"] for d in json.loads(told["next --json"])["departures"]] == [False]
    rows = list(csv.DictReader(io.StringIO((tmp_path / "plan.csv").read_text(encoding="utf-8"))))
    assert {row["ready"] for row in rows} == {"no"}
    features = json.loads(told["geojson"])["features"]
    assert [f["properties"]["ready"] for f in features if f["geometry"]["type"] == "LineString"] == [False]

    (tmp_path / "movement.toml").write_text(shut + OPEN.removeprefix(SMALL), encoding="utf-8")
    opened = texts(tmp_path, plan, language)
    assert [form for form, text in opened.items() if SENTENCE[language][0].strip() in text] == []
    assert [form for form, text in opened.items() if form != "next --json" and SENTENCE[language][1] not in text] == []
    assert all(c["ready"] for c in json.loads(opened["show --json"])["convoys"])
    assert [d["ready"] for d in json.loads(opened["next --json"])["departures"]] == [True]

"""Wherever a bound is shown, in words, in JSON or as a picture, in English or French, it says that it holds within this discretised model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from movement_small import SMALL, run

from safeconduct.cli.movement import movement
from safeconduct.cli.progress import progress
from safeconduct.movement.instances import tiny
from safeconduct.movement.planning.blocks import Step

PHRASE = {"en": "within this discretised model", "fr": "dans ce modèle discrétisé"}
TOO_LATE = '[[terms.deadline]]\nclause = "9.1"\nhigh = 2030-03-01T08:30:00Z\n'
BOUNDS = ("plan", "show", "replan", "explain", "finish", "concede", "mistrust", "tranches")
NONE = ("check", "next", "simulate", "export")
"""Verbs that show no bound on plans; the pictures of ``export`` and ``simulate`` show none either."""


def arguments(verb: str, case: str) -> list[str]:
    more = {"replan": ["--at", "2030-03-01T00:00:00Z"], "tranches": ["--percent", "50"]}
    return [verb, "four-towns-2017" if verb == "tranches" else case, *more.get(verb, [])]


def test_every_verb_is_spoken_of() -> None:
    assert {*BOUNDS, *NONE} == set(movement.commands)


@pytest.mark.parametrize("language", PHRASE)
@pytest.mark.parametrize("verb", BOUNDS)
def test_a_bound_says_so_in_words_and_in_json(tmp_path: Path, verb: str, language: str) -> None:
    (tmp_path / "movement.toml").write_text(SMALL, encoding="utf-8")
    words = run(*arguments(verb, str(tmp_path)), "--lang", language)
    assert words.exit_code == 0, words.output
    assert PHRASE[language] in " ".join(words.output.split())
    answer = run(*arguments(verb, str(tmp_path)), "--lang", language, "--json")
    value = json.loads(answer.stdout)
    assert value.get("holds", "") == PHRASE[language] or value.get("within") == "this discretised model"


@pytest.mark.parametrize("language", PHRASE)
def test_where_there_is_no_plan_it_is_said_too(tmp_path: Path, language: str) -> None:
    (tmp_path / "movement.toml").write_text(SMALL + TOO_LATE, encoding="utf-8")
    words = run("explain", str(tmp_path), "--lang", language)
    assert words.exit_code == 1
    assert PHRASE[language] in " ".join(words.output.split())


@pytest.mark.parametrize("language", PHRASE)
def test_the_picture_of_mistrust(tmp_path: Path, language: str) -> None:
    (tmp_path / "movement.toml").write_text(SMALL, encoding="utf-8")
    assert run("mistrust", str(tmp_path), "--svg", str(tmp_path / "a.svg"), "--lang", language).exit_code == 0
    assert PHRASE[language] in (tmp_path / "a.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", PHRASE)
def test_the_line_that_shows_progress(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: str) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    show = progress(tiny(0), language)
    assert show is not None
    show(Step(1, 2, 5, 100.0, 90.0))
    assert PHRASE[language] in capsys.readouterr().err

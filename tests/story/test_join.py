"""The agreement and the plan: a number in the text is a number in the plan, and what the text lacks is never ready."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from safeconduct import cases
from safeconduct.case.movement import read_movement
from safeconduct.errors import InputWrong
from safeconduct.movement.planning.dispatch import dispatch

CASE = Path(next(iter(cases.__path__))) / "aleppo-2016"
TEXT = "3-terms-2016-12-18.deal.md"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    target = tmp_path / "aleppo"
    shutil.copytree(CASE, target)
    return target


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def first_day(folder: Path, leg: str) -> int:
    problem = read_movement(str(folder)).problem
    sent = dispatch(problem)
    assert sent is not None
    return sum(convoy.persons for convoy in sent if convoy.leg == leg and convoy.slot < 96)


def test_a_number_in_the_text_is_a_number_in_the_plan(copy: Path) -> None:
    assert first_day(copy, "ramouseh") >= 1200
    before = read_movement(str(copy)).problem.terms.gates
    change(copy / TEXT, "about 1,200 of", "about 600 of")
    change(copy / TEXT, "environ 1\u202f200 des", "environ 600 des")
    after = read_movement(str(copy)).problem.terms.gates
    assert [(g.clause, g.number, g.allow) for g in before if g.clause == "1.1"] == [("1.1", 1200, 1200)] * 2
    assert [(g.clause, g.number, g.allow) for g in after if g.clause == "1.1"] == [("1.1", 600, 600)] * 2
    plan = dispatch(read_movement(str(copy)).problem)
    assert plan is not None
    assert sum(c.persons for c in plan[:1] if c.leg == "ramouseh") <= 600


def test_every_term_of_the_text_names_a_clause_of_it() -> None:
    terms = read_movement(str(CASE)).problem.terms
    assert {gate.clause for gate in terms.gates} == {"1.1", "1.2", "2.1"}
    assert all(gate.text for gate in terms.gates)


def test_what_the_file_adds_is_listed_and_what_overrides_the_text_is_refused(copy: Path) -> None:
    assert any("added by movement.toml" in line for line in read_movement(str(copy)).problem.assumed)
    text = (copy / "movement.toml").read_text("utf-8")
    gate = '\n[[terms.gate]]\nclause = "2.1"\nheld = ["fighters"]\nawaited = ["villagers"]\nnumber = 1\n'
    (copy / "movement.toml").write_text(text + gate, "utf-8")
    with pytest.raises(InputWrong, match="case/movement"):
        read_movement(str(copy))
    own = '\n[[protection]]\nleg = "ramouseh"\nstatus = "established"\n'
    (copy / "movement.toml").write_text(text + own, "utf-8")
    with pytest.raises(InputWrong, match="case/movement"):
        read_movement(str(copy))


def test_no_leg_is_open_while_no_clause_protects_those_on_it() -> None:
    problem = read_movement(str(CASE)).problem
    assert not any(problem.gate(leg.id).is_open for leg in problem.legs)
    assert any(lack.why == "no clause" for lack in problem.gate("ramouseh").missing)

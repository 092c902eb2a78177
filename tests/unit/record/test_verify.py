from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest
from record_attacks import base, founding_mark, judge
from record_world import small_world

import safeconduct.record as room
from safeconduct.errors import InputWrong
from safeconduct.record import Held, read_bundle, verify_bundle
from safeconduct.record.checkpoint import read_checkpoint
from safeconduct.record.explain import verdict_json, verdict_lines
from safeconduct.record.handouts import policy_file

ROOM = Path(room.__file__).parent
# One sitting: what an auditor reads to trust the check. A longer list, or longer files, must be argued for here.
READ = {"verify", "profile", "envelope", "event", "merkle", "ed25519", "note", "checkpoint", "policy", "keys", "model"}
LONGEST = 1_300  # lines of code, without comments and docstrings


def imported(name: str, seen: set[str]) -> set[str]:
    seen.add(name)
    for node in ast.walk(ast.parse((ROOM / f"{name}.py").read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("safeconduct.record."):
            other = str(node.module).rsplit(".", 1)[1]
            if other not in seen:
                imported(other, seen)
    return seen


def lines_of_code(text: str) -> int:
    documented: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            documented |= set(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    lines = enumerate(text.splitlines(), 1)
    return sum(bool(line.strip()) and number not in documented and not line.strip().startswith("#") for number, line in lines)


def test_the_check_and_all_it_rests_on_is_short_and_has_no_writing_code() -> None:
    assert imported("verify", set()) == READ
    assert sum(lines_of_code((ROOM / f"{name}.py").read_text("utf-8")) for name in READ) <= LONGEST


def test_an_honest_witnessed_record_with_an_anchor_is_proved() -> None:
    verdict = judge(base().bundle(), policy=policy_file(base().writer.ring).decode(), checkpoints=[base().checkpoint()])
    assert verdict.overall == "proved"
    assert {step.name for step in verdict.steps} == {
        "entries", "tree", "log signature", "witnesses", "held checkpoint", "anchor", "seen"
    }  # fmt: skip
    assert verdict_lines(verdict)[0].startswith("Proved")
    assert verdict_json(verdict)["verdict"] == "proved"


def test_without_anything_held_a_consistent_record_is_not_proved_to_be_yours() -> None:
    verdict = verify_bundle(base().bundle())
    assert verdict.overall == "not proved"
    assert [step.name for step in verdict.steps if step.verdict != "proved"] == ["anchor"]


def test_another_policy_or_founding_is_disproved_and_a_stranger_checkpoint_says_nothing() -> None:
    assert judge(base().bundle(), policy="quorum none\n").overall == "disproved"
    assert judge(base().bundle(), policy="not a policy").overall == "disproved"
    assert verify_bundle(base().bundle(), Held(founding="0" * 64)).overall == "disproved"
    other = small_world(1)
    text = other.checkpoint().to_bytes().replace(b"harbour", b"harbor0")
    assert judge(base().bundle(), checkpoints=[read_checkpoint(text)]).overall == "not proved"


def test_an_unreadable_checkpoint_and_an_empty_bundle_are_disproved_not_raised() -> None:
    assert verify_bundle(replace(base().bundle(), checkpoint=b"")).overall == "disproved"
    assert verify_bundle(replace(base().bundle(), leaves=[], hashes=[])).overall == "disproved"
    assert founding_mark() in verdict_lines(verify_bundle(base().bundle()))[1]


def test_a_folder_that_is_no_bundle_is_refused_and_never_called_dishonest(tmp_path: Path) -> None:
    (tmp_path / "record.db").write_bytes(b"")
    with pytest.raises(InputWrong, match="record/bundle"):
        read_bundle(tmp_path)

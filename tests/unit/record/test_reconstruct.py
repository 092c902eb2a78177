from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from record_world import Clock

import safeconduct
from safeconduct.errors import InputWrong
from safeconduct.record import MemoryStore, bundle_of, disagreements, entries, history, reconstruction_record, verify_bundle
from safeconduct.record.explain import entry_line

DEAL = "record.example/reconstructed"


def line(number: int, actor: str, low: int, high: int, **more: Any) -> dict[str, Any]:
    count = {"low": low, "high": high, "category": "persons"}
    occurred = {"from": "2031-01-05T00:00:00Z", "to": "2031-01-06T00:00:00Z"}
    body = {"about": "crossed the river", "count": count}
    base = {
        "type": "observation",
        "id": f"e{number}",
        "actor": actor,
        "occurred": occurred,
        "recorded": f"2031-01-0{number}T12:00:00Z",
    }
    return base | {"method": "told", "source": f"bulletin {number}", "confidence": "B", "body": body} | more


LINES = [line(6, "monitor", 16200, 16200), line(7, "harbour office", 25000, 25000)]


def test_one_key_signs_and_each_account_keeps_its_actor_id_and_time() -> None:
    store = MemoryStore()
    reconstruction_record(store, DEAL, LINES, bytes(32), Clock())
    read = history(store, DEAL)[1:]
    for given, back in zip(LINES, read, strict=True):
        assert {key: back[key] for key in given} == given
        assert back["author"] == "reconstruction"
    assert [item["index"] for item in read] == [1, 2]
    assert "signed by reconstruction" in entry_line(list(entries(store, DEAL))[1])
    assert {step.verdict for step in verify_bundle(bundle_of(store)).steps[:3]} == {"proved"}


def test_two_sources_that_cannot_both_be_right_are_both_kept_and_shown() -> None:
    store = MemoryStore()
    reconstruction_record(store, DEAL, [*LINES, line(8, "a third", 16000, 17000)], bytes(32), Clock())
    apart = disagreements(entries(store, DEAL))
    assert [str(item) for item in apart] == [
        "crossed the river: monitor says 16,200, harbour office says 25,000 (persons)",
        "crossed the river: harbour office says 25,000, a third says 16,000 to 17,000 (persons)",
    ]


CASES = sorted(Path(safeconduct.__file__).parent.glob("cases/*/history.jsonl"))


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.parent.name)
def test_the_history_of_every_shipped_case_can_be_signed_and_comes_back(file: Path) -> None:
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    store = MemoryStore()
    reconstruction_record(store, DEAL, lines, bytes(32), Clock())
    kept = ("type", "id", "actor", "occurred", "recorded", "source", "confidence", "body")
    assert [{key: line.get(key) for key in kept} for line in history(store, DEAL)[1:]] == [
        {key: line.get(key) for key in kept} for line in lines
    ]


def test_the_same_lines_give_the_same_events() -> None:
    stores = [MemoryStore(), MemoryStore()]
    for store in stores:
        reconstruction_record(store, DEAL, LINES, bytes(32), Clock())
    assert stores[0].rows == stores[1].rows


def test_every_bad_line_is_reported_at_its_place() -> None:
    bad = [LINES[0], line(7, "monitor", 1, 2, type="Not A Type"), {"type": "observation"}, line(8, "x", 1, 2, confidence="D")]
    with pytest.raises(InputWrong) as caught:
        reconstruction_record(MemoryStore(), DEAL, bad, bytes(32), Clock())
    assert [problem.where.line for problem in caught.value.problems if problem.where] == [2, 3, 4]

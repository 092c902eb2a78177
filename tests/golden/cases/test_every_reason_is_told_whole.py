"""Every reason of every shipped case and every golden one is told whole: no place in a sentence stays unfilled, in any language."""

import json
import re
from datetime import timedelta
from functools import cache
from importlib import resources
from pathlib import Path

import pytest

from safeconduct.deal import read
from safeconduct.deal.standing import as_data, read_events, standing
from safeconduct.deal.standing.explain import LANGUAGES

ROOT = Path(__file__).parents[3]
CASES = resources.files("safeconduct") / "cases"
BLOCK = re.compile(r"^```(?P<kind>deal|events)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)
OPEN = re.compile(r"[{}<>]")


def shipped(folder):
    texts = sorted((file for file in folder.iterdir() if file.name.endswith(".deal.md")), key=lambda file: file.name)
    return [read(file.read_bytes(), file.name) for file in texts], (folder / "history.jsonl").read_text("utf-8").splitlines()


def golden(file):
    blocks = {match["kind"]: match["body"] for match in BLOCK.finditer(file.read_text("utf-8"))}
    return [read(blocks["deal"].encode(), f"{file.stem}.deal.md")], blocks["events"].splitlines()


SOURCES = {folder.name: (shipped, folder) for folder in CASES.iterdir() if (folder / "history.jsonl").is_file()}
SOURCES |= {file.stem: (golden, file) for file in sorted(Path(__file__).parent.glob("*.md"))}


@cache
def source(name):
    how, where = SOURCES[name]
    agreements, lines = how(where)
    return agreements, read_events([json.loads(line) for line in lines if line.strip()], agreements[0].deal)


def texts(value):
    """Every sentence in an answer, with its language, wherever it stands."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from inner.items() if key == "text" and isinstance(inner, dict) else texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_no_sentence_of_a_case_keeps_an_open_place(name):
    agreements, events = source(name)
    ends = sorted({event.end for event in events})
    told = set()
    for at in (ends[0] - timedelta(days=1), *ends[:: max(1, len(ends) // 12)], ends[-1], ends[-1] + timedelta(days=400)):
        told |= set(texts(as_data(standing(agreements, events, at))))
    assert {language for language, _ in told} == set(LANGUAGES)
    assert sorted(text for _, text in told if OPEN.search(text)) == []


def test_no_sentence_about_any_sentence_form_keeps_an_open_place():
    agreement = read((ROOT / "docs" / "every-form.deal.md").read_bytes(), "every-form.deal.md")
    start = read_events(
        [
            {
                "id": actor,
                "deal": agreement.deal,
                "type": "signature",
                "actor": actor,
                "recorded": "2020-01-01T10:00Z",
                "occurred": {"from": "2020-01-01T09:00Z", "to": "2020-01-01T09:00Z"},
                "body": {},
            }
            for actor, word in agreement.words.items()
            if word.kind == "party"
        ],
        agreement.deal,
    )
    told = set(texts(as_data(standing([agreement], start, start[0].end + timedelta(days=9000)))))
    assert len(told) > 100
    assert sorted(text for _, text in told if OPEN.search(text)) == []

"""Damaged files of every kind through the command line: an honest exit code, words instead of a traceback, and nobody accused falsely.

``SAFECONDUCT_FUZZ_TRIALS`` sets how many (default 60); a trial is one damaged file and the verbs that read it.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from safeconduct.cli import main

TRIALS = int(os.environ.get("SAFECONDUCT_FUZZ_TRIALS", "60"))
SAW = ("--occurred", "2026-02-28T08:00:00Z", "--method", "saw", "--body", '{"about":"convoy 1","count":{"low":95,"high":100}}')
HONEST = {0, 1, 3, 4, 5}


def ask(*words: object, code: set[int]) -> str:
    done = CliRunner().invoke(main, ["record", *map(str, words)])
    assert done.exception is None or isinstance(done.exception, SystemExit), (words, done.exc_info)
    assert done.exit_code in code, (words, done.exit_code, done.output)
    assert "cli/unexpected" not in done.output, (words, done.output)
    assert done.exit_code == 0 or done.output.strip(), words
    return done.stdout


@pytest.fixture(scope="module")
def quay(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A keeper and a party, founded, with every kind of file that a record hands out."""
    here = tmp_path_factory.mktemp("quay")
    ok = {0}
    for party in ("desk", "north"):
        keeper = ["--keeper"] if party == "desk" else []
        ask("init", here / party, "--deal", "record.example/quay", "--party", party, *keeper, code=ok)
    cards = [here / party / "card.json" for party in ("desk", "north")]
    ask("keys", "draft", "-C", here / "desk", *cards, "--threshold", 2, "--witnesses", 1, "-o", here / "draft", code=ok)
    for party in ("desk", "north"):
        ask("keys", "approve", here / "draft", "-C", here / party, "-o", here / f"{party}.ok", code=ok)
    ask("keys", "found", "-C", here / "desk", here / "draft", here / "desk.ok", here / "north.ok", code=ok)
    for _ in range(3):
        ask("add", "observation", "-C", here / "desk", *SAW, code=ok)
    ask("export", "-C", here / "desk", "-o", here / "bundle", code=ok)
    ask("import", here / "bundle", "-C", here / "north", code=ok)
    ask("cosign", here / "bundle", "-C", here / "north", "-o", here / "signed", code=ok)
    ask("import", here / "signed", "-C", here / "desk", code=ok)
    ask("add", "observation", "-C", here / "north", *SAW, code=ok)
    ask("export", "-C", here / "north", "-o", here / "captured", code=ok)
    ask("export", "-C", here / "desk", "-o", here / "bundle", code=ok)
    for name, option in (("receipt", ("--proof", 2)), ("request", ("--request", 1)), ("policy", ("--policy",))):
        ask("export", "-C", here / "desk", *option, "-o", here / name, code=ok)
    return here


def damaged(data: bytes, rng: Random) -> bytes:
    at, size = rng.randrange(len(data)), rng.randrange(1, 400)
    other = rng.randrange(len(data))
    ways: list[Callable[[], bytes]] = [
        lambda: data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1 :],
        lambda: data[:at] + rng.choice([b"0", b"9", b'"', b"\n", b"\0", b"\r\n", "‮".encode()]) + data[at + 1 :],
        lambda: data[:at] + data[at + size :],
        lambda: data[:at] + rng.randbytes(size) + data[at:],
        lambda: data[:at] + data[other : other + size] + data[at + size :],
        lambda: data[:at],
        lambda: data + data,
        lambda: rng.choice([b"", b"{}", b"[" * 5000, b"\n\n\xe2\x80\x94 a b\n", b"old 0\n\n", rng.randbytes(size)]),
    ]
    return rng.choice(ways)()


def no_false_alarm(out: str) -> None:
    steps = json.loads(out).get("steps", [])
    assert not [step for step in steps if step["verdict"] == "disproved" and step["step"] != "anchor"], steps


@pytest.mark.parametrize(
    "kind", ["bundle", "captured", "signed", "receipt", "request", "policy", "draft", "north.ok", "desk/card.json", "desk"]
)
def test_a_damaged_file_is_told_in_words(quay: Path, tmp_path: Path, kind: str) -> None:
    for trial in range(TRIALS // 10):
        rng = Random(f"{kind}{trial}")
        here = tmp_path / str(trial)
        shutil.copytree(quay / "desk", here)
        path, whole = tmp_path / "damaged", quay / "bundle"
        if kind == "desk":  # any file of one's own folder
            path = rng.choice([file for file in sorted(here.rglob("*")) if file.is_file() and file.stat().st_size])
        path.write_bytes(damaged((path if kind == "desk" else quay / kind).read_bytes(), rng))
        if kind == "desk":
            for words in (
                ("show",),
                ("add", "observation", *SAW),
                ("import", quay / "captured"),
                ("export", "-o", tmp_path / "out"),
            ):
                ask(*words, "-C", here, code=HONEST)
        elif kind in ("signed", "receipt"):
            no_false_alarm(ask("verify", whole, "--checkpoint", path, "--json", code=HONEST))
        elif kind == "policy":
            ask("verify", whole, "--policy", path, code=HONEST)
        elif kind in ("draft", "north.ok", "desk/card.json"):
            ask("keys", "approve", path, "-C", quay / "north", "-o", tmp_path / "out", code=HONEST)
            ask("keys", "change", path, "-C", here, "-o", tmp_path / "out", code=HONEST)
        else:
            ask("verify", path, code=HONEST)
            ask("cosign", path, "-C", here, "-o", tmp_path / "out", code=HONEST)
        if kind in ("bundle", "captured", "signed", "receipt", "request"):
            ask("import", path, "-C", here, code=HONEST)
            ask("export", "-C", here, "-o", tmp_path / "out", code={0})
            no_false_alarm(ask("verify", tmp_path / "out", "--json", code={1}))
            ask("add", "observation", "-C", here, *SAW, code={0})

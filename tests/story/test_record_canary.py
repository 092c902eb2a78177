"""No personal byte reaches log, bundle, errors, logs, temporary files or write-ahead log, before or after erasure."""

from __future__ import annotations

import base64
import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

CANARIES = ("Zebulon Quartermain-Ashgrove", "زبولون الأشغر", "+99-555-0100-7731")
PERSON = "h4ndle0001"


def spellings() -> list[bytes]:
    """Every spelling a byte string may hide under: plain, UTF-16, escaped, base64 at each offset, hexadecimal."""
    found = []
    for canary in CANARIES:
        plain = canary.encode()
        found += [
            plain,
            canary.encode("utf-16-le"),
            canary.encode("unicode_escape"),
            plain.hex().encode(),
            plain.hex().upper().encode(),
        ]
        found += [base64.b64encode(b"x" * shift + plain)[4:-4] for shift in range(3)]
    return found


def places_with_a_canary(*folders: Path) -> Iterator[str]:
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file():
                content = path.read_bytes()
                yield from (str(path) for spelling in spellings() if spelling in content)


def test_no_personal_byte_leaves_the_vault(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    outside, folder, scratch = tmp_path / "outside", tmp_path / "desk", tmp_path / "scratch"
    outside.mkdir()
    scratch.mkdir()
    paper = outside / "paper.txt"
    paper.write_text("\n".join(CANARIES), "utf-8")
    spoken = []

    def run(*words: str) -> None:
        command = [sys.executable, "-X", "dev", "-c", "from safeconduct.cli import main; main()", "record", *words]
        environment = {**os.environ, "TMPDIR": str(scratch), "TEMP": str(scratch), "SQLITE_TMPDIR": str(scratch)}
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True)
        spoken.append(done.stdout + done.stderr)

    run("init", "desk", "--deal", "record.example/canary", "--party", "desk", "--alone")
    run("add", "incident", "-C", "desk", "--body", '{"about":"gate"}', "--seal", str(paper), "--person", PERSON)
    run("add", "incident", "-C", "desk", "--body", '{"about":"gate"}', "--seal", str(paper), "--person", CANARIES[0])
    run("add", "incident", "-C", "desk", "--body", '{"full_name":"' + CANARIES[0] + '"}')
    for name in ("phone_number", "date_of_birth", "prenom", "address"):
        run("add", "incident", "-C", "desk", "--body", json.dumps({"about": {"more": [{name: CANARIES[2]}]}}), "--json")
        assert b"the vault" in spoken[-1]
    run("add", "incident", "-C", "desk", "--body", CANARIES[1])
    run("add", "incident", "-C", "desk", "--body", '{"about":"gate"}', "--seal", str(outside / CANARIES[0]), "--person", PERSON)
    run("add", "incident", "-C", "desk", "--key", CANARIES[0])
    run("add", CANARIES[0], "-C", "desk")
    run("export", "-C", "desk", "-o", "b.tar")
    run("tiles", "mirror", "-C", "desk")
    sealed = list((folder / "vault" / "people" / PERSON).glob("*.age"))
    assert len(sealed) == 2
    (outside / "paper.txt").unlink()
    assert list(places_with_a_canary(tmp_path)) == []
    run("erase", PERSON, "-C", "desk")
    run("export", "-C", "desk", "-o", "b2.tar")
    run("verify", "b2.tar")
    assert not (folder / "vault" / "people" / PERSON).exists()
    assert list(places_with_a_canary(tmp_path)) == []
    assert not [spelling for spelling in spellings() if any(spelling in words for words in spoken)]
    assert not [canary for canary in CANARIES if canary in caplog.text]
    assert b"3, each signed by a key" in spoken[-1]


def test_while_the_store_is_open_its_write_ahead_log_holds_none_either(tmp_path: Path) -> None:
    from record_world import World

    from safeconduct.record import SqliteStore, Vault
    from safeconduct.record.vault import new_custodian

    world = World(SqliteStore(tmp_path / "record.db", create=True))
    vault = Vault(tmp_path / "vault", new_custodian())
    name = vault.seal(PERSON, CANARIES[0].encode(), bytes(range(32)))
    world.record(world.say("north", "incident", {"about": "gate"}, sealed=[name]))
    assert (tmp_path / "record.db-wal").stat().st_size > 0
    assert list(places_with_a_canary(tmp_path)) == []
    assert vault.open(PERSON, name) == CANARIES[0].encode()
    copy = tmp_path.parent / f"{tmp_path.name}-copy"
    shutil.copytree(tmp_path / "vault" / "people" / PERSON, copy)
    assert vault.erase(PERSON) == [name]
    with pytest.raises(Exception, match="not-in-vault"):
        vault.open(PERSON, name)
    assert list(places_with_a_canary(tmp_path)) == []


def test_the_search_finds_a_canary_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"..." + base64.b64encode(b"name: " + CANARIES[0].encode()) + b"...")
    assert len(list(places_with_a_canary(tmp_path))) == 1

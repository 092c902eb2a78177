"""Harbour, on the command line: two parties capture offline and exchange by file, the keeper puts in order, witnesses sign."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from safeconduct.cli import main

PARTIES = ("desk", "north", "south", "monitor")
SAW = ["--occurred", "2026-03-01T10:00:00Z/2026-03-01T10:30:00Z", "--method", "saw"]
Run = Callable[..., Result]


def runner(monkeypatch: pytest.MonkeyPatch, place: Path) -> Run:
    monkeypatch.chdir(place)

    def run(*words: str, code: int = 0) -> Result:
        done = CliRunner().invoke(main, ["record", *words], catch_exceptions=False)
        assert done.exit_code == code, (words, done.output)
        return done

    return run


def data(result: Result) -> dict[str, Any]:
    return json.loads(result.stdout)  # type: ignore[no-any-return]


def count(low: int, high: int) -> str:
    return json.dumps({"about": "convoy 1", "count": {"low": low, "high": high, "category": "people"}})


@pytest.fixture
def harbour(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Four folders, one founding, which every party has."""
    run = runner(monkeypatch, tmp_path)
    for party in PARTIES:
        run("init", party, "--deal", "record.example/harbour", "--party", party, *(["--keeper"] if party == "desk" else []))
    run("keys", "draft", "-C", "desk", "-o", "draft", "--threshold", "2", "--witnesses", "2", *(f"{p}/card.json" for p in PARTIES))
    for party in PARTIES:
        run("keys", "approve", "draft", "-C", party, "-o", f"{party}.ok")
    run("keys", "found", "-C", "desk", "draft", *(f"{p}.ok" for p in PARTIES))
    run("export", "-C", "desk", "-o", "0.tar")
    for party in PARTIES[1:]:
        run("import", "0.tar", "-C", party)
    return run


def test_two_people_offline_end_with_the_same_log_and_both_reports_stand(harbour: Run) -> None:
    run = harbour
    run("add", "observation", "-C", "north", "--body", count(95, 100), *SAW)
    run("add", "observation", "-C", "south", "--body", count(120, 130), *SAW)
    run("export", "-C", "north", "-o", "n.tar")
    run("export", "-C", "south", "-o", "s.tar")
    for party, file in (("north", "s.tar"), ("south", "n.tar")):
        assert data(run("import", file, "-C", party, "--json"))["captured"] == 1
    assert sorted(data(run("import", "n.tar", "s.tar", "-C", "desk", "--json"))["recorded"]) == [1, 2]
    run("export", "-C", "desk", "-o", "1.tar")
    for party in PARTIES[1:]:
        run("import", "1.tar", "-C", party)
        run("cosign", "1.tar", "-C", party, "-o", f"{party}.cosigned")
    run("import", *(f"{p}.cosigned" for p in PARTIES[1:]), "-C", "desk")
    run("export", "-C", "desk", "-o", "2.tar")
    shown = {}
    for party in PARTIES:
        run("import", "2.tar", "-C", party)
        shown[party] = data(run("show", "-C", party, "--json"))
    assert all(shown[party] == shown["desk"] for party in PARTIES)
    assert {entry["state"] for entry in shown["desk"]["entries"]} == {"witnessed"}
    (apart,) = shown["desk"]["disagreements"]
    assert "95 to 100" in apart
    assert "120 to 130" in apart


def test_a_newcomer_who_holds_the_fingerprint_is_not_fooled_by_another_founding(harbour: Run) -> None:
    run = harbour
    run("init", "impostor", "--deal", "record.example/harbour", "--party", "desk", "--alone")
    run("export", "-C", "impostor", "-o", "false.tar")
    true = data(run("verify", "0.tar", "--json", code=1))["founding"]
    run("init", "late", "--deal", "record.example/harbour", "--party", "late")
    assert "record/contradicted" in run("import", "false.tar", "-C", "late", "--founding", true, code=1).stderr
    assert data(run("import", "0.tar", "-C", "late", "--founding", true, "--json"))["entries"] == 1
    assert "record/contradicted" in run("import", "false.tar", "-C", "late", code=1).stderr


def test_correcting_and_disputing_add_entries_and_delete_none(harbour: Run) -> None:
    run = harbour
    first = data(run("add", "observation", "-C", "desk", "--body", count(1, 2), *SAW, "--json"))
    run("add", "correction", "-C", "desk", "--body", json.dumps({"of": first["id"], "reason": "miscounted"}))
    run("add", "dispute", "-C", "desk", "--body", json.dumps({"of": first["id"], "reason": "another gate"}))
    entries = data(run("show", "-C", "desk", "--json"))["entries"]
    assert [entry["type"] for entry in entries] == ["record.founded", "observation", "correction", "dispute"]
    assert entries[1]["body"] == json.loads(count(1, 2))


def test_a_witness_refuses_a_second_past_and_comparing_gives_evidence(harbour: Run, tmp_path: Path) -> None:
    run = harbour
    import shutil

    shutil.copytree("desk", "liar")  # the keeper keeps two books; the mark beside the key is copied too
    run("add", "statement", "-C", "desk", "--body", '{"text":"we agreed"}')
    run("add", "statement", "-C", "liar", "--body", '{"text":"we did not"}')
    for book in ("desk", "liar"):
        run("export", "-C", book, "-o", f"{book}.tar")
    run("import", "desk.tar", "-C", "north")
    run("cosign", "desk.tar", "-C", "north", "-o", "n.cosigned")
    refusal = run("cosign", "liar.tar", "-C", "north", "-o", "never", code=1)
    assert "record/contradicted" in refusal.stderr
    assert not Path("never").exists()
    refusal = run("import", "liar.tar", "-C", "north", code=1)
    assert "record/contradicted" in refusal.stderr
    answer = data(run("compare", "desk.tar", "liar.tar", "-o", "evidence", "--json", code=1))
    assert answer["result"] == "contradicted"
    assert Path("evidence").read_bytes().count(b"record.example/harbour\n2\n") == 2


def test_a_restored_backup_does_not_sign(harbour: Run) -> None:
    import shutil

    run = harbour
    shutil.copy("desk/record.db", "backup.db")
    run("add", "statement", "-C", "desk", "--body", '{"text":"after the backup"}')
    run("export", "-C", "desk", "-o", "new.tar")
    run("import", "new.tar", "-C", "south")
    shutil.copy("backup.db", "desk/record.db")
    for tail in ("-wal", "-shm"):
        Path(f"desk/record.db{tail}").unlink(missing_ok=True)
    refusal = run("add", "statement", "-C", "desk", "--body", '{"text":"a second past"}', code=1)
    assert "record/behind" in refusal.stderr
    run("export", "-C", "south", "-o", "rescue.tar")
    assert data(run("import", "rescue.tar", "-C", "desk", "--json"))["entries"] == 1
    run("add", "statement", "-C", "desk", "--body", '{"text":"after the rescue"}')
    run("export", "-C", "desk", "-o", "later.tar")
    assert data(run("compare", "new.tar", "later.tar", "--json"))["result"] == "continues"


def test_every_error_is_our_own_with_its_exit_code(harbour: Run) -> None:
    run = harbour
    cases = [
        (["verify", "nowhere.tar"], 5, "record/no-file"),
        (["show", "-C", "nowhere"], 3, "record/not-a-folder"),
        (["add", "observation", "-C", "desk"], 3, "record/event"),
        (["add", "statement", "-C", "desk", "--body", "no json"], 3, "record/event"),
        (["add", "statement", "-C", "desk", "--body", '{"text":"a\\u202eb"}'], 3, "record/profile"),
        (["add", "statement", "-C", "desk", "--body", '{"text":"t","phone":"1"}'], 3, "record/event"),
        (["erase", "nobodyhere", "-C", "desk"], 1, "record/not-in-vault"),
        (["export", "-C", "desk", "--proof", "9", "-o", "p"], 1, "record/empty"),
        (["keys", "found", "-C", "north", "draft", "north.ok"], 4, "record/no-key"),
        (["cosign", "draft", "-C", "north", "-o", "x"], 3, "record/bundle"),
    ]
    for words, code, name in cases:
        plain = run(*words, code=code)
        assert name in plain.stderr, (words, plain.output)
        assert "Traceback" not in plain.output
        problem = data(run(*words, "--json", code=code))["problems"][0]
        assert problem["code"] == name
        assert problem["what"]
        assert problem["why"]
    assert run("verify", code=2).exit_code == 2


def test_verify_answers_in_words_and_codes(harbour: Run) -> None:
    run = harbour
    run("export", "-C", "desk", "--checkpoint", "-o", "held")
    run("export", "-C", "desk", "--policy", "-o", "policy")
    run("add", "statement", "-C", "desk", "--body", '{"text":"t"}')
    run("export", "-C", "desk", "-o", "b.tar")
    assert "not witnessed" in run("verify", "b.tar", "--policy", "policy", code=1).output
    for party in ("north", "south"):
        run("import", "b.tar", "-C", party)
        run("cosign", "b.tar", "-C", party, "-o", f"{party}.c")
    run("import", "north.c", "south.c", "-C", "desk")
    run("export", "-C", "desk", "-o", "b.tar")
    assert run("verify", "b.tar", "--policy", "policy", "--checkpoint", "held").output.startswith("Proved")
    assert run("verify", "b.tar", code=1).output.startswith("Not proved")
    run("tiles", "mirror", "-C", "desk")
    assert run("verify", "mirror", "--policy", "policy").output.startswith("Proved")
    Path("cut.tar").write_bytes(Path("b.tar").read_bytes()[:3000])
    assert run("verify", "cut.tar", code=3).exit_code == 3
    run("export", "-C", "desk", "--proof", "1", "-o", "receipt")
    assert Path("receipt").read_text().startswith("c2sp.org/tlog-proof@v1\nindex 1\n")

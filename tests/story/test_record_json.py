"""Each verb of ``record`` answers in the documented form."""

import json
from pathlib import Path

SAW = ("--occurred", "2026-03-01T10:00:00Z", "--method", "saw")


def test_record_verbs_answer_in_the_documented_form(ask, tmp_path):
    desk, north = tmp_path / "desk", tmp_path / "north"
    founding = ask("record", "init", desk, "--deal", "record.example/quay", "--party", "desk", "--alone")["founding"]
    assert ask("record", "init", north, "--deal", "record.example/quay", "--party", "north")["card"] == "card.json"
    assert ask("record", "init", tmp_path / "again", "--from-case", "harbour")["entries"] == 48
    said = ask("record", "add", "observation", "-C", desk, "--body", json.dumps({"about": "gate"}), *SAW)
    assert (said["state"], said["recorded"]) == ("recorded", [1])
    assert ask("record", "add", "statement", "-C", desk, "--capture-only", "--body", '{"text":"t"}')["state"] == "captured"
    assert [entry["index"] for entry in ask("record", "show", "-C", desk)["entries"]] == [0, 1, None]
    assert [entry["type"] for entry in ask("record", "show", "-C", desk, 1)["entries"]] == ["observation"]
    bundle = tmp_path / "b.tar"
    assert ask("record", "export", "-C", desk, "-o", bundle)["file"] == "b.tar"
    assert ask("record", "verify", bundle, code=1)["founding"] == founding
    assert ask("record", "compare", bundle, bundle)["result"] == "same"
    assert ask("record", "cosign", bundle, "-C", desk, "-o", tmp_path / "signed")["size"] == 2
    assert ask("record", "tiles", tmp_path / "mirror", "-C", desk)["files"] > 2


def test_the_verbs_of_keys_sync_and_erasure_answer_in_the_documented_form(ask, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for party in ("desk", "north"):
        ask("record", "init", party, "--deal", "record.example/quay", "--party", party, *(["--keeper"] if party == "desk" else []))
    cards = ("desk/card.json", "north/card.json")
    ask("record", "keys", "draft", *cards, "-C", "desk", "-o", "draft", "--threshold", 1, "--witnesses", 1)
    for party in ("desk", "north"):
        assert ask("record", "keys", "approve", "draft", "-C", party, "-o", f"{party}.ok")["file"] == f"{party}.ok"
    founding = ask("record", "keys", "found", "draft", "desk.ok", "north.ok", "-C", "desk")["founding"]
    ask("record", "export", "-C", "desk", "-o", "0.tar")
    assert ask("record", "import", "0.tar", "-C", "north", "--founding", founding)["entries"] == 1
    enrolled = ask("record", "keys", "enrol", "phone", "-C", "north")
    assert enrolled["state"] == "captured"
    (phone,) = [key["key"] for key in ask("record", "keys", "list", "-C", "desk")["keys"] if key["role"] == "log"]
    assert ask("record", "keys", "revoke", phone, "-C", "north", "--reason", "lost", code=1)["problems"]
    ask("record", "keys", "rotate", "-C", "desk")
    Path("note").write_text("text")
    sealed = ("--seal", "note", "--person", "x7k2m9q4")
    ask("record", "add", "statement", "-C", "north", "--body", '{"text":"t"}', *sealed)
    assert len(ask("record", "erase", "x7k2m9q4", "-C", "north")["erased"]) == 1
    ask("record", "export", "-C", "north", "-o", "n.tar")
    assert ask("record", "import", "n.tar", "-C", "desk")["recorded"] == [2, 3, 4]
    ask("record", "keys", "renew", "--witness", "-C", "north", "-o", "card")
    ask("record", "keys", "change", "card", "-C", "desk", "-o", "change")
    ask("record", "keys", "approve", "change", "-C", "north", "-o", "north.ok")
    assert ask("record", "keys", "apply", "change", "north.ok", "-C", "desk")["recorded"] == [5]

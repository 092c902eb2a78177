"""Each verb of ``record`` answers in the documented form."""

import json

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

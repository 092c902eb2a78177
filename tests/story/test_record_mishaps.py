"""A tired secretary, two laptops and a stick: nothing that people do to a folder by mistake makes an honest party look dishonest."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from safeconduct.record import RecordFolder
from safeconduct.record.envelope import read_envelope
from safeconduct.record.handouts import newest_checkpoint
from safeconduct.record.note import SignatureLine
from safeconduct.record.profile import decode
from safeconduct.record.read import load_ring
from safeconduct.record.signing import cosign_note

PARTIES = ("desk", "north", "south")
TEXT = '{"text":"we are ready"}'


@pytest.fixture
def run(say, tmp_path, monkeypatch):
    """Run a verb of ``record`` in a folder of its own; by default it must succeed."""
    monkeypatch.chdir(tmp_path)

    def act(*words, code=0):
        done = say("record", *words)
        assert done.exit_code == code, (words, done.output)
        return done.output

    return act


@pytest.fixture
def quay(run):
    """Three parties, founded, everybody has the founding."""
    for party in PARTIES:
        run("init", party, "--deal", "record.example/quay", "--party", party, *(["--keeper"] if party == "desk" else []))
    run("keys", "draft", "-C", "desk", "-o", "draft", "--threshold", 2, "--witnesses", 2, *(f"{p}/card.json" for p in PARTIES))
    for party in PARTIES:
        run("keys", "approve", "draft", "-C", party, "-o", f"{party}.ok")
    run("keys", "found", "-C", "desk", "draft", *(f"{p}.ok" for p in PARTIES))
    carry(run, "desk", "north", "south")
    return run


def carry(run, giver, *takers):
    """Export and import by file; return what the last taker said."""
    run("export", "-C", giver, "-o", "stick.tar")
    return [run("import", "stick.tar", "-C", taker) for taker in takers][-1]


def data(run, *words, code=0):
    return json.loads(run(*words, "--json", code=code))


def numbers(party):
    """The numbers in their authors' chains of what is captured in a folder."""
    store = RecordFolder(Path(party)).store()
    return [decode(read_envelope(item, leaf=False).payload)["nth"] for item in store.captured()]


def test_no_key_is_written_over_and_none_is_kept_elsewhere(quay):
    before = {path.name: path.read_bytes() for path in Path("south/keys").iterdir()}
    for name in ("root", "author", "witness", "log", "custodian", "../../evil", "A b", ""):
        assert "record/key-name" in quay("keys", "enrol", name, "-C", "south", code=1)
    assert {name: Path("south/keys", name).read_bytes() for name in before} == before
    assert not Path("evil.seed").exists()
    quay("keys", "enrol", "phone", "-C", "south")
    assert "record/key-name" in quay("keys", "enrol", "phone", "-C", "south", code=1)


def test_six_programs_at_once_in_one_folder_number_six_events(quay):
    command = [sys.executable, "-m", "safeconduct", "record", "add", "statement", "-C", "north", "--body", TEXT]
    for one in [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(6)]:
        assert one.wait(60) == 0
    assert sorted(numbers("north")) == list(range(6))


@pytest.mark.parametrize(
    "words",
    [
        ("revoke", "0" * 64, "--reason", "lost"),
        ("revoke", "12", "--reason", "lost"),
        ("enrol", "phone", "--expires", "tomorrow"),
        ("rotate", "--name", "nobody"),
    ],
)
def test_what_the_keeper_must_refuse_is_refused_before_it_is_signed(quay, words):
    assert "what to do" in quay("keys", *words, "-C", "south", code=4 if words[0] == "rotate" else 1)
    quay("keys", "enrol", "phone", "-C", "south")
    assert "recorded as entry 1" in carry(quay, "south", "desk")


def test_a_rotation_does_not_overtake_what_the_old_key_signed(quay):
    for _ in range(3):
        quay("add", "statement", "-C", "north", "--body", TEXT)
    quay("keys", "rotate", "-C", "north")
    quay("add", "statement", "-C", "north", "--body", TEXT)
    assert "set aside" not in carry(quay, "north", "desk")
    kinds = [entry["type"] for entry in data(quay, "show", "-C", "desk")["entries"]]
    assert kinds == ["record.founded", *["statement"] * 3, "key.rotated", "statement"]


def test_an_expiring_device_key_signs_within_its_scope_and_can_be_rotated(quay):
    quay("keys", "enrol", "phone", "-C", "north", "--scope", "observation", "--expires", "2999-01-01T00:00:00Z")
    saw = ("--occurred", "2026-03-01T10:00:00Z", "--method", "saw", "--body", '{"about":"gate"}')
    quay("add", "observation", "-C", "north", "--key", "phone", *saw)
    assert "record/no-authority" in quay("add", "statement", "-C", "north", "--key", "phone", "--body", TEXT, code=1)
    quay("keys", "rotate", "-C", "north", "--name", "phone")
    quay("add", "observation", "-C", "north", "--key", "phone", *saw)
    assert "recorded as entry 4" in carry(quay, "north", "desk")


def test_a_device_makes_its_own_key_and_hands_in_a_card(quay):
    makes = ("init", "phone", "--deal", "record.example/quay", "--party", "north", "--device", "--scope", "observation")
    assert "record/ceremony" in quay(*makes, "--expires", "tomorrow", code=1)
    assert not Path("phone").exists()
    made = data(quay, *makes, "--expires", "2999-01-01T00:00:00Z")
    assert sorted(path.name for path in Path("phone/keys").iterdir()) == ["author.seed"]
    told = quay("keys", "enrol", "--card", "phone/card.json", "-C", "north")
    assert f"device key {made['key'][:16]}…: types observation, until 2999-01-01T00:00:00Z" in told
    assert not list(Path("north/keys").glob("phone*"))
    assert "record/ceremony" in quay("keys", "enrol", "--card", "phone/card.json", "-C", "north", code=1)
    carry(quay, "north", "desk")
    carry(quay, "desk", "phone")
    saw = ("--occurred", "2026-03-01T10:00:00Z", "--method", "saw", "--body", '{"about":"gate"}')
    quay("add", "observation", "-C", "phone", *saw)
    assert "record/no-authority" in quay("add", "statement", "-C", "phone", "--body", TEXT, code=1)
    assert "recorded as entry 2" in carry(quay, "phone", "desk")
    assert data(quay, "show", "2", "-C", "desk")["entries"][0]["author"] == "north"
    for words in (("keys", "rotate"), ("cosign", "stick.tar", "-o", "x"), ("erase", "abcdefgh01")):
        assert "record/no-key" in quay(*words, "-C", "phone", code=4)


def test_a_card_of_another_party_or_changed_on_the_way_is_not_enrolled(quay):
    quay("init", "phone", "--deal", "record.example/quay", "--party", "south", "--device", "--scope", "observation")
    assert "record/card" in quay("keys", "enrol", "--card", "phone/card.json", "-C", "north", code=3)
    card = json.loads(Path("phone/card.json").read_bytes())
    for change in ({"scope": []}, {"role": "author"}, {"expires": "2999-01-01T00:00:00Z"}):
        wider = {**card, "key": {**card["key"], **change}}
        Path("wider").write_text(json.dumps(wider, separators=(",", ":"), sort_keys=True))
        assert "no proof that the new key is in its holder's hands" in quay(
            "keys", "enrol", "--card", "wider", "-C", "south", code=1
        )
    quay("keys", "enrol", "x", "--card", "phone/card.json", "-C", "south", code=2)
    assert len(data(quay, "show", "-C", "south")["entries"]) == 1


def test_a_false_signature_line_is_not_taken_in(quay):
    folder = RecordFolder(Path("desk"))
    store = folder.store()
    key = load_ring(store, folder.deal).policy.keys()[1]
    poisoned = newest_checkpoint(store).with_signatures([SignatureLine(key.name, key.short_id + bytes(72))])
    Path("poisoned").write_bytes(poisoned.to_bytes())
    store.close()
    assert "set aside: a signature line of" in quay("import", "poisoned", "-C", "desk")
    quay("export", "-C", "desk", "-o", "b.tar")
    assert data(quay, "verify", "b.tar", code=1)["verdict"] == "not proved"


def test_signing_a_hundred_times_keeps_one_line_of_each_witness(quay):
    folder = RecordFolder(Path("north"))
    newest = newest_checkpoint(folder.store())
    name = "record.example/quay/witness/north"
    for time in range(1_800_000_000, 1_800_000_100):
        line = cosign_note(newest.note.text, name, folder.signer("witness"), time)
        Path("signed").write_bytes(newest.with_signatures([line]).to_bytes())
        quay("import", "signed", "-C", "desk")
    quay("export", "-C", "desk", "--checkpoint", "-o", "kept")
    assert Path("kept").read_text().count(name) == 1


def test_a_cosigned_second_past_is_proof_and_never_passed_over(quay):
    shutil.copytree("desk", "liar")
    for book, words in (("desk", "we agreed"), ("liar", "we did not")):
        quay("add", "statement", "-C", book, "--body", json.dumps({"text": words}))
    carry(quay, "liar", "south")
    quay("cosign", "stick.tar", "-C", "south", "-o", "south.cosigned")
    told = quay("import", "south.cosigned", "-C", "desk", code=1)
    assert "record/contradicted" in told
    (proof,) = data(quay, "show", "-C", "desk")["evidence"]
    assert proof in told
    quay("export", "-C", "desk", "--policy", "-o", "policy")
    assert "two pasts" in quay("compare", f"desk/{proof}", "--policy", "policy", code=1)
    carry(quay, "desk", "north")
    assert "evidence/" in quay("cosign", "south.cosigned", "-C", "north", "-o", "x", code=1)
    assert "contradicted: the log's key signed two pasts" in quay("show", "-C", "north")


def test_the_keeper_answers_a_submission_with_receipts_that_bind_it(quay):
    shutil.copytree("desk", "liar")
    quay("add", "statement", "-C", "north", "--body", TEXT)
    quay("export", "-C", "north", "-o", "north.tar")
    quay("import", "north.tar", "-C", "south", "--receipts", "r", code=2)
    for words in (("import", "north.tar", "--receipts", "north.tar"), ("tiles", "north.tar")):
        assert "record/no-file" in quay(*words, "-C", "desk", code=5)
    quay("export", "-C", "desk", "--proof", 1, "-o", "receipts/1.receipt", code=5)
    Path("desk").rename("spent")
    shutil.copytree("liar", "desk")
    quay("import", "north.tar", "-C", "desk", "--receipts", "receipts")
    assert [path.name for path in Path("receipts").iterdir()] == ["1.receipt"]
    quay("export", "-C", "desk", "-o", "honest.tar")
    quay("add", "statement", "-C", "liar", "--body", json.dumps({"text": "nothing came in"}))
    quay("export", "-C", "liar", "-o", "hidden.tar")
    for bundle, verdict in (("honest.tar", "proved"), ("hidden.tar", "disproved")):
        steps = data(quay, "verify", bundle, "--checkpoint", "receipts/1.receipt", code=1)["steps"]
        assert [step["verdict"] for step in steps if step["step"] == "receipt"] == [verdict]
    assert "contradicted" in quay(
        "compare", "receipts/1.receipt", "hidden.tar", "-o", "proof", code=1
    )  # portable, without our word
    quay("export", "-C", "north", "--policy", "-o", "policy")
    assert "two pasts" in quay("compare", "proof", "--policy", "policy", code=1)
    assert "evidence/" in quay("import", "receipts/1.receipt", "-C", "liar", code=1)


def test_what_is_disputed_says_so(quay):
    quay("add", "statement", "-C", "north", "--body", TEXT)
    carry(quay, "north", "desk")
    name = data(quay, "show", "-C", "desk")["entries"][1]["id"]
    quay("add", "dispute", "-C", "desk", "--body", json.dumps({"of": name, "reason": "it was not said"}))
    assert "(disputed by desk: entry 2)" in quay("show", "-C", "desk")
    assert "(contestée par desk : entrée 2)" in quay("show", "-C", "desk", "--lang", "fr")


def test_a_party_with_a_restored_backup_does_not_contradict_itself(quay):
    quay("add", "statement", "-C", "north", "--body", TEXT)
    shutil.copy("north/record.db", "backup.db")
    quay("add", "statement", "-C", "north", "--body", TEXT)
    carry(quay, "north", "desk")
    shutil.copy("backup.db", "north/record.db")
    for tail in ("-wal", "-shm"):
        Path(f"north/record.db{tail}").unlink(missing_ok=True)
    assert "record/behind" in quay("add", "statement", "-C", "north", "--body", TEXT, code=1)
    carry(quay, "desk", "north")
    quay("add", "statement", "-C", "north", "--body", TEXT)
    assert "contradicted" not in carry(quay, "north", "desk")
    quay("export", "-C", "desk", "-o", "b.tar")
    assert data(quay, "verify", "b.tar", code=1)["remarks"] == []


def test_a_keeper_restored_with_its_keys_refuses_once_anybody_shows_a_later_checkpoint(quay):
    shutil.copytree("desk", "backup")
    quay("add", "statement", "-C", "desk", "--body", TEXT)
    carry(quay, "desk", "north")
    quay("export", "-C", "north", "--checkpoint", "-o", "printed")
    shutil.rmtree("desk")
    shutil.copytree("backup", "desk")
    Path("strange").write_bytes(Path("printed").read_bytes().replace("— record.example/quay ".encode(), "— elsewhere ".encode()))
    assert "set aside" in quay("import", "strange", "-C", "desk")
    assert "record/behind" in quay("import", "printed", "-C", "desk", code=1)
    assert "record/behind" in quay("add", "statement", "-C", "desk", "--body", TEXT, code=1)
    carry(quay, "north", "desk")
    assert "recorded as entry 2" in quay("add", "statement", "-C", "desk", "--body", TEXT)


def test_an_erasure_that_was_interrupted_is_signed_later(quay, monkeypatch):
    Path("note").write_text("a name")
    for _ in range(2):
        quay("add", "statement", "-C", "north", "--body", TEXT, "--seal", "note", "--person", "x7k2m9q4")
    with monkeypatch.context() as patch:
        patch.setattr(RecordFolder, "sign", lambda *a, **b: (_ for _ in ()).throw(KeyboardInterrupt))
        quay("erase", "x7k2m9q4", "-C", "north", code=130)
    assert not list(Path("north/vault").rglob("*.age"))
    assert len(data(quay, "erase", "x7k2m9q4", "-C", "north")["erased"]) == 2
    assert "record/not-in-vault" in quay("erase", "x7k2m9q4", "-C", "north", code=1)


def test_the_keeper_says_nothing_before_the_founding(run):
    run("init", "desk", "--deal", "record.example/quay", "--party", "desk", "--keeper")
    for words in (("add", "statement", "--body", TEXT), ("keys", "list"), ("tiles", "out"), ("export", "--policy", "-o", "p")):
        assert "record/empty" in run(*words, "-C", "desk", code=1)


def test_names_that_no_checkpoint_can_carry_are_refused_at_once(run):
    said = run("init", "x", "--deal", "two words+plus", "--party", "North Side", code=3)
    assert said.count("record/name") == 2
    assert not Path("x").exists()


@pytest.mark.parametrize(("threshold", "witnesses", "twice"), [(3, 1, False), (0, 1, False), (1, 3, False), (1, 1, True)])
def test_a_draft_that_could_never_hold_is_refused_before_anyone_approves(run, threshold, witnesses, twice):
    for party in ("desk", "north"):
        run("init", party, "--deal", "record.example/quay", "--party", party, "--keeper")
    cards = ["desk/card.json", "north/card.json", *(["north/card.json"] if twice else [])]
    run("keys", "draft", "-C", "desk", "-o", "d", "--threshold", threshold, "--witnesses", witnesses, *cards, code=1)
    assert not Path("d").exists()


def test_a_party_reads_what_it_approves_and_a_key_slipped_in_under_its_name_is_refused(run):
    for party in ("desk", "north", "mallory"):
        run("init", party, "--deal", "record.example/quay", "--party", party.replace("mallory", "north"), "--keeper")
    for field in ("keys", "witness", "root"):
        card, false = (json.loads(Path(f"{party}/card.json").read_text()) for party in ("north", "mallory"))
        Path("forged").write_text(json.dumps({**card, field: false[field]}, sort_keys=True, separators=(",", ":")))
        run("keys", "draft", "-C", "desk", "-o", "d", "--threshold", 1, "--witnesses", 1, "desk/card.json", "forged")
        assert "is not yours" in run("keys", "approve", "d", "-C", "north", "-o", "ok", code=1)
        assert not Path("ok").exists()
    run("keys", "draft", "-C", "desk", "-o", "d", "--threshold", 2, "--witnesses", 1, "desk/card.json", "north/card.json")
    said = run("keys", "approve", "d", "-C", "north", "-o", "ok")
    assert "2 of 2 parties together can change this" in said
    assert "1 of 2 witnesses" in said


def test_nothing_is_written_over_a_record_whose_ever(quay):
    for out in ("north/record.db", "north/keys/root.seed", "north/card.json", "north/vault/x"):
        before = Path(out).read_bytes() if Path(out).exists() else None
        assert "record/own-file" in quay("export", "-C", "north", "-o", out, code=1)
        assert "record/own-file" in quay("cosign", "stick.tar", "-C", "south", "-o", out, code=1)
        assert (Path(out).read_bytes() if Path(out).exists() else None) == before
    assert "record/own-file" in quay("tiles", "north/keys", "-C", "south", code=1)


def test_a_bundle_is_known_by_what_is_in_it_and_not_by_its_name(quay):
    quay("add", "statement", "-C", "north", "--body", TEXT)
    quay("export", "-C", "north", "-o", "from north")
    assert "1 captured" in quay("import", "from north", "-C", "desk")


def test_a_mistyped_kind_is_kept_with_a_question_and_every_problem_is_told_at_once(quay):
    assert "did you mean 'observation'?" in quay("add", "observaton", "-C", "north", "--body", "{}")
    said = quay(
        *("add", "observation", "-C", "north", "--occurred", "yesterday", "--method", "smelled"),
        *("--body", '{"count":{"low":3,"high":2}}'),
        code=3,
    )
    assert said.count("record/event") == 4


def test_personal_fields_from_elsewhere_are_not_even_set_aside(quay):
    folder = RecordFolder(Path("north"))
    store = folder.store()
    envelope, _ = folder.author(store).write(
        "statement", {"text": "t", "surname": "CANARY"}, event_id="0" * 8 + "-0000-7000-8000-" + "0" * 12
    )
    store.capture([(bytes.fromhex(envelope.payload_hash), envelope.to_bytes())])
    store.close()
    assert "1 set aside" in carry(quay, "north", "desk")
    kept = b"".join(path.read_bytes() for path in Path("desk").rglob("*") if path.is_file())
    assert envelope.to_bytes() not in kept
    assert envelope.to_bytes().hex().encode() not in kept


def test_trust_changes_hands_and_everything_signed_before_still_holds(quay):
    """A new party joins, one leaves, the keeper's, a root and a witness key change: judged by the place in the log."""
    quay("export", "-C", "desk", "--policy", "-o", "policy.0")
    carry(quay, "desk", "north", "south")
    for party in ("north", "south"):
        quay("cosign", "stick.tar", "-C", party, "-o", f"{party}.c")
    quay("import", "north.c", "south.c", "-C", "desk")
    quay("export", "-C", "desk", "--checkpoint", "-o", "held")
    quay("init", "east", "--deal", "record.example/quay", "--party", "east")
    quay("keys", "renew", "--root", "--witness", "-C", "north", "-o", "north.card")
    quay("keys", "renew", "--log", "-C", "south", "-o", "south.card")
    said = quay("keys", "change", "north.card", "south.card", "east/card.json", "--drop", "desk", "-C", "desk", "-o", "change")
    assert "each party reads it" in said
    for party in ("north", "south"):
        said = quay("keys", "approve", "change", "-C", party, "-o", f"{party}.ok")
    assert "party east (new)" in said
    assert "party north (new root key)" in said
    assert "desk leaves" in said
    assert "record/ceremony" in quay("keys", "apply", "change", "north.ok", "south.ok", "-C", "south", code=1)
    carry(quay, "desk", "east")
    quay("keys", "approve", "change", "-C", "east", "-o", "east.ok")
    assert "record/no-authority" in quay("keys", "apply", "change", "north.ok", "south.ok", "east.ok", "-C", "desk", code=1)
    assert "recorded as entry 1" in quay("keys", "apply", "change", "north.ok", "south.ok", "east.ok", "-C", "south")
    carry(quay, "south", "desk", "north", "east")
    assert "record/no-authority" in quay("add", "statement", "-C", "desk", "--body", TEXT, code=1)
    for party in ("north", "east"):
        quay("add", "statement", "-C", party, "--body", TEXT)
        assert "recorded as entry" in carry(quay, party, "south")
    carry(quay, "south", "north", "east")
    for party in ("north", "east"):
        quay("cosign", "stick.tar", "-C", party, "-o", f"{party}.c")
    quay("import", "north.c", "east.c", "-C", "south")
    quay("export", "-C", "south", "-o", "b.tar")
    quay("export", "-C", "south", "--policy", "-o", "policy.1")
    for kept in (("--policy", "policy.0"), ("--policy", "policy.1"), ("--checkpoint", "held")):
        verdict = data(quay, "verify", "b.tar", *kept)
        assert verdict["verdict"] == "proved", verdict
    assert {entry["state"] for entry in data(quay, "show", "-C", "south")["entries"]} == {"witnessed"}
    shutil.copytree("desk", "old")
    Path("old/record.json").write_text('{"deal":"record.example/quay","keeper":true,"party":"desk"}')
    assert "record/no-authority" in quay("add", "statement", "-C", "old", "--body", TEXT, code=1)


def test_evidence_and_receipts_are_checked_with_the_files_alone(quay):
    shutil.copytree("desk", "liar")
    for book, words in (("desk", "we agreed"), ("liar", "we did not")):
        quay("add", "statement", "-C", book, "--body", json.dumps({"text": words}))
        quay("export", "-C", book, "-o", f"{book}.tar")
    quay("export", "-C", "desk", "--policy", "-o", "policy")
    quay("export", "-C", "desk", "--proof", 1, "-o", "receipt")
    assert "receipt: entry 1 is the one" in quay("verify", "desk.tar", "--checkpoint", "receipt", code=1)
    assert data(quay, "verify", "liar.tar", "--checkpoint", "receipt", code=1)["verdict"] == "disproved"
    quay("compare", "desk.tar", "liar.tar", "-o", "evidence", code=1)
    assert quay("compare", "evidence", "--policy", "policy", code=1).startswith("contradicted: the log's key signed two pasts")
    quay("compare", "evidence", code=2)
    quay("compare", "desk.tar", "liar.tar", "--policy", "policy", code=1)
    Path("evidence").write_bytes(Path("evidence").read_bytes().replace(b"\n2\n", b"\n3\n"))
    assert "record/signature" in quay("compare", "evidence", "--policy", "policy", code=1)


def test_a_bundle_with_nothing_in_order_yet_is_not_called_dishonest(run):
    run("init", "north", "--deal", "record.example/quay", "--party", "north")
    run("add", "statement", "-C", "north", "--body", TEXT)
    assert "1 captured" in run("export", "-C", "north", "-o", "b.tar")
    assert run("verify", "b.tar", code=1).startswith("Not proved")


def test_a_full_disk_is_said_as_it_is(quay, monkeypatch):
    def full(_number):
        raise OSError(28, "No space left on device")

    for words in (("add", "statement", "--body", TEXT), ("keys", "enrol", "phone"), ("export", "-o", "b.tar")):
        with monkeypatch.context() as patch:
            patch.setattr("os.fsync", full)
            said = quay(*words, "-C", "north", code=5)
        assert "record/no-file" in said
        assert "No space left" in said
        assert not list(Path().rglob("*.part"))
    quay("add", "statement", "-C", "north", "--body", TEXT)
    assert "set aside" not in carry(quay, "north", "desk")


def test_a_damaged_folder_says_what_is_damaged(quay):
    Path("north/record.db").unlink()
    assert "record.db is there" in quay("show", "-C", "north", code=5)
    Path("south/record.json").write_text("{")
    assert "is damaged" in quay("show", "-C", "south", code=3)
    for memory, act in (
        ("log.mark", ("add", "statement", "--body", TEXT)),
        ("witnessed-*", ("cosign", "stick.tar", "-o", "signed")),
    ):
        quay("export", "-C", "desk", "-o", "stick.tar")
        quay("cosign", "stick.tar", "-C", "desk", "-o", "signed")
        (file,) = Path("desk/keys").glob(memory)
        file.write_text("{}")
        assert "record/memory" in quay(*act, "-C", "desk", code=3)
        file.unlink()


def test_a_slip_of_the_pen_is_not_called_dishonest(quay):
    founding = data(quay, "verify", "stick.tar", code=1)["founding"]
    spaced = " ".join(founding[n : n + 8] for n in range(0, 64, 8)).upper()
    assert "it is the record you know" in quay("verify", "stick.tar", "--founding", spaced, code=1)
    assert "64 digits" in quay("verify", "stick.tar", "--founding", founding[:-1], code=2)
    assert "record/policy" in quay("verify", "stick.tar", "--policy", "draft", code=3)
    assert "record/card" in quay("keys", "approve", "stick.tar", "-C", "north", "-o", "x", code=3)
    with Path("endless").open("wb") as file:
        file.truncate(1 << 34)
    assert "record/no-file" in quay("verify", "stick.tar", "--checkpoint", "endless", code=5)
    Path("endless").unlink()
    Path("note").write_text("a name")
    for handle in ((), ("--person", "short"), ("--person", "../../x")):
        assert "record/handle" in quay("add", "statement", "-C", "north", "--body", TEXT, "--seal", "note", *handle, code=3)

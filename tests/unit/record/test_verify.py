from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest
from record_attacks import base, founding_mark, judge
from record_world import NOON, PARTIES, World, signer, small_world

import safeconduct.record as room
from safeconduct.errors import InputWrong
from safeconduct.record import Author, Bundle, Held, entries, read_bundle, verify_bundle
from safeconduct.record.ceremony import approve, with_approvals
from safeconduct.record.change import draft_change
from safeconduct.record.checkpoint import read_checkpoint
from safeconduct.record.explain import verdict_json, verdict_lines
from safeconduct.record.proof import Proof
from safeconduct.record.set_policy import written
from safeconduct.record.signing import sign_checkpoint

ROOM = Path(room.__file__).parent
# One sitting: what an auditor reads to trust the check. A longer list, or longer files, must be argued for here.
READ = {
    "verify",
    "audit",
    "profile",
    "envelope",
    "event",
    "roots",
    "ed25519",
    "note",
    "checkpoint",
    "policy",
    "keys",
    "model",
    "quorum",
}
LONGEST = 1_350  # lines of code, without comments and docstrings


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
    lines = sum(lines_of_code((ROOM / f"{name}.py").read_text("utf-8")) for name in READ)
    assert lines <= LONGEST
    page = (ROOM.parents[2] / "docs" / "check-a-bundle.md").read_text("utf-8")
    assert len(READ) == 13
    assert f"the twelve files that it imports, is {lines:,} lines of code" in page


def test_an_honest_witnessed_record_with_an_anchor_is_proved() -> None:
    verdict = judge(base().bundle(), policy="\n".join([*written(base().writer.ring.policy), ""]), checkpoints=[base().checkpoint()])
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


def test_an_empty_or_only_captured_bundle_is_not_called_dishonest() -> None:
    for bundle in (Bundle(b"", []), Bundle(b"", [], captured=[b"x"])):
        verdict = verify_bundle(bundle)
        assert verdict.overall == "not proved"
        assert "nothing in it has been put in order" in verdict.steps[0].what


def test_a_second_past_that_the_bundle_itself_carries_disproves_it() -> None:
    world = small_world()
    other = sign_checkpoint(world.deal, 3, bytes(32), signer("log"))
    verdict = verify_bundle(replace(world.bundle(), witnessed=[other.to_bytes()]))
    assert [step.name for step in verdict.steps if step.verdict == "disproved"] == ["witnessed checkpoint"]


def test_a_policy_of_before_a_change_is_still_an_anchor() -> None:
    world = small_world()
    before = "\n".join([*written(world.writer.ring.policy), ""])
    draft = draft_change(world.writer.ring, needed=3)
    body = with_approvals(draft, [approve(world.deal, draft, *(signer(f"{party} root") for party in PARTIES))])
    leader = Author("desk", world.deal, signer("desk root"))
    world.record(leader.write("roots.changed", body, event_id=world.next_id())[0])
    world.cosign()
    after = "\n".join([*written(world.writer.ring.policy), ""])
    assert "group witnesses 3" in after
    for policy in (before, after):
        assert judge(world.bundle(), policy=policy).overall == "proved"
    assert judge(world.bundle(), policy=after.replace("witnesses 3", "witnesses 4")).overall == "disproved"


def test_a_recording_dated_after_its_witnesses_signed_is_remarked() -> None:
    world = World()
    world.fill(3)
    world.cosign(time=int(NOON.timestamp()) - 2 * 3600)
    remarks = [remark.what for remark in verify_bundle(world.bundle()).remarks]
    assert remarks == ["entry 0: recorded, by the keeper's clock, after witnesses had signed that it is there"]


def test_a_witness_that_signs_an_impossible_time_stops_nobody() -> None:
    world = World()
    world.fill(1)
    world.cosign("north", "south", time=2**62)
    assert verify_bundle(world.bundle()).overall in ("not proved", "disproved")
    assert {entry.state for entry in entries(world.store, world.deal)} == {"recorded"}


def test_a_receipt_is_judged_by_what_in_it_is_signed() -> None:
    def judged(bundle: Bundle, kept: Proof) -> list[str]:
        verdict = verify_bundle(bundle, Held(receipts=[kept]))
        return [step.verdict for step in verdict.steps if step.name in ("receipt", "anchor")]

    world = World()
    (answer,) = world.record(world.say("north"))
    receipt = answer.receipt()
    world.fill(3)
    assert judged(world.bundle(), receipt) == ["proved", "proved"]
    other = World()
    other.record(other.say("south", body={"about": "another past"}))
    assert judged(other.bundle(), receipt) == ["disproved", "not proved"]
    cut = World()
    assert judged(cut.bundle(), receipt) == ["disproved", "not proved"]
    for damaged in (replace(receipt, index=0), replace(receipt, index=2), replace(receipt, path=(bytes(32),))):
        assert judged(world.bundle(), damaged) == ["not proved", "not proved"]
    stranger = sign_checkpoint(world.deal, 2, bytes(32), signer("nobody"))
    assert judged(world.bundle(), replace(receipt, checkpoint=stranger)) == ["not proved", "not proved"]

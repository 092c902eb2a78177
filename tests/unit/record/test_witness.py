"""A witness signs only what continues what it signed before, remembers before it signs, and forgets nothing by being asked again."""

from __future__ import annotations

from pathlib import Path

import pytest
from record_world import DEAL, World, signer

from safeconduct.errors import EvidenceFails, InputWrong, Refused, SafeconductError
from safeconduct.record.checkpoint import Checkpoint
from safeconduct.record.merkle import Tree
from safeconduct.record.note import COSIGNATURE, Note, NoteKey, signers
from safeconduct.record.roots import EMPTY_ROOT
from safeconduct.record.signing import sign_checkpoint
from safeconduct.record.witness import Request, WitnessMemory, read_request, witness

NAME = f"{DEAL}/witness/north"
KEY = signer("north witness")


def asked(memory: WitnessMemory, request: Request, tree: Tree | None = None) -> Checkpoint:
    logs = World().writer.ring.policy.logs
    line = witness(request, memory, logs, NAME, KEY, 1_900_000_000, tree)
    return request.checkpoint.with_signatures([line])


def grown(count: int) -> World:
    world = World()
    world.fill(count)
    return world


def request(world: World, old: int) -> Request:
    head = world.checkpoint()
    return Request(old, tuple(Tree.of(world.store.leaf_hashes(0, head.size)).consistency(old)), head)


def test_it_signs_what_continues_and_its_signature_holds(tmp_path: Path) -> None:
    memory, key = WitnessMemory(tmp_path), NoteKey(NAME, COSIGNATURE, KEY.public)
    assert memory.last(DEAL) == (0, EMPTY_ROOT)
    for count, old in ((2, 0), (6, 3), (6, 7)):
        signed = asked(memory, request(grown(count), old))
        assert signers(Note(signed.note.text, signed.note.signatures), [key]) == {key: 1_900_000_000}
        assert WitnessMemory(tmp_path).last(DEAL) == (count + 1, signed.root)  # another program, later


def test_its_own_copy_of_the_log_takes_the_place_of_a_proof(tmp_path: Path) -> None:
    memory, world = WitnessMemory(tmp_path), grown(6)
    tree = Tree.of(world.store.leaf_hashes(0, 7))
    asked(memory, Request(0, (), grown(2).checkpoint()), tree)
    asked(memory, Request(0, (), world.checkpoint()), tree)
    assert memory.last(DEAL)[0] == 7
    with pytest.raises(EvidenceFails, match="record/contradicted"):
        asked(memory, Request(0, (), sign_checkpoint(DEAL, 7, bytes(32), signer("log"))), tree)


def forked() -> World:
    world = World()
    world.record(world.say("south", body={"about": "another past"}))
    world.fill(7)
    return world


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (lambda: request(grown(2), 0), "not-continued"),  # smaller than what it signed
        (lambda: request(grown(8), 3), "not-continued"),  # starts elsewhere than it signed
        (lambda: Request(5, (), grown(8).checkpoint()), "not-continued"),  # no proof
        (lambda: request(forked(), 5), "not-continued"),  # continues another past
        (lambda: Request(5, (), sign_checkpoint(DEAL, 5, bytes(32), signer("log"))), "contradicted"),  # two roots for one size
        (lambda: Request(5, (), sign_checkpoint(DEAL, 9, bytes(32), signer("nobody"))), "signature"),  # not the log's
        (lambda: Request(0, (), sign_checkpoint("record.example/other", 9, bytes(32), signer("log"))), "signature"),
    ],
)
def test_it_refuses_anything_else_and_remembers_what_it_had_signed(tmp_path: Path, bad, code: str) -> None:
    memory = WitnessMemory(tmp_path)
    signed = asked(memory, request(grown(4), 0))
    with pytest.raises((Refused, EvidenceFails), match=f"record/{code}"):
        asked(memory, bad())
    assert memory.last(DEAL) == (5, signed.root)


def test_a_disk_that_cannot_remember_gets_no_signature(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(SafeconductError, match="record/no-file"):
        asked(WitnessMemory(tmp_path), request(grown(2), 0))


@pytest.mark.parametrize("head", ["old 03", "old -1", "old ", "old 3 ", "Old 3", "old 99999999999999999", "old ٣"])
def test_a_request_says_its_size_in_one_way(head: str) -> None:
    whole = request(grown(6), 3).to_bytes()
    assert read_request(whole) == request(grown(6), 3)
    with pytest.raises(InputWrong):
        read_request(whole.replace(b"old 3", head.encode()))

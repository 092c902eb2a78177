"""Other people's programs reach the same verdicts: Go's tile-log code, the age program, and an independent witness.

``SAFECONDUCT_TAMPER_TRIALS`` also sets how many trials of each kind of tampering are judged by Go (default 3; CI 50).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
import venv
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from needs import absent, need
from record_attacks import flip, judge, sealed
from record_tampers import KINDS
from record_world import DEAL, World, signer, small_world

from safeconduct.record import Bundle, Vault
from safeconduct.record.merkle import Tree
from safeconduct.record.note import COSIGNATURE, PLAIN, Note, NoteKey, read_key, read_note, signers
from safeconduct.record.tiles import _pack, tile_path, tile_widths
from safeconduct.record.vault import new_custodian
from safeconduct.record.witness import Request

TRIALS = int(os.environ.get("SAFECONDUCT_TAMPER_TRIALS", "3"))
ROOT = Path(__file__).parents[2]
LOG = NoteKey(DEAL, PLAIN, signer("log").public)


@pytest.fixture(scope="session")
def go_check(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Go program of the technician's page, built."""
    page = (ROOT / "docs" / "check-a-bundle.md").read_text("utf-8")
    return built(tmp_path_factory.mktemp("go"), re.findall(r"```go\n(.*?)```", page, re.DOTALL)[0])


@pytest.fixture(scope="session")
def whole_check(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Go program that knows every rule, built."""
    return built(tmp_path_factory.mktemp("whole"), (ROOT / "docs" / "whole-check.go").read_text("utf-8"))


def built(place: Path, source: str) -> Path:
    need("go", "dpkg")
    (place / "check.go").write_text(source, "utf-8")
    listed = subprocess.run(["dpkg", "-L", "golang-golang-x-mod-dev"], capture_output=True, text=True, check=True).stdout
    path = next(line for line in listed.splitlines() if line.endswith("/src/golang.org/x/mod/sumdb/note"))
    gopath = path.removesuffix("/src/golang.org/x/mod/sumdb/note")
    environment = {**os.environ, "GO111MODULE": "off", "GOPATH": gopath}
    subprocess.run(["go", "build", "-o", "check", "check.go"], cwd=place, check=True, env=environment)
    return place / "check"


def lay_out(bundle: Bundle, place: Path) -> None:
    (place / "tile" / "entries").mkdir(parents=True)
    (place / "checkpoint").write_bytes(bundle.checkpoint)
    for number, width in tile_widths(len(bundle.leaves)):
        file = place / tile_path("entries", number, width)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_pack(iter(bundle.leaves[number * 256 : number * 256 + width])))


# Whose key counted when, and the spelling of entries, is more than the short program of the page asks.
BEYOND_THE_PAGE = {
    "a_byte_of_a_witness_signature", "base64_respelt", "a_form_of_entry_respelt", "in_the_name_of_another_party",
    "signed_by_a_key_of_another_role", "a_payload_in_another_spelling", "another_past_seen_by_an_author", "a_revoked_key", "a_rotated_key",
    "a_device_outside_its_scope", "a_device_after_its_expiry", "a_key_without_proof_of_possession", "a_key_enrolled_by_no_root",
    "a_key_in_two_roles", "an_unsound_key", "a_founding_that_not_all_approved", "a_change_of_roots_with_too_few_approvals",
    "a_change_after_its_approval",
}  # fmt: skip


def test_go_reaches_the_same_verdicts(go_check: Path, whole_check: Path, tmp_path: Path) -> None:
    ours, places = [], []
    for name, tamper in KINDS.items():
        for trial in range(TRIALS):
            bundle = tamper(Random(f"{name}{trial}"))
            place = tmp_path / f"{name}-{trial}"
            lay_out(bundle, place)
            places.append(place.name)
            ours.append(judge(bundle).overall == "disproved")
    assert ours == [not place.startswith("honest") for place in places]
    assert disproved([whole_check], places, tmp_path) == ours
    short = [place for place in places if place.split("-")[0] not in BEYOND_THE_PAGE]
    assert disproved([go_check, str(LOG)], short, tmp_path) == [not place.startswith("honest") for place in short]
    print(f"\njudged alike by Go and by us: {len(places)} bundles, {len(KINDS) - 1} kinds of tampering and the honest one")


def disproved(command: list[str | Path], places: list[str], here: Path) -> list[bool]:
    done = subprocess.run([*command, *places], cwd=here, capture_output=True, text=True, check=True)
    return ["DISPROVED" in line for line in done.stdout.splitlines()]


def test_go_agrees_on_the_root_of_every_small_size(go_check: Path, tmp_path: Path) -> None:
    leaves = list(small_world(40).bundle().leaves)
    for size in range(1, len(leaves) + 1):
        lay_out(sealed(leaves[:size]), tmp_path / str(size))
    names = [str(size) for size in range(1, len(leaves) + 1)]
    done = subprocess.run([go_check, str(LOG), *names], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.count("holds together") == len(leaves)


def test_the_age_program_opens_what_the_vault_sealed(tmp_path: Path) -> None:
    need("age")
    custodian = new_custodian()
    vault = Vault(tmp_path / "vault", custodian)
    name = vault.seal("abcdefgh01", b"the sealed words", bytes(range(32)))
    (tmp_path / "custodian.txt").write_text(custodian + "\n")
    person = tmp_path / "vault" / "people" / "abcdefgh01"
    key = subprocess.run(
        ["age", "-d", "-i", tmp_path / "custodian.txt", person / "key.age"], capture_output=True, check=True
    ).stdout
    (tmp_path / "person.txt").write_bytes(key)
    part = subprocess.run(
        ["age", "-d", "-i", tmp_path / "person.txt", person / f"{name}.age"], capture_output=True, check=True
    ).stdout
    assert part == bytes(range(32)) + b"the sealed words"


@pytest.fixture(scope="session")
def witness_python() -> Path:
    """The Python of the independent witness's own environment, made once beside ours from hash-pinned requirements."""
    place = ROOT / ".witness-venv"
    python = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    wanted = (ROOT / "requirements" / "witness.txt").read_bytes()
    stamp = place / "stamp"
    if not stamp.exists() or stamp.read_bytes() != wanted:
        venv.create(place, with_pip=True, clear=True)
        install = [
            "-m",
            "pip",
            "--disable-pip-version-check",
            "-q",
            "install",
            "--require-hashes",
            "-r",
            "requirements/witness.txt",
        ]
        done = subprocess.run([python, *install], cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            absent("the independent witness cannot be installed here: " + done.stderr.strip().splitlines()[-1])
        stamp.write_bytes(wanted)
    return python


@pytest.fixture
def served(witness_python: Path, tmp_path: Path) -> Iterator[tuple[str, NoteKey]]:
    """A running independent witness on this machine: its address and its key."""
    home = ["--home", str(tmp_path / "w")]
    command = [witness_python, "-m", "tracekit.public_witness_server"]
    made = subprocess.run([*command, "init", *home, "--name", "witness.example/w1"], capture_output=True, text=True, check=True)
    process = subprocess.Popen([*command, "serve", *home, "--port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip().rsplit(" ", 1)[1]
        yield address, read_key(made.stdout.strip().splitlines()[-1])
    finally:
        process.kill()
        process.communicate()


def post(url: str, body: bytes) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data=body, method="POST")) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_an_independent_witness_signs_our_log_and_refuses_a_fork(served: tuple[str, NoteKey]) -> None:
    address, key = served
    world = World()
    world.fill(3)
    first = world.checkpoint()
    registration = {"origin": DEAL, "vkey": str(LOG), "checkpoint": first.to_bytes().decode()}
    assert post(f"{address}/register", json.dumps(registration).encode())[0] == 200
    code, lines = post(f"{address}/add-checkpoint", Request(0, (), first).to_bytes())
    assert code == 200, lines
    answer = read_note(first.note.text + "\n" + lines)
    assert signers(Note(first.note.text, answer.signatures), [key])[key] > 0
    assert key.kind == COSIGNATURE
    world.fill(5)
    second = world.checkpoint()
    tree = Tree.of(world.store.leaf_hashes(0, second.size))
    code, lines = post(f"{address}/add-checkpoint", Request(first.size, tuple(tree.consistency(first.size)), second).to_bytes())
    assert code == 200, lines
    assert (
        second.with_signatures(read_note(second.note.text + "\n" + lines).signatures)
        .to_bytes()
        .count("— witness.example/w1".encode())
        == 1
    )
    fork = World()
    fork.record(fork.say("south", body={"about": "another past"}))
    fork.fill(9)
    tree = Tree.of(fork.store.leaf_hashes(0, fork.checkpoint().size))
    code, _ = post(
        f"{address}/add-checkpoint", Request(second.size, tuple(tree.consistency(second.size)), fork.checkpoint()).to_bytes()
    )
    assert code == 422
    assert post(f"{address}/add-checkpoint", Request(0, (), fork.checkpoint()).to_bytes()) == (409, f"{second.size}\n")


def test_the_independent_verifier_reads_our_checkpoint_and_cosignatures(witness_python: Path) -> None:
    world = small_world(5)
    policy = world.writer.ring.policy
    keys = [str(key) for _, key in policy.witnesses]
    script = "import json, sys; from tracekit.format import checkpoint as c\n"
    script += "r = c.open_note(*json.load(sys.stdin)); print(r[1], len(r[3]))"
    data = json.dumps([world.bundle().checkpoint.decode(), [str(LOG)], keys])
    done = subprocess.run([witness_python, "-c", script], input=data, capture_output=True, text=True)
    assert done.stdout.split() == ["6", "4"], done.stderr
    bad = flip(world.bundle().checkpoint, 40).decode()
    done = subprocess.run([witness_python, "-c", script], input=json.dumps([bad, [str(LOG)], keys]), capture_output=True, text=True)
    assert "NoteError" in done.stderr
    assert sys.version_info >= (3, 11)

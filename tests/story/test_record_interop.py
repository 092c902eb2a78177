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
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from needs import absent, need
from record_attacks import base, envelopes_of, flip, forge, judge, sealed
from record_world import DEAL, World, signer, small_world

from safeconduct.record import Bundle, Vault
from safeconduct.record.checkpoint import read_checkpoint
from safeconduct.record.envelope import read_envelope
from safeconduct.record.merkle import Tree
from safeconduct.record.note import COSIGNATURE, PLAIN, Note, NoteKey, read_key, read_note, signers
from safeconduct.record.signing import sign_checkpoint
from safeconduct.record.tiles import _pack, tile_path, tile_widths
from safeconduct.record.vault import new_custodian
from safeconduct.record.witness import Request

TRIALS = int(os.environ.get("SAFECONDUCT_TAMPER_TRIALS", "3"))
ROOT = Path(__file__).parents[2]
LOG = NoteKey(DEAL, PLAIN, signer("log").public)


@pytest.fixture(scope="session")
def go_check(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Go program of the technician's page, built."""
    need("go", "dpkg")
    place = tmp_path_factory.mktemp("go")
    page = (ROOT / "docs" / "check-a-bundle.md").read_text("utf-8")
    (place / "check.go").write_text(re.findall(r"```go\n(.*?)```", page, re.DOTALL)[0])
    listed = subprocess.run(["dpkg", "-L", "golang-golang-x-mod-dev"], capture_output=True, text=True, check=True).stdout
    path = next(line for line in listed.splitlines() if line.endswith("/src/golang.org/x/mod/sumdb/note"))
    gopath = path.removesuffix("/src/golang.org/x/mod/sumdb/note")
    subprocess.run(
        ["go", "build", "-o", "check", "check.go"],
        cwd=place,
        check=True,
        env={**os.environ, "GO111MODULE": "off", "GOPATH": gopath},
    )
    return place / "check"


def lay_out(bundle: Bundle, place: Path) -> None:
    (place / "tile" / "entries").mkdir(parents=True)
    (place / "checkpoint").write_bytes(bundle.checkpoint)
    for number, width in tile_widths(len(bundle.leaves)):
        file = place / tile_path("entries", number, width)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_pack(iter(bundle.leaves[number * 256 : number * 256 + width])))


def honest(_rng: Random) -> Bundle:
    return base().bundle()


def byte(rng: Random) -> Bundle:
    leaves, at = list(base().bundle().leaves), rng.randrange(9)
    leaves[at] = flip(leaves[at], rng.randrange(len(leaves[at])), rng.randrange(8))
    return replace(base().bundle(), leaves=leaves)


def byte_signed_again(rng: Random) -> Bundle:
    leaves, at = list(base().bundle().leaves), rng.randrange(1, 9)
    entry = read_envelope(leaves[at], leaf=True)
    place = rng.randrange(len(entry.payload))
    payload = entry.payload[:place] + bytes([entry.payload[place] % 26 + 97]) + entry.payload[place + 1 :]
    leaves[at] = replace(entry, payload=payload if payload != entry.payload else payload + b" ").to_bytes()
    return sealed(leaves)


def signature(rng: Random) -> Bundle:
    leaves, at = list(base().bundle().leaves), rng.randrange(9)
    entry = read_envelope(leaves[at], leaf=True)
    leaves[at] = replace(entry, signature=flip(entry.signature, rng.randrange(64), rng.randrange(8))).to_bytes()
    return sealed(leaves)


def time_of_recording(rng: Random) -> Bundle:
    leaves, at = list(base().bundle().leaves), rng.randrange(9)
    leaves[at] = replace(read_envelope(leaves[at], leaf=True), recorded="2030-01-01T00:00:00Z").to_bytes()
    return replace(base().bundle(), leaves=leaves)


def deleted(rng: Random) -> Bundle:
    envelopes = envelopes_of(base().bundle())
    del envelopes[rng.randrange(1, 6)]
    return forge(envelopes)


def swapped(rng: Random) -> Bundle:
    leaves = list(base().bundle().leaves)
    one, two = rng.sample(range(9), 2)
    leaves[one], leaves[two] = leaves[two], leaves[one]
    return replace(base().bundle(), leaves=leaves)


def inserted(rng: Random) -> Bundle:
    envelopes = envelopes_of(base().bundle())
    envelopes.insert(rng.randrange(2, 9), envelopes[rng.randrange(1, 9)])
    return forge(envelopes)


def forged_author(rng: Random) -> Bundle:
    author = replace(base().authors["north"], signer=signer("nobody"), nth=0, prev=None)
    event, _ = author.write("statement", {"text": f"t{rng.random()}".replace(".", "")}, event_id=World().next_id())
    return forge([*envelopes_of(base().bundle()), event])


def other_deal(rng: Random) -> Bundle:
    event, _ = replace(base().authors["south"], deal="record.example/elsewhere").write(
        "statement", {"text": "t"}, event_id=World().next_id()
    )
    return forge([*envelopes_of(base().bundle()), event])


def other_log(rng: Random) -> Bundle:
    true = read_checkpoint(base().bundle().checkpoint)
    return replace(
        base().bundle(), checkpoint=sign_checkpoint(DEAL, true.size, true.root, signer(f"log {rng.random()}")).to_bytes()
    )


def checkpoint_byte(rng: Random) -> Bundle:
    text = base().bundle().checkpoint
    return replace(base().bundle(), checkpoint=flip(text, rng.randrange(text.index(b"\n\n")), rng.randrange(7)))


KINDS: list[Callable[[Random], Bundle]] = [
    honest, byte, byte_signed_again, signature, time_of_recording, deleted, swapped, inserted, forged_author, other_deal, other_log,
    checkpoint_byte,
]  # fmt: skip


def test_go_reaches_the_same_verdicts(go_check: Path, tmp_path: Path) -> None:
    ours, places = [], []
    for kind in KINDS:
        for trial in range(TRIALS):
            bundle = kind(Random(f"{kind.__name__}{trial}"))
            place = tmp_path / f"{kind.__name__}{trial}"
            lay_out(bundle, place)
            places.append(place.name)
            ours.append(judge(bundle).overall == "disproved")
    done = subprocess.run([go_check, str(LOG), *places], cwd=tmp_path, capture_output=True, text=True, check=True)
    theirs = ["DISPROVED" in line for line in done.stdout.splitlines()]
    assert [p for p, a, b in zip(places, ours, theirs, strict=True) if a is not b] == []
    assert ours == [not place.startswith("honest") for place in places]
    print(f"\njudged alike by Go and by us: {len(places)} bundles, {len(KINDS)} kinds")


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

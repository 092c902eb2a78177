"""Take in a bundle from somebody else: the log if it continues ours, their captured events by union, the rest into quarantine.

The merge is a union, so its order and repetition do not matter. What is hostile or simply not for us is set aside with its reason,
never dropped in silence, and never more of it than a bounded amount.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from safeconduct.errors import EvidenceFails, Problem, SafeconductError
from safeconduct.record.checkpoint import Checkpoint, read_checkpoint
from safeconduct.record.ed25519 import verify
from safeconduct.record.envelope import read_envelope
from safeconduct.record.event import event_problems
from safeconduct.record.guard import CONTRADICTED, root_at
from safeconduct.record.keys import CEREMONY, KeyRing
from safeconduct.record.kinds import body_problems
from safeconduct.record.merkle import Tree, leaf_hash
from safeconduct.record.model import DISPROVED, Bundle, Held, Verdict
from safeconduct.record.profile import decode
from safeconduct.record.store import Head, Row, Store
from safeconduct.record.verify import verify_bundle
from safeconduct.record.writer import load_ring

MOST_QUARANTINED = 1000


@dataclass(frozen=True, slots=True)
class SetAside:
    """Something not taken in: why, and the bytes (cut to a bounded length)."""

    why: str
    data: bytes


@dataclass(slots=True)
class Merged:
    """What a merge did."""

    entries: int = 0
    captured: int = 0
    witnessed: int = 0
    aside: list[SetAside] = field(default_factory=list)
    not_kept: int = 0
    verdict: Verdict | None = None

    def set_aside(self, why: str, data: bytes) -> None:
        """Set something aside, or count it once the quarantine is full."""
        if len(self.aside) < MOST_QUARANTINED:
            self.aside.append(SetAside(why, data[:65_536]))
        else:
            self.not_kept += 1


def merge(store: Store, origin: str, bundle: Bundle, held: Held) -> Merged:
    """Take in a bundle.

    Arguments:
        held: what is kept besides the store; the store's own checkpoints are added.

    Raises: EvidenceFails (``record/contradicted``) when the bundle's log is disproved: then nothing was taken in.
    Holds: merge(merge(a, b), c) keeps the same captured set whatever the order (property test).
    """
    result = Merged()
    if bundle.checkpoint:
        _merge_log(store, origin, bundle, held, result)
    ring = load_ring(store, origin)
    _merge_captured(store, origin, bundle.captured, ring, result)
    return result


def _merge_log(store: Store, origin: str, bundle: Bundle, held: Held, result: Merged) -> None:
    theirs = read_checkpoint(bundle.checkpoint)
    kept = [read_checkpoint(note) for note in store.checkpoints()]
    own = [read_checkpoint(store.head().checkpoint)] if store.head().checkpoint else []
    mine = [item for item in (*own, *kept, *held.checkpoints) if item.size <= theirs.size]
    result.verdict = verify_bundle(bundle, replace(held, checkpoints=mine))
    bad = [step for step in result.verdict.steps if step.verdict == DISPROVED]
    if theirs.origin != origin or bad:
        raise _disproved(bad[0].what if bad else f"a log of another name, {theirs.origin}", bad[0].entry if bad else None)
    size = store.head().size
    common = min(size, theirs.size)
    if Tree.of(leaf_hash(leaf) for leaf in bundle.leaves[:common]).root() != root_at(store, common):
        raise _disproved(f"its first {common} entries are not ours", None)
    if theirs.size > size:
        _append(store, bundle, theirs, size)
        result.entries = theirs.size - size
    result.witnessed = _keep_witnessed(store, origin, (*bundle.witnessed, bundle.checkpoint))


def _append(store: Store, bundle: Bundle, checkpoint: Checkpoint, size: int) -> None:
    head = store.head()
    tree = Tree.from_edge(head.size, head.edge)
    rows = []
    for leaf in bundle.leaves[size:]:
        envelope = read_envelope(leaf, leaf=True)
        event = decode(envelope.payload)
        payload = bytes.fromhex(envelope.payload_hash)
        rows.append(Row(leaf, leaf_hash(leaf), payload, event["key"], event["nth"], event["type"] in CEREMONY))
        tree.append(rows[-1].leaf_hash)
    store.commit(store.take_lease(), rows, Head(tree.size, tuple(tree.edge()), bundle.checkpoint))


def keep_cosigned(store: Store, origin: str, notes: Iterable[bytes]) -> int:
    """Keep checkpoints that witnesses signed, adding their lines to what is kept; return how many brought something new."""
    return _keep_witnessed(store, origin, notes)


def _keep_witnessed(store: Store, origin: str, notes: Iterable[bytes]) -> int:
    """Keep what witnesses signed, if it is about our log; lines from several files over one checkpoint are brought together."""
    kept = {item.size: item for item in map(read_checkpoint, store.checkpoints())}
    size, new = store.head().size, 0
    for note in notes:
        checkpoint = read_checkpoint(note)
        if checkpoint.origin != origin or len(checkpoint.note.signatures) < 2 or checkpoint.size > size:
            continue
        if root_at(store, checkpoint.size) != checkpoint.root:
            continue
        before = kept.get(checkpoint.size)
        after = before.with_signatures(checkpoint.note.signatures) if before else checkpoint
        if after != before:
            store.keep_checkpoint(after.size, after.to_bytes())
            kept[after.size] = after
            new += 1
    return new


def _merge_captured(store: Store, origin: str, envelopes: Sequence[bytes], ring: KeyRing, result: Merged) -> None:
    known = set(store.payload_hashes()) | {sha256(read_envelope(data, leaf=False).payload).digest() for data in store.captured()}
    sound: list[tuple[int, str | None, bytes, bytes]] = []
    for data in envelopes:
        try:
            envelope = read_envelope(data, leaf=False)
            event = decode(envelope.payload)
            found = event_problems(event) or body_problems(event)
        except SafeconductError as error:
            result.set_aside(error.problems[0].what, data)
            continue
        key = ring.keys.get(event["key"]) if not found else None
        why = found[0] if found else "of another deal" if event["deal"] != origin else ""
        if not why and (key is None or not verify(key.public, envelope.signed_bytes, envelope.signature)):
            why = "signed by a key this record does not know, or not signed at all"
        if why:
            result.set_aside(why, data)
        elif bytes.fromhex(envelope.payload_hash) not in known:
            sound.append((event["nth"], event["prev"], bytes.fromhex(envelope.payload_hash), data))
    taken = []
    for nth, prev, payload, data in sorted(sound, key=lambda item: item[0]):
        if nth == 0 or bytes.fromhex(prev or "") in known:
            known.add(payload)
            taken.append((payload, data))
        else:
            result.set_aside("the event before it is missing", data)
    result.captured = store.capture(taken)


def _disproved(what: str, entry: int | None) -> EvidenceFails:
    return EvidenceFails(
        Problem(
            CONTRADICTED,
            f"not taken in: {what}",
            why="taking it in would mix two different logs",
            do="keep the file; compare it with the other parties (`safeconduct record compare`)",
            more=() if entry is None else (f"at entry {entry}",),
        )
    )

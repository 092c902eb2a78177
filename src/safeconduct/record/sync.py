"""Take in a bundle from somebody else: the log if it continues ours, their captured events by union, the rest into quarantine.

The merge is a union, so its order and repetition do not matter. What is hostile or simply not for us is set aside with its reason,
never dropped in silence, and never more of it than a bounded amount.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from safeconduct.errors import EvidenceFails, Problem, SafeconductError, say
from safeconduct.record.capture import expected_ring, in_chain_order
from safeconduct.record.checkpoint import Checkpoint, read_checkpoint
from safeconduct.record.ed25519 import verify
from safeconduct.record.envelope import Envelope, read_envelope
from safeconduct.record.event import event_problems
from safeconduct.record.guard import CONTRADICTED, contradicted, growing_tree, root_at
from safeconduct.record.keys import CEREMONY, KeyRing
from safeconduct.record.kinds import body_problems, holds_personal
from safeconduct.record.merkle import Tree
from safeconduct.record.model import DISPROVED, Bundle, Held, Verdict
from safeconduct.record.note import Note, SignatureLine, line_holds
from safeconduct.record.profile import decode
from safeconduct.record.read import load_ring
from safeconduct.record.roots import leaf_hash
from safeconduct.record.store import Head, Row, Store
from safeconduct.record.verify import verify_bundle

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
    if bundle.is_bare:
        return keep_cosigned(store, origin, [bundle.checkpoint], result)
    if bundle.checkpoint:
        _merge_log(store, origin, bundle, held, result)
    _merge_captured(store, origin, bundle.captured, result)
    return result


def _merge_log(store: Store, origin: str, bundle: Bundle, held: Held, result: Merged) -> None:
    theirs = read_checkpoint(bundle.checkpoint)
    kept = [read_checkpoint(note) for note in store.checkpoints()]
    own = [read_checkpoint(store.head().checkpoint)] if store.head().checkpoint else []
    mine = [item for item in (*own, *kept, *held.checkpoints) if item.size <= theirs.size]
    result.verdict = verify_bundle(bundle, replace(held, checkpoints=mine))
    bad = [step for step in result.verdict.steps if step.verdict == DISPROVED]
    if theirs.origin != origin or bad:
        raise _disproved(
            bad[0].what if bad else say("a log of another name, {origin}", origin=theirs.origin), bad[0].entry if bad else None
        )
    size = store.head().size
    common = min(size, theirs.size)
    if Tree.of(leaf_hash(leaf) for leaf in bundle.leaves[:common]).root() != root_at(store, common):
        raise _disproved(say("its first {common} entries are not ours", common=common), None)
    if theirs.size > size:
        _append(store, bundle, theirs, size)
        result.entries = theirs.size - size
    keep_cosigned(
        store, origin, [note for note in (*bundle.witnessed, bundle.checkpoint) if note.count(b"\n\xe2\x80\x94 ") > 1], result
    )


def _append(store: Store, bundle: Bundle, checkpoint: Checkpoint, size: int) -> None:
    tree = growing_tree(store.head())
    rows = []
    for leaf in bundle.leaves[size:]:
        envelope = read_envelope(leaf, leaf=True)
        event = decode(envelope.payload)
        payload = bytes.fromhex(envelope.payload_hash)
        rows.append(Row(leaf, leaf_hash(leaf), payload, event["key"], event["nth"], event["type"] in CEREMONY))
        tree.append(rows[-1].leaf_hash)
    store.commit(store.take_lease(), rows, Head(tree.size, tuple(tree.edge()), bundle.checkpoint))


def keep_cosigned(store: Store, origin: str, notes: Iterable[bytes], result: Merged | None = None) -> Merged:
    """Keep what witnesses signed, if it is about our log; lines from several files over one checkpoint are brought together.

    Only lines that hold are kept, one of each key: a false one would make every later bundle look dishonest.

    Raises: EvidenceFails (``record/contradicted``) when the log's key signed another past than ours.
    """
    result = result or Merged()
    ring, size = load_ring(store, origin), store.head().size
    kept = {item.size: item for item in map(read_checkpoint, store.checkpoints())}
    for note in notes:
        try:
            checkpoint = read_checkpoint(note)
        except SafeconductError as error:
            result.set_aside(error.problems[0].what, note)
            continue
        why, lines = _lines_that_hold(checkpoint, origin, ring, size)
        if lines and root_at(store, checkpoint.size) != checkpoint.root:
            raise contradicted(checkpoint.size)
        if why:
            result.set_aside(why, note)
        before = kept.get(checkpoint.size)
        after = _one_of_each(before, checkpoint, lines)
        if after is not None and after != before:
            store.keep_checkpoint(after.size, after.to_bytes())
            kept[after.size] = after
            result.witnessed += 1
    return result


def readable_checkpoints(notes: Iterable[bytes]) -> Iterator[Checkpoint]:
    """Yield the checkpoints among what somebody brings; what is none is passed over."""
    for note in notes:
        with suppress(SafeconductError):
            yield read_checkpoint(note)


def _lines_that_hold(checkpoint: Checkpoint, origin: str, ring: KeyRing, size: int) -> tuple[str, list[SignatureLine]]:
    """Return why something of a checkpoint is not taken in, and its sound lines: the log's first, then those of known witnesses."""
    if checkpoint.origin != origin:
        return say("a checkpoint of another log, {origin}", origin=checkpoint.origin), []
    if checkpoint.size > size:
        return say(
            "a checkpoint of {size} entries; only {here} are here: import the bundle first", size=checkpoint.size, here=size
        ), []
    policy = ring.policy_at(checkpoint.size)
    known = {(key.name, key.short_id): key for key in (*policy.logs, *policy.keys())}
    sound, why = list[tuple[bool, SignatureLine]](), ""
    for line in checkpoint.note.signatures:
        key = known.get((line.name, line.blob[:4]))
        if key is not None and line_holds(checkpoint.note.text, key, line):
            sound.append((key in policy.logs, line))
        else:
            why = say("a signature line of {name} that does not hold, or is nobody's this record knows", name=line.name)
    if not any(is_log for is_log, _ in sound):
        return say("a checkpoint that this log's key did not sign"), []
    return why, [line for _, line in sorted(sound, key=lambda item: not item[0])]


def _one_of_each(before: Checkpoint | None, new: Checkpoint, lines: Sequence[SignatureLine]) -> Checkpoint | None:
    """Return what to keep of a checkpoint: what was kept, and the first line of each further key; None without a witness's line."""
    base = before or Checkpoint(new.origin, new.size, new.root, Note(new.note.text, ()))
    have = {(line.name, line.blob[:4]) for line in base.note.signatures}
    fresh = {(line.name, line.blob[:4]): line for line in reversed(lines) if (line.name, line.blob[:4]) not in have}
    after = base.with_signatures(reversed(fresh.values()))
    return after if len(after.note.signatures) > 1 else before


def _merge_captured(store: Store, origin: str, envelopes: Sequence[bytes], result: Merged) -> None:
    known = set(store.payload_hashes()) | {sha256(read_envelope(data, leaf=False).payload).digest() for data in store.captured()}
    ring, index = expected_ring(store, origin)
    taken = []
    for data in in_chain_order(list(envelopes)):
        try:
            envelope = read_envelope(data, leaf=False)
            event = decode(envelope.payload)
            found = event_problems(event) or body_problems(event)
        except SafeconductError as error:
            result.set_aside(error.problems[0].what, data)
            continue
        payload = bytes.fromhex(envelope.payload_hash)
        if payload in known:
            continue
        why = _why_not(event, envelope, ring, origin, known) if not found else found[0]
        if why:
            result.set_aside(why, b"" if holds_personal(event) else data)
            continue
        known.add(payload)
        taken.append((payload, data))
        with suppress(SafeconductError):  # what the keys do not allow is refused by the keeper, who says why
            ring.apply(index + len(taken), event)
    result.captured = store.capture(taken)


def _why_not(event: Mapping[str, Any], envelope: Envelope, ring: KeyRing, origin: str, known: set[bytes]) -> str:
    """Return why a well-formed captured event is not taken in, or an empty text."""
    if event["deal"] != origin:
        return say("of another deal")
    key = ring.keys.get(event["key"])
    if key is None or not verify(key.public, envelope.signed_bytes, envelope.signature):
        return say("signed by a key this record does not know, or not signed at all")
    if event["nth"] and bytes.fromhex(event["prev"]) not in known:
        return say("the event before it is missing")
    return ""


def _disproved(what: str, entry: int | None) -> EvidenceFails:
    return EvidenceFails(
        Problem(
            CONTRADICTED,
            say("not taken in: {what}", what=what),
            why=say("taking it in would mix two different logs"),
            do=say("keep the file; compare it with the other parties (`safeconduct record compare`)"),
            more=() if entry is None else (say("at entry {entry}", entry=str(entry)),),
        )
    )

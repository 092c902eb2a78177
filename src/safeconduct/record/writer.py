"""The keeper's one writer: checks, puts in order, makes durable, signs, and only then lets anything out.

::

    envelopes ──► read, fields, kind ──► signatures (two threads) ──► key and chain at this index
                                                                              │
    receipts ◄── released ◄── durable ◄── one commit: rows + head + signed checkpoint

The order rule: no signature leaves before the commit it describes is durable. A batch is one commit and one checkpoint. Any failed
commit stops the writer for good (``record/stopped``); opening again reads what is really there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from safeconduct.errors import InputWrong, SafeconductError, say
from safeconduct.kernel import format_instant
from safeconduct.record.checkpoint import Checkpoint, read_checkpoint
from safeconduct.record.ed25519 import verify
from safeconduct.record.envelope import Envelope, read_envelope
from safeconduct.record.event import event_problems, in_event
from safeconduct.record.guard import behind, growing_tree, require_not_behind, sees_more
from safeconduct.record.keys import CEREMONY, FOUNDED, ROOTS_CHANGED, KeyRing
from safeconduct.record.kinds import body_problems
from safeconduct.record.merkle import Tree, root_of_edge
from safeconduct.record.note import PLAIN, NoteKey
from safeconduct.record.profile import decode
from safeconduct.record.proof import Proof
from safeconduct.record.read import leaf_at, load_ring
from safeconduct.record.refusals import bad_signature, may_not_sign, missing_before, not_the_founding, not_the_log, other_deal
from safeconduct.record.roots import leaf_hash
from safeconduct.record.signing import Signer, sign_checkpoint
from safeconduct.record.store import Head, Row, Store, stopped


@dataclass(frozen=True, slots=True)
class Recorded:
    """The keeper's answer to one event.

    Arguments:
        index: place in the log.
        payload_hash: identity of the event.
        new: False when the same event was there already.
        checkpoint: signed checkpoint that covers it.
    """

    index: int
    payload_hash: str
    new: bool
    checkpoint: Checkpoint
    _path: Callable[[int, int], list[bytes]]

    def receipt(self) -> Proof:
        """Return the signed receipt: hiding this entry later contradicts it."""
        return Proof(self.index, tuple(self._path(self.index, self.checkpoint.size)), self.checkpoint)


Outcome = Recorded | SafeconductError


@dataclass(slots=True)
class _Candidate:
    envelope: Envelope
    event: dict[str, Any]
    payload_hash: bytes
    checked: bool = False


class Writer:
    """Puts events in order; there is one at a time, and a newer one fences this one off.

    Arguments:
        store: where the record is kept.
        log: the log's key.
        origin: the name of the record.
        clock: returns the time now, UTC; the room itself never looks at a clock.
        held: checkpoints others can show, for the rollback guard.
        threads: how many threads check signatures.

    Raises: Refused (``record/behind``), EvidenceFails (``record/contradicted``).
    """

    def __init__(
        self,
        store: Store,
        log: Signer,
        origin: str,
        clock: Callable[[], datetime],
        held: Iterable[Checkpoint] = (),
        threads: int = 2,
    ) -> None:
        self._store, self._log, self._origin, self._clock = store, log, origin, clock
        self._keys = NoteKey(origin, PLAIN, log.public)
        self._lease = store.take_lease()
        head = store.head()
        own = [read_checkpoint(head.checkpoint)] if head.checkpoint else []
        self._ring = load_ring(store, origin)
        require_not_behind(store, origin, [*self._ring.log_keys(), self._keys], [*own, *held])
        self._tree = growing_tree(head)
        self._checkpoint = own[0] if own else None
        self._heads = store.chain_heads()
        self._known: dict[bytes, int] | None = None
        self._alive = True
        self._pool = ThreadPoolExecutor(threads, "signatures") if threads > 1 else None

    @property
    def checkpoint(self) -> Checkpoint | None:
        """The last durable checkpoint."""
        return self._checkpoint

    @property
    def ring(self) -> KeyRing:
        """The keys as of now."""
        return self._ring

    def append(self, envelopes: Sequence[bytes | Envelope]) -> list[Outcome]:
        """Record a batch and return one answer for each, in order; a bad event does not hold up the others.

        Returns: :class:`Recorded`, or the error that explains why this one was not recorded.
        Raises: Refused (``record/fenced``), EnvironmentFails (``record/stopped``): then nothing of the batch was acknowledged.
        """
        if not self._alive:
            raise stopped(say("this writer has stopped"))
        answers: list[_Candidate | SafeconductError] = [self._read(item) for item in envelopes]
        self._check_signatures(answers)
        try:
            return self._record(answers)
        except BaseException:
            self._alive = False
            raise

    def close(self) -> None:
        """Stop; the store stays open."""
        self._alive = False
        if self._pool:
            self._pool.shutdown()

    def _read(self, item: bytes | Envelope) -> _Candidate | SafeconductError:
        try:
            envelope = item if isinstance(item, Envelope) else read_envelope(item, leaf=False)
            event = decode(envelope.payload)
        except SafeconductError as error:
            return error
        found = event_problems(event) or body_problems(event)
        if found:
            return InputWrong(in_event(None, found))
        if event["deal"] != self._origin:
            return other_deal(event["deal"])
        return _Candidate(envelope, event, bytes.fromhex(envelope.payload_hash))

    def _check_signatures(self, answers: list[_Candidate | SafeconductError]) -> None:
        """Check, on all threads, the signatures of keys that are enrolled already; the others are checked in their turn."""
        keys = self._ring.keys
        todo = [(n, a) for n, a in enumerate(answers) if isinstance(a, _Candidate) and a.event["key"] in keys]

        def check(part: Sequence[tuple[int, _Candidate]]) -> None:
            for number, candidate in part:
                sound = verify(keys[candidate.event["key"]].public, candidate.envelope.signed_bytes, candidate.envelope.signature)
                candidate.checked = sound
                if not sound:
                    answers[number] = bad_signature()

        half = len(todo) // 2 if self._pool and len(todo) > 3 else 0
        later = self._pool.submit(check, todo[:half]) if self._pool and half else None
        check(todo[half:])
        if later:
            later.result()

    def _record(self, answers: Sequence[_Candidate | SafeconductError]) -> list[Outcome]:
        now = format_instant(self._clock())
        placed: list[tuple[int, bool] | SafeconductError] = []
        rows: list[Row] = []
        for answer in answers:
            placed.append(self._place(answer, now, rows) if isinstance(answer, _Candidate) else answer)
        if rows:
            self._commit(rows)
        tree, checkpoint = self._tree, self._checkpoint
        if rows:
            self._tree = tree.copy()
        outcomes: list[Outcome] = []
        for answer, place in zip(answers, placed, strict=True):
            if isinstance(place, SafeconductError) or isinstance(answer, SafeconductError) or checkpoint is None:
                outcomes.append(place if isinstance(place, SafeconductError) else stopped("no checkpoint"))
            else:
                path = tree.inclusion if place[1] else self._path_of_old
                outcomes.append(Recorded(place[0], answer.payload_hash.hex(), place[1], checkpoint, path))
        return outcomes

    def _place(self, candidate: _Candidate, now: str, rows: list[Row]) -> tuple[int, bool] | SafeconductError:
        event, index = candidate.event, self._tree.size
        key, nth = event["key"], event["nth"]
        if not self._extends_head(event):
            known = self._known_payloads(rows)
            if candidate.payload_hash in known:
                return known[candidate.payload_hash], False
            if nth != 0 and not self._links(event, known, rows):
                return missing_before(nth)
        refusal = self._authorise(candidate, index, now)
        if refusal is not None:
            return refusal
        if sees_more(event, self._keys, index):
            raise behind(index, event["seen"]["size"])
        leaf = candidate.envelope.recorded_at(now, key).to_bytes()
        rows.append(Row(leaf, leaf_hash(leaf), candidate.payload_hash, key, nth, event["type"] in CEREMONY))
        self._tree.append(rows[-1].leaf_hash)
        self._heads[key] = (nth, candidate.payload_hash)
        if self._known is not None:
            self._known[candidate.payload_hash] = index
        return index, True

    def _extends_head(self, event: dict[str, Any]) -> bool:
        head = self._heads.get(event["key"])
        if head is None:
            return bool(event["nth"] == 0)
        return bool(head[0] + 1 == event["nth"] and head[1].hex() == event["prev"])

    def _links(self, event: dict[str, Any], known: dict[bytes, int], rows: Sequence[Row]) -> bool:
        """Say whether ``prev`` is an earlier entry of the same key with the number before: an author's own fork is
        kept, and shows.
        """
        index = known.get(bytes.fromhex(event["prev"]))
        if index is None:
            return False
        stored = self._tree.size - len(rows)
        if index >= stored:
            return (rows[index - stored].key_id, rows[index - stored].nth) == (event["key"], event["nth"] - 1)
        before = decode(leaf_at(self._store, index).payload)
        return bool((before["key"], before["nth"]) == (event["key"], event["nth"] - 1))

    def _authorise(self, candidate: _Candidate, index: int, now: str) -> SafeconductError | None:
        event = candidate.event
        if (event["type"] == FOUNDED) is not (index == 0):
            return not_the_founding()
        ring = self._ring if index else KeyRing(self._origin)
        if index and not self._may_order(event):
            return not_the_log()
        try:
            if index == 0:
                ring.apply(0, event)
            why_not = ring.may_sign(event, index, now)
            if why_not:
                return may_not_sign(why_not)
            if not candidate.checked and not verify(
                ring.keys[event["key"]].public, candidate.envelope.signed_bytes, candidate.envelope.signature
            ):
                return bad_signature()
            if index:
                ring.apply(index, event)
        except SafeconductError as error:
            return error
        self._ring = ring
        return None

    def _may_order(self, event: Mapping[str, Any]) -> bool:
        """Say whether this log key is the one in force once an event is in: a change of the log key is recorded by the new one."""
        if event["type"] == ROOTS_CHANGED:
            return f"log {self._keys}" in event["body"]["policy"]
        return self._keys in self._ring.policy.logs

    def _commit(self, rows: Sequence[Row]) -> None:
        size, edge = self._tree.size, self._tree.edge()
        checkpoint = sign_checkpoint(self._origin, size, root_of_edge(edge), self._log)
        self._store.commit(self._lease, rows, Head(size, tuple(edge), checkpoint.to_bytes()))
        self._checkpoint = checkpoint

    def _known_payloads(self, rows: Sequence[Row]) -> dict[bytes, int]:
        if self._known is None:
            first = self._tree.size - len(rows)
            self._known = self._store.payload_hashes() | {row.payload_hash: first + n for n, row in enumerate(rows)}
        return self._known

    def _path_of_old(self, index: int, size: int) -> list[bytes]:
        return Tree.of(self._store.leaf_hashes(0, size)).inclusion(index)

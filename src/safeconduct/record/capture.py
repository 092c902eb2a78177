"""An author at work, perhaps offline: where the author's chain stands, and what was captured.

Captured events are a grow-only set with one chain per key; merging two sets is union. Only the keeper puts them in order. Because an
event names the one before, one that the keeper must refuse would hold up all later ones: so what the keys do not allow is refused here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from safeconduct.errors import InputWrong, Problem, Refused, SafeconductError, say
from safeconduct.record.author import Author
from safeconduct.record.checkpoint import read_checkpoint
from safeconduct.record.durable import read_memory, write_memory
from safeconduct.record.envelope import Envelope, read_envelope
from safeconduct.record.event import in_event
from safeconduct.record.guard import BEHIND
from safeconduct.record.keys import NO_AUTHORITY, KeyRing
from safeconduct.record.kinds import body_problems
from safeconduct.record.profile import decode, encode
from safeconduct.record.read import load_ring
from safeconduct.record.signing import Signer
from safeconduct.record.store import Store

Item = TypeVar("Item")


class ChainMemory:
    """The number of the last event each key signed, in a small file beside the key: restoring a backup must not restore it too.

    Arguments:
        folder: where the keys are.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def last(self, key_id: str) -> int:
        """Return the number of the last event this key signed; -1 before the first."""
        nth = read_memory(self._path(key_id), lambda data: int(decode(data)["nth"]))
        return -1 if nth is None else nth

    def remember(self, key_id: str, nth: int) -> None:
        """Remember a number, durable on return."""
        write_memory(self._path(key_id), encode({"key": key_id, "nth": nth}))

    def require_not_behind(self, author: Author) -> None:
        """Require that an author goes on from the last event it signed. Raises: Refused (``record/behind``)."""
        signed = self.last(author.signer.key_id) + 1
        if author.nth < signed:
            what = say("this folder holds {nth} of your events, but this key has signed {signed}", nth=author.nth, signed=signed)
            why = say("most likely a backup was restored; signing the same number again would contradict yourself")
            do = say(
                "import the latest bundle of anyone that holds them; if nobody does, `safeconduct record keys rotate` begins anew"
            )
            raise Refused(Problem(BEHIND, what, why, do))

    def _path(self, key_id: str) -> Path:
        return self._folder / f"chain-{key_id[:16]}.json"


def author_of(store: Store, party: str, deal: str, signer: Signer) -> Author:
    """Return the author with the chain as this store knows it: the log, then what is captured here.

    The last verified checkpoint goes along as ``seen``.
    """
    heads = store.chain_heads()
    nth, payload = heads.get(signer.key_id, (-1, b""))
    prev = payload.hex() if payload else None
    for data in store.captured():
        envelope = read_envelope(data, leaf=False)
        event = decode(envelope.payload)
        if event["key"] == signer.key_id and event["nth"] > nth:
            nth, prev = event["nth"], envelope.payload_hash
    note = store.head().checkpoint
    return Author(party, deal, signer, nth + 1, prev, read_checkpoint(note) if note else None)


def capture(store: Store, author: Author, kind: str, body: Mapping[str, Any], *, event_id: str, **fields: Any) -> Envelope:
    """Sign one event and keep it; it is *captured* until the keeper records it.

    Raises: InputWrong (``record/event``, ``record/profile``) with every problem; then nothing is kept.
    """
    said = {name: value for name, value in fields.items() if value is not None}
    found = in_event(None, body_problems({**said, "type": kind, "body": body}))
    try:
        envelope, _ = author.write(kind, body, event_id=event_id, **said)
    except InputWrong as error:
        raise InputWrong([*error.problems, *found]) from None
    if found:
        raise InputWrong(found)
    store.capture([(bytes.fromhex(envelope.payload_hash), envelope.to_bytes())])
    return envelope


def require_takable(store: Store, author: Author, kind: str, body: Mapping[str, Any], now: str, **fields: Any) -> None:
    """Require that the keys, as known here, let the keeper take an event; before the founding nothing is known.

    Arguments:
        now: UTC time, which expiry is compared with.

    Raises: Refused (``record/no-authority``, ``record/ceremony``).
    """
    ring, index = expected_ring(store, author.deal)
    if ring.version < 0:
        return
    event = {"actor": author.party, "body": body, "key": author.signer.key_id, "type": kind, **fields}
    why_not = ring.may_sign(event, index, now)
    if why_not:
        why, do = say("the keeper would refuse it, and with it all you sign later"), say("see `safeconduct record keys list`")
        raise Refused(Problem(NO_AUTHORITY, why_not, why, do))
    ring.apply(index, event)


def expected_ring(store: Store, deal: str) -> tuple[KeyRing, int]:
    """Return the keys as they will be once what is captured here is recorded, and the index of the next entry after that."""
    ring, index, known = load_ring(store, deal), store.head().size, store.payload_hashes()
    for data in in_chain_order(list(store.captured())):
        envelope = read_envelope(data, leaf=False)
        if bytes.fromhex(envelope.payload_hash) in known:
            continue
        event = decode(envelope.payload)
        try:
            if ring.version >= 0 and not ring.may_sign(event, index, ""):
                ring.apply(index, event)
        except SafeconductError:
            continue
        index += 1
    return ring, index


def in_chain_order(envelopes: list[bytes]) -> list[bytes]:
    """Return envelopes so that each stands after the one before it in its author's chain, otherwise as they came; unreadable ones
    come last.

    The order in which they were captured is kept where the chains allow it: a change of keys must not overtake what the old key signed.
    """
    read: list[tuple[str, str | None, bytes]] = []
    unreadable = []
    for data in envelopes:
        try:
            envelope = read_envelope(data, leaf=False)
            read.append((envelope.payload_hash, decode(envelope.payload)["prev"], data))
        except (SafeconductError, KeyError):
            unreadable.append(data)
    return linked(read) + unreadable


def linked(items: Sequence[tuple[str, str | None, Item]]) -> list[Item]:
    """Return items, each (name, name of the one before or None, item), with none ahead of the one before it, otherwise as they came."""
    waiting: dict[str, list[tuple[str, Item]]] = {}
    names, placed, result = {name for name, _, _ in items}, set[str](), list[Item]()
    for name, before, item in items:
        if before in names and before not in placed:
            waiting.setdefault(str(before), []).append((name, item))
            continue
        ready = [(name, item)]
        while ready:
            first, one = ready.pop(0)
            placed.add(first)
            result.append(one)
            ready = waiting.pop(first, []) + ready
    return result + [item for group in waiting.values() for _, item in group]

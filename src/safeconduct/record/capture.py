"""An author at work, perhaps offline: where the author's chain stands, and what was captured.

Captured events are a grow-only set with one chain per key; merging two sets is union. Only the keeper puts them in order.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from safeconduct.errors import InputWrong, SafeconductError
from safeconduct.record.author import Author
from safeconduct.record.checkpoint import read_checkpoint
from safeconduct.record.ed25519 import Signer
from safeconduct.record.envelope import Envelope, read_envelope
from safeconduct.record.event import in_event
from safeconduct.record.kinds import body_problems
from safeconduct.record.profile import decode
from safeconduct.record.store import Store


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
    envelope, _ = author.write(kind, body, event_id=event_id, **fields)
    found = body_problems(decode(envelope.payload))
    if found:
        raise InputWrong(in_event(None, found))
    store.capture([(bytes.fromhex(envelope.payload_hash), envelope.to_bytes())])
    return envelope


def in_chain_order(envelopes: list[bytes]) -> list[bytes]:
    """Sort envelopes so that each author's events follow their chain, otherwise as they came; unreadable ones come last."""

    def place(data: bytes) -> tuple[int, int]:
        try:
            return 0, int(decode(read_envelope(data, leaf=False).payload)["nth"])
        except (SafeconductError, KeyError, TypeError, ValueError):
            return 1, 0

    return sorted(envelopes, key=place)

"""Read entries back: in order, with their state, as plain data for the rooms that use the record.

for entry in entries(store, origin):      # Entry: index, event, recorded, state, witnessed, author
    line = history_line(entry)            # the plain shape the agreement engine consumes
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from safeconduct.errors import say
from safeconduct.kernel import format_instant, parse_instant
from safeconduct.record.envelope import Envelope, read_envelope
from safeconduct.record.keys import KeyRing
from safeconduct.record.model import CAPTURED, RECORDED, WITNESSED, Entry
from safeconduct.record.profile import decode
from safeconduct.record.quorum import quorums, signed_checkpoints
from safeconduct.record.store import Store, not_a_record


def entries(store: Store, origin: str, start: int = 0, stop: int | None = None) -> Iterator[Entry]:
    """Yield the recorded entries in order.

    Arguments:
        start, stop: index of the first, and of the first not wanted.

    Holds: index, not time, is the order (test_read).
    """
    ring = load_ring(store, origin)
    quorums = witnessed_sizes(store, ring)
    end = store.head().size if stop is None else stop
    for index, leaf in enumerate(store.leaves(start, end), start):
        yield _entry(index, read_envelope(leaf, leaf=True), quorums, ring)


def pending(store: Store, origin: str) -> Iterator[Entry]:
    """Yield the captured events that are not in the log yet."""
    ring, known = load_ring(store, origin), store.payload_hashes()
    for data in store.captured():
        envelope = read_envelope(data, leaf=False)
        if bytes.fromhex(envelope.payload_hash) not in known:
            yield _entry(None, envelope, [], ring)


def history_line(entry: Entry) -> dict[str, Any]:
    """Return an entry in the plain shape of ``history.jsonl``.

    Keys: type, id, actor, occurred, recorded, method, source, confidence, body, and beyond the plain shape index, author, state,
    witnessed, hash. In a reconstruction actor, id, method and recorded are those of the report it follows; author says who signed.
    """
    event = entry.event
    account = event.get("account", {})
    line = {name: event.get(name) for name in ("type", "occurred", "method", "source", "confidence", "body", "place", "seen")}
    line |= {"id": account.get("id", event["id"]), "actor": account.get("actor", event["actor"])}
    line |= {"method": account.get("method", event.get("method"))}
    line |= {"recorded": account.get("recorded", entry.recorded), "logged": entry.recorded, "witnessed": entry.witnessed or None}
    return line | {"index": entry.index, "author": entry.author, "state": entry.state, "hash": entry.payload_hash}


def history(store: Store, origin: str) -> list[dict[str, Any]]:
    """Return the whole record as plain lines, in order of index."""
    return [history_line(entry) for entry in entries(store, origin)]


def witnessed_sizes(store: Store, ring: KeyRing) -> list[tuple[int, int]]:
    """Return (size, POSIX time) of every kept checkpoint that makes its entries *witnessed*, by size."""

    def recorded(index: int) -> int:
        return int(parse_instant(leaf_at(store, index).recorded).timestamp())

    return quorums(signed_checkpoints(store.checkpoints(), ring), recorded)


def _entry(index: int | None, envelope: Envelope, quorums: list[tuple[int, int]], ring: KeyRing) -> Entry:
    event = decode(envelope.payload)
    time = min((at for size, at in quorums if index is not None and size > index), default=0)
    state = CAPTURED if index is None else WITNESSED if time else RECORDED
    witnessed = format_instant(datetime.fromtimestamp(time, UTC)) if time else ""
    key = ring.keys.get(event["key"])
    return Entry(index, event, envelope.payload_hash, envelope.recorded, state, witnessed, key.party if key else event["actor"])


def leaf_at(store: Store, index: int) -> Envelope:
    """Return one entry of a stored log. Raises: InputWrong (``record/not-a-record``, ``record/envelope``) where the store is damaged."""
    found = list(store.leaves(index, index + 1))
    if len(found) != 1:
        raise not_a_record(say("entry {index} is not there exactly once", index=str(index)))
    return read_envelope(found[0], leaf=True)


def load_ring(store: Store, origin: str) -> KeyRing:
    """Return the keys of a stored log, from its ceremony entries."""
    ring = KeyRing(origin)
    for index in store.ceremonies():
        ring.apply(index, decode(leaf_at(store, index).payload))
    return ring

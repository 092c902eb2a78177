"""An invented record for tests: north, south, a monitor and a desk that keeps the log. Everything in it is deterministic."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from safeconduct.record import Author, Bundle, Envelope, MemoryStore, Recorded, Signer, Store, Writer, bundle_of, new_id
from safeconduct.record.ceremony import approve, draft_founding, new_key, with_approvals, write_card
from safeconduct.record.checkpoint import Checkpoint, read_checkpoint
from safeconduct.record.signing import cosign
from safeconduct.record.sync import keep_cosigned

DEAL = "record.example/harbour"
PARTIES = ("north", "south", "monitor", "desk")
NOON = datetime(2031, 3, 1, 12, tzinfo=UTC)


def signer(name: str) -> Signer:
    """Return the key of that name, always the same."""
    return Signer(sha256(name.encode()).digest())


def identity(number: int) -> str:
    """Return the id of the nth event of a test."""
    return new_id(1_900_000_000_000 + number, sha256(b"id%d" % number).digest())


class Clock:
    """A clock that moves on by a second each time it is read."""

    def __init__(self, start: datetime = NOON) -> None:
        self.time = start

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


def founding(deal: str = DEAL, parties: Sequence[str] = PARTIES, threshold: int = 2, needed: int = 2) -> dict[str, Any]:
    """Return the body of a founding that every party approved."""
    cards = [
        write_card(deal, p, signer(f"{p} root"), [new_key(deal, p, signer(f"{p} author"), "author")], signer(f"{p} witness"))
        for p in parties
    ]
    draft = draft_founding(deal, signer("log"), cards, threshold, needed)
    return with_approvals(draft, [approve(deal, draft, signer(f"{p} root")) for p in parties])


def founding_envelope(deal: str = DEAL) -> Envelope:
    """Return the founding as an event."""
    author = Author("desk", deal, signer("desk author"))
    return author.write("record.founded", founding(deal), event_id=identity(0))[0]


class World:
    """A founded record, ready to write in."""

    def __init__(self, store: Store | None = None, deal: str = DEAL) -> None:
        self.deal, self.store, self.clock = deal, store or MemoryStore(), Clock()
        self.authors = {party: Author(party, deal, signer(f"{party} author")) for party in PARTIES}
        self.number = 0
        self.writer = Writer(self.store, signer("log"), deal, self.clock)
        desk, self.authors["desk"] = self.authors["desk"].write("record.founded", founding(deal), event_id=identity(0))
        self.record(desk)

    def next_id(self) -> str:
        self.number += 1
        return identity(self.number)

    def say(self, party: str, kind: str = "observation", body: dict[str, Any] | None = None, **fields: Any) -> Envelope:
        """Sign an event; the author's chain moves on."""
        if kind == "observation":
            fields.setdefault("occurred", {"from": "2031-03-01T10:00:00Z", "to": "2031-03-01T10:30:00Z"})
            fields.setdefault("method", "saw")
        fields.setdefault("event_id", self.next_id())
        envelope, self.authors[party] = self.authors[party].write(kind, body or {"about": f"gate {self.number}"}, **fields)
        return envelope

    def record(self, *envelopes: Envelope | bytes) -> list[Recorded]:
        """Record events and require that each is taken."""
        outcomes = self.writer.append(list(envelopes))
        for outcome in outcomes:
            if not isinstance(outcome, Recorded):
                raise outcome
        return outcomes  # type: ignore[return-value]

    def fill(self, count: int) -> None:
        """Record so many observations by turns."""
        for number in range(count):
            self.record(self.say(PARTIES[number % 3]))

    def checkpoint(self) -> Checkpoint:
        return read_checkpoint(self.store.head().checkpoint)

    def cosign(self, *parties: str, time: int = 1_900_000_000) -> Checkpoint:
        """Let witnesses sign the newest checkpoint, and keep it."""
        checkpoint = self.checkpoint()
        lines = [cosign(checkpoint, f"{self.deal}/witness/{p}", signer(f"{p} witness"), time) for p in parties or PARTIES]
        signed = checkpoint.with_signatures(lines)
        keep_cosigned(self.store, self.deal, [signed.to_bytes()])
        return signed

    def bundle(self) -> Bundle:
        return bundle_of(self.store)


def small_world(count: int = 8) -> World:
    """Return a record with that many observations, witnessed by all."""
    world = World()
    world.fill(count)
    world.cosign()
    return world

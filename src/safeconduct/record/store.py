"""What the record asks of whatever keeps its bytes, and the plainest thing that answers: memory.

The protocol is small on purpose, so that SQLite (``sqlite.py``) today and a server's database later answer the same test suite.
One promise carries everything: when :meth:`Store.commit` returns, what it was given survives a loss of power; when it raises, the
writer stops.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from safeconduct.errors import EnvironmentFails, InputWrong, Problem, Refused, register, say

NOT_A_RECORD = register(
    "record/not-a-record",
    "a file that is not a record, or a damaged one",
    "The database file does not hold a record of this program, or its parts do not belong together (for example the database "
    "was copied "
    "without its -wal file). Take the latest bundle from any party: it holds everything that was witnessed.",
)
FENCED = register(
    "record/fenced",
    "another writer has taken over",
    "Only one writer may put entries in order; two would make two different logs. A newer writer holds the lease, so this one "
    "stopped "
    "before writing anything. What it was asked to write is still captured where it came from.",
)
STOPPED = register(
    "record/stopped",
    "the storage failed, so the writer stopped",
    "The disk was full, or reported an error while making an entry durable. The record never tries again on such a file by itself, "
    "because the system may have thrown the data away while saying all is well. Nothing unconfirmed was acknowledged.",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as it is kept: the leaf bytes, its leaf hash, its payload's hash, its place in its author's chain, and whether it
    is a ceremony entry."""

    leaf: bytes
    leaf_hash: bytes
    payload_hash: bytes
    key_id: str
    nth: int
    ceremony: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """Where the log stands: size, right edge of its tree, and the checkpoint over exactly that (empty before the first)."""

    size: int = 0
    edge: tuple[bytes, ...] = ()
    checkpoint: bytes = b""


class Store(Protocol):
    """Keeps entries in order, one head, captured events, and checkpoints with witnesses' signatures."""

    def take_lease(self) -> int:
        """Become the one writer and return the number of this lease; every earlier lease is fenced off."""

    def head(self) -> Head:
        """Return the last committed head."""

    def commit(self, lease: int, rows: Sequence[Row], head: Head) -> None:
        """Add rows and replace the head, all or nothing, durable on return.

        Raises: Refused (``record/fenced``) for an old lease; EnvironmentFails (``record/stopped``) when it is not certain.
        """

    def leaves(self, start: int, stop: int) -> Iterator[bytes]:
        """Yield leaf bytes in order."""

    def leaf_hashes(self, start: int, stop: int) -> list[bytes]:
        """Return leaf hashes in order."""

    def payload_hashes(self) -> dict[bytes, int]:
        """Return the index of every payload's first entry."""

    def chain_heads(self) -> dict[str, tuple[int, bytes]]:
        """Return, for every key, the number and payload hash of its last entry."""

    def ceremonies(self) -> list[int]:
        """Return the indexes of the ceremony entries."""

    def capture(self, envelopes: Sequence[tuple[bytes, bytes]]) -> int:
        """Add (payload hash, envelope) pairs to the grow-only set and return how many were new."""

    def captured(self) -> Iterator[bytes]:
        """Yield the captured envelopes in the order they came."""

    def keep_checkpoint(self, size: int, note: bytes) -> None:
        """Keep a checkpoint with its witnesses' signatures, replacing the one of that size."""

    def checkpoints(self) -> list[bytes]:
        """Return the kept checkpoints by size."""

    def close(self) -> None:
        """Let go."""


@dataclass(slots=True)
class MemoryStore:
    """Keeps everything in memory: for tests, and to state what the protocol means in the fewest words."""

    rows: list[Row] = field(default_factory=list)
    last: Head = field(default_factory=Head)
    lease: int = 0
    grown: dict[bytes, bytes] = field(default_factory=dict)
    notes: dict[int, bytes] = field(default_factory=dict)

    def take_lease(self) -> int:
        """See :class:`Store`."""
        self.lease += 1
        return self.lease

    def head(self) -> Head:
        """See :class:`Store`."""
        return self.last

    def commit(self, lease: int, rows: Sequence[Row], head: Head) -> None:
        """See :class:`Store`."""
        if lease != self.lease:
            raise fenced()
        self.rows.extend(rows)
        self.last = head

    def leaves(self, start: int, stop: int) -> Iterator[bytes]:
        """See :class:`Store`."""
        return (row.leaf for row in self.rows[start:stop])

    def leaf_hashes(self, start: int, stop: int) -> list[bytes]:
        """See :class:`Store`."""
        return [row.leaf_hash for row in self.rows[start:stop]]

    def payload_hashes(self) -> dict[bytes, int]:
        """See :class:`Store`."""
        return {row.payload_hash: index for index, row in reversed(list(enumerate(self.rows)))}

    def chain_heads(self) -> dict[str, tuple[int, bytes]]:
        """See :class:`Store`."""
        return {row.key_id: (row.nth, row.payload_hash) for row in self.rows}

    def ceremonies(self) -> list[int]:
        """See :class:`Store`."""
        return [index for index, row in enumerate(self.rows) if row.ceremony]

    def capture(self, envelopes: Sequence[tuple[bytes, bytes]]) -> int:
        """See :class:`Store`."""
        before = len(self.grown)
        for payload_hash, envelope in envelopes:
            self.grown.setdefault(payload_hash, envelope)
        return len(self.grown) - before

    def captured(self) -> Iterator[bytes]:
        """See :class:`Store`."""
        return iter(list(self.grown.values()))

    def keep_checkpoint(self, size: int, note: bytes) -> None:
        """See :class:`Store`."""
        self.notes[size] = note

    def checkpoints(self) -> list[bytes]:
        """See :class:`Store`."""
        return [self.notes[size] for size in sorted(self.notes)]

    def close(self) -> None:
        """See :class:`Store`."""


def fenced() -> Refused:
    """Return the refusal of an old lease."""
    return Refused(
        Problem(
            FENCED,
            say("another writer holds the lease"),
            why=say("two writers would make two different logs"),
            do=say("close this one, or stop the other and open the record again"),
        )
    )


def stopped(what: str) -> EnvironmentFails:
    """Return the error after which a writer must not go on."""
    return EnvironmentFails(
        Problem(
            STOPPED,
            what,
            why=say("after a failed write nobody can be sure what is on the disk"),
            do=say("check the disk, then open the record again: it reads what is really there"),
        )
    )


def not_a_record(what: str) -> InputWrong:
    """Return the error for a file that is no record, or a damaged one."""
    return InputWrong(
        Problem(
            NOT_A_RECORD,
            say("not a sound record ({what})", what=what),
            why=say("a damaged file could hide entries"),
            do=say("open the latest bundle of any party instead, and keep this file"),
        )
    )

"""The data of the room: an entry as it is read, a bundle as it travels, a verdict as it is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from safeconduct.record.checkpoint import Checkpoint

CAPTURED, RECORDED, WITNESSED = "captured", "recorded", "witnessed"
PROVED, NOT_PROVED, DISPROVED = "proved", "not proved", "disproved"


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of the record, as others read it.

    Arguments:
        index: place in the log; None while only captured.
        event: the payload.
        payload_hash: identity, hexadecimal.
        recorded: the keeper's time of recording, UTC; empty while captured.
        state: captured, recorded or witnessed.
        witnessed: time of the quorum's cosignature, UTC; empty before.
        author: the party whose key signed; ``reconstruction`` when nobody's own words are recorded.
    """

    index: int | None
    event: dict[str, Any]
    payload_hash: str
    recorded: str
    state: str
    witnessed: str
    author: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """What travels on a stick: the log with its checkpoint, and events captured but not yet in order.

    Arguments:
        checkpoint: the signed file, as bytes.
        leaves: the entries in order, as bytes.
        hashes: their leaf hashes as the keeper wrote them (empty when not given): they only help to find *which* entry was changed.
        captured: envelopes, as bytes.
        witnessed: older checkpoints with witnesses' signatures.
    """

    checkpoint: bytes
    leaves: Sequence[bytes]
    hashes: Sequence[bytes] = ()
    captured: Sequence[bytes] = ()
    witnessed: Sequence[bytes] = ()

    @property
    def is_bare(self) -> bool:
        """Whether this is a checkpoint alone."""
        return bool(self.checkpoint) and not self.leaves and not self.captured


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a check: its name, its verdict, a sentence, and the entry it is about."""

    name: str
    verdict: str
    what: str
    entry: int | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the keeper answers for one entry: its index, the path from it to the root, lowest sibling first, and the signed checkpoint."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: Checkpoint


@dataclass(frozen=True, slots=True)
class Held:
    """What the person who checks has kept from elsewhere, and therefore need not take from the bundle.

    Arguments:
        checkpoints: files received earlier, printed, or received from another party.
        receipts: what the keeper gave for single entries.
        policy: the policy file the parties signed, as text; None to take the founding's own.
        founding: the founding fingerprint written down at the ceremony; empty when not at hand.
        now: the time now as POSIX seconds, to show how old the last witness's signature is; 0 when not given.
    """

    checkpoints: Sequence[Checkpoint] = ()
    receipts: Sequence[Receipt] = ()
    policy: str | None = None
    founding: str = ""
    now: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of a check.

    Arguments:
        steps: what was checked, in order.
        remarks: what a reader should know although it disproves nothing (a claim dated after its recording, two versions of one
        id). size: number of entries checked.
        founding: the founding fingerprint of what was checked.
        witnessed: (size, POSIX time) of each checkpoint over which a quorum of witnesses was reached.
    """

    steps: tuple[Step, ...]
    remarks: tuple[Step, ...] = ()
    size: int = 0
    founding: str = ""
    witnessed: tuple[tuple[int, int], ...] = field(default=())

    @property
    def overall(self) -> str:
        """*disproved* if any step is, else *not proved* if any step is, else *proved*."""
        verdicts = {step.verdict for step in self.steps}
        return DISPROVED if DISPROVED in verdicts else NOT_PROVED if NOT_PROVED in verdicts else PROVED

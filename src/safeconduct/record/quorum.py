"""When the witnesses' signatures over a checkpoint make its entries *witnessed*: a quorum signed, and nobody was missing too long.

Time is the witnesses' own. The quorum is reached with the last signature it needs, so one witness whose clock runs ahead moves nothing.
A witness is missing since it last signed any checkpoint in hand, or else since the entry that made it a witness: whoever holds back
older signatures only makes it look longer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from safeconduct.errors import SafeconductError
from safeconduct.record.checkpoint import Checkpoint, read_checkpoint, require_log_signature
from safeconduct.record.keys import KeyRing
from safeconduct.record.note import NoteKey, signers
from safeconduct.record.policy import Policy


class Signed(NamedTuple):
    """A checkpoint that the log signed, the policy it is judged by and the entry that made it, and the witnesses with their times."""

    checkpoint: Checkpoint
    policy: Policy
    since: int
    times: Mapping[NoteKey, int]


def signed_checkpoints(notes: Iterable[bytes], ring: KeyRing) -> list[Signed]:
    """Return what is sound among notes, by size; a note with a false line of a known key is not used at all."""
    found = []
    for data in notes:
        try:
            checkpoint = read_checkpoint(data)
            since, policy = ring.policy_from(checkpoint.size)
            require_log_signature(checkpoint, policy.logs)
            times = signers(checkpoint.note, policy.keys())
        except SafeconductError:
            continue
        if checkpoint.origin == ring.deal:
            found.append(Signed(checkpoint, policy, since, times))
    return sorted(found, key=lambda one: one.checkpoint.size)


def missing_too_long(one: Signed, others: Sequence[Signed], recorded: Callable[[int], int]) -> tuple[str, ...]:
    """Return the witnesses that were missing longer than the policy allows when the quorum over a checkpoint was reached.

    Arguments:
        others: every checkpoint in hand.
        recorded: the keeper's time of an entry, POSIX seconds.
    """
    reached, most = one.policy.reached(one.times), one.policy.hours * 3600
    if reached is None or not most:
        return ()
    last = {key: recorded(one.since) for _, key in one.policy.witnesses}
    for other in others:
        for key, time in other.times.items():
            if key in last and time <= reached:
                last[key] = max(last[key], time)
    return tuple(name for name, key in one.policy.witnesses if reached - last[key] > most)


def quorums(found: Sequence[Signed], recorded: Callable[[int], int]) -> list[tuple[int, int]]:
    """Return (size, POSIX time) of every checkpoint whose entries are witnessed, by size."""
    reached = [(one, one.policy.reached(one.times)) for one in found]
    return [(one.checkpoint.size, time) for one, time in reached if time is not None and not missing_too_long(one, found, recorded)]

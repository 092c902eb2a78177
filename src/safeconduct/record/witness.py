"""A witness: each party, on its own machine, signs that the log it was shown continues the log it was shown before.

The state it keeps is one size and one root per log. It is durable before the signature leaves, for the same reason as the writer's
order rule: a witness that forgets can be led into signing two pasts.

Source: C2SP tlog-witness (the request form ``old N``, proof, checkpoint, carried by file instead of HTTP).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from safeconduct.errors import EvidenceFails, InputWrong, Problem, Refused, register, say
from safeconduct.record.checkpoint import Checkpoint, read_checkpoint, require_log_signature
from safeconduct.record.durable import read_memory, write_memory
from safeconduct.record.ed25519 import to_base64
from safeconduct.record.guard import CONTRADICTED
from safeconduct.record.merkle import Tree, verify_consistency
from safeconduct.record.note import NoteKey, SignatureLine
from safeconduct.record.profile import decode, encode
from safeconduct.record.proof import LONGEST, read_hashes
from safeconduct.record.roots import EMPTY_ROOT
from safeconduct.record.signing import Signer, cosign

NOT_CONTINUED = register(
    "record/not-continued",
    "a checkpoint that cannot be compared with the last one",
    "A witness signs only what it can compare with what it signed before. Import the keeper's bundle first, or ask for a "
    "request file "
    "that starts from the size named here.",
)


@dataclass(frozen=True, slots=True)
class Request:
    """What a witness is asked: the size it is thought to have signed last, the proof from there, the new checkpoint."""

    old: int
    proof: tuple[bytes, ...]
    checkpoint: Checkpoint

    def to_bytes(self) -> bytes:
        """Return the file (the body of ``add-checkpoint``)."""
        lines = [f"old {self.old}", *(to_base64(item) for item in self.proof), "", ""]
        return "\n".join(lines).encode() + self.checkpoint.to_bytes()


def read_request(data: bytes) -> Request:
    """Read a request file. Raises: InputWrong (``record/not-continued``, and those of a checkpoint)."""
    head, gap, rest = data.partition(b"\n\n")
    lines = head.decode("ascii", "replace").split("\n")
    number = lines[0].removeprefix("old ")
    if not gap or number == lines[0] or not re.fullmatch(r"0|[1-9][0-9]{0,15}", number) or len(lines) > LONGEST + 1:
        raise InputWrong(
            Problem(NOT_CONTINUED, say("not a request for a witness"), why=say("it must say from which size it continues"))
        )
    return Request(int(number), tuple(read_hashes(lines[1:])), read_checkpoint(rest))


class WitnessMemory:
    """What a witness remembers, in one small file per log.

    Arguments:
        folder: where the files are; kept on the witness's own machine and not restored from a backup.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def last(self, origin: str) -> tuple[int, bytes]:
        """Return size and root signed last; (0, root of nothing) before the first."""
        return read_memory(self._path(origin), _size_and_root) or (0, EMPTY_ROOT)

    def remember(self, checkpoint: Checkpoint) -> None:
        """Remember a checkpoint, durable on return."""
        state = encode({"origin": checkpoint.origin, "root": checkpoint.root.hex(), "size": checkpoint.size})
        write_memory(self._path(checkpoint.origin), state)

    def _path(self, origin: str) -> Path:
        return self._folder / f"witnessed-{sha256(origin.encode()).hexdigest()[:16]}.json"


def _size_and_root(data: bytes) -> tuple[int, bytes]:
    state = decode(data)
    return int(state["size"]), bytes.fromhex(state["root"])


def witness(
    request: Request, memory: WitnessMemory, logs: Sequence[NoteKey], name: str, signer: Signer, time: int, tree: Tree | None = None
) -> SignatureLine:
    """Cosign a checkpoint if the log's key signed it and it continues the last one.

    Arguments:
        logs: the log's keys, from the policy this witness holds.
        time: POSIX seconds.
        tree: the witness's own verified copy of the log, which replaces a proof.

    Returns: the signature line, after the memory is durable.
    Raises: EvidenceFails (``record/signature``, ``record/contradicted``), Refused (``record/not-continued``).
    """
    checkpoint = request.checkpoint
    require_log_signature(checkpoint, logs)
    old, old_root = memory.last(checkpoint.origin)
    if checkpoint.size < old:
        raise _not_continued(say("you signed {old} entries before; this checkpoint has {size}", old=old, size=checkpoint.size), old)
    proof: Sequence[bytes] = request.proof
    if tree is not None and tree.size >= checkpoint.size:
        if tree.root_at(checkpoint.size) != checkpoint.root:
            raise _contradicted(checkpoint.size)
        proof = tree.consistency(old, checkpoint.size)
    elif request.old != old:
        raise _not_continued(
            say("you signed {old} entries before; this request starts from {start}", old=old, start=request.old), old
        )
    if not verify_consistency(old, old_root, checkpoint.size, checkpoint.root, proof):
        if checkpoint.size == old:
            raise _contradicted(old)
        raise _not_continued(say("no proof that this checkpoint continues the {old} entries you signed", old=old), old)
    memory.remember(checkpoint)
    return cosign(checkpoint, name, signer, time)


def _not_continued(what: str, old: int) -> Refused:
    do = say("import the keeper's latest bundle, or ask for a request that starts from {old}", old=old)
    return Refused(Problem(NOT_CONTINUED, what, why=say("signing it could help somebody show you another past"), do=do))


def _contradicted(size: int) -> EvidenceFails:
    what = say("another root than yours for {size} entries: not signed", size=size)
    return EvidenceFails(
        Problem(CONTRADICTED, what, why=say("the log's key signed two pasts"), do=say("keep this file; it is evidence"))
    )

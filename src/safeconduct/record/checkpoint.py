"""Checkpoints: what the log signs after every batch, and what witnesses sign again.

A checkpoint says *this log had this many entries and this root*. Whoever holds one can later prove that entries were hidden,
changed or cut off.

Source: C2SP tlog-checkpoint, tlog-cosignature.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from safeconduct.errors import EvidenceFails, InputWrong, Problem, register, say
from safeconduct.record.ed25519 import from_base64, to_base64
from safeconduct.record.note import BAD_SIGNATURE, Note, NoteKey, SignatureLine, read_note, signers, write_note

BAD_CHECKPOINT = register(
    "record/checkpoint",
    "a checkpoint that cannot be read, or is of another log",
    "A checkpoint has three lines before its signatures: the name of the log, the number of entries, and the root hash. This file "
    "has something else there, or the name of another log.",
)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A size and a root of one log, with the note they were read from.

    Arguments:
        origin: the name of the log, for example ``record.example/harbour``.
        size: number of entries.
        root: 32 bytes.
        note: text and signatures.
    """

    origin: str
    size: int
    root: bytes
    note: Note

    def to_bytes(self) -> bytes:
        """Return the file."""
        return write_note(self.note.text, self.note.signatures)

    def with_signatures(self, lines: Iterable[SignatureLine]) -> Checkpoint:
        """Return the same checkpoint with further signature lines; a line that is there already is not repeated."""
        merged = dict.fromkeys((*self.note.signatures, *lines))
        return Checkpoint(self.origin, self.size, self.root, Note(self.note.text, tuple(merged)))


def checkpoint_text(origin: str, size: int, root: bytes) -> str:
    """Return the text that a log signs.

    >>> checkpoint_text("record.example/harbour", 0, bytes(32)).splitlines()[:2]
    ['record.example/harbour', '0']
    """
    return f"{origin}\n{size}\n{to_base64(root)}\n"


def read_checkpoint(data: bytes | str) -> Checkpoint:
    """Read a checkpoint without verifying its signatures.

    Raises: InputWrong (``record/checkpoint``, ``record/note``, ``record/base64``).
    """
    note = read_note(data)
    lines = note.text[:-1].split("\n")
    if len(lines) < 3 or not all(lines):
        raise _bad(say("fewer than three lines before the signatures"))
    size = lines[1]
    if not (size.isascii() and size.isdigit()) or len(size) > 16 or (size[0] == "0" and size != "0"):
        raise _bad(say("the number of entries {size} is not a plain number", size=repr(size[:20])))
    return Checkpoint(lines[0], int(size), from_base64(lines[2], 32), note)


def require_log_signature(checkpoint: Checkpoint, logs: Iterable[NoteKey]) -> None:
    """Require that one of the log's keys signed, under the name of the log.

    Raises: EvidenceFails (``record/signature``).
    """
    keys = [key for key in logs if key.name == checkpoint.origin]
    if not signers(checkpoint.note, keys):
        raise EvidenceFails(
            Problem(
                BAD_SIGNATURE,
                say("no known key of the log {origin} signed this checkpoint", origin=repr(checkpoint.origin)),
                why=say("without it the checkpoint is only somebody's claim"),
                do=say("ask the keeper for the signed file, and compare the log's key with your policy file"),
            )
        )


def _bad(what: str) -> InputWrong:
    return InputWrong(
        Problem(
            BAD_CHECKPOINT,
            what,
            why=say("size and root are what everything else is compared with"),
            do=say("copy the checkpoint file again as it was made"),
        )
    )

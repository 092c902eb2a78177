"""One file that proves one entry: its index, the path to the root, and the signed checkpoint. It is also the keeper's receipt.

A receipt binds the keeper: the checkpoint in it commits to the entry, so a later log without the entry contradicts a signature
the author already holds.

Source: C2SP tlog-proof, version 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from safeconduct.errors import InputWrong, Problem, register, say
from safeconduct.record.checkpoint import Checkpoint, read_checkpoint
from safeconduct.record.ed25519 import from_base64, to_base64
from safeconduct.record.model import Receipt

HEADER = "c2sp.org/tlog-proof@v1"
LONGEST = 63

BAD_PROOF = register(
    "record/proof",
    "a proof file that cannot be read",
    "A proof file has a first line naming the format, an index line, one hash per line, an empty line, and the signed checkpoint.",
)


@dataclass(frozen=True, slots=True)
class Proof(Receipt):
    """A receipt as a file; ``extra`` is whatever its maker added, and means nothing here."""

    extra: bytes = b""

    def to_bytes(self) -> bytes:
        """Return the file."""
        extra = [f"extra {to_base64(self.extra)}"] if self.extra else []
        lines = [HEADER, *extra, f"index {self.index}", *(to_base64(item) for item in self.path), "", ""]
        return "\n".join(lines).encode() + self.checkpoint.to_bytes()


def read_proof(data: bytes) -> Proof:
    """Read a proof file.

    Raises: InputWrong (``record/proof``, ``record/base64``, ``record/note``, ``record/checkpoint``).
    """
    head, gap, rest = data.partition(b"\n\n")
    if not gap or len(head) > 1 << 17:
        raise _bad(say("no empty line before the checkpoint"))
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise _bad(say("characters that do not belong there")) from None
    if lines.pop(0) != HEADER or not lines:
        raise _bad(say("the first line is not {header}", header=HEADER))
    extra = from_base64(lines.pop(0)[6:]) if lines[0].startswith("extra ") else b""
    index = lines.pop(0) if lines else ""
    number = index.removeprefix("index ")
    if number == index or not number.isdigit() or len(number) > 16 or (number[0] == "0" and number != "0"):
        raise _bad(say("the index line is not `index` and a number"))
    if len(lines) > LONGEST:
        raise _bad(say("more than {most} hashes", most=LONGEST))
    return Proof(int(number), tuple(from_base64(line, 32) for line in lines), read_checkpoint(rest), extra)


def read_held(files: Sequence[bytes]) -> tuple[list[Checkpoint], list[Proof]]:
    """Read what somebody kept: checkpoints and receipts.

    Raises: what :func:`read_proof` and :func:`safeconduct.record.checkpoint.read_checkpoint` raise.
    """
    receipts = [read_proof(data) for data in files if data.startswith(HEADER.encode())]
    return [read_checkpoint(data) for data in files if not data.startswith(HEADER.encode())], receipts


def read_hashes(lines: Sequence[str]) -> list[bytes]:
    """Read one base64 hash per line. Raises: InputWrong (``record/base64``)."""
    return [from_base64(line, 32) for line in lines]


def _bad(what: str) -> InputWrong:
    return InputWrong(
        Problem(BAD_PROOF, what, why=say("a proof that cannot be read proves nothing"), do=say("copy the file again"))
    )

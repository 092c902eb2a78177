"""One file that proves one entry: its index, the path to the root, and the signed checkpoint. It is also the keeper's receipt.

A receipt binds the keeper: the checkpoint in it commits to the entry, so a later log without the entry contradicts a signature
the author already holds.

Source: C2SP tlog-proof, version 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from safeconduct.errors import EvidenceFails, InputWrong, Problem, register, say
from safeconduct.record.checkpoint import Checkpoint, read_checkpoint, require_log_signature
from safeconduct.record.ed25519 import from_base64, to_base64
from safeconduct.record.merkle import verify_inclusion
from safeconduct.record.model import DISPROVED, PROVED, Bundle, Step
from safeconduct.record.note import signers
from safeconduct.record.policy import Policy
from safeconduct.record.roots import leaf_hash

HEADER = "c2sp.org/tlog-proof@v1"
LONGEST = 63

BAD_PROOF = register(
    "record/proof",
    "a proof file that cannot be read",
    "A proof file has a first line naming the format, an index line, one hash per line, an empty line, and the signed checkpoint.",
)
FALSE_PROOF = register(
    "record/not-included",
    "the entry is not where the proof says",
    "The entry, hashed along the path in the proof, does not lead to the root that was signed. Either the entry was changed, "
    "or the "
    "proof belongs to another entry.",
)
NOT_WITNESSED = register(
    "record/not-witnessed",
    "too few witnesses have signed",
    "The log's own signature shows what the keeper says. Only the witnesses' signatures show that everyone was told the same.",
)


@dataclass(frozen=True, slots=True)
class Proof:
    """The proof that a leaf stands at ``index`` of a checkpoint."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: Checkpoint
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


def require_proof(leaf: bytes, proof: Proof, policy: Policy) -> None:
    """Require that a proof holds for a leaf under a policy: log signature, path, quorum.

    Raises: EvidenceFails (``record/signature``, ``record/not-included``, ``record/not-witnessed``).
    """
    require_log_signature(proof.checkpoint, policy.logs)
    if not verify_inclusion(leaf_hash(leaf), proof.index, proof.checkpoint.size, proof.path, proof.checkpoint.root):
        raise _false(
            FALSE_PROOF,
            say("the entry is not at index {index} of this checkpoint", index=str(proof.index)),
            say("the entry or the proof was changed"),
        )
    signed = signers(proof.checkpoint.note, policy.keys())
    if not policy.satisfied(signed):
        missing = ", ".join(policy.missing(signed))
        raise _false(
            NOT_WITNESSED,
            say("not witnessed: no signature yet from {missing}", missing=missing),
            say("the keeper could show others something else"),
        )


def read_held(files: Sequence[bytes]) -> tuple[list[Checkpoint], list[Proof]]:
    """Read what somebody kept: checkpoints, and receipts, whose checkpoints count as kept too.

    Raises: what :func:`read_proof` and :func:`safeconduct.record.checkpoint.read_checkpoint` raise.
    """
    receipts = [read_proof(data) for data in files if data.startswith(HEADER.encode())]
    bare = [read_checkpoint(data) for data in files if not data.startswith(HEADER.encode())]
    return [*bare, *(receipt.checkpoint for receipt in receipts)], receipts


def judge_receipts(bundle: Bundle, receipts: Sequence[Proof]) -> list[Step]:
    """Say of each receipt whether the entry it was given for stands in the bundle at its place."""
    steps = []
    for proof in receipts:
        size, root = proof.checkpoint.size, proof.checkpoint.root
        leaf = leaf_hash(bundle.leaves[proof.index]) if proof.index < len(bundle.leaves) else b""
        if leaf and verify_inclusion(leaf, proof.index, size, proof.path, root):
            steps.append(
                Step(
                    "receipt",
                    PROVED,
                    say("entry {index} is the one the receipt was given for", index=str(proof.index)),
                    proof.index,
                )
            )
        else:
            what = say("the entry that the receipt was given for is not here at place {index}", index=str(proof.index))
            steps.append(Step("receipt", DISPROVED, what, proof.index))
    return steps


def read_hashes(lines: Sequence[str]) -> list[bytes]:
    """Read one base64 hash per line. Raises: InputWrong (``record/base64``)."""
    return [from_base64(line, 32) for line in lines]


def _bad(what: str) -> InputWrong:
    return InputWrong(
        Problem(BAD_PROOF, what, why=say("a proof that cannot be read proves nothing"), do=say("copy the file again"))
    )


def _false(code: str, what: str, why: str) -> EvidenceFails:
    return EvidenceFails(Problem(code, what, why=why, do=say("ask the keeper for the proof again, and keep this one")))

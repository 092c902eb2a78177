"""Compare what two people hold of one log. If the keeper showed them different pasts, the result is a portable proof of it.

Evidence is two checkpoints, both signed by the log's key, and where they differ in size the proof that ties the longer one to its
own root at the shorter size. It needs no witness and no trust in who brings it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from safeconduct.errors import EvidenceFails, InputWrong, Problem, Text, register, say
from safeconduct.record.bundle import read_bundle
from safeconduct.record.checkpoint import Checkpoint, read_checkpoint, require_log_signature
from safeconduct.record.durable import cannot_read
from safeconduct.record.ed25519 import from_base64, to_base64
from safeconduct.record.envelope import read_envelope
from safeconduct.record.keys import KeyRing
from safeconduct.record.merkle import Tree, verify_consistency
from safeconduct.record.model import Bundle
from safeconduct.record.note import LARGEST_NOTE, NoteKey
from safeconduct.record.policy import read_policy
from safeconduct.record.profile import decode
from safeconduct.record.proof import HEADER as PROOF
from safeconduct.record.proof import read_proof
from safeconduct.record.roots import leaf_hash
from safeconduct.record.witness import Request, read_request

HEADER = "safeconduct/fork-evidence/v1"
SAME, CONTINUES, CONTRADICTED, UNKNOWN = "same", "continues", "contradicted", "cannot tell"
RESULTS: Mapping[str, Text] = {
    SAME: say("same"),
    CONTINUES: say("continues"),
    CONTRADICTED: say("contradicted"),
    UNKNOWN: say("cannot tell"),
}
"""The answers in words."""

BAD_EVIDENCE = register(
    "record/evidence",
    "an evidence file that does not prove a fork",
    "Evidence of a fork is two checkpoints signed by one log key that cannot both be true. In this file a signature does not "
    "hold, or the "
    "two agree.",
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The answer: same, continues, contradicted or cannot tell; a sentence; and the evidence file when there is one."""

    result: str
    what: str
    evidence: bytes = b""


def compare(one: Bundle, other: Bundle, logs: Sequence[NoteKey]) -> Comparison:
    """Compare two bundles, or a bundle and a bare checkpoint (a bundle without entries).

    Raises: EvidenceFails (``record/signature``) when the log's key signed neither or only one.
    """
    pair = sorted(((read_checkpoint(item.checkpoint), item) for item in (one, other)), key=lambda item: item[0].size)
    (short, short_bundle), (long, long_bundle) = pair
    for checkpoint in (short, long):
        require_log_signature(checkpoint, logs)
    if short.origin != long.origin:
        return Comparison(UNKNOWN, say("these are two different records"))
    if short.size == long.size:
        if short.root == long.root:
            return Comparison(SAME, say("both hold the same entries, {size} of them", size=long.size))
        first = _first_difference(short_bundle, long_bundle)
        return Comparison(
            CONTRADICTED,
            say("two roots for {size} entries{first}", size=long.size, first=first),
            write_evidence(short, long, long.root, []),
        )
    if len(long_bundle.leaves) != long.size:
        return Comparison(UNKNOWN, say("the longer one has no entries with it, so they cannot be compared"))
    tree = Tree.of(leaf_hash(leaf) for leaf in long_bundle.leaves)
    root = tree.root_at(short.size)
    if root == short.root:
        return Comparison(
            CONTINUES, say("the one of {size} entries continues the one of {short}", size=long.size, short=short.size)
        )
    first = _first_difference(short_bundle, long_bundle)
    evidence = write_evidence(short, long, root, tree.consistency(short.size))
    return Comparison(CONTRADICTED, say("the first {size} entries differ{first}", size=short.size, first=first), evidence)


def read_either(path: Path) -> Bundle:
    """Read a bundle, or a bare checkpoint or receipt as a bundle without entries.

    Raises: what :func:`safeconduct.record.bundle.read_bundle` raises.
    """
    data = read_small(path)
    if data.startswith(PROOF.encode()):
        return Bundle(read_proof(data).checkpoint.to_bytes(), [])
    is_note = b"\n\n\xe2\x80\x94 " in data and b"\0" not in data
    return Bundle(data, []) if is_note else read_bundle(path)


def read_small(path: Path) -> bytes:
    """Return a file small enough to be a note or a request; nothing of a larger one. Raises: EnvironmentFails (``record/no-file``)."""
    try:
        return path.read_bytes() if path.is_file() and path.stat().st_size < LARGEST_NOTE else b""
    except OSError as error:
        raise cannot_read(path.name, error) from None


def read_asked(path: Path) -> tuple[Request, Bundle]:
    """Read what a witness is asked to sign, a request, a bundle or a checkpoint, as a request; and as what it shows of the log.

    Raises: what :func:`read_either` and :func:`safeconduct.record.witness.read_request` raise.
    """
    data = read_small(path)
    if data.startswith(b"old "):
        request = read_request(data)
        return request, Bundle(request.checkpoint.to_bytes(), [])
    bundle = read_either(path)
    return Request(0, (), read_checkpoint(bundle.checkpoint)), bundle


def log_keys(bundles: Sequence[Bundle], policy: str | None) -> tuple[NoteKey, ...]:
    """Return the log's keys from a policy, or else from the founding in one of the bundles.

    Raises: InputWrong (``record/policy``, and what a founding can raise).
    """
    if policy is not None:
        return read_policy(policy).logs
    for bundle in bundles:
        if bundle.leaves:
            ring = KeyRing(read_checkpoint(bundle.checkpoint).origin)
            ring.apply(0, decode(read_envelope(bundle.leaves[0], leaf=True).payload))
            return ring.policy.logs
    return ()


def write_evidence(short: Checkpoint, long: Checkpoint, root: bytes, proof: Sequence[bytes]) -> bytes:
    """Return an evidence file.

    Arguments:
        root: what the longer checkpoint's log has at the shorter size.
        proof: that the longer checkpoint continues that root.
    """
    lines = [HEADER, to_base64(root), *(to_base64(item) for item in proof), ""]
    parts = ["\n".join(lines).encode(), short.to_bytes(), long.to_bytes()]
    return b"=====\n".join(parts)


def require_evidence(data: bytes, logs: Sequence[NoteKey]) -> tuple[Checkpoint, Checkpoint]:
    """Require that a file proves a fork by the log's own key, and return the two checkpoints.

    Raises: InputWrong or EvidenceFails (``record/evidence``, ``record/signature``).
    """
    parts = data.split(b"=====\n")
    lines = parts[0].decode("ascii", "replace").split("\n")
    if len(parts) != 3 or lines[0] != HEADER or len(lines) < 3:
        raise InputWrong(
            Problem(BAD_EVIDENCE, say("not an evidence file"), why=say("it must hold two checkpoints"), do=say("copy it again"))
        )
    root, *proof = (from_base64(line, 32) for line in lines[1:-1])
    short, long = read_checkpoint(parts[1]), read_checkpoint(parts[2])
    for checkpoint in (short, long):
        require_log_signature(checkpoint, logs)
    tied = verify_consistency(short.size, root, long.size, long.root, proof)
    if short.origin != long.origin or short.size == 0 or not tied or root == short.root:
        raise EvidenceFails(
            Problem(BAD_EVIDENCE, say("the two checkpoints do not exclude each other"), why=say("nothing is proved by it"))
        )
    return short, long


def _first_difference(one: Bundle, other: Bundle) -> str:
    for index, (left, right) in enumerate(zip(one.leaves, other.leaves, strict=False)):
        if left != right:
            return say(", first at entry {index}", index=str(index))
    return ""

"""The rollback guard: never sign when what we hold is older than what we have signed.

Restoring a backup is the likeliest way for an honest keeper to sign a fork: the old file is sound, only shorter. So at every
start the writer compares its log with every checkpoint anyone can show: the mark beside its key, the witnesses', the last
printed one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from safeconduct.errors import EvidenceFails, Place, Problem, Refused, register, say
from safeconduct.record.checkpoint import Checkpoint, checkpoint_text, read_checkpoint, require_log_signature
from safeconduct.record.ed25519 import from_base64, verify
from safeconduct.record.merkle import Tree
from safeconduct.record.note import NoteKey, SignatureLine, line_holds
from safeconduct.record.store import Head, Store, not_a_record

BEHIND = register(
    "record/behind",
    "this log is older than a checkpoint it has signed",
    "Someone holds a checkpoint of this log with more entries than this file has. Most likely a backup was restored. Signing "
    "now would "
    "make a second, different log. Take the missing entries from any party's bundle, then open the record again.",
)
CONTRADICTED = register(
    "record/contradicted",
    "two different logs were signed under one name",
    "Two checkpoints signed by the same log key cannot both be true. Keep both files: together they are proof that needs no "
    "other witness.",
)


def require_not_behind(store: Store, origin: str, logs: Iterable[NoteKey], held: Iterable[Checkpoint]) -> None:
    """Require that the log continues every held checkpoint.

    Arguments:
        held: checkpoints that others can show; one that the log's key did not sign proves nothing and raises.

    Raises: Refused (``record/behind``), EvidenceFails (``record/contradicted``, ``record/signature``).
    Cost: one pass over the leaf hashes when a held checkpoint is older than the log.
    """
    size = store.head().size
    for checkpoint in sorted(held, key=lambda item: -item.size):
        require_log_signature(checkpoint, logs)
        if checkpoint.origin != origin:
            continue
        if checkpoint.size > size:
            raise behind(size, checkpoint.size)
        if root_at(store, checkpoint.size) != checkpoint.root:
            raise contradicted(checkpoint.size)


def newest_ahead(size: int, origin: str, logs: Iterable[NoteKey], shown: Iterable[Checkpoint]) -> Checkpoint | None:
    """Return the largest of the checkpoints shown that has more than ``size`` entries and the log's own signature, if there is one."""
    keys = [key for key in logs if key.name == origin]
    ahead = [item for item in shown if item.origin == origin and item.size > size]
    signed = [one for one in ahead if any(_is_by(key, one, line) for key in keys for line in one.note.signatures)]
    return max(signed, key=lambda item: item.size, default=None)


def _is_by(key: NoteKey, checkpoint: Checkpoint, line: SignatureLine) -> bool:
    return line.name == key.name and line_holds(checkpoint.note.text, key, line)


def growing_tree(head: Head) -> Tree:
    """Return the tree to go on from; its right edge must lead to the root that was signed, or the next signature would be a fork.

    Raises: InputWrong (``record/not-a-record``).
    """
    try:
        tree = Tree.from_edge(head.size, head.edge)
    except ValueError:
        tree = Tree()
    if head.checkpoint and tree.root() != read_checkpoint(head.checkpoint).root:
        raise not_a_record(say("its tree does not lead to the root that was signed"))
    return tree


def root_at(store: Store, size: int) -> bytes:
    """Return the root of the first ``size`` entries, computed from the leaf hashes."""
    return Tree.of(store.leaf_hashes(0, size)).root()


def sees_more(event: Mapping[str, Any], log: NoteKey, size: int) -> bool:
    """Say whether an author has verifiably seen more of this log than ``size`` entries: then we are a restored backup."""
    seen = event.get("seen")
    if not seen or seen["size"] <= size:
        return False
    text = checkpoint_text(log.name, seen["size"], bytes.fromhex(seen["root"]))
    return verify(log.public, text.encode(), from_base64(seen["sig"])[4:])


def behind(size: int, other: int) -> Refused:
    """Return the refusal to sign."""
    return Refused(
        Problem(
            BEHIND,
            say("this log has {size} entries, but it has signed a checkpoint with {other}", size=size, other=other),
            why=say("a restored backup would sign a second, different log"),
            do=say("import the latest bundle of any party, then open the record again"),
        )
    )


def contradicted(size: int) -> EvidenceFails:
    """Return the finding that two checkpoints exclude each other."""
    return EvidenceFails(
        Problem(
            CONTRADICTED,
            say("a signed checkpoint of {size} entries has another root than this log", size=size),
            why=say("the same key signed two different pasts"),
            do=say("keep both files and show them to the other parties (`safeconduct record compare`)"),
            where=Place(entry=size),
        )
    )

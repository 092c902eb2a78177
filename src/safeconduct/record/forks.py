"""A fork found while something is taken in: the proof of it, made from what is here and what was brought.

A bundle shows its own log, the checkpoints others signed, and in every captured event the head its author had seen. Each of them carries
the log's signature, so one that our log does not bear out is evidence against the log's key, whoever brought it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from safeconduct.errors import Problem, SafeconductError, say
from safeconduct.record.checkpoint import Checkpoint, checkpoint_text, read_checkpoint
from safeconduct.record.compare import compare
from safeconduct.record.durable import make_folder, write_durable
from safeconduct.record.ed25519 import from_base64
from safeconduct.record.envelope import read_envelope
from safeconduct.record.event import event_problems
from safeconduct.record.guard import CONTRADICTED
from safeconduct.record.handouts import bundle_of
from safeconduct.record.model import Bundle
from safeconduct.record.note import Note, SignatureLine, write_note
from safeconduct.record.profile import decode
from safeconduct.record.read import load_ring
from safeconduct.record.roots import Roots
from safeconduct.record.store import Store
from safeconduct.record.sync import readable_checkpoints

EVIDENCE = "evidence"
MOST = 16


def keep_forks(folder: Path, store: Store, origin: str, brought: Bundle) -> list[Problem]:
    """Keep in ``evidence/`` each proof of a fork that is shown; return what to say of them.

    Raises: EnvironmentFails (``record/no-file``).
    """
    found = []
    for evidence in forks_shown(store, origin, brought):
        name = sha256(evidence).hexdigest()[:32]
        make_folder(folder / EVIDENCE)
        write_durable(folder / EVIDENCE / name, evidence)
        what = say("the log's key signed two pasts: the proof is {file}", file=f"{EVIDENCE}/{name}")
        why, do = (
            say("both cannot be true, and only the log's own key can sign either"),
            say("show it to every party; it proves itself"),
        )
        found.append(Problem(CONTRADICTED, what, why, do))
    return found


def proofs_in(folder: Path) -> list[str]:
    """Return the proofs of a fork that are kept in a record's folder, as paths within it."""
    return sorted(f"{EVIDENCE}/{path.name}" for path in (folder / EVIDENCE).glob("*") if len(path.name) == 32)


def forks_shown(store: Store, origin: str, brought: Bundle) -> list[bytes]:
    """Return a file of evidence for each past, signed by the log's key, that cannot be true together with ours.

    Cost: a tree over our log, and one signature check for each different head that it does not bear out.
    """
    if not store.head().size:
        return []
    mine, logs = bundle_of(store), load_ring(store, origin).log_keys()
    tree = Roots.of(mine.hashes)
    heads = dict.fromkeys((*readable_checkpoints(brought.witnessed), *heads_seen(brought.captured, origin)))
    odd = [head for head in heads if 0 < head.size <= tree.size and tree.root_at(head.size) != head.root]
    found: dict[bytes, None] = {}
    for theirs in (brought, *(Bundle(head.to_bytes(), []) for head in odd)):
        with suppress(SafeconductError):  # what the log did not sign accuses nobody
            evidence = compare(mine, theirs, logs).evidence
            found |= {evidence: None} if evidence and len(found) < MOST else {}
    return list(found)


def heads_seen(envelopes: Iterable[bytes], origin: str) -> Iterator[Checkpoint]:
    """Yield the checkpoints that the authors of captured events say they had verified; nothing of them is believed yet."""
    for data in envelopes:
        with suppress(SafeconductError):
            event = decode(read_envelope(data, leaf=False).payload)
            if not event_problems(event) and "seen" in event:
                size, root, blob = event["seen"]["size"], bytes.fromhex(event["seen"]["root"]), from_base64(event["seen"]["sig"])
                note = Note(checkpoint_text(origin, size, root), (SignatureLine(origin, blob),))
                yield read_checkpoint(write_note(note.text, note.signatures))

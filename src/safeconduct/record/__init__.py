"""What happened, provable to people who do not trust each other.

An entry cannot be forged by the keeper, hidden from its author, edited, reordered, cut off or shown differently to two parties
without a portable proof of it as soon as two honest people compare notes. No acknowledged entry is lost to a crash. Personal
data is never in it.

    >>> from datetime import UTC, datetime
    >>> line = {"type": "observation", "id": "e1", "actor": "monitor", "recorded": "2031-03-01T11:00:00Z", "confidence": "A",
    ...         "occurred": {"from": "2031-03-01T10:00:00Z", "to": "2031-03-01T10:30:00Z"}, "source": "bulletin 4",
    ...         "body": {"about": "gate 3"}}
    >>> store = MemoryStore()
    >>> writer = reconstruction_record(store, "record.example/harbour", [line], bytes(32), lambda: datetime(2031, 3, 2, tzinfo=UTC))
    >>> verdict = verify_bundle(bundle_of(store))
    >>> [step.name for step in verdict.steps if step.verdict == "proved"]
    ['entries', 'tree', 'log signature', 'seen']
    >>> [(line["index"], line["actor"], line["author"]) for line in history(store, "record.example/harbour")][1:]
    [(1, 'monitor', 'reconstruction')]

Files in reading order.
The bytes and the rules, which is all an independent check needs: ``profile`` (canonical form),
``ed25519`` (strict signatures), ``roots`` (the tree), ``note``, ``checkpoint``, ``policy``, ``proof`` (C2SP files),
``envelope`` and ``event`` (one signed event), ``keys`` (whose key counts where), ``model`` (data), ``quorum`` (witnessed or not), ``audit`` (entries one by one),
``verify`` (the check).
Keeping a record: ``signing``, ``merkle`` (growing, and proofs), ``kinds`` (types of entry), ``durable`` (small files), ``store`` (the protocol), ``sqlite``, ``guard`` (never sign when behind),
``writer``, ``refusals`` (what it answers), ``group`` (many clients).
Working with others: ``author``, ``set_policy``, ``ceremony`` (keys), ``capture``, ``bundle`` and
``tiles`` (files that travel), ``sync``, ``witness``, ``compare`` (evidence of a fork), ``forks``, ``vault`` (personal data), ``disagree``, ``marks``,
``reconstruct``, ``rehearse``, ``read``, ``explain``, ``handouts`` (small files), ``change`` (of roots and policy), ``names``, ``folder``, ``key_files``, ``key_acts``, ``alone`` (one at a time).

Left out on purpose: a network, a clock, and any opinion on who is right.
"""

from safeconduct.record.author import Author, new_id
from safeconduct.record.bundle import bundle_files, read_bundle, write_bundle
from safeconduct.record.capture import author_of, capture
from safeconduct.record.checkpoint import Checkpoint, read_checkpoint
from safeconduct.record.compare import compare, require_evidence
from safeconduct.record.disagree import Disagreement, disagreements
from safeconduct.record.envelope import Envelope
from safeconduct.record.folder import RecordFolder
from safeconduct.record.group import GroupCommit
from safeconduct.record.handouts import bundle_of
from safeconduct.record.kinds import KINDS, json_schema
from safeconduct.record.model import Bundle, Entry, Held, Step, Verdict
from safeconduct.record.read import entries, history, history_line, pending
from safeconduct.record.reconstruct import reconstruct, reconstruction_folder, reconstruction_record
from safeconduct.record.signing import Signer
from safeconduct.record.sqlite import SqliteStore
from safeconduct.record.store import MemoryStore, Store
from safeconduct.record.sync import Merged, merge
from safeconduct.record.vault import Vault
from safeconduct.record.verify import verify_bundle
from safeconduct.record.writer import Recorded, Writer

__all__ = [
    "KINDS",
    "Author",
    "Bundle",
    "Checkpoint",
    "Disagreement",
    "Entry",
    "Envelope",
    "GroupCommit",
    "Held",
    "MemoryStore",
    "Merged",
    "RecordFolder",
    "Recorded",
    "Signer",
    "SqliteStore",
    "Step",
    "Store",
    "Vault",
    "Verdict",
    "Writer",
    "author_of",
    "bundle_files",
    "bundle_of",
    "capture",
    "compare",
    "disagreements",
    "entries",
    "history",
    "history_line",
    "json_schema",
    "merge",
    "new_id",
    "pending",
    "read_bundle",
    "read_checkpoint",
    "reconstruct",
    "reconstruction_folder",
    "reconstruction_record",
    "require_evidence",
    "verify_bundle",
    "write_bundle",
]

"""The small files a record hands out: the newest checkpoint, the policy in force, the proof of one entry, a witness's request."""

from __future__ import annotations

from safeconduct.errors import Problem, Refused, register, say
from safeconduct.record.checkpoint import Checkpoint, read_checkpoint
from safeconduct.record.merkle import Tree
from safeconduct.record.model import Bundle
from safeconduct.record.proof import Proof
from safeconduct.record.read import load_ring
from safeconduct.record.set_policy import written
from safeconduct.record.store import Store
from safeconduct.record.witness import Request

EMPTY = register(
    "record/empty",
    "nothing there yet",
    "The record has no such entry yet. A record begins with its founding: cards, a draft, approvals, then "
    "`safeconduct record keys found`.",
)


def newest_checkpoint(store: Store) -> Checkpoint:
    """Return the checkpoint over everything, with the witnesses' lines that came back.

    Raises: Refused (``record/empty``) before the founding.
    """
    note = store.head().checkpoint
    if not note:
        raise not_founded()
    own = read_checkpoint(note)
    lines = [
        line
        for kept in store.checkpoints()
        for item in [read_checkpoint(kept)]
        if item.size == own.size and item.root == own.root
        for line in item.note.signatures
    ]
    return own.with_signatures(lines)


def bundle_of(store: Store) -> Bundle:
    """Return what a store would export, without writing a file."""
    size = store.head().size
    checkpoint = newest_checkpoint(store).to_bytes() if size else b""
    leaves, hashes = list(store.leaves(0, size)), store.leaf_hashes(0, size)
    return Bundle(checkpoint, leaves, hashes, list(store.captured()), store.checkpoints())


def policy_of(store: Store, deal: str) -> bytes:
    """Return the policy in force as a file. Raises: Refused (``record/empty``) before the founding."""
    if not store.head().size:
        raise not_founded()
    return "\n".join([*written(load_ring(store, deal).policy), ""]).encode()


def proof_of(store: Store, index: int) -> Proof:
    """Return the proof of one entry, which is also the keeper's receipt. Raises: Refused (``record/empty``)."""
    newest = newest_checkpoint(store)
    _require_among(index, newest.size - 1, newest.size)
    return Proof(index, tuple(Tree.of(store.leaf_hashes(0, newest.size)).inclusion(index)), newest)


def request_from(store: Store, old: int) -> Request:
    """Return a request for a witness that signed ``old`` entries last. Raises: Refused (``record/empty``)."""
    newest = newest_checkpoint(store)
    _require_among(old, newest.size, newest.size)
    return Request(old, tuple(Tree.of(store.leaf_hashes(0, newest.size)).consistency(old)), newest)


def not_founded() -> Refused:
    """Return the refusal of anything that needs a founding."""
    why, do = say("there is nothing to show or to go on from"), say("found the record first, or import the keeper's first bundle")
    return Refused(Problem(EMPTY, say("nothing is recorded here yet"), why=why, do=do))


def _require_among(number: int, last: int, size: int) -> None:
    if not 0 <= number <= last:
        what, do = say("there is no {number} here", number=number), say("choose a number from 0 to {last}", last=last)
        raise Refused(Problem(EMPTY, what, why=say("the record holds {size} so far", size=size), do=do))

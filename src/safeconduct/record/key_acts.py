"""What a party does with its keys in its own folder: hands over new ones, approves a draft, records a change of the trust root."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from safeconduct.errors import Problem, Refused, say
from safeconduct.record.ceremony import approve, write_card
from safeconduct.record.change import draft_lines, read_draft, require_own_keys
from safeconduct.record.folder import RecordFolder
from safeconduct.record.keys import NO_AUTHORITY, ROOTS_CHANGED
from safeconduct.record.read import load_ring
from safeconduct.record.signing import Signer
from safeconduct.record.store import Store
from safeconduct.record.writer import Outcome


def renewal_card(folder: RecordFolder, fresh: Mapping[str, Signer]) -> bytes:
    """Return a card with this party's keys, where ``fresh`` (root, witness, log) holds those that are to take the place of the old."""
    root, witness = (fresh.get(name) or folder.signer(name) for name in ("root", "witness"))
    return write_card(folder.deal, folder.party, root, [], witness, fresh.get("log"))


def approve_draft(folder: RecordFolder, store: Store, draft: bytes) -> tuple[bytes, list[str]]:
    """Approve a draft with this party's root, and with its next one where the draft brings it in; return it with what the draft says.

    Raises: RightsMissing (``record/no-key``); InputWrong (``record/card``, ``record/profile``); Refused (``record/ceremony``) when it
        cannot hold, or puts other keys under this party's name.
    """
    ring = load_ring(store, folder.deal)
    body, after = read_draft(draft, ring)
    roots, witnesses = _now_and_next(folder, "root"), _now_and_next(folder, "witness")
    require_own_keys(body, folder.party, roots, folder.signer("author"), witnesses)
    live = {*ring.roots.values(), *after.roots.values()}
    return approve(folder.deal, draft, *(root for root in roots if root.key_id in live)), draft_lines(ring, after)


def change_roots(
    folder: RecordFolder, store: Store, body: Mapping[str, Any], clock: Callable[[], datetime], event_id: str
) -> list[Outcome]:
    """As the keeper, sign and record a change of the trust root; a new log key records its own arrival.

    Raises: what :meth:`RecordFolder.sign` and :meth:`RecordFolder.record` raise.
    """
    use = "log.next" if folder.secrets.has("log.next") else "log"
    log = folder.signer(use)
    envelope = folder.sign(store, ROOTS_CHANGED, body, clock(), event_id, "root")
    outcomes = folder.record(store, clock, [envelope.to_bytes()], log=log)
    folder.settle(store)
    return outcomes


def no_such_key(key: str, found: int) -> Refused:
    """Return the refusal of a key that is not, or not clearly, one of the record's."""
    what = (
        say("{found} keys of this record begin with {key}", found=found, key=repr(key[:64]))
        if found
        else say("no key of this record begins with {key}", key=repr(key[:64]))
    )
    do = say("copy at least its first six characters from `safeconduct record keys list`")
    return Refused(Problem(NO_AUTHORITY, what, why=say("revoking the wrong key would silence somebody"), do=do))


def _now_and_next(folder: RecordFolder, name: str) -> list[Signer]:
    return [folder.signer(use) for use in (name, f"{name}.next") if use == name or folder.secrets.has(use)]

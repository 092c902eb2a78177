"""The key ceremony, step by step: each party makes a card, the keeper drafts the founding, each root approves, the keeper records
it.

Nothing here decides whether a step holds; ``keys.py`` does, for writer and verifier alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from safeconduct.errors import InputWrong, Problem, SafeconductError, register, say
from safeconduct.record.ed25519 import to_base64
from safeconduct.record.keys import ENROLLED, KeyRing, enrolment_bytes, roots_bytes
from safeconduct.record.note import COSIGNATURE, PLAIN, NoteKey, read_key
from safeconduct.record.profile import decode, encode, is_name
from safeconduct.record.set_policy import policy_lines
from safeconduct.record.signing import Signer

BAD_CARD = register(
    "record/card",
    "a card or draft that cannot be read",
    "At the ceremony each party hands over a card with its public keys, and gets back a draft to approve. These are small "
    "files made by "
    "`safeconduct record keys`. This one has another form, or is for another record.",
)


def new_key(deal: str, party: str, signer: Signer, role: str, scope: Sequence[str] = (), expires: str = "") -> dict[str, Any]:
    """Return the entry of a new key, with its proof of possession.

    Arguments:
        role: author, device or reconstruction.
        scope: types it may sign; empty for all.
        expires: UTC time, or empty.
    """
    key: dict[str, Any] = {"public": to_base64(signer.public), "role": role, "scope": list(scope), "expires": expires or None}
    return {**key, "proof": to_base64(signer.sign(enrolment_bytes(deal, party, key)))}


def write_card(
    deal: str, party: str, root: Signer, keys: Sequence[Mapping[str, Any]], witness: Signer | None, log: Signer | None = None
) -> bytes:
    """Return a party's card: its root, its first keys, its witness key (None for a party that does not witness), and the log key with
    which it would keep the record from then on."""
    name = f"{deal}/witness/{party}"
    vkey = str(NoteKey(name, COSIGNATURE, witness.public)) if witness else None
    card = {"deal": deal, "party": party, "root": to_base64(root.public), "keys": [dict(key) for key in keys], "witness": vkey}
    return encode(card | ({"log": str(NoteKey(deal, PLAIN, log.public))} if log else {}))


def write_device_card(deal: str, party: str, key: Mapping[str, Any]) -> bytes:
    """Return the card of a device that made its own key, for the party's root to enrol.

    Raises: Refused (``record/ceremony``) for a key that no enrolment could hold.
    """
    KeyRing(deal).apply(1, {"type": ENROLLED, "actor": party, "body": key})
    return encode({"deal": deal, "key": dict(key), "party": party})


def read_device_card(data: bytes, deal: str, party: str) -> dict[str, Any]:
    """Read the key from the card of a party's device. Raises: InputWrong (``record/card``)."""
    card = decode_small(data)
    if set(card) != {"deal", "key", "party"} or (card["deal"], card["party"]) != (deal, party) or not isinstance(card["key"], dict):
        what, why = (
            say("not a card of a device of {party} for this record", party=party),
            say("its key would sign in the party's name"),
        )
        raise InputWrong(Problem(BAD_CARD, what, why=why, do=say("make it on the device: `safeconduct record init --device`")))
    key: dict[str, Any] = card["key"]
    return key


def draft_founding(
    deal: str, log: Signer, cards: Sequence[bytes], threshold: int, needed: int, must: Sequence[str] = (), hours: int = 0
) -> bytes:
    """Return the founding for the parties to approve.

    Arguments:
        threshold: how many roots must agree to change roots or policy.
        needed: how many witnesses make the quorum.
        must, hours: as for :func:`safeconduct.record.set_policy.policy_lines`.

    Raises: InputWrong (``record/card``); Refused (``record/ceremony``) for what no approval could make hold.
    """
    read = [read_card(card, deal) for card in cards]
    witnesses = [(card["party"], read_key(card["witness"])) for card in read if card["witness"]]
    lines = policy_lines(NoteKey(deal, PLAIN, log.public), witnesses, needed, must, hours)
    parties = [{"name": card["party"], "root": card["root"], "keys": card["keys"]} for card in read]
    draft = {"parties": parties, "policy": lines, "threshold": threshold, "version": 0, "approvals": []}
    KeyRing(deal).trial(draft)
    return encode(draft)


def approve(deal: str, draft: bytes, *roots: Signer) -> bytes:
    """Return the approval of a draft by one party's root (or by its old and its new one), as a file to hand back."""
    statement = roots_bytes(deal, decode(draft))
    return encode({"approvals": [{"key": root.key_id, "sig": to_base64(root.sign(statement))} for root in roots]})


def with_approvals(draft: bytes, approvals: Sequence[bytes]) -> dict[str, Any]:
    """Return the body of the founding or change, complete with approvals. Raises: InputWrong (``record/card``)."""
    body, read = decode_small(draft), [decode_small(approval) for approval in approvals]
    if not all(isinstance(item.get("approvals"), list) for item in read):
        why, do = say("only what `keys approve` wrote counts"), say("give the draft first, then every party's approval")
        raise InputWrong(Problem(BAD_CARD, say("one of these files is not an approval"), why=why, do=do))
    return {**body, "approvals": [one for item in read for one in item["approvals"]]}


def rotation(
    deal: str, party: str, old: str, new: Signer, role: str, scope: Sequence[str] = (), expires: str = ""
) -> dict[str, Any]:
    """Return the body of a ``key.rotated`` event."""
    return {"old": old, **new_key(deal, party, new, role, scope, expires)}


def read_card(data: bytes, deal: str) -> dict[str, Any]:
    """Read a party's card. Raises: InputWrong (``record/card``)."""
    card = decode_small(data)
    if set(card) - {"log"} != {"deal", "keys", "party", "root", "witness"} or card["deal"] != deal or not _has_the_form(card):
        what = say("not a card for this record")
        raise InputWrong(
            Problem(BAD_CARD, what, why=say("keys must be for this record"), do=say("make the card again with its name"))
        )
    return card


def _has_the_form(card: Mapping[str, Any]) -> bool:
    texts = [card["root"], *(card[name] for name in ("log", "witness") if card.get(name) is not None)]
    keys = card["keys"]
    return (
        is_name(card["party"])
        and all(type(text) is str for text in texts)
        and type(keys) is list
        and all(type(key) is dict for key in keys)
    )


def decode_small(data: bytes) -> dict[str, Any]:
    """Read a card, draft or approval; anything else is an empty object, which is none of them."""
    try:
        return decode(data)
    except SafeconductError:
        return {}

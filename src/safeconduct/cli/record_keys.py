"""``safeconduct record keys``: the ceremony by file, and every later change of keys."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from safeconduct.cli.record_base import (
    FILE,
    Said,
    after_recording,
    at_work,
    fresh_id,
    in_folder,
    now,
    open_folder,
    read_file,
    record,
    said,
    to_file,
    write_file,
)
from safeconduct.errors import SafeconductError, Text, say

if TYPE_CHECKING:
    from safeconduct.record import RecordFolder, SqliteStore


HOURS = click.IntRange(0, 999_999)


@record.group()
def keys() -> None:
    """Found the record together; enrol, rotate and revoke keys."""


@in_folder
def _list(folder: Path) -> Said:
    """List every key, whose it is, and from and until which entry it counts."""
    from safeconduct.record.change import draft_lines
    from safeconduct.record.handouts import not_founded
    from safeconduct.record.keys import KeyRing
    from safeconduct.record.read import load_ring

    here = open_folder(folder)
    with closing(here.store()) as store:
        ring = load_ring(store, here.deal)
    if ring.version < 0:
        raise not_founded()
    rows: list[dict[str, Any]] = [
        {"key": name, "party": key.party, "role": key.role, "since": max(key.since, 0), "until": key.until, "expires": key.expires}
        for name, key in ring.keys.items()
    ]
    return {"keys": rows}, [*draft_lines(KeyRing(here.deal), ring)[1:], *map(_key_line, rows)], 0


def _key_line(row: dict[str, Any]) -> Text:
    key = f"{row['key'][:16]}…  {row['role']:<9} {row['party'] or '-':<14}"
    if row["until"] is None:
        return say("{key} from {since}", key=key, since=str(row["since"]))
    return say("{key} from {since} until {until}", key=key, since=str(row["since"]), until=str(row["until"]))


@in_folder
@to_file
@click.argument("cards", type=FILE, nargs=-1, required=True)
@click.option("--threshold", type=int, required=True, help="how many parties must agree to change roots or policy")
@click.option("--witnesses", type=int, required=True, help="how many witnesses make the quorum")
@click.option("--must", multiple=True, metavar="PARTY", help="a witness that is always among them; repeat")
@click.option("--missing", "hours", type=HOURS, default=0, help="hours a witness may be missing (default: any time)")
def _draft(
    folder: Path, out: Path, cards: tuple[Path, ...], threshold: int, witnesses: int, must: tuple[str, ...], hours: int
) -> Said:
    """As the keeper, draft the founding from the parties' cards."""
    from safeconduct.record.ceremony import draft_founding

    here = open_folder(folder)
    draft = draft_founding(here.deal, here.signer("log"), [read_file(card) for card in cards], threshold, witnesses, must, hours)
    return _hand_round(here, out, draft)


@in_folder
@to_file
@click.argument("cards", type=FILE, nargs=-1)
@click.option("--drop", multiple=True, metavar="PARTY", help="a party that leaves; repeat")
@click.option("--threshold", type=int, help="how many parties must agree to later changes (default: as now)")
@click.option("--witnesses", type=int, help="how many witnesses make the quorum (default: as now)")
@click.option(
    "--must", multiple=True, metavar="PARTY", help="a witness that is always among them; repeat; '' for nobody (default: as now)"
)
@click.option("--missing", "hours", type=HOURS, help="hours a witness may be missing, 0 for any time (default: as now)")
def _change(folder: Path, out: Path, cards: tuple[Path, ...], drop: tuple[str, ...], **given: Any) -> Said:
    """Draft a change of parties, roots, witnesses or log key from the cards of those whose keys change."""
    from safeconduct.record.change import draft_change
    from safeconduct.record.handouts import not_founded
    from safeconduct.record.read import load_ring

    here = open_folder(folder)
    with closing(here.store()) as store:
        ring = load_ring(store, here.deal)
    if ring.version < 0:
        raise not_founded()
    draft = draft_change(
        ring,
        [read_file(card) for card in cards],
        drop,
        given["threshold"],
        given["witnesses"],
        [name for name in given["must"] if name] if given["must"] else None,
        given["hours"],
    )
    return _hand_round(here, out, draft)


def _hand_round(here: RecordFolder, out: Path, draft: bytes) -> Said:
    write_file(out, draft)
    line = say("{name}: each party reads it, then runs `safeconduct record keys approve {name}`", name=out.name)
    return {"file": out.name}, [line], 0


@in_folder
@to_file
@click.option("--root", is_flag=True, help="a new root key")
@click.option("--witness", is_flag=True, help="a new witness key")
@click.option("--log", is_flag=True, help="a log key with which this folder is to keep the record from then on")
def _renew(folder: Path, out: Path, root: bool, witness: bool, log: bool) -> Said:
    """Make new keys and a card with them, for `keys change`; they take their places once the change is recorded."""
    from safeconduct.record.key_acts import renewal_card

    if not (root or witness or log):
        raise click.UsageError(say("say which key: --root, --witness or --log"))
    with at_work(folder) as (here, _):
        wanted = [name for name, asked in (("root", root), ("witness", witness), ("log", log)) if asked]
        fresh = {name: here.secrets.prepare(name, os.urandom(32)) for name in wanted}
        write_file(out, renewal_card(here, fresh))
    line = say("{name}: a card for `safeconduct record keys change`; the new keys do not count yet", name=out.name)
    return {"file": out.name}, [line], 0


@in_folder
@to_file
@click.argument("draft", type=FILE)
def _approve(folder: Path, out: Path, draft: Path) -> Said:
    """Show what DRAFT says, and approve it with this party's root key."""
    from safeconduct.record.key_acts import approve_draft

    here = open_folder(folder)
    with closing(here.store()) as store:
        approval, lines = approve_draft(here, store, read_file(draft))
    write_file(out, approval)
    return {"file": out.name}, [*lines, say("approved: give {name} to the keeper", name=out.name)], 0


@in_folder
@click.argument("draft", type=FILE)
@click.argument("approvals", type=FILE, nargs=-1, required=True)
def _found(folder: Path, draft: Path, approvals: tuple[Path, ...]) -> Said:
    """As the keeper, write the founding as entry 0."""
    from safeconduct.record.ceremony import with_approvals

    body = with_approvals(read_file(draft), [read_file(path) for path in approvals])
    with at_work(folder) as (here, store):
        founding = here.found(store, body, now)
    return {"founding": founding}, [say("Founded. Each party writes this fingerprint down: {founding}", founding=founding)], 0


@in_folder
@click.argument("draft", type=FILE)
@click.argument("approvals", type=FILE, nargs=-1, required=True)
def _apply(folder: Path, draft: Path, approvals: tuple[Path, ...]) -> Said:
    """As the keeper (the new one, where the log key changes), record a change that enough parties approved."""
    from safeconduct.record.ceremony import with_approvals
    from safeconduct.record.key_acts import change_roots

    body = with_approvals(read_file(draft), [read_file(path) for path in approvals])
    with at_work(folder) as (here, store):
        outcomes = change_roots(here, store, body, now, fresh_id())
    return after_recording(outcomes, {"state": "captured"})


def _lead(here: RecordFolder, store: SqliteStore, kind: str, body: dict[str, Any]) -> Said:
    envelope = here.sign(store, kind, body, now(), fresh_id(), "root")
    here.settle(store)
    data: dict[str, Any] = {"hash": envelope.payload_hash, "state": "captured"}
    if here.keeper:
        return after_recording(here.record_captured(store, now), data)
    return data, [say("{kind} is captured; it counts once the keeper has recorded it", kind=kind)], 0


@in_folder
@click.argument("name", required=False)
@click.option("--card", type=FILE, help="the card of a device that made its own key (`record init --device`), instead of NAME")
@click.option("--role", type=click.Choice(["author", "device", "reconstruction"]), default="device")
@click.option("--scope", multiple=True, help="a type it may sign; repeat; none means all")
@click.option("--expires", default="", help="UTC time, as 2031-04-01T00:00:00Z")
def _enrol(folder: Path, name: str | None, card: Path | None, role: str, scope: tuple[str, ...], expires: str) -> Said:
    """Make a key called NAME and enrol it for this party; `record add --key NAME` then signs with it.

    With --card enrol the key that a device made for itself: what it may sign, and until when, stands in the card.
    """
    from safeconduct.record.ceremony import new_key, read_device_card

    if (name is None) is (card is None) or (card and (scope or expires)):
        raise click.UsageError(say("give the NAME of a key to make here, or --card alone"))
    if card is not None:
        with at_work(folder) as (here, store):
            key = read_device_card(read_file(card), here.deal, here.party)
            data, lines, code = _lead(here, store, "key.enrolled", key)
        return data, [_device_line(key), *lines], code
    assert name is not None
    with at_work(folder) as (here, store):
        here.secrets.write(name, os.urandom(32))
        try:
            return _lead(here, store, "key.enrolled", new_key(here.deal, here.party, here.signer(name), role, scope, expires))
        except SafeconductError:
            here.secrets.drop(name)
            raise


def _device_line(key: dict[str, Any]) -> Text:
    from safeconduct.record.ed25519 import from_base64, key_id

    what = say("types {names}", names=", ".join(key["scope"])) if key["scope"] else say("all types")
    until = say(", until {expires}", expires=key["expires"]) if key["expires"] else ""
    return say("device key {key}…: {what}{until}", key=key_id(from_base64(key["public"]))[:16], what=what, until=until)


@in_folder
@click.option("--name", default="author", help="which key (default: author)")
def _rotate(folder: Path, name: str) -> Said:
    """Replace a key by a fresh one; the old one is kept aside and no longer counts."""
    from safeconduct.record.capture import expected_ring
    from safeconduct.record.ceremony import rotation
    from safeconduct.record.key_acts import no_such_key

    with at_work(folder) as (here, store):
        old = here.secrets.signer(name)
        enrolled = expected_ring(store, here.deal)[0].keys.get(old.key_id)
        if enrolled is None:
            raise no_such_key(old.key_id, 0)
        fresh = here.secrets.prepare(name, os.urandom(32))
        body = rotation(here.deal, here.party, old.key_id, fresh, enrolled.role, enrolled.scope, enrolled.expires)
        return _lead(here, store, "key.rotated", body)


@in_folder
@click.argument("key")
@click.option("--reason", required=True)
def _revoke(folder: Path, key: str, reason: str) -> Said:
    """Revoke a key of this party, from the entry this becomes; KEY is its id, or enough of its beginning."""
    from safeconduct.record.capture import expected_ring
    from safeconduct.record.key_acts import no_such_key

    with at_work(folder) as (here, store):
        keys = expected_ring(store, here.deal)[0].keys
        found = [name for name in keys if name.startswith(key.rstrip("…"))] if len(key) >= 6 else []
        if len(found) != 1:
            raise no_such_key(key, len(found))
        return _lead(here, store, "key.revoked", {"revoked": found[0], "reason": reason})


_VERBS: dict[str, Callable[..., Said]] = {
    "list": _list,
    "draft": _draft,
    "approve": _approve,
    "found": _found,
    "change": _change,
    "renew": _renew,
    "apply": _apply,
    "enrol": _enrol,
    "rotate": _rotate,
    "revoke": _revoke,
}
for _name, _function in _VERBS.items():
    said(_function, keys, _name)

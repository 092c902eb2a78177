"""``safeconduct record keys``: the ceremony by file, and every later change of keys."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from safeconduct.cli.record_base import (
    FILE,
    Said,
    after_recording,
    in_folder,
    now,
    open_folder,
    read_file,
    record,
    said,
    to_file,
    write_file,
)


@record.group()
def keys() -> None:
    """Found the record together; enrol, rotate and revoke keys."""


@in_folder
def _list(folder: Path) -> Said:
    """List every key, whose it is, and from and until which entry it counts."""
    from safeconduct.record.writer import load_ring

    here = open_folder(folder)
    ring = load_ring(here.store(), here.deal)
    rows: list[dict[str, Any]] = [
        {"key": name, "party": key.party, "role": key.role, "since": max(key.since, 0), "until": key.until, "expires": key.expires}
        for name, key in ring.keys.items()
    ]
    lines = [f"{row['key'][:16]}…  {row['role']:<9} {row['party'] or '-':<14} from {row['since']}" for row in rows]
    lines = [line + (f" until {row['until']}" if row["until"] is not None else "") for line, row in zip(lines, rows, strict=True)]
    return {"keys": rows}, lines, 0


@in_folder
@to_file
@click.argument("cards", type=FILE, nargs=-1, required=True)
@click.option("--threshold", type=int, required=True, help="how many parties must agree to change roots or policy")
@click.option("--witnesses", type=int, required=True, help="how many witnesses make the quorum")
def _draft(folder: Path, out: Path, cards: tuple[Path, ...], threshold: int, witnesses: int) -> Said:
    """As the keeper, draft the founding from the parties' cards."""
    from safeconduct.record.ceremony import draft_founding

    here = open_folder(folder)
    draft = draft_founding(here.deal, here.signer("log"), [read_file(card) for card in cards], threshold, witnesses)
    write_file(out, draft)
    return {"file": out.name}, [f"{out.name}: each party reads it, then runs `safeconduct record keys approve {out.name}`"], 0


@in_folder
@to_file
@click.argument("draft", type=FILE)
def _approve(folder: Path, out: Path, draft: Path) -> Said:
    """Approve a draft with this party's root key."""
    from safeconduct.record.ceremony import approve

    here = open_folder(folder)
    write_file(out, approve(here.deal, read_file(draft), here.signer("root")))
    return {"file": out.name}, [f"approved: give {out.name} to the keeper"], 0


@in_folder
@click.argument("draft", type=FILE)
@click.argument("approvals", type=FILE, nargs=-1, required=True)
def _found(folder: Path, draft: Path, approvals: tuple[Path, ...]) -> Said:
    """As the keeper, write the founding as entry 0."""
    from safeconduct.record.ceremony import with_approvals

    here = open_folder(folder)
    body = with_approvals(read_file(draft), [read_file(path) for path in approvals])
    founding = here.found(here.store(), body, now)
    return {"founding": founding}, [f"Founded. Each party writes this fingerprint down: {founding}"], 0


def _lead(folder: Path, kind: str, body: dict[str, Any], signer: str) -> Said:
    from safeconduct.record import capture, new_id

    here = open_folder(folder)
    store = here.store()
    author = here.author(store, signer)
    envelope = capture(store, author, kind, body, event_id=new_id(time.time_ns() // 1_000_000, os.urandom(10)))
    data: dict[str, Any] = {"hash": envelope.payload_hash, "state": "captured"}
    if here.keeper:
        return after_recording(here.record_captured(store, now), data)
    return data, [f"{kind} is captured; it counts once the keeper has recorded it"], 0


@in_folder
@click.argument("name")
@click.option("--role", type=click.Choice(["author", "device", "reconstruction"]), default="device")
@click.option("--scope", multiple=True, help="a type it may sign; repeat; none means all")
@click.option("--expires", default="", help="UTC time, as 2031-04-01T00:00:00Z")
def _enrol(folder: Path, name: str, role: str, scope: tuple[str, ...], expires: str) -> Said:
    """Make a key called NAME and enrol it for this party."""
    from safeconduct.record.ceremony import new_key

    here = open_folder(folder)
    here.write_key(name, os.urandom(32))
    return _lead(folder, "key.enrolled", new_key(here.deal, here.party, here.signer(name), role, scope, expires), "root")


@in_folder
@click.option("--name", default="author", help="which key (default: author)")
def _rotate(folder: Path, name: str) -> Said:
    """Replace a key by a fresh one; the old one is kept aside and no longer counts."""
    from safeconduct.record.ceremony import rotation
    from safeconduct.record.writer import load_ring

    here = open_folder(folder)
    old = here.signer(name)
    role = load_ring(here.store(), here.deal).keys[old.key_id]
    here.replace_key(name, os.urandom(32))
    body = rotation(here.deal, here.party, old.key_id, here.signer(name), role.role, role.scope)
    return _lead(folder, "key.rotated", body | {"expires": role.expires or None}, "root")


@in_folder
@click.argument("key")
@click.option("--reason", required=True)
def _revoke(folder: Path, key: str, reason: str) -> Said:
    """Revoke the key with id KEY from the entry this becomes."""
    return _lead(folder, "key.revoked", {"revoked": key, "reason": reason}, "root")


_VERBS: dict[str, Callable[..., Said]] = {
    "list": _list,
    "draft": _draft,
    "approve": _approve,
    "found": _found,
    "enrol": _enrol,
    "rotate": _rotate,
    "revoke": _revoke,
}
for _name, _function in _VERBS.items():
    said(_function, keys, _name)

"""``safeconduct record init``, ``add`` and ``erase``: what makes new entries."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from safeconduct.cli.record_base import (
    FILE,
    Said,
    after_recording,
    at_work,
    entries_of,
    fresh_id,
    in_folder,
    now,
    read_file,
    said,
)
from safeconduct.errors import Problem, Refused, Text, both, say


@said
@click.argument("folder", type=FILE)
@click.option("--deal", help="name of the record, for example record.example/harbour")
@click.option("--party", help="whose folder it is: plain lower-case letters")
@click.option("--keeper", is_flag=True, help="this folder will put entries in order")
@click.option("--alone", is_flag=True, help="found the record at once, with this party only and no witnesses")
@click.option("--device", is_flag=True, help="a device that signs for the party; `record keys enrol --card` enrols its card")
@click.option("--scope", multiple=True, help="with --device: a type it may sign; repeat; none means all")
@click.option("--expires", default="", help="with --device: UTC time, as 2031-04-01T00:00:00Z")
@click.option("--from-case", "case", metavar="CASE", help="sign the history of CASE with one key named reconstruction")
@click.option("--rehearse", metavar="KEEPER", help="with --from-case, of an invented case: each actor signs, KEEPER keeps the log")
def init(
    folder: Path,
    deal: str | None,
    party: str | None,
    keeper: bool,
    alone: bool,
    case: str | None,
    device: bool,
    scope: tuple[str, ...],
    expires: str,
    rehearse: str | None,
) -> Said:
    """Make FOLDER with fresh keys, and a card.json to hand to the keeper.

    With --device it is made on the device itself: its one key never leaves it, and the card goes to whoever holds the party's root key.

    With --from-case the record is a reconstruction: one key named reconstruction signs every entry of CASE, and nobody's signature is
    invented. Its name is record.example/DEAL unless --deal gives another. An invented case can be rehearsed: FOLDER gets a folder for each
    actor, who sign with keys of their own, disagree, correct and witness.
    """
    from safeconduct.record.folder import RecordFolder

    if case is not None:
        return _from_case(folder, case, deal) if rehearse is None else _rehearsal(folder, case, deal, rehearse)
    if deal is None or party is None:
        raise click.UsageError(say("--deal and --party are wanted, or --from-case CASE"))
    if device:
        if keeper or alone:
            raise click.UsageError(say("a device signs for a party; it neither keeps nor founds a record"))
        return _device(folder, deal, party, scope, expires)
    made = RecordFolder.make(folder, deal, party, keeper=keeper or alone, random=os.urandom)
    made.write_card()
    lines = [say("{name} is ready: keys/ holds secrets and stays here; card.json goes to the keeper.", name=folder.name)]
    if alone:
        founding = made.found_alone(now)
        return (
            {"deal": deal, "party": party, "founding": founding},
            [*lines, say("Founded. Write this fingerprint down: {founding}", founding=founding)],
            0,
        )
    return {"deal": deal, "party": party, "card": "card.json"}, lines, 0


def _device(folder: Path, deal: str, party: str, scope: tuple[str, ...], expires: str) -> Said:
    from safeconduct.record import Signer
    from safeconduct.record.ceremony import new_key, write_device_card
    from safeconduct.record.folder import RecordFolder

    trial = new_key(deal, party, Signer(bytes(32)), "device", scope, expires)
    write_device_card(deal, party, trial)  # refuses what no enrolment could hold before anything is made
    made = RecordFolder.make(folder, deal, party, keeper=False, random=os.urandom, device=True)
    made.write_device_card(scope, expires)
    key = made.signer("author").key_id
    lines = [
        say("{name} is ready: its key {key}… stays here; card.json goes to {party}.", name=folder.name, key=key[:16], party=party)
    ]
    return {"deal": deal, "party": party, "card": "card.json", "key": key}, lines, 0


def _from_case(folder: Path, case: str, deal: str | None) -> Said:
    from safeconduct.case import read_case
    from safeconduct.record import reconstruction_folder

    found = read_case(case)
    here = reconstruction_folder(folder, deal or f"record.example/{found.settings.deal}", found.history, now, os.urandom)
    founding = here.fingerprint()
    data = {"deal": here.deal, "party": here.party, "founding": founding, "entries": len(found.history)}
    entries = entries_of(len(found.history))
    line = say("{name} is ready: {entries}, signed by one key named {party}.", name=folder.name, entries=entries, party=here.party)
    return data, [line, say("Founded. Write this fingerprint down: {founding}", founding=founding)], 0


def _rehearsal(folder: Path, case: str, deal: str | None, keeper: str) -> Said:
    from safeconduct.case import read_case
    from safeconduct.record.keys import NO_AUTHORITY
    from safeconduct.record.rehearse import Rehearsal

    found = read_case(case)
    if found.settings.is_reconstruction:
        do = say("leave --rehearse out: one key named reconstruction signs, and every screen says so")
        what, why = say("this case tells what really happened"), say("a signature of somebody real would be invented")
        raise Refused(Problem(NO_AUTHORITY, what, why, do))
    made = Rehearsal(
        folder, deal or f"record.example/{found.settings.deal}", found.history, keeper, lambda _, size: os.urandom(size)
    )
    made.sign_all()
    made.witness_all()
    founding = made.keeper.fingerprint()
    data = {
        "deal": made.deal,
        "founding": founding,
        "entries": len(found.history),
        "keeper": keeper,
        "folders": sorted(made.folders),
    }
    return (
        data,
        [
            say(
                "{entries}, each signed by its own author: {names}.",
                entries=entries_of(len(found.history)),
                names=both(sorted(made.folders)),
            ),
            say("Everybody has witnessed it; see `safeconduct record show -C {folder}`.", folder=f"{folder}/{keeper}"),
            say("Founded. Write this fingerprint down: {founding}", founding=founding),
        ],
        0,
    )


@said
@click.argument("kind")
@in_folder
@click.option("--body", default="{}", help="the body, as JSON")
@click.option("--occurred", help="FROM or FROM/TO, UTC, as 2031-03-01T10:00:00Z")
@click.option("--method", help="saw, heard, told, document or sensor")
@click.option("--place", help="where")
@click.option("--source", help="who says so")
@click.option("--confidence", help="A, B or C")
@click.option("--seal", type=FILE, help="file with personal data; only a commitment to it goes into the log")
@click.option("--person", help="handle in the vault to seal it under; it must not say who it is")
@click.option("--key", default="author", help="which of this folder's keys signs")
@click.option("--capture-only", is_flag=True, help="as the keeper, do not put it in order yet")
def add(
    kind: str,
    folder: Path,
    body: str,
    seal: Path | None,
    person: str | None,
    key: str,
    capture_only: bool,
    **fields: str | None,
) -> Said:
    """Sign an event of type KIND and keep it; the keeper also records it at once."""
    from safeconduct.record.author import read_body, read_interval
    from safeconduct.record.explain import STATES
    from safeconduct.record.kinds import like_a_kind

    occurred = read_interval(fields.pop("occurred", None))
    content = read_body(body)
    event_id = fresh_id()
    with at_work(folder) as (here, store):
        sealed = [here.vault().seal(person or "", read_file(seal, say("the file to seal")), os.urandom(32))] if seal else None
        envelope = here.sign(store, kind, content, now(), event_id, key, occurred=occurred, sealed=sealed, **fields)
        data: dict[str, Any] = {"id": event_id, "hash": envelope.payload_hash, "state": "captured"}
        doubt = like_a_kind(kind)
        lines = [_doubt(kind, doubt)] if doubt else []
        if here.keeper and not capture_only:
            data, more, code = after_recording(here.record_captured(store, now), data)
            return data, [*lines, *more], code
    return data, [*lines, event_id, STATES["captured"]], 0


def _doubt(kind: str, known: str) -> Text:
    return say("to note: {kind} is no known kind and is kept as it is; did you mean {known}?", kind=repr(kind), known=repr(known))


@said
@click.argument("person")
@in_folder
@click.option("--reason", default="asked for by the person", help="why; nothing personal")
def erase(person: str, folder: Path, reason: str) -> Said:
    """Destroy what is sealed under PERSON, and sign that it was done."""
    event_id = fresh_id()
    with at_work(folder) as (here, store):
        here.author(store)
        names = here.vault().erase(person)
        here.sign(store, "erasure", {"sealed": names, "reason": reason}, now(), event_id)
        here.vault().forget(person)
        data: dict[str, Any] = {"id": event_id, "erased": names, "state": "captured"}
        if here.keeper:
            return after_recording(here.record_captured(store, now), data)
    return data, [say("{count} sealed parts destroyed; the erasure is captured as {id}", count=len(names), id=event_id)], 0

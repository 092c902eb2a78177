"""A record made afterwards from public reports: one key named ``reconstruction`` signs, and nobody's signature is invented.

Each line keeps whose account it follows, under which id, by which method, and when that was published; its own method is *document*. Every screen that
shows such a record says what it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from safeconduct.errors import InputWrong, Place, Problem, SafeconductError, say
from safeconduct.kernel import parse_instant
from safeconduct.record.author import Author, new_id
from safeconduct.record.ceremony import approve, draft_founding, new_key, with_approvals, write_card
from safeconduct.record.envelope import Envelope
from safeconduct.record.event import BAD_EVENT
from safeconduct.record.folder import RecordFolder
from safeconduct.record.signing import Signer
from safeconduct.record.store import Store
from safeconduct.record.writer import Recorded, Writer

PARTY = "reconstruction"


def reconstruct(lines: Sequence[Mapping[str, Any]], author: Author, file: str = "history.jsonl") -> tuple[list[Envelope], Author]:
    """Sign history lines as accounts.

    Arguments:
        lines: plain events with type, id, actor, occurred {from, to}, recorded, source, confidence, body.
        author: holder of a key enrolled with the role ``reconstruction``.
        file: the name to give in problems.

    Returns: envelopes in the order of the lines, and the author as it stands afterwards.
    Raises: InputWrong (``record/event``, ``record/profile``) with the problems of every line, each at its line.
    """
    envelopes: list[Envelope] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines, 1):
        try:
            envelope, author = _sign(line, author)
            envelopes.append(envelope)
        except SafeconductError as error:
            problems += [Problem(p.code, p.what, p.why, p.do, Place(file, number)) for p in error.problems]
        except (KeyError, TypeError) as error:
            what = say("{error} is missing or has the wrong form", error=error)
            problems.append(
                Problem(BAD_EVENT, what, say("the account cannot be told without it"), say("add it"), Place(file, number))
            )
    if problems:
        raise InputWrong(problems)
    return envelopes, author


def reconstruction_record(
    store: Store, deal: str, lines: Sequence[Mapping[str, Any]], seed: bytes, clock: Callable[[], datetime]
) -> Writer:
    """Found a record with one party, ``reconstruction``, and write history lines into it.

    Arguments:
        store: an empty store.
        deal: the name of the record, for example ``record.example/aleppo-2016``.
        seed: 32 bytes all its keys are derived from.
        clock: returns the time now, UTC.

    Returns: the writer, whose ``checkpoint`` covers all lines.
    Raises: InputWrong as :func:`reconstruct`; what the writer raises.
    """
    root, log, key = (Signer(sha256(seed + use).digest()) for use in (b"root", b"log", b"reconstruction"))
    card = write_card(deal, PARTY, root, [new_key(deal, PARTY, key, "reconstruction")], None)
    draft = draft_founding(deal, log, [card], 1, 0)
    writer = Writer(store, log, deal, clock)
    moment = int(clock().timestamp() * 1000)
    founding_id = new_id(moment, sha256(seed + draft).digest())
    founding, _ = Author(PARTY, deal, root).write(
        "record.founded", with_approvals(draft, [approve(deal, draft, root)]), event_id=founding_id
    )
    envelopes, _ = reconstruct(lines, Author(PARTY, deal, key))
    for outcome in writer.append([founding, *envelopes]):
        if not isinstance(outcome, Recorded):
            raise outcome
    return writer


def reconstruction_folder(
    path: Path, deal: str, lines: Sequence[Mapping[str, Any]], clock: Callable[[], datetime], random: Callable[[int], bytes]
) -> RecordFolder:
    """Make a record's folder with one party, ``reconstruction``, and write history lines into the record.

    Arguments:
        path, deal, random: as for :meth:`RecordFolder.make`.
        lines: as for :func:`reconstruct`; they are looked at before anything is made.

    Raises: InputWrong as :func:`reconstruct`; EnvironmentFails (``record/no-file``); what the writer raises.
    """
    reconstruct(lines, Author(PARTY, deal, Signer(bytes(32))))
    folder = RecordFolder.make(path, deal, PARTY, keeper=True, random=random)
    folder.write_card("reconstruction")
    folder.found_alone(clock)
    with closing(folder.store()) as store:
        envelopes, _ = reconstruct(lines, folder.author(store))
        for outcome in folder.record(store, clock, [envelope.to_bytes() for envelope in envelopes]):
            if not isinstance(outcome, Recorded):
                raise outcome
    return folder


def _sign(line: Mapping[str, Any], author: Author) -> tuple[Envelope, Author]:
    recorded = str(line["recorded"])
    account = {"actor": str(line["actor"]), "id": str(line["id"]), "recorded": recorded}
    account |= {"method": line["method"]} if line.get("method") else {}
    name = sha256(repr((author.deal, account)).encode()).digest()
    event_id = new_id(int(parse_instant(recorded).timestamp() * 1000), name)
    fields = {key: line.get(key) for key in ("occurred", "source", "confidence", "place")}
    return author.write(line["type"], line["body"], event_id=event_id, method="document", account=account, **fields)

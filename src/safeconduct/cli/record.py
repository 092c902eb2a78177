"""``safeconduct record``: keep, check and exchange a record from a terminal.

Every verb answers with ``--json`` too, and ends with 0 yes, 1 the honest answer is no, 2 usage, 3 unreadable input, 4 no right or
key, 5 environment. The room is imported when a verb runs, so that ``--help`` is quick.
"""

from __future__ import annotations

import functools
import json
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from safeconduct.cli.answer import Answer, Line
from safeconduct.cli.verb import Asked, verb
from safeconduct.errors import SafeconductError, as_json, as_text

if TYPE_CHECKING:
    from safeconduct.record import RecordFolder

Said = tuple[dict[str, Any], list[str], int]


@click.group()
def record() -> None:
    """Keep a signed record, and check one without trusting anybody."""


def said(function: Callable[..., Said], group: click.Group = record, name: str | None = None) -> click.Command:
    """Make a command of a function that returns (data for programs, lines for people, exit code)."""

    def answer(_asked: Asked, **given: Any) -> Answer:
        data, lines, code = function(**given)
        return Answer(data, [Line(text, raw=True) for line in lines for text in line.split("\n")], code)

    functools.update_wrapper(answer, function)
    return verb(group, name)(answer)


in_folder = click.option("-C", "--folder", type=click.Path(path_type=Path), default=".", help="the record's folder (default: here)")
to_file = click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help="file to write")
FILE = click.Path(path_type=Path)


def now() -> datetime:
    """Return the time; the room itself never looks at a clock."""
    return datetime.now(UTC)


def open_folder(path: Path) -> RecordFolder:
    """Open a record's folder."""
    from safeconduct.record import RecordFolder

    return RecordFolder(path)


def read_file(path: Path) -> bytes:
    """Read a small file. Raises: EnvironmentFails (``record/no-file``)."""
    from safeconduct.record.bundle import cannot_read

    try:
        return path.read_bytes()
    except OSError as error:
        raise cannot_read(path.name, error) from None


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole. Raises: EnvironmentFails (``record/no-file``)."""
    from safeconduct.record.bundle import cannot_read
    from safeconduct.record.witness import write_durable

    try:
        write_durable(path, data)
    except OSError as error:
        raise cannot_read(path.name, error) from None


@said
@click.argument("folder", type=FILE)
@click.option("--deal", help="name of the record, for example record.example/harbour")
@click.option("--party", help="whose folder it is: plain lower-case letters")
@click.option("--keeper", is_flag=True, help="this folder will put entries in order")
@click.option("--alone", is_flag=True, help="found the record at once, with this party only and no witnesses")
@click.option("--from-case", "case", metavar="CASE", help="sign the history of CASE with one key named reconstruction")
def init(folder: Path, deal: str | None, party: str | None, keeper: bool, alone: bool, case: str | None) -> Said:
    """Make FOLDER with fresh keys, and a card.json to hand to the keeper.

    With --from-case the record is a reconstruction: one key named reconstruction signs every entry of CASE, and nobody's signature is
    invented. Its name is record.example/DEAL unless --deal gives another.
    """
    from safeconduct.record.folder import RecordFolder

    if case is not None:
        return _from_case(folder, case, deal)
    if deal is None or party is None:
        raise click.UsageError("--deal and --party are wanted, or --from-case CASE")
    made = RecordFolder.make(folder, deal, party, keeper=keeper or alone, random=os.urandom)
    made.write_card()
    lines = [f"{folder.name} is ready: keys/ holds secrets and stays here; card.json goes to the keeper."]
    if alone:
        founding = made.found_alone(now)
        return (
            {"deal": deal, "party": party, "founding": founding},
            [*lines, f"Founded. Write this fingerprint down: {founding}"],
            0,
        )
    return {"deal": deal, "party": party, "card": "card.json"}, lines, 0


def _from_case(folder: Path, case: str, deal: str | None) -> Said:
    from safeconduct.case import read_case
    from safeconduct.record import reconstruction_folder

    found = read_case(case)
    here = reconstruction_folder(folder, deal or f"record.example/{found.deal}", found.history, now, os.urandom)
    founding = here.fingerprint()
    data = {"deal": here.deal, "party": here.party, "founding": founding, "entries": len(found.history)}
    lines = [f"{folder.name} is ready: {len(found.history)} entries, signed by one key named {here.party}."]
    return data, [*lines, f"Founded. Write this fingerprint down: {founding}"], 0


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
@click.option("--capture-only", is_flag=True, help="as the keeper, do not put it in order yet")
def add(
    kind: str, folder: Path, body: str, seal: Path | None, person: str | None, capture_only: bool, **fields: str | None
) -> Said:
    """Sign an event of type KIND and keep it; the keeper also records it at once."""
    from safeconduct.record import capture, new_id
    from safeconduct.record.author import read_body, read_interval
    from safeconduct.record.explain import STATES

    here = open_folder(folder)
    occurred = read_interval(fields.pop("occurred", None))
    content = read_body(body)
    sealed = [here.vault().seal(person or "", read_file(seal), os.urandom(32))] if seal else None
    store = here.store()
    author = here.author(store)
    event_id = new_id(time.time_ns() // 1_000_000, os.urandom(10))
    envelope = capture(store, author, kind, content, event_id=event_id, occurred=occurred, sealed=sealed, **fields)
    data: dict[str, Any] = {"id": event_id, "hash": envelope.payload_hash, "state": "captured"}
    if here.keeper and not capture_only:
        return _after_recording(here.record_captured(store, now), data)
    return data, [f"{event_id}", STATES["captured"]], 0


def _after_recording(outcomes: list[Any], data: dict[str, Any]) -> Said:
    refused = [outcome for outcome in outcomes if isinstance(outcome, SafeconductError)]
    kept = [outcome for outcome in outcomes if not isinstance(outcome, SafeconductError)]
    problems = [problem for error in refused for problem in error.problems]
    data |= {"recorded": [outcome.index for outcome in kept], "problems": [as_json(problem) for problem in problems]}
    data["state"] = "recorded" if kept and not refused else data.get("state", "captured")
    lines = [f"recorded as entry {outcome.index}" for outcome in kept] + [as_text(problem) for problem in problems]
    return data, lines or ["nothing new to put in order"], 1 if refused else 0


@said
@in_folder
@click.argument("index", type=int, required=False)
def show(folder: Path, index: int | None) -> Said:
    """Show the entries with their states and every disagreement, or one entry (INDEX) whole."""
    from safeconduct.record import disagreements, entries, history_line, pending
    from safeconduct.record.explain import entry_line

    here = open_folder(folder)
    store = here.store()
    found = list(entries(store, here.deal, *(() if index is None else (index, index + 1))))
    if index is not None:
        lines = [json.dumps(history_line(entry), ensure_ascii=False, indent=2) for entry in found]
        return {"entries": [history_line(entry) for entry in found]}, lines or ["no such entry"], 0 if found else 1
    captured = list(pending(store, here.deal))
    apart = [str(item) for item in disagreements([*found, *captured])]
    lines = [entry_line(entry) for entry in (*found, *captured)]
    data = {"entries": [history_line(entry) for entry in (*found, *captured)], "disagreements": apart}
    return data, lines + [f"  disagreement, both stand: {text}" for text in apart], 0


@said
@click.argument("bundle", type=FILE)
@click.option("--checkpoint", "checkpoints", type=FILE, multiple=True, help="a checkpoint you kept or were given")
@click.option("--policy", type=FILE, help="the policy file the parties signed")
@click.option("--founding", default="", help="the founding fingerprint written down at the ceremony")
@click.option("--threads", type=click.IntRange(1, 64), default=2, help="how many processors to use")
def verify_(bundle: Path, checkpoints: tuple[Path, ...], policy: Path | None, founding: str, threads: int) -> Said:
    """Check BUNDLE offline: proved, not proved or disproved, step by step."""
    from safeconduct.record import Held, read_bundle, read_checkpoint, verify_bundle
    from safeconduct.record.explain import verdict_json, verdict_lines

    kept = [read_checkpoint(read_file(path)) for path in checkpoints]
    text = read_file(policy).decode("utf-8", "replace") if policy else None
    verdict = verify_bundle(read_bundle(bundle), Held(kept, text, founding, int(time.time())), threads)
    return verdict_json(verdict), verdict_lines(verdict), 0 if verdict.overall == "proved" else 1


@said
@in_folder
@to_file
@click.option("--proof", "index", type=int, help="write the proof (receipt) of one entry instead of the bundle")
@click.option("--request", "old", type=int, help="write a witness's request that continues from this size")
@click.option("--checkpoint", "only", is_flag=True, help="write the checkpoint alone")
@click.option("--policy", is_flag=True, help="write the policy alone")
def export(folder: Path, out: Path, index: int | None, old: int | None, only: bool, policy: bool) -> Said:
    """Write the bundle that travels on a stick, or one of the small files."""
    from safeconduct.record import bundle_files, write_bundle

    here = open_folder(folder)
    store = here.store()
    if index is None and old is None and not only and not policy:
        write_bundle(bundle_files(store), out)
    else:
        write_file(out, here.small_file(store, proof=index, request=old, policy=policy))
    return {"file": out.name}, [f"written: {out.name}"], 0


@said
@click.argument("files", type=FILE, nargs=-1, required=True)
@in_folder
@click.option("--checkpoint", "checkpoints", type=FILE, multiple=True, help="a checkpoint you kept")
@click.option("--founding", default="", help="the founding fingerprint written down at the ceremony")
def import_(files: tuple[Path, ...], folder: Path, checkpoints: tuple[Path, ...], founding: str) -> Said:
    """Take in bundles and cosigned checkpoints; the keeper also puts what was captured in order."""
    from safeconduct.record import Held, merge, read_bundle, read_checkpoint
    from safeconduct.record.sync import keep_cosigned

    here = open_folder(folder)
    store, held = here.store(), Held([read_checkpoint(read_file(path)) for path in checkpoints], founding=founding)
    data: dict[str, Any] = {"entries": 0, "captured": 0, "witnessed": 0, "set_aside": 0}
    lines = []
    for path in files:
        if path.is_file() and path.stat().st_size < 1 << 16 and not path.name.endswith(".tar"):
            data["witnessed"] += keep_cosigned(store, here.deal, [read_file(path)])
            continue
        merged = merge(store, here.deal, read_bundle(path), held)
        here.quarantine(merged)
        for name, count in (("entries", merged.entries), ("captured", merged.captured), ("witnessed", merged.witnessed)):
            data[name] += count
        data["set_aside"] += len(merged.aside) + merged.not_kept
        lines += [f"set aside: {item.why}" for item in merged.aside[:10]]
        if merged.verdict is not None and merged.entries and not founding:
            lines.append(f"compare the founding fingerprint with the one you wrote down: {merged.verdict.founding}")
    lines.insert(0, "taken in: " + ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in data.items()))
    if here.keeper and store.head().size:
        answer, more, code = _after_recording(here.record_captured(store, now), data)
        return answer, lines + more, code
    return data, lines, 0


@said
@click.argument("file", type=FILE)
@in_folder
@to_file
def cosign(file: Path, folder: Path, out: Path) -> Said:
    """As a witness, sign the checkpoint in FILE (a bundle, a checkpoint, or a request) if it continues what you signed before."""
    here = open_folder(folder)
    store = here.store()
    signed = here.cosign(store, file, int(time.time()))
    write_file(out, signed.to_bytes())
    return {"size": signed.size, "file": out.name}, [f"signed: {signed.size} entries; give {out.name} back to the keeper"], 0


@said
@click.argument("one", type=FILE)
@click.argument("other", type=FILE)
@click.option("--policy", type=FILE, help="policy with the log's key (default: the founding in the bundle)")
@click.option("-o", "--evidence", type=FILE, help="where to write the evidence if they contradict each other")
def compare(one: Path, other: Path, policy: Path | None, evidence: Path | None) -> Said:
    """Compare two bundles or checkpoints of one record."""
    from safeconduct.record import compare as compare_bundles
    from safeconduct.record.compare import log_keys, read_either

    pair = read_either(one), read_either(other)
    text = read_file(policy).decode("utf-8", "replace") if policy else None
    result = compare_bundles(*pair, log_keys(pair, text))
    lines = [f"{result.result}: {result.what}"]
    if result.evidence and evidence:
        write_file(evidence, result.evidence)
        lines.append(f"evidence: {evidence.name}; it proves itself to anyone who has the log's key")
    data = {"result": result.result, "what": result.what, "evidence": evidence.name if result.evidence and evidence else None}
    return data, lines, 0 if result.result in ("same", "continues") else 1


@said
@click.argument("out", type=FILE)
@in_folder
def tiles(out: Path, folder: Path) -> Said:
    """Write the log as static files into folder OUT, for any web server and any client of tiled logs."""
    from safeconduct.record.tiles import log_files

    here = open_folder(folder)
    count = 0
    for name, content in log_files(here.store()):
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, content)
        count += 1
    return {"files": count}, [f"{count} files written"], 0


@said
@click.argument("person")
@in_folder
@click.option("--reason", default="asked for by the person", help="why; nothing personal")
def erase(person: str, folder: Path, reason: str) -> Said:
    """Destroy what is sealed under PERSON, and sign that it was done."""
    from safeconduct.record import capture, new_id

    here = open_folder(folder)
    names = here.vault().erase(person)
    store = here.store()
    author = here.author(store)
    event_id = new_id(time.time_ns() // 1_000_000, os.urandom(10))
    capture(store, author, "erasure", {"sealed": names, "reason": reason}, event_id=event_id)
    data: dict[str, Any] = {"id": event_id, "erased": names, "state": "captured"}
    if here.keeper and store.head().size:
        return _after_recording(here.record_captured(store, now), data)
    return data, [f"{len(names)} sealed parts destroyed; the erasure is captured as {event_id}"], 0


from safeconduct.cli import record_keys  # noqa: E402, F401  (adds the group `keys`)

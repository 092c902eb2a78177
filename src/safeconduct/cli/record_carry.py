"""``safeconduct record export``, ``import``, ``cosign`` and ``tiles``: what travels between folders."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from safeconduct.cli.record_base import (
    FILE,
    Said,
    after_recording,
    at_work,
    by_founding,
    entries_of,
    in_folder,
    now,
    open_folder,
    read_file,
    said,
    to_file,
    write_file,
)
from safeconduct.errors import EvidenceFails, Problem, Text, both, say


@said
@in_folder
@to_file
@click.option("--proof", "index", type=int, help="write the proof (receipt) of one entry instead of the bundle")
@click.option("--request", "old", type=int, help="write a witness's request that continues from this size")
@click.option("--checkpoint", "only", is_flag=True, help="write the checkpoint alone")
@click.option("--policy", is_flag=True, help="write the policy alone")
def export(folder: Path, out: Path, index: int | None, old: int | None, only: bool, policy: bool) -> Said:
    """Write the bundle that travels on a stick, or one of the small files."""
    from safeconduct.record import bundle_files, pending, write_bundle
    from safeconduct.record.durable import require_outside
    from safeconduct.record.handouts import newest_checkpoint, policy_of, proof_of, request_from

    here = open_folder(folder)
    with closing(here.store()) as store:
        if index is not None:
            write_file(out, proof_of(store, index).to_bytes())
        elif old is not None:
            write_file(out, request_from(store, old).to_bytes())
        elif policy:
            write_file(out, policy_of(store, here.deal))
        elif only:
            write_file(out, newest_checkpoint(store).to_bytes())
        else:
            require_outside(out)
            write_bundle(bundle_files(store), out)
            size, waiting = store.head().size, sum(1 for _ in pending(store, here.deal))
            return {"file": out.name}, [_written(out.name, size, waiting)], 0
    return {"file": out.name}, [say("written: {name}", name=out.name)], 0


def _written(name: str, size: int, waiting: int) -> Text:
    parts = {"name": name, "entries": entries_of(size)}
    if waiting:
        return say(
            "written: {name}: {entries}, and {waiting} captured that the keeper has yet to put in order", waiting=waiting, **parts
        )
    return say("written: {name}: {entries}", **parts)


@said
@click.argument("files", type=FILE, nargs=-1, required=True)
@in_folder
@click.option("--checkpoint", "checkpoints", type=FILE, multiple=True, help="a checkpoint you kept")
@click.option("--receipts", type=FILE, help="as the keeper: a folder for one signed receipt of each entry put in order")
@by_founding
def import_(files: tuple[Path, ...], folder: Path, checkpoints: tuple[Path, ...], founding: str, receipts: Path | None) -> Said:
    """Take in bundles and cosigned checkpoints; the keeper also puts what was captured in order."""
    from safeconduct.record import Held, merge, read_checkpoint
    from safeconduct.record.compare import read_either
    from safeconduct.record.forks import keep_forks
    from safeconduct.record.sync import readable_checkpoints

    held = Held([read_checkpoint(read_file(path)) for path in checkpoints], founding=founding)
    data: dict[str, Any] = dict.fromkeys(("entries", "captured", "witnessed", "set_aside"), 0)
    lines: list[str | Problem] = []
    with at_work(folder) as (here, store):
        if receipts is not None and not here.keeper:
            raise click.UsageError(say("only the keeper gives receipts"))
        shown, proofs = list(held.checkpoints), list[Problem]()
        for path in files:
            bundle = read_either(path)
            shown += readable_checkpoints((*bundle.witnessed, bundle.checkpoint))
            proofs += keep_forks(here.path, store, here.deal, bundle)
            try:
                merged = merge(store, here.deal, bundle, held)
            except EvidenceFails as error:
                raise EvidenceFails([*error.problems, *proofs]) from None
            here.quarantine(merged)
            for name, count in (("entries", merged.entries), ("captured", merged.captured), ("witnessed", merged.witnessed)):
                data[name] += count
            data["set_aside"] += len(merged.aside) + merged.not_kept
            lines += [say("set aside: {why}", why=item.why) for item in merged.aside[:10]]
            if merged.verdict is not None and merged.entries == store.head().size and not founding:
                lines.append(
                    say(
                        "compare the founding fingerprint with the one you wrote down: {founding}", founding=merged.verdict.founding
                    )
                )
        lines.insert(0, _taken(data))
        here.settle(store)
        if here.keeper and store.head().size:
            here.heed(store, shown)
            outcomes = here.record_captured(store, now)
            if receipts is not None:
                _answer(outcomes, receipts)
            answer, more, code = after_recording(outcomes, data)
            return {**answer, "problems": [*answer["problems"], *proofs]}, [*lines, *more, *proofs], 1 if proofs else code
    return {**data, "problems": proofs}, [*lines, *proofs], 1 if proofs else 0


def _answer(outcomes: Sequence[Any], folder: Path) -> None:
    """Write the receipt of each event put in order, for whoever handed it in."""
    from safeconduct.record import Recorded
    from safeconduct.record.durable import make_folder, require_outside

    require_outside(folder / "receipt")
    make_folder(folder)
    for outcome in outcomes:
        if isinstance(outcome, Recorded):
            write_file(folder / f"{outcome.index}.receipt", outcome.receipt().to_bytes())


def _taken(data: dict[str, Any]) -> Text:
    witnessed = data["witnessed"]
    words = [entries_of(data["entries"])] if data["entries"] else []
    words += [say("{count} captured", count=data["captured"])] if data["captured"] else []
    words += [say("1 checkpoint signed by witnesses")] if witnessed == 1 else []
    words += [say("{count} checkpoints signed by witnesses", count=witnessed)] if witnessed > 1 else []
    words += [say("{count} set aside", count=data["set_aside"])] if data["set_aside"] else []
    return say("taken in: {words}", words=both(words or [say("nothing new")]))


@said
@click.argument("file", type=FILE)
@in_folder
@to_file
def cosign(file: Path, folder: Path, out: Path) -> Said:
    """As a witness, sign the checkpoint in FILE (a bundle, a checkpoint, or a request) if it continues what you signed before."""
    from safeconduct.record.compare import read_asked
    from safeconduct.record.forks import keep_forks

    with at_work(folder) as (here, store):
        request, brought = read_asked(file)
        try:
            signed = here.cosign(store, request, int(time.time()))
        except EvidenceFails as error:
            raise EvidenceFails([*error.problems, *keep_forks(here.path, store, here.deal, brought)]) from None
        write_file(out, signed.to_bytes())
    return (
        {"size": signed.size, "file": out.name},
        [say("signed: {entries}; give {name} back to the keeper", entries=entries_of(signed.size), name=out.name)],
        0,
    )


@said
@click.argument("out", type=FILE)
@in_folder
def tiles(out: Path, folder: Path) -> Said:
    """Write the log as static files into folder OUT, for any web server and any client of tiled logs."""
    from safeconduct.record.durable import make_folder, require_outside
    from safeconduct.record.handouts import not_founded
    from safeconduct.record.tiles import log_files

    here = open_folder(folder)
    store, count = here.store(), 0
    if not store.head().size:
        raise not_founded()
    for name, content in log_files(store):
        path = out / name
        require_outside(path)
        make_folder(path.parent)
        write_file(path, content)
        count += 1
    return {"files": count}, [say("{count} files written", count=count)], 0

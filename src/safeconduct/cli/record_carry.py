"""``safeconduct record export``, ``import``, ``cosign`` and ``tiles``: what travels between folders."""

from __future__ import annotations

import time
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
    said,
    to_file,
    write_file,
)


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
        answer, more, code = after_recording(here.record_captured(store, now), data)
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

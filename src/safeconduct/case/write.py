"""Writing a file so that it is either the old one or the new one, whatever happens in between."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson

from safeconduct.case.codes import CHANGED, DISK
from safeconduct.errors import EnvironmentFails, Place, Problem, say


def write_whole(path: Path, data: bytes) -> None:
    """Write a file through a temporary one in the same folder, flushed to the disk and renamed.

    Raises: EnvironmentFails (``case/disk``); the old file is then as it was, and nothing is left beside it.
    Holds: a full disk or a crash at any step leaves the old bytes (test_write).
    """
    try:
        _replace(path, data)
    except OSError as wrong:
        raise cannot("write", path, wrong) from None


def append_events(path: Path, before: bytes, events: Sequence[dict[str, Any]]) -> None:
    """Add entries to the end of a history file.

    Arguments:
        before: the bytes the file had when it was read and checked; empty when there was none.
        events: entries as plain data; one line is written for each.

    Raises: EnvironmentFails (``case/changed``) when the file is no longer what was read; (``case/disk``).
    """
    try:
        now = path.read_bytes() if path.exists() else b""
    except OSError as wrong:
        raise cannot("read", path, wrong) from None
    if now != before:
        what = say("somebody else wrote to the file in the meantime")
        why = say("their entry would be lost")
        raise EnvironmentFails(Problem(CHANGED, what, why=why, do=say("try again"), where=Place(path.name)))
    gap = b"" if not before or before.endswith(b"\n") else b"\n"
    write_whole(path, before + gap + b"".join(orjson.dumps(event) + b"\n" for event in events))


def cannot(verb: str, path: Path, wrong: OSError) -> EnvironmentFails:
    """Return the error of a file that the machine would not read or write."""
    name = path.name or str(path)
    what = say("cannot {verb} {name}: {error}", verb=say(verb), name=name, error=wrong.strerror or type(wrong).__name__)
    do = say("check that the disk has room and that you may use the folder")
    return EnvironmentFails(Problem(DISK, what, why=say("nothing was changed"), do=do, where=Place(name)))


def _replace(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    """Make the rename itself durable, where the system allows to open a folder."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""Small files that are whole and on the disk before anything that rests on them is let out."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from safeconduct.errors import EnvironmentFails, InputWrong, Problem, Refused, SafeconductError, register, say

Content = TypeVar("Content")

NO_FILE = register(
    "record/no-file",
    "a file that cannot be read or written",
    "The path does not exist, the disk is full, or this user may not read or write there.",
)


OWN_FILE = register(
    "record/own-file",
    "a file that would be written over a record",
    "The database, the keys, the vault and the card of a record's folder are never the target of an export.",
)
BAD_MEMORY = register(
    "record/memory",
    "a memory beside the keys that is damaged",
    "Beside each key stands a small file with the last thing it signed, so that a restored backup cannot make the key contradict itself. "
    "This one cannot be read, so nothing is signed.",
)


def require_outside(out: Path) -> None:
    """Require that a file to be written is none of a record's own, in whichever folder. Raises: Refused (``record/own-file``)."""
    target = out.resolve()
    for folder in target.parents:
        if (folder / "record.json").exists():
            first = target.relative_to(folder).parts[0]
            if first in ("keys", "vault", "evidence", "quarantine", "card.json") or first.startswith("record."):
                do = say("give the file another name, best outside the record's folder")
                raise Refused(
                    Problem(
                        OWN_FILE,
                        say("{name} is the record's own file", name=out.name),
                        why=say("writing over it would destroy it"),
                        do=do,
                    )
                )


def write_durable(path: Path, data: bytes) -> None:
    """Write a small file so that it is whole and on the disk when this returns; otherwise what was there before stays.

    Raises: EnvironmentFails (``record/no-file``).
    """
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise cannot_read(path.name, error) from None


def read_memory(path: Path, read: Callable[[bytes], Content]) -> Content | None:
    """Return what a memory beside the keys says; None before there is one.

    Raises: InputWrong (``record/memory``) when it is damaged, EnvironmentFails (``record/no-file``).
    """
    try:
        return read(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise cannot_read(path.name, error) from None
    except (SafeconductError, KeyError, TypeError, ValueError):
        why = say("without it a key could sign a second past")
        do = say(
            "take in the newest bundle of every other party, then delete this file; or begin with a fresh key (`keys rotate`, `keys renew`)"
        )
        raise InputWrong(Problem(BAD_MEMORY, say("{name} is damaged", name=path.name), why=why, do=do)) from None


def make_folder(path: Path) -> None:
    """Make a folder, with those above it, if it is not there. Raises: EnvironmentFails (``record/no-file``)."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_read(path.name, error) from None


def write_memory(path: Path, data: bytes) -> None:
    """Write a memory beside the keys, after what it remembers was kept.

    Raises: EnvironmentFails (``record/no-file``), which says that the act itself may be done.
    """
    try:
        write_durable(path, data)
    except EnvironmentFails as error:
        why = say("what was signed may be kept already, but the key does not remember it")
        do = say("free the disk, then look with `safeconduct record show` what is there before you repeat it")
        raise EnvironmentFails(Problem(NO_FILE, error.problems[0].what, why=why, do=do)) from None


def cannot_read(name: str, error: OSError) -> EnvironmentFails:
    """Return the error for a file that cannot be read or written, with its name and never its full path."""
    what = error.strerror or type(error).__name__
    return EnvironmentFails(
        Problem(
            NO_FILE,
            say("{name}: {what}", name=name, what=what),
            why=say("it was not read or written, and nothing more was done"),
            do=say("check the path, your rights and the free space, then repeat it"),
        )
    )


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)

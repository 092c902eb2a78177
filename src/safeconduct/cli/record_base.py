"""What the verbs of ``safeconduct record`` have in common: the group, how one answers, the folder, small files, the clock.

Every verb answers with ``--json`` too, and ends with 0 yes, 1 the honest answer is no, 2 usage, 3 unreadable input, 4 no right or
key, 5 environment. The room is imported when a verb runs, so that ``--help`` is quick.
"""

from __future__ import annotations

import functools
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from safeconduct.cli.answer import Answer, Line
from safeconduct.cli.verb import Asked, verb
from safeconduct.errors import SafeconductError, as_json, as_text

if TYPE_CHECKING:
    from safeconduct.record import RecordFolder, SqliteStore

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


def _fingerprint(_context: click.Context, _parameter: click.Parameter, text: str) -> str:
    """Read a fingerprint as people copy it from paper: spaces and capitals do not matter."""
    plain = "".join(text.split()).lower()
    if plain and not re.fullmatch("[0-9a-f]{64}", plain):
        raise click.BadParameter(f"a fingerprint has 64 digits and letters a to f; this has {len(plain)} characters")
    return plain


by_founding = click.option(
    "--founding", default="", callback=_fingerprint, help="the founding fingerprint written down at the ceremony"
)


def now() -> datetime:
    """Return the time; the room itself never looks at a clock."""
    return datetime.fromtimestamp(int(time.time()), UTC)


def open_folder(path: Path) -> RecordFolder:
    """Open a record's folder."""
    from safeconduct.record import RecordFolder

    return RecordFolder(path)


@contextmanager
def at_work(path: Path) -> Iterator[tuple[RecordFolder, SqliteStore]]:
    """Open a record's folder to act in it: nobody else acts there meanwhile."""
    here = open_folder(path)
    with here.alone(), closing(here.store()) as store:
        yield here, store


def fresh_id() -> str:
    """Return the id of a new event."""
    from safeconduct.record import new_id

    return new_id(time.time_ns() // 1_000_000, os.urandom(10))


def counted(number: int, name: str) -> str:
    """Return ``1 entry``, ``2 entries``."""
    return f"{number:,} {name}" if number == 1 else f"{number:,} {name.removesuffix('y')}{'ies' if name.endswith('y') else 's'}"


def read_file(path: Path) -> bytes:
    """Read a small file. Raises: EnvironmentFails (``record/no-file``)."""
    from safeconduct.record.durable import cannot_read

    try:
        return path.read_bytes()
    except OSError as error:
        raise cannot_read(path.name, error) from None


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole. Raises: Refused (``record/own-file``), EnvironmentFails (``record/no-file``)."""
    from safeconduct.record.durable import require_outside, write_durable

    require_outside(path)
    write_durable(path, data)


def after_recording(outcomes: list[Any], data: dict[str, Any]) -> Said:
    refused = [outcome for outcome in outcomes if isinstance(outcome, SafeconductError)]
    kept = [outcome for outcome in outcomes if not isinstance(outcome, SafeconductError)]
    problems = [problem for error in refused for problem in error.problems]
    data |= {"recorded": [outcome.index for outcome in kept], "problems": [as_json(problem) for problem in problems]}
    if "state" in data and kept and not refused:
        data["state"] = "recorded"
    lines = [f"recorded as entry {outcome.index}" for outcome in kept] + [as_text(problem) for problem in problems]
    return data, lines or ["nothing new to put in order"], 1 if refused else 0

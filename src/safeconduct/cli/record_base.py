"""What the verbs of ``safeconduct record`` have in common: the group, how one answers, the folder, small files, the clock.

Every verb answers with ``--json`` too, and ends with 0 yes, 1 the honest answer is no, 2 usage, 3 unreadable input, 4 no right or
key, 5 environment. The room is imported when a verb runs, so that ``--help`` is quick.
"""

from __future__ import annotations

import errno
import functools
import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from safeconduct.cli.answer import Answer, Line
from safeconduct.cli.verb import Asked, verb
from safeconduct.errors import Problem, SafeconductError, Text, as_json, as_text, in_language, say

if TYPE_CHECKING:
    from safeconduct.record import RecordFolder, SqliteStore

LARGEST_FILE = 16 << 20
Said = tuple[dict[str, Any], Sequence[str | Problem], int]
"""Data for programs, lines for people, exit code; texts and problems in them are said in the language asked for."""


@click.group()
def record() -> None:
    """Keep a signed record, and check one without trusting anybody."""


def said(function: Callable[..., Said], group: click.Group = record, name: str | None = None) -> click.Command:
    """Make a command of a function that returns :data:`Said`."""

    def answer(asked: Asked, **given: Any) -> Answer:
        return answered(function(**given), asked.language)

    functools.update_wrapper(answer, function)
    return verb(group, name)(answer)


def answered(what: Said, language: str) -> Answer:
    """Return what was said as an answer in a language."""
    data, lines, code = what
    shown = [as_text(line, language) if isinstance(line, Problem) else in_language(line, language) for line in lines]
    return Answer(_data(data, language), [Line(text, raw=True) for line in shown for text in line.split("\n")], code)


def _data(value: Any, language: str) -> Any:
    if isinstance(value, Problem):
        return as_json(value, language)
    if isinstance(value, dict):
        return {key: _data(item, language) for key, item in value.items()}
    if isinstance(value, list):
        return [_data(item, language) for item in value]
    return in_language(value, language) if isinstance(value, Text) else value


in_folder = click.option("-C", "--folder", type=click.Path(path_type=Path), default=".", help="the record's folder (default: here)")
to_file = click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help="file to write")
FILE = click.Path(path_type=Path)


def _fingerprint(_context: click.Context, _parameter: click.Parameter, text: str) -> str:
    """Read a fingerprint as people copy it from paper: spaces and capitals do not matter."""
    plain = "".join(text.split()).lower()
    if plain and not re.fullmatch("[0-9a-f]{64}", plain):
        raise click.BadParameter(
            say("a fingerprint has 64 digits and letters a to f; this has {count} characters", count=len(plain))
        )
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


def entries_of(number: int) -> Text:
    """Return ``1 entry``, ``2 entries``."""
    return say("1 entry") if number == 1 else say("{count} entries", count=number)


def read_file(path: Path, called: str = "") -> bytes:
    """Read a small file; ``called`` is what to call it in a problem when its name must not be said.

    Raises: EnvironmentFails (``record/no-file``).
    """
    from safeconduct.record.durable import cannot_read

    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise cannot_read(called or path.name, error) from None
    if len(data) > LARGEST_FILE:
        raise cannot_read(called or path.name, OSError(errno.EFBIG, os.strerror(errno.EFBIG)))
    return data


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole. Raises: Refused (``record/own-file``), EnvironmentFails (``record/no-file``)."""
    from safeconduct.record.durable import require_outside, write_durable

    require_outside(path)
    write_durable(path, data)


def after_recording(outcomes: list[Any], data: dict[str, Any]) -> Said:
    refused = [outcome for outcome in outcomes if isinstance(outcome, SafeconductError)]
    kept = [outcome for outcome in outcomes if not isinstance(outcome, SafeconductError)]
    problems = [problem for error in refused for problem in error.problems]
    data |= {"recorded": [outcome.index for outcome in kept], "problems": problems}
    if "state" in data and kept and not refused:
        data["state"] = "recorded"
    lines: list[str | Problem] = [*(say("recorded as entry {index}", index=str(outcome.index)) for outcome in kept), *problems]
    return data, lines or [say("nothing new to put in order")], 1 if refused else 0

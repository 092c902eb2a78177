"""A case folder as the movement verbs use it: what they share, files in, files out."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from safeconduct.case.movement import Planned, read_movement
from safeconduct.cli.answer import YES, Answer, Line
from safeconduct.cli.verb import Asked
from safeconduct.errors import EnvironmentFails, Problem, Text, in_language, register, say
from safeconduct.kernel import parse_instant
from safeconduct.movement.files.progress import read_progress
from safeconduct.movement.files.sources import not_text
from safeconduct.movement.model import Problem as Movement
from safeconduct.movement.timetable import Done

FOLDER = register(
    "movement/folder",
    "a file of a movement cannot be read or written",
    "Results are written whole or not at all.",
)
case_argument = click.argument("case", type=click.Path())
plan_option = click.option("--plan", "plan_file", type=click.Path(), help="A plan written by `plan --out`; made afresh without it.")
at_option = click.option("--at", "at", required=True, help="The present instant, in UTC: 2016-12-18T10:00:00Z.")
done_option = click.option(
    "--done", "done_file", type=click.Path(), help="CSV of the convoys that have left (default: progress.csv)."
)


def planned(case: str, asked: Asked) -> Planned:
    """Read the movement of a case under its agreement, as it stood at the instant asked about."""
    return read_movement(case, instant_of(asked.at) if asked.at else None, language=asked.language)


def assumption(text: str) -> Text:
    """Return the line that says what an answer assumes."""
    return say("assumed: {what}", what=text)


def load(case: str, asked: Asked) -> Movement:
    """Read what there is to plan."""
    return planned(case, asked).problem


def instant_of(at: str | None) -> datetime:
    """Return the instant a question is about."""
    return parse_instant(at or "")


def slot_of(problem: Movement, at: str | None) -> int:
    """Return the first slot that has not begun."""
    minutes = (instant_of(at) - problem.start).total_seconds() / 60
    return max(0, int(-(-minutes // problem.slot)))


def past_of(case: str, problem: Movement, at: str | None, done_file: str | None) -> tuple[Done, ...]:
    """Read the convoys that had left by then."""
    path = Path(case) / "progress.csv" if done_file is None else Path(done_file)
    if done_file is None and not path.exists():
        return ()
    return read_progress(text_of(path), problem, instant_of(at), path.name)


def text_of(path: Path) -> str:
    """Read one text file.

    Raises: EnvironmentFails when it cannot be opened, InputWrong when it is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise not_text(path.name, error) from None
    except OSError as error:
        what = say("{name} cannot be read: {error}", name=path.name, error=error.strerror)
        raise EnvironmentFails(
            Problem(FOLDER, what, say("nothing can be planned without it"), say("check the name and the permissions"))
        ) from None


def write(target: str, text: str) -> None:
    """Write a file whole or not at all; what is no file, such as a pipe, is written to and never replaced."""
    path = Path(target)
    temporary = ""
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_text(text, "utf-8")
            return
        handle, temporary = tempfile.mkstemp(dir=path.parent or Path(), prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            out.write(text)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        what = say("{name} cannot be written: {error}", name=path.name, error=error.strerror)
        raise EnvironmentFails(Problem(FOLDER, what, say("nothing was written"), say("choose another place"))) from None


FINISHING = say("finishing with the best so far (Ctrl-C again leaves at once)")


class Interrupt:
    """Ctrl-C once: finish with the best so far, and say so in the reader's language. Twice: leave at once."""

    def __init__(self, language: str) -> None:
        self.asked, self.language = False, language
        signal.signal(signal.SIGINT, self._note)

    def _note(self, number: int, frame: object) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
        sys.stderr.write(f"\n{in_language(FINISHING, self.language)}\n")

    def __call__(self) -> bool:
        return self.asked


def told(data: dict[str, Any], lines: Iterable[Line | str], exit_code: int = YES) -> Answer:
    """Return an answer whose lines hang where they begin."""
    return Answer(data, [line if isinstance(line, Line) else _hung(line) for line in lines], exit_code)


def _hung(line: str) -> Line:
    text = line.lstrip(" ")
    return Line(text, indent=len(line) - len(text))

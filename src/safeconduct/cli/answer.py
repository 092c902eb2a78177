"""An answer: lines for people, data for programs, and the exit code that says yes or no."""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import click

from safeconduct.cli.codes import OUTPUT
from safeconduct.errors import EnvironmentFails, Problem, as_json, as_text, say

WIDTH = 100
_GLUED = re.compile(r"(?<=«) | (?=[»:;?!])|(?<=\d) (?=\d{3}\b)")
"""Spaces at which no line may break: French punctuation, and the thousands of a figure."""
YES, NO, UNREADABLE = 0, 1, 3


@dataclass(frozen=True, slots=True)
class Line:
    """One line for people.

    Arguments:
        look: ``title``, ``strong``, ``quiet`` or empty; a look is never the only sign of anything, because pipes have none.
        indent: columns before it; further lines of the same text hang two deeper.
        raw: printed exactly, never broken.
    """

    text: str = ""
    look: str = ""
    indent: int = 0
    raw: bool = False

    def wrapped(self) -> list[str]:
        """Return the lines it takes on a page."""
        if self.raw or not self.text:
            return [" " * self.indent + self.text if self.text else ""]
        text = _GLUED.sub("\u00a0", self.text)
        first, rest = " " * self.indent, " " * (self.indent + (2 if self.indent else 0))
        lines = textwrap.wrap(
            text, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False, break_long_words=False
        )
        return [line.replace("\u00a0", " ") for line in lines]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a verb returns.

    Arguments:
        data: for ``--json``; without ``ok``, which follows from the exit code, unless the verb says otherwise.
        lines: for people.
        exit_code: 0 yes, 1 the honest answer is no, 3 unreadable.
        notes: remarks for stderr, left out with ``--quiet``.
    """

    data: dict[str, Any]
    lines: Iterable[Line | str]
    exit_code: int = YES
    notes: tuple[str, ...] = ()


def columns(rows: Sequence[Sequence[str]], indent: int = 2, gap: int = 2) -> list[Line]:
    """Align short cells under each other; the last column is free."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]) - 1)] if rows else []
    lines = []
    for row in rows:
        head = "".join(cell.ljust(width + gap) for cell, width in zip(row, widths, strict=False))
        lines += [Line(text, raw=True) for text in _hanging(head, row[-1], indent)]
    return lines


def _hanging(head: str, text: str, indent: int) -> list[str]:
    start = " " * indent + head
    wrapped = textwrap.wrap(_GLUED.sub("\u00a0", text), max(20, WIDTH - len(start)), break_on_hyphens=False) or [""]
    return [(start if number == 0 else " " * len(start)) + part.replace("\u00a0", " ") for number, part in enumerate(wrapped)]


@contextlib.contextmanager
def saying() -> Iterator[None]:
    """Write to stdout: a reader who has gone away is no error, a disk without room is.

    Raises: EnvironmentFails (``cli/output``).
    """
    try:
        yield
    except BrokenPipeError:
        let_go_of_stdout()
    except OSError as wrong:
        let_go_of_stdout()
        what = say("the answer could not be written: {error}", error=wrong.strerror or type(wrong).__name__)
        do = say("check where the output goes, and that there is room")
        raise EnvironmentFails(Problem(OUTPUT, what, why=say("what was printed is not complete"), do=do)) from None


def let_go_of_stdout() -> None:
    """Nobody reads any more; what Python would still flush at its end must not become a complaint."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def print_answer(answer: Answer, *, as_data: bool, quiet: bool) -> None:
    """Print an answer; a reader who has gone away is no error."""
    for note in () if quiet else answer.notes:
        click.echo(note, err=True)
    with saying():
        if as_data:
            click.echo(json.dumps({"ok": answer.exit_code == YES, **answer.data}, ensure_ascii=False, indent=1))
        else:
            _print_lines(line if isinstance(line, Line) else Line(line) for line in answer.lines)
        sys.stdout.flush()


def print_problems(problems: Iterable[Problem], *, as_data: bool, language: str = "en") -> None:
    """Print problems in a language: as JSON on stdout, or for people on stderr."""
    problems = list(problems)
    if as_data and all(problem.code != OUTPUT for problem in problems):
        try:
            with saying():
                data = {"ok": False, "problems": [as_json(problem, language) for problem in problems]}
                click.echo(json.dumps(data, ensure_ascii=False, indent=1))
                sys.stdout.flush()
            return
        except EnvironmentFails as error:
            problems += error.problems
    for problem in problems:
        click.echo(as_text(problem, language) + "\n", err=True)


def _print_lines(lines: Iterable[Line]) -> None:
    if sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        _print_rich(lines)
        return
    for line in lines:
        for text in line.wrapped():
            click.echo(text)


def _print_rich(lines: Iterable[Line]) -> None:
    """Looks on a terminal; Rich is imported here and nowhere else."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    looks = {"title": "bold", "strong": "bold", "quiet": "dim"}
    for line in lines:
        for text in line.wrapped():
            console.print(Text(text, looks.get(line.look, "")))

"""Runs the documents: what follows an input is what the program really says.

    python docs/run.py            says which documents are out of step (and leaves with 1)
    python docs/run.py --accept   rewrites them; the difference is the review

In a document, a fenced block is run when its info string says so:

- ``deal`` followed by a file name is a whole agreement file;
- ``change`` followed by a file name changes it: rows of the words table by their id, numbered sentences by their number (below the
  heading of a language: in that language);
- ``says`` after either shows what the reader says of the file as it then stands: its problems, or that it reads;
- ``lacks`` shows what the lint finds, one line for each finding;
- ``translations`` followed by a clause number shows that clause in every language that is written;
- ``console`` holds lines that start with ``$ safeconduct``; what stands under each is what the command prints. A command may end with
  ``| head -n N``, ``| tail -n N`` or ``| sed -n A,Bp``; an exit code other than 0 is shown.

Everything runs in a folder of its own that holds nothing but those files, at the instant and with the seeds that the commands name; keys and
the clock, which no command names, are the same at every run.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha512
from pathlib import Path
from unittest.mock import patch

HERE = Path(__file__).parent
ROOT = HERE.parent
DAY = 1_930_035_600  # 28 February 2031, 09:00 UTC
_BLOCK = re.compile(
    r"^```(?P<kind>deal|change|says|lacks|translations|console)(?: (?P<name>[\w./-]+))?\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_SENTENCE = re.compile(r"\*\*(\d+(?:\.\d+)*)\*\* ")


@dataclass(slots=True)
class Runner:
    """One document being run.

    Arguments:
        folder: where its files are.
    """

    folder: Path
    last: str = ""
    drawn: int = 0
    _kinds: dict[str, Callable[[str, str], str]] = field(init=False)

    def __post_init__(self) -> None:
        self._kinds = {
            "deal": self.deal,
            "change": self.change,
            "says": lambda name, body: self.says(),
            "lacks": lambda name, body: self.lacks(),
            "translations": lambda name, body: self.translations(name),
            "console": lambda name, body: self.console(body),
        }

    def run(self, text: str) -> str:
        """Return a document as it should be: every output the real one."""
        return _BLOCK.sub(self._block, text)

    def _block(self, match: re.Match[str]) -> str:
        body = self._kinds[match["kind"]](match["name"] or self.last, match["body"])
        head = match[0].split("\n", 1)[0]
        return f"{head}\n{body}```"

    def deal(self, name: str, body: str) -> str:
        """Keep a whole file."""
        self.last = name
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(body, "utf-8")
        return body

    def change(self, name: str, body: str) -> str:
        """Put rows and sentences into a file, in place of those with the same id or number, else at the end of their part."""
        path = self.folder / name
        lines = path.read_text("utf-8").split("\n")
        heading = ""
        for line in body.split("\n"):
            if line.startswith("| "):
                _put_row(lines, line)
            elif line.startswith("## "):
                heading = line
            elif _SENTENCE.match(line):
                _put_sentence(lines, line, lines.index(heading) if heading else 0)
        path.write_text("\n".join(lines), "utf-8")
        return body

    def says(self) -> str:
        """Return what the reader says of the last file."""
        from safeconduct.deal import read_file
        from safeconduct.deal.model import LANGUAGE_NAMES
        from safeconduct.errors import SafeconductError, as_text

        try:
            agreement = read_file(self.folder / self.last)
        except SafeconductError as error:
            return "\n\n".join(as_text(problem) for problem in error.problems) + "\n"
        languages = " and ".join(LANGUAGE_NAMES[language] for language in agreement.languages)
        count = len(agreement.clauses)
        return f"{self.last} reads: {count} clause{'s' if count > 1 else ''} in {languages}.\n"

    def lacks(self) -> str:
        """Return the titles of what the lint finds in the last file."""
        from safeconduct.deal import read_file
        from safeconduct.deal.lint import lint
        from safeconduct.errors import CODES

        found = lint(read_file(self.folder / self.last))
        lines = [f"{finding.clause or 'whole':7}{CODES[finding.code].title}" for finding in found]
        return "\n".join(lines) + "\n"

    def translations(self, clause: str) -> str:
        """Return a clause of the last file in every language, with the note that comes before an unreviewed one."""
        from safeconduct.deal import note_in, read_file, write_clause
        from safeconduct.deal.language import WRITTEN_LANGUAGES

        agreement = read_file(self.folder / self.last)
        texts = [(note_in(language).split(" / ")[0], write_clause(agreement, clause, language)) for language in WRITTEN_LANGUAGES]
        return "".join(f"{note}\n{text}\n" if note else f"{text}\n" for note, text in sorted(texts))

    def console(self, body: str) -> str:
        """Return a console block with the real output under each command."""
        commands = [line for line in body.split("\n") if line.startswith("$ ")]
        return "".join(f"{command}\n{self._output(command[2:])}" for command in commands)

    def _output(self, command: str) -> str:
        from click.testing import CliRunner

        from safeconduct.cli import main

        asked, _, cut = command.partition(" | ")
        program, *arguments = shlex.split(asked)
        assert program == "safeconduct", command
        with _inside(self.folder), self._repeatable():
            result = CliRunner(env={"SAFECONDUCT_LANG": "en"}).invoke(main, arguments, catch_exceptions=False)
        lines = [line.rstrip() for line in result.output.rstrip("\n").split("\n")] if result.output.strip() else []
        lines = _cut(lines, cut) if cut else lines
        if result.exit_code:
            lines.append(f"(exit code {result.exit_code})")
        return "".join(f"{line}\n" for line in lines)

    @contextlib.contextmanager
    def _repeatable(self) -> Iterator[None]:
        """Let keys and times be the same whenever a document is run: each command is given a minute of its own, and drawn numbers."""
        self.drawn += 1
        minute, stream = DAY + 60 * self.drawn, itertools.count()

        def urandom(size: int) -> bytes:
            return sha512(f"{self.drawn} {next(stream)}".encode()).digest()[:size]

        with (
            patch("os.urandom", urandom),
            patch("time.time", lambda: float(minute)),
            patch("time.time_ns", lambda: (minute * 1000 + next(stream)) * 1_000_000),
        ):
            yield


def _cut(lines: list[str], how: str) -> list[str]:
    """Do what ``head -n 5``, ``tail -n 5`` and ``sed -n 5,9p`` do."""
    program, _, number = how.split()
    if program == "sed":
        first, last = number.rstrip("p").split(",")
        return lines[int(first) - 1 : int(last)]
    return lines[: int(number)] if program == "head" else lines[-int(number) :]


@contextlib.contextmanager
def _inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def _put_row(lines: list[str], row: str) -> None:
    """Replace the row of the same id, or add it under the last row."""
    id_ = row.split("|")[1]
    rows = [index for index, line in enumerate(lines) if line.startswith("| ")]
    same = [index for index in rows if lines[index].split("|")[1] == id_]
    if same:
        lines[same[0]] = row
    else:
        lines.insert(rows[-1] + 1, row)


def _put_sentence(lines: list[str], sentence: str, after: int) -> None:
    """Replace the sentence of the same number below a heading, or add it under the last one."""
    number = sentence.split(" ", 1)[0]
    numbered = [index for index, line in enumerate(lines) if index >= after and _SENTENCE.match(line)]
    same = [index for index in numbered if lines[index].startswith(f"{number} ")]
    if same:
        lines[same[0]] = sentence
    elif numbered:
        lines[numbered[-1] + 1 : numbered[-1] + 1] = ["", sentence]
    else:
        lines += [sentence, ""]


def documents() -> list[Path]:
    """Return every document that holds a block to run."""
    pages = [*sorted(HERE.glob("*.md")), ROOT / "README.md"]
    return [page for page in pages if _BLOCK.search(page.read_text("utf-8")) and not page.name.endswith(".deal.md")]


def as_it_should_be(page: Path) -> str:
    """Return a document with every output the real one."""
    with tempfile.TemporaryDirectory() as folder:
        return Runner(Path(folder)).run(page.read_text("utf-8"))


def main(arguments: list[str]) -> int:
    """Compare or rewrite every document."""
    behind = 0
    for page in documents():
        fresh = as_it_should_be(page)
        if fresh == page.read_text("utf-8"):
            continue
        behind += 1
        if "--accept" in arguments:
            page.write_text(fresh, "utf-8")
        print(f"{page.name}: {'rewritten' if '--accept' in arguments else 'out of step; python docs/run.py --accept'}")
    return 0 if "--accept" in arguments else min(behind, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

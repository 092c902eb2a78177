"""Problems as data, and the one family of exceptions that carries them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the user's own material a problem sits.

    Arguments:
        file: the name as the user gave it (never an absolute path of our making).
        line, column: counted from 1; 0 means the file as a whole.
        excerpt: the line of the file, as it stands there.
        entry: index of a record entry, when the place is an entry and not a line.
    """

    file: str = ""
    line: int = 0
    column: int = 0
    excerpt: str = ""
    entry: int | None = None

    def __str__(self) -> str:
        if self.entry is not None:
            return f"{self.file}#{self.entry}" if self.file else f"entry {self.entry}"
        parts = [self.file, *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    Arguments:
        code: stable slug ``room/what``, documented in ``safeconduct help CODE``.
        what: one short sentence that names the thing.
        why: why it matters here.
        do: what the reader can do about it.
        where: the place in the user's own file.
        more: further lines, such as *did you mean*.
    """

    code: str
    what: str
    why: str = ""
    do: str = ""
    where: Place | None = None
    more: tuple[str, ...] = ()

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where and str(self.where) else ""
        return f"{place}{self.code}: {self.what}"


class SafeconductError(Exception):
    """The root. Holds every problem found, never only the first.

    Arguments:
        problems: one problem or several.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class InputWrong(SafeconductError):
    """The file or text cannot be read as what it claims to be."""

    exit_code = 3


class Refused(SafeconductError):
    """The question was allowed and the honest answer is no."""


class EvidenceFails(SafeconductError):
    """A proof does not hold."""


class RightsMissing(SafeconductError):
    """The one who asks has no right, or no key."""

    exit_code = 4


class EnvironmentFails(SafeconductError):
    """The machine cannot do it: disk, permission, a missing program."""

    exit_code = 5

"""The problems of one file while it is read, each with its place in the user's own text."""

from __future__ import annotations

from dataclasses import dataclass, field

from safeconduct.deal.codes import SIZE, UNMAPPED
from safeconduct.deal.layout import Block, Numbered
from safeconduct.errors import InputWrong, Place, Problem, say

MOST_PROBLEMS = 1_000


@dataclass(slots=True)
class Faults:
    """What is wrong with a file, found so far.

    Arguments:
        file: its name.
        lines: its text, cut at the line ends.
    """

    file: str
    lines: list[str]
    found: list[Problem] = field(default_factory=list)

    def unmapped(self, block: Block, do: str) -> None:
        """Text that would be signed and do nothing."""
        excerpt = " ".join(block.text.split())
        what = say("this text became nothing: {excerpt}", excerpt=f"{excerpt[:60]}…" if len(excerpt) > 60 else excerpt)
        self.found.append(
            Problem(
                UNMAPPED, what, why=say("words that bind nobody look as if they did"), do=do, where=Place(self.file, block.line, 1)
            )
        )

    def wrong(self, code: str, what: str, do: str, line: int) -> None:
        """Something ambiguous about a whole line."""
        why = say("the file could be read in more than one way")
        self.found.append(Problem(code, what, why=why, do=do, where=Place(self.file, line, 1, self.line(line))))

    def line(self, number: int) -> str:
        """Return a line of the file, counted from 1."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def place(self, sentence: Numbered) -> Place:
        """Return where a sentence begins."""
        return Place(self.file, sentence.line, sentence.column, self.line(sentence.line))

    def at(self, sentence: Numbered, offset: int) -> Place:
        """Return the place of a character of a sentence."""
        before = sentence.text[:offset]
        line = sentence.line + before.count("\n")
        column = offset - (before.rfind("\n") + 1) + (sentence.column if line == sentence.line else 1)
        return Place(self.file, line, column, self.line(line))

    def error(self) -> InputWrong:
        """Return everything found as one error, in the order of the text; what exceeds a thousand problems is counted."""
        found = sorted(self.found, key=lambda p: (p.where.line, p.where.column) if p.where else (0, 0))
        return InputWrong([*found[:MOST_PROBLEMS], *self._too_many(found[MOST_PROBLEMS:])])

    def _too_many(self, rest: list[Problem]) -> list[Problem]:
        if not rest:
            return []
        what = say("{rest} more problems are not shown", rest=len(rest))
        do = say("mend the first ones and read it again")
        return [Problem(SIZE, what, why=say("so many have one cause"), do=do, where=Place(self.file))]

"""The blocks of an agreement file: front matter, words table, numbered sentences, quotes; each with its place.

Nothing is understood here. Markdown is cut into blocks by markdown-it; every block keeps its line in the user's own file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from operator import itemgetter

from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim
from markdown_it.token import Token

_NUMBERED = re.compile(r"\*\*(?P<id>[^*]+)\*\*[ \t]+(?P<text>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the file.

    Arguments:
        line: of its first line, from 1.
        text: its words, with the line breaks as they stand.
    """

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Numbered:
    """A numbered sentence before it is read: its number, its words, and where they start."""

    id: str
    text: str
    line: int
    column: int


@dataclass(slots=True)
class Section:
    """A level-2 section of the file."""

    title: str
    line: int
    sentences: list[Numbered] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    quotes: list[Block] = field(default_factory=list)
    stray: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Layout:
    """A file cut into blocks.

    Arguments:
        front: text of the front matter without its fences, or None.
        sections: level-2 sections in order.
        before: blocks before the first section.
    """

    front: str | None
    sections: list[Section]
    before: list[Block]


def cut(text: str) -> Layout:
    """Cut a file into blocks.

    Cost: linear in the length of the text.
    """
    front, body, offset = _front_matter(text)
    sections: list[Section] = []
    before: list[Block] = []
    alone, rest = _alone(body)
    rows, rest = _rows(rest)
    for line, kind, content in sorted([*alone, *rows, *_blocks(_MARKDOWN.parse(rest))], key=_line):
        if kind == "h2":
            sections.append(Section(content.strip(), line + offset))
        elif not sections:
            if kind != "h1":
                before.append(Block(line + offset, content))
        else:
            _place(kind, content, line + offset, sections[-1])
    return Layout(front, sections, before)


_MARKDOWN = MarkdownIt("zero", {"html": False}).enable(["heading", "blockquote", "table"])
_MARKDOWN.core.ruler.enableOnly(["normalize", "block"])

_Piece = tuple[int, str, str]
"""Line of the body from 1, kind of block, its text."""

_line: Callable[[_Piece], int] = itemgetter(0)

_ALONE = re.compile(r"(?<![^\n])\n(\*\*[^*\n]+\*\*[ \t][^\n]*)(?=\n\n)")


def _alone(body: str) -> tuple[list[_Piece], str]:
    """Take out every numbered sentence that stands on one line between two empty ones; return them, and the body with that line empty.

    Nine tenths of the lines of a long agreement are such. Markdown would try each as a table, a quote and a heading and make a
    paragraph of it, as any other sentence still is: the outcome is the same (test_layout), at a tenth of the time.
    """
    pieces: list[_Piece] = []
    line, last = 1, 0
    for match in _ALONE.finditer(body):
        line += body.count("\n", last, match.start(1))
        last = match.start(1)
        pieces.append((line, "paragraph", mdTrim(match[1])))
    return pieces, _ALONE.sub("\n", body)


_TABLE = re.compile(r"(?<=\n\n)(\|[^\\\n]*\|\n)(\|(?: ?-{2,} ?\|)+\n)((?:\|[^\\\n]*\|\n)+)(?=\n)")


def _rows(body: str) -> tuple[list[_Piece], str]:
    """Take out the rows of every table that stands between two empty lines and has as many cells in each row as in its head.

    As with sentences the outcome is the same (test_layout): a words table of 400 rows cost markdown a fifth of the time in which a
    2,000-clause agreement is read.
    """
    pieces: list[_Piece] = []

    def take(table: re.Match[str]) -> str:
        head, ruler, lines = table.groups()
        rows = lines[:-1].split("\n")
        if {line.count("|") for line in (ruler, *rows)} != {head.count("|")}:
            return table[0]
        first = body.count("\n", 0, table.start(3)) + 1
        for line, row in enumerate(rows, first):
            pieces.append((line, "row", ""))
            pieces.extend((line, "cell", mdTrim(cell)) for cell in row.split("|")[1:-1])
        return head + ruler + "\n" * len(rows)

    return pieces, _TABLE.sub(take, body)


def _front_matter(text: str) -> tuple[str | None, str, int]:
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return None, text, 0
    for number, line in enumerate(lines[1:200], 1):
        if line.rstrip() == "---":
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 1
    return None, text, 0


def _blocks(tokens: list[Token]) -> Iterator[_Piece]:
    """Yield each piece of text with the kind of block it stands in."""
    quote, row, head, line = 0, False, "", 1
    for token in tokens:
        line = token.map[0] + 1 if token.map else line
        if token.type in ("blockquote_open", "blockquote_close"):
            quote += token.nesting
        elif token.type in ("heading_open", "heading_close"):
            head = token.tag if token.nesting == 1 else ""
        elif token.type in ("tr_open", "tr_close"):
            row = token.nesting == 1
            if row:
                yield line, "row", ""
        elif token.type == "inline":
            yield line, "quote" if quote else head or ("cell" if row else "paragraph"), token.content


def _place(kind: str, content: str, line: int, section: Section) -> None:
    if kind == "row":
        section.rows.append((line, []))
    elif kind == "cell":
        section.rows[-1][1].append(content.strip())
    elif kind == "quote":
        section.quotes.append(Block(line, content))
    elif kind.startswith("h"):
        section.headings.append((len(section.sentences), content.strip()))
    elif match := _NUMBERED.fullmatch(content):
        section.sentences.append(Numbered(match["id"].strip(), match["text"], line, match.start("text") + 1))
    else:
        section.stray.append(Block(line, content))

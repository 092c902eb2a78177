"""The blocks of an agreement file: front matter, words table, numbered sentences, quotes; each with its place.

Nothing is understood here. Markdown is cut into blocks by markdown-it; every block keeps its line in the user's own file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim
from markdown_it.rules_block import StateBlock
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
    tokens = _MARKDOWN.parse(body)
    for kind, token in _blocks(tokens):
        line = (token.map[0] if token.map else 0) + 1 + offset
        if kind == "h2":
            sections.append(Section(token.content.strip(), line))
        elif not sections:
            if kind != "h1":
                before.append(Block(line, token.content))
        else:
            _place(kind, token, line, sections[-1])
    return Layout(front, sections, before)


def _numbered(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A block rule for the commonest block: a numbered sentence on a line of its own, between empty lines.

    Markdown would try it as a table, a quote and a heading and then call it a paragraph of three tokens; nine tenths of a long
    agreement's lines are such. Sentences that run over several lines are left to those rules, which come to the same (test_layout).
    """
    if silent or state.level or not state.src.startswith("**", state.bMarks[start]):
        return False
    if start + 1 < end and not state.isEmpty(start + 1):
        return False
    token = Token("inline", "", 0, map=[start, start + 1])
    token.content = mdTrim(state.src[state.bMarks[start] : state.eMarks[start]])
    state.tokens.append(token)
    state.line = start + 1
    return True


_MARKDOWN = MarkdownIt("zero", {"html": False}).enable(["heading", "blockquote", "table"])
_MARKDOWN.core.ruler.enableOnly(["normalize", "block"])
_MARKDOWN.block.ruler.before("table", "numbered", _numbered)


def _front_matter(text: str) -> tuple[str | None, str, int]:
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return None, text, 0
    for number, line in enumerate(lines[1:200], 1):
        if line.rstrip() == "---":
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 1
    return None, text, 0


def _blocks(tokens: list[Token]) -> Iterator[tuple[str, Token]]:
    """Yield each piece of text with the kind of block it stands in."""
    quote, row, head = 0, False, ""
    for token in tokens:
        if token.type in ("blockquote_open", "blockquote_close"):
            quote += token.nesting
        elif token.type in ("heading_open", "heading_close"):
            head = token.tag if token.nesting == 1 else ""
        elif token.type in ("tr_open", "tr_close"):
            row = token.nesting == 1
            if row:
                yield "row", token
        elif token.type == "inline":
            yield ("quote" if quote else head or ("cell" if row else "paragraph")), token


def _place(kind: str, token: Token, line: int, section: Section) -> None:
    if kind == "row":
        section.rows.append((line, []))
    elif kind == "cell":
        section.rows[-1][1].append(token.content.strip())
    elif kind == "quote":
        section.quotes.append(Block(line, token.content))
    elif kind.startswith("h"):
        section.headings.append((len(section.sentences), token.content.strip()))
    elif match := _NUMBERED.fullmatch(token.content):
        section.sentences.append(Numbered(match["id"].strip(), match["text"], line, match.start("text") + 1))
    else:
        section.stray.append(Block(line, token.content))

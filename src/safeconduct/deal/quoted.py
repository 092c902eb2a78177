"""Quoted sources: which words of a source became which clause."""

from __future__ import annotations

import re

from safeconduct.deal.codes import UNMAPPED
from safeconduct.deal.faults import Faults
from safeconduct.deal.layout import Block, Layout
from safeconduct.deal.model import QuotedSpan
from safeconduct.errors import Place, say

_DEEPEST_QUOTE = re.compile(r"^\s*(?:>\s*){4}", re.MULTILINE)
_MARK = re.compile(r"\{([^{}]*)\}")
_BECOMES = ("heading", "recital", "signature", "open")


def deep_quotes(faults: Faults) -> None:
    """A quote inside quotes inside quotes would be cut away by the Markdown parser without a word."""
    for number, line in enumerate(faults.lines, 1):
        if line.lstrip().startswith(">") and _DEEPEST_QUOTE.match(line):
            faults.wrong(UNMAPPED, say("a quote stands in quotes, more than three deep"), say("write it with one >"), number)


def read_quotes(layout: Layout, clauses: set[str], faults: Faults) -> tuple[tuple[QuotedSpan, ...], ...]:
    """Return the stretches of every quoted source with the clauses each became.

    Arguments:
        clauses: the clause numbers of the file, in any language.
    """
    return tuple(tuple(_spans(block, clauses, faults)) for section in layout.sections for block in section.quotes)


def _spans(block: Block, clauses: set[str], faults: Faults) -> list[QuotedSpan]:
    spans: list[QuotedSpan] = []
    begin = 0
    for mark in _MARK.finditer(block.text):
        becomes = tuple(mark[1].replace(",", " ").split())
        place = Place(faults.file, block.line + block.text.count("\n", 0, mark.start()), 1)
        unknown = [part for part in becomes if part not in _BECOMES and part not in clauses]
        if unknown or not becomes:
            known = f"a clause number of this file, or one of {', '.join(_BECOMES)}"
            faults.wrong(
                UNMAPPED, say("{{mark}} is not a clause of this file", mark=mark[1]), say("write {known}", known=known), place.line
            )
        spans.append(QuotedSpan(" ".join(block.text[begin : mark.start()].split()), becomes, begin, mark.start(), place))
        begin = mark.end()
    rest = block.text[begin:].strip()
    if rest:
        line = block.line + block.text.count("\n", 0, begin)
        faults.unmapped(Block(line, rest), say("end it with the clause it became in braces, such as {3.1}"))
    return spans

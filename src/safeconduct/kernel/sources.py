"""Where a statement comes from: a source, and an exact span of its text."""

from __future__ import annotations

from dataclasses import dataclass

CONFIDENCE = ("A", "B", "C")


@dataclass(frozen=True, slots=True)
class Source:
    """A publication or document.

    Arguments:
        name: as a reader would cite it.
        confidence: A official or primary text seen, B press or secondary source seen, C not confirmed.
    """

    name: str
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` (included) to ``end`` (excluded) of one named text, counted in Unicode code points from 0."""

    source: str
    start: int
    end: int
    line: int = 0

    def of(self, text: str) -> str:
        """Return the characters of the span."""
        return text[self.start : self.end]

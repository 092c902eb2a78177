"""Problems to text for people and to JSON for programs, in each language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from safeconduct.errors.model import Place, Problem
from safeconduct.errors.texts import in_language

_LABELS: Mapping[str, tuple[str, str]] = {
    "en": ("why it matters: ", "what to do: "),
    "fr": ("pourquoi cela compte : ", "que faire : "),
}


def as_text(problem: Problem, language: str = "en") -> str:
    """Write one problem over a few lines: place, what, the user's own line with a caret, why, what to do.

    Returns: text without a final line break.

    >>> print(as_text(Problem("kernel/range", "8,000 to 6,000 runs downwards", do="write the lower number first")))
    kernel/range: 8,000 to 6,000 runs downwards
      what to do: write the lower number first
    """
    why, do = _LABELS[language]
    place = f"{problem.where}: " if problem.where and str(problem.where) else ""
    lines = [f"{place}{problem.code}: {in_language(problem.what, language)}"]
    if problem.where and problem.where.excerpt:
        lines += _excerpt(problem.where)
    if problem.why:
        lines.append(f"  {why}{in_language(problem.why, language)}")
    if problem.do:
        lines.append(f"  {do}{in_language(problem.do, language)}")
    lines += [f"  {in_language(line, language)}" for line in problem.more]
    return "\n".join(lines)


def as_json(problem: Problem, language: str = "en") -> dict[str, Any]:
    """Return the one JSON shape of a problem, on the command line and over HTTP."""
    where = problem.where
    return {
        "code": problem.code,
        "what": in_language(problem.what, language),
        "why": in_language(problem.why, language),
        "do": in_language(problem.do, language),
        "where": None
        if where is None
        else {
            "file": where.file,
            "line": where.line,
            "column": where.column,
            "excerpt": where.excerpt,
            "entry": where.entry,
        },
        "more": [in_language(line, language) for line in problem.more],
    }


_WIDTH = 96
_UNSEEN = {
    chr(code): "\N{REPLACEMENT CHARACTER}"
    for code in (*range(32), *range(127, 160), 0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
}
"""Signs that would steer the terminal or turn the line around; shown as one place each, so that the caret stands where it should."""


def _excerpt(place: Place) -> list[str]:
    start = max(0, place.column - 1 - _WIDTH // 2) if len(place.excerpt) > _WIDTH else 0
    line = "".join(" " if sign == "\t" else _UNSEEN.get(sign, sign) for sign in place.excerpt[start : start + _WIDTH])
    caret = " " * (place.column - 1 - start) + "^" if place.column else ""
    return [f"  | {line}"] + ([f"  | {caret}"] if caret else [])

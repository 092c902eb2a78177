"""``safeconduct deal check``: what a mediator wants to know before signing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeconduct.cli.answer import NO, UNREADABLE, YES, Answer, Line
from safeconduct.cli.labels import label
from safeconduct.cli.target import file_or_case
from safeconduct.cli.verb import Asked, verb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safeconduct.case.check import Checked


@verb()
@file_or_case
def check(asked: Asked, target: str) -> Answer:
    """List every finding: what does not read, what does not hold together, what the text does not settle.

    Ends with 0 when there is none, 1 when there are some, 3 when a file does not read.
    """
    from safeconduct.case.check import check as check_target
    from safeconduct.case.check import findings_data

    results = check_target(target, asked.language)
    lines = [line for result in results for line in _lines(result, asked.language)]
    unreadable = any(not result.reads for result in results)
    found = any(result.findings for result in results)
    return Answer({"findings": findings_data(results)}, lines, UNREADABLE if unreadable else NO if found else YES)


def _lines(result: Checked, language: str) -> Iterator[Line]:
    from safeconduct.deal.speech import listed
    from safeconduct.errors import as_text, in_language

    key = "check.some" if result.findings else "check.ok"
    yield Line(label(language, key, file=result.file, count=len(result.findings)), "title")
    if len(result.languages) > 1:
        yield Line(label(language, "check.equal", languages=listed(language, result.languages)), "quiet")
    for problem in result.problems:
        yield Line()
        yield from (Line(text, raw=True) for text in as_text(problem, language).split("\n"))
    for finding in result.findings[len(result.problems) :]:
        yield Line()
        place = f"{finding.where.file}:{finding.where.line}" if finding.where.line else finding.where.file
        yield Line(
            " · ".join(part for part in (finding.clause, in_language(finding.element, language), finding.code, place) if part),
            "strong",
        )
        yield Line(finding.text, indent=2)
    for note in result.notes:
        yield Line()
        yield Line(label(language, "check.note", text=note.text), "quiet")
    yield Line()

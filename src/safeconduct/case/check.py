"""Every finding on the agreements of a case: what does not read, what does not hold together, what a mediator would ask before signing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safeconduct.case.read import Folder, find, read_bytes
from safeconduct.case.settings import FILE as SETTINGS_FILE
from safeconduct.deal import Agreement, read
from safeconduct.deal.check import LEFT_OVER, problems
from safeconduct.deal.lint import Finding, lint
from safeconduct.deal.notes import Note, notes
from safeconduct.errors import InputWrong, Place, Problem, in_language

_CLAUSE = re.compile(r"\bclause (\d+(?:\.\d+)+)")


@dataclass(frozen=True, slots=True)
class Checked:
    """One file and its findings.

    Arguments:
        reads: whether it can be read at all; when not, the findings are what stands in the way.
        problems: the problems of reading and of structure, with what to do about each; they come first among the findings too.
        languages: the language versions, which say the same clause by clause, given the words table; empty when it does not read.
        notes: what is right and may surprise: how lengths in months come out.
    """

    file: str
    reads: bool
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...] = ()
    languages: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


def check(target: str, language: str = "en") -> tuple[Checked, ...]:
    """Check every agreement of a file, a folder or a shipped case.

    Returns: one result for each file, in order of time. A file that does not read has its problems as findings, with an empty
        element, and is not linted.
    Raises: EnvironmentFails (``case/disk``).
    """
    try:
        folder = find(target)
    except InputWrong as wrong:
        return (_unreadable(target, wrong.problems, language),)
    results = tuple(check_file(path, language) for path in folder.files)
    return (*_settings(folder, language), *results)


def check_file(path: Path, language: str = "en") -> Checked:
    """Check one agreement file."""
    data = read_bytes(path)
    try:
        agreement = read(data, path.name)
    except InputWrong as wrong:
        return _unreadable(path.name, wrong.problems, language)
    return check_agreement(agreement, language)


def check_agreement(agreement: Agreement, language: str = "en") -> Checked:
    """Check an agreement that reads."""
    gaps = lint(agreement, language)
    structural = tuple(problem for problem in problems(agreement) if not gaps or problem.code not in LEFT_OVER)
    found = [finding_of(problem, language) for problem in structural]
    return Checked(agreement.file, True, (*found, *gaps), structural, agreement.languages, notes(agreement, language))


def finding_of(problem: Problem, language: str = "en") -> Finding:
    """Return a problem as a finding: its clause is the one it names, its element is empty."""
    named = _CLAUSE.search(problem.what)
    parts = (problem.what, problem.why, problem.do, *problem.more)
    text = " ".join(_sentence(in_language(part, language)) for part in parts if part)
    return Finding(problem.code, named[1] if named else "", "", text, problem.where or Place())


def _sentence(text: str) -> str:
    opened = text[:1].upper() + text[1:]
    return opened if opened.endswith((".", "?", "!", "…")) else opened + "."


def _settings(folder: Folder, language: str) -> tuple[Checked, ...]:
    if not folder.problems:
        return ()
    return (_unreadable(SETTINGS_FILE, folder.problems, language),)


def _unreadable(name: str, problems: tuple[Problem, ...], language: str) -> Checked:
    return Checked(name, False, tuple(finding_of(problem, language) for problem in problems), problems)


def findings_data(results: tuple[Checked, ...]) -> list[dict[str, Any]]:
    """Return all findings in the documented JSON form."""
    return [finding.as_json() for result in results for finding in result.findings]

"""Gaps to findings: the words of ``wording.toml`` with names, numbers and an example filled in."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any

from safeconduct.deal.lint import example
from safeconduct.deal.lint.model import Finding, Gap, Survey
from safeconduct.errors import Place, register

_WORDING: Mapping[str, Mapping[str, Any]] = tomllib.loads(resources.files(__package__).joinpath("wording.toml").read_text("utf-8"))
CODES: Mapping[str, str] = {name: register(f"deal/lint-{name}", entry["title"], entry["help"]) for name, entry in _WORDING.items()}
"""Name of a gap to its problem code."""

ELEMENTS: Mapping[str, str] = {CODES[name]: entry["element"] for name, entry in _WORDING.items()}
"""Problem code to the element of a good text that it stands for."""

_QUOTES = {"en": "“{}”", "fr": "« {} »"}
_AND = {"en": "and", "fr": "et"}
_CLAUSE = {"en": ("clause", "clauses"), "fr": ("la clause", "les clauses")}


def worded(survey: Survey, gap: Gap, language: str) -> Finding:
    """Return the finding of a gap, in English where the language has no wording of its own."""
    language = language if language in _QUOTES else "en"
    entry = _WORDING[gap.code]
    text: str = entry[language].format(
        clause=gap.clause,
        words=_listed([_name(survey, word, language) for word in gap.words if word], language) or "…",
        clauses=_numbers(gap.clauses, language),
        example=_QUOTES[language].format(example.write(survey, gap.example, language)) if gap.example else "…",
    )
    return Finding(CODES[gap.code], gap.clause, entry["element"], text[:1].upper() + text[1:], _where(survey, gap, language))


def _name(survey: Survey, word: str, language: str) -> str:
    return f"[{example.names(survey, language)[word].text}]"


def _listed(names: list[str], language: str) -> str:
    return f" {_AND[language]} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _numbers(clauses: tuple[str, ...], language: str) -> str:
    one, several = _CLAUSE[language]
    return f"{one if len(clauses) == 1 else several} {_listed(list(clauses), language)}" if clauses else ""


def _where(survey: Survey, gap: Gap, language: str) -> Place:
    clause = survey.agreement.by_id.get(gap.clause)
    if clause is None:
        return Place(survey.agreement.file)
    return clause.places.get(language) or next(iter(clause.places.values()), Place(survey.agreement.file))

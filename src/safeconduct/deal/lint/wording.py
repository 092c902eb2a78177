"""Gaps to findings: the words of ``wording.toml`` with names, numbers and an example filled in."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any

from safeconduct.deal.language import tongue
from safeconduct.deal.lint import example
from safeconduct.deal.lint.model import Finding, Gap, Survey
from safeconduct.deal.speech import clauses_in, filled, finished, listed
from safeconduct.errors import Place, register

_WORDING: Mapping[str, Mapping[str, Any]] = tomllib.loads(resources.files(__package__).joinpath("wording.toml").read_text("utf-8"))
CODES: Mapping[str, str] = {name: register(f"deal/lint-{name}", entry["title"], entry["help"]) for name, entry in _WORDING.items()}
"""Name of a gap to its problem code."""

ELEMENTS: Mapping[str, str] = {CODES[name]: entry["element"] for name, entry in _WORDING.items()}
"""Problem code to the element of a good text that it stands for."""

_QUOTES = {"en": "“{}”", "fr": "« {} »"}


def worded(survey: Survey, gap: Gap, language: str) -> Finding:
    """Return the finding of a gap, in English where the language has no wording of its own."""
    language = language if language in _QUOTES else "en"
    entry = _WORDING[gap.code]
    names = example.names(survey, language)
    words = [tongue(language).writer.bracketed(names[word]) for word in gap.words if word]
    parts = {"clause": gap.clause, "words": listed(language, words) or "…"}
    parts["clauses"] = clauses_in(language, gap.clauses).text if gap.clauses else ""
    text = finished(language, filled(language, entry[language], parts))
    answer = _QUOTES[language].format(example.write(survey, gap.example, language)) if gap.example else "…"
    text = text.replace("{example}", answer)
    return Finding(CODES[gap.code], gap.clause, entry["element"], text, _where(survey, gap, language))


def _where(survey: Survey, gap: Gap, language: str) -> Place:
    clause = survey.agreement.by_id.get(gap.clause)
    if clause is None:
        return Place(survey.agreement.file)
    return clause.places.get(language) or next(iter(clause.places.values()), Place(survey.agreement.file))

"""Exposure, next safe acts, deadlocks and debts, in sentences and as data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from safeconduct.deal.language import tongue
from safeconduct.deal.model import Agreement
from safeconduct.deal.standing.debts import Debt
from safeconduct.deal.standing.explain import LANGUAGES, fill, sentences
from safeconduct.deal.standing.exposure import Cure, Exposure, Side
from safeconduct.deal.write import name_in


def explain_exposure(agreement: Agreement, exposure: Exposure, language: str = "en") -> tuple[str, ...]:
    """Return how exposed each side is, and what may move next or what would release a deadlock, a sentence each."""
    return tuple(_finished(text, language) for text in _lines(agreement, exposure, language if language in LANGUAGES else "en"))


def exposure_state(state: str, language: str = "en") -> str:
    """Return the state of an exposure in a word or two."""
    return _say(language if language in LANGUAGES else "en", f"state/{state}")


def explain_debt(agreement: Agreement, debt: Debt, language: str = "en") -> str:
    """Return one debt as a sentence."""
    spoken = language if language in LANGUAGES else "en"
    names = {key: _names(agreement, words, spoken) for key, words in (("creditors", debt.creditors), ("debtors", debt.debtors))}
    return _finished(_say(spoken, "debt", **names, done=debt.done or "–", owed=debt.owed), spoken)


def exposure_data(agreement: Agreement, exposure: Exposure) -> dict[str, Any]:
    """Return an exposure as plain data for ``--json``."""
    return {
        "clause": exposure.clause,
        "state": exposure.state,
        "ahead": exposure.ahead or None,
        "left": _side_data(exposure.left),
        "right": _side_data(exposure.right),
        "batch": exposure.batch,
        "safe": list(exposure.safe),
        "deadlock": exposure.deadlock,
        "cures": [{"kind": c.kind, "group": c.group or None, "number": c.number, "who": list(c.who)} for c in exposure.cures],
        "text": {language: list(explain_exposure(agreement, exposure, language)) for language in LANGUAGES},
    }


def _side_data(side: Side) -> dict[str, Any]:
    return {
        "group": side.group,
        "moved": [side.moved.low, side.moved.high],
        "counters_differ": side.moved.differ,
        "entries": list(side.moved.entries),
        "lead": [side.lead_low, side.lead_high],
        "bound": side.bound,
        "within": side.within.value,
        "next_most": side.next_most,
    }


def _lines(agreement: Agreement, exposure: Exposure, language: str) -> Iterator[str]:
    for side in (exposure.left, exposure.right):
        group = name_in(agreement, side.group, language)
        within = _say(language, f"within/{side.within.value}")
        moved = _range(side.moved.low, side.moved.high, language)
        lead = _range(side.lead_low, side.lead_high, language)
        yield _say(language, "lead", group=group, moved=moved, lead=lead, bound=_figure(side.bound, language), within=within)
        if side.moved.differ:
            yield _say(language, "differ", group=group)
        if side.group in exposure.safe and side.next_most is not None:
            yield _say(language, "safe", group=group, most=_figure(side.next_most, language))
    if exposure.deadlock:
        opening = _say(language, "deadlock", clause=exposure.clause, batch=_figure(exposure.batch, language))
        yield f"{opening} {'; '.join(_cure(agreement, cure, language) for cure in exposure.cures)}."


def _cure(agreement: Agreement, cure: Cure, language: str) -> str:
    group = name_in(agreement, cure.group, language) if cure.group else ""
    return _say(language, cure.kind, group=group, number=_figure(cure.number, language), who=_names(agreement, cure.who, language))


def _names(agreement: Agreement, words: tuple[str, ...], language: str) -> str:
    return sentences(language)["part"]["and"].join(name_in(agreement, word, language) for word in words)


def _say(language: str, key: str, **parts: str) -> str:
    return fill(sentences(language)["exposure"][key], parts)


def _range(low: int, high: int | None, language: str) -> str:
    part = sentences(language)["part"]
    if high is None:
        return fill(part["at_least"], {"low": _figure(low, language)})
    ends = {"low": _figure(low, language), "high": _figure(high, language)}
    return ends["low"] if low == high else fill(part["range"], ends)


def _figure(number: int, language: str) -> str:
    return tongue(language).writer.surface.figure(number)


def _finished(text: str, language: str) -> str:
    joined = tongue(language if language in LANGUAGES else "en").writer.surface.join(text)
    return joined[:1].upper() + joined[1:]

"""Exposure, next safe acts, deadlocks and debts, in sentences and as data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from safeconduct.deal.model import Agreement
from safeconduct.deal.speech import LANGUAGES, Part, Speech, filled, finished, listed, spoken
from safeconduct.deal.standing.debts import Debt
from safeconduct.deal.standing.explain import sentences
from safeconduct.deal.standing.exposure import Cure, Exposure, Side


def explain_exposure(agreement: Agreement, exposure: Exposure, language: str = "en") -> tuple[str, ...]:
    """Return how exposed each side is, and what may move next or what would release a deadlock, a sentence each."""
    speech = Speech(agreement, spoken(language))
    return tuple(finished(speech.language, text) for text in _lines(speech, exposure))


def exposure_state(state: str, language: str = "en") -> str:
    """Return the state of an exposure in a word or two."""
    return sentences(spoken(language))["exposure"][f"state/{state}"]


def explain_debt(agreement: Agreement, debt: Debt, language: str = "en") -> str:
    """Return one debt as a sentence."""
    speech = Speech(agreement, spoken(language))
    creditors, debtors = speech.names(debt.creditors), speech.names(debt.debtors)
    return finished(
        speech.language, _say(speech, "debt", creditors=creditors, debtors=debtors, done=debt.done or "–", owed=debt.owed)
    )


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


def _lines(speech: Speech, exposure: Exposure) -> Iterator[str]:
    for side in (exposure.left, exposure.right):
        group = speech.name(side.group)
        within = _say(speech, f"within/{side.within.value}")
        moved, lead = speech.range(side.moved.low, side.moved.high), speech.range(side.lead_low, side.lead_high)
        yield _say(speech, "lead", group=group, moved=moved, lead=lead, bound=speech.figure(side.bound), within=within)
        if side.moved.differ:
            yield _say(speech, "differ", group=group)
        if side.moved.perhaps:
            yield _say(speech, "perhaps", group=group, told=listed(speech.language, side.moved.perhaps))
        if side.group in exposure.safe and side.next_most is not None:
            yield _say(speech, "safe", group=group, most=speech.figure(side.next_most))
    if exposure.deadlock:
        opening = _say(speech, "deadlock", clause=exposure.clause, batch=speech.figure(exposure.batch))
        yield f"{opening} {speech.part('semi').join(_cure(speech, cure) for cure in exposure.cures)}."


def _cure(speech: Speech, cure: Cure) -> str:
    group = speech.name(cure.group) if cure.group else ""
    return _say(speech, cure.kind, group=group, number=speech.figure(cure.number), who=speech.names(cure.who))


def _say(speech: Speech, key: str, **parts: str | Part) -> str:
    return filled(speech.language, sentences(speech.language)["exposure"][key], parts)

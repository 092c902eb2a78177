"""Sentences that would answer a finding: built as trees over the agreement's own words, so that they always read.

Where the agreement has no word for a role, a stand-in is used; its row has to be added to the words table first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from safeconduct.deal import tree
from safeconduct.deal.language import Name, read_name, tongue
from safeconduct.deal.lint.model import Survey
from safeconduct.deal.walk import substitute

MONITOR, BOARD, PROTECTOR, PLACE, EVENT, ACT = "_monitor", "_board", "_protector", "_place", "_event", "_act"
STAND_INS: dict[str, tuple[str, dict[str, str]]] = {
    MONITOR: ("party", {"en": "monitor (the)", "fr": "observateur (le)"}),
    BOARD: ("body", {"en": "joint board (the)", "fr": "conseil mixte (le)"}),
    PROTECTOR: ("party", {"en": "protector (the)", "fr": "protecteur (le)"}),
    PLACE: ("place", {"en": "place of departure (the)", "fr": "lieu de départ (le)"}),
    EVENT: ("event", {"en": "arrival of the last convoy (the)", "fr": "arrivée du dernier convoi (la)"}),
    ACT: ("act", {"en": "do what was promised", "fr": "accomplir ce qui a été promis"}),
}
"""Stand-in words: kind, and name in each language as the words table writes it."""


def names(survey: Survey, language: str) -> dict[str, Name]:
    """Return the names of the agreement's words and of the stand-ins."""
    if language in survey.by_language:
        return survey.by_language[language]
    stand_ins = {id_: read_name(cells[language], language) for id_, (_, cells) in STAND_INS.items()}
    found = survey.by_language[language] = {**survey.agreement.names(language), **stand_ins}
    return found


def write(survey: Survey, sentence: tree.Sentence, language: str) -> str:
    """Write an example sentence."""
    return tongue(language).write(sentence, names(survey, language))


def day(number: int) -> tree.By:
    """Return *by day 10*."""
    return tree.By(tree.DayNumber(number))


def with_detail(survey: Survey, clause: str, *added: tree.Detail) -> tree.Sentence | None:
    """Return the sentence of a clause with details added to its first act."""
    sentence = survey.agreement.by_id[clause].sentence
    if not isinstance(sentence, tree.Statement):
        return None
    predicate: Any = sentence.predicate
    slot = "step_in" if isinstance(predicate, tree.GuaranteesPerformance) else "action"
    action = getattr(predicate, slot, None)
    longer = _longer(action, added) if isinstance(action, tree.Action) else None
    return replace(sentence, predicate=replace(predicate, **{slot: longer})) if longer else None


def judged(survey: Survey, clause: str, thing: str) -> tree.Sentence:
    """Return the sentence of a clause with a judge for one of its things, or a definition where it has no such thing."""
    sentence = survey.agreement.by_id[clause].sentence
    change: Callable[[tree.Node], tree.Node] = lambda part: tree.WithAsJudged(thing, MONITOR) if part == tree.With(thing) else part
    answer = substitute(sentence, change)
    return answer if answer != sentence else tree.Includes(thing, (EVENT,))


def _longer(action: tree.Action, added: tuple[tree.Detail, ...]) -> tree.Action | None:
    if isinstance(action, tree.CallOn):
        inner = _longer(action.action, added)
        return replace(action, action=inner) if inner else None
    if isinstance(action, tree.Either):
        first, second = _longer(action.first, added), _longer(action.second, added)
        return tree.Either(first, second) if first and second else None
    if isinstance(action, tree.Do | tree.KeepBehind | tree.Notify | tree.Suspend):
        return replace(action, details=(*action.details, *added))
    return None


def party(survey: Survey, *but: str) -> str:
    """Return a party of the agreement that is none of some, or a stand-in."""
    return next((w.id for w in survey.agreement.words.values() if w.kind == "party" and w.id not in but), PROTECTOR)

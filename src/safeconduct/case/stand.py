"""Where every clause of a case stands: its texts and its history handed to the deed level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from safeconduct.case.model import Case, Dated
from safeconduct.deal.promise import Facts
from safeconduct.deal.standing import (
    Event,
    Exposure,
    Recorded,
    Replay,
    Standing,
    exposures,
    facts_of,
    read_events,
    sources_view,
    standing,
)


def texts_at(case: Case, at: datetime) -> tuple[Dated, ...]:
    """Return the agreements that stood at an instant, in order of time."""
    return tuple(dated for dated in case.agreements if dated.since is None or dated.since <= at)


def events_of(case: Case) -> tuple[Event, ...]:
    """Return the entries of a case as the deed level reads them. Raises: InputWrong with the line of each entry."""
    lines = () if case.is_signed else case.lines
    return read_events(case.history, case.settings.deal, case.settings.history, lines)


def _with(case: Case, dated: Dated, at: datetime) -> tuple[Dated, ...]:
    """Return the agreements that stood at an instant, and the one asked about even if it did not stand yet."""
    texts = texts_at(case, at)
    return texts if dated in texts else (*texts, dated)


def facts_at(case: Case, dated: Dated, at: datetime, known_by: datetime | None = None) -> Facts:
    """Return all that the promise level takes as given for one text: what the record tells, and what has lapsed or failed by then.

    Cost: one replay of the texts that stood then.
    """
    texts = _with(case, dated, at)
    replay = Replay([text.agreement for text in texts], events_of(case), at=at, known_by=known_by)
    return facts_of(replay, texts.index(dated))


def recorded_at(case: Case, dated: Dated, at: datetime) -> Recorded:
    """Return what one text and the record tell, by an instant, of its moments and of when its clauses were suspended."""
    texts = _with(case, dated, at)
    return Recorded.of([text.agreement for text in texts], events_of(case), at, texts.index(dated))


def stand(case: Case, at: datetime, known_by: datetime | None = None, views: Mapping[str, Sequence[str]] | None = None) -> Standing:
    """Return how every clause of every text stood at an instant.

    Arguments:
        views: name of a view to the actors or sources it admits.

    Cost: one replay, and one for each rival reading and view.
    """
    admit = {name: sources_view(set(sources)) for name, sources in (views or {}).items()}
    agreements = [dated.agreement for dated in texts_at(case, at)]
    return standing(agreements, events_of(case), at, known_by, admit or None)


def linked(case: Case, at: datetime, known_by: datetime | None = None) -> tuple[tuple[Dated, Exposure], ...]:
    """Return the exposure of each side for every linked pair of movements, by agreement, as ``status`` shows those of the last one."""
    events = events_of(case)
    return tuple((dated, one) for dated in texts_at(case, at) for one in exposures(dated.agreement, events, at, known_by))

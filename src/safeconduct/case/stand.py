"""Where every clause of a case stands: its texts and its history handed to the deed level, and what rival readings change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from safeconduct.case.model import Case, Dated
from safeconduct.deal import Agreement, tree
from safeconduct.deal.norms import Force, Norm, norms_of, rival_norms
from safeconduct.deal.promise import Atom, Facts, facts, promise_level
from safeconduct.deal.standing import Event, Exposure, Replay, Standing, exposures, read_events, sources_view, standing, with_deeds


def texts_at(case: Case, at: datetime) -> tuple[Dated, ...]:
    """Return the agreements that stood at an instant, in order of time."""
    return tuple(dated for dated in case.agreements if dated.since is None or dated.since <= at)


def events_of(case: Case) -> tuple[Event, ...]:
    """Return the entries of a case as the deed level reads them. Raises: InputWrong with the line of each entry."""
    return read_events(case.history, case.settings.deal, case.settings.history)


def facts_at(case: Case, dated: Dated, at: datetime, known_by: datetime | None = None) -> Facts:
    """Return all that the promise level takes as given for one text: what the record tells, and what has lapsed or failed by then.

    Cost: one replay of the texts that stood then.
    """
    texts = texts_at(case, at)
    given = facts(dated.agreement, case.events_for(dated), at, known_by)
    if dated not in texts:
        return given
    replay = Replay([text.agreement for text in texts], events_of(case), at=at, known_by=known_by)
    return with_deeds(given, replay.instances(), texts.index(dated))


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


@dataclass(frozen=True, slots=True)
class Shift:
    """What a rival reading does to promises under one option.

    Arguments:
        option: the decisions assumed; empty for *as it stands*.
        gained, lost: norms owed only under the rival reading, and only as written.
    """

    force: Force
    option: tuple[Atom, ...]
    gained: tuple[Norm, ...]
    lost: tuple[Norm, ...]


@dataclass(frozen=True, slots=True)
class RivalReading:
    """One declared rival reading.

    Arguments:
        word: the word that decides.
        clauses: pairs (clause re-read, clause that declares the reading).
        shifts: where promises differ; empty where they do not.
    """

    word: str
    clauses: tuple[tuple[str, str], ...]
    shifts: tuple[Shift, ...]


def rival_readings(agreement: Agreement, facts: Facts) -> tuple[RivalReading, ...]:
    """Return each rival reading that a text declares, all clauses re-read by one word together, with what it changes.

    Cost: two promise levels for each reading.
    """
    declared: dict[str, list[tuple[str, str]]] = {}
    for clause in agreement.clauses:
        if isinstance(clause.sentence, tree.Reading):
            declared.setdefault(clause.sentence.word, []).append((clause.sentence.clause, clause.id))
    return tuple(RivalReading(word, tuple(pairs), tuple(_shifts(agreement, facts, word))) for word, pairs in declared.items())


def _shifts(agreement: Agreement, facts: Facts, word: str) -> Iterator[Shift]:
    rivals = [norm for norm in rival_norms(agreement) if norm.reading == word]
    reread = {norm.clause for norm in rivals}
    norms = [*(norm for norm in norms_of(agreement) if norm.clause not in reread), *rivals]
    written, other = promise_level(agreement, facts), promise_level(agreement, facts, norms=norms)
    for level in written.levels:
        theirs = {option.assumes: option for option in other.at(level.force).options}
        for option in level.options:
            if option.assumes not in theirs:
                continue
            before = {item.norm.id: item.norm for item in option.owed}
            after = {item.norm.id: item.norm for item in theirs[option.assumes].owed}
            gained = tuple(after[id_] for id_ in after if id_ not in before)
            lost = tuple(before[id_] for id_ in before if id_ not in after)
            if gained or lost:
                yield Shift(level.force, option.assumes, gained, lost)

"""Rival readings and views: everything is computed under each, and only what differs is told, with the word that decides.

A rival reading is declared by the text ("one reading of … in clause … is that …"). A view is the set of entries an assessor admits as accounts of
what happened; over several views a statement about an instance is agreed yes, agreed no, contested or unknown. A view never chooses who is
bound: a signature on the agreement belongs to the agreement, which every view is a view under.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from safeconduct.deal import tree
from safeconduct.deal.model import Agreement
from safeconduct.deal.standing import model
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.model import Difference, Instance, Reason, Standing, because
from safeconduct.deal.standing.record import Admit
from safeconduct.deal.standing.world import Override

DONE = (model.FULFILLED, model.FULFILLED_LATE, model.REMEDIED)
AGREED_YES, AGREED_NO, CONTESTED, UNKNOWN = "agreed yes", "agreed no", "contested", "unknown"


@dataclass(frozen=True, slots=True)
class Rival:
    """One declared rival reading: the word that decides, the clause re-read, what replaces its norms."""

    word: str
    clause: str
    override: Override


def rivals(agreements: Sequence[Agreement]) -> Iterator[Rival]:
    """Yield the rival readings that the texts declare, in their order."""
    for number, agreement in enumerate(agreements):
        for clause in agreement.clauses:
            if isinstance(clause.sentence, tree.Reading):
                sentence = clause.sentence
                yield Rival(sentence.word, sentence.clause, (number, sentence.clause, clause.id))


def compare(main: Sequence[Instance], other: Sequence[Instance], name: str, clause: str) -> Difference | None:
    """Return what differs: state, limit, progress or parties; None when nothing does."""
    before = {instance.key: instance for instance in main}
    after = {instance.key: instance for instance in other}
    changed = tuple(one for key, one in after.items() if key not in before or _told(one) != _told(before[key]))
    gone = tuple(key for key in before if key not in after)
    return Difference(name, clause, changed, gone) if changed or gone else None


def _told(instance: Instance) -> tuple[object, ...]:
    return (
        instance.choices,
        instance.remainder,
        instance.state,
        instance.due,
        instance.due_latest,
        instance.progress,
        instance.parties,
        instance.in_time,
    )


def sources_view(sources: Collection[str]) -> Admit:
    """Return a view that admits only entries of some actors or sources.

    >>> view = sources_view({"mission"})
    """
    admitted = frozenset(sources)
    return lambda event: event.actor in admitted or event.source in admitted


def with_signatures(admit: Admit, events: Iterable[Event]) -> Admit:
    """Return a view that admits, beside what it admits anyway, the signatures on the agreement and what corrects them.

    A signature of a register (one that names an act) is a deed under the agreement, and left to the view.
    """
    known = {event.id: event for event in events}
    kept = {event.id for event in known.values() if _root(event, known) is not None}
    return lambda event: event.id in kept or admit(event)


def _root(event: Event, known: Mapping[str, Event]) -> Event | None:
    """Return the signature on the agreement that an entry is or, through other corrections, corrects; None for every other entry."""
    seen: set[str] = set()
    found: Event | None = event
    while found is not None and found.type == "correction" and found.id not in seen:
        seen.add(found.id)
        found = known.get(str(found.body["of"]))
    return found if found is not None and found.type == "signature" and "act" not in found.body else None


def done(instance: Instance | None) -> str:
    """Return *yes*, *no* or *unknown* for whether an instance is performed, late or not."""
    if instance is None or instance.state in (model.UNDETERMINED, model.CONTESTED):
        return "yes" if instance is not None and instance.in_time == "unknown" else "unknown"
    return "yes" if instance.state in DONE else "no"


def across_views(standing: Standing, key: tuple[int, str, str]) -> str:
    """Return what the views together say on whether an instance is performed.

    Returns: *agreed yes* or *agreed no* when every view says so, *contested* when one says yes and another no, else *unknown*.
    """
    main = standing.by_key().get(key)
    differing: Mapping[str, Difference] = {difference.name: difference for difference in standing.views}
    answers = set()
    for name in standing.view_names or ("",):
        difference = differing.get(name)
        found = {i.key: i for i in difference.instances}.get(key, main) if difference else main
        answers.add(done(None if difference and key in difference.gone else found))
    if {"yes", "no"} <= answers:
        return CONTESTED
    if "unknown" in answers:
        return UNKNOWN
    return AGREED_YES if answers == {"yes"} else AGREED_NO


def declared(agreements: Sequence[Agreement], events: Iterable[Event], at: datetime) -> tuple[Reason, ...]:
    """Return who has taken which reading, as recorded."""
    return tuple(
        because(
            "reads", actor=event.body["reader"], word=str(event.body["word"]), clause=str(event.body["clause"]), entries=(event.id,)
        )
        for event in sorted(events, key=lambda one: one.index)
        if event.type == "reading" and event.start <= at
    )

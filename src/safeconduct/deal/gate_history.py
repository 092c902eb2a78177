"""What the record says that the gate has to know: who is committed, what is shown, what was taken away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from safeconduct.deal import tree
from safeconduct.deal.codes import EVENT, OTHER_DEAL
from safeconduct.deal.model import Agreement
from safeconduct.deal.walk import parts, statements, words_in
from safeconduct.errors import InputWrong, Place, Problem
from safeconduct.kernel import parse_instant, parse_when


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as the gate sees it."""

    index: int
    id: str
    type: str
    actor: str
    occurred: datetime
    body: Mapping[str, Any]

    @property
    def place(self) -> Place:
        """Where it stands in the history."""
        return Place(entry=self.index)

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses it names."""
        named = self.body.get("clauses", self.body.get("clause", ()))
        return (named,) if isinstance(named, str) else tuple(one for one in named if isinstance(one, str))


def read_history(agreement: Agreement, events: Iterable[Mapping[str, Any]], at: datetime) -> History:
    """Read the entries that had occurred by an instant, as later corrections have them.

    Raises: InputWrong with every entry that cannot be read or belongs to another deal.
    """
    problems: list[Problem] = []
    entries: list[Entry] = []
    for index, event in enumerate(events):
        entry = _entry(index, event, agreement.deal, problems)
        if entry is not None:
            entries.append(entry)
    if problems:
        raise InputWrong(problems)
    bodies = {entry.body.get("of"): entry.body.get("body") for entry in entries if entry.type == "correction"}
    corrected = [
        Entry(e.index, e.id, e.type, e.actor, e.occurred, {**e.body, **new}) if isinstance(new := bodies.get(e.id), dict) else e
        for e in entries
    ]
    before = sorted((entry for entry in corrected if entry.occurred <= at), key=lambda entry: (entry.occurred, entry.index))
    return History(agreement, tuple(before), at)


def _entry(index: int, event: Any, deal: str, problems: list[Problem]) -> Entry | None:
    place = Place(entry=index)
    if not isinstance(event, Mapping):
        problems.append(_wrong("an entry is a JSON object with named fields", place))
        return None
    if event.get("deal") != deal:
        what = f"the entry belongs to the deal {event.get('deal')!r}, this is {deal!r}"
        why = "what was done under one agreement proves nothing under another"
        problems.append(Problem(OTHER_DEAL, what, why=why, do="take it to the history of its own deal", where=place))
        return None
    texts = [event.get(name) for name in ("id", "type", "actor")]
    body, occurred = event.get("body", {}), event.get("occurred")
    if not all(isinstance(text, str) and text for text in texts) or not isinstance(body, Mapping):
        problems.append(_wrong("an entry needs id, type and actor as text, and body as an object", place))
        return None
    try:
        start = parse_instant(occurred["from"] if isinstance(occurred, Mapping) else occurred)  # type: ignore[arg-type]
    except (InputWrong, KeyError, AttributeError):
        problems.append(_wrong("occurred needs {from, to} in UTC, such as 2031-03-01T10:00:00Z", place))
        return None
    return Entry(index, str(texts[0]), str(texts[1]), str(texts[2]), start, body)


def _wrong(what: str, place: Place) -> Problem:
    return Problem(EVENT, what, why="the gate opens only on entries it can read", do="correct the entry", where=place)


@dataclass(frozen=True, slots=True)
class History:
    """The entries that had occurred by an instant, in the order in which they occurred."""

    agreement: Agreement
    entries: tuple[Entry, ...]
    at: datetime

    def of_type(self, *types: str) -> Iterator[Entry]:
        """Yield the entries of some types."""
        return (entry for entry in self.entries if entry.type in types)

    def commits(self, actor: str, clause: str) -> str:
        """Return the entry that commits an actor to a clause, or an empty string; a later refusal undoes it."""
        found = self._signed_in_the_text(actor)
        for entry in self.entries:
            if entry.actor != actor:
                continue
            signs = entry.type == "signature" and entry.body.get("capacity") != "witness"
            of_this = clause in self._covered(entry)
            if signs or (of_this and entry.type in ("acceptance", "undertaking")):
                found = entry.id
            elif of_this and entry.type == "refusal":
                found = ""
        return found

    def _signed_in_the_text(self, actor: str) -> str:
        for clause in self.agreement.clauses:
            signed = clause.sentence
            if not isinstance(signed, tree.Signed) or signed.actor != actor or isinstance(signed.capacity, tree.AsWitness):
                continue
            if parse_when(signed.date[:10], self.agreement.clock) <= self.at:
                return f"clause {clause.id}"
        return ""

    def shows_free_will(self, clause: str, group: str) -> str:
        """Return the entry that shows it was a choice: verified so, or declared by the group; a later *no* undoes it."""
        found = ""
        for entry in self.entries:
            if entry.type == "verification" and clause in self._covered(entry) and entry.actor in self._may_judge(clause):
                found = entry.id if entry.body.get("result") == "yes" else ""
            elif entry.actor == group and entry.type in ("election", "consent"):
                withdrawn = entry.type == "consent" and entry.body.get("value") not in (True, "yes")
                found = "" if withdrawn else entry.id
        return found

    def _may_judge(self, clause: str) -> set[str]:
        """Return those whom the text charges with verifying, observing or deciding; others only allege."""
        found: set[str] = set()
        for _, statement in statements(self.agreement):
            role, premises = statement.predicate, parts(statement, tree.IfFinds)
            charged = isinstance(role, tree.IsTo) and clause in self.agreement.expand(role.clauses)
            if charged or isinstance(role, tree.ObservesLoading):
                found |= set(words_in(statement.bearer))
            found |= {premise.finder for premise in premises if clause in self.agreement.expand(premise.clauses)}
        return found

    def takes_away(self, clause: str) -> str:
        """Return the entry that takes a clause away for now: suspended, found breached, or verified not to be kept."""
        suspended = against = ""
        for entry in self.entries:
            if clause not in self._covered(entry):
                continue
            if entry.type in ("suspension", "resumption"):
                suspended = entry.id if entry.type == "suspension" else ""
            elif entry.type in ("finding", "verification") and entry.actor not in self._may_judge(clause):
                continue
            elif entry.type == "finding":
                against = entry.id if entry.body.get("result") == "breached" else ""
            elif entry.type == "verification":
                against = "" if entry.body.get("result") == "yes" else entry.id
            elif entry.type == "cure":
                against = ""
        return suspended or against

    def keeps_out(self, actors: tuple[str, ...], place: str) -> str:
        """Return the entry by which an observer is kept out of a place, until the same observer saw something there again."""
        against = ""
        for entry in self.entries:
            if entry.actor in actors and entry.type == "access_denied" and entry.body.get("place") in (place, None):
                against = entry.id
            elif entry.actor in actors and entry.type in ("observation", "verification", "count"):
                against = ""
        return against

    def _covered(self, entry: Entry) -> set[str]:
        return {id_ for named in entry.clauses for id_ in self.agreement.expand(tree.Clause(named))}

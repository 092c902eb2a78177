"""What the record says that the gate has to know: who is committed, what is shown, what was taken away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from safeconduct.deal import tree
from safeconduct.deal.model import Agreement
from safeconduct.deal.standing import Event, as_corrected, read_events
from safeconduct.deal.walk import parts, statements, words_in
from safeconduct.kernel import parse_when


def read_history(agreement: Agreement, events: Iterable[Mapping[str, Any] | Event], at: datetime) -> History:
    """Read the entries about a text that had occurred by an instant, as later corrections have them.

    Raises: InputWrong with every entry that cannot be read or belongs to another deal.
    """
    given = list(events)
    entries = [event for event in given if isinstance(event, Event)]
    if len(entries) < len(given):
        entries = list(read_events(given, agreement.deal))
    record = as_corrected((agreement,), entries, at)
    before = [event for event in record.standing.values() if agreement.concerns({"body": event.body})]
    disputes = {
        event.id: disputing for event in before if (disputing := tuple(one.actor for one in record.look("target", event.id)))
    }
    return History(agreement, tuple(sorted(before, key=lambda event: (event.start, event.index))), at, disputes)


def _clauses_of(event: Event) -> tuple[str, ...]:
    named = event.body.get("clauses", event.body.get("clause", ()))
    if isinstance(named, str):
        return (named,)
    return tuple(one for one in named if isinstance(one, str)) if isinstance(named, list | tuple) else ()


@dataclass(frozen=True, slots=True)
class History:
    """The entries that had occurred by an instant, in the order in which they occurred."""

    agreement: Agreement
    entries: tuple[Event, ...]
    at: datetime
    disputes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of_type(self, *types: str) -> Iterator[Event]:
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
                found = entry.id if entry.body.get("result") == "yes" and group not in self.disputes.get(entry.id, ()) else ""
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
        by = ""
        for entry in self.entries:
            if clause not in self._covered(entry):
                continue
            if entry.type == "suspension":
                suspended, by = entry.id, entry.actor
            elif entry.type == "resumption" and entry.actor in (by, *self._may_judge(clause)):
                suspended = ""
            elif entry.type in ("finding", "verification", "cure") and entry.actor not in self._may_judge(clause):
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

    def _covered(self, entry: Event) -> set[str]:
        return {id_ for named in _clauses_of(entry) for id_ in self.agreement.expand(tree.Clause(named))}

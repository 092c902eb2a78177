"""The entries an assessor admits, corrected, and found by what they are about.

Corrections point at what they correct: the corrected entry keeps its id and index, the last correction by index counts, and a party,
group or body that "corrects" an entry of somebody else thereby disputes it: nobody rewrites the finding against them. A correction that
is itself withdrawn counts no more. The log itself is never changed.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from safeconduct.deal.model import Agreement
from safeconduct.deal.standing.corrections import apply, restated
from safeconduct.deal.standing.events import Event, fits
from safeconduct.deal.standing.references import BEGINS, covered, is_signed, label, names, start_of
from safeconduct.deal.standing.sheet import Name, Sheet

Admit = Callable[[Event], bool]
_FAMILIES: Mapping[str, tuple[str, ...]] = {
    "relief": ("waiver", "extension", "suspension", "resumption"),
    "request": ("request",),
    "binding": ("undertaking", "acceptance"),
    "consent": ("consent",),
    "finding": ("finding",),
}
_EVIDENCE = (
    "deed",
    "observation",
    "statement",
    "decision",
    "acceptance",
    "refusal",
    "notice",
    "signature",
    "verification",
    "request",
)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which entries count.

    Arguments:
        at: only what had begun to occur by then.
        known_by: only what had been recorded by then; None for everything.
        admit: only entries an assessor admits; None for all.
    """

    at: datetime
    known_by: datetime | None = None
    admit: Admit | None = None

    def knows(self, event: Event) -> bool:
        """Whether the entry is on the table at all."""
        return (self.known_by is None or event.recorded <= self.known_by) and (self.admit is None or self.admit(event))


@dataclass(slots=True)
class Record:
    """Entries in force, by keys; every look is noted on the sheet."""

    agreements: Sequence[Agreement]
    scope: Scope
    sheet: Sheet
    lists: dict[Name, list[Event]] = field(default_factory=dict)
    known: dict[str, Event] = field(default_factory=dict)
    corrections: dict[str, list[Event]] = field(default_factory=dict)
    standing: dict[str, Event] = field(default_factory=dict)
    starts: tuple[datetime | None, ...] = ()
    words: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()

    @classmethod
    def of(cls, agreements: Sequence[Agreement], events: Iterable[Event], scope: Scope, sheet: Sheet) -> Record:
        """Index some entries; their order in the list does not matter, only their indices do."""
        words = {word.id: word.kind for agreement in agreements for word in agreement.words.values()}
        actors = frozenset(word for word, kind in words.items() if kind in ("party", "group", "body"))
        record = cls(agreements, scope, sheet, words=frozenset(words), actors=actors)
        known = sorted((event for event in events if scope.knows(event)), key=lambda one: one.index)
        record.starts = tuple(start_of(agreement, known) for agreement in agreements)
        for event in known:
            record.add(event)
        return record

    def moves_a_start(self, event: Event) -> bool:
        """Whether an entry shows that a text began earlier than known: then what other entries speak of may change."""
        if not self.scope.knows(event) or event.type not in BEGINS:
            return False
        named = ((a, start) for a, start in zip(self.agreements, self.starts, strict=True) if names(event, a))
        return any((start is None or event.start < start) and not is_signed(agreement) for agreement, start in named)

    def look(self, *key: Any) -> Sequence[Event]:
        """Return the entries under a key, in the order of the log."""
        self.sheet.leaf(key)
        return self.lists.get(key, ())

    def said(self, number: int, clause: str, *families: str) -> list[Event]:
        """Return what was said about a clause itself, by families of entries, in the order of the log."""
        found = [event for family in families for event in self.look(family, number, clause)]
        return sorted(found, key=lambda one: one.index) if len(families) > 1 else found

    def answers(self, trigger: Event, number: int, clause: str) -> list[Event]:
        """Return what was said about one event, request or period under a clause, in the order of the log."""
        found = [*self.look("of", trigger.id), *self.look("of", trigger.id, number, clause)]
        return sorted(found, key=lambda one: one.index)

    def is_answer(self, event: Event) -> bool:
        """Whether an entry speaks of one event or request, not of the clause as such."""
        pointer = event.body.get("of")
        return bool(pointer) and pointer not in self.words

    def add(self, event: Event) -> set[Name]:
        """Take one entry in.

        Returns: the keys it touches, under which something may now be different.
        """
        if not self.scope.knows(event):
            return set()
        self.known[event.id] = event
        if event.type == "correction":
            insort(self.corrections.setdefault(str(event.body["of"]), []), event, key=lambda one: one.index)
        root = self.root_of(event)
        return self._restate(root) if root in self.known else set()

    def root_of(self, event: Event) -> str:
        """Return the id of the entry that an entry is or, through other corrections, corrects."""
        if event.type != "correction":
            return event.id
        seen = {event.id}
        target = str(event.body["of"])
        while target in self.known and self.known[target].type == "correction" and target not in seen:
            seen.add(target)
            target = str(self.known[target].body["of"])
        return target

    def _restate(self, root: str) -> set[Name]:
        touched: set[Name] = set()
        before, after = self.standing.pop(root, None), self._corrected(self.known[root])
        if before is not None:
            touched.update(keys := set(self._keys(before)))
            for key in keys:
                _take_out(self.lists[key], before)
        if after is not None:
            self.standing[root] = after
            touched.update(keys := set(self._keys(after)))
            for key in keys:
                insort(self.lists.setdefault(key, []), after, key=lambda one: one.index)
        touched.add(("corrected", root))
        for dispute in self._disputing(root):
            touched.add(("target", root))
            if dispute not in self.lists.setdefault(("target", root), []):
                insort(self.lists["target", root], dispute, key=lambda one: one.index)
        return touched

    def _all_corrections(self, target: str, seen: frozenset[str] = frozenset()) -> Iterator[Event]:
        for correction in self.corrections.get(target, ()):
            if correction.id not in seen:
                yield correction
                yield from self._all_corrections(correction.id, seen | {correction.id})

    def _is_foreign(self, correction: Event, event: Event) -> bool:
        """Whether somebody whom the agreement knows rewrites an entry that is not their own; a clerk whom it does not know may."""
        return correction.actor != event.actor and correction.actor in self.actors

    def _disputing(self, root: str) -> list[Event]:
        event = self.known[root]
        return [one for one in self._all_corrections(root) if self._disputes(one, event)] if root in self.corrections else []

    def _disputes(self, correction: Event, event: Event) -> bool:
        """Whether a correction only disputes an entry: it is not its author's, or says what such an entry cannot say."""
        fields = correction.body.get("body")
        return self._is_foreign(correction, event) or (
            isinstance(fields, Mapping) and not fits(event.type, restated(event.body, fields))
        )

    def _corrected(self, event: Event) -> Event | None:
        if event.id in self.corrections:
            last = self._last_word(event.id, event, frozenset())
            if last is not None:
                changed = apply(event, last)
                return changed if changed is not None and changed.start <= self.scope.at else None
        return event if event.start <= self.scope.at else None

    def history_of(self, entry: str) -> tuple[str, ...]:
        """Return the ids of an entry and of everything that corrected it."""
        self.sheet.leaf(("corrected", entry))
        return (entry, *(one.id for one in self._all_corrections(entry)))

    def _last_word(self, target: str, event: Event, seen: frozenset[str]) -> Event | None:
        """Return the last correction of an entry that counts: one that was withdrawn does not, one that was restated counts as restated."""
        words: list[Event] = []
        for one in self.corrections.get(target, ()):
            if one.id not in seen and not self._is_foreign(one, event):
                last = self._last_word(one.id, event, seen | {one.id})
                if last is None or last.body.get("body", {}) is not None:
                    words.append(last or one)
        return max(words, key=lambda one: one.index, default=None)

    # --- keys ---

    def _keys(self, event: Event) -> Iterator[Name]:
        """Yield what an entry is about: each key is one list that computations may look at."""
        body, kind = event.body, event.type
        pointer = str(body.get("of") or "")
        answers = self.is_answer(event) and kind not in ("dispute", "correction")
        clauses = tuple(self._clauses(event))
        if pointer and not answers:
            yield ("target" if kind == "dispute" else "word", pointer)
        elif answers and not clauses:
            yield ("of", pointer)
        for number, clause in clauses:
            if answers:
                yield ("of", pointer, number, clause)
            if not answers or kind == "finding":
                yield (_family(kind), number, clause)
        if kind in ("count", "deed", "verification"):
            what = body.get("what") or (body.get("count") or {}).get("what")
            if what:
                yield ("count", str(what))
        if kind in _EVIDENCE:
            yield from self._act_keys(event, answers)
        for key in ("event", "state"):
            if key in body and kind in ("occurrence", "state", "incident", "statement"):
                yield ("word", str(body[key]))
        if kind == "signature":
            yield ("signature",)
        if kind == "constituted":
            yield ("constituted", str(body["body"]))
        if kind == "access_denied":
            yield ("access", str(body["place"]))

    def _act_keys(self, event: Event, answers: bool) -> Iterator[Name]:
        act = str(event.body.get("act") or (event.body.get("of") if event.type == "observation" else "") or "")
        if not act:
            return
        family = {"decision": "decided", "request": "requested", "refusal": "refused"}.get(event.type, "done")
        if family != "requested" or "clause" not in event.body:
            yield (family, act)
        if event.type == "acceptance":
            yield ("decided", act)
        if family == "done" and not answers and "clause" not in event.body:
            yield ("loose", event.doer, act)

    def _clauses(self, event: Event) -> Iterator[tuple[int, str]]:
        value = event.body.get("clauses", event.body.get("clause"))
        wanted = [value] if isinstance(value, str) else list(value or ())
        for reference in wanted:
            number = self.agreement_of(event, str(reference))
            if number is not None:
                for clause in covered(self.agreements[number], str(reference)):
                    yield number, clause

    def agreement_of(self, event: Event, clause: str = "") -> int | None:
        """Return which agreement an entry speaks of: the one it names, else the latest begun by then that has the clause."""
        name = str(event.body.get("agreement") or "")
        if name:
            found = [n for n, agreement in enumerate(self.agreements) if label(agreement).startswith(name)]
            return found[0] if found else None
        having = [n for n, agreement in enumerate(self.agreements) if not clause or covered(agreement, clause)]
        begun = [n for n in having if (start := self.starts[n]) is None or start <= event.start]
        return max(begun or having[:1], default=None)


def as_corrected(agreements: Sequence[Agreement], events: Iterable[Event], at: datetime) -> Record:
    """Return the entries that had begun to occur by an instant, as corrections leave them, with who disputes which."""
    return Record.of(agreements, events, Scope(at), Sheet())


def without_some(ids: frozenset[str], admit: Admit | None) -> Admit:
    """Return a test of entries that leaves some out beside those that another test leaves out."""
    return lambda event: event.id not in ids and (admit is None or admit(event))


def _take_out(events: list[Event], event: Event) -> None:
    """Remove an entry from a list sorted by index; indices are unique but for entries read apart, so the id decides."""
    place = bisect_left(events, event.index, key=lambda one: one.index)
    while events[place].id != event.id:
        place += 1
    del events[place]


def _family(kind: str) -> str:
    """Return which list of a clause an entry belongs to; an entry touches only what looks at its list."""
    return next((family for family, kinds in _FAMILIES.items() if kind in kinds), "clause")

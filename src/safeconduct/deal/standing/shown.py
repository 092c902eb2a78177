"""What the record shows of events and states: that one came about, that the other holds, and since when.

An event is shown as the words table says: by which kind of entry, by which witness. Entries in dispute show something contested.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from safeconduct.deal import tree
from safeconduct.deal.model import ShownBy
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.model import Reason, because
from safeconduct.deal.standing.timing import Band
from safeconduct.deal.standing.world import Text, World
from safeconduct.kernel import Truth


@dataclass(frozen=True, slots=True)
class Shown:
    """What the record shows of something.

    Arguments:
        truth: whether it was done; unknown where the record does not settle it.
        when: when it was done (complete).
        begun: when the first part of it was done.
        contested: it rests on entries in dispute, or counters differ.
        progress: lowest and highest figure reached.
        needs: how many more would make it certain.
        claimed: somebody says so, but not in the way that shows it.
        partly: why part of it counts as done, and not the whole.
        doubt: what an entry that bears on it leaves open, and what would settle it.
    """

    truth: Truth
    when: Band | None = None
    begun: Band | None = None
    contested: bool = False
    progress: tuple[int, int | None] | None = None
    needs: int | None = None
    claimed: bool = False
    partly: Reason | None = None
    doubt: Reason | None = None
    why: tuple[Reason, ...] = ()


NOTHING = Shown(Truth.NO)


def band_of(event: Event) -> Band:
    """Return when an event occurred."""
    return Band(event.start, event.end)


def remark(code: str, event: Event, *, clause: str = "", **args: Any) -> Reason:
    """Return what is to be said of an entry that does not decide: whose it is, of when, and why not."""
    return because(code, actor=event.actor, when=band_of(event), entries=(event.id,), clause=clause, **args)


def disputed(world: World, event: Event) -> tuple[str, ...]:
    """Return the ids of the entries that dispute an entry."""
    return tuple(one.id for one in world.record.look("target", event.id))


def happened(world: World, text: Text, word: str) -> Shown:
    """Return what the record and the facts of the text show of an event."""
    return world.sheet.value(("happened", text.number, word), lambda: _happened(world, text, word))


def _happened(world: World, text: Text, word: str) -> Shown:
    for clause in text.agreement.clauses:
        if isinstance(clause.sentence, tree.Fact) and clause.sentence.event == word:
            band = text.calendar.on(clause.sentence.date)
            if band.low <= world.at:
                return Shown(Truth.YES, band, band, why=(because("fact", word=word, when=band, clause=clause.id),))
    return first_shown(world, _occurrences(world, text, word), "happened", word=word)


def _occurrences(world: World, text: Text, word: str) -> list[Event]:
    return [event for event in world.record.look("word", word) if shows_event(text, event, word)]


_TELLING = ("occurrence", "observation", "state", "incident", "statement", "finding")


def shows_event(text: Text, event: Event, word: str) -> bool:
    """Whether an entry shows that an event came about, by its kind and its witness."""
    about = word in (event.body.get("event"), event.body.get("of"), event.body.get("state"))
    says = event.type in _TELLING and event.body.get("value", "yes") in ("yes", "begins")
    return about and says and witnessed(event, shown_by_of(text, word))


def first_shown(world: World, events: Sequence[Event], code: str, **args: Any) -> Shown:
    """Return the earliest of some entries, an undisputed one before a disputed one."""
    if not events:
        return NOTHING
    order = sorted(events, key=lambda one: (one.end, one.start, one.index))
    undisputed = [one for one in order if not disputed(world, one)]
    event = (undisputed or order)[0]
    doubts = () if undisputed else (because("disputed", entry=event.id, entries=disputed(world, event)),)
    why = because(code, *doubts, when=band_of(event), entries=world.record.history_of(event.id), **args)
    return Shown(Truth.YES, band_of(event), band_of(event), contested=not undisputed, why=(why,))


def periods(world: World, text: Text, state: str, witness: str = "") -> tuple[tuple[Band, Band | None, str], ...]:
    """Return the periods in which a state held, as established by its witness: begin, end (None: still), and the entry."""
    shown_by = ShownBy("state", witness) if witness else shown_by_of(text, state)
    found: list[tuple[Band, Band | None, str]] = []
    entries = [
        e for e in world.record.look("word", state) if e.type in ("state", "observation") and witnessed(e, shown_by, any_kind=True)
    ]
    for event in sorted(entries, key=lambda one: (one.start, one.index)):
        begins = event.body.get("value", "yes") in ("begins", "yes")
        is_open = bool(found) and found[-1][1] is None
        if begins and not is_open:
            found.append((band_of(event), None, event.id))
        elif not begins and is_open:
            found[-1] = (found[-1][0], band_of(event), found[-1][2])
    return tuple(found)


def holds(world: World, text: Text, state: str) -> Shown:
    """Return whether a state holds at the instant asked about."""
    spans = periods(world, text, state)
    if spans and spans[-1][1] is None:
        band, _, entry = spans[-1]
        return Shown(Truth.YES, band, band, why=(because("holds", word=state, when=band, entries=(entry,)),))
    if spans:
        end = spans[-1][1]
        assert end is not None
        return Shown(Truth.NO, end, why=(because("no_longer", word=state, when=end, entries=(spans[-1][2],)),))
    return Shown(Truth.NO, why=(because("not_shown_to_hold", word=state),))


def shown_by_of(text: Text, word: str) -> ShownBy | None:
    """Return what shows a word; None where the table is silent."""
    found = text.word(word)
    return found.shown_by if found else None


def witnessed(event: Event, shown_by: ShownBy | None, *, any_kind: bool = False) -> bool:
    """Whether an entry is of the kind, and by the witness, that the words table asks for."""
    if shown_by is None:
        return True
    if not shown_by.is_tested or (shown_by.witness and event.actor != shown_by.witness):
        return False
    return any_kind or shown_by.kind == event.type or event.type == "occurrence"

"""Whose deed an entry shows: one that does not say who did it decides nobody's duty where more than one could have done it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from safeconduct.deal import tree
from safeconduct.deal.deeds import OPEN_PLACES, Deed, deeds
from safeconduct.deal.model import Agreement
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.model import Reason, because
from safeconduct.deal.standing.proof import slots_of
from safeconduct.deal.standing.references import covered
from safeconduct.deal.standing.world import Text, World, prepare

Doers = frozenset[tuple[str, ...]]
"""Those who could have done something; several in one tuple bear it jointly."""


class _Named(NamedTuple):
    """Where a text names somebody with an act: in a norm, or in a condition."""

    clause: str
    bearers: tuple[str, ...]
    deed: Deed
    counted: str = ""


_Acting = Mapping[str, Sequence[_Named]]


def could_have(world: World, text: Text, event: Event, act: str) -> Doers:
    """Return who could have done what an entry tells of an act without saying who did it; empty where it says so.

    A verification speaks of its clause as a whole, and so of everybody who bears it.
    """
    return _could_have(text, event, act, _acting(world, text))


def open_doers(agreements: Sequence[Agreement], event: Event) -> tuple[str, ...]:
    """Return who could have done what an entry tells, where that is more than one and the entry does not say who: to ask for it.

    Cost: linear in the clauses.
    """
    found: set[tuple[str, ...]] = set()
    for number, agreement in enumerate(agreements):
        text = prepare(agreement, number)
        acting, body = _by_act(text), event.body
        if event.type == "observation":
            doers = _could_have(text, event, str(body.get("of")), acting)
        else:
            doers = _could_have_counted(text, event, str(body.get("what")), acting) if event.type == "count" else frozenset()
        found |= doers if len(doers) > 1 else frozenset()
    return tuple(sorted({actor for bearers in found for actor in bearers}))


def _could_have(text: Text, event: Event, act: str, acting: _Acting) -> Doers:
    if event.doer or event.type == "verification":
        return frozenset()
    return _of(text, event, [one for one in acting.get(act, ()) if _fits(event, one.deed)])


def is_nameless(world: World, text: Text, event: Event, act: str) -> bool:
    """Whether an entry tells of an act that more than one could have done, and does not say who did."""
    return len(could_have(world, text, event, act)) > 1


def could_have_counted(world: World, text: Text, event: Event, what: str) -> Doers:
    """Return whose quantity the figure of an entry could be: one where the entry or the text leaves no other, none where it is a stranger's."""
    return _could_have_counted(text, event, what, _acting(world, text))


def _could_have_counted(text: Text, event: Event, what: str, acting: _Acting) -> Doers:
    found = _of(text, event, [one for group in acting.values() for one in group if one.counted == what])
    named = frozenset(bearers for bearers in found if event.doer in bearers)
    return named if named or "by" in event.body else found


def doer_missing(act: str, events: Sequence[Event], doers: Doers) -> Reason:
    """Return that entries show something and leave open whose it was."""
    actors = tuple(sorted({actor for bearers in doers for actor in bearers}))
    return because("doer_missing", act=act, actors=actors, entries=tuple(event.id for event in events))


def _of(text: Text, event: Event, named: Sequence[_Named]) -> Doers:
    value = event.body.get("clauses", event.body.get("clause"))
    references = [value] if isinstance(value, str) else list(value or ())
    clauses = {clause for reference in references for clause in covered(text.agreement, str(reference))}
    return frozenset(one.bearers for one in [one for one in named if one.clause in clauses] or named)


def _acting(world: World, text: Text) -> _Acting:
    """Return by act where a text names somebody with it, kept for one text."""
    return world.sheet.value(("acting", text.number), lambda: _by_act(text))


def _by_act(text: Text) -> dict[str, list[_Named]]:
    found: dict[str, list[_Named]] = {}
    for one in _named(text):
        found.setdefault(one.deed.act, []).append(one)
    return found


def _named(text: Text) -> Iterator[_Named]:
    for norm in text.by_id.values():
        amount = norm.detail(tree.ForAmount)
        yield _Named(norm.clause, norm.bearers, norm.deed, amount.what if isinstance(amount, tree.ForAmount) else "")
    for clause in text.agreement.clauses:
        for premise in getattr(clause.sentence, "premises", ()):
            if isinstance(premise, tree.AfterDeed | tree.ProvidedDone | tree.ProvidedUndertakes | tree.IfDecides):
                yield from (_Named(clause.id, (deed.actor,), deed) for deed in deeds(premise.actor, premise.action))


def _fits(event: Event, deed: Deed) -> bool:
    """Whether an entry and a deed do not contradict each other: no slot that both fill is filled otherwise."""
    told: dict[str, set[str]] = {}
    for name, value in slots_of(event):
        told.setdefault(name, set()).add(value)
    wanted = {name: set(deed.slot(name)) for name, value in deed.slots if value not in OPEN_PLACES}
    return all(told[name] & wanted[name] for name in told.keys() & wanted.keys())

"""Who may release from a duty, or give more time for it: all to whom it is owed, or a guarantor; nobody releases themselves.

A duty is owed to the one it names (*against one another*, *shall notify …*, *protected by*); else to the other parties that signed as
parties, without those whom the text gives only the task of watching, chairing or deciding. Where it is owed to several, each releases for
itself alone, and the duty stands until the last of them has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from safeconduct.deal import tree
from safeconduct.deal.deeds import NOTIFY
from safeconduct.deal.norms import Norm
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.life import bound
from safeconduct.deal.standing.model import Reason, because
from safeconduct.deal.standing.shown import remark
from safeconduct.deal.standing.signing import GUARANTOR, PARTY, signing
from safeconduct.deal.standing.timing import Band
from safeconduct.deal.standing.world import Text, World
from safeconduct.errors import InputWrong
from safeconduct.kernel import parse_when

_TASKS = (tree.IsTo, tree.ObservesLoading)
_NAMES_WHOM_IT_SERVES = (NOTIFY, "protect")


@dataclass(frozen=True, slots=True)
class Release:
    """What the recorded waivers of a duty come to.

    Arguments:
        waiver: the one with which the last of those had waived to whom it is owed, or a guarantor's; None while it stands.
        disputed: entries by which somebody to whom it is owed disputes it.
        why: remarks on waivers that do not count, or not yet.
    """

    waiver: Event | None = None
    disputed: tuple[str, ...] = ()
    why: tuple[Reason, ...] = ()


def creditors(world: World, text: Text, norm: Norm) -> tuple[str, ...]:
    """Return those to whom a duty is owed; for a joint duty that no other party could claim, its bearers, of one another."""
    if norm.towards:
        return (norm.towards,)
    capacity = signing(world, text).capacity
    sides = [actor for actor, as_what in capacity.items() if as_what == PARTY]
    served = norm.deed.slot("other") if norm.deed.act in _NAMES_WHOM_IT_SERVES else ()
    if served and (text.kind(served[0]) == "group" or served[0] in sides) and served[0] not in norm.bearers:
        return served
    others = [actor for actor in sides if actor not in norm.bearers]
    watching = world.sheet.value(("watching", text.number), lambda: _watching(text))
    across = [actor for actor in others if actor not in watching]
    return tuple(across or others or (norm.bearers if len(norm.bearers) > 1 else ()))


def _watching(text: Text) -> frozenset[str]:
    """Return those whom the text gives the task of watching, deciding, chairing, or establishing a state."""
    found: set[str] = set()
    for clause in text.agreement.clauses:
        sentence = clause.sentence
        if isinstance(sentence, tree.SuspendedWhile):
            found.add(sentence.established_by)
        elif isinstance(sentence, tree.Statement):
            if isinstance(sentence.predicate, _TASKS) and isinstance(sentence.bearer, tree.One):
                found.add(sentence.bearer.actor)
            elif isinstance(sentence.predicate, tree.IsEstablished) and sentence.predicate.chair:
                found.add(sentence.predicate.chair)
    return frozenset(found)


def guarantees(world: World, text: Text, norm: Norm, actor: str) -> bool:
    """Whether somebody is a guarantor of a duty of others: signed as one, or bound to step in for its clause."""
    if actor in norm.bearers:
        return False
    if signing(world, text).capacity.get(actor) == GUARANTOR:
        return True
    stepping_in = (one for one in text.by_id.values() if actor in one.bearers and norm.clause in one.stands_in_for)
    return any(bound(world, text, one)[0] is not None for one in stepping_in)


def released(world: World, text: Text, norm: Norm, entries: Sequence[Event]) -> Release:
    """Return what the recorded waivers of a duty come to."""
    owed_to = creditors(world, text, norm)
    given: dict[str, Event] = {}
    why: list[Reason] = []
    for event in sorted((e for e in entries if e.type == "waiver"), key=lambda e: e.index):
        if guarantees(world, text, norm, event.actor):
            return Release(event, _disputing(world, event, owed_to), tuple(why))
        if event.actor not in owed_to:
            why.append(_not_entitled("waiver", norm, event, owed_to))
            continue
        given.setdefault(event.actor, event)
        if given.keys() >= set(owed_to):
            return Release(event, (), tuple(why))
    why += [_in_part("waiver", event, given, owed_to) for event in given.values()]
    return Release(None, (), tuple(why))


def extended(
    world: World, text: Text, norm: Norm, entries: Sequence[Event], due: Band | None
) -> tuple[Band | None, tuple[Reason, ...]]:
    """Return a time limit as the recorded extensions leave it, with reasons and remarks; never earlier than it was.

    Arguments:
        due: the limit without them; None where the text sets none, or none that runs: there is nothing to extend.
    """
    owed_to = creditors(world, text, norm)
    given: dict[str, tuple[datetime, Event]] = {}
    why: list[Reason] = []
    for event in sorted((e for e in entries if e.type == "extension"), key=lambda e: e.index):
        guarantor = guarantees(world, text, norm, event.actor)
        until = _until(text, event)
        if until is None:
            continue
        if not guarantor and event.actor not in owed_to:
            why.append(_not_entitled("extension", norm, event, owed_to))
        elif due is None:
            why.append(remark("extension_of_nothing", event))
        elif until <= due.low:
            why.append(remark("extension_backwards", event, until=until, due=due))
        elif guarantor:
            disputed = _disputing(world, event, owed_to)
            due = Band(due.low if disputed else max(due.low, until), max(due.high, until))
            why.append(
                because(
                    "extended_in_dispute" if disputed else "extended", actor=event.actor, when=until, entries=(event.id, *disputed)
                )
            )
        else:
            given[event.actor] = until, event
            agreed = min(one for one, _ in given.values()) if given.keys() >= set(owed_to) else None
            if agreed is not None and agreed > due.low:
                due = Band(agreed, max(due.high, agreed))
                actors = tuple(given)
                why.append(because("extended", actor=actors, when=agreed, entries=tuple(e.id for _, e in given.values())))
    if not given.keys() >= set(owed_to):
        why += [_in_part("extension", event, given, owed_to) for _, event in given.values()]
    return due, tuple(why)


def _until(text: Text, event: Event) -> datetime | None:
    try:
        return parse_when(str(event.body["until"]), text.agreement.clock, end=True)
    except InputWrong:
        return None


def _disputing(world: World, event: Event, owed_to: Sequence[str]) -> tuple[str, ...]:
    """Return the entries by which those to whom it is owed dispute what a guarantor did in their stead."""
    return tuple(one.id for one in world.record.look("target", event.id) if one.actor in owed_to)


def _not_entitled(what: str, norm: Norm, event: Event, owed_to: tuple[str, ...]) -> Reason:
    if event.actor in norm.bearers:
        return remark(f"{what}_of_oneself", event)
    if not owed_to:
        return remark(f"{what}_owed_to_nobody_bound", event)
    return remark(f"{what}_not_owed_to_them", event, owed_to=owed_to)


def _in_part(what: str, event: Event, given: Mapping[str, object], owed_to: Sequence[str]) -> Reason:
    others = tuple(actor for actor in owed_to if actor not in given)
    return remark(f"{what}_in_part", event, others=others)

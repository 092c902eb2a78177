"""Who may find: a breach exists only once somebody whom the text or the parties empower has found it.

Monitoring, verification, investigation and determination are different roles. A monitor's finding, an advisory one, and one by
somebody the text does not know are recorded and shown, as allegations at most.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from safeconduct.deal import tree
from safeconduct.deal.norms import Norm
from safeconduct.deal.standing.bodies import bodies_of, constituted
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.model import Reason, because
from safeconduct.deal.standing.premature import NOT_KEPT, premature
from safeconduct.deal.standing.shown import disputed, remark
from safeconduct.deal.standing.signing import signing
from safeconduct.deal.standing.world import Text, World

_MAY_FIND = (tree.Verify, tree.Investigate, tree.Determine)


@dataclass(frozen=True, slots=True)
class Findings:
    """What has been said about one duty, apart.

    Arguments:
        breach: the last empowered finding of breach; None without one.
        performed: the last empowered finding that it was performed.
        excused: the last empowered finding that non-performance is excused.
        parties: whom the breach is found against.
        alleged: allegations, and findings of those whom nobody empowered.
    """

    breach: Event | None
    performed: Event | None
    excused: Event | None
    parties: tuple[str, ...]
    alleged: tuple[Event, ...]
    why: tuple[Reason, ...]


def findings(world: World, text: Text, norm: Norm, entries: Sequence[Event]) -> Findings:
    """Sort findings and allegations about a duty; the last empowered finding by index counts, unless it came too soon."""
    power = {e.id: empowered(world, text, e.actor, norm.clause) for e in entries if e.type == "finding"}
    soon = {e.id: premature(world, text, e, norm.clause) for e in entries if power.get(e.id) is not None}
    valid = [e for e in entries if power.get(e.id) is not None and soon[e.id] is None]
    latest = max(valid, key=lambda one: one.index, default=None)
    result = str(latest.body["result"]) if latest else ""
    parties = _parties(latest, norm) if latest is not None and result in NOT_KEPT else ()
    alleged = [e for e in entries if e.type == "allegation" and _concerns(e, norm)]
    alleged += [e for e in entries if e.type == "finding" and power[e.id] is None and e.body["result"] in NOT_KEPT]
    why = [because("found", actor=e.actor, result=e.body["result"], entries=(e.id,), clause=power[e.id] or "") for e in valid]
    why += [why_not for why_not in soon.values() if why_not is not None]
    why += [remark("finding_disputed", e, by=_actors(world, e)) for e in valid if disputed(world, e)]
    why += [_alleged(e) for e in alleged]
    return Findings(
        latest if parties else None,
        latest if result == "performed" else None,
        latest if result == "excused" else None,
        parties,
        tuple(alleged),
        tuple(why),
    )


def _actors(world: World, event: Event) -> tuple[str, ...]:
    """Return who disputes an entry."""
    return tuple(dict.fromkeys(one.actor for one in world.record.look("target", event.id)))


def _alleged(event: Event) -> Reason:
    if event.type == "finding":
        return because("found_without_power", actor=event.actor, entries=(event.id,))
    return because("alleged", actor=event.actor, entries=(event.id,))


def _parties(event: Event | None, norm: Norm) -> tuple[str, ...]:
    """Return the parties a finding names, else the bearers it concerns; nobody when it names only others."""
    named = _named(event) if event else ()
    return named if set(named) & set(norm.bearers) else () if named else norm.bearers or ("",)


def _named(event: Event) -> tuple[str, ...]:
    parties = event.body.get("parties") or ()
    return (parties,) if isinstance(parties, str) else tuple(parties)


def _concerns(event: Event, norm: Norm) -> bool:
    named = _named(event)
    return not named or bool(set(named) & set(norm.bearers))


def opening_findings(world: World, text: Text, norm: Norm) -> tuple[Event, ...]:
    """Return the findings that opened a remedy or power so far, in order of time: by whom the text names, and not too soon."""
    found = [(event, clause) for event, clause in _named_findings(world, text, norm) if not premature(world, text, event, clause)]
    return tuple(sorted({event.id: event for event, _ in found}.values(), key=lambda e: (e.end, e.index)))


def premature_findings(world: World, text: Text, norm: Norm) -> tuple[Reason, ...]:
    """Return a remark on each finding that would have opened a remedy or power, had it not come too soon."""
    found = (premature(world, text, event, clause) for event, clause in _named_findings(world, text, norm))
    return tuple(why for why in found if why is not None)


def _named_findings(world: World, text: Text, norm: Norm) -> Iterator[tuple[Event, str]]:
    for premise in norm.premises:
        if isinstance(premise, tree.IfFinds):
            for clause in text.agreement.expand(premise.clauses):
                for event in world.record.said(text.number, clause, "finding"):
                    kept = event.actor != premise.finder or event.body["result"] not in NOT_KEPT
                    if not kept and empowered(world, text, premise.finder, clause) is not None:
                        yield event, clause


def empowered(world: World, text: Text, actor: str, clause: str) -> str | None:
    """Return the clause that empowers somebody to find on a clause, or an empty text for the parties' joint consent; else None.

    A body that has not been constituted cannot find anything yet, whatever the text will empower it to do.
    """
    if actor in bodies_of(world, text) and constituted(world, actor) is None:
        return None
    table = world.sheet.value(("powers", text.number), lambda: _powers(text))
    for id_, covered in table.get(actor, ()):
        if clause in covered:
            return id_
    return "" if _appointed(world, text, actor, clause) else None


def _powers(text: Text) -> dict[str, list[tuple[str, frozenset[str]]]]:
    """Return for each actor the clauses that give a power to find, each with the clauses it is about."""
    found: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for clause in text.agreement.clauses:
        if isinstance(clause.sentence, tree.Statement):
            for actor, over in _powers_in(clause.sentence):
                found.setdefault(actor, []).append((clause.id, frozenset(text.agreement.expand(over))))
    return found


def _may_find(role: tree.IsTo) -> bool:
    return isinstance(role.role, _MAY_FIND) and not isinstance(role.weight, tree.Advisory)


def _powers_in(sentence: tree.Statement) -> Iterator[tuple[str, tree.Clauses]]:
    predicate = sentence.predicate
    if isinstance(predicate, tree.IsTo) and isinstance(sentence.bearer, tree.One) and _may_find(predicate):
        yield sentence.bearer.actor, predicate.clauses
    yield from ((premise.finder, premise.clauses) for premise in sentence.premises if isinstance(premise, tree.IfFinds))


def _appointed(world: World, text: Text, actor: str, clause: str) -> bool:
    """Whether all who signed consented, on record, to this one finding on the clause."""
    agreed = {event.actor for event in world.record.said(text.number, clause, "consent") if event.body["value"] == actor}
    signed = set(signing(world, text).signed)
    return bool(signed) and signed <= agreed

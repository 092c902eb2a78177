"""Joint bodies and open slots: what cannot begin before a body exists or a place is agreed."""

from __future__ import annotations

from collections.abc import Iterator

from safeconduct.deal import tree
from safeconduct.deal.norms import Norm
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.model import Reason, because
from safeconduct.deal.standing.timing import Band
from safeconduct.deal.standing.world import Text, World

_REFUSED = (None, False, "", "no")
_WITNESS: tuple[tuple[type[tree.Detail], str], ...] = (
    (tree.VerifiedBy, "actor"),
    (tree.CountedBy, "actor"),
    (tree.MeasuredBy, "actor"),
    (tree.WithAsJudged, "judge"),
)


def established(text: Text) -> dict[str, str]:
    """Return the bodies the text establishes, each with its clause."""
    return {
        sentence.bearer.actor: clause.id
        for clause in text.agreement.clauses
        if isinstance(sentence := clause.sentence, tree.Statement)
        and isinstance(sentence.predicate, tree.IsEstablished)
        and isinstance(sentence.bearer, tree.One)
    }


def bodies_of(world: World, text: Text) -> dict[str, str]:
    """Return what ``established`` says, kept for one text."""
    return world.sheet.value(("bodies", text.number), lambda: established(text))


def constituted(world: World, body: str) -> Band | None:
    """Return when a body was constituted; None while the record does not show it."""
    events = world.record.look("constituted", body)
    return Band(events[0].start, events[0].end) if events else None


def missing_body(world: World, text: Text, norm: Norm) -> Reason | None:
    """Return the body that a norm needs and that does not exist yet: its bearer, or who verifies, counts, measures or judges."""
    bodies = bodies_of(world, text)
    for body in _bodies_of(norm):
        if body in bodies and constituted(world, body) is None:
            return because("not_constituted", body=body, clause=bodies[body])
    return None


def _bodies_of(norm: Norm) -> Iterator[str]:
    yield from norm.bearers
    for detail in norm.details:
        for kind, part in _WITNESS:
            if isinstance(detail, kind):
                yield getattr(detail, part)


def open_slots(world: World, text: Text, norm: Norm) -> tuple[Reason, ...]:
    """Return what the parties still have to fill by a recorded joint act: agreed places, consents asked for by the text."""
    found: list[Reason] = []
    for detail in norm.details:
        if isinstance(detail, tree.ToAgreedPlaces):
            found += _not_agreed(world, text, norm, detail)
        elif isinstance(detail, tree.WithConsent):
            found += _not_allowed(world, text, norm, detail.actors)
    return tuple(found)


def agreed_places(world: World, text: Text, norm: Norm) -> frozenset[str]:
    """Return the places that all who have to agree have named; empty while they have not, or where nothing is left to agree."""
    asked = norm.detail(tree.ToAgreedPlaces)
    if not isinstance(asked, tree.ToAgreedPlaces):
        return frozenset()
    named = _named(world, text, norm, asked.actors)
    first, *others = (named.get(actor, frozenset()) for actor in asked.actors)
    return first if all(other == first for other in others) else frozenset()


def _named(world: World, text: Text, norm: Norm, actors: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """Return the places that each of those who have to agree named last."""
    found = _said(world, text, norm, actors).items()
    lists = {actor: value.split(",") if isinstance(value, str) else value for actor, value in found}
    listed = {actor: value for actor, value in lists.items() if isinstance(value, list | tuple)}
    return {actor: frozenset(str(place).strip() for place in value) - {"", "yes", "no"} for actor, value in listed.items()}


def _said(world: World, text: Text, norm: Norm, actors: tuple[str, ...]) -> dict[str, object]:
    events = world.record.said(text.number, norm.clause, "consent")
    return {event.actor: event.body["value"] for event in events if event.actor in actors}


def _not_agreed(world: World, text: Text, norm: Norm, detail: tree.ToAgreedPlaces) -> list[Reason]:
    named = _named(world, text, norm, detail.actors)
    missing = tuple(actor for actor in detail.actors if not named.get(actor))
    if missing:
        return [because("slot_open", actors=detail.actors, missing=missing, clause=norm.clause)]
    if agreed_places(world, text, norm):
        return []
    values = tuple(sorted(frozenset[str]().union(*named.values())))
    return [because("slot_differs", actors=detail.actors, values=values, clause=norm.clause)]


def _not_allowed(world: World, text: Text, norm: Norm, actors: tuple[str, ...]) -> list[Reason]:
    values = _said(world, text, norm, actors)
    refused = tuple(actor for actor in actors if actor in values and values[actor] in _REFUSED)
    missing = tuple(actor for actor in actors if actor not in values)
    told = (("consent_refused", refused), ("consent_missing", missing))
    return [because(code, actors=who, clause=norm.clause) for code, who in told if who]


def consents(world: World, text: Text, norm: Norm, actor: str) -> list[Event]:
    """Return the entry by which somebody gave the consent that a norm wants; none while their last word is no."""
    said = [event for event in world.record.said(text.number, norm.clause, "consent") if event.actor == actor]
    return [event for event in said[-1:] if event.body["value"] not in _REFUSED]


def slots_filled(world: World, text: Text, norm: Norm) -> Band | None:
    """Return when the last consent the norm needs was given; None where it needs none."""
    asked = [d.actors for d in norm.details if isinstance(d, tree.ToAgreedPlaces | tree.WithConsent)]
    actors = {actor for group in asked for actor in group}
    events = [event for event in world.record.said(text.number, norm.clause, "consent") if event.actor in actors]
    return Band(max(e.start for e in events), max(e.end for e in events)) if events else None

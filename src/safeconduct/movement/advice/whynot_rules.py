"""The rules that may be part of a conflict, each with the way to leave it out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from safeconduct.movement.advice.changes import (
    MANY,
    Change,
    any_size,
    longer,
    more_escorts,
    more_lanes,
    more_vehicles,
    open_longer,
    without,
)
from safeconduct.movement.model import Problem
from safeconduct.movement.terms import Deadline, Destinations, Gate, Hold, Reciprocity, Suspension, Term, Together


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule that may be part of a conflict.

    Arguments:
        kind: reciprocity, gate, deadline, hold, destination, suspension, together, hours, size, escorts, vehicles, checkpoint, headway, days.
        clause: its clause, or empty for a limit of the network or the fleet; about: the id it concerns; text: the words.
    """

    kind: str
    clause: str
    about: str
    text: str = ""


KINDS: dict[type[Term], str] = {
    Reciprocity: "reciprocity",
    Gate: "gate",
    Deadline: "deadline",
    Hold: "hold",
    Destinations: "destination",
    Suspension: "suspension",
    Together: "together",
}


def relaxations(problem: Problem) -> Iterator[tuple[Rule, Change]]:
    """Yield every rule with the way to leave it out; the text of the agreement last, so that it is named only where it matters."""
    for pool in problem.pools:
        yield Rule("vehicles", "", f"{pool.type} at {pool.place}"), more_vehicles(pool, MANY)
    for point in problem.checkpoints:
        yield Rule("checkpoint", "", point.id), more_lanes(point.id, MANY)
    yield Rule("headway", "", "every leg"), lambda p: replace(p, legs=tuple(replace(leg, headway=0) for leg in p.legs))
    for place in sorted({leg.origin for leg in problem.legs if leg.escorts}):
        yield Rule("escorts", "", place), more_escorts(place, MANY)
    for name in sorted({leg.window for leg in problem.legs}):
        yield Rule("hours", "", name), open_longer(name)
    clauses = {leg: rule for rule in problem.terms.convoys for leg in (rule.legs or tuple(leg.id for leg in problem.legs))}
    for leg in problem.legs:
        rule = clauses.get(leg.id)
        yield Rule("size", rule.clause if rule else "", leg.id, rule.text if rule else ""), any_size(leg.id)
    yield Rule("days", "", str(problem.days)), longer
    for term in problem.terms.all():
        if isinstance(term, Reciprocity | Gate | Deadline | Hold | Destinations | Suspension | Together):
            yield Rule(KINDS[type(term)], term.clause, _about(term), term.text), without(term)


def _about(term: Term) -> str:
    if isinstance(term, Reciprocity):
        return f"{'+'.join(term.left)} / {'+'.join(term.right)}"
    if isinstance(term, Together):
        return term.about
    if isinstance(term, Gate):
        return "+".join(term.held)
    return "+".join(getattr(term, "groups", ()) or getattr(term, "legs", ()))

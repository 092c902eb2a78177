"""The rules that may be part of a conflict, each with the way to leave it out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from safeconduct.movement.advice.changes import (
    MANY,
    Change,
    all_there,
    leg_with,
    more_days,
    more_escorts,
    more_lanes,
    more_vehicles,
    open_longer,
    without,
)
from safeconduct.movement.model import Leg, Problem
from safeconduct.movement.terms import Deadline, Destinations, Gate, Hold, Reciprocity, Suspension, Term, Together

WEEK = 7


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule that may be part of a conflict.

    Arguments:
        kind: reciprocity, gate, deadline, hold, destination, suspension, together; fewest, smallest, largest, headway, accompanied (of
            convoys on a leg); hours, escorts, vehicles, checkpoint, joining, days.
        clause: its clause, or empty for a limit of the network or the fleet; about: the id it concerns; text: the words.
        term: the term itself, where it is one.
    """

    kind: str
    clause: str
    about: str
    text: str = ""
    term: Term | None = field(default=None, repr=False)


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
    """Yield every rule with the way to leave it out; what comes late is named rather than what comes early, where either would do."""
    for leg in problem.legs:
        yield _of_leg(problem, leg, "largest"), leg_with(leg.id, largest=max(MANY, leg.largest))
        if leg.headway:
            yield _of_leg(problem, leg, "headway"), leg_with(leg.id, headway=0)
    for point in problem.checkpoints:
        yield Rule("checkpoint", "", point.id), more_lanes(point.id, MANY)
    for pool in problem.pools:
        yield Rule("vehicles", "", f"{pool.type} at {pool.place}"), more_vehicles(pool, MANY)
    for place in sorted({leg.origin for leg in problem.legs if leg.escorts}):
        yield Rule("escorts", "", place), more_escorts(place, MANY)
    for leg in problem.legs:
        demand = _of_leg(problem, leg, "escorts")
        if leg.escorts and demand.clause:
            yield Rule("accompanied", demand.clause, leg.id, demand.text), leg_with(leg.id, escorts=0)
    for leg in problem.legs:
        if leg.smallest > 1:
            yield _of_leg(problem, leg, "smallest"), leg_with(leg.id, smallest=1)
        if leg.fewest > 1:
            yield _of_leg(problem, leg, "fewest"), leg_with(leg.id, fewest=1)
    for name in sorted({name for leg in problem.legs for name in (leg.window, leg.back_window) if name}):
        yield Rule("hours", "", name), open_longer(name)
    for group in problem.groups:
        if group.joins:
            yield Rule("joining", "", group.id), all_there(group.id)
    yield Rule("days", "", str(problem.days)), more_days(WEEK)
    for term in problem.terms.all():
        if type(term) in KINDS:
            yield Rule(KINDS[type(term)], term.clause, _about(term), term.text, term), without(term)


def _of_leg(problem: Problem, leg: Leg, figure: str) -> Rule:
    """A figure of the convoys on a leg, with the last clause that states it."""
    stated = [
        rule
        for rule in problem.terms.convoys
        if (not rule.legs or leg.id in rule.legs) and getattr(rule, figure) == getattr(leg, figure)
    ]
    clause, text = (stated[-1].clause, stated[-1].text) if stated else ("", "")
    return Rule(figure, clause, leg.id, text)


def _about(term: Term) -> str:
    if isinstance(term, Reciprocity):
        return f"{'+'.join(term.left)} / {'+'.join(term.right)}"
    if isinstance(term, Together):
        return term.about
    if isinstance(term, Gate):
        return "+".join(term.held)
    return "+".join(getattr(term, "groups", ()) or getattr(term, "legs", ()))

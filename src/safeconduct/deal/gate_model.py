"""What the protection gate says of one leg: six guards, and the leg that is ready, which cannot exist without them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from safeconduct.deal.gate_persons import different_persons
from safeconduct.deal.legs import Leg
from safeconduct.errors import Problem, Refused, register, say

GATE = register(
    "deal/gate",
    "a leg that is not ready",
    "Nobody is moved while voluntariness, a protected right to stay, choice of destination, family unity, return and a monitor at "
    "loading are not each established by a clause and an entry. Establish what is missing, or let two named persons waive it, on the record.",
)


class Element(Enum):
    """One of the six protections of the gate."""

    VOLUNTARINESS = "voluntariness"
    STAY = "right to stay"
    DESTINATION = "choice of destination"
    FAMILY = "family unity"
    RETURN = "return"
    MONITOR = "monitor at loading"


class State(Enum):
    """What the gate says of one protection."""

    ESTABLISHED = "established"
    NOT_ESTABLISHED = "not established"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class Guard:
    """One protection of one leg.

    Arguments:
        clause: the clause that says it; empty when no clause does.
        entries: ids of the entries that establish or waive it, or ``clause 5.1`` for a signature in the text itself.
        persons: the two who waived it.
        missing: why it is not established, as a short slug: ``no clause``, ``not signed``, ``not shown``, ``taken away``,
            ``forced`` (the clause leaves the group no way but out; this is not waived).
        by: the entry that took it away.

    Holds: established has a clause and an entry, waived has two different persons (test_gate).
    """

    element: Element
    state: State
    clause: str = ""
    entries: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    missing: str = ""
    by: str = ""

    def __post_init__(self) -> None:
        if self.state is State.ESTABLISHED and not (self.clause and self.entries):
            raise ValueError("established by which clause and which entry?")
        if self.state is State.WAIVED and len(different_persons(self.persons)) < 2:
            raise ValueError("waived by which two persons?")


@dataclass(frozen=True, slots=True)
class Gate:
    """The six protections of one leg at one instant.

    Arguments:
        leg: the group and its way.
        at: UTC instant.
        guards: one for each element, in their order.
        refused: waivers on the record that do not count, and why.
    """

    leg: Leg
    at: datetime
    guards: tuple[Guard, ...]
    refused: tuple[Problem, ...] = ()

    def __post_init__(self) -> None:
        if tuple(guard.element for guard in self.guards) != tuple(Element):
            raise ValueError("a gate holds each of its elements once, in order")

    @property
    def missing(self) -> tuple[Guard, ...]:
        """What stops the leg."""
        return tuple(guard for guard in self.guards if guard.state is State.NOT_ESTABLISHED)

    @property
    def waived(self) -> tuple[Guard, ...]:
        """What two persons waived; it has to be printed wherever the leg is."""
        return tuple(guard for guard in self.guards if guard.state is State.WAIVED)

    def as_json(self) -> dict[str, Any]:
        """Return the gate as JSON data."""
        guards = [
            {
                "element": guard.element.value,
                "state": guard.state.value,
                "clause": guard.clause,
                "entries": list(guard.entries),
                "persons": list(guard.persons),
                "missing": guard.missing,
                "by": guard.by,
            }
            for guard in self.guards
        ]
        return {"leg": self.leg.id, "ready": not self.missing, "guards": guards}


@dataclass(frozen=True, slots=True)
class ReadyLeg:
    """A leg whose protections are all established or waived; there is no other kind.

    Raises: Refused (``deal/gate``) listing what is missing, and the waivers that do not count.
    """

    gate: Gate

    def __post_init__(self) -> None:
        if self.gate.missing:
            raise Refused([*(_not_ready(self.gate, guard) for guard in self.gate.missing), *self.gate.refused])

    @property
    def leg(self) -> Leg:
        """The group and its way."""
        return self.gate.leg


def ready_leg(gate: Gate) -> ReadyLeg:
    """Return the leg as ready.

    Raises: Refused (``deal/gate``) with one problem for each protection that is missing.
    """
    return ReadyLeg(gate)


def _not_ready(gate: Gate, guard: Guard) -> Problem:
    reasons = {
        "no clause": say("no clause says it for this leg"),
        "not signed": say("clause {clause} says it, and not all who have to keep it have signed", clause=guard.clause),
        "not shown": say("clause {clause} says it, and nothing on the record shows it", clause=guard.clause),
        "taken away": say("clause {clause} says it, and the entry {by} takes it away", clause=guard.clause, by=guard.by),
        "forced": say("clause {clause} leaves them no way but out, which nobody can waive", clause=guard.clause),
    }
    return Problem(
        GATE,
        say(
            "{id}: {value} is not established: {reasons}",
            id=gate.leg.id,
            value=say(guard.element.value),
            reasons=reasons[guard.missing],
        ),
        why=say("people are moved only where all six protections hold; anything less is displacement"),
        do=say("establish it by clause and entry, or record a waiver that names two persons"),
    )

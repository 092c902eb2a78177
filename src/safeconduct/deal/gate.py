"""The protection gate: for one leg, whether each of six protections is established, and by which clause and which entry.

    >>> [element.value for element in Element]
    ['voluntariness', 'right to stay', 'choice of destination', 'family unity', 'return', 'monitor at loading']

A protection is established by a clause that says it for the leg, by entries that make the clause bind whoever has to keep it,
and by nothing since that takes it away. Whatever is not established stops the leg, unless two named persons waive it, and then
the waiver is printed with the leg. The only way to a ready leg is :func:`ready_leg`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from safeconduct.deal.gate_clauses import Grounds, grounds_of
from safeconduct.deal.gate_history import History, read_history
from safeconduct.deal.legs import Leg
from safeconduct.deal.model import Agreement
from safeconduct.deal.standing import Event
from safeconduct.errors import Place, Problem, Refused, register

GATE = register(
    "deal/gate",
    "a leg that is not ready",
    "Nobody is moved while voluntariness, a protected right to stay, choice of destination, family unity, return and a monitor at "
    "loading are not each established by a clause and an entry. Establish what is missing, or let two named persons waive it, on the record.",
)
GATE_WAIVER = register(
    "deal/gate-waiver",
    "a waiver of the protection gate that does not count",
    "A protection is waived by an entry that names the protection, the leg and two different persons. One person, or the same person "
    "twice, is not enough: the decision has to be shared and has to have names.",
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
        missing: why it is not established, as a short slug: ``no clause``, ``not signed``, ``not shown``, ``taken away``.
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
        if self.state is State.WAIVED and len({same_person(person) for person in self.persons}) < 2:
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


def protection_gate(agreement: Agreement, events: Iterable[Mapping[str, Any] | Event], at: datetime, leg: Leg) -> Gate:
    """Say for each protection of a leg whether it is established, by which clause and which entries, or waived, or not.

    Arguments:
        events: entries of the history, plain or read, in the order of the file; those after ``at`` count for nothing.
        at: UTC instant.
        leg: group, origin and destination, see ``legs_of``.

    Returns: the gate; pass it to ``ready_leg``.
    Raises: InputWrong when an entry cannot be read or belongs to another deal.
    Holds: taking out any clause or entry that establishes an element makes exactly that element not established (test_gate).
    Cost: linear in the history and in the text.
    """
    history = read_history(agreement, events, at)
    waivers, refused = _waivers(history, leg)
    guards = tuple(_guard(element, agreement, history, leg, waivers) for element in Element)
    return Gate(leg, at, guards, tuple(refused))


def _guard(element: Element, agreement: Agreement, history: History, leg: Leg, waivers: Mapping[Element, Waiver]) -> Guard:
    best = Guard(element, State.NOT_ESTABLISHED, missing="no clause")
    for grounds in grounds_of(element.name, agreement, leg):
        found = _judge(element, history, grounds, leg)
        if found.state is State.ESTABLISHED:
            return found
        best = found
    waiver = waivers.get(element)
    return Guard(element, State.WAIVED, best.clause, (waiver.entry,), waiver.persons) if waiver else best


def _judge(element: Element, history: History, grounds: Grounds, leg: Leg) -> Guard:
    """Whether one clause establishes it: signed by all who must keep it, shown where words are not enough, not taken away."""
    lacking = Guard(element, State.NOT_ESTABLISHED, grounds.clause, missing="not signed")
    signatures = [history.commits(actor, grounds.clause) for actor in grounds.keepers]
    if not signatures or not all(signatures):
        return lacking
    entries = tuple(dict.fromkeys(signature for signature in signatures if signature))
    if element is Element.VOLUNTARINESS:
        shown = history.shows_free_will(grounds.clause, leg.group)
        if not shown:
            return Guard(element, State.NOT_ESTABLISHED, grounds.clause, missing="not shown")
        entries = (shown,)
    against = history.takes_away(grounds.clause) or (
        history.keeps_out(grounds.keepers, leg.origin) if element is Element.MONITOR else ""
    )
    if against:
        return Guard(element, State.NOT_ESTABLISHED, grounds.clause, missing="taken away", by=against)
    return Guard(element, State.ESTABLISHED, grounds.clause, entries)


def _not_ready(gate: Gate, guard: Guard) -> Problem:
    reasons = {
        "no clause": "no clause says it for this leg",
        "not signed": f"clause {guard.clause} says it, and not all who have to keep it have signed",
        "not shown": f"clause {guard.clause} says it, and nothing on the record shows it",
        "taken away": f"clause {guard.clause} says it, and the entry {guard.by} takes it away",
    }
    return Problem(
        GATE,
        f"{gate.leg.id}: {guard.element.value} is not established: {reasons[guard.missing]}",
        why="people are moved only where all six protections hold; anything less is displacement",
        do="establish it by clause and entry, or record a waiver that names two persons",
    )


# --- waivers -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Waiver:
    """A waiver that counts.

    Arguments:
        element: the protection waived.
        leg: id of the leg.
        persons: the two, as they signed it.
        entry: id of the entry.
    """

    element: Element
    leg: str
    persons: tuple[str, ...]
    entry: str = ""


def read_waiver(body: Mapping[str, Any], entry: str = "") -> Waiver:
    """Read the body of a waiver of the gate: ``{gate: element, leg: id, persons: [two names]}``.

    Raises: Refused (``deal/gate-waiver``) when it does not name a protection, a leg and two different persons.

    >>> read_waiver({"gate": "return", "leg": "garrison:harbour>*", "persons": ["A. Silva", "a. silva"]})
    Traceback (most recent call last):
    safeconduct.errors.model.Refused: deal/gate-waiver: return is waived by one person only: A. Silva
    """
    name, leg, persons = body.get("gate"), body.get("leg"), body.get("persons")
    element = next((one for one in Element if one.value == name), None)
    if element is None:
        raise _refuse_waiver(f"there is no protection called {name!r}", f"one of: {', '.join(one.value for one in Element)}")
    if not isinstance(leg, str) or not leg:
        raise _refuse_waiver(f"{name} is waived for no leg", "name the leg, such as garrison:harbour>*")
    named = [" ".join(person.split()) for person in persons if isinstance(person, str)] if isinstance(persons, list | tuple) else []
    different = {same_person(person): person for person in reversed(named) if same_person(person)}
    if len(different) < 2:
        who = ", ".join(different.values()) or "nobody"
        count = "one person only" if different else "no named person"
        raise _refuse_waiver(f"{name} is waived by {count}: {who}", "let two different persons decide, and name both")
    return Waiver(
        element, leg, tuple(dict.fromkeys(different[same_person(person)] for person in named if same_person(person))), entry
    )


def same_person(name: str) -> str:
    """Return what two spellings of one name have in common: letters and figures, without case, marks or spaces."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in letters if letter.isalnum())


def _refuse_waiver(what: str, do: str) -> Refused:
    return Refused(
        Problem(GATE_WAIVER, what, why="a protection given up by one person alone is not a decision anyone answers for", do=do)
    )


def _waivers(history: History, leg: Leg) -> tuple[dict[Element, Waiver], list[Problem]]:
    found: dict[Element, Waiver] = {}
    refused: list[Problem] = []
    for entry in history.of_type("waiver"):
        if "gate" not in entry.body or entry.body.get("leg") not in (leg.id, None):
            continue
        try:
            waiver = read_waiver(entry.body, entry.id)
        except Refused as wrong:
            refused += [_placed(problem, entry) for problem in wrong.problems]
        else:
            found[waiver.element] = waiver
    return found, refused


def _placed(problem: Problem, entry: Event) -> Problem:
    return Problem(problem.code, problem.what, problem.why, problem.do, Place(entry=entry.index))

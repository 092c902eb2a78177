"""Waivers of a protection: entries that name the protection, the leg and two different persons."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from safeconduct.deal.gate_history import History
from safeconduct.deal.gate_model import Element
from safeconduct.deal.gate_persons import different_persons
from safeconduct.deal.legs import Leg
from safeconduct.deal.model import Agreement
from safeconduct.deal.standing import Event
from safeconduct.errors import Place, Problem, Refused, register, say

GATE_WAIVER = register(
    "deal/gate-waiver",
    "a waiver of the protection gate that does not count",
    "A protection is waived by an entry that names the protection, the leg and two different persons. One person, or the same person "
    "twice, is not enough: the decision has to be shared and has to have names.",
)


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


def read_waiver(body: Mapping[str, Any], entry: str = "", impersonal: Collection[str] = ()) -> Waiver:
    """Read the body of a waiver of the gate: ``{gate: element, leg: id, persons: [two names]}``.

    Arguments:
        impersonal: what names a party, a body or a group, and no person (``impersonal_names``).

    Raises: Refused (``deal/gate-waiver``) when it does not name a protection, a leg and two different persons.

    >>> read_waiver({"gate": "return", "leg": "garrison:harbour>*", "persons": ["A. Silva", "a. silva"]})
    Traceback (most recent call last):
    safeconduct.errors.model.Refused: deal/gate-waiver: return is waived by one person only: A. Silva
    """
    name, leg, persons = body.get("gate"), body.get("leg"), body.get("persons")
    element = next((one for one in Element if one.value == name), None)
    if element is None:
        raise _refuse_waiver(
            say("there is no protection called {name}", name=repr(name)),
            say("one of: {names}", names=", ".join(one.value for one in Element)),
        )
    if not isinstance(leg, str) or not leg:
        raise _refuse_waiver(say("{name} is waived for no leg", name=name), say("name the leg, such as garrison:harbour>*"))
    named = [person for person in persons if isinstance(person, str)] if isinstance(persons, list | tuple) else []
    different = different_persons(person for person in named if person.strip().casefold() not in impersonal)
    if len(different) < 2:
        who = ", ".join(different) or say("nobody")
        count = say("one person only") if different else say("no named person")
        raise _refuse_waiver(
            say("{name} is waived by {count}: {who}", name=name, count=count, who=who),
            say("let two different persons decide, and name both"),
        )
    return Waiver(element, leg, different, entry)


def impersonal_names(agreement: Agreement) -> frozenset[str]:
    """Return the ids and names of an agreement's words: *North* is a party, and nobody who answers for a decision in person."""
    words = agreement.words.values()
    return frozenset(text.casefold() for word in words for text in (word.id, *(name.text for name in word.names.values())))


def _refuse_waiver(what: str, do: str) -> Refused:
    return Refused(
        Problem(GATE_WAIVER, what, why=say("a protection given up by one person alone is not a decision anyone answers for"), do=do)
    )


def waivers_of(history: History, leg: Leg) -> tuple[dict[Element, Waiver], list[Problem]]:
    """Return the waivers of a leg that count, by protection, and a problem for each that does not."""
    found: dict[Element, Waiver] = {}
    refused: list[Problem] = []
    impersonal = impersonal_names(history.agreement)
    for entry in history.of_type("waiver"):
        if "gate" not in entry.body or entry.body.get("leg") not in (leg.id, None):
            continue
        try:
            waiver = read_waiver(entry.body, entry.id, impersonal)
        except Refused as wrong:
            refused += [_placed(problem, entry) for problem in wrong.problems]
        else:
            found[waiver.element] = waiver
    return found, refused


def _placed(problem: Problem, entry: Event) -> Problem:
    return Problem(problem.code, problem.what, problem.why, problem.do, Place(entry=entry.index))

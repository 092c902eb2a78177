"""The protection gate: for one leg, whether each of six protections is established, and by which clause and which entry.

    >>> [element.value for element in Element]
    ['voluntariness', 'right to stay', 'choice of destination', 'family unity', 'return', 'monitor at loading']

A protection is established by a clause that says it for the leg, by entries that make the clause bind whoever has to keep it,
and by nothing since that takes it away. Whatever is not established stops the leg, unless two named persons waive it, and then
the waiver is printed with the leg. A text that leaves the group no way but out (``displacement.py``) is never voluntary. The only
way to a ready leg is :func:`ready_leg`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from safeconduct.deal.displacement import displacements
from safeconduct.deal.gate_clauses import Grounds, grounds_of
from safeconduct.deal.gate_history import History, read_history
from safeconduct.deal.gate_model import Element, Gate, Guard, ReadyLeg, State, ready_leg
from safeconduct.deal.gate_waivers import Waiver, read_waiver, waivers_of
from safeconduct.deal.legs import Leg, covers, members_of
from safeconduct.deal.model import Agreement
from safeconduct.deal.standing import Event

__all__ = ["Element", "Gate", "Guard", "ReadyLeg", "State", "Waiver", "protection_gate", "read_waiver", "ready_leg"]


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
    waivers, refused = waivers_of(history, leg)
    guards = tuple(_guard(element, agreement, history, leg, waivers) for element in Element)
    return Gate(leg, at, guards, tuple(refused))


def _guard(element: Element, agreement: Agreement, history: History, leg: Leg, waivers: Mapping[Element, Waiver]) -> Guard:
    forcing = _forcing(agreement, leg) if element is Element.VOLUNTARINESS else ""
    if forcing:  # no waiver: whom the text itself drives out, two names do not make a volunteer
        return Guard(element, State.NOT_ESTABLISHED, forcing, missing="forced")
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


def _forcing(agreement: Agreement, leg: Leg) -> str:
    """Return the first clause that leaves the group of the leg, or a part of it, no way but out."""
    members = members_of(agreement)
    pairs = ((one.clause.id, one.group) for one in displacements(agreement))
    return next((id_ for id_, group in pairs if covers(members, group, leg.group) or covers(members, leg.group, group)), "")

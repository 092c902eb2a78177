"""Which clauses give a protection to a leg, and who has to keep them: the part of the gate that reads the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from safeconduct.deal import tree
from safeconduct.deal.deeds import ANY_PLACE
from safeconduct.deal.legs import Leg, covers, members_of, movements_of
from safeconduct.deal.model import Agreement
from safeconduct.deal.walk import statements, words_in


@dataclass(frozen=True, slots=True)
class Grounds:
    """A clause that gives a protection.

    Arguments:
        clause: its number.
        keepers: ids of those who have to keep it; it counts once they are all committed.
    """

    clause: str
    keepers: tuple[str, ...]


def grounds_of(element: str, agreement: Agreement, leg: Leg) -> Iterator[Grounds]:
    """Yield the clauses that give one protection to a leg, in the order of the text."""
    return _GROUNDS[element](agreement, leg)


def parties_of(agreement: Agreement) -> tuple[str, ...]:
    """Return those who sign as a party: they keep what a clause forbids to everyone."""
    signing = (clause.sentence for clause in agreement.clauses)
    found = (s.actor for s in signing if isinstance(s, tree.ForSignature | tree.Signed) and isinstance(s.capacity, tree.AsParty))
    return tuple(dict.fromkeys(found))


def _voluntariness(agreement: Agreement, leg: Leg) -> Iterator[Grounds]:
    for clause in agreement.clauses:
        if isinstance(clause.sentence, tree.NotCompelled) and _covers(agreement, clause.sentence.group, leg):
            yield Grounds(clause.id, parties_of(agreement))


def _family(agreement: Agreement, leg: Leg) -> Iterator[Grounds]:
    for clause in agreement.clauses:
        if isinstance(clause.sentence, tree.FamilyUnity) and _covers(agreement, clause.sentence.group, leg):
            yield Grounds(clause.id, parties_of(agreement))


def _stay(agreement: Agreement, leg: Leg) -> Iterator[Grounds]:
    for clause, statement in statements(agreement):
        predicate = statement.predicate
        if isinstance(predicate, tree.MayStay) and predicate.place == leg.origin and _is_for(agreement, statement, leg):
            yield Grounds(clause.id, (predicate.protector,))


def _return(agreement: Agreement, leg: Leg) -> Iterator[Grounds]:
    for clause, statement in statements(agreement):
        predicate = statement.predicate
        if isinstance(predicate, tree.MayReturn) and predicate.place == leg.origin and _is_for(agreement, statement, leg):
            yield Grounds(clause.id, parties_of(agreement))


def _monitor(agreement: Agreement, leg: Leg) -> Iterator[Grounds]:
    for clause, statement in statements(agreement):
        predicate = statement.predicate
        if isinstance(predicate, tree.ObservesLoading) and _covers(agreement, predicate.group, leg):
            yield Grounds(clause.id, tuple(words_in(statement.bearer)))


def _destination(agreement: Agreement, leg: Leg) -> Iterator[Grounds]:
    """Any place of their choice, or at least two places; a place that others agree on is not a choice."""
    own = [m for m in movements_of(agreement) if m.leg.group == leg.group and m.leg.origin in ("", leg.origin)]
    free = [m for m in own if m.norm.detail(tree.ToAnyPlace) is not None]
    named = [m for m in own if m.leg.destination not in ("", ANY_PLACE)]
    several = named if len({m.leg.destination for m in named}) > 1 else []
    for movement in free + [m for m in several if leg.destination in (ANY_PLACE, m.leg.destination)]:
        yield Grounds(movement.clause, parties_of(agreement))


_GROUNDS: Mapping[str, Callable[[Agreement, Leg], Iterator[Grounds]]] = {
    "VOLUNTARINESS": _voluntariness,
    "STAY": _stay,
    "DESTINATION": _destination,
    "FAMILY": _family,
    "RETURN": _return,
    "MONITOR": _monitor,
}


def _is_for(agreement: Agreement, statement: tree.Statement, leg: Leg) -> bool:
    return any(_covers(agreement, word, leg) for word in words_in(statement.bearer))


def _covers(agreement: Agreement, group: str, leg: Leg) -> bool:
    return covers(members_of(agreement), group, leg.group)

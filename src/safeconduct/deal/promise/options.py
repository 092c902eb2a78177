"""Which instances of an act somebody can choose between."""

from __future__ import annotations

from collections.abc import Iterator

from safeconduct.deal import tree
from safeconduct.deal.deeds import AGREED_PLACE, ANY_PLACE, ELSEWHERE, OPEN_PLACES, Deed, deeds
from safeconduct.deal.norms import Norm


def decisions_named(norm: Norm) -> Iterator[Deed]:
    """Yield the decisions on which a norm depends."""
    for premise in norm.premises:
        if isinstance(premise, tree.IfDecides):
            yield from deeds(premise.actor, premise.action)


def options(found: list[Deed]) -> Iterator[Deed]:
    """Yield the instances somebody can choose between: one for each destination, with all that fits it.

    A free choice adds one destination that the text does not name.
    """
    first = found[0]
    places = sorted({place for deed in found for place in deed.slot("to") if place not in OPEN_PLACES})
    free = any(("to", ANY_PLACE) in deed.slots or not deed.slot("to") for deed in found)
    for place in places:
        yield Deed(first.actor, first.act, _merged(found, place))
    if free and places:
        yield Deed(first.actor, first.act, _merged(found, ELSEWHERE))
    elif not places:
        yield Deed(first.actor, first.act, _merged(found, ""))


def _merged(found: list[Deed], place: str) -> tuple[tuple[str, str], ...]:
    slots = {("to", place)} if place else set()
    for deed in found:
        destinations = deed.slot("to")
        if not destinations or not place or place in destinations or ANY_PLACE in destinations:
            slots |= {slot for slot in deed.slots if slot[0] != "to"}
            if not place and destinations:
                slots.add(("to", AGREED_PLACE if AGREED_PLACE in destinations else ANY_PLACE))
    return tuple(sorted(slots))

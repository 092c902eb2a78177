"""Which instances of an act somebody can choose between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from safeconduct.deal import tree
from safeconduct.deal.deeds import AGREED_PLACE, ANY_PLACE, CALL_ON, ELSEWHERE, OPEN_PLACES, Deed, deeds
from safeconduct.deal.norms import Force, Mode, Norm


def decisions_named(norm: Norm) -> Iterator[Deed]:
    """Yield the decisions on which a norm depends."""
    for premise in norm.premises:
        if isinstance(premise, tree.IfDecides):
            yield from deeds(premise.actor, premise.action)


def named(norms: Iterable[Norm]) -> dict[tuple[str, str], list[Deed]]:
    """Return for each actor and act the instances that the norms name as decisions, and those they permit of it.

    Offers count at every force level, so that the options are the same on all of them.
    """
    norms = tuple(norms)
    found = by_act(deed for norm in norms if norm.force >= Force.OFFERED for deed in decisions_named(norm))
    for norm in norms:
        key = (norm.deed.actor, norm.deed.act)
        if key in found and norm.mode is Mode.PERMISSION:
            found[key].append(norm.deed)
    return found


def by_act(found: Iterable[Deed]) -> dict[tuple[str, str], list[Deed]]:
    """Group deeds by their actor and act."""
    groups: dict[tuple[str, str], list[Deed]] = {}
    for deed in found:
        groups.setdefault((deed.actor, deed.act), []).append(deed)
    return groups


def elections(norms: Iterable[Norm]) -> Iterator[list[Deed]]:
    """Yield the deeds of each election, of which one is to be chosen."""
    families: dict[tuple[str, ...], list[Deed]] = {}
    for norm in norms:
        if norm.alternatives:
            families.setdefault(tuple(sorted((norm.id, *norm.alternatives))), []).append(norm.deed)
    yield from families.values()


def called_for(norm: Norm) -> Deed | None:
    """Return the act that a norm calls on, or asks, someone else to do; None where it does neither."""
    if norm.deed.act == CALL_ON:
        inner = dict(norm.deed.slots)
        return Deed(inner["other"], inner["act"], tuple(slot for slot in norm.deed.slots if slot[0] not in ("other", "act")))
    return norm.deed if norm.force is Force.REQUESTED else None


def takes_up(option: Deed, called: Deed) -> bool:
    """Whether a choice takes up a call: an option has all details that fit its destination, so that alone tells choices apart."""
    return option.meets(called._replace(slots=tuple(slot for slot in called.slots if slot[0] == "to")))


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

"""Deeds: an act by someone, with the slots that tell one instance from another, and the deeds a sentence speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from safeconduct.deal import tree

ANY_PLACE, AGREED_PLACE = "*", "?"
ELSEWHERE = "elsewhere"
"""The destination of a free choice that the text does not name."""
ENSURE_NOT, BRING_TO, USE_INFLUENCE = "ensure_not", "bring_to", "use_influence"
FOR_OTHERS = (ENSURE_NOT, BRING_TO, USE_INFLUENCE)
"""Acts that answer for what somebody else does or leaves."""
OPEN_PLACES = (ANY_PLACE, AGREED_PLACE)
"""Destinations that are no word: of the bearer's own choice, or still to be agreed by those whom the clause names."""
COUNTERMEASURE = "countermeasure"
"""What a notice declares that answers a breach by not performing."""
CALL_ON, SUSPEND, NOTIFY, KEEP_BEHIND, ANY_OTHER = "call_on", "suspend", "notify", "keep_behind", "any_other"


class Deed(NamedTuple):
    """An act by someone, with the slots that tell one instance from another.

    Arguments:
        actor: id of the one who acts; empty where the text names nobody.
        act: id of the act word, or one of the acts every agreement has (``call_on``, ``suspend``, ``notify``, ``keep_behind``).
        slots: sorted pairs (slot, word id), such as ``("to", "idlib")``; ``("to", "*")`` is any place of their choice, ``("to", "?")``
            one still to be agreed.
    """

    actor: str
    act: str
    slots: tuple[tuple[str, str], ...] = ()

    def meets(self, premise: Deed) -> bool:
        """Whether this instance meets a premise: a premise with fewer slots is met by an instance with more, never the reverse.

        To any place of their choice covers each place, on either side; to a place still to be agreed covers none that is named.
        """
        wanted = {slot for slot in premise.slots if slot[0] != "to" or slot[1] not in OPEN_PLACES}
        if ("to", ANY_PLACE) in self.slots:
            wanted = {slot for slot in wanted if slot[0] != "to"}
        return self.actor == premise.actor and self.act == premise.act and wanted <= set(self.slots)

    def leaves_place_open(self, premise: Deed) -> bool:
        """Whether this instance may go anywhere while a premise names a place: a promise of it covers that place, a deed may not."""
        return ("to", ANY_PLACE) in self.slots and any(place not in OPEN_PLACES for place in premise.slot("to"))

    def slot(self, name: str) -> tuple[str, ...]:
        """Return the values of one slot."""
        return tuple(value for key, value in self.slots if key == name)


def answered_for(deed: Deed) -> Deed | None:
    """Return the deed of the other for whom a deed answers; None where it answers for nobody.

    >>> answered_for(Deed("north", "ensure_not", (("act", "raid"), ("other", "allies"))))
    Deed(actor='allies', act='raid', slots=())
    """
    if deed.act not in FOR_OTHERS:
        return None
    (act,), (other,) = deed.slot("act"), deed.slot("other")
    return Deed(other, act, tuple(slot for slot in deed.slots if slot not in (("act", act), ("other", other))))


def deeds(actor: str, action: tree.Action) -> Iterator[Deed]:
    """Yield the deeds an action consists of, by an actor."""
    if isinstance(action, tree.Do):
        yield Deed(actor, action.act, _slots(action.details))
    elif isinstance(action, tree.CallOn):
        for inner in deeds(action.addressee, action.action):
            yield Deed(actor, CALL_ON, tuple(sorted((("other", inner.actor), ("act", inner.act), *inner.slots))))
    elif isinstance(action, tree.Either):
        yield from deeds(actor, action.first)
        yield from deeds(actor, action.second)
    elif isinstance(action, tree.AllOf | tree.AnyOf | tree.AtLeastOf):
        for item in action.items:
            if isinstance(item, tree.ListedAct):
                yield Deed(actor, item.act)
            elif isinstance(item, tree.AnyOther):
                yield Deed(actor, ANY_OTHER, (("of", item.event),))
    elif isinstance(action, tree.KeepBehind):
        yield Deed(actor, KEEP_BEHIND, tuple(sorted((("line", action.line), ("thing", action.thing)))))
    elif isinstance(action, tree.Suspend):
        yield Deed(actor, SUSPEND, (("clauses", clause_text(action.clauses)),))
    elif isinstance(action, tree.Notify):
        yield Deed(actor, NOTIFY, tuple(sorted((("of", action.matter), ("other", action.addressee)))))


def details_of(action: tree.Action) -> tuple[tree.Detail, ...]:
    """Return the details of an action; those of a call belong to the call."""
    if isinstance(action, tree.CallOn):
        return details_of(action.action)
    return tuple(getattr(action, "details", ()))


_SLOTS: dict[type[tree.Detail], tuple[str, str]] = {
    tree.With: ("with", "thing"),
    tree.WithAsJudged: ("with", "thing"),
    tree.OnlyWith: ("with", "thing"),
    tree.To: ("to", "place"),
    tree.From: ("from", "place"),
    tree.Via: ("via", "place"),
    tree.At: ("at", "place"),
    tree.ForGroup: ("for", "group"),
    tree.EscortedBy: ("escort", "actor"),
}


def _slots(details: Iterable[tree.Detail]) -> tuple[tuple[str, str], ...]:
    found: set[tuple[str, str]] = set()
    for detail in details:
        if type(detail) in _SLOTS:
            name, part = _SLOTS[type(detail)]
            found.add((name, getattr(detail, part)))
        elif isinstance(detail, tree.ToAnyPlace):
            found.add(("to", ANY_PLACE))
        elif isinstance(detail, tree.ToAgreedPlaces):
            found.add(("to", AGREED_PLACE))
    return tuple(sorted(found))


def clause_text(clauses: tree.Clauses) -> str:
    """Return a reference to clauses as the slot of a deed holds it: ``1.1``, ``1.1-1.3`` or ``1.1,1.3``."""
    if isinstance(clauses, tree.Clause):
        return clauses.clause
    if isinstance(clauses, tree.ClauseRange):
        return f"{clauses.first}-{clauses.last}"
    assert isinstance(clauses, tree.ClausePair)
    return ",".join(clauses.clauses)

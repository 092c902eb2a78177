"""To do what."""

from __future__ import annotations

from safeconduct.deal.tree.base import Act, Action, Actor, Clauses, Detail, DistanceUnit, Matter, Node, Number, Place, Thing, node


@node
class Do(Action):
    act: Act
    details: tuple[Detail, ...] = ()


@node
class CallOn(Action):
    """Binds only to the call; what is called for becomes an open decision of the one called on."""

    addressee: Actor
    action: Action


@node
class Either(Action):
    """An election between two acts; silence is no choice."""

    first: Action
    second: Action


@node
class AllOf(Action):
    items: tuple[Item, ...]


@node
class AnyOf(Action):
    items: tuple[Item, ...]


@node
class AtLeastOf(Action):
    number: Number
    items: tuple[Item, ...]


@node
class KeepBehind(Action):
    thing: Thing
    distance: Number
    unit: DistanceUnit
    line: Place
    details: tuple[Detail, ...] = ()


@node
class Suspend(Action):
    clauses: Clauses
    details: tuple[Detail, ...] = ()


@node
class Notify(Action):
    addressee: Actor
    matter: Matter
    details: tuple[Detail, ...] = ()


class Item(Node):
    """One lettered item of a list."""

    __slots__ = ()


@node
class ListedAct(Item):
    act: Act


@node
class AnyOther(Item):
    """What the list leaves open, and who decides it."""

    event: Matter
    judge: Actor

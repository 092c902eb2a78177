"""Who bears it."""

from __future__ import annotations

from safeconduct.deal.tree.base import Actor, Group, Subject, node


@node
class One(Subject):
    actor: Actor


@node
class EachMember(Subject):
    """Every person of a group, each for themselves."""

    group: Group


@node
class AnyMember(Subject):
    """Whoever of a group wishes."""

    group: Group


@node
class EachOf(Subject):
    """As many duties as actors."""

    actors: tuple[Actor, ...]


@node
class Jointly(Subject):
    """One duty, shared blame."""

    actors: tuple[Actor, ...]


@node
class AgainstOneAnother(Subject):
    """A duty of each towards each other one."""

    actors: tuple[Actor, ...]


@node
class Someone(Subject):
    """The text names nobody: an open point."""

"""Bound how."""

from __future__ import annotations

from safeconduct.deal.tree.base import (
    Action,
    Actor,
    Amount,
    Clauses,
    Countable,
    Event,
    Group,
    Length,
    Moment,
    Number,
    Place,
    Population,
    Predicate,
    Role,
    Rule,
    State,
    Weight,
    node,
)


@node
class Offers(Predicate):
    action: Action


@node
class Undertakes(Predicate):
    action: Action


@node
class UndertakesIfPossible(Predicate):
    action: Action


@node
class Shall(Predicate):
    action: Action


@node
class ShallEndeavour(Predicate):
    action: Action


@node
class ShallAtAllTimes(Predicate):
    action: Action


@node
class ShallNot(Predicate):
    action: Action


@node
class EnsuresNot(Predicate):
    """Answers for others, who are not bound themselves unless they signed."""

    other: Actor
    action: Action


@node
class BringsTo(Predicate):
    other: Actor
    action: Action


@node
class UsesInfluence(Predicate):
    other: Actor
    action: Action


@node
class AsksTo(Predicate):
    addressee: Actor
    action: Action


@node
class AsksEachTo(Predicate):
    """Asks every person of a group, each for themselves."""

    group: Group
    action: Action


@node
class Guarantees(Predicate):
    """Own conduct."""

    action: Action


@node
class GuaranteesPerformance(Predicate):
    """Another's conduct, with the act that steps in."""

    other: Actor
    clauses: Clauses
    step_in: Action


@node
class GuaranteesState(Predicate):
    """An outcome."""

    state: State


@node
class May(Predicate):
    action: Action


@node
class MayByNotice(Predicate):
    """A power: the notice itself changes what is owed."""

    action: Action


@node
class MayStay(Predicate):
    place: Place
    protector: Actor


@node
class MayReturn(Predicate):
    place: Place
    moment: Moment


@node
class CouldPerhaps(Predicate):
    action: Action


@node
class Estimates(Predicate):
    group: Countable
    amount: Amount
    population: Population | None = None


@node
class Warns(Predicate):
    event: Event
    length: Length
    state: State


@node
class IsTo(Predicate):
    role: Role
    clauses: Clauses
    weight: Weight


@node
class ObservesLoading(Predicate):
    group: Group


@node
class IsEstablished(Predicate):
    seats: Number
    sides: tuple[Actor, ...]
    rule: Rule
    chair: Actor | None = None

"""On what condition, or from when."""

from __future__ import annotations

from safeconduct.deal.tree.base import Action, Actor, Clauses, Date, Event, Length, Moment, Phase, Premise, State, node


@node
class IfDecides(Premise):
    actor: Actor
    action: Action


@node
class IfOccurs(Premise):
    event: Event


@node
class WhileState(Premise):
    state: State


@node
class AfterEvent(Premise):
    event: Event


@node
class AfterDeed(Premise):
    """Strict: the deed comes first."""

    actor: Actor
    action: Action


@node
class AfterClause(Premise):
    clauses: Clauses
    phase: Phase


@node
class ProvidedUndertakes(Premise):
    """Contractual: a promise of the other is enough."""

    actor: Actor
    action: Action


@node
class ProvidedDone(Premise):
    """Strict: only the deed of the other is enough."""

    actor: Actor
    action: Action


@node
class IfFinds(Premise):
    """A finding of non-performance by someone whom the text names."""

    finder: Actor
    clauses: Clauses


@node
class IfRequests(Premise):
    actor: Actor


@node
class Despite(Premise):
    """Names the clauses that this one overrides."""

    clauses: Clauses


@node
class OnDate(Premise):
    """The date of a statement."""

    date: Date


@node
class ByFirst(Premise):
    moment: Moment


@node
class WithinFirst(Premise):
    length: Length
    moment: Moment


@node
class WithinAfterEach(Premise):
    """One duty for each occurrence."""

    length: Length
    event: Event


@node
class NoEarlierThan(Premise):
    """A pause that the text sets: the earliest time, never a deadline."""

    length: Length
    moment: Moment

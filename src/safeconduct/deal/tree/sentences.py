"""Whole sentences."""

from __future__ import annotations

from safeconduct.deal.tree.base import (
    Action,
    Actor,
    Amount,
    AnyWord,
    Capacity,
    ClauseId,
    Clauses,
    Countable,
    CrossingStage,
    Date,
    Detail,
    Digest,
    Document,
    Event,
    Group,
    Length,
    Limits,
    Moment,
    Number,
    Order,
    Passage,
    Predicate,
    Premise,
    Quoted,
    Remainder,
    Sentence,
    Source,
    State,
    Subject,
    Version,
    node,
)


@node
class Statement(Sentence):
    """The ordinary sentence: on these conditions, someone is bound in some way."""

    bearer: Subject
    predicate: Predicate
    premises: tuple[Premise, ...] = ()


@node
class Fact(Sentence):
    event: Event
    date: Date


@node
class NotCompelled(Sentence):
    """Voluntariness."""

    group: Group
    action: Action


@node
class FamilyUnity(Sentence):
    group: Group


@node
class Reciprocity(Sentence):
    left: Countable
    right: Countable
    left_share: Number
    right_share: Number
    stage: CrossingStage
    left_lead: Number
    right_lead: Number
    details: tuple[Detail, ...] = ()


@node
class Stage(Sentence):
    """One row of an exchange by stages."""

    number: Number
    left_amount: Amount
    left: Countable
    right_amount: Amount
    right: Countable
    order: Order
    remainder: Remainder
    premises: tuple[Premise, ...] = ()


@node
class SuspendedWhile(Sentence):
    clauses: Clauses
    state: State
    limits: Limits
    established_by: Actor


@node
class Prevails(Sentence):
    clauses: Clauses
    over: Clauses


@node
class Survives(Sentence):
    clauses: Clauses


@node
class EntersIntoForce(Sentence):
    moment: Moment


@node
class Ends(Sentence):
    moment: Moment


@node
class Renews(Sentence):
    length: Length
    actor: Actor
    notice: Length


@node
class MayBeEnded(Sentence):
    actor: Actor
    notice: Length


@node
class Amended(Sentence):
    actors: tuple[Actor, ...]


@node
class PrevailsOverDocument(Sentence):
    document: Document


@node
class Means(Sentence):
    word: AnyWord
    text: Passage


@node
class Includes(Sentence):
    """A word defined by a closed list."""

    word: AnyWord
    parts: tuple[AnyWord, ...]


@node
class IncludesAmongOthers(Sentence):
    """A word illustrated by a list, and who decides the rest."""

    word: AnyWord
    parts: tuple[AnyWord, ...]
    judge: Actor


@node
class Annexed(Sentence):
    document: Document
    version: Version
    digest: Digest


@node
class Aim(Sentence):
    state: State


@node
class Principle(Sentence):
    text: Passage


@node
class Recital(Sentence):
    text: Passage


@node
class StillOpen(Sentence):
    text: Passage
    moment: Moment
    actors: tuple[Actor, ...]


@node
class LeftOpen(Sentence):
    """An open point with nobody set to close it."""

    text: Passage


@node
class ForSignature(Sentence):
    actor: Actor
    capacity: Capacity


@node
class Signed(Sentence):
    date: Date
    actor: Actor
    capacity: Capacity


@node
class Reading(Sentence):
    """A rival reading of one clause, and the word that decides."""

    word: Quoted
    clause: ClauseId
    sentence: Statement


@node
class Reported(Sentence):
    """What someone says was agreed or added; it binds nobody by being reported."""

    source: Source
    sentence: Statement

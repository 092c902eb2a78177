"""With which details."""

from __future__ import annotations

from safeconduct.deal.tree.base import (
    Actor,
    Amount,
    Basis,
    Clauses,
    Countable,
    CountUnit,
    CrossingStage,
    Detail,
    DistanceUnit,
    Document,
    Event,
    Group,
    Length,
    Matter,
    Moment,
    Number,
    Phase,
    Place,
    State,
    Thing,
    node,
)


@node
class With(Detail):
    thing: Thing


@node
class WithAsJudged(Detail):
    thing: Thing
    judge: Actor


@node
class OnlyWith(Detail):
    """Forbids taking anything else of the kind, which a plain ``With`` never does."""

    thing: Thing


@node
class To(Detail):
    place: Place


@node
class ToAnyPlace(Detail):
    pass


@node
class ToAgreedPlaces(Detail):
    """A slot that a recorded joint act fills; unfilled it is undetermined, not breach."""

    moment: Moment
    actors: tuple[Actor, ...]


@node
class From(Detail):
    place: Place


@node
class At(Detail):
    place: Place


@node
class Via(Detail):
    place: Place


@node
class AsFarAs(Detail):
    """Where a duty on the way ends, short of the destination."""

    place: Place


@node
class ForGroup(Detail):
    group: Group


@node
class IfNeeded(Detail):
    pass


@node
class AtRequestOf(Detail):
    actor: Actor


@node
class EscortedBy(Detail):
    actor: Actor


@node
class By(Detail):
    moment: Moment


@node
class Within(Detail):
    length: Length
    moment: Moment


@node
class Since(Detail):
    moment: Moment


@node
class UntilIncluding(Detail):
    moment: Moment


@node
class UntilExcluding(Detail):
    moment: Moment


@node
class BegunBy(Detail):
    moment: Moment


@node
class CompletedWithin(Detail):
    """Counted from the beginning of the same act."""

    length: Length


@node
class Every(Detail):
    length: Length


@node
class ForLength(Detail):
    """How long a duty runs, and from when."""

    length: Length
    moment: Moment


@node
class InParallel(Detail):
    clauses: Clauses


@node
class AtTheSameTime(Detail):
    clauses: Clauses
    lag: Length


@node
class Before(Detail):
    clauses: Clauses


@node
class OnlyAfter(Detail):
    clauses: Clauses
    phase: Phase


@node
class OnlyAfterEvent(Detail):
    event: Event


@node
class WithPriority(Detail):
    clauses: Clauses


@node
class OnlyOnOrder(Detail):
    actor: Actor


@node
class OnlyIfOccurs(Detail):
    event: Event


@node
class ExceptOnOrder(Detail):
    actor: Actor


@node
class ExceptAfter(Detail):
    event: Event


@node
class ForAmount(Detail):
    amount: Amount
    unit: CountUnit
    what: Countable


@node
class CountedBy(Detail):
    actor: Actor


@node
class CountedAs(Detail):
    stage: CrossingStage


@node
class CountedOver(Detail):
    basis: Basis


@node
class VerifiedBy(Detail):
    actor: Actor


@node
class MeasuredBy(Detail):
    actor: Actor


@node
class WithTolerance(Detail):
    distance: Number
    unit: DistanceUnit


@node
class WithConsent(Detail):
    actors: tuple[Actor, ...]


@node
class RelyingOn(Detail):
    """The assurances on which a guarantee rests: recorded, never tested here."""

    actor: Actor


@node
class Stating(Detail):
    matters: tuple[Matter, ...]


@node
class InAccordanceWith(Detail):
    """Refers to terms set elsewhere: a proposal, a resolution, another agreement."""

    document: Document


@node
class DeclaredTo(Detail):
    actor: Actor


@node
class Irrevocably(Detail):
    pass


@node
class SoThat(Detail):
    state: State


@node
class InBatches(Detail):
    number: Number


@node
class SettledBy(Detail):
    moment: Moment

"""The abstract syntax: what a numbered sentence says, whatever the language it says it in.

Every class is one way to say something and one entry in each language file (``language/en.toml`` and its siblings). The name
of a class in snake case is its name there and in JSON. A field's type says what may stand in its place:

- a category (``Predicate``, ``Detail``, …): any of its subclasses;
- ``Actor``, ``Place``, … : a word of the words table, of one of the kinds named;
- ``int``, ``Date``, ``ClauseId``, …: a figure, a date, a clause number as the language writes it;
- a tuple: several, joined as the language joins them.

Groups: who (``Subject``), on what condition (``Premise``), bound how (``Predicate``), to what (``Action``), with which details
(``Detail``), until when (``Moment``); then whole sentences (``Sentence``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, TypeVar, dataclass_transform


@dataclass(frozen=True, slots=True)
class Kinds:
    """Marks a field as a word of the words table, of one of these kinds."""

    names: tuple[str, ...]


Actor = Annotated[str, Kinds(("party", "group", "body"))]
Group = Annotated[str, Kinds(("group", "party"))]
Body = Annotated[str, Kinds(("body",))]
Act = Annotated[str, Kinds(("act",))]
Event = Annotated[str, Kinds(("event",))]
State = Annotated[str, Kinds(("state",))]
Thing = Annotated[str, Kinds(("thing", "document"))]
Matter = Annotated[str, Kinds(("thing", "document", "event", "state"))]
Countable = Annotated[str, Kinds(("group", "party", "thing"))]
Place = Annotated[str, Kinds(("place",))]
Document = Annotated[str, Kinds(("document",))]
Source = Annotated[str, Kinds(("party", "group", "body", "document"))]
Passage = Annotated[str, Kinds(("text",))]
AnyWord = Annotated[str, Kinds(("party", "group", "body", "act", "event", "state", "thing", "document", "place", "text"))]


@dataclass(frozen=True, slots=True)
class Token:
    """Marks a field as a figure-like token of the surface: a number, a date, a clause number, a hash or quoted words."""

    name: str


Number = Annotated[int, Token("NUMBER")]
Date = Annotated[str, Token("DATE")]
ClauseId = Annotated[str, Token("CLAUSE")]
Digest = Annotated[str, Token("DIGEST")]
Quoted = Annotated[str, Token("QUOTED")]


class Node:
    """A part of a sentence."""

    __slots__ = ()


class Sentence(Node):
    """A whole numbered sentence."""

    __slots__ = ()


class Subject(Node):
    """Who bears it."""

    __slots__ = ()


class Premise(Node):
    """On what condition, or from when, placed first in the sentence."""

    __slots__ = ()


class Predicate(Node):
    """Bound how."""

    __slots__ = ()


class Action(Node):
    """To do what."""

    __slots__ = ()


class Detail(Node):
    """One detail of an act, introduced by a comma."""

    __slots__ = ()


class Moment(Node):
    """A point in time that can be computed or shown."""

    __slots__ = ()


class Clauses(Node):
    """One clause or several, by number."""

    __slots__ = ()


class Length(Node):
    """A length of time."""

    __slots__ = ()


class Amount(Node):
    """How many."""

    __slots__ = ()


class Phase(Node):
    """How far a clause has come."""

    __slots__ = ()


class TimeUnit(Node):
    """A unit of time."""

    __slots__ = ()


class CountUnit(Node):
    """What is counted."""

    __slots__ = ()


class DistanceUnit(Node):
    """A unit of distance."""

    __slots__ = ()


class CrossingStage(Node):
    """Where on the way someone counts as moved."""

    __slots__ = ()


class Basis(Node):
    """Over what a count runs."""

    __slots__ = ()


class Population(Node):
    """Whether a group can still grow."""

    __slots__ = ()


class Role(Node):
    """What a body may do; five different acts."""

    __slots__ = ()


class Weight(Node):
    """What its findings are worth."""

    __slots__ = ()


class Rule(Node):
    """How a body decides."""

    __slots__ = ()


class Capacity(Node):
    """In what capacity someone signs."""

    __slots__ = ()


class Limits(Node):
    """What happens to time limits under suspension."""

    __slots__ = ()


class Order(Node):
    """Who goes first."""

    __slots__ = ()


class Remainder(Node):
    """What becomes of what is left of a stage."""

    __slots__ = ()


class Version(Node):
    """Which version of an annex counts."""

    __slots__ = ()


class Milestone(Node):
    """A point in the life of a clause."""

    __slots__ = ()


_Class = TypeVar("_Class")


@dataclass_transform(frozen_default=True)
def node(cls: type[_Class]) -> type[_Class]:
    """Make a class of the tree immutable data."""
    return dataclass(frozen=True, slots=True)(cls)


# --- who ---------------------------------------------------------------------------------------------------------------


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


# --- on what condition -------------------------------------------------------------------------------------------------


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


# --- bound how ---------------------------------------------------------------------------------------------------------


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


# --- to what -----------------------------------------------------------------------------------------------------------


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


# --- with which details ------------------------------------------------------------------------------------------------


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


# --- when --------------------------------------------------------------------------------------------------------------


@node
class OnDay(Moment):
    """A calendar day, or a time of that day on the agreement's clock."""

    date: Date


@node
class DayNumber(Moment):
    """A day counted from signature under the declared day-count."""

    number: Number


@node
class AtEvent(Moment):
    event: Event


@node
class AtPhase(Moment):
    milestone: Milestone
    clauses: Clauses


@node
class TheFinding(Moment):
    pass


@node
class TheRequest(Moment):
    pass


@node
class TheSignature(Moment):
    pass


@node
class TheEntryIntoForce(Moment):
    pass


@node
class Lasting(Length):
    number: Number
    unit: TimeUnit


@node
class LastingBetween(Length):
    low: Number
    high: Number
    unit: TimeUnit


@node
class Minutes(TimeUnit):
    pass


@node
class Hours(TimeUnit):
    pass


@node
class Days(TimeUnit):
    pass


@node
class Weeks(TimeUnit):
    pass


@node
class Months(TimeUnit):
    pass


# --- clauses, phases, amounts ------------------------------------------------------------------------------------------


@node
class Clause(Clauses):
    clause: ClauseId


@node
class ClauseRange(Clauses):
    first: ClauseId
    last: ClauseId


@node
class ClausePair(Clauses):
    clauses: tuple[ClauseId, ...]


@node
class InForce(Phase):
    pass


@node
class Begun(Phase):
    pass


@node
class Complete(Phase):
    pass


@node
class Verified(Phase):
    actor: Actor


@node
class Beginning(Milestone):
    pass


@node
class Completion(Milestone):
    pass


@node
class Between(Amount):
    low: Number
    high: Number


@node
class AtLeast(Amount):
    number: Number


@node
class AtMost(Amount):
    number: Number


@node
class Exactly(Amount):
    number: Number


@node
class About(Amount):
    """A round figure; how far off is still right, the text does not say."""

    number: Number


@node
class Everyone(Amount):
    """All of a list that no longer changes."""


# --- fixed words -------------------------------------------------------------------------------------------------------


@node
class Persons(CountUnit):
    pass


@node
class Passages(CountUnit):
    """Crossings: one person may make several."""


@node
class Items(CountUnit):
    pass


@node
class Vehicles(CountUnit):
    pass


@node
class Kilometres(DistanceUnit):
    pass


@node
class Metres(DistanceUnit):
    pass


@node
class Departed(CrossingStage):
    pass


@node
class Crossed(CrossingStage):
    pass


@node
class Arrived(CrossingStage):
    pass


@node
class Cumulative(Basis):
    pass


@node
class PerRound(Basis):
    pass


@node
class Held(Basis):
    """In hand at one time."""


@node
class ClosedPopulation(Population):
    pass


@node
class OpenPopulation(Population):
    pass


@node
class Facilitate(Role):
    pass


@node
class Monitor(Role):
    pass


@node
class Verify(Role):
    pass


@node
class Investigate(Role):
    pass


@node
class Determine(Role):
    """Decide disputes."""


@node
class Advisory(Weight):
    pass


@node
class Binding(Weight):
    pass


@node
class Final(Weight):
    pass


@node
class Consensus(Rule):
    pass


@node
class SimpleMajority(Rule):
    pass


@node
class ThreeQuarters(Rule):
    pass


@node
class ConsensusElseMajority(Rule):
    pass


@node
class ConsensusElseThreeQuarters(Rule):
    pass


@node
class AsParty(Capacity):
    pass


@node
class AsGuarantor(Capacity):
    pass


@node
class AsWitness(Capacity):
    pass


@node
class TimeStops(Limits):
    pass


@node
class TimeRuns(Limits):
    pass


@node
class FirstGoesFirst(Order):
    pass


@node
class SecondGoesFirst(Order):
    pass


@node
class BothAtOnce(Order):
    pass


@node
class OrderNotSettled(Order):
    """The text does not say who goes first."""


@node
class CarriesOver(Remainder):
    pass


@node
class BlocksNext(Remainder):
    pass


@node
class RemainderNotSettled(Remainder):
    """The text does not say what becomes of it."""


@node
class Frozen(Version):
    pass


@node
class AsAmended(Version):
    pass


# --- whole sentences ---------------------------------------------------------------------------------------------------


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

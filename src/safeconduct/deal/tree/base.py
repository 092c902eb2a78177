"""Categories of the abstract syntax, and what marks a field as a word or a figure."""

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
    """A whole numbered sentence; ``walked`` keeps its parts once somebody asked for them (room ``deal``, ``walk.py``)."""

    __slots__ = ("walked",)


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
    """Make a class of the tree immutable data.

    The type checker holds everybody to it; a guard at run time as well would cost an agreement of 2,000 clauses a fifteenth of the
    time in which it is read and answered (``bench/RESULTS.md``).
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)

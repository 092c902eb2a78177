"""The few fixed words: units, roles, stages, ways to decide."""

from __future__ import annotations

from safeconduct.deal.tree.base import (
    Basis,
    Capacity,
    CountUnit,
    CrossingStage,
    DistanceUnit,
    Limits,
    Order,
    Population,
    Remainder,
    Role,
    Rule,
    Version,
    Weight,
    node,
)


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

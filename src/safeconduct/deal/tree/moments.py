"""When, and how long."""

from __future__ import annotations

from safeconduct.deal.tree.base import Clauses, Date, Event, Length, Milestone, Moment, Number, TimeUnit, node


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

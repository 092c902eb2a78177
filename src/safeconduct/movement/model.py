"""What a movement is made of: places, legs, checkpoints, vehicles, escorts, groups, and the terms they move under.

Times are whole minutes after ``Problem.start``. Everything here is data already resolved and checked (``read.py``); nothing
here decides anything, so that the planner and its checker can share it and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from safeconduct.kernel import Count, Point, Zone
from safeconduct.movement.terms import Protection, Terms

ORIGIN, EXCHANGE, DESTINATION = "origin", "exchange", "destination"
PLACE_KINDS = (ORIGIN, EXCHANGE, DESTINATION)
JOURNEY, DEPARTURE = "journey", "departure"

Interval = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Spot:
    """A named place.

    Arguments:
        kind: origin (waiting at home), exchange (people wait in the open between two legs) or destination.
        waiting: how many times a minute of waiting here weighs (home 1, exchange point far above).
    """

    id: str
    name: str
    kind: str = ORIGIN
    point: Point | None = None
    controlled_by: str = ""
    waiting: int = 1


@dataclass(frozen=True, slots=True)
class Leg:
    """One corridor in one direction, with the vehicles' way back.

    Arguments:
        out, back: minutes under way with people, and empty on the return.
        returns_to: where the vehicles stand afterwards; the origin, or the end of the leg when people stay aboard for the next leg.
        window: name of the opening hours (``Problem.windows``); covers: the whole journey must fit, or the departure only.
        back_window: opening hours of the empty way back; empty is at any hour (suspensions hold in both directions).
        checkpoints: (checkpoint id, minutes after departure).
        smallest, largest: vehicles in a convoy; fewest: persons in a convoy; headway: minutes between departures.
        escorts: escort teams in each convoy.
        path: longitude/latitude of the drawing, illustrative; drawn_by: the file of the route it is from.
    """

    id: str
    origin: str
    destination: str
    out: int
    back: int
    window: str
    km: float = 0.0
    name: str = ""
    returns_to: str = ""
    covers: str = JOURNEY
    back_window: str = ""
    checkpoints: tuple[tuple[str, int], ...] = ()
    smallest: int = 1
    largest: int = 25
    fewest: int = 1
    headway: int = 30
    escorts: int = 1
    path: tuple[Point, ...] = ()
    controlled_by: str = ""
    drawn_by: str = ""

    @property
    def home(self) -> str:
        """Where vehicles and escorts stand after the leg."""
        return self.returns_to or self.origin


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where vehicles are inspected: at most so many in any rolling hour."""

    id: str
    per_hour: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class VehicleType:
    """A kind of vehicle. ``seats`` is what may be planned; ``crush`` is a load that was observed, kept apart and never planned.

    Arguments:
        loading, unloading: minutes.
        returns: False for private cars, which leave with their owners.
    """

    id: str
    seats: int
    loading: int = 60
    unloading: int = 30
    returns: bool = True
    crush: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Pool:
    """Vehicles of one type that stand at one place at the start."""

    type: str
    place: str
    number: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Escort:
    """Escort teams that stand at one place at the start, named where names are known."""

    place: str
    number: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """People of one category at one origin, counted as a range; planned at the highest figure.

    Arguments:
        rides: vehicle types that suit their needs.
        lot: people who are never separated (a family): a vehicle carries whole lots.
        weight: how many times a minute of theirs weighs (medical priority above 1).
        joins: (minutes after the start, persons) who are not there from the beginning; part of the count.
        destinations: the ends they chose; empty is anywhere the terms permit.
    """

    id: str
    category: str
    origin: str
    count: Count
    rides: tuple[str, ...]
    name: str = ""
    lot: int = 1
    weight: int = 1
    joins: tuple[tuple[int, int], ...] = ()
    destinations: tuple[str, ...] = ()

    @property
    def planned(self) -> int:
        """The number to plan for: the highest figure."""
        return self.count.low if self.count.high is None else self.count.high


@dataclass(frozen=True, slots=True)
class Problem:
    """One movement to plan.

    Arguments:
        start: UTC instant of minute 0 (local midnight of the first day).
        slot: minutes of one step of the discretised model; divides 60.
        days: how many days are looked at.
        windows: opening hours by name, as half-open intervals of minutes, apart and in order.
        protection: the protection gate by leg id; a leg that is not listed is *not established*.
        assumed: every assumption in words, printed with each answer.
    """

    name: str
    start: datetime
    zone: Zone
    slot: int
    days: int
    places: tuple[Spot, ...]
    legs: tuple[Leg, ...]
    windows: Mapping[str, tuple[Interval, ...]]
    checkpoints: tuple[Checkpoint, ...]
    vehicles: tuple[VehicleType, ...]
    pools: tuple[Pool, ...]
    escorts: tuple[Escort, ...]
    groups: tuple[Group, ...]
    terms: Terms = field(default_factory=Terms)
    protection: Mapping[str, Protection] = field(default_factory=dict)
    assumed: tuple[str, ...] = ()

    @property
    def slots(self) -> int:
        """Number of slots in the horizon."""
        return self.days * 24 * 60 // self.slot

    def place(self, id: str) -> Spot:  # noqa: A002 -- the word of the file format
        """Return a place by its id."""
        return next(place for place in self.places if place.id == id)

    def leg(self, id: str) -> Leg:  # noqa: A002
        """Return a leg by its id."""
        return next(leg for leg in self.legs if leg.id == id)

    def group(self, id: str) -> Group:  # noqa: A002
        """Return a group by its id."""
        return next(group for group in self.groups if group.id == id)

    def vehicle(self, id: str) -> VehicleType:  # noqa: A002
        """Return a vehicle type by its id."""
        return next(vehicle for vehicle in self.vehicles if vehicle.id == id)

    def instant(self, slot: int) -> datetime:
        """Return the UTC instant at which a slot begins."""
        return self.start + timedelta(minutes=slot * self.slot)

    def loading(self, leg: Leg, vehicle: VehicleType) -> int:
        """Return the minutes of loading before a leg: none where people have stayed aboard since the leg before."""
        return 0 if any(other.home == other.destination == leg.origin for other in self.legs) else vehicle.loading

    def unloading(self, leg: Leg, vehicle: VehicleType) -> int:
        """Return the minutes of unloading after a leg: none where people stay aboard for the next one."""
        return 0 if leg.home == leg.destination else vehicle.unloading

    def gate(self, leg: str) -> Protection:
        """Return the protection gate of a leg; not listed is not established."""
        return self.protection.get(leg, Protection())

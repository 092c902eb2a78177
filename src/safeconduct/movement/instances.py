"""Made-up instances by seed, and the benchmark instance ``aleppo`` with its assumed parameters.

For tests, benchmarks and for trying the room out. Parties are called north and south; nothing here describes real people.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from random import Random
from typing import Any

from safeconduct.kernel import Count, Zone
from safeconduct.movement.model import (
    DEPARTURE,
    DESTINATION,
    EXCHANGE,
    Checkpoint,
    Escort,
    Group,
    Leg,
    Pool,
    Problem,
    Spot,
    VehicleType,
)
from safeconduct.movement.terms import ARRIVED, CROSSED, DEPARTED, Gate, Hold, Mix, Reciprocity, Terms, Together

START = datetime(2030, 3, 1, tzinfo=UTC)


def aleppo(days: int = 12, share: float = 1.0) -> Problem:
    """Return the benchmark instance: assumed parameters, so that figures compare; not a description of what happened.

    Arguments:
        days: horizon; share: exposure bounds as a share of 2,500 and 300 persons.
    """
    day = tuple((d * 1440 + 420, d * 1440 + 1020) for d in range(days))
    bus, ambulance = VehicleType("bus", 50, 60, 30), VehicleType("ambulance", 2, 30, 30)
    return Problem(
        "aleppo",
        datetime(2016, 12, 14, 22, tzinfo=UTC),
        Zone("Asia/Damascus"),
        15,
        days,
        (
            Spot("aleppo", "eastern Aleppo"),
            Spot("villages", "Foua and Kefraya"),
            Spot("west", "western countryside", DESTINATION),
            Spot("city", "government-held Aleppo", DESTINATION),
        ),
        (
            Leg("ramouseh", "aleppo", "west", 75, 60, "day", checkpoints=(("ramouseh", 30),), smallest=6, largest=25),
            Leg("second", "aleppo", "west", 90, 75, "day", checkpoints=(("second", 30),), smallest=6, largest=25),
            Leg("foua", "villages", "city", 150, 120, "day", checkpoints=(("foua", 60),), smallest=6, largest=25),
        ),
        {"day": day},
        (Checkpoint("ramouseh", 40), Checkpoint("second", 32), Checkpoint("foua", 32)),
        (bus, ambulance),
        (Pool("bus", "aleppo", 60), Pool("ambulance", "aleppo", 20), Pool("bus", "villages", 20), Pool("ambulance", "villages", 5)),
        (Escort("aleppo", 4), Escort("villages", 2)),
        (
            Group("fighters", "fighters", "aleppo", Count.exactly(8000), ("bus",)),
            Group("civilians", "civilians", "aleppo", Count.exactly(27000), ("bus",)),
            Group("stretchers", "stretcher cases", "aleppo", Count.exactly(400), ("ambulance",)),
            Group("villagers", "civilians", "villages", Count.exactly(4000), ("bus",)),
        ),
        Terms(
            reciprocity=(
                Reciprocity(
                    "6.1",
                    "for every 35,000 from the city, 4,000 from the villages; neither side further ahead",
                    ("fighters", "civilians"),
                    ("villagers",),
                    35000,
                    4000,
                    int(2500 * share),
                    int(300 * share),
                    ARRIVED,
                    ARRIVED,
                ),
            ),
            gates=(
                Gate(
                    "3.1",
                    "fighters only after 30 % of the civilians are verified",
                    ("fighters",),
                    ("civilians",),
                    8100,
                    ARRIVED,
                    60,
                ),
            ),
        ),
    )


def pairs(people: int, vehicles: int, movements: int, seed: int = 1, days: int = 8) -> Problem:
    """Return a large instance: pairs of movements linked by reciprocity, which share depots, escorts and checkpoints two by two.

    Arguments:
        people, vehicles: in all; movements: an even number of one-leg movements.
    """
    draw = Random(seed)  # noqa: S311 -- made-up numbers, not secrets
    weights = [draw.uniform(0.5, 1.5) for _ in range(movements)]
    counts = [max(100, int(people * w / sum(weights)) // 50 * 50) for w in weights]
    day = tuple((d * 1440 + 420, d * 1440 + 1020) for d in range(days))
    places: list[Spot] = []
    legs, pools, escorts, groups, links = [], [], [], [], []
    checks: list[Checkpoint] = []
    for number, count in enumerate(counts):
        depot = f"place{number}"
        out = draw.choice((60, 75, 90, 120))
        check = f"gate{number // 4}-{number % 2}"
        places += [Spot(depot, f"place {number}"), Spot(f"end{number}", f"end {number}", DESTINATION)]
        legs.append(
            Leg(f"leg{number}", depot, f"end{number}", out, out - 15, "day", checkpoints=((check, 30),), smallest=4, largest=25)
        )
        pools.append(Pool("bus", depot, max(4, round(vehicles * count / sum(counts)))))
        escorts.append(Escort(depot, 4))
        groups.append(Group(f"group{number}", "people", depot, Count.exactly(count), ("bus",)))
        if all(point.id != check for point in checks):
            checks.append(Checkpoint(check, 60))
    for left in range(0, movements - 1, 2):
        ahead = [max(200, counts[left + side] // 20) for side in (0, 1)]
        names = ((f"group{left}",), (f"group{left + 1}",))
        shares = counts[left], counts[left + 1]
        clause = f"6.{left // 2 + 1}"
        links.append(Reciprocity(clause, "", *names, shares[0], shares[1], ahead[0], ahead[1], ARRIVED, ARRIVED))
    return Problem(
        f"pairs-{people}",
        START,
        Zone("UTC"),
        15,
        days,
        tuple(places),
        tuple(legs),
        {"day": day},
        tuple(checks),
        (VehicleType("bus", 50, 60, 30),),
        tuple(pools),
        tuple(escorts),
        tuple(groups),
        Terms(reciprocity=tuple(links)),
    )


def shared(people: int, vehicles: int, movements: int, seed: int = 1, days: int = 8) -> Problem:
    """Return a large instance that does not fall into parts: ``pairs`` from one city, with one pool of buses and of escort teams for all.

    Arguments:
        people, vehicles: in all; movements: an even number of one-leg movements.
    """
    apart = pairs(people, vehicles, movements, seed, days)
    city = Spot("city", "the city")
    ends = tuple(place for place in apart.places if place.kind == DESTINATION)
    return replace(
        apart,
        name=f"shared-{people}",
        places=(city, *ends),
        legs=tuple(replace(leg, origin=city.id) for leg in apart.legs),
        pools=(Pool("bus", city.id, sum(pool.number for pool in apart.pools)),),
        escorts=(Escort(city.id, sum(escort.number for escort in apart.escorts)),),
        groups=tuple(
            replace(group, origin=city.id, destinations=(leg.destination,))
            for group, leg in zip(apart.groups, apart.legs, strict=True)
        ),
    )


def tiny(seed: int) -> Problem:
    """Return an instance small enough for brute force: a handful of people, one or two days of a few slots, every kind of rule."""
    draw = Random(seed)  # noqa: S311
    days, slot = draw.choice((1, 2)), 60
    opens = draw.randrange(1, 4)
    closes = opens + draw.randrange(3, 7 - days)
    day = tuple((d * 1440 + opens * 60, d * 1440 + closes * 60) for d in range(days))
    exchange = draw.random() < 0.3
    van = VehicleType("van", draw.choice((1, 2)), draw.choice((0, 60)), draw.choice((0, 60)), returns=draw.random() < 0.9)
    limits: dict[str, Any] = {
        "smallest": draw.choice((1, 1, 1, 2)),
        "largest": 2,
        "headway": draw.choice((60, 60, 120)),
        "fewest": draw.choice((1, 1, 1, 2)),
    }
    covers = draw.choice(("journey", "journey", DEPARTURE))
    back = draw.choice(("", "day"))
    places = [Spot("north", "north town"), Spot("south", "south town"), Spot("refuge", "refuge", DESTINATION)]
    check = (("gate", 30),) if draw.random() < 0.5 else ()
    legs = [
        Leg(
            "north-road",
            "north",
            "field" if exchange else "refuge",
            60,
            60,
            "day",
            checkpoints=check,
            covers=covers,
            back_window=back,
            **limits,
        ),
        Leg(
            "south-road",
            "south",
            "refuge",
            draw.choice((60, 90)),
            60,
            "day",
            checkpoints=check,
            covers=covers,
            back_window=back,
            **limits,
        ),
    ]
    pools = [Pool("van", "north", draw.choice((1, 2))), Pool("van", "south", draw.choice((1, 2)))]
    escorts = [Escort("north", 1), Escort("south", 1)]
    if exchange:
        places.append(Spot("field", "exchange field", EXCHANGE, waiting=3))
        legs.append(Leg("field-road", "field", "refuge", 60, 60, "day", covers=covers, back_window=back, **limits))
        pools.append(Pool("van", "field", 2))
        escorts.append(Escort("field", 1))
    groups = [
        Group("families", "civilians", "north", Count.exactly(draw.choice((1, 2))), ("van",), weight=draw.choice((1, 2))),
        Group("south", "civilians", "south", Count.exactly(draw.choice((1, 2))), ("van",)),
    ]
    if draw.random() < 0.5:
        groups.append(
            Group("others", "others", "north", Count.exactly(1), ("van",), joins=((150, 1),) if draw.random() < 0.3 else ())
        )
    return Problem(
        f"tiny-{seed}",
        START,
        Zone("UTC"),
        slot,
        days,
        tuple(places),
        tuple(legs),
        {"day": day},
        (Checkpoint("gate", draw.choice((1, 2, 3))),),
        (van,),
        tuple(pools),
        tuple(escorts),
        tuple(groups),
        _tiny_terms(draw, groups, day),
    )


def _tiny_terms(draw: Random, groups: list[Group], day: tuple[tuple[int, int], ...]) -> Terms:
    north = tuple(group.id for group in groups if group.origin == "north")
    reciprocity, gates, mixes = [], [], []
    if draw.random() < 0.6:
        given, received = draw.choice(((DEPARTED, ARRIVED), (ARRIVED, ARRIVED), (CROSSED, ARRIVED), (CROSSED, CROSSED)))
        ahead = (draw.choice((0, 1, 2)), draw.choice((0, 1)))
        reciprocity.append(
            Reciprocity("6.1", "", north, ("south",), draw.choice((1, 1, 2)), 1, *ahead, given, received, draw.choice((0, 60)))
        )
    if len(groups) == 3 and draw.random() < 0.6:
        gates.append(Gate("3.1", "", ("others",), ("families",), 1, draw.choice((ARRIVED, DEPARTED)), draw.choice((0, 60))))
    elif draw.random() < 0.3:
        gates.append(
            Gate(
                "3.2",
                "last with last",
                ("south",),
                north,
                sum(g.planned for g in groups if g.id in north),
                DEPARTED,
                0,
                groups[1].planned - 1,
            )
        )
    if len(groups) == 3 and draw.random() < 0.4:
        mixes.append(Mix("2.1", "", ("families", "others")))
    holds = []
    if draw.random() < 0.25:
        start, end = draw.choice(((0, day[0][0] + 60), (day[-1][1] - 60, None), (day[0][0] + 30, day[0][0] + 90)))
        holds.append(Hold("5.1", "", (draw.choice(groups).id,), start, end))
    together = []
    if draw.random() < 0.3:
        side = draw.choice((north, ("families",)))
        where = draw.choice((DEPARTED, DEPARTED, CROSSED, ARRIVED))
        together.append(Together("7.1", "", side, ("south",), draw.choice((0, 0, 30, 60, 90)), where))
    return Terms(
        reciprocity=tuple(reciprocity), gates=tuple(gates), mixes=tuple(mixes), holds=tuple(holds), together=tuple(together)
    )

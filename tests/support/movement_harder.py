"""Tiny movements with what ``instances.tiny`` leaves out: vehicles and teams that stay where a leg ends, families, pairs of teams, long journeys."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from safeconduct.kernel import Count
from safeconduct.movement.instances import tiny
from safeconduct.movement.model import DEPARTURE, EXCHANGE, Pool, Problem, VehicleType

KINDS = ("moved", "lots", "teams", "long", "two types")


def harder(seed: int) -> Problem:
    """Return an instance small enough for brute force; which of the kinds it is goes round with the seed."""
    draw = Random(seed)
    kind = KINDS[seed % len(KINDS)]
    found = replace(tiny(seed), name=f"harder-{seed}-{kind}")
    if len(found.groups) == 3 and kind in ("moved", "two types"):  # every further person multiplies what brute force tries
        found = replace(found, groups=tuple(replace(group, count=Count.exactly(1)) for group in found.groups))
    if len(found.groups) == 3 and kind in ("lots", "teams"):
        found = replace(found, days=1, windows={"day": found.windows["day"][:1]})
    if kind == "moved":
        return _moved(found, draw)
    if kind == "lots":
        groups = tuple(replace(g, lot=2, count=Count.exactly(2), joins=()) if g.planned == 2 else g for g in found.groups)
        return replace(found, groups=groups, vehicles=(replace(found.vehicles[0], seats=draw.choice((2, 3))),))
    if kind == "teams":
        legs = tuple(replace(leg, escorts=2) for leg in found.legs)
        return replace(found, legs=legs, escorts=tuple(replace(e, number=draw.choice((2, 3))) for e in found.escorts))
    if kind == "long":
        return _long(found, draw)
    found = replace(found, days=1, windows={"day": found.windows["day"][:1]})
    car = VehicleType("car", 1, draw.choice((0, 60)), 0, returns=False)
    riders = tuple(
        replace(g, rides=draw.choice((("van",), ("car",), ("van", "car")) if g is found.groups[0] else (("van",), ("car",))))
        for g in found.groups
    )
    return replace(
        found,
        vehicles=(*found.vehicles, car),
        groups=riders,
        pools=(
            *found.pools,
            *(Pool("car", place.id, draw.choice((1, 2))) for place in found.places if place.kind != "destination"),
        ),
    )


def _moved(found: Problem, draw: Random) -> Problem:
    """The first leg leaves its vehicles, and its team, where it ends; from there others, or the same people, go on with them."""
    first, *rest = found.legs
    eased = tuple(replace(t, left_ahead=t.left_ahead + 1, right_ahead=t.right_ahead + 1) for t in found.terms.reciprocity)
    found = replace(found, terms=replace(found.terms, reciprocity=eased, gates=()))
    exchange = any(place.kind == EXCHANGE for place in found.places)
    if exchange:
        legs = (replace(first, returns_to="field", back=draw.choice((0, 60))), *rest)
        left = draw.choice((0, 0, 1))
        pools = tuple(replace(p, number=left) if p.place == "field" else replace(p, number=2) for p in found.pools)
        escorts = tuple(replace(e, number=draw.choice((0, 1))) if e.place == "field" else e for e in found.escorts)
        return replace(found, legs=legs, pools=pools, escorts=escorts)
    # people of the south are fetched by vehicles that the north road leaves there
    legs = (replace(first, destination="south", returns_to="south", back=draw.choice((0, 60))), *rest)
    groups = tuple(
        replace(g, destinations=("south",))
        if g.origin == "north"
        else replace(g, count=Count.exactly(2 if len(found.groups) == 2 else 1))
        for g in found.groups
    )
    pools = tuple(replace(p, number=draw.choice((0, 1))) if p.place == "south" else replace(p, number=2) for p in found.pools)
    escorts = tuple(replace(e, number=draw.choice((0, 1))) if e.place == "south" else replace(e, number=2) for e in found.escorts)
    return replace(found, legs=legs, groups=groups, pools=pools, escorts=escorts)


def _long(found: Problem, draw: Random) -> Problem:
    """Journeys of more than a day; people leave by day and arrive when they arrive."""
    day = found.windows["day"][0]
    days = 3
    spans = tuple((d * 1440 + day[0], d * 1440 + min(day[1], day[0] + 120)) for d in range(days - 1))
    out = draw.choice((1320, 1500))
    legs = tuple(
        replace(leg, out=out if leg.destination == "refuge" else leg.out, covers=DEPARTURE, checkpoints=()) for leg in found.legs
    )
    return replace(found, days=days, windows={"day": spans}, legs=legs)

"""Rows to checkpoints, vehicles, pools, escorts and groups."""

from __future__ import annotations

from safeconduct.errors import say
from safeconduct.kernel import Count
from safeconduct.movement import codes
from safeconduct.movement.files.read_network import unique
from safeconduct.movement.files.tables import Row
from safeconduct.movement.model import EXCHANGE, Checkpoint, Escort, Group, Pool, Spot, VehicleType


def checkpoints(rows: list[Row]) -> tuple[Checkpoint, ...]:
    """Read checkpoints; ``lanes`` multiplies the vehicles an hour."""
    found = []
    for row in rows:
        identity = row.text("id", needed=True)
        per_hour = row.whole("per_hour", needed=True, least=1, most=10_000) * row.whole("lanes", 1, least=1, most=100)
        found.append(Checkpoint(identity, per_hour, row.wording("name", identity)))
        row.finish()
    unique(rows, [point.id for point in found])
    return tuple(found)


def vehicles(rows: list[Row]) -> tuple[VehicleType, ...]:
    """Read vehicle types; ``crush`` is an observed load, kept apart from seats and never planned."""
    found = []
    for row in rows:
        identity = row.text("id", needed=True)
        kind = VehicleType(
            identity,
            row.whole("seats", 1, needed=True, least=1, most=2000),
            row.whole("loading", 60, most=1440),
            row.whole("unloading", 30, most=1440),
            row.flag("returns", True),
            row.whole("crush", least=1, most=5000) if row.values.get("crush") is not None else None,
            row.wording("name", identity),
        )
        row.finish()
        found.append(kind)
    unique(rows, [kind.id for kind in found])
    return tuple(found)


def pools(rows: list[Row], places: tuple[Spot, ...], kinds: tuple[VehicleType, ...]) -> tuple[Pool, ...]:
    """Read what stands where at the start."""
    found = []
    for row in rows:
        kind, place = row.known("type", [k.id for k in kinds], "vehicle"), row.known("place", [p.id for p in places], "place")
        number, names = row.whole("number", needed=True, most=100_000), row.texts("names")
        _as_many_names(row, number, names)
        found.append(Pool(kind, place, number, names))
        row.finish()
    return tuple(found)


def escorts(rows: list[Row], places: tuple[Spot, ...]) -> tuple[Escort, ...]:
    """Read escort teams."""
    found = []
    for row in rows:
        place = row.known("place", [p.id for p in places], "place")
        number, names = row.whole("number", needed=True, most=10_000), row.texts("names")
        _as_many_names(row, number, names)
        found.append(Escort(place, number, names))
        row.finish()
    return tuple(found)


def _as_many_names(row: Row, number: int, names: tuple[str, ...]) -> None:
    if names and len(names) != number:
        what, why = say("{names} names for {number}", names=len(names), number=number), say("each name is one vehicle or team")
        row.wrong(codes.BAD_VALUE, "names", what, why, say("list every name once, or none"))


def groups(rows: list[Row], places: tuple[Spot, ...], kinds: tuple[VehicleType, ...]) -> tuple[Group, ...]:
    """Read groups; a count is a number or [low, high] or [low, best, high], always with its source."""
    found = tuple(_group(row, [place.id for place in places], [kind.id for kind in kinds]) for row in rows)
    exchanges = {place.id for place in places if place.kind == EXCHANGE}
    for row, group in zip(rows, found, strict=True):
        if group.origin in exchanges:
            what = say("{id} sets out from the exchange point {place}", id=group.id, place=repr(group.origin))
            why = say("who stands there has come from somewhere, and is counted where they left")
            do = say("name the place they come from, or let them set out from a place of kind origin beside it")
            row.wrong(codes.BAD_VALUE, "origin", what, why, do)
    unique(rows, [group.id for group in found])
    return found


def _group(row: Row, places: list[str], kinds: list[str]) -> Group:
    identity = row.text("id", needed=True)
    rides, ends = row.texts("rides", needed=True), row.texts("destinations")
    row.expect("rides", rides, kinds, "vehicle")
    row.expect("destinations", ends, places, "place")
    group = Group(
        identity,
        row.wording("category", identity),
        row.known("origin", places, "place"),
        _count(row),
        rides,
        row.wording("name", identity),
        row.whole("lot", 1, least=1, most=100),
        row.whole("weight", 1, least=1, most=1000),
        (),
        ends,
    )
    group = _with_joins(row, group)
    row.finish()
    return group


def _count(row: Row) -> Count:
    value, source = row.get("count", needed=True), row.text("source")
    if not isinstance(value, list):
        number = row.whole("count")
        return Count(number, number, number, source)
    figures = row.wholes("count", length=len(value) if len(value) in (2, 3) else 2)
    if list(figures) != sorted(figures):
        what, why = (
            say("{figures} runs downwards", figures=" – ".join(str(n) for n in figures)),
            say("plans use the highest figure"),
        )
        row.wrong(codes.BACKWARDS, "count", what, why, say("write the lowest figure first"))
        return Count(0, 0)
    return Count(figures[0], figures[-1], figures[1] if len(figures) == 3 else None, source)


def _is_join(entry: object) -> bool:
    return isinstance(entry, list) and len(entry) == 2 and all(type(n) is int and 0 < n < 10**7 for n in entry)


def _with_joins(row: Row, group: Group) -> Group:
    """Read ``joins = [[day, persons], …]``: people who are there only from the beginning of a later day (day 1 is the first)."""
    value = row.get("joins")
    if value is None:
        return group
    if (
        not (isinstance(value, list) and all(_is_join(entry) for entry in value))
        or sum(entry[1] for entry in value) > group.planned
    ):
        do = say("write [[day, persons], …], day 1 being the first, and no more persons than the count")
        row.wrong(codes.BAD_VALUE, "joins", say("joins cannot be read"), say("people would be planned before they are there"), do)
        return group
    joins = tuple(((day - 1) * 1440, persons) for day, persons in value)
    return Group(
        group.id,
        group.category,
        group.origin,
        group.count,
        group.rides,
        group.name,
        group.lot,
        group.weight,
        joins,
        group.destinations,
    )

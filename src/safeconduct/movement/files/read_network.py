"""Rows to places and legs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from safeconduct.errors import InputWrong, say
from safeconduct.kernel import Point
from safeconduct.movement import codes
from safeconduct.movement.files.tables import Row, decimals
from safeconduct.movement.files.tracks import NEAR_KM, distance_km
from safeconduct.movement.model import DEPARTURE, EXCHANGE, JOURNEY, ORIGIN, PLACE_KINDS, Checkpoint, Leg, Spot

EXCHANGE_WEIGHT = 10


def unique(rows: list[Row], found: list[str]) -> None:
    """Note every id that is used twice."""
    seen: set[str] = set()
    for row, identity in zip(rows, found, strict=True):
        if identity and identity in seen:
            row.wrong(
                codes.TWICE,
                "id",
                say("{kind} {identity} is defined twice", kind=row.kind, identity=repr(identity)),
                say("they could not be told apart"),
                say("rename one"),
            )
        if identity and (":" in identity or "+" in identity):
            row.wrong(
                codes.BAD_VALUE,
                "id",
                say("{identity} holds ':' or '+'", identity=repr(identity)),
                say("ids are joined with them in proofs"),
                say("use letters, digits, -"),
            )
        seen.add(identity)


def places(rows: list[Row]) -> tuple[Spot, ...]:
    """Read places; waiting at an exchange point weighs ten times waiting at home unless the file says otherwise."""
    found = tuple(_place(row) for row in rows)
    unique(rows, [place.id for place in found])
    return found


def _place(row: Row) -> Spot:
    identity = row.text("id", needed=True)
    kind = row.choice("kind", PLACE_KINDS, ORIGIN)
    point = _point(row)
    waiting = row.whole("waiting", EXCHANGE_WEIGHT if kind == EXCHANGE else 1, least=1, most=1000)
    spot = Spot(identity, row.wording("name", identity), kind, point, row.text("controlled_by"), waiting)
    row.finish()
    return spot


def _point(row: Row) -> Point | None:
    pair, apart = row.get("coordinates"), [row.get("longitude"), row.get("latitude")]
    if pair is not None:
        return _as_point(row, pair)
    if apart == [None, None]:
        return None
    if None in apart:
        row.get("longitude" if apart[0] is None else "latitude", needed=True)
        return None
    return _as_point(row, [_signed(one) for one in apart], "longitude" if "longitude" in row.values else "coordinates")


def _signed(value: Any) -> Any:
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return value


def _as_point(row: Row, pair: Any, key: str = "coordinates") -> Point | None:
    numbers = [x for x in pair if isinstance(x, int | float) and not isinstance(x, bool)] if isinstance(pair, list | tuple) else []
    try:
        if len(numbers) >= 2 and len(numbers) == len(pair):
            return Point(float(numbers[0]), float(numbers[1]))
    except (InputWrong, OverflowError):
        pass
    why, do = say("the drawing and the daylight depend on it"), say("write longitude, then latitude, in degrees")
    shown = (
        ", ".join(repr(one) if _quoted(one) else str(one) for one in pair)[:40]
        if isinstance(pair, list | tuple)
        else str(pair)[:40]
    )
    row.wrong(codes.BAD_VALUE, key, say("{pair} is not a point on the globe", pair=shown), why, do, decimals(pair))
    return None


def _quoted(one: Any) -> bool:
    """Whether a number stands in quotes."""
    return isinstance(one, str) and _signed(one) != one


def legs(rows: list[Row], spots: tuple[Spot, ...], windows: tuple[str, ...], points: tuple[Checkpoint, ...]) -> tuple[Leg, ...]:
    """Read legs."""
    found = tuple(_leg(row, [spot.id for spot in spots], windows, [point.id for point in points]) for row in rows)
    for row, leg in zip(rows, found, strict=True):
        _leads(row, leg, {spot.id: spot.point for spot in spots})
    unique(rows, [leg.id for leg in found])
    return found


def _leg(row: Row, spots: list[str], windows: tuple[str, ...], points: list[str]) -> Leg:
    identity = row.text("id", needed=True)
    origin, end = row.known("from", spots, "place"), row.known("to", spots, "place")
    if origin and origin == end:
        row.wrong(
            codes.BAD_VALUE,
            "to",
            say("leg {identity} ends where it begins", identity=repr(identity)),
            say("nobody would be moved"),
            say("name another place"),
        )
    smallest, largest = row.whole("smallest", 1, least=1, most=1000), row.whole("largest", 25, least=1, most=1000)
    if smallest > largest:
        what = say("a convoy of {smallest} to {largest} vehicles", smallest=smallest, largest=largest)
        row.wrong(codes.BACKWARDS, "smallest", what, say("no convoy has such a size"), say("write the smaller number as smallest"))
    out = row.whole("out", needed=True, least=1, most=60 * 24 * 7)
    home = row.text("returns_to")
    if home:
        row.expect("returns_to", (home,), (origin, end), say("end of this leg"))
    back_window = row.text("back_window")
    if back_window:
        row.expect("back_window", (back_window,), windows, "window")
    leg = Leg(
        identity,
        origin,
        end,
        out,
        row.whole("back", out, least=0, most=60 * 24 * 7),
        row.known("window", windows, "window"),
        row.number("km"),
        row.wording("name", identity),
        home,
        row.choice("covers", (JOURNEY, DEPARTURE), JOURNEY),
        back_window,
        _checkpoints(row, points, out),
        smallest,
        largest,
        row.whole("fewest", 1, least=1, most=100_000),
        row.whole("headway", 30, least=0, most=1440),
        row.whole("escorts", 1, least=0, most=50),
        _path(row),
        row.text("controlled_by"),
    )
    row.finish()
    return leg


def _leads(row: Row, leg: Leg, points: Mapping[str, Point | None]) -> None:
    """Note a line that does not lead from the one place to the other; the usual slip is latitude before longitude."""
    for end, name in zip((leg.path[0], leg.path[-1]) if leg.path else (), (leg.origin, leg.destination), strict=False):
        place = points.get(name)
        if place is not None and distance_km(end, place) > NEAR_KM:
            what = say(
                "the line of {leg} ends {km} km from {place}", leg=leg.id, km=f"{distance_km(end, place):.1f}", place=repr(name)
            )
            why, do = say("the drawing would show another way"), say("draw it from {a} to {b}", a=leg.origin, b=leg.destination)
            row.wrong(codes.BAD_VALUE, "coordinates", what, why, do, (say("longitude comes before latitude"),))
            return


def _checkpoints(row: Row, points: list[str], out: int) -> tuple[tuple[str, int], ...]:
    """Read ``checkpoints = ["ramouseh@30"]``: minutes after departure; without them, half way."""
    found = []
    for text in row.texts("checkpoints"):
        name, _, after = text.partition("@")
        row.expect("checkpoints", (name,), points, "checkpoint")
        minute = int(after) if after.isdigit() and len(after) < 6 else out // 2 if not after else -1
        if not 0 <= minute <= out:
            what, why = (
                say("{text} is not passed on the way of {out} minutes", text=repr(text), out=out),
                say("its hour is counted from the departure"),
            )
            row.wrong(codes.BAD_VALUE, "checkpoints", what, why, say('write "name@minutes"'))
        found.append((name, max(minute, 0)))
    return tuple(found)


def _path(row: Row) -> tuple[Point, ...]:
    pairs = row.get("coordinates")
    if pairs is None:
        return ()
    if not isinstance(pairs, list) or len(pairs) < 2:
        why, do = say("a line has two ends at least"), say("write [[longitude, latitude], [longitude, latitude], …]")
        row.wrong(codes.BAD_VALUE, "coordinates", say("{pairs} is no line", pairs=str(pairs)[:40]), why, do)
        return ()
    return tuple(point for point in (_as_point(row, pair) for pair in pairs) if point is not None)

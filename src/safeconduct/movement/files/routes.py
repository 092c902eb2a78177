"""Routes laid along the legs of a movement: which leg each one draws, whether it leads there, and how long it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from safeconduct.errors import Place, Problem, say
from safeconduct.kernel import Point
from safeconduct.movement import codes
from safeconduct.movement.files.sources import unreadable
from safeconduct.movement.files.tables import near
from safeconduct.movement.files.tracks import NEAR_KM, Track, distance_km, read_tracks
from safeconduct.movement.model import Leg, Spot

FOLDER = "routes"
ENDINGS = (".gpx", ".kml")
SAME = 1.2
"""How many times one of two lengths of a leg may be the other before one of them is a slip."""


def read_routes(files: Mapping[str, str], problems: list[Problem]) -> tuple[Track, ...]:
    """Read ``routes/*.gpx`` and ``routes/*.kml``; a file's only route without a leg's name is called as the file is.

    Arguments:
        problems: gets everything that is wrong, each with its place.
    """
    found: list[Track] = []
    for name in sorted(name for name in files if name.startswith(f"{FOLDER}/")):
        path = PurePosixPath(name)
        if path.suffix.lower() in ENDINGS:
            tracks = read_tracks(files[name], name, problems)
            found += [replace(track, name=track.name or path.stem) for track in tracks]
        else:
            problems += unreadable(name, say("routes are read from GPX and KML files; a KMZ is a ZIP archive with a KML")).problems
    return tuple(found)


def along(legs: tuple[Leg, ...], tracks: Iterable[Track], spots: tuple[Spot, ...], problems: list[Problem]) -> tuple[Leg, ...]:
    """Return the legs with their routes: a route goes before the line of ``network.geojson``, and gives the kilometres not given.

    Arguments:
        problems: gets routes of no leg, second routes, routes that lead elsewhere, and lengths that contradict the file.
    Holds: only drawing and kilometres change; no route changes a plan (tests/unit/movement/test_routes.py).
    """
    drawn = {leg.id: leg for leg in legs}
    points = {spot.id: spot.point for spot in spots}
    by: dict[str, Track] = {}
    for track in tracks:
        leg = drawn.get(track.name)
        if leg is None:
            what, why = say("the route {name} is no leg", name=repr(track.name)), say("it would draw nothing")
            do = say(
                "name it, or its file, as one of: {options}", options=", ".join(list(drawn)[:12]) or say("none is defined yet")
            )
            problems.append(Problem(codes.UNKNOWN_NAME, what, why, do, track.where, near(track.name, drawn)))
        elif leg.id in by:
            what = say("leg {leg} has a second route; the first is in {file}", leg=repr(leg.id), file=_spot(by[leg.id].where))
            problems.append(
                Problem(codes.TWICE, what, say("they could not be told apart"), say("take one of them out"), track.where)
            )
        else:
            by[leg.id] = track
            drawn[leg.id] = _laid(leg, track, points, problems)
    return tuple(drawn[leg.id] for leg in legs)


def _laid(leg: Leg, track: Track, points: Mapping[str, Point | None], problems: list[Problem]) -> Leg:
    begins, ends = points.get(leg.origin), points.get(leg.destination)
    path = track.points
    if _off(path[0], begins) + _off(path[-1], ends) > _off(path[-1], begins) + _off(path[0], ends):
        path = path[::-1]  # recorded on the way back
    for spot, at, told in ((path[0], begins, leg.origin), (path[-1], ends, leg.destination)):
        if _off(spot, at) > NEAR_KM:
            what = say("the route {name} stays {km} km from {place}", name=repr(track.name), km=f"{_off(spot, at):.1f}", place=told)
            why, do = say("it is the route of another leg, or the place is wrong"), say("correct the route or the coordinates")
            more = (say("longitude comes before latitude"),) if _turned(spot, at) else ()
            problems.append(Problem(codes.BAD_VALUE, what, why, do, track.where, more))
    if leg.km and track.km and max(leg.km / track.km, track.km / leg.km) > SAME:
        what = say(
            "the route {name} is {km} km long, and the leg is said to have {told}",
            name=repr(track.name), km=f"{track.km:.1f}", told=f"{leg.km:g}",
        )  # fmt: skip
        why, do = (
            say("one of the two is a slip, and minutes under way may rest on it"),
            say("correct the route or the km of the leg"),
        )
        problems.append(Problem(codes.BAD_VALUE, what, why, do, track.where))
    return replace(leg, path=path, km=leg.km or round(track.km, 1), drawn_by=track.where.file)


def _off(point: Point, place: Point | None) -> float:
    """Kilometres between a point of the route and a place; none where the place has no coordinates."""
    return distance_km(point, place) if place else 0.0


def _turned(point: Point, place: Point | None) -> bool:
    """Whether a point lies at a place once its longitude and latitude change places."""
    return place is not None and abs(point.longitude) <= 90 and _off(Point(point.latitude, point.longitude), place) <= NEAR_KM


def _spot(where: Place) -> str:
    return f"{where.file}:{where.line}"

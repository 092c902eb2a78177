"""Routes from GPX and KML: their points and their length, to draw a leg and to check its kilometres."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from xml.etree import ElementTree as Tree

from safeconduct.errors import InputWrong, say
from safeconduct.kernel import Point
from safeconduct.movement.sources import unreadable

EARTH_KM = 6371.0088


@dataclass(frozen=True, slots=True)
class Track:
    """A drawn route: name, points, length in kilometres."""

    name: str
    points: tuple[Point, ...]
    km: float


def read_tracks(text: str, file: str) -> tuple[Track, ...]:
    """Read every track and route of a GPX file, or every line of a KML file.

    Raises: InputWrong (``movement/unreadable``), also for any document type declaration: entities are never expanded.
    """
    if re.search(r"<!(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise unreadable(file, say("a document type declaration is refused"), 1, 1)
    try:
        root = Tree.fromstring(text)  # noqa: S314
    except (Tree.ParseError, ValueError) as error:
        line, column = getattr(error, "position", (0, 0))
        raise unreadable(file, say("not XML: {error}", error=error), line, column + 1) from None
    try:
        found = _gpx(root) if _tag(root) == "gpx" else _kml(root)
        tracks = tuple(Track(name, points, length_km(points)) for name, points in found if len(points) >= 2)
    except (ValueError, KeyError, OverflowError, InputWrong) as error:
        raise unreadable(file, say("a point cannot be read: {error}", error=error)) from None
    if not tracks:
        raise unreadable(file, say("no route with at least two points"))
    return tracks


def length_km(points: tuple[Point, ...]) -> float:
    """Return the length of a line on the globe in kilometres (haversine, mean radius).

    >>> round(length_km((Point(0, 0), Point(0, 1))), 1)
    111.2
    """
    return sum(_distance(a, b) for a, b in pairwise(points))


def _distance(a: Point, b: Point) -> float:
    up, over = radians(b.latitude - a.latitude), radians(b.longitude - a.longitude)
    square = sin(up / 2) ** 2 + cos(radians(a.latitude)) * cos(radians(b.latitude)) * sin(over / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(square)))


def _tag(element: Tree.Element) -> str:
    return str(element.tag).rsplit("}", 1)[-1]


def _gpx(root: Tree.Element) -> list[tuple[str, tuple[Point, ...]]]:
    found = []
    for line in (element for element in root.iter() if _tag(element) in ("trk", "rte")):
        name = next((child.text or "" for child in line if _tag(child) == "name"), "")
        spots = [e for e in line.iter() if _tag(e) in ("trkpt", "rtept")]
        found.append((name, tuple(Point(float(e.attrib["lon"]), float(e.attrib["lat"])) for e in spots)))
    return found


def _kml(root: Tree.Element) -> list[tuple[str, tuple[Point, ...]]]:
    found = []
    for mark in (element for element in root.iter() if _tag(element) == "Placemark"):
        name = next((child.text or "" for child in mark if _tag(child) == "name"), "")
        for line in (element for element in mark.iter() if _tag(element) == "LineString"):
            text = next((child.text or "" for child in line if _tag(child) == "coordinates"), "")
            pairs = [entry.split(",")[:2] for entry in text.split()]
            found.append((name, tuple(Point(float(lon), float(lat)) for lon, lat in pairs)))
    return found

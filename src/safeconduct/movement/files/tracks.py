"""Drawn routes from GPX and KML: names, points and lengths, each with its place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from xml.parsers import expat

from safeconduct.errors import InputWrong, Place, Problem, say
from safeconduct.kernel import Point
from safeconduct.movement import codes
from safeconduct.movement.files.sources import not_text, unreadable

NEAR_KM = 5.0
"""How far from the place of a leg its route or line may begin or end; a crossing has a yard, a town its edge."""

EARTH_KM = 6371.0088
MOST_POINTS = 200
"""How many wrong points of one file are told one by one."""

LINES = {"gpx": ("trk", "rte"), "kml": ("Placemark",)}
"""What carries a route and its name in each format, by the first element of the file."""

DRAWN = ("LineString", "Track")
"""What is drawn in a placemark; several in one are its parts, one after the other, as the segments of a track are."""


@dataclass(frozen=True, slots=True)
class Track:
    """A drawn route: name (empty where the file gives none), points, length in kilometres, place in the file."""

    name: str
    points: tuple[Point, ...]
    km: float
    where: Place


def read_tracks(text: str, file: str, problems: list[Problem]) -> tuple[Track, ...]:
    """Read every track and route of a GPX file, or every line of a KML file.

    Arguments:
        problems: gets everything that is wrong (``movement/unreadable``, ``movement/bad-value``), each at its line and column. A document
            type declaration is refused: entities are never expanded.
    Returns: the routes whose points could all be read.
    Cost: linear in the text; nesting of any depth.
    """
    try:
        reader = _Reader(_decoded(text, file), file)
        reader.parse()
    except InputWrong as wrong:
        problems += wrong.problems
        return ()
    if not reader.lines:
        why = say("single points, areas and pictures draw no leg")
        do = say("draw a line: a track or route in GPX, a LineString in KML")
        problems.append(Problem(codes.UNREADABLE, say("no route is drawn in it"), why, do, Place(file, 1, 1)))
    found: list[Problem] = []
    tracks = tuple(track for line in reader.lines for track in _track(line, found))
    problems += found[:MOST_POINTS]
    if len(found) > MOST_POINTS:
        what = say("{count} points more are wrong", count=len(found) - MOST_POINTS)
        problems.append(
            Problem(codes.BAD_VALUE, what, say("the drawing and the length of a leg would rest on it"), "", Place(file))
        )
    return tracks


def _decoded(text: str, file: str) -> str:
    """Return the text of a file that may say itself in which encoding it is; bytes that are not UTF-8 come as surrogates.

    Raises: InputWrong (``movement/unreadable``) where it is in none that is known, or an archive.
    """
    text = text.removeprefix("\ufeff")
    if text.startswith("PK\x03\x04"):
        raise unreadable(file, say("a ZIP archive, such as a KMZ; unpack it and put the KML here"))
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        written = text.encode("utf-8", "surrogateescape")
        named = re.match(rb"""<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""", written)
        try:
            return written.decode(named[1].decode("ascii") if named and named[1].lower() not in (b"utf-8", b"utf8") else "utf-8")
        except UnicodeDecodeError as error:
            raise not_text(file, error) from None
        except LookupError:
            raise unreadable(file, say("an encoding that nobody knows"), 1, 1) from None
    return text


def length_km(points: tuple[Point, ...]) -> float:
    """Return the length of a line on the globe in kilometres (haversine, mean radius).

    >>> round(length_km((Point(0, 0), Point(0, 1))), 1)
    111.2
    """
    return sum(distance_km(a, b) for a, b in pairwise(points))


def distance_km(a: Point, b: Point) -> float:
    """Return the distance of two points on the globe in kilometres."""
    up, over = radians(b.latitude - a.latitude), radians(b.longitude - a.longitude)
    square = sin(up / 2) ** 2 + cos(radians(a.latitude)) * cos(radians(b.latitude)) * sin(over / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(square)))


@dataclass(slots=True)
class _Line:
    """A line as it is read: its name, each point as written, longitude first, with its place, and where its parts begin."""

    where: Place
    name: str = ""
    written: list[tuple[list[str], Place]] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)


def _track(line: _Line, problems: list[Problem]) -> Iterator[Track]:
    why = say("the drawing and the length of a leg would rest on it")
    points, wrong = [], False
    for pair, where in line.written:
        try:
            longitude, latitude = (float(number) for number in pair)
            points.append(Point(longitude, latitude))
        except (ValueError, InputWrong):
            what = say("{pair} is not a point on the globe", pair=", ".join(pair)[:40])
            do = say("write longitude and latitude in degrees, with points for decimals and no space after a comma")
            problems.append(Problem(codes.BAD_VALUE, what, why, do, where))
            wrong = True
    if len(line.written) < 2:
        what = say("the route {name} has fewer than two points", name=repr(line.name))
        problems.append(Problem(codes.BAD_VALUE, what, why, say("draw it from one end to the other"), line.where))
    elif not wrong:
        for begin in (begin for begin in line.parts if 0 < begin < len(points)):
            apart = distance_km(points[begin - 1], points[begin])
            if apart > NEAR_KM:
                what = say(
                    "a part of the route {name} begins {km} km from the end of the one before",
                    name=repr(line.name),
                    km=f"{apart:.1f}",
                )
                do = say("join the parts, or draw each leg by a route of its own")
                problems.append(Problem(codes.BAD_VALUE, what, why, do, line.written[begin][1]))
                return
        yield Track(line.name, tuple(points), length_km(tuple(points)), line.where)


class _Reader:
    """One pass over the elements of a file; only the stack of open elements is kept."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file, self.excerpts = text, file, text.split("\n")
        self.lines: list[_Line] = []
        self.open: list[str] = []
        self.drawn: list[_Line] = []  # the lines of the track, route or placemark that is open
        self.name = ""
        self.said, self.said_at = "", (0, 0)
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._end
        self.parser.CharacterDataHandler, self.parser.StartDoctypeDeclHandler = self._characters, self._refuse

    def parse(self) -> None:
        """Read the file. Raises: InputWrong (``movement/unreadable``)."""
        try:
            self.parser.Parse(self.text, True)
        except expat.ExpatError as error:
            what = say("not XML: {error}", error=expat.ErrorString(error.code))
            where = self._at(error.lineno, error.offset)
            raise unreadable(self.file, what, where.line, where.column, where.excerpt) from None
        except UnicodeEncodeError:
            raise unreadable(self.file, say("not UTF-8 text")) from None

    def _at(self, line: int, column: int) -> Place:
        return Place(
            self.file,
            line,
            column + 1,
            self.excerpts[line - 1].rstrip("\r")[: column + 120] if 0 < line <= len(self.excerpts) else "",
        )

    def _here(self) -> Place:
        return self._at(self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber)

    def _refuse(self, *declared: object) -> None:
        where = self._here()
        raise unreadable(
            self.file, say("a document type declaration is refused"), where.line, where.column, where.excerpt
        ) from None

    def _start(self, element: str, values: dict[str, str]) -> None:
        tag = element.rsplit(" ", 1)[-1]
        if not self.open and tag not in LINES:
            where = self._here()
            raise unreadable(self.file, say("neither GPX nor KML: it begins with {tag}", tag=tag[:40]), where.line, where.column)
        self.open.append(tag)
        self.said = ""
        if tag in LINES[self.open[0]]:
            self.name, self.drawn = "", []
        if tag in ("trk", "rte") or (tag in DRAWN and not self.drawn):
            self.drawn.append(_Line(self._here()))
        if tag in ("trkseg", *DRAWN) and self.drawn:
            self.drawn[-1].parts.append(len(self.drawn[-1].written))
        elif tag in ("trkpt", "rtept") and self.drawn:
            self.drawn[-1].written.append(([values.get("lon", ""), values.get("lat", "")], self._here()))

    def _characters(self, words: str) -> None:
        if not self.said:
            where = self._here()
            self.said_at = (where.line, where.column - 1)
        self.said += words

    def _end(self, element: str) -> None:
        tag, carriers = self.open.pop(), LINES[self.open[0]] if self.open else ()
        parent = self.open[-1] if self.open else ""
        if tag == "name" and parent in carriers:
            self.name = self.said.strip()
        elif tag == "coordinates" and parent == "LineString" and self.drawn:
            self.drawn[-1].written += list(self._pairs())
        elif tag == "coord" and parent == "Track" and self.drawn:
            self.drawn[-1].written.append((self.said.split()[:2], self._here()))
        elif tag in carriers:
            for line in self.drawn:
                line.name = self.name
            self.lines += self.drawn
            self.drawn = []

    def _pairs(self) -> Iterator[tuple[list[str], Place]]:
        """Yield the pairs of a KML line; each stands as many lines below the first as there are line ends before it."""
        first, column = self.said_at
        for below, words in enumerate(self.said.split("\n")):
            start = 0
            for entry in words.split():
                start = words.index(entry, start)
                yield entry.split(",")[:2], self._at(first + below, start + (0 if below else column))
                start += len(entry)

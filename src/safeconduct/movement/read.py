"""Reads a movement from its files: ``movement.toml``; places and legs from GeoJSON or CSV, routes from GPX or KML beside it.

All problems are reported at once, each with its place in the user's own file. What comes out is resolved: opening hours are
intervals of minutes, shares are persons, deadlines are minutes. Whether it can be planned is for ``check`` and ``plan`` to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime

from safeconduct.errors import InputWrong, Problem, say
from safeconduct.kernel import Zone, parse_when, start_of_day
from safeconduct.movement import codes
from safeconduct.movement.check import check
from safeconduct.movement.files.cells import csv_rows
from safeconduct.movement.files.geojson import geojson_rows
from safeconduct.movement.files.hours import opening_hours
from safeconduct.movement.files.read_fleet import checkpoints, escorts, groups, pools, vehicles
from safeconduct.movement.files.read_network import legs, places
from safeconduct.movement.files.read_terms import TERM_TABLES, protection, terms
from safeconduct.movement.files.routes import along, read_routes
from safeconduct.movement.files.sources import toml_rows, unreadable
from safeconduct.movement.files.tables import Row, near
from safeconduct.movement.files.tracks import Track
from safeconduct.movement.model import Problem as Movement

MOST_SLOTS = 20_000
SLOTS = (5, 10, 15, 20, 30, 60)
TABLES = (
    "time",
    "windows",
    "place",
    "leg",
    "checkpoint",
    "vehicle",
    "pool",
    "escort",
    "group",
    "protection",
    "simulation",
    "word",
    "",
)


def read(files: Mapping[str, str]) -> Movement:
    """Return the movement described by some files.

    Arguments:
        files: name to text; ``movement.toml`` is needed, ``network.geojson``, ``places.csv``, ``legs.csv`` and
            ``routes/*.gpx|kml`` are read where given.
    Raises: InputWrong with every problem found (codes ``movement/…``).
    Holds: only the project's own errors escape (tests/property/test_movement_read.py).
    """
    problems: list[Problem] = []
    rows = _rows(files, problems)
    routes = read_routes(files, problems)
    if rows is None:
        raise InputWrong(_once(problems))
    movement = _movement(rows, routes)
    if movement is not None:
        problems += check(movement, rows)
    if problems:
        raise InputWrong(_once(problems))
    assert movement is not None
    return movement


def read_simulation(files: Mapping[str, str]) -> list[Row]:
    """Return the rows of the ``[simulation]`` table, for ``assumptions.read_assumptions``."""
    return toml_rows(files["movement.toml"], "movement.toml", []).get("simulation", [])


def _once(problems: list[Problem]) -> list[Problem]:
    return list(dict.fromkeys(problems))


def _rows(files: Mapping[str, str], problems: list[Problem]) -> dict[str, list[Row]] | None:
    """Return the rows of all files; None where one of them cannot be read at all, as the others would then refer to nothing."""
    if "movement.toml" not in files:
        what, why = say("there is no movement.toml"), say("it holds the time, the fleet, the groups and the terms")
        raise InputWrong(Problem(codes.MISSING, what, why, say("write one, or start from a shipped case")))
    rows: dict[str, list[Row]] = {}
    whole = True
    for name, kind in (("movement.toml", ""), ("network.geojson", ""), ("places.csv", "place"), ("legs.csv", "leg")):
        if name not in files:
            continue
        try:
            for table, found in _tables_of(name, kind, files[name], problems).items():
                rows[table] = rows.get(table, []) + found
        except InputWrong as wrong:
            problems += wrong.problems
            whole = False
    return rows if whole else None


def _tables_of(name: str, kind: str, text: str, problems: list[Problem]) -> dict[str, list[Row]]:
    if name.endswith(".toml"):
        return toml_rows(text, name, problems)
    if name.endswith(".geojson"):
        return geojson_rows(text, name, problems)
    if not text.strip():
        raise unreadable(name, say("there is nothing in it"), 1, 1)
    return {kind: csv_rows(text, name, kind, problems)}


def _movement(rows: dict[str, list[Row]], routes: tuple[Track, ...]) -> Movement | None:
    top, time = rows[""][0], rows.get("time", [])
    known = {*TABLES, *(f"terms.{name}" for name in TERM_TABLES)}
    for name in sorted(set(rows) - known):
        rows[name][0].wrong(
            codes.UNKNOWN_KEY,
            "",
            say("nobody reads a table [{name}]", name=name),
            say("its values would not apply"),
            say("correct its name"),
            near(name, known),
        )
    if not time:
        top.wrong(
            codes.MISSING,
            "time",
            say("there is no [time] table"),
            say("a timetable needs a first day"),
            say("add [time] with start, zone, slot, days"),
        )
        return None
    first, zone, slot, days = _clock(time[0])
    name, assumed = top.wording("name", "movement"), top.wordings("assumed")
    top.finish()
    found_places = places(rows.get("place", []))
    windows = opening_hours(rows.get("windows", []), first, days, zone, found_places)
    found_checkpoints, found_vehicles = checkpoints(rows.get("checkpoint", [])), vehicles(rows.get("vehicle", []))
    found_legs = legs(rows.get("leg", []), found_places, tuple(windows), found_checkpoints)
    found_legs = along(found_legs, routes, found_places, top.problems)
    start = start_of_day(first, zone)
    people = groups(rows.get("group", []), found_places, found_vehicles)
    agreed = terms(rows, people, found_legs, found_places, lambda row, key, end: _minutes(row, key, start, zone, end))
    return Movement(
        name,
        start,
        zone,
        slot,
        days,
        found_places,
        agreed.legs,
        windows,
        found_checkpoints,
        found_vehicles,
        pools(rows.get("pool", []), found_places, found_vehicles),
        escorts(rows.get("escort", []), found_places),
        people,
        agreed.terms,
        protection(rows.get("protection", []), found_legs),
        assumed,
    )


def _clock(row: Row) -> tuple[date, Zone, int, int]:
    """Read the clock; what is wrong is noted and replaced, so that the rest of the files is still looked at."""
    first = _day(row, "start")
    zone = _zone(row)
    slot = row.whole("slot", 15, least=1, most=60)
    days = row.whole("days", 7, least=1, most=10_000_000)
    row.finish()
    if slot not in SLOTS:
        why, do = say("a slot must divide the hour"), say("write one of: {slots}", slots=", ".join(map(str, SLOTS)))
        row.wrong(codes.BAD_VALUE, "slot", say("slots of {slot} minutes", slot=slot), why, do)
    if days * 1440 // slot > MOST_SLOTS:
        what = say("{days} days in slots of {slot} minutes are {days2} slots", days=days, slot=slot, days2=days * 1440 // slot)
        row.wrong(
            codes.TOO_FINE,
            "days",
            what,
            say("more than {most_slots} cannot be planned", most_slots=MOST_SLOTS),
            say("plan fewer days, or longer slots"),
        )
    slot = slot if slot in SLOTS else 15
    return first or date(2000, 1, 1), zone or Zone("UTC"), slot, days if days * 1440 // slot <= MOST_SLOTS else 7


def _day(row: Row, key: str) -> date | None:
    value = row.get(key, needed=True)
    if isinstance(value, str):
        with suppress(ValueError):
            value = date.fromisoformat(value)
    if isinstance(value, date) and not isinstance(value, datetime) and 1900 < value.year < 9000:
        return value
    if value is not None:
        row.wrong(
            codes.BAD_VALUE,
            key,
            say("{value} is not a day", value=repr(str(value))),
            say("the timetable counts from it"),
            say("write it as 2016-12-15"),
        )
    return None


def _zone(row: Row) -> Zone | None:
    try:
        return Zone(row.text("zone", "UTC"))
    except InputWrong as error:
        row.wrong(error.problems[0].code, "zone", error.problems[0].what, error.problems[0].why, error.problems[0].do)
        return None


def _minutes(row: Row, key: str, start: datetime, zone: Zone, end: bool) -> int | None:
    """Read a day or an instant as minutes after the start."""
    value = row.get(key, needed=True)
    if value is None:
        return None
    if isinstance(value, datetime) and value.tzinfo is not None:
        when = value
    else:
        try:
            when = parse_when(value.isoformat() if isinstance(value, date) else str(value), zone, end=end)
        except (InputWrong, OverflowError, ValueError):
            do = say("write it as 2016-12-16T09:00:00Z, or as a day, 2016-12-16")
            row.wrong(
                codes.BAD_VALUE,
                key,
                say("{value} is not a time", value=repr(value)),
                say("the term would hold at another moment"),
                do,
            )
            return None
    return int((when - start).total_seconds() // 60)

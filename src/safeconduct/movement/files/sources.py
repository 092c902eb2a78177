"""Files to rows: TOML, GeoJSON and CSV, each value with its line and column."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from typing import Any

from safeconduct.errors import InputWrong, Place, Problem, say
from safeconduct.kernel.texts import DIRECTION
from safeconduct.movement import codes
from safeconduct.movement.files.tables import Row

_HEADER = re.compile(r"\s*\[(\[)?\s*([A-Za-z0-9_.\-]+)\s*\]\]?")
_KEY = re.compile(r"\s*([A-Za-z0-9_\-]+)\s*=")


def unreadable(file: str, what: str, line: int = 0, column: int = 0, excerpt: str = "") -> InputWrong:
    """Return the error of a file that cannot be parsed."""
    why, do = say("nothing in it can be trusted to be what was meant"), say("correct the file at this place")
    return InputWrong(Problem(codes.UNREADABLE, what, why, do, Place(file, line, column, excerpt)))


def not_text(file: str, error: UnicodeDecodeError) -> InputWrong:
    """Return the error of a file that is not UTF-8, with the line of the first wrong byte."""
    return unreadable(file, say("not UTF-8 text"), error.object.count(b"\n", 0, error.start) + 1)


def toml_rows(text: str, file: str, problems: list[Problem]) -> dict[str, list[Row]]:
    """Read TOML as rows by table name ("leg", "terms.gate"); the top level is the table "".

    Raises: InputWrong (``movement/unreadable``).
    """
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(found[1]), int(found[2])) if found else (0, 0)
        lines = text.splitlines()
        excerpt = lines[line - 1] if 0 < line <= len(lines) else ""
        raise unreadable(file, say("not TOML: {error}", error=error), line, column, excerpt) from None
    places = _toml_places(text, file)
    rows: dict[str, list[Row]] = {"": [Row("movement", _plain(values), _finder(places, "", 0, file), problems)]}
    for name, table in _tables(values):
        many = table if isinstance(table, list) else [table]
        rows[name] = [Row(name, row, _finder(places, name, index, file), problems) for index, row in enumerate(many)]
    return rows


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if not _is_table(value) and not _is_tables(value)}


def _is_table(value: Any) -> bool:
    """Whether a value is a table of the file, and not one text in several languages."""
    return isinstance(value, dict) and not (value and set(value) <= set(DIRECTION))


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(_is_table(item) for item in value)


def _tables(values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if name == "terms" and isinstance(value, dict):
            for inner, table in value.items():
                yield f"terms.{inner}", table if _is_tables(table) or isinstance(table, dict) else {inner: table}
        elif _is_table(value) or _is_tables(value):
            yield name, value


def _toml_places(text: str, file: str) -> dict[tuple[str, int, str], Place]:
    """Find the line of every key, by the header it stands under (tomllib keeps no positions)."""
    places: dict[tuple[str, int, str], Place] = {}
    seen: dict[str, int] = {}
    table, index = "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        header = _HEADER.match(line)
        if header:
            table = header[2]
            index = seen.get(table, 0) if header[1] else 0
            seen[table] = index + 1
            places[table, index, ""] = Place(file, number, 1, line)
            continue
        key = _KEY.match(line)
        if key:
            places.setdefault((table, index, key[1]), Place(file, number, key.start(1) + 1, line))
    return places


def _finder(places: dict[tuple[str, int, str], Place], table: str, index: int, file: str) -> Callable[[str], Place]:
    def find(key: str) -> Place:
        return places.get((table, index, key)) or places.get((table, index, "")) or Place(file)

    return find


def geojson_rows(text: str, file: str, problems: list[Problem]) -> dict[str, list[Row]]:
    """Read a FeatureCollection: points are rows of "place", lines are rows of "leg", with their coordinates under "coordinates".

    Raises: InputWrong (``movement/unreadable``).
    """
    try:
        values = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        line, column = getattr(error, "lineno", 0), getattr(error, "colno", 0)
        raise unreadable(
            file, say("not JSON: {error}", error=getattr(error, "msg", say("nested too deeply"))), line, column
        ) from None
    if not isinstance(values, dict) or values.get("type") != "FeatureCollection" or not isinstance(values.get("features"), list):
        raise unreadable(file, say("not a GeoJSON FeatureCollection"), 1, 1)
    rows: dict[str, list[Row]] = {"place": [], "leg": []}
    for index, feature in enumerate(values["features"]):
        _feature(feature, index, text, file, rows, problems)
    return rows


def _feature(feature: Any, index: int, text: str, file: str, rows: dict[str, list[Row]], problems: list[Problem]) -> None:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    properties = feature.get("properties") if isinstance(feature, dict) else None
    kind = {"Point": "place", "LineString": "leg"}.get(str(geometry.get("type")) if isinstance(geometry, dict) else "")
    where = _feature_place(properties, index, text, file)
    if kind is None or not isinstance(properties, dict) or not isinstance(geometry, dict):
        why, do = (
            say("only points (places) and lines (legs) are read"),
            say("give the feature properties and a Point or LineString"),
        )
        problems.append(
            Problem(codes.UNREADABLE, say("feature {index} is neither a place nor a leg", index=index + 1), why, do, where(""))
        )
        return
    rows[kind].append(Row(kind, {**properties, "coordinates": geometry.get("coordinates")}, where, problems))


def _feature_place(properties: Any, index: int, text: str, file: str) -> Callable[[str], Place]:
    """Find the line where the feature's id is written, or where the feature begins."""
    identity = properties.get("id") if isinstance(properties, dict) else None
    lines = text.splitlines()
    begins = [n for n, content in enumerate(lines, start=1) for _ in re.finditer(r'"type"\s*:\s*"Feature"', content)]
    line = begins[index] if index < len(begins) else 0
    pattern = re.compile(rf'"id"\s*:\s*{re.escape(json.dumps(identity, ensure_ascii=False))}')
    named = [n for n, content in enumerate(lines, start=1) if identity and pattern.search(content)]
    line = min(named, key=lambda n: abs(n - line), default=line)

    def find(key: str) -> Place:
        next_one = min((n for n in begins if n > line), default=len(lines) + 1)
        around = range(line, max(min(line + 40, next_one), line + 1)) if line else range(0)
        at = next((n for n in around if key and f'"{key}"' in lines[n - 1]), line)
        excerpt = lines[at - 1] if at else ""
        return Place(file, at, excerpt.find(f'"{key}"') + 1 if key and at else 0, excerpt)

    return find


def csv_rows(text: str, file: str, kind: str, problems: list[Problem]) -> list[Row]:
    """Read a CSV table with a header; empty cells are left out.

    Arguments:
        text: commas between cells, or semicolons where the header has them and no comma.

    Raises: InputWrong (``movement/unreadable``).
    """
    lines = text.splitlines()
    head = lines[0] if lines else ""
    try:
        reader = csv.DictReader(io.StringIO(text), strict=True, delimiter=";" if ";" in head and "," not in head else ",")
        table = [({k: v for k, v in row.items() if k and v not in (None, "")}, reader.line_num, None in row) for row in reader]
    except csv.Error as error:
        raise unreadable(file, say("not CSV: {error}", error=error)) from None
    for _, line, more in table:
        if more:
            problems += unreadable(file, say("a row has more cells than the header"), line, 1, lines[line - 1]).problems

    def at(line: int) -> Callable[[str], Place]:
        return lambda key: Place(file, line, 0, lines[line - 1] if line <= len(lines) else "")

    return [Row(kind, row, at(line), problems) for row, line, _ in table]

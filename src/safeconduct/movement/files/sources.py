"""TOML to rows, each value with its line and column; and what every reader says of a file that cannot be read."""

from __future__ import annotations

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
    """Return the error of a file that is not UTF-8, with the line and column of the first wrong byte."""
    before = error.object[: error.start].rsplit(b"\n", 1)[-1].decode("utf-8", "replace")
    after = error.object[error.start :].split(b"\n", 1)[0].decode("utf-8", "replace").rstrip("\r")
    line = error.object.count(b"\n", 0, error.start) + 1
    why = say("letters with accents, or any but Latin ones, would be read as others")
    do = say("save the file again as UTF-8")
    return InputWrong(Problem(codes.UNREADABLE, say("not UTF-8 text"), why, do, Place(file, line, len(before) + 1, before + after)))


def toml_rows(text: str, file: str, problems: list[Problem]) -> dict[str, list[Row]]:
    """Read TOML as rows by table name ("leg", "terms.gate"); the top level is the table "".

    Raises: InputWrong (``movement/unreadable``).
    """
    try:
        values = tomllib.loads(text)
    except RecursionError:
        raise unreadable(file, say("not TOML: {error}", error=say("nested too deeply"))) from None
    except tomllib.TOMLDecodeError as error:
        found = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", str(error))
        lines = text.splitlines() or [""]
        line, column = (int(found[1]), int(found[2])) if found and found[1] else (len(lines), len(lines[-1]) + 1)
        excerpt = lines[line - 1] if 0 < line <= len(lines) else ""
        wording = str(error)[: found.start()] if found else str(error)
        raise unreadable(file, say("not TOML: {error}", error=_wrong_toml(wording)), line, column, excerpt) from None
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


def _wrong_toml(error: str) -> str:
    """What the usual slips are, in words of our own."""
    if "date or datetime" in error:
        return say("there is no such date or time")
    if "overwrite" in error or "declare" in error:
        return say("the same name stands there twice")
    if "Expected '='" in error:
        return say("a key stands without = and a value")
    if "Unterminated" in error or "Illegal character" in error:
        return say("a text in quotes does not end on its line")
    if "Invalid value" in error:
        return say("this is no value; a text stands in quotes")
    if "Invalid statement" in error:
        return say("this is neither a table nor a key")
    if "Unclosed" in error or "Expected ']'" in error:
        return say("a bracket is not closed")
    return error.replace("\x1b", "")

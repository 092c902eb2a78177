"""GeoJSON to rows, each value with its line and column."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable
from typing import Any

from safeconduct.errors import Place, Problem, say
from safeconduct.movement import codes
from safeconduct.movement.files.sources import unreadable
from safeconduct.movement.files.tables import Row

_SPACE = re.compile(r"[\s,]*")


class _Members(dict[str, Any]):
    """An object as it is written: which of its keys stand there twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        keys = [key for key, _ in pairs]
        self.twice = tuple(dict.fromkeys(key for key in keys if keys.count(key) > 1)) if len(self) < len(keys) else ()


class _Text:
    """The text of a file, and the place of anything in it."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file, self.lines = text, file, text.split("\n")
        self.begins = [0]
        for line in self.lines:
            self.begins.append(self.begins[-1] + len(line) + 1)

    def at(self, offset: int) -> Place:
        line = bisect_right(self.begins, min(offset, len(self.text))) or 1
        return Place(self.file, line, offset - self.begins[line - 1] + 1, self.lines[line - 1].rstrip("\r"))

    def finder(self, begin: int, end: int) -> Callable[[str], Place]:
        """Return what finds a key within a part of the file: where it stands last, as a second one of a name is the one too many."""

        def find(key: str) -> Place:
            pattern = re.compile(rf"{re.escape(json.dumps(key, ensure_ascii=False))}\s*:") if key else None
            found = [one.start() for one in pattern.finditer(self.text, begin, end)] if pattern else []
            return self.at(found[-1] if found else begin)

        return find


def geojson_rows(text: str, file: str, problems: list[Problem]) -> dict[str, list[Row]]:
    """Read a FeatureCollection: points are rows of "place", lines are rows of "leg", with their coordinates under "coordinates".

    Raises: InputWrong (``movement/unreadable``).
    """
    source = _Text(text, file)
    try:
        values = json.loads(text, object_pairs_hook=_Members)
    except json.JSONDecodeError as error:
        where = source.at(error.pos)
        what = say("there is nothing in it") if not text.strip() else say("not JSON: {error}", error=_wrong_json(error.msg))
        raise unreadable(file, what, where.line, where.column, where.excerpt) from None
    except RecursionError:
        raise unreadable(file, say("not JSON: {error}", error=say("nested too deeply"))) from None
    if not isinstance(values, dict) or values.get("type") != "FeatureCollection" or not isinstance(values.get("features"), list):
        raise unreadable(file, say("not a GeoJSON FeatureCollection"), 1, 1)
    rows: dict[str, list[Row]] = {"place": [], "leg": []}
    spans = _spans(text, len(values["features"]))
    for index, feature in enumerate(values["features"]):
        _feature(feature, index, source.finder(*spans[index]), rows, problems)
    return rows


def _wrong_json(error: str) -> str:
    """What the usual slips are, in words of our own."""
    if "delimiter" in error:
        return say("a comma, a colon or a bracket is missing here")
    if "double quotes" in error or "trailing comma" in error:
        return say("a name in double quotes is expected here")
    if "Unterminated" in error:
        return say("a text in quotes does not end")
    return say("a value is expected here") if "Expecting value" in error else error


def _spans(text: str, count: int) -> list[tuple[int, int]]:
    """Find where each feature begins and ends."""
    decoder = json.JSONDecoder()
    spans: list[tuple[int, int]] = []
    for opening in re.finditer(r'"features"\s*:\s*\[', text):
        position, spans = opening.end(), []
        for _ in range(count):
            begin = _SPACE.match(text, position).end()  # type: ignore[union-attr]
            try:
                _, position = decoder.raw_decode(text, begin)
            except json.JSONDecodeError:
                break
            spans.append((begin, position))
        if len(spans) == count:
            return spans
    return [*spans, *((0, len(text)) for _ in range(count - len(spans)))]


def _feature(feature: Any, index: int, where: Callable[[str], Place], rows: dict[str, list[Row]], problems: list[Problem]) -> None:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    properties = feature.get("properties") if isinstance(feature, dict) else None
    kind = {"Point": "place", "LineString": "leg"}.get(str(geometry.get("type")) if isinstance(geometry, dict) else "")
    if kind is None or not isinstance(properties, dict) or not isinstance(geometry, dict):
        why, do = (
            say("only points (places) and lines (legs) are read"),
            say("give the feature properties and a Point or LineString"),
        )
        problems.append(
            Problem(codes.UNREADABLE, say("feature {index} is neither a place nor a leg", index=index + 1), why, do, where(""))
        )
        return
    for part in (feature, geometry, properties):
        for key in getattr(part, "twice", ()):
            why, do = say("only one of them would apply"), say("take one of them out")
            problems.append(Problem(codes.TWICE, say("{key} stands there twice", key=repr(key)), why, do, where(key)))
    own = {"id": feature["id"]} if feature.get("id") is not None else {}  # RFC 7946 has room for it beside the properties
    rows[kind].append(Row(kind, {**own, **properties, "coordinates": geometry.get("coordinates")}, where, problems))

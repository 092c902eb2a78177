"""Whatever the files hold, only the project's own errors escape."""

from __future__ import annotations

import json
from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safeconduct.errors import SafeconductError
from safeconduct.movement.read import read
from safeconduct.movement.write import read_plan

WORDS = [
    "name",
    "time",
    "start",
    "zone",
    "slot",
    "days",
    "windows",
    "place",
    "leg",
    "group",
    "count",
    "rides",
    "id",
    "from",
    "to",
    "out",
]
VALUES = [
    "1",
    "-1",
    "0",
    '"x"',
    "[1, 2]",
    "[]",
    '["07:00-17:00"]',
    "true",
    "2030-03-01",
    "1e999",
    "{}",
    "99999999999999999999",
    "nan",
]
TABLES = [
    "", "[time]", "[windows]", "[[place]]", "[[leg]]", "[[group]]", "[[vehicle]]", "[[pool]]", "[[escort]]", "[[checkpoint]]",
    "[[terms.gate]]", "[[terms.reciprocity]]", "[[terms.deadline]]", "[[terms.suspension]]", "[[terms.convoys]]", "[[protection]]",
    "[terms]", "[simulation]", "[place]",
]  # fmt: skip

keys = st.sampled_from(
    [*WORDS, "clause", "held", "awaited", "share", "ahead", "low", "high", "end", "type", "number", "seats", "joins", "text"]
)
tables = st.tuples(st.sampled_from(TABLES), st.dictionaries(keys, st.sampled_from(VALUES), max_size=7))
toml = st.lists(tables, max_size=8).map(
    lambda parts: "\n".join(f"{head}\n" + "\n".join(f"{key} = {value}" for key, value in rows.items()) for head, rows in parts)
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(toml)
def test_any_tables(text: str) -> None:
    for given_text in (text, '[time]\nstart = 2030-03-01\n[[place]]\nid = "x"\n' + text):
        with suppress(SafeconductError):
            read({"movement.toml": given_text})


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=80))
def test_any_text(first: str, second: str, third: str) -> None:
    for attempt in (
        lambda: read({"movement.toml": first, "network.geojson": second, "legs.csv": third}),
        lambda: read({"movement.toml": "[time]\nstart = 2030-03-01\n", "network.geojson": second, "legs.csv": third}),
        lambda: read({"movement.toml": "[time]\nstart = 2030-03-01\n", "routes/x.gpx": first, "routes/x.kml": third}),
        lambda: read_plan(second),
    ):
        with suppress(SafeconductError):
            attempt()


FIELDS = ["convoys", "bound", "last", "proofs", "type", "features", "geometry", "properties", "id", "coordinates"]
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(json_values)
def test_any_json(value: object) -> None:
    text = json.dumps({"type": "FeatureCollection", "features": value})
    for attempt in (
        lambda: read({"movement.toml": "[time]\nstart = 2030-03-01\n", "network.geojson": text}),
        lambda: read_plan(json.dumps(value)),
    ):
        with suppress(SafeconductError):
            attempt()


pieces = st.sampled_from(
    ["<gpx>", "</gpx>", "<kml>", "<trk>", "</trk>", "<name>road</name>", '<trkpt lat="1" lon="2"/>', '<trkpt lat="x"/>', "<Placemark>",
     "</Placemark>", "<LineString>", "</LineString>", "<coordinates>", "</coordinates>", "1,2,3 4,5", "nan,inf", "\n", "é", "&lt;",
     "<!DOCTYPE a>", "<name>", "</kml>"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["<gpx>", "<kml>"]), st.lists(pieces, max_size=12))
def test_any_routes(first: str, rest: list[str]) -> None:
    text = first + "".join(rest)
    for attempt in (text, text + first.replace("<", "</")):
        with suppress(SafeconductError):
            read({"movement.toml": "[time]\nstart = 2030-03-01\n", "routes/x.gpx": attempt})

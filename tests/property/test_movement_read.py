"""Whatever the files hold, only the project's own errors escape."""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from movement_small import SMALL, run

from safeconduct.errors import SafeconductError
from safeconduct.movement.files.counts import read_counts
from safeconduct.movement.files.progress import read_progress
from safeconduct.movement.read import read
from safeconduct.movement.write import read_plan

FUZZ = int(os.environ.get("SAFECONDUCT_FUZZ", "1"))
"""How many times the examples of a test run by default are tried."""

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


@settings(max_examples=150 * FUZZ, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(toml)
def test_any_tables(text: str) -> None:
    for given_text in (text, '[time]\nstart = 2030-03-01\n[[place]]\nid = "x"\n' + text):
        with suppress(SafeconductError):
            read({"movement.toml": given_text})


@settings(max_examples=60 * FUZZ, deadline=None)
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


@settings(max_examples=80 * FUZZ, deadline=None)
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
     "<!DOCTYPE a>", "<name>", "</kml>", "<trkseg>", "</trkseg>", "<rte>", "</rte>", '<rtept lat="1" lon="10"/>', "<MultiGeometry>",
     "</MultiGeometry>", "<gx:Track>", "</gx:Track>", "<coord>10 1 0</coord>", "<Folder>", "</Folder>", "<![CDATA[x]]>", "PK\x03\x04",
     "\udce9", "\x1b", "\r\n", '<?xml version="1.0" encoding="latin-1"?>', "10, 1, 0", "1e400,-1e400"]
)  # fmt: skip


@settings(max_examples=150 * FUZZ, deadline=None)
@given(st.sampled_from(["<gpx>", "<kml>"]), st.lists(pieces, max_size=12))
def test_any_routes(first: str, rest: list[str]) -> None:
    text = first + "".join(rest)
    for attempt in (text, text + first.replace("<", "</")):
        with suppress(SafeconductError):
            read({"movement.toml": "[time]\nstart = 2030-03-01\n", "routes/x.gpx": attempt})


cells = st.sampled_from(
    ["road", "raod", "", "2030-03-01T07:00:00Z", "2030-03-01T08:00:00Z", "0001-01-01T00:00:00Z", "2030-02-30", "2030-03-01", "9999-12-31",
     "bus:4", "bus:-4", "bus:4 bus:4", "people:bus:200", "people:bus", ":::", "nobody:3", "people:9999999", "cumulative", "stopped", "ended",
     "-1", "10", "1e9", "nan", '"', '"a,b"', "\x00", "\x1b", "\u0661"]
)  # fmt: skip
rows_of_cells = st.lists(st.lists(cells, max_size=8), max_size=6)
heads = st.sampled_from(
    [
        "leg,departed,arrived,vehicles,people,verified",
        "observed_on,kind,low,high,source",
        "leg;departed;arrived",
        "leg,leg",
        "",
        "\ufeffleg,departed",
    ]
)
NOW = datetime(2030, 3, 1, 12, tzinfo=UTC)
PROBLEM = read({"movement.toml": SMALL})


@settings(max_examples=200 * FUZZ, deadline=None)
@given(heads, rows_of_cells, st.sampled_from([",", ";", "\t"]))
def test_any_tables_of_what_has_happened(head: str, rows: list[list[str]], between: str) -> None:
    text = "\n".join([head, *(between.join(row) for row in rows)])
    for attempt in (
        lambda: read_progress(text, PROBLEM, NOW),
        lambda: read_counts(text),
        lambda: read({"movement.toml": SMALL, "legs.csv": text, "places.csv": text}),
    ):
        with suppress(SafeconductError):
            attempt()


@settings(max_examples=25 * FUZZ, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["network.geojson", "legs.csv", "places.csv", "routes/a.gpx", "routes/b.kml", "progress.csv"]),
        st.binary(max_size=60)
        | st.sampled_from([b"", b"PK\x03\x04", b"id,from\n,", b"{}", b"<gpx/>", b"<kml/>", b"\xff\xfe", b"\xef\xbb\xbfid"]),
        max_size=4,
    ),
    st.sampled_from(["check", "next"]),
    st.sampled_from(["en", "fr"]),
)
def test_any_bytes_through_the_command(files: dict[str, bytes], verb: str, language: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, content in {"movement.toml": SMALL.encode(), **files}.items():
            path = Path(folder) / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        more = ["--at", "2030-03-01T12:00:00Z"] if verb == "next" else []
        answer = run(verb, folder, *more, "--lang", language)
        assert answer.exit_code in (0, 1, 3), answer.output
        assert "Traceback" not in answer.output

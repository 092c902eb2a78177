"""Routes from GPX and KML: which leg they draw, what is wrong with them and where, and that they change no plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from safeconduct.errors import InputWrong
from safeconduct.kernel import Point
from safeconduct.movement.model import Problem
from safeconduct.movement.planning.plan import plan
from safeconduct.movement.read import read

TOML = """name = "two towns"
[time]
start = 2030-03-01
zone = "UTC"
slot = 30
days = 1
[windows]
day = ["07:00-17:00"]
[[place]]
id = "north"
longitude = 10.0
latitude = 1.0
[[place]]
id = "south"
kind = "destination"
longitude = 10.0
latitude = 0.0
[[vehicle]]
id = "bus"
seats = 50
[[pool]]
type = "bus"
place = "north"
number = 2
[[leg]]
id = "road"
from = "north"
to = "south"
out = 90
window = "day"
escorts = 0
[[group]]
id = "people"
origin = "north"
count = 100
rides = ["bus"]
"""
GPX = """<?xml version="1.0"?>
<gpx xmlns="http://www.topografix.com/GPX/1/1">
 <wpt lat="9" lon="9"><name>elsewhere</name></wpt>
 <trk><name>road</name><trkseg>
  <trkpt lat="1" lon="10"><ele>3</ele></trkpt>
  <trkpt lat="0.5" lon="10.0"/>
  <trkpt lat="0" lon="10"/>
 </trkseg></trk>
</gpx>
"""
KML = """<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>all roads</name>
<Placemark><name>road</name><LineString><coordinates>
  10,0,0
  10,0.5,0 10,1,0
</coordinates></LineString></Placemark></Document></kml>
"""


def load(toml: str = TOML, **routes: str) -> Problem:
    files = {f"routes/{name.replace('_', '.')}": text for name, text in routes.items()}
    return read({"movement.toml": toml, **files})


def wrong(toml: str = TOML, **routes: str) -> list[tuple[str, str, int]]:
    with pytest.raises(InputWrong) as error:
        load(toml, **routes)
    found = [(p.code.removeprefix("movement/"), p.where) for p in error.value.problems]
    return [(code, where.file, where.line) if where else (code, "", 0) for code, where in found]


@pytest.mark.parametrize("routes", [{"a_gpx": GPX}, {"a_kml": KML}, {"a_GPX": GPX}])
def test_a_route_draws_the_leg_of_its_name_from_its_beginning_to_its_end(routes: dict[str, str]) -> None:
    leg = load(**routes).leg("road")
    assert [(point.longitude, point.latitude) for point in leg.path] == [(10, 1), (10, 0.5), (10, 0)]
    assert leg.km == 111.2  # a degree of a great circle
    assert leg.drawn_by == "routes/" + next(iter(routes)).replace("_", ".")


def test_a_route_without_a_name_is_called_as_its_file() -> None:
    assert load(road_gpx=GPX.replace("<name>road</name>", "")).leg("road").path
    assert wrong(lane_gpx=GPX.replace("<name>road</name>", "")) == [("unknown-name", "routes/lane.gpx", 4)]


def test_a_route_changes_drawing_and_kilometres_alone_and_so_no_plan() -> None:
    with_route, without = load(a_gpx=GPX), load()
    bare = replace(with_route, legs=tuple(replace(leg, path=(), km=0.0, drawn_by="") for leg in with_route.legs))
    assert bare == without
    assert plan(with_route).convoys == plan(without).convoys


def test_everything_wrong_with_all_routes_is_said_at_once_each_at_its_line() -> None:
    assert wrong(
        a_gpx=GPX.replace('lat="0.5"', 'lat="95"').replace('<trkpt lat="0" lon="10"/>', '<trkpt lat="0"/>'),
        b_kml=KML.replace("  10,0.5,0 10,1,0", "  10,0.5,0 ten,1,0\n  nan,0"),
        c_gpx="<gpx>\n <trk></gpx>",
        d_gpx="<html>\n</html>",
        e_kml=KML.replace("<name>road</name>", "<name>raod</name>"),
        f_gpx="<gpx><trk><name>road</name></trk></gpx>",
        g_kml="<kml/>",
        h_kmz="PK",
        i_gpx='<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b "c">]>\n<gpx/>',
    ) == [
        ("bad-value", "routes/a.gpx", 6),
        ("bad-value", "routes/a.gpx", 7),
        ("bad-value", "routes/b.kml", 4),
        ("bad-value", "routes/b.kml", 5),
        ("unreadable", "routes/c.gpx", 2),
        ("unreadable", "routes/d.gpx", 1),
        ("bad-value", "routes/f.gpx", 1),
        ("unreadable", "routes/g.kml", 1),
        ("unreadable", "routes/h.kmz", 0),
        ("unreadable", "routes/i.gpx", 2),
        ("unknown-name", "routes/e.kml", 2),
    ]


def test_a_bad_point_is_found_in_its_column_whatever_stands_before_it() -> None:
    text = "<kml><Placemark><name>été</name><LineString><coordinates>10,1 x,2</coordinates></LineString></Placemark></kml>"
    with pytest.raises(InputWrong) as error:
        load(a_kml=text)
    place = error.value.problems[0].where
    assert place is not None
    assert text[place.column - 1 :].startswith("x,2")


def test_a_second_route_one_that_leads_elsewhere_and_one_of_another_length_are_refused() -> None:
    assert wrong(a_gpx=GPX, b_kml=KML) == [("twice", "routes/b.kml", 2)]
    assert wrong(a_gpx=GPX.replace('lat="0" lon="10"', 'lat="0" lon="10.2"')) == [("bad-value", "routes/a.gpx", 4)]
    assert wrong(TOML.replace("out = 90", "out = 90\nkm = 60"), a_gpx=GPX) == [("bad-value", "routes/a.gpx", 4)]
    assert load(TOML.replace("out = 90", "out = 90\nkm = 118"), a_gpx=GPX).leg("road").km == 118


LINE = "<LineString><coordinates>{}</coordinates></LineString>"


def kml(inner: str) -> str:
    return f'<kml xmlns:gx="x"><Document><Folder><name>all</name><Placemark><name>road</name>{inner}</Placemark></Folder></Document></kml>'


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (
            "a.kml",
            kml("<MultiGeometry>" + LINE.format("10,1,500 10,0.5,400") + LINE.format("10,0.5,0 10,0,0") + "</MultiGeometry>"),
        ),
        ("a.kml", kml("<gx:Track><gx:coord>10 1 0</gx:coord><gx:coord>10 0.5 0</gx:coord><gx:coord>10 0 0</gx:coord></gx:Track>")),
        (
            "a.gpx",
            GPX.replace(
                '<trkpt lat="0.5" lon="10.0"/>', '<trkpt lat="0.5" lon="10.0"/></trkseg><trkseg><trkpt lat="0.5" lon="10"/>'
            ),
        ),
        ("road.gpx", "\ufeff" + GPX.replace("<name>road</name>", "").replace("\n", "\r\n")),
        ("a.gpx", '<?xml version="1.0" encoding="ISO-8859-1"?><!-- \udce9t\udce9 -->' + GPX.partition("?>")[2]),
        (
            "a.gpx",
            '<g:gpx xmlns:g="y"><g:rte><g:name>road</g:name><g:rtept lat="1" lon="10"/><g:rtept lat="0" lon="+10"/></g:rte></g:gpx>',
        ),
    ],
)
def test_parts_in_one_file_draw_one_leg(file: str, text: str) -> None:
    leg = read({"movement.toml": TOML, f"routes/{file}": text}).leg("road")
    assert (leg.km, leg.path[0], leg.path[-1]) == (111.2, Point(10, 1), Point(10, 0))


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        (
            "a.kml",
            kml("<MultiGeometry>" + LINE.format("10,1 10,0.9") + LINE.format("10,0.1 10,0") + "</MultiGeometry>"),
            "89.0 km from the end",
        ),
        ("a.kml", kml(LINE.format("1,10 0,10")), "longitude comes before latitude"),
        ("a.kml", kml(LINE.format("10, 1 10, 0")), "no space after a comma"),
        ("a.kml", kml("<Point><coordinates>10,1</coordinates></Point>"), "areas and pictures draw no leg"),
        ("a.gpx", '<gpx><wpt lat="1" lon="10"/><wpt lat="0" lon="10"/></gpx>', "areas and pictures draw no leg"),
        ("a.gpx", "PK\x03\x04", "unpack it"),
        ("a.gpx", '<?xml version="1.0" encoding="klingon"?><gpx>\udce9</gpx>', "nobody knows"),
        ("a.gpx", "<gpx>\n\udce9</gpx>", "save the file again as UTF-8"),
        ("road.gpx", "<gpx><rte>" + '<rtept lat="x" lon="10"/>' * 5000 + "</rte></gpx>", "4,800 points more are wrong"),
    ],
)
def test_what_draws_no_leg_says_why(file: str, text: str, says: str) -> None:
    with pytest.raises(InputWrong) as wrong:
        read({"movement.toml": TOML, f"routes/{file}": text})
    assert any(says in line for p in wrong.value.problems for line in (p.what, p.why, p.do, *p.more))
    assert len(wrong.value.problems) <= 201

"""Reading: every problem at once, each with its place; resolved data out."""

from __future__ import annotations

import json

import pytest
from movement_small import SMALL

from safeconduct.errors import InputWrong, in_language
from safeconduct.movement.advice.whynot import why_not
from safeconduct.movement.model import Problem
from safeconduct.movement.read import read
from safeconduct.movement.telling.names import Names

TOML = """name = "two towns"
assumed = ["everything here is invented"]
[time]
start = 2030-03-01
zone = "UTC"
slot = 30
days = 3
[windows]
day = ["07:00-17:00"]
night = ["18:00-05:00"]
light = ["daylight at north"]
[[place]]
id = "north"
longitude = 10.0
latitude = -5.5
[[place]]
id = "south"
kind = "destination"
[[checkpoint]]
id = "gate"
per_hour = 20
lanes = 2
[[vehicle]]
id = "bus"
seats = 50
crush = 90
[[pool]]
type = "bus"
place = "north"
number = 4
[[escort]]
place = "north"
number = 1
[[leg]]
id = "road"
from = "north"
to = "south"
out = 60
window = "day"
checkpoints = ["gate@20"]
[[group]]
id = "people"
origin = "north"
count = [100, 200, 300]
source = "a monitor"
rides = ["bus"]
[[terms.gate]]
clause = "3.1"
held = ["people"]
awaited = ["people"]
percent = 30
allow = 150
[[terms.deadline]]
clause = "9.1"
low = "2030-03-01"
high = "2030-03-02"
[[terms.convoys]]
clause = "2.4"
largest = 10
[[terms.suspension]]
clause = "5.1"
start = "2030-03-02T10:00:00Z"
end = "2030-03-02T12:00:00Z"
[[protection]]
leg = "road"
status = "waived"
waived_by = ["A. North", "B. South"]
"""


def load(text: str = TOML, **files: str) -> Problem:
    return read({"movement.toml": text, **{name.replace("_", "."): content for name, content in files.items()}})


def wrong(text: str, **files: str) -> list[tuple[str, int]]:
    with pytest.raises(InputWrong) as caught:
        load(text, **files)
    return [(p.code, p.where.line if p.where else 0) for p in caught.value.problems]


def line(fragment: str) -> int:
    return next(n for n, content in enumerate(TOML.splitlines(), start=1) if fragment in content)


def test_a_sound_movement_is_resolved() -> None:
    problem = load()
    assert problem.slots == 144
    assert problem.groups[0].planned == 300
    assert problem.groups[0].count.source == "a monitor"
    assert problem.checkpoints[0].per_hour == 40
    assert problem.legs[0].largest == 10
    assert problem.legs[0].back == 60
    assert problem.terms.gates[0].number == 90
    assert problem.terms.deadlines[0].high == 2880
    assert problem.terms.suspensions[0].start == 1440 + 600
    assert problem.windows["day"][1] == (1440 + 420, 1440 + 1020)
    assert problem.windows["night"][0] == (0, 300)
    assert problem.gate("road").is_open
    assert problem.vehicles[0].crush == 90


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('to = "south"', 'to = "sauth"', "movement/unknown-name"),
        ("out = 60", "out = -60", "movement/bad-value"),
        ("seats = 50", "seats = 0", "movement/bad-value"),
        ("count = [100, 200, 300]", "count = [300, 200, 100]", "movement/backwards"),
        ('day = ["07:00-17:00"]', 'day = ["07:00-12:00", "11:00-17:00"]', "movement/overlap"),
        ('day = ["07:00-17:00"]', 'day = ["7-17"]', "movement/bad-value"),
        ("days = 3", "days = 1000000", "movement/too-fine"),
        ("slot = 30", "slot = 7", "movement/bad-value"),
        ("number = 4", 'number = "many"', "movement/bad-value"),
        ('rides = ["bus"]', 'ryds = ["bus"]', "movement/unknown-key"),
        ("largest = 10", "largest = 10\nsmallest = 0", "movement/bad-value"),
        ('low = "2030-03-01"', 'low = "2030-03-09"', "movement/backwards"),
        ('start = "2030-03-02T10:00:00Z"', 'start = "tomorrow"', "movement/bad-value"),
        ('waived_by = ["A. North", "B. South"]', 'waived_by = ["A. North"]', "movement/missing"),
        ("percent = 30", "number = 999", "movement/bad-value"),
        ("longitude = 10.0", "longitude = 500.0", "movement/bad-value"),
        ('zone = "UTC"', 'zone = "Utopia"', "kernel/zone"),
        ('checkpoints = ["gate@20"]', 'checkpoints = ["gate@90"]', "movement/bad-value"),
        ('light = ["daylight at north"]', 'light = ["daylight at south"]', "movement/unknown-name"),
        ('kind = "destination"', 'kind = "origin"\n[[place]]\nid = "south"', "movement/twice"),
    ],
)
def test_each_slip_is_named_with_its_place(old: str, new: str, code: str) -> None:
    found = wrong(TOML.replace(old, new, 1))
    assert code in [entry[0] for entry in found]
    assert any(entry == code and abs(number - line(old.splitlines()[0])) <= 3 for entry, number in found)


def test_all_problems_come_at_once() -> None:
    text = (
        TOML.replace("out = 60", "out = -60")
        .replace("seats = 50", "seats = 0")
        .replace('"09:00"', "")
        .replace("slot = 30", "slot = 7")
    )
    assert len(wrong(text)) >= 3


def test_a_destination_that_a_clause_closes_is_no_slip_in_the_files() -> None:
    text = TOML + '[[terms.destination]]\nclause = "4.1"\ngroups = ["people"]\nplaces = ["north"]\n'
    answer = why_not(load(text))
    assert answer is not None
    assert [(rule.kind, rule.clause) for rule in answer.conflict] == [("destination", "4.1")]


def test_broken_files_are_unreadable_with_a_line() -> None:
    assert wrong("a = [1,\nb") == [("movement/unreadable", 2)]
    assert wrong(TOML, network_geojson='{"type": "FeatureCollection",\n "features": [}')[0] == ("movement/unreadable", 2)
    assert wrong(TOML, network_geojson="[]") == [("movement/unreadable", 1)]


def test_a_network_from_geojson_and_from_csv() -> None:
    road = {"type": "LineString", "coordinates": [[10.0, -5.5], [10.1, -5.4]]}
    properties = {"id": "lane", "from": "north", "to": "south", "out": 45, "window": "day"}
    feature = {"type": "Feature", "geometry": road, "properties": properties}
    drawn = load(network_geojson=json.dumps({"type": "FeatureCollection", "features": [feature]}))
    assert drawn.leg("lane").path[1].longitude == 10.1
    listed = load(legs_csv="id,from,to,out,window,escorts\nlane,north,south,45,day,0\n")
    assert (listed.leg("lane").out, listed.leg("lane").escorts) == (45, 0)
    assert wrong(TOML, legs_csv="id,from,to,out,window\nlane,north,nowhere,x,day\n")[0] == ("movement/unknown-name", 2)


PLACES = """{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"name": "A"}, "geometry": {"type": "Point", "coordinates": [10, 45]}},
{"type": "Feature", "properties": {"id": "north"}, "geometry": {"type": "Point", "coordinates": [10, 45]}},
{"type": "Feature", "properties": {"id": "north"}, "geometry": {"type": "Point", "coordinates": [10, 44]}},
{"type": "Feature", "properties": {"id": "stub", "from": "north", "to": "south", "out": 9, "window": "day"},
 "geometry": {"type": "LineString", "coordinates": [[10, 45]]}},
{"type": "Feature", "properties": {"id": "swapped", "from": "north", "to": "south", "out": 9, "window": "day"},
 "geometry": {"type": "LineString", "coordinates": [[45, 10], [44, 10]]}}]}"""


def test_a_slip_in_a_drawing_is_told_at_its_own_feature() -> None:
    with pytest.raises(InputWrong) as wrong:
        read({"movement.toml": SMALL, "network.geojson": PLACES})
    told = {(p.where.line, p.what.split(";")[0]) for p in wrong.value.problems if p.where}
    assert {line for line, what in told if "has no id" in what} == {2}
    assert {line for line, what in told if "'north' is defined twice" in what} & {4}
    assert {line for line, what in told if "is no line" in what} == {6}
    assert {line for line, what in told if "the line of swapped ends" in what} == {8}


def test_tables_as_spreadsheets_write_them() -> None:
    legs = "id;from;to;out;window;escorts\nother;north;south;30;day;0\n"
    assert [leg.id for leg in read({"movement.toml": SMALL, "legs.csv": legs}).legs] == ["road", "other"]
    with pytest.raises(InputWrong, match="more cells than the header"):
        read({"movement.toml": SMALL, "legs.csv": "id,from,to,out,window\nother,north,south,30,day,extra\n"})


def with_names(text: str) -> str:
    """The small movement with names, a category and an assumption in two languages."""
    for old, new in (
        ('assumed = ["everything here is invented"]', 'assumed = ["plain", {en = "invented", fr = "inventé"}]'),
        ('name = "two towns"', 'name = {en = "two towns", fr = "deux villes"}'),
        ('id = "south"\n', 'id = "south"\nname = {fr = "rive sud", en = "south bank"}\n'),
        ('origin = "north"\ncount', 'origin = "north"\ncategory = {en = "residents", fr = "habitants"}\ncount'),
    ):
        assert old in text
        text = text.replace(old, new)
    return text


def test_words_for_people_may_be_given_in_several_languages() -> None:
    found = read({"movement.toml": with_names(TOML)})
    assert (found.name, in_language(found.name, "fr")) == ("two towns", "deux villes")
    assert [in_language(line, "fr") for line in found.assumed] == ["plain", "inventé"]
    assert Names(found, "fr").place("south") == "rive sud"
    assert Names(found, "en").place("south") == "south bank"
    assert in_language(found.groups[0].category, "fr") == "habitants"


def test_geojson_and_csv_name_places_in_other_languages_beside_the_name() -> None:
    without = TOML.replace('[[place]]\nid = "south"\nkind = "destination"\n', "")
    table = "id,kind,name,name:fr\nsouth,destination,south bank,rive sud\n"
    point = {"type": "Point", "coordinates": [10.2, -5.5]}
    properties = {"id": "south", "kind": "destination", "name": "south bank", "name:fr": "rive sud"}
    drawn = {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": point, "properties": properties}]}
    for files in ({"places.csv": table}, {"network.geojson": json.dumps(drawn)}):
        names = [Names(read({"movement.toml": without, **files}), language).place("south") for language in ("en", "fr")]
        assert names == ["south bank", "rive sud"]


@pytest.mark.parametrize("value", ["{en = 3}", "{english = 'a'}", "{}", "{en = ''}", "5"])
def test_words_in_no_language_are_refused_at_their_line(value: str) -> None:
    with pytest.raises(InputWrong) as refused:
        read({"movement.toml": TOML.replace('id = "south"\n', f'id = "south"\nname = {value}\n')})
    (problem,) = refused.value.problems
    assert (problem.code, problem.where and problem.where.line) == ("movement/bad-value", 18)

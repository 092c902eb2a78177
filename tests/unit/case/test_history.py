"""Reading a history: every problem of every line at once, and nothing but the project's own errors from any bytes."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeconduct.case import read_case
from safeconduct.case.add_event import vocabulary_of
from safeconduct.case.history import LARGEST, read_history
from safeconduct.errors import InputWrong

CASE = read_case("harbour")
WORDS = vocabulary_of(CASE)
GOOD = {
    "id": "e1",
    "deal": "harbour",
    "type": "deed",
    "actor": "south",
    "occurred": {"from": "2031-03-05T10:00:00Z", "to": "2031-03-05T10:00:00Z"},
    "recorded": "2031-03-05T11:00:00Z",
    "body": {"act": "open_gate"},
}


def problems_of(*lines):
    found = []
    data = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    entries, places = read_history(data, "history.jsonl", WORDS, found)
    return entries, places, found


def changed(**fields):
    return {key: value for key, value in {**GOOD, **fields}.items() if value is not ...}


def test_a_good_line_reads():
    entries, places, problems = problems_of(GOOD, b"", changed(id="e2"))
    assert ([e["id"] for e in entries], places, problems) == (["e1", "e2"], (1, 3), [])


BAD = {
    "a correction that corrects nothing": (changed(type="correction", body={"of": "e0"}), "wants body.body"),
    "not JSON": (b"{", "not JSON"),
    "a list": (b"[]", "not an object"),
    "a key twice": (b'{"id": "a", "id": "b"}', "stands twice"),
    "not a number": (b'{"id": NaN}', "NaN"),
    "deep": (b"[" * 200_000, "nested"),
    "not UTF-8": (b'{"id": "\xff"}', "0xff is not UTF-8"),
    "no id": (changed(id=...), "id is missing"),
    "another deal": (changed(deal="quay"), "belongs to the deal quay"),
    "no such type": (changed(type="deeed"), "'deeed'"),
    "near actor": (changed(actor="sout"), "nobody has the id sout"),
    "upside down": (changed(occurred={"from": "2031-03-06T00:00:00Z", "to": "2031-03-05T00:00:00Z"}), "ends before it begins"),
    "recorded before": (changed(recorded="2031-03-04T00:00:00Z"), "recorded before it happened"),
    "impossible date": (changed(recorded="2031-02-30T00:00:00Z"), "2031-02-30"),
    "local time": (changed(recorded="2031-06-01T10:00"), "local time of Europe/Lisbon"),
    "skipped time": (changed(recorded="2031-03-30T01:30"), "from 00:59 straight to 02:00"),
    "repeated time": (changed(recorded="2031-10-26T01:30"), "comes twice there"),
    "half an interval": (changed(occurred={"from": "2031-03-05T10:00:00Z"}), "two ends"),
    "body": (changed(body=[]), "body is not an object"),
    "no act": (changed(body={}), "body.clause or body.act"),
    "unknown act": (changed(body={"act": "open_gat"}), "no act has the id"),
    "a place is no act": (changed(body={"act": "gate"}), "no act has the id 'gate'"),
    "unknown slot": (changed(body={"act": "depart", "slots": {"to": ["harbor"]}}), "no word has the id 'harbor'"),
    "unknown clause": (changed(type="waiver", body={"clause": "99.1"}), "no clause 99.1"),
    "range": (changed(type="count", body={"what": "garrison", "low": 9, "high": 3}), "upside down"),
    "negative": (changed(type="count", body={"what": "garrison", "low": -1}), "does not fit"),
    "near thing": (changed(type="count", body={"what": "garison", "low": 1}), "nothing has the id"),
    "correcting nothing": (changed(type="correction", body={"of": "e0"}), "no earlier entry"),
    "correcting with nothing": (changed(type="correction", body={"of": "e1"}), "wants body.body"),
    "no time": (changed(type="extension", body={"clause": "4.2", "until": "tomorrow"}), "'tomorrow' is not a time"),
    "no option": (changed(type="election", body={"clause": "5.1", "option": "fly"}), "no option 'fly'"),
    "no capacity": (changed(type="signature", body={"capacity": "emperor"}), "'emperor' does not fit"),
    "one person": (
        changed(type="waiver", body={"gate": "return", "leg": "garrison:harbour>*", "persons": ["Ana Silva", "A. Silva"]}),
        "one person only",
    ),
    "no leg": (
        changed(type="waiver", body={"gate": "return", "leg": "garrison:moon>*", "persons": ["Ana Silva", "B. Costa"]}),
        "nobody moves on the leg",
    ),
    "no such agreement": (changed(body={"act": "open_gate", "agreement": "2"}), "no agreement of the case"),
    "unconfirmed": (changed(confidence="C"), "'C'"),
}


@pytest.mark.parametrize(("line", "told"), BAD.values(), ids=BAD)
def test_a_bad_line_is_named_with_its_number(line, told):
    entries, _, problems = problems_of(GOOD, line, changed(id="e3"))
    assert [e["id"] for e in entries] == ["e1", "e3"]
    assert any(told in problem.what for problem in problems), problems
    assert {problem.where.line for problem in problems} == {2}


DOUBTFUL = {
    "correcting into nonsense": ({"type": "correction", "body": {"of": "e1", "body": {"act": 7}}}, "as corrected, the entry e1"),
    "too large a number": ({"type": "count", "body": {"what": "garrison", "low": 10**30, "high": None}}, "low is 10000"),
    "an index of its own": ({"index": -7}, "index is -7"),
    "downwards within": ({"body": {"clause": "4.1", "count": {"low": 3, "high": 1}}}, "3 to 1 runs downwards"),
}


@pytest.mark.parametrize(("fields", "told"), DOUBTFUL.values(), ids=DOUBTFUL)
def test_what_the_deed_level_could_not_read_is_found_by_the_check_of_the_case(fields, told):
    _, _, problems = problems_of(GOOD, b"", changed(id="e2", **fields), changed(id="e3"))
    assert [problem.where.line for problem in problems] == [3]
    assert told in problems[0].what


def test_all_bad_lines_are_told_at_once():
    lines = [line for line, _ in BAD.values()]
    _, _, problems = problems_of(*lines)
    assert {problem.where.line for problem in problems} == set(range(1, len(lines) + 1))


def test_an_id_twice_points_at_the_first():
    _, _, (problem,) = problems_of(GOOD, GOOD)
    assert "already in line 1" in problem.what


def test_a_file_too_large_is_refused_before_it_is_read():
    assert "more than" in problems_of(b"x" * (LARGEST + 1))[2][0].what


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_raise(data):
    read_history(data, "history.jsonl", WORDS, [])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([*GOOD, "method", "confidence"]), JSON))
def test_no_object_raises(fields):
    entries, _, problems = problems_of({**GOOD, **fields})
    assert bool(entries) != bool(problems)


@settings(deadline=None)
@given(st.sampled_from(["count", "finding", "decision", "suspension", "correction", "dispute", "consent"]), JSON, JSON)
def test_no_body_raises(kind, one, other):
    body = {
        "clause": one,
        "clauses": other,
        "act": other,
        "slots": one,
        "of": one,
        "low": one,
        "high": other,
        "what": other,
        "parties": one,
    }
    problems_of(changed(type=kind, body=body))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("deal = 1", "deal wants a text"),
        ("nonsense = 1", "not a key"),
        ("agreements = ['../other.deal.md']", "file names of this folder"),
        ("agreements = ['gone.deal.md']", "no gone.deal.md"),
        ("history = '../../secret'", "not a plain file name"),
        ("title = {en = 1}", "one text for each language"),
        ("[[source]]\nid = 1", "id and title"),
        ("deal =", "not TOML"),
        ("deal = 'quay'", "not of quay"),
    ],
)
def test_a_bad_case_toml_is_told_with_its_place(tmp_path, text, told):
    (tmp_path / "a.deal.md").write_bytes((CASE.folder / "agreement.deal.md").read_bytes())
    (tmp_path / "case.toml").write_text(text, "utf-8")
    with pytest.raises(InputWrong) as caught:
        read_case(str(tmp_path))
    assert told in str(caught.value)


def test_problems_of_all_files_come_together(tmp_path):
    (tmp_path / "a.deal.md").write_text("nothing", "utf-8")
    (tmp_path / "history.jsonl").write_text("{", "utf-8")
    (tmp_path / "case.toml").write_text("x = 1", "utf-8")
    with pytest.raises(InputWrong) as caught:
        read_case(str(tmp_path))
    assert {problem.where.file for problem in caught.value.problems} == {"a.deal.md", "history.jsonl", "case.toml"}

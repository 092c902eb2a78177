"""Reading entries: every problem of every entry at once, each with its line; only the project's own errors escape."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.deal.standing import read_events
from safeconduct.errors import InputWrong

from .quay import entry

GOOD = entry(1, "2020-05-02", "deed", "north", act="leave")


def problems(*lines):
    with pytest.raises(InputWrong) as wrong:
        read_events(lines, "quay", "history.jsonl")
    return [(problem.code, problem.where.line, problem.what) for problem in wrong.value.problems]


def test_all_problems_at_once_with_their_lines():
    found = problems(
        json.dumps(GOOD),
        "{not json",
        GOOD,
        GOOD | {"id": "e3", "deal": "elsewhere"},
        GOOD | {"id": "e4", "type": "wish"},
        GOOD | {"id": "e5", "recorded": "yesterday", "body": {}},
    )
    assert [line for _, line, _ in found] == [2, 3, 4, 5, 6, 6]
    assert [code for code, _, _ in found] == [
        "deal/event",
        "deal/duplicate",
        "deal/other-deal",
        "deal/event",
        "deal/event",
        "deal/event",
    ]


@pytest.mark.parametrize(
    ("kind", "body", "word"),
    [
        ("count", {"what": "buses", "low": 9, "high": 5}, "downwards"),
        ("count", {"what": "buses", "low": -1, "high": 5}, "low"),
        ("count", {"what": "buses", "low": True, "high": 5}, "low"),
        ("finding", {"clause": "1.1", "result": "guilty"}, "result"),
        ("state", {"state": "storm", "value": "rages"}, "value"),
        ("deed", {"act": "leave", "slots": {"to": 4}}, "slots"),
        ("decision", {"act": ["leave"]}, "act"),
        ("extension", {"clause": "1.1"}, "until"),
        ("correction", {"of": "e1"}, "body"),
    ],
)
def test_a_body_that_says_nothing_clear_is_refused(kind, body, word):
    assert any(word in what for _, _, what in problems(entry(1, "2020-05-02", kind, "north", **body)))


def test_an_interval_that_ends_before_it_begins():
    backwards = GOOD | {"occurred": {"from": "2020-05-02T09:00:00Z", "to": "2020-05-02T08:00:00Z"}}
    assert [what for _, _, what in problems(backwards)] == ["it ends before it begins"]


def test_empty_lines_count_as_lines_and_not_as_entries():
    (event,) = read_events(["", json.dumps(GOOD), "  "], "quay")
    assert event.index == 0


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text(max_size=5), v, max_size=3),
)


@given(
    st.lists(
        st.one_of(
            json_values, st.binary(max_size=20), st.text(max_size=20), st.dictionaries(st.sampled_from(sorted(GOOD)), json_values)
        ),
        max_size=4,
    )
)
def test_whatever_is_read_only_the_projects_own_errors_escape(lines):
    with suppress(InputWrong):
        assert len(read_events(lines, "quay")) <= len(lines)

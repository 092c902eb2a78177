"""Problems as text and as JSON, the family and its exit codes, the registry."""

import pytest

from safeconduct.errors import (
    CODES,
    EnvironmentFails,
    EvidenceFails,
    InputWrong,
    Place,
    Problem,
    Refused,
    RightsMissing,
    SafeconductError,
    as_json,
    as_text,
    register,
)

WHOLE = Problem("room/what", "it is wrong", "it matters", "mend it", Place("f.md", 3, 4, "abc [x]"), ("did you mean y?",))


def test_text_holds_place_excerpt_caret_reason_and_cure():
    assert as_text(WHOLE).split("\n") == [
        "f.md:3:4: room/what: it is wrong",
        "  | abc [x]",
        "  |    ^",
        "  why it matters: it matters",
        "  what to do: mend it",
        "  did you mean y?",
    ]


def test_a_bare_problem_is_one_line():
    assert as_text(Problem("room/what", "it is wrong")) == "room/what: it is wrong"


@pytest.mark.parametrize("column", [1, 50, 500, 999])
def test_of_a_long_line_the_part_around_the_place_is_shown(column):
    line = "".join(chr(0x4E00 + n) for n in range(1000))
    shown = as_text(Problem("room/what", "x", where=Place("f", 1, column, line))).split("\n")
    assert len(shown[1]) <= 100
    assert shown[1][shown[2].index("^")] == line[column - 1]


def test_json_has_every_part():
    where = {"file": "f.md", "line": 3, "column": 4, "excerpt": "abc [x]", "entry": None}
    assert as_json(WHOLE) == {
        "code": "room/what",
        "what": "it is wrong",
        "why": "it matters",
        "do": "mend it",
        "where": where,
        "more": ["did you mean y?"],
    }
    assert as_json(Problem("room/what", "x"))["where"] is None


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place("f", 3, 4), "f:3:4"),
        (Place("f", 3), "f:3"),
        (Place("f"), "f"),
        (Place("log", entry=7), "log#7"),
        (Place(entry=7), "entry 7"),
        (Place(), ""),
    ],
)
def test_places_as_text(place, text):
    assert str(place) == text


@pytest.mark.parametrize(
    ("kind", "code"), [(InputWrong, 3), (Refused, 1), (EvidenceFails, 1), (RightsMissing, 4), (EnvironmentFails, 5)]
)
def test_the_family_carries_every_problem_and_its_exit_code(kind, code):
    error = kind([WHOLE, Problem("room/other", "also wrong")])
    assert isinstance(error, SafeconductError)
    assert (error.exit_code, len(error.problems), str(error).count("\n")) == (code, 2, 1)
    assert kind(WHOLE).problems == (WHOLE,)


def test_a_code_means_one_thing():
    code = "test/once"
    try:
        assert register(code, "t", "x") == register(code, "t", "x") == code
        with pytest.raises(ValueError, match="twice"):
            register(code, "t", "y")
    finally:
        CODES.pop(code)

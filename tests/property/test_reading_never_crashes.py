"""Whatever the bytes, reading ends with an agreement or with the project's own problems, and with no more than a page of them.

``SAFECONDUCT_FUZZ`` is the number of inputs of each kind (60 by default).
"""

import json
import os
from importlib import resources

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safeconduct.deal import read, tree_digest, write
from safeconduct.deal.check import problems
from safeconduct.deal.gate import protection_gate
from safeconduct.deal.legs import legs_of
from safeconduct.deal.lint import lint
from safeconduct.errors import InputWrong, as_json, as_text
from safeconduct.kernel import parse_instant

MANY = int(os.environ.get("SAFECONDUCT_FUZZ", "60"))
SETTINGS = settings(max_examples=MANY, deadline=None, suppress_health_check=list(HealthCheck))
CASE = resources.files("safeconduct") / "cases" / "harbour"
HARBOUR = (CASE / "agreement.deal.md").read_text("utf-8")
HISTORY = [json.loads(line) for line in (CASE / "history.jsonl").read_text("utf-8").splitlines()]
FRONT_ENDS = HARBOUR.index("## Words")
SENTENCES = [line for line in HARBOUR[: HARBOUR.index("## Français")].split("\n") if line.startswith("**")]
VOCABULARY = sorted({word for line in SENTENCES for word in line.split(" ")})
SHARDS = [
    "[", "]", "[[", "**", "**1.1**", "|", "\\|", "| --- |", ">", "> > >", "{", "}", "{1.1}", "##", "## Words", "---", "\n", "\n\n",
    "\t", "\r", "\0", "\ufeff", "\u200f", "\u202e", "é", "e\u0301", "İ", "“", "”", "«", "(a)", "(the pl)", "(les f)", "0", "9" * 30,
    "4." + "1" * 30, "clauses 9 to 1", "day 0", "31 February 2031", "until", "provided that", "and/or", "[harbour]", "[depart]",
    "&a", "*a", "!!python/object:x", "? ", "- - - -", "{a: {b: ", "<<:", "%YAML 9", "''", '"', "~", "en", "fr", "ar", "\ud83d\ude00",
]  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _say_how_many():
    yield
    print(f"reading: {MANY} inputs of each kind")


def read_or_refused(data):
    try:
        return read(data), ()
    except InputWrong as wrong:
        return None, wrong.problems


def must_be_read_or_refused(data):
    agreement, refused = read_or_refused(data)
    if agreement is None:
        assert 0 < len(refused) <= 1001
        assert all(problem.code in as_text(problem) and as_json(problem)["what"] for problem in refused)
        return
    found = problems(agreement)
    assert all(problem.why and problem.do for problem in found)
    for language in ("en", "fr"):
        assert all(finding.text for finding in lint(agreement, language))
    assert len(tree_digest(agreement)) == 64
    assert read(write(agreement).encode()) == agreement
    for leg in legs_of(agreement):
        protection_gate(agreement, [], parse_instant("2031-03-09T05:00:00Z"), leg)


@SETTINGS
@given(st.binary(max_size=3000))
def test_any_bytes(data):
    must_be_read_or_refused(data)


@SETTINGS
@given(st.lists(st.one_of(st.sampled_from(SHARDS), st.sampled_from(VOCABULARY), st.text(max_size=12)), max_size=60).map("".join))
def test_any_text_below_a_good_front_matter(text):
    must_be_read_or_refused((HARBOUR[:FRONT_ENDS] + text).encode("utf-8", "surrogatepass"))


@SETTINGS
@given(st.lists(st.one_of(st.sampled_from(SHARDS), st.text(max_size=12)), max_size=30).map(" ".join))
def test_any_front_matter(text):
    must_be_read_or_refused(f"---\n{text}\n---\n{HARBOUR[FRONT_ENDS:]}".encode("utf-8", "surrogatepass"))


@st.composite
def mutated(draw, text):
    """Cut, double, move or replace up to five stretches."""
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 1, 2, 10, 80, 1000])))
        kind = draw(st.sampled_from(["cut", "double", "move", "put"]))
        piece, rest = text[start:end], text[:start] + text[end:]
        if kind == "cut":
            text = rest
        elif kind == "double":
            text = text[:end] + piece + text[end:]
        elif kind == "move":
            to = draw(st.integers(0, len(rest)))
            text = rest[:to] + piece + rest[to:]
        else:
            text = text[:start] + draw(st.one_of(st.sampled_from(SHARDS), st.text(max_size=6))) + text[end:]
    return text


@SETTINGS
@given(mutated(HARBOUR))
def test_mutated_files(text):
    must_be_read_or_refused(text.encode("utf-8", "surrogatepass"))


@st.composite
def mutated_lines(draw):
    """Whole lines taken out, doubled or moved: most of these still read."""
    lines = HARBOUR.split("\n")
    for _ in range(draw(st.integers(1, 4))):
        index = draw(st.integers(0, len(lines) - 1))
        line = lines.pop(index)
        for _ in range(draw(st.integers(0, 2))):
            lines.insert(draw(st.integers(0, len(lines))), line)
    return "\n".join(lines)


@SETTINGS
@given(mutated_lines())
def test_mutated_lines(text):
    must_be_read_or_refused(text.encode())


@st.composite
def mutated_sentence(draw):
    """Words of one sentence taken out, exchanged, or put in from other sentences; in English alone, so that it can read."""
    head = HARBOUR[: HARBOUR.index("## Français")].replace("languages: [en, fr]", "languages: [en]")
    line = draw(st.sampled_from(SENTENCES))
    words = line.split(" ")
    for _ in range(draw(st.integers(1, 4))):
        index = draw(st.integers(1, len(words)))
        change = draw(st.sampled_from(["out", "in", "swap"]))
        if change == "out":
            del words[index : index + 1]
        elif change == "in":
            words.insert(index, draw(st.sampled_from(VOCABULARY)))
        elif index + 1 < len(words):
            words[index], words[index + 1] = words[index + 1], words[index]
    return head.replace(line, " ".join(words))


@SETTINGS
@given(mutated_sentence())
def test_mutated_sentences(text):
    must_be_read_or_refused(text.encode())


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8), st.sampled_from(["6.1", "6", "return"])),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["clause", "gate", "leg", "persons", "of", "body", "from", "result"]), inner, max_size=3)),
    max_leaves=6,
)  # fmt: skip


@SETTINGS
@given(st.integers(0, len(HISTORY) - 1), st.sampled_from(["id", "deal", "type", "actor", "occurred", "recorded", "body"]), VALUES)
def test_any_value_in_any_entry_is_read_or_refused_by_the_gate(index, key, value):
    agreement = read(HARBOUR.encode())
    events = [event | {key: value} if number == index else event for number, event in enumerate(HISTORY)]
    refused = ()
    try:
        protection_gate(agreement, events, parse_instant("2031-03-09T05:00:00Z"), legs_of(agreement)[0])
    except InputWrong as wrong:
        refused = wrong.problems
    assert all(problem.where.line > 0 for problem in refused)

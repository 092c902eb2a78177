"""The real cases that are shipped obey the rules for real cases: sourced, neutral, whole, and in the wheel."""

import json
import re
import tomllib
from datetime import time, timedelta
from functools import cache
from pathlib import Path

import pytest

from safeconduct.deal import read, tree
from safeconduct.kernel import parse_instant

CASES = Path(__file__).parents[2] / "src" / "safeconduct" / "cases"
REAL = sorted(
    folder.name
    for folder in CASES.iterdir()
    if (folder / "case.toml").exists() and "reconstruction = true" in (folder / "case.toml").read_text("utf-8")
)
LOADED_WORDS = re.compile(
    r"\b(terroris\w*|militants?|rebels?|rebelles?|rébellion|regimes?|régimes?|surrender\w*|targets?|screening list\w*)\b",
    re.IGNORECASE,
)
ENTRY_KEYS = {"id", "deal", "type", "actor", "occurred", "recorded", "method", "source", "confidence", "body"}


@cache
def case(name):
    return tomllib.loads((CASES / name / "case.toml").read_text("utf-8"))


@cache
def agreements(name):
    return {file.removesuffix(".deal.md"): read((CASES / name / file).read_bytes(), file) for file in case(name)["agreements"]}


@cache
def history(name):
    lines = (CASES / name / case(name)["history"]).read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def known_words(name):
    return set(case(name)["words"]).union(*(agreement.words for agreement in agreements(name).values()))


def test_there_are_real_cases():
    assert {"aleppo-2016", "four-towns-2017"} <= set(REAL)


@pytest.mark.parametrize("name", REAL)
def test_a_case_says_that_it_is_a_reconstruction_in_every_language_of_its_texts(name):
    languages = {language for agreement in agreements(name).values() for language in agreement.languages}
    assert all(languages <= set(case(name)[key]) for key in ("title", "says"))


@pytest.mark.parametrize("name", REAL)
def test_every_agreement_file_of_the_folder_belongs_to_the_case_and_its_deal(name):
    assert sorted(file.name for file in (CASES / name).glob("*.deal.md")) == sorted(case(name)["agreements"])
    assert {agreement.deal for agreement in agreements(name).values()} == {case(name)["deal"]}


@pytest.mark.parametrize("name", REAL)
def test_entries_have_exactly_the_keys_of_an_entry_of_this_deal(name):
    for entry in history(name):
        assert set(entry) == ENTRY_KEYS, entry["id"]
        assert entry["deal"] == case(name)["deal"], entry["id"]


@pytest.mark.parametrize("name", REAL)
def test_entries_are_documents_with_a_source_and_nothing_unconfirmed(name):
    for entry in history(name):
        assert entry["method"] == "document", entry["id"]
        assert entry["source"].strip(), entry["id"]
        assert entry["confidence"] in ("A", "B"), entry["id"]


@pytest.mark.parametrize("name", REAL)
def test_ids_are_unique(name):
    ids = [entry["id"] for entry in history(name)]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("name", REAL)
def test_nothing_is_recorded_before_it_can_have_happened_and_the_file_runs_in_order_of_record(name):
    recorded = []
    for entry in history(name):
        begins, ends = (parse_instant(entry["occurred"][end]) for end in ("from", "to"))
        recorded.append(parse_instant(entry["recorded"]))
        assert begins <= ends, entry["id"]
        assert recorded[-1] >= begins, entry["id"]
    assert recorded == sorted(recorded)


@pytest.mark.parametrize("name", REAL)
def test_whole_days_are_local_days_of_the_agreements_clock(name):
    zone = next(iter(agreements(name).values())).clock.info()
    for entry in history(name):
        begins, ends = (parse_instant(entry["occurred"][end]).astimezone(zone) for end in ("from", "to"))
        if ends > begins and (ends - begins) % timedelta(days=1) == timedelta(0):
            assert begins.time() == ends.time() == time(0), entry["id"]


@pytest.mark.parametrize("name", REAL)
def test_whoever_and_whatever_an_entry_names_is_a_word_of_a_text_or_of_the_case(name):
    known = known_words(name)
    for entry in history(name):
        body = entry["body"]
        named = [
            entry["actor"],
            *(body[key] for key in ("act", "event", "of", "state", "what") if key in body),
            *body.get("parties", ()),
        ]
        assert set(named) <= known, (entry["id"], set(named) - known)


@pytest.mark.parametrize("name", REAL)
def test_every_word_of_the_case_is_used_and_named_in_both_languages(name):
    used = {entry["actor"] for entry in history(name)} | {entry["body"].get("what") for entry in history(name)}
    assert set(case(name)["words"]) <= used
    assert all(set(labels) == {"en", "fr"} for labels in case(name)["words"].values())


@pytest.mark.parametrize("name", REAL)
def test_clauses_that_entries_name_stand_in_the_agreement_they_name(name):
    for entry in history(name):
        body = entry["body"]
        for clause in [*body.get("clauses", ()), *([body["clause"]] if "clause" in body else ())]:
            assert clause in agreements(name)[body["agreement"]].by_id, entry["id"]


@pytest.mark.parametrize("name", REAL)
def test_every_word_of_a_words_table_is_used_in_a_sentence(name):
    for file, agreement in agreements(name).items():
        said = " ".join(repr(clause.sentence) for clause in agreement.clauses)
        witnesses = {word.shown_by.witness for word in agreement.words.values() if word.shown_by}
        unused = [word for word in agreement.words if repr(word) not in said and word not in witnesses]
        assert not unused, file


@pytest.mark.parametrize("name", REAL)
def test_signatures_in_the_record_are_those_of_the_text(name):
    written = {
        (file, clause.sentence.actor)
        for file, agreement in agreements(name).items()
        for clause in agreement.clauses
        if isinstance(clause.sentence, tree.Signed)
    }
    recorded = {(entry["body"]["agreement"], entry["actor"]) for entry in history(name) if entry["type"] == "signature"}
    assert recorded == written


@pytest.mark.parametrize("name", REAL)
def test_no_file_of_a_case_uses_loaded_words(name):
    for file in sorted(path for path in (CASES / name).rglob("*") if path.is_file()):
        assert not LOADED_WORDS.findall(file.read_text("utf-8")), file.name


def test_the_wheel_holds_every_file_of_the_cases(tmp_path):
    from hatchling.builders.wheel import WheelBuilder

    root = CASES.parents[2]
    packed = {file.distribution_path for file in WheelBuilder(str(root)).recurse_included_files()}
    wanted = {f"safeconduct/cases/{path.relative_to(CASES).as_posix()}" for path in CASES.rglob("*") if path.is_file()}
    assert wanted
    assert wanted <= packed

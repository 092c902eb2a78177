"""Real agreements as one file each: the text, what was reported, and what follows from both.

A block ```` ```expect … ```` holds the expected output of its command. ``ACCEPT=1 pytest tests/golden/cases`` writes what is
computed; the difference is the review.
"""

import dataclasses
import json
import os
import re
from functools import cache
from pathlib import Path

import pytest

from safeconduct.deal import read, tree_digest, write
from safeconduct.deal.norms import norms_of, rival_norms
from safeconduct.deal.standing import read_events, standing
from safeconduct.kernel import parse_instant

FILES = sorted(Path(__file__).parent.glob("*.md"))
SHIPPED = sorted((Path(__file__).parents[3] / "src" / "safeconduct" / "cases").glob("*/*.deal.md"))
BLOCK = re.compile(r"^```(?P<kind>\w+)(?: (?P<command>[^\n]*))?\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)


@cache
def blocks(file):
    return list(BLOCK.finditer(file.read_text("utf-8")))


@cache
def agreement(file):
    if file.name.endswith(".deal.md"):
        return read(file.read_bytes(), file.name)
    return read(next(block["body"] for block in blocks(file) if block["kind"] == "deal").encode(), f"{file.stem}.deal.md")


@cache
def events(file):
    return [json.loads(line) for line in next(b["body"] for b in blocks(file) if b["kind"] == "events").splitlines()]


def norms_table(file):
    """One line for each norm: clause, force, mode, who, what; rival readings last, with the words that decide."""
    for norm in (*norms_of(agreement(file)), *rival_norms(agreement(file))):
        slots = "".join(f" {slot}={value}" for slot, value in norm.deed.slots)
        reading = f"  if read by “{norm.reading}”" if norm.reading else ""
        who = "+".join(norm.bearers) or "nobody named"
        yield f"{norm.id:8}{norm.force.name.lower():12}{norm.mode.value:12}{who}: {norm.deed.act}{slots}{reading}"


def standing_table(file, at, *clauses):
    """One line for each instance of some clauses at an instant; below, what every rival reading changes."""
    now = standing([agreement(file)], read_events(events(file), agreement(file).deal), parse_instant(at))
    yield from (_stands(one) for one in now.instances if one.clause in clauses)
    for reading in now.readings:
        yield f"if read by “{reading.name}” in clause {reading.clause}:"
        yield from (_stands(one) for one in reading.instances if one.clause in clauses)


def _stands(one):
    reached = (
        "" if one.progress is None else f"  reached {one.progress[0]} to {'…' if one.progress[1] is None else one.progress[1]}"
    )
    needs = f", {one.needs} more needed" if one.needs else ""
    return f"{one.norm.id:8}{one.trigger:24}{one.state}{reached}{needs}"


COMMANDS = {"norms": norms_table, "standing": standing_table}
EXPECTED = [(file, number) for file in FILES for number, block in enumerate(blocks(file)) if block["kind"] == "expect"]


@pytest.mark.parametrize(("file", "number"), EXPECTED, ids=lambda part: getattr(part, "stem", str(part)))
def test_what_follows_is_what_the_file_says(file, number):
    block = blocks(file)[number]
    verb, *arguments = block["command"].split()
    computed = "".join(f"{line}\n".replace(" \n", "\n") for line in COMMANDS[verb](file, *arguments))
    if os.environ.get("ACCEPT"):
        text = file.read_text("utf-8")
        file.write_text(text.replace(block[0], f"```expect {block['command']}\n{computed}```"), "utf-8")
        blocks.cache_clear()
    else:
        assert computed == block["body"]


@pytest.mark.parametrize("file", [*FILES, *SHIPPED], ids=lambda file: file.name)
def test_each_language_alone_has_the_hash_of_both(file):
    whole = agreement(file)
    assert set(whole.languages) == {"en", "fr"}
    for language in whole.languages:
        alone = read(write(dataclasses.replace(whole, languages=(language,))).encode())
        assert tree_digest(alone) == tree_digest(whole)


@pytest.mark.parametrize("file", [*FILES, *SHIPPED], ids=lambda file: file.name)
def test_it_is_read_back_as_it_was_written(file):
    assert read(write(agreement(file)).encode()) == agreement(file)


@pytest.mark.parametrize("file", [*FILES, *SHIPPED], ids=lambda file: file.name)
def test_no_word_of_the_table_is_idle(file):
    said = " ".join(repr(clause.sentence) for clause in agreement(file).clauses)
    witnesses = {word.shown_by.witness for word in agreement(file).words.values() if word.shown_by}
    assert not [word for word in agreement(file).words if repr(word) not in said and word not in witnesses]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_what_was_reported_names_its_source_and_clauses_that_exist(file):
    for entry in events(file):
        assert entry["deal"] == agreement(file).deal
        assert entry["source"], entry["id"]
        assert entry["confidence"] in ("A", "B"), entry["id"]
        assert {entry["body"]["clause"]} <= set(agreement(file).by_id) if "clause" in entry["body"] else True, entry["id"]

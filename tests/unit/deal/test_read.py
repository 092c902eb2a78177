"""Everything wrong with a file in one run, in the order of the text; what did not read makes nothing else look wrong."""

import importlib.util
from pathlib import Path

import pytest

from safeconduct.deal import read
from safeconduct.errors import InputWrong

_spec = importlib.util.spec_from_file_location("harbour", Path(__file__).with_name("harbour.py"))
harbour = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(harbour)

TEN = """---
format: safeconduct-deal/1
deal: quay
title: {en: "The quay"}
languages: [en]
clock: Europe/Lisbonne
day-count: 0
---

## Words

| id | kind | English | shown by |
| --- | --- | --- | --- |
| north | party | North | |
| south | party | South | |
| south | party | South again | |
| families | group | families (the pl) | |
| open | act | open the gate | observation |
| leave | act | leave the quay | observation |

## English

**1.1** [North] shall [open the gate], for between 8,000 and 6,000 persons among the [families].

**1.2** [North] promises to do what it can.

**1.3** [North] shall [open the gate], by 30 February 2020.

**1.4** [North] shall [open the gat], by day 3.

**1.5** [North] shall [open the gate], only after clause 1.6 is complete.

**1.6** [South] shall [open the gate], only after clause 1.5 is complete.

**1.7** The [families] shall [leave the quay].

**1.7** [South] shall [open the gate], only after clause 9.9 is complete.

**1.8** [South] shall [open the gate], by day 9, by day 2.

It is getting late.
"""
FOUND = [
    "deal/front-matter", "deal/duplicate", "deal/range", "deal/unparsed", "deal/impossible-date", "deal/unknown-word",
    "deal/circular-time", "deal/forced-displacement", "deal/duplicate", "deal/dangling", "deal/two-limits", "deal/unmapped",
]  # fmt: skip


def wrong(text):
    with pytest.raises(InputWrong) as found:
        read(text.encode())
    return found.value.problems


def test_twelve_different_mistakes_come_out_at_once_in_the_order_of_the_text():
    found = wrong(TEN)
    assert [problem.code for problem in found] == FOUND
    lines = [problem.where.line for problem in found]
    assert lines == sorted(lines)
    assert all(problem.what and problem.why and problem.do for problem in found)


CUT = ["1.1", "2.2", "3.6", "5.1", "6.1", "7.1", "9.1", "9.3", "10.2"]


@pytest.mark.parametrize("clause", CUT)
@pytest.mark.parametrize("language", ["English", "Français", "both"])
def test_a_sentence_that_does_not_read_makes_nothing_else_look_wrong(clause, language):
    text = harbour.text()
    head, english, french = text.partition("## English")[0], *text.partition("## English")[2].split("## Français")
    english, french = (
        part.replace(f"**{clause}** ", f"**{clause}** Perhaps ") if language in (name, "both") else part
        for name, part in (("English", english), ("Français", french))
    )
    found = wrong(f"{head}## English{english}## Français{french}")
    assert {problem.code for problem in found} <= {"deal/unparsed", "deal/ambiguous"}
    assert len(found) == (2 if language == "both" else 1)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("languages", "languages: [en, de]"),
        ("languages", ""),
        ("clock", "clock: Mars/Olympus"),
        ("day-count", "day-count: 7"),
        ("title", "title: Harbour"),
        ("format", "format: other/1"),
    ],
)
def test_a_wrong_front_matter_does_not_hide_the_rest(key, value):
    text = "\n".join(value if line.startswith(f"{key}:") else line for line in harbour.text().split("\n"))
    text = text.replace("between 380 and 420", "between 420 and 380").replace("entre 380 et 420", "entre 420 et 380")
    found = [problem.code for problem in wrong(text)]
    assert found[0] == "deal/front-matter"
    assert found[-1] == "deal/range"


def test_one_byte_that_is_no_utf8_makes_nothing_else_of_its_line_look_wrong():
    data = harbour.text().encode().replace("À condition".encode(), "À condition".encode() + b"\xa0", 1)
    with pytest.raises(InputWrong) as found:
        read(data)
    assert [problem.code for problem in found.value.problems] == ["deal/encoding"]


def test_another_encoding_does_not_hide_the_rest():
    text = harbour.text().replace("between 380 and 420", "between 420 and 380").replace("entre 380 et 420", "entre 420 et 380")
    mixed = text.encode().replace("Français\n".encode(), "Français\n".encode("cp1252"))
    with pytest.raises(InputWrong) as found:
        read(mixed)
    assert [problem.code for problem in found.value.problems] == ["deal/range", "deal/encoding"]
    assert found.value.problems[1].where.column == len("## Fran") + 1
    with pytest.raises(InputWrong, match="UTF-16"):
        read(text.encode("utf-16"))


def test_an_invisible_character_does_not_hide_the_rest():
    text = (
        harbour.text().replace("between 380 and 420", "between 420\u200b and 380").replace("entre 380 et 420", "entre 420 et 380")
    )
    assert [problem.code for problem in wrong(text)] == ["deal/range", "deal/encoding"]


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("**4.2**", "**4.2a**", ["deal/numbering"] * 2),
        ("**4.2**", "**4.1**", ["deal/duplicate"] * 2),
        ("| south | party |", "| north | party |", ["deal/duplicate"]),
        ("day-count: 0", "? [a, b]\n: 0\nday-count: 0", ["deal/front-matter"]),
        ("day-count: 0\n---", "day-count: 0", ["deal/front-matter", "deal/unmapped"]),
        ("by day 6.", "by 1 January 0001.", ["deal/impossible-date"]),
    ],
)
def test_one_mistake_is_told_once_and_in_words(old, new, codes):
    found = wrong(harbour.text().replace(old, new))
    assert [problem.code for problem in found] == codes
    assert not any("Node(" in problem.what for problem in found)

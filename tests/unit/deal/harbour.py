"""The fictional agreement of the package, and ways to take something out of it, as a tree and as lines of its file."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib import resources

from safeconduct.deal import read, tree, write_clause
from safeconduct.deal.walk import substitute


@cache
def text() -> str:
    return (resources.files("safeconduct") / "cases" / "harbour" / "agreement.deal.md").read_text("utf-8")


@cache
def agreement():
    return read(text().encode(), "harbour.deal.md")


def with_sentence(clause, sentence, base=None):
    """The agreement with another sentence in one clause; None takes the clause out."""
    base = base or agreement()
    changed = (replace(one, sentence=sentence) if one.id == clause else one for one in base.clauses)
    return replace(base, clauses=tuple(one for one in changed if one.sentence is not None))


def without_detail(clause, kind):
    """The agreement with the details or premises of one kind taken out of one clause."""
    sentence = substitute(agreement().by_id[clause].sentence, lambda part: None if isinstance(part, kind) else part)
    return with_sentence(clause, sentence)


def changed(clause, change):
    """The agreement with every part of one clause replaced by what ``change`` makes of it."""
    return with_sentence(clause, substitute(agreement().by_id[clause].sentence, change))


def without_proof(word):
    """The agreement with an empty cell *shown by*."""
    words = agreement().words
    return replace(agreement(), words={**words, word: replace(words[word], shown_by=None)})


def in_the_file(other) -> str:
    """Carry the difference between harbour and another tree into the lines of harbour's file."""
    lines = text().split("\n")
    language = ""
    out = []
    for line in lines:
        if line.startswith("## "):
            language = {"English": "en", "Français": "fr"}.get(line[3:], "")
        id_ = line[2:].split("**")[0] if line.startswith("**") else ""
        row = line.split(" | ")[0].removeprefix("| ")
        if language and id_:
            line = f"**{id_}** {write_clause(other, id_, language)}" if id_ in other.by_id else ""
        elif not language and row in other.words and other.words[row].shown_by is None:
            line = " | ".join([*line.split(" | ")[:4], " |"])
        out.append(line)
    return "\n".join(out)


SOMEONE = tree.Someone()

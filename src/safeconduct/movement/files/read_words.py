"""Rows of ``[[word]]``: which groups and places of the movement a word of the agreement stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from safeconduct.errors import InputWrong, Place, say
from safeconduct.movement import codes
from safeconduct.movement.files.sources import toml_rows
from safeconduct.movement.model import Problem
from safeconduct.movement.terms import ARRIVED, COUNTED


@dataclass(frozen=True, slots=True)
class Said:
    """What one word of the agreement stands for in the movement.

    Arguments:
        groups: ids of groups; empty for people who are no part of this movement.
        places: ids of places.
        where: for an event, where people count when it has come about ("the safe arrival of …").
        place: where the row stands in the user's file.
    """

    word: str
    groups: tuple[str, ...]
    places: tuple[str, ...]
    where: str
    place: Place


def read_words(files: Mapping[str, str], problem: Problem) -> tuple[Said, ...]:
    """Return what ``movement.toml`` says of the words of the agreement.

    Raises: InputWrong for unknown groups and places, and for a word that is listed twice.
    """
    rows = toml_rows(files["movement.toml"], "movement.toml", []).get("word", [])
    groups, places = [group.id for group in problem.groups], [place.id for place in problem.places]
    found: list[Said] = []
    for row in rows:
        word = row.text("id", needed=True)
        who, ends = row.texts("groups"), row.texts("places")
        row.expect("groups", who, groups, "group")
        row.expect("places", ends, places, "place")
        if word in (said.word for said in found):
            row.wrong(
                codes.TWICE,
                "id",
                say("{word} is listed twice", word=word),
                say("only one of them would hold"),
                say("write one [[word]]"),
            )
        found.append(Said(word, who, ends, row.choice("where", COUNTED, ARRIVED), row.where("id")))
        row.finish()
    problems = [problem for row in rows[:1] for problem in row.problems]
    if problems:
        raise InputWrong(problems)
    return tuple(found)

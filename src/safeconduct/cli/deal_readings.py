"""The verb of ``deal`` that compares rival readings: what is promised and how it stands under each, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from safeconduct.cli.answer import Answer, Line
from safeconduct.cli.target import file_or_case, which_agreement
from safeconduct.cli.verb import Asked, verb

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from safeconduct.cli.question import Question
    from safeconduct.deal.promise import RivalReading, Shift, Turn
    from safeconduct.deal.promise.rival import Item
    from safeconduct.deal.standing import Difference, Instance, Standing


@verb(times=True)
@file_or_case
@which_agreement
def readings(asked: Asked, target: str, which: str | None) -> Answer:
    """Compare the rival readings that a text declares: where they lead apart, side by side, and the word that decides."""
    from safeconduct.case.stand import stand
    from safeconduct.cli.question import Question
    from safeconduct.deal.promise import rival_readings

    question = Question.of(asked, target, which)
    found = rival_readings(question.agreement, question.facts)
    standing = stand(question.case, question.at, question.known_by)
    states = [_states(question, reading, standing) for reading in found]
    data = [_reading_data(question, reading, rows) for reading, rows in zip(found, states, strict=True)]
    lines: list[Line | str] = [] if found else [Line(question.say("readings.none"))]
    for reading, rows in zip(found, states, strict=True):
        lines += _reading_lines(question, reading, rows)
    return question.answer({"readings": data}, lines)


# --- states ---


def _states(question: Question, reading: RivalReading, standing: Standing) -> list[dict[str, Any]]:
    """Return each instance of this text that stands differently, once for each clause re-read that makes the difference."""
    if question.agreement not in standing.agreements:
        return []
    number = standing.agreements.index(question.agreement)
    reread = {clause for clause, _ in reading.clauses}
    about = [one for one in standing.readings if one.name == reading.word and one.clause in reread]
    return [row for difference in about for row in _state_rows(question, standing, difference, number)]


def _state_rows(question: Question, standing: Standing, difference: Difference, number: int) -> Iterator[dict[str, Any]]:
    written, reread = standing.by_key(), {one.key: one for one in difference.instances}
    for key in (*reread, *difference.gone):
        if key[0] == number:
            sides = written.get(key), reread.get(key)
            one = next(side for side in sides if side is not None)
            yield {
                "clause": one.clause,
                "norm": one.norm.id,
                "trigger": one.trigger or None,
                "reread": difference.clause,
                "as_written": _state(question, standing, sides[0]),
                "as_reread": _state(question, standing, sides[1]),
            }


def _state(question: Question, standing: Standing, one: Instance | None) -> dict[str, Any] | None:
    from safeconduct.deal.standing import explain

    return None if one is None else {"state": one.state, "text": explain(standing, one, question.asked.language)}


# --- as data ---


def _reading_data(question: Question, reading: RivalReading, states: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {
        "word": reading.word,
        "clauses": [{"clause": clause, "declared_in": by, "text": _text(question, by)} for clause, by in reading.clauses],
        "promises": [_shift_data(question, shift) for shift in reading.shifts],
        "states": list(states),
    }


def _shift_data(question: Question, shift: Shift) -> dict[str, Any]:
    from safeconduct.deal.promise.write import atom_data, norm_data

    speaker = question.speaker
    return {
        "force": shift.force.name.lower(),
        "option": [atom_data(atom, speaker) for atom in shift.option],
        "gained": [norm_data(norm, speaker) for norm in shift.gained],
        "lost": [norm_data(norm, speaker) for norm in shift.lost],
        "differs": [
            {
                "clause": turn.clause,
                "as_written": _item_data(question, turn.written),
                "as_reread": _item_data(question, turn.reread),
            }
            for turn in shift.turns
        ],
    }


def _item_data(question: Question, item: Item | None) -> dict[str, Any] | None:
    from safeconduct.deal.promise import BlockedItem

    if item is None:
        return None
    if isinstance(item, BlockedItem):
        return {"state": "blocked", "reason": item.reason, "who": list(item.who), "text": question.speaker.blocked(item)}
    return {"state": "owed", "reason": None, "who": list(item.norm.bearers), "text": question.speaker.norm(item.norm)}


def _text(question: Question, clause: str) -> str:
    from safeconduct.deal import write_clause

    return write_clause(question.agreement, clause, question.asked.language).replace("[", "").replace("]", "")


# --- for people ---


def _reading_lines(question: Question, reading: RivalReading, states: list[dict[str, Any]]) -> Iterator[Line | str]:
    yield Line(question.say("readings.word", word=reading.word), "strong")
    yield from (Line(f"{clause} · {_text(question, by)}", indent=2) for clause, by in reading.clauses)
    if not reading.shifts:
        yield Line(question.say("readings.same"), indent=2)
    for shift in reading.shifts:
        choice = "; ".join(question.speaker.atom(atom) for atom in shift.option) or question.say("as_it_stands")
        level = question.say(f"level.{shift.force.name.lower()}")
        yield Line(f"{level}, {choice}{question.say('colon').rstrip()}", indent=2)
        for turn in shift.turns:
            yield from _turn_lines(question, turn)
    if not states:
        yield Line(question.say("readings.states_same"), indent=2)
    else:
        yield Line(question.say("readings.states") + question.say("colon").rstrip(), indent=2)
    for row in states:
        sides = [
            f"{question.say('state.' + side['state'])}{question.say('colon')}{side['text']}" if side else None
            for side in (row["as_written"], row["as_reread"])
        ]
        yield from _side_by_side(question, row["clause"], *sides)
    yield ""


def _turn_lines(question: Question, turn: Turn) -> Iterator[Line]:
    sides = [_item_data(question, item) for item in (turn.written, turn.reread)]
    yield from _side_by_side(question, turn.clause, *(side["text"] if side else None for side in sides))


def _side_by_side(question: Question, clause: str, written: str | None, reread: str | None) -> Iterator[Line]:
    """Both readings under each other, in the same order and the same words for every clause."""
    yield Line(f"- {clause}", indent=4)
    for key, text in (("as_written", written), ("as_reread", reread)):
        yield Line(f"{question.say('readings.' + key)}{question.say('colon')}{text or question.say('nothing')}", indent=6)

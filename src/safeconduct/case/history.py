"""``history.jsonl``: bytes to entries, every problem at once with its line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from safeconduct.case.codes import HISTORY
from safeconduct.case.entry import check_entry
from safeconduct.case.vocabulary import Vocabulary
from safeconduct.deal.standing import fits, read_events, restated
from safeconduct.errors import InputWrong, Place, Problem, say

LARGEST = 32 * 1024 * 1024


def read_history(
    data: bytes, file: str, vocabulary: Vocabulary, problems: list[Problem]
) -> tuple[tuple[dict[str, Any], ...], tuple[int, ...]]:
    """Read a history file; problems are added to ``problems``.

    Returns: entries in the order of the file, and the line of each; lines that cannot be read are left out.
    Cost: linear.
    """
    entries: list[dict[str, Any]] = []
    lines: list[int] = []
    earlier: dict[str, int] = {}
    for number, text in _lines(data, file, problems):
        place = Place(file, number, 1, text[:240])
        entry = _object(text, place, problems)
        if entry is None:
            continue
        found = list(check_entry(entry, vocabulary, earlier, place))
        problems += found
        if isinstance(entry.get("id"), str):
            earlier.setdefault(entry["id"], number)
        if not found:
            entries.append({"body": {}, **entry})
            lines.append(number)
    problems += _doubtful(entries, lines, file, vocabulary.deal)
    return tuple(entries), tuple(lines)


def _doubtful(entries: list[dict[str, Any]], lines: list[int], file: str, deal: str) -> Iterator[Problem]:
    """Yield what stops the deed level from reading entries that have the right form, and corrections that say what their entry cannot."""
    try:
        read_events(entries, deal, file, lines)
    except InputWrong as wrong:
        yield from wrong.problems
    by_id = {entry["id"]: entry for entry in entries}
    for entry, line in zip(entries, lines, strict=True):
        fields = entry["body"].get("body")
        if entry["type"] == "correction" and isinstance(fields, dict):
            root = _corrected(entry, by_id)
            if root is not None and not fits(root["type"], restated(root["body"], fields)):
                what = say("as corrected, the entry {id} of type {kind} does not read", id=root["id"], kind=root["type"])
                yield _wrong(what, say("write only the fields that change, as such an entry holds them"), Place(file, line))


def _corrected(entry: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> dict[str, Any] | None:
    """Return the entry that a correction restates, through other corrections; an entry names only earlier ones, so this ends."""
    found: dict[str, Any] | None = entry
    while found is not None and found["type"] == "correction":
        found = by_id.get(found["body"]["of"])
    return found


def _lines(data: bytes, file: str, problems: list[Problem]) -> Iterator[tuple[int, str]]:
    if len(data) > LARGEST:
        what = say("the file has more than {largest} bytes", largest=LARGEST)
        problems.append(_wrong(what, say("split the case, or keep the record in a record folder"), Place(file)))
        return
    for number, raw in enumerate(data.split(b"\n"), 1):
        try:
            text = raw.decode("utf-8-sig" if number == 1 else "utf-8").strip()
        except UnicodeDecodeError as wrong:
            problems.append(
                _wrong(
                    say("byte {raw} is not UTF-8", raw=f"{raw[wrong.start]:#04x}"),
                    say("save as UTF-8"),
                    Place(file, number, wrong.start + 1),
                )
            )
            continue
        if text:
            yield number, text


class _Twice(Exception):
    pass


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Twice(next(key for index, (key, _) in enumerate(pairs) if key in dict(pairs[:index])))
    return found


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _object(text: str, place: Place, problems: list[Problem]) -> dict[str, Any] | None:
    try:
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_refuse)
    except json.JSONDecodeError as wrong:
        at = Place(place.file, place.line, wrong.colno, place.excerpt if wrong.colno <= len(place.excerpt) else "")
        problems.append(_wrong(say("this is not JSON: {msg}", msg=wrong.msg), say("write one object on each line"), at))
    except _Twice as wrong:
        problems.append(_wrong(say("{wrong} stands twice in one object", wrong=wrong), say("keep one of the two"), place))
    except (ValueError, RecursionError) as wrong:
        what = (
            say("this is nested too deeply") if isinstance(wrong, RecursionError) else say("this is not JSON: {wrong}", wrong=wrong)
        )
        problems.append(_wrong(what, say("write one plain object on each line"), place))
    else:
        if isinstance(value, dict):
            return value
        problems.append(_wrong(say("this line is not an object"), say('write {"id": …, "type": …}'), place))
    return None


def _wrong(what: str, do: str, place: Place) -> Problem:
    return Problem(
        HISTORY, what, why=say("a line that does not read would be an event nobody takes into account"), do=do, where=place
    )

"""Add one entry to the history of a case: what is missing is found first, all of it; then it is checked; then it is written."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from safeconduct.case.codes import ENTRY, MISSING, SHIPPED, SIGNED
from safeconduct.case.entry import check_entry, judge
from safeconduct.case.forms import FORMS, ONE_OF, WITH, Field, described
from safeconduct.case.model import Case
from safeconduct.case.read import read_bytes
from safeconduct.case.vocabulary import Vocabulary
from safeconduct.case.write import append_events
from safeconduct.deal.standing import open_doers, read_events
from safeconduct.errors import InputWrong, Place, Problem, Refused, say
from safeconduct.kernel import format_instant, parse_when


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry as it was typed.

    Arguments:
        kind: its type; empty when not given.
        given: head and body fields by name, as typed; ``to=…`` and ``with=…`` under ``slots``.
    """

    kind: str
    given: Mapping[str, str]


HEAD = (Field("actor", "word party group body"), Field("occurred", "when"))


def vocabulary_of(case: Case) -> Vocabulary:
    """Return what entries of a case may name."""
    return Vocabulary(case.settings.deal, case.agreements, frozenset(case.settings.words))


def missing(draft: Draft) -> tuple[Field, ...]:
    """Return the fields that the entry needs and does not have yet, head first.

    >>> [field.name for field in missing(Draft("waiver", {"actor": "north"}))]
    ['occurred', 'clause']
    """
    if draft.kind not in FORMS:
        return (Field("type", "|".join(FORMS)),)
    wanted = (*HEAD, *(field for field in FORMS[draft.kind] if field.required))
    lacking = [field for field in wanted if not draft.given.get(field.name)]
    choice = ONE_OF.get(draft.kind, ())
    if choice and not any(draft.given.get(name) for name in choice):
        lacking.append(next(field for field in FORMS[draft.kind] if field.name == choice[-1]))
    wanted_too = [name for field, others in WITH.items() if draft.given.get(field) for name in others]
    lacking += [field for field in FORMS[draft.kind] if field.name in wanted_too and not draft.given.get(field.name)]
    return tuple(lacking)


def require_complete(draft: Draft) -> None:
    """Raise InputWrong (``case/missing``) with everything that is missing, each as the option to type."""
    lacking = missing(draft)
    if draft.kind and draft.kind not in FORMS:
        near = difflib.get_close_matches(draft.kind.lower(), FORMS, n=2)
        more = tuple(say("did you mean {name}?", name=name) for name in near)
        what, why = say("no type of entry is called {kind}", kind=repr(draft.kind)), say("the type decides what an entry means")
        raise InputWrong(Problem(MISSING, what, why=why, do=say("types: {forms}", forms=", ".join(FORMS)), more=more))
    if lacking:
        raise InputWrong(_lacking(field) for field in lacking)


def build(case: Case, draft: Draft, recorded: datetime) -> dict[str, Any]:
    """Return the entry of a complete draft.

    Arguments:
        recorded: when it is being added, UTC.

    Raises: InputWrong with every problem, each with the nearest word.
    Holds: what is returned reads as a line of ``history.jsonl`` (test_add_event).
    """
    require_complete(draft)
    problems: list[Problem] = _unwritable(draft)
    if problems:
        raise InputWrong(problems)
    entry = _entry(case, draft, recorded, problems)
    earlier = {event["id"]: line for event, line in zip(case.history, case.lines, strict=True)}
    problems += check_entry(entry, vocabulary_of(case), earlier, Place())
    if problems:
        raise InputWrong(dict.fromkeys(problems))
    return entry


def doers_of(case: Case, entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Return who could have done what an entry tells, where it does not say who did and more than one could have; else nobody."""
    if entry["body"].get("by"):
        return ()
    (event,) = read_events([entry], case.settings.deal)
    return open_doers([dated.agreement for dated in case.agreements], event)


def add_events(case: Case, entries: Sequence[dict[str, Any]]) -> None:
    """Append checked entries to the history file of a case.

    Raises: Refused (``case/shipped``, ``case/signed``); EnvironmentFails (``case/changed``, ``case/disk``).
    """
    if case.shipped:
        what = say("{name} came with the program", name=case.name)
        do = say("copy its folder, and add to the copy")
        raise Refused(Problem(SHIPPED, what, why=say("it is the same for everybody"), do=do))
    if case.is_signed:
        do = say("add to it with: safeconduct record add TYPE -C {name}", name=(case.folder / case.settings.history).parent.name)
        raise Refused(
            Problem(
                SIGNED,
                say("the history of {name} is signed", name=case.name),
                why=say("an entry needs its author's signature"),
                do=do,
            )
        )
    path = case.folder / case.settings.history
    before = read_bytes(path) if path.exists() else b""
    append_events(path, before, entries)


def why_not(case: Case, field: Field, text: str, given: Mapping[str, str]) -> str:
    """Return what is wrong with one typed value, or an empty text; for asking again on a terminal."""
    if field.name in ("actor", "occurred", "type"):
        return "" if text else described(field.holds)
    earlier = {event["id"]: line for event, line in zip(case.history, case.lines, strict=True)}
    try:
        value = _value(field, text)
    except ValueError:
        return described(field.holds)
    found = list(judge(field.holds, value, given, vocabulary_of(case), earlier))
    said = [say("{what}; {do}", what=what, do=do) for what, do in found]
    return functools.reduce(lambda rest, one: say("{what}; {do}", what=rest, do=one), said) if said else ""


def _lacking(field: Field) -> Problem:
    option = f"--{field.name} …" if field.name in ("actor", "occurred") else f"{field.name}=…"
    what, why = (
        say("{name} is missing: {holds}", name=field.name, holds=described(field.holds)),
        say("without it the entry could not be taken into account"),
    )
    if field.name == "type":
        return Problem(
            MISSING,
            say("the type of the entry is missing"),
            why=why,
            do=say("name it after the case: {forms}", forms=", ".join(FORMS)),
        )
    return Problem(MISSING, what, why=why, do=say("add {option}", option=option))


def _entry(case: Case, draft: Draft, recorded: datetime, problems: list[Problem]) -> dict[str, Any]:
    given = draft.given
    entry: dict[str, Any] = {"id": given.get("id") or _fresh_id(case, draft.kind), "deal": case.settings.deal, "type": draft.kind}
    entry |= {"actor": given["actor"], "occurred": _interval(case, given["occurred"], problems)}
    try:
        entry["recorded"] = format_instant(parse_when(given["recorded"], case.zone) if given.get("recorded") else recorded)
    except InputWrong as wrong:
        problems += wrong.problems
        entry["recorded"] = format_instant(recorded)
    entry |= {key: given[key] for key in ("method", "source", "confidence") if given.get(key)}
    return entry | {"body": _body(draft, problems)}


def _body(draft: Draft, problems: list[Problem]) -> dict[str, Any]:
    fields = {field.name: field for field in FORMS[draft.kind]} | {
        "text": Field("text", "text"),
        "agreement": Field("agreement", "text"),
    }
    slots: dict[str, list[str]] = {}
    body: dict[str, Any] = {}
    for name, text in draft.given.items():
        if name.startswith("slot:"):
            slots.setdefault(name.removeprefix("slot:"), []).extend(text.split(","))
        elif name.startswith("body:"):
            problems.append(_no_field(name.removeprefix("body:"), draft.kind, list(fields)))
        elif name in fields and text:
            try:
                body[name] = _value(fields[name], text)
            except ValueError:
                do = say("write {holds}", holds=described(fields[name].holds))
                problems.append(
                    Problem(
                        MISSING,
                        say("{name}: {text} does not fit", name=name, text=repr(text)),
                        why=say("it would be read as something else"),
                        do=do,
                    )
                )
    return body | ({"slots": slots} if slots else {})


def _no_field(name: str, kind: str, known: Sequence[str]) -> Problem:
    what = say("an entry of type {kind} has no field {name}", kind=kind, name=name)
    return Problem(MISSING, what, why=say("it would be lost"), do=say("fields: {known}", known=", ".join(known)))


def _value(field: Field, text: str) -> Any:
    """Return the value of a typed text. Raises: ValueError."""
    if field.holds == "whole":
        return int(text.replace(",", "").replace("_", ""))
    if field.holds == "yes-no":
        return {"true": True, "yes": True, "false": False, "no": False}.get(text.lower(), text)
    if field.holds in ("words", "clauses", "names"):
        return [part.strip() for part in text.split(",")]
    if field.holds == "data" and text == "null":
        return None
    if field.holds == "data":
        pairs = (part.split("=", 1) for part in text.split(","))
        return {name: int(value) if value.isdigit() else value for name, value in pairs}
    return text


def _interval(case: Case, text: str, problems: list[Problem]) -> dict[str, str]:
    """Read ``2031-03-01``, ``2031-03-01T10:00:00Z`` or two of them with ``..`` between; a day is the whole local day."""
    first, _, second = text.partition("..")
    try:
        begins = parse_when(first, case.zone)
        ends = parse_when(second or first, case.zone, end=True)
    except InputWrong as wrong:
        problems += wrong.problems
        begins = ends = datetime(1970, 1, 1, tzinfo=UTC)  # never written: there is a problem
    else:
        if second and parse_when(second, case.zone) < begins:
            do = say("write the earlier one first: {interval}", interval=f"{second}..{first}")
            problems.append(
                Problem(ENTRY, say("occurred: {interval} is upside down", interval=text), say("nothing ends before it begins"), do)
            )
            ends = begins
    return {"from": format_instant(begins), "to": format_instant(ends)}


def _unwritable(draft: Draft) -> list[Problem]:
    """Find what was typed in bytes that are no UTF-8: the shell hands them on as halves of characters, which no file can hold."""
    return [
        Problem(
            ENTRY,
            say("{name}: this is not UTF-8", name=name.partition(":")[2] or name),
            say("it could not be written"),
            say("type it in UTF-8"),
        )
        for name, text in draft.given.items()
        if any("\ud800" <= letter <= "\udfff" for letter in name + text)
    ]


def _fresh_id(case: Case, kind: str) -> str:
    used = {event["id"] for event in case.history}
    number = next(number for number in range(len(used) + 1, 2 * len(used) + 3) if f"{kind}-{number}" not in used)
    return f"{kind}-{number}"

"""Checking a history entry: its fields, its times, its body over the words and clauses of the agreements."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from safeconduct.case.codes import ENTRY
from safeconduct.case.forms import ACTORS, CONFIDENCE, FORMS, METHODS, ONE_OF, described, or_list
from safeconduct.case.vocabulary import Vocabulary
from safeconduct.deal.codes import OTHER_DEAL
from safeconduct.deal.gate_waivers import impersonal_names, read_waiver
from safeconduct.errors import InputWrong, Place, Problem, Refused, either, say
from safeconduct.kernel import parse_instant, parse_when, read_wall


def check_entry(entry: Mapping[str, Any], vocabulary: Vocabulary, earlier: Mapping[str, int], place: Place) -> Iterator[Problem]:
    """Yield every problem of one entry.

    Arguments:
        earlier: ids of the entries before it, each with its line.
        place: where it stands.
    """
    wrong: Callable[[str, str], Problem] = lambda what, do: Problem(ENTRY, what, why=_WHY, do=do, where=place)
    yield from _head(entry, vocabulary, earlier, place, wrong)
    kind, body = entry.get("type"), entry.get("body", {})
    if not isinstance(body, dict):
        yield wrong(say("body is not an object"), say('write "body": {…}'))
    elif isinstance(kind, str) and kind in FORMS:
        yield from _body(kind, body, vocabulary, earlier, wrong)


_WHY = say("every state is computed from what entries say, so none may be doubtful")


def _head(
    entry: Mapping[str, Any],
    vocabulary: Vocabulary,
    earlier: Mapping[str, int],
    place: Place,
    wrong: Callable[[str, str], Problem],
) -> Iterator[Problem]:
    for key in ("id", "deal", "type", "actor"):
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            yield wrong(say("{key} is missing", key=key), say('add "{key}": "…"', key=key))
    if isinstance(entry.get("id"), str) and entry["id"] in earlier:
        yield wrong(
            say("the id {id} is used already in line {earlier}", id=entry["id"], earlier=earlier[entry["id"]]),
            say("give one of the two another id"),
        )
    deal = entry.get("deal")
    if isinstance(deal, str) and deal and vocabulary.deal and deal != vocabulary.deal:
        what = say("this entry belongs to the deal {deal}, not to {other}", deal=deal, other=vocabulary.deal)
        yield Problem(
            OTHER_DEAL, what, why=say("it would change nothing here"), do=say("move it to the history of its own deal"), where=place
        )
    if isinstance(entry.get("type"), str) and entry["type"] not in FORMS:
        yield wrong(say("no type of entry is called {type}", type=repr(entry["type"])), _near(entry["type"], list(FORMS)))
    if isinstance(entry.get("actor"), str) and vocabulary.agreements:
        yield from _actor(entry, vocabulary, wrong)
    yield from _times(entry, vocabulary, wrong)
    for key, allowed in (("method", METHODS), ("confidence", CONFIDENCE)):
        if entry.get(key) is not None and entry[key] not in allowed:
            yield wrong(
                say("{key} is {entry}", key=key, entry=repr(entry[key])), say("write one of: {allowed}", allowed=", ".join(allowed))
            )


def _actor(entry: Mapping[str, Any], vocabulary: Vocabulary, wrong: Callable[[str, str], Problem]) -> Iterator[Problem]:
    """An actor is a word, or a source that no table lists; a near miss of a word is more likely a slip than a source."""
    known = vocabulary.words({}, ACTORS)
    if entry["actor"] in known:
        return
    near = difflib.get_close_matches(entry["actor"], known, n=1, cutoff=0.75)
    if near:
        yield wrong(say("nobody has the id {actor}", actor=entry["actor"]), say("did you mean {near}?", near=near[0]))


def _times(entry: Mapping[str, Any], vocabulary: Vocabulary, wrong: Callable[[str, str], Problem]) -> Iterator[Problem]:
    occurred = entry.get("occurred")
    if not isinstance(occurred, dict) or not {"from", "to"} <= set(occurred):
        yield wrong(
            say("occurred is missing its two ends"),
            say('write "occurred": {"from": "2031-03-01T10:00:00Z", "to": "2031-03-01T10:30:00Z"}'),
        )
        occurred = {}
    ends = {}
    for name, text in (
        ("occurred.from", occurred.get("from")),
        ("occurred.to", occurred.get("to")),
        ("recorded", entry.get("recorded")),
    ):
        if text is None and name != "recorded":
            continue
        try:
            ends[name] = parse_instant(text)  # type: ignore[arg-type]
        except InputWrong as error:
            problem = _local(text, vocabulary) or error.problems[0]
            yield wrong(say("{name}: {what}", name=name, what=problem.what), problem.do)
    if len(ends) == 3 and ends["occurred.from"] > ends["occurred.to"]:
        yield wrong(say("occurred ends before it begins"), say("write the earlier instant under from"))
    elif len(ends) == 3 and ends["recorded"] < ends["occurred.from"]:
        yield wrong(say("it was recorded before it happened"), say("correct one of the two times"))


def _local(text: Any, vocabulary: Vocabulary) -> Problem | None:
    """Return what is wrong with a local time, on the clock of the agreement: which instant it is, two, or none."""
    try:
        read_wall(text, vocabulary.agreements[-1].agreement.clock)
        parse_when(text, vocabulary.agreements[-1].agreement.clock)
    except InputWrong as error:
        return error.problems[0]
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    return None


def _body(
    kind: str,
    body: Mapping[str, Any],
    vocabulary: Vocabulary,
    earlier: Mapping[str, int],
    wrong: Callable[[str, str], Problem],
) -> Iterator[Problem]:
    agreement = body.get("agreement")
    ids = [dated.id for dated in vocabulary.agreements]
    if agreement is not None and ids and agreement not in ids:
        yield wrong(
            say("body.agreement: no agreement of the case is called {agreement}", agreement=repr(agreement)),
            say("agreements: {ids}", ids=", ".join(ids)),
        )
        return
    for part in FORMS[kind]:
        if body.get(part.name) is not None:
            found = judge(part.holds, body[part.name], body, vocabulary, earlier)
            yield from (wrong(say("body.{name}: {what}", name=part.name, what=what), do) for what, do in found)
        elif part.required:
            yield wrong(
                say("an entry of type {kind} wants body.{name}", kind=kind, name=part.name),
                say("add it: {holds}", holds=described(part.holds)),
            )
    if kind in ONE_OF and not any(body.get(name) for name in ONE_OF[kind]):
        yield wrong(
            say("an entry of type {kind} wants {one_of}", kind=kind, one_of=either([f"body.{one}" for one in ONE_OF[kind]])),
            say("add one of the two"),
        )
    if kind == "correction" and not {"body", "occurred"} & set(body):
        do = say("write the fields that change, or null to take the whole entry back")
        yield wrong(say("an entry of type correction wants body.body"), do)
    if kind == "waiver" and body.get("gate"):
        yield from _gate_waiver(body, vocabulary, wrong)
    low, high = body.get("low"), body.get("high")
    if kind == "count" and isinstance(low, int) and isinstance(high, int) and high < low:
        yield wrong(say("body: {low} to {high} is upside down", low=low, high=high), say("write the lower figure under low"))


def _gate_waiver(body: Mapping[str, Any], vocabulary: Vocabulary, wrong: Callable[[str, str], Problem]) -> Iterator[Problem]:
    """Yield why a waiver of a protection would not count."""
    impersonal = frozenset(name for dated in vocabulary.named(body) for name in impersonal_names(dated.agreement))
    try:
        read_waiver(body, impersonal=impersonal)
    except Refused as refused:
        yield from (wrong(problem.what, problem.do) for problem in refused.problems)


def judge(
    holds: str, value: Any, body: Mapping[str, Any], vocabulary: Vocabulary, earlier: Mapping[str, int]
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the value of a field, as pairs (what, what to do)."""
    sort, *kinds = holds.split(" ") if holds.startswith("word") else [holds]
    if sort in ("words", "clauses"):
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            yield say("this wants a list"), say('write ["…", "…"]')
            return
        for item in value:
            yield from judge(sort.removesuffix("s"), item, body, vocabulary, earlier)
    elif sort in ("word", "clause") and isinstance(value, str):
        known = vocabulary.words(body, kinds) if sort == "word" else vocabulary.clauses(body)
        if vocabulary.agreements and value not in known:
            what = (
                say("no {kinds} has the id {value}", kinds=or_list(kinds), value=repr(value))
                if sort == "word"
                else say("there is no clause {value}", value=value)
            )
            yield what, _near(value, known)
    elif sort == "counted" and isinstance(value, str):
        known = vocabulary.words(body, ())
        near = [] if value in known else difflib.get_close_matches(value, known, n=1, cutoff=0.85)
        if near:
            yield say("nothing has the id {value}", value=repr(value)), say("did you mean {near}?", near=near[0])
    elif sort == "leg" and isinstance(value, str):
        known = vocabulary.legs(body)
        if vocabulary.agreements and value not in known:
            yield say("nobody moves on the leg {value}", value=repr(value)), _near(value, known)
    elif sort == "slots":
        yield from _slots(value, body, vocabulary)
    elif sort == "entry":
        if not isinstance(value, str) or value not in earlier:
            yield say("no earlier entry has the id {value}", value=repr(value)), _near(str(value), list(earlier))
    elif sort == "option" and isinstance(value, str):
        known = vocabulary.options(body)
        if known and value not in known:
            yield say("the clause has no option {value}", value=repr(value)), _near(value, known)
    elif sort == "until" and isinstance(value, str):
        try:
            parse_when(value, vocabulary.zone)
        except InputWrong as error:
            yield error.problems[0].what, error.problems[0].do
    elif sort == "instant":
        try:
            parse_instant(value)
        except InputWrong as error:
            yield error.problems[0].what, error.problems[0].do
    elif not _is(sort, value):
        yield say("{value} does not fit", value=repr(value)), say("write {holds}", holds=described(holds))


def _is(sort: str, value: Any) -> bool:
    if sort == "whole":
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if sort == "yes-no":
        return isinstance(value, bool)
    if sort == "anything":
        return True
    if sort == "names":
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if sort == "data":
        return isinstance(value, dict)
    return isinstance(value, str) and ("|" not in sort or value in sort.split("|"))


def _slots(value: Any, body: Mapping[str, Any], vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    if not isinstance(value, dict):
        yield say("this wants an object"), say('write {"to": ["…"], "with": ["…"]}')
        return
    known = vocabulary.words(body, ())
    for name, items in value.items():
        for item in [items] if isinstance(items, str) else items if isinstance(items, list) else [None]:
            if vocabulary.agreements and item not in known and item not in ("elsewhere", "*"):
                yield say("{name}: no word has the id {item}", name=name, item=repr(item)), _near(str(item), known)


def _near(value: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(value, known, n=3, cutoff=0.5)
    if near:
        return say("did you mean {near}?", near=either(near))
    shown = ", ".join(known[:12]) + (" …" if len(known) > 12 else "")
    return f"known: {shown}" if known else "nothing of this kind is listed"

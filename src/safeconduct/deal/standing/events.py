"""Record entries as plain data to events, or every problem in them at once.

One entry is a JSON object: ``id`` (unique), ``deal``, ``type``, ``actor`` (id of a word, or the name of a source such as "icrc"),
``occurred`` {"from", "to"} in UTC (``to`` equal to ``from`` for an instant; the interval is half-open when longer), ``recorded``
in UTC, ``body``; optional ``method`` (saw, heard, told, document, sensor), ``source``, ``confidence`` (A, B or C). The position in
the log is the entry's index and orders entries; an entry of a signed record brings its ``index`` and its ``state`` along.

Bodies by type (``?`` may be left out; ``a|b`` one of the two). Any body may carry ``agreement`` (which text a clause number belongs
to: the name of its file, or enough of its beginning), ``of`` on answers (the entry answered: an incident, a request), ``by`` (who did
it, where the actor is only the one who reports it), ``slots``, ``text``; further keys are kept and mean nothing here.

==============  ====================================================================================================
statement       act? clause? text?: shows an act only when it names the act and the words table lets a statement show it
decision        act, slots?, revoked?                      acceptance, refusal   clause | act
signature       capacity? (party, guarantor, witness)      undertaking           clause
deed            clause | act; slots?, count?, of?          observation           of (word), value? (yes, no), slots?, by?
occurrence      event                                      state                 state, value (begins, ends)
count           what, low, high (null: no upper figure), unit?, stage? (departed, crossed, arrived), cumulative?, clause?,
                accepted? (figures accepted on inspection; where a counter gives such figures only they count; false: rejected)
verification    clause, result (yes, no, partial), count?  finding     clause, result (breached, performed, not in time, excused), parties?
allegation      clause, parties?                           notice      act | clause; stating?, against?
request         clause | act                               hold, release, incident, access_denied, publication: recorded, no effect here
suspension      clauses                                    resumption  clauses
waiver          clause | gate, leg, persons (deal.gate)    extension   clause, until (a UTC instant, or a local day)
cure            clause                                     correction  of, body (what changes; null: withdrawn) | occurred
dispute         of (entry id) | clause                     reading     clause, word, reader
election        clause, option (act or norm id)            consent     clause, value (true, or what fills the open slot)
constituted     body
==============  ====================================================================================================
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from safeconduct.deal.codes import DUPLICATE, EVENT, OTHER_DEAL
from safeconduct.deal.standing.fields import FIELDS, whole
from safeconduct.errors import InputWrong, Place, Problem, either, say
from safeconduct.kernel import parse_instant

REQUIRED: Mapping[str, tuple[str, ...]] = {
    "statement": (),
    "decision": ("act",),
    "acceptance": ("clause|act",),
    "refusal": ("clause|act",),
    "signature": (),
    "undertaking": ("clause",),
    "deed": ("clause|act",),
    "observation": ("of",),
    "access_denied": ("place",),
    "occurrence": ("event",),
    "state": ("state", "value"),
    "count": ("what", "low", "high"),
    "incident": (),
    "verification": ("clause", "result"),
    "finding": ("clause", "result"),
    "allegation": ("clause",),
    "notice": ("act|clause",),
    "request": ("clause|act",),
    "hold": (),
    "release": (),
    "suspension": ("clauses",),
    "resumption": ("clauses",),
    "waiver": ("clause|gate",),
    "extension": ("clause", "until"),
    "cure": ("clause",),
    "correction": ("of", "body|occurred"),
    "dispute": ("of|clause",),
    "reading": ("clause", "word", "reader"),
    "election": ("clause", "option"),
    "consent": ("clause", "value"),
    "constituted": ("body",),
    "publication": ("audience",),
}
RESULTS: Mapping[str, tuple[str, ...]] = {
    "verification": ("yes", "no", "partial"),
    "finding": ("breached", "performed", "not in time", "excused"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the record.

    Arguments:
        index: its place in the log; decides between entries about the same thing.
        start, end: when it occurred, half-open; equal for an instant.
        recorded: when it came into the record.
        body: what it says, by type.
        state: recorded or witnessed, where it comes from a signed record; else empty.
    """

    index: int
    id: str
    deal: str
    type: str
    actor: str
    start: datetime
    end: datetime
    recorded: datetime
    body: Mapping[str, Any] = field(default_factory=dict)
    method: str = ""
    source: str = ""
    confidence: str = ""
    state: str = ""

    @property
    def doer(self) -> str:
        """Who did it: ``by`` where the actor only reports it; empty where a reporter does not say."""
        by = self.body.get("by")
        return str(by) if by else "" if self.type in ("observation", "count", "verification") else self.actor


def read_events(
    lines_or_dicts: Iterable[Any], agreement_deal: str, file: str = "history.jsonl", lines: Sequence[int] = ()
) -> tuple[Event, ...]:
    """Read the entries of one deal.

    Arguments:
        lines_or_dicts: JSON lines (text or bytes; empty ones are passed over) or the objects themselves, in the order of the log.
        agreement_deal: id of the deal; an entry of another one is refused.
        file: name used for places in problems.
        lines: the line of each entry in the file; without them they are counted.

    Returns: one event for each entry, with its index.
    Raises: InputWrong with every problem of every entry, each with its line.
    >>> entry = {"id": "e1", "deal": "quay", "type": "occurrence", "actor": "mission", "recorded": "2020-05-02T09:00Z",
    ...          "occurred": {"from": "2020-05-02T08:00Z", "to": "2020-05-02T08:30Z"}, "body": {"event": "arrival"}}
    >>> read_events([entry], "quay")[0].start.isoformat()
    '2020-05-02T08:00:00+00:00'
    """
    reader = _Reader(agreement_deal, file)
    numbered = zip(lines, lines_or_dicts, strict=True) if lines else enumerate(lines_or_dicts, 1)
    events = [event for number, line in numbered if (event := reader.event(number, line)) is not None]
    if reader.problems:
        raise InputWrong(reader.problems)
    return tuple(events)


def fits(kind: str, body: Mapping[str, Any]) -> bool:
    """Whether a body has what a type of entry needs: asked of a correction before it counts."""
    reader = _Reader("", "")
    reader.body(kind, body)
    return not reader.problems


@dataclass(slots=True)
class _Reader:
    deal: str
    file: str
    problems: list[Problem] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    index: int = -1
    place: Place = field(default_factory=Place)

    def event(self, number: int, line: Any) -> Event | None:
        if isinstance(line, str | bytes) and not line.strip():
            return None
        before = len(self.problems)
        self.place = Place(self.file, number, 1, _excerpt(line))
        data = self._object(line)
        if data is None:
            return None
        self._count(data.get("index"))
        text = {key: self._text(data, key) for key in ("id", "deal", "type", "actor")}
        start, end = self._interval(data.get("occurred"))
        recorded = self._instant(data.get("recorded"), "recorded")
        body = self.body(text["type"], data.get("body", {}))
        self._known(text, number)
        if len(self.problems) > before or start is None or end is None or recorded is None:
            return None
        extra = [str(data.get(key) or "") for key in ("method", "source", "confidence", "state")]
        return Event(self.index, text["id"], text["deal"], text["type"], text["actor"], start, end, recorded, body, *extra)

    def _count(self, index: Any) -> None:
        """Move on to the next index: the one the log gives, which leaves out what is no business of the deal's, or else the next."""
        following = self.index + 1
        if index is not None and (not whole(index) or index < following):
            what = say("index is {index}, but entries come in the order of the log", index=repr(index))
            self._wrong(what, say("leave the index to the record"))
        self.index = index if whole(index) and index >= following else following

    def _object(self, line: Any) -> Mapping[str, Any] | None:
        if isinstance(line, str | bytes):
            try:
                line = orjson.loads(line)
            except (orjson.JSONDecodeError, UnicodeEncodeError) as wrong:
                self._wrong(say("the entry is not JSON: {wrong}", wrong=wrong), say("write one JSON object on each line"))
                return None
        if not isinstance(line, Mapping):
            self._wrong(say("the entry is not an object"), say("write {…} with id, deal, type, actor, occurred, recorded and body"))
        return line if isinstance(line, Mapping) else None

    def _text(self, data: Mapping[str, Any], key: str) -> str:
        if isinstance(value := data.get(key), str) and value:
            return value
        self._wrong(say("{key} is missing or is not text", key=key), say('write "{key}": "…"', key=key))
        return ""

    def _known(self, text: Mapping[str, str], number: int) -> None:
        if text["id"] in self.seen:
            what = say("the id {id} stands also on line {seen}", id=repr(text["id"]), seen=self.seen[text["id"]])
            self._wrong(what, say("give one of the two another id"), DUPLICATE)
        elif text["id"]:
            self.seen[text["id"]] = number
        if text["deal"] not in ("", self.deal):
            what = say("the entry belongs to the deal {deal}, not to {deal2}", deal=repr(text["deal"]), deal2=repr(self.deal))
            self._wrong(what, say("keep it in the record of its own deal"), OTHER_DEAL)
        if text["type"] and text["type"] not in REQUIRED:
            what = say("{type} is not a type of entry", type=repr(text["type"]))
            self._wrong(what, say("types: {types}", types=", ".join(REQUIRED)))

    def _interval(self, value: Any) -> tuple[datetime | None, datetime | None]:
        if not isinstance(value, Mapping):
            self._wrong(say("occurred is missing"), say('write "occurred": {"from": "…Z", "to": "…Z"}'))
            return None, None
        start, end = (self._instant(value.get(key), f"occurred.{key}") for key in ("from", "to"))
        if start and end and end < start:
            self._wrong(say("it ends before it begins"), say("write the earlier time under from"))
        return start, end

    def _instant(self, value: Any, key: str) -> datetime | None:
        try:
            return parse_instant(value)
        except InputWrong:
            what = say("{key} is {value}, which is not a time", key=key, value=repr(value))
            self._wrong(what, say("write it in UTC as 2016-12-16T09:00:00Z"))
            return None

    def body(self, kind: str, body: Any) -> Mapping[str, Any]:
        """Check a body and return it; what is wrong with it is kept."""
        if not isinstance(body, Mapping):
            self._wrong(say("body is not an object"), say('write "body": {…}'))
            return {}
        for wanted in REQUIRED.get(kind, ()):
            if not any(key in body for key in wanted.split("|")):
                what = say("a {kind} needs {keys} in its body", kind=kind, keys=either(wanted.split("|")))
                self._wrong(what, say('write "body": {"{wanted}": …}', wanted=wanted))
        for key, (test, form) in FIELDS.items():
            if key in body and not test(body[key]) and not (key == "body" and kind == "constituted"):
                self._wrong(say("{key} is {body}", key=key, body=repr(body[key])), say("write {form}", form=form))
        self._results(kind, body)
        return body

    def _results(self, kind: str, body: Mapping[str, Any]) -> None:
        allowed = RESULTS.get(kind)
        if allowed and "result" in body and body["result"] not in allowed:
            what = say("result is {result}", result=repr(body["result"]))
            self._wrong(what, say("write one of: {allowed}", allowed=", ".join(allowed)))
        if kind == "state" and body.get("value") not in ("begins", "ends", None):
            self._wrong(say("value is {value}", value=repr(body["value"])), say("write begins or ends"))
        count = body if kind == "count" else body.get("count")
        if isinstance(count, Mapping) and whole(count.get("low")) and whole(count.get("high")) and count["high"] < count["low"]:
            what = say("{low} to {high} runs downwards", low=count["low"], high=count["high"])
            self._wrong(what, say("write the lower figure first"))
        if isinstance(body.get("count"), Mapping) and not all(whole(body["count"].get(key)) for key in ("low", "high")):
            self._wrong(say("count has no low and high"), say('write "count": {"low": …, "high": …, "what": …}'))

    def _wrong(self, what: str, do: str, code: str = EVENT) -> None:
        why = say("every state is computed from the entries, and a doubtful one would be guessed at")
        self.problems.append(Problem(code, what, why=why, do=do, where=self.place))


def _excerpt(line: Any) -> str:
    text = (
        line.decode("utf-8", "replace")
        if isinstance(line, bytes)
        else line
        if isinstance(line, str)
        else json.dumps(line, default=str)
    )
    return text.strip()[:400]

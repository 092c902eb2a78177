"""The form of a history entry, as one table: which types there are, and what the body of each holds.

Reading, ``add-event`` and the documentation share it. What an entry *means* is not here: that is the deed level of room ``deal``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from safeconduct.deal.kinds import a_kind, kind_text
from safeconduct.errors import Text, either, say

ACTORS = ("party", "group", "body")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a body.

    Arguments:
        name: its key.
        holds: ``counted`` (a word, or a name of its own that is no near miss of one), ``clause``, ``clauses``, ``text``, ``instant``, ``until`` (a day or an instant), ``option`` (of the clause), ``leg`` (who moves from where to where), ``names`` (of persons), ``whole`` (a number), ``yes-no``, ``slots``, ``entry``, ``data``, ``anything``, a choice
            written ``a|b``, or ``word`` followed by the kinds it may be of.
        required: whether an entry of the type makes no sense without it.
    """

    name: str
    holds: str
    required: bool = True


def _fields(*written: str) -> tuple[Field, ...]:
    """Read ``name: holds`` or ``name?: holds``."""
    pairs = (text.split(": ") for text in written)
    return tuple(Field(name.rstrip("?"), holds, not name.endswith("?")) for name, holds in pairs)


_OF = "of?: entry"
_BY = "by?: word party group body"
_CLAUSE = _fields("clause: clause")
FORMS: Mapping[str, tuple[Field, ...]] = {
    "statement": _fields("text?: text", "clause?: clause", "act?: word act", _OF),
    "decision": _fields("act: word act", "slots?: slots", "revoked?: yes-no"),
    "acceptance": _fields("clause?: clause", "act?: word act"),
    "refusal": _fields("clause?: clause", "act?: word act"),
    "signature": _fields("capacity?: party|guarantor|witness"),
    "undertaking": _CLAUSE,
    "deed": _fields("act?: word act", "clause?: clause", "slots?: slots", "count?: data", _BY, _OF),
    "observation": _fields("of: word", "value?: yes|no", _BY, "clause?: clause", "slots?: slots"),
    "access_denied": _fields("place: word place"),
    "occurrence": _fields("event: word event"),
    "state": _fields("state: word state", "value: begins|ends"),
    "count": _fields(
        "what: counted", "low: whole", "high?: whole", "unit?: text", "cumulative?: yes-no", "stage?: text", "clause?: clause", _BY
    ),
    "incident": _fields("text?: text"),
    "verification": _fields("clause: clause", "result: yes|no|partial", "count?: data", _OF),
    "finding": _fields("clause: clause", "result: breached|performed|not in time|excused", "parties?: words", _OF),
    "allegation": _fields("clause: clause", "parties?: words", _OF),
    "notice": _fields("act?: word act", "clause?: clause", "stating?: words", "against?: clause", _OF),
    "request": _fields("clause?: clause", "act?: word act"),
    "hold": (),
    "release": (),
    "suspension": _fields("clauses: clauses"),
    "resumption": _fields("clauses: clauses"),
    "waiver": _fields(
        "clause?: clause",
        "gate?: voluntariness|right to stay|choice of destination|family unity|return|monitor at loading",
        "leg?: leg",
        "persons?: names",
    ),
    "extension": _fields("clause: clause", "until: until"),
    "cure": _CLAUSE,
    "correction": _fields("of: entry", "body?: data"),
    "dispute": _fields("of?: text", "clause?: clause"),
    "reading": _fields("clause: clause", "word: text", "reader: text"),
    "election": _fields("clause: clause", "option: option", "count?: data", _BY),
    "consent": _fields("clause: clause", "value: anything"),
    "constituted": _fields("body: word body"),
    "publication": _fields("audience: text", "delay?: text"),
}
ONE_OF: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("acceptance", "refusal", "deed", "notice", "request"), ("clause", "act")),
    "dispute": ("of", "clause"),
    "waiver": ("gate", "clause"),
}
"""Types that want at least one of these fields."""
WITH: Mapping[str, tuple[str, ...]] = {"gate": ("leg", "persons")}
"""Fields that one field wants beside it."""
METHODS = ("saw", "heard", "told", "document", "sensor")
CONFIDENCE = ("A", "B")
COMMON_ACTS = (
    "call_on",
    "suspend",
    "notify",
    "keep_behind",
    "stay",
    "return",
    "protect",
    "observe_loading",
    "ensure_not",
    "bring_to",
    "use_influence",
    "countermeasure",
)


def described(holds: str) -> Text:
    """Say in words what a field holds."""
    if holds.split(" ")[0] == "word":
        return say("the id of {kinds}", kinds=either([a_kind(kind) for kind in holds.split(" ")[1:] or ["word"]]))
    named = {
        "counted": say("the id of what was counted"),
        "clause": say("a clause number, such as 3.1"),
        "clauses": say("clause numbers"),
        "words": say("a list of ids of words"),
        "text": say("a text"),
        "leg": say("a leg, such as garrison:harbour>*"),
        "names": say("the names of persons, with commas between"),
        "when": say("a day, 2031-03-01, an instant, 2031-03-01T10:00:00Z, or two of them with .. between"),
        "until": say("a day, 2031-03-01, or an instant, 2031-03-01T10:00:00Z"),
        "option": say("the act of an option of the clause, or its norm, such as 5.1#2"),
        "instant": say("a time in UTC, such as 2031-03-01T10:00:00Z"),
        "whole": say("a whole number"),
        "yes-no": say("true or false"),
        "slots": say("places and things, such as to=harbour"),
        "entry": say("the id of an earlier entry"),
        "data": say("an object"),
        "anything": say("yes, no, or what fills the open point"),
    }
    return named.get(holds) or either(holds.split("|"))


def or_list(kinds: Sequence[str]) -> Text:
    """Return kinds of words joined by *or*."""
    return either([kind_text(kind) for kind in kinds or ("word",)])

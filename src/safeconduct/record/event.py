"""The fields of an event.

Every event names its deal, its author and key, its place in the author's own chain (``nth``, ``prev``: an omitted entry leaves a
gap the author can show) and, where the author has verified one, the last checkpoint (``seen``: evidence of a fork travels inside
ordinary events). ``occurred`` is a claim; order is the index in the log.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from safeconduct.errors import InputWrong, Place, Problem, register, say
from safeconduct.record.profile import is_hash, is_name, is_time

METHODS = ("saw", "heard", "told", "document", "sensor")
CONFIDENCE = ("A", "B", "C")

BAD_EVENT = register(
    "record/event",
    "an event with a missing or wrong field",
    "Every event says who, in which deal, of which type, and where it stands in its author's chain; an observation also says "
    "how it "
    "was observed. The message names the field.",
)

_TYPE = re.compile(r"[a-z][a-z0-9_-]{0,39}(\.[a-z][a-z0-9_-]{0,39}){0,2}")
_HASH = re.compile(r"[0-9a-f]{64}")
_UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_SIG = re.compile(r"[A-Za-z0-9+/]{90}[AEIMQUYcgkosw048]=")  # 68 bytes, canonical


def _is_interval(value: object) -> bool:
    if type(value) is not dict or len(value) != 2 or "from" not in value or "to" not in value:
        return False
    return is_time(value["from"]) and is_time(value["to"]) and value["from"] <= value["to"]


def _is_seen(value: object) -> bool:
    if type(value) is not dict or set(value) != {"root", "sig", "size"}:
        return False
    size, root, sig = value["size"], value["root"], value["sig"]
    return type(size) is int and size >= 0 and is_hash(root) and type(sig) is str and _SIG.fullmatch(sig) is not None


def _is_account(value: object) -> bool:
    if type(value) is not dict or set(value) - {"method"} != {"actor", "id", "recorded"}:
        return False
    named = all(type(value[key]) is str and value[key] for key in ("actor", "id"))
    return named and is_time(value["recorded"]) and value.get("method", METHODS[0]) in METHODS


def _is_text(value: object) -> bool:
    return type(value) is str and 0 < len(value) <= 2000


REQUIRED: Mapping[str, tuple[str, Callable[[Any], bool]]] = {
    "actor": (say("the name of a party"), is_name),
    "body": (say("an object"), lambda value: type(value) is dict),
    "deal": (say("the name of the record"), lambda value: type(value) is str and 0 < len(value) <= 255),
    "id": (say("a UUID, version 7"), lambda value: type(value) is str and _UUID7.fullmatch(value) is not None),
    "key": (say("the id of the author's key"), is_hash),
    "nth": (say("a count from 0 in the author's chain"), lambda value: type(value) is int and value >= 0),
    "prev": (say("the hash of the author's previous event, or null"), lambda value: value is None or is_hash(value)),
    "type": (say("a type such as observation"), lambda value: type(value) is str and _TYPE.fullmatch(value) is not None),
}
OPTIONAL: Mapping[str, tuple[str, Callable[[Any], bool]]] = {
    "account": (say("actor, id, recorded and perhaps method of the report this reconstructs"), _is_account),
    "confidence": (say("A, B or C"), lambda value: value in CONFIDENCE),
    "method": (say("one of {names}", names=", ".join(METHODS)), lambda value: value in METHODS),
    "occurred": (say("an interval from, to (from not after to)"), _is_interval),
    "place": (say("a short text"), _is_text),
    "sealed": (say("a list of commitments"), lambda value: type(value) is list and all(map(is_hash, value))),
    "seen": (say("size, root and signature of a checkpoint"), _is_seen),
    "source": (say("a short text"), _is_text),
}
_REQUIRED_NAMES = frozenset(REQUIRED)
_ALL = {**REQUIRED, **OPTIONAL}
# Who speaks, where, and which fields there are repeat from entry to entry; what was examined once is remembered.
_met: set[tuple[str, ...]] = set()
_shapes: dict[tuple[str, ...], tuple[str, ...]] = {}
_RULES = {name: rule for name, (_, rule) in _ALL.items()}


def event_problems(event: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with an event's fields, one sentence each; an empty list when nothing is."""
    if _plainly_sound(event):
        return []
    missing, found = sorted(_REQUIRED_NAMES - event.keys()), list[str]()
    found += [say("{name} is missing: {expected}", name=name, expected=REQUIRED[name][0]) for name in missing]
    for name, value in event.items():
        if name not in _RULES:
            found.append(say("there is no field {name}", name=name))
        elif not _RULES[name](value):
            found.append(say("{name} must be {expected}", name=name, expected=_ALL[name][0]))
    if not found and (event["nth"] == 0) is not (event["prev"] is None):
        found.append(say("prev is null exactly for an author's first event"))
    if not found and len(_met) < 4096:
        _met.add((event["actor"], event["deal"], event["key"], event["type"]))
        _shapes[tuple(event)] = tuple(name for name in event if name in OPTIONAL)
    return found


def _plainly_sound(event: Mapping[str, Any]) -> bool:
    """Say whether fields and speaker were met before and the rest is well-formed; a *no* decides nothing yet."""
    optional = _shapes.get(tuple(event))
    if optional is None or type(event["body"]) is not dict:
        return False
    prev, name = event["prev"], event["id"]
    try:
        return (
            (event["actor"], event["deal"], event["key"], event["type"]) in _met
            and type(event["nth"]) is int
            and (prev is None if event["nth"] == 0 else event["nth"] > 0 and _HASH.fullmatch(prev) is not None)
            and _UUID7.fullmatch(name) is not None
            and all([_RULES[field](event[field]) for field in optional])  # noqa: C419  (a list is quicker than a generator)
        )
    except TypeError:
        return False


def require_event(event: Mapping[str, Any]) -> None:
    """Require well-formed fields. Raises: InputWrong (``record/event``) with every problem."""
    found = event_problems(event)
    if found:
        raise InputWrong(in_event(None, found))


def in_event(index: int | None, found: list[str]) -> list[Problem]:
    """Turn sentences about one entry into problems placed at that entry."""
    where = None if index is None else Place(entry=index)
    why, do = say("others must be able to judge the event alone"), say("correct it and sign it again")
    return [Problem(BAD_EVENT, what, why, do, where) for what in found]

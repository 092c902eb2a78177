"""The kinds of entry, each with the schema of its body. The set is open: a kind not listed is kept, and read by whoever knows it.

The bodies are those that room ``deal`` reads; where a record is kept without an agreement, words take the place of clause numbers
and ids (``about``, ``what``, ``text``). To add a kind: one line in ``KINDS``; the schema it exports and the check follow from it.

    >>> body_problems({"type": "waiver", "body": {}})
    ['body.clause, body.gate or body.of is missing']
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from safeconduct.errors import either, say
from safeconduct.record.keys import CEREMONY

Schema = Mapping[str, Any]

TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": 8000}
HASH: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
WHOLE: Schema = {"type": "integer", "minimum": 0}
COUNT: Schema = {
    "type": "object",
    "required": ["high", "low"],
    "properties": {"category": TEXT, "low": WHOLE, "high": {"type": ["integer", "null"], "minimum": 0}, "source": TEXT},
}
LIST: Schema = {"type": "array"}


def _body(required: Mapping[str, Schema], one_of: str = "", **optional: Schema) -> Schema:
    """Return the schema of a body; of the texts named in ``one_of`` at least one must be there."""
    names = one_of.split()
    choice = {"anyOf": [{"required": [name]} for name in names]} if names else {}
    properties = {**required, **dict.fromkeys(names, TEXT), **optional}
    return {"type": "object", "required": sorted(required), "properties": properties, **choice}


_ANSWER = _body({}, "act clause of", reason=TEXT)
_PAUSE: Schema = {"type": "object", "properties": {"clauses": LIST, "what": TEXT, "reason": TEXT}}
_PAUSE = {**_PAUSE, "anyOf": [{"required": ["clauses"]}, {"required": ["what"]}]}
KINDS: Mapping[str, Schema] = {
    "statement": _body({}, "act clause text"),
    "decision": _body({}, "act what", choice=TEXT),
    "acceptance": _ANSWER,
    "refusal": _ANSWER,
    "signature": _body({}, capacity=TEXT),
    "undertaking": _body({"clause": TEXT}),
    "deed": _body({}, "act clause what", count=COUNT, by=TEXT),
    "observation": _body({}, "about of", count=COUNT, text=TEXT, by=TEXT),
    "access_denied": _body({}, "about place", text=TEXT),
    "occurrence": _body({"event": TEXT}),
    "state": _body({"state": TEXT, "value": {"enum": ["begins", "ends"]}}),
    "count": _body(
        {"what": TEXT, "low": WHOLE, "high": {"type": ["integer", "null"], "minimum": 0}}, stage=TEXT, unit=TEXT, by=TEXT
    ),
    "incident": _body({}, about=TEXT, text=TEXT),
    "verification": _body({"result": {"enum": ["yes", "no", "partial"]}}, "clause of", elements=LIST),
    "finding": _body({}, "finding result", clause=TEXT, of=TEXT, parties=LIST),
    "allegation": _body({"clause": TEXT}, parties=LIST),
    "notice": _body({}, "act clause"),
    "request": _body({}, "act clause"),
    "hold": _body({}, what=TEXT, reason=TEXT),
    "release": _body({}, what=TEXT),
    "suspension": _PAUSE,
    "resumption": _PAUSE,
    "waiver": _body({}, "clause gate of"),
    "extension": _body({"until": TEXT}, "clause of"),
    "cure": _body({"clause": TEXT}),
    "correction": {
        **_body({"of": TEXT}, reason=TEXT, body={"type": ["object", "null"]}),
        "anyOf": [{"required": ["body"]}, {"required": ["reason"]}],
    },
    "dispute": _body({}, "clause of", reason=TEXT),
    "reading": _body({"clause": TEXT}, "reading word", reader=TEXT),
    "election": _body({"clause": TEXT, "option": TEXT}, count=COUNT, by=TEXT),
    "consent": _body({"clause": TEXT}),
    "constituted": _body({"body": TEXT}),
    "publication": _body({"audience": TEXT}, what=TEXT, delay=TEXT),
    "paper.issued": _body({"paper": TEXT, "commitment": HASH}),
    "paper.used": _body({"paper": TEXT}),
    "paper.revoked": _body({"paper": TEXT, "reason": TEXT}),
    "record.founded": _body({"approvals": LIST, "parties": LIST, "policy": LIST, "threshold": WHOLE, "version": WHOLE}),
    "roots.changed": _body({"approvals": LIST, "parties": LIST, "policy": LIST, "threshold": WHOLE, "version": WHOLE}),
    "key.enrolled": _body({"proof": TEXT, "public": TEXT, "role": TEXT, "scope": LIST}),
    "key.rotated": _body({"old": HASH, "proof": TEXT, "public": TEXT, "role": TEXT, "scope": LIST}),
    "key.revoked": _body({"revoked": HASH, "reason": TEXT}),
    "erasure": _body({"sealed": {"type": "array", "items": HASH}, "reason": TEXT}),
}
OBSERVED = frozenset({"observation", "access_denied"})
# Lists kill: what could tell who a person is has no field in the log. Personal data goes to the vault.
_WITHIN = """
    surname forename firstname lastname fullname patronyme prenom prenoms phone telephone email courriel passport passeport birth
    birthdate birthday naissance gender sexe religion ethnicity ethnie
"""  # refused wherever they stand in a name, as in phone_number or date_of_birth
_ALONE = """
    full_name first_name last_name given_name family_name name names nom noms address adresse person personne id_number national_id
    born age sex sect secte confession tribe tribu affiliation rank grade face photo fingerprint empreinte
"""
_PERSONAL = re.compile(rf"(?:\w*_)?(?:{'|'.join(_WITHIN.split())})(?:_\w*)?|{'|'.join(_ALONE.split())}", re.ASCII)
_harmless: set[str] = set()  # names met before


def body_problems(event: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with the body for its kind, one sentence each, and with an observation that does not say how.

    A reconstruction retells what was reported; its body is what the report gave, so only the ban on personal fields applies.
    """
    kind, body = event["type"], event["body"]
    found: list[str] = []
    if kind in _CHECKS and "account" not in event:
        _CHECKS[kind](body, "body", found)
    found += _upside_down(body)
    if kind in OBSERVED:
        found += [
            say("{name} is missing: an observation says when and how", name=name)
            for name in ("occurred", "method")
            if name not in event
        ]
    if kind not in CEREMONY:
        _refuse_personal(body, "body", found)
    return found


def holds_personal(event: Mapping[str, Any]) -> bool:
    """Say whether a body has a field that only the vault may have."""
    found: list[str] = []
    _refuse_personal(event["body"], "body", found)
    return bool(found) and event["type"] not in CEREMONY


def like_a_kind(kind: str) -> str:
    """Return the known kind that an unknown one looks like, or an empty text."""
    return "" if kind in KINDS else "".join(get_close_matches(kind, KINDS, 1, 0.75))


def json_schema() -> dict[str, Any]:
    """Return one JSON Schema (draft 2020-12) over the type and body of an event, for other people's programs."""
    known = [{"properties": {"type": {"const": kind}, "body": schema}} for kind, schema in sorted(KINDS.items())]
    other = {"properties": {"type": {"not": {"enum": sorted(KINDS)}}, "body": {"type": "object"}}}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "safeconduct event, type and body"}
    return {**head, "type": "object", "required": ["type", "body"], "oneOf": [*known, other]}


Check = Callable[[Any, str, list[str]], None]


def _compiled(schema: Schema) -> Check:
    """Turn a schema into a function once, so that checking an event costs a few calls."""
    if "enum" in schema:
        return _enum(schema["enum"])
    names = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    inner = {"string": _string, "integer": _integer, "object": _object, "array": _array}
    checks = {_TYPES[name]: inner[name](schema) if name in inner else _nothing for name in names}

    def check(value: Any, path: str, found: list[str]) -> None:
        one = checks.get(type(value))
        if one is None:
            found.append(say("{path} must be {names}", path=path, names=either(names)))
        else:
            one(value, path, found)

    return check


_TYPES: Mapping[str, type] = {"string": str, "integer": int, "object": dict, "array": list, "null": type(None)}


def _nothing(_value: Any, _path: str, _found: list[str]) -> None:
    pass


def _enum(allowed: Sequence[str]) -> Check:
    def check(value: Any, path: str, found: list[str]) -> None:
        if value not in allowed:
            found.append(say("{path} must be one of {names}", path=path, names=", ".join(allowed)))

    return check


def _string(schema: Schema) -> Check:
    least, most = schema.get("minLength", 0), schema.get("maxLength", 1 << 20)
    pattern = re.compile(schema.get("pattern", "").strip("^$") or "(?s:.*)")

    def check(value: Any, path: str, found: list[str]) -> None:
        if not least <= len(value) <= most:
            found.append(say("{path} must have {least} to {most} characters", path=path, least=least, most=most))
        elif not pattern.fullmatch(value):
            found.append(say("{path} must match {pattern}", path=path, pattern=schema["pattern"]))

    return check if "pattern" in schema else _length(least, most)


def _length(least: int, most: int) -> Check:
    def check(value: Any, path: str, found: list[str]) -> None:
        if not least <= len(value) <= most:
            found.append(say("{path} must have {least} to {most} characters", path=path, least=least, most=most))

    return check


def _integer(schema: Schema) -> Check:
    least = schema.get("minimum", -(2**53))

    def check(value: Any, path: str, found: list[str]) -> None:
        if value < least:
            found.append(say("{path} must not be below {least}", path=path, least=least))

    return check


def _object(schema: Schema) -> Check:
    required = schema.get("required", ())
    choice = [option["required"][0] for option in schema.get("anyOf", ())]
    properties = [(name, _compiled(item)) for name, item in schema.get("properties", {}).items()]

    def check(value: Any, path: str, found: list[str]) -> None:
        found += [say("{path}.{name} is missing", path=path, name=name) for name in required if name not in value]
        if choice and not any(name in value for name in choice):
            found.append(say("{name} is missing", name=either([f"{path}.{name}" for name in choice])))
        for name, one in properties:
            if name in value:
                one(value[name], f"{path}.{name}", found)

    return check


def _array(schema: Schema) -> Check:
    item = _compiled(schema["items"]) if "items" in schema else _nothing

    def check(value: Any, path: str, found: list[str]) -> None:
        for number, one in enumerate(value):
            item(one, f"{path}[{number}]", found)

    return check


def _upside_down(body: Mapping[str, Any]) -> list[str]:
    """Say which range of a body has its low above its high."""
    ranges = {"body": body, "body.count": body.get("count")}
    pairs = [(path, item.get("low"), item.get("high")) for path, item in ranges.items() if type(item) is dict]
    return [
        say("{path}.low is above {path}.high", path=path)
        for path, low, high in pairs
        if type(low) is int and type(high) is int and low > high
    ]


def _refuse_personal(value: Any, path: str, found: list[str]) -> None:
    if type(value) is dict:
        for name, item in value.items():
            if name not in _harmless and _is_personal(name):
                found.append(say("{path}.{name}: personal data goes to the vault, never into the log", path=path, name=name))
            if type(item) is dict or type(item) is list:
                _refuse_personal(item, f"{path}.{name}", found)
    elif type(value) is list:
        for item in value:
            _refuse_personal(item, path, found)


def _is_personal(name: str) -> bool:
    if _PERSONAL.fullmatch(name):
        return True
    if len(_harmless) < 4096:
        _harmless.add(name)
    return False


_CHECKS: Mapping[str, Check] = {kind: _compiled(schema) for kind, schema in KINDS.items()}

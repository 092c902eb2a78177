"""The kinds of entry, each with the schema of its body. The set is open: a kind not listed is kept, and read by whoever knows it.

To add a kind: one line in ``KINDS``; the schema it exports and the check follow from it.

    >>> body_problems({"type": "hold", "body": {}})
    ['body.what is missing']
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from safeconduct.record.keys import CEREMONY

Schema = Mapping[str, Any]

TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": 8000}
HASH: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
WHOLE: Schema = {"type": "integer", "minimum": 0}
COUNT: Schema = {
    "type": "object",
    "required": ["category", "high", "low"],
    "properties": {"category": TEXT, "low": WHOLE, "high": {"type": ["integer", "null"], "minimum": 0}, "source": TEXT},
}
LIST: Schema = {"type": "array"}


def _body(required: Mapping[str, Schema], **optional: Schema) -> Schema:
    return {"type": "object", "required": sorted(required), "properties": {**required, **optional}}


KINDS: Mapping[str, Schema] = {
    "statement": _body({"text": TEXT}),
    "decision": _body({"what": TEXT}, choice=TEXT),
    "acceptance": _body({"of": TEXT}),
    "refusal": _body({"of": TEXT}, reason=TEXT),
    "undertaking.signed": _body({"clause": TEXT}),
    "deed": _body({"what": TEXT}, count=COUNT),
    "observation": _body({"about": TEXT}, count=COUNT, text=TEXT),
    "access.denied": _body({"about": TEXT}, text=TEXT),
    "incident": _body({"about": TEXT}, text=TEXT),
    "verification": _body({"of": TEXT, "result": {"enum": ["whole", "in part", "not"]}}, elements=LIST),
    "finding": _body({"of": TEXT, "finding": TEXT}),
    "hold": _body({"what": TEXT}, reason=TEXT),
    "release": _body({"what": TEXT}),
    "suspension": _body({"what": TEXT}, reason=TEXT),
    "resumption": _body({"what": TEXT}),
    "waiver": _body({"of": TEXT}),
    "extension": _body({"of": TEXT, "until": TEXT}),
    "correction": _body({"of": TEXT, "reason": TEXT}),
    "dispute": _body({"of": TEXT, "reason": TEXT}),
    "reading.declared": _body({"clause": TEXT, "reading": TEXT}),
    "publication": _body({"what": TEXT, "audience": TEXT, "delay_hours": WHOLE}),
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
OBSERVED = frozenset({"observation", "access.denied"})
# Lists kill: what could tell who a person is has no field in the log. Personal data goes to the vault.
_PERSONAL_WORDS = """
    full_name first_name last_name surname given_name family_name person phone telephone email passport id_number national_id
    born birth birth_date date_of_birth sex gender sect religion ethnicity tribe affiliation rank face photo fingerprint
"""
PERSONAL = frozenset(re.findall(r"\w+", _PERSONAL_WORDS))


def body_problems(event: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with the body for its kind, one sentence each, and with an observation that does not say how.

    A reconstruction retells what was reported; its body is what the report gave, so only the ban on personal fields applies.
    """
    kind, body = event["type"], event["body"]
    found: list[str] = []
    if kind in KINDS and "account" not in event:
        _check(KINDS[kind], body, "body", found)
    if kind in OBSERVED:
        found += [f"{name} is missing: an observation says when and how" for name in ("occurred", "method") if name not in event]
    if kind not in CEREMONY:
        _refuse_personal(body, "body", found)
    return found


def json_schema() -> dict[str, Any]:
    """Return one JSON Schema (draft 2020-12) over the type and body of an event, for other people's programs."""
    known = [{"properties": {"type": {"const": kind}, "body": schema}} for kind, schema in sorted(KINDS.items())]
    other = {"properties": {"type": {"not": {"enum": sorted(KINDS)}}, "body": {"type": "object"}}}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "safeconduct event, type and body"}
    return {**head, "type": "object", "required": ["type", "body"], "oneOf": [*known, other]}


_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "object": (dict,),
    "array": (list,),
    "null": (type(None),),
}


def _check(schema: Schema, value: Any, path: str, found: list[str]) -> None:
    if "enum" in schema:
        if value not in schema["enum"]:
            found.append(f"{path} must be one of {', '.join(schema['enum'])}")
        return
    names = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(type(value) in _TYPES[name] for name in names):
        found.append(f"{path} must be {' or '.join(names)}")
    elif type(value) is str:
        _check_text(schema, value, path, found)
    elif type(value) is int and value < schema.get("minimum", value):
        found.append(f"{path} must not be below {schema['minimum']}")
    elif type(value) is dict:
        found += [f"{path}.{name} is missing" for name in schema.get("required", ()) if name not in value]
        for name, item in schema.get("properties", {}).items():
            if name in value:
                _check(item, value[name], f"{path}.{name}", found)
    elif type(value) is list and "items" in schema:
        for number, item in enumerate(value):
            _check(schema["items"], item, f"{path}[{number}]", found)


def _check_text(schema: Schema, value: str, path: str, found: list[str]) -> None:
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        found.append(f"{path} must have {schema.get('minLength', 0)} to {schema.get('maxLength')} characters")
    elif "pattern" in schema and not re.fullmatch(schema["pattern"].strip("^$"), value):
        found.append(f"{path} must match {schema['pattern']}")


def _refuse_personal(value: Any, path: str, found: list[str]) -> None:
    if type(value) is dict:
        found += [f"{path}.{name}: personal data goes to the vault, never into the log" for name in sorted(PERSONAL & value.keys())]
        for name, item in value.items():
            _refuse_personal(item, f"{path}.{name}", found)
    elif type(value) is list:
        for item in value:
            _refuse_personal(item, path, found)

"""An agreement as canonical JSON, its hash, and back; the JSON Schema of that form.

Language and layout are gone here: two versions in two languages that say the same have the same hash.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from safeconduct.deal import tree
from safeconduct.deal.language import CATEGORIES, NODE_BY_NAME, field_types, node_name
from safeconduct.deal.model import FORMAT, KINDS, Agreement
from safeconduct.kernel import canonical_json, sha256_hex


def node_data(node: tree.Node) -> dict[str, Any]:
    """Return a part of a sentence as JSON data: its name under ``is``, then its parts.

    >>> node_data(tree.Clause("3.1"))
    {'is': 'clause', 'clause': '3.1'}
    """
    data: dict[str, Any] = {"is": NAME_OF[type(node)]}
    for name in field_types(type(node)):
        value = getattr(node, name)
        if value is not None:
            data[name] = _value(value)
    return data


NAME_OF: Mapping[type[tree.Node], str] = {kind: name for name, kind in NODE_BY_NAME.items()}


def _value(value: Any) -> Any:
    if isinstance(value, tree.Node):
        return node_data(value)
    return [_value(item) for item in value] if isinstance(value, tuple) else value


def node_from(data: Mapping[str, Any]) -> tree.Node:
    """Return the part of a sentence that ``node_data`` wrote.

    Raises: KeyError or TypeError when the data is not of that form.
    """
    kind = NODE_BY_NAME[data["is"]]
    return kind(**{name: _back(value) for name, value in data.items() if name != "is"})


def _back(value: Any) -> Any:
    if isinstance(value, dict):
        return node_from(value)
    return tuple(_back(item) for item in value) if isinstance(value, list) else value


def agreement_data(agreement: Agreement) -> dict[str, Any]:
    """Return what executes: the clauses, the words with what shows them, the clock and the day-count."""
    return {
        "format": FORMAT,
        "deal": agreement.deal,
        "clock": agreement.clock.name,
        "day_count": agreement.day_count,
        "words": [
            {
                "id": word.id,
                "kind": word.kind,
                "shown_by": None if word.shown_by is None else {"kind": word.shown_by.kind, "witness": word.shown_by.witness},
            }
            for word in sorted(agreement.words.values(), key=lambda word: word.id)
        ],
        "clauses": [{"id": clause.id, "sentence": node_data(clause.sentence)} for clause in agreement.clauses],
    }


def tree_digest(agreement: Agreement) -> str:
    """Return the SHA-256 of the canonical JSON of the tree: equal for every language version."""
    return sha256_hex(canonical_json(agreement_data(agreement)))


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of ``agreement_data``."""
    definitions: dict[str, Any] = {}
    for category in CATEGORIES:
        kinds = [kind for kind in NODE_BY_NAME.values() if kind.__bases__ == (category,)]
        definitions[node_name(category)] = {"oneOf": [{"$ref": f"#/$defs/node_{node_name(kind)}"} for kind in kinds]}
    for name, kind in NODE_BY_NAME.items():
        definitions[f"node_{name}"] = _node_schema(name, kind)
    shown = _object({"kind": {"type": "string"}, "witness": {"type": "string"}})
    word = _object({"id": {"type": "string"}, "kind": {"enum": list(KINDS)}, "shown_by": {"oneOf": [{"type": "null"}, shown]}})
    clause = _object({"id": {"type": "string"}, "sentence": {"$ref": "#/$defs/sentence"}})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The tree of an agreement",
        "$defs": definitions,
        **_object(
            {
                "format": {"const": FORMAT},
                "deal": {"type": "string"},
                "clock": {"type": "string"},
                "day_count": {"enum": [0, 1]},
                "words": {"type": "array", "items": word},
                "clauses": {"type": "array", "items": clause},
            }
        ),
    }


def _node_schema(name: str, kind: type[tree.Node]) -> dict[str, Any]:
    properties: dict[str, Any] = {"is": {"const": name}}
    required = ["is"]
    for slot, type_ in field_types(kind).items():
        if type_.category is not None:
            target = node_name(type_.category)
            one: dict[str, Any] = {"$ref": f"#/$defs/{target if type_.category in CATEGORIES else 'node_' + target}"}
        else:
            one = {"type": "integer", "minimum": 0} if type_.token == "NUMBER" else {"type": "string"}
        properties[slot] = {"type": "array", "items": one} if type_.many else one
        if not type_.optional:
            required.append(slot)
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": dict(properties), "required": list(properties), "additionalProperties": False}

"""What the fields of an entry's body may hold, as the deed level reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


def whole(value: Any) -> bool:
    """Whether a value is a whole number that any program can hold exactly."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53


def _name(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _names(value: Any) -> bool:
    return _name(value) or (isinstance(value, list | tuple) and all(_name(item) for item in value))


def _slots(value: Any) -> bool:
    return isinstance(value, Mapping) and all(_name(key) and _names(item) for key, item in value.items())


FIELDS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    **{
        key: (_name, f'"{key}": "…"')
        for key in ("clause", "act", "event", "state", "of", "what", "option", "agreement", "by", "until")
    },
    **{key: (_names, f'"{key}": ["…", "…"]') for key in ("parties", "clauses", "stating")},
    **{key: (lambda value: isinstance(value, bool), f'"{key}": true, or false') for key in ("revoked", "cumulative", "accepted")},
    "low": (whole, '"low": a whole number below 2^53'),
    "high": (
        lambda value: value is None or whole(value),
        '"high": a whole number, below 2^53, or null when no upper figure is known',
    ),
    "slots": (_slots, '"slots": {"to": ["…"]}'),
    "count": (lambda value: isinstance(value, Mapping), '"count": {"low": …, "high": …}'),
    "body": (lambda value: value is None or isinstance(value, Mapping | str), '"body": {…}, or null to withdraw the entry'),
}

"""An entry as a correction restates it; the entry itself stays in the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from safeconduct.deal.standing.events import Event, fits
from safeconduct.errors import InputWrong
from safeconduct.kernel import parse_instant


def apply(event: Event, correction: Event) -> Event | None:
    """Return an entry as a correction restates it: in the fields it names, where null takes one out; None when it is withdrawn.

    An entry stays as it was under a correction that its type could not say.
    """
    fields, occurred = correction.body.get("body", {}), correction.body.get("occurred")
    if not isinstance(fields, Mapping):
        return None
    body = restated(event.body, fields)
    if not fits(event.type, body):
        return event
    if not isinstance(occurred, Mapping):
        return replace(event, body=body)
    try:
        start, end = parse_instant(occurred["from"]), parse_instant(occurred["to"])
    except (InputWrong, KeyError):
        return replace(event, body=body)
    return replace(event, body=body, start=start, end=max(start, end), recorded=correction.recorded)


def restated(body: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body of an entry with the fields a correction names; no upper figure is a figure too."""
    return {key: value for key, value in {**body, **fields}.items() if value is not None or key == "high"}

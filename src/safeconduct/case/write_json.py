"""The read models of this room as JSON data."""

from __future__ import annotations

from typing import Any

from safeconduct.case.clock import Account, Clock
from safeconduct.case.model import Event
from safeconduct.case.view import SideBySide, Stop
from safeconduct.kernel import format_instant


def entry_data(event: Event) -> dict[str, Any]:
    """Return an entry as every screen cites it: id, type, who, when, source, confidence, body."""
    keys = ("id", "type", "actor", "occurred", "recorded", "source", "confidence", "body")
    return {key: event.get(key) for key in keys}


def clock_data(clock: Clock) -> dict[str, Any]:
    """Return a clock: the band, what it hangs on, and each account of it."""
    return {
        "agreement": clock.of.id,
        "clause": clock.clause,
        "by": clock.by,
        "event": clock.event,
        "state": clock.state,
        "warned": format_instant(clock.warned),
        "holds": clock.holds.value,
        "earliest": format_instant(clock.earliest),
        "latest": format_instant(clock.latest),
        "accounts": [_account(account) for account in clock.accounts],
    }


def _account(account: Account) -> dict[str, Any]:
    ends = {key: format_instant(end) if end else None for key, end in (("earliest", account.earliest), ("latest", account.latest))}
    return {"source": account.source or None, **ends, "text": account.text or None}


def stop_data(stop: Stop) -> dict[str, Any]:
    """Return a suspension with the accounts of it."""
    return {"suspension": entry_data(stop.suspension), "accounts": [entry_data(event) for event in stop.accounts]}


def figures_data(found: SideBySide) -> dict[str, Any]:
    """Return figures for one thing, each with its entry; ``high`` null is *no upper figure*."""
    figures = [{"low": count.low, "high": count.high, "entry": entry_data(event)} for event, count in found.figures]
    return {"what": found.what, "stage": found.stage, "disagree": found.disagree, "figures": figures}

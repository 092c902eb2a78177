"""Two reports of one thing that cannot both be right: both are kept, and the disagreement is shown.

Competing counts are never averaged, and nobody is called wrong: a disagreement names both entries.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from safeconduct.record.model import Entry


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two entries about one thing at one time whose counts have no number in common."""

    about: str
    category: str
    first: Entry
    second: Entry

    def __str__(self) -> str:
        return f"{self.about}: {_says(self.first)}, {_says(self.second)} ({self.category})"


def disagreements(entries: Iterable[Entry]) -> list[Disagreement]:
    """Return every disagreement between observations of different authors, in order of index.

    Holds: each counted pair is of one thing, one category, overlapping times and disjoint ranges (test_disagree).
    Cost: quadratic in the number of observations of one thing.
    """
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        count = entry.event["body"].get("count")
        if entry.event["type"] in ("observation", "deed") and isinstance(count, dict) and entry.event.get("occurred"):
            about = str(entry.event["body"].get("about", entry.event["body"].get("what", "")))
            groups.setdefault((about, str(count.get("category", ""))), []).append(entry)
    return [Disagreement(*group, *pair) for group, found in groups.items() for pair in combinations(found, 2) if _apart(*pair)]


def _apart(one: Entry, other: Entry) -> bool:
    a, b = one.event, other.event
    if _speaker(one) == _speaker(other):
        return False
    together = a["occurred"]["from"] <= b["occurred"]["to"] and b["occurred"]["from"] <= a["occurred"]["to"]
    return together and (_below(a["body"]["count"], b["body"]["count"]) or _below(b["body"]["count"], a["body"]["count"]))


def _below(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return one["high"] is not None and bool(one["high"] < other["low"])


def _speaker(entry: Entry) -> str:
    return str(entry.event.get("account", {}).get("actor", entry.author))


def _says(entry: Entry) -> str:
    count = entry.event["body"]["count"]
    high = "or more" if count["high"] is None else f"to {count['high']:,}" if count["high"] != count["low"] else ""
    return f"{_speaker(entry)} says {count['low']:,} {high}".rstrip()

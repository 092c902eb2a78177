"""Two reports of one thing that cannot both be right: both are kept, and the disagreement is shown.

Competing counts are never averaged, and nobody is called wrong: a disagreement names both entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from safeconduct.errors import Text, say
from safeconduct.record.model import Entry


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two entries about one thing at one time whose counts have no number in common."""

    about: str
    category: str
    first: Entry
    second: Entry

    def __str__(self) -> str:
        return str(self.text)

    @property
    def text(self) -> Text:
        """The disagreement in one sentence, which can be said in another language."""
        pair = {"about": self.about, "first": _says(self.first), "second": _says(self.second)}
        if self.category:
            return say("{about}: {first}, {second} ({category})", category=self.category, **pair)
        return say("{about}: {first}, {second}", **pair)


def disagreements(entries: Iterable[Entry]) -> list[Disagreement]:
    """Return every disagreement between observations of different authors, in order of index; what its own author corrected counts as
    corrected.

    Holds: each counted pair is of one thing, one category, overlapping times and disjoint ranges (test_disagree).
    Cost: quadratic in the number of observations of one thing.
    """
    groups: dict[tuple[str, str], list[Entry]] = {}
    found = list(entries)
    mended = corrections(found)
    for entry in (_as_corrected(one, mended) for one in found):
        if entry is not None and counted(entry) is not None and entry.event.get("occurred"):
            groups.setdefault(_thing(entry.event), []).append(entry)
    return [Disagreement(*group, *pair) for group, of_it in groups.items() for pair in combinations(of_it, 2) if _apart(*pair)]


def corrections(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Return, by the id of an entry, the last correction of it by its own author."""
    speakers: dict[str, str] = {}
    corrected: dict[str, str] = {}  # a correction may itself be corrected: both are about the entry at the beginning
    found: dict[str, Entry] = {}
    for entry in entries:
        name, target = name_of(entry), str(entry.event["body"].get("of"))
        if entry.event["type"] == "correction" and speakers.get(target) == speaker(entry):
            corrected[name] = corrected.get(target, target)
            found[corrected[name]] = entry
        speakers.setdefault(name, speaker(entry))
    return found


def name_of(entry: Entry) -> str:
    """Return the id by which other entries point at this one; in a reconstruction, that of the report."""
    return str(entry.event.get("account", {}).get("id", entry.event["id"]))


def _as_corrected(entry: Entry, mended: Mapping[str, Entry]) -> Entry | None:
    """Return an entry with the body its author gave it last; None once it was taken back."""
    correction = mended.get(name_of(entry))
    if correction is None:
        return entry
    body = correction.event["body"].get("body")
    return replace(entry, event={**entry.event, "body": {**entry.event["body"], **body}}) if isinstance(body, dict) else None


def counted(entry: Entry) -> Mapping[str, Any] | None:
    """Return the range an entry reports, or None: the body of a count is one, others may hold one."""
    body = entry.event["body"]
    if entry.event["type"] == "count":
        return body if "low" in body and "high" in body else None
    count = body.get("count") if entry.event["type"] in ("observation", "deed") else None
    return count if isinstance(count, Mapping) else None


def _thing(event: Mapping[str, Any]) -> tuple[str, str]:
    body = event["body"]
    if event["type"] == "count":
        return str(body["what"]), str(body.get("stage", body.get("unit", "")))
    about = next((str(body[key]) for key in ("about", "what", "of", "act", "clause") if key in body), "")
    return about, str(body["count"].get("category", ""))


def _apart(one: Entry, other: Entry) -> bool:
    a, b = one.event, other.event
    if speaker(one) == speaker(other):
        return False
    together = a["occurred"]["from"] <= b["occurred"]["to"] and b["occurred"]["from"] <= a["occurred"]["to"]
    left, right = _range(one), _range(other)
    return together and (_below(left, right) or _below(right, left))


def _below(one: tuple[int, int | None], other: tuple[int, int | None]) -> bool:
    return one[1] is not None and one[1] < other[0]


def _range(entry: Entry) -> tuple[int, int | None]:
    count = counted(entry) or {}
    return count["low"], count["high"]


def speaker(entry: Entry) -> str:
    """Return who speaks in an entry: its author, or in a reconstruction whoever is reported."""
    return str(entry.event.get("account", {}).get("actor", entry.author))


def _says(entry: Entry) -> Text:
    low, high = _range(entry)
    if high is None:
        return say("{speaker} says {low} or more", speaker=speaker(entry), low=low)
    if high != low:
        return say("{speaker} says {low} to {high}", speaker=speaker(entry), low=low, high=high)
    return say("{speaker} says {low}", speaker=speaker(entry), low=low)

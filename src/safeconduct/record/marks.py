"""What other entries say about one: its author corrected it, others dispute it, or it is contradicted.

Nothing is taken away: a correction, a dispute and a contradiction are entries of their own, and the one they are about stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from safeconduct.record.disagree import corrections, name_of, speaker
from safeconduct.record.model import Entry


@dataclass(frozen=True, slots=True)
class Marks:
    """The entries that say something about one.

    Arguments:
        corrected: the last correction by its own author.
        disputed: by others, who contest it or say it otherwise, in order.
        contradicted: what the same key signed under the same number, or anybody under the same id.
    """

    corrected: Entry | None = None
    disputed: tuple[Entry, ...] = ()
    contradicted: tuple[Entry, ...] = ()


def marks(entries: Iterable[Entry]) -> Mapping[str, Marks]:
    """Return the marks of every entry, by the hash of its payload.

    Arguments:
        entries: all that is known, in order; what is captured may be among them.

    Holds: an author does not dispute itself, and nobody is contradicted by the same event met twice (test_marks).
    """
    found = list(entries)
    mended, disputes, rivals = corrections(found), _disputes(found), _rivals(found)
    return {
        entry.payload_hash: Marks(
            mended.get(name_of(entry)),
            tuple(one for one in disputes.get(name_of(entry), ()) if speaker(one) != speaker(entry)),
            tuple(one for one in rivals.get(entry.payload_hash, ())),
        )
        for entry in found
    }


def _disputes(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        target = entry.event["body"].get("of")
        if entry.event["type"] in ("dispute", "correction") and isinstance(target, str):
            found.setdefault(target, []).append(entry)
    return found


def _rivals(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    groups: dict[tuple[object, ...], dict[str, Entry]] = {}
    for entry in entries:
        for place in (("id", entry.event["id"]), ("number", entry.event["key"], entry.event["nth"])):
            groups.setdefault(place, {}).setdefault(entry.payload_hash, entry)
    found: dict[str, dict[str, Entry]] = {}
    for group in (group for group in groups.values() if len(group) > 1):
        for name in group:
            found.setdefault(name, {}).update({other: one for other, one in group.items() if other != name})
    return {name: list(others.values()) for name, others in found.items()}

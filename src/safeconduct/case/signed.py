"""A signed record beside the agreements: its entries in the plain shape of ``history.jsonl``, after its signatures were checked.

``history.jsonl`` is the plain way, a record the signed way; both feed the same rooms. Nobody can take an entry out of a record, so one
that does not fit the agreements is set aside with its reason, instead of standing in the way of all others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from safeconduct.case.codes import OTHER_RECORD, TWO_HISTORIES
from safeconduct.case.entry import check_entry
from safeconduct.case.forms import FORMS
from safeconduct.case.vocabulary import Vocabulary
from safeconduct.errors import EvidenceFails, InputWrong, Place, Problem, say
from safeconduct.record import KINDS, SqliteStore, Store, bundle_of, history, read_checkpoint, verify_bundle
from safeconduct.record.guard import CONTRADICTED
from safeconduct.record.model import DISPROVED
from safeconduct.record.reconstruct import PARTY

_FIELDS = ("id", "type", "actor", "occurred", "recorded", "method", "source", "confidence", "body", "index", "state")
_COMPARED = ("id", "type", "actor", "occurred", "recorded", "method", "source", "confidence", "body")


@dataclass(frozen=True, slots=True)
class Signed:
    """What a record says to a case.

    Arguments:
        file: its name in the folder.
        entries: in the order of the log; each with ``index`` and ``state``.
        set_aside: why entries are not taken into account, each at its index.
        is_reconstruction: whether the key named ``reconstruction`` signed any of them.
    """

    file: str
    entries: tuple[dict[str, Any], ...] = ()
    set_aside: tuple[Problem, ...] = ()
    is_reconstruction: bool = False

    @property
    def indexes(self) -> tuple[int, ...]:
        """The place of each entry in the log."""
        return tuple(entry["index"] for entry in self.entries)


def read_record(path: Path, file: str, vocabulary: Vocabulary) -> Signed:
    """Read a record that passes its own check.

    Arguments:
        file: how to call it in problems.

    Raises: EvidenceFails (``record/contradicted``) when the check disproves it; InputWrong (``case/other-record``, ``record/not-a-record``);
        EnvironmentFails (``record/cannot-open``).
    Cost: one signature check for each entry.
    """
    with closing(SqliteStore(path)) as store:
        if not store.head().size:
            return Signed(file)
        origin = _require_honest(store, file, vocabulary.deal)
        lines = history(store, origin)
    entries, aside = _fitting(lines, file, vocabulary)
    return Signed(file, tuple(entries), tuple(aside), any(line["author"] == PARTY for line in lines))


def same_history(entries: tuple[Mapping[str, Any], ...], lines: tuple[int, ...], plain: str, signed: Signed) -> Iterator[Problem]:
    """Yield where a plain history and a record say different things; an empty one says nothing."""
    if not entries or not signed.entries:
        return
    for number, (one, other) in enumerate(zip_longest(entries, signed.entries)):
        if one is None or other is None or any(one.get(key) != other.get(key) for key in _COMPARED):
            where = Place(plain, lines[number]) if one is not None else Place(signed.file, entry=signed.indexes[number])
            what = say(
                "{plain} and {file} are both here and differ, first at the entry {get}",
                plain=plain,
                file=signed.file,
                get=(one or other or {}).get("id"),
            )
            why = say("every state is computed from one history, and nobody could say from which")
            yield Problem(TWO_HISTORIES, what, why, say("keep one of the two; the signed one can prove what it says"), where)
            return


def _require_honest(store: Store, file: str, deal: str) -> str:
    origin = read_checkpoint(store.head().checkpoint).origin
    bad = [step for step in verify_bundle(bundle_of(store)).steps if step.verdict == DISPROVED]
    if bad:
        what, do = say("the record does not hold together: {what}", what=bad[0].what), say("take the latest bundle from any party")
        why = say("something was changed after it was signed")
        raise EvidenceFails(Problem(CONTRADICTED, what, why, do, Place(file, entry=bad[0].entry)))
    if origin.rpartition("/")[2] != deal:
        what, do = (
            say("this is the record {origin}, and the deal is called {deal}", origin=origin, deal=deal),
            say("a record of this deal has a name ending in /{deal}", deal=deal),
        )
        raise InputWrong(Problem(OTHER_RECORD, what, why=say("its entries are about something else"), do=do, where=Place(file)))
    return origin


def _fitting(lines: list[dict[str, Any]], file: str, vocabulary: Vocabulary) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Sort out what belongs to the deal; keys, papers and erasures are the record's own business."""
    entries: list[dict[str, Any]] = []
    aside: list[Problem] = []
    earlier: dict[str, int] = {}
    latest = ""
    for line in lines:
        # order is the index: an entry is known no sooner than the one before it, even where the keeper's clock was set back
        latest = max(latest, line["logged"])
        if line["recorded"] == line["logged"]:  # otherwise the time of the report that a reconstruction follows
            line["recorded"] = latest
        if line["type"] in KINDS and line["type"] not in FORMS:
            continue
        entry = _plain(line, vocabulary.deal)
        # a claim dated after its recording stays a claim: the clocks of two people may differ, and order is the index
        judged = {**entry, "recorded": max(entry["recorded"], entry["occurred"]["from"])}
        found = list(check_entry(judged, vocabulary, earlier, Place(file, entry=line["index"])))
        aside += found
        if not found:
            earlier[entry["id"]] = line["index"]
            entries.append(entry)
    return entries, aside


def _plain(line: Mapping[str, Any], deal: str) -> dict[str, Any]:
    entry = {key: line[key] for key in _FIELDS if line[key] is not None}
    at = line["occurred"] or {"from": line["recorded"], "to": line["recorded"]}
    return {**entry, "deal": deal, "occurred": at}

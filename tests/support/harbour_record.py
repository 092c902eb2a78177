"""The shipped history of harbour, signed by those whose entries they are: each actor with its own key, the parties as witnesses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from safeconduct.case import read_case
from safeconduct.kernel import parse_instant
from safeconduct.record import RecordFolder, SqliteStore, capture, new_id
from safeconduct.record.ceremony import approve, draft_founding, with_approvals

DEAL = "record.example/harbour"
WITNESSES = ("north", "south", "guarantor", "monitor")
KEEPER = "authority"


class HarbourRecord:
    """One folder for each actor of the history; the harbour authority keeps the log, three parties and the monitor are witnesses.

    Arguments:
        place: where the folders are made.
    """

    def __init__(self, place: Path) -> None:
        self.place = place
        self.ids: dict[str, str] = {}
        self.lines = [dict(event) for event in read_case("harbour").history]
        actors = sorted({line["actor"] for line in self.lines})
        self.folders = {actor: self._folder(actor) for actor in actors}
        self.keeper = self.folders[KEEPER]
        self._found()

    def _folder(self, actor: str) -> RecordFolder:
        names = iter(range(10))
        seed = lambda size: (f"{actor} {next(names)}".encode() * size)[:size]
        folder = RecordFolder.make(self.place / actor, DEAL, actor, keeper=actor == KEEPER, random=seed)
        folder.write_card()
        return folder

    def _found(self) -> None:
        cards = [(folder.path / "card.json").read_bytes() for folder in self.folders.values()]
        draft = draft_founding(DEAL, self.keeper.signer("log"), cards, 3, 3)
        approvals = [approve(DEAL, draft, folder.signer("root")) for folder in self.folders.values()]
        store = self.keeper.store()
        self.keeper.found(store, with_approvals(draft, approvals), lambda: parse_instant("2031-02-19T09:00:00Z"))
        store.close()

    def sign(self, line: Mapping[str, Any], store: SqliteStore) -> None:
        """Let the actor of a line sign it, and the keeper record it at the time the line was recorded."""
        recorded = parse_instant(line["recorded"])
        author = self.folders[line["actor"]].author(store)
        self.ids[line["id"]] = event_id = new_id(int(recorded.timestamp() * 1000), line["id"].encode().ljust(10))
        body = {**line["body"], **({"of": self.ids[line["body"]["of"]]} if line["body"].get("of") in self.ids else {})}
        fields = {key: line.get(key) for key in ("occurred", "method", "source", "confidence")}
        capture(store, author, line["type"], body, event_id=event_id, **fields)
        self._record(store, recorded)

    def _record(self, store: SqliteStore, at: datetime) -> None:
        outcomes = self.keeper.record_captured(store, lambda: at)
        assert all(hasattr(outcome, "index") for outcome in outcomes), outcomes

    def sign_all(self) -> None:
        """Sign every line, in order."""
        store = self.keeper.store()
        for line in self.lines:
            self.sign(line, store)
        store.close()

"""A rehearsal: the history of an invented case signed by each of its actors with a key of its own, put in order by one of them and
witnessed by the others.

For people who learn how a record is kept, and for the invented case only: what really happened is reconstructed by one key that says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from safeconduct.errors import InputWrong, Problem, say
from safeconduct.kernel import parse_instant
from safeconduct.record.author import new_id
from safeconduct.record.capture import capture
from safeconduct.record.ceremony import approve, draft_founding, with_approvals
from safeconduct.record.folder import RecordFolder
from safeconduct.record.handouts import bundle_of, newest_checkpoint
from safeconduct.record.model import Held
from safeconduct.record.names import BAD_NAME
from safeconduct.record.store import Store
from safeconduct.record.sync import keep_cosigned, merge
from safeconduct.record.witness import Request
from safeconduct.record.writer import Recorded


class Rehearsal:
    """One folder for each actor of a history, the record founded by all of them.

    Arguments:
        place: where the folders are made.
        deal: the name of the record.
        lines: plain events, as for :func:`safeconduct.record.reconstruct.reconstruct`; each actor's name is a party's.
        keeper: the actor that keeps the log; half of the others make an entry *witnessed*.
        random: returns so many random bytes for an actor.

    Raises: InputWrong (``record/name``), EnvironmentFails (``record/no-file``).
    """

    def __init__(
        self, place: Path, deal: str, lines: Sequence[Mapping[str, Any]], keeper: str, random: Callable[[str, int], bytes]
    ) -> None:
        self.deal, self.lines, self.ids = deal, lines, dict[str, str]()
        actors = sorted({str(line["actor"]) for line in lines})
        if keeper not in actors:
            do = say("choose one of: {names}", names=", ".join(actors))
            raise InputWrong(
                Problem(
                    BAD_NAME, say("nobody in the case is called {name}", name=keeper), why=say("one of them keeps the log"), do=do
                )
            )
        self.folders = {actor: self._folder(place / actor, actor, keeper, random) for actor in actors}
        self.keeper = self.folders[keeper]
        self._found()

    def sign_all(self) -> None:
        """Let each actor sign its entries, in order, each recorded at the time the history gives."""
        with closing(self.keeper.store()) as store:
            for line in self.lines:
                self.sign(line, store)

    def sign(self, line: Mapping[str, Any], store: Store) -> None:
        """Let the actor of a line sign it, and the keeper record it. Raises: InputWrong (``record/event``), what the writer raises."""
        recorded = parse_instant(str(line["recorded"]))
        author = self.folders[line["actor"]].author(store)
        name = sha256(repr((self.deal, line["id"])).encode()).digest()
        self.ids[line["id"]] = event_id = new_id(int(recorded.timestamp() * 1000), name)
        body = {**line["body"], **({"of": self.ids[line["body"]["of"]]} if line["body"].get("of") in self.ids else {})}
        fields = {key: line.get(key) for key in ("occurred", "method", "source", "confidence", "place")}
        capture(store, author, line["type"], body, event_id=event_id, **fields)
        self._require_recorded(self.keeper.record_captured(store, lambda: recorded))

    def witness_all(self) -> None:
        """Let everybody take in the whole record, and all but the keeper sign it, at the time of the last entry."""
        time = int(self._last().timestamp())
        with closing(self.keeper.store()) as store:
            for folder in self._others():
                with closing(folder.store()) as own:
                    merge(own, self.deal, bundle_of(store), Held())
                    signed = folder.cosign(own, Request(0, (), newest_checkpoint(store)), time)
                keep_cosigned(store, self.deal, [signed.to_bytes()])
            for folder in self._others():
                with closing(folder.store()) as own:
                    merge(own, self.deal, bundle_of(store), Held())

    def _others(self) -> list[RecordFolder]:
        return [folder for folder in self.folders.values() if folder is not self.keeper]

    def _last(self) -> datetime:
        return max(parse_instant(str(line["recorded"])) for line in self.lines)

    def _folder(self, path: Path, actor: str, keeper: str, random: Callable[[str, int], bytes]) -> RecordFolder:
        folder = RecordFolder.make(path, self.deal, actor, keeper=actor == keeper, random=lambda size: random(actor, size))
        folder.write_card()
        return folder

    def _found(self) -> None:
        cards = [(folder.path / "card.json").read_bytes() for folder in self.folders.values()]
        most = len(cards) // 2
        draft = draft_founding(self.deal, self.keeper.signer("log"), cards, max(1, most), max(1, most))
        approvals = [approve(self.deal, draft, folder.signer("root")) for folder in self.folders.values()]
        first = min(parse_instant(str(line["recorded"])) for line in self.lines)
        with closing(self.keeper.store()) as store:
            self.keeper.found(store, with_approvals(draft, approvals), lambda: first)

    def _require_recorded(self, outcomes: Sequence[Any]) -> None:
        for outcome in outcomes:
            if not isinstance(outcome, Recorded):
                raise outcome

"""One person's folder of a record: the file, the keys, the vault, what was set aside.

::

    record.json     the name of the record, whose folder it is, whether it is the keeper's
    record.db       the log as known here, and captured events
    keys/           secret keys, readable by their owner only; never committed, never in a bundle
    keys/log.mark   the last checkpoint this keeper signed: beside the key, so that restoring a database cannot restore it too
    vault/          sealed personal data
    evidence/       proofs that the log's key signed two pasts
    quarantine/     what a bundle brought that could not be taken in, with the reason
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from safeconduct.errors import EnvironmentFails, InputWrong, Problem, SafeconductError, register, say
from safeconduct.kernel import format_instant
from safeconduct.record.alone import alone
from safeconduct.record.author import Author, new_id
from safeconduct.record.capture import ChainMemory, author_of, capture, expected_ring, in_chain_order, require_takable
from safeconduct.record.ceremony import approve, draft_founding, new_key, with_approvals, write_card, write_device_card
from safeconduct.record.checkpoint import Checkpoint, read_checkpoint
from safeconduct.record.durable import NO_FILE, make_folder, read_memory, write_durable, write_memory
from safeconduct.record.envelope import Envelope, read_envelope
from safeconduct.record.guard import behind, newest_ahead
from safeconduct.record.handouts import not_founded
from safeconduct.record.key_files import KeyFiles
from safeconduct.record.merkle import Tree
from safeconduct.record.names import require_names
from safeconduct.record.profile import decode, encode
from safeconduct.record.read import load_ring
from safeconduct.record.signing import Signer
from safeconduct.record.sqlite import SqliteStore
from safeconduct.record.store import Store
from safeconduct.record.sync import Merged, keep_cosigned
from safeconduct.record.vault import Vault, new_custodian
from safeconduct.record.witness import Request, WitnessMemory, witness
from safeconduct.record.writer import Outcome, Recorded, Writer

NOT_A_FOLDER = register(
    "record/not-a-folder", "not a folder of a record", "There is no record.json here. Make a folder with `safeconduct record init`."
)


class RecordFolder:
    """A folder made by :meth:`make`. Raises: InputWrong (``record/not-a-folder``)."""

    def __init__(self, path: Path) -> None:
        self.path, self.secrets = path, KeyFiles(path / "keys")
        name = path.name or say("this folder")
        try:
            settings = decode((path / "record.json").read_bytes())
            self.deal, self.party, self.keeper = str(settings["deal"]), str(settings["party"]), bool(settings["keeper"])
        except OSError:
            do = say("go to the record's folder, name it with -C, or make one with `safeconduct record init`")
            raise InputWrong(
                Problem(NOT_A_FOLDER, say("no record in {name}", name=name), why=say("there is no record.json"), do=do)
            ) from None
        except (SafeconductError, KeyError):
            what, why = (
                say("the record.json in {name} is damaged", name=name),
                say("it says which record this is, and whose folder"),
            )
            do = say('write it again in one line: {"deal":"record.example/harbour","keeper":false,"party":"north"}')
            raise InputWrong(Problem(NOT_A_FOLDER, what, why=why, do=do)) from None

    @classmethod
    def make(
        cls, path: Path, deal: str, party: str, *, keeper: bool, random: Callable[[int], bytes], device: bool = False
    ) -> RecordFolder:
        """Make a folder with fresh keys (root, author, witness, custodian; for the keeper also log; for a device author only).

        Arguments:
            random: returns that many random bytes.
            device: whether it is for a device that signs for the party, and then leads nothing and witnesses nothing.

        Raises: InputWrong (``record/name``), EnvironmentFails (``record/no-file``).
        """
        require_names(deal, party)
        try:
            (path / "keys").mkdir(parents=True, mode=0o700)
            write_durable(path / "record.json", _settings(deal, party, keeper=keeper))
            folder = cls(path)
            names = ("author",) if device else ("root", "author", "witness", *(["log"] if keeper else []))
            folder.secrets.make({name: random(32) for name in names}, "" if device else new_custodian())
            SqliteStore(path / "record.db", create=True).close()
        except OSError as error:
            what = say("{name}: {what}", name=path.name, what=error.strerror or type(error).__name__)
            raise EnvironmentFails(Problem(NO_FILE, what, why=say("no folder was made"), do=say("choose a new folder"))) from None
        return folder

    def store(self, *, roomy: bool = False) -> SqliteStore:
        """Open the record."""
        return SqliteStore(self.path / "record.db", roomy=roomy)

    def signer(self, name: str) -> Signer:
        """Return a secret key by its use or name. Raises: RightsMissing (``record/no-key``)."""
        return self.secrets.signer(name)

    def alone(self) -> AbstractContextManager[None]:
        """Be the only program at work in this folder; others wait."""
        return alone(self.path / "record.lock")

    def vault(self) -> Vault:
        """Return the vault. Raises: RightsMissing (``record/no-key``) without the custodian's key."""
        return Vault(self.path / "vault", self.secrets.custodian())

    def memory(self) -> WitnessMemory:
        """Return what this folder's witness remembers; beside the key, for the same reason as the log's mark."""
        return WitnessMemory(self.secrets.folder)

    def marks(self, store: Store) -> list[Checkpoint]:
        """Return the checkpoints this keeper must not fall behind: its mark, and every witnessed one kept here."""
        mark = read_memory(self._mark, read_checkpoint)
        return [*([mark] if mark else []), *map(read_checkpoint, store.checkpoints())]

    def heed(self, store: Store, shown: Iterable[Checkpoint]) -> None:
        """As the keeper, never sign again before catching up with what anyone shows under our own signature, now or at a later start.

        Raises: Refused (``record/behind``).
        """
        size, keys = store.head().size, load_ring(store, self.deal).log_keys()
        newest = newest_ahead(size, self.deal, keys, [*shown, *self.marks(store)])
        if newest is not None:
            write_durable(self._mark, newest.to_bytes())
            raise behind(size, newest.size)

    @property
    def _mark(self) -> Path:
        return self.secrets.folder / "log.mark"

    def author(self, store: Store, name: str = "author") -> Author:
        """Return this party as an author; a keeper whose file was restored from a backup does not even begin.

        Raises: RightsMissing (``record/no-key``), Refused (``record/behind``).
        """
        newest = max((mark.size for mark in self.marks(store)), default=0)
        if newest > store.head().size:
            raise behind(store.head().size, newest)
        author = author_of(store, self.party, self.deal, self.signer(name))
        ChainMemory(self.secrets.folder).require_not_behind(author)
        return author

    def sign(
        self, store: Store, kind: str, body: Mapping[str, Any], now: datetime, event_id: str, key: str = "author", **fields: Any
    ) -> Envelope:
        """Sign one event with a key of this folder and keep it; see :meth:`alone` for two at once.

        Arguments:
            key: the use or name of the key.
            fields: optional fields of the event.

        Raises: RightsMissing (``record/no-key``), Refused (``record/behind``, ``record/no-authority``, ``record/ceremony``,
            ``record/empty`` for a keeper before the founding), InputWrong (``record/event``, ``record/profile``).
        """
        if self.keeper and not store.head().size:
            raise not_founded()
        author = self.author(store, key)
        require_takable(store, author, kind, body, format_instant(now), **fields)
        envelope = capture(store, author, kind, body, event_id=event_id, **fields)
        ChainMemory(self.secrets.folder).remember(author.signer.key_id, author.nth)
        return envelope

    def record(
        self, store: Store, clock: Callable[[], datetime], envelopes: Sequence[bytes], log: Signer | None = None
    ) -> list[Outcome]:
        """As the keeper, put events in order; the mark beside the key is durable before any answer is given.

        Arguments:
            log: the log key when it is not yet the one of this folder.

        Raises: RightsMissing (``record/no-key``), and what the writer raises.
        """
        writer = Writer(store, log or self.signer("log"), self.deal, clock, self.marks(store))
        try:
            outcomes = writer.append(in_chain_order(list(envelopes)))
            if writer.checkpoint is not None:
                write_memory(self._mark, writer.checkpoint.to_bytes())
        finally:
            writer.close()
        return outcomes

    def record_captured(self, store: Store, clock: Callable[[], datetime]) -> list[Outcome]:
        """As the keeper, record whatever is captured here and not yet in the log."""
        known = store.payload_hashes()
        waiting = [data for data in store.captured() if _payload_hash(data) not in known]
        return self.record(store, clock, waiting) if waiting else []

    def quarantine(self, merged: Merged) -> int:
        """Write what was set aside into ``quarantine/``, one file each with its reason; return how many."""
        for item in merged.aside:
            make_folder(self.path / "quarantine")
            name = sha256(item.data).hexdigest()[:32]
            content: dict[str, Any] = {"why": item.why, "data": item.data.hex()}
            write_durable(self.path / "quarantine" / f"{name}.json", json.dumps(content).encode())
        return len(merged.aside)

    def settle(self, store: Store) -> None:
        """Let keys kept as ``NAME.next`` take their places once the log knows them; a keeper whose log key was replaced is none."""
        ring, _ = expected_ring(store, self.deal)
        for name in self.secrets.waiting():
            enrolled = ring.keys.get(self.signer(f"{name}.next").key_id)
            if enrolled is not None and enrolled.until is None:
                self.secrets.take_next(name)
        if ring.version >= 0 and self.secrets.has("log"):
            keeper = any(key.public == self.signer("log").public for key in ring.policy.logs)
            if keeper is not self.keeper:
                self.keeper = keeper
                self._write_settings()

    def write_card(self, role: str = "author") -> None:
        """Write ``card.json``: this party's public keys, for the founding."""
        keys = [new_key(self.deal, self.party, self.signer("author"), role)]
        write_durable(self.path / "card.json", write_card(self.deal, self.party, self.signer("root"), keys, self.signer("witness")))

    def write_device_card(self, scope: Sequence[str], expires: str) -> None:
        """Write ``card.json`` of a device: its key, what it may sign and until when, and the proof that it is in the device's hands.

        Raises: Refused (``record/ceremony``) for a scope or an expiry that no enrolment could hold.
        """
        key = new_key(self.deal, self.party, self.signer("author"), "device", scope, expires)
        write_durable(self.path / "card.json", write_device_card(self.deal, self.party, key))

    def found(self, store: Store, body: Mapping[str, Any], clock: Callable[[], datetime]) -> str:
        """As the keeper, write the founding as entry 0 and return its fingerprint.

        Raises: Refused (``record/ceremony``, ``record/no-authority``).
        """
        moment = int(clock().timestamp() * 1000)
        event_id = new_id(moment, sha256(repr(body).encode()).digest())
        envelope, _ = Author(self.party, self.deal, self.signer("author")).write("record.founded", body, event_id=event_id)
        (outcome,) = self.record(store, clock, [envelope.to_bytes()])
        if not isinstance(outcome, Recorded):
            raise outcome
        return outcome.payload_hash

    def found_alone(self, clock: Callable[[], datetime]) -> str:
        """Found a record with this party only and no witnesses; return its fingerprint."""
        draft = draft_founding(self.deal, self.signer("log"), [(self.path / "card.json").read_bytes()], 1, 0)
        return self.found(self.store(), with_approvals(draft, [approve(self.deal, draft, self.signer("root"))]), clock)

    def fingerprint(self) -> str:
        """Return the fingerprint of the founding, or an empty text before it."""
        with closing(self.store()) as store:
            return "".join(read_envelope(leaf, leaf=True).payload_hash for leaf in store.leaves(0, 1))

    def cosign(self, store: Store, request: Request, time: int) -> Checkpoint:
        """As a witness, sign the checkpoint of a request (:func:`read_asked`); return it with our line added.

        Raises: Refused (``record/not-continued``), EvidenceFails (``record/contradicted``, ``record/signature``).
        """
        if not store.head().size:
            raise not_founded()
        ring = load_ring(store, self.deal)
        tree = Tree.of(store.leaf_hashes(0, store.head().size))
        name = f"{self.deal}/witness/{self.party}"
        line = witness(
            request, self.memory(), ring.policy_at(request.checkpoint.size).logs, name, self.signer("witness"), time, tree
        )
        signed = request.checkpoint.with_signatures([line])
        keep_cosigned(store, self.deal, [signed.to_bytes()])
        return signed

    def _write_settings(self) -> None:
        write_durable(self.path / "record.json", _settings(self.deal, self.party, keeper=self.keeper))


def _payload_hash(data: bytes) -> bytes:
    return bytes.fromhex(read_envelope(data, leaf=False).payload_hash)


def _settings(deal: str, party: str, *, keeper: bool) -> bytes:
    return encode({"deal": deal, "keeper": keeper, "party": party})

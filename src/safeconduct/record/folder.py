"""One person's folder of a record: the file, the keys, the vault, what was set aside.

::

    record.json     the name of the record, whose folder it is, whether it is the keeper's
    record.db       the log as known here, and captured events
    keys/           secret keys, readable by their owner only; never committed, never in a bundle
    keys/log.mark   the last checkpoint this keeper signed: beside the key, so that restoring a database cannot restore it too
    vault/          sealed personal data
    quarantine/     what a bundle brought that could not be taken in, with the reason
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from safeconduct.errors import EnvironmentFails, InputWrong, Problem, Refused, RightsMissing, SafeconductError, register
from safeconduct.record.author import Author, new_id
from safeconduct.record.bundle import NO_FILE, cannot_read
from safeconduct.record.capture import author_of, in_chain_order
from safeconduct.record.ceremony import approve, draft_founding, new_key, with_approvals, write_card
from safeconduct.record.checkpoint import Checkpoint, read_checkpoint
from safeconduct.record.compare import read_either
from safeconduct.record.ed25519 import Signer
from safeconduct.record.envelope import read_envelope
from safeconduct.record.guard import behind
from safeconduct.record.keys import KeyRing
from safeconduct.record.merkle import Tree
from safeconduct.record.profile import decode, encode
from safeconduct.record.proof import Proof
from safeconduct.record.sqlite import SqliteStore
from safeconduct.record.store import Store
from safeconduct.record.sync import Merged, keep_cosigned
from safeconduct.record.vault import Vault, new_custodian
from safeconduct.record.witness import Request, WitnessMemory, read_request, witness, write_durable
from safeconduct.record.writer import Outcome, Recorded, Writer, load_ring

NO_KEY = register(
    "record/no-key",
    "a secret key that is not here",
    "This act needs a secret key that is not in the keys folder. Do it on the machine of the party whose key it is.",
)
NOT_A_FOLDER = register(
    "record/not-a-folder", "not a folder of a record", "There is no record.json here. Make a folder with `safeconduct record init`."
)
EMPTY = register(
    "record/empty",
    "nothing there yet",
    "The record has no such entry yet. A record begins with its founding: cards, a draft, approvals, then "
    "`safeconduct record keys found`.",
)
LOG_MARK = "log.mark"


class RecordFolder:
    """A folder made by :meth:`make`.

    Arguments:
        path: the folder.

    Raises: InputWrong (``record/not-a-folder``).
    """

    def __init__(self, path: Path) -> None:
        self.path, self.keys = path, path / "keys"
        try:
            settings = decode((path / "record.json").read_bytes())
            self.deal, self.party, self.keeper = str(settings["deal"]), str(settings["party"]), bool(settings["keeper"])
        except (OSError, SafeconductError, KeyError):
            what = f"no record in {path.name or 'this folder'}"
            raise InputWrong(
                Problem(NOT_A_FOLDER, what, why="there is nothing to read", do="run `safeconduct record init`")
            ) from None

    @classmethod
    def make(cls, path: Path, deal: str, party: str, *, keeper: bool, random: Callable[[int], bytes]) -> RecordFolder:
        """Make a folder with fresh keys (root, author, witness, custodian; for the keeper also log).

        Arguments:
            random: returns that many random bytes.

        Raises: EnvironmentFails (``record/no-file``).
        """
        try:
            (path / "keys").mkdir(parents=True, mode=0o700)
            write_durable(path / "record.json", encode({"deal": deal, "keeper": keeper, "party": party}))
            folder = cls(path)
            for name in ("root", "author", "witness", *(["log"] if keeper else [])):
                folder.write_key(name, random(32))
            folder._write_secret("custodian.txt", new_custodian().encode() + b"\n")
            SqliteStore(path / "record.db", create=True).close()
        except OSError as error:
            what = f"{path.name}: {error.strerror or type(error).__name__}"
            raise EnvironmentFails(Problem(NO_FILE, what, why="no folder was made", do="choose a new folder")) from None
        return folder

    def store(self, *, roomy: bool = False) -> SqliteStore:
        """Open the record."""
        return SqliteStore(self.path / "record.db", roomy=roomy)

    def signer(self, name: str) -> Signer:
        """Return a secret key by its use: root, author, witness, log.

        Raises: RightsMissing (``record/no-key``).
        """
        try:
            return Signer(bytes.fromhex((self.keys / f"{name}.seed").read_text("ascii").strip()))
        except (OSError, ValueError):
            do = "do this on the machine that holds it"
            raise RightsMissing(Problem(NO_KEY, f"no {name} key here", why="only its holder may sign", do=do)) from None

    def write_key(self, name: str, seed: bytes) -> None:
        """Keep a secret key."""
        self._write_secret(f"{name}.seed", seed.hex().encode() + b"\n")

    def vault(self) -> Vault:
        """Return the vault. Raises: RightsMissing (``record/no-key``) without the custodian's key."""
        try:
            return Vault(self.path / "vault", (self.keys / "custodian.txt").read_text("ascii"))
        except OSError:
            raise RightsMissing(Problem(NO_KEY, "no custodian's key here", why="only the custodian opens the vault")) from None

    def memory(self) -> WitnessMemory:
        """Return what this folder's witness remembers; beside the key, for the same reason as the log's mark."""
        return WitnessMemory(self.keys)

    def marks(self, store: Store) -> list[Checkpoint]:
        """Return the checkpoints this keeper must not fall behind: its mark, and every witnessed one kept here."""
        mark = self.keys / LOG_MARK
        notes = [mark.read_bytes()] if mark.exists() else []
        return [read_checkpoint(note) for note in (*notes, *store.checkpoints())]

    def author(self, store: Store, name: str = "author") -> Author:
        """Return this party as an author; a keeper whose file was restored from a backup does not even begin.

        Raises: RightsMissing (``record/no-key``), Refused (``record/behind``).
        """
        newest = max((mark.size for mark in self.marks(store)), default=0)
        if newest > store.head().size:
            raise behind(store.head().size, newest)
        return author_of(store, self.party, self.deal, self.signer(name))

    def record(
        self, store: Store, clock: Callable[[], datetime], envelopes: Sequence[bytes], held: Sequence[Checkpoint] = ()
    ) -> list[Outcome]:
        """As the keeper, put events in order; the mark beside the key is durable before any answer is given.

        Raises: RightsMissing (``record/no-key``), and what the writer raises.
        """
        writer = Writer(store, self.signer("log"), self.deal, clock, [*self.marks(store), *held])
        try:
            outcomes = writer.append(in_chain_order(list(envelopes)))
            if writer.checkpoint is not None:
                write_durable(self.keys / LOG_MARK, writer.checkpoint.to_bytes())
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
            (self.path / "quarantine").mkdir(exist_ok=True)
            name = sha256(item.data).hexdigest()[:32]
            content: dict[str, Any] = {"why": item.why, "data": item.data.hex()}
            write_durable(self.path / "quarantine" / f"{name}.json", json.dumps(content).encode())
        return len(merged.aside)

    def replace_key(self, name: str, seed: bytes) -> None:
        """Keep a new secret key under a name; the old one stays beside it as ``NAME.old``."""
        (self.keys / f"{name}.seed").replace(self.keys / f"{name}.old")
        self.write_key(name, seed)

    def write_card(self, role: str = "author") -> None:
        """Write ``card.json``: this party's public keys, for the founding."""
        keys = [new_key(self.deal, self.party, self.signer("author"), role)]
        write_durable(self.path / "card.json", write_card(self.deal, self.party, self.signer("root"), keys, self.signer("witness")))

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

    def newest(self, store: Store) -> Checkpoint:
        """Return the checkpoint over everything, with the witnesses' lines that came back.

        Raises: Refused (``record/empty``) before the founding.
        """
        note = store.head().checkpoint
        if not note:
            raise Refused(
                Problem(EMPTY, "nothing is recorded yet", why="there is no checkpoint to show", do="found the record first")
            )
        own = read_checkpoint(note)
        lines = [
            line
            for kept in store.checkpoints()
            for item in [read_checkpoint(kept)]
            if item.size == own.size and item.root == own.root
            for line in item.note.signatures
        ]
        return own.with_signatures(lines)

    def small_file(self, store: Store, *, proof: int | None, request: int | None, policy: bool) -> bytes:
        """Return one of the small files: the proof of an entry, a witness's request, the policy, or else the checkpoint.

        Raises: Refused (``record/empty``) when there is no such entry or size.
        """
        newest = self.newest(store)
        if policy:
            return policy_file(load_ring(store, self.deal))
        wanted = proof if proof is not None else request
        if wanted is None:
            return newest.to_bytes()
        if not 0 <= wanted < newest.size + (proof is None):
            raise Refused(Problem(EMPTY, f"there are {newest.size} entries", why="that one is not among them", do="choose another"))
        tree = Tree.of(store.leaf_hashes(0, newest.size))
        if proof is not None:
            return Proof(wanted, tuple(tree.inclusion(wanted)), newest).to_bytes()
        return Request(wanted, tuple(tree.consistency(wanted)), newest).to_bytes()

    def cosign(self, store: Store, file: Path, time: int) -> Checkpoint:
        """As a witness, sign the checkpoint in a bundle, checkpoint or request file; return it with our line added.

        Raises: Refused (``record/not-continued``), EvidenceFails (``record/contradicted``, ``record/signature``).
        """
        ring = load_ring(store, self.deal)
        request = self._asked(file)
        tree = Tree.of(store.leaf_hashes(0, store.head().size))
        name = f"{self.deal}/witness/{self.party}"
        line = witness(request, self.memory(), ring.policy.logs, name, self.signer("witness"), time, tree)
        signed = request.checkpoint.with_signatures([line])
        keep_cosigned(store, self.deal, [signed.to_bytes()])
        return signed

    def _asked(self, file: Path) -> Request:
        try:
            if file.is_file():
                with file.open("rb") as opened:
                    if opened.read(4) == b"old ":
                        return read_request(file.read_bytes())
        except OSError as error:
            raise cannot_read(file.name, error) from None
        return Request(0, (), read_checkpoint(read_either(file).checkpoint))

    def _write_secret(self, name: str, data: bytes) -> None:
        path = self.keys / name
        path.touch(mode=0o600)
        write_durable(path, data)
        path.chmod(0o600)


def recorded(outcomes: Sequence[Outcome]) -> list[Recorded]:
    """Return the answers that are a yes."""
    return [outcome for outcome in outcomes if isinstance(outcome, Recorded)]


def _payload_hash(data: bytes) -> bytes:
    return bytes.fromhex(read_envelope(data, leaf=False).payload_hash)


def policy_file(ring: KeyRing) -> bytes:
    """Return the policy in force as a file."""
    policy = ring.policy
    lines = [f"log {key}" for key in policy.logs] + [f"witness {name} {key}" for name, key in policy.witnesses]
    lines += [f"group {name} {needed} {' '.join(members)}" for name, needed, members in policy.groups]
    return "\n".join([*lines, f"quorum {policy.quorum}", ""]).encode()

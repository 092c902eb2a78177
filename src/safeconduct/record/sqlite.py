"""The record in one SQLite file: write-ahead log, ``synchronous = FULL``, one statement of truth per commit.

Room for the write-ahead log is made ahead (``roomy``): overwriting blocks that exist needs no file-system journal, which about
halves the wait for the disk.

Source: SQLite documentation, *Write-Ahead Logging* and *Atomic Commit*; apsw bundles a version after the WAL-reset fix (3.51.3).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import apsw

from safeconduct.errors import EnvironmentFails, Problem, register, say
from safeconduct.record.store import Head, Row, fenced, not_a_record, stopped

CANNOT_OPEN = register(
    "record/cannot-open",
    "the record cannot be opened",
    "The file is missing, read-only, or in use in a way that does not let this program write.",
)
_FORMAT = 0x5AFE0001
_SCHEMA = """
create table entry (idx integer primary key, leaf blob not null, hash blob not null, payload blob not null, ceremony integer not
null); create index entry_ceremony on entry (idx) where ceremony;
create table log (one integer primary key check (one = 1), size integer, edge blob, checkpoint blob);
create table author (key text primary key, nth integer not null, payload blob not null) without rowid;
create table lease (one integer primary key check (one = 1), number integer);
create table captured (nr integer primary key, payload blob unique, envelope blob not null);
create table checkpoint (size integer primary key, note blob not null);
insert into log values (1, 0, x'', x'');
insert into lease values (1, 0);
"""
_AHEAD = 1500


class SqliteStore:
    """A :class:`safeconduct.record.store.Store` in one file.

    Arguments:
        path: the file; made when ``create`` is true.
        synchronous: FULL; only the crash tests ask for less, to show that it loses entries.
        vfs: name of an apsw VFS, for the crash tests.
        exclusive: no shared memory, for file systems that have none.
        roomy: make room for the write-ahead log ahead, for a writer that stays open.

    Raises: InputWrong (``record/not-a-record``), EnvironmentFails (``record/cannot-open``).
    """

    def __init__(
        self,
        path: Path | str,
        *,
        create: bool = False,
        synchronous: str = "FULL",
        vfs: str | None = None,
        exclusive: bool = False,
        roomy: bool = False,
    ) -> None:
        flags = apsw.SQLITE_OPEN_READWRITE | (apsw.SQLITE_OPEN_CREATE if create else 0)
        try:
            self._db = apsw.Connection(str(path), flags=flags, vfs=vfs)
            self._prepare(synchronous, exclusive=exclusive)
            if roomy:
                self._make_room()
        except (apsw.CantOpenError, apsw.ReadOnlyError, apsw.BusyError, apsw.IOError, apsw.FullError) as error:
            raise _cannot_open(type(error).__name__) from None
        except apsw.Error as error:
            raise not_a_record(type(error).__name__) from None

    def _prepare(self, synchronous: str, *, exclusive: bool) -> None:
        db = self._db
        db.set_busy_timeout(10_000)
        if exclusive:
            db.pragma("locking_mode", "exclusive")
        db.pragma("journal_mode", "wal")
        db.pragma("synchronous", synchronous)
        db.pragma("wal_autocheckpoint", _AHEAD)
        if db.pragma("application_id") != _FORMAT:
            if db.execute("select count(*) from sqlite_schema").get:
                raise not_a_record(say("another kind of database"))
            with db:
                db.execute(_SCHEMA)
                db.pragma("application_id", _FORMAT)
        self._require_whole()

    def _require_whole(self) -> None:
        size = self._db.execute("select size from log").get
        last = self._db.execute("select coalesce(max(idx), -1) from entry").get
        if size != last + 1:
            raise not_a_record(say("the last entry is {last}, but the head says {size}", last=last, size=size))

    def _make_room(self) -> None:
        with self._db:
            self._db.execute("create table room (b blob)")
            self._db.executemany("insert into room values (zeroblob(4000))", [()] * _AHEAD)
        with self._db:
            self._db.execute("drop table room")
        with suppress(apsw.BusyError):
            self._db.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_RESTART)

    def take_lease(self) -> int:
        """See :class:`safeconduct.record.store.Store`."""
        try:
            return int(self._db.execute("update lease set number = number + 1 returning number").get)
        except apsw.Error as error:
            raise _cannot_open(type(error).__name__) from None

    def head(self) -> Head:
        """See :class:`safeconduct.record.store.Store`."""
        size, edge, checkpoint = next(self._read((int, bytes, bytes), "select size, edge, checkpoint from log"))
        return Head(size, tuple(edge[at : at + 32] for at in range(0, len(edge), 32)), checkpoint)

    def commit(self, lease: int, rows: Sequence[Row], head: Head) -> None:
        """See :class:`safeconduct.record.store.Store`."""
        db, first = self._db, head.size - len(rows)
        try:
            db.execute("begin immediate")
            try:
                self._write(lease, first, rows, head)
                db.execute("commit")
            except BaseException:
                if db.in_transaction:
                    db.execute("rollback")
                raise
        except apsw.Error as error:
            raise stopped(say("the storage reported {name}", name=type(error).__name__)) from None

    def _write(self, lease: int, first: int, rows: Sequence[Row], head: Head) -> None:
        db = self._db
        db.executemany(
            "insert into entry values (?, ?, ?, ?, ?)",
            [(first + n, row.leaf, row.leaf_hash, row.payload_hash, int(row.ceremony)) for n, row in enumerate(rows)],
        )
        heads = {row.key_id: (row.key_id, row.nth, row.payload_hash) for row in rows}
        db.executemany("insert or replace into author values (?, ?, ?)", list(heads.values()))
        new = (head.size, b"".join(head.edge), head.checkpoint, lease)
        db.execute("update log set size = ?, edge = ?, checkpoint = ? where (select number from lease) = ?", new)
        if db.changes() != 1:
            raise fenced()

    def leaves(self, start: int, stop: int) -> Iterator[bytes]:
        """See :class:`safeconduct.record.store.Store`."""
        for (leaf,) in self._read((bytes,), "select leaf from entry where idx >= ? and idx < ? order by idx", start, stop):
            yield leaf

    def leaf_hashes(self, start: int, stop: int) -> list[bytes]:
        """See :class:`safeconduct.record.store.Store`."""
        return [
            item for (item,) in self._read((bytes,), "select hash from entry where idx >= ? and idx < ? order by idx", start, stop)
        ]

    def payload_hashes(self) -> dict[bytes, int]:
        """See :class:`safeconduct.record.store.Store`."""
        found: dict[bytes, int] = dict(self._read((bytes, int), "select payload, min(idx) from entry group by payload"))
        return found

    def chain_heads(self) -> dict[str, tuple[int, bytes]]:
        """See :class:`safeconduct.record.store.Store`."""
        return {key: (nth, payload) for key, nth, payload in self._read((str, int, bytes), "select key, nth, payload from author")}

    def ceremonies(self) -> list[int]:
        """See :class:`safeconduct.record.store.Store`."""
        return [index for (index,) in self._read((int,), "select idx from entry where ceremony order by idx")]

    def capture(self, envelopes: Sequence[tuple[bytes, bytes]]) -> int:
        """See :class:`safeconduct.record.store.Store`."""
        try:
            before = self._db.total_changes()
            with self._db:
                self._db.executemany("insert or ignore into captured (payload, envelope) values (?, ?)", envelopes)
            return self._db.total_changes() - before
        except apsw.Error as error:
            raise stopped(say("the storage reported {name}", name=type(error).__name__)) from None

    def captured(self) -> Iterator[bytes]:
        """See :class:`safeconduct.record.store.Store`."""
        for (envelope,) in self._read((bytes,), "select envelope from captured order by nr"):
            yield envelope

    def keep_checkpoint(self, size: int, note: bytes) -> None:
        """See :class:`safeconduct.record.store.Store`."""
        try:
            self._db.execute("insert or replace into checkpoint values (?, ?)", (size, note))
        except apsw.Error as error:
            raise stopped(say("the storage reported {name}", name=type(error).__name__)) from None

    def checkpoints(self) -> list[bytes]:
        """See :class:`safeconduct.record.store.Store`."""
        return [note for (note,) in self._read((bytes,), "select note from checkpoint order by size")]

    def close(self) -> None:
        """See :class:`safeconduct.record.store.Store`."""
        with suppress(apsw.Error):
            self._db.close()

    def _read(self, kinds: tuple[type, ...], sql: str, *values: int) -> Iterator[tuple[Any, ...]]:
        """Yield rows of these types; whatever a damaged file gives instead is said to be damaged."""
        try:
            for row in self._db.execute(sql, values):
                if tuple(map(type, row)) != kinds:
                    raise not_a_record(say("a value of another type"))
                yield row
        except apsw.Error as error:
            raise not_a_record(type(error).__name__) from None


def _cannot_open(what: str) -> EnvironmentFails:
    return EnvironmentFails(
        Problem(
            CANNOT_OPEN,
            say("the record cannot be opened ({what})", what=what),
            why=say("nothing was read"),
            do=say("see that record.db is there and the disk not full; a folder on a read-only medium is copied first"),
        )
    )

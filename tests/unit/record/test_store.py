"""What the store protocol promises, for every store: the same suite will judge a server's database."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest
from record_world import DEAL, World, signer

from safeconduct.errors import EnvironmentFails, InputWrong, Refused
from safeconduct.record import Bundle, Held, MemoryStore, Recorded, SqliteStore, Store, Writer, merge
from safeconduct.record.read import load_ring
from safeconduct.record.roots import leaf_hash
from safeconduct.record.store import Head, Row


@pytest.fixture(params=["memory", "sqlite", "sqlite, roomy"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "memory":
        return MemoryStore()
    return SqliteStore(tmp_path / "r.db", create=True, roomy="roomy" in request.param)


def row(number: int) -> Row:
    leaf = b"leaf %d" % number
    return Row(leaf, leaf_hash(leaf), bytes([number]) * 32, "k" * 64, number, ceremony=number % 2 == 0)


def test_rows_and_head_come_back_as_they_were_committed(store: Store) -> None:
    lease = store.take_lease()
    assert store.head() == Head()
    store.commit(lease, [row(0), row(1)], Head(2, (bytes(32),), b"note"))
    store.commit(lease, [row(2)], Head(3, (bytes(32), b"\1" * 32), b"note 2"))
    assert store.head() == Head(3, (bytes(32), b"\1" * 32), b"note 2")
    assert list(store.leaves(1, 3)) == [b"leaf 1", b"leaf 2"]
    assert store.leaf_hashes(0, 2) == [leaf_hash(b"leaf 0"), leaf_hash(b"leaf 1")]
    assert store.ceremonies() == [0, 2]
    assert store.chain_heads() == {"k" * 64: (2, b"\2" * 32)}
    assert store.payload_hashes() == {bytes([n]) * 32: n for n in range(3)}


def test_a_newer_lease_fences_the_older_one_and_nothing_is_written(store: Store) -> None:
    old = store.take_lease()
    new = store.take_lease()
    with pytest.raises(Refused, match="record/fenced"):
        store.commit(old, [row(0)], Head(1, (bytes(32),), b""))
    assert store.head().size == 0
    store.commit(new, [row(0)], Head(1, (bytes(32),), b""))
    assert store.head().size == 1


def test_captured_events_are_a_grow_only_set_in_order_of_arrival(store: Store) -> None:
    assert store.capture([(b"a" * 32, b"one"), (b"b" * 32, b"two")]) == 2
    assert store.capture([(b"b" * 32, b"two again"), (b"0" * 32, b"three")]) == 1
    assert list(store.captured()) == [b"one", b"two", b"three"]


def test_checkpoints_are_kept_by_size(store: Store) -> None:
    for size, note in ((9, b"nine"), (2, b"two"), (9, b"nine again")):
        store.keep_checkpoint(size, note)
    assert store.checkpoints() == [b"two", b"nine again"]


def test_writers_on_either_store_answer_alike(store: Store) -> None:
    world = World(store)
    world.fill(5)
    (again,) = Writer(store, signer("log"), DEAL, world.clock).append([world.say("north")])
    assert isinstance(again, Recorded)
    assert again.index == 6


def test_a_file_that_is_no_record_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text").write_bytes(b"not a database, but long enough to look at " * 30)
    other = apsw.Connection(str(tmp_path / "other.db"))
    other.execute("create table t (x)")
    other.close()
    for name in ("text", "other.db"):
        with pytest.raises(InputWrong, match="record/not-a-record"):
            SqliteStore(tmp_path / name)
    with pytest.raises(EnvironmentFails, match="record/cannot-open"):
        SqliteStore(tmp_path / "missing.db")


def test_a_head_that_does_not_fit_its_entries_is_refused(tmp_path: Path) -> None:
    World(SqliteStore(tmp_path / "r.db", create=True)).fill(2)
    owner = apsw.Connection(str(tmp_path / "r.db"))
    owner.execute("delete from entry where idx = 2")
    owner.close()
    with pytest.raises(InputWrong, match="record/not-a-record"):
        SqliteStore(tmp_path / "r.db")


def test_a_damaged_edge_is_never_signed_over(tmp_path: Path) -> None:
    world = World(SqliteStore(tmp_path / "r.db", create=True))
    world.fill(4)
    bundle = world.bundle()
    whole = world.store.head()
    for edge in ((b"\1" * 32, *whole.edge[1:]), whole.edge[:-1], ()):
        world.store._db.execute("update log set edge = ?", (b"".join(edge),))  # type: ignore[attr-defined]
        with pytest.raises(InputWrong, match="record/not-a-record"):
            Writer(world.store, signer("log"), DEAL, world.clock)
        with pytest.raises(InputWrong, match="record/not-a-record"):
            merge(world.store, DEAL, longer(bundle), Held())


def longer(bundle: Bundle) -> Bundle:
    world = World()
    world.fill(6)
    assert list(world.bundle().leaves)[: len(bundle.leaves)] == list(bundle.leaves)
    return world.bundle()


@pytest.mark.parametrize(
    ("spoil", "read"),
    [
        ("update entry set leaf = 5 where idx = 2", lambda store: list(store.leaves(0, 4))),
        ("update entry set hash = 'x'", lambda store: store.leaf_hashes(0, 4)),
        ("update entry set payload = 1", lambda store: store.payload_hashes()),
        ("update log set checkpoint = 7", lambda store: store.head()),
        ("update author set nth = 'x'", lambda store: store.chain_heads()),
        ("update entry set leaf = x'00' where idx = 0", lambda store: load_ring(store, DEAL)),
    ],
)
def test_whatever_a_damaged_file_gives_is_said_to_be_damaged(tmp_path: Path, spoil: str, read) -> None:
    world = World(SqliteStore(tmp_path / "r.db", create=True))
    world.fill(3)
    world.store._db.execute(spoil)  # type: ignore[attr-defined]
    with pytest.raises((InputWrong, Refused)):
        read(world.store)

"""Power cuts: no acknowledged entry is lost, and the log never contradicts what it signed.

``SAFECONDUCT_CRASH_STATES`` sets how many states to try (default 1,500; CI 20,000; a campaign 1,000,000).
"""

from __future__ import annotations

import os
from random import Random

import pytest
from crash import CrashDisk, sweep
from record_world import DEAL, Clock, World, identity, signer

from safeconduct.errors import SafeconductError
from safeconduct.record import Recorded, Store, Writer, author_of
from safeconduct.record.checkpoint import read_checkpoint
from safeconduct.record.merkle import Tree
from safeconduct.record.roots import EMPTY_ROOT

STATES = int(os.environ.get("SAFECONDUCT_CRASH_STATES", "1500"))


class Lost(AssertionError):
    """An acknowledged entry is gone, or the log contradicts its own signature."""


def worked_disk(rng: Random, synchronous: str) -> CrashDisk:
    """Record a few batches, with write-ahead checkpoints in between, and note what was acknowledged."""
    disk = CrashDisk(rng)
    store = disk.open(synchronous)
    store._db.pragma("wal_autocheckpoint", 12)
    world = World(store)
    for _ in range(14):
        answers = world.record(*(world.say(rng.choice(("north", "south"))) for _ in range(rng.randrange(1, 4))))
        disk.mark(answers[-1].checkpoint.size, answers[-1].checkpoint.root)
    return disk


def examine(images: dict[str, bytes], size: int, root: bytes, rng: Random, synchronous: str = "FULL") -> None:
    """Open what the power cut left and compare it with what was acknowledged."""
    disk = CrashDisk(rng, images)
    try:
        store = disk.open(synchronous)
        head = store.head()
        hashes = store.leaf_hashes(0, head.size)
    except SafeconductError as error:
        raise Lost(str(error)) from None
    if head.size < size or Tree.of(hashes[:size]).root() != (root or EMPTY_ROOT):
        raise Lost(f"{size} acknowledged, {head.size} left")
    if head.size and Tree.of(hashes).root() != read_checkpoint(head.checkpoint).root:
        raise Lost("the head does not belong to the entries")
    if head.size and rng.random() < 0.1:
        go_on(store, size, root)
    store.close()
    disk.unregister()


def go_on(store: Store, size: int, root: bytes) -> None:
    """Let a writer sign one more entry on what is left: what it signs continues what was acknowledged."""
    writer = Writer(store, signer("log"), DEAL, Clock(), threads=1)
    author = author_of(store, "south", DEAL, signer("south author"))
    (answer,) = writer.append([author.write("statement", {"text": "after the cut"}, event_id=identity(99))[0]])
    assert isinstance(answer, Recorded)
    tree = Tree.of(store.leaf_hashes(0, answer.checkpoint.size))
    if tree.root_at(size) != (root or EMPTY_ROOT) or tree.root() != answer.checkpoint.root:
        raise Lost("the next signature contradicts an earlier one")


def test_no_acknowledged_entry_is_lost_and_no_fork_is_signed() -> None:
    rng = Random(20310301)
    runs = max(1, STATES // 2500)
    done = 0
    for _ in range(runs):
        disk = worked_disk(rng, "FULL")
        for _ in sweep(disk.log, STATES // runs, rng, lambda images, size, root: examine(images, size, root, rng)):
            done += 1
    print(f"\ncrash states tried: {done:,} (FULL), none lost")


def test_negative_control_synchronous_normal_loses_entries() -> None:
    """The same test must fail when the database is told not to wait for the disk; otherwise it would prove nothing."""
    rng = Random(7)
    disk = worked_disk(rng, "NORMAL")
    lost = 0
    states = max(300, STATES // 20)
    for _ in range(states):
        try:
            for _ in sweep(disk.log, 1, rng, lambda images, size, root: examine(images, size, root, rng, "NORMAL")):
                pass
        except Lost:
            lost += 1
    print(f"\nnegative control: {lost} of {states} states lost an acknowledged entry (NORMAL)")
    assert lost > states // 20


@pytest.mark.parametrize("kind", ["full", "write", "fsync", "read-only"])
def test_a_failing_disk_stops_the_writer_and_loses_nothing(kind: str) -> None:
    for seed in range(5):
        rng = Random(seed)
        disk = CrashDisk(rng)
        world = World(disk.open())
        world.fill(3)
        kept = world.checkpoint()
        disk.fail(kind)
        for _ in range(2):
            with pytest.raises(SafeconductError, match="record/stopped"):
                world.writer.append([world.say("north")])
        disk.fail("")
        disk.lose_power()
        examine({name: bytes(file.current) for name, file in disk.files.items()}, kept.size, kept.root, rng)

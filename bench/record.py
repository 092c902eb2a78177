"""The record beside its peers, in one run: a protected append and a plain one, a full audit and the bare signature checks.

``python -m bench record`` (``SAFECONDUCT_BENCH_ENTRIES`` sets the size of the audited log). Peers: a file append with fdatasync, one SQLite insert per transaction with the same bytes
(write-ahead log, synchronous FULL), and libsodium's signature check alone on two threads.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

import apsw
from nacl import bindings

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from record_world import World

from safeconduct.record import GroupCommit, Held, Recorded, SqliteStore, bundle_files, read_bundle, verify_bundle, write_bundle
from safeconduct.record.envelope import read_envelope
from safeconduct.record.profile import decode

ROUNDS = 9
APPENDS = 600
IN_FLIGHT = 64


def main() -> None:
    """Print the tables."""
    appends()
    audit(int(os.environ.get("SAFECONDUCT_BENCH_ENTRIES", "50000")))


def events(world: World, count: int) -> list[bytes]:
    """Sign so many ordinary observations."""
    body = {"about": "convoy 1", "count": {"low": 95, "high": 100, "category": "people"}}
    return [world.say(("north", "south", "monitor")[n % 3], body=body, place="gate 3").to_bytes() for n in range(count)]


def appends() -> None:
    """Measure appends a second, by turns, and print each as a multiple of the plain insert."""
    ways: dict[str, Callable[[Path], float]] = {
        "raw append + fdatasync": raw,
        "plain SQLite insert, WAL, FULL": lambda place: plain(place, roomy=False),
        "the same with room made ahead": lambda place: plain(place, roomy=True),
        "protected append, one client": one_by_one,
        f"protected append, {IN_FLIGHT} in flight": in_flight,
    }
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            with tempfile.TemporaryDirectory(dir=Path.cwd()) as place:
                found[name].append(way(Path(place)))
    peer = "plain SQLite insert, WAL, FULL"
    print(f"Appends a second, {APPENDS} of about 860 bytes a round, {ROUNDS} rounds by turns:\n")
    print("| way | median | median ratio | best | ratio of bests |\n|---|---|---|---|---|")
    for name, rates in found.items():
        ratio = median(rate / plain_rate for rate, plain_rate in zip(rates, found[peer], strict=True))
        best = max(rates) / max(found[peer])
        print(f"| {name} | {median(rates):,.0f}/s | {ratio:.2f} | {max(rates):,.0f}/s | {best:.2f} |")


def raw(place: Path) -> float:
    data = events(World(), APPENDS)
    file = os.open(place / "raw", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    start = time.perf_counter()
    for item in data:
        os.write(file, item)
        os.fdatasync(file)
    took = time.perf_counter() - start
    os.close(file)
    return APPENDS / took


def plain(place: Path, *, roomy: bool) -> float:
    data = events(World(), APPENDS)
    db = apsw.Connection(str(place / "plain.db"))
    db.pragma("journal_mode", "wal")
    db.pragma("synchronous", "FULL")
    db.execute("create table entry (idx integer primary key, leaf blob)")
    if roomy:
        with db:
            db.execute("create table room (b blob)")
            db.executemany("insert into room values (zeroblob(4000))", [()] * 1500)
        with db:
            db.execute("drop table room")
        db.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_RESTART)
    start = time.perf_counter()
    for item in data:
        db.execute("insert into entry (leaf) values (?)", (item,))
    took = time.perf_counter() - start
    db.close()
    return APPENDS / took


def one_by_one(place: Path) -> float:
    world = World(SqliteStore(place / "r.db", create=True, roomy=True))
    data = events(world, APPENDS)
    start = time.perf_counter()
    for item in data:
        (answer,) = world.writer.append([item])
        assert isinstance(answer, Recorded)
    return APPENDS / (time.perf_counter() - start)


def in_flight(place: Path) -> float:
    world = World(SqliteStore(place / "r.db", create=True, roomy=True))
    data = events(world, APPENDS * 4)
    group = GroupCommit(world.writer)
    start = time.perf_counter()
    waiting = [group.submit(item) for item in data[:IN_FLIGHT]]
    for item in data[IN_FLIGHT:]:
        waiting.append(group.submit(item)) if waiting[-IN_FLIGHT].result() else None
    for future in waiting[-IN_FLIGHT:]:
        assert isinstance(future.result(), Recorded)
    took = time.perf_counter() - start
    group.close()
    return len(data) / took


def audit(count: int) -> None:
    """Measure a full audit from a file beside the bare signature checks, by turns."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as place:
        path = Path(place) / "b.tar"
        world = World()
        data = events(world, count)
        for start in range(0, count, 5000):
            world.record(*data[start : start + 5000])
        world.cosign()
        write_bundle(bundle_files(world.store), path)
        checks = [bare_check(leaf, world) for leaf in world.store.leaves(0, count)]
        founding = verify_bundle(world.bundle()).founding
        ways: dict[str, Callable[[], None]] = {
            "bare signature checks, two threads": lambda: bare(checks),
            "full audit from the file, two threads": lambda: full(path, founding),
        }
        times: dict[str, list[float]] = {name: [] for name in ways}
        processor: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(ROUNDS):
            for name, way in ways.items():
                used = time.process_time()
                times[name].append(timed(way))
                processor[name].append(time.process_time() - used)
        peer = times["bare signature checks, two threads"]
        size = path.stat().st_size / 1e6
        print(f"\nFull audit of {count:,} entries from a file of {size:.0f} MB, {ROUNDS} rounds by turns:\n")
        print("| way | median s | median ratio | best s | ratio of bests | processor time |\n|---|---|---|---|---|---|")
        for name, seconds in times.items():
            ratio = median(a / b for a, b in zip(seconds, peer, strict=True))
            used = median(processor[name]) / median(processor["bare signature checks, two threads"])
            best = min(seconds) / min(peer)
            print(f"| {name} | {median(seconds):.2f} | {ratio:.2f} | {min(seconds):.2f} | {best:.2f} | {used:.2f} |")


def bare_check(leaf: bytes, world: World) -> tuple[bytes, bytes]:
    envelope = read_envelope(leaf, leaf=True)
    public = world.writer.ring.keys[decode(envelope.payload)["key"]].public
    return envelope.signature + envelope.signed_bytes, public


def bare(checks: Sequence[tuple[bytes, bytes]]) -> None:
    def part(items: Sequence[tuple[bytes, bytes]]) -> None:
        for signed, public in items:
            bindings.crypto_sign_open(signed, public)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(part, (checks[: len(checks) // 2], checks[len(checks) // 2 :])))


def full(path: Path, founding: str) -> None:
    assert verify_bundle(read_bundle(path), Held(founding=founding)).overall == "proved"


def timed(act: Callable[[], None]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()

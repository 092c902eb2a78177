"""A disk that loses power: an apsw VFS in memory that remembers what was not yet made durable.

``CrashDisk`` keeps, for each file, what is durable and every write since the last sync. A power cut keeps any part of those
writes: none, a torn prefix, any set of 512-byte sectors in any version, or garbage in place of some. Device characteristics
promise nothing, so SQLite gets no help from the disk. ``sweep`` cuts one recorded run of work at many places in many ways.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

import apsw

from safeconduct.record import SqliteStore

SECTOR = 512
_names = itertools.count()
Operation = tuple[str, str, int, bytes]


@dataclass
class SimFile:
    """What is durable, what the program sees, and the writes in between."""

    durable: bytes | None = None
    current: bytearray = field(default_factory=bytearray)
    waiting: list[tuple[int, bytes | None]] = field(default_factory=list)

    def apply(self, offset: int, data: bytes | None) -> None:
        if data is None:
            del self.current[offset:]
        else:
            self.current.extend(bytes(max(0, offset - len(self.current))))
            self.current[offset : offset + len(data)] = data
        self.waiting.append((offset, data))

    def sync(self) -> None:
        self.durable, self.waiting = bytes(self.current), []


class _Handle:
    """One open file, as SQLite sees it."""

    def __init__(self, disk: CrashDisk, name: str) -> None:
        self.disk, self.name, self.life = disk, name, disk.life

    def change(self, operation: Operation) -> None:
        if self.life == self.disk.life:  # a program that lost power writes nothing any more
            self.disk.change(operation)

    def file(self) -> SimFile:
        return self.disk.files.setdefault(self.name, SimFile()) if self.life == self.disk.life else SimFile()

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802
        return bytes(self.file().current[offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self.disk.fault("write")
        self.change(("write", self.name, offset, bytes(data)))

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self.change(("truncate", self.name, size, b""))

    def xSync(self, _flags: int) -> None:  # noqa: N802
        self.disk.fault("fsync")
        self.change(("sync", self.name, 0, b""))

    def xFileSize(self) -> int:  # noqa: N802
        return len(self.file().current)

    def xLock(self, _level: int) -> None:  # noqa: N802
        pass

    def xUnlock(self, _level: int) -> None:  # noqa: N802
        pass

    def xCheckReservedLock(self) -> bool:  # noqa: N802
        return False

    def xFileControl(self, _op: int, _pointer: int) -> bool:  # noqa: N802
        return False

    def xSectorSize(self) -> int:  # noqa: N802
        return SECTOR

    def xDeviceCharacteristics(self) -> int:  # noqa: N802
        return 0

    def xClose(self) -> None:  # noqa: N802
        pass


class CrashDisk(apsw.VFS):
    """The disk.

    Arguments:
        rng: decides what a power cut leaves.
        images: files to begin with.
    """

    def __init__(self, rng: Random, images: dict[str, bytes] | None = None) -> None:
        self.rng, self.name = rng, f"crash-{next(_names)}"
        self.files = {name: SimFile(image, bytearray(image)) for name, image in (images or {}).items()}
        self.log: list[Operation] = []
        self.failing, self.life = "", 0
        super().__init__(self.name, "")

    def open(self, synchronous: str = "FULL") -> SqliteStore:
        """Open the record on this disk, making it if the disk is empty."""
        return SqliteStore("/record.db", create=True, vfs=self.name, exclusive=True, synchronous=synchronous)

    def fail(self, kind: str) -> None:
        """From now on fail writes (``full``, ``write``, ``read-only``) or syncs (``fsync``); the empty text ends it."""
        self.failing = kind

    def fault(self, act: str) -> None:
        codes = {"full": apsw.SQLITE_FULL, "write": apsw.SQLITE_IOERR_WRITE, "read-only": apsw.SQLITE_READONLY}
        if act == "write" and self.failing in codes:
            raise apsw.exception_for(codes[self.failing])
        if act == "fsync" and self.failing == "fsync":
            raise apsw.exception_for(apsw.SQLITE_IOERR_FSYNC)

    def change(self, operation: Operation) -> None:
        self.log.append(operation)
        perform(self.files, operation)

    def mark(self, size: int, root: bytes) -> None:
        """Note in the log that so many entries were acknowledged."""
        self.log.append(("acknowledged", "", size, root))

    def lose_power(self) -> None:
        """Replace every file by what a power cut may leave of it."""
        self.life += 1
        self.files = {n: SimFile(image, bytearray(image)) for n, image in cut(self.files, self.rng).items()}

    def xOpen(self, name: Any, flags: list[int]) -> _Handle:  # noqa: N802
        path = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        self.files.setdefault(path, SimFile())
        flags[1] = flags[0]
        return _Handle(self, path)

    def xDelete(self, name: str, _sync: bool) -> None:  # noqa: N802
        self.change(("delete", name, 0, b""))

    def xAccess(self, name: str, _flags: int) -> bool:  # noqa: N802
        return name in self.files

    def xFullPathname(self, name: str) -> str:  # noqa: N802
        return name


def perform(files: dict[str, SimFile], operation: Operation) -> None:
    """Carry out one operation of the log."""
    act, name, number, data = operation
    if act == "delete":
        files.pop(name, None)
    elif act == "sync":
        files.setdefault(name, SimFile()).sync()
    elif act != "acknowledged":
        files.setdefault(name, SimFile()).apply(number, data if act == "write" else None)


def cut(files: dict[str, SimFile], rng: Random) -> dict[str, bytes]:
    """Return what one power cut leaves: durable bytes, and any part of the rest."""
    left = {}
    for name, file in files.items():
        if file.durable is None and rng.random() < 0.3:
            continue
        left[name] = bytes(_leave(file, rng))
    return left


def _leave(file: SimFile, rng: Random) -> bytearray:
    image = bytearray(file.durable or b"")
    manner = rng.choice(("lost", "torn", "reordered", "garbage", "all"))
    if manner == "lost":
        return image
    stop = rng.randrange(len(file.waiting) + 1) if manner == "torn" else len(file.waiting)
    keep = {"torn": 1.0, "all": 1.0, "reordered": rng.random(), "garbage": rng.random()}[manner]
    for offset, data in file.waiting[:stop]:
        _write_part(image, offset, data, keep, rng, garbage=manner == "garbage")
    if manner == "torn" and stop < len(file.waiting) and file.waiting[stop][1]:
        offset, data = file.waiting[stop]
        _write_part(image, offset, (data or b"")[: rng.randrange(len(data or b"") + 1)], 1.0, rng, garbage=False)
    return image


def _write_part(image: bytearray, offset: int, data: bytes | None, keep: float, rng: Random, *, garbage: bool) -> None:
    if data is None:
        if rng.random() < keep:
            del image[offset:]
        return
    at = offset
    while at < offset + len(data):
        end = min((at // SECTOR + 1) * SECTOR, offset + len(data))
        if rng.random() < keep:
            piece = rng.randbytes(end - at) if garbage and rng.random() < 0.2 else data[at - offset : end - offset]
            image.extend(bytes(max(0, at - len(image))))
            image[at:end] = piece
        at = end


def sweep(
    log: list[Operation], states: int, rng: Random, examine: Callable[[dict[str, bytes], int, bytes], None]
) -> Iterator[None]:
    """Cut a recorded run at ``states`` places and ways, and examine each image with what had been acknowledged by then."""
    files: dict[str, SimFile] = {}
    size, root = 0, b""
    cuts = sorted(rng.randrange(1, len(log) + 1) for _ in range(states))
    done = 0
    for position in cuts:
        for operation in log[done:position]:
            perform(files, operation)
            if operation[0] == "acknowledged":
                size, root = operation[2], operation[3]
        done = max(done, position)
        examine(cut(files, rng), size, root)
        yield

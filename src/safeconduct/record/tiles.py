"""The log as static files, so that any client of tiled logs can mirror it from a plain web server or a stick.

Source: C2SP tlog-tiles: ``checkpoint``, ``tile/<level>/<n>[.p/<width>]``, ``tile/entries/<n>[.p/<width>]``.

    >>> tile_path("0", 1234067, 256)
    'tile/0/x001/x234/067'
    >>> tile_path("entries", 0, 3)
    'tile/entries/000.p/3'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from safeconduct.errors import InputWrong, Problem, register, say
from safeconduct.record.handouts import newest_checkpoint
from safeconduct.record.merkle import Tree
from safeconduct.record.store import Store

WIDTH = 256

BAD_TILE = register(
    "record/tile",
    "files of a log that do not fit together",
    "A mirror or bundle holds the checkpoint and numbered files of 256 entries each. One of them is missing, cut off or too long.",
)


def tile_path(level: str, number: int, width: int) -> str:
    """Return the path of one file: level (or ``entries``), number, and width (256 is a full one)."""
    groups = [f"{number % 1000:03d}"]
    while number := number // 1000:
        groups.insert(0, f"x{number % 1000:03d}")
    partial = "" if width == WIDTH else f".p/{width}"
    return f"tile/{level}/{'/'.join(groups)}{partial}"


def tile_widths(size: int) -> Iterator[tuple[int, int]]:
    """Yield (number, width) of the files of one level with ``size`` items."""
    yield from ((number, WIDTH) for number in range(size // WIDTH))
    if size % WIDTH:
        yield size // WIDTH, size % WIDTH


def log_files(store: Store) -> Iterator[tuple[str, bytes]]:
    """Yield (path, content) of every static file of a log, the checkpoint last: who mirrors it finds all it speaks of."""
    head = store.head()
    if not head.size:
        return
    for number, width in tile_widths(head.size):
        yield tile_path("entries", number, width), _pack(store.leaves(number * WIDTH, number * WIDTH + width))
    yield from hash_files(store.leaf_hashes(0, head.size))
    yield "checkpoint", newest_checkpoint(store).to_bytes()


def hash_files(hashes: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield the hash files of every level: each item above level 0 is the root of a full file below."""
    level = 0
    while hashes:
        above = []
        for number, width in tile_widths(len(hashes)):
            part = hashes[number * WIDTH : number * WIDTH + width]
            yield tile_path(str(level), number, width), b"".join(part)
            if width == WIDTH:
                above.append(Tree.of(part).root())
        hashes, level = above, level + 1


def read_entries(files: Mapping[str, bytes], size: int) -> list[bytes]:
    """Read the entries of a log of ``size`` back from its files.

    Raises: InputWrong (``record/tile``).
    """
    leaves: list[bytes] = []
    for number, width in tile_widths(size):
        path = tile_path("entries", number, width)
        leaves += _unpack(files.get(path, b""), width, path)
    return leaves


def read_leaf_hashes(files: Mapping[str, bytes], size: int) -> list[bytes]:
    """Read the leaf hashes of a log of ``size`` from its level 0; an empty list when they are not there or do not fit."""
    data = b"".join(files.get(tile_path("0", number, width), b"") for number, width in tile_widths(size))
    return [data[at : at + 32] for at in range(0, len(data), 32)] if len(data) == 32 * size else []


def _pack(leaves: Iterator[bytes]) -> bytes:
    return b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in leaves)


def _unpack(data: bytes, width: int, path: str) -> list[bytes]:
    leaves, at = list[bytes](), 0
    while at + 2 <= len(data) and len(leaves) < width:
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        leaves.append(data[at + 2 : end])
        at = end
    if len(leaves) != width or at != len(data):
        raise InputWrong(
            Problem(
                BAD_TILE,
                say("{path} is missing or cut off", path=path),
                why=say("entries would be missing"),
                do=say("copy the whole bundle again"),
            )
        )
    return leaves

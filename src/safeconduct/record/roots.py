"""The root of a log: a Merkle tree over its leaves, as a check needs it. Growing it and proofs from it are in ``merkle``.

Source: RFC 6962 section 2.1, with the verification of inclusion of RFC 9162 section 2.1.3.2.

    >>> Roots.of([leaf_hash(b"a"), leaf_hash(b"b")]).root() == node_hash(leaf_hash(b"a"), leaf_hash(b"b"))
    True
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any, Self

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of one leaf."""
    return sha256(b"\0" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node above two others."""
    return sha256(b"\1" + left + right).digest()


class Roots:
    """A whole tree, of which only roots are asked.

    Holds: the root of every first so many leaves is that of RFC 6962 (tests/theory, against other people's programs).
    Cost: one hash for each leaf when built; about twenty for a root.
    """

    __slots__ = ("_levels", "size")

    def __init__(self) -> None:
        self.size = 0
        self._levels: list[Any] = [[]]

    @classmethod
    def of(cls, hashes: Iterable[bytes]) -> Self:
        """Build the whole tree over leaf hashes."""
        tree, level = cls(), list(hashes)
        tree.size = len(level)
        tree._levels = [level]
        while len(level) > 1:
            level = [sha256(b"\1" + left + right).digest() for left, right in zip(level[::2], level[1::2], strict=False)]
            tree._levels.append(level)
        return tree

    def root(self) -> bytes:
        """Return the root over all leaves."""
        return self.root_at(self.size)

    def root_at(self, size: int) -> bytes:
        """Return the root over the first ``size`` leaves."""
        return self._span(0, size) if size else EMPTY_ROOT

    def _span(self, low: int, high: int) -> bytes:
        width = high - low
        level = width.bit_length() - 1
        if width == 1 << level:
            item: bytes = self._levels[level][low >> level]
            return item
        middle = low + left_width(width)
        return node_hash(self._span(low, middle), self._span(middle, high))


def left_width(width: int) -> int:
    """Return how many of so many leaves are in the left half: the largest power of two below."""
    return 1 << (width - 1).bit_length() - 1


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Say whether a proof shows that a leaf hash stands at ``index`` in the tree of ``size`` leaves with this root."""
    if not 0 <= index < size or any(len(item) != 32 for item in (leaf, root, *proof)):
        return False
    position, last, result = index, size - 1, leaf
    for item in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            result = node_hash(item, result)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            result = node_hash(result, item)
        position, last = position >> 1, last >> 1
    return last == 0 and result == root

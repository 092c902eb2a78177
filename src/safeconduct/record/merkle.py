"""The Merkle tree of the log as it grows: proofs that an entry is in it, proofs that a tree only grew.

Source: RFC 6962 section 2.1, with the verification of consistency of RFC 9162 section 2.1.4.2.

    >>> from safeconduct.record.roots import leaf_hash, verify_inclusion
    >>> tree = Tree.of([leaf_hash(b"a"), leaf_hash(b"b"), leaf_hash(b"c")])
    >>> verify_inclusion(leaf_hash(b"c"), 2, 3, tree.inclusion(2), tree.root())
    True
    >>> older = Tree.of([leaf_hash(b"a"), leaf_hash(b"b")])
    >>> verify_consistency(2, older.root(), 3, tree.root(), tree.consistency(2))
    True
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Self

from safeconduct.record.roots import EMPTY_ROOT, Roots, left_width, node_hash


class Tree(Roots):
    """A tree that grows at its right edge.

    It may know every node (:meth:`of`) or start from its right edge only (:meth:`from_edge`); in the second case it can prove the
    entries appended since, because every sibling of a new leaf is either new or on the old edge.
    """

    __slots__ = ()

    @classmethod
    def of(cls, hashes: Iterable[bytes]) -> Self:
        """Build the whole tree over leaf hashes."""
        tree = super().of(hashes)
        tree._levels = [dict(enumerate(level)) for level in tree._levels]
        return tree

    @classmethod
    def from_edge(cls, size: int, edge: Sequence[bytes]) -> Tree:
        """Build a tree of ``size`` leaves from the roots of its perfect subtrees, largest first."""
        tree, start = cls(), 0
        tree.size = size
        tree._levels = [{} for _ in range(max(1, size.bit_length()))]
        for level, item in zip(_perfect_levels(size), edge, strict=True):
            tree._levels[level][start >> level] = item
            start += 1 << level
        return tree

    def append(self, item: bytes) -> None:
        """Add one leaf hash. Cost: one further hash on average."""
        levels, index, level = self._levels, self.size, 0
        levels[0][index] = item
        while index & 1:
            item = node_hash(levels[level][index - 1], item)
            index >>= 1
            level += 1
            if level == len(levels):
                levels.append({})
            levels[level][index] = item
        self.size += 1

    def edge(self) -> list[bytes]:
        """Return the roots of the perfect subtrees, largest first: all that is needed to go on."""
        result, start = [], 0
        for level in _perfect_levels(self.size):
            result.append(self._levels[level][start >> level])
            start += 1 << level
        return result

    def forget(self) -> None:
        """Keep the right edge only."""
        self._levels = Tree.from_edge(self.size, self.edge())._levels

    def copy(self) -> Tree:
        """Return a tree with the same right edge and nothing else."""
        return Tree.from_edge(self.size, self.edge())

    def root(self) -> bytes:
        """Return the root over all leaves."""
        return root_of_edge(self.edge())

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """Return the proof that leaf ``index`` is in the tree of its first ``size`` leaves, lowest sibling first."""
        size = self.size if size is None else size
        if not 0 <= index < size <= self.size:
            raise ValueError(f"no leaf {index} in a tree of {size}")
        return self._path(index, 0, size)

    def consistency(self, old: int, size: int | None = None) -> list[bytes]:
        """Return the proof that the tree of ``size`` leaves extends the tree of its first ``old`` leaves."""
        size = self.size if size is None else size
        if not 0 <= old <= size <= self.size:
            raise ValueError(f"no tree of {old} inside one of {size}")
        return [] if old in (0, size) else self._subproof(old, 0, size, whole=True)

    def _path(self, index: int, low: int, high: int) -> list[bytes]:
        if high - low == 1:
            return []
        middle = low + left_width(high - low)
        if index < middle:
            return [*self._path(index, low, middle), self._span(middle, high)]
        return [*self._path(index, middle, high), self._span(low, middle)]

    def _subproof(self, old: int, low: int, high: int, *, whole: bool) -> list[bytes]:
        if old == high:
            return [] if whole else [self._span(low, high)]
        middle = low + left_width(high - low)
        if old <= middle:
            return [*self._subproof(old, low, middle, whole=whole), self._span(middle, high)]
        return [*self._subproof(old, middle, high, whole=False), self._span(low, middle)]


def root_of_edge(edge: Sequence[bytes]) -> bytes:
    """Return the root over perfect subtrees, largest first: they are joined from the right."""
    if not edge:
        return EMPTY_ROOT
    result = edge[-1]
    for item in reversed(edge[:-1]):
        result = node_hash(item, result)
    return result


def verify_consistency(old: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Say whether a proof shows that the tree of ``size`` leaves only adds to the tree of ``old`` leaves."""
    if not 0 <= old <= size or any(len(item) != 32 for item in (old_root, root, *proof)):
        return False
    if old == 0:
        return not proof and old_root == EMPTY_ROOT
    if old == size:
        return not proof and old_root == root
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    if not path:
        return False
    position, last = old - 1, size - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    first = second = path[0]
    for item in path[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            first, second = node_hash(item, first), node_hash(item, second)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            second = node_hash(second, item)
        position, last = position >> 1, last >> 1
    return last == 0 and first == old_root and second == root


def _perfect_levels(size: int) -> list[int]:
    return [level for level in range(size.bit_length() - 1, -1, -1) if size >> level & 1]

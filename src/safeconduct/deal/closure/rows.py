"""Compressed rows: many short lists of integers in two flat arrays, read one by one or many at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]


def ints(values: Iterable[int]) -> Ints:
    """Return the values as a flat array; an array passes through untouched."""
    return values if isinstance(values, np.ndarray) else np.array(list(values), np.int32)


def plain(values: Iterable[int]) -> list[int]:
    """Return the values as a list of Python integers; a list passes through untouched."""
    if isinstance(values, list):
        return values
    return values.tolist() if isinstance(values, np.ndarray) else list(values)


def view(array: Ints | Mask) -> memoryview:
    """Return the same memory as a view, which plain loops read and write three times faster than the array."""
    return memoryview(array)  # type: ignore[arg-type]


def distinct(values: Ints) -> Ints:
    """Return each value once, ascending; on small integers sorting beats the library's hashing, and imports nothing more."""
    ordered = np.sort(values)
    first = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Row i holds ``values[offsets[i]:offsets[i + 1]]``.

    Arguments:
        offsets: one more than there are rows, ascending from 0.
        values: all rows, one after the other.
        starts, items: the same two arrays as memory views, for plain loops.

    >>> rows = Rows.split(ints([2, 0, 1]), ints([7, 8, 9]))
    >>> rows.row(0), rows.row(1), rows.gather(ints([2, 0])).tolist()
    ([7, 8], [], [9, 7, 8])
    """

    offsets: Ints
    values: Ints
    starts: memoryview
    items: memoryview

    @classmethod
    def split(cls, sizes: Ints, values: Ints) -> Rows:
        """Cut flat values into rows of the given sizes."""
        offsets = np.zeros(len(sizes) + 1, np.int32)
        np.cumsum(sizes, out=offsets[1:])
        return cls(offsets, values, view(offsets), view(values))

    @classmethod
    def grouped(cls, keys: Ints, values: Ints, count: int) -> Rows:
        """Put each value into the row of its key, keeping their order. Cost: one stable sort of the keys."""
        return cls.split(np.bincount(keys, minlength=count).astype(np.int32), values[np.argsort(keys, kind="stable")])

    @property
    def sizes(self) -> Ints:
        return np.diff(self.offsets)

    def row(self, index: int) -> list[int]:
        """Return one row as a list."""
        return self.items[self.starts[index] : self.starts[index + 1]].tolist()

    def gather(self, rows: Ints) -> Ints:
        """Return the values of many rows, one row after the other. Cost: linear in what it returns."""
        starts = self.offsets[rows]
        sizes = self.offsets[rows + 1] - starts
        some = sizes > 0
        starts, sizes = starts[some], sizes[some]
        if not starts.size:
            return self.values[:0]
        # Steps of 1 inside a row and a jump at each row's start, summed up, are the positions to read.
        steps = np.ones(int(sizes.sum()), np.int64)
        steps[0] = starts[0]
        steps[np.cumsum(sizes)[:-1]] = starts[1:] - starts[:-1] - sizes[:-1] + 1
        return self.values[np.cumsum(steps)]

"""Values that remember what they were computed from, so that a new entry recomputes only what it touches.

A value is a pure function of the leaves and values it read. When a leaf changes, every value that read it, directly or not, is
dropped; the rest still holds. This is the whole argument for equal answers, and a property test checks it against a fresh replay. What a
dropped value had read is not looked up again: at worst a later value of the same name is dropped once more than it need be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

Name = tuple[Any, ...]
_Value = TypeVar("_Value")


class Circle(Exception):
    """A value that needs itself; caught where the meaning of a circle is known."""


class Sheet:
    """Values by name, with what each was computed from.

    Holds: ``value`` after ``drop`` equals ``value`` on a fresh sheet (test_replay_adds).
    Cost: ``drop`` is linear in the number of values dropped.
    """

    def __init__(self) -> None:
        self._values: dict[Name, Any] = {}
        self._readers: dict[Name, set[Name]] = {}
        self._frames: list[set[Name]] = []
        self._computing: set[Name] = set()
        self._tables: dict[Name, tuple[dict[str, Any], Callable[[], dict[str, Any]]]] = {}

    def leaf(self, name: Name) -> None:
        """Note that the value being computed reads a leaf."""
        if self._frames:
            self._frames[-1].add(name)

    def value(self, name: Name, compute: Callable[[], _Value]) -> _Value:
        """Return a value, computed at most once until something it read is dropped.

        Raises: Circle when the value needs itself.
        """
        self.leaf(name)
        if name in self._values:
            found: _Value = self._values[name]
            return found
        if name in self._computing:
            raise Circle(name)
        return self._fresh(name, compute)

    def _fresh(self, name: Name, compute: Callable[[], _Value]) -> _Value:
        self._computing.add(name)
        self._frames.append(set())
        try:
            result = compute()
        finally:
            read = self._frames.pop()
            self._computing.discard(name)
        self._values[name] = result
        for one in read:
            readers = self._readers.get(one)
            if readers is None:
                self._readers[one] = {name}
            else:
                readers.add(name)
        return result

    def part(self, name: Name, key: str, compute: Callable[[], dict[str, _Value]], otherwise: _Value) -> _Value:
        """Return one entry of a value that is a table, so that only the readers of entries that change are dropped with it.

        Raises: Circle when the table needs itself.
        """
        self.leaf((*name, key))
        self._frames.append(set())
        try:
            table = self.value(name, compute)
        finally:
            self._frames.pop()
        self._tables[name] = (table, compute)
        return table.get(key, otherwise)

    def _changed_parts(self, name: Name) -> list[Name]:
        """Return the entries of a dropped table that are no longer the same."""
        before, compute = self._tables[name]
        after = self.value(name, compute)
        self._tables[name] = (after, compute)
        return [(*name, key) for key in before.keys() | after.keys() if before.get(key) != after.get(key)]

    def drop(self, names: Iterable[Name]) -> set[Name]:
        """Forget every value that read one of these names, directly or not.

        Returns: the names dropped.
        """
        dropped = self._drop_readers(names)
        while tables := [name for name in dropped if name in self._tables and name not in self._values]:
            parts = [part for name in tables for part in self._changed_parts(name)]
            dropped |= self._drop_readers(parts)
        return dropped

    def _drop_readers(self, names: Iterable[Name]) -> set[Name]:
        dropped: set[Name] = set()
        waiting = list(names)
        while waiting:
            for reader in self._readers.pop(waiting.pop(), ()):
                if reader in self._values:
                    dropped.add(reader)
                    waiting.append(reader)
                    del self._values[reader]
        return dropped

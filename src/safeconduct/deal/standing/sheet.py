"""Values that remember what they were computed from, so that a new entry recomputes only what it touches.

A value is a pure function of the leaves and values it read. When a leaf changes, every value that read it, directly or not, is
dropped; the rest still holds. This is the whole argument for equal answers, and a property test checks it against a fresh replay.
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
        self._read: dict[Name, tuple[Name, ...]] = {}
        self._frames: list[set[Name]] = []
        self._computing: set[Name] = set()

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
        self._read[name] = tuple(read)
        for one in read:
            self._readers.setdefault(one, set()).add(name)
        return result

    def drop(self, names: Iterable[Name]) -> set[Name]:
        """Forget every value that read one of these names, directly or not.

        Returns: the names dropped.
        """
        dropped: set[Name] = set()
        waiting = list(names)
        while waiting:
            for reader in self._readers.pop(waiting.pop(), ()):
                if reader in self._values:
                    dropped.add(reader)
                    waiting.append(reader)
                    self._forget(reader)
        return dropped

    def _forget(self, name: Name) -> None:
        del self._values[name]
        for one in self._read.pop(name, ()):
            readers = self._readers.get(one)
            if readers is not None:
                readers.discard(name)

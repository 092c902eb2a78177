"""Three-valued truth: *unknown* is a state, never a quiet no."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Truth(Enum):
    """Yes, no or unknown, with Kleene's strong connectives.

    Source: S. C. Kleene, Introduction to Metamathematics (1952), section 64.

    >>> Truth.YES & Truth.UNKNOWN
    <Truth.UNKNOWN: 'unknown'>
    >>> Truth.NO & Truth.UNKNOWN
    <Truth.NO: 'no'>
    """

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, value: bool | None) -> Truth:
        """Return the truth of a Python value; None is unknown."""
        if value is None:
            return cls.UNKNOWN
        return cls.YES if value else cls.NO

    def __and__(self, other: Truth) -> Truth:
        if Truth.NO in (self, other):
            return Truth.NO
        return Truth.UNKNOWN if Truth.UNKNOWN in (self, other) else Truth.YES

    def __or__(self, other: Truth) -> Truth:
        return ~(~self & ~other)

    def __invert__(self) -> Truth:
        return {Truth.YES: Truth.NO, Truth.NO: Truth.YES, Truth.UNKNOWN: Truth.UNKNOWN}[self]

    @classmethod
    def all(cls, values: Iterable[Truth]) -> Truth:
        """Return the conjunction; of nothing it is yes."""
        result = cls.YES
        for value in values:
            result = result & value
        return result

    @classmethod
    def any(cls, values: Iterable[Truth]) -> Truth:
        """Return the disjunction; of nothing it is no."""
        result = cls.NO
        for value in values:
            result = result | value
        return result

    def __bool__(self) -> bool:
        raise TypeError("a three-valued truth has no bool: compare with Truth.YES, Truth.NO or Truth.UNKNOWN")

"""Amounts and lengths of a text as whole numbers: persons, minutes."""

from __future__ import annotations

from dataclasses import dataclass

from safeconduct.deal import tree

_MINUTES = {tree.Minutes: 1, tree.Hours: 60, tree.Days: 1440, tree.Weeks: 7 * 1440, tree.Months: 30 * 1440}


@dataclass(frozen=True, slots=True)
class Range:
    """How many persons a clause speaks of; (0, 0) where it names no number.

    Arguments:
        low: what has to be reached; high: what may be planned.
    """

    low: int = 0
    high: int = 0

    @property
    def given(self) -> bool:
        """Whether the text names a number."""
        return self.high > 0

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.high + other.high)


def range_of(amount: tree.Amount) -> Range:
    """Return an amount as a range; *everyone* names no number.

    >>> range_of(tree.About(1200)), range_of(tree.Everyone())
    (Range(low=1200, high=1200), Range(low=0, high=0))
    """
    if isinstance(amount, tree.Between):
        return Range(amount.low, amount.high)
    if isinstance(amount, tree.AtLeast | tree.AtMost | tree.Exactly | tree.About):
        return Range(amount.number, amount.number)
    return Range()


def minutes(length: tree.Length, *, longest: bool = True) -> int:
    """Return a length in minutes, the longer one of two, or the shorter; a month is planned as 30 days.

    >>> minutes(tree.LastingBetween(1, 2, tree.Hours()))
    120
    """
    assert isinstance(length, tree.Lasting | tree.LastingBetween)
    number = (length.high if longest else length.low) if isinstance(length, tree.LastingBetween) else length.number
    return number * _MINUTES[type(length.unit)]

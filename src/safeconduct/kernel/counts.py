"""Counts as they are known: a lowest and a highest figure, perhaps a best one, and always a source."""

from __future__ import annotations

from dataclasses import dataclass

from safeconduct.errors import InputWrong, Problem, register, say
from safeconduct.kernel.truth import Truth

BAD_RANGE = register(
    "kernel/range",
    "a range that runs downwards, or a negative count",
    "A count is written from its lowest to its highest figure. A reversed range is more likely a slip in one of the two figures "
    "than a deliberate order, so it is never turned round silently.",
)


@dataclass(frozen=True, slots=True)
class Count:
    """How many, between ``low`` and ``high``; ``high`` None is *no upper figure known*.

    Raises: InputWrong (``kernel/range``) when low exceeds high or a figure is negative.
    Holds: ``low <= best <= high`` (test_counts).
    """

    low: int
    high: int | None
    best: int | None = None
    source: str = ""

    def __post_init__(self) -> None:
        high = self.low if self.high is None else self.high
        best = self.low if self.best is None else self.best
        if self.low < 0 or high < self.low or best < self.low or (self.high is not None and best > high):
            raise InputWrong(
                Problem(
                    BAD_RANGE,
                    say("{low} to {high} is not a range", low=self.low, high=high),
                    why=say("plans and comparisons use both ends"),
                    do=say("write the lower figure first, and none below zero"),
                )
            )

    @classmethod
    def exactly(cls, number: int, source: str = "") -> Count:
        """Return a count whose two ends are equal."""
        return cls(number, number, number, source)

    def __add__(self, other: Count) -> Count:
        """Add two counts of *disjoint* groups; the source is kept only where both agree on it."""
        high = None if self.high is None or other.high is None else self.high + other.high
        return Count(self.low + other.low, high, source=self.source if self.source == other.source else "")

    def at_least(self, number: int) -> Truth:
        """Say whether the count reaches ``number``: yes when even the low does, no when even the high does not."""
        if self.low >= number:
            return Truth.YES
        return Truth.NO if self.high is not None and self.high < number else Truth.UNKNOWN

    def needs(self, number: int) -> int:
        """Return how many more would make ``at_least(number)`` a yes."""
        return max(0, number - self.low)

    def refutes(self, estimate: Count) -> bool:
        """Say whether this count, of people certainly in the group, exceeds an estimate of the whole closed group."""
        return estimate.high is not None and self.low > estimate.high

    def __str__(self) -> str:
        if self.high is None:
            figure = f"at least {self.low:,}"
        else:
            figure = f"{self.low:,}" if self.low == self.high else f"{self.low:,} to {self.high:,}"
        return f"{figure} ({self.source})" if self.source else figure

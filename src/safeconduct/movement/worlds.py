"""What may go wrong in an execution, drawn for many worlds at once, in whole numbers: one seed, the same worlds everywhere.

Only the raw bits of a counter-based generator (Philox) are used, with integer thresholds: no floating point enters a draw.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safeconduct.movement.model import Problem
from safeconduct.movement.slots import Flags, Ints, movements


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What is assumed of the execution; printed with every band. Shares are per thousand, durations in minutes.

    Arguments:
        breakdowns: vehicles that drop out, per thousand dispatched; repair: minutes until one is back.
        delays: (minutes, weight) added to a journey by inspection.
        refusals: per thousand slots in which a leg's release is refused.
        suspensions: per thousand days on which everything is suspended; pauses: durations, equally likely.
        weather: per thousand days without movement.
        absences: per thousand days on which one side releases nobody.
        corrections: per thousand arrivals whose count is later lowered; lowered: by how many per thousand persons.
        source: where the figures come from.
    """

    breakdowns: int = 10
    repair: int = 1440
    delays: tuple[tuple[int, int], ...] = ((0, 6), (15, 2), (30, 1), (60, 1))
    refusals: int = 50
    suspensions: int = 150
    pauses: tuple[int, ...] = (360, 1440, 2880)
    weather: int = 30
    absences: int = 50
    corrections: int = 0
    lowered: int = 50
    source: str = "assumed, not measured"

    def lines(self) -> tuple[str, ...]:
        """Return every assumption in words."""
        late = ", ".join(f"{minutes} min (weight {weight})" for minutes, weight in self.delays)
        pauses = ", ".join(f"{minutes / 60:g} h" for minutes in self.pauses) or "none"
        return (
            f"figures: {self.source}",
            f"{self.breakdowns} in 1,000 vehicles dispatched drop out for {self.repair / 60:g} h",
            f"a journey takes longer by {late}",
            f"{self.refusals} in 1,000 slots refuse a release",
            f"a suspension begins on {self.suspensions} in 1,000 days and lasts {pauses} (equally likely)",
            f"{self.weather} in 1,000 days have no movement for weather",
            f"one side releases nobody on {self.absences} in 1,000 days",
            f"{self.corrections} in 1,000 arrivals are later corrected down by {self.lowered} in 1,000 persons",
            "counts are drawn evenly between their lowest and highest figure",
            "convoys follow the dispatch rule and the hold rule; the agreement does not collapse",
        )


CERTAIN = Assumptions(0, 0, ((0, 1),), 0, 0, (), 0, 0, 0, 0, "nothing goes wrong")


@dataclass(frozen=True, slots=True)
class Worlds:
    """The draws: arrays whose first axis is the world.

    Arguments:
        counts: persons of each group; is_open: whether anything moves in a slot.
        refused, delay, broken: for each kind of convoy and departure slot: release refused, slots of delay, a number below 1,000.
        absent: for each kind and day; corrected: for each kind and departure slot.
    """

    counts: Ints
    is_open: Flags
    refused: Flags
    delay: NDArray[np.int16]
    broken: NDArray[np.int16]
    absent: Flags
    corrected: Flags

    @property
    def number(self) -> int:
        """How many worlds."""
        return len(self.counts)


class Draw:
    """Raw bits as whole numbers below a limit, each purpose on a stream of its own."""

    def __init__(self, seed: int, purpose: int, first: int) -> None:
        self.seed, self.purpose, self.first = seed, purpose, first

    def below(self, limit: int, worlds: int, shape: tuple[int, ...]) -> Ints:
        """Return whole numbers from 0 to limit-1, uniform up to 2^-32; world k always gets the same ones, whatever the batch."""
        size = int(np.prod(shape, dtype=np.int64))
        blocks = -(-size // 8)
        bits = np.random.Philox(key=self.seed * 64 + self.purpose, counter=0)
        bits.advance(self.first * blocks)
        raw = bits.random_raw(worlds * blocks * 4).reshape(worlds, blocks * 4)
        halves = np.ascontiguousarray(raw).view(np.uint32).reshape(worlds, blocks * 8)[:, :size].astype(np.uint64)
        return (halves * np.uint64(limit) >> np.uint64(32)).astype(np.int64).reshape(worlds, *shape)


def draw(problem: Problem, assumptions: Assumptions, seed: int, worlds: int, first: int = 0) -> Worlds:
    """Draw some worlds; ``first`` lets batches continue where the last one ended.

    Holds: equal whatever the batch size (tests/unit/movement/test_worlds.py).
    """
    kinds, slots, per_day = len(movements(problem)), problem.slots, 1440 // problem.slot
    table = (kinds, slots)

    def below(purpose: int, limit: int, *shape: int) -> Ints:
        return Draw(seed, purpose, first).below(limit, worlds, shape)

    low = np.array([group.count.low for group in problem.groups], dtype=np.int64)
    lots = np.array([group.lot for group in problem.groups], dtype=np.int64)
    high = np.array([group.planned for group in problem.groups], dtype=np.int64)
    counts = low + below(0, 1 << 24, len(low)) * (high - low + 1) // (1 << 24)
    late = np.repeat([minutes for minutes, _ in assumptions.delays], [weight for _, weight in assumptions.delays])
    late_slots = -(-late // problem.slot)
    return Worlds(
        -(-counts // lots) * lots,
        _open(problem, assumptions, below),
        below(2, 1000, *table) < assumptions.refusals,
        late_slots[below(3, len(late), *table)].astype(np.int16),
        below(4, 1000, *table).astype(np.int16),
        np.repeat(below(5, 1000, kinds, problem.days) < assumptions.absences, per_day, axis=2),
        below(6, 1000, *table) < assumptions.corrections,
    )


def _open(problem: Problem, assumptions: Assumptions, below: object) -> Flags:
    """Draw suspensions and weather: for each world and slot, whether anything moves."""
    per_day = 1440 // problem.slot
    ask: Ints = below(7, 1000, problem.days)  # type: ignore[operator]
    starts: Ints = below(8, per_day, problem.days)  # type: ignore[operator]
    which: Ints = below(9, max(len(assumptions.pauses), 1), problem.days)  # type: ignore[operator]
    wet: Ints = below(10, 1000, problem.days)  # type: ignore[operator]
    pauses = np.array([-(-minutes // problem.slot) for minutes in assumptions.pauses] or [0], dtype=np.int64)
    change = np.zeros((len(ask), problem.slots + 1), dtype=np.int64)
    world = np.arange(len(ask))
    for day in range(problem.days):
        begins = day * per_day + starts[:, day]
        ends = np.minimum(begins + np.where(ask[:, day] < assumptions.suspensions, pauses[which[:, day]], 0), problem.slots)
        np.add.at(change, (world, begins), 1)
        np.add.at(change, (world, np.maximum(begins, ends)), -1)
    dry = np.repeat(wet >= assumptions.weather, per_day, axis=1)
    result: Flags = (np.cumsum(change, axis=1)[:, :-1] == 0) & dry
    return result

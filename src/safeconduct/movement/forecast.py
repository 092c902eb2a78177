"""What could have been forecast, day by day, using only what was recorded by then.

From cumulative counts (each with its day and source) the pace and the stops so far are taken as they were known, the rest of the
movement is simulated as days of a pace drawn from the days seen, with stops drawn from the stops seen or, before any was seen, from
a stated prior. It is a band over a handful of days, not a law.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from safeconduct.movement.slots import Ints
from safeconduct.movement.worlds import Draw

HORIZON = 60


@dataclass(frozen=True, slots=True)
class Report:
    """A cumulative count as published: day of the movement counted from 0, persons low and high, source."""

    day: int
    low: int
    high: int
    source: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """A band for the day of the last convoy, made at the end of a day.

    Arguments:
        made_on: day it was made; early, middle, late: days by which 10, 50, 90 per cent of the worlds have ended.
        remaining: persons still to leave, low and high; paces: daily paces drawn from; assumed: in words.
    """

    made_on: int
    early: int
    middle: int
    late: int
    remaining: tuple[int, int]
    paces: tuple[int, ...]
    assumed: tuple[str, ...]


def forecast(
    reports: tuple[Report, ...],
    total: tuple[int, int],
    stopped: tuple[int, ...],
    made_on: int,
    *,
    prior: tuple[int, int] = (200, 2),
    seed: int = 1,
    worlds: int = 4000,
) -> Forecast:
    """Forecast the day of the last convoy.

    Arguments:
        reports: cumulative counts; those after ``made_on`` are not looked at.
        total: how many were then expected to leave in all, low and high; stopped: days on which nothing moved, likewise cut off.
        prior: (per thousand days on which a stop begins, days it lasts), used as if one such spell had been seen.
    Holds: adding a later report never changes the answer (tests/unit/movement/test_forecast.py).
    """
    seen = tuple(sorted((r for r in reports if r.day <= made_on), key=lambda r: (r.day, r.low)))
    still = tuple(day for day in stopped if day <= made_on)
    low, high = _reached(seen)
    paces = _paces(seen, still, made_on)
    left = (max(total[0] - high, 0), max(total[1] - low, 0))
    chance = (prior[0] + 1000 * _spells(still)) // (1 + max(made_on + 1 - len(still), 1))
    length = max(prior[1], round(len(still) / max(_spells(still), 1)))
    ends = _worlds(left, paces, min(chance, 900), length, made_on, seed, worlds)
    listed = ", ".join(f"{pace:,}" for pace in paces)
    assumed = (
        f"in all {total[0]:,} to {total[1]:,} persons, {low:,} to {high:,} counted so far",
        f"a moving day carries one of {listed} persons (the pace seen, halved and doubled)",
        f"a stop begins on {min(chance, 900)} in 1,000 days and lasts {length} days",
        "no collapse of the agreement, no change in who wishes to leave",
    )
    at = [int(np.sort(ends)[worlds * share // 100]) for share in (10, 50, 90)]
    return Forecast(made_on, at[0], at[1], at[2], left, paces, assumed)


def _reached(seen: tuple[Report, ...]) -> tuple[int, int]:
    """The latest day's lowest and highest count; competing counters are kept apart, never averaged."""
    if not seen:
        return 0, 0
    last = [report for report in seen if report.day == seen[-1].day]
    return min(report.low for report in last), max(report.high for report in last)


def _paces(seen: tuple[Report, ...], still: tuple[int, ...], made_on: int) -> tuple[int, ...]:
    low, high = _reached(seen)
    moving = max(made_on + 1 - len(still), 1)
    slow, fast = max(low // moving, 1), max(high // moving, 1)
    return tuple(sorted({max(slow // 2, 1), slow, fast, fast * 2}))


def _spells(still: tuple[int, ...]) -> int:
    return sum(1 for day in still if day - 1 not in still)


def _worlds(left: tuple[int, int], paces: tuple[int, ...], chance: int, length: int, made_on: int, seed: int, worlds: int) -> Ints:
    need = left[0] + Draw(seed, 20, 0).below(1 << 20, worlds, (1,))[:, 0] * (left[1] - left[0] + 1) // (1 << 20)
    pick = np.array(paces)[Draw(seed, 21, 0).below(len(paces), worlds, (HORIZON,))]
    stop = Draw(seed, 22, 0).below(1000, worlds, (HORIZON,)) < chance
    paused = np.zeros(worlds, dtype=np.int64)
    ends = np.full(worlds, made_on + HORIZON, dtype=np.int64)
    for step in range(HORIZON):
        paused = np.where((paused == 0) & stop[:, step], length, paused)
        need = need - np.where((paused == 0) & (need > 0), pick[:, step], 0)
        paused = np.maximum(paused - 1, 0)
        ends = np.where((need <= 0) & (ends == made_on + HORIZON), made_on + 1 + step, ends)
    return ends

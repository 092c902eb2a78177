"""What could have been forecast, day by day, using only what was recorded by then.

From cumulative counts (each with its day and source) the pace and the stops so far are taken as they were known, the rest of the
movement is simulated as days of a pace drawn from the days seen, with stops drawn from the stops seen together with a stated prior. How
often a stop begins is itself uncertain: each world draws it afresh. It is a band over a handful of days, not a law.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from safeconduct.errors import Text, joined, say
from safeconduct.movement.simulation.draws import FORECASTS, below, key, philox
from safeconduct.movement.slots import Ints

HORIZON = 60


@dataclass(frozen=True, slots=True)
class Report:
    """A cumulative count as published: day of the movement counted from 0, persons low and high, source."""

    day: int
    low: int
    high: int
    source: str


@dataclass(frozen=True, slots=True)
class Prior:
    """What is assumed of stops before any was seen: so many in so many moving days, and how long they last in days."""

    stops: int = 1
    days: int = 5
    lengths: tuple[int, ...] = (1, 2, 3)


PRIOR = Prior()


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
    assumed: tuple[Text, ...]


def forecast(
    reports: tuple[Report, ...],
    total: tuple[int, int],
    stopped: tuple[int, ...],
    made_on: int,
    *,
    prior: Prior = PRIOR,
    seed: int = 1,
    worlds: int = 4000,
) -> Forecast:
    """Forecast the day of the last convoy.

    Arguments:
        reports: cumulative counts; those after ``made_on`` are not looked at.
        total: how many were then expected to leave in all, low and high; stopped: days on which nothing moved, likewise cut off.
        prior: what is assumed of stops before any was seen; it counts as days of experience, so that one stop seen early is not a law.
    Holds: adding a later report never changes the answer (tests/unit/movement/test_forecast.py).
    """
    seen = tuple(sorted((r for r in reports if r.day <= made_on), key=lambda r: (r.day, r.low)))
    still = tuple(day for day in sorted(set(stopped)) if day <= made_on)
    low, high = _reached(seen)
    paces = _paces(seen, still, made_on)
    left = (max(total[0] - high, 0), max(total[1] - low, 0))
    spells = _spells(still)
    chance = (prior.stops + len(spells), prior.days - prior.stops + max(made_on + 1 - len(still), 0))
    lengths = (*prior.lengths, *spells)
    lasting = spells[-1] if still and still[-1] == made_on else 0
    ends = _worlds(_Draws(seed, worlds), left, paces, chance, lengths, lasting, made_on)
    often = {"stops": chance[0], "days": sum(chance), "assumed": prior.stops, "of": prior.days}
    assumed = (
        say("in all {low} to {high} persons, {least} to {most} counted so far", low=total[0], high=total[1], least=low, most=high),
        say("a moving day carries one of {paces} persons (the pace seen, halved and doubled)", paces=joined(paces)),
        say(
            "a stop begins on {stops} of {days} ({assumed} of {of} of them assumed beforehand) moving days, drawn anew for each world",
            **often,
        ),
        say("a stop lasts {lengths} days (those seen, and those assumed beforehand)", lengths=joined(sorted(set(lengths)))),
        say("no collapse of the agreement, no change in who wishes to leave"),
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


def _spells(still: tuple[int, ...]) -> tuple[int, ...]:
    """The length of each run of days without movement."""
    starts = [day for day in still if day - 1 not in still]
    return tuple(next(n for n in range(1, HORIZON * 10) if start + n not in still) for start in starts)


@dataclass(frozen=True, slots=True)
class _Draws:
    """Random words for each world."""

    seed: int
    worlds: int

    def words(self, about: int, number: int) -> Ints:
        """Return ``number`` words of 32 bits for each world."""
        empty = np.zeros((self.worlds, number), dtype=np.int64)
        world, at = empty + np.arange(self.worlds)[:, None], empty + np.arange(number)[None, :]
        return philox(world, empty + FORECASTS, at, empty + about, *key(self.seed))[0]

    def shares(self, hits: int, misses: int) -> Ints:
        """Return per thousand, for each world, drawn from Beta(hits, misses): the hits-th smallest of so many even draws, less one."""
        if hits == 0:
            return np.zeros(self.worlds, dtype=np.int64)
        return below(np.sort(self.words(0, hits + misses - 1), axis=1)[:, hits - 1], 1000)


def _worlds(
    draws: _Draws,
    left: tuple[int, int],
    paces: tuple[int, ...],
    chance: tuple[int, int],
    lengths: tuple[int, ...],
    lasting: int,
    made_on: int,
) -> Ints:
    need = left[0] + below(draws.words(1, 1)[:, 0], left[1] - left[0] + 1)
    pick = np.array(paces)[below(draws.words(2, HORIZON), len(paces))]
    stop = below(draws.words(3, HORIZON), 1000) < draws.shares(*chance)[:, None]
    length = np.array(lengths)[below(draws.words(4, HORIZON + 1), len(lengths))]
    paused = np.maximum(length[:, HORIZON] - lasting, 0) if lasting else np.zeros(draws.worlds, dtype=np.int64)
    ends = np.full(draws.worlds, made_on + HORIZON, dtype=np.int64)
    for step in range(HORIZON):
        paused = np.where((paused == 0) & stop[:, step], length[:, step], paused)
        need = need - np.where((paused == 0) & (need > 0), pick[:, step], 0)
        paused = np.maximum(paused - 1, 0)
        ends = np.where((need <= 0) & (ends == made_on + HORIZON), made_on + 1 + step, ends)
    return ends

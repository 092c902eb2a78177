"""Simulated executions as bands: never one number, always with the assumptions, and with two kinds of doubt kept apart.

The *sampling interval* says how far the number of worlds lets us see; the *spread over assumptions* says how much the answer moves
when each assumption is halved or doubled. The second is usually the larger.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np

from safeconduct.movement.model import Problem
from safeconduct.movement.simulation.simulate import Runs, simulate, way_for
from safeconduct.movement.simulation.worlds import Assumptions

Z = 1.96


@dataclass(frozen=True, slots=True)
class Band:
    """What the worlds say.

    Arguments:
        worlds: how many; unfinished: share that does not end within the horizon.
        early, middle, late: slots by which 10, 50 and 90 per cent have ended (None: fewer have).
        by_day: (day, low, high) of the share that has ended by the end of each day, 95 % sampling interval.
        by_clock: (name, slot, low, high) of the share that has ended by each limit asked about, 95 % sampling interval.
        spread: (which assumption, early, middle, late) with it halved or doubled.
        debt: largest debt in persons in any world; breaches: releases beyond a bound (0).
        shares: what kept people waiting, as shares; way: compiled or plain, which changes nothing but the time.
    """

    worlds: int
    unfinished: float
    early: int | None
    middle: int | None
    late: int | None
    by_day: tuple[tuple[int, float, float], ...]
    by_clock: tuple[tuple[str, int, float, float], ...]
    spread: tuple[tuple[str, int | None, int | None, int | None], ...]
    debt: int
    breaches: int
    shares: tuple[tuple[str, float], ...]
    way: str


def interval(hits: int, of: int) -> tuple[float, float]:
    """Return the 95 % interval of a share.

    Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927) 209.

    >>> tuple(round(x, 3) for x in interval(50, 100))
    (0.404, 0.596)
    """
    if of == 0:
        return 0.0, 1.0
    share, square = hits / of, Z * Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = Z * sqrt(share * (1 - share) / of + square / (4 * of * of)) / (1 + square / of)
    return max(0.0, middle - half), min(1.0, middle + half)


def band(
    problem: Problem,
    assumptions: Assumptions,
    *,
    seed: int,
    worlds: int,
    vary: bool = True,
    clock: Sequence[tuple[str, int]] = (),
    threads: int = 1,
    tell: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Band:
    """Simulate and sum up.

    Arguments:
        vary: also halve and double each assumption, with a quarter of the worlds each.
        clock: limits to hold the executions against, as (name, slot); threads: how many share the work.
        tell: called with the worlds run and the worlds to run; stop: asked in between, to end with those run so far.
    """
    varied = variations(assumptions) if vary else []
    quarter = max(worlds // 4, 50)
    total = worlds + quarter * len(varied)
    way, done = way_for(total), 0

    def run(assumed: Assumptions, number: int) -> Runs:
        told = None if tell is None else lambda so_far: tell(done + so_far, total)
        return simulate(problem, assumed, seed=seed, worlds=number, threads=threads, way=way, stop=stop, tell=told)

    runs = run(assumptions, worlds)
    done = worlds
    spread = []
    for name, changed in varied:
        if stop is not None and stop():
            break
        spread.append((name, *quantiles(run(changed, quarter))))
        done += quarter
    slots = sum(runs.shares.values()) or 1
    shares = tuple(sorted(((name, n / slots) for name, n in runs.shares.items()), key=lambda entry: -entry[1]))
    return Band(
        len(runs.last),
        float((runs.last < 0).mean()),
        *quantiles(runs),
        tuple(_by_day(problem, runs)),
        tuple((name, slot, *by_slot(runs, slot)) for name, slot in clock),
        tuple(spread),
        int(runs.debt.max(initial=0)),
        runs.breaches,
        shares,
        runs.way,
    )


def quantiles(runs: Runs) -> tuple[int | None, int | None, int | None]:
    """Return the slots by which 10, 50 and 90 per cent of the worlds have ended."""
    ordered = np.sort(np.where(runs.last < 0, np.iinfo(np.int64).max, runs.last))

    def at(percent: int) -> int | None:
        value = int(ordered[min(len(ordered) * percent // 100, len(ordered) - 1)])
        return None if value == np.iinfo(np.int64).max else value

    return at(10), at(50), at(90)


def by_slot(runs: Runs, slot: int) -> tuple[float, float]:
    """Return the 95 % interval of the share of worlds that have ended by a slot."""
    return interval(int(((runs.last >= 0) & (runs.last <= slot)).sum()), len(runs.last))


def _by_day(problem: Problem, runs: Runs) -> list[tuple[int, float, float]]:
    per_day = 1440 // problem.slot
    return [(day, *by_slot(runs, day * per_day)) for day in range(1, problem.days + 1)]


def variations(assumptions: Assumptions) -> list[tuple[str, Assumptions]]:
    """Return the assumptions with each share halved and doubled."""
    found = []
    for name in ("breakdowns", "refusals", "suspensions", "weather", "absences"):
        value = getattr(assumptions, name)
        if value:
            found.append((f"{name} halved", replace(assumptions, **{name: value // 2})))
            found.append((f"{name} doubled", replace(assumptions, **{name: min(value * 2, 1000)})))
    return found

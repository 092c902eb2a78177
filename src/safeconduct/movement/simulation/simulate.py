"""Execution under disruption: many worlds, each by the rule of ``execution.py``, compiled where that is worth it.

Every world is drawn from its own number, so neither the batch nor the number of threads nor the compiler changes an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from safeconduct.movement.model import Problem
from safeconduct.movement.simulation import execution
from safeconduct.movement.simulation.compiled import entry, installed
from safeconduct.movement.simulation.draws import key
from safeconduct.movement.simulation.execution import RESULTS
from safeconduct.movement.simulation.layout import LOG, REASON, Cells
from safeconduct.movement.simulation.ongoing import EVENT, LOGGED, REASONS, memory
from safeconduct.movement.simulation.rulebook import rulebook
from safeconduct.movement.simulation.worlds import Assumptions
from safeconduct.movement.slots import Ints

BATCH, PLAIN_BATCH = 5000, 50
WORTH_COMPILING = 2000
"""Worlds above which the compiler is used by itself: below, loading it takes longer than it saves."""
COMPILED, PLAIN = "compiled", "plain"


class Event(NamedTuple):
    """One departure: ``arrives`` is the slot of arrival (beyond the horizon: never within it)."""

    slot: int
    kind: int
    persons: int
    vehicles: int
    arrives: int


@dataclass(frozen=True, slots=True)
class Runs:
    """What came out, for each world.

    Arguments:
        last: slot of the last arrival, -1 where not everyone arrived within the horizon; left: people who have not arrived.
        debt: the largest number of persons beyond an exposure bound at any time, after corrections (0 without).
        waiting: person-slots of waiting at exchange points; breaches: releases that broke a bound (must be 0).
        shares: in how many slots each reason kept people waiting, over all worlds; way: compiled or plain.
    """

    last: Ints
    left: Ints
    debt: Ints
    waiting: Ints
    breaches: int
    shares: dict[str, int]
    way: str


def way_for(worlds: int) -> str:
    """Choose how to run so many worlds."""
    return COMPILED if worlds >= WORTH_COMPILING and installed() else PLAIN


def simulate(
    problem: Problem,
    assumptions: Assumptions,
    *,
    seed: int,
    worlds: int,
    threads: int = 1,
    way: str | None = None,
    stop: Callable[[], bool] | None = None,
    tell: Callable[[int], None] | None = None,
) -> Runs:
    """Run many worlds.

    Arguments:
        threads: how many share the work where it is compiled; way: ``COMPILED`` or ``PLAIN``, chosen by the number of worlds without.
        stop: asked between batches, to end with the worlds run so far; tell: called with the number of worlds run so far.
    Raises: ImportError where ``COMPILED`` is asked for and numba is not installed.
    Holds: equal to a process-based oracle event by event, and equal in both ways (tests/theory/test_movement_simulation.py).
    """
    chosen = way or way_for(worlds)
    tables = rulebook(problem, assumptions)
    parts: list[tuple[Ints, Ints]] = []
    done = 0
    for part in _parts(tables, key(seed), worlds, threads, chosen, stop):
        parts.append(part)
        done += len(part[0]) // len(RESULTS)
        if tell is not None:
            tell(done)
    results = (
        np.concatenate([part[0] for part in parts]).reshape(-1, len(RESULTS))
        if parts
        else np.zeros((0, len(RESULTS)), dtype=np.int64)
    )
    shares = {name: sum(int(part[1][at]) for part in parts) for at, name in enumerate(REASONS)}
    last, left, debt, waiting, breaches = results.T
    return Runs(last, left, debt, waiting, int(breaches.sum()), shares, chosen)


def _parts(
    tables: Cells, keys: tuple[int, int], worlds: int, threads: int, way: str, stop: Callable[[], bool] | None
) -> Iterator[tuple[Ints, Ints]]:
    """Run batch after batch, in threads where the interpreter is not needed; the first batch is always run."""
    batch, threads = (BATCH, threads) if way == COMPILED else (PLAIN_BATCH, 1)
    batches = [(first, min(batch, worlds - first)) for first in range(0, worlds, batch)]
    with ThreadPoolExecutor(threads) as pool:
        for at in range(0, len(batches), threads):
            if stop is None or not stop() or at == 0:
                yield from pool.map(lambda one: _batch(tables, keys, one[0], one[1], way), batches[at : at + threads])


def _batch(tables: Cells, keys: tuple[int, int], first: int, worlds: int, way: str) -> tuple[Ints, Ints]:
    changes, results = _run(tables, keys, first, worlds, way)
    reasons = tables[REASON]
    return results, changes[reasons : reasons + len(REASONS)]


def _run(tables: Cells, keys: tuple[int, int], first: int, worlds: int, way: str, logged: int = 0) -> tuple[Ints, Ints]:
    """Run some worlds; return what changed, and the results."""
    changes, results = memory(tables, logged), [0] * (worlds * len(RESULTS))
    if way == PLAIN:
        execution.run(tables, changes, *keys, first, worlds, results)
        return np.array(changes, dtype=np.int64), np.array(results, dtype=np.int64)
    rows = [np.array(row, dtype=np.int64) for row in (tables, changes, results)]
    entry()(*(row.ctypes.data for row in rows[:2]), *keys, first, worlds, rows[2].ctypes.data)
    return rows[1], rows[2]


def events(problem: Problem, assumptions: Assumptions, *, seed: int, world: int, way: str = PLAIN) -> tuple[Event, ...]:
    """Return every departure of one world, in order."""
    tables = rulebook(problem, assumptions)
    changes, _ = _run(tables, key(seed), world, 1, way, logged=problem.slots * len(problem.legs))
    cells = changes[tables[LOG] :].tolist()
    return tuple(Event(*cells[at * EVENT : (at + 1) * EVENT]) for at in range(int(changes[LOGGED])))

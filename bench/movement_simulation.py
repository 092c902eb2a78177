"""Simulated executions of ``aleppo`` a second, beside SimPy processes that take the same decisions on the same draws, in one run.

SimPy runs in two forms, both with events equal to ours: its best (tests/theory/test_movement_simulation.py holds it against the
simulation), and the straightforward one, which asks every rule in every slot in the order in which it is told. Processor time on one
core, least of five by turns; and the clock with one thread and with two.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from safeconduct.movement.checking.verify_road import allowed
from safeconduct.movement.instances import aleppo
from safeconduct.movement.simulation.compiled import installed
from safeconduct.movement.simulation.simulate import COMPILED, PLAIN, events, simulate
from safeconduct.movement.simulation.worlds import Assumptions

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "support"))
from movement_oracle import Oracle, opening_hours

TURNS = 5
MILLION = 1_000_000


class Straightforward(Oracle):
    """The same processes without any thought for speed: opening hours and room are asked in every slot."""

    def _try(self, number: int, slot: int) -> None:
        kind = self.kinds[number]
        room = self._room(kind.leg, slot)
        length, last = self.up(kind.leg.out), self.p.slots
        may_leave = slot + length <= last and allowed(self.p, kind.leg, slot, length, kind.leg.window)
        if room <= 0 or not may_leave or not self.is_open[slot]:
            return
        super()._try(number, slot)


def main() -> None:
    """Print the table."""
    problem, assumptions = aleppo(), Assumptions()
    hours = opening_hours(problem)
    same(hours)
    forms: dict[str, tuple[Callable[[int, int], object], int]] = {
        "SimPy, straightforward": (lambda k, n: [Straightforward(problem, assumptions, 1, n * k + w, hours) for w in range(n)], 5),
        "SimPy, its best form": (lambda k, n: [Oracle(problem, assumptions, 1, n * k + w, hours) for w in range(n)], 20),
        "plain": (lambda k, n: simulate(problem, assumptions, seed=1, worlds=n, way=PLAIN), 100),
    }
    if installed():
        for threads in (1, 2):
            forms[f"compiled, {threads} thread(s)"] = (compiled(threads), 50_000)
    used: dict[str, list[float]] = {name: [] for name in forms}
    clock: dict[str, list[float]] = {name: [] for name in forms}
    for _, (work, _) in forms.items():
        work(0, 2)
    for turn in range(TURNS):
        for name, (work, number) in forms.items():
            cpu, wall = time.process_time(), time.perf_counter()
            work(turn, number)
            used[name].append((time.process_time() - cpu) * 1000 / number)
            clock[name].append((time.perf_counter() - wall) * 1000 / number)
    plain, best = (min(used[name]) for name in ("SimPy, straightforward", "SimPy, its best form"))
    print(
        "| way | processor ms each | clock ms each | times SimPy straightforward | times SimPy at its best | the same by the clock |"
    )
    print("|---|---|---|---|---|---|")
    for name in forms:
        each, wall = min(used[name]), min(clock[name])
        ratios = f"{plain / each:,.1f} | {best / each:,.1f} | {min(clock['SimPy, its best form']) / wall:,.1f}"
        print(f"| {name} | {each:.4f} | {wall:.4f} | {ratios} |", flush=True)
    if installed():
        for threads in (1, 2):
            cpu, wall = time.process_time(), time.perf_counter()
            compiled(threads)(0, MILLION)
            took, spent = time.perf_counter() - wall, time.process_time() - cpu
            print(f"a million executions, {threads} thread(s): {took:.1f} s on the clock, {spent:.1f} s of processor", flush=True)


def compiled(threads: int) -> Callable[[int, int], object]:
    """Return the simulation with numba on so many threads."""
    problem, assumptions = aleppo(), Assumptions()
    return lambda _, worlds: simulate(problem, assumptions, seed=1, worlds=worlds, threads=threads, way=COMPILED)


def same(hours: tuple[frozenset[int], ...]) -> None:
    """Stop unless both forms of SimPy and ours log the same events."""
    problem, assumptions = aleppo(), Assumptions()
    for world in range(2):
        ours = [tuple(event) for event in events(problem, assumptions, seed=1, world=world)]
        assert (
            ours == Oracle(problem, assumptions, 1, world, hours).log == Straightforward(problem, assumptions, 1, world, hours).log
        )

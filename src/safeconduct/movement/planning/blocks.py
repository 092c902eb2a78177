"""Whole convoys block by block: what is settled stays, the block at hand is yes-or-no, the rest of the horizon stays shares."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from safeconduct.movement.planning.nearer import Settled, an_hour, moved, nearer, nothing
from safeconduct.movement.planning.openings import settle
from safeconduct.movement.planning.program import Program, program
from safeconduct.movement.planning.solver import STEPS, Solution, from_inside, limited, model, quiet, run
from safeconduct.movement.slots import Flags, Floats, Grid, Ints
from safeconduct.movement.timetable import Convoy, Done, Opening

BLOCK = 420
UNUSED = 1e-6
BESIDE = (0, 2)
"""How far from a convoy that the shares used a whole one may leave, try after try; in columns, which stand in order of slots."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to try.

    Arguments:
        gap: relative gap at which a block is good enough; seconds: the solver's limit for one block.
        exact: one block, persons whole from the start; with a gap of 0 the optimum (small instances only).
        threads: of the solver; tries: horizons to try before falling back to the
            dispatch rule (all of them when exact).
        work: for one answer: how often the solver may look up, times the convoys it may choose from; the same on every machine and under
            any load. 0 is without limit.
        live: days are planned with gates taken to open in one slot each (``assumed.py``), and nothing slower is tried.
    """

    gap: float = 5e-4
    seconds: float = 30.0
    exact: bool = False
    threads: int = 1
    tries: int = 6
    work: int = 0
    live: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """Where the planner is, for the progress line: which block of how many, towards which last slot, at what gap."""

    block: int
    blocks: int
    last: int
    waiting: float = float("nan")
    bound: float = float("nan")


@dataclass(frozen=True, slots=True)
class Ask:
    """Everything a search needs beside the columns.

    Arguments:
        past, first: see ``plan``; report: called with each step; stop: True ends the search.
        beside: which convoys are tried first, see ``BESIDE``; none: all at once.
        widest: whether all convoys are tried where those are not enough.
        nearer: whether departures much dearer than the shares' are left out (``nearer.py``).
        content: with the first whole answer of a block, be it within the gap or not (large movements, where the next try takes long).
    """

    past: tuple[Done, ...]
    first: int
    effort: Effort
    report: Callable[[Step], None] | None = None
    stop: Callable[[], bool] | None = None
    beside: tuple[int, ...] = BESIDE
    widest: bool = True
    nearer: bool = True
    content: bool = False


@dataclass(frozen=True, slots=True)
class Shares:
    """An answer in shares beyond what is settled: people by persons column, in lots, and its waiting; no whole answer has less."""

    people: Floats
    objective: float


@dataclass(slots=True)
class Looks:
    """What one answer has cost so far: each time the solver looks up counts as many as there are convoys to choose from."""

    each: int = 1
    spent: int = 0

    def begin(self, convoys: int) -> None:
        """Begin another answer."""
        self.each, self.spent = max(convoys, 1), 0


def search(
    columns: Grid, ask: Ask, last: int, openings: tuple[Opening, ...] = (), begun: Settled | None = None
) -> tuple[Settled, tuple[Convoy, ...] | None]:
    """Return whole convoys for everyone by slot ``last``, or None when a block cannot be completed (or it was stopped); and what is settled.

    Arguments:
        openings: what is known beforehand of when gates open.
        begun: what stands already, to go on from.
    """
    return go_on(nothing(columns, openings) if begun is None else moved(begun, columns), ask, last)


def go_on(settled: Settled, ask: Ask, last: int) -> tuple[Settled, tuple[Convoy, ...] | None]:
    """Search from where it stands; where a block cannot be completed, what is settled keeps those before it, for a later ``last``."""
    shares: Shares | None = None
    if ask.beside and not ask.effort.exact:
        first = _in_shares(settled, ask, last)
        if first.status == "infeasible":
            return settled, None
        if first.status == "optimal":
            columns = settled.grid
            people = len(columns.p_x)
            near = np.ones(people, dtype=bool)
            if ask.nearer:
                near = (first.dearer[:people] <= an_hour(columns)) | (columns.c_slot[columns.p_c] <= settled.until)
                settled = moved(settled, nearer(columns, near))
            shares = Shares(first.values[:people][near], first.objective)
    return settled, _block_by_block(settled, ask, last, shares)


def _block_by_block(settled: Settled, ask: Ask, last: int, shares: Shares | None) -> tuple[Convoy, ...] | None:
    """Settle the blocks that are not, each going on from the shares that the one before has left; then everyone's seat."""
    columns = settled.grid
    blocks = cuts(columns, ask.effort)
    for number, block in enumerate(blocks, 1):
        if block[-1] <= settled.until:
            continue
        whole = columns.c_slot <= block[-1]
        found = _solve(settled, whole, ask, Step(number, len(blocks), last), shares)
        if found is None:
            return None
        made, solution = found
        inside = whole[columns.x_c]
        settled.convoys[whole] = np.rint(solution.values[made.n_of[whole]])
        settled.vehicles[inside] = np.rint(solution.values[made.x_of[inside]])
        settled.openings = settle(made, solution.values, settled.openings, int(block[-1]))
        settled.until = int(block[-1])
        shares = Shares(solution.values[: len(columns.p_x)], solution.objective)
    if not blocks:
        return ()
    everywhere = np.ones(len(columns.c_mov), dtype=bool)
    done = _solve(settled, everywhere, ask, Step(len(blocks), len(blocks), last), persons=True)
    return None if done is None else _convoys(settled, np.rint(done[1].values[: len(columns.p_x)]) * done[0].lots)


def _in_shares(settled: Settled, ask: Ask, last: int) -> Solution:
    """Solve in shares beyond what is settled: the answer also says by how much each persons column is dearer than the cheapest way."""
    made, lower, upper = _program(settled, settled.grid.c_slot <= settled.until, ask, last)
    solver = quiet(threads=1, simplex_iteration_limit=STEPS, time_limit=ask.effort.seconds)
    solver.passModel(model(made.rows, made.cost, lower, upper))
    found = run(solver)
    return from_inside(solver, seconds=ask.effort.seconds, exact=True) if found.status == "steps" else found


def cuts(columns: Grid, effort: Effort) -> list[Ints]:
    """Cut the slots into blocks: days, and parts of days where a day holds more convoys than one block should."""
    slots = np.unique(columns.c_slot)
    if effort.exact:
        return [slots] if len(slots) else []
    day = 24 * 60 // columns.problem.slot
    blocks: list[Ints] = []
    for today in np.unique(slots // day):
        mine = slots[slots // day == today]
        size = int(np.isin(columns.c_slot, mine).sum())
        blocks += np.array_split(mine, -(-size // BLOCK))
    return blocks


def _program(settled: Settled, whole: Flags, ask: Ask, last: int) -> tuple[Program, Floats, Floats]:
    """Assemble the program with what is settled held, and nobody arriving after ``last``: also its lower and upper bounds."""
    made = program(settled.grid, whole, past=ask.past, now=ask.first, openings=settled.openings)
    lower, upper = made.lower.copy(), made.upper.copy()
    upper[: len(settled.grid.p_x)][settled.grid.c_arr[settled.grid.p_c] > last] = 0
    for of, values in ((made.n_of, settled.convoys), (made.x_of, settled.vehicles)):
        known = np.flatnonzero(values >= 0)
        lower[of[known]] = upper[of[known]] = values[known]
    return made, lower, upper


def _solve(
    settled: Settled, whole: Flags, ask: Ask, step: Step, shares: Shares | None = None, *, persons: bool = False
) -> tuple[Program, Solution] | None:
    made, lower, upper = _program(settled, whole, ask, step.last)
    persons = persons or ask.effort.exact
    kinds = np.concatenate((made.whole, np.arange(len(settled.grid.p_x)))) if persons else made.whole
    gap = ask.effort.gap
    solver = quiet(
        threads=ask.effort.threads, mip_rel_gap=gap, mip_abs_gap=1e-6 if gap == 0 else 0.4, time_limit=ask.effort.seconds
    )
    solver.passModel(model(made.rows, made.cost, lower, upper, kinds))
    looks = _listen(solver, ask, step, settled)
    undecided = whole & (settled.convoys < 0)
    used = _used(settled.grid, shares, undecided)
    solution = run(solver) if persons else _guided(solver, made.n_of[undecided], used, shares, ask, looks)
    return (made, solution) if solution.feasible else None


def _used(columns: Grid, shares: Shares | None, undecided: Flags) -> Ints:
    """Return which of the undecided convoys an answer in shares uses."""
    load = np.zeros(len(columns.c_mov))
    if shares is not None:
        np.add.at(load, columns.p_c, shares.people)
    return np.flatnonzero(load[undecided] > UNUSED)


def _guided(solver: Any, convoys: Ints, used: Ints, shares: Shares | None, ask: Ask, looks: Looks) -> Solution:
    """Solve with the convoys that the shares used and those beside them; with all only where that is not enough.

    Good enough is within the gap of the answer in shares, which the block before (or the first, in shares alone) has left.
    """
    best: Solution | None = None
    for allowed in _wider(used, len(convoys), ask):
        looks.begin(int(allowed.sum()))
        found = limited(solver, convoys, allowed, best)
        best = found if best is None or not best.feasible or (found.feasible and found.objective < best.objective) else best
        close = shares is not None and best.objective - shares.objective <= ask.effort.gap * abs(best.objective)
        if best.feasible and (close or ask.content or ask.effort.work):
            break
        if ask.effort.work and found.status == "limit":
            break
    assert best is not None
    return best


def _wider(used: Ints, count: int, ask: Ask) -> Iterator[Floats]:
    """Yield which convoys may leave: those used in shares, those some places beside them (the slots before and after), all."""
    for beside in ask.beside if len(used) else ():
        allowed = np.zeros(count)
        for step in range(-beside, beside + 1):
            allowed[np.clip(used + step, 0, count - 1)] = 1
        yield allowed
    if ask.widest or not len(used):
        yield np.ones(count)


def _listen(solver: Any, ask: Ask, step: Step, settled: Settled) -> Looks:
    """Pass the solver's progress on, and stop it when asked to, or when it has worked enough; return what counts its work."""

    stop, report, work = ask.stop, ask.report, ask.effort.work
    looks = Looks()

    def interrupt(event: Any) -> None:
        looks.spent += looks.each
        settled.work += looks.each
        # said each time, either way: an answer that was stopped would stop the next one of the same solver
        event.interrupt((0 < work < looks.spent) or (stop is not None and stop()))

    def log(event: Any) -> None:
        if report is not None:
            report(replace(step, waiting=event.data_out.mip_primal_bound, bound=event.data_out.mip_dual_bound))

    if stop is not None or work:
        solver.cbMipInterrupt += interrupt
    if report is not None:
        report(step)
        solver.cbMipLogging += log
    return looks


def _convoys(settled: Settled, persons: Floats) -> tuple[Convoy, ...]:
    """Read the settled columns as convoys, in order of departure."""
    columns = settled.grid
    problem = columns.problem
    sent = np.flatnonzero(settled.convoys > 0.5)
    vehicles: dict[int, list[tuple[str, int]]] = {int(c): [] for c in sent}
    people: dict[int, list[tuple[str, str, int]]] = {int(c): [] for c in sent}
    for x in np.flatnonzero(settled.vehicles > 0.5):
        vehicles[int(columns.x_c[x])].append((problem.vehicles[int(columns.x_type[x])].id, int(settled.vehicles[x])))
    for p in np.flatnonzero(persons > 0.5):
        kind = problem.vehicles[int(columns.x_type[columns.p_x[p]])].id
        people[int(columns.p_c[p])].append((problem.groups[int(columns.p_group[p])].id, kind, int(persons[p])))
    order = sorted((int(c) for c in sent), key=lambda c: (int(columns.c_slot[c]), int(columns.c_mov[c])))
    legs = [columns.movements[int(columns.c_mov[c])].leg.id for c in order]
    return tuple(
        Convoy(leg, int(columns.c_slot[c]), tuple(vehicles[c]), tuple(people[c])) for c, leg in zip(order, legs, strict=True)
    )

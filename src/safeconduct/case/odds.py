"""The odds of a movement against the clocks of its case: the warnings of its agreements, and the deadlines of its terms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from safeconduct.case.clock import clocks
from safeconduct.case.movement import Planned, read_movement
from safeconduct.case.read import ENDING, read_case
from safeconduct.kernel import Text
from safeconduct.movement.files.assumptions import read_assumptions
from safeconduct.movement.model import Problem
from safeconduct.movement.read import read_simulation
from safeconduct.movement.simulation.bands import Band, band
from safeconduct.movement.simulation.worlds import Assumptions

LIMIT = Text.of(en="the limit of clause {clause}", fr="l’échéance de la clause {clause}")
EARLIEST = Text.of(en="the earliest limit of clause {clause}", fr="la première échéance de la clause {clause}")
LATEST = Text.of(en="the latest limit of clause {clause}", fr="la dernière échéance de la clause {clause}")


@dataclass(frozen=True, slots=True)
class Odds:
    """Simulated executions of a case's movement, with the limits they were held against."""

    problem: Problem
    assumptions: Assumptions
    band: Band
    clock: tuple[tuple[str, int], ...]


def odds(
    target: str,
    at: datetime | None = None,
    *,
    worlds: int,
    seed: int = 1,
    vary: bool = False,
    language: str = "en",
    threads: int = 1,
    tell: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Odds:
    """Simulate the movement of a case and hold it against every limit of the case.

    Arguments:
        target, at, language: as for ``read_movement``; the others as for ``safeconduct.movement.simulation.bands.band``.
    Raises: as ``read_movement`` and ``read_assumptions``.
    Cost: about 6 ms an execution of ``aleppo-2016`` without numba, 0.05 ms with it; 300 executions are enough for a first look.
    """
    planned = read_movement(target, at, language=language)
    assumed = read_assumptions(read_simulation(planned.files))
    limits = clock_of(target, planned, language)
    found = band(planned.problem, assumed, seed=seed, worlds=worlds, vary=vary, clock=limits, threads=threads, tell=tell, stop=stop)
    return Odds(planned.problem, assumed, found, limits)


@dataclass(frozen=True, slots=True)
class Gain:
    """How likely a movement with one concession has ended by a limit, beside how likely it is as agreed.

    Arguments:
        by: slot of the limit: the last one of the case that the movement can meet; where it has none, the slot by which half of the
            executions have ended as agreed.
        low, high: share of the executions that have ended by then, 95 % sampling interval.
    """

    by: int
    low: float
    high: float


def gains(
    target: str,
    planned: Planned,
    movements: Sequence[Problem],
    *,
    worlds: int,
    seed: int = 1,
    tell: Callable[[int, int], None] | None = None,
) -> tuple[Assumptions, tuple[Gain, ...]]:
    """Simulate a movement as agreed, the first, and with each concession, in the same worlds; return what was assumed, too.

    Cost: as ``odds``, for each movement.
    """
    assumed = read_assumptions(read_simulation(planned.files))
    limits = [slot for _, slot in clock_of(target, planned) if slot > 0]
    by = max(limits, default=None)
    if by is None:
        first = band(movements[0], assumed, seed=seed, worlds=worlds, vary=False)
        by = movements[0].slots - 1 if first.middle is None else first.middle
    found: list[Gain] = []
    for movement in movements:
        if tell is not None:
            tell(len(found), len(movements))
        ((_, _, low, high),) = band(movement, assumed, seed=seed, worlds=worlds, vary=False, clock=[("", by)]).by_clock
        found.append(Gain(by, low, high))
    return assumed, tuple(found)


def clock_of(target: str, planned: Planned, language: str = "en") -> tuple[tuple[str, int], ...]:
    """Return every limit as (name, slot): both ends of each deadline and of each warning given by the movement's end.

    A slot below zero is a limit that passes before the movement begins.
    """
    problem = planned.problem
    found = [(t.clause, t.low // problem.slot, t.high // problem.slot) for t in problem.terms.deadlines]
    if any(planned.folder.glob(f"*{ENDING}")):
        case = read_case(target)
        for dated in case.agreements:
            warned = clocks(case, dated, problem.instant(problem.slots))
            found += [(one.clause, _slot(problem, one.earliest), _slot(problem, one.latest)) for one in warned]
    limits = []
    for clause, low, high in found:
        ends = [(LIMIT, low)] if low == high else [(EARLIEST, low), (LATEST, high)]
        limits += [(name.in_language(language).format(clause=clause), slot) for name, slot in ends]
    return tuple(dict.fromkeys(limits))


def _slot(problem: Problem, instant: datetime) -> int:
    """The last slot that has ended by an instant."""
    return int((instant - problem.start).total_seconds() // 60 // problem.slot)

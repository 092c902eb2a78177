"""The cheapest changes that would make a plan possible: of each rule of the conflict, by how much.

Every step is first bracketed between shares of what there is now, then only the cheapest few are found exactly. A change that more
than quintuples what there is now is not called a repair.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from safeconduct.movement.advice.changes import (
    Change,
    more_escorts,
    more_lanes,
    more_vehicles,
    open_longer,
    smaller_batches,
    swap,
    without,
)
from safeconduct.movement.advice.whynot_rules import KINDS, Rule
from safeconduct.movement.model import Problem
from safeconduct.movement.terms import Deadline, Destinations, Gate, Hold, Reciprocity, Suspension, Together

SHARES = (0.0625, 0.125, 0.25, 0.5, 1.0, 2.0, 4.0)
EXACT = 4


@dataclass(frozen=True, slots=True)
class Repair:
    """One change that makes a plan possible: of which rule, by how much, and the share of what was there (for the order)."""

    rule: Rule
    amount: int
    unit: str
    cost: float


@dataclass(frozen=True, slots=True)
class _Bracket:
    """A step of which ``low`` is too little and ``high`` is enough."""

    rule: Rule
    unit: str
    base: int
    change: Callable[[int], Change]
    low: int
    high: int


def cheapest(problem: Problem, rules: Iterable[Rule], possible: Callable[[Problem], bool], most: int = EXACT) -> tuple[Repair, ...]:
    """Return the cheapest repairs, cheapest first, each the smallest step of its kind that makes a plan possible.

    Arguments:
        possible: says whether a changed movement can be planned; most: how many repairs are wanted.
    Cost: three or four questions for each step, and as many again for those that are returned.
    """
    steps = [(rule, *step) for rule in rules for step in _steps(problem, rule)]
    found = [bracket for step in steps if (bracket := _bracket(problem, possible, *step))]
    ready: list[Repair] = []
    while found and len(ready) < most:
        found.sort(key=lambda one: (one.low / one.base, one.high / one.base, one.rule.kind, one.unit))
        best = found.pop(0)
        if best.high - best.low <= 1:
            ready.append(Repair(best.rule, best.high, best.unit, best.high / best.base))
            continue
        middle = (best.low + best.high) // 2
        enough = possible(best.change(middle)(problem))
        found.append(replace(best, high=middle) if enough else replace(best, low=middle))
    return tuple(sorted(ready, key=lambda repair: (repair.cost, repair.rule.kind)))


def _bracket(
    problem: Problem, possible: Callable[[Problem], bool], rule: Rule, unit: str, now: int, change: Callable[[int], Change]
) -> _Bracket | None:
    """Find the shares of what there is now between which a step begins to be enough; None when none of them is."""
    base = max(now, 1)
    sizes = sorted({0, 1, *(max(round(base * share), 1) for share in SHARES)})
    if not possible(change(sizes[-1])(problem)):
        return None
    low, high = 0, len(sizes) - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if possible(change(sizes[middle])(problem)) else (middle, high)
    return _Bracket(rule, unit, base, change, sizes[low], sizes[high])


def _steps(problem: Problem, rule: Rule) -> Iterator[tuple[str, int, Callable[[int], Change]]]:
    """Yield, for one rule, the unit of a step, what there is now, and the problem with so many steps more."""
    if rule.kind == "vehicles":
        pool = next(q for q in problem.pools if f"{q.type} at {q.place}" == rule.about)
        yield "vehicles", pool.number, lambda n: more_vehicles(pool, n)
    elif rule.kind == "escorts":
        yield "teams", sum(e.number for e in problem.escorts if e.place == rule.about), lambda n: more_escorts(rule.about, n)
    elif rule.kind == "checkpoint":
        now = next(c.per_hour for c in problem.checkpoints if c.id == rule.about)
        yield "vehicles an hour", now, lambda n: more_lanes(rule.about, n)
    elif rule.kind == "size" and problem.leg(rule.about).fewest > 1:
        yield "persons fewer in a batch", problem.leg(rule.about).fewest, lambda n: smaller_batches(rule.about, n)
    elif rule.kind == "hours":
        spans = problem.windows[rule.about]
        yield (
            "slots a day",
            (spans[0][1] - spans[0][0]) // problem.slot if spans else 1,
            lambda n: open_longer(rule.about, n * problem.slot),
        )
    else:
        yield from _term_steps(problem, rule)


def _term_steps(problem: Problem, rule: Rule) -> Iterator[tuple[str, int, Callable[[int], Change]]]:
    term = next(
        (t for t in problem.terms.all() if type(t) in KINDS and KINDS[type(t)] == rule.kind and t.clause == rule.clause), None
    )
    if isinstance(term, Reciprocity):
        reciprocal = term
        yield (
            "persons (left)",
            max(term.left_ahead, _tenth(problem, term.left)),
            lambda n: swap(term, replace(reciprocal, left_ahead=reciprocal.left_ahead + n)),
        )
        yield (
            "persons (right)",
            max(term.right_ahead, _tenth(problem, term.right)),
            lambda n: swap(term, replace(reciprocal, right_ahead=reciprocal.right_ahead + n)),
        )
    elif isinstance(term, Gate):
        gate = term
        yield (
            "persons let through",
            max(gate.allow, _tenth(problem, gate.held), 1),
            lambda n: swap(term, replace(gate, allow=gate.allow + n)),
        )
        if gate.number:
            fewer = lambda n: swap(term, replace(gate, number=max(gate.number - n, 0)))
            yield "persons fewer awaited", gate.number, fewer
    elif isinstance(term, Deadline):
        deadline = term
        later = lambda n: swap(term, replace(deadline, high=deadline.high + n * problem.slot))
        yield "slots later", deadline.high // problem.slot, later
    elif isinstance(term, Hold):
        yield from _hold_steps(problem, term)
    elif isinstance(term, Together):
        pair = term
        yield (
            "slots of lag",
            max(pair.lag, 60) // problem.slot,
            lambda n: swap(term, replace(pair, lag=pair.lag + n * problem.slot)),
        )
        yield "released apart", 1, lambda n: without(term)
    elif isinstance(term, Destinations):
        yield "destination opened", 1, lambda n: without(term)
    elif isinstance(term, Suspension):
        pause = term
        shorter = lambda n: swap(term, replace(pause, end=max(pause.start + 1, pause.end - n * problem.slot)))
        yield "slots earlier resumption", (pause.end - pause.start) // problem.slot, shorter


def _hold_steps(problem: Problem, hold: Hold) -> Iterator[tuple[str, int, Callable[[int], Change]]]:
    end = hold.end
    if end is not None:
        sooner = lambda n: swap(hold, replace(hold, end=max(hold.start, end - n * problem.slot)))
        yield "slots sooner", (end - hold.start) // problem.slot, sooner
    else:
        longer = lambda n: swap(hold, replace(hold, start=hold.start + n * problem.slot))
        yield "slots longer", max(hold.start, 1440) // problem.slot, longer


def _tenth(problem: Problem, groups: tuple[str, ...]) -> int:
    """A tenth of a side: what a concession is measured by where next to nothing is conceded so far."""
    return sum(group.planned for group in problem.groups if group.id in groups) // 10

"""The cheapest changes that would make a plan possible: of each rule of the conflict, by how much.

Every step is first bracketed between shares of what there is now, then only the cheapest few are found exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from safeconduct.movement.advice.steps import Step, steps
from safeconduct.movement.advice.whynot_rules import Rule
from safeconduct.movement.model import Problem

SHARES = (0.0625, 0.125, 0.25, 0.5, 1.0, 2.0, 4.0)
EXACT = 4


@dataclass(frozen=True, slots=True)
class Repair:
    """One change that makes a plan possible: of which rule, by how much, and the share of what was there (for the order).

    Arguments:
        step: the kind of change; amount: how many steps of it.
    """

    rule: Rule
    amount: int
    cost: float
    step: Step = field(repr=False, compare=False)

    @property
    def unit(self) -> str:
        """What a step of it is."""
        return self.step.unit

    @property
    def to(self) -> int:
        """The figure after the change; not below zero."""
        return max(self.step.now + self.amount * self.step.each, 0)

    def sized(self, amount: int) -> Repair:
        """Return the same change by another amount."""
        return replace(self, amount=amount, cost=amount / max(self.step.base, 1))

    def made(self, problem: Problem) -> Problem:
        """Return the movement with the change made."""
        return self.step.change(self.amount)(problem)


@dataclass(frozen=True, slots=True)
class _Bracket:
    """A step of which ``low`` is too little and ``high`` is enough."""

    rule: Rule
    step: Step
    low: int
    high: int

    @property
    def order(self) -> tuple[float, float, bool, str, str, str]:
        """By share of what there is now; of two alike, what the agreement says is left alone first."""
        base = max(self.step.base, 1)
        return self.low / base, self.high / base, bool(self.rule.clause), self.rule.kind, self.step.unit, self.step.what


def cheapest(problem: Problem, rules: Iterable[Rule], possible: Callable[[Problem], bool], most: int = EXACT) -> tuple[Repair, ...]:
    """Return the cheapest repairs, cheapest first, each the smallest step of its kind that makes a plan possible.

    Arguments:
        possible: says whether a changed movement can be planned; most: how many repairs are wanted.
    Cost: three or four questions for each step, and as many again for those that are returned.
    """
    found = [bracket for rule in rules for step in steps(problem, rule) if (bracket := _bracket(problem, possible, rule, step))]
    ready: list[Repair] = []
    while found and len(ready) < most:
        found.sort(key=lambda one: one.order)
        best = found.pop(0)
        if best.high - best.low <= 1:
            ready.append(Repair(best.rule, best.high, best.high / max(best.step.base, 1), best.step))
            continue
        middle = (best.low + best.high) // 2
        enough = possible(best.step.change(middle)(problem))
        found.append(replace(best, high=middle) if enough else replace(best, low=middle))
    return tuple(sorted(ready, key=lambda repair: (repair.cost, bool(repair.rule.clause), repair.rule.kind)))


def _bracket(problem: Problem, possible: Callable[[Problem], bool], rule: Rule, step: Step) -> _Bracket | None:
    """Find the shares of what there is now between which a step begins to be enough; None when none of them is."""
    if not possible(step.change(step.most)(problem)):
        return None
    sizes = sorted({0, 1, step.most, *(min(max(round(step.base * share), 1), step.most) for share in SHARES)})
    low, high = 0, len(sizes) - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if possible(step.change(sizes[middle])(problem)) else (middle, high)
    return _Bracket(rule, step, sizes[low], sizes[high])

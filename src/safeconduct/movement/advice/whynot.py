"""Why there is no plan: the smallest set of clauses and limits that conflict, and the cheapest changes that would mend it.

A deletion filter by halves: rules are left out many at a time while the rest is still impossible, and one by one where it is not.
What remains conflicts, and every member is needed for the conflict.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from safeconduct.movement.advice.changes import Change
from safeconduct.movement.advice.repairs import Repair, cheapest
from safeconduct.movement.advice.whynot_rules import Rule, relaxations
from safeconduct.movement.model import Problem
from safeconduct.movement.planning.blocks import Ask, Effort, search
from safeconduct.movement.planning.bound import possible as admitted
from safeconduct.movement.planning.dispatch import dispatch
from safeconduct.movement.planning.parts import parts
from safeconduct.movement.slots import grid, may_use
from safeconduct.movement.terms import ARRIVED, Reciprocity


@dataclass(frozen=True, slots=True)
class WhyNot:
    """The conflict and its repairs, cheapest first; ``enough`` is False where other conflicts remain after any one of them."""

    conflict: tuple[Rule, ...]
    repairs: tuple[Repair, ...]
    enough: bool = True


def why_not(problem: Problem, *, most: int = 1000, report: Callable[[int], None] | None = None) -> WhyNot | None:
    """Return the conflict, or None when a plan exists.

    Arguments:
        most: above so many people, possibility is judged by the bound alone (exact below).
        report: called with how many questions have been put so far.
    Holds: leaving out any member of the conflict makes a plan possible (tests/unit/movement/test_whynot.py).
    Cost: some dozens of small programs.
    """
    asked = 0

    def can(changed: Problem) -> bool:
        nonlocal asked
        asked += 1
        if report is not None:
            report(asked)
        return possible(changed, most)

    if can(problem):
        return None
    conflict, relaxed = _conflict(problem, list(relaxations(problem)), can)
    repairs = cheapest(problem, conflict, can)
    enough = bool(repairs)
    if not enough:
        repairs = cheapest(relaxed, conflict, can)
    return WhyNot(conflict, repairs, enough)


def _conflict(
    problem: Problem, rules: list[tuple[Rule, Change]], can: Callable[[Problem], bool]
) -> tuple[tuple[Rule, ...], Problem]:
    """Return the rules that conflict, and the problem without all others."""
    kept: list[Rule] = []

    def drop(relaxed: Problem, some: list[tuple[Rule, Change]], known: bool) -> Problem:
        """Leave out what of these can be left out; ``known`` is that not all of them can."""
        without = relaxed
        for _, relax in some:
            without = relax(without)
        if not known and not can(without):
            return without
        if len(some) == 1:
            kept.append(some[0][0])
            return relaxed
        first, second = some[: len(some) // 2], some[len(some) // 2 :]
        before = len(kept)
        relaxed = drop(relaxed, first, False)
        return drop(relaxed, second, len(kept) == before)

    relaxed = drop(problem, rules, False) if rules else problem
    return tuple(kept), relaxed


def possible(problem: Problem, most: int = 1000) -> bool:
    """Say whether some plan exists: by the dispatch rule, which finds one, or by the bound; for small movements exactly."""
    if any(group.planned and not any(may_use(problem, group, leg) for leg in problem.legs) for group in problem.groups):
        return False
    if any(_nobody_goes_first(problem, term) for term in problem.terms.reciprocity):
        return False
    if dispatch(problem) is not None:
        return True
    if not admitted(problem):
        return False
    return sum(group.planned for group in problem.groups) > most or all(_completes(part) for part in parts(problem))


def _completes(problem: Problem) -> bool:
    """Look for any whole plan within the horizon; not finding one in the time allowed counts as none."""
    columns = grid(problem)
    # Day by day is quick and may paint itself into a corner; the whole in one block does not.
    efforts = Effort(gap=1.0, seconds=3.0), Effort(gap=1.0, seconds=3.0, exact=True)
    return any(search(columns, Ask((), 0, effort), problem.slots)[1] is not None for effort in efforts)


def _nobody_goes_first(problem: Problem, term: Reciprocity) -> bool:
    """Say whether each side may be ahead by less than one convoy, while nothing counts as received before it has arrived."""
    if term.given == ARRIVED or term.received != ARRIVED:
        return False
    sides = ((term.left, term.left_ahead), (term.right, term.right_ahead))
    return all(ahead < _fewest(problem, groups) for groups, ahead in sides)


def _fewest(problem: Problem, groups: tuple[str, ...]) -> int:
    people = [group for group in problem.groups if group.id in groups and group.planned]
    return min((leg.fewest for leg in problem.legs for group in people if may_use(problem, group, leg)), default=0)

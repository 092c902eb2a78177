"""Why there is no plan: the smallest set of clauses and limits that conflict, and the cheapest changes that would mend it.

A deletion filter by halves: rules are left out many at a time while the rest is still impossible, and one by one where it is not.
What remains conflicts, and every member is needed for the conflict. Where no single change is enough there are several: conflicts that
have no rule in common are found one after the other, and one change of each is made large enough for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice, product

from safeconduct.movement.advice.changes import Change
from safeconduct.movement.advice.possible import Found, possible
from safeconduct.movement.advice.repairs import Repair, cheapest
from safeconduct.movement.advice.whynot_rules import Rule, relaxations
from safeconduct.movement.model import Problem
from safeconduct.movement.planning.anypace import goes_first
from safeconduct.movement.terms import Reciprocity

MOST_CONFLICTS = 8
MOST_CHOICES = 16


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rules that conflict, every one of them needed for it, and the changes that would end it, cheapest first."""

    rules: tuple[Rule, ...]
    repairs: tuple[Repair, ...]


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why there is no plan.

    Arguments:
        conflicts: one; or several that have no rule in common.
        enough: whether any one repair of the only conflict makes a plan possible.
        together: where none is: one repair of each conflict, which do so together; empty where none were found.
        first: the clauses under which neither side may begin: the question is who goes first.
        proven: False where the search for a plan was given up after a fixed amount of work.
        by_bound: whether some changes were judged by the bound alone: less is not enough, and nothing was found against so much.
    """

    conflicts: tuple[Conflict, ...]
    enough: bool = True
    together: tuple[Repair, ...] = ()
    first: tuple[str, ...] = ()
    proven: bool = True
    by_bound: bool = False

    @property
    def conflict(self) -> tuple[Rule, ...]:
        """The first conflict."""
        return self.conflicts[0].rules

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """What would end the first conflict."""
        return self.conflicts[0].repairs


def why_not(problem: Problem, *, report: Callable[[int], None] | None = None) -> WhyNot | None:
    """Return the conflict, or None when a plan exists, or when the movement is large and no bound rules one out.

    Arguments:
        report: called with how many questions have been put so far.
    Holds: leaving out any member of a conflict makes a plan possible; so does every repair (tests/unit/movement/test_whynot.py).
    Cost: some dozens of small programs for each conflict.
    """
    answers: list[Found] = []

    def ask(changed: Problem) -> Found:
        if report is not None:
            report(len(answers) + 1)
        answers.append(possible(changed))
        return answers[-1]

    def can(changed: Problem) -> bool:
        return ask(changed) in (Found.PLAN, Found.NOT_RULED_OUT)

    known = ask(problem)
    if known in (Found.PLAN, Found.NOT_RULED_OUT):
        return None
    answer = _answer(problem, can)
    return replace(answer, proven=known is Found.NONE, by_bound=Found.NOT_RULED_OUT in answers)


def _answer(problem: Problem, can: Callable[[Problem], bool]) -> WhyNot:
    changes = dict(relaxations(problem))
    rules = _conflict(problem, changes, can)
    repairs = cheapest(problem, rules, can)
    first = tuple(_nobody_begins(problem, rules))
    if repairs:
        return WhyNot((Conflict(rules, repairs),), True, (), first)
    found = _several(problem, changes, rules, can)
    first = tuple(clause for conflict in found for clause in _nobody_begins(problem, conflict.rules))
    return WhyNot(found, False, _together(problem, found, can), first)


def _several(
    problem: Problem, changes: Mapping[Rule, Change], rules: tuple[Rule, ...], can: Callable[[Problem], bool]
) -> tuple[Conflict, ...]:
    """Find conflicts that have no rule in common, each with what would end it once the others are out of the way."""
    conflicts, rest = [rules], _relaxed(problem, changes, rules)
    while len(conflicts) < MOST_CONFLICTS and not can(rest):
        conflicts.append(_conflict(rest, {rule: changes[rule] for rule in changes if not _in(conflicts, rule)}, can))
        rest = _relaxed(rest, changes, conflicts[-1])
    found = []
    for mine in conflicts:
        others = _relaxed(problem, changes, [rule for conflict in conflicts if conflict is not mine for rule in conflict])
        found.append(Conflict(mine, cheapest(others, mine, can)))
    return tuple(found)


def _in(conflicts: list[tuple[Rule, ...]], rule: Rule) -> bool:
    return any(rule in conflict for conflict in conflicts)


def _relaxed(problem: Problem, changes: Mapping[Rule, Change], rules: Iterable[Rule]) -> Problem:
    for rule in rules:
        problem = changes[rule](problem)
    return problem


def _together(problem: Problem, found: tuple[Conflict, ...], can: Callable[[Problem], bool]) -> tuple[Repair, ...]:
    """Return one repair of each conflict, the cheapest that help together, each large enough beside the others; nothing where none do."""
    for chosen in islice(product(*(conflict.repairs for conflict in found)), MOST_CHOICES):
        if can(_made(problem, [repair.sized(repair.step.most) for repair in chosen])):
            return _sized(problem, list(chosen), can)
    return ()


def _sized(problem: Problem, chosen: list[Repair], can: Callable[[Problem], bool]) -> tuple[Repair, ...]:
    """Make one change after the other no larger than it must be, while those behind it are as large as they can be."""
    behind = [repair.sized(repair.step.most) for repair in chosen]
    for number, repair in enumerate(chosen):
        if can(_made(problem, chosen)):
            break
        low, high = repair.amount - 1, repair.step.most
        while high - low > 1:
            middle = (low + high) // 2
            enough = can(_made(problem, [*chosen[:number], repair.sized(middle), *behind[number + 1 :]]))
            low, high = (low, middle) if enough else (middle, high)
        chosen[number] = repair.sized(high)
    return tuple(chosen)


def _made(problem: Problem, repairs: list[Repair]) -> Problem:
    for repair in repairs:
        problem = repair.made(problem)
    return problem


def _nobody_begins(problem: Problem, rules: tuple[Rule, ...]) -> Iterator[str]:
    for rule in rules:
        if isinstance(rule.term, Reciprocity) and not goes_first(problem, rule.term):
            yield rule.clause


def _conflict(problem: Problem, changes: Mapping[Rule, Change], can: Callable[[Problem], bool]) -> tuple[Rule, ...]:
    """Return rules that conflict, all of which are needed for it."""
    kept: list[Rule] = []

    def drop(relaxed: Problem, some: list[Rule], known: bool) -> Problem:
        """Leave out what of these can be left out; ``known`` is that not all of them can."""
        without = _relaxed(relaxed, changes, some)
        if not known and not can(without):
            return without
        if len(some) == 1:
            kept.append(some[0])
            return relaxed
        first, second = some[: len(some) // 2], some[len(some) // 2 :]
        before = len(kept)
        relaxed = drop(relaxed, first, False)
        return drop(relaxed, second, len(kept) == before)

    if changes:
        drop(problem, list(changes), False)
    return tuple(kept)

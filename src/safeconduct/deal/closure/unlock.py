"""The smallest decisions that reach a goal, and who alone can stop it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from safeconduct.deal.closure.minimal import Items, MinimalSets
from safeconduct.deal.closure.model import Rules
from safeconduct.deal.closure.options import choices, rivals, undecided
from safeconduct.deal.closure.owed import Owed, owed


@dataclass(frozen=True, slots=True)
class Unlocks:
    """Sets of open decisions that reach the goals.

    Arguments:
        sets: subset-minimal and consistent, smallest first, then in the order of their decisions; the empty set
            alone when the goals are owed already.
        complete: whether these are all; otherwise the budget (or the number asked for) ended the search.
        steps: how many closures were asked for.
    """

    sets: tuple[tuple[int, ...], ...]
    complete: bool
    steps: int


@dataclass(frozen=True, slots=True)
class Vetoes:
    """Who can stop the goals from being owed, by refusing.

    Arguments:
        reachable: whether any option reaches the goals; if not, the rest is empty.
        decisions: the decisions that are in every unlocking set.
        owners: minimal sets of owners who together can stop it, smallest first; single ones alone can. Empty unless asked for.
        complete: whether all sets of owners were found within the budget.
    """

    reachable: bool
    decisions: tuple[int, ...]
    owners: tuple[tuple[int, ...], ...]
    complete: bool


@dataclass(frozen=True, slots=True, eq=False)
class Standstill:
    """What is owed now and what would be if all candidates were taken: the same for every goal, so build it once.

    Arguments:
        now: what is owed, with what-ifs bounded by ``top``.
        top: what would be owed if all candidates were taken, even those that exclude each other.
        usable: the candidates: open decisions, not excluded by one taken.
    """

    now: Owed
    top: Owed
    usable: frozenset[int]

    @classmethod
    def of(cls, rules: Rules, taken: Iterable[int], candidates: Iterable[int] | None = None) -> Standstill:
        """Compute both answers. Cost: one closure and one what-if."""
        now = owed(rules, taken)
        usable = frozenset(undecided(rules, now.decisions))
        if candidates is not None:
            usable &= frozenset(candidates)
        top = now.what_if(take=usable)
        return cls(now.bounded(top), top, usable)

    def unlock(self, goals: Iterable[int], budget: int = 10_000, at_most: int | None = None) -> Unlocks:
        """Return what ``unlock`` returns, for one more set of goals."""
        ask = _Goals(self, goals)
        search = MinimalSets(ask.relevant, ask.reached_by, ask.against, budget)
        found = []
        for items in search:
            found.append(tuple(sorted(items)))
            if len(found) == at_most:
                break
        return Unlocks(tuple(found), search.complete, search.steps)

    def vetoes(self, goals: Iterable[int], owners: Mapping[int, int] | None = None, budget: int = 10_000) -> Vetoes:
        """Return what ``vetoes`` returns, for one more set of goals."""
        ask = _Goals(self, goals)
        if not ask.reachable_with(ask.relevant):
            return Vetoes(False, (), (), True)
        alone = tuple(d for d in sorted(ask.relevant) if not ask.reachable_with(ask.relevant - {d}))
        if owners is None:
            return Vetoes(True, alone, (), True)
        search = MinimalSets({owners[d] for d in ask.relevant if d in owners}, ask.stopped_by(owners), budget=budget)
        return Vetoes(True, alone, tuple(tuple(sorted(found)) for found in search), search.complete)


class _Goals:
    """Asks whether decisions reach the goals, each time from the last answer that did not and asks for no less."""

    def __init__(self, standstill: Standstill, goals: Iterable[int]) -> None:
        self.goals = frozenset(goals)
        self.against = rivals(standstill.now.rules)
        self.root = self.last = standstill.now
        self.relevant = _relevant(standstill.now, standstill.top, self.goals) & standstill.usable

    def reached_by(self, items: Items) -> bool:
        start = self.last if self.last.decisions <= items | self.root.decisions else self.root
        answer = start.what_if(take=items - start.decisions)
        if all(goal in answer for goal in self.goals):
            return True
        self.last = answer
        return False

    def reachable_with(self, allowed: Items) -> bool:
        """Whether some consistent option of the allowed decisions reaches the goals."""
        return self.reached_by(allowed) and any(self.reached_by(frozenset(c)) for c in choices(allowed, self.against))

    def stopped_by(self, owners: Mapping[int, int]) -> Callable[[Items], bool]:
        """Return the question whether a set of owners, by refusing all that is theirs, leaves no option."""
        return lambda refusing: not self.reachable_with(frozenset(d for d in self.relevant if owners.get(d) not in refusing))


def _relevant(now: Owed, top: Owed, goals: frozenset[int]) -> frozenset[int]:
    """Return the atoms, not owed now, from which some goal could come: the slice backwards from the goals."""
    rules, live = now.rules, top.state
    found = {goal for goal in goals if goal not in now}
    queue = sorted(found)
    for atom in queue:
        for rule in rules.promising.row(atom):
            if live.view.unmet[rule] or live.view.missing[rule]:
                continue
            fresh = {p for p in rules.strict.row(rule) + rules.contractual.row(rule) if p not in found and p not in now}
            found |= fresh
            queue += sorted(fresh)
    return frozenset(found)


def unlock(
    rules: Rules,
    taken: Iterable[int],
    goals: Iterable[int],
    candidates: Iterable[int] | None = None,
    budget: int = 10_000,
    at_most: int | None = None,
) -> Unlocks:
    """Return the minimal consistent sets of open decisions that make all goals owed, smallest first.

    Arguments:
        candidates: the open decisions to choose from; by default all that are not taken and not excluded by one taken.
        budget: how many closures to ask for at most. Steps, not seconds, so that the answer is the same everywhere.
        at_most: how many sets to return at most.
    Holds: equal to trying every subset (tests/theory/closure); depends only on the set of rules.
    Cost: as ``MinimalSets`` over the decisions in the slice backwards from the goals; each question is one what-if.

    >>> rules = Rules.of(4, [(3, [0, 1], []), (3, [], [2])], decisions=[0, 1, 2])
    >>> unlock(rules, [], [3])
    Unlocks(sets=((2,), (0, 1)), complete=True, steps=13)
    """
    return Standstill.of(rules, taken, candidates).unlock(goals, budget, at_most)


def vetoes(
    rules: Rules,
    taken: Iterable[int],
    goals: Iterable[int],
    candidates: Iterable[int] | None = None,
    owners: Mapping[int, int] | None = None,
    budget: int = 10_000,
) -> Vetoes:
    """Return the decisions without which no option reaches the goals, and the owners who can stop it.

    Arguments:
        owners: for each decision its owner, as a number; when given, minimal sets of owners are sought too. A decision without
            owner cannot be refused.
    Holds: equal to intersecting, or hitting, all unlocking sets (tests/theory/closure).
    Cost: one question for each relevant decision; a question tries the options of the relevant rivals one by one.

    >>> rules = Rules.of(4, [(3, [0, 1], []), (3, [0], [2])], decisions=[0, 1, 2])
    >>> vetoes(rules, [], [3], owners={0: 10, 1: 11, 2: 12})
    Vetoes(reachable=True, decisions=(0,), owners=((10,), (11, 12)), complete=True)
    """
    return Standstill.of(rules, taken, candidates).vetoes(goals, owners, budget)

"""The smallest decisions that reach a goal, and who alone can stop it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from safeconduct.deal.closure.minimal import Items, MinimalSets
from safeconduct.deal.closure.options import choices, rivals, undecided
from safeconduct.deal.closure.owed import Owed

Known = dict[Items, Owed]
"""What is owed when some decisions are taken, as far as it was asked already."""


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


class _Goals:
    """Asks whether decisions reach the goals, each time from the last answer that did not and asks for no less."""

    def __init__(
        self, now: Owed, top: Owed, goals: Iterable[int], candidates: Iterable[int] | None, known: Known | None = None
    ) -> None:
        self.goals, self.known = frozenset(goals), {} if known is None else known
        self.against = rivals(now.rules)
        self.root = self.last = now
        usable = frozenset(undecided(now.rules, now.decisions))
        if candidates is not None:
            usable &= frozenset(candidates)
        self.relevant = _relevant(now, top, self.goals) & usable

    def reached_by(self, items: Items) -> bool:
        answer = self.known.get(items)
        if answer is None:
            start = self.last if self.last.decisions <= items | self.root.decisions else self.root
            answer = self.known[items] = start.what_if(take=items - start.decisions)
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


def minimal_unlocks(
    now: Owed,
    top: Owed,
    goals: Iterable[int],
    candidates: Iterable[int] | None,
    budget: int,
    at_most: int | None,
    known: Known | None = None,
) -> Unlocks:
    """Return the minimal consistent sets of open decisions that make all goals owed, smallest first.

    Arguments:
        now, top: what is owed, and what would be if all decisions were taken; ``now`` best bounded by ``top``.
        candidates, budget, at_most, known: see ``Outlook.unlock``.
    """
    ask = _Goals(now, top, goals, candidates, known)
    search = MinimalSets(ask.relevant, ask.reached_by, ask.against, budget)
    found = []
    for items in search:
        found.append(tuple(sorted(items)))
        if len(found) == at_most:
            break
    return Unlocks(tuple(found), search.complete, search.steps)


def all_vetoes(
    now: Owed, top: Owed, goals: Iterable[int], candidates: Iterable[int] | None, owners: Mapping[int, int] | None, budget: int
) -> Vetoes:
    """Return the decisions without which no option reaches the goals, and the owners who can stop it.

    Arguments:
        now, top: as for ``minimal_unlocks``. candidates, owners, budget: see ``Outlook.vetoes``.
    """
    ask = _Goals(now, top, goals, candidates)
    if not ask.reachable_with(ask.relevant):
        return Vetoes(False, (), (), True)
    alone = tuple(d for d in sorted(ask.relevant) if not ask.reachable_with(ask.relevant - {d}))
    if owners is None:
        return Vetoes(True, alone, (), True)
    search = MinimalSets({owners[d] for d in ask.relevant if d in owners}, ask.stopped_by(owners), budget=budget)
    return Vetoes(True, alone, tuple(tuple(sorted(found)) for found in search), search.complete)

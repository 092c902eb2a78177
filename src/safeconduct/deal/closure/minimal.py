"""Minimal sets with a monotone property, smallest first, for as long as the caller allows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

Items = frozenset[int]


class Spent(Exception):
    """The budget of steps is used up."""


@dataclass(slots=True, eq=False)
class MinimalSets:
    """Enumerate the subset-minimal sets that have a property which supersets inherit.

    Arguments:
        items: what sets are made of.
        holds: the property; whatever holds for a set holds for every superset.
        against: for each item those that may not be in a set with it.
        budget: how many times the property may be asked for.
    Attributes:
        complete: true once every minimal set has been yielded.
        steps: how often the property has been asked for.

    Every set that fails can be grown until nothing more can be added; any set that holds has an item outside it. These
    *cuts* are learned one by one; candidates are the smallest sets that meet all cuts known, so the first that holds is a
    smallest one.

    Source: R. Reiter, A theory of diagnosis from first principles (1987), for cuts and hitting sets; P. Saikko, J. Berg and
        M. Järvisalo, LMHS (2016), for learning them while searching, and for disjoint cuts as a lower bound.
    Cost: one question for each set found; for each cut learned two for each halving and each item of the cut. Between
        questions a search over the cuts, exponential at worst and linear when each cut has one item.

    >>> pairs = MinimalSets(range(4), lambda s: s >= {0, 1} or s >= {2} or s >= {0, 3})
    >>> [sorted(found) for found in pairs], pairs.complete
    ([[2], [0, 1], [0, 3]], True)
    """

    items: Iterable[int]
    holds: Callable[[Items], bool]
    against: Mapping[int, frozenset[int]] = field(default_factory=dict)
    budget: int = 100_000
    complete: bool = False
    steps: int = 0
    _all: Items = frozenset()
    _cuts: list[Items] = field(default_factory=list)
    _found: list[Items] = field(default_factory=list)
    _next_size: int | None = None

    def __iter__(self) -> Iterator[Items]:
        self._all = frozenset(self.items)
        size = self._first_size()
        while size is not None:
            before = len(self._found)
            self._next_size = None
            spent = self._search(size)
            yield from sorted(self._found[before:], key=sorted)
            size = None if spent else self._next_size
            self.complete = not spent and size is None

    def _first_size(self) -> int | None:
        try:
            return self._disjoint_cuts()
        except Spent:
            return None

    def _search(self, size: int) -> bool:
        """Find the minimal sets of one size, given that all smaller ones have been found; say whether the budget ran out."""
        try:
            self._extend(frozenset(), frozenset(), size)
        except Spent:
            return True
        return False

    def _ask(self, items: Items) -> bool:
        if self.steps >= self.budget:
            raise Spent
        self.steps += 1
        return self.holds(items)

    def _disjoint_cuts(self) -> int:
        """Learn cuts that share no item: a set that holds has at least as many items."""
        used: Items = frozenset()
        while not self._ask(used):
            cut = self._learn(used)
            if not cut:
                return len(self._cuts)  # not even all items together: the search ends at once
            used |= cut
        return len(self._cuts)

    def _learn(self, failing: Items) -> Items:
        """Grow a failing set as far as it fails, by halves, and return (and keep) what is outside."""
        chunks = [sorted(self._all - failing)]
        while chunks:
            chunk = chunks.pop()
            if not self._ask(failing.union(chunk)):
                failing = failing.union(chunk)
            elif len(chunk) > 1:
                half = len(chunk) // 2
                chunks += [chunk[half:], chunk[:half]]
        cut = self._all - failing
        self._cuts.append(cut)
        return cut

    def _extend(self, chosen: Items, barred: Items, size: int) -> None:
        if any(found <= chosen for found in self._found):
            return
        unmet = [cut - barred for cut in self._cuts if not cut & chosen]
        if not unmet:
            if self._ask(chosen):
                self._found.append(chosen)
                return
            unmet = [self._learn(chosen) - barred]
        if not all(unmet):
            return
        needed = len(chosen) + _disjoint(unmet)
        if needed > size:
            self._next_size = min(self._next_size or needed, needed)
            return
        self._branch(chosen, barred, size, unmet)

    def _branch(self, chosen: Items, barred: Items, size: int, unmet: list[Items]) -> None:
        """Take all that is forced at once; else try each item of the shortest cut, and bar it afterwards."""
        forced = frozenset(item for cut in unmet if len(cut) == 1 for item in cut)
        if forced:
            barred |= self._rivals(forced)
            if not barred & forced:
                self._extend(chosen | forced, barred, size)
            return
        shortest = min(unmet, key=lambda cut: (len(cut), sorted(cut)))
        for item in sorted(shortest):
            self._extend(chosen | {item}, barred | self._rivals({item}), size)
            barred |= {item}

    def _rivals(self, items: Iterable[int]) -> Items:
        return frozenset().union(*(self.against.get(item, frozenset()) for item in items))


def _disjoint(cuts: list[Items]) -> int:
    """Count cuts that share no item, shortest first: a lower bound on what is still to be chosen."""
    used: set[int] = set()
    count = 0
    for cut in sorted(cuts, key=lambda cut: (len(cut), sorted(cut))):
        if used.isdisjoint(cut):
            used |= cut
            count += 1
    return count

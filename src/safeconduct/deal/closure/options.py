"""Admissible choices among exclusive decisions, and what would be owed under each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product

from safeconduct.deal.closure.graph import components
from safeconduct.deal.closure.model import Rules
from safeconduct.deal.closure.owed import Owed
from safeconduct.deal.closure.rows import Mask, plain


def rivals(rules: Rules) -> dict[int, frozenset[int]]:
    """Return for each decision in an exclusive group the decisions that may not be taken with it."""
    found: dict[int, set[int]] = {}
    for group in rules.exclusive:
        for decision in group:
            found.setdefault(decision, set()).update(group)
    return {decision: frozenset(others - {decision}) for decision, others in found.items()}


def undecided(rules: Rules, taken: Iterable[int]) -> tuple[int, ...]:
    """Return the decisions that are neither taken nor excluded by one that is, ascending."""
    against, decided = rivals(rules), frozenset(taken)
    return tuple(d for d in rules.decisions if d not in decided and not against.get(d, frozenset()) & decided)


def choices(candidates: Iterable[int], against: Mapping[int, frozenset[int]]) -> Iterator[tuple[int, ...]]:
    """Yield every maximal set of candidates of which no two are rivals, each ascending, in a fixed order.

    Cost: as many as there are; at most 3^(n/3) for n candidates (Moon and Moser 1965), the product of the sizes for
        disjoint groups.

    >>> list(choices([1, 2, 3], {1: frozenset({2}), 2: frozenset({1})}))
    [(1, 3), (2, 3)]
    """
    ordered = tuple(sorted(set(candidates)))
    for combination in product(*(_maximal(part, against) for part in _rival_parts(ordered, against))):
        yield tuple(sorted(d for part in combination for d in part))


def _rival_parts(candidates: tuple[int, ...], against: Mapping[int, frozenset[int]]) -> list[tuple[int, ...]]:
    return sorted(components(candidates, {d: against.get(d, frozenset()) for d in candidates}))


def _maximal(part: tuple[int, ...], against: Mapping[int, frozenset[int]]) -> list[tuple[int, ...]]:
    """Take the first candidate not yet settled or one of its rivals: one of them is in every maximal set."""
    found: set[tuple[int, ...]] = set()

    def extend(chosen: tuple[int, ...], rest: frozenset[int]) -> None:
        if not rest:
            if all(against.get(d, frozenset()) & set(chosen) for d in set(part) - set(chosen)):
                found.add(tuple(sorted(chosen)))
            return
        first = min(rest)
        for pick in sorted({first} | (against.get(first, frozenset()) & rest)):
            extend((*chosen, pick), rest - {pick} - against.get(pick, frozenset()))

    extend((), frozenset(part))
    return sorted(found)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One choice and the atoms it adds to what is owed whatever is chosen, ascending."""

    choice: tuple[int, ...]
    gain: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Prospects:
    """What would be owed if the remaining decisions were taken, for every maximal consistent option.

    Arguments:
        common: what would be owed whatever is chosen among rivals: all undecided decisions without rivals are taken.
        forks: independent choices; each is a list of outcomes of which one comes true. What one fork adds does not depend
            on the others, so options need not be multiplied out.
        complete: whether every outcome of every fork was computed.
    """

    common: Owed
    forks: tuple[tuple[Outcome, ...], ...]
    complete: bool

    @property
    def count(self) -> int:
        """How many options there are."""
        total = 1
        for fork in self.forks:
            total *= len(fork)
        return total

    def options(self) -> Iterator[tuple[frozenset[int], tuple[int, ...]]]:
        """Yield each option: every decision taken in it, and the atoms that would be owed, ascending.

        Cost: the product of the forks; take as many as needed.
        """
        common = self.common.atoms
        for outcomes in product(*self.forks):
            chosen = {decision for outcome in outcomes for decision in outcome.choice}
            gained = {atom for outcome in outcomes for atom in outcome.gain}
            yield self.common.decisions | chosen, tuple(sorted(gained.union(common)))

    def possible(self) -> Mask:
        """Return per atom whether it would be owed under some option."""
        return self._added(lambda gains: set().union(*gains))

    def certain(self) -> Mask:
        """Return per atom whether it would be owed under every option."""
        return self._added(lambda gains: set.intersection(*gains))

    def first_options(self) -> dict[int, frozenset[int]]:
        """Return for each atom that would be owed the decisions of the first option for it; other forks are left open."""
        first = dict.fromkeys(self.common.atoms, self.common.decisions)
        for fork in self.forks:
            for outcome in fork:
                option = self.common.decisions | set(outcome.choice)
                for atom in outcome.gain:
                    first.setdefault(atom, option)
        return first

    def _added(self, combine: Callable[[list[set[int]]], set[int]]) -> Mask:
        held = self.common.held.copy()
        for fork in self.forks:
            held[sorted(combine([set(outcome.gain) for outcome in fork]))] = True
        return held


def prospects(now: Owed, limit: int) -> Prospects:
    """Return what would be owed if all undecided decisions were taken, per maximal consistent option.

    Arguments:
        now: what is owed; best bounded by what all decisions would bring.
        limit: how many outcomes to compute at most for one fork.
    """
    against, undecided_now = rivals(now.rules), undecided(now.rules, now.decisions)
    contested = tuple(d for d in undecided_now if against.get(d, frozenset()) & set(undecided_now))
    common = now.what_if(take=set(undecided_now) - set(contested))
    forks, complete = [], True
    for candidates in _forks(common, contested, against):
        picked = tuple(islice(choices(candidates, against), limit + 1))
        complete = complete and len(picked) <= limit
        forks.append(tuple(Outcome(choice, common.what_if(take=choice).difference(common)[0]) for choice in picked[:limit]))
    return Prospects(common, tuple(forks), complete)


def _forks(common: Owed, contested: tuple[int, ...], against: Mapping[int, frozenset[int]]) -> list[tuple[int, ...]]:
    """Join rivals, and decisions that could come to bear on the same atom, into forks."""
    meets: dict[int, set[int]] = {d: set(against[d]) & set(contested) for d in contested}
    first: dict[int, int] = {}
    for decision in contested:
        for atom in [decision, *plain(common.state.within_reach([decision], []))]:
            other = first.setdefault(int(atom), decision)
            meets[decision].add(other)
            meets[other].add(decision)
    return sorted(components(contested, meets))

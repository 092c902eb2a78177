"""Everything one can ask under one set of decisions, from one closure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from safeconduct.deal.closure.blocked import Blockage, Blocked, blockage
from safeconduct.deal.closure.model import Rules
from safeconduct.deal.closure.options import Prospects, prospects
from safeconduct.deal.closure.owed import Owed, owed
from safeconduct.deal.closure.unlock import Known, Unlocks, Vetoes, all_vetoes, minimal_unlocks


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """What is owed now, and what would be if every decision were taken; every further question starts from these two.

    Arguments:
        now: what is owed; its what-ifs are bounded by ``top``.
        top: what would be owed if all decisions were taken, even those that exclude each other.
    """

    now: Owed
    top: Owed

    @classmethod
    def of(cls, rules: Rules, taken: Iterable[int] = ()) -> Outlook:
        """Compute both. Cost: one closure and one what-if."""
        now = owed(rules, taken)
        top = now.what_if(take=rules.decisions)
        return cls(now.bounded(top), top)

    def would_be_owed(self, limit: int = 10_000) -> Prospects:
        """Return what would be owed if all undecided decisions were taken, per maximal consistent option.

        Arguments:
            limit: how many outcomes to compute at most for one fork.
        Holds: equal to enumerating every option (tests/theory/closure); independent forks are found by what each could reach.
        Cost: one what-if for each choice of each fork. Forks that meet in some rule multiply, forks that do not only add up.

        >>> rules = Rules.of(5, [(2, [0], []), (3, [1], []), (4, [2, 3], [])], decisions=[0, 1], exclusive=[[0, 1]])
        >>> for decisions, atoms in Outlook.of(rules).would_be_owed().options(): print(sorted(decisions), atoms)
        [0] (0, 2)
        [1] (1, 3)
        """
        return prospects(self.now, limit)

    def unlock(
        self,
        goals: Iterable[int],
        candidates: Iterable[int] | None = None,
        budget: int = 10_000,
        at_most: int | None = None,
        known: Known | None = None,
    ) -> Unlocks:
        """Return the minimal consistent sets of open decisions that make all goals owed, smallest first.

        Arguments:
            candidates: the open decisions to choose from; by default, and at most, those neither taken nor excluded by one taken.
            budget: how many what-ifs to ask for at most. Steps, not seconds, so that the answer is the same everywhere.
            at_most: how many sets to return at most.
            known: answers of this outlook that are at hand already; those that are asked for are added. Many goals wait for the same few
                decisions.
        Holds: equal to trying every subset (tests/theory/closure); depends only on the set of rules.
        Cost: as ``MinimalSets`` over the decisions in the slice backwards from the goals; each question is one what-if.

        >>> rules = Rules.of(4, [(3, [0, 1], []), (3, [], [2])], decisions=[0, 1, 2])
        >>> Outlook.of(rules).unlock([3])
        Unlocks(sets=((2,), (0, 1)), complete=True, steps=13)
        """
        return minimal_unlocks(self.now, self.top, goals, candidates, budget, at_most, known)

    def vetoes(
        self,
        goals: Iterable[int],
        candidates: Iterable[int] | None = None,
        owners: Mapping[int, int] | None = None,
        budget: int = 10_000,
    ) -> Vetoes:
        """Return the decisions without which no option reaches the goals, and the owners who can stop it.

        Arguments:
            candidates: as for ``unlock``.
            owners: for each decision its owner, as a number; when given, minimal sets of owners are sought too. A decision
                without owner cannot be refused.
            budget: how many sets of owners to ask about at most.
        Holds: equal to intersecting, or hitting, all unlocking sets (tests/theory/closure).
        Cost: one question for each relevant decision; a question tries the options of the relevant rivals one by one.

        >>> rules = Rules.of(4, [(3, [0, 1], []), (3, [0], [2])], decisions=[0, 1, 2])
        >>> Outlook.of(rules).vetoes([3], owners={0: 10, 1: 11, 2: 12})
        Vetoes(reachable=True, decisions=(0,), owners=((10,), (11, 12)), complete=True)
        """
        return all_vetoes(self.now, self.top, goals, candidates, owners, budget)

    def blockage(self, contradictions: Iterable[tuple[int, int]] = (), would_be: Prospects | None = None) -> Blockage:
        """Prepare to say why anything is not owed.

        Arguments:
            contradictions: pairs of atoms that cannot both be kept, such as an act and its prohibition.
            would_be: the answer of ``would_be_owed``, if at hand already.
        Cost: ``would_be_owed`` if not at hand, and one closure of the loosened rules; then per atom what the question touches.
        """
        return blockage(self.now, self.top, would_be or self.would_be_owed(), contradictions)


def would_be_owed(rules: Rules, taken: Iterable[int] = (), limit: int = 10_000) -> Prospects:
    """Return ``Outlook.would_be_owed`` for one question alone."""
    return Outlook.of(rules, taken).would_be_owed(limit)


def unlock(
    rules: Rules,
    taken: Iterable[int],
    goals: Iterable[int],
    candidates: Iterable[int] | None = None,
    budget: int = 10_000,
    at_most: int | None = None,
) -> Unlocks:
    """Return ``Outlook.unlock`` for one question alone."""
    return Outlook.of(rules, taken).unlock(goals, candidates, budget, at_most)


def vetoes(
    rules: Rules,
    taken: Iterable[int],
    goals: Iterable[int],
    candidates: Iterable[int] | None = None,
    owners: Mapping[int, int] | None = None,
    budget: int = 10_000,
) -> Vetoes:
    """Return ``Outlook.vetoes`` for one question alone."""
    return Outlook.of(rules, taken).vetoes(goals, candidates, owners, budget)


def blocked(rules: Rules, taken: Iterable[int], atom: int, contradictions: Iterable[tuple[int, int]] = ()) -> Blocked | None:
    """Return why one atom is not owed; None when it is. For many atoms ask ``Outlook.blockage``.

    >>> rules = Rules.of(4, [(1, [0], []), (2, [3], [])], decisions=[0])
    >>> blocked(rules, [], 1).decisions, blocked(rules, [], 2).unpromised
    ((0,), (3,))
    """
    return Outlook.of(rules, taken).blockage(contradictions).why(atom)

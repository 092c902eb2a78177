"""What is owed if all honour their words, and what-ifs on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from safeconduct.deal.closure.model import Rules
from safeconduct.deal.closure.rows import Mask, plain
from safeconduct.deal.closure.working import Working


@dataclass(frozen=True, slots=True, eq=False)
class Owed:
    """The atoms owed under one set of decisions.

    Arguments:
        rules: the rules it was computed from, with those active that took part.
        decisions: the decisions taken (or assumed).
        held: for each atom, whether it is owed.
        state: the settled arrays, which what-ifs start from; never changed.
    """

    rules: Rules
    decisions: frozenset[int]
    held: Mask
    state: Working

    def __contains__(self, atom: int) -> bool:
        return bool(self.state.view.held[atom])

    def __iter__(self) -> Iterator[int]:
        return iter(self.atoms)

    @property
    def atoms(self) -> tuple[int, ...]:
        """The owed atoms, ascending."""
        return tuple(plain(np.flatnonzero(self.held)))

    def bounded(self, top: Owed) -> Owed:
        """Return the same answer, whose what-ifs cost less as long as they take only what ``top`` takes, and no further rules.

        Arguments:
            top: the answer on the same rules under all decisions that will be considered.
        """
        state = self.state.copy()
        state.ceiling = top.held
        return Owed(self.rules, self.decisions, state.held, state)

    def what_if(
        self,
        take: Iterable[int] = (),
        drop: Iterable[int] = (),
        without: Iterable[int] = (),
        joined: Iterable[int] = (),
    ) -> Owed:
        """Answer the same question after a change, by repairing a copy of this answer.

        Arguments:
            take, drop: decisions taken in addition, or not taken after all.
            without, joined: rules that take part no longer, or now do.
        Holds: equal to ``owed`` on the changed input (tests/theory/closure/test_fixpoint.py).
        Cost: a copy of six flat arrays, and what the change touches.
        """
        take, drop, without, joined = set(take), set(drop), set(without), set(joined)
        state = self.state.copy()
        leaving = [rule for rule in without if self.rules.active[rule]]
        joining = [rule for rule in joined if not self.rules.active[rule]]
        state.drop(drop & self.decisions, leaving)
        if leaving or joining:
            state.rules = self._changed(leaving, joining)
        if state.ceiling is not None and (joining or not all(state.ceiling[atom] for atom in take)):
            state.ceiling = None  # asked for more than the bound was computed for
        state.take(take, joining)
        return Owed(state.rules, (self.decisions - drop) | take, state.held, state)

    def _changed(self, leaving: list[int], joining: list[int]) -> Rules:
        active = self.rules.active.copy()
        active[leaving] = False
        active[joining] = True
        return self.rules.with_active(active)

    def difference(self, before: Owed) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the atoms owed here and not before, and those owed before and not here; both ascending."""
        gained, lost = np.flatnonzero(self.held & ~before.held), np.flatnonzero(before.held & ~self.held)
        return tuple(plain(gained)), tuple(plain(lost))


def owed(rules: Rules, decisions: Iterable[int] = ()) -> Owed:
    """Return what is owed if all honour their words: νY. μX. D ∪ {h | strict ⊆ X, contractual ⊆ Y}.

    Arguments:
        decisions: the atoms taken (or assumed) as facts; usually among ``rules.decisions``, but any atom can be given.
    Raises: ValueError when a decision is no atom.
    Holds: equal to the naive double fixpoint, to provability in Propositional Contract Logic, and to clingo
        (tests/theory/closure); independent of the order of the rules.
    Source: Bartoletti and Zunino, A calculus of contracting processes (LICS 2010).
    Cost: near-linear in the rules (see ``Working``).

    >>> promises = Rules.of(2, [(1, [], [0]), (0, [], [1])])      # each provided that the other
    >>> owed(promises).atoms
    (0, 1)
    >>> waiting = Rules.of(2, [(1, [0], []), (0, [1], [])])       # each after the other: who goes first?
    >>> owed(waiting).atoms
    ()
    >>> owed(waiting).what_if(take=[0]).atoms
    (0, 1)
    """
    taken = frozenset(decisions)
    if any(not 0 <= atom < rules.atoms for atom in taken):
        raise ValueError(f"a decision is outside 0..{rules.atoms - 1}")
    state = Working(rules, taken)
    return Owed(rules, taken, state.held, state)

"""The state of one closure while it is worked out: delete and re-derive on a support forest.

Owed(D) = νY. μX. D ∪ {h | strict premises ⊆ X, contractual premises ⊆ Y}. Start by trusting every promise (Y = all), derive
X, withdraw trust from what was not derived, and repeat until nothing changes. A withdrawn promise costs only what stood on
it: each held atom remembers the one rule that supports it, and a rank above the ranks of that rule's strict premises.
An atom that loses its support takes another rule if one was ready no later than its own rank (so no circle can
form); otherwise it is given up with whatever stood on it, and then derived again from what is left.

Between two questions a state is never changed: a what-if copies it (a few flat arrays) and repairs the copy.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from safeconduct.deal.closure import narrow, wide
from safeconduct.deal.closure.model import FACT, NOBODY, Rules
from safeconduct.deal.closure.rows import Ints, Mask, ints, plain

Atoms = Ints | list[int]
WIDE = 48
"""From this many atoms on, a wave of array operations is cheaper than a plain loop; anything from 16 to 200 does about as well."""


class Working:
    """The arrays of one closure.

    Arguments (per atom):
        held: derived so far. support: the rule it stands on, ``FACT`` for a decision taken, or ``NOBODY``.
        rank: above the rank of every strict premise of its support.
    Arguments (per rule):
        missing: strict premises not held. unmet: contractual premises not trusted, plus 1 when the rule takes no part.
        ready: the moment at which the last strict premise came to be held.
    Arguments (for the whole):
        ceiling: when given, the atoms that can be held at all under whatever will be taken; it spares hopeless ones.
    Holds: once settled, ``held`` equals the naive double fixpoint (tests/theory/closure/test_fixpoint.py).
    Source: Gupta, Mumick and Subrahmanian, Maintaining views incrementally (1993), for delete and re-derive; Bartoletti and
        Zunino, A calculus of contracting processes (2010), for the logic.
    Cost: linear in the rules for each promise that must be withdrawn in the worst case; in practice each rule
        is touched a few times.
    """

    __slots__ = ("ceiling", "clock", "held", "missing", "rank", "ready", "rules", "support", "unmet", "view")

    def __init__(self, rules: Rules, taken: Iterable[int]) -> None:
        self.rules = rules
        self.held: Mask = np.zeros(rules.atoms, np.bool_)
        self.support = np.full(rules.atoms, NOBODY, np.int32)
        self.rank = np.full(rules.atoms, -1, np.int32)
        self.missing = rules.strict.sizes
        self.unmet = (~rules.active).astype(np.int32)
        self.ready = np.zeros(rules.count, np.int32)
        self.clock = 0
        self.ceiling: Mask | None = None
        self.view = narrow.View(self)
        facts = ints(sorted(set(taken)))
        self._hold(facts)
        self._spread(facts)
        self._spread(wide.fire(self, np.flatnonzero(rules.strict.sizes == 0).astype(np.int32)))
        self._withdraw(np.flatnonzero(~self.held).astype(np.int32))

    def copy(self) -> Working:
        """Return a state that can be changed on its own. Cost: six flat copies."""
        other = object.__new__(Working)
        other.rules, other.clock, other.ceiling = self.rules, self.clock, self.ceiling
        for name in ("held", "support", "rank", "missing", "unmet", "ready"):
            setattr(other, name, getattr(self, name).copy())
        other.view = narrow.View(other)
        return other

    def take(self, decisions: Iterable[int], rules: Iterable[int] = ()) -> None:
        """Add decisions as facts, and let rules take part that did not. Cost: linear in what could come to depend on them."""
        facts = [atom for atom in sorted(set(decisions)) if self.view.support[atom] != FACT]
        fresh = [atom for atom in facts if not self.view.held[atom]]
        self._hold(facts)
        joining = sorted(set(rules))
        for rule in joining:
            self.view.unmet[rule] -= 1
        heads = [head for head in self.rules.head[joining].tolist() if not self.view.held[head]] if joining else []
        hoped = self.within_reach(fresh, heads)
        self._trust(fresh)
        self._trust(hoped)
        self._spread(self._join([fresh, self._refire(hoped)]))
        self._withdraw(self._not_held(hoped))

    def drop(self, decisions: Iterable[int], rules: Iterable[int] = ()) -> None:
        """Take decisions back, and stop rules from taking part. Cost: linear in what stood on them, per withdrawn promise."""
        lost = [atom for atom in sorted(set(decisions)) if self.view.support[atom] == FACT]
        for rule in sorted(set(rules)):
            self.view.unmet[rule] += 1
            head = int(self.rules.head[rule])
            if self.view.support[head] == rule:
                lost.append(head)
        for atom in lost:
            self.view.support[atom] = NOBODY
        self._withdraw(self._settle(lost))

    def _hold(self, facts: Atoms) -> None:
        if len(facts):
            self.held[facts] = True
            self.support[facts] = FACT
            self.rank[facts] = 0

    def _trust(self, promises: Atoms) -> None:
        if len(promises) < WIDE:
            narrow.trust(self, plain(promises))
        else:
            wide.trust(self, ints(promises))

    def _spread(self, frontier: Atoms) -> None:
        """Derive all that follows by strict premises from atoms just held."""
        while len(frontier):
            if len(frontier) < WIDE:
                frontier = narrow.spread(self, plain(frontier), WIDE)
            else:
                frontier = wide.spread(self, ints(frontier), WIDE)

    def _withdraw(self, broken: Atoms) -> None:
        """Stop trusting the given promises, and every further one that falls with them."""
        while len(broken):
            lost = narrow.kill(self, plain(broken)) if len(broken) < WIDE else wide.kill(self, ints(broken))
            broken = self._settle(lost)

    def _settle(self, lost: Atoms) -> Atoms:
        """Give up atoms that lost their support, derive again what can be, and return what cannot."""
        gone = self._lose(lost)
        self._spread(self._refire(gone))
        return self._not_held(gone)

    def _lose(self, lost: Atoms) -> Atoms:
        parts: list[Atoms] = []
        while len(lost):
            if len(lost) < WIDE:
                gone, lost = narrow.lose(self, plain(lost), WIDE)
                parts.append(gone)
            else:
                gone_wide, lost = wide.lose(self, ints(lost), WIDE)
                parts.append(gone_wide)
        return self._join(parts)

    def _refire(self, atoms: Atoms) -> Atoms:
        """Hold again each given atom that some rule still carries."""
        if len(atoms) < WIDE:
            return narrow.refire(self, plain(atoms))
        candidates = self.rules.promising.gather(ints(atoms))
        return wide.fire_ready(self, candidates)

    def _not_held(self, atoms: Atoms) -> Atoms:
        if isinstance(atoms, list):
            held = self.view.held
            return [atom for atom in atoms if not held[atom]]
        return atoms[~self.held[atoms]]

    def within_reach(self, facts: list[int], heads: list[int]) -> Atoms:
        """Return the atoms, not held, that could come to depend on new facts or on the heads of joining rules."""
        seen: Mask = np.zeros(self.rules.atoms, np.bool_) if self.ceiling is None else ~self.ceiling
        seen[facts] = True
        parts: list[Atoms] = []
        new = sorted(set(heads) - set(facts))
        seen[new] = True
        frontier: Atoms = self._join([facts, new])
        parts.append(new)
        while len(frontier):
            thin = len(frontier) < WIDE
            frontier = narrow.reach(self, plain(frontier), seen) if thin else wide.reach(self, ints(frontier), seen)
            parts.append(frontier)
        return self._join(parts)

    @staticmethod
    def _join(parts: Sequence[Atoms]) -> Atoms:
        some = [part for part in parts if len(part)]
        if len(some) == 1:
            return some[0]
        if all(isinstance(part, list) for part in some):
            return [atom for part in some for atom in part]
        return np.concatenate([ints(part) for part in some])

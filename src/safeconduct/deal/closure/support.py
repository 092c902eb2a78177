"""Why an atom is owed: the rule it stands on, in an order in which nothing waits for what comes later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from safeconduct.deal.closure.graph import components
from safeconduct.deal.closure.model import FACT, NOBODY, Rules
from safeconduct.deal.closure.owed import Owed
from safeconduct.deal.closure.rows import plain, view


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an explanation.

    Arguments:
        atom: what is owed.
        rule: the rule that carries it; None when it is a decision taken.
        after: the strict premises, each explained by an earlier step.
        provided: the contractual premises, each explained by some step, earlier or later.
    """

    atom: int
    rule: int | None
    after: tuple[int, ...]
    provided: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Forest:
    """For each owed atom the rule that supports it.

    Arguments:
        rule: per atom its rule, ``FACT`` or ``NOBODY``.
        level: per atom how many strict steps deep it lies at least; strict premises lie on lower levels.
    """

    rules: Rules
    rule: list[int]
    level: list[int]

    def step(self, atom: int) -> Step:
        """Return the step that carries one owed atom. Raises: KeyError when it is not owed."""
        rule = self.rule[atom]
        if rule == NOBODY:
            raise KeyError(atom)
        return Step(atom, None, (), ()) if rule == FACT else Step(atom, rule, *self.rules.premises(rule))

    def premises(self, atom: int) -> tuple[int, ...]:
        """Return all that an owed atom directly stands on."""
        step = self.step(atom)
        return tuple(sorted({*step.after, *step.provided}))

    def proof(self, atom: int) -> tuple[Step, ...]:
        """Return every step that one owed atom stands on, so that each strict premise comes before what waits for it.

        >>> from safeconduct.deal.closure.owed import owed
        >>> forest = support(owed(Rules.of(3, [(1, [0], [2]), (2, [], [1])], decisions=[0]), [0]))
        >>> for step in forest.proof(1): print(step)
        Step(atom=0, rule=None, after=(), provided=())
        Step(atom=2, rule=1, after=(), provided=(1,))
        Step(atom=1, rule=0, after=(0,), provided=(2,))
        """
        found, queue = {atom}, [atom]
        for reached in queue:
            fresh = [premise for premise in self.premises(reached) if premise not in found]
            found.update(fresh)
            queue += fresh
        return tuple(self.step(each) for each in sorted(found, key=lambda a: (self.level[a], a == atom, a)))

    def facts(self, beyond: Owed, known: Mapping[int, frozenset[int]] | None = None) -> dict[int, frozenset[int]]:
        """Return for each atom that is not owed in ``beyond`` the decisions that its explanation rests on in addition.

        Arguments:
            known: the decisions that some atoms owed in ``beyond`` rest on, to be told along with them.
        Cost: one pass over those atoms; atoms that rest on each other in a circle share one answer.
        """
        new = [atom for atom, rule in enumerate(self.rule) if rule != NOBODY and atom not in beyond]
        premises = {atom: self.premises(atom) for atom in new}
        told = dict(known or {})
        for circle in components(new, premises):
            own = [frozenset((atom,)) for atom in circle if self.rule[atom] == FACT]
            below = {told[premise] for atom in circle for premise in premises[atom] if premise in told}
            told.update(dict.fromkeys(circle, frozenset().union(*own, *below)))
        return told


def support(answer: Owed) -> Forest:
    """Choose for each owed atom the rule that carries it soonest; among those the first by content.

    Holds: depends only on the set of rules (equal rules aside, which only their index tells apart); strict premises lie on
        lower levels (tests/theory/closure).
    Cost: linear in the owed part.
    """
    forest = Forest(answer.rules, [NOBODY] * answer.rules.atoms, [-1] * answer.rules.atoms)
    sizes, state = view(answer.rules.strict.sizes), answer.state
    waiting = {rule: sizes[rule] for rule in plain(np.flatnonzero((state.missing == 0) & (state.unmet == 0)))}
    ready = [rule for rule, premises in waiting.items() if not premises]
    fresh = sorted(answer.decisions)
    for atom in fresh:
        forest.rule[atom], forest.level[atom] = FACT, 0
    level = 0
    while ready or fresh:
        level += 1
        fresh = _place(forest, ready + _released(answer.rules, fresh, waiting), level)
        ready = []
    return forest


def _released(rules: Rules, fresh: list[int], waiting: dict[int, int]) -> list[int]:
    released = []
    for atom in fresh:
        for rule in rules.after.row(atom):
            if rule in waiting:
                waiting[rule] -= 1
                if not waiting[rule]:
                    released.append(rule)
    return released


def _place(forest: Forest, ready: list[int], level: int) -> list[int]:
    best: dict[int, int] = {}
    for rule in ready:
        head = forest.rules.head_items[rule]
        if forest.rule[head] == NOBODY:
            other = best.setdefault(head, rule)
            if other != rule and forest.rules.content(rule) < forest.rules.content(other):
                best[head] = rule
    for head, rule in best.items():
        forest.rule[head], forest.level[head] = rule, level
    return list(best)

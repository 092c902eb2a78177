"""Rules over integer atoms, built once into flat arrays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from safeconduct.deal.closure.rows import Ints, Mask, Rows, ints, view

Clause = tuple[int, Sequence[int], Sequence[int]]
"""One rule as the caller writes it: head, strict premises (*after*), contractual premises (*provided that*)."""

FACT, NOBODY = -2, -1
"""What an atom stands on when it is no rule: a decision taken, or nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """All rules of one agreement; the id of a rule is its index, so the caller can attach clause, bearer and force.

    Arguments:
        atoms: how many atoms there are; they are numbered from 0.
        head: the promised atom of each rule (and the same as a memory view, for plain loops).
        strict, contractual: the premises of each rule.
        after, provided: for each atom, the rules that have it as a strict or as a contractual premise.
        promising: for each atom, the rules that have it as head.
        active: which rules take part.
        decisions: the atoms that somebody can take as a decision, ascending.
        exclusive: groups of decisions of which at most one may be taken, each ascending; groups may overlap.

    >>> rules = Rules.of(3, [(1, [0], []), (2, [], [1])], decisions=[0])
    >>> rules.count, rules.premises(0), rules.premises(1), rules.promising.row(2)
    (2, ((0,), ()), ((), (1,)), [1])
    """

    atoms: int
    head: Ints
    head_items: memoryview
    strict: Rows
    contractual: Rows
    after: Rows
    provided: Rows
    promising: Rows
    active: Mask
    decisions: tuple[int, ...]
    exclusive: tuple[tuple[int, ...], ...]

    @classmethod
    def of(
        cls, atoms: int, clauses: Sequence[Clause], decisions: Iterable[int] = (), exclusive: Iterable[Iterable[int]] = ()
    ) -> Rules:
        """Build rules from plain tuples.

        Raises: ValueError when an atom is outside 0..atoms-1, or an exclusive group names an atom that is no decision.
        Cost: three stable sorts; about 0.5 µs a rule.
        """
        count = len(clauses)
        head = np.fromiter((clause[0] for clause in clauses), np.int32, count)
        strict = _column([clause[1] for clause in clauses])
        contractual = _column([clause[2] for clause in clauses])
        groups = tuple(sorted({tuple(sorted(set(group))) for group in exclusive}))
        named = tuple(sorted(set(decisions)))
        _check(atoms, (head, strict.values, contractual.values, ints(named)))
        if not {atom for group in groups for atom in group} <= set(named):
            raise ValueError("an exclusive group names an atom that is no decision")
        return cls._indexed(atoms, head, strict, contractual, np.ones(count, np.bool_), named, groups)

    @classmethod
    def _indexed(
        cls,
        atoms: int,
        head: Ints,
        strict: Rows,
        contractual: Rows,
        active: Mask,
        decisions: tuple[int, ...],
        exclusive: tuple[tuple[int, ...], ...],
    ) -> Rules:
        ids = np.arange(len(head), dtype=np.int32)
        after = Rows.grouped(strict.values, np.repeat(ids, strict.sizes), atoms)
        provided = Rows.grouped(contractual.values, np.repeat(ids, contractual.sizes), atoms)
        promising = Rows.grouped(head, ids, atoms)
        return cls(atoms, head, view(head), strict, contractual, after, provided, promising, active, decisions, exclusive)

    @property
    def count(self) -> int:
        """How many rules there are, active or not."""
        return len(self.head)

    def premises(self, rule: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the strict and the contractual premises of one rule, each ascending and without repetition."""
        return tuple(sorted(set(self.strict.row(rule)))), tuple(sorted(set(self.contractual.row(rule))))

    def content(self, rule: int) -> tuple[int, tuple[int, ...], tuple[int, ...], int]:
        """Return what orders rules whatever the order they came in; only equal rules fall back on their index."""
        return int(self.head[rule]), *self.premises(rule), rule

    def restricted(self, active: Mask) -> Rules:
        """Return the same rules with only those active that the mask admits too; nothing else is copied."""
        return self.with_active(self.active & active)

    def with_active(self, active: Mask) -> Rules:
        """Return the same rules with exactly these active; nothing else is copied."""
        return replace(self, active=active)

    def loosened(self, rule: int, premise: int) -> Rules:
        """Return rules in which one rule waits for one premise no longer but relies on its promise.

        Raises: ValueError when the rule has no such strict premise.
        """
        strict, contractual = self.strict.row(rule), self.contractual.row(rule)
        if premise not in strict:
            raise ValueError(f"rule {rule} has no strict premise {premise}")
        kept = [atom for atom in strict if atom != premise]
        return self._with(_replaced(self.strict, rule, kept), _replaced(self.contractual, rule, [*contractual, premise]))

    def on_promises(self) -> Rules:
        """Return rules in which every strict premise has become contractual: what words alone would carry."""
        ids = np.arange(self.count, dtype=np.int32)
        owner = np.concatenate([np.repeat(ids, self.strict.sizes), np.repeat(ids, self.contractual.sizes)])
        every = Rows.grouped(owner, np.concatenate([self.strict.values, self.contractual.values]), self.count)
        return self._with(Rows.split(np.zeros(self.count, np.int32), every.values[:0]), every)

    def _with(self, strict: Rows, contractual: Rows) -> Rules:
        return Rules._indexed(self.atoms, self.head, strict, contractual, self.active, self.decisions, self.exclusive)


def _column(lists: Sequence[Sequence[int]]) -> Rows:
    sizes = np.fromiter(map(len, lists), np.int32, len(lists))
    return Rows.split(sizes, np.fromiter(chain.from_iterable(lists), np.int32, int(sizes.sum())))


def _replaced(rows: Rows, index: int, row: list[int]) -> Rows:
    sizes = rows.sizes
    sizes[index] = len(row)
    start, end = rows.starts[index], rows.starts[index + 1]
    return Rows.split(sizes, np.concatenate([rows.values[:start], np.array(row, np.int32), rows.values[end:]]))


def _check(atoms: int, columns: Iterable[Ints]) -> None:
    for column in columns:
        if column.size and (column.min() < 0 or column.max() >= atoms):
            raise ValueError(f"an atom is outside 0..{atoms - 1}")

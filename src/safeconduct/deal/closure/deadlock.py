"""Who goes first: circles of promises of which each waits for the next to be done, and what would release them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from safeconduct.deal.closure.graph import components, shortest_cycle
from safeconduct.deal.closure.model import Rules
from safeconduct.deal.closure.owed import Owed, owed
from safeconduct.deal.closure.rows import Mask, plain


@dataclass(frozen=True, slots=True)
class Core:
    """One strict circle: rule i promises atom i only after atom i + 1 is done; the last waits for the first.

    Arguments:
        atoms: from the least one on.
        rules: the rule that makes each atom wait for the next.
    """

    atoms: tuple[int, ...]
    rules: tuple[int, ...]

    @property
    def waits(self) -> tuple[tuple[int, int], ...]:
        """Each rule with the strict premise it waits for."""
        return tuple(zip(self.rules, (*self.atoms[1:], self.atoms[0]), strict=True))


@dataclass(frozen=True, slots=True)
class Cure:
    """One way out: the bearer of ``rule`` goes first, on the promise of ``premise`` alone.

    Arguments:
        released: every atom that comes to be owed by it, ascending; all atoms of the core are among them.
    """

    rule: int
    premise: int
    released: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Stuck:
    """What promises alone would carry and the order of deeds does not.

    Arguments:
        answer: what is owed.
        on_promises: what would be owed if nobody insisted on seeing the other's deed first.
        stuck: per atom, whether it is in the second and not in the first.
        carrying: the rules of stuck atoms all of whose premises are in ``on_promises``, in the order of their content.
    """

    answer: Owed
    on_promises: Mask
    stuck: Mask
    carrying: tuple[int, ...]

    def waits_for(self) -> dict[int, dict[int, int]]:
        """Return for each stuck atom the stuck atoms it strictly waits for, each with the first rule that says so."""
        return self._edges(lambda rules, rule: rules.strict.row(rule))

    def depends_on(self) -> dict[int, dict[int, int]]:
        """Return the same with contractual premises too."""
        return self._edges(lambda rules, rule: rules.strict.row(rule) + rules.contractual.row(rule))

    def _edges(self, premises: Callable[[Rules, int], list[int]]) -> dict[int, dict[int, int]]:
        rules = self.answer.rules
        edges: dict[int, dict[int, int]] = {atom: {} for atom in plain(np.flatnonzero(self.stuck))}
        for rule in self.carrying:
            for premise in premises(rules, rule):
                if self.stuck[premise]:
                    edges[rules.head_items[rule]].setdefault(premise, rule)
        return edges

    def cores(self) -> tuple[Core, ...]:
        """Return one shortest strict circle for each strongly connected part, by their least atoms.

        Holds: whenever an atom is stuck there is a core (tests/theory/closure).
        Cost: linear besides ``shortest_cycle`` in each part.
        """
        edges = self.waits_for()
        found = (shortest_cycle(part, edges) for part in components(edges, edges) if len(part) > 1 or part[0] in edges[part[0]])
        return tuple(sorted((_core(cycle, edges) for cycle in found if cycle), key=lambda core: core.atoms))

    def nearest(self) -> dict[int, Core]:
        """Return for each stuck atom the core it leads to in the fewest steps; of several the first.

        Holds: every stuck atom leads to a core, because without a strict circle all promises would be kept
            (tests/theory/closure).
        Cost: linear besides finding the cores.
        """
        leading: dict[int, list[int]] = {}
        for atom, premises in self.depends_on().items():
            for premise in premises:
                leading.setdefault(premise, []).append(atom)
        found = {atom: core for core in reversed(self.cores()) for atom in core.atoms}
        wave = sorted(found, key=lambda atom: (found[atom].atoms, atom))
        while wave:
            reached: list[int] = []
            for premise in wave:
                fresh = sorted({atom for atom in leading.get(premise, ()) if atom not in found})
                found.update(dict.fromkeys(fresh, found[premise]))
                reached += fresh
            wave = reached
        return found


def _core(cycle: tuple[int, ...], edges: Mapping[int, Mapping[int, int]]) -> Core:
    return Core(cycle, tuple(edges[atom][following] for atom, following in zip(cycle, (*cycle[1:], cycle[0]), strict=True)))


def stuck(answer: Owed) -> Stuck:
    """Compare what is owed with what promises alone would carry. Cost: one closure of the loosened rules."""
    rules = answer.rules
    loose = owed(rules.on_promises(), answer.decisions)
    behind = loose.held & ~answer.held
    carrying = np.flatnonzero((loose.state.unmet == 0) & behind[rules.head])
    return Stuck(answer, loose.held, behind, tuple(sorted(plain(carrying), key=rules.content)))


def cores(rules: Rules, decisions: Iterable[int] = ()) -> tuple[Core, ...]:
    """Return the deadlock cores under the given decisions.

    >>> cores(Rules.of(3, [(1, [0], []), (0, [1], []), (2, [1], [])]))
    (Core(atoms=(0, 1), rules=(1, 0)),)
    """
    return stuck(owed(rules, decisions)).cores()


def cures(rules: Rules, decisions: Iterable[int], core: Core) -> Iterator[Cure]:
    """Yield each single wait of the core that, turned into reliance on the promise, makes all of the core owed.

    Holds: each is verified by computing what is owed again from the changed rules.
    Cost: one closure for each wait of the core, as it is asked for.

    >>> rules = Rules.of(2, [(1, [0], []), (0, [1], [])])
    >>> for cure in cures(rules, [], cores(rules)[0]): print(cure)
    Cure(rule=1, premise=1, released=(0, 1))
    Cure(rule=0, premise=0, released=(0, 1))
    """
    before = owed(rules, decisions)
    for rule, premise in core.waits:
        after = owed(rules.loosened(rule, premise), before.decisions)
        if all(atom in after for atom in core.atoms):
            yield Cure(rule, premise, after.difference(before)[0])

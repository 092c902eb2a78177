"""Why an atom is not owed, and whom it waits for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from safeconduct.deal.closure.deadlock import Core, Stuck, stuck
from safeconduct.deal.closure.options import Prospects, rivals
from safeconduct.deal.closure.owed import Owed
from safeconduct.deal.closure.support import support


class Reason(Enum):
    """Why an atom is not owed; the first that applies, in this order."""

    CONTRADICTED = "contradicted"
    UNDECIDED = "undecided"
    EXCLUDED = "excluded"
    DEADLOCKED = "deadlocked"
    UNPROMISED = "unpromised"


@dataclass(frozen=True, slots=True)
class Blocked:
    """Why one atom is not owed.

    Arguments:
        contradicted_by: owed atoms that contradict it, or contradict what it cannot do without.
        decisions: open decisions that, taken together, make it owed; none of them can be left out. For an excluded atom, the
            decisions it would need, of which some exclude each other or one taken.
        excluding: the pairs of decisions that exclude each other; the first of a pair is needed.
        core: the strict circle that stops it, the nearest one.
        unpromised: what it would need and nobody has promised, however indirectly; the atom itself when no rule has it as head.
    """

    atom: int
    reason: Reason
    contradicted_by: tuple[int, ...] = ()
    decisions: tuple[int, ...] = ()
    excluding: tuple[tuple[int, int], ...] = ()
    core: Core | None = None
    unpromised: tuple[int, ...] = ()


@dataclass(slots=True, eq=False)
class Blockage:
    """The reasons for everything that is not owed, sharing one set of closures.

    Arguments:
        now: what is owed. prospects: what would be owed per option. top: what would be owed if even decisions that exclude
            each other were all taken. stuck: what only promises would carry then.
        barred: for each atom that is not owed, the owed ones that contradict it, where any do.
    Cost: a handful of closures when built, then per atom what the question touches.
    """

    now: Owed
    prospects: Prospects
    top: Owed
    stuck: Stuck
    barred: dict[int, tuple[int, ...]]
    _unbarred: Owed | None = None
    _answers: dict[frozenset[int], Owed] = field(default_factory=dict)
    _facts: dict[frozenset[int], dict[int, frozenset[int]]] = field(default_factory=dict)
    _options: dict[int, frozenset[int]] = field(default_factory=dict)
    _nearest: dict[int, Core] = field(default_factory=dict)

    def why(self, atom: int) -> Blocked | None:
        """Return why an atom is not owed; None when it is."""
        if atom in self.now:
            return None
        against = self._contradicted_by(atom)
        if against:
            return Blocked(atom, Reason.CONTRADICTED, contradicted_by=against)
        option = self._option_of(atom)
        if option is not None:
            return Blocked(atom, Reason.UNDECIDED, decisions=self._needed(atom, option))
        if atom in self.top:
            needed = self._needed(atom, self.top.decisions)
            return Blocked(atom, Reason.EXCLUDED, decisions=needed, excluding=self._excluding(needed))
        if self.stuck.stuck[atom]:
            return Blocked(atom, Reason.DEADLOCKED, core=self._core(atom))
        return Blocked(atom, Reason.UNPROMISED, unpromised=self._unpromised(atom))

    def _option_of(self, atom: int) -> frozenset[int] | None:
        if not self._options:
            self._options.update(self.prospects.first_options())
        return self._options.get(atom)

    def _needed(self, atom: int, decisions: frozenset[int]) -> tuple[int, ...]:
        """Start from what the atom's explanation rests on, and leave out what can be left out, from the last on."""
        needed = self._facts_of(decisions)[atom]
        for decision in sorted(needed, reverse=True) if len(needed) > 1 else ():
            if atom in self._answer(self.now.decisions | needed - {decision}):
                needed -= {decision}
        return tuple(sorted(needed))

    def _facts_of(self, decisions: frozenset[int]) -> dict[int, frozenset[int]]:
        """Return what each atom rests on under some decisions; what would be owed whatever is chosen is explained once for all options."""
        if decisions not in self._facts:
            common = self.prospects.common
            forest = support(self._answer(decisions))
            if decisions > common.decisions:
                self._facts[decisions] = forest.facts(common, self._facts_of(common.decisions))
            else:
                self._facts[decisions] = forest.facts(self.now)
        return self._facts[decisions]

    def _answer(self, decisions: frozenset[int]) -> Owed:
        if decisions not in self._answers:
            self._answers[decisions] = self.now.what_if(take=decisions)
        return self._answers[decisions]

    def _excluding(self, needed: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
        against = rivals(self.now.rules)
        beside = frozenset(needed) | self.now.decisions
        return tuple((d, other) for d in needed for other in sorted(against.get(d, frozenset()) & beside))

    def _contradicted_by(self, atom: int) -> tuple[int, ...]:
        """Contradicted itself, or out of reach once no rule may promise what an owed atom contradicts."""
        barred = self.barred
        if atom in barred or not barred or atom not in self.top:
            return barred.get(atom, ())
        if self._unbarred is None:
            rules = [rule for a in barred for rule in self.now.rules.promising.row(a)]
            self._unbarred = self.top.what_if(drop=barred, without=rules)
        if atom in self._unbarred:
            return ()
        return tuple(sorted({by for each in barred.values() for by in each}))

    def _core(self, atom: int) -> Core:
        if not self._nearest:
            self._nearest.update(self.stuck.nearest())
        return self._nearest[atom]

    def _unpromised(self, atom: int) -> tuple[int, ...]:
        rules, alive = self.now.rules, self.stuck.on_promises
        seen, queue, roots = {atom}, [atom], []
        for reached in queue:
            promising = [rule for rule in rules.promising.row(reached) if rules.active[rule]]
            if not promising:
                roots.append(reached)
            fresh = {p for rule in promising for rows in (rules.strict, rules.contractual) for p in rows.row(rule) if not alive[p]}
            fresh -= seen
            seen |= fresh
            queue += sorted(fresh)
        return tuple(sorted(roots))


def blockage(now: Owed, top: Owed, prospects: Prospects, contradictions: Iterable[tuple[int, int]]) -> Blockage:
    """Prepare to say why anything is not owed.

    Arguments:
        now, top: what is owed, and what would be if all decisions were taken. prospects: what would be owed per option.
        contradictions: pairs of atoms that cannot both be kept, such as an act and its prohibition.
    """
    barred: dict[int, set[int]] = {}
    for pair in contradictions:
        for one, other in (pair, pair[::-1]):
            if other in now and one not in now:
                barred.setdefault(one, set()).add(other)
    return Blockage(now, prospects, top, stuck(top), {atom: tuple(sorted(by)) for atom, by in barred.items()})

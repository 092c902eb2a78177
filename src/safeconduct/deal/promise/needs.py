"""The decisions something waits for, said as openly as the text leaves them.

An option names one instance of an act, with its destination and all that fits it. What waits for a decision to leave at all, or to any place
of their choice, waits for no particular one of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from safeconduct.deal.closure import Owed
from safeconduct.deal.deeds import ANY_PLACE
from safeconduct.deal.promise.atoms import Atom, Compiled, Kind


@dataclass(frozen=True, slots=True)
class Needs:
    """Finds the most open decision that is enough.

    Arguments:
        now: what is owed before any further decision.
        named: for each actor and act the decisions that the text names as conditions, the most open first.
    """

    now: Owed
    atoms: tuple[Atom, ...]
    named: dict[tuple[str, str], list[int]]

    @classmethod
    def of(cls, compiled: Compiled, now: Owed) -> Needs:
        """Collect the decisions that the text names. Cost: linear in the atoms."""
        named: dict[tuple[str, str], list[int]] = {}
        for number, atom in enumerate(compiled.atoms):
            if atom.kind == Kind.DECISION and atom.deed is not None:
                named.setdefault((atom.actor, atom.deed.act), []).append(number)
        for found in named.values():
            found.sort(key=lambda number: (_narrowness(compiled.atoms[number]), compiled.atoms[number]))
        return cls(now, compiled.atoms, named)

    def said_openly(self, atom: int, decisions: Iterable[int]) -> tuple[Atom, ...]:
        """Return the decisions that make an atom owed, each replaced by the most open one that is still enough.

        Cost: one what-if for each more open decision that the text names.
        """
        taken = list(decisions)
        for place, decision in enumerate(taken):
            for wider in self._wider(decision):
                tried = [*taken[:place], wider, *taken[place + 1 :]]
                if atom in self.now.what_if(take=tried):
                    taken = tried
                    break
        return tuple(self.atoms[number] for number in taken)

    def _wider(self, decision: int) -> list[int]:
        narrow = self.atoms[decision]
        if narrow.kind != Kind.DECISION or narrow.deed is None:
            return []
        others = self.named[narrow.actor, narrow.deed.act]
        wider = [number for number in others if _narrowness(self.atoms[number]) < _narrowness(narrow)]
        return [number for number in wider if (deed := self.atoms[number].deed) is not None and narrow.deed.meets(deed)]


def _narrowness(atom: Atom) -> int:
    assert atom.deed is not None
    return sum(slot != ("to", ANY_PLACE) for slot in atom.deed.slots)

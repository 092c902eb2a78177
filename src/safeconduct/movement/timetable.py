"""A plan as data: convoys with their people, the named vehicles and teams, the proven bound, and what has already happened."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Convoy:
    """One convoy: where, when, with what, and who.

    Arguments:
        leg: id of the leg; slot: the slot it departs in.
        vehicles: (type, number); people: (group, type they ride in, persons).
        names: (type, names of the vehicles); escorts: names of the teams. Empty until ``roster.assign``.
    """

    leg: str
    slot: int
    vehicles: tuple[tuple[str, int], ...]
    people: tuple[tuple[str, str, int], ...]
    names: tuple[tuple[str, tuple[str, ...]], ...] = ()
    escorts: tuple[str, ...] = ()

    @property
    def persons(self) -> int:
        """Everyone in it."""
        return sum(number for _, _, number in self.people)


@dataclass(frozen=True, slots=True)
class Done:
    """A convoy that has left, with what is known of it: slots may differ from what was planned.

    Arguments:
        departed, arrived: slots; ``arrived`` is the verified one, or the expected one while ``verified`` is False.
        home: slot from which its vehicles and escorts are available again.
        verified_people: (group, persons) as the receiving side verified them, when that differs from ``convoy.people``.
    """

    convoy: Convoy
    departed: int
    arrived: int
    home: int
    verified: bool = True
    verified_people: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Opening:
    """When a gate opens: not before slot ``earliest``, and not after slot ``latest`` (None: later still, or never)."""

    gate: str
    earliest: int = 0
    latest: int | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """Prices on the ledgers that prove a bound; checked in exact arithmetic by ``certify.py``.

    A proof may speak of a part only: of the plans whose gates open when it says. Several then cover all cases between them.

    Arguments:
        last: only plans whose last arrival is not after this slot are spoken of.
        claim: "person-slots" (no such plan waits less) or "none" (there is no such plan).
        prices: for each ledger, (slot, price) with whole non-negative prices in units of 1/``unit``.
        value: weighted person-slots that no plan goes below; for "none", any positive number.
        gates: only plans whose gates open within these slots are spoken of; a gate that is not listed may open at any time.
        groups: only the waiting of these groups is spoken of; empty is everyone.
    """

    last: int
    claim: str
    unit: int
    prices: tuple[tuple[str, tuple[tuple[int, int], ...]], ...]
    value: Fraction
    gates: tuple[Opening, ...] = ()
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """What no plan can beat *within this discretised model*.

    Arguments:
        last: no plan has its last arrival before this slot.
        person_slots: no plan that ends by slot ``within`` has less weighted waiting.
        proofs: the certificates of the two statements; the first is missing where the first slot is trivially the earliest.
    """

    last: int
    person_slots: Fraction
    within: int
    proofs: tuple[Certificate, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A timetable and what is proven about it.

    Arguments:
        last: slot of the last arrival; person_slots: weighted waiting of everyone, in slots.
        complete: False when it was stopped early and not everyone has a place.
        how: how it was made ("planner", "dispatch rule").
    """

    convoys: tuple[Convoy, ...]
    last: int
    person_slots: int
    bound: Bound | None = None
    complete: bool = True
    how: str = "planner"

    @property
    def proven_finish(self) -> bool:
        """True when nothing can end earlier, within this discretised model."""
        return self.bound is not None and self.complete and self.last == self.bound.last

    @property
    def gap(self) -> float | None:
        """Share by which the waiting exceeds the bound, among plans that end as early; None without a bound."""
        if self.bound is None or self.bound.person_slots <= 0:
            return None
        return float(self.person_slots / self.bound.person_slots) - 1

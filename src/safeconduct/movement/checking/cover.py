"""Part of the checker of a bound: prices, where they hold, and whether proofs of one case each between them speak of all."""

from __future__ import annotations

from bisect import bisect_left

from safeconduct.movement.timetable import Certificate, Opening

_END = 10**9
_ALL = (0, _END)


def cover(proofs: list[Certificate]) -> bool:
    """Say whether between them the proofs speak of every way in which gates can open.

    >>> from dataclasses import replace
    >>> from fractions import Fraction
    >>> proof = Certificate(9, "none", 1, (), Fraction(1))
    >>> cover([replace(proof, gates=(Opening("2.1:north", 0, 4),))])
    False
    >>> cover([replace(proof, gates=(Opening("2.1:north", 0, 4),)), replace(proof, gates=(Opening("2.1:north", 5),))])
    True
    """
    spans = [{one.gate: (one.earliest, _END if one.latest is None else one.latest) for one in proof.gates} for proof in proofs]
    return _covered(spans, {})


def _covered(spans: list[dict[str, tuple[int, int]]], case: dict[str, tuple[int, int]]) -> bool:
    """Cut a case where some proof begins or ends, until one proof holds the whole of it."""
    touching = []
    for span in spans:
        cut = {gate: (max(a, case.get(gate, _ALL)[0]), min(b, case.get(gate, _ALL)[1])) for gate, (a, b) in span.items()}
        if all(a <= b for a, b in cut.values()):
            touching.append(span)
            if all(part == case.get(gate, _ALL) for gate, part in cut.items()):
                return True
    for gate, at in sorted({(gate, at) for span in touching for gate, (a, b) in span.items() for at in (a, b + 1)}):
        low, high = case.get(gate, _ALL)
        sides = [[s for s in touching if s.get(gate, _ALL)[0] < at], [s for s in touching if s.get(gate, _ALL)[1] >= at]]
        if low < at <= high and all(len(side) < len(touching) for side in sides):
            return _covered(sides[0], {**case, gate: (low, at - 1)}) and _covered(sides[1], {**case, gate: (at, high)})
    return False


def refuse_outside(proof: Certificate) -> None:
    """Before a gate opens it is shut, and once it is open its people are verified; the other way round a price proves nothing."""
    known = {one.gate: one for one in proof.gates}
    for name, entries in proof.prices:
        kind, _, gate = name.partition(":")
        one = known.get(gate, Opening(gate))
        late = kind == "shut" and any(slot >= one.earliest for slot, _ in entries)
        early = kind == "due" and (one.latest is None or any(slot < one.latest for slot, _ in entries))
        if late or early:
            raise ValueError("a price on a gate outside the slots for which it is known, which proves nothing")


class Tail:
    """Prices of one rule: ``tail(slot)`` is the sum of the prices from that slot on."""

    def __init__(self, entries: tuple[tuple[int, int], ...]) -> None:
        if any(price < 0 for _, price in entries):
            raise ValueError("a price below zero proves nothing")
        ordered = sorted(entries)
        self.slots = [slot for slot, _ in ordered]
        self.sums = [0]
        for _, price in reversed(ordered):
            self.sums.append(self.sums[-1] + price)
        self.sums.reverse()

    def from_slot(self, slot: int) -> int:
        """Return the sum of the prices from a slot on."""
        return self.sums[bisect_left(self.slots, slot)]

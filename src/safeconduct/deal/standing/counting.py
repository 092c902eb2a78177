"""Counts kept apart by who counted and where: totals, what is still missing, and when an estimate is refuted.

Competing counters are never averaged and never added; the answer is taken for each and differs or does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from safeconduct.deal import tree
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.timing import Band
from safeconduct.kernel import Count, Truth

UNIT_NAMES: Mapping[type[tree.CountUnit], str] = {
    tree.Persons: "persons",
    tree.Passages: "passages",
    tree.Items: "items",
    tree.Vehicles: "vehicles",
}
STAGE_NAMES: Mapping[type[tree.CrossingStage], str] = {
    tree.Departed: "departed",
    tree.Crossed: "crossed",
    tree.Arrived: "arrived",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One reported figure.

    Arguments:
        low, high: as reported; ``high`` None is *no upper figure known*.
        total: whether it stands for everything so far, or adds to what came before.
        accepted: True accepted on inspection, False rejected, None where the counter does not tell.
    """

    entry: str
    index: int
    when: Band
    counter: str
    what: str
    low: int
    high: int | None
    unit: str = ""
    stage: str = ""
    total: bool = False
    accepted: bool | None = None
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The figures of one counter at one stage, in the order of time."""

    counter: str
    stage: str
    figures: tuple[Figure, ...]

    @property
    def entries(self) -> tuple[str, ...]:
        """Ids of the entries the ledger holds."""
        return tuple(figure.entry for figure in self.figures)

    def running(self, *, held: bool = False) -> list[tuple[Figure, Count]]:
        """Return the count after each figure.

        A total replaces what came before; a part adds to it. ``held`` takes each figure for what is in hand at its time.
        """
        so_far = Count(0, 0, source=self.counter)
        counts: list[tuple[Figure, Count]] = []
        for figure in self.figures:
            one = Count(figure.low, figure.high, source=self.counter)
            so_far = one if figure.total or held else so_far + one
            counts.append((figure, so_far))
        return counts

    def count(self, *, held: bool = False) -> Count:
        """Return the count after the last figure; nothing counted is zero counted."""
        counts = self.running(held=held)
        return counts[-1][1] if counts else Count(0, 0, source=self.counter)


def figure_of(event: Event) -> Figure | None:
    """Return the figure an entry reports: a count, or a deed or verification that carries one."""
    data = event.body if event.type == "count" else event.body.get("count")
    if not isinstance(data, Mapping) or "what" not in data:
        return None
    return Figure(
        event.id,
        event.index,
        Band(event.start, event.end),
        event.actor,
        str(data["what"]),
        int(data["low"]),
        None if data.get("high") is None else int(data["high"]),
        str(data.get("unit") or ""),
        str(data.get("stage") or ""),
        bool(data.get("cumulative", False)),
        data.get("accepted"),
        str(event.body.get("clause") or data.get("clause") or ""),
    )


def ledgers(figures: Iterable[Figure]) -> tuple[Ledger, ...]:
    """Sort figures into one ledger for each counter and stage, by name.

    Where a counter tells accepted from rejected, only what it accepted counts.
    """
    kept: dict[tuple[str, str], list[Figure]] = {}
    for figure in figures:
        if figure.accepted is not False:
            kept.setdefault((figure.counter, figure.stage), []).append(figure)
    return tuple(_ledger(counter, stage, kept[counter, stage]) for counter, stage in sorted(kept))


def _ledger(counter: str, stage: str, figures: Sequence[Figure]) -> Ledger:
    inspected = [figure for figure in figures if figure.accepted]
    return Ledger(counter, stage, tuple(sorted(inspected or figures, key=lambda f: (f.when.high, f.when.low, f.index))))


def agreed(answers: Iterable[Truth]) -> Truth | None:
    """Return what all answers say, or None where one says yes and another no.

    >>> agreed([Truth.YES, Truth.NO]) is None, agreed([Truth.YES, Truth.UNKNOWN]), agreed([Truth.NO]), agreed([])
    (True, <Truth.UNKNOWN: 'unknown'>, <Truth.NO: 'no'>, <Truth.NO: 'no'>)
    """
    found = set(answers)
    if {Truth.YES, Truth.NO} <= found:
        return None
    return Truth.UNKNOWN if Truth.UNKNOWN in found else Truth.YES if Truth.YES in found else Truth.NO


@dataclass(frozen=True, slots=True)
class Estimate:
    """What someone estimates a group at, and whether the group can still grow."""

    group: str
    count: Count
    closed: bool


def refuted(estimate: Estimate, disjoint: Sequence[Count]) -> bool:
    """Say whether disjoint counts of the same category refute an estimate.

    Only lows count, only against the high, and only of a group that can no longer grow: people counted twice, or who joined later,
    refute nothing.

    >>> estimate = Estimate("those_leaving", Count(6000, 8000), closed=True)
    >>> refuted(estimate, [Count(5000, 9000), Count(2900, 4000)]), refuted(estimate, [Count(5000, 9000), Count(3001, 3001)])
    (False, True)
    """
    if not estimate.closed or not disjoint:
        return False
    lows = sum(count.low for count in disjoint)
    return Count(lows, None).refutes(estimate.count)

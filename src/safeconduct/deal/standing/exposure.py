"""How far each side has gone ahead of the other, what may move next without more risk than agreed, and what to do when nothing may.

Two movements linked at ``a`` for ``b``: what one side moved beyond what the other's movement already matches is its lead, moved on credit; it is
that side which is exposed. Only whole shares match, the figures are taken at their worst, and each pair of categories has its own bounds:
nothing is netted across categories.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from safeconduct.deal import tree
from safeconduct.deal.model import Agreement
from safeconduct.deal.standing.counting import STAGE_NAMES, figure_of, ledgers
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.perhaps import pending, ways
from safeconduct.deal.standing.record import Admit, Record, Scope, without_some
from safeconduct.deal.standing.sheet import Sheet
from safeconduct.kernel import Truth

SMALLER, SIMULTANEOUS, HOLDING, GUARANTOR, RAISE = (
    "smaller tranche",
    "simultaneous release",
    "holding point",
    "guarantor first",
    "raise the bound",
)

WITHIN, BEYOND, DEADLOCK, CANNOT_TELL = "within the bound", "beyond the bound", "deadlock", "cannot tell"


@dataclass(frozen=True, slots=True)
class Moved:
    """How many of one side have moved, from the lowest to the highest figure of all who counted; never an average.

    Arguments:
        high: None where no upper figure is known.
        entries: ids of the entries behind it.
        differ: counters disagree beyond their own ranges.
        perhaps: ids of those of the entries of which it cannot be told whether they had happened by then.
    """

    low: int
    high: int | None
    entries: tuple[str, ...] = ()
    differ: bool = False
    perhaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a link.

    Arguments:
        lead_low, lead_high: how far it is ahead, at least and at most (None: no upper figure known).
        bound: how far ahead it may be.
        within: whether its lead is within the bound; unknown where the figures leave it open.
        next_most: how many more may move now with the lead certainly within the bound; None where that cannot be told.
    """

    group: str
    moved: Moved
    lead_low: int
    lead_high: int | None
    bound: int
    within: Truth
    next_most: int | None


@dataclass(frozen=True, slots=True)
class Cure:
    """One way out of a deadlock.

    Arguments:
        kind: one of the five.
        number: size of the tranche, or the bound needed; 0 where the cure has none.
        who: the guarantors who could perform first.
    """

    kind: str
    group: str = ""
    number: int = 0
    who: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exposure:
    """How one linked pair of movements stands.

    Arguments:
        clause: number of its clause.
        batch: smallest number that moves at once.
        safe: groups of which at least a batch may move now.
        deadlock: no side may move a batch: then the cures.
    """

    clause: str
    left: Side
    right: Side
    batch: int
    safe: tuple[str, ...]
    deadlock: bool
    cures: tuple[Cure, ...]

    @property
    def state(self) -> str:
        """How the link stands: *deadlock*, *beyond the bound*, *cannot tell*, or *within the bound* for both sides."""
        if self.deadlock:
            return DEADLOCK
        both = Truth.all((self.left.within, self.right.within))
        return {Truth.NO: BEYOND, Truth.UNKNOWN: CANNOT_TELL, Truth.YES: WITHIN}[both]

    @property
    def ahead(self) -> str:
        """The group that is certainly ahead; empty where neither is, or the figures leave it open."""
        return next((side.group for side in (self.left, self.right) if side.lead_low > 0), "")


def exposures(
    agreement: Agreement, events: Iterable[Event], at: datetime, known_by: datetime | None = None, admit: Admit | None = None
) -> tuple[Exposure, ...]:
    """Return the exposure of each side for every linked pair of movements in a text.

    Arguments:
        events: entries in any order; only counts of the linked groups at the stage the clause names are looked at.

    Returns: one exposure for each reciprocity sentence, in the order of the text.
    Holds: moving ``next_most`` of a safe group keeps its lead within the bound whatever the true figures are (test_exposure).
    Cost: linear in the entries for each sentence.
    """
    records = records_of(agreement, events, Scope(at, known_by, admit))
    return tuple(
        _exposure(agreement, records, clause.id, clause.sentence)
        for clause in agreement.clauses
        if isinstance(clause.sentence, tree.Reciprocity)
    )


def records_of(agreement: Agreement, events: Iterable[Event], scope: Scope) -> tuple[Record, ...]:
    """Return the record as if every count whose time is open had been made by then, and in every other way there may be."""
    entries = tuple(events)
    whole = Record.of((agreement,), entries, scope, Sheet())
    counts = (event for event in whole.standing.values() if figure_of(event) is not None)
    open_entries = pending(counts, scope.at)
    if not open_entries:
        return (whole,)
    others = (replace(scope, admit=without_some(open_entries - some, scope.admit)) for some in ways(open_entries)[1:])
    return (whole, *(Record.of((agreement,), entries, other, Sheet()) for other in others))


def _exposure(agreement: Agreement, records: Sequence[Record], clause: str, link: tree.Reciprocity) -> Exposure:
    stage = STAGE_NAMES[type(link.stage)]
    left, right = (moved(records, group, stage) for group in (link.left, link.right))
    one = _side(link.left, left, right, (link.left_share, link.right_share), link.left_lead)
    other = _side(link.right, right, left, (link.right_share, link.left_share), link.right_lead)
    batch = max([1, *(detail.number for detail in link.details if isinstance(detail, tree.InBatches))])
    safe = tuple(side.group for side in (one, other) if side.next_most is not None and side.next_most >= batch)
    cures = () if safe else tuple(_cures(agreement, (one, other), batch))
    return Exposure(clause, one, other, batch, safe, not safe, cures)


def moved(records: Sequence[Record], group: str, stage: str) -> Moved:
    """Return how many of a group are counted at a stage, at least and at most, whichever of the open entries had happened."""
    each = [_moved(record, group, stage) for record in records]
    highs = [one.high for one in each]
    high = None if None in highs else max(h for h in highs if h is not None)
    entries = tuple(dict.fromkeys(entry for one in each for entry in one.entries))
    perhaps = tuple(entry for entry in entries if not all(entry in one.entries for one in each))
    return Moved(min(one.low for one in each), high, entries, any(one.differ for one in each), perhaps)


def _moved(record: Record, group: str, stage: str) -> Moved:
    """Return how many of a group are counted at a stage: the widest range over all counters."""
    figures = [f for event in record.look("count", group) if (f := figure_of(event)) is not None and f.what == group]
    counts = [(book, book.count()) for book in ledgers(f for f in figures if f.stage == stage)]
    if not counts:
        return Moved(0, 0)
    highs = [count.high for _, count in counts]
    high = None if None in highs else max(h for h in highs if h is not None)
    low = min(count.low for _, count in counts)
    differ = any(h is not None and count.low > h for _, count in counts for h in highs)
    return Moved(low, high, tuple(entry for book, _ in counts for entry in book.entries), differ)


def _side(group: str, own: Moved, other: Moved, shares: tuple[int, int], bound: int) -> Side:
    matched_for_sure = matched(other.low, shares)
    matched_at_most = None if other.high is None else matched(other.high, shares)
    low = 0 if matched_at_most is None else max(0, own.low - matched_at_most)
    high = None if own.high is None else max(0, own.high - matched_for_sure)
    within = Truth.YES if high is not None and high <= bound else Truth.NO if low > bound else Truth.UNKNOWN
    next_most = None if own.high is None else max(0, bound + matched_for_sure - own.high)
    return Side(group, own, low, high, bound, within, next_most)


def matched(moved_by_other: int, shares: tuple[int, int]) -> int:
    """Return how many of one side the other's movement matches: whole shares only.

    >>> matched(7, (1, 2)), matched(8, (3, 2))
    (3, 12)
    """
    own, other = shares
    return moved_by_other // other * own if other else 0


def _cures(agreement: Agreement, sides: tuple[Side, Side], batch: int) -> Iterator[Cure]:
    """Return the ways out, the one that changes least first."""
    for side in sides:
        if side.next_most:
            yield Cure(SMALLER, side.group, side.next_most)
    yield Cure(SIMULTANEOUS, number=batch)
    yield Cure(HOLDING)
    guarantors = tuple(
        clause.sentence.actor
        for clause in agreement.clauses
        if isinstance(clause.sentence, tree.ForSignature | tree.Signed) and isinstance(clause.sentence.capacity, tree.AsGuarantor)
    )
    if guarantors:
        yield Cure(GUARANTOR, who=tuple(dict.fromkeys(guarantors)))
    for side in sides:
        if side.lead_high is not None:
            yield Cure(RAISE, side.group, side.lead_high + batch)

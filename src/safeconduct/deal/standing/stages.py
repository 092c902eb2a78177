"""Exchanges by stages: which stage runs, what each side still owes in it, whose turn it is; and when the text does not say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from safeconduct.deal import tree
from safeconduct.deal.model import Agreement
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.exposure import Moved, moved, records_of
from safeconduct.deal.standing.quantity import count_of
from safeconduct.deal.standing.record import Admit, Record, Scope
from safeconduct.kernel import Truth

LEFT, RIGHT, BOTH, NOT_SETTLED, NOBODY = "the first", "the second", "both at once", "not settled", "nobody"


@dataclass(frozen=True, slots=True)
class StageStanding:
    """How one stage of an exchange stands.

    Arguments:
        left_needs, right_needs: how many more of each side make it certain that its part is moved; None for *all* of a group of
            unknown size.
        complete: whether both sides moved their part.
        turn: whose turn it is: the first, the second, both at once, nobody; or *not settled* where the text leaves the order open.
    """

    clause: str
    number: int
    left: str
    right: str
    left_moved: Moved
    right_moved: Moved
    left_needs: int | None
    right_needs: int | None
    complete: Truth
    turn: str


def stages(
    agreement: Agreement,
    events: Iterable[Event],
    at: datetime,
    known_by: datetime | None = None,
    admit: Admit | None = None,
    stage: str = "arrived",
) -> tuple[StageStanding, ...]:
    """Return how each stage of an exchange stands, as if what moved filled the earlier stages first.

    Arguments:
        stage: where on the way someone counts as moved; stage sentences do not say, so the caller must.
    """
    records = records_of(agreement, events, Scope(at, known_by, admit))
    used: dict[str, int] = {}
    found: list[StageStanding] = []
    blocked = False
    for clause in agreement.clauses:
        row = clause.sentence
        if isinstance(row, tree.Stage):
            one = _stage(records, clause.id, row, used, stage, blocked)
            found.append(one)
            blocked = blocked or (one.complete is not Truth.YES and not isinstance(row.remainder, tree.CarriesOver))
    return tuple(found)


def _stage(
    records: Sequence[Record], clause: str, row: tree.Stage, used: dict[str, int], stage: str, blocked: bool
) -> StageStanding:
    left, left_needs, left_done = _part(records, row.left, row.left_amount, used, stage)
    right, right_needs, right_done = _part(records, row.right, row.right_amount, used, stage)
    complete = left_done & right_done
    turn = NOBODY if blocked or complete is Truth.YES else _turn(row.order, left_done, right_done)
    return StageStanding(clause, row.number, row.left, row.right, left, right, left_needs, right_needs, complete, turn)


def _part(
    records: Sequence[Record], group: str, amount: tree.Amount, used: dict[str, int], stage: str
) -> tuple[Moved, int | None, Truth]:
    """Return what one side moved in this stage, what it needs, and whether it is done; earlier stages take theirs first."""
    whole = moved(records, group, stage)
    before = used.get(group, 0)
    high = None if whole.high is None else max(0, whole.high - before)
    here = replace(whole, low=max(0, whole.low - before), high=high)
    count = count_of(amount)
    if count is None:
        return here, None, Truth.UNKNOWN
    used[group] = before + count.low
    done = Truth.YES if here.low >= count.low else Truth.NO if here.high is not None and here.high < count.low else Truth.UNKNOWN
    return here, max(0, count.low - here.low), done


def _turn(order: tree.Order, left: Truth, right: Truth) -> str:
    match order:
        case tree.FirstGoesFirst():
            return RIGHT if left is Truth.YES else LEFT
        case tree.SecondGoesFirst():
            return LEFT if right is Truth.YES else RIGHT
        case tree.BothAtOnce():
            return BOTH
        case _:
            return NOT_SETTLED

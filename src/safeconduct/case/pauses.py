"""Suspensions that the record tells: when they held, nobody of the people concerned set out; while one lasts, no leg of theirs is ready."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from safeconduct.case.join import Join, Moves
from safeconduct.kernel import format_instant
from safeconduct.movement.terms import Hold


@dataclass(frozen=True, slots=True)
class Paused:
    """A suspension that lasts.

    Arguments:
        clause: what is suspended; by: the clause it is suspended under; groups: whose movement it is.
    """

    clause: str
    by: str
    groups: tuple[str, ...]
    since: datetime


def pauses(join: Join, moves: Mapping[str, Moves]) -> Iterator[tuple[Hold | None, Paused | None]]:
    """Yield what each suspended clause about leaving holds back, and the suspension itself where it lasts.

    When one that lasts will end nobody knows: it is planned as if it ended at the instant asked about, and its people are not ready. Where its
    onset or end is known only between two times, the longest it can have been holds.
    """
    clauses = dict(moves)
    for clause, stage in join.stages():
        sides = tuple(join.sides(clause, stage))
        if len(sides) == 2:
            clauses[clause] = Moves(clause, tuple(group for side in sides for group in side.groups))
    for clause, moved in clauses.items():
        for pause in join.recorded.pauses(clause):
            by, text = pause.why.clause, join.text(pause.why.clause)
            begin, end = pause.start.low, join.recorded.world.at if pause.end is None else pause.end.high
            start, minute = join.minute(begin), join.minute(end)
            join.touched.add(by)
            hold = Hold(by, text, moved.groups, start, minute) if start < minute else None
            lasts = Paused(clause, by, moved.groups, begin) if pause.end is None else None
            if lasts:
                join.note(clause, "paused", by=by, since=format_instant(begin), at=format_instant(end))
            yield hold, lasts

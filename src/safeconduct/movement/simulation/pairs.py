"""Which releases at the same time executions follow, and the tables of those (``layout.py``).

An execution decides slot by slot, and nobody can promise what leaves in a later one: so partners leave in one slot, or after the other
side within the lag. A term for which that can never be is not followed, and every band says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from safeconduct.movement.model import Problem
from safeconduct.movement.planning.pairs import holding, least_convoy
from safeconduct.movement.simulation.layout import Cells
from safeconduct.movement.slots import Movement, counting_offset, grid, movements
from safeconduct.movement.terms import Together


def followed(problem: Problem) -> tuple[Together, ...]:
    """Return the terms that executions follow: counted on leaving, with some slot in which both sides can leave, on two legs or in one convoy."""
    if not problem.terms.together:
        return ()
    moves = movements(problem)
    columns = grid(problem)
    leaving: dict[int, set[int]] = {}
    for kind, slot in zip(columns.c_mov.tolist(), columns.c_slot.tolist(), strict=True):
        leaving.setdefault(slot, set()).add(kind)
    together = {frozenset(kinds) for kinds in leaving.values()}
    return tuple(term for term in problem.terms.together if _can_follow(problem, moves, together, term))


def _can_follow(problem: Problem, moves: tuple[Movement, ...], together: set[frozenset[int]], term: Together) -> bool:
    sides = [counts(problem, moves, term.where, groups) for groups in (term.left, term.right)]
    if any(offset != 0 for side in sides for offset in side.values()):
        return False
    return any(
        one == two or moves[one].leg is not moves[two].leg
        for kinds in together
        for one in kinds & sides[0].keys()
        for two in kinds & sides[1].keys()
    )


def counts(problem: Problem, moves: tuple[Movement, ...], where: str, groups: tuple[str, ...]) -> dict[int, int]:
    """Return the kinds of convoy that carry anyone of some groups where they count, with the slots from departure until then (-1: arrival)."""
    found = {}
    for number, kind in enumerate(moves):
        offset = counting_offset(problem, kind.leg, where)
        if offset is not None and any(group.id in groups for group in kind.groups):
            found[number] = offset
    return found


def pair_tables(problem: Problem, moves: tuple[Movement, ...]) -> dict[str, Cells]:
    """Return the lags of the terms that are followed, and the sides for which each rider, and each group, counts."""
    terms = followed(problem)
    sides = [(term.where, groups) for term in terms for groups in (term.left, term.right)]
    riders = [
        [
            n
            for n, (where, groups) in enumerate(sides)
            if group.id in groups and counting_offset(problem, kind.leg, where) is not None
        ]
        for kind in moves
        for group in kind.groups
    ]
    members = [[n for n, (_, groups) in enumerate(sides) if group.id in groups] for group in problem.groups]
    both = [pair for term in terms for pair in ((term.left, term.right), (term.right, term.left))]
    held = [[(n, gate.allow - least_convoy(problem, one) + 1) for n, gate in holding(problem, one, other)] for one, other in both]
    return {
        "P_HOLDERS_OF": _bounds(held),
        "P_HOLDERS": [gate for one in held for gate, _ in one],
        "P_ENOUGH": [enough for one in held for _, enough in one],
        "PAIR_LAG": [term.lag // problem.slot for term in terms],
        "R_PAIRS_OF": _bounds(riders),
        "R_PAIRS": [side for one in riders for side in one],
        "G_PAIRS_OF": _bounds(members),
        "G_PAIRS": [side for one in members for side in one],
    }


def _bounds(entries: Sequence[Sequence[object]]) -> Cells:
    return [0, *accumulate(len(entry) for entry in entries)]

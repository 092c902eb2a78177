"""Is there any plan? Asked again and again by *why not*, and answered the same on every machine: limits are of work, never of the clock.

Quick answers first: a way for everyone; the dispatch rule, which finds a plan; an order of whole convoys at any pace, whose absence is a
proof (``anypace.py``); the program in shares, whose absence of an answer is another; and whole convoys over the whole horizon last.
"""

from __future__ import annotations

from enum import Enum

import numpy as np

from safeconduct.movement.model import Problem
from safeconduct.movement.planning.anypace import goes_first, stuck
from safeconduct.movement.planning.bound import possible as admitted
from safeconduct.movement.planning.dispatch import dispatch
from safeconduct.movement.planning.inorder import in_order
from safeconduct.movement.planning.pairs import never_together
from safeconduct.movement.planning.parts import parts
from safeconduct.movement.planning.program import program
from safeconduct.movement.planning.solver import model, quiet, run
from safeconduct.movement.slots import grid, may_use

MOST_COLUMNS = 6000
NODES = 200


class Found(Enum):
    """What is known: a plan; that there is none; nothing against one, of a movement too large to look for whole convoys; no plan found."""

    PLAN = "plan"
    NONE = "none"
    NOT_RULED_OUT = "not ruled out"
    NOT_FOUND = "not found"


def possible(problem: Problem, most: int = MOST_COLUMNS) -> Found:
    """Say whether some plan exists.

    Arguments:
        most: where a part that shares nothing has more columns, whole convoys are not looked for.
    Cost: a run of the rule, one linear program, at the most one mixed program of ``NODES`` nodes for each part.
    """
    people = [group for group in problem.groups if group.planned]
    if not all(any(may_use(problem, group, leg) for leg in problem.legs) for group in people):
        return Found.NONE
    if not all(goes_first(problem, term) for term in problem.terms.reciprocity if _both(problem, term.left, term.right)):
        return Found.NONE
    if never_together(grid(problem)):
        return Found.NONE
    if dispatch(problem) is not None:
        return Found.PLAN
    if stuck(problem) or not admitted(problem):
        return Found.NONE
    if in_order(problem) is not None:
        return Found.PLAN
    divided = parts(problem)
    if len(divided) == 1:
        return _whole(problem, most)
    return _worst([Found.PLAN if _quick(part) else _whole(part, most) for part in divided])


def _both(problem: Problem, left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    planned = {group.id for group in problem.groups if group.planned}
    return bool(planned & set(left)) and bool(planned & set(right))


def _worst(answers: list[Found]) -> Found:
    for answer in (Found.NONE, Found.NOT_FOUND, Found.NOT_RULED_OUT):
        if answer in answers:
            return answer
    return Found.PLAN


def _quick(problem: Problem) -> bool:
    """Say whether the dispatch rule, or an order of convoys, finds a plan."""
    return dispatch(problem) is not None or in_order(problem) is not None


def _whole(problem: Problem, most: int) -> Found:
    """Look for any whole plan of a part within the horizon."""
    columns = grid(problem)
    made = program(columns, np.ones(len(columns.c_mov), dtype=bool))
    if made.rows.columns > most:  # releases at the same time have columns of their own
        return Found.NOT_RULED_OUT
    kinds = np.concatenate((made.whole, np.arange(len(columns.p_x))))
    solver = quiet(threads=1, mip_max_nodes=NODES, mip_max_improving_sols=1, mip_rel_gap=1.0)
    solver.passModel(model(made.rows, made.cost, made.lower, made.upper, kinds))
    answer = run(solver)
    if answer.feasible:
        return Found.PLAN
    return Found.NONE if answer.status == "infeasible" else Found.NOT_FOUND

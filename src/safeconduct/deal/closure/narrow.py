"""The steps of a closure as plain loops, for the few atoms of a thin wave; ``wide.py`` has the same steps on arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeconduct.deal.closure.model import NOBODY
from safeconduct.deal.closure.rows import view

if TYPE_CHECKING:
    from safeconduct.deal.closure.rows import Mask
    from safeconduct.deal.closure.working import Working


class View:
    """The arrays of a state as memory views."""

    __slots__ = ("held", "missing", "rank", "ready", "support", "unmet")

    def __init__(self, state: Working) -> None:
        self.held = view(state.held)
        self.support = view(state.support)
        self.rank = view(state.rank)
        self.missing = view(state.missing)
        self.unmet = view(state.unmet)
        self.ready = view(state.ready)


def spread(state: Working, frontier: list[int], width: int) -> list[int]:
    """Derive wave by wave from the frontier until it is empty or has grown to the given width; return it."""
    now, rules = state.view, state.rules
    missing, unmet, ready, held, support, rank = now.missing, now.unmet, now.ready, now.held, now.support, now.rank
    starts, items, head = rules.after.starts, rules.after.items, rules.head_items
    while frontier and len(frontier) < width:
        state.clock += 1
        clock, wave = state.clock, frontier
        frontier = []
        for atom in wave:
            for rule in items[starts[atom] : starts[atom + 1]]:
                missing[rule] -= 1
                if not missing[rule]:
                    ready[rule] = clock
                    if not unmet[rule]:
                        promised = head[rule]
                        if not held[promised]:
                            held[promised], support[promised], rank[promised] = True, rule, clock
                            frontier.append(promised)
    return frontier


def kill(state: Working, broken: list[int]) -> list[int]:
    """Mark the rules that relied on broken promises; return the atoms that stood on one of them."""
    unmet, support = state.view.unmet, state.view.support
    starts, items, head = state.rules.provided.starts, state.rules.provided.items, state.rules.head_items
    lost = []
    for atom in broken:
        for rule in items[starts[atom] : starts[atom + 1]]:
            unmet[rule] += 1
            promised = head[rule]
            if support[promised] == rule:
                support[promised] = NOBODY
                lost.append(promised)
    return lost


def lose(state: Working, lost: list[int], width: int) -> tuple[list[int], list[int]]:
    """Find other support for atoms that lost theirs, or give them up with what stood on them.

    Returns: the atoms given up, and the wave still to be worked on when it has grown to the given width.
    """
    now, rules = state.view, state.rules
    missing, support, held = now.missing, now.support, now.held
    starts, items, head = rules.after.starts, rules.after.items, rules.head_items
    gone: list[int] = []
    while lost and len(lost) < width:
        wave = lost
        lost = []
        for atom in wave:
            if _other_support(state, atom):
                continue
            held[atom] = False
            gone.append(atom)
            for rule in items[starts[atom] : starts[atom + 1]]:
                missing[rule] += 1
                promised = head[rule]
                if support[promised] == rule:
                    support[promised] = NOBODY
                    lost.append(promised)
    return gone, lost


def _other_support(state: Working, atom: int) -> bool:
    """Take another rule that was ready no later than the atom's rank: none of its premises can stand on the atom."""
    now, promising = state.view, state.rules.promising
    missing, unmet, ready, limit = now.missing, now.unmet, now.ready, now.rank[atom]
    for rule in promising.items[promising.starts[atom] : promising.starts[atom + 1]]:
        if not missing[rule] and not unmet[rule] and ready[rule] <= limit:
            now.support[atom] = rule
            return True
    return False


def refire(state: Working, atoms: list[int]) -> list[int]:
    """Hold each atom, not held, that some rule carries now; return those."""
    now, promising = state.view, state.rules.promising
    missing, unmet = now.missing, now.unmet
    state.clock += 1
    back = []
    for atom in atoms:
        for rule in promising.items[promising.starts[atom] : promising.starts[atom + 1]]:
            if not missing[rule] and not unmet[rule]:
                now.held[atom], now.support[atom], now.rank[atom] = True, rule, state.clock
                back.append(atom)
                break
    return back


def trust(state: Working, atoms: list[int]) -> None:
    """Trust promises again that were not trusted."""
    unmet, starts, items = state.view.unmet, state.rules.provided.starts, state.rules.provided.items
    for atom in atoms:
        for rule in items[starts[atom] : starts[atom + 1]]:
            unmet[rule] -= 1


def reach(state: Working, frontier: list[int], seen: Mask) -> list[int]:
    """Return the heads, neither held nor seen, of rules with a premise in the frontier; mark them seen."""
    held, head, marks = state.view.held, state.rules.head_items, view(seen)
    found = []
    for rows in (state.rules.after, state.rules.provided):
        for atom in frontier:
            for rule in rows.items[rows.starts[atom] : rows.starts[atom + 1]]:
                promised = head[rule]
                if not held[promised] and not marks[promised]:
                    marks[promised] = True
                    found.append(promised)
    return found

"""The steps of a closure on whole arrays, for the many atoms of a broad wave; ``narrow.py`` has the same steps as loops."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from safeconduct.deal.closure.model import NOBODY
from safeconduct.deal.closure.rows import Ints, Mask, distinct

if TYPE_CHECKING:
    from safeconduct.deal.closure.working import Working


def spread(state: Working, frontier: Ints, width: int) -> Ints:
    """Derive wave by wave from the frontier until it is thinner than the given width; return it."""
    while len(frontier) >= width:
        rules = state.rules.after.gather(frontier)
        np.subtract.at(state.missing, rules, 1)
        frontier = fire(state, rules[state.missing[rules] == 0])
    return frontier


def fire(state: Working, rules: Ints) -> Ints:
    """Mark rules ready whose last strict premise is held now; return the atoms that come to be held by them."""
    state.clock += 1
    state.ready[rules] = state.clock
    return _hold(state, rules[state.unmet[rules] == 0])


def fire_ready(state: Working, rules: Ints) -> Ints:
    """Return the atoms that come to be held by those of the rules that are ready already."""
    state.clock += 1
    return _hold(state, rules[(state.missing[rules] == 0) & (state.unmet[rules] == 0)])


def _hold(state: Working, rules: Ints) -> Ints:
    rules = rules[~state.held[state.rules.head[rules]]]
    heads = state.rules.head[rules]
    state.support[heads] = rules  # the last writer stays, so exactly one rule per atom
    state.held[heads] = True
    state.rank[heads] = state.clock
    return distinct(heads)


def kill(state: Working, broken: Ints) -> Ints:
    """Mark the rules that relied on broken promises; return the atoms that stood on one of them."""
    rules = state.rules.provided.gather(broken)
    np.add.at(state.unmet, rules, 1)
    return _unsupported(state, rules)


def lose(state: Working, lost: Ints, width: int) -> tuple[Ints, Ints]:
    """Find other support for atoms that lost theirs, or give them up with what stood on them.

    Returns: the atoms given up, and the wave still to be worked on when it is thinner than the given width.
    """
    parts = []
    while len(lost) >= width:
        state.held[lost] = False
        _other_support(state, lost)
        gone = lost[~state.held[lost]]
        parts.append(gone)
        rules = state.rules.after.gather(gone)
        np.add.at(state.missing, rules, 1)
        lost = _unsupported(state, rules)
    return np.concatenate(parts), lost


def _unsupported(state: Working, rules: Ints) -> Ints:
    heads = state.rules.head[rules]
    lost = distinct(heads[state.support[heads] == rules])
    state.support[lost] = NOBODY
    return lost


def _other_support(state: Working, lost: Ints) -> None:
    """Take other rules that were ready no later than the atom's rank: none of their premises can stand on the atom."""
    rules = state.rules.promising.gather(lost)
    heads = state.rules.head[rules]
    good = (state.missing[rules] == 0) & (state.unmet[rules] == 0) & (state.ready[rules] <= state.rank[heads])
    state.support[heads[good]] = rules[good]
    state.held[heads[good]] = True


def trust(state: Working, atoms: Ints) -> None:
    """Trust promises again that were not trusted."""
    np.subtract.at(state.unmet, state.rules.provided.gather(atoms), 1)


def reach(state: Working, frontier: Ints, seen: Mask) -> Ints:
    """Return the heads, neither held nor seen, of rules with a premise in the frontier; mark them seen."""
    rules = np.concatenate([state.rules.after.gather(frontier), state.rules.provided.gather(frontier)])
    heads = state.rules.head[rules]
    found = distinct(heads[~state.held[heads] & ~seen[heads]])
    seen[found] = True
    return found

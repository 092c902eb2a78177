"""Promises that cannot both be kept: an act that one clause promises and another forbids, where the text puts neither first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from safeconduct.deal import tree
from safeconduct.deal.model import Agreement
from safeconduct.deal.norms import Mode, Norm
from safeconduct.deal.walk import found

_LIMITS = (tree.Since, tree.UntilIncluding, tree.UntilExcluding, tree.ForLength, tree.By, tree.ExceptOnOrder, tree.ExceptAfter)
"""Details that leave a prohibition times or cases in which the act may be done after all."""


def contraries(agreement: Agreement, norms: Iterable[Norm]) -> Iterator[tuple[Norm, Norm]]:
    """Yield pairs of a prohibition and a promise of the same act that cannot both be kept.

    Arguments:
        norms: those that take part.

    A prohibition that ends, begins or has exceptions leaves room for the act; a clause that prevails over the other settles it.
    Cost: linear, and for each forbidden act in the promises of it.
    """
    norms = tuple(norms)
    promised: dict[tuple[str, str], list[Norm]] = {}
    for norm in norms:
        if norm.mode in (Mode.RESULT, Mode.MEANS, Mode.STANDING):
            promised.setdefault((norm.deed.actor, norm.deed.act), []).append(norm)
    first: set[tuple[str, str]] | None = None
    for norm in norms:
        if norm.mode is not Mode.ABSTENTION or any(isinstance(detail, _LIMITS) for detail in norm.details):
            continue
        for other in promised.get((norm.deed.actor, norm.deed.act), ()):
            first = _put_first(agreement) if first is None else first
            if other.deed.meets(norm.deed) and not {(norm.clause, other.clause), (other.clause, norm.clause)} & first:
                yield norm, other


def _put_first(agreement: Agreement) -> set[tuple[str, str]]:
    """Return pairs of clauses of which the first goes before the second."""
    pairs: list[tuple[Iterable[str], tree.Clauses]] = []
    pairs += [((clause.id,), node.clauses) for clause, node in found(agreement, tree.Despite)]
    pairs += [((clause.id,), node.clauses) for clause, node in found(agreement, tree.WithPriority)]
    pairs += [(agreement.expand(sentence.clauses), sentence.over) for _, sentence in found(agreement, tree.Prevails)]
    return {(one, other) for ones, over in pairs for one in ones for other in agreement.expand(over)}

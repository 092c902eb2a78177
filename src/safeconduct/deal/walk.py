"""Every part of a sentence, in order: its nodes, the words it uses and the clauses it points at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from safeconduct.deal import tree
from safeconduct.deal.language import field_types
from safeconduct.deal.model import Agreement, Clause

Kind = TypeVar("Kind", bound=tree.Node)


def walk(node: tree.Node) -> Iterator[tree.Node]:
    """Yield a node and everything below it, from the outside in and from left to right.

    >>> [type(part).__name__ for part in walk(tree.By(tree.AtPhase(tree.Completion(), tree.Clause("3.1"))))]
    ['By', 'AtPhase', 'Completion', 'Clause']
    """
    yield node
    for name in field_types(type(node)):
        value = getattr(node, name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, tree.Node):
                yield from walk(part)


def parts(node: tree.Node, kind: type[Kind]) -> Iterator[Kind]:
    """Yield the parts of one kind, or of one category."""
    return (part for part in walk(node) if isinstance(part, kind))


def substitute(node: Kind, change: Callable[[tree.Node], tree.Node | None]) -> Kind:
    """Return a node with every part replaced by what ``change`` makes of it; None takes a part of a list out.

    Parts are changed from the inside out. Where ``change`` returns its argument nothing changes.
    """
    new: dict[str, object] = {}
    for name in field_types(type(node)):
        value = getattr(node, name)
        if isinstance(value, tuple):
            changed = [_changed(part, change) for part in value]
            new[name] = tuple(part for part in changed if part is not None)
        else:
            new[name] = _changed(value, change)
    return replace(node, **new)  # type: ignore[type-var]


def _changed(part: object, change: Callable[[tree.Node], tree.Node | None]) -> object:
    return change(substitute(part, change)) if isinstance(part, tree.Node) else part


def words_in(node: tree.Node) -> Iterator[str]:
    """Yield the ids of the words that a node uses, as often as it uses them."""
    for part in walk(node):
        for name, type_ in field_types(type(part)).items():
            if type_.kinds:
                value = getattr(part, name)
                yield from value if isinstance(value, tuple) else (value,) if value else ()


def statements(agreement: Agreement) -> Iterator[tuple[Clause, tree.Statement]]:
    """Yield the ordinary sentences of an agreement with their clauses, without rival readings."""
    for clause in agreement.clauses:
        if isinstance(clause.sentence, tree.Statement):
            yield clause, clause.sentence


def clause_ids(clauses: tree.Clauses) -> tuple[str, ...]:
    """Return the clause numbers as a reference names them, a range by its two ends."""
    if isinstance(clauses, tree.Clause):
        return (clauses.clause,)
    if isinstance(clauses, tree.ClauseRange):
        return clauses.first, clauses.last
    assert isinstance(clauses, tree.ClausePair)
    return clauses.clauses

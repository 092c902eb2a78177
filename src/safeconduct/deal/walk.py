"""Every part of a sentence, in order: its nodes, the words it uses and the clauses it points at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from operator import itemgetter
from typing import TypeVar

from safeconduct.deal import tree
from safeconduct.deal.language import NODE_BY_NAME, field_types
from safeconduct.deal.model import Agreement, Clause

Kind = TypeVar("Kind", bound=tree.Node)


def walk(node: tree.Node) -> tuple[tree.Node, ...]:
    """Return a node and everything below it, from the outside in and from left to right.

    >>> [type(part).__name__ for part in walk(tree.By(tree.AtPhase(tree.Completion(), tree.Clause("3.1"))))]
    ['By', 'AtPhase', 'Completion', 'Clause']
    """
    return _walked(node).nodes


def parts(node: tree.Node, kind: type[Kind]) -> Sequence[Kind]:
    """Return the parts of one kind, or of one category."""
    walked = _walked(node)
    if kind in _CHILDREN:
        return walked.of(kind)  # type: ignore[return-value]
    return [part for part in walked.nodes if isinstance(part, kind)]


class _Walked:
    """A node and everything below it, and the same by kind for those who ask."""

    __slots__ = ("_by_kind", "nodes")

    def __init__(self, nodes: tuple[tree.Node, ...]) -> None:
        self.nodes = nodes
        self._by_kind: dict[type[tree.Node], list[tree.Node]] | None = None

    def of(self, kind: type[tree.Node]) -> Sequence[tree.Node]:
        if self._by_kind is None:
            self._by_kind = {}
            for part in self.nodes:
                self._by_kind.setdefault(type(part), []).append(part)
        return self._by_kind.get(kind, ())


_CHILDREN = {kind: tuple(name for name, type_ in field_types(kind).items() if type_.category) for kind in NODE_BY_NAME.values()}
_NOUNS = {kind: tuple(name for name, type_ in field_types(kind).items() if type_.kinds) for kind in NODE_BY_NAME.values()}


def _walked(node: tree.Node) -> _Walked:
    """Sentences are walked by some thirty rules each, so a sentence keeps what was found; it never changes.

    ``found`` alone does not spare this: read, check and lint of 400 clauses took a quarter more CPU time without it.
    """
    kept: _Walked | None = getattr(node, "walked", None)
    if kept is not None:
        return kept
    nodes: list[tree.Node] = []
    _collect(node, nodes)
    walked = _Walked(tuple(nodes))
    if isinstance(node, tree.Sentence):
        object.__setattr__(node, "walked", walked)
    return walked


def _collect(node: tree.Node, nodes: list[tree.Node]) -> None:
    nodes.append(node)
    for name in _CHILDREN[node.__class__]:
        value = getattr(node, name)
        if value.__class__ is tuple:
            for part in value:
                _collect(part, nodes)
        elif value is not None:
            _collect(value, nodes)


def found(agreement: Agreement, *kinds: type[Kind]) -> Iterator[tuple[Clause, Kind]]:
    """Yield every part of these kinds, or of these categories, in an agreement with its clause, in the order of the text.

    Cost: the agreement is walked once and the index kept with it; after that, as many as there are.
    """
    index: _Index | None = vars(agreement).get(_INDEX)
    if index is None:
        index = vars(agreement)[_INDEX] = _indexed(agreement)
    wanted = [one for kind in kinds for one in ((kind,) if kind in _CHILDREN else index) if issubclass(one, kind)]
    lists = [index[kind] for kind in wanted if kind in index]
    for _, clause, part in lists[0] if len(lists) == 1 else sorted(chain.from_iterable(lists), key=_number):
        yield clause, part  # type: ignore[misc]


_Entry = tuple[int, Clause, tree.Node]
_Index = dict[type[tree.Node], list[_Entry]]
_number: Callable[[_Entry], int] = itemgetter(0)
_INDEX = "_parts_by_kind"


def _indexed(agreement: Agreement) -> _Index:
    index: _Index = {}
    number = 0
    for clause in agreement.clauses:
        for part in walk(clause.sentence):
            kept = index.get(part.__class__)
            if kept is None:
                kept = index[part.__class__] = []
            kept.append((number, clause, part))
            number += 1
    return index


def words_used(agreement: Agreement) -> Mapping[str, Clause]:
    """Return each word that a sentence uses, with the first clause that does, in the order of the text."""
    used: dict[str, Clause] | None = vars(agreement).get(_USED)
    if used is None:
        used = vars(agreement)[_USED] = {}
        for clause in agreement.clauses:
            for id_ in words_in(clause.sentence):
                used.setdefault(id_, clause)
    return used


_USED = "_words_used"


def words_called(agreement: Agreement, pattern: re.Pattern[str]) -> frozenset[str]:
    """Return the words whose id, read as words, or one of whose names a pattern finds; ``^`` is the beginning of a name if it says so.

    Cost: each pattern is tried once on each word of an agreement.
    """
    kept: dict[str, frozenset[str]] = vars(agreement).setdefault(_CALLED, {})
    if pattern.pattern not in kept:
        kept[pattern.pattern] = frozenset(id_ for id_, called in _called(agreement).items() if pattern.search(called))
    return kept[pattern.pattern]


def _called(agreement: Agreement) -> Mapping[str, str]:
    """Return for each word everything it is called, a line each."""
    kept: Mapping[str, str] | None = vars(agreement).get(_NAMES)
    if kept is None:
        kept = vars(agreement)[_NAMES] = {
            word.id: "\n".join([word.id.replace("_", " "), *(name.text for name in word.names.values())])
            for word in agreement.words.values()
        }
    return kept


_CALLED, _NAMES = "_words_called", "_called"


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
        for name in _NOUNS[type(part)]:
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

"""Parts of an agreement that can be answered apart: what the same choices bear on, with all that it rests on.

An option of one choice changes nothing for what does not rest on that choice. So each part is asked only about its own choices, and an
agreement with a hundred of them costs a hundred small questions instead of a hundred whole ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from safeconduct.deal.closure import Rules
from safeconduct.deal.promise.atoms import Compiled

Fork = tuple[int, ...]
"""The decisions of one choice, of which at most one may be taken."""


@dataclass(frozen=True, slots=True)
class Slice:
    """One part.

    Arguments:
        forks: the open choices that it rests on, in the numbers of the whole.
        part: its rules, with atoms numbered anew; it promises and wishes only what is answered here.
        number: each atom of the whole to its number in the part.
    """

    forks: tuple[Fork, ...]
    part: Compiled
    number: Mapping[int, int]


def slices(compiled: Compiled, forks: Iterable[Fork]) -> Iterator[Slice]:
    """Yield the parts of a compiled agreement; together they answer for every norm and every wish, each once.

    Arguments:
        forks: the choices that are still open.

    Holds: asking the parts equals asking the whole (tests/unit/deal/promise/test_slices.py).
    Cost: the rules that each fork reaches, and those that each part rests on.
    """
    rests, bears = _edges(compiled)
    reached: dict[int, list[Fork]] = {}
    for fork in forks:
        for atom in _closed(fork, bears):
            reached.setdefault(atom, []).append(fork)
    asked: dict[tuple[Fork, ...], set[int]] = {}
    for atom in (*compiled.heads.values(), *(atom for _, atom in compiled.wished)):
        asked.setdefault(tuple(reached.get(atom, ())), set()).add(atom)
    for own, atoms in asked.items():
        yield _slice(compiled, own, atoms, rests)


def _edges(compiled: Compiled) -> tuple[list[list[int]], list[list[int]]]:
    """Return for each atom what it rests on and what it bears on: through rules, and through what contradicts it."""
    rests: list[list[int]] = [[] for _ in compiled.atoms]
    bears: list[list[int]] = [[] for _ in compiled.atoms]
    rules = compiled.rules
    for rule, head in enumerate(rules.head.tolist()):
        for premise in (*rules.strict.row(rule), *rules.contractual.row(rule)):
            rests[head].append(premise)
            bears[premise].append(head)
    for pair in compiled.contradictions:
        for one, other in (pair, pair[::-1]):
            rests[one].append(other)
            bears[one].append(other)
    return rests, bears


def _closed(start: Iterable[int], edges: list[list[int]]) -> set[int]:
    found, left = set(start), list(start)
    while left:
        fresh = [atom for atom in edges[left.pop()] if atom not in found]
        found.update(fresh)
        left += fresh
    return found


def _slice(compiled: Compiled, forks: tuple[Fork, ...], asked: set[int], rests: list[list[int]]) -> Slice:
    rules = compiled.rules
    kept = _closed(asked, rests)
    choices = [group for group in rules.exclusive if kept.intersection(group)]
    atoms = sorted(kept.union(*choices))
    number = {atom: new for new, atom in enumerate(atoms)}
    own = [rule for atom in sorted(kept) for rule in rules.promising.row(atom)]
    clauses = [
        (
            number[int(rules.head[rule])],
            [number[p] for p in rules.strict.row(rule)],
            [number[p] for p in rules.contractual.row(rule)],
        )
        for rule in own
    ]
    norms = {id_: norm for id_, norm in compiled.norms.items() if compiled.heads[id_] in asked}
    part = replace(
        compiled,
        rules=Rules.of(
            len(atoms), clauses, [number[d] for d in rules.decisions if d in number], [[number[d] for d in g] for g in choices]
        ),
        atoms=tuple(compiled.atoms[atom] for atom in atoms),
        number={compiled.atoms[atom]: new for atom, new in number.items()},
        norm_of=tuple(compiled.norm_of[rule] for rule in own),
        heads={id_: number[compiled.heads[id_]] for id_ in norms},
        rests_on={id_: tuple(number[atom] for atom in compiled.rests_on[id_]) for id_ in norms},
        norms=norms,
        over=(),
        taken=frozenset(number[atom] for atom in compiled.taken if atom in number),
        contradictions=tuple((number[a], number[b]) for a, b in compiled.contradictions if a in number and b in number),
        wished=tuple((clause, number[atom]) for clause, atom in compiled.wished if atom in asked),
    )
    return Slice(forks, part, number)

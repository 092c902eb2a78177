"""Rival readings at the promise level: every declared reading is evaluated, and only the differences are told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from safeconduct.deal.model import Agreement
from safeconduct.deal.norms import Force, Norm, norms_of, rival_norms
from safeconduct.deal.promise.answer import OptionAnswer, PromiseLevel, promise_level
from safeconduct.deal.promise.atoms import Atom
from safeconduct.deal.promise.facts import Facts


@dataclass(frozen=True, slots=True)
class Difference:
    """What one word decides.

    Arguments:
        word: the word that decides, as the reading quotes it.
        clause: the clause that is read in two ways.
        force, assumes: the level and the option in which the two readings differ.
        only_as_written, only_as_reread: norms owed under one reading and not under the other.
    """

    word: str
    clause: str
    force: Force
    assumes: tuple[Atom, ...]
    only_as_written: tuple[Norm, ...]
    only_as_reread: tuple[Norm, ...]


def rival_readings(agreement: Agreement, facts: Facts) -> tuple[Difference, ...]:
    """Return where a rival reading changes what is owed, each with the word that decides.

    Returns: nothing for a reading that makes no difference at this point.
    Cost: one evaluation for each declared reading.
    """
    rivals: dict[tuple[str, str], list[Norm]] = {}
    for norm in rival_norms(agreement):
        rivals.setdefault((norm.clause, norm.reading), []).append(norm)
    if not rivals:
        return ()
    written = promise_level(agreement, facts)
    return tuple(
        difference
        for (clause, word), norms in rivals.items()
        for difference in _differences(
            written, promise_level(agreement, facts, norms=_reread(agreement, clause, norms)), clause, word
        )
    )


def _reread(agreement: Agreement, clause: str, norms: list[Norm]) -> tuple[Norm, ...]:
    return tuple(sorted([*(norm for norm in norms_of(agreement) if norm.clause != clause), *norms], key=lambda norm: norm.clause))


def _differences(written: PromiseLevel, reread: PromiseLevel, clause: str, word: str) -> Iterator[Difference]:
    for level in written.levels:
        others = {_choice(option): option for option in reread.at(level.force).options}
        for option in level.options:
            other = others.get(_choice(option))
            if other is None:
                continue
            here, there = _owed(option), _owed(other)
            gone = tuple(here[key] for key in here if key not in there)
            new = tuple(there[key] for key in there if key not in here)
            if gone or new:
                yield Difference(word, clause, level.force, option.assumes, gone, new)


def _choice(option: OptionAnswer) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """What is chosen, without the details that a reading may add to it."""
    return tuple((atom.actor, atom.deed.act, atom.deed.slot("to")) for atom in option.assumes if atom.deed is not None)


def _owed(option: OptionAnswer) -> dict[tuple[str, str, str], Norm]:
    return {(item.norm.clause, item.norm.deed.actor, item.norm.deed.act): item.norm for item in option.owed}

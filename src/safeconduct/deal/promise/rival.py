"""Rival readings at the promise level: every declared reading is evaluated, and only where the two lead apart is told, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from safeconduct.deal import tree
from safeconduct.deal.closure import Reason
from safeconduct.deal.model import Agreement
from safeconduct.deal.norms import Force, Norm, norms_of, rival_norms
from safeconduct.deal.promise.answer import BlockedItem, OptionAnswer, OwedItem, PromiseLevel, promise_level
from safeconduct.deal.promise.atoms import Atom
from safeconduct.deal.promise.facts import Facts

Item = OwedItem | BlockedItem


@dataclass(frozen=True, slots=True)
class Turn:
    """One promise, or one act called for, that stands differently.

    Arguments:
        clause: where it stands.
        written, reread: how it stands under each reading: owed, or blocked and by whom; None where that reading has none.
    """

    clause: str
    written: Item | None
    reread: Item | None


@dataclass(frozen=True, slots=True)
class Shift:
    """What a rival reading does to promises under one option.

    Arguments:
        option: the decisions assumed; empty for *as it stands*.
        turns: in the order of the text as written, then what only the rival reading has.
    """

    force: Force
    option: tuple[Atom, ...]
    turns: tuple[Turn, ...]

    @property
    def gained(self) -> tuple[Norm, ...]:
        """Norms owed only under the rival reading."""
        return tuple(t.reread.norm for t in self.turns if isinstance(t.reread, OwedItem) and not isinstance(t.written, OwedItem))

    @property
    def lost(self) -> tuple[Norm, ...]:
        """Norms owed only under the text as written."""
        return tuple(t.written.norm for t in self.turns if isinstance(t.written, OwedItem) and not isinstance(t.reread, OwedItem))


@dataclass(frozen=True, slots=True)
class RivalReading:
    """One declared rival reading.

    Arguments:
        word: the word that decides, as the reading quotes it.
        clauses: pairs (clause re-read, clause that declares the reading).
        shifts: where promises differ; empty where they do not.
    """

    word: str
    clauses: tuple[tuple[str, str], ...]
    shifts: tuple[Shift, ...]


def rival_readings(agreement: Agreement, facts: Facts) -> tuple[RivalReading, ...]:
    """Return each rival reading that a text declares, all clauses re-read by one word together, with what it changes.

    Cost: one promise level of the text as written, if it declares any, and one for each reading.
    """
    declared: dict[str, list[tuple[str, str]]] = {}
    for clause in agreement.clauses:
        if isinstance(clause.sentence, tree.Reading):
            declared.setdefault(clause.sentence.word, []).append((clause.sentence.clause, clause.id))
    if not declared:
        return ()
    written = promise_level(agreement, facts)
    return tuple(
        RivalReading(word, tuple(pairs), tuple(_shifts(written, promise_level(agreement, facts, norms=_reread(agreement, word)))))
        for word, pairs in declared.items()
    )


def _reread(agreement: Agreement, word: str) -> tuple[Norm, ...]:
    rivals = [norm for norm in rival_norms(agreement) if norm.reading == word]
    reread = {norm.clause for norm in rivals}
    return (*(norm for norm in norms_of(agreement) if norm.clause not in reread), *rivals)


def _shifts(written: PromiseLevel, reread: PromiseLevel) -> Iterator[Shift]:
    for level in written.levels:
        others = {_choice(option): option for option in reread.at(level.force).options}
        for option in level.options:
            other = others.get(_choice(option))
            turns = tuple(_turns(_items(option), _items(other))) if other is not None else ()
            if turns:
                yield Shift(level.force, option.assumes, turns)


def _choice(option: OptionAnswer) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """What is chosen, without the details that a reading may add to it."""
    return tuple((atom.actor, atom.deed.act, atom.deed.slot("to")) for atom in option.assumes if atom.deed is not None)


def _items(option: OptionAnswer) -> dict[tuple[str, str, str], Item]:
    """What stands under one option, by clause, norm and, for what is only called for, whose it is."""
    items: list[Item] = [*option.owed, *option.blocked]
    return {_key(item): item for item in items}


def _key(item: Item) -> tuple[str, str, str]:
    if item.norm is not None:
        return item.norm.clause, item.norm.id, ""
    assert isinstance(item, BlockedItem)
    return item.clause, "", f"{item.atom.actor}/{item.atom.deed.act if item.atom.deed else item.atom.word}"


def _turns(written: dict[tuple[str, str, str], Item], reread: dict[tuple[str, str, str], Item]) -> Iterator[Turn]:
    for key in dict.fromkeys([*written, *reread]):
        one, other = written.get(key), reread.get(key)
        if _told(one) != _told(other):
            yield Turn(key[0], one, other)


def _told(item: Item | None) -> tuple[object, ...]:
    """What counts as a difference: what is promised by whom and how firmly, whether it is owed, else why not and who is waited for."""
    if item is None:
        return ()
    promised = (item.norm.bearers, item.norm.force, item.norm.mode, item.norm.deed) if item.norm is not None else ()
    if isinstance(item, OwedItem):
        return "owed", promised
    # What is excluded waits for nothing else.
    waits = frozenset(item.against if item.reason == Reason.EXCLUDED.value else item.needs)
    return item.reason, promised, item.who, waits, tuple(norm.clause for norm in item.circle), item.since

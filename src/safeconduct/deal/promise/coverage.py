"""Which protector covers which choice, and how firmly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from safeconduct.deal.deeds import ANY_PLACE
from safeconduct.deal.model import Agreement
from safeconduct.deal.norms import Force, Norm
from safeconduct.deal.promise.answer import OptionAnswer, promise_level
from safeconduct.deal.promise.atoms import Atom, Kind
from safeconduct.deal.promise.facts import Facts


@dataclass(frozen=True, slots=True)
class Cell:
    """What one protector has said for one choice.

    Arguments:
        protector: id of the bearer.
        norms: what comes to bear, firmest first.
        binding: ids of those among them that bind at the level *undertaken*, not only if offers are taken up.
    """

    protector: str
    norms: tuple[Norm, ...]
    binding: frozenset[str]

    @property
    def bound(self) -> bool:
        """Whether anything of it binds."""
        return bool(self.binding)

    @property
    def force(self) -> Force:
        """The firmest word said."""
        return max(norm.force for norm in self.norms)


@dataclass(frozen=True, slots=True)
class Row:
    """One choice somebody has, and who covers it.

    Arguments:
        choice: the decision.
        cells: one for each protector who covers it, by id.
    """

    choice: Atom
    cells: tuple[Cell, ...]


def coverage(agreement: Agreement, facts: Facts | None = None) -> tuple[Row, ...]:
    """Return the coverage matrix: for each choice of each decision, who is committed to what if it is taken.

    A protector covers a choice when the choice brings one of its promises to bear, or when one of its promises that hold anyway
    is for that destination or for any.
    """
    answer = promise_level(agreement, facts)
    offered, undertaken = answer.at(Force.OFFERED), answer.at(Force.UNDERTAKEN)
    anyway = {item.norm.id for item in offered.options[0].owed}
    bound = {option.assumes: {item.norm.id for item in option.owed} for option in undertaken.options}
    rows = []
    for option in offered.options:
        choices = [atom for atom in option.assumes if atom.kind == Kind.DECISION]
        if choices:
            binding = bound.get(option.assumes, set())
            rows.append(Row(choices[0], tuple(_cells(option, choices[0], anyway, binding))))
    return tuple(rows)


def _cells(option: OptionAnswer, choice: Atom, anyway: set[str], binding: set[str]) -> Iterator[Cell]:
    by_protector: dict[str, list[Norm]] = {}
    for item in option.owed:
        norm = item.norm
        if choice.actor not in norm.bearers and (norm.id not in anyway or _is_for(norm, choice)):
            for bearer in norm.bearers:
                by_protector.setdefault(bearer, []).append(norm)
    for protector in sorted(by_protector):
        norms = tuple(sorted(by_protector[protector], key=lambda norm: (-norm.force, norm.id)))
        yield Cell(protector, norms, frozenset(norm.id for norm in norms) & binding)


def _is_for(norm: Norm, choice: Atom) -> bool:
    assert choice.deed is not None
    wanted = choice.deed.slot("to")
    return any(place == ANY_PLACE or place in wanted for place in norm.deed.slot("to"))

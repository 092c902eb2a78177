"""What the lint has to say, before it is put into words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from safeconduct.deal import tree
from safeconduct.deal.language import Name
from safeconduct.deal.legs import Leg, Movement, covers, members_of, movements_of
from safeconduct.deal.model import Agreement, Word
from safeconduct.deal.norms import Force, Mode, Norm, norms_of
from safeconduct.deal.walk import statements, walk
from safeconduct.errors import Place


@dataclass(frozen=True, slots=True)
class Finding:
    """One gap in a text, as a mediator would raise it before signing.

    Arguments:
        code: ``deal/lint-…``.
        clause: number of the clause, or empty when the text as a whole lacks something.
        element: the element of a good text that is missing, the same word in every language.
        text: what is missing, why it matters, what to add, with an example sentence.
        where: place of the clause, or of the file.
    """

    code: str
    clause: str
    element: str
    text: str
    where: Place

    def as_json(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        place = self.where
        where = {"file": place.file, "line": place.line, "column": place.column, "excerpt": place.excerpt}
        return {"code": self.code, "clause": self.clause, "element": self.element, "text": self.text, "where": where}


@dataclass(frozen=True, slots=True)
class Gap:
    """A finding before it is put into words.

    Arguments:
        code: without its prefix ``deal/lint-``.
        clause: number, or empty.
        words: ids of the words the text names.
        clauses: further clauses concerned.
        example: a sentence of the language that would answer it.
    """

    code: str
    clause: str = ""
    words: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    example: tree.Sentence | None = None


@dataclass(frozen=True)
class Survey:
    """An agreement with everything the rules look at more than once."""

    agreement: Agreement
    norms: tuple[Norm, ...] = field(init=False)
    movements: tuple[Movement, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "norms", norms_of(self.agreement))
        object.__setattr__(self, "movements", movements_of(self.agreement))

    @cached_property
    def members(self) -> Mapping[str, frozenset[str]]:
        """Groups made up of others."""
        return members_of(self.agreement)

    @cached_property
    def defined(self) -> frozenset[str]:
        """Words that the text defines or judges."""
        kinds = (tree.Means, tree.Includes, tree.IncludesAmongOthers)
        return frozenset(c.sentence.word for c in self.agreement.clauses if isinstance(c.sentence, kinds))

    @cached_property
    def moving_groups(self) -> tuple[str, ...]:
        """Groups that move, in the order of the text."""
        return tuple(dict.fromkeys(movement.leg.group for movement in self.movements))

    @cached_property
    def legs(self) -> Mapping[Leg, str]:
        """Legs, and the first clause that speaks of each."""
        found: dict[Leg, str] = {}
        for movement in self.movements:
            found.setdefault(movement.leg, movement.clause)
        return found

    @cached_property
    def _kinds(self) -> frozenset[type[tree.Node]]:
        return frozenset(type(part) for clause in self.agreement.clauses for part in walk(clause.sentence))

    @cached_property
    def modes(self) -> Mapping[str, frozenset[Mode]]:
        """The modes of the norms of each clause."""
        found: dict[str, set[Mode]] = {}
        for norm in self.norms:
            found.setdefault(norm.clause, set()).add(norm.mode)
        return {clause: frozenset(modes) for clause, modes in found.items()}

    @cached_property
    def services(self) -> tuple[Norm, ...]:
        """Duties that someone owes for a group."""
        lasting = (Mode.RESULT, Mode.STANDING)
        binding = (norm for norm in self.norms if norm.force >= Force.UNDERTAKEN and norm.mode in lasting)
        return tuple(norm for norm in binding if norm.detail(tree.ForGroup) is not None)

    @cached_property
    def escorted(self) -> frozenset[str]:
        """Clauses that name an escort."""
        return frozenset(norm.clause for norm in self.norms if norm.detail(tree.EscortedBy) is not None)

    @cached_property
    def by_language(self) -> dict[str, dict[str, Name]]:
        """Names of all words, kept for each language once asked for."""
        return {}

    def word(self, id_: str) -> Word:
        """Return a word by its id."""
        return self.agreement.words[id_]

    def covers(self, whole: str, group: str) -> bool:
        """Say whether what is said of ``whole`` is said of ``group`` too."""
        return covers(self.members, whole, group)

    def said(self, kind: type[tree.Sentence]) -> Iterator[tuple[str, Any]]:
        """Yield clause number and sentence of one kind."""
        return ((c.id, c.sentence) for c in self.agreement.clauses if isinstance(c.sentence, kind))

    def predicates(self, kind: type[tree.Predicate]) -> Iterator[tuple[str, tree.Statement, Any]]:
        """Yield clause number, statement and predicate of one kind."""
        return ((c.id, s, s.predicate) for c, s in statements(self.agreement) if isinstance(s.predicate, kind))

    def says(self, kind: type[tree.Node]) -> bool:
        """Say whether any clause has a part of this kind."""
        return kind in self._kinds

    @property
    def duties(self) -> Iterator[Norm]:
        """Norms whose doing can be complete, promised at least as an offer."""
        return (norm for norm in self.norms if norm.mode is Mode.RESULT and norm.force >= Force.OFFERED)

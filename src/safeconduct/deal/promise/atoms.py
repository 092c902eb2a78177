"""What a promise rests on, as atoms: an act promised, a decision, a signature, an event, a state, a request, a finding, a clause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from safeconduct.deal.closure import Rules
from safeconduct.deal.deeds import Deed
from safeconduct.deal.model import Agreement
from safeconduct.deal.norms import Force, Norm


class Kind:
    """What an atom stands for."""

    PROMISE: Final = "promise"
    DECISION: Final = "decision"
    SIGNATURE: Final = "signature"
    REQUEST: Final = "request"
    EVENT: Final = "event"
    STATE: Final = "state"
    AIM: Final = "aim"
    FINDING: Final = "finding"
    FAILURE: Final = "failure"
    CLAUSE: Final = "clause"


OWNED = frozenset({Kind.DECISION, Kind.SIGNATURE, Kind.REQUEST, Kind.FINDING})
"""Kinds that somebody can bring about by deciding."""
CIRCUMSTANCES = frozenset({Kind.EVENT, Kind.STATE, Kind.FAILURE})
"""Kinds that may come about, and that nobody decides."""


class Atom(NamedTuple):
    """One thing that can be owed, decided or so.

    Arguments:
        kind: one of ``Kind``.
        actor: whose it is; empty for events, states and clauses.
        deed: the act, for promises and decisions.
        word: id of the event or state; of the state an aim is about: the aim is served, the state itself need not come; or a clause number; for a failure the clauses, joined by commas, of which one is enough.
    """

    kind: str
    actor: str = ""
    deed: Deed | None = None
    word: str = ""


@dataclass(frozen=True)
class Compiled:
    """The rules of one agreement at one force level.

    Arguments:
        rules: over integer atoms.
        atoms: the atom of each integer.
        number: the integer of each atom.
        norm_of: for each rule the norm it comes from, or None for a rule that only joins instance and premise.
        heads: for each norm that promises something, the atom it promises.
        rests_on: for each of these norms the atoms of its own premises, strict and contractual.
        taken: atoms that are facts.
        contradictions: pairs of atoms that cannot both be kept.
        over: norms of this force that bind no more, and so take no part.
        wished: pairs (clause, atom): acts that a clause calls for and that only another can promise.
    """

    agreement: Agreement
    force: Force
    rules: Rules
    atoms: tuple[Atom, ...]
    number: dict[Atom, int]
    norm_of: tuple[Norm | None, ...]
    heads: dict[str, int]
    rests_on: dict[str, tuple[int, ...]]
    norms: dict[str, Norm]
    over: tuple[Norm, ...]
    taken: frozenset[int]
    contradictions: tuple[tuple[int, int], ...]
    wished: tuple[tuple[str, int], ...]

    @cached_property
    def promising(self) -> Mapping[int, tuple[Norm, ...]]:
        """Each promised atom to the norms that promise it, in the order of the text."""
        found: dict[int, list[Norm]] = {}
        for norm in self.norms.values():
            found.setdefault(self.heads[norm.id], []).append(norm)
        return {atom: tuple(norms) for atom, norms in found.items()}

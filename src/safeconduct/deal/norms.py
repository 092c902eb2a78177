"""Sentences to norms: one duty, permission, power or offer for each bearer and each act, with its conditions and details.

A norm is still close to its sentence: conditions and details stay nodes of the tree. What changes is that lists, several bearers,
elections and guarantees are unfolded, so that everything later deals with one actor and one deed at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import Enum, IntEnum

from safeconduct.deal import tree
from safeconduct.deal.deeds import BRING_TO, ENSURE_NOT, USE_INFLUENCE, Deed, clause_text, deeds, details_of
from safeconduct.deal.model import Agreement
from safeconduct.deal.tree.base import node


class Force(IntEnum):
    """How firmly something is said. Never raised automatically."""

    REPORTED = 0
    ASPIRED = 1
    REQUESTED = 2
    OFFERED = 3
    UNDERTAKEN = 4
    GUARANTEED = 5


class Mode(Enum):
    """What kind of bond it is."""

    RESULT = "result"
    MEANS = "means"
    STANDING = "standing"
    ABSTENTION = "abstention"
    PERMISSION = "permission"
    POWER = "power"
    OUTCOME = "outcome"


@node
class Norm:
    """One bearer, one deed.

    Arguments:
        id: the clause number, and after ``#`` which part of it where it has several.
        bearers: ids of those who bear it; several only where they bear it jointly; empty where the text names nobody.
        deed: what is promised, asked, permitted or forbidden; its actor is the first bearer.
        premises: conditions placed first in the sentence.
        details: details of the act.
        towards: the other one, where a duty is owed against one another.
        alternatives: ids of the norms of the same election, when this is one of its options.
        stands_in_for: the clauses whose performance this guarantees by stepping in.
        reading: word that decides, when the norm comes from a rival reading of its clause.
        option: which option of the election it belongs to, from 0.
        wanted: how many of the options the election wants, at least.
    """

    id: str
    clause: str
    bearers: tuple[str, ...]
    force: Force
    mode: Mode
    deed: Deed
    premises: tuple[tree.Premise, ...] = ()
    details: tuple[tree.Detail, ...] = ()
    towards: str = ""
    alternatives: tuple[str, ...] = ()
    stands_in_for: tuple[str, ...] = ()
    reading: str = ""
    option: int = 0
    wanted: int = 1

    def detail(self, kind: type[tree.Detail]) -> tree.Detail | None:
        """Return the first detail of a kind, or None."""
        return next((detail for detail in self.details if isinstance(detail, kind)), None)


_PLAIN: dict[type[tree.Predicate], tuple[Force, Mode]] = {
    tree.Offers: (Force.OFFERED, Mode.RESULT),
    tree.Undertakes: (Force.UNDERTAKEN, Mode.RESULT),
    tree.UndertakesIfPossible: (Force.ASPIRED, Mode.MEANS),
    tree.Shall: (Force.UNDERTAKEN, Mode.RESULT),
    tree.ShallEndeavour: (Force.UNDERTAKEN, Mode.MEANS),
    tree.ShallAtAllTimes: (Force.UNDERTAKEN, Mode.STANDING),
    tree.ShallNot: (Force.UNDERTAKEN, Mode.ABSTENTION),
    tree.Guarantees: (Force.GUARANTEED, Mode.RESULT),
    tree.May: (Force.UNDERTAKEN, Mode.PERMISSION),
    tree.MayByNotice: (Force.UNDERTAKEN, Mode.POWER),
    tree.CouldPerhaps: (Force.ASPIRED, Mode.MEANS),
}
_FOR_OTHERS: dict[type[tree.Predicate], tuple[str, Mode]] = {
    tree.EnsuresNot: (ENSURE_NOT, Mode.ABSTENTION),
    tree.BringsTo: (BRING_TO, Mode.RESULT),
    tree.UsesInfluence: (USE_INFLUENCE, Mode.MEANS),
}


def norms_of(agreement: Agreement) -> tuple[Norm, ...]:
    """Return the norms of an agreement as written, in the order of the text, without rival readings.

    Cost: linear in the number of clauses the first time; kept with the agreement, which never changes.
    """
    kept: tuple[Norm, ...] | None = vars(agreement).get(_KEPT)
    if kept is None:
        kept = tuple(norm for clause in agreement.clauses for norm in clause_norms(agreement, clause.id, clause.sentence))
        vars(agreement)[_KEPT] = kept
    return kept


_KEPT = "_norms"


def rival_norms(agreement: Agreement) -> tuple[Norm, ...]:
    """Return the norms of the rival readings; each carries the clause it re-reads and the word that decides."""
    return tuple(
        norm
        for clause in agreement.clauses
        if isinstance(clause.sentence, tree.Reading)
        for norm in clause_norms(agreement, clause.sentence.clause, clause.sentence.sentence, reading=clause.sentence.word)
    )


def clause_norms(agreement: Agreement, clause: str, sentence: tree.Sentence, *, reading: str = "") -> Iterator[Norm]:
    """Yield the norms of one sentence; sentences that bind nobody (facts, aims, definitions) yield none.

    What is only reported keeps its deed and conditions at the force *reported*, whatever its wording.
    """
    if isinstance(sentence, tree.Reported):
        said = clause_norms(agreement, clause, sentence.sentence, reading=reading)
        yield from (replace(norm, force=Force.REPORTED) for norm in said)
        return
    if not isinstance(sentence, tree.Statement):
        return
    drafts = [
        draft
        for bearers, towards in _bearers(sentence.bearer)
        for draft in _predicate(agreement, clause, bearers, towards, sentence.predicate)
    ]
    ids = [clause if len(drafts) == 1 else f"{clause}#{number}" for number in range(1, len(drafts) + 1)]
    for id_, draft in zip(ids, drafts, strict=True):
        alternatives = tuple(
            o for o, d in zip(ids, drafts, strict=True) if d.election and d.election == draft.election and d is not draft
        )
        yield Norm(
            id_,
            clause,
            draft.bearers,
            draft.force,
            draft.mode,
            draft.deed,
            sentence.premises,
            draft.details,
            draft.towards,
            alternatives,
            draft.stands_in_for,
            reading,
            draft.option,
            draft.wanted,
        )


@node
class _Draft:
    bearers: tuple[str, ...]
    towards: str
    force: Force
    mode: Mode
    deed: Deed
    details: tuple[tree.Detail, ...] = ()
    election: str = ""
    stands_in_for: tuple[str, ...] = ()
    option: int = 0
    wanted: int = 1


def _bearers(subject: tree.Subject) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield each set of bearers with the one towards whom they are bound."""
    if isinstance(subject, tree.One):
        yield (subject.actor,), ""
    elif isinstance(subject, tree.EachMember | tree.AnyMember):
        yield (subject.group,), ""
    elif isinstance(subject, tree.EachOf):
        yield from (((actor,), "") for actor in subject.actors)
    elif isinstance(subject, tree.Jointly):
        yield subject.actors, ""
    elif isinstance(subject, tree.AgainstOneAnother):
        yield from (((one,), other) for one in subject.actors for other in subject.actors if one != other)
    else:
        yield (), ""


def _predicate(
    agreement: Agreement, clause: str, bearers: tuple[str, ...], towards: str, predicate: tree.Predicate
) -> Iterator[_Draft]:
    actor = bearers[0] if bearers else ""
    kind = type(predicate)
    if kind in _PLAIN:
        force, mode = _PLAIN[kind]
        yield from _acts(bearers, towards, force, mode, predicate.action)  # type: ignore[attr-defined]
    elif kind in _FOR_OTHERS:
        act, mode = _FOR_OTHERS[kind]
        for inner in deeds(predicate.other, predicate.action):  # type: ignore[attr-defined]
            deed = Deed(actor, act, tuple(sorted((("other", inner.actor), ("act", inner.act), *inner.slots))))
            yield _Draft(bearers, towards, Force.UNDERTAKEN, mode, deed, details_of(predicate.action))  # type: ignore[attr-defined]
    elif isinstance(predicate, tree.AsksTo):
        yield from _acts((predicate.addressee,), towards, Force.REQUESTED, Mode.RESULT, predicate.action)
    elif isinstance(predicate, tree.AsksEachTo):
        yield from _acts((predicate.group,), towards, Force.REQUESTED, Mode.RESULT, predicate.action)
    elif isinstance(predicate, tree.GuaranteesPerformance):
        covered = agreement.expand(predicate.clauses)
        for draft in _acts(bearers, towards, Force.GUARANTEED, Mode.RESULT, predicate.step_in):
            yield _Draft(bearers, towards, draft.force, draft.mode, draft.deed, draft.details, stands_in_for=covered)
    elif isinstance(predicate, tree.GuaranteesState):
        yield _Draft(bearers, towards, Force.GUARANTEED, Mode.OUTCOME, Deed(actor, "outcome", (("state", predicate.state),)))
    elif isinstance(predicate, tree.MayStay):
        deed = Deed(actor, "stay", (("at", predicate.place),))
        yield _Draft(bearers, towards, Force.UNDERTAKEN, Mode.PERMISSION, deed)
        protect = Deed(predicate.protector, "protect", tuple(sorted((("at", predicate.place), ("other", actor)))))
        yield _Draft((predicate.protector,), towards, Force.UNDERTAKEN, Mode.STANDING, protect)
    elif isinstance(predicate, tree.MayReturn):
        since = (tree.Since(predicate.moment),)
        yield _Draft(bearers, towards, Force.UNDERTAKEN, Mode.PERMISSION, Deed(actor, "return", (("to", predicate.place),)), since)
    elif isinstance(predicate, tree.ObservesLoading):
        deed = Deed(actor, "observe_loading", (("other", predicate.group),))
        yield _Draft(bearers, towards, Force.UNDERTAKEN, Mode.STANDING, deed)
    elif isinstance(predicate, tree.IsTo):
        role = type(predicate.role).__name__.lower()
        deed = Deed(actor, role, (("clauses", clause_text(predicate.clauses)),))
        yield _Draft(bearers, towards, Force.UNDERTAKEN, Mode.STANDING, deed)


def _acts(bearers: tuple[str, ...], towards: str, force: Force, mode: Mode, action: tree.Action) -> Iterator[_Draft]:
    actor = bearers[0] if bearers else ""
    if isinstance(action, tree.Either):
        # Not to do either is not a choice between the two: both are forbidden.
        election = "" if mode is Mode.ABSTENTION else f"{actor}/{action!r}"
        for number, option in enumerate((action.first, action.second)):
            for deed in deeds(actor, option):
                yield _Draft(bearers, towards, force, mode, deed, details_of(option), election, option=number)
        return
    choose = isinstance(action, tree.AnyOf | tree.AtLeastOf) and mode in (Mode.RESULT, Mode.MEANS)
    election = f"{actor}/{action!r}" if choose else ""
    wanted = action.number if choose and isinstance(action, tree.AtLeastOf) else 1
    for number, deed in enumerate(deeds(actor, action)):
        yield _Draft(bearers, towards, force, mode, deed, details_of(action), election, option=number, wanted=wanted)

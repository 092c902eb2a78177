"""The join: clauses of an agreement to the terms a movement is planned under, each naming its clause.

What a sentence says is taken as it stands. What it leaves open, what is only reported, and what the movement does not carry is
returned in words beside the terms, and printed with every answer as an assumption. ``clauses.py`` holds the reasons.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from safeconduct.case.amounts import Range
from safeconduct.case.clauses import IN_PLAN, LEFT_OUT, NOT_MOVEMENT, Clause, about
from safeconduct.case.join import Join, Moves, agreed_force
from safeconduct.case.norm_terms import norm_terms
from safeconduct.case.pauses import Paused, pauses
from safeconduct.case.stage_terms import linked_terms, stage_terms
from safeconduct.deal import Agreement, tree
from safeconduct.deal.norms import norms_of
from safeconduct.deal.standing import Recorded
from safeconduct.movement.files.read_words import Said
from safeconduct.movement.model import Problem
from safeconduct.movement.terms import ConvoyRule, Deadline, Destinations, Gate, Hold, Reciprocity, Term, Terms, Together


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a text asks of a movement.

    Arguments:
        counts: for a group, its number as a clause says it, and the clause.
        open: what the text leaves open or the plan leaves out, in words.
        clauses: what became of every clause of the text, in its order.
        paused: suspensions that last.
    """

    terms: Terms
    counts: Mapping[str, tuple[str, Range]]
    open: tuple[str, ...]
    clauses: tuple[Clause, ...]
    paused: tuple[Paused, ...] = ()


def agreed_terms(
    agreement: Agreement, problem: Problem, words: Iterable[Said], language: str = "en", recorded: Recorded | None = None
) -> Agreed:
    """Return the terms that an agreement puts on a movement.

    Arguments:
        problem: groups, places and legs; its own terms are not looked at.
        words: what words of the agreement stand for in it.
        recorded: what the record tells of its moments and suspensions; without it, what the text alone tells.

    Holds: every term names a clause of the agreement; changing a number in the text changes the term; no clause is dropped in silence
        (tests/story/test_join.py).
    Cost: linear in the text, but for references between clauses.
    """
    told = recorded or Recorded.of([agreement], (), problem.start)
    join = Join(agreement, problem, {said.word: said for said in words}, told, language)
    moves = _moves(join)
    found = [term for term in _terms(join, moves) if term is not None]
    stopped = tuple(pauses(join, moves))
    found += dict.fromkeys(hold for hold, _ in stopped if hold is not None)
    terms = Terms(
        reciprocity=tuple(term for term in found if isinstance(term, Reciprocity)),
        gates=tuple(_apart(term for term in found if isinstance(term, Gate))),
        deadlines=tuple(term for term in found if isinstance(term, Deadline)),
        holds=tuple(term for term in found if isinstance(term, Hold)),
        destinations=tuple(term for term in found if isinstance(term, Destinations)),
        convoys=tuple(term for term in found if isinstance(term, ConvoyRule)),
        together=tuple(dict.fromkeys(term for term in found if isinstance(term, Together))),
    )
    clauses = tuple(_clause(join, found, clause.id) for clause in agreement.clauses)
    said = [about(clause.id, why, join.language) for clause in clauses for why in clause.left_out]
    lasting = tuple(paused for _, paused in stopped if paused is not None)
    return Agreed(terms, join.counts, tuple(dict.fromkeys((*said, *join.open))), clauses, lasting)


def _apart(gates: Iterable[Gate]) -> Iterator[Gate]:
    """A clause that holds the same people for several reasons gets a mark for each, so that an explanation can tell them apart."""
    seen: dict[tuple[str, tuple[str, ...]], int] = {}
    for gate in dict.fromkeys(gates):
        number = seen[gate.clause, gate.held] = seen.get((gate.clause, gate.held), 0) + 1
        yield gate if number == 1 else replace(gate, clause=f"{gate.clause} ({number})")


def _clause(join: Join, found: list[Term], clause: str) -> Clause:
    why = tuple(join.left_out.get(clause, ()))
    if any(term.clause == clause for term in found) or clause in (of for of, _ in join.counts.values()):
        return Clause(clause, IN_PLAN, why)
    if why:
        return Clause(clause, LEFT_OUT, why)
    return Clause(clause, IN_PLAN if clause in join.touched else NOT_MOVEMENT)


def _moves(join: Join) -> dict[str, Moves]:
    """Each clause that moves people of this movement, with what it moves."""
    return {norm.clause: found for norm in join.norms() if (found := join.moves(norm)).groups and agreed_force(norm)}


def _terms(join: Join, moves: Mapping[str, Moves]) -> Iterator[Term | None]:
    norms = join.norms()
    for norm in norms_of(join.agreement):
        if join.speaks_of_leaving(norm) and norm not in norms:
            join.leave_out(norm.clause, "other people")
    for norm in norms:
        yield from norm_terms(join, norm, moves)
    for clause in join.agreement.clauses:
        if isinstance(clause.sentence, tree.Reciprocity):
            yield from linked_terms(join, clause.id, clause.sentence)
    yield from stage_terms(join, moves)
    about = {*join.touched, *moves}
    for clause in join.agreement.clauses:
        _other(join, clause.id, clause.sentence, about, moves)


def _other(join: Join, clause: str, sentence: tree.Sentence, about: set[str], moves: Mapping[str, Moves]) -> None:
    """Sentences that are no duty but bear on one: suspensions, rival readings, estimates, the end of the text."""
    if isinstance(sentence, tree.SuspendedWhile) and about & set(join.agreement.expand(sentence.clauses)):
        join.leave_out(clause, "suspended")
    elif isinstance(sentence, tree.Reading) and sentence.clause in about:
        join.leave_out(clause, "reading", other=sentence.clause)
    elif isinstance(sentence, tree.Ends):
        join.leave_out(clause, "end")
    elif isinstance(sentence, tree.Statement):
        if isinstance(sentence.predicate, tree.Estimates) and join.groups(sentence.predicate.group):
            join.leave_out(clause, "estimate")
        action = getattr(sentence.predicate, "action", None)
        if isinstance(action, tree.Suspend) and about & set(join.agreement.expand(action.clauses)):
            join.leave_out(clause, "suspended")

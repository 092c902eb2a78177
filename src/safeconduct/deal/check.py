"""Structural problems of a whole agreement, all at once, each with its place.

Reading proves that every sentence is a sentence; this proves that together they can be a text: that references lead somewhere,
figures can be, nothing waits for itself, bodies exist, and nobody is made to leave.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from safeconduct.deal import dates, figures, tree, waiting
from safeconduct.deal.codes import DANGLING, DUPLICATE, FORCED, NOT_ESTABLISHED, RANGE, RANGE_END, UNUSED_WORD
from safeconduct.deal.displacement import are_fighters, displacements
from safeconduct.deal.language import tongue
from safeconduct.deal.model import Agreement, Clause
from safeconduct.deal.walk import clause_ids, found, statements, words_in, words_used
from safeconduct.deal.write import sentence_in
from safeconduct.errors import Place, Problem, both, say
from safeconduct.kernel import collector_paused


@dataclass(frozen=True, slots=True)
class Unread:
    """What of a file did not read, so that nothing is called missing that may stand there.

    Arguments:
        clauses: numbers of the sentences that did not read.
        text: their words and those of the rows that did not read, casefolded.
        again: sentences whose number another one has already: judged each for itself, since no reference can mean them.
    """

    clauses: frozenset[str] = frozenset()
    text: str = ""
    again: tuple[Clause, ...] = ()

    def mentions(self, *words: str) -> bool:
        """Say whether any of the words stands in what did not read."""
        return any(word.casefold() in self.text for word in words)


@collector_paused()
def problems(agreement: Agreement, unread: Unread | None = None) -> tuple[Problem, ...]:
    """Return every structural problem of an agreement, in the order of the text.

    Arguments:
        unread: what of the file did not read; what could be otherwise because of it is not reported.

    Returns: problems with the place of their clause in the first language of the file; empty when the text holds together.
    Holds: a harbour agreement has none (test_check).
    Cost: linear in the text.
    """
    apart = unread or Unread()
    every_sentence = replace(agreement, clauses=(*agreement.clauses, *apart.again)) if apart.again else agreement
    every = [
        *_references(every_sentence, apart),
        *figures.problems(every_sentence),
        *dates.problems(every_sentence),
        *([] if apart.mentions("surviv", "survit", "renew", "renouvel") else dates.after_the_end(agreement)),
        *waiting.problems(agreement),
        *_said_once(agreement),
        *_bodies(agreement, apart),
        *_displacement(every_sentence, apart),
    ]
    if not unread and not any(problem.code in _CLAUSE_MISSING for problem in every):
        every += _unused(agreement)
    return tuple(sorted(every, key=lambda problem: (problem.where.line, problem.where.column) if problem.where else (0, 0)))


LEFT_OVER = frozenset({UNUSED_WORD, RANGE_END})
"""What is mostly left over from something else that is missing: it may be meant for the sentence that is still to be written, and is
worth a word only where nothing else is found."""
_CLAUSE_MISSING = (DANGLING, NOT_ESTABLISHED)


def place_of(clause: Clause) -> Place:
    """Return where a clause stands, in the first language of its file."""
    return next(iter(clause.places.values()), Place())


# --- references --------------------------------------------------------------------------------------------------------


def _references(agreement: Agreement, unread: Unread) -> Iterator[Problem]:
    known = {id_ for clause in {*agreement.by_id, *unread.clauses} for id_ in (clause, clause.split(".")[0])}
    pointing = [(clause, clause_ids(node), _covers(agreement, node)) for clause, node in found(agreement, tree.Clauses)]
    pointing += [(clause, (node.clause,), False) for clause, node in found(agreement, tree.Reading)]
    missing: dict[str, dict[str, Clause]] = {}
    strictly: set[str] = set()
    for clause, ids, covers in pointing:
        for id_ in (id_ for id_ in ids if id_ not in known):
            missing.setdefault(id_, {}).setdefault(clause.id, clause)
            strictly |= set() if covers else {id_}
    for id_, clauses in missing.items():
        yield _dangling(DANGLING if id_ in strictly else RANGE_END, id_, list(clauses.values()))
    for clause, reference in found(agreement, tree.ClauseRange):
        first, last = (tuple(map(int, end.split("."))) for end in (reference.first, reference.last))
        if {reference.first, reference.last} <= known and first > last and first[: len(last)] != last:
            yield Problem(
                RANGE,
                say(
                    "clause {id}: clauses {first} to {last} runs backwards",
                    id=clause.id,
                    first=reference.first,
                    last=reference.last,
                ),
                why=say("it covers no clause at all"),
                do=say("write clauses {last} to {first}", last=reference.last, first=reference.first),
                where=place_of(clause),
            )


def _covers(agreement: Agreement, clauses: tree.Clauses) -> bool:
    """Say whether a range still covers something where an end of it is missing."""
    return isinstance(clauses, tree.ClauseRange) and bool(agreement.expand(clauses))


def _dangling(code: str, missing: str, pointing: list[Clause]) -> Problem:
    """One problem for all that point at one missing clause: they have one cause."""
    first, *others = pointing
    numbers = [clause.id for clause in others]
    return Problem(
        code,
        say(
            "clause {id} points at clause {missing}, which does not exist; so does this: {others}",
            id=first.id,
            missing=missing,
            others=both(numbers),
        )
        if numbers
        else say("clause {id} points at clause {missing}, which does not exist", id=first.id, missing=missing),
        why=say("what depends on a missing clause never comes into force, and nobody notices"),
        do=say("correct the number, or add the clause"),
        where=place_of(first),
        more=tuple(place_of(clause).excerpt.strip() for clause in others),
    )


# --- what may be said once only ----------------------------------------------------------------------------------------


def _said_once(agreement: Agreement) -> Iterator[Problem]:
    first: dict[tuple[object, ...], str] = {}
    for clause in agreement.clauses:
        key, name = _once(clause.sentence)
        if not key:
            continue
        if key in first:
            yield Problem(
                DUPLICATE,
                say("clause {id}: {name} is settled already by clause {first}", id=clause.id, name=name, first=first[key]),
                why=say("two readers would each hold on to the one that suits"),
                do=say("keep one of the two"),
                where=place_of(clause),
            )
        first.setdefault(key, clause.id)


def _once(sentence: tree.Sentence) -> tuple[tuple[object, ...], str]:
    if isinstance(sentence, tree.EntersIntoForce | tree.Ends):
        return (type(sentence),), say("the beginning") if isinstance(sentence, tree.EntersIntoForce) else say("the end")
    if isinstance(sentence, tree.Stage):
        return (tree.Stage, sentence.number, sentence.left, sentence.right), say("stage {number}", number=sentence.number)
    if isinstance(sentence, tree.ForSignature):
        return (tree.ForSignature, sentence.actor), say("the signature of {actor}", actor=sentence.actor)
    if isinstance(sentence, tree.Statement) and isinstance(sentence.predicate, tree.IsEstablished):
        return (tree.IsEstablished, *words_in(sentence.bearer)), say("the body")
    return (), ""


# --- bodies and words --------------------------------------------------------------------------------------------------


def _bodies(agreement: Agreement, unread: Unread) -> Iterator[Problem]:
    established = {
        word
        for _, statement in statements(agreement)
        if isinstance(statement.predicate, tree.IsEstablished)
        for word in words_in(statement.bearer)
    }
    for id_, clause in words_used(agreement).items():
        word = agreement.words.get(id_)
        if word is None or word.kind != "body" or id_ in established:
            continue
        name = _name(agreement, id_)
        if unread.mentions(*_names(agreement, id_)):
            continue
        yield Problem(
            NOT_ESTABLISHED,
            say("clause {id} uses [{name}], which no clause establishes", id=clause.id, name=name),
            why=say("a body that nobody has set up cannot find, decide or receive anything"),
            do=say(
                "if this text sets it up, add: {example} If it exists already, such as a court or an agency, make it a party in the table",
                example=_founding(agreement, id_),
            ),
            where=place_of(clause),
        )


def _founding(agreement: Agreement, body: str) -> str:
    """Return the sentence that would set a body up, between the first two parties of the table."""
    language = agreement.languages[0]
    sides = tuple(word.id for word in agreement.words.values() if word.kind == "party")[:2]
    if len(sides) < 2:
        return tongue(language).human(tree.IsEstablished)
    return sentence_in(agreement, tree.Statement(tree.One(body), tree.IsEstablished(2, sides, tree.Consensus())), language)


def _unused(agreement: Agreement) -> Iterator[Problem]:
    """One problem for all words that nothing uses: mostly they are what is left of one clause."""
    used = set(words_used(agreement))
    used |= {word.shown_by.witness for word in agreement.words.values() if word.shown_by}
    spare = [word for word in agreement.words.values() if word.id not in used]
    if spare:
        names = " and ".join(f"[{_name(agreement, word.id)}]" for word in spare)
        yield Problem(
            UNUSED_WORD,
            say("the word {names} is listed and never used", names=names)
            if len(spare) == 1
            else say("the words {names} are listed and never used", names=names),
            why=say("whoever signs the table may think it was promised"),
            do=say("use it in a sentence, or take the row out"),
            where=spare[0].place,
            more=tuple(
                say("line {line}: {excerpt}", line=word.place.line, excerpt=word.place.excerpt.strip()) for word in spare[1:]
            ),
        )


def _name(agreement: Agreement, word: str) -> str:
    return agreement.name(word, agreement.languages[0]) if agreement.languages else word


def _names(agreement: Agreement, word: str) -> tuple[str, ...]:
    return tuple(name.text for name in agreement.words[word].names.values())


# --- forced displacement -----------------------------------------------------------------------------------------------


def _displacement(agreement: Agreement, unread: Unread) -> Iterator[Problem]:
    for clause, group in ((one.clause, one.group) for one in displacements(agreement)):
        if are_fighters(agreement, group) and unread.mentions(*_names(agreement, group)):
            continue  # whose they are may stand in what did not read
        yield Problem(
            FORCED,
            say("clause {id}: to [{name}] leaves people no way but out", id=clause.id, name=_name(agreement, group))
            if agreement.words[group].kind == "act"
            else say("clause {id}: [{name}] would have no way but to leave", id=clause.id, name=_name(agreement, group)),
            why=say(
                "making a whole population leave is forced displacement, which the law of armed conflict forbids, whoever signs"
            ),
            do=say(
                "let each choose: “each member of … shall either [leave] or [sign and stay]”, or “any member of … may [leave]”, and protect those who stay; for a party's own fighters let the party that signs bind itself: “[party] shall [leave]”"
            ),
            where=place_of(clause),
        )

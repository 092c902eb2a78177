"""What a single clause lacks: who, what, how many, from and to, when, in which order, shown by what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from safeconduct.deal import tree
from safeconduct.deal.lint import example
from safeconduct.deal.lint.model import Gap, Survey
from safeconduct.deal.norms import Force, Mode
from safeconduct.deal.walk import found, parts, statements, substitute, words_in

_TIMES = (
    tree.By,
    tree.Within,
    tree.CompletedWithin,
    tree.Every,
    tree.UntilIncluding,
    tree.UntilExcluding,
    tree.ByFirst,
    tree.WithinFirst,
    tree.WithinAfterEach,
    tree.AtTheSameTime,
    tree.WhileState,
)
_ORDERS = (tree.OnlyAfter, tree.OnlyAfterEvent, tree.Before, tree.WithPriority, tree.InParallel, tree.AtTheSameTime)
_FIRST = (tree.AfterEvent, tree.AfterDeed, tree.AfterClause, tree.ProvidedDone)


def who(survey: Survey) -> Iterator[Gap]:
    """Yield clauses that name nobody."""
    for clause, statement in statements(survey.agreement):
        if isinstance(statement.bearer, tree.Someone):
            answer = replace(statement, bearer=tree.One(example.party(survey)))
            yield Gap("who", clause.id, example=answer)


def signers(survey: Survey) -> Iterator[Gap]:
    """Yield parties that are bound by a clause and are not there to sign it."""
    signing = {s.actor for kind in (tree.ForSignature, tree.Signed) for _, s in survey.said(kind) if not _is_witness(s)}
    bound: dict[str, str] = {}
    for norm in survey.norms:
        for bearer in norm.bearers:
            if norm.force >= Force.UNDERTAKEN and survey.word(bearer).kind == "party":
                bound.setdefault(bearer, norm.clause)
    if bound and not signing:
        answer = tree.ForSignature(next(iter(bound)), tree.AsParty())
        yield Gap("signer", "", words=tuple(bound), example=answer)
        return
    for bearer, clause in bound.items():
        if bearer not in signing:
            yield Gap("signer", clause, words=(bearer,), example=tree.ForSignature(bearer, tree.AsParty()))


def _is_witness(sentence: tree.ForSignature | tree.Signed) -> bool:
    return isinstance(sentence.capacity, tree.AsWitness)


def what(survey: Survey) -> Iterator[Gap]:
    """Yield acts that nobody can test and nothing defines."""
    seen: set[str] = set()
    for norm in survey.norms:
        word = survey.agreement.words.get(norm.deed.act)
        if word is None or word.id in seen or norm.force < Force.REQUESTED or word.id in survey.defined:
            continue
        seen.add(word.id)
        if word.shown_by is not None and not word.shown_by.is_tested:
            yield Gap("what", norm.clause, words=(word.id,), example=tree.Includes(word.id, (example.ACT,)))


def how_many(survey: Survey) -> Iterator[Gap]:
    """Yield moving groups whose size no clause gives, and estimates that do not say whether the group can grow."""
    counted = {e.group for _, _, e in survey.predicates(tree.Estimates)}
    counted |= {d.what for _, d in found(survey.agreement, tree.ForAmount)}
    counted |= {group for _, stage in survey.said(tree.Stage) for group in (stage.left, stage.right)}
    for movement in survey.movements:
        group = movement.leg.group
        if group in counted:
            continue
        counted.add(group)
        estimate = tree.Estimates(group, tree.Between(100, 120), tree.ClosedPopulation())
        yield Gap("how-many", movement.clause, words=(group,), example=tree.Statement(tree.One(example.MONITOR), estimate))
    for id_, statement, estimate in survey.predicates(tree.Estimates):
        if estimate.population is None:
            answer = replace(statement, predicate=replace(estimate, population=tree.ClosedPopulation()))
            yield Gap("population", id_, words=(estimate.group,), example=answer)


def counted(survey: Survey) -> Iterator[Gap]:
    """Yield amounts without a counter, a place of counting or a span."""
    seen: set[str] = set()
    for norm in survey.norms:
        if norm.clause in seen or not any(isinstance(detail, tree.ForAmount) for detail in norm.details):
            continue
        seen.add(norm.clause)
        wanted = (tree.CountedBy(example.MONITOR), tree.CountedAs(tree.Arrived()), tree.CountedOver(tree.Cumulative()))
        missing = [detail for detail in wanted if norm.detail(type(detail)) is None]
        if missing:
            yield Gap("counted", norm.clause, example=example.with_detail(survey, norm.clause, *missing))


def measured(survey: Survey) -> Iterator[Gap]:
    """Yield distances that nobody measures, or that have no tolerance."""
    for clause in survey.agreement.clauses:
        for action in parts(clause.sentence, tree.KeepBehind):
            wanted = (tree.MeasuredBy(example.MONITOR), tree.WithTolerance(100, tree.Metres()))
            said = {type(detail) for detail in action.details}
            missing = [detail for detail in wanted if type(detail) not in said]
            if missing:
                yield Gap("measured", clause.id, example=example.with_detail(survey, clause.id, *missing))


def from_and_to(survey: Survey) -> Iterator[Gap]:
    """Yield movements without a beginning or without an end."""
    for movement in survey.movements:
        missing: list[tree.Detail] = []
        if not movement.leg.origin:
            missing.append(tree.From(_some_place(survey)))
        if not movement.leg.destination:
            missing.append(tree.ToAnyPlace())
        if missing:
            answer = example.with_detail(survey, movement.clause, *missing)
            yield Gap("from-to", movement.clause, words=(movement.leg.group,), example=answer)


def _some_place(survey: Survey) -> str:
    used = {movement.leg.destination for movement in survey.movements}
    return next((w.id for w in survey.agreement.words.values() if w.kind == "place" and w.id not in used), example.PLACE)


def when(survey: Survey) -> Iterator[Gap]:
    """Yield duties, powers and movements without a time limit."""
    seen: set[str] = set()
    powers = (norm for norm in survey.norms if norm.mode is Mode.POWER)
    for norm in (*survey.duties, *powers, *(movement.norm for movement in survey.movements)):
        timed = any(isinstance(part, _TIMES) for part in (*norm.details, *norm.premises))
        if norm.clause not in seen and not timed:
            seen.add(norm.clause)
            yield Gap("when", norm.clause, example=example.with_detail(survey, norm.clause, example.day(10)))


def sequence(survey: Survey) -> Iterator[Gap]:
    """Yield movements that no clause puts into an order with anything else."""
    placed = {id_ for clause in survey.agreement.clauses for id_ in _placed_by(survey, clause.sentence)}
    for movement in survey.movements:
        parts_of_it = (*movement.norm.details, *movement.norm.premises)
        if movement.clause not in placed and not any(isinstance(part, (*_ORDERS, *_FIRST)) for part in parts_of_it):
            placed.add(movement.clause)
            first = next((norm.clause for norm in survey.duties if norm.clause != movement.clause), None)
            gate = tree.OnlyAfter(tree.Clause(first), tree.Complete()) if first else tree.OnlyAfterEvent(example.EVENT)
            yield Gap("sequence", movement.clause, example=example.with_detail(survey, movement.clause, gate))


def _placed_by(survey: Survey, sentence: tree.Sentence) -> Iterator[str]:
    for kind in (tree.OnlyAfter, tree.Before, tree.WithPriority, tree.InParallel, tree.AtTheSameTime, tree.AfterClause):
        for detail in parts(sentence, kind):
            yield from survey.agreement.expand(detail.clauses)  # type: ignore[attr-defined]


def shown_by(survey: Survey) -> Iterator[Gap]:
    """Yield acts, events and states that bind and that nothing shows; anchors of time limits have a finding of their own."""
    anchors = {moment.event for _, moment in found(survey.agreement, tree.AtEvent)}
    for id_, clause in _binding_words(survey).items():
        word = survey.agreement.words.get(id_)
        if word is None or word.kind not in ("act", "event", "state") or id_ in survey.defined | anchors:
            continue
        if word.shown_by is None:
            yield Gap("shown-by", clause, words=(id_,), example=tree.Includes(id_, (example.ACT,)))


def untested(survey: Survey) -> Iterator[Gap]:
    """Yield words that qualify a promise and that nobody can test, such as *dignity*, without someone who judges them."""
    anchors = {moment.event for _, moment in found(survey.agreement, tree.AtEvent)}
    judged = {d.thing for _, d in found(survey.agreement, tree.WithAsJudged)}
    judged |= {i.event for _, i in found(survey.agreement, tree.AnyOther)}
    for id_, clause in _binding_words(survey).items():
        word = survey.agreement.words.get(id_)
        if word is None or word.kind not in ("thing", "event", "state", "document") or id_ in judged | survey.defined | anchors:
            continue
        if word.shown_by is not None and not word.shown_by.is_tested:
            yield Gap("untested", clause, words=(id_,), example=example.judged(survey, clause, id_))


def _binding_words(survey: Survey) -> dict[str, str]:
    """Return every word on which a binding sentence depends, with the first clause that uses it; definitions pass it on."""
    used: dict[str, str] = {}
    reported = (tree.Estimates, tree.Warns)
    for clause in survey.agreement.clauses:
        sentence = clause.sentence
        binds = isinstance(sentence, tree.Statement) and not isinstance(sentence.predicate, reported)
        if binds or isinstance(sentence, tree.SuspendedWhile | tree.Aim | tree.NotCompelled):
            for word in words_in(sentence):
                used.setdefault(word, clause.id)
    for word, members in survey.members.items():
        for member in members if word in used else ():
            used.setdefault(member, used[word])
    return used


def declared(survey: Survey) -> Iterator[Gap]:
    """Yield elections with an option that is declared to nobody."""
    for clause, statement in statements(survey.agreement):
        for choice in parts(statement, tree.Either):
            options = [option for option in (choice.first, choice.second) if isinstance(option, tree.Do)]
            if any(not any(isinstance(detail, tree.DeclaredTo) for detail in option.details) for option in options):
                yield Gap("declared", clause.id, example=_with_receiver(statement))


def _with_receiver(statement: tree.Statement) -> tree.Sentence:
    def receive(part: tree.Node) -> tree.Node:
        is_open = isinstance(part, tree.Do) and not any(isinstance(detail, tree.DeclaredTo) for detail in part.details)
        return replace(part, details=(tree.DeclaredTo(example.MONITOR), *part.details)) if is_open else part  # type: ignore[attr-defined, type-var]

    return replace(statement, predicate=substitute(statement.predicate, receive))

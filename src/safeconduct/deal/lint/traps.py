"""What reads well and does not work: aims nobody serves, deadlines nobody can miss, groups counted twice, offers others rely on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from safeconduct.deal import tree
from safeconduct.deal.contrary import contraries
from safeconduct.deal.deeds import Deed, deeds
from safeconduct.deal.lint import example
from safeconduct.deal.lint.model import Gap, Survey
from safeconduct.deal.norms import Force, Mode
from safeconduct.deal.walk import found, parts, statements


def aim(survey: Survey) -> Iterator[Gap]:
    """Yield aims that nobody is bound to bring about."""
    bound = [norm for norm in survey.norms if norm.force >= Force.UNDERTAKEN]
    served = {detail.state for norm in bound for detail in norm.details if isinstance(detail, tree.SoThat)}
    served |= {predicate.state for _, _, predicate in survey.predicates(tree.GuaranteesState)}
    for id_, sentence in survey.said(tree.Aim):
        if sentence.state not in served:
            promise = tree.Undertakes(tree.Do(example.ACT, (example.day(10), tree.SoThat(sentence.state))))
            yield Gap("aim", id_, words=(sentence.state,), example=tree.Statement(tree.One(example.party(survey)), promise))


def contrary(survey: Survey) -> Iterator[Gap]:
    """Yield promises that another clause forbids, where the text puts neither first."""
    bound = (norm for norm in survey.norms if norm.force >= Force.UNDERTAKEN)
    pairs = dict.fromkeys((forbidden.clause, promised.clause) for forbidden, promised in contraries(survey.agreement, bound))
    for forbids, promises in pairs:
        settled = tree.Prevails(tree.Clause(promises), tree.Clause(forbids))
        yield Gap("contrary", promises, clauses=(forbids,), example=settled)


def unsaid(survey: Survey) -> Iterator[Gap]:
    """Yield promises that serve an aim no clause states."""
    stated = {sentence.state for _, sentence in survey.said(tree.Aim)}
    for clause, detail in found(survey.agreement, tree.SoThat):
        if detail.state not in stated:
            stated.add(detail.state)
            yield Gap("unsaid", clause.id, words=(detail.state,), example=tree.Aim(detail.state))


def deadline(survey: Survey) -> Iterator[Gap]:
    """Yield time limits that can never be met or never be missed."""
    untestable: set[str] = set()
    timed = {clause.id for clause, _ in found(survey.agreement, tree.Moment)}
    for clause in (clause for clause in survey.agreement.clauses if clause.id in timed):
        for moment in parts(clause.sentence, tree.AtEvent):
            word = survey.word(moment.event)
            if (word.shown_by is None or not word.shown_by.is_tested) and word.id not in survey.defined | untestable:
                untestable.add(word.id)
                yield Gap("deadline", clause.id, words=(word.id,), example=_dated(survey, clause.id))
        if _has_no_anchor(survey, clause.sentence) or _is_over(survey, clause.sentence):
            yield Gap("deadline", clause.id, example=_dated(survey, clause.id))


def _dated(survey: Survey, clause: str) -> tree.Sentence:
    plain = tree.Statement(tree.One(example.party(survey)), tree.Shall(tree.Do(example.ACT, (example.day(10),))))
    return example.with_detail(survey, clause, example.day(10)) or plain


def _has_no_anchor(survey: Survey, sentence: tree.Sentence) -> bool:
    """A finding nobody makes, a request nobody can make, the completion of what is never complete."""
    if next(iter(parts(sentence, tree.TheFinding)), None) and not survey.says(tree.IfFinds):
        return True
    asked = next(iter(parts(sentence, tree.IfRequests)), None) or next(iter(parts(sentence, tree.AtRequestOf)), None)
    if next(iter(parts(sentence, tree.TheRequest)), None) and not asked:
        return True
    lasting = {Mode.STANDING, Mode.ABSTENTION}
    for moment in parts(sentence, tree.AtPhase):
        modes = {mode for id_ in survey.agreement.expand(moment.clauses) for mode in survey.modes.get(id_, ())}
        if isinstance(moment.milestone, tree.Completion) and modes and modes <= lasting:
            return True
    return False


def _is_over(survey: Survey, sentence: tree.Sentence) -> bool:
    """A date that lies before the text enters into force."""
    if not survey.says(tree.EntersIntoForce):
        return False
    entries = [s.moment.date for _, s in survey.said(tree.EntersIntoForce) if isinstance(s.moment, tree.OnDay)]
    limits = [d.moment for d in parts(sentence, tree.By)] + [d.moment for d in parts(sentence, tree.ByFirst)]
    dues = [moment.date for moment in limits if isinstance(moment, tree.OnDay)]
    return any(due[:10] < entry[:10] for due in dues for entry in entries)


def twice(survey: Survey) -> Iterator[Gap]:
    """Yield counts of groups that share people with a group counted before."""
    counts: dict[str, str] = {}
    for id_, _, estimate in survey.predicates(tree.Estimates):
        counts.setdefault(estimate.group, id_)
    for clause in survey.agreement.clauses:
        for detail in parts(clause.sentence, tree.ForAmount):
            counts.setdefault(detail.what, clause.id)
    overlaps: dict[str, list[str]] = {}
    for left, right in combinations(counts, 2):
        if set(survey.members.get(left, {left})) & set(survey.members.get(right, {right})):
            overlaps.setdefault(counts[right], []).extend((left, right))
    for id_, words in overlaps.items():
        first = survey.agreement.by_id[counts[words[0]]]
        yield Gap("twice", id_, words=tuple(dict.fromkeys(words)), example=first.sentence)


def force(survey: Survey) -> Iterator[Gap]:
    """Yield offers and hopes on which another clause relies as if they were undertakings."""
    relied = {id_ for clause in survey.agreement.clauses for id_ in _relied_on(survey, clause.sentence)}
    wanted = [deed for _, statement in statements(survey.agreement) for deed in _wanted(statement)]
    firm: dict[tuple[str, str], list[Deed]] = {}
    for norm in survey.norms:
        if norm.force >= Force.UNDERTAKEN:
            firm.setdefault((norm.deed.actor, norm.deed.act), []).append(norm.deed)
    open_wants: dict[tuple[str, str], list[Deed]] = {}
    for deed in wanted:
        if not any(done.meets(deed) for done in firm.get((deed.actor, deed.act), ())):
            open_wants.setdefault((deed.actor, deed.act), []).append(deed)
    seen: set[str] = set()
    for norm in survey.norms:
        weak = norm.force in (Force.OFFERED, Force.ASPIRED)
        if not weak or norm.clause in seen:
            continue
        if norm.clause in relied or any(norm.deed.meets(deed) for deed in open_wants.get((norm.deed.actor, norm.deed.act), ())):
            seen.add(norm.clause)
            yield Gap("force", norm.clause, example=_firmer(survey, norm.clause))


def _relied_on(survey: Survey, sentence: tree.Sentence) -> Iterator[str]:
    for kind in (tree.OnlyAfter, tree.AfterClause, tree.GuaranteesPerformance, tree.AtPhase):
        for part in parts(sentence, kind):
            yield from survey.agreement.expand(part.clauses)  # type: ignore[attr-defined]


def _wanted(statement: tree.Statement) -> Iterator[Deed]:
    for premise in statement.premises:
        if isinstance(premise, tree.ProvidedUndertakes | tree.ProvidedDone | tree.AfterDeed):
            yield from deeds(premise.actor, premise.action)


def _firmer(survey: Survey, clause: str) -> tree.Sentence:
    sentence = survey.agreement.by_id[clause].sentence
    assert isinstance(sentence, tree.Statement)
    predicate = sentence.predicate
    assert isinstance(predicate, tree.Offers | tree.UndertakesIfPossible | tree.CouldPerhaps)
    return replace(sentence, predicate=tree.Undertakes(predicate.action))


def unsettled(survey: Survey) -> Iterator[Gap]:
    """Yield stages of an exchange that leave open who goes first, or what becomes of the rest."""
    for id_, stage in survey.said(tree.Stage):
        order = tree.BothAtOnce() if isinstance(stage.order, tree.OrderNotSettled) else stage.order
        rest = tree.CarriesOver() if isinstance(stage.remainder, tree.RemainderNotSettled) else stage.remainder
        settled = replace(stage, order=order, remainder=rest)
        if settled != stage:
            yield Gap("unsettled", id_, example=settled)


def linked(survey: Survey) -> Iterator[Gap]:
    """Yield links of two movements without a smallest batch or a final settlement."""
    for id_, link in survey.said(tree.Reciprocity):
        said = {type(detail) for detail in link.details}
        missing = [detail for detail in (tree.InBatches(20), tree.SettledBy(tree.DayNumber(12))) if type(detail) not in said]
        if missing:
            yield Gap("linked", id_, example=replace(link, details=(*link.details, *missing)))


def elsewhere(survey: Survey) -> Iterator[Gap]:
    """Yield clauses whose terms stand in a document that is not part of what is signed."""
    annexed = {sentence.document for _, sentence in survey.said(tree.Annexed)}
    for clause, statement in statements(survey.agreement):
        for detail in parts(statement, tree.InAccordanceWith):
            if detail.document not in annexed:
                annexed.add(detail.document)
                yield Gap("elsewhere", clause.id, words=(detail.document,), example=_annex(detail.document))


def _annex(document: str) -> tree.Sentence:
    return tree.Annexed(document, tree.Frozen(), "0" * 64)

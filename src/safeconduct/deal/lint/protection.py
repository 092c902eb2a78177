"""What protects people: those who stay, return, no compulsion, families, loading, choice, and what outlives the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from safeconduct.deal import tree
from safeconduct.deal.deeds import OPEN_PLACES
from safeconduct.deal.legs import Leg
from safeconduct.deal.lint import example
from safeconduct.deal.lint.model import Gap, Survey
from safeconduct.deal.norms import Force, Norm
from safeconduct.deal.walk import parts, words_in


def stay(survey: Survey) -> Iterator[Gap]:
    """Yield one gap for the groups whose members may not stay under protection where they would leave from."""

    def answer(leg: Leg) -> tree.Sentence:
        return tree.Statement(tree.AnyMember(leg.group), tree.MayStay(leg.origin or example.PLACE, example.PROTECTOR))

    yield from _each_leg(survey, "stay", lambda leg: _at_origin(survey, leg, tree.MayStay), answer)


def come_back(survey: Survey) -> Iterator[Gap]:
    """Yield one gap for the groups without a way back."""

    def answer(leg: Leg) -> tree.Sentence:
        return tree.Statement(tree.AnyMember(leg.group), tree.MayReturn(leg.origin or example.PLACE, tree.DayNumber(30)))

    yield from _each_leg(survey, "return", lambda leg: _at_origin(survey, leg, tree.MayReturn), answer)


def _at_origin(survey: Survey, leg: Leg, kind: type[tree.MayStay] | type[tree.MayReturn]) -> bool:
    """Whether a clause says it for the leg; one that names nobody has a finding of its own."""
    return any(
        leg.origin in ("", predicate.place) and _is_for(survey, statement.bearer, leg.group)
        for _, statement, predicate in survey.predicates(kind)
    )


def _is_for(survey: Survey, bearer: tree.Subject, group: str) -> bool:
    return isinstance(bearer, tree.Someone) or any(survey.covers(word, group) for word in words_in(bearer))


def whom(survey: Survey) -> Iterator[Gap]:
    """Yield groups that are protected on the way, do not leave themselves, and are not said to be made up of those who do."""
    protecting = [(c.id, group) for c in survey.agreement.clauses for group in _protected_on_the_way(c.sentence)]
    seen: set[str] = set()
    for clause, group in protecting:
        if group not in seen and not _is_known(survey, group):
            seen.add(group)
            yield Gap("whom", clause, words=(group,), example=tree.Includes(group, survey.moving_groups))


def _protected_on_the_way(sentence: tree.Sentence) -> Iterator[str]:
    if isinstance(sentence, tree.NotCompelled | tree.FamilyUnity):
        yield sentence.group
    elif isinstance(sentence, tree.Statement) and isinstance(sentence.predicate, tree.ObservesLoading):
        yield sentence.predicate.group


def _is_known(survey: Survey, group: str) -> bool:
    """Whether those who leave are among a group, or could not be: without movements there is nobody to be among."""
    return group in survey.members or not survey.moving_groups or any(survey.covers(group, one) for one in survey.moving_groups)


def _protects_on_the_way(survey: Survey, groups: set[str], leg: Leg) -> bool:
    """Whether one of the groups covers a leg; one that nothing names has a finding of its own (``whom``)."""
    return any(survey.covers(group, leg.group) or not _is_known(survey, group) for group in groups)


def voluntary(survey: Survey) -> Iterator[Gap]:
    """Yield one gap for the groups that nothing protects from being made to leave."""
    free = {sentence.group for _, sentence in survey.said(tree.NotCompelled)}

    def answer(leg: Leg) -> tree.Sentence:
        act = next(m.norm.deed.act for m in survey.movements if m.leg == leg)
        return tree.NotCompelled(leg.group, tree.Do(act))

    yield from _each_leg(survey, "voluntary", lambda leg: _protects_on_the_way(survey, free, leg), answer)


def family(survey: Survey) -> Iterator[Gap]:
    """Yield one gap for the groups whose families may be torn apart."""
    kept = {sentence.group for _, sentence in survey.said(tree.FamilyUnity)}
    together: Callable[[Leg], bool] = lambda leg: _protects_on_the_way(survey, kept, leg)
    yield from _each_leg(survey, "family", together, lambda leg: tree.FamilyUnity(leg.group))


def loading(survey: Survey) -> Iterator[Gap]:
    """Yield one gap for the groups whose loading nobody observes."""
    seen = {predicate.group for _, _, predicate in survey.predicates(tree.ObservesLoading)}

    def answer(leg: Leg) -> tree.Sentence:
        return tree.Statement(tree.One(example.MONITOR), tree.ObservesLoading(leg.group))

    yield from _each_leg(survey, "loading", lambda leg: _protects_on_the_way(survey, seen, leg), answer)


def destination(survey: Survey) -> Iterator[Gap]:
    """Yield one gap for the groups that have one place to go to and no other."""

    def chosen(leg: Leg) -> bool:
        ends = {m.leg.destination for m in survey.movements if m.leg.group == leg.group and m.leg.destination}
        return len(ends) != 1 or is_free_choice(survey, leg)

    def answer(leg: Leg) -> tree.Sentence:
        act = next(m.norm.deed.act for m in survey.movements if m.leg == leg)
        return tree.Statement(tree.AnyMember(leg.group), tree.May(tree.Do(act, (tree.ToAnyPlace(),))))

    yield from _each_leg(survey, "destination", chosen, answer)


def is_free_choice(survey: Survey, leg: Leg) -> bool:
    """Say whether those who leave choose the place themselves; a place that others agree on is not their choice."""
    return any(
        movement.leg.group == leg.group and movement.norm.detail(tree.ToAnyPlace) is not None for movement in survey.movements
    )


def _each_leg(survey: Survey, code: str, is_met: Callable[[Leg], bool], answer: Callable[[Leg], tree.Sentence]) -> Iterator[Gap]:
    missing = [leg for leg in survey.legs if not is_met(leg)]
    if missing:
        groups = tuple(dict.fromkeys(leg.group for leg in missing))
        yield Gap(code, survey.legs[missing[0]], words=groups, example=answer(missing[0]))


# --- what takes protection away, and what never gave it ----------------------------------------------------------------

_PROTECTIVE = (tree.MayStay, tree.MayReturn)


def survival(survey: Survey) -> Iterator[Gap]:
    """Yield one gap for the protective clauses that the end of the text, a suspension or a notice would switch off."""
    protective = [c.id for c in survey.agreement.clauses if _protects(c.sentence)]
    kept = {id_ for _, sentence in survey.said(tree.Survives) for id_ in survey.agreement.expand(sentence.clauses)}
    stripped = {id_ for id_ in protective if id_ not in kept} if survey.says(tree.Ends) else set()
    for clause in survey.agreement.clauses:
        if isinstance(clause.sentence, tree.SuspendedWhile):
            stripped |= set(survey.agreement.expand(clause.sentence.clauses)) & set(protective)
        for action in parts(clause.sentence, tree.Suspend):
            stripped |= set(survey.agreement.expand(action.clauses)) & set(protective)
    found = tuple(id_ for id_ in protective if id_ in stripped)
    if found:
        covered = tree.Clause(found[0]) if len(found) == 1 else tree.ClausePair(found)
        yield Gap("survival", found[0], clauses=found, example=tree.Survives(covered))


def _protects(sentence: tree.Sentence) -> bool:
    if isinstance(sentence, tree.NotCompelled | tree.FamilyUnity):
        return True
    return isinstance(sentence, tree.Statement) and isinstance(sentence.predicate, _PROTECTIVE)


def option(survey: Survey) -> Iterator[Gap]:
    """Yield movements that are open to people and that nobody is bound to protect."""
    seen: set[str] = set()
    for movement in survey.movements:
        if movement.clause not in seen and not _is_protected(survey, movement.leg, movement.clause):
            seen.add(movement.clause)
            answer = example.with_detail(survey, movement.clause, tree.EscortedBy(example.PROTECTOR))
            yield Gap("option", movement.clause, words=(movement.leg.group,), example=answer)


def _is_protected(survey: Survey, leg: Leg, clause: str) -> bool:
    """An escort named in the clause, or another's duty for the group that reaches to the end of the way."""
    if clause in survey.escorted:
        return True
    for norm in survey.services:
        served = any(isinstance(detail, tree.ForGroup) and survey.covers(detail.group, leg.group) for detail in norm.details)
        if served and norm.deed.actor != leg.group and _reaches(norm, leg):
            return True
    return False


def _reaches(norm: Norm, leg: Leg) -> bool:
    """Whether a duty lasts to the end of the way; where it names no end it does."""
    ends = {detail.place for detail in norm.details if isinstance(detail, tree.AsFarAs)} | set(norm.deed.slot("to"))
    return ends <= {leg.destination, *OPEN_PLACES}


def goes_first(survey: Survey) -> Iterator[Gap]:
    """Yield one gap when several have to perform and nothing bounds what the first one risks."""
    linked = (tree.Reciprocity, tree.Stage, tree.AtTheSameTime)
    if any(survey.says(kind) for kind in linked):
        return
    bound = {norm.deed.actor for norm in survey.duties if norm.force >= Force.UNDERTAKEN and norm.bearers}
    actors = bound | set(survey.moving_groups)
    if len(survey.moving_groups) > 1:
        left, right = survey.moving_groups[:2]
        answer = tree.Reciprocity(left, right, 1, 1, tree.Arrived(), 60, 60, (tree.InBatches(20),))
        yield Gap("first", "", words=(left, right), example=answer)
    elif len(actors) > 1 and not survey.says(tree.GuaranteesPerformance):
        norm = next(norm for norm in survey.norms if norm.deed.actor in actors)
        other = norm.deed.actor
        promise = tree.GuaranteesPerformance(other, tree.Clause(norm.clause), tree.Do(example.ACT, (example.day(10),)))
        yield Gap("first", "", words=tuple(sorted(actors))[:2], example=tree.Statement(tree.One(example.PROTECTOR), promise))

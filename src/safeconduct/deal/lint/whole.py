"""What the text as a whole lacks: entry, verification, disputes, breach, expiry."""

from __future__ import annotations

from collections.abc import Iterator

from safeconduct.deal import tree
from safeconduct.deal.lint import example
from safeconduct.deal.lint.model import Gap, Survey
from safeconduct.deal.norms import Force, Mode
from safeconduct.deal.walk import found, parts

_OWN_PROOF = (tree.VerifiedBy,)


def entry(survey: Survey) -> Iterator[Gap]:
    """Yield one gap when no clause says from when the text binds."""
    if survey.norms and not survey.says(tree.EntersIntoForce):
        yield Gap("entry", example=tree.EntersIntoForce(tree.TheSignature()))


def verified(survey: Survey) -> Iterator[Gap]:
    """Yield one gap that lists the duties and movements nobody verifies."""
    verifying = {
        id_ for _, _, role in survey.predicates(tree.IsTo) if isinstance(role.role, tree.Verify) for id_ in _covered(survey, role)
    }
    candidates = [*survey.duties, *(movement.norm for movement in survey.movements)]
    bare = [norm.clause for norm in candidates if not any(isinstance(detail, _OWN_PROOF) for detail in norm.details)]
    missing = tuple(clause.id for clause in survey.agreement.clauses if clause.id in bare and clause.id not in verifying)
    if missing:
        yield Gap("verified", missing[0], clauses=missing, example=_role(tree.Verify(), missing, example.MONITOR, tree.Advisory()))


def _covered(survey: Survey, role: tree.IsTo) -> tuple[str, ...]:
    return survey.agreement.expand(role.clauses)


def _role(role: tree.Role, clauses: tuple[str, ...], actor: str, weight: tree.Weight) -> tree.Statement:
    covered = tree.Clause(clauses[0]) if len(clauses) == 1 else tree.ClauseRange(clauses[0], clauses[-1])
    return tree.Statement(tree.One(actor), tree.IsTo(role, covered, weight))


def disputes(survey: Survey) -> Iterator[Gap]:
    """Yield one gap when nobody decides disputes in a way that binds."""
    deciding = (role for _, _, role in survey.predicates(tree.IsTo) if isinstance(role.role, tree.Determine))
    if survey.norms and not any(not isinstance(role.weight, tree.Advisory) for role in deciding):
        clauses = (survey.norms[0].clause, survey.norms[-1].clause)
        yield Gap("disputes", example=_role(tree.Determine(), tuple(dict.fromkeys(clauses)), example.BOARD, tree.Binding()))


def breach(survey: Survey) -> Iterator[Gap]:
    """Yield one gap when nothing follows from a promise that is found not kept."""
    bound = {norm.clause for norm in survey.norms if norm.force >= Force.OFFERED} - slots(survey)
    findings = (premise for _, premise in found(survey.agreement, tree.IfFinds))
    if bound and not any(bound & set(survey.agreement.expand(premise.clauses)) for premise in findings):
        first = next(norm for norm in survey.norms if norm.clause in bound)
        remedy = tree.MayByNotice(tree.Suspend(tree.Clause(first.clause), (_within_two_days(),)))
        bearer = first.bearers[0] if first.bearers else example.PROTECTOR
        premise = tree.IfFinds(example.BOARD, tree.Clause(first.clause))
        yield Gap("breach", example=tree.Statement(tree.One(example.party(survey, bearer)), remedy, (premise,)))


def _within_two_days() -> tree.Detail:
    return tree.Within(tree.Lasting(48, tree.Hours()), tree.TheFinding())


def slots(survey: Survey) -> set[str]:
    """Return the clauses that leave something to be agreed later."""
    open_kinds = (tree.ToAgreedPlaces, tree.StillOpen, tree.LeftOpen)
    return {clause.id for kind in open_kinds for clause, _ in found(survey.agreement, kind)}


def expiry(survey: Survey) -> Iterator[Gap]:
    """Yield one gap when the text has no end."""
    if survey.norms and not survey.says(tree.Ends):
        yield Gap("expiry", example=tree.Ends(tree.DayNumber(180)))


def amendment(survey: Survey) -> Iterator[Gap]:
    """Yield one gap when nothing says how the text is changed."""
    bound = dict.fromkeys(bearer for norm in survey.norms for bearer in norm.bearers if norm.force >= Force.UNDERTAKEN)
    parties = tuple(bearer for bearer in bound if survey.word(bearer).kind == "party")
    if survey.norms and not survey.says(tree.Amended):
        yield Gap("amendment", example=tree.Amended(parties or (example.party(survey),)))


def afterwards(survey: Survey) -> Iterator[Gap]:
    """Yield one gap when people move and no two parties owe anything once they have."""
    if not survey.movements:
        return
    last = max((day.number for m in survey.movements for part in m.norm.details for day in parts(part, tree.DayNumber)), default=0)
    owing = {norm.clause: set[str]() for norm in survey.norms}
    for norm in survey.norms:
        lasting = norm.mode in (Mode.RESULT, Mode.STANDING, Mode.MEANS) and norm.force >= Force.UNDERTAKEN
        if lasting and any(_comes_after(part, last) for part in (*norm.details, *norm.premises)):
            owing[norm.clause].update(norm.bearers or ("one not named", "another"))  # that nobody is named is a finding of its own
    if any(len(bearers) > 1 for bearers in owing.values()):
        return
    sides = tuple(word.id for word in survey.agreement.words.values() if word.kind == "party")[:2] or (example.party(survey),)
    act = tree.Do(example.ACT, (tree.Within(tree.Lasting(10, tree.Days()), tree.AtEvent(example.EVENT)),))
    yield Gap("afterwards", example=tree.Statement(tree.EachOf(sides) if len(sides) > 1 else tree.One(sides[0]), tree.Shall(act)))


def _comes_after(part: tree.Node, last: int) -> bool:
    """Whether a duty waits for an event, or for a day after the last one of the movement."""
    if isinstance(part, tree.AfterEvent | tree.OnlyAfterEvent):
        return True
    if isinstance(part, tree.Since):
        return isinstance(part.moment, tree.AtEvent) or (isinstance(part.moment, tree.DayNumber) and part.moment.number >= last > 0)
    return isinstance(part, tree.Within | tree.WithinFirst | tree.ForLength) and isinstance(part.moment, tree.AtEvent)


def slot(survey: Survey) -> Iterator[Gap]:
    """Yield what is left to be agreed and has no rule for the case that it is not."""
    caught = {
        id_
        for clause in survey.agreement.clauses
        for premise in parts(clause.sentence, tree.IfFinds)
        for id_ in survey.agreement.expand(premise.clauses)
    }
    left_open = slots(survey)
    for clause in survey.agreement.clauses:
        if clause.id not in left_open or (clause.id in caught and not isinstance(clause.sentence, tree.LeftOpen)):
            continue
        duty = tree.Shall(tree.Do(example.ACT, (_within_two_days(),)))
        premise = tree.IfFinds(example.BOARD, tree.Clause(clause.id))
        yield Gap("slot", clause.id, example=tree.Statement(tree.One(example.MONITOR), duty, (premise,)))

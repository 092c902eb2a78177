"""Deeds done on credit: somebody did their part on the strength of a promise that is not kept yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from safeconduct.deal import tree
from safeconduct.deal.deeds import Deed, deeds
from safeconduct.deal.model import Agreement
from safeconduct.deal.norms import Mode, Norm, norms_of
from safeconduct.deal.standing import model
from safeconduct.deal.standing.model import Instance, Standing

_DONE = (model.FULFILLED, model.FULFILLED_LATE)
_OPEN = (model.DUE, model.PARTLY_DONE, model.OVERDUE, model.ALLEGED, model.FOUND_BREACHED, model.SUSPENDED)


@dataclass(frozen=True, slots=True)
class Debt:
    """One deed done on credit.

    Arguments:
        creditors: those who did their part.
        debtors: those who owe theirs.
        done: clause performed; empty where the deed is owed under no clause.
        owed: clause still open.
        state: how the open one stands.
        since: when the debt arose.
    """

    creditors: tuple[str, ...]
    debtors: tuple[str, ...]
    done: str
    owed: str
    state: str
    since: datetime | None


def debts(standing: Standing, agreement: int = 0) -> tuple[Debt, ...]:
    """Return the debts under one agreement, in the order of the clauses that are still open.

    A debt exists when a duty that waits for another's deed is open after that deed, or when a deed promised in return for an
    undertaking is done and the undertaking is not kept.

    Cost: linear in instances, for each condition a look at the norms of the same act.
    """
    text = standing.agreements[agreement]
    norms = norms_of(text)
    instances = [one for one in standing.instances if one.agreement == agreement and not one.trigger]
    by_norm = {norm: one for one in instances for norm in one.norms}
    found = [debt for one in instances for debt in (*_after(one, norms, by_norm, text), *_in_return(one, norms, by_norm))]
    return tuple(dict.fromkeys(found))


def _after(one: Instance, norms: tuple[Norm, ...], by_norm: dict[str, Instance], text: Agreement) -> Iterator[Debt]:
    """Yield the debts of an open duty towards those whose deed it waited for."""
    if one.state not in _OPEN or one.norm.mode not in (Mode.RESULT, Mode.MEANS):
        return
    for premise in one.norm.premises:
        if isinstance(premise, tree.AfterDeed | tree.ProvidedDone) and premise.actor not in one.bearers:
            clauses = [n.clause for deed in deeds(premise.actor, premise.action) for n in _promising(deed, norms)]
            yield Debt((premise.actor,), one.bearers, clauses[0] if clauses else "", one.clause, one.state, one.since)
        elif isinstance(premise, tree.AfterClause) and isinstance(premise.phase, tree.Complete | tree.Verified):
            for clause in text.expand(premise.clauses):
                for norm in norms:
                    if norm.clause == clause and norm.id in by_norm and not set(norm.bearers) & set(one.bearers):
                        yield Debt(norm.bearers, one.bearers, clause, one.clause, one.state, one.since)


def _in_return(one: Instance, norms: tuple[Norm, ...], by_norm: dict[str, Instance]) -> Iterator[Debt]:
    """Yield the debts towards those who performed what they promised in return for an undertaking."""
    if one.state not in _DONE:
        return
    for premise in one.norm.premises:
        if isinstance(premise, tree.ProvidedUndertakes):
            for deed in deeds(premise.actor, premise.action):
                for norm in _promising(deed, norms):
                    other = by_norm.get(norm.id)
                    if other is not None and other.state in _OPEN:
                        yield Debt(one.bearers, norm.bearers, one.clause, norm.clause, other.state, one.since)


def _promising(deed: Deed, norms: tuple[Norm, ...]) -> list[Norm]:
    return [norm for norm in norms if norm.mode in (Mode.RESULT, Mode.MEANS) and norm.deed.meets(deed)]

"""Figures and lengths that cannot be: the part of ``check.py`` that reckons; dates are in ``dates.py``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from safeconduct.deal import tree
from safeconduct.deal.codes import QUANTITY, RANGE, ZERO_LENGTH
from safeconduct.deal.language import NODE_BY_NAME, field_types
from safeconduct.deal.model import Agreement, Clause
from safeconduct.deal.walk import found, parts, statements
from safeconduct.errors import Place, Problem, say

_MOST = 10**9
LONGEST = {tree.Minutes: 10**8, tree.Hours: 10**6, tree.Days: 36_525, tree.Weeks: 5_218, tree.Months: 1_200}
"""About a hundred years: no text runs longer, and the calendar ends with the year 9999."""

_LISTS: frozenset[type[tree.Node]] = frozenset({tree.AllOf, tree.AnyOf, tree.AtLeastOf})
_FIGURED = _LISTS | {kind for kind in NODE_BY_NAME.values() if any(f.token == "NUMBER" for f in field_types(kind).values())}
"""The nodes that hold a figure or a list: the only ones looked at."""


def problems(agreement: Agreement) -> Iterator[Problem]:
    """Yield every figure and length that cannot be."""
    for clause, node in found(agreement, *_FIGURED):
        report = Report(clause)
        yield from _amount(node, report)
        yield from _length(node, report)
        yield from _list(node, report)
    yield from _more_than_the_whole(agreement)
    for clause, link in found(agreement, tree.Reciprocity):
        yield from _batches(link, Report(clause))


@dataclass(frozen=True, slots=True)
class Report:
    """Makes a problem of a clause, at its place in the first language of the file."""

    clause: Clause

    def __call__(self, code: str, what: str, why: str, do: str) -> Problem:
        place = next(iter(self.clause.places.values()), Place())
        return Problem(code, say("clause {id}: {what}", id=self.clause.id, what=what), why=why, do=do, where=place)


def _amount(node: tree.Node, report: Report) -> Iterator[Problem]:
    if isinstance(node, tree.Between | tree.LastingBetween) and node.low > node.high:
        what = say("{low} to {high} runs downwards", low=node.low, high=node.high)
        yield report(RANGE, what, say("plans and comparisons use both ends"), say("write the lower figure first"))
    figures = [value for name in ("low", "high", "number") if isinstance(value := getattr(node, name, None), int)]
    if any(figure > _MOST for figure in figures):
        what = say("{figures} is no figure of this world", figures=f"{max(figures):.1e}")
        yield report(QUANTITY, what, say("nobody can count so far"), say("check for figures that ran together"))
    if isinstance(node, tree.AtLeast | tree.Exactly | tree.InBatches | tree.Stage) and node.number == 0:
        what = say("a count of 0 asks for nothing")
        yield report(QUANTITY, what, say("it is kept before anybody moves"), say("write the figure that was meant"))
    if isinstance(node, tree.Reciprocity) and 0 in (node.left_share, node.right_share):
        yield report(
            QUANTITY,
            say("a share of 0 links nothing"),
            say("one side would move against nothing"),
            say("write both shares, 1 or more"),
        )
    if isinstance(node, tree.IsEstablished) and node.seats == 0:
        yield report(QUANTITY, say("a body without members"), say("it could never meet"), say("write how many each side sends"))


def _length(node: tree.Node, report: Report) -> Iterator[Problem]:
    if not isinstance(node, tree.Lasting | tree.LastingBetween):
        return
    longest = node.number if isinstance(node, tree.Lasting) else node.high
    unit = type(node.unit).__name__.lower()
    if longest == 0:
        what = say("0 {unit} is no length of time", unit=unit)
        yield report(
            ZERO_LENGTH, what, say("it is over when it begins"), say("write the length that was meant, or the moment itself")
        )
    elif longest > LONGEST[type(node.unit)]:
        what = say("{longest} {unit} is longer than a hundred years", longest=longest, unit=unit)
        yield report(QUANTITY, what, say("nobody who signs could see its end"), say("write the length that was meant"))


def _list(node: tree.Node, report: Report) -> Iterator[Problem]:
    if isinstance(node, tree.AtLeastOf) and not 0 < node.number <= len(node.items):
        what = say("at least {number} of {items} items", number=node.number, items=len(node.items))
        yield report(
            QUANTITY,
            what,
            say("nobody could ever do it, or ever fail to"),
            say("write a figure from 1 to {items}", items=len(node.items)),
        )
    if isinstance(node, tree.AllOf | tree.AnyOf | tree.AtLeastOf):
        acts = [item.act for item in node.items if isinstance(item, tree.ListedAct)]
        if len(set(acts)) < len(acts):
            yield report(
                QUANTITY, say("the list names an act twice"), say("the count of items would be off"), say("name each act once")
            )


def _closed_groups(agreement: Agreement) -> Mapping[str, int]:
    """Return the highest figure of each group that can no longer grow."""
    return {
        statement.predicate.group: max(getattr(statement.predicate.amount, name, 0) for name in ("high", "number"))
        for _, statement in statements(agreement)
        if isinstance(statement.predicate, tree.Estimates)
        and isinstance(statement.predicate.population, tree.ClosedPopulation)
        and isinstance(statement.predicate.amount, tree.Between | tree.AtMost | tree.Exactly)
    }


def _more_than_the_whole(agreement: Agreement) -> Iterator[Problem]:
    whole = _closed_groups(agreement)
    asked = [(clause, d.what, d.amount) for clause, d in found(agreement, tree.ForAmount) if isinstance(d.unit, tree.Persons)]
    for clause, stage in found(agreement, tree.Stage):
        asked += [(clause, stage.left, stage.left_amount), (clause, stage.right, stage.right_amount)]
    for clause, group, amount in asked:
        least = getattr(amount, "low", 0) if isinstance(amount, tree.Between) else getattr(amount, "number", 0)
        if not isinstance(amount, tree.AtMost) and group in whole and least > whole[group]:
            what = say("{least} of a group that has at most {whole}", least=least, whole=whole[group])
            yield Report(clause)(
                QUANTITY, what, say("it could never be reached"), say("correct this figure or the estimate of the group")
            )


def _batches(link: tree.Reciprocity, report: Report) -> Iterator[Problem]:
    leads = (link.left_lead, link.right_lead)
    for batch in parts(link, tree.InBatches):
        if batch.number > max(leads):
            what = say(
                "batches of at least {number}, and nobody may be more than {leads} ahead", number=batch.number, leads=max(leads)
            )
            yield report(
                QUANTITY, what, say("the first batch could never set out"), say("make the batch smaller or the lead larger")
            )

"""Which text, and which of its clauses, an entry speaks of; when a text began."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from safeconduct.deal import tree
from safeconduct.deal.model import Agreement
from safeconduct.deal.standing.events import Event
from safeconduct.kernel import parse_when

BEGINS = ("statement", "signature", "undertaking")
"""Types of entries that show that the text they name has begun."""


def label(agreement: Agreement) -> str:
    """Return the name by which entries and answers call an agreement: that of its file, else its deal."""
    return agreement.file.removesuffix(".md").removesuffix(".deal") or agreement.deal


def covered(agreement: Agreement, reference: str) -> tuple[str, ...]:
    """Return the clauses a number in an entry covers: itself, or everything under it, or a range ``2-4``."""
    first, dash, last = reference.partition("-")
    try:
        return agreement.expand(tree.ClauseRange(first, last) if dash else tree.Clause(first))
    except ValueError:
        return ()


def start_of(agreement: Agreement, events: Iterable[Event]) -> datetime | None:
    """Return when a text began: the first signature it bears, else the first statement dated in it or entry that names it.

    Returns: None where nothing tells; such a text counts as begun.
    """
    signed = [c.sentence.date for c in agreement.clauses if isinstance(c.sentence, tree.Signed)]
    dated = [
        premise.date
        for clause in agreement.clauses
        if isinstance(clause.sentence, tree.Statement)
        for premise in clause.sentence.premises
        if isinstance(premise, tree.OnDate)
    ]
    days = [parse_when(day[:10], agreement.clock) for day in signed or dated]
    if not signed:
        days += [event.start for event in events if event.type in BEGINS and names(event, agreement)]
    return min(days, default=None)


def is_signed(agreement: Agreement) -> bool:
    """Whether the text itself bears a dated signature."""
    return any(isinstance(clause.sentence, tree.Signed) for clause in agreement.clauses)


def names(event: Event, agreement: Agreement) -> bool:
    """Whether an entry names an agreement as the one it speaks of."""
    name = str(event.body.get("agreement") or "")
    return bool(name) and label(agreement).startswith(name)

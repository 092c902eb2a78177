"""What the text wants told, judged apart: whether a notice was given, what it states, and whether whom it is for has received it."""

from __future__ import annotations

from collections.abc import Iterator

from safeconduct.deal import tree
from safeconduct.deal.deeds import NOTIFY
from safeconduct.deal.standing.case import Case
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.model import Reason
from safeconduct.deal.standing.proof import unstated
from safeconduct.deal.standing.shown import remark
from safeconduct.kernel import Truth


def told_apart(case: Case) -> tuple[Reason, ...]:
    """Return remarks on contents that the record does not tell, and on receipt, for a notice that counts."""
    if case.norm.deed.act != NOTIFY or case.shown.truth is not Truth.YES:
        return ()
    ids = [entry for why in case.shown.why if why.code == "shown" for entry in why.entries]
    return tuple(why for id_ in ids if (event := case.world.record.standing.get(id_)) for why in _remarks(case, event))


def _remarks(case: Case, event: Event) -> Iterator[Reason]:
    wanted = case.norm.detail(tree.Stating)
    if unstated(case.norm, event) is None and isinstance(wanted, tree.Stating):
        yield remark("contents_untold", event, words=wanted.matters)
    receivers = case.norm.deed.slot("other")
    answers = case.world.record.answers(event, case.text.number, case.norm.clause)
    received = [e for e in answers if e.type == "statement" and e.actor in receivers]
    yield remark("received", received[0]) if received else remark("receipt_untold", event, receivers=receivers)

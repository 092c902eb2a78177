"""Whether an entry is about a deed, and whether it shows it: what a doer says is a claim until the named witness confirms it.

Words that nobody can test show nothing, and never become true by silence.
"""

from __future__ import annotations

from collections.abc import Iterable

from safeconduct.deal import tree
from safeconduct.deal.deeds import NOTIFY, OPEN_PLACES, SUSPEND, Deed
from safeconduct.deal.norms import Norm
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.model import Reason, because
from safeconduct.deal.standing.shown import band_of, shown_by_of
from safeconduct.deal.standing.world import Text

_DEFAULT = ("deed", "observation", "signature", "acceptance")
_DOCUMENTS = ("deed", "statement", "notice", "observation", "publication")
_WORDS_ONLY = ("statement", "publication", "request", "refusal")
"""Entries that name a clause without doing what it says: a statement makes an offer, it does not keep it."""


def shows(text: Text, event: Event, deed: Deed) -> bool:
    """Whether an entry shows a deed, by its kind and its witness."""
    shown_by = shown_by_of(text, deed.act)
    if event.type == "observation" and event.body.get("value", "yes") != "yes":
        return False
    if shown_by is None:
        return event.type in _DEFAULT or (deed.act in (NOTIFY, SUSPEND) and event.type == "notice")
    if not shown_by.is_tested or shown_by.witness not in ("", event.actor):
        return False
    if shown_by.kind == "document":
        return event.type in _DOCUMENTS and event.method == "document"
    return event.type == shown_by.kind or (
        shown_by.kind == "observation" and event.type == "deed" and event.method in ("saw", "sensor")
    )


def matches(event: Event, deed: Deed, actors: Iterable[str], *, named: bool) -> bool:
    """Whether an entry is about a deed: its doer, its act, at least its slots.

    Arguments:
        actors: those whose deed it would be.
        named: the entry names the clause, and may leave out the act and the slots.
    """
    if event.doer and event.doer not in actors:
        return False
    body = event.body
    act = str(body.get("act") or (body.get("of") if event.type == "observation" else "") or "")
    if act != deed.act and not (named and not act and event.type not in _WORDS_ONLY):
        return False
    if named and "slots" not in body:
        return True
    wanted = {slot for slot in deed.slots if slot[0] != "to" or slot[1] not in OPEN_PLACES}
    return wanted <= slots_of(event)


def slots_of(event: Event) -> set[tuple[str, str]]:
    """Return the slots an entry fills."""
    slots = event.body.get("slots") or {}
    return {(name, value) for name, values in slots.items() for value in ([values] if isinstance(values, str) else values)}


def unstated(norm: Norm, event: Event) -> tuple[str, ...] | None:
    """Return what a notice leaves out of what the clause wants stated; None where the entry does not tell what it states."""
    wanted = norm.detail(tree.Stating)
    if norm.deed.act != NOTIFY or not isinstance(wanted, tree.Stating):
        return ()
    stated = event.body.get("stating")
    if stated is None:
        return None
    said = {stated} if isinstance(stated, str) else set(stated)
    return tuple(matter for matter in wanted.matters if matter not in said)


def lacking(norm: Norm, event: Event) -> Reason | None:
    """Return that a notice was given without all that the clause wants stated; None where it is whole, or does not tell."""
    left_out = unstated(norm, event)
    return (
        because("contents_missing", actor=event.actor, words=left_out, when=band_of(event), entries=(event.id,))
        if left_out
        else None
    )

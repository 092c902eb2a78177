"""The entries that are about what a norm asks for, whoever they may convince."""

from __future__ import annotations

from safeconduct.deal.norms import Norm
from safeconduct.deal.standing.bodies import agreed_places
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.proof import matches, slots_of
from safeconduct.deal.standing.world import Text, World


def candidates(world: World, text: Text, norm: Norm) -> list[Event]:
    """Return the entries about the deed of a norm: those that name its clause, and those that name none."""
    named = world.record.said(text.number, norm.clause, "clause", "binding")
    loose = [event for doer in {*norm.bearers, norm.deed.actor, ""} for event in world.record.look("loose", doer, norm.deed.act)]
    found = [e for e in named if matches(e, norm.deed, norm.bearers, named=True)]
    found += [e for e in loose if matches(e, norm.deed, norm.bearers, named=False)]
    places = agreed_places(world, text, norm)
    return [e for e in found if _goes_there(e, places)] if places else found


def _goes_there(event: Event, places: frozenset[str]) -> bool:
    """Whether a deed is to a place agreed on; one that names the clause, and no place, is told as the clause wants it."""
    to = {value for name, value in slots_of(event) if name == "to"}
    return to <= places if to else "clause" in event.body

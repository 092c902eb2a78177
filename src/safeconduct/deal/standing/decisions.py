"""Whether somebody declared a decision, and has not taken it back since."""

from __future__ import annotations

from safeconduct.deal.deeds import Deed
from safeconduct.deal.standing.model import because
from safeconduct.deal.standing.proof import matches, slots_of
from safeconduct.deal.standing.shown import Shown, first_shown
from safeconduct.deal.standing.world import Text, World
from safeconduct.kernel import Truth


def decided(world: World, text: Text, deed: Deed) -> Shown:
    """Return whether somebody declared the decision to do a deed, and did not revoke or refuse it since."""
    entries = [e for e in world.record.look("decided", deed.act) if e.actor == deed.actor]
    refusals = [e for e in world.record.look("refused", deed.act) if e.actor == deed.actor]
    latest = max([*entries, *refusals], key=lambda e: e.index, default=None)
    if latest is None:
        return Shown(Truth.NO, why=(because("undecided", actor=deed.actor, act=deed),))
    if latest.type == "refusal" or latest.body.get("revoked") is True:
        return Shown(Truth.NO, why=(because("refused", actor=deed.actor, act=deed, entries=(latest.id,)),))
    fitting = [e for e in entries if matches(e, deed, (deed.actor,), named=False) and e.body.get("revoked") is not True]
    if not fitting or not matches(latest, deed, (deed.actor,), named=False):
        slots = tuple(sorted(slots_of(latest)))
        return Shown(Truth.NO, why=(because("decided_otherwise", actor=deed.actor, act=deed, slots=slots, entries=(latest.id,)),))
    last_otherwise = max((e.index for e in (*entries, *refusals) if e not in fitting), default=-1)
    return first_shown(world, [e for e in fitting if e.index > last_otherwise], "decided", actor=deed.actor, act=deed)

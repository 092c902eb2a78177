"""Suspensions: from when to when, on whose word, and what they do to time limits.

A clause "suspended while …" says itself whether time stops. A suspension by notice counts where the text gives its author the power, and
the notice came while the power stood open; where the text does not say whether time stops, a limit is only known between the two
answers. Anything else is a recorded fact that suspends no duty, and is told as such.
"""

from __future__ import annotations

from collections.abc import Sequence

from safeconduct.deal.deeds import SUSPEND
from safeconduct.deal.norms import Norm
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.model import Reason, because
from safeconduct.deal.standing.pause import Pause, pauses_by_text
from safeconduct.deal.standing.powers import Use, notices, suspends, use, windows
from safeconduct.deal.standing.shown import band_of, remark
from safeconduct.deal.standing.world import Text, World
from safeconduct.kernel import Truth


def pauses(world: World, text: Text, clause: str) -> tuple[tuple[Pause, ...], tuple[Reason, ...]]:
    """Return the suspended periods of a clause in order of time, and remarks on suspensions that do not count."""
    return world.sheet.value(("pauses", text.number, clause), lambda: _pauses(world, text, clause))


def _pauses(world: World, text: Text, clause: str) -> tuple[tuple[Pause, ...], tuple[Reason, ...]]:
    powers = [norm for norm in text.by_act.get(SUSPEND, ()) if clause in suspends(text, norm)]
    relief = world.record.said(text.number, clause, "relief")
    begins = [*(e for e in relief if e.type == "suspension"), *(e for norm in powers for e in notices(world, text, norm))]
    found: list[Pause] = []
    remarks: list[Reason] = []
    for event in sorted({e.id: e for e in begins}.values(), key=lambda e: (e.start, e.index)):
        power, worth = _worth(world, text, event, powers)
        end = _resumed(relief, event)
        if worth.why is not None:
            remarks.append(worth.why)
        if power is not None and worth.counts is not Truth.NO:
            why = because("suspended_by", actor=event.actor, clause=power.clause, entries=(event.id,))
            found.append(Pause(band_of(event), band_of(end) if end else None, Truth.UNKNOWN, why, worth.counts))
    both = [*pauses_by_text(world, text, clause), *found]
    return tuple(sorted(both, key=lambda pause: (pause.start.low, pause.start.high))), tuple(remarks)


def _worth(world: World, text: Text, event: Event, powers: Sequence[Norm]) -> tuple[Norm | None, Use]:
    """Return the power under which somebody suspended, with what that is worth: the best of the powers they hold."""
    held = [(norm, use(norm, windows(world, text, norm), event)) for norm in powers if event.actor in norm.bearers]
    if held:
        order = (Truth.YES, Truth.UNKNOWN, Truth.NO)
        return min(held, key=lambda pair: order.index(pair[1].counts))
    if not powers:
        return None, Use(Truth.NO, remark("suspension_without_power", event))
    holders = tuple(dict.fromkeys(bearer for norm in powers for bearer in norm.bearers))
    return None, Use(Truth.NO, remark("suspension_by_another", event, holders=holders, clause=powers[0].clause))


def _resumed(relief: Sequence[Event], suspension: Event) -> Event | None:
    later = [e for e in relief if e.type == "resumption" and e.start >= suspension.start]
    return min(later, key=lambda e: (e.start, e.index), default=None)

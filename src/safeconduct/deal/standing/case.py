"""Everything the rules look at for one clause instance, and what a rule answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from safeconduct.deal.deeds import Deed, answered_for
from safeconduct.deal.norms import Norm
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.findings import Findings
from safeconduct.deal.standing.life import Life
from safeconduct.deal.standing.limits import Limit
from safeconduct.deal.standing.model import Instance, Reason
from safeconduct.deal.standing.pause import Pause
from safeconduct.deal.standing.releases import Release
from safeconduct.deal.standing.shown import Shown
from safeconduct.deal.standing.timing import Band, passed
from safeconduct.deal.standing.world import Text, World
from safeconduct.kernel import Truth


@dataclass(frozen=True, slots=True)
class Verdict:
    """A state, since when, and the step that decides it."""

    state: str
    since: Band | datetime | None
    why: Reason
    in_time: str = ""
    parties: tuple[str, ...] = ()


@dataclass(slots=True)
class Case:
    """Everything the rules look at, computed once for one instance."""

    world: World
    text: Text
    norm: Norm
    trigger: Event | None
    entries: Sequence[Event]
    life: Life
    bound: Band | None
    unbound: tuple[Reason, ...]
    shown: Shown
    findings: Findings
    spans: tuple[Pause, ...]
    remarks: tuple[Reason, ...]
    release: Release
    premises: Shown
    limit: Limit
    stand: Callable[[Norm], Instance]

    @property
    def at(self) -> datetime:
        """The instant asked about."""
        return self.world.at

    @property
    def is_late(self) -> Truth:
        """Whether the limit has passed; no where there is none."""
        return passed(self.at, self.limit.due) if self.limit.due else Truth.NO

    @property
    def conduct(self) -> tuple[tuple[str, ...], Deed]:
        """Whose deed it is about, and which: that of its bearers, or of those for whom they answer."""
        other = answered_for(self.norm.deed)
        return ((other.actor,), other) if other else (self.norm.bearers, self.norm.deed)

    @property
    def begins(self) -> Band | None:
        """Since when it binds with all its conditions met."""
        bands = [band for band in (self.bound, self.premises.when) if band is not None]
        return Band(max(b.low for b in bands), max(b.high for b in bands)) if bands else None

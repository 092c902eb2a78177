"""What the record tells of the times of one text: its moments, its limits, and when its clauses were suspended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from safeconduct.deal import tree
from safeconduct.deal.model import Agreement
from safeconduct.deal.standing import moments
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.pause import Pause
from safeconduct.deal.standing.replay import Replay
from safeconduct.deal.standing.suspension import pauses
from safeconduct.deal.standing.timing import Band
from safeconduct.deal.standing.world import Text, World
from safeconduct.kernel import Truth


@dataclass(frozen=True, slots=True)
class Recorded:
    """The times of one text at an instant, as the text and the record give them; what neither gives is None."""

    world: World
    text: Text

    @classmethod
    def of(cls, agreements: Sequence[Agreement], events: Iterable[Event], at: datetime, number: int = -1) -> Recorded:
        """Replay some texts, in the order of time, and look at one of them.

        Arguments:
            number: which of them; the last by default.

        Cost: one replay.
        """
        world = Replay(agreements, events, at=at).world
        return cls(world, world.texts[number])

    def when(self, moment: tree.Moment) -> Band | None:
        """Return when a moment is."""
        return moments.when(self.world, self.text, moment)

    def until(self, moment: tree.Moment, *, including: bool) -> Band | None:
        """Return the first instant after a time that runs until a moment, the moment's own day included or not."""
        return moments.until(self.world, self.text, moment, including=including)

    def after(self, length: tree.Length, moment: tree.Moment) -> Band | None:
        """Return when so much time has passed since a moment, as the text counts days."""
        since = self.when(moment)
        return None if since is None else self.text.calendar.after(length, since)

    def pauses(self, clause: str) -> tuple[Pause, ...]:
        """Return when a clause was suspended, or perhaps was, in order of time; the last has no end while it lasts."""
        return tuple(pause for pause in pauses(self.world, self.text, clause)[0] if pause.holds is not Truth.NO)

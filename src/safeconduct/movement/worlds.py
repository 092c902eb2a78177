"""What may go wrong in an execution: the assumptions, printed with every band. What is drawn from them is in ``draws.py``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What is assumed of the execution; printed with every band. Shares are per thousand, durations in minutes.

    Arguments:
        breakdowns: vehicles that drop out, per thousand dispatched; repair: minutes until one is back.
        delays: (minutes, weight) added to a journey by inspection.
        refusals: per thousand slots in which a leg's release is refused.
        suspensions: per thousand days on which everything is suspended; pauses: durations, equally likely.
        weather: per thousand days without movement.
        absences: per thousand days on which nobody is released from a place.
        corrections: per thousand arrivals whose count is later lowered; lowered: by how many per thousand persons.
        source: where the figures come from.
    """

    breakdowns: int = 10
    repair: int = 1440
    delays: tuple[tuple[int, int], ...] = ((0, 6), (15, 2), (30, 1), (60, 1))
    refusals: int = 50
    suspensions: int = 150
    pauses: tuple[int, ...] = (360, 1440, 2880)
    weather: int = 30
    absences: int = 50
    corrections: int = 0
    lowered: int = 50
    source: str = "assumed, not measured"

    def lines(self) -> tuple[str, ...]:
        """Return every assumption in words."""
        late = ", ".join(f"{minutes} min (weight {weight})" for minutes, weight in self.delays)
        pauses = ", ".join(f"{minutes / 60:g} h" for minutes in self.pauses) or "none"
        return (
            f"figures: {self.source}",
            f"{self.breakdowns} in 1,000 vehicles dispatched drop out for {self.repair / 60:g} h",
            f"a journey takes longer by {late}",
            f"{self.refusals} in 1,000 slots refuse a release",
            f"a suspension begins on {self.suspensions} in 1,000 days and lasts {pauses} (equally likely)",
            f"{self.weather} in 1,000 days have no movement for weather",
            f"nobody is released from a place on {self.absences} in 1,000 days",
            f"{self.corrections} in 1,000 arrivals are later corrected down by {self.lowered} in 1,000 persons",
            "counts are drawn evenly between their lowest and highest figure",
            "convoys follow the dispatch rule and the hold rule; the agreement does not collapse",
        )


CERTAIN = Assumptions(0, 0, ((0, 1),), 0, 0, (), 0, 0, 0, 0, "nothing goes wrong")

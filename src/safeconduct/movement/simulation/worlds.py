"""What may go wrong in an execution: the assumptions, printed with every band. What is drawn from them is in ``draws.py``."""

from __future__ import annotations

from dataclasses import dataclass

from safeconduct.errors import Text, joined, say


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
    source: str = say("assumed, not measured")

    def lines(self) -> tuple[Text, ...]:
        """Return every assumption in words."""
        late = joined([say("{minutes} min (weight {weight})", minutes=minutes, weight=weight) for minutes, weight in self.delays])
        pauses = joined([f"{minutes / 60:g} h" for minutes in self.pauses] or [say("no time")])
        thousand, back = 1000, f"{self.repair / 60:g}"
        return (
            say("figures: {source}", source=self.source),
            say("{some} in {of} vehicles dispatched drop out for {back} h", some=self.breakdowns, of=thousand, back=back),
            say("a journey takes longer by {late}", late=late),
            say("{some} in {of} slots refuse a release", some=self.refusals, of=thousand),
            say(
                "a suspension begins on {some} in {of} days and lasts {pauses} (equally likely)",
                some=self.suspensions,
                of=thousand,
                pauses=pauses,
            ),
            say("{some} in {of} days have no movement for weather", some=self.weather, of=thousand),
            say("nobody is released from a place on {some} in {of} days", some=self.absences, of=thousand),
            say(
                "{some} in {of} arrivals are later corrected down by {lowered} in {of} persons",
                some=self.corrections,
                of=thousand,
                lowered=self.lowered,
            ),
            say("counts are drawn evenly between their lowest and highest figure"),
            say("the last people of a group wait for no full batch, and who waits for everyone waits for those there are"),
            say("convoys follow the dispatch rule and the hold rule; the agreement does not collapse"),
        )


CERTAIN = Assumptions(0, 0, ((0, 1),), 0, 0, (), 0, 0, 0, 0, say("nothing goes wrong"))

"""Whether a power was used: by whom, and whether the notice came once it was open and before its time had passed.

A notice before the power is open, or after its time, changes nothing; where the record does not tell, neither does the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from safeconduct.deal.deeds import SUSPEND
from safeconduct.deal.norms import Mode, Norm
from safeconduct.deal.standing.closings import closing, occasions_of
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.life import bound
from safeconduct.deal.standing.model import Reason
from safeconduct.deal.standing.performance import is_each
from safeconduct.deal.standing.premises import premises
from safeconduct.deal.standing.proof import matches
from safeconduct.deal.standing.references import covered
from safeconduct.deal.standing.shown import band_of, remark
from safeconduct.deal.standing.timing import Band, in_time
from safeconduct.deal.standing.world import Text, World
from safeconduct.kernel import Truth


@dataclass(frozen=True, slots=True)
class Window:
    """A time in which a power stands open.

    Arguments:
        opens: since when; None where the text opens it with nothing but its entry into force.
        closes: until when; None without limit.
    """

    opens: Band | None
    closes: Band | None

    def admits(self, event: Event) -> Truth:
        """Whether a notice came in it: yes, no, or it cannot be told."""
        if self.opens is not None and self.opens.low > event.end:
            return Truth.NO
        return Truth.YES if self.closes is None else in_time(band_of(event), self.closes)


@dataclass(frozen=True, slots=True)
class Use:
    """What a notice under a power is worth.

    Arguments:
        counts: whether it came while the power was open.
        why: the remark on one that does not count, or perhaps not; None for one that does.
    """

    counts: Truth
    why: Reason | None = None


def windows(world: World, text: Text, norm: Norm, trigger: Event | None = None) -> tuple[Window, ...]:
    """Return every time in which a power stood open so far; none while nobody is bound by it or its conditions are not met.

    Arguments:
        trigger: only the time that this entry opens.
    """
    name = ("windows", text.number, norm.id, trigger.id if trigger else "")
    return world.sheet.value(name, lambda: tuple(_windows(world, text, norm, trigger)))


def _windows(world: World, text: Text, norm: Norm, trigger: Event | None) -> Iterable[Window]:
    since, _ = bound(world, text, norm)
    if since is None:
        return
    for occasion in (trigger,) if trigger else occasions_of(world, text, norm):
        met = premises(world, text, norm, occasion if is_each(norm) else None)
        if met.truth is Truth.YES:
            begins = [band for band in (since, met.when, band_of(occasion) if occasion else None) if band is not None]
            opens = Band(max(b.low for b in begins), max(b.high for b in begins))
            yield Window(opens, closing(world, text, norm, occasion))


def use(norm: Norm, opened: Sequence[Window], event: Event) -> Use:
    """Return what a notice under a power is worth, given the times in which the power stood open."""
    answers = [window.admits(event) for window in opened]
    if Truth.YES in answers:
        return Use(Truth.YES)
    if Truth.UNKNOWN in answers:
        due = next(window.closes for window, answer in zip(opened, answers, strict=True) if answer is Truth.UNKNOWN)
        return Use(Truth.UNKNOWN, remark("notice_perhaps_late", event, due=due, clause=norm.clause))
    passed = [w.closes for w in opened if w.closes is not None and in_time(band_of(event), w.closes) is Truth.NO]
    if passed:
        return Use(Truth.NO, remark("notice_too_late", event, due=max(passed, key=lambda band: band.high), clause=norm.clause))
    return Use(Truth.NO, remark("notice_too_early", event, clause=norm.clause))


def notices(world: World, text: Text, norm: Norm, trigger: Event | None = None) -> list[Event]:
    """Return the entries by which those who hold a power would use it, whenever they came, in the order of the log."""
    record, act = world.record, norm.deed.act
    said = record.answers(trigger, text.number, norm.clause) if trigger else record.said(text.number, norm.clause, "clause")
    found = [e for e in said if e.type == "notice" and e.body.get("act", act) == act and not (not trigger and record.is_answer(e))]
    if trigger is None:
        loose = [e for bearer in norm.bearers for e in record.look("loose", bearer, act) if e.type == "notice"]
        found += [e for e in loose if matches(e, norm.deed, norm.bearers, named=False)]
        found += [
            e for clause in suspends(text, norm) for e in record.said(text.number, clause, "relief") if e.type == "suspension"
        ]
    mine = {event.id: event for event in found if event.actor in norm.bearers}
    return sorted(mine.values(), key=lambda one: one.index)


def suspends(text: Text, norm: Norm) -> tuple[str, ...]:
    """Return the clauses that a power or permission to suspend is about; nothing for any other norm."""
    if norm.deed.act != SUSPEND or norm.mode not in (Mode.POWER, Mode.PERMISSION):
        return ()
    references = [part for reference in norm.deed.slot("clauses") for part in reference.split(",")]
    return tuple(clause for reference in references for clause in covered(text.agreement, reference))

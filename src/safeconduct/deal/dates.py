"""Dates and time limits that cannot be, contradict each other, or come too late: the part of ``check.py`` that reads the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from safeconduct.deal import tree
from safeconduct.deal.codes import AFTER_THE_END, IMPOSSIBLE_DATE, TWO_LIMITS
from safeconduct.deal.figures import LONGEST, Report
from safeconduct.deal.language import NODE_BY_NAME, field_types
from safeconduct.deal.model import Agreement, Clause
from safeconduct.deal.walk import found, parts
from safeconduct.errors import Problem, say
from safeconduct.kernel import day_is_skipped, read_wall


def problems(agreement: Agreement) -> Iterator[Problem]:
    """Yield every date that cannot be, and every second time limit of one act."""
    for clause, day in found(agreement, tree.DayNumber):
        yield from _day(agreement, day, Report(clause))
    yield from _clock_changes(agreement)
    beginning: list[tuple[Clause, tree.Detail]] = [*found(agreement, tree.Since), *found(agreement, tree.BegunBy)]
    for clause in {clause.id: clause for clause, _ in beginning}.values():
        yield from _order_of_dates(clause.sentence, Report(clause))
    yield from _life(agreement)
    yield from _two_limits(agreement)


def _day(agreement: Agreement, day: tree.DayNumber, report: Report) -> Iterator[Problem]:
    if day.number < agreement.day_count:
        what = say(
            "there is no day {number} when the day of signature is day {day_count}",
            number=day.number,
            day_count=agreement.day_count,
        )
        yield report(
            IMPOSSIBLE_DATE, what, say("a deadline on it could be neither met nor missed"), say("count from the day-count on")
        )
    elif day.number > LONGEST[tree.Days]:
        what = say("day {number} is more than a hundred years away", number=day.number)
        yield report(IMPOSSIBLE_DATE, what, say("nobody who signs could see it"), say("write the day that was meant"))


_DATED = tuple(kind for kind in NODE_BY_NAME.values() if any(f.token == "DATE" for f in field_types(kind).values()))


def _clock_changes(agreement: Agreement) -> Iterator[Problem]:
    """Days that the clock of the agreement leaves out, times that it leaves out or shows twice."""
    for clause, node in found(agreement, *_DATED):
        text: str = node.date  # type: ignore[attr-defined]
        report = Report(clause)
        if len(text) == 10:
            if day_is_skipped(date.fromisoformat(text), agreement.clock):
                what = say("there is no {text} in {name}: its clocks went over that day", text=text, name=agreement.clock.name)
                yield report(
                    IMPOSSIBLE_DATE, what, say("a deadline on it could be neither met nor missed"), say("write a day that exists")
                )
            continue
        wall = read_wall(text, agreement.clock)
        if len(wall.instants) != 1:
            wrong = wall.problem()
            yield report(wrong.code, wrong.what, wrong.why, wrong.do)


_Stamp = tuple[str, str]


def _order_of_dates(sentence: tree.Sentence, report: Report) -> Iterator[Problem]:
    """Compare beginnings and ends that stand in one sentence, dates with dates and day numbers with day numbers."""
    starts = [stamp for d in parts(sentence, tree.Since) if (stamp := _stamp(d.moment, end=False))]
    starts += [stamp for d in parts(sentence, tree.BegunBy) if (stamp := _stamp(d.moment, end=False))]
    ends = [stamp for d in parts(sentence, tree.By) if (stamp := _stamp(d.moment, end=True))]
    ends += [stamp for d in parts(sentence, tree.UntilIncluding) if (stamp := _stamp(d.moment, end=True))]
    ends += [stamp for d in parts(sentence, tree.UntilExcluding) if (stamp := _stamp(d.moment, end=False))]
    ends += [stamp for d in parts(sentence, tree.ByFirst) if (stamp := _stamp(d.moment, end=True))]
    if any(kind == other and end <= start for kind, start in starts for other, end in ends):
        yield report(
            IMPOSSIBLE_DATE, say("the end comes before the beginning"), say("no time is left between the two"), say("check both")
        )


def _stamp(moment: tree.Moment, *, end: bool) -> _Stamp | None:
    """Return a key that sorts like the moment: a day begins with its first minute and ends after its last."""
    if isinstance(moment, tree.OnDay):
        return "date", moment.date if len(moment.date) > 10 else f"{moment.date}T{'24' if end else '00'}:00"
    if isinstance(moment, tree.DayNumber):
        return "day", f"{moment.number:020d}{'b' if end else 'a'}"
    return None


def _life(agreement: Agreement) -> Iterator[Problem]:
    starts = [c.sentence.moment for c in agreement.clauses if isinstance(c.sentence, tree.EntersIntoForce)]
    for clause in agreement.clauses:
        if not isinstance(clause.sentence, tree.Ends):
            continue
        end = _stamp(clause.sentence.moment, end=True)
        for start in (_stamp(moment, end=False) for moment in starts):
            if start and end and start[0] == end[0] and end[1] <= start[1]:
                why = say("no clause would ever be in force")
                yield Report(clause)(IMPOSSIBLE_DATE, say("the agreement ends before it begins"), why, say("check both dates"))


# --- one act, one limit ------------------------------------------------------------------------------------------------

_LIMITS = (
    (
        say("time limits"),
        (tree.By, tree.Within, tree.ByFirst, tree.WithinFirst),
        say("the earlier and the later one would both be claimed"),
    ),
    (
        say("ends"),
        (tree.UntilIncluding, tree.UntilExcluding),
        say("one side would stop at the first and the other hold on to the second"),
    ),
    (say("beginnings"), (tree.Since, tree.BegunBy), say("one side would wait for the second")),
)
_WITH_DETAILS = tuple(kind for kind in NODE_BY_NAME.values() if issubclass(kind, tree.Action) and "details" in field_types(kind))


def _two_limits(agreement: Agreement) -> Iterator[Problem]:
    """An act with two time limits; each option of an election may have its own."""
    seen: set[tuple[str, str]] = set()
    for clause, action in found(agreement, *_WITH_DETAILS):
        statement = clause.sentence
        premises = statement.premises if isinstance(statement, tree.Statement) else ()
        for name, kinds, why in _LIMITS:
            said = [part for part in (*premises, *action.details) if isinstance(part, kinds)]  # type: ignore[attr-defined]
            if len(said) > 1 and (clause.id, name) not in seen:
                seen.add((clause.id, name))
                yield Report(clause)(
                    TWO_LIMITS,
                    say("one act has {number} {name}", number=len(said), name=name),
                    why,
                    say("keep one, or write a second clause"),
                )


# --- after the end -----------------------------------------------------------------------------------------------------

_MOMENTS = tuple(kind for kind in NODE_BY_NAME.values() if "moment" in field_types(kind) and not issubclass(kind, tree.Sentence))
_DAYS: dict[type[tree.TimeUnit], float] = {tree.Days: 1, tree.Weeks: 7, tree.Months: 28}
"""Days of a unit at the least: what is late even so is late."""
_FAR = 2 * LONGEST[tree.Days] + date.max.toordinal()
"""Later than this is no late day but a figure that ran together, which ``figures.py`` reports."""
_EXACT: dict[type[tree.TimeUnit], float] = {tree.Minutes: 1 / 1440, tree.Hours: 1 / 24}


def after_the_end(agreement: Agreement) -> Iterator[Problem]:
    """Yield time limits that fall after the end of the agreement, except in clauses that survive it or where it is renewed."""
    ends = [clause for clause in agreement.clauses if isinstance(clause.sentence, tree.Ends)]
    if len(ends) != 1 or any(isinstance(clause.sentence, tree.Renews) for clause in agreement.clauses):
        return
    days = _Days(agreement)
    last = days.of(ends[0].sentence.moment)  # type: ignore[attr-defined]
    kept = {id_ for c in agreement.clauses if isinstance(c.sentence, tree.Survives) for id_ in agreement.expand(c.sentence.clauses)}
    if last is None:
        return
    late: dict[str, Clause] = {}
    for clause, part in found(agreement, *_MOMENTS):
        day = days.of(part.moment, getattr(part, "length", None))  # type: ignore[attr-defined]
        if clause.id not in kept and day and day[0] == last[0] and last[1] < day[1] <= _FAR:
            late[clause.id] = clause
    for clause in late.values():
        what = say("it runs beyond the end of the agreement, which clause {id} sets", id=ends[0].id)
        why = say("when the time limit passes nothing is in force that it could break")
        do = say(
            "set it earlier, end the agreement later, or let the clause survive: “Clause {id} survives the end of this agreement.”",
            id=clause.id,
        )
        yield Report(clause)(AFTER_THE_END, what, why, do)


class _Days:
    """Moments as days after the signature; where its date is unknown, calendar days among themselves only."""

    def __init__(self, agreement: Agreement) -> None:
        self.first = agreement.day_count
        signed = [c.sentence.date[:10] for c in agreement.clauses if isinstance(c.sentence, tree.Signed)]
        self.signed = date.fromisoformat(max(signed)) if signed else None
        self.entries = [c.sentence.moment for c in agreement.clauses if isinstance(c.sentence, tree.EntersIntoForce)]

    def of(self, moment: tree.Moment, length: tree.Length | None = None) -> tuple[str, float] | None:
        """Return what is counted and the day, at the least, of a moment and a length from it; None where the text does not say."""
        counted, day = "from signature", 0.0
        if isinstance(moment, tree.OnDay):
            on = date.fromisoformat(moment.date[:10])
            counted, day = ("calendar", on.toordinal()) if self.signed is None else (counted, (on - self.signed).days)
        elif isinstance(moment, tree.DayNumber):
            day = moment.number - self.first
        elif isinstance(moment, tree.TheEntryIntoForce) and len(self.entries) == 1 and self.entries[0] != moment:
            return self.of(self.entries[0], length)
        elif not isinstance(moment, tree.TheSignature):
            return None
        return counted, day + self._shortest(length)

    def _shortest(self, length: tree.Length | None) -> float:
        if not isinstance(length, tree.Lasting | tree.LastingBetween):
            return 0
        number = length.low if isinstance(length, tree.LastingBetween) else length.number
        whole = number * _DAYS.get(type(length.unit), 0)
        return whole - self.first if whole else number * _EXACT.get(type(length.unit), 0) // 1

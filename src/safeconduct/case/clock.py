"""Conditional clocks: a warning that something could come within some time while a state lasts, shown as a band and never as a date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from safeconduct.case.model import Case, Dated, Event
from safeconduct.case.view import admitted
from safeconduct.deal import tree
from safeconduct.kernel import Duration, Truth, Zone, parse_when


@dataclass(frozen=True, slots=True)
class Account:
    """One account of the time limit.

    Arguments:
        source: who published it; empty for the clause itself.
        earliest, latest: UTC; between which instants the limit passes; equal when the account gives one length.
        text: its own words, when they could not be computed with.
    """

    source: str
    earliest: datetime | None
    latest: datetime | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """A warning.

    Arguments:
        of: the text that holds it.
        event: id of what could come; state: id of what it hangs on.
        by: id of who warned.
        warned: first instant of the day of the warning.
        holds: whether the state it hangs on lasts; unknown while no entry says.
        accounts: the clause first, then entries that give another length.
    """

    of: Dated
    clause: str
    by: str
    event: str
    state: str
    warned: datetime
    holds: Truth
    accounts: tuple[Account, ...]

    @property
    def earliest(self) -> datetime:
        """The earliest limit that any account gives."""
        return min(account.earliest for account in self.accounts if account.earliest)

    @property
    def latest(self) -> datetime:
        """The latest limit that any account gives."""
        return max(account.latest for account in self.accounts if account.latest)


def clocks(case: Case, dated: Dated, at: datetime, known_by: datetime | None = None) -> tuple[Clock, ...]:
    """Return the clocks that run at an instant: those of warnings given by then."""
    events = admitted(case.events_for(dated), at, known_by)
    return tuple(clock for clock in _clocks(dated, events) if clock.warned <= at)


def _clocks(dated: Dated, events: Sequence[Event]) -> Iterator[Clock]:
    zone = dated.agreement.clock
    for clause in dated.agreement.clauses:
        said = clause.sentence
        if not isinstance(said, tree.Statement) or not isinstance(said.predicate, tree.Warns):
            continue
        days = [premise.date[:10] for premise in said.premises if isinstance(premise, tree.OnDate)]
        if not days or not isinstance(said.bearer, tree.One):
            continue
        warned = parse_when(days[0], zone)
        first = Account("", *_band(said.predicate.length, warned, zone))
        others = tuple(_account(event, warned, zone) for event in events if _is_account(event, clause.id))
        warns = said.predicate
        yield Clock(
            dated, clause.id, said.bearer.actor, warns.event, warns.state, warned, _holds(warns.state, events), (first, *others)
        )


def _band(length: tree.Length, start: datetime, zone: Zone) -> tuple[datetime, datetime]:
    if isinstance(length, tree.LastingBetween):
        numbers = (length.low, length.high)
    else:
        assert isinstance(length, tree.Lasting)
        numbers = (length.number, length.number)
    unit = type(length.unit).__name__.lower()
    low, high = (Duration(number, unit).after(start, zone) for number in numbers)
    return low, high


def _is_account(event: Event, clause: str) -> bool:
    body = event["body"]
    return event["type"] == "statement" and body.get("clause") == clause and ("within" in body or "text" in body)


def _account(event: Event, warned: datetime, zone: Zone) -> Account:
    """Read ``within``: {"amount", "unit", "halves"?}; words alone are kept as words."""
    within = event["body"].get("within")
    source, text = str(event.get("source") or event["actor"]), str(event["body"].get("text", ""))
    if not isinstance(within, dict):
        return Account(source, None, None, text)
    try:
        limit = Duration(int(within["amount"]), str(within["unit"]), int(within.get("halves", 0))).after(warned, zone)
    except (KeyError, TypeError, ValueError, OverflowError):
        return Account(source, None, None, text)
    return Account(source, limit, limit, text)


def _holds(state: str, events: Sequence[Event]) -> Truth:
    said = [event["body"]["value"] for event in events if event["type"] == "state" and event["body"]["state"] == state]
    return Truth.of(said[-1] == "begins") if said else Truth.UNKNOWN

"""Instants in UTC, half-open windows, and durations counted as an agreement counts them.

An instant is an aware :class:`datetime.datetime` in UTC. Local days belong to a :class:`Zone`. Nothing here reads the clock.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from safeconduct.errors import InputWrong, Problem, register, say

BAD_INSTANT = register(
    "kernel/instant",
    "a time that cannot be read",
    "Times are written in UTC as 2016-12-16T09:00:00Z, or as a day, 2016-12-16. A local time without its zone is refused, "
    "because two readers would take it for two different moments.",
)
BAD_ZONE = register(
    "kernel/zone",
    "an unknown time zone",
    "The clock of an agreement is an IANA zone name such as Asia/Damascus. Abbreviations are ambiguous and are refused.",
)

_INSTANT = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d))?Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Zone:
    """An IANA time zone by name.

    Raises: InputWrong (``kernel/zone``) when the name is not known.
    """

    name: str

    def __post_init__(self) -> None:
        try:
            self.info()
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise InputWrong(
                Problem(
                    BAD_ZONE,
                    say("no time zone is called {name}", name=repr(self.name)),
                    why=say("local days and deadlines depend on it"),
                    do=say("write an IANA name such as Asia/Damascus"),
                )
            ) from None

    def info(self) -> ZoneInfo:
        """Return the zone rules (cached by the standard library)."""
        return ZoneInfo(self.name)

    def day_of(self, instant: datetime) -> date:
        """Return the local calendar day of an instant."""
        return instant.astimezone(self.info()).date()


def parse_instant(text: str) -> datetime:
    """Read ``2016-12-16T09:00:00Z`` (seconds may be left out).

    Raises: InputWrong (``kernel/instant``) with what was expected.
    """
    match = _INSTANT.fullmatch(text.strip()) if isinstance(text, str) else None
    if match:
        try:
            return datetime(*(int(part or 0) for part in match.groups()), tzinfo=UTC)  # type: ignore[arg-type, misc]
        except ValueError:
            pass
    raise InputWrong(
        Problem(
            BAD_INSTANT,
            say("{text} is not a time", text=repr(text)),
            why=say("every state is computed for one exact instant"),
            do=say("write it in UTC as 2016-12-16T09:00:00Z"),
        )
    )


def format_instant(instant: datetime) -> str:
    """Write an instant in the one form the record accepts; fractions of a second are dropped.

    >>> format_instant(datetime(2016, 12, 16, 9, tzinfo=UTC))
    '2016-12-16T09:00:00Z'
    """
    return instant.astimezone(UTC).isoformat(timespec="seconds")[:19] + "Z"


def start_of_day(day: date, zone: Zone) -> datetime:
    """Return the first instant of a local day, in UTC."""
    return datetime.combine(day, time(), zone.info()).astimezone(UTC)


def end_of_day(day: date, zone: Zone) -> datetime:
    """Return the first instant that no longer belongs to the local day, in UTC."""
    return start_of_day(day + timedelta(days=1), zone)


@dataclass(frozen=True, slots=True)
class Window:
    """A half-open interval of time: ``start`` belongs to it, ``end`` does not; None is unbounded.

    >>> day = Window(parse_instant("2016-12-16T00:00Z"), parse_instant("2016-12-17T00:00Z"))
    >>> parse_instant("2016-12-17T00:00Z") in day
    False
    """

    start: datetime | None = None
    end: datetime | None = None

    def __contains__(self, instant: datetime) -> bool:
        return (self.start is None or self.start <= instant) and (self.end is None or instant < self.end)


UNITS = ("minutes", "hours", "days", "weeks", "months")


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time as a text states it.

    Minutes and hours are exact. Days, weeks and months are counted in local calendar days, and a deadline falls at the *end* of
    the last one. A month keeps the day number and falls back to the last day of a shorter month (31 January + 1 month =
    28 or 29 February); half months are 15 days.

    Arguments:
        amount: whole number, not negative; ``halves`` adds half a unit (two and a half months).
        unit: one of ``UNITS``.
    """

    amount: int
    unit: str
    halves: int = 0

    def __post_init__(self) -> None:
        if self.unit not in UNITS or self.amount < 0 or self.halves not in (0, 1):
            raise ValueError(f"not a duration: {self.amount} {self.unit}")

    @property
    def is_exact(self) -> bool:
        """True for minutes and hours, which do not depend on the calendar."""
        return self.unit in ("minutes", "hours")

    def after(self, instant: datetime, zone: Zone, *, signature_day_is: int = 0) -> datetime:
        """Return the instant at which a time limit of this length, running from ``instant``, has passed.

        Arguments:
            instant: UTC instant of the anchor.
            zone: the clock of the agreement.
            signature_day_is: the day-count, 0 when the anchor's own day is day 0, 1 when it is day 1.

        Raises: OverflowError beyond the year 9999.

        >>> zone = Zone("Asia/Damascus")
        >>> format_instant(Duration(14, "days").after(parse_instant("2016-12-01T12:00Z"), zone))
        '2016-12-15T22:00:00Z'
        """
        if self.is_exact:
            step = timedelta(minutes=1) if self.unit == "minutes" else timedelta(hours=1)
            return instant + step * self.amount + step * self.halves / 2
        return end_of_day(self._last_day(zone.day_of(instant), signature_day_is), zone)

    def _last_day(self, day: date, signature_day_is: int) -> date:
        if self.unit == "months":
            moved = add_months(day, self.amount) + timedelta(days=15 * self.halves)
        else:
            length = 7 if self.unit == "weeks" else 1
            moved = day + timedelta(days=length * self.amount + length * self.halves // 2)
        return moved - timedelta(days=signature_day_is)


def add_months(day: date, months: int) -> date:
    """Return the same day number some months later, or the last day of that month when it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if year > 9999:
        raise OverflowError("beyond the year 9999")
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))

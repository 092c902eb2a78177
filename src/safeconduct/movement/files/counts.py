"""Reads published counts of a movement day by day, for forecasts made with only what was recorded by then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from safeconduct.errors import InputWrong, Problem, say
from safeconduct.movement import codes
from safeconduct.movement.files.sources import csv_rows
from safeconduct.movement.files.tables import Row
from safeconduct.movement.simulation.forecast import Report

KINDS = ("cumulative", "stopped", "ended")


@dataclass(frozen=True, slots=True)
class Counts:
    """Published counts: the first day, cumulative reports, days on which nothing moved, and the day it ended (if recorded)."""

    first: date
    reports: tuple[Report, ...]
    stopped: tuple[int, ...]
    ended: int | None


def read_counts(text: str, file: str = "counts.csv") -> Counts:
    """Read ``observed_on,kind,low,high,source,confidence`` lines; kind is cumulative, stopped or ended.

    Raises: InputWrong with every problem.
    """
    problems: list[Problem] = []
    lines = [(_day(row), row.choice("kind", KINDS, "cumulative"), row) for row in csv_rows(text, file, "count", problems)]
    days = [day for day, _, _ in lines if day is not None]
    if not days and not problems:
        problems.append(
            Problem(
                codes.MISSING,
                say("{file} holds no count", file=file),
                say("a forecast rests on counts"),
                say("add at least one line"),
            )
        )
    first = min(days, default=date(2000, 1, 1))
    known = [((day - first).days, kind, row) for day, kind, row in lines if day is not None]
    reports = tuple(_report(day, row) for day, kind, row in known if kind == "cumulative")
    for _, _, row in lines:
        for key in ("low", "high", "source", "confidence"):
            row.get(key)
        row.finish()
    if problems:
        raise InputWrong(problems)
    stopped = tuple(sorted({day for day, kind, _ in known if kind == "stopped"}))
    return Counts(first, reports, stopped, next((day for day, kind, _ in known if kind == "ended"), None))


def _report(day: int, row: Row) -> Report:
    low = row.whole("low", needed=True)
    high = row.whole("high", low)
    if high < low:
        row.wrong(
            codes.BACKWARDS,
            "high",
            say("{low} to {high} runs downwards", low=low, high=high),
            say("a band would be empty"),
            say("write the lower figure first"),
        )
    return Report(day, low, max(high, low), row.text("source"))


def _day(row: Row) -> date | None:
    text = row.text("observed_on", needed=True)
    try:
        return date.fromisoformat(text)
    except ValueError:
        if text:
            row.wrong(
                codes.BAD_VALUE,
                "observed_on",
                say("{text} is not a day", text=repr(text)),
                say("a forecast may not look ahead"),
                say("write it as 2016-12-15"),
            )
        return None

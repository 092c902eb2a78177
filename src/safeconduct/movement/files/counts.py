"""Reads published counts of a movement day by day, for forecasts made with only what was recorded by then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from safeconduct.errors import InputWrong, Place, Problem, say
from safeconduct.movement import codes
from safeconduct.movement.files.cells import csv_rows
from safeconduct.movement.files.tables import Row
from safeconduct.movement.simulation.forecast import Report

KINDS = ("cumulative", "stopped", "ended")
LONGEST = 3650
"""Days between the first and the last line; more is a slip in a year."""


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
    for day, _, row in lines:
        if day is not None and (day - first).days > LONGEST:
            what = say("{day} is more than ten years after {first}", day=day, first=first)
            row.wrong(codes.BAD_VALUE, "observed_on", what, say("a forecast counts the days between"), say("correct the year"))
    known = [((day - first).days, kind, row) for day, kind, row in lines if day is not None]
    reports = tuple(_report(day, row) for day, kind, row in known if kind == "cumulative")
    _never_fewer(
        [(report, row) for report, (_, _, row) in zip(reports, (one for one in known if one[1] == "cumulative"), strict=True)]
    )
    for day, kind, row in lines:
        if day is None and kind == "cumulative":
            _report(0, row)
        for key in ("low", "high", "source", "confidence"):
            row.get(key)
        row.finish()
    if days and not reports and not problems:
        what, do = say("{file} holds no cumulative count", file=file), say("add what was counted so far by some day")
        problems.append(Problem(codes.MISSING, what, say("a forecast rests on counts"), do, Place(file)))
    if problems:
        raise InputWrong(dict.fromkeys(problems))
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


def _never_fewer(counted: list[tuple[Report, Row]]) -> None:
    """Note a cumulative count that lies below one of an earlier day: nobody who has left is counted back."""
    most, since = 0, 0
    for report, row in sorted(counted, key=lambda one: one[0].day):
        if report.high < most and report.day > since:
            what = say("{high} at most in all, after {most} at least on an earlier day", high=report.high, most=most)
            why, do = say("a cumulative count never falls"), say("correct it, or the earlier one")
            row.wrong(codes.BACKWARDS, "high" if row.values.get("high") else "low", what, why, do)
        if report.low > most:
            most, since = report.low, report.day


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

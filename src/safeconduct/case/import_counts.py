"""Counts from a spreadsheet: a CSV to entries of type ``count``, every bad row at once, and nothing twice.

Columns: ``observed_on`` (a day), ``metric`` (what was counted), ``value``, ``source``, ``confidence`` (A or B) are required; ``case``,
``time`` (local, HH:MM), ``side_or_place``, ``value_high``, ``cumulative`` (yes, no, or since when) and ``note`` may be there. A row
without a value is no count and is left out, and said so.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from safeconduct.case.add_event import vocabulary_of
from safeconduct.case.codes import COUNTS
from safeconduct.case.entry import check_entry
from safeconduct.case.model import Case
from safeconduct.errors import InputWrong, Place, Problem, say
from safeconduct.kernel import canonical_json, day_is_skipped, format_instant, parse_when, read_wall, sha256_hex

REQUIRED = ("observed_on", "metric", "value", "source", "confidence")
OPTIONAL = ("case", "time", "side_or_place", "value_high", "cumulative", "note")
VEHICLES = ("buses", "ambulances", "private_vehicles", "vehicles", "cars", "trucks")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d([+-]\d\d:[0-5]\d)?")


def _bare(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()


@dataclass(frozen=True, slots=True)
class Import:
    """What a CSV brings.

    Arguments:
        entries: new entries, in the order of the rows.
        known: how many rows are in the history already.
        skipped: for each row without a figure, its line and note.
        other_name: what the sheet calls its case, where that is not the name of this one; published sheets have names of their own.
    """

    entries: tuple[dict[str, Any], ...]
    known: int
    skipped: tuple[tuple[int, str], ...]
    other_name: str = ""


def read_counts(case: Case, data: bytes, file: str, recorded: datetime, words: Mapping[str, str] | None = None) -> Import:
    """Read a CSV of counts against a case.

    Arguments:
        words: names of the sheet to words of the case: ``persons`` or ``East Aleppo/persons`` to ``aleppo_people``.
        recorded: when they are being added, UTC.

    Raises: InputWrong (``case/counts``) with every bad row, each with its line and column.
    Holds: reading the same file after its entries were added yields none (test_import_counts).
    """
    reader = _Reader(case, file, recorded, dict(words or {}))
    rows = reader.rows(data)
    entries = [entry for line, row in rows if (entry := reader.entry(line, row)) is not None]
    if reader.problems:
        raise InputWrong(sorted(reader.problems, key=_line))
    used = {event["id"] for event in case.history}
    fresh = {entry["id"]: entry for entry in entries if entry["id"] not in used}
    return Import(tuple(fresh.values()), len(entries) - len(fresh), tuple(reader.skipped), reader.other_name)


class _Reader:
    def __init__(self, case: Case, file: str, recorded: datetime, words: Mapping[str, str]) -> None:
        self.case, self.file, self.recorded, self.words = case, file, recorded, words
        self.vocabulary = vocabulary_of(case)
        self.problems: list[Problem] = []
        self.skipped: list[tuple[int, str]] = []
        self.other_name = ""

    def rows(self, data: bytes) -> list[tuple[int, dict[str, str]]]:
        try:
            text = data.decode("utf-8-sig")
            table = csv.reader(io.StringIO(text, newline=""), strict=True)
            head = [name.strip() for name in next(table, [])]
            rows = [(table.line_num, row) for row in table if any(cell.strip() for cell in row)]
        except UnicodeDecodeError as wrong:
            self.wrong(data.count(b"\n", 0, wrong.start) + 1, "", say("this is not UTF-8"), say("save the CSV as UTF-8"))
            return []
        except csv.Error as wrong:
            self.wrong(0, "", say("this is not CSV: {wrong}", wrong=wrong), say("write one row on each line, commas between cells"))
            return []
        if not self._head(head):
            return []
        read = [(line, cells) for line, row in rows if (cells := self._cells(line, head, row)) is not None]
        self._one_case(read)
        return read

    def _one_case(self, rows: list[tuple[int, dict[str, str]]]) -> None:
        """Rows of another case would be added up as this one's; hyphens and capitals in its name are the sheet's own."""
        ours = {_bare(self.case.settings.deal), _bare(self.case.name)}
        named = [(line, row["case"]) for line, row in rows if row.get("case")]
        for line, name in named:
            if name != named[0][1]:
                what = say(
                    "this row is of {name}, line {line} of {other}", name=repr(name), line=named[0][0], other=repr(named[0][1])
                )
                self.wrong(line, "case", what, say("split the sheet: one file for each case"))
        if named and _bare(named[0][1]) not in ours:
            self.other_name = named[0][1]

    def _head(self, head: list[str]) -> bool:
        if len(head) == 1 and (other := next((mark for mark in ";\t" if mark in head[0]), "")):
            called = say("semicolons") if other == ";" else say("tabs")
            self.wrong(
                1,
                "",
                say("{marks} part the columns, not commas", marks=called),
                say("save the sheet as CSV with commas between the cells"),
            )
            return False
        for name in REQUIRED:
            if name not in head:
                self.wrong(
                    1,
                    name,
                    say("the column {name} is missing", name=name),
                    say("columns: {columns}", columns=", ".join((*REQUIRED, *OPTIONAL))),
                )
        for name in head:
            if name not in (*REQUIRED, *OPTIONAL) or head.count(name) > 1:
                self.wrong(
                    1,
                    name,
                    say("{name} is no column, or stands twice", name=repr(name)),
                    say("columns: {columns}", columns=", ".join((*REQUIRED, *OPTIONAL))),
                )
        return not self.problems

    def _cells(self, line: int, head: list[str], row: list[str]) -> dict[str, str] | None:
        if len(row) == len(head):
            return {name: cell.strip() for name, cell in zip(head, row, strict=True)}
        self.wrong(
            line,
            "",
            say("this row has {row} cells, the head has {head}", row=len(row), head=len(head)),
            say("put cells with commas between quotes"),
        )
        return None

    def entry(self, line: int, row: Mapping[str, str]) -> dict[str, Any] | None:
        """Return the entry of a row; None for one that is wrong or has no figure."""
        before = len(self.problems)
        occurred = self._occurred(line, row)
        low, high = self._figure(line, row, "value"), self._figure(line, row, "value_high")
        if row["confidence"] not in ("A", "B"):
            do = say(
                "A: official or primary text seen; B: press or secondary source seen. C is not evidence and stays outside the case"
            )
            self.wrong(line, "confidence", say("confidence is {confidence}", confidence=repr(row["confidence"])), do)
        for name in ("metric", "source"):
            if not row[name]:
                self.wrong(line, name, say("{name} is empty", name=name), say("fill the cell"))
        if low is not None and high is not None and high < low:
            self.wrong(
                line,
                "value_high",
                say("{low} to {high} is upside down", low=low, high=high),
                say("write the lower figure under value"),
            )
        if len(self.problems) > before:
            return None
        if low is None:
            self.skipped.append((line, f"{row['metric']} {row.get('note', '')}".strip()))
            return None
        count = self._count(row, occurred, low, high)
        self.problems += check_entry(count, self.vocabulary, {}, Place(self.file, line))
        return count

    def _count(self, row: Mapping[str, str], occurred: dict[str, str], low: int, high: int | None) -> dict[str, Any]:
        cumulative = row.get("cumulative", "").lower()
        note = row.get("note", "")
        body: dict[str, Any] = {"what": self._word(row["metric"], row.get("side_or_place", "")), "metric": row["metric"]}
        body |= {"low": low, "high": low if high is None else high, "cumulative": cumulative == "yes"}
        body["unit"] = "vehicles" if row["metric"] in VEHICLES else "items" if row["metric"].startswith("weapons") else "persons"
        body |= {"place": row["side_or_place"]} if row.get("side_or_place") else {}
        body |= {"span": row["cumulative"]} if cumulative not in ("", "yes", "no") else {}
        body |= {"text": note} if note else {}
        digest = sha256_hex(canonical_json({name: row.get(name, "") for name in (*REQUIRED, *OPTIONAL)}))
        entry: dict[str, Any] = {
            "id": f"count-{digest[:12]}",
            "deal": self.case.settings.deal,
            "type": "count",
            "actor": _actor(row["source"]),
        }
        entry |= {"occurred": occurred, "recorded": format_instant(self.recorded), "method": "document"}
        return entry | {"source": row["source"], "confidence": row["confidence"], "body": body}

    def _occurred(self, line: int, row: Mapping[str, str]) -> dict[str, str]:
        try:
            day = date.fromisoformat(row["observed_on"])
        except ValueError:
            self.wrong(
                line,
                "observed_on",
                say("{observed_on} is not a day", observed_on=repr(row["observed_on"])),
                say("write it as 2016-12-16"),
            )
            return {}
        time = row.get("time", "")
        if time and not _TIME.fullmatch(time):
            self.wrong(
                line,
                "time",
                say("{time} is not a time of day", time=repr(time)),
                say("write it as 23:00, in the local time of the agreement"),
            )
            return {}
        if not time and day_is_skipped(day, self.case.zone):
            self.wrong(
                line,
                "observed_on",
                say("there is no {day} in {name}", day=day, name=self.case.zone.name),
                say("write the day before or the day after"),
            )
            return {}
        if not time:
            ends = (parse_when(day.isoformat(), self.case.zone, end=end) for end in (False, True))
            return dict(zip(("from", "to"), map(format_instant, ends), strict=True))
        wall = read_wall(f"{day.isoformat()}T{time}", self.case.zone)
        if len(wall.instants) != 1:
            wrong = wall.problem("{time}{iso}")
            self.wrong(line, "time", wrong.what, wrong.do)
            return {}
        instant = format_instant(wall.instant)
        return {"from": instant, "to": instant}

    def _figure(self, line: int, row: Mapping[str, str], column: str) -> int | None:
        text = row.get(column, "")
        if not text:
            return None
        if re.fullmatch(r"\d{1,9}", text):
            return int(text)
        self.wrong(
            line, column, say("{text} is not a whole number", text=repr(text)), say("write figures only, without signs or spaces")
        )
        return None

    def _word(self, metric: str, place: str) -> str:
        """Name what was counted as the case names it, where it does; else as the sheet does."""
        for name in (f"{place}/{metric}", metric):
            if name in self.words:
                return self.words[name]
        known = self.vocabulary.words({}, ())
        named = (_plain(f"{place} {metric}"), _plain(place), _plain(metric))
        return next((name for name in named if name in known), _plain(metric))

    def wrong(self, line: int, column: str, what: str, do: str) -> None:
        where = f"column {column}: " if column else ""
        why = say("a figure that is guessed at is worse than none")
        self.problems.append(Problem(COUNTS, where + what, why=why, do=do, where=Place(self.file, line)))


def _line(problem: Problem) -> int:
    return (problem.where and problem.where.line) or 0


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


def _actor(source: str) -> str:
    """The source as an id: its name up to the first bracket or *via*."""
    return _plain(re.split(r"\bvia\b|[(/,]", source)[0])[:40] or "source"

"""December 2016 day by day: what the shipped record had counted by each midnight, as convoys that have left."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path

from safeconduct.kernel import parse_instant
from safeconduct.movement.files.counts import read_counts
from safeconduct.movement.model import Problem
from safeconduct.movement.planning.replan import expected
from safeconduct.movement.timetable import Convoy, Done

LOWEST, HIGHEST = "lowest", "highest"
MORNING, ANNOUNCED = 24, 56
"""In slots after midnight: when the day is planned again (06:00), and until when departures stay as announced (14:00)."""
BUSES, EVERY, FIRST = 20, 6, 24
"""Assumed, as no report lists convoys: twenty buses at the crush load observed, every hour and a half from 06:00 on."""


def midnights(problem: Problem, folder: Path, counter: str) -> Iterator[tuple[int, tuple[Done, ...]]]:
    """Yield each midnight from the first day to the last, as a slot, with everything recorded by then as convoys.

    Arguments:
        counter: whose figures are believed, the lowest or the highest; counters who differ are never averaged.
    """
    counts = read_counts((folder / "counts.csv").read_text(encoding="utf-8"), "counts.csv")
    before = (problem.start.astimezone(UTC) + timedelta(hours=12)).date() - counts.first

    def reached(day: int) -> int:
        seen = [report for report in counts.reports if report.day <= day]
        last = [report for report in seen if report.day == seen[-1].day]
        return min(r.low for r in last) if counter == LOWEST else max(r.high for r in last)

    assert counts.ended is not None
    civilians = next(group for group in problem.groups if group.id == "civilians").planned
    past: list[Done] = []
    left = here = 0
    for day in range(counts.ended - before.days + 1):
        out = reached(day + before.days) - reached(before.days - 1)
        some = min(out, civilians)
        people = ("civilians", some - min(left, civilians)), ("fighters", out - some - max(left - civilians, 0))
        past += _convoys(problem, "ramouseh", day, people)
        villagers = _villagers(problem, folder, day)
        past += _convoys(problem, "foua", day, (("villagers", villagers - here),))
        left, here = out, villagers
        yield (day + 1) * 1440 // problem.slot, tuple(past)


def _villagers(problem: Problem, folder: Path, day: int) -> int:
    """Those out of the two villages, as recorded by the midnight that ends a day."""
    lines = (folder / "history.jsonl").read_text(encoding="utf-8").splitlines()
    entries = [entry for entry in map(json.loads, lines) if entry["type"] == "count" and entry["body"].get("what") == "villagers"]
    ends = problem.instant((day + 1) * 1440 // problem.slot)
    known = [entry["body"]["low"] for entry in entries if parse_instant(entry["recorded"]) <= ends]
    return max(known, default=0)


def _convoys(problem: Problem, leg: str, day: int, people: tuple[tuple[str, int], ...]) -> Iterator[Done]:
    bus = problem.vehicle("bus")
    load = bus.crush or bus.seats
    number = 0
    for group, persons in people:
        while persons:
            going = min(persons, BUSES * load)
            slot = day * 1440 // problem.slot + FIRST + EVERY * number
            yield expected(problem, Convoy(leg, slot, (("bus", -(-going // load)),), ((group, "bus", going),)))
            persons, number = persons - going, number + 1

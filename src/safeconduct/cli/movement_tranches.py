"""The movement verb that says what matched tranches change for those who stand at exchange points."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from safeconduct.cli.answer import NO, Answer, Line, columns
from safeconduct.cli.movement_case import case_argument, load, told
from safeconduct.cli.verb import Asked, verb
from safeconduct.movement.advice.exchange import Standing, tranches
from safeconduct.movement.explain import WITHIN
from safeconduct.movement.model import EXCHANGE
from safeconduct.movement.telling.explain_tranches import NO_POINT, tranche_lines

PERCENTS = (100, 50, 25, 10, 5)


@verb(name="tranches")
@case_argument
@click.option("--percent", "percents", type=click.IntRange(1, 100), multiple=True, help="Size of a tranche; may be repeated.")
@click.option("--stop", type=click.IntRange(0, 720), default=48, show_default=True, help="Hours of an unforeseen stop.")
def tranches_verb(asked: Asked, case: str, percents: tuple[int, ...], stop: int) -> Answer:
    """Say how many stand at each exchange point and for how long, and by how much matched tranches cut it."""
    problem = load(case, asked)
    if not any(place.kind == EXCHANGE for place in problem.places):
        return told(
            {"stop_hours": stop, "holds": WITHIN.in_language(asked.language), "tranches": []},
            [NO_POINT.in_language(asked.language)],
            NO,
        )
    rows = tranches(problem, percents or PERCENTS, stop)
    values = [
        {"percent": r.percent, "at_once": _standing(r.at_once), "held": _standing(r.held), "caught": _standing(r.caught)}
        for r in rows
    ]
    head, table = tranche_lines(problem, rows, stop, asked.language)
    lines: list[Line | str] = [head, *columns(table)]
    holds = WITHIN.in_language(asked.language)
    return told({"stop_hours": stop, "holds": holds, "tranches": values}, lines)


def _standing(way: Standing | None) -> dict[str, Any] | None:
    if way is None:
        return None
    crowds = [asdict(crowd) for crowd in way.crowds]
    return {
        "most": way.most,
        "person_hours": way.person_hours,
        "longest_hours": way.longest_hours,
        "last": way.last,
        "crowds": crowds,
    }


VERBS = (tranches_verb,)

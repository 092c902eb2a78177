"""The movement verb that says the odds: simulate, from the plan's rules or from published counts."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from safeconduct.case.odds import odds
from safeconduct.case.read import SHIPPED
from safeconduct.cli.answer import Answer
from safeconduct.cli.movement_case import Interrupt, assumption, case_argument, instant_of, text_of, told, write
from safeconduct.cli.progress import end_progress, executions
from safeconduct.cli.verb import Asked, verb
from safeconduct.errors import InputWrong, Problem, in_language, say
from safeconduct.kernel import Zone, parse_when
from safeconduct.movement import codes
from safeconduct.movement.files.counts import read_counts
from safeconduct.movement.simulation.forecast import forecast
from safeconduct.movement.telling import draw
from safeconduct.movement.telling.odds import lines as text_of_odds
from safeconduct.movement.telling.odds import together_lines


@verb(name="simulate")
@case_argument
@click.option("--worlds", type=click.IntRange(1, 10_000_000), default=2000, show_default=True)
@click.option("--seed", type=click.IntRange(0, 2**50), default=1, show_default=True)
@click.option("--vary/--no-vary", default=True, help="Also halve and double each assumption.")
@click.option("--svg", type=click.Path(), help="Draw the odds by day.")
@click.option(
    "--record",
    type=click.Path(),
    help="Forecast from published counts (CSV, of the case or beside it) instead, and print each band beside what happened.",
)
@click.option("--by", "by", multiple=True, help="Day a forecast is made, with only what was recorded by then; may be repeated.")
@click.option("--total", nargs=2, type=click.IntRange(0, 10**8), help="Persons then expected in all, low and high.")
def simulate_verb(
    asked: Asked,
    case: str,
    worlds: int,
    seed: int,
    vary: bool,
    svg: str | None,
    record: str | None,
    by: tuple[str, ...],
    total: tuple[int, int] | None,
) -> Answer:
    """Execute the movement in many simulated worlds and give the odds as bands, with every assumption."""
    if record is not None:
        return _forecasts(_found(record, case), by, total, seed, worlds, asked.language)
    found = odds(
        case,
        instant_of(asked.at) if asked.at else None,
        worlds=worlds,
        seed=seed,
        vary=vary,
        language=asked.language,
        threads=os.cpu_count() or 1,
        tell=None if asked.quiet else executions(asked.language),
        stop=Interrupt(asked.language),
    )
    end_progress()
    if svg is not None:
        write(svg, draw.odds_svg(found.problem, found.band, found.clock, asked.language))
    values = {
        "worlds": found.band.worlds,
        "way": found.band.way,
        "unfinished": found.band.unfinished,
        "last_slots": [found.band.early, found.band.middle, found.band.late],
        "by_day": [list(entry) for entry in found.band.by_day],
        "by_clock": [list(entry) for entry in found.band.by_clock],
        "spread": [list(entry) for entry in found.band.spread],
        "shares": dict(found.band.shares),
        "breaches": found.band.breaches,
        "debt_persons": found.band.debt,
        "assumed": [
            *(in_language(line, asked.language) for line in found.assumptions.lines()),
            *together_lines(found.problem, asked.language),
        ],
    }
    assumed = [f"  {in_language(assumption(line), asked.language)}" for line in found.assumptions.lines()]
    return told(values, text_of_odds(found.problem, found.band, asked.language) + assumed)


def _found(record: str, case: str) -> Path:
    """Return the file of counts: as named, else of that name in the case's folder."""
    beside = next((folder / record for folder in (Path(case), SHIPPED / case) if (folder / record).is_file()), Path(record))
    return Path(record) if Path(record).exists() else beside


def _forecasts(record: Path, by: tuple[str, ...], total: tuple[int, int] | None, seed: int, worlds: int, language: str) -> Answer:
    """Print forecasts made from the record on each day beside what the record says happened."""
    counts = read_counts(text_of(record), record.name)
    if total and total[0] > total[1]:
        raise _refused(say("{low} to {high} runs downwards", low=total[0], high=total[1]), say("write the lower figure first"))
    values, lines = list[dict[str, Any]](), []
    most = max(report.high for report in counts.reports) if counts.reports else 0
    for text in by or [str(counts.first + timedelta(days=day)) for day in sorted({report.day for report in counts.reports})]:
        day = (parse_when(text, Zone("UTC")).date() - counts.first).days
        if not any(report.day <= day for report in counts.reports):
            raise _refused(say("nothing was counted by {day}", day=text), say("make the forecast on a later day"))
        known = max((report.high for report in counts.reports if report.day <= day), default=0)
        expected = total or (known, known * 4)
        made = forecast(counts.reports, expected, counts.stopped, day, seed=seed, worlds=worlds)
        ends = [str(counts.first + timedelta(days=end)) for end in (made.early, made.middle, made.late)]
        values.append(
            {
                "made_on": text,
                "early": ends[0],
                "middle": ends[1],
                "late": ends[2],
                "assumed": [in_language(line, language) for line in made.assumed],
                "happened": None,
                "holds": None,
                "days_late": None,
            }
        )
        says = {"made": text, "early": ends[0], "late": ends[2], "middle": ends[1]}
        line = say("made on {made}: last convoy {early} to {late} (10 to 90 %), middle {middle}", **says)
        if counts.ended is not None:
            holds = made.early <= counts.ended <= made.late
            line = say("{line}; holds what happened", line=line) if holds else say("{line}; misses what happened", line=line)
            values[-1] |= {
                "happened": str(counts.first + timedelta(days=counts.ended)),
                "holds": holds,
                "days_late": made.middle - counts.ended,
            }
        lines.append(in_language(line, language))
        lines += [f"    {in_language(assumption(line), language)}" for line in made.assumed]
    if counts.ended is not None:
        last = counts.first + timedelta(days=counts.ended)
        lines.append(
            in_language(say("the record says: last convoy on {day}, {most} persons or more", day=last, most=most), language)
        )
        held, late = sum(one["holds"] for one in values), ", ".join(f"{one['days_late']:+d}" for one in values)
        facts = {"held": held, "of": len(values), "late": late}
        lines.append(in_language(say("{held} of {of} bands hold it; their middles are off by {late} days", **facts), language))
    return told({"forecasts": values}, lines)


def _refused(what: str, do: str) -> InputWrong:
    return InputWrong(Problem(codes.BAD_VALUE, what, say("a forecast rests on counts"), do))


VERBS = (simulate_verb,)

"""The movement verb that says the odds: simulate, from the plan's rules or from published counts."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import click

from safeconduct.cli.answer import Answer
from safeconduct.cli.movement_case import Interrupt, assumptions_of, case_argument, load, text_of, told, write
from safeconduct.cli.verb import Asked, verb
from safeconduct.kernel import Zone, parse_when
from safeconduct.movement import bands, draw, explain
from safeconduct.movement.counts import read_counts
from safeconduct.movement.forecast import forecast
from safeconduct.movement.model import Problem


@verb(name="simulate")
@case_argument
@click.option("--worlds", type=click.IntRange(1, 10_000_000), default=2000, show_default=True)
@click.option("--seed", type=click.IntRange(0, 2**50), default=1, show_default=True)
@click.option("--vary/--no-vary", default=True, help="Also halve and double each assumption.")
@click.option("--svg", type=click.Path(), help="Draw the odds by day.")
@click.option("--record", type=click.Path(), help="Forecast from published counts (CSV) instead, day by day.")
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
    if record:
        return _forecasts(record, by, total, seed, worlds)
    problem, assumptions = load(case, asked), assumptions_of(case)
    found = bands.band(problem, assumptions, seed=seed, worlds=worlds, vary=vary, stop=Interrupt())
    clock = [(f"clause {t.clause}", t.high // problem.slot) for t in problem.terms.deadlines]
    if svg:
        write(svg, draw.odds_svg(problem, found, clock))
    values = {
        "worlds": found.worlds,
        "unfinished": found.unfinished,
        "last_slots": [found.early, found.middle, found.late],
        "by_day": [list(entry) for entry in found.by_day],
        "spread": [list(entry) for entry in found.spread],
        "debt_persons": found.debt,
        "assumed": list(assumptions.lines()),
    }
    return told(values, band_lines(problem, found) + [f"  assumed: {line}" for line in assumptions.lines()])


def _forecasts(record: str, by: tuple[str, ...], total: tuple[int, int] | None, seed: int, worlds: int) -> Answer:
    """Print forecasts made from the record on each day beside what the record says happened."""
    counts = read_counts(text_of(Path(record)), Path(record).name)
    values, lines = [], []
    most = max(report.high for report in counts.reports) if counts.reports else 0
    for text in by or [str(counts.first + timedelta(days=day)) for day in sorted({report.day for report in counts.reports})]:
        day = (parse_when(text, Zone("UTC")).date() - counts.first).days
        known = max((report.high for report in counts.reports if report.day <= day), default=0)
        expected = total or (known, known * 4)
        made = forecast(counts.reports, expected, counts.stopped, day, seed=seed, worlds=worlds)
        ends = [str(counts.first + timedelta(days=end)) for end in (made.early, made.middle, made.late)]
        values.append({"made_on": text, "early": ends[0], "middle": ends[1], "late": ends[2], "assumed": list(made.assumed)})
        inside = (
            ""
            if counts.ended is None
            else "; holds what happened"
            if made.early <= counts.ended <= made.late
            else "; misses what happened"
        )
        lines.append(f"made on {text}: last convoy {ends[0]} to {ends[2]} (10 to 90 %), middle {ends[1]}{inside}")
        lines += [f"    assumed: {line}" for line in made.assumed]
    if counts.ended is not None:
        lines.append(f"the record says: last convoy on {counts.first + timedelta(days=counts.ended)}, {most:,} persons or more")
    return told({"forecasts": values}, lines)


def band_lines(problem: Problem, found: bands.Band) -> list[str]:
    """Return a band in words; never one number."""
    slots = (found.early, found.middle, found.late)
    ends = [explain.when(problem, slot) if slot is not None else "beyond the days looked at" for slot in slots]
    shares = f"by {ends[0]} in 10 %, {ends[1]} in 50 %, {ends[2]} in 90 % of them"
    lines = [f"{found.worlds:,} simulated executions: last convoy arrives {shares}"]
    lines += [
        f"  by the end of day {day}: {low:.0%} to {high:.0%} (95 % sampling interval)"
        for day, low, high in found.by_day
        if high > 0.02
    ]
    for name, *varied in found.spread:
        marks = [explain.when(problem, slot) if slot is not None else "beyond" for slot in varied]
        lines.append(f"  with {name}: {marks[0]} / {marks[1]} / {marks[2]}")
    lines += [f"  kept waiting by {name}: {share:.0%}" for name, share in found.shares if share >= 0.01]
    return [
        *lines,
        f"  releases beyond an exposure bound: {found.breaches}; largest debt after a correction: {found.debt:,} persons",
    ]


VERBS = (simulate_verb,)

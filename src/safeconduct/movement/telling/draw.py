"""Pictures as SVG text: the timetable, the price of mistrust, the odds against a clock. No script, no colour without a word."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import ceil
from textwrap import wrap

from safeconduct.errors import in_language
from safeconduct.kernel import Text
from safeconduct.movement.advice.concede import MistrustPoint
from safeconduct.movement.explain import WITHIN, gate_text, when
from safeconduct.movement.model import Problem
from safeconduct.movement.simulation.bands import Band
from safeconduct.movement.slots import ceil_slots
from safeconduct.movement.telling.explain_plan import gate_lines, plan_text
from safeconduct.movement.telling.figures import whole
from safeconduct.movement.telling.names import Names
from safeconduct.movement.telling.odds import clock_lines, together_lines
from safeconduct.movement.timetable import Plan

WIDTH, MARGIN = 760, 90
MOST_DAYS_NAMED = 20
SHADES = ("#1b4965", "#5fa8d3", "#62b6cb", "#bee9e8", "#9a8c98", "#4a4e69")
SHARE = Text.of(
    en="share of {worlds} simulated executions in which the last convoy has arrived by the end of each day",
    fr="part de {worlds} exécutions simulées dans lesquelles le dernier convoi est arrivé à la fin de chaque jour",
)
TIMETABLE = Text.of(en="{name}: {convoys} convoys, last arrival {last}", fr="{name} : {convoys} convois, dernière arrivée {last}")
DAY = Text.of(en="day {day}", fr="jour {day}")
BAR = Text.of(en="{at}, {leg}: {persons} persons; {gate}", fr="{at}, {leg} : {persons} personnes ; {gate}")
MISTRUST = Text.of(en="{name}: the price of mistrust", fr="{name} : le prix de la défiance")
AXES = Text.of(
    en="across: exposure, per cent of what was agreed; upwards: the earliest last arrival",
    fr="en largeur : l’exposition, en pour cent de ce qui a été convenu ; en hauteur : la dernière arrivée au plus tôt",
)
BOUNDS = Text.of(en="bounds, {within}: no plan ends earlier", fr="bornes, {within} : aucun plan ne se termine plus tôt")
NO_PLAN = Text.of(en="no plan", fr="aucun plan")
TITLE = Text.of(en="{name}: odds under stated assumptions", fr="{name} : chances sous des hypothèses énoncées")


def _svg(height: int, title: str, body: Sequence[str]) -> str:
    box = f'viewBox="0 0 {WIDTH} {height}" role="img"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {box} font-family="sans-serif" font-size="12">'
    heading = f'<text x="10" y="20" font-size="14">{escape(title)}</text>'
    return "\n".join([head, f"<title>{escape(title)}</title>", heading, *body, "</svg>", ""])


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _below(y: int, texts: Sequence[str]) -> tuple[list[str], int]:
    """Return sentences below a picture, none wider than it, and the height at which they end."""
    lines = [line for text in texts for line in wrap(text, 105)]
    return [_text(10, y + 16 * row, line) for row, line in enumerate(lines)], y + 16 * len(lines)


def timetable_svg(problem: Problem, plan: Plan, language: str = "en") -> str:
    """Return a picture of the plan: one row for each leg, one bar for each convoy, as wide as it is under way; below, what holds of it in words."""
    rows, names = {leg.id: number for number, leg in enumerate(problem.legs)}, Names(problem, language)
    margin = 20 + round(6.6 * max(len(names.leg(leg)) for leg in rows))
    scale = (WIDTH - margin - 20) / max(plan.last, 1)
    body = [_text(10, 62 + row * 34, names.leg(leg)) for leg, row in rows.items()]
    for day in range(plan.last * problem.slot // 1440 + 1):
        x = margin + day * 1440 / problem.slot * scale
        body.append(f'<line x1="{x:.1f}" y1="34" x2="{x:.1f}" y2="{44 + len(rows) * 34}" stroke="#999"/>')
        body.append(_text(x + 2, 40, DAY.in_language(language).format(day=day + 1)))
    for convoy in plan.convoys:
        leg = problem.leg(convoy.leg)
        x, width = margin + convoy.slot * scale, max(ceil_slots(leg.out, problem) * scale, 2)
        at, gate = when(problem, convoy.slot, language), gate_text(problem.gate(convoy.leg), language)
        label = BAR.in_language(language).format(at=at, leg=names.leg(leg.id), persons=whole(convoy.persons, language), gate=gate)
        y, shade = 48 + rows[convoy.leg] * 34, SHADES[rows[convoy.leg] % len(SHADES)]
        body.append(
            f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="20" fill="{shade}" stroke="#fff"><title>{escape(label)}</title></rect>'
        )
    words = [*plan_text(problem, plan, language), *gate_lines(problem, language)]
    told, end = _below(70 + len(rows) * 34, words)
    last = when(problem, plan.last, language)
    title = TIMETABLE.in_language(language).format(name=in_language(problem.name, language), convoys=len(plan.convoys), last=last)
    return _svg(end + 10, title, [*body, *told])


def mistrust_svg(problem: Problem, points: Sequence[MistrustPoint], language: str = "en") -> str:
    """Return the price of mistrust: exposure across, bound on the last arrival upwards; where no plan exists it says so instead of a point."""
    lasts = [point.last for point in points if point.last is not None]
    low, high = min(lasts, default=0), max(lasts, default=0)
    step, body, spots = (WIDTH - MARGIN - 60) / max(len(points) - 1, 1), [], []
    for n, point in enumerate(points):
        x = MARGIN + n * step
        body.append(_text(x, 265, f"{point.percent} %", "middle"))
        if point.last is None:
            body.append(_text(x, 224 + 16 * (n % 2), NO_PLAN.in_language(language), "middle"))
            continue
        y = 240 - 170 * (point.last - low) / max(high - low, 1)
        spots.append((x, y))
        body.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#1b4965"/>')
        day, time = when(problem, point.last, language).split(", ")
        body += [_text(x + 6, y - 20, day), _text(x + 6, y - 7, time)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    body.insert(0, f'<polyline fill="none" stroke="#1b4965" stroke-width="2" points="{line}"/>')
    axes = [AXES.in_language(language), BOUNDS.in_language(language).format(within=WITHIN.in_language(language))]
    told, end = _below(290, axes)
    return _svg(end, MISTRUST.in_language(language).format(name=in_language(problem.name, language)), [*body, *told])


def odds_svg(problem: Problem, band: Band, clock: Sequence[tuple[str, int]] = (), language: str = "en") -> str:
    """Return the odds of having finished by each day, with the sampling interval, and the clock band as named lines.

    Arguments:
        clock: limits as (name, slot); one before the movement begins is said in words below the picture.
    """
    ahead = [(name, slot) for name, slot in clock if slot >= 0]
    days = max([problem.days, *(slot * problem.slot // 1440 + 1 for _, slot in ahead)])
    scale = (WIDTH - MARGIN - 20) / days
    top = 50 + 16 * len(ahead)
    body = [f'<line x1="{MARGIN}" y1="{top + 190}" x2="{WIDTH - 20}" y2="{top + 190}" stroke="#333"/>']
    for share in (0, 50, 100):
        body.append(_text(MARGIN - 8, top + 194 - share * 1.8, f"{share} %", "end"))
    for day, low, high in band.by_day:
        x, height = MARGIN + day * scale, max(180 * (high - low), 2)
        body.append(f'<rect x="{x - 4:.1f}" y="{top + 190 - 180 * high:.1f}" width="8" height="{height:.1f}" fill="#5fa8d3"/>')
        if day % ceil(days / MOST_DAYS_NAMED) == 0:
            body.append(_text(x, top + 206, str(day), "middle"))
    body.append(_text(MARGIN - 8, top + 206, DAY.in_language(language).format(day=""), "end"))
    for row, (name, slot) in enumerate(ahead):
        x = MARGIN + slot * problem.slot / 1440 * scale
        body.append(
            f'<line x1="{x:.1f}" y1="{46 + 16 * row}" x2="{x:.1f}" y2="{top + 190}" stroke="#9a031e" stroke-dasharray="4"/>'
        )
        body.append(_text(x - 4, 46 + 16 * row, f"{name}, {when(problem, slot, language)}", "end" if x > WIDTH / 2 else "start"))
    words = [
        SHARE.in_language(language).format(worlds=whole(band.worlds, language)),
        *clock_lines(problem, band, language),
        *together_lines(problem, language),
    ]
    told, end = _below(top + 234, words)
    return _svg(end, TITLE.in_language(language).format(name=in_language(problem.name, language)), [*body, *told])

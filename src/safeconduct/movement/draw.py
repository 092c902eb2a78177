"""Pictures as SVG text: the timetable, the price of mistrust, the odds against a clock. No script, no colour without a word."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from textwrap import wrap

from safeconduct.kernel import Text
from safeconduct.movement.bands import Band
from safeconduct.movement.concede import MistrustPoint
from safeconduct.movement.explain import WITHIN, gate_text, when
from safeconduct.movement.model import Problem
from safeconduct.movement.odds import clock_lines
from safeconduct.movement.slots import ceil_slots
from safeconduct.movement.timetable import Plan

WIDTH, MARGIN = 760, 90
SHADES = ("#1b4965", "#5fa8d3", "#62b6cb", "#bee9e8", "#9a8c98", "#4a4e69")
SHARE = Text.of(
    en="share of {worlds} simulated executions in which the last convoy has arrived by the end of each day",
    fr="part de {worlds} exécutions simulées dans lesquelles le dernier convoi est arrivé à la fin de chaque jour",
)
TIMETABLE = Text.of(en="{name}: {convoys} convoys, last arrival {last}", fr="{name} : {convoys} convois, dernière arrivée {last}")
DAY = Text.of(en="day {day}", fr="jour {day}")
BAR = Text.of(en="{at}, {leg}: {persons} persons; {gate}", fr="{at}, {leg} : {persons} personnes ; {gate}")
GATE = Text.of(en="{leg}: {gate}", fr="{leg} : {gate}")
TITLE = Text.of(en="{name}: odds under stated assumptions", fr="{name} : chances sous des hypothèses énoncées")


def _svg(height: int, title: str, body: Sequence[str]) -> str:
    box = f'viewBox="0 0 {WIDTH} {height}" role="img"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {box} font-family="sans-serif" font-size="12">'
    heading = f'<text x="10" y="20" font-size="14">{escape(title)}</text>'
    return "\n".join([head, f"<title>{escape(title)}</title>", heading, *body, "</svg>", ""])


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def timetable_svg(problem: Problem, plan: Plan, language: str = "en") -> str:
    """Return a picture of the plan: one row for each leg, one bar for each convoy, as wide as it is under way; below, each leg's gate."""
    rows = {leg.id: number for number, leg in enumerate(problem.legs)}
    scale = (WIDTH - MARGIN - 20) / max(plan.last, 1)
    body = []
    for name, row in rows.items():
        body.append(_text(10, 62 + row * 34, name))
    for day in range(plan.last * problem.slot // 1440 + 1):
        x = MARGIN + day * 1440 / problem.slot * scale
        body.append(f'<line x1="{x:.1f}" y1="34" x2="{x:.1f}" y2="{44 + len(rows) * 34}" stroke="#999"/>')
        body.append(_text(x + 2, 40, DAY.in_language(language).format(day=day + 1)))
    for convoy in plan.convoys:
        leg = problem.leg(convoy.leg)
        x, width = MARGIN + convoy.slot * scale, max(ceil_slots(leg.out, problem) * scale, 2)
        at, gate = when(problem, convoy.slot, language), gate_text(problem.gate(convoy.leg), language)
        label = BAR.in_language(language).format(at=at, leg=convoy.leg, persons=convoy.persons, gate=gate)
        y = 48 + rows[convoy.leg] * 34
        body.append(
            f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="20" fill="{SHADES[rows[convoy.leg] % len(SHADES)]}">'
            f"<title>{escape(label)}</title></rect>"
        )
    told = [
        line
        for leg in problem.legs
        for line in wrap(GATE.in_language(language).format(leg=leg.id, gate=gate_text(problem.gate(leg.id), language)), 110)
    ]
    body += [_text(10, 70 + len(rows) * 34 + 16 * row, line) for row, line in enumerate(told)]
    last = when(problem, plan.last, language)
    title = TIMETABLE.in_language(language).format(name=problem.name, convoys=len(plan.convoys), last=last)
    return _svg(80 + len(rows) * 34 + 16 * len(told), title, body)


def mistrust_svg(problem: Problem, points: Sequence[MistrustPoint]) -> str:
    """Return the price of mistrust: exposure across, bound on the last arrival upwards; it says that they are bounds."""
    known = [(n, point) for n, point in enumerate(points) if point.last is not None]
    if not known:
        return _svg(60, "no plan at any exposure", [])
    lasts = [point.last or 0 for _, point in known]
    low, high = min(lasts), max(lasts)
    step, body = (WIDTH - MARGIN - 60) / max(len(points) - 1, 1), []
    spots = [(MARGIN + n * step, 240 - 180 * ((p.last or 0) - low) / max(high - low, 1)) for n, p in known]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    body.append(f'<polyline fill="none" stroke="#1b4965" stroke-width="2" points="{line}"/>')
    for (x, y), (_, point) in zip(spots, known, strict=True):
        body.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#1b4965"/>')
        body.append(_text(x, 265, f"{point.percent} %", "middle"))
        body.append(_text(x, y - 8, when(problem, point.last or 0).removeprefix("day "), "middle"))
    body.append(
        _text(10, 290, f"exposure, per cent of what was agreed; last arrival (day, hour): bounds, {WITHIN.in_language('en')}")
    )
    return _svg(300, f"{problem.name}: the price of mistrust", body)


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
        body.append(_text(x, top + 206, str(day), "middle"))
    for row, (name, slot) in enumerate(ahead):
        x = MARGIN + slot * problem.slot / 1440 * scale
        body.append(
            f'<line x1="{x:.1f}" y1="{46 + 16 * row}" x2="{x:.1f}" y2="{top + 190}" stroke="#9a031e" stroke-dasharray="4"/>'
        )
        body.append(_text(x - 4, 46 + 16 * row, f"{name}, {when(problem, slot, language)}", "end" if x > WIDTH / 2 else "start"))
    words = [SHARE.in_language(language).format(worlds=f"{band.worlds:,}"), *clock_lines(problem, band, language)]
    body += [_text(10, top + 234 + 18 * row, line) for row, line in enumerate(words)]
    return _svg(top + 246 + 18 * len(words), TITLE.in_language(language).format(name=problem.name), body)

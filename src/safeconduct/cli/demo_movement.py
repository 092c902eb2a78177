"""The part of the demo that plans: the convoys, the price of mistrust and the odds, computed while you look, and drawn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from safeconduct.cli.answer import Line
from safeconduct.cli.labels import label
from safeconduct.errors import EvidenceFails

if TYPE_CHECKING:
    from safeconduct.case.odds import Odds
    from safeconduct.movement.advice.concede import MistrustPoint
    from safeconduct.movement.model import Problem
    from safeconduct.movement.timetable import Plan

CASE = "aleppo-2016"
SHARES = (75, 100, 200)
WORLDS = 300


def planned_lines(language: str, folder: Path, clock: str) -> Iterator[Line]:
    """Yield the plan, the curve and the odds, each when it is computed.

    Arguments:
        folder: where the drawings go; clock: the warning of the case, in words.
    """
    from safeconduct.case.movement import read_movement
    from safeconduct.case.odds import odds
    from safeconduct.movement import mistrust
    from safeconduct.movement.explain import WITHIN

    found = read_movement(CASE, language=language)
    yield Line()
    yield Line(label(language, "demo.planned", within=WITHIN.in_language(language)), "title")
    made = _plan(found.problem, language)
    yield from _plan_lines(found.problem, made, language)
    points = mistrust(found.problem, SHARES)
    yield from _mistrust_lines(found.problem, points, language)
    executed = odds(CASE, worlds=WORLDS, language=language)
    yield from _odds_lines(executed, clock, language)
    drawn = _drawn(folder, found.problem, made, points, executed, language)
    yield Line(f"{_not_ready(found.problem, language)} {drawn}".strip(), indent=2)


def _plan(problem: Problem, language: str) -> Plan:
    """Make the plan and have the independent checker read it; what does not pass is not shown."""
    from safeconduct.cli.progress import end_progress, progress
    from safeconduct.movement import certify, plan, verify
    from safeconduct.movement.planning.blocks import Effort

    made = plan(problem, effort=Effort(gap=5e-3, seconds=60.0), report=progress(problem, language))
    end_progress()
    wrong = (*verify(problem, made), *(certify(problem, made.bound) if made.bound else ()))
    if wrong:
        raise EvidenceFails(wrong)
    return made


def _plan_lines(problem: Problem, made: Plan, language: str) -> Iterator[Line]:
    from safeconduct.movement import explain
    from safeconduct.movement.telling.figures import share

    if made.bound is None:
        return
    facts = {
        "convoys": len(made.convoys),
        "last": explain.when(problem, made.last, language),
        "bound": explain.when(problem, made.bound.last, language),
        "gap": share(made.gap or 0, 1, language),
    }
    yield Line(label(language, "demo.plan", **facts), "strong")


def _not_ready(problem: Problem, language: str) -> str:
    """A leg whose protection is not established is planned and never ready; say how much is missing where most is."""
    shut = [leg for leg in problem.legs if not problem.gate(leg.id).is_open]
    missing = max((len(problem.gate(leg.id).missing) for leg in shut), default=0)
    return label(language, "demo.not_ready", count=missing) if shut else ""


def _mistrust_lines(problem: Problem, points: tuple[MistrustPoint, ...], language: str) -> Iterator[Line]:
    from safeconduct.movement import explain

    ends = [explain.when(problem, p.last, language) if p.last is not None else label(language, "demo.none") for p in points]
    curve = " · ".join(f"{point.percent} % {end}" for point, end in zip(points, ends, strict=True))
    yield Line(label(language, "demo.mistrust", curve=curve), indent=2)


def _odds_lines(executed: Odds, clock: str, language: str) -> Iterator[Line]:
    from safeconduct.movement import explain
    from safeconduct.movement.telling.figures import share

    problem, band = executed.problem, executed.band
    beyond = label(language, "demo.beyond")
    early, middle, late = (
        explain.when(problem, slot, language) if slot is not None else beyond for slot in (band.early, band.middle, band.late)
    )
    *_, (_, _, low, high) = band.by_clock
    ends = {"early": early, "middle": middle, "late": late, "share": f"{100 * low:.0f} – {share(high, language=language)}"}
    yield Line(label(language, "demo.odds", worlds=band.worlds, clock=clock, **ends), indent=2)


def _drawn(folder: Path, problem: Problem, made: Plan, points: tuple[MistrustPoint, ...], executed: Odds, language: str) -> str:
    """Write the three drawings, or say why they are not written: a demo does not fail for a folder."""
    from safeconduct.movement.telling import draw

    drawings = {
        "plan.svg": draw.timetable_svg(problem, made, language),
        "mistrust.svg": draw.mistrust_svg(problem, points, language),
        "odds.svg": draw.odds_svg(problem, executed.band, executed.clock, language),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in drawings.items():
            (folder / name).write_text(text, "utf-8")
    except OSError as error:
        return label(language, "demo.not_drawn", why=error.strerror or "")
    return label(language, "demo.drawn", files=f"{folder.as_posix()}/{', '.join(drawings)}")

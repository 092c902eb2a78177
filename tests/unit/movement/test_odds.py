"""The odds of a case against its clocks, in words and as a picture."""

from __future__ import annotations

from pathlib import Path

import pytest

from safeconduct.case.odds import odds
from safeconduct.movement.instances import tiny
from safeconduct.movement.simulation.bands import band
from safeconduct.movement.simulation.worlds import CERTAIN, Assumptions
from safeconduct.movement.telling.draw import odds_svg
from safeconduct.movement.telling.odds import clock_lines, lines


def test_the_clock_band_of_a_case_is_said_with_an_interval_and_drawn() -> None:
    found = odds("aleppo-2016", worlds=20)
    assert [slot < 0 for _, slot in found.clock] == [True, False]
    early, late = clock_lines(found.problem, found.band)
    assert "passes before the movement begins" in early
    assert "sampling interval" in late
    picture = odds_svg(found.problem, found.band, found.clock)
    assert late in picture
    assert picture.count("stroke-dasharray") == 1


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_band_is_never_one_number(language: str) -> None:
    problem = tiny(0)
    found = band(problem, Assumptions(), seed=1, worlds=60)
    text = "\n".join(lines(problem, found, language))
    assert "10 %" in text
    assert "90 %" in text
    assert ("intervalle" if language == "fr" else "sampling interval") in text
    assert len(found.spread) == 10


def test_a_limit_after_which_everything_has_ended_and_one_before() -> None:
    problem = tiny(0)
    found = band(problem, CERTAIN, seed=1, worlds=30, vary=False)
    assert found.middle is not None
    held = band(problem, CERTAIN, seed=1, worlds=30, vary=False, clock=[("all", found.middle), ("none", found.middle - 1)])
    (_, _, low, high), (_, _, least, most) = held.by_clock
    assert (high, least) == (1.0, 0.0)
    assert low > 0.85
    assert most < 0.15


def test_progress_is_told_and_a_stop_ends_with_what_was_run(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    found = band(tiny(1), Assumptions(), seed=1, worlds=200, tell=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (700, 700)
    assert found.worlds == 200
    stopped = band(tiny(1), Assumptions(), seed=1, worlds=200, stop=lambda: True)
    assert stopped.worlds == 50
    assert stopped.spread == ()

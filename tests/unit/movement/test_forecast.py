"""Forecasts made with only what was recorded by then."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from movement_small import run

from safeconduct import cases
from safeconduct.movement.files.counts import read_counts
from safeconduct.movement.simulation.forecast import Prior, Report, _Draws, forecast

RECORD = Path(next(iter(cases.__path__))) / "aleppo-2016" / "counts.csv"
COUNTS = read_counts(RECORD.read_text(encoding="utf-8"))
STEADY = tuple(Report(day, 1000 * (day + 1), 1000 * (day + 1), "a monitor") for day in range(10))


def test_nothing_recorded_later_changes_a_forecast() -> None:
    early = forecast(STEADY, (10_000, 10_000), (5, 6), 3)
    changed = (*STEADY[:4], *(replace(report, low=1, high=90_000) for report in STEADY[4:]))
    assert forecast(changed, (10_000, 10_000), (4, 7, 8, 9), 3) == early


def test_a_steady_movement_without_stops_ends_when_division_says() -> None:
    made = forecast(STEADY, (10_000, 10_000), (), 4, prior=Prior(0, 1))
    assert made.early <= 9 <= made.late
    assert made.remaining == (5_000, 5_000)


def test_more_people_and_more_stops_never_end_earlier() -> None:
    base = forecast(STEADY, (10_000, 12_000), (), 4)
    assert forecast(STEADY, (20_000, 22_000), (), 4).middle >= base.middle
    assert forecast(STEADY, (10_000, 12_000), (), 4, prior=Prior(5, 6, (3,))).middle >= base.middle


def test_a_stop_that_lasts_goes_on_no_longer_than_stops_do() -> None:
    sure = Prior(0, 1, (3,))
    free = forecast(STEADY, (10_000, 10_000), (), 4, prior=Prior(0, 10_000, (3,)))
    held = forecast(STEADY[:4], (10_000, 10_000), (4,), 4, prior=sure)
    assert held.early >= free.early
    assert "lasts 1, 3 days" in held.assumed[3]


def test_how_often_stops_begin_is_drawn_from_its_beta_distribution() -> None:
    """Beta(2, 6) has the mean 1/4 and the variance 2*6/(8^2*9) = 1/48."""
    shares = _Draws(3, 20_000).shares(2, 6) / 1000
    assert abs(float(shares.mean()) - 0.25) < 0.005
    assert abs(float(shares.var()) - 1 / 48) < 0.001


@pytest.mark.parametrize("day", range((COUNTS.ended or 0) + 1))
def test_whatever_the_record_says_after_a_day_the_forecast_of_that_day_stays(day: int) -> None:
    """Every cut of the shipped record: later lines taken away, each of them changed, stops added and taken away."""

    def made(reports: tuple[Report, ...], stopped: tuple[int, ...]) -> object:
        return forecast(reports, (15_000, 50_000), stopped, day, worlds=200)

    known = made(COUNTS.reports, COUNTS.stopped)
    assert made(tuple(r for r in COUNTS.reports if r.day <= day), tuple(d for d in COUNTS.stopped if d <= day)) == known
    for later in (report for report in COUNTS.reports if report.day > day):
        for other in (replace(later, low=1, high=1), replace(later, low=90_000, high=99_000), replace(later, day=day + 1)):
            assert made(tuple(other if report is later else report for report in COUNTS.reports), COUNTS.stopped) == known
    assert made(COUNTS.reports, (*COUNTS.stopped, *range(day + 1, 12))) == known
    assert made(COUNTS.reports, tuple(d for d in COUNTS.stopped if d <= day)) == known


@pytest.mark.parametrize("total", [(), ("--total", "15000", "50000")])
def test_what_is_printed_for_a_day_is_the_same_from_a_file_that_ends_there(tmp_path: Path, total: tuple[str, ...]) -> None:
    head, *lines = RECORD.read_text(encoding="utf-8").splitlines()
    for day in range((COUNTS.ended or 0) + 1):
        until = str(COUNTS.first + timedelta(days=day))
        cut = tmp_path / "cut.csv"
        cut.write_text(
            "\n".join([head, *(line for line in lines if line[:10] <= until and ",ended," not in line)]) + "\n", encoding="utf-8"
        )
        whole, early = (
            run("simulate", "aleppo-2016", "--record", str(file), "--by", until, "--worlds", "200", *total).output
            for file in (RECORD, cut)
        )
        alone = " ".join(whole.split()).replace("; holds what happened", "").replace("; misses what happened", "")
        assert alone.split(" the record says")[0] == " ".join(early.split()), until


def test_bands_are_printed_beside_what_happened() -> None:
    days = [part for day in (15, 16, 18, 20) for part in ("--by", f"2016-12-{day}")]
    said = " ".join(run("simulate", "aleppo-2016", "--record", "counts.csv", *days, "--total", "15000", "50000").output.split())
    assert said.count("holds what happened") + said.count("misses what happened") == 4
    assert "the record says: last convoy on 2016-12-22" in said
    assert "of 4 bands hold it" in said

"""Forecasts made with only what was recorded by then."""

from __future__ import annotations

from dataclasses import replace

from safeconduct.movement.forecast import Report, forecast

STEADY = tuple(Report(day, 1000 * (day + 1), 1000 * (day + 1), "a monitor") for day in range(10))


def test_nothing_recorded_later_changes_a_forecast() -> None:
    early = forecast(STEADY, (10_000, 10_000), (5, 6), 3)
    changed = (*STEADY[:4], *(replace(report, low=1, high=90_000) for report in STEADY[4:]))
    assert forecast(changed, (10_000, 10_000), (4, 7, 8, 9), 3) == early


def test_a_steady_movement_without_stops_ends_when_division_says() -> None:
    made = forecast(STEADY, (10_000, 10_000), (), 4, prior=(0, 1))
    assert made.early <= 9 <= made.late
    assert made.remaining == (5_000, 5_000)


def test_more_people_and_more_stops_never_end_earlier() -> None:
    base = forecast(STEADY, (10_000, 12_000), (), 4)
    assert forecast(STEADY, (20_000, 22_000), (), 4).middle >= base.middle
    assert forecast(STEADY, (10_000, 12_000), (), 4, prior=(600, 3)).middle >= base.middle

"""Forecasts made with only what was recorded by then."""

from __future__ import annotations

from dataclasses import replace

from safeconduct.movement.simulation.forecast import Prior, Report, _Draws, forecast

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

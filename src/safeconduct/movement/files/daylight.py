"""Sunrise and sunset for a place and a date."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from math import acos, asin, cos, degrees, radians, sin, tan

from safeconduct.kernel import Point


def daylight(day: date, place: Point) -> tuple[datetime, datetime] | None:
    """Return sunrise and sunset of a calendar day (UTC), or None where the sun stays up or down.

    Source: NOAA Solar Calculator, general solar position equations; upper limb with refraction (zenith 90.833 degrees).
    Holds: within two minutes of published almanac times (tests/theory/test_movement_daylight.py).

    >>> up, down = daylight(date(2016, 12, 15), Point(37.16, 36.20))
    >>> up.strftime("%H:%M"), down.strftime("%H:%M")
    ('04:35', '14:17')
    """
    noon = datetime.combine(day, time(12), UTC) - timedelta(minutes=4 * place.longitude)
    century = ((noon - datetime(2000, 1, 1, 12, tzinfo=UTC)).total_seconds() / 86400) / 36525
    declination, equation = _sun(century)
    half = (cos(radians(90.833)) / (cos(radians(place.latitude)) * cos(declination))) - tan(radians(place.latitude)) * tan(
        declination
    )
    if not -1 <= half <= 1:
        return None
    middle = noon - timedelta(minutes=equation)
    length = timedelta(minutes=4 * degrees(acos(half)))
    return middle - length, middle + length


def _sun(century: float) -> tuple[float, float]:
    """Return declination (radians) and equation of time (minutes)."""
    mean = radians((280.46646 + century * (36000.76983 + 0.0003032 * century)) % 360)
    anomaly = radians(357.52911 + century * (35999.05029 - 0.0001537 * century))
    eccentric = 0.016708634 - century * (0.000042037 + 0.0000001267 * century)
    centre = sin(anomaly) * (1.914602 - century * 0.004817) + sin(2 * anomaly) * 0.019993 + sin(3 * anomaly) * 0.000289
    node = radians(125.04 - 1934.136 * century)
    apparent = radians(degrees(mean) + centre - 0.00569 - 0.00478 * sin(node))
    tilt = radians(23.439291 - 0.0130042 * century + 0.00256 * cos(node))
    y = tan(tilt / 2) ** 2
    equation = y * sin(2 * mean) - 2 * eccentric * sin(anomaly) + 4 * eccentric * y * sin(anomaly) * cos(2 * mean)
    equation -= 0.5 * y * y * sin(4 * mean) + 1.25 * eccentric * eccentric * sin(2 * anomaly)
    return asin(sin(tilt) * sin(apparent)), 4 * degrees(equation)

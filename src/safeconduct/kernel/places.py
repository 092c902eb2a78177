"""A point on the ground."""

from __future__ import annotations

from dataclasses import dataclass

from safeconduct.errors import InputWrong, Problem, register, say

BAD_POINT = register(
    "kernel/point",
    "coordinates outside the globe",
    "A point is longitude then latitude in degrees (WGS 84), as GeoJSON writes it. The usual slip is the two in the wrong order.",
)


@dataclass(frozen=True, slots=True)
class Point:
    """Longitude and latitude in degrees, WGS 84, in the order of GeoJSON (RFC 7946, section 3.1.1).

    Raises: InputWrong (``kernel/point``) outside -180..180 and -90..90.
    """

    longitude: float
    latitude: float

    def __post_init__(self) -> None:
        if not (-180 <= self.longitude <= 180 and -90 <= self.latitude <= 90):
            raise InputWrong(
                Problem(
                    BAD_POINT,
                    say("{longitude}, {latitude} is not on the globe", longitude=self.longitude, latitude=self.latitude),
                    why=say("a place off the map cannot be planned for"),
                    do=say("write longitude, then latitude, in degrees"),
                )
            )

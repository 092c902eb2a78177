"""The words every room shares: truth with an *unknown*, instants and windows, counts, places, texts, sources.

    >>> from safeconduct.kernel import Count, Truth, parse_instant
    >>> estimate = Count(6000, 8000, source="United Nations")
    >>> str(estimate)
    '6,000 to 8,000 (United Nations)'
    >>> estimate.at_least(6500)
    <Truth.UNKNOWN: 'unknown'>
    >>> parse_instant("2016-10-07T00:00:00Z").isoformat()
    '2016-10-07T00:00:00+00:00'

Files in reading order: ``truth.py``, ``instants.py`` (UTC instants, half-open windows, durations, day-count), ``wall.py`` (local
times, and those that a change of clocks skips or repeats), ``counts.py`` (low–best–high with a source), ``places.py``, ``texts.py``
(one text in several languages, each with its direction), ``sources.py`` (a source and an exact span of it), ``canonical.py`` (the one
byte form of a JSON value), ``memory.py`` (the garbage collector, paused while an answer is built).

Left out on purpose: anything that reads the clock, the disk or the environment.
"""

from safeconduct.kernel.canonical import canonical_json, sha256_hex
from safeconduct.kernel.counts import Count
from safeconduct.kernel.instants import (
    Duration,
    Window,
    Zone,
    end_of_day,
    format_instant,
    parse_instant,
    start_of_day,
)
from safeconduct.kernel.memory import collector_paused
from safeconduct.kernel.places import Point
from safeconduct.kernel.sources import Source, Span
from safeconduct.kernel.texts import DIRECTION, Text
from safeconduct.kernel.truth import Truth
from safeconduct.kernel.wall import Wall, day_is_skipped, parse_when, read_wall

__all__ = [
    "DIRECTION",
    "Count",
    "Duration",
    "Point",
    "Source",
    "Span",
    "Text",
    "Truth",
    "Wall",
    "Window",
    "Zone",
    "canonical_json",
    "collector_paused",
    "day_is_skipped",
    "end_of_day",
    "format_instant",
    "parse_instant",
    "parse_when",
    "read_wall",
    "sha256_hex",
    "start_of_day",
]

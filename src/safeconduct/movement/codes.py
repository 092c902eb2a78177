"""The problem codes of reading and checking a movement's files."""

from __future__ import annotations

from safeconduct.errors import register

UNREADABLE = register(
    "movement/unreadable",
    "a file that cannot be read as what it claims to be",
    "movement.toml is TOML 1.0, network.geojson is GeoJSON (RFC 7946), tables are CSV with a header, routes are GPX or KML without "
    "document type declarations. The place given is where reading stopped.",
)
MISSING = register(
    "movement/missing",
    "a value that must be given is not there",
    "Nothing that bears on people's safety is guessed: each table says which values it needs.",
)
UNKNOWN_KEY = register(
    "movement/unknown-key",
    "a key nobody reads",
    "A key that is not read is most often a misspelt one whose value would then silently not apply.",
)
BAD_VALUE = register(
    "movement/bad-value",
    "a value that is not of the right kind or size",
    "Times are whole minutes, counts are whole numbers, none is negative; seats, vehicles and slots have sensible limits.",
)
UNKNOWN_NAME = register(
    "movement/unknown-name",
    "a name that is not defined",
    "Places, legs, windows, vehicles, groups and checkpoints are referred to by their id. The usual slip is a different spelling.",
)
TWICE = register(
    "movement/twice",
    "an id that is defined twice",
    "Two things with one id cannot be told apart in a plan, a manifest or an explanation.",
)
OVERLAP = register(
    "movement/overlap",
    "opening hours that overlap",
    "Two overlapping windows under one name are more often a slip in one of them than an intention; write one window.",
)
TOO_FINE = register(
    "movement/too-fine",
    "more slots than can be planned",
    "The number of slots is days times 24 hours divided by the slot. Plans of 15-minute slots over two weeks have 1,344.",
)
UNREACHABLE = register(
    "movement/unreachable",
    "people who have no way to any permitted destination",
    "A group needs a leg from its origin to a place it chose and may go to, and a vehicle it can ride in that stands there.",
)
BACKWARDS = register(
    "movement/backwards",
    "a range that runs downwards",
    "Ranges are written from low to high; a reversed one is more likely a slip in one figure than a deliberate order.",
)
ANNOUNCED = register(
    "movement/announced",
    "an announced departure that can no longer be kept",
    "After counts were verified or corrected, or after a stop, a departure that was announced may break a bound or use vehicles that are "
    "not there. It is named, never moved or dropped in silence: a person calls it off.",
)
NOT_FOUND = register(
    "movement/not-found",
    "no timetable was found in the time given",
    "The bound admits a plan, and neither the programs nor the dispatch rule found one. That is no proof that there is none.",
)
NEVER_OPENS = register(
    "movement/never",
    "people who would wait for ever",
    "A gate, or a side in debt, waits for more people than can still be counted, or the days looked at have ended. No timetable can be made before "
    "a count is corrected, a person agrees to ask for fewer, or more days are looked at.",
)
UNCOUNTED = register(
    "movement/uncounted",
    "an announced departure that nobody has counted",
    "Its time has passed and it is not among the convoys that have left. Until it is written there it counts as not having left: its people and "
    "vehicles are planned anew.",
)

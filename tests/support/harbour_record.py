"""The shipped history of harbour, signed by those whose entries they are: each actor with its own key, the same in every run."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from safeconduct.case import read_case
from safeconduct.record.rehearse import Rehearsal

DEAL = "record.example/harbour"
WITNESSES = ("north", "south", "guarantor", "monitor")
KEEPER = "authority"


class HarbourRecord(Rehearsal):
    """The harbour authority keeps the log.

    Arguments:
        place: where the folders are made.
    """

    def __init__(self, place: Path) -> None:
        numbers = count()
        seed = lambda actor, size: (f"{actor} {next(numbers)}".encode() * size)[:size]
        super().__init__(place, DEAL, [dict(event) for event in read_case("harbour").history], KEEPER, seed)

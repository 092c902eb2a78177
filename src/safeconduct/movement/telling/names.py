"""What people call the things of a movement: the names that its files give, else their ids."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from safeconduct.errors import in_language
from safeconduct.kernel import Text
from safeconduct.movement.model import Checkpoint, Group, Leg, Problem, Spot, VehicleType

AND = Text.of(en=" and ", fr=" et ")
AT = Text.of(en="{what} at {place}", fr="{what} ({place})")


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one movement, in one language where small words stand between them.

    >>> from safeconduct.movement.instances import aleppo
    >>> Names(aleppo()).about("gate", "fighters+wounded")
    'fighters and wounded'
    """

    problem: Problem
    language: str = "en"

    def place(self, id: str) -> str:  # noqa: A002 -- the word of the file format
        """Return the name of a place."""
        return self._named(self.problem.places, id)

    def leg(self, id: str) -> str:  # noqa: A002
        """Return the name of a leg."""
        return self._named(self.problem.legs, id)

    def vehicle(self, id: str) -> str:  # noqa: A002
        """Return the name of a kind of vehicle."""
        return self._named(self.problem.vehicles, id)

    def group(self, id: str) -> str:  # noqa: A002
        """Return the name of a group."""
        return self._named(self.problem.groups, id)

    def groups(self, ids: Iterable[str]) -> str:
        """Return the names of several groups as a list."""
        return self._list([self.group(one) for one in ids])

    def pool(self, vehicle: str, place: str) -> str:
        """Return vehicles of a kind that stand at a place."""
        return AT.in_language(self.language).format(what=self.vehicle(vehicle), place=self.place(place))

    def about(self, kind: str, about: str) -> str:
        """Return what a rule of a kind concerns (see ``whynot_rules.Rule``), with names for ids."""
        if kind in ("escorts", "exchange"):
            return self.place(about)
        if kind in ("smallest", "fewest", "largest", "accompanied", "headway", "suspension") and about:
            return self._list([self.leg(one) for one in about.split("+")])
        if kind == "checkpoint":
            return self._named(self.problem.checkpoints, about)
        if kind == "vehicles":
            vehicle, _, place = about.partition(" at ")
            return self.pool(vehicle, place) if place else about
        if kind in ("reciprocity", "gate", "destination", "deadline", "hold", "joining", "together") and about:
            return " / ".join(self.groups(side.split("+")) for side in about.split(" / "))
        return about

    def _list(self, names: list[str]) -> str:
        head = [", ".join(names[:-1])] if len(names) > 1 else []
        return AND.in_language(self.language).join([*head, *names[-1:]])

    def _named(self, things: Iterable[Spot | Leg | VehicleType | Group | Checkpoint], id: str) -> str:  # noqa: A002
        return next((in_language(one.name, self.language) or id for one in things if one.id == id), id)

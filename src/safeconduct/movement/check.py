"""Problems of a movement as a whole, that no single row shows: people without a way out, lots that do not fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from safeconduct.errors import Problem, say
from safeconduct.movement import codes
from safeconduct.movement.files.tables import Row
from safeconduct.movement.model import EXCHANGE, Group
from safeconduct.movement.model import Problem as Movement
from safeconduct.movement.slots import movements, permitted_ends


def check(movement: Movement, rows: Mapping[str, Sequence[Row]] | None = None) -> list[Problem]:
    """Return what is wrong with a movement as a whole.

    A way that a clause closes, or a pool that stands empty, is no slip in the files: no plan is then possible, and *why not* says so.

    Arguments:
        rows: the rows it was read from, to give each problem its place; without them problems have none.
    """
    movement = replace(
        movement,
        terms=replace(movement.terms, destinations=()),
        pools=tuple(replace(pool, number=max(pool.number, 1)) for pool in movement.pools),
    )
    group_rows = {str(row.values.get("id")): row for row in (rows or {}).get("group", [])}
    known = {place.id for place in movement.places}
    sound = [group for group in movement.groups if group.origin in known and all(_leg_known(movement, known))]
    found = [problem for group in sound for problem in _group(movement, group)]
    placed = []
    for group_id, key, problem in found:
        row = group_rows.get(group_id)
        where = row.where(key) if row else None
        placed.append(Problem(problem.code, problem.what, problem.why, problem.do, where, problem.more))
    if not movement.groups and rows is not None:
        rows[""][0].wrong(
            codes.MISSING, "group", say("there is no [[group]]"), say("nobody would be moved"), say("add at least one group")
        )
    return placed


def _leg_known(movement: Movement, known: set[str]) -> Iterator[bool]:
    for leg in movement.legs:
        yield leg.origin in known and leg.destination in known and leg.window in movement.windows


def _group(movement: Movement, group: Group) -> Iterator[tuple[str, str, Problem]]:
    ends = permitted_ends(movement, group)
    used = [kind for kind in movements(movement) if group in kind.groups]
    final = any(movement.place(kind.leg.destination).kind != EXCHANGE for kind in used)
    if group.planned and not (ends and final):
        why = say("{planned} people would be left behind", planned=group.planned)
        do = say("add a leg to a permitted destination, or a vehicle they can ride in at its beginning")
        what = say("{id} has no way to any permitted destination", id=group.id)
        yield group.id, "origin", Problem(codes.UNREACHABLE, what, why, do)
    if group.planned % group.lot:
        what, why = (
            say("{planned} is not a whole number of lots of {lot}", planned=group.planned, lot=group.lot),
            say("a family would be split by rounding"),
        )
        yield (
            group.id,
            "count",
            Problem(codes.BAD_VALUE, what, why, say("write the highest count as a multiple of {lot}", lot=group.lot)),
        )
    for vehicle in movement.vehicles:
        if vehicle.id in group.rides and vehicle.seats < group.lot:
            what, why = (
                say("{id} has {seats} seats for lots of {lot}", id=vehicle.id, seats=vehicle.seats, lot=group.lot),
                say("a family would be split"),
            )
            yield group.id, "rides", Problem(codes.BAD_VALUE, what, why, say("let them ride in a larger vehicle"))

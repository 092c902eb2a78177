"""Reads what has happened: one line for each convoy that has left, as its monitors counted it."""

from __future__ import annotations

from datetime import datetime

from safeconduct.errors import InputWrong, say
from safeconduct.errors import Problem as Trouble
from safeconduct.kernel import parse_instant
from safeconduct.movement import codes
from safeconduct.movement.files.cells import csv_rows
from safeconduct.movement.files.tables import Row
from safeconduct.movement.model import Problem
from safeconduct.movement.slots import ceil_slots, home_after
from safeconduct.movement.timetable import Convoy, Done


def read_progress(text: str, problem: Problem, now: datetime, file: str = "progress.csv") -> tuple[Done, ...]:
    """Read ``leg,departed,arrived,vehicles,people,verified,returned`` lines, leaving out what had not happened by ``now``.

    Arguments:
        text: vehicles as "bus:20 ambulance:3", people as "civilians:bus:950"; ``arrived`` empty while on the road;
            ``verified`` the people as counted on arrival ("civilians:948"), empty when they agree; ``returned`` those who were sent back
            ("civilians:50"): from the time in ``arrived`` on they are where they set out from, and count as not having left.
    Raises: InputWrong with every problem.
    """
    problems: list[Trouble] = []
    rows = csv_rows(text, file, "convoy", problems)
    _told_once(rows)
    found = [_done(row, problem, now) for row in rows]
    if problems:
        raise InputWrong(dict.fromkeys(problems))
    return tuple(done for done in found if done is not None)


def _done(row: Row, problem: Problem, now: datetime) -> Done | None:
    leg_id = row.known("leg", [leg.id for leg in problem.legs], "leg")
    departed, arrived = _when(row, "departed", needed=True), _when(row, "arrived")
    vehicles = tuple((k[0], n) for k, n in _numbers(row, "vehicles", 2))
    people = tuple((k[0], k[1], n) for k, n in _numbers(row, "people", 3))
    verified = tuple((k[0], n) for k, n in _numbers(row, "verified", 2))
    returned = {k[0]: n for k, n in _numbers(row, "returned", 2)}
    row.expect("vehicles", [kind for kind, _ in vehicles], [v.id for v in problem.vehicles], "vehicle")
    row.expect("people", [group for group, _, _ in people], [g.id for g in problem.groups], "group")
    row.expect("people", [kind for _, kind, _ in people], [v.id for v in problem.vehicles], "vehicle")
    row.expect("verified", [group for group, _ in verified], [g.id for g in problem.groups], "group")
    row.finish()
    _possible(row, problem, departed, arrived, vehicles, people)
    _sent_back(row, people, returned, arrived)
    if departed is None or departed > now or row.problems:
        return None
    leg = problem.leg(leg_id)
    left = _slot(problem, departed, up=False)
    known = arrived is not None and arrived <= now
    reached = (
        _slot(problem, arrived, up=True)
        if known and arrived
        else max(left + ceil_slots(leg.out, problem), _slot(problem, now, up=True))
    )
    ready = reached + max(ceil_slots(problem.unloading(leg, vehicle), problem) for vehicle in problem.vehicles)
    went = _less(people, returned) if known else people
    home = home_after(problem, leg, ready) if went else ready
    return Done(Convoy(leg_id, left, vehicles, went), left, reached, home, known, verified if known else ())


def _told_once(rows: list[Row]) -> None:
    """Note a convoy that is written a second time: two counts of one convoy would move its people twice."""
    first: dict[tuple[str, str], int] = {}
    for row in rows:
        convoy = row.text("leg"), row.text("departed")
        line = first.setdefault(convoy, row.where("leg").line)
        if all(convoy) and line != row.where("leg").line:
            what = say(
                "a convoy of {leg} at {departed} stands in line {line} already", leg=convoy[0], departed=convoy[1], line=line
            )
            why = say("its people would be counted twice")
            do = say("keep one line; where two counters disagree, the count on arrival belongs in its column verified")
            row.wrong(codes.TWICE, "departed", what, why, do)


def _sent_back(row: Row, people: tuple[tuple[str, str, int], ...], returned: dict[str, int], arrived: datetime | None) -> None:
    """Note people who were sent back without a time, or who never left."""
    for group, number in returned.items():
        left = sum(n for one, _, n in people if one == group)
        if number > left:
            what = say("{number} of {group} were sent back, {left} had left", number=number, group=group, left=left)
            row.wrong(codes.BAD_VALUE, "returned", what, say("people would be miscounted"), say("correct it"))
    if returned and arrived is None:
        what = say("people were sent back, and it is not said when they were there again")
        row.wrong(
            codes.MISSING, "arrived", what, say("until then they are on the road"), say("write the time in the column arrived")
        )


def _less(people: tuple[tuple[str, str, int], ...], returned: dict[str, int]) -> tuple[tuple[str, str, int], ...]:
    """Return who went through."""
    left, went = dict(returned), []
    for group, kind, number in people:
        back = min(left.get(group, 0), number)
        left[group] = left.get(group, 0) - back
        if number > back:
            went.append((group, kind, number - back))
    return tuple(went)


def _possible(
    row: Row,
    problem: Problem,
    departed: datetime | None,
    arrived: datetime | None,
    vehicles: tuple[tuple[str, int], ...],
    people: tuple[tuple[str, str, int], ...],
) -> None:
    """Note a convoy that cannot have been as it is written; whether all of them together can is for the checker to say."""
    why = say("the next departures would be counted from it")
    if departed and departed < problem.start:
        what = say("a convoy left before the movement begins")
        row.wrong(codes.BAD_VALUE, "departed", what, why, say("correct the time, or the start in movement.toml"))
    if departed and arrived and arrived < departed:
        row.wrong(codes.BACKWARDS, "arrived", say("a convoy arrived before it left"), why, say("write the earlier time first"))
    for key, there in (("vehicles", vehicles), ("people", people)):
        if not there:
            row.wrong(codes.MISSING, key, say("{kind} has no {key}", kind=row.kind, key=key), why, say("write what left"))
    for kind, number in vehicles:
        most = sum(pool.number for pool in problem.pools if pool.type == kind)
        if number > most:
            what = say("{number} of {name} left; movement.toml knows {most}", number=number, name=repr(kind), most=most)
            row.wrong(codes.BAD_VALUE, "vehicles", what, why, say("correct the figure, or the one in movement.toml"))
    for name, most in ((group.id, group.planned) for group in problem.groups):
        number = sum(persons for group, _, persons in people if group == name)
        if number > most:
            what = say("{number} of {name} left; movement.toml knows {most}", number=number, name=repr(name), most=most)
            row.wrong(codes.BAD_VALUE, "people", what, why, say("correct the figure, or the one in movement.toml"))


def _slot(problem: Problem, instant: datetime, *, up: bool) -> int:
    minutes = (instant - problem.start).total_seconds() / 60
    return int(-(-minutes // problem.slot) if up else minutes // problem.slot)


def _when(row: Row, key: str, *, needed: bool = False) -> datetime | None:
    text = row.text(key, needed=needed)
    if not text:
        return None
    try:
        return parse_instant(text)
    except InputWrong as error:
        row.wrong(codes.BAD_VALUE, key, error.problems[0].what, error.problems[0].why, error.problems[0].do)
        return None


def _numbers(row: Row, key: str, length: int) -> list[tuple[list[str], int]]:
    """Read "bus:20 ambulance:3" as [(["bus"], 20), …]."""
    found: list[tuple[list[str], int]] = []
    for part in row.text(key).split():
        pieces = part.split(":")
        if len(pieces) != length or not pieces[-1].isdigit() or len(pieces[-1]) > 7:
            row.wrong(
                codes.BAD_VALUE,
                key,
                say("{part} is not {form}", part=repr(part), form="name:" * (length - 1) + "number"),
                say("people would be miscounted"),
                say("correct it"),
            )
        elif pieces[:-1] in (before for before, _ in found):
            what = say("{part} is a second figure of the same", part=repr(part))
            row.wrong(codes.TWICE, key, what, say("people would be miscounted"), say("write one figure"))
        else:
            found.append((pieces[:-1], int(pieces[-1])))
    return found

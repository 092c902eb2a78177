"""The checker's rules about people: everyone leaves once, exposure within its bound, nobody before the gate opens, nobody without the other side."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from safeconduct.errors import Problem as Finding
from safeconduct.movement.checking.verify_road import counts_in, up
from safeconduct.movement.checking.verify_run import Event, Run, below_zero, broken
from safeconduct.movement.model import Problem
from safeconduct.movement.terms import DEPARTED, Gate, Reciprocity, Together


def people(problem: Problem, runs: list[Run]) -> Iterator[Finding]:
    """Yield groups that leave in part, before they have come, or are left at an exchange point."""
    for group in problem.groups:
        leaving = [(run.departs, -_of(run, group.id), run) for run in runs if problem.leg(run.convoy.leg).origin == group.origin]
        total = -sum(number for _, number, _ in leaving)
        if total != group.planned:
            yield broken(f"{total} of {group.id} leave; {group.planned} are to")
        there = group.planned - sum(number for _, number in group.joins)
        joining = [(up(minute, problem), number) for minute, number in group.joins]
        planned, before = _apart(leaving)
        if below_zero(there, planned, [*joining, *before]) is not None:
            yield broken(f"more of {group.id} leave than have joined by then")
        for place in (place.id for place in problem.places if place.kind == "exchange"):
            yield from _at_exchange(problem, runs, group.id, place)


def _at_exchange(problem: Problem, runs: list[Run], group: str, place: str) -> Iterator[Finding]:
    came = [
        (run.arrives, sum(n for name, n in run.received() if name == group), run)
        for run in runs
        if problem.leg(run.convoy.leg).destination == place
    ]
    went = [(run.departs, -_of(run, group), run) for run in runs if problem.leg(run.convoy.leg).origin == place]
    planned, before = _apart([*came, *went])
    slot = below_zero(0, planned, before)
    if slot is not None:
        yield broken(f"more of {group} leave {place} by slot {slot} than have come")
    if max(sum(number for _, number in before), 0) + sum(number for _, number in planned) > 0:
        yield broken(f"people of {group} are left standing at {place}")


def _apart(changes: list[tuple[int, int, Run]]) -> tuple[list[Event], list[Event]]:
    """Return what is planned and what has already happened."""
    planned = [(slot, number) for slot, number, run in changes if run.done is None]
    return planned, [(slot, number) for slot, number, run in changes if run.done is not None]


def _of(run: Run, group: str) -> int:
    return sum(number for name, _, number in run.convoy.people if name == group)


def _counted(problem: Problem, runs: list[Run], groups: tuple[str, ...], where: str, received: bool, delay: int) -> list[Event]:
    events = []
    for run in runs:
        aboard = run.received() if received else tuple((group, number) for group, _, number in run.convoy.people)
        number = sum(n for group, n in aboard if group in groups)
        slot = counts_in(problem, problem.leg(run.convoy.leg), run.departs, run.arrives, where)
        if slot is not None and number:
            events.append((slot + up(delay, problem), number))
    return events


def exposure(problem: Problem, runs: list[Run]) -> Iterator[Finding]:
    """Yield the first release by which a side is further ahead than agreed."""
    for term in problem.terms.reciprocity:
        yield from _one_side(
            problem, runs, term, term.left, term.right, Fraction(term.left_share, term.right_share), term.left_ahead
        )
        yield from _one_side(
            problem, runs, term, term.right, term.left, Fraction(term.right_share, term.left_share), term.right_ahead
        )


def _one_side(
    problem: Problem,
    runs: list[Run],
    term: Reciprocity,
    given: tuple[str, ...],
    received: tuple[str, ...],
    rate: Fraction,
    ahead: int,
) -> Iterator[Finding]:
    out = _counted(problem, runs, given, term.given, False, 0)
    releases = _counted(problem, [run for run in runs if run.done is None], given, term.given, False, 0)
    back = _counted(problem, runs, received, term.received, True, term.delay)
    for slot in sorted({slot for slot, _ in releases}):
        gone = sum(number for when, number in out if when <= slot)
        seen = sum(number for when, number in back if when <= slot)
        if gone > rate * seen + ahead:
            yield broken(
                f"{'+'.join(given)} is {gone - rate * seen - ahead} persons beyond its exposure in slot {slot}", term.clause
            )
            return


def gates(problem: Problem, runs: list[Run]) -> Iterator[Finding]:
    """Yield who leaves before those awaited are verified."""
    for gate in problem.terms.gates:
        leaving = sorted(_counted(problem, runs, gate.held, DEPARTED, False, 0))
        seen = _counted(problem, runs, gate.awaited, gate.where, True, gate.delay)
        opened = _opening(gate, seen)
        held = sum(number for slot, number in leaving if opened is None or slot < opened)
        releases = _counted(problem, [run for run in runs if run.done is None], gate.held, DEPARTED, False, 0)
        if held > gate.allow and any(opened is None or slot < opened for slot, _ in releases):
            yield broken(
                f"{held} of {'+'.join(gate.held)} leave before {gate.number} of {'+'.join(gate.awaited)} are verified", gate.clause
            )


def together(problem: Problem, runs: list[Run], first: int) -> Iterator[Finding]:
    """Yield who is released without the other side, while that side still has people to release.

    Arguments:
        first: earliest slot of a new departure. What left before it alone is past mending; what is announced is not.
    """
    for term in problem.terms.together:
        for groups, others in ((term.left, term.right), (term.right, term.left)):
            yield from _alone(problem, runs, term, groups, others, first)


def _alone(
    problem: Problem, runs: list[Run], term: Together, groups: tuple[str, ...], others: tuple[str, ...], first: int
) -> Iterator[Finding]:
    partners = _counted(problem, runs, others, term.where, False, 0)
    total = sum(problem.group(name).planned for name in others)
    for run in runs:
        if run.departs < first:
            continue
        for slot, _ in _counted(problem, [run], groups, term.where, False, 0):
            nearest = min((abs(when - slot) * problem.slot for when, _ in partners), default=None)
            gone = sum(number for when, number in partners if when <= slot)
            held = any(_holds_the_rest(problem, runs, gate, groups, others, gone, slot) for gate in problem.terms.gates)
            if gone < total and not held and (nearest is None or nearest > term.lag):
                wait = f"{total - gone} of {'+'.join(others)} wait, and none of them is released within {term.lag} minutes"
                yield broken(f"{'+'.join(groups)} is released in slot {slot} alone; {wait}", term.clause)


def _holds_the_rest(
    problem: Problem, runs: list[Run], gate: Gate, groups: tuple[str, ...], others: tuple[str, ...], gone: int, slot: int
) -> bool:
    """Whether a gate that has let some of a side go first is still shut for the rest, who wait for the groups that are released here."""
    if not gate.allow or not set(others) <= set(gate.held) or not set(groups) & set(gate.awaited):
        return False
    seen = sum(n for when, n in _counted(problem, runs, gate.awaited, gate.where, True, gate.delay) if when <= slot)
    shares = {name for mix in problem.terms.mixes if not set(mix.groups) <= set(others) for name in mix.groups}
    least = min(
        (
            max(1 if name in shares else leg.fewest, problem.group(name).lot)
            for name in others
            for leg in problem.legs
            if leg.origin == problem.group(name).origin
        ),
        default=1,
    )
    return seen < gate.number and gate.allow - gone < least


def _opening(gate: Gate, seen: list[Event]) -> int | None:
    total = 0
    if gate.number <= 0:
        return -1
    for slot, number in sorted(seen):
        total += number
        if total >= gate.number:
            return slot
    return None

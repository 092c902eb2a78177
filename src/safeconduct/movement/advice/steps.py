"""How one rule may give way step by step: in which unit, from what there is now, and how far at the most."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from safeconduct.movement.advice.changes import (
    DAY,
    Change,
    leg_with,
    more_days,
    more_escorts,
    more_lanes,
    more_vehicles,
    open_earlier,
    open_longer,
    swap,
    without,
)
from safeconduct.movement.advice.whynot_rules import Rule
from safeconduct.movement.model import EXCHANGE, Problem
from safeconduct.movement.slots import ceil_slots, may_use
from safeconduct.movement.terms import Deadline, Destinations, Gate, Hold, Reciprocity, Suspension, Together

TEAMS = 50
MOST_DAYS = 14


@dataclass(frozen=True, slots=True)
class Step:
    """One way in which a rule may give way.

    Arguments:
        unit: of what a step is one; one of ``telling.explain_whynot.UNITS``.
        now: the figure as it stands, in the unit of the files (persons, vehicles, minutes after the start).
        base: what a step is measured against when repairs are put in order; most: so many steps at the most.
        change: the movement with so many steps.
        each: by how much the figure moves with a step; negative where it falls.
        what: the id of what is opened, where it is not the rule's own.
    """

    unit: str
    now: int
    base: int
    most: int
    change: Callable[[int], Change]
    each: int = 1
    what: str = ""


def steps(problem: Problem, rule: Rule) -> Iterator[Step]:
    """Yield how a rule of a movement may give way; nothing where it cannot."""
    found = _of_term(problem, rule) if rule.term else _of_leg(problem, rule) if rule.kind in OF_LEG else _of_means(problem, rule)
    yield from (step for step in found if step.most > 0)


OF_LEG = ("smallest", "fewest", "largest", "headway", "accompanied")


def _of_leg(problem: Problem, rule: Rule) -> Iterator[Step]:
    leg = problem.leg(rule.about)
    if rule.kind == "fewest":
        fewer = lambda n: leg_with(leg.id, fewest=max(leg.fewest - n, 1))
        yield Step("persons fewer in a convoy", leg.fewest, leg.fewest, leg.fewest - 1, fewer, -1)
    elif rule.kind == "smallest":
        shorter = lambda n: leg_with(leg.id, smallest=max(leg.smallest - n, 1))
        yield Step("vehicles fewer in a convoy", leg.smallest, leg.smallest, leg.smallest - 1, shorter, -1)
    elif rule.kind == "largest":
        more = lambda n: leg_with(leg.id, largest=leg.largest + n)
        yield Step("vehicles more in a convoy", leg.largest, leg.largest, max(_vehicles_needed(problem), leg.smallest), more)
    elif rule.kind == "headway":
        closer = lambda n: leg_with(leg.id, headway=max(leg.headway - n * problem.slot, 0))
        yield Step(
            "slots closer", leg.headway, ceil_slots(leg.headway, problem), ceil_slots(leg.headway, problem), closer, -problem.slot
        )
    else:
        alone = lambda n: leg_with(leg.id, escorts=max(leg.escorts - n, 0))
        yield Step("teams fewer with a convoy", leg.escorts, leg.escorts, leg.escorts, alone, -1)


def _of_means(problem: Problem, rule: Rule) -> Iterator[Step]:
    if rule.kind == "vehicles":
        pool = next(q for q in problem.pools if f"{q.type} at {q.place}" == rule.about)
        most = max(_vehicles_needed(problem), *(leg.smallest for leg in problem.legs))
        yield Step("vehicles", pool.number, pool.number, most, lambda n: more_vehicles(pool, n))
    elif rule.kind == "escorts":
        teams = sum(e.number for e in problem.escorts if e.place == rule.about)
        yield Step("teams", teams, teams, TEAMS, lambda n: more_escorts(rule.about, n))
    elif rule.kind == "checkpoint":
        now = next(c.per_hour for c in problem.checkpoints if c.id == rule.about)
        most = max(_vehicles_needed(problem), *(leg.smallest for leg in problem.legs))
        yield Step("vehicles an hour", now, now, most, lambda n: more_lanes(rule.about, n))
    elif rule.kind == "hours":
        spans = problem.windows[rule.about]
        open_now = max((closes - opens for opens, closes in spans), default=0)
        base, most = open_now // problem.slot, (DAY - min(open_now, DAY)) // problem.slot
        yield Step("slots open later", 0, base, most, lambda n: open_longer(rule.about, n * problem.slot), problem.slot)
        yield Step("slots open earlier", 0, base, most, lambda n: open_earlier(rule.about, n * problem.slot), problem.slot)
    elif rule.kind == "days":
        yield Step("days", problem.days, problem.days, MOST_DAYS, more_days)


def _vehicles_needed(problem: Problem) -> int:
    """Vehicles that would hold everyone at once."""
    held = 0
    for group in problem.groups:
        seats = [v.seats // group.lot * group.lot for v in problem.vehicles if v.id in group.rides]
        held += -(-group.planned // max(min(filter(None, seats), default=1), 1))
    return max(held, 1)


def _of_term(problem: Problem, rule: Rule) -> Iterator[Step]:
    term, slot = rule.term, problem.slot
    if isinstance(term, Reciprocity):
        yield from _exposure(problem, term)
    elif isinstance(term, Gate):
        yield from _gate(problem, term)
    elif isinstance(term, Deadline):
        due = term
        later = lambda n: swap(due, replace(due, high=due.high + n * slot))
        end = problem.slots + MOST_DAYS * DAY // slot  # more days may be looked at as well
        yield Step("slots later", due.high, due.high // slot, end - due.high // slot, later, slot)
    elif isinstance(term, Hold):
        yield _hold(problem, term)
    elif isinstance(term, Suspension):
        pause = term
        sooner = lambda n: swap(pause, replace(pause, end=max(pause.start + 1, pause.end - n * slot)))
        length = ceil_slots(pause.end - pause.start, problem)
        yield Step("slots earlier resumption", pause.end, length, length, sooner, -slot)
    elif isinstance(term, Destinations):
        yield from _opened(problem, term)
    elif isinstance(term, Together):
        pair = term
        further = lambda n: swap(pair, replace(pair, lag=pair.lag + n * slot))
        yield Step("slots of lag", pair.lag, max(pair.lag, 60) // slot, DAY // slot, further, slot)
        yield Step("released apart", 0, 1, 1, lambda n: without(pair) if n else swap(pair, pair))


def _exposure(problem: Problem, term: Reciprocity) -> Iterator[Step]:
    for side, groups, ahead in (("left", term.left, term.left_ahead), ("right", term.right, term.right_ahead)):
        people = sum(group.planned for group in problem.groups if group.id in groups)
        raised = lambda n, field=f"{side}_ahead", now=ahead: swap(term, replace(term, **{field: now + n}))
        yield Step("persons of exposure", ahead, max(ahead, people // 10), people - ahead, raised, 1, "+".join(groups))


def _gate(problem: Problem, gate: Gate) -> Iterator[Step]:
    held = sum(group.planned for group in problem.groups if group.id in gate.held)
    # Letting everyone through is awaiting nobody, which is said in fewer words.
    through = lambda n: swap(gate, replace(gate, allow=gate.allow + n))
    yield Step("persons let through", gate.allow, max(gate.allow, held // 10), held - gate.allow - 1, through)
    fewer = lambda n: swap(gate, replace(gate, number=max(gate.number - n, 0)))
    yield Step("persons fewer awaited", gate.number, gate.number, gate.number, fewer, -1)
    wait = ceil_slots(gate.delay, problem)
    shorter = lambda n: swap(gate, replace(gate, delay=max(gate.delay - n * problem.slot, 0)))
    yield Step("slots sooner after", gate.delay, wait, wait, shorter, -problem.slot)


def _hold(problem: Problem, hold: Hold) -> Step:
    slot, end = problem.slot, hold.end
    if end is not None:
        sooner = lambda n: swap(hold, replace(hold, end=max(hold.start, end - n * slot)))
        length = ceil_slots(end - hold.start, problem)
        return Step("slots sooner", end, length, length, sooner, -slot)
    longer = lambda n: swap(hold, replace(hold, start=hold.start + n * slot))
    return Step("slots longer", hold.start, max(hold.start, DAY) // slot, problem.slots - hold.start // slot, longer, slot)


def _opened(problem: Problem, term: Destinations) -> Iterator[Step]:
    """The places that would be a way out if the clause permitted them; a change opens one of them, to all of whom it speaks."""
    free = without(term)(problem)
    for place in problem.places:
        legs = [leg for leg in free.legs if leg.destination == place.id]
        people = [group for group in free.groups if group.id in term.groups and group.planned]
        if place.kind != EXCHANGE and place.id not in term.places and any(may_use(free, g, leg) for g in people for leg in legs):
            opened = replace(term, places=(*term.places, place.id))
            yield Step("destination opened", 0, 1, 1, _in_place_of(term, opened), 1, place.id)


def _in_place_of(term: Destinations, opened: Destinations) -> Callable[[int], Change]:
    return lambda n: swap(term, opened if n else term)

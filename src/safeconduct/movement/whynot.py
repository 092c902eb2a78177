"""Why there is no plan: the smallest set of clauses and limits that conflict, and the cheapest changes that would mend it.

A deletion filter: each rule in turn is left out, and stays out when the rest is still impossible. What remains conflicts, and every
member is needed for the conflict. Each repair is the smallest step of its kind that makes a plan possible, found by trying.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from safeconduct.movement.blocks import Ask, Effort, search
from safeconduct.movement.bound import possible as admitted
from safeconduct.movement.dispatch import dispatch
from safeconduct.movement.model import Escort, Pool, Problem
from safeconduct.movement.parts import parts
from safeconduct.movement.slots import grid, may_use
from safeconduct.movement.terms import ARRIVED, Deadline, Destinations, Gate, Reciprocity, Suspension, Term

MANY = 1000


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule that may be part of a conflict.

    Arguments:
        kind: reciprocity, gate, deadline, destination, suspension, hours, size, escorts, vehicles, checkpoint, headway, days.
        clause: its clause, or empty for a limit of the network or the fleet; about: the id it concerns; text: the words.
    """

    kind: str
    clause: str
    about: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Repair:
    """One change that makes a plan possible: of which rule, by how much, and the share of what was there (for the order)."""

    rule: Rule
    amount: int
    unit: str
    cost: float


@dataclass(frozen=True, slots=True)
class WhyNot:
    """The conflict and its repairs, cheapest first; ``enough`` is False where other conflicts remain after any one of them."""

    conflict: tuple[Rule, ...]
    repairs: tuple[Repair, ...]
    enough: bool = True


def why_not(problem: Problem, *, most: int = 1000) -> WhyNot | None:
    """Return the conflict, or None when a plan exists.

    Arguments:
        most: above so many people, possibility is judged by the bound alone (exact below).
    Holds: leaving out any member of the conflict makes a plan possible (tests/unit/movement/test_whynot.py).
    Cost: two dozen small programs.
    """
    if possible(problem, most):
        return None
    rules = dict(relaxations(problem))
    kept: list[Rule] = []
    relaxed = problem
    for rule, relax in rules.items():
        without = relax(relaxed)
        if possible(without, most):
            kept.append(rule)
        else:
            relaxed = without
    repairs = [repair for rule in kept for repair in _repairs(problem, rule, most)]
    enough = bool(repairs)
    if not enough:
        repairs = [repair for rule in kept for repair in _repairs(relaxed, rule, most)]
    return WhyNot(tuple(kept), tuple(sorted(repairs, key=lambda repair: (repair.cost, repair.rule.kind))), enough)


def possible(problem: Problem, most: int = 1000) -> bool:
    """Say whether some plan exists: by the bound, and for small movements exactly."""
    if any(group.planned and not any(may_use(problem, group, leg) for leg in problem.legs) for group in problem.groups):
        return False
    if any(_nobody_goes_first(problem, term) for term in problem.terms.reciprocity) or not admitted(problem):
        return False
    if sum(group.planned for group in problem.groups) > most or dispatch(problem) is not None:
        return True
    return all(_completes(part) for part in parts(problem))


def _completes(problem: Problem) -> bool:
    """Look for any whole plan within the horizon; not finding one in the time allowed counts as none."""
    effort = Effort(gap=1.0, seconds=3.0)
    return search(grid(problem), Ask((), 0, effort), problem.slots) is not None


def _nobody_goes_first(problem: Problem, term: Reciprocity) -> bool:
    """Say whether each side may be ahead by less than one convoy, while nothing counts as received before it has arrived."""
    if term.given == ARRIVED or term.received != ARRIVED:
        return False
    sides = ((term.left, term.left_ahead), (term.right, term.right_ahead))
    return all(ahead < _fewest(problem, groups) for groups, ahead in sides)


def _fewest(problem: Problem, groups: tuple[str, ...]) -> int:
    people = [group for group in problem.groups if group.id in groups and group.planned]
    return min((leg.fewest for leg in problem.legs for group in people if may_use(problem, group, leg)), default=0)


def relaxations(problem: Problem) -> Iterator[tuple[Rule, Callable[[Problem], Problem]]]:
    """Yield every rule with the way to leave it out; the text of the agreement last, so that it is named only where it matters."""
    for pool in problem.pools:
        yield Rule("vehicles", "", f"{pool.type} at {pool.place}"), _more_vehicles(pool, MANY)
    for point in problem.checkpoints:
        yield Rule("checkpoint", "", point.id), _more_lanes(point.id, MANY)
    yield Rule("headway", "", "every leg"), lambda p: replace(p, legs=tuple(replace(leg, headway=0) for leg in p.legs))
    for place in sorted({leg.origin for leg in problem.legs if leg.escorts}):
        yield Rule("escorts", "", place), _more_escorts(place, MANY)
    for name in sorted({leg.window for leg in problem.legs}):
        yield Rule("hours", "", name), _open(name)
    clauses = {leg: rule for rule in problem.terms.convoys for leg in (rule.legs or tuple(leg.id for leg in problem.legs))}
    for leg in problem.legs:
        rule = clauses.get(leg.id)
        yield Rule("size", rule.clause if rule else "", leg.id, rule.text if rule else ""), _any_size(leg.id)
    yield Rule("days", "", str(problem.days)), lambda p: replace(p, days=p.days * 2, windows=_twice(p))
    for term in problem.terms.all():
        if isinstance(term, Reciprocity | Gate | Deadline | Destinations | Suspension):
            yield Rule(KINDS[type(term)], term.clause, _about(term), term.text), _without(term)


KINDS: dict[type[Term], str] = {
    Reciprocity: "reciprocity",
    Gate: "gate",
    Deadline: "deadline",
    Destinations: "destination",
    Suspension: "suspension",
}


def _about(term: Term) -> str:
    if isinstance(term, Reciprocity):
        return f"{'+'.join(term.left)} / {'+'.join(term.right)}"
    if isinstance(term, Gate):
        return "+".join(term.held)
    return "+".join(getattr(term, "groups", ()) or getattr(term, "legs", ()))


def _without(term: Term) -> Callable[[Problem], Problem]:
    return lambda p: replace(p, terms=p.terms.without(term))


def _more_vehicles(pool: Pool, more: int) -> Callable[[Problem], Problem]:
    def change(p: Problem) -> Problem:
        same = [(q.type, q.place) == (pool.type, pool.place) for q in p.pools]
        return replace(
            p, pools=tuple(replace(q, number=q.number + more, names=()) if s else q for q, s in zip(p.pools, same, strict=True))
        )

    return change


def _more_escorts(place: str, more: int) -> Callable[[Problem], Problem]:
    def change(p: Problem) -> Problem:
        if all(escort.place != place for escort in p.escorts):
            return replace(p, escorts=(*p.escorts, Escort(place, more)))
        return replace(p, escorts=tuple(replace(e, number=e.number + more, names=()) if e.place == place else e for e in p.escorts))

    return change


def _more_lanes(point: str, more: int) -> Callable[[Problem], Problem]:
    return lambda p: replace(
        p, checkpoints=tuple(replace(c, per_hour=c.per_hour + more) if c.id == point else c for c in p.checkpoints)
    )


def _any_size(leg: str) -> Callable[[Problem], Problem]:
    return lambda p: replace(p, legs=tuple(replace(x, smallest=1, fewest=1, largest=MANY) if x.id == leg else x for x in p.legs))


def _open(name: str, minutes: int | None = None) -> Callable[[Problem], Problem]:
    """Open a window day and night, or so many minutes longer each day."""

    def change(p: Problem) -> Problem:
        if minutes is None:
            longer: tuple[tuple[int, int], ...] = ((0, p.slots * p.slot),)
        else:
            longer = _joined(tuple((opens, closes + minutes) for opens, closes in p.windows[name]))
        return replace(p, windows={**p.windows, name: longer})

    return change


def _joined(intervals: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    for opens, closes in intervals:
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], closes)
        else:
            joined.append((opens, closes))
    return tuple(joined)


def _twice(p: Problem) -> dict[str, tuple[tuple[int, int], ...]]:
    """Repeat the windows for as many days again."""
    later = p.days * 1440
    known = {name: [i for i in spans if i[0] < later] for name, spans in p.windows.items()}
    return {name: _joined((*spans, *((a + later, b + later) for a, b in spans))) for name, spans in known.items()}


def _repairs(problem: Problem, rule: Rule, most: int) -> Iterator[Repair]:
    for unit, base, change in _steps(problem, rule):
        amount = _least(lambda n, c=change: possible(c(n)(problem), most), 1 << 14)  # type: ignore[misc]
        if amount is not None:
            yield Repair(rule, amount, unit, amount / max(base, 1))


def _steps(problem: Problem, rule: Rule) -> Iterator[tuple[str, int, Callable[[int], Callable[[Problem], Problem]]]]:
    """Yield, for one rule, the unit of a step, what there is now, and the problem with so many steps more."""
    if rule.kind == "vehicles":
        pool = next(q for q in problem.pools if f"{q.type} at {q.place}" == rule.about)
        yield "vehicles", pool.number, lambda n: _more_vehicles(pool, n)
    elif rule.kind == "escorts":
        yield "teams", sum(e.number for e in problem.escorts if e.place == rule.about), lambda n: _more_escorts(rule.about, n)
    elif rule.kind == "checkpoint":
        now = next(c.per_hour for c in problem.checkpoints if c.id == rule.about)
        yield "vehicles an hour", now, lambda n: _more_lanes(rule.about, n)
    elif rule.kind == "hours":
        spans = problem.windows[rule.about]
        yield (
            "slots a day",
            (spans[0][1] - spans[0][0]) // problem.slot if spans else 1,
            lambda n: _open(rule.about, n * problem.slot),
        )
    else:
        yield from _term_steps(problem, rule)


def _term_steps(problem: Problem, rule: Rule) -> Iterator[tuple[str, int, Callable[[int], Callable[[Problem], Problem]]]]:
    term = next(
        (t for t in problem.terms.all() if type(t) in KINDS and KINDS[type(t)] == rule.kind and t.clause == rule.clause), None
    )
    if isinstance(term, Reciprocity):
        reciprocal = term
        yield "persons (left)", term.left_ahead, lambda n: _swap(term, replace(reciprocal, left_ahead=reciprocal.left_ahead + n))
        yield (
            "persons (right)",
            term.right_ahead,
            lambda n: _swap(term, replace(reciprocal, right_ahead=reciprocal.right_ahead + n)),
        )
    elif isinstance(term, Gate):
        gate = term
        yield "persons let through", max(gate.allow, 1), lambda n: _swap(term, replace(gate, allow=gate.allow + n))
        if gate.number:
            fewer = lambda n: _swap(term, replace(gate, number=max(gate.number - n, 0)))
            yield "persons fewer awaited", gate.number, fewer
    elif isinstance(term, Deadline):
        deadline = term
        later = lambda n: _swap(term, replace(deadline, high=deadline.high + n * problem.slot))
        yield "slots later", deadline.high // problem.slot, later
    elif isinstance(term, Destinations):
        yield "destination opened", 1, lambda n: _without(term)
    elif isinstance(term, Suspension):
        pause = term
        shorter = lambda n: _swap(term, replace(pause, end=max(pause.start + 1, pause.end - n * problem.slot)))
        yield "slots earlier resumption", (pause.end - pause.start) // problem.slot, shorter


def _swap(old: Term, new: Term) -> Callable[[Problem], Problem]:
    def change(p: Problem) -> Problem:
        terms = p.terms
        return replace(
            p,
            terms=replace(
                terms,
                reciprocity=tuple(new if t == old else t for t in terms.reciprocity),  # type: ignore[misc]
                gates=tuple(new if t == old else t for t in terms.gates),  # type: ignore[misc]
                deadlines=tuple(new if t == old else t for t in terms.deadlines),  # type: ignore[misc]
                suspensions=tuple(new if t == old else t for t in terms.suspensions),  # type: ignore[misc]
            ),
        )

    return change


def _least(works: Callable[[int], bool], limit: int) -> int | None:
    """Return the least number of steps that works, by doubling and halving; None when even ``limit`` does not."""
    high = 1
    while not works(high):
        high *= 2
        if high > limit:
            return None
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if works(middle) else (middle, high)
    return high

"""A plan as a convoy leader reads it, in English and French: day by day, who waits where, and what is missing for a leg to be ready."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from safeconduct.errors import in_language
from safeconduct.kernel import Text
from safeconduct.movement.advice.exchange import Crowd, crowds
from safeconduct.movement.explain import WITHIN, day_of, gate_text, when
from safeconduct.movement.model import Problem
from safeconduct.movement.slots import ceil_slots
from safeconduct.movement.telling.figures import decimal, share, whole
from safeconduct.movement.telling.names import Names
from safeconduct.movement.timetable import Convoy, Done, Plan

PLAN = Text.of(
    en="{convoys} convoys; the last convoy arrives {last} ({date}), {best}.",
    fr="{convoys} convois ; le dernier convoi arrive le {last} ({date}), {best}.",
)
EARLIEST = Text.of(en="the earliest possible {within}", fr="le plus tôt possible {within}")
NOT_PROVEN = Text.of(en="not proven to be the earliest", fr="sans preuve que ce soit le plus tôt")
GAP = Text.of(
    en="Waiting: {hours} weighted person-hours, at most {gap} above the bound, {within}.",
    fr="Attente : {hours} heures-personnes pondérées, au plus {gap} au-dessus de la borne, {within}.",
)
WAITING = Text.of(en="Waiting: {hours} weighted person-hours.", fr="Attente : {hours} heures-personnes pondérées.")
DAY = Text.of(en="day {day} · {date}", fr="jour {day} · {date}")
PEOPLE = Text.of(en="{number} {group}", fr="{number} {group}")
CONVOY = Text.of(en="{leg}: {people}; {vehicles}", fr="{leg} : {people} ; {vehicles}")
ESCORTED = Text.of(en="; escort: {teams}", fr=" ; escorte : {teams}")
CROWD = Text.of(
    en="waiting at {place} ({category}): at most {most}, {hours} person-hours, longest {longest} h",
    fr="attente, {place} ({category}) : au plus {most}, {hours} heures-personnes, au plus long {longest} h",
)
NOBODY = Text.of(en="waiting at {place} ({who}): nobody", fr="attente, {place} ({who}) : personne")
GATE = Text.of(en="{legs}: {gate}", fr="{legs} : {gate}")

Row = tuple[str, ...]


def plan_text(problem: Problem, plan: Plan, language: str = "en") -> list[str]:
    """Return what a plan achieves and how good it is proven to be."""
    within = WITHIN.in_language(language)
    best = EARLIEST if plan.proven_finish else NOT_PROVEN
    facts = {
        "convoys": whole(len(plan.convoys), language),
        "last": when(problem, plan.last, language),
        "date": _date(problem, plan.last),
    }
    lines = [PLAN.in_language(language).format(**facts, best=best.in_language(language).format(within=within))]
    hours = whole(plan.person_slots * problem.slot / 60, language)
    if plan.gap is None:
        return [*lines, WAITING.in_language(language).format(hours=hours)]
    return [*lines, GAP.in_language(language).format(hours=hours, gap=share(max(plan.gap, 0), 2, language), within=within)]


def by_day(problem: Problem, plan: Plan, language: str = "en") -> Iterator[tuple[str, list[Row]]]:
    """Yield each day with its convoys: when it leaves and arrives; then the leg, the people, the vehicles, and the escort teams where known."""
    convoys = sorted(plan.convoys, key=lambda convoy: (convoy.slot, convoy.leg))
    for day, of_day in groupby(convoys, lambda convoy: day_of(problem, convoy.slot)):
        leaving = list(of_day)
        head = DAY.in_language(language).format(day=day, date=_date(problem, leaving[0].slot))
        yield head, [_row(problem, convoy, day, language) for convoy in leaving]


def _row(problem: Problem, convoy: Convoy, day: int, language: str) -> Row:
    names, leg = Names(problem, language), problem.leg(convoy.leg)
    arrives = convoy.slot + ceil_slots(leg.out, problem)
    end = _time(problem, arrives) if day_of(problem, arrives) == day else when(problem, arrives, language)
    vehicles = " + ".join(f"{number} × {names.vehicle(kind)}" for kind, number in convoy.vehicles)
    people: dict[str, int] = {}
    for group, _, number in convoy.people:
        people[group] = people.get(group, 0) + number
    told = ", ".join(
        PEOPLE.in_language(language).format(number=whole(n, language), group=names.group(g)) for g, n in people.items()
    )
    what = CONVOY.in_language(language).format(leg=names.leg(leg.id), people=told, vehicles=vehicles)
    if convoy.escorts:
        what += ESCORTED.in_language(language).format(teams=", ".join(convoy.escorts))
    return (f"{_time(problem, convoy.slot)} → {end}", what)


def crowd_lines(problem: Problem, plan: Plan, language: str = "en", past: tuple[Done, ...] = ()) -> list[str]:
    """Return how many stand at each exchange point, of which category, and for how long; those already there with them."""
    names, found = Names(problem, language), crowds(problem, plan.convoys, past)
    lines = [
        CROWD.in_language(language).format(
            place=names.place(crowd.place),
            category=in_language(crowd.category, language),
            most=whole(crowd.most, language),
            hours=whole(crowd.person_hours, language),
            longest=decimal(crowd.longest_hours, 1, language),
        )
        for crowd in found
        if crowd.most
    ]
    empty = dict.fromkeys(names.place(crowd.place) for crowd in found if not crowd.most)
    return [*lines, *(NOBODY.in_language(language).format(place=place, who=_who(found, names, place)) for place in empty)]


def _who(found: tuple[Crowd, ...], names: Names, place: str) -> str:
    return ", ".join(
        in_language(crowd.category, names.language) for crowd in found if not crowd.most and names.place(crowd.place) == place
    )


def gate_lines(problem: Problem, language: str = "en") -> list[str]:
    """Return the protection gate of every leg; legs for which it is the same are told together."""
    names, legs = Names(problem, language), dict[str, list[str]]()
    for leg in problem.legs:
        legs.setdefault(gate_text(problem.gate(leg.id), language), []).append(names.leg(leg.id))
    return [GATE.in_language(language).format(legs=", ".join(whose), gate=gate) for gate, whose in legs.items()]


def _date(problem: Problem, slot: int) -> str:
    return problem.instant(slot).astimezone(problem.zone.info()).date().isoformat()


def _time(problem: Problem, slot: int) -> str:
    return f"{problem.instant(slot).astimezone(problem.zone.info()):%H:%M}"

"""The movement verbs that ask: explain, next, finish, concede, mistrust."""

from __future__ import annotations

import click

from safeconduct.case.odds import gains
from safeconduct.cli.answer import NO, YES, Answer, Line, columns
from safeconduct.cli.movement_case import (
    assumption,
    at_option,
    case_argument,
    done_option,
    load,
    past_of,
    planned,
    slot_of,
    told,
    write,
)
from safeconduct.cli.progress import bounds, counting, end_progress
from safeconduct.cli.verb import Asked, verb
from safeconduct.errors import EvidenceFails, in_language
from safeconduct.kernel import Text, format_instant
from safeconduct.movement import explain
from safeconduct.movement.advice.concede import concessions, mistrust
from safeconduct.movement.advice.whynot import why_not
from safeconduct.movement.checking.certify import certify
from safeconduct.movement.model import Problem
from safeconduct.movement.planning.bound import master
from safeconduct.movement.planning.counted import as_counted
from safeconduct.movement.planning.next_departure import next_departures, to_follow
from safeconduct.movement.planning.plan import impossible
from safeconduct.movement.planning.replan import debts
from safeconduct.movement.telling import draw
from safeconduct.movement.telling import explain_worth as worth
from safeconduct.movement.telling.explain_whynot import why_not_json, why_not_lines
from safeconduct.movement.telling.figures import decimal, whole
from safeconduct.movement.telling.names import Names
from safeconduct.movement.telling.odds import together_lines
from safeconduct.movement.telling.waiting import debt_json, debt_lines, everyone_lines, gate_json, waiting, waiting_lines
from safeconduct.movement.timetable import Convoy
from safeconduct.movement.write import convoy_json

WAITS = Text.of(en="waits", fr="attend")
LEAVES = Text.of(en="{persons} persons, {at}", fr="{persons} personnes, {at}")
AND = Text.of(en="; ", fr=" ; ")
LIMIT = Text.of(en="limit: {limit}", fr="limite : {limit}")
WHO = Text.of(en="{leg} ({groups}): ", fr="{leg} ({groups}) : ")
CERTIFIED = Text.of(
    en="Its certificate was checked in exact arithmetic.", fr="Son certificat a été vérifié en arithmétique exacte."
)
SPARE = Text.of(
    en="clause {clause}: the deadline is {due}, {hours} h to spare", fr="clause {clause} : le délai est {due}, {hours} h de marge"
)
SHORT = Text.of(
    en="clause {clause}: the deadline is {due}, {hours} h too early", fr="clause {clause} : le délai est {due}, {hours} h trop tôt"
)
TOGETHER = Text.of(en="only together with {who}{size}", fr="seulement en même temps que {who}{size}")
FOLLOW = Text.of(
    en="clause {clause}: {groups} to follow by {at}, after what has left or is announced",
    fr="clause {clause} : {groups}, à suivre au plus tard {at}, après ce qui est parti ou annoncé",
)


def _within(asked: Asked) -> str:
    """Every bound that is shown says of what it is one."""
    return explain.WITHIN.in_language(asked.language)


@verb(name="explain")
@case_argument
def explain_verb(asked: Asked, case: str) -> Answer:
    """Say what stands in the way: the bottleneck, or why there is no plan and the cheapest repairs."""
    found = planned(case, asked)
    problem = found.problem
    answer = why_not(problem, report=counting(asked.language))
    end_progress()
    if answer is not None:
        lines: list[Line | str] = [*why_not_lines(problem, answer, asked.language, case if found.agreement else "")]
        return told({"possible": False, "holds": _within(asked), **why_not_json(problem, answer, asked.language)}, lines, NO)
    bound = master(problem).bound
    if bound is None:
        raise impossible()
    weights = worth.bottleneck(bound)
    most, tables = worth.bottleneck_lines(problem, weights, asked.language)
    lines = [Line(most, "strong"), explain.bound_text(problem, bound, asked.language)]
    for head, rows in tables:
        lines += [head, *columns(rows)]
    lines += everyone_lines(problem, asked.language)
    carried = [
        {"of": of, "rule": name, "share": share, "words": explain.ledger_text(problem, name, asked.language)}
        for of, name, share in weights
    ]
    return told({"possible": True, "holds": _within(asked), "bottleneck": carried}, lines)


@verb(name="next")
@case_argument
@at_option
@done_option
def next_verb(asked: Asked, case: str, done_file: str | None) -> Answer:
    """List what each leg may release next without either side running ahead, and what it waits for."""
    problem = load(case, asked)
    now, past = slot_of(problem, asked.at), past_of(case, problem, asked.at, done_file)
    foreseen = problem.assumed
    problem = as_counted(problem, past)
    found = next_departures(problem, now, past=past)
    owed = debts(problem, now, past)
    values, lines, names = [], [], Names(problem, asked.language)
    for one in found:
        limits = list(dict.fromkeys(explain.ledger_text(problem, name, asked.language) for name in one.limits))
        convoy = convoy_json(problem, one.convoy, asked.language) if one.convoy else None
        missing = explain.lack_texts(one.protection, asked.language)
        partners = [convoy_json(problem, partner, asked.language) for partner in one.partners]
        values.append(
            {
                "leg": one.leg,
                "groups": list(one.groups),
                "ready": one.ready,
                "missing": missing,
                "convoy": convoy,
                "together_with": partners,
                "limits": limits,
            }
        )
        size = _leaves(problem, one.convoy, asked.language) if one.convoy else WAITS.in_language(asked.language)
        who = WHO.in_language(asked.language).format(leg=names.leg(one.leg), groups=names.groups(one.groups))
        lines.append(f"{who}{size}{AND.in_language(asked.language)}{explain.gate_text(one.protection, asked.language)}")
        for partner in one.partners:
            aboard = names.groups(dict.fromkeys(group for group, _, _ in partner.people))
            who = WHO.in_language(asked.language).format(leg=names.leg(partner.leg), groups=aboard)
            words = TOGETHER.in_language(asked.language)
            lines.append("    " + words.format(who=who, size=_leaves(problem, partner, asked.language)))
        lines += [f"    {LIMIT.in_language(asked.language).format(limit=limit)}" for limit in limits]
    following = to_follow(problem, now, past)
    lines += [
        FOLLOW.in_language(asked.language).format(
            clause=f.clause, groups=names.groups(f.groups), at=explain.when(problem, f.slot, asked.language)
        )
        for f in following
    ]
    closed, unforeseen = waiting(problem, now, past), problem.assumed[len(foreseen) :]
    lines += [*waiting_lines(problem, closed, asked.language), *debt_lines(problem, owed, asked.language)]
    lines += [in_language(assumption(text), asked.language) for text in unforeseen]
    follow = [{"clause": f.clause, "groups": list(f.groups), "by": format_instant(problem.instant(f.slot))} for f in following]
    data = {
        "at": asked.at,
        "departures": values,
        "to_follow": follow,
        "gates": [gate_json(one) for one in closed],
        "debts": debt_json(owed),
        "assumed": [in_language(text, asked.language) for text in unforeseen],
        "released": "by a person, never by this program",
    }
    return told(data, lines, YES if any(one.ready for one in found) else NO)


def _leaves(problem: Problem, convoy: Convoy, language: str) -> str:
    at = explain.when(problem, convoy.slot, language)
    return LEAVES.in_language(language).format(persons=whole(convoy.persons, language), at=at)


@verb()
@case_argument
def finish(asked: Asked, case: str) -> Answer:
    """Prove the earliest last arrival, and hold the deadlines against it."""
    problem = load(case, asked)
    bound = master(problem).bound
    if bound is None:
        raise impossible()
    wrong = certify(problem, bound)
    if wrong:
        raise EvidenceFails(wrong)
    lines = [explain.bound_text(problem, bound, asked.language), CERTIFIED.in_language(asked.language)]
    for term in problem.terms.deadlines:
        due, spare = explain.when(problem, term.high // problem.slot, asked.language), (term.high - bound.last * problem.slot) / 60
        words = (SPARE if spare >= 0 else SHORT).in_language(asked.language)
        lines.append("  " + words.format(clause=term.clause, due=due, hours=decimal(abs(spare), 1, asked.language)))
    return told(
        {
            "last": bound.last,
            "last_arrival": format_instant(problem.instant(bound.last)),
            "within": bound.within,
            "holds": _within(asked),
        },
        lines,
    )


@verb()
@case_argument
@click.option("--worlds", type=click.IntRange(0, 10**6), default=0, help="Simulated executions of each, for the odds it gains.")
@click.option("--seed", type=click.IntRange(0, 2**50), default=1, show_default=True)
def concede(asked: Asked, case: str, worlds: int, seed: int) -> Answer:
    """Say what each concession buys, in hours of the earliest last arrival (bounds); with --worlds also in odds."""
    found = planned(case, asked)
    problem = found.problem
    rows = concessions(problem, bounds(asked.language))
    movements = [row.movement or problem for row in rows] if worlds else []
    assumed, won = gains(case, found, movements, worlds=worlds, seed=seed, tell=bounds(asked.language)) if worlds else (None, ())
    end_progress()
    odds = [(one.by, one.low, one.high) for one in won]
    values = [
        {
            "kind": r.kind,
            "about": r.about,
            "amount": r.amount,
            "clause": r.clause,
            "last": r.last,
            "hours": r.hours,
            "words": worth.concession_text(problem, r, asked.language),
            "odds": list(odds[n]) if odds else None,
        }
        for n, r in enumerate(rows)
    ]
    (head, most), table = worth.concession_lines(problem, rows, asked.language, odds)
    lines: list[Line | str] = [Line(most, "strong"), *explain.apart_lines(problem, asked.language), head, *columns(table)]
    lines += [f"  {in_language(assumption(line), asked.language)}" for line in (assumed.lines() if assumed else ())]
    lines += [f"  {line}" for line in (together_lines(problem, asked.language) if worlds else ())]
    return told({"what": "bounds", "holds": _within(asked), "concessions": values}, lines)


@verb(name="mistrust")
@case_argument
@click.option("--svg", type=click.Path(), help="Draw the curve.")
def mistrust_verb(asked: Asked, case: str, svg: str | None) -> Answer:
    """Draw the price of mistrust: the bound at each share of the agreed exposure."""
    problem = load(case, asked)
    points = mistrust(problem, report=bounds(asked.language))
    end_progress()
    if svg is not None:
        write(svg, draw.mistrust_svg(problem, points, asked.language))
    values = [{"percent": p.percent, "ahead": [list(a) for a in p.ahead], "last": p.last} for p in points]
    head, table = worth.mistrust_lines(problem, points, asked.language)
    lines: list[Line | str] = [head, *columns(table), *explain.apart_lines(problem, asked.language)]
    return told({"what": "bounds", "holds": _within(asked), "points": values}, lines)


VERBS = (explain_verb, next_verb, finish, concede, mistrust_verb)

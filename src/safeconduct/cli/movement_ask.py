"""The movement verbs that ask: explain, next, finish, concede, mistrust."""

from __future__ import annotations

import click

from safeconduct.cli.answer import NO, YES, Answer
from safeconduct.cli.movement_case import at_option, case_argument, done_option, load, past_of, slot_of, told, write
from safeconduct.cli.progress import counting, end_progress
from safeconduct.cli.verb import Asked, verb
from safeconduct.errors import EvidenceFails, in_language
from safeconduct.kernel import Text, format_instant
from safeconduct.movement import draw, explain
from safeconduct.movement.bound import master
from safeconduct.movement.certify import certify
from safeconduct.movement.concede import concessions, mistrust
from safeconduct.movement.next_departure import next_departures
from safeconduct.movement.plan import impossible
from safeconduct.movement.replan import debts
from safeconduct.movement.whynot import why_not
from safeconduct.movement.write import convoy_json

WAITS = Text.of(en="waits", fr="attend")
LEAVES = Text.of(en="{persons:,} persons, {at}", fr="{persons:,} personnes, {at}")
LIMIT = Text.of(en="limit: {limit}", fr="limite : {limit}")
DEBT = Text.of(
    en="debt under clause {clause}: {given} is {persons:,} persons beyond its exposure",
    fr="dette selon la clause {clause} : {given} dépasse son exposition de {persons:,} personnes",
)


@verb(name="explain")
@case_argument
def explain_verb(asked: Asked, case: str) -> Answer:
    """Say what stands in the way: the bottleneck, or why there is no plan and the cheapest repairs."""
    problem = load(case, asked)
    answer = why_not(problem, report=counting(asked.language))
    end_progress()
    if answer is not None:
        lines = explain.why_not_lines(problem, answer, asked.language)
        conflict = [
            {"clause": r.clause, "kind": r.kind, "about": r.about, "words": explain.rule_text(r, asked.language)}
            for r in answer.conflict
        ]
        repairs = [explain.repair_text(repair, problem.slot, asked.language) for repair in answer.repairs]
        return told({"possible": False, "conflict": conflict, "repairs": repairs}, lines, NO)
    bound = master(problem).bound
    if bound is None:
        raise impossible()
    weights = [entry for proof in bound.proofs for entry in explain.bottleneck(proof)]
    lines = [explain.bound_text(problem, bound, asked.language)]
    lines += [f"  {share:>6.1%}  {explain.ledger_text(name, asked.language)}" for name, share in weights]
    return told({"possible": True, "bottleneck": [{"rule": n, "share": s} for n, s in weights]}, lines)


@verb(name="next")
@case_argument
@at_option
@done_option
def next_verb(asked: Asked, case: str, done_file: str | None) -> Answer:
    """List what each leg may release next without either side running ahead, and what it waits for."""
    problem = load(case, asked)
    now, past = slot_of(problem, asked.at), past_of(case, problem, asked.at, done_file)
    found = next_departures(problem, now, past=past)
    owed = debts(problem, now, past)
    values, lines = [], []
    for one in found:
        limits = [explain.ledger_text(name, asked.language) for name in one.limits]
        convoy = convoy_json(problem, one.convoy, asked.language) if one.convoy else None
        missing = [in_language(element, asked.language) for element in one.protection.missing]
        values.append(
            {"leg": one.leg, "groups": list(one.groups), "ready": one.ready, "missing": missing, "convoy": convoy, "limits": limits}
        )
        size = WAITS.in_language(asked.language)
        if one.convoy:
            at = explain.when(problem, one.convoy.slot, asked.language)
            size = LEAVES.in_language(asked.language).format(persons=one.convoy.persons, at=at)
        lines.append(f"{one.leg} ({', '.join(one.groups)}): {size}; {explain.gate_text(one.protection, asked.language)}")
        lines += [f"    {LIMIT.in_language(asked.language).format(limit=limit)}" for limit in limits]
    debt = DEBT.in_language(asked.language)
    lines += [debt.format(clause=d.clause, given=d.given, persons=d.persons) for d in owed]
    owed_json = [{"clause": d.clause, "given": d.given, "persons": d.persons} for d in owed]
    data = {"at": asked.at, "departures": values, "debts": owed_json, "released": "by a person, never by this program"}
    return told(data, lines, YES if any(one.ready for one in found) else NO)


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
    lines = [explain.bound_text(problem, bound, asked.language), "certificate: checked in exact arithmetic"]
    for term in problem.terms.deadlines:
        due, spare = format_instant(problem.instant(term.high // problem.slot)), (term.high - bound.last * problem.slot) / 60
        lines.append(f"  clause {term.clause}: deadline {due}, {spare:+.1f} h to spare")
    return told({"last": bound.last, "last_arrival": format_instant(problem.instant(bound.last)), "within": bound.within}, lines)


@verb()
@case_argument
def concede(asked: Asked, case: str) -> Answer:
    """Say what each concession buys, in hours of the earliest last arrival (bounds)."""
    problem = load(case, asked)
    rows = concessions(problem)
    values = [
        {"kind": r.kind, "about": r.about, "amount": r.amount, "clause": r.clause, "last": r.last, "hours": r.hours} for r in rows
    ]
    lines = [f"bounds on the last arrival, {explain.WITHIN.in_language('en')}; hours gained"]
    for row in rows:
        end = explain.when(problem, row.last) if row.last is not None else "no plan"
        waiting = float(row.person_slots or 0) * problem.slot / 60e6
        gained = f"{row.hours:+.2f} h" if row.hours is not None else ""
        clause = f" (clause {row.clause})" if row.clause else ""
        lines.append(f"  {row.kind} {row.about} {row.amount or ''}{clause}: {end} {gained}, {waiting:.3f} million person-hours")
    return told({"what": "bounds", "concessions": values}, lines)


@verb(name="mistrust")
@case_argument
@click.option("--svg", type=click.Path(), help="Draw the curve.")
def mistrust_verb(asked: Asked, case: str, svg: str | None) -> Answer:
    """Draw the price of mistrust: the bound at each share of the agreed exposure."""
    problem = load(case, asked)
    points = mistrust(problem)
    if svg:
        write(svg, draw.mistrust_svg(problem, points))
    values = [{"percent": p.percent, "ahead": [list(a) for a in p.ahead], "last": p.last} for p in points]
    lines = [f"bounds, {explain.WITHIN.in_language('en')}"]
    for point in points:
        ahead = "; ".join(f"clause {clause}: {left:,} / {right:,} persons" for clause, left, right in point.ahead)
        end = explain.when(problem, point.last) if point.last is not None else "no plan: who goes first?"
        waiting = float(point.person_slots or 0) * problem.slot / 60e6
        lines.append(f"  {point.percent:>4} %  {ahead:<40} {end:<14} {waiting:.3f} million person-hours")
    return told({"what": "bounds", "points": values}, lines)


VERBS = (explain_verb, next_verb, finish, concede, mistrust_verb)

"""``safeconduct movement``: check, plan, show, explain, next, concede, mistrust, finish, simulate, replan, export."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from safeconduct.cli.movement_case import Interrupt, answering, emit, files, load, text_of, write
from safeconduct.errors import EvidenceFails
from safeconduct.kernel import Zone, format_instant, parse_instant, parse_when
from safeconduct.movement import bands, draw, explain
from safeconduct.movement.assumptions import read_assumptions
from safeconduct.movement.blocks import Effort, Step
from safeconduct.movement.bound import master
from safeconduct.movement.certify import certify
from safeconduct.movement.concede import concessions, mistrust
from safeconduct.movement.counts import read_counts
from safeconduct.movement.exchange import crowds
from safeconduct.movement.forecast import forecast
from safeconduct.movement.model import Problem
from safeconduct.movement.next_departure import next_departures
from safeconduct.movement.plan import impossible, plan
from safeconduct.movement.progress import read_progress
from safeconduct.movement.read import read_simulation
from safeconduct.movement.replan import debts, replan
from safeconduct.movement.roster import assign, with_names
from safeconduct.movement.slots import ceil_slots
from safeconduct.movement.timetable import Done, Plan
from safeconduct.movement.verify import verify
from safeconduct.movement.whynot import why_not
from safeconduct.movement.write import convoy_json, plan_csv, plan_geojson, plan_ical, plan_json, read_plan

as_json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON value.")
case_argument = click.argument("case", type=click.Path())
language_option = click.option("--language", type=click.Choice(["en", "fr"]), default="en", show_default=True)
plan_option = click.option("--plan", "plan_file", type=click.Path(), help="A plan written by `plan --out`; made afresh without it.")
at_option = click.option("--at", "at", required=True, help="The present instant, in UTC: 2016-12-18T10:00:00Z.")
done_option = click.option(
    "--done", "done_file", type=click.Path(), help="CSV of the convoys that have left (default: progress.csv)."
)


@click.group()
def movement() -> None:
    """What may move when, proven; with what odds; and why not."""


@movement.command()
@case_argument
@as_json_option
@answering
def check(case: str, as_json: bool) -> None:
    """Read the movement and say everything that is wrong with it."""
    problem = load(case)
    facts = {"movement": problem.name, "groups": len(problem.groups), "legs": len(problem.legs), "slots": problem.slots}
    gates = [f"  {leg.id}: {explain.gate_text(problem.gate(leg.id))}" for leg in problem.legs]
    lines = [
        f"{problem.name}: {facts['groups']} groups, {facts['legs']} legs, {facts['slots']} slots; nothing wrong was found",
        *gates,
    ]
    emit({**facts, "problems": []}, lines + [f"  assumed: {text}" for text in problem.assumed], as_json)


@movement.command("plan")
@case_argument
@click.option("--out", type=click.Path(), help="Write the plan as JSON.")
@click.option("--gap", type=click.FloatRange(0, 1), default=2e-3, show_default=True, help="Gap at which a block is good enough.")
@click.option("--seconds", type=click.FloatRange(0.1, 3600), default=15.0, show_default=True, help="Limit for one block.")
@click.option("--exact", is_flag=True, help="One exact block; small movements only.")
@as_json_option
@answering
def plan_verb(case: str, out: str | None, gap: float, seconds: float, exact: bool, as_json: bool) -> None:
    """Make a timetable: earliest last arrival first, then least waiting. Ctrl-C gives the best plan so far."""
    problem = with_names(load(case))
    made = _made(problem, None, Effort(gap, seconds, exact))
    if out:
        write(out, json.dumps(plan_json(problem, made), ensure_ascii=False, indent=1) + "\n")
    emit(plan_json(problem, made), _plan_lines(problem, made), as_json)


def _made(problem: Problem, plan_file: str | None, effort: Effort | None = None) -> Plan:
    """Read a plan and check it, or make one; either way the independent checker has the last word."""
    if plan_file:
        made = read_plan(text_of(Path(plan_file)), Path(plan_file).name)
    else:
        made = assign(problem, plan(problem, effort=effort, report=_progress(problem), stop=Interrupt()))
        _end_progress()
    wrong = (*verify(problem, made), *(certify(problem, made.bound) if made.bound else ()))
    if wrong:
        raise EvidenceFails(wrong)
    return made


def _progress(problem: Problem) -> Any:
    if not sys.stderr.isatty():
        return None

    def show(step: Step) -> None:
        gap = abs(step.waiting - step.bound) / max(abs(step.waiting), 1)
        known = f", gap {gap:.2%}, bound {step.bound * problem.slot / 60:,.0f} person-hours" if gap == gap and gap < 10 else ""
        sys.stderr.write(f"\rblock {step.block} of {step.blocks}, towards {explain.when(problem, step.last)}{known}   ")
        sys.stderr.flush()

    return show


def _end_progress() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\n")


def _plan_lines(problem: Problem, made: Plan) -> list[str]:
    lines = [explain.plan_text(problem, made)]
    for convoy in made.convoys:
        leg = problem.leg(convoy.leg)
        arrives = explain.when(problem, convoy.slot + ceil_slots(leg.out, problem))
        what = ", ".join(f"{number:,} {group}" for group, _, number in convoy.people)
        cars = " + ".join(f"{number} {kind}" for kind, number in convoy.vehicles)
        lines.append(f"  {explain.when(problem, convoy.slot):>14} → {arrives:<14} {convoy.leg:<12} {cars:<18} {what}")
    for crowd in crowds(problem, made.convoys):
        waits = f"at most {crowd.most:,}, {crowd.person_hours:,.0f} person-hours, longest {crowd.longest_hours:.1f} h"
        lines.append(f"  waiting at {crowd.place} ({crowd.category}): {waits}")
    for leg in problem.legs:
        lines.append(f"  {leg.id}: {explain.gate_text(problem.gate(leg.id))}")
    if made.bound:
        lines.append(explain.bound_text(problem, made.bound))
    return lines + [f"  assumed: {text}" for text in problem.assumed]


@movement.command()
@case_argument
@plan_option
@as_json_option
@answering
def show(case: str, plan_file: str | None, as_json: bool) -> None:
    """Print a plan after checking it again."""
    problem = with_names(load(case))
    made = _made(problem, plan_file)
    emit(plan_json(problem, made), _plan_lines(problem, made), as_json)


@movement.command("explain")
@case_argument
@language_option
@as_json_option
@answering
def explain_verb(case: str, language: str, as_json: bool) -> None:
    """Say what stands in the way: the bottleneck, or why there is no plan and the cheapest repairs."""
    problem = load(case)
    answer = why_not(problem)
    if answer is not None:
        lines = explain.why_not_lines(problem, answer, language)
        conflict = [
            {"clause": r.clause, "kind": r.kind, "about": r.about, "words": explain.rule_text(r, language)} for r in answer.conflict
        ]
        repairs = [explain.repair_text(repair, problem.slot, language) for repair in answer.repairs]
        emit({"possible": False, "conflict": conflict, "repairs": repairs}, lines, as_json)
        raise SystemExit(1)
    bound = master(problem).bound
    if bound is None:
        raise impossible()
    weights = [entry for proof in bound.proofs for entry in explain.bottleneck(proof)]
    lines = [explain.bound_text(problem, bound, language)]
    lines += [f"  {share:>6.1%}  {explain.ledger_text(name, language)}" for name, share in weights]
    emit({"possible": True, "bottleneck": [{"rule": n, "share": s} for n, s in weights]}, lines, as_json)


@movement.command("next")
@case_argument
@at_option
@done_option
@language_option
@as_json_option
@answering
def next_verb(case: str, at: str, done_file: str | None, language: str, as_json: bool) -> None:
    """List what each leg may release next without either side running ahead, and what it waits for."""
    problem = load(case)
    now, past = _now(problem, at), _past(case, problem, at, done_file)
    found = next_departures(problem, now, past=past)
    owed = debts(problem, now, past)
    values, lines = [], []
    for one in found:
        limits = [explain.ledger_text(name, language) for name in one.limits]
        convoy = convoy_json(problem, one.convoy) if one.convoy else None
        values.append({"leg": one.leg, "groups": list(one.groups), "ready": one.ready, "convoy": convoy, "limits": limits})
        size = f"{one.convoy.persons:,} persons, {explain.when(problem, one.convoy.slot)}" if one.convoy else "waits"
        lines.append(f"{one.leg} ({', '.join(one.groups)}): {size}; {explain.gate_text(one.protection, language)}")
        lines += [f"    limit: {limit}" for limit in limits]
    lines += [f"debt under clause {d.clause}: {d.given} is {d.persons:,} persons beyond its exposure" for d in owed]
    owed_json = [{"clause": d.clause, "given": d.given, "persons": d.persons} for d in owed]
    emit({"at": at, "departures": values, "debts": owed_json, "released": "by a person, never by this program"}, lines, as_json)
    if not any(one.ready for one in found):
        raise SystemExit(1)


def _now(problem: Problem, at: str) -> int:
    minutes = (parse_instant(at) - problem.start).total_seconds() / 60
    return max(0, int(-(-minutes // problem.slot)))


def _past(case: str, problem: Problem, at: str, done_file: str | None) -> tuple[Done, ...]:
    path = Path(done_file) if done_file else Path(case) / "progress.csv"
    if not done_file and not path.exists():
        return ()
    return read_progress(text_of(path), problem, parse_instant(at), path.name)


@movement.command()
@case_argument
@as_json_option
@answering
def concede(case: str, as_json: bool) -> None:
    """Say what each concession buys, in hours of the earliest last arrival (bounds)."""
    problem = load(case)
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
    emit({"what": "bounds", "concessions": values}, lines, as_json)


@movement.command("mistrust")
@case_argument
@click.option("--svg", type=click.Path(), help="Draw the curve.")
@as_json_option
@answering
def mistrust_verb(case: str, svg: str | None, as_json: bool) -> None:
    """Draw the price of mistrust: the bound at each share of the agreed exposure."""
    problem = load(case)
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
    emit({"what": "bounds", "points": values}, lines, as_json)


@movement.command()
@case_argument
@language_option
@as_json_option
@answering
def finish(case: str, language: str, as_json: bool) -> None:
    """Prove the earliest last arrival, and hold the deadlines against it."""
    problem = load(case)
    bound = master(problem).bound
    if bound is None:
        raise impossible()
    wrong = certify(problem, bound)
    if wrong:
        raise EvidenceFails(wrong)
    lines = [explain.bound_text(problem, bound, language), "certificate: checked in exact arithmetic"]
    for term in problem.terms.deadlines:
        due, spare = format_instant(problem.instant(term.high // problem.slot)), (term.high - bound.last * problem.slot) / 60
        lines.append(f"  clause {term.clause}: deadline {due}, {spare:+.1f} h to spare")
    emit({"last": bound.last, "last_arrival": format_instant(problem.instant(bound.last)), "within": bound.within}, lines, as_json)


@movement.command("simulate")
@case_argument
@click.option("--worlds", type=click.IntRange(1, 10_000_000), default=2000, show_default=True)
@click.option("--seed", type=click.IntRange(0, 2**50), default=1, show_default=True)
@click.option("--vary/--no-vary", default=True, help="Also halve and double each assumption.")
@click.option("--svg", type=click.Path(), help="Draw the odds by day.")
@click.option("--record", type=click.Path(), help="Forecast from published counts (CSV) instead, day by day.")
@click.option("--by", "by", multiple=True, help="Day a forecast is made, with only what was recorded by then; may be repeated.")
@click.option("--total", nargs=2, type=click.IntRange(0, 10**8), help="Persons then expected in all, low and high.")
@as_json_option
@answering
def simulate_verb(
    case: str,
    worlds: int,
    seed: int,
    vary: bool,
    svg: str | None,
    record: str | None,
    by: tuple[str, ...],
    total: tuple[int, int] | None,
    as_json: bool,
) -> None:
    """Execute the movement in many simulated worlds and give the odds as bands, with every assumption."""
    if record:
        return _forecasts(record, by, total, seed, worlds, as_json)
    texts = files(case)
    problem, assumptions = load(case), read_assumptions(read_simulation(texts))
    found = bands.band(problem, assumptions, seed=seed, worlds=worlds, vary=vary, stop=Interrupt())
    clock = [(f"clause {t.clause}", t.high // problem.slot) for t in problem.terms.deadlines]
    if svg:
        write(svg, draw.odds_svg(problem, found, clock))
    values = {
        "worlds": found.worlds,
        "unfinished": found.unfinished,
        "last_slots": [found.early, found.middle, found.late],
        "by_day": [list(entry) for entry in found.by_day],
        "spread": [list(entry) for entry in found.spread],
        "debt_persons": found.debt,
        "assumed": list(assumptions.lines()),
    }
    emit(values, band_lines(problem, found) + [f"  assumed: {line}" for line in assumptions.lines()], as_json)


def _forecasts(record: str, by: tuple[str, ...], total: tuple[int, int] | None, seed: int, worlds: int, as_json: bool) -> None:
    """Print forecasts made from the record on each day beside what the record says happened."""
    counts = read_counts(text_of(Path(record)), Path(record).name)
    values, lines = [], []
    most = max(report.high for report in counts.reports) if counts.reports else 0
    for text in by or [str(counts.first + timedelta(days=day)) for day in sorted({report.day for report in counts.reports})]:
        day = (parse_when(text, Zone("UTC")).date() - counts.first).days
        known = max((report.high for report in counts.reports if report.day <= day), default=0)
        expected = total or (known, known * 4)
        made = forecast(counts.reports, expected, counts.stopped, day, seed=seed, worlds=worlds)
        ends = [str(counts.first + timedelta(days=end)) for end in (made.early, made.middle, made.late)]
        values.append({"made_on": text, "early": ends[0], "middle": ends[1], "late": ends[2], "assumed": list(made.assumed)})
        inside = (
            ""
            if counts.ended is None
            else "; holds what happened"
            if made.early <= counts.ended <= made.late
            else "; misses what happened"
        )
        lines.append(f"made on {text}: last convoy {ends[0]} to {ends[2]} (10 to 90 %), middle {ends[1]}{inside}")
        lines += [f"    assumed: {line}" for line in made.assumed]
    if counts.ended is not None:
        lines.append(f"the record says: last convoy on {counts.first + timedelta(days=counts.ended)}, {most:,} persons or more")
    emit({"forecasts": values}, lines, as_json)


def band_lines(problem: Problem, found: bands.Band) -> list[str]:
    """Return a band in words; never one number."""
    slots = (found.early, found.middle, found.late)
    ends = [explain.when(problem, slot) if slot is not None else "beyond the days looked at" for slot in slots]
    shares = f"by {ends[0]} in 10 %, {ends[1]} in 50 %, {ends[2]} in 90 % of them"
    lines = [f"{found.worlds:,} simulated executions: last convoy arrives {shares}"]
    lines += [
        f"  by the end of day {day}: {low:.0%} to {high:.0%} (95 % sampling interval)"
        for day, low, high in found.by_day
        if high > 0.02
    ]
    for name, *varied in found.spread:
        marks = [explain.when(problem, slot) if slot is not None else "beyond" for slot in varied]
        lines.append(f"  with {name}: {marks[0]} / {marks[1]} / {marks[2]}")
    lines += [f"  kept waiting by {name}: {share:.0%}" for name, share in found.shares if share >= 0.01]
    return [
        *lines,
        f"  releases beyond an exposure bound: {found.breaches}; largest debt after a correction: {found.debt:,} persons",
    ]


@movement.command("replan")
@case_argument
@at_option
@done_option
@click.option("--announced", type=click.Path(), help="The plan announced so far; its departures until --keep-until stay.")
@click.option("--keep-until", help="Instant until which announced departures stay.")
@click.option("--out", type=click.Path(), help="Write the new plan as JSON.")
@as_json_option
@answering
def replan_verb(
    case: str, at: str, done_file: str | None, announced: str | None, keep_until: str | None, out: str | None, as_json: bool
) -> None:
    """Plan again from the counts verified by an instant, without moving what was announced."""
    problem = with_names(load(case))
    now, past = _now(problem, at), _past(case, problem, at, done_file)
    earlier = read_plan(text_of(Path(announced)), Path(announced).name).convoys if announced else ()
    limit = _now(problem, keep_until) if keep_until else now
    kept = tuple(convoy for convoy in earlier if now <= convoy.slot < limit)
    made = replan(problem, now, past=past, announced=kept, report=_progress(problem), stop=Interrupt())
    _end_progress()
    wrong = verify(problem, made, past=past, first=now)
    if wrong:
        raise EvidenceFails(wrong)
    if out:
        write(out, json.dumps(plan_json(problem, made), ensure_ascii=False, indent=1) + "\n")
    emit(plan_json(problem, made), [f"{len(kept)} announced convoys kept", *_plan_lines(problem, made)], as_json)


@movement.command()
@case_argument
@plan_option
@click.option("--format", "form", type=click.Choice(["csv", "geojson", "ical", "svg"]), required=True)
@click.option("--out", type=click.Path(), help="Write to a file; printed without it.")
@as_json_option
@answering
def export(case: str, plan_file: str | None, form: str, out: str | None, as_json: bool) -> None:
    """Write the timetable for other programs. Internal: a future movement is never public."""
    problem = with_names(load(case))
    made = _made(problem, plan_file)
    text = {
        "csv": lambda: plan_csv(problem, made),
        "geojson": lambda: json.dumps(plan_geojson(problem, made), ensure_ascii=False, indent=1) + "\n",
        "ical": lambda: plan_ical(problem, made, datetime.now(UTC)),
        "svg": lambda: draw.timetable_svg(problem, made),
    }[form]()
    if out:
        write(out, text)
        emit({"written": out, "format": form}, [f"{out} written (internal: a future movement is never public)"], as_json)
    else:
        emit({"format": form, "text": text}, [text], as_json)

"""The movement verbs that make, show and change a plan: check, plan, show, replan, export."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from safeconduct.case.clauses import FATES, Clause
from safeconduct.cli.answer import Answer, Line, columns
from safeconduct.cli.movement_case import (
    Interrupt,
    assumption,
    at_option,
    case_argument,
    done_option,
    load,
    past_of,
    plan_option,
    planned,
    slot_of,
    text_of,
    told,
    write,
)
from safeconduct.cli.progress import end_progress, progress
from safeconduct.cli.verb import Asked, verb
from safeconduct.errors import EvidenceFails, Refused, in_language, say
from safeconduct.kernel import Text
from safeconduct.movement import explain
from safeconduct.movement.checking.certify import certify
from safeconduct.movement.checking.verify import verify
from safeconduct.movement.model import Problem
from safeconduct.movement.planning.blocks import Effort
from safeconduct.movement.planning.counted import as_counted, never, uncounted, uncounted_text
from safeconduct.movement.planning.plan import plan
from safeconduct.movement.planning.replan import debts, replan
from safeconduct.movement.planning.roster import assign, with_names
from safeconduct.movement.telling import draw, explain_plan
from safeconduct.movement.telling.waiting import (
    debt_json,
    debt_lines,
    everyone_lines,
    gate_json,
    uncounted_lines,
    waiting,
    waiting_lines,
)
from safeconduct.movement.timetable import Done, Plan
from safeconduct.movement.write import convoy_json, plan_csv, plan_geojson, plan_ical, plan_json, read_plan

KEPT = Text.of(en="{number} announced convoys kept", fr="{number} convois annoncés maintenus")


@verb()
@case_argument
def check(asked: Asked, case: str) -> Answer:
    """Read the movement and say everything that is wrong with it, and what became of each clause of its agreement."""
    found = planned(case, asked)
    problem = found.problem
    facts = {"movement": problem.name, "groups": len(problem.groups), "legs": len(problem.legs), "slots": problem.slots}
    gates = [f"  {text}" for text in explain_plan.gate_lines(problem, asked.language)]
    gates += [f"  {explain.route_text(leg, asked.language)}" for leg in problem.legs if leg.drawn_by]
    head = say("{movement}: {groups} groups, {legs} legs, {slots} slots; nothing wrong was found", **facts)
    lines = [in_language(head, asked.language), *gates]
    lines += list(_by_fate(found.clauses, asked.language))
    clauses = [{"clause": clause.id, "how": clause.how, "left_out": list(clause.left_out)} for clause in found.clauses]
    data = {**facts, "clauses": clauses, "assumed": list(problem.assumed)}
    data["routes"] = [{"leg": leg.id, "file": leg.drawn_by, "km": leg.km} for leg in problem.legs if leg.drawn_by]
    return told(data, lines + [f"  {in_language(assumption(text), asked.language)}" for text in problem.assumed])


def _by_fate(clauses: tuple[Clause, ...], language: str) -> Iterator[str]:
    for how, words in FATES.items():
        ids = ", ".join(clause.id for clause in clauses if clause.how == how)
        if ids:
            yield f"  {words.in_language(language).format(ids=ids)}"


@verb(name="plan")
@case_argument
@click.option("--out", type=click.Path(), help="Write the plan as JSON.")
@click.option("--gap", type=click.FloatRange(0, 1), default=2e-3, show_default=True, help="Gap at which a block is good enough.")
@click.option("--seconds", type=click.FloatRange(0.1, 3600), default=15.0, show_default=True, help="Limit for one block.")
@click.option("--exact", is_flag=True, help="One exact block; small movements only.")
def plan_verb(asked: Asked, case: str, out: str | None, gap: float, seconds: float, exact: bool) -> Answer:
    """Make a timetable: earliest last arrival first, then least waiting. Ctrl-C gives the best plan so far."""
    problem = with_names(load(case, asked))
    made = made_plan(problem, asked.language, None, Effort(0.0 if exact else gap, seconds, exact))
    if out is not None:
        write(out, json.dumps(plan_json(problem, made, asked.language), ensure_ascii=False, indent=1) + "\n")
    return told(plan_json(problem, made, asked.language), plan_lines(problem, made, asked.language))


@verb()
@case_argument
@plan_option
def show(asked: Asked, case: str, plan_file: str | None) -> Answer:
    """Print a plan after checking it again."""
    problem = with_names(load(case, asked))
    made = made_plan(problem, asked.language, plan_file)
    return told(plan_json(problem, made, asked.language), plan_lines(problem, made, asked.language))


@verb(name="replan")
@case_argument
@at_option
@done_option
@click.option("--announced", type=click.Path(), help="The plan announced so far; its departures until --keep-until stay.")
@click.option("--keep-until", help="Instant until which announced departures stay.")
@click.option("--out", type=click.Path(), help="Write the new plan as JSON.")
def replan_verb(
    asked: Asked, case: str, done_file: str | None, announced: str | None, keep_until: str | None, out: str | None
) -> Answer:
    """Plan again from the counts verified by an instant, without moving what was announced."""
    problem = with_names(load(case, asked))
    now, past = slot_of(problem, asked.at), past_of(case, problem, asked.at, done_file)
    problem = as_counted(problem, past)
    earlier = read_plan(text_of(Path(announced)), Path(announced).name).convoys if announced is not None else ()
    limit = slot_of(problem, keep_until) if keep_until else now
    kept = tuple(convoy for convoy in earlier if now <= convoy.slot < limit)
    missing = uncounted(problem, now, earlier, past)
    try:
        made = replan(
            problem, now, past=past, announced=kept, report=progress(problem, asked.language), stop=Interrupt(asked.language)
        )
    except Refused as refused:
        why = never(problem, now, past) or refused.problems
        raise Refused([*why, *(uncounted_text(problem, convoy) for convoy in missing)]) from None
    finally:
        end_progress()
    wrong = verify(problem, made, past=past, first=now)
    if wrong:
        raise EvidenceFails(wrong)
    if out is not None:
        write(out, json.dumps(plan_json(problem, made, asked.language), ensure_ascii=False, indent=1) + "\n")
    owed, closed = debts(problem, now, past), waiting(problem, now, past)
    said = [*debt_lines(problem, owed, asked.language), *waiting_lines(problem, closed, asked.language)]
    data = {**plan_json(problem, made, asked.language), "debts": debt_json(owed), "gates": [gate_json(one) for one in closed]}
    data["uncounted"] = [convoy_json(problem, convoy, asked.language) for convoy in missing]
    said += uncounted_lines(problem, missing, asked.language)
    head = KEPT.in_language(asked.language).format(number=len(kept))
    return told(data, [head, *said, *plan_lines(problem, made, asked.language, past, live=True)])


@verb()
@case_argument
@plan_option
@click.option("--format", "form", type=click.Choice(["csv", "geojson", "ical", "svg"]), required=True)
@click.option("--out", type=click.Path(), help="Write to a file; printed without it.")
def export(asked: Asked, case: str, plan_file: str | None, form: str, out: str | None) -> Answer:
    """Write the timetable for other programs. Internal: a future movement is never public."""
    problem = with_names(load(case, asked))
    made = made_plan(problem, asked.language, plan_file)
    text = {
        "csv": lambda: plan_csv(problem, made, asked.language),
        "geojson": lambda: json.dumps(plan_geojson(problem, made, asked.language), ensure_ascii=False, indent=1) + "\n",
        "ical": lambda: plan_ical(problem, made, datetime.now(UTC), asked.language),
        "svg": lambda: draw.timetable_svg(problem, made, asked.language),
    }[form]()
    if out is not None:
        write(out, text)
        line = say("{out} written (internal: a future movement is never public)", out=out)
        return told({"written": out, "format": form}, [in_language(line, asked.language)])
    return told({"format": form, "text": text}, [Line(text.rstrip("\n"), raw=True)])


def made_plan(problem: Problem, language: str, plan_file: str | None, effort: Effort | None = None) -> Plan:
    """Read a plan and check it, or make one; either way the independent checker has the last word."""
    if plan_file is not None:
        made = read_plan(text_of(Path(plan_file)), Path(plan_file).name)
    else:
        made = assign(problem, plan(problem, effort=effort, report=progress(problem, language), stop=Interrupt(language)))
        end_progress()
    wrong = (*verify(problem, made), *(certify(problem, made.bound) if made.bound else ()))
    if wrong:
        raise EvidenceFails(wrong)
    return made


def plan_lines(problem: Problem, made: Plan, language: str, past: tuple[Done, ...] = (), *, live: bool = False) -> list[Line | str]:
    """Return a timetable for people: what it achieves, day by day, who waits, what is missing, what no plan can beat, what is assumed.

    Arguments:
        live: what each gate has counted is told beside it, and need not be told again.
    """
    lines: list[Line | str] = [Line(text, "strong") for text in explain_plan.plan_text(problem, made, language)]
    for day, convoys in explain_plan.by_day(problem, made, language):
        lines += [Line(day, "title"), *columns(convoys)]
    lines += [f"  {text}" for text in explain_plan.crowd_lines(problem, made, language, past)]
    lines += explain_plan.gate_lines(problem, language)
    if not live:
        lines += everyone_lines(problem, language)
    if made.bound:
        lines.append(explain.bound_text(problem, made.bound, language))
    return [*lines, *(f"  {in_language(assumption(text), language)}" for text in problem.assumed)]


VERBS = (check, plan_verb, show, replan_verb, export)

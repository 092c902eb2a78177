"""The verbs of ``deal`` that ask about promises: owed, unlock, what-if, coverage, explain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from safeconduct.cli.answer import NO, YES, Answer, Line, columns
from safeconduct.cli.codes import NO_AGREEMENT
from safeconduct.cli.target import file_or_case, which_agreement
from safeconduct.cli.verb import Asked, verb
from safeconduct.errors import InputWrong, Problem, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from safeconduct.cli.question import Question
    from safeconduct.deal.norms import Force
    from safeconduct.deal.promise import BlockedItem, Cell, OptionAnswer, OwedItem, Unlocking


def _question(asked: Asked, target: str, which: str | None) -> Question:
    from safeconduct.cli.question import Question

    return Question.of(asked, target, which)


@verb(times=True)
@file_or_case
@which_agreement
def owed(asked: Asked, target: str, which: str | None) -> Answer:
    """Say what is owed if all honour their words, what would be, and what is blocked and by whom: per force level and option."""
    from safeconduct.deal.promise import headline, promise_data, promise_level

    question = _question(asked, target, which)
    level_answers = promise_level(question.agreement, question.facts)
    lines: list[Line | str] = [Line(text) for text in headline(level_answers, question.speaker)]
    for level in level_answers.levels:
        lines += ["", Line(question.say(f"level.{level.force.name.lower()}"), "title")]
        for option in level.options:
            lines += _option(question, option)
    return question.answer({"answers": promise_data(level_answers, question.speaker)}, lines)


def _option(question: Question, option: OptionAnswer) -> Iterator[Line]:
    choice = "; ".join(question.speaker.atom(atom) for atom in option.assumes)
    yield Line()
    yield Line(question.say("option", choice=choice) if choice else question.say("as_it_stands"), "strong", indent=2)
    for key, items in (("owed", option.owed), ("would_be_owed", option.would_be_owed), ("blocked", option.blocked)):
        texts = list(_texts(question, items))
        yield Line((question.say(key) + question.say("colon") + ("" if texts else question.say("nothing"))).rstrip(), indent=2)
        yield from (Line(f"- {text}", indent=4) for text in texts)


def _texts(question: Question, items: Iterable[OwedItem | BlockedItem]) -> Iterator[str]:
    from safeconduct.deal.promise import BlockedItem

    for item in items:
        yield question.speaker.blocked(item) if isinstance(item, BlockedItem) else question.speaker.norm(item.norm)


@verb(times=True)
@file_or_case
@which_agreement
@click.option(
    "--goal", metavar="CLAUSE", help="An aim, or any clause; by default every numbered aim and the smallest next decisions."
)
@click.option("--force", type=click.Choice(["offered", "undertaken"]), default="offered", show_default=True, help="Force level.")
def unlock(asked: Asked, target: str, which: str | None, goal: str | None, force: str) -> Answer:
    """Say which smallest sets of open decisions unlock a goal, and who alone can stop it. Ends with 1 when nothing reaches it."""
    from safeconduct.deal.norms import Force
    from safeconduct.deal.promise import goals, unlocking_data
    from safeconduct.deal.promise import unlock as unlock_goal

    question = _question(asked, target, which)
    level = Force[force.upper()]
    wanted = [goal] if goal else _reachable_goals(question, goals(question.agreement), level)
    found = [unlock_goal(question.agreement, question.facts, goal=clause, force=level) for clause in wanted]
    data: dict[str, Any] = {"goals": [unlocking_data(unlocking, question.speaker) for unlocking in found]}
    lines = [line for unlocking in found for line in _unlocking(question, unlocking)]
    if goal is None:
        lines += _next(question, data, level)
    reachable = goal is None or all(unlocking.reachable for unlocking in found)
    return question.answer(data, lines, YES if reachable else NO)


def _reachable_goals(question: Question, clauses: Iterable[str], level: Force) -> list[str]:
    """Leave out aims that no clause serves so firmly: nothing can be asked about them, and the lint says so."""
    from safeconduct.deal.promise import unlock as unlock_goal

    kept = []
    for clause in clauses:
        try:
            unlock_goal(question.agreement, question.facts, goal=clause, force=level, budget=1)
        except InputWrong:
            continue
        kept.append(clause)
    return kept


def _unlocking(question: Question, unlocking: Unlocking) -> Iterator[Line | str]:
    from safeconduct.deal import write_clause

    text = write_clause(question.agreement, unlocking.goal, question.asked.language).replace("[", "").replace("]", "")
    yield Line(question.say("unlock.goal", goal=unlocking.goal, text=text), "strong")
    if not unlocking.keys:
        yield Line(question.say(f"unlock.{unlocking.state}", goal=unlocking.goal), indent=2)
    yield from (Line(f"- {question.speaker.key(key)}", indent=2) for key in unlocking.keys)
    if unlocking.vetoes:
        who = ", ".join(question.speaker.name(word) for word in unlocking.vetoes)
        yield Line(question.say("unlock.veto", who=who), indent=2)
    if not unlocking.complete:
        yield Line(question.say("unlock.partial"), indent=2)
    yield ""


def _next(question: Question, data: dict[str, Any], level: Force) -> Iterator[Line]:
    from safeconduct.deal.norms import Force
    from safeconduct.deal.promise import next_decisions, promise_level, waited_for
    from safeconduct.deal.promise.write import key_data

    answer = promise_level(question.agreement, question.facts)
    keys = waited_for(answer) if level is Force.OFFERED else next_decisions(answer, force=level)
    data["next"] = [key_data(key, question.speaker) for key in keys]
    yield Line(question.say("unlock.next"), "strong")
    if not keys:
        yield Line(question.say("nothing"), indent=2)
    yield from (Line(f"- {question.speaker.key(key)}", indent=2) for key in keys)


@verb(name="what-if", times=True)
@file_or_case
@click.argument("assumptions", nargs=-1, required=True, metavar="ASSUMPTION…")
@which_agreement
def what_if(asked: Asked, target: str, assumptions: tuple[str, ...], which: str | None) -> Answer:
    """Say what would change under some assumptions, such as signs:north or decides:north:leave:to=quay. Nothing is recorded."""
    from safeconduct.deal.promise import what_if as ask_what_if
    from safeconduct.deal.promise import what_if_data

    question = _question(asked, target, which)
    overlay = ask_what_if(question.agreement, question.facts, assumptions)
    lines: list[Line | str] = [Line(question.say("what_if.assumed", what=", ".join(assumptions)), "strong")]
    for change in overlay.changes:
        lines += ["", Line(question.say(f"level.{change.force.name.lower()}"), "title")]
        for key, norms, facts in (("gained", change.gained, overlay.after.facts), ("lost", change.lost, overlay.before.facts)):
            if norms:
                lines.append(Line((question.say(f"what_if.{key}") + question.say("colon")).rstrip(), indent=2))
                lines += [Line(f"- {question.speaker.under(facts).norm(norm)}", indent=4) for norm in norms]
        if not change.gained and not change.lost:
            lines.append(Line(question.say("what_if.nothing"), indent=2))
    return question.answer(what_if_data(overlay, question.speaker), lines)


@verb(times=True)
@file_or_case
@which_agreement
def coverage(asked: Asked, target: str, which: str | None) -> Answer:
    """Show for each choice somebody has which protector covers it, and how firmly."""
    from safeconduct.deal.promise import coverage as cover
    from safeconduct.deal.promise import coverage_data

    question = _question(asked, target, which)
    rows = cover(question.agreement, question.facts)
    lines: list[Line | str] = [Line(question.say("coverage.title" if rows else "coverage.none"), "strong")]
    for row in rows:
        lines += ["", Line(question.speaker.atom(row.choice), indent=2)]
        cells = [(question.speaker.name(cell.protector), "; ".join(_covering(question, cell))) for cell in row.cells]
        lines += columns(cells or [(question.say("coverage.nobody"), "")], indent=4)
    return question.answer({"rows": coverage_data(rows, question.speaker)}, lines)


def _covering(question: Question, cell: Cell) -> Iterator[str]:
    """Say how firmly, each way with the clauses that say it."""
    from safeconduct.deal.norms import Force

    said: dict[str, dict[str, None]] = {}
    for norm in cell.norms:
        key = "bound" if norm.id in cell.binding else "offered" if norm.force is Force.OFFERED else "unbound"
        said.setdefault(key, {})[norm.clause] = None
    for key in ("bound", "unbound", "offered"):
        if key in said:
            yield f"{question.say(f'coverage.{key}')} ({', '.join(said[key])})"


@verb(times=True)
@file_or_case
@click.argument("clause", required=False)
@which_agreement
def explain(asked: Asked, target: str, clause: str | None, which: str | None) -> Answer:
    """Explain CLAUSE, or every clause: what it is, how it stands and why, the words it comes from, the entries that name it."""
    from safeconduct.cli.explanation import explanation_lines, explanations

    question = _question(asked, target, which)
    if clause is not None and clause not in question.agreement.by_id:
        do = say("clauses: {clauses}", clauses=", ".join(question.agreement.by_id))
        raise InputWrong(
            Problem(
                NO_AGREEMENT, say("there is no clause {clause}", clause=clause), why=say("only a clause can be explained"), do=do
            )
        )
    wanted = [clause] if clause else list(question.agreement.by_id)
    found = explanations(question, wanted)
    return question.answer({"clauses": found}, [line for one in found for line in explanation_lines(question, one)])

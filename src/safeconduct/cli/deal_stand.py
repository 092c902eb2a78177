"""The verb of ``deal`` that asks how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from safeconduct.cli.answer import Answer, Line
from safeconduct.cli.codes import NOT_A_PAIR
from safeconduct.cli.target import file_or_case, which_agreement
from safeconduct.cli.verb import Asked, verb
from safeconduct.errors import InputWrong, Problem, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safeconduct.cli.question import Question
    from safeconduct.deal.standing import Difference, Instance, Standing


@verb(times=True)
@file_or_case
@which_agreement
@click.option(
    "--view",
    "views",
    multiple=True,
    metavar="NAME=SOURCE,…",
    help="Also with only the entries of some actors or sources, and all signatures; may be repeated.",
)
def standing(asked: Asked, target: str, which: str | None, views: tuple[str, ...]) -> Answer:
    """Say how every clause stands: its state, since when, due when, borne by whom, and because of what.

    Where a rival reading or a view leads elsewhere, that is said beside it, with the word or the view that decides.
    """
    from safeconduct.case.stand import linked, stand
    from safeconduct.cli.question import Question
    from safeconduct.deal.standing import as_data, exposure_data

    question = Question.of(asked, target, which)
    found = stand(question.case, question.at, question.known_by, _views(views))
    data = as_data(found)
    number = next((n for n, text in enumerate(found.agreements) if text == question.agreement), None)
    if which is not None and number is not None:
        data["instances"] = [one for one in data["instances"] if one["agreement"] == question.dated.id]
    links = [
        {"agreement": dated.id} | exposure_data(dated.agreement, one)
        for dated, one in linked(question.case, question.at, question.known_by)
        if which is None or dated == question.dated
    ]
    about = {key: data[key] for key in ("agreements", "instances", "notes")} | {"exposures": links}
    lines = _lines(question, found, [number] if which is not None and number is not None else range(len(found.agreements)), links)
    return question.answer(about, list(lines))


def _views(written: tuple[str, ...]) -> dict[str, list[str]]:
    problems = [
        Problem(NOT_A_PAIR, say("{text} is not NAME=SOURCE,…", text=repr(text)), do=say("write it as official=icrc,ocha"))
        for text in written
        if not all(text.partition("="))
    ]
    if problems:
        raise InputWrong(problems)
    return {name: sources.split(",") for name, _, sources in (text.partition("=") for text in written)}


def _lines(question: Question, found: Standing, numbers: Any, links: list[dict[str, Any]]) -> Iterator[Line | str]:
    from safeconduct.case.stand import texts_at
    from safeconduct.cli.explanation import exposure_lines
    from safeconduct.deal.standing import explain

    language, colon = question.asked.language, question.say("colon")
    names = [dated.id for dated in texts_at(question.case, question.at)]
    for number in numbers:
        yield Line(found.agreements[number].title.in_language(language), "title")
        for one in found.instances:
            if one.agreement == number:
                yield Line(f"{one.clause} · {question.say(f'state.{one.state}')}{colon}{explain(found, one, language)}", indent=2)
                for difference in (*found.readings, *found.views):
                    yield from _elsewhere(question, found, difference, one)
        yield from (line for link in links if link["agreement"] == names[number] for line in exposure_lines(question, link))
        yield ""


def _elsewhere(question: Question, found: Standing, difference: Difference, as_it_stands: Instance) -> Iterator[Line]:
    from safeconduct.deal.standing import explain_difference

    colon = question.say("colon")
    name = question.say("stand.reading" if difference.clause else "stand.view", name=difference.name) + colon
    for one in difference.instances:
        if one.key == as_it_stands.key:
            told = explain_difference(found, as_it_stands, one, question.asked.language)
            yield Line(f"{name}{question.say(f'state.{one.state}')}{colon}{told}", indent=6)
    if as_it_stands.key in difference.gone:
        yield Line(f"{name}{question.say('nothing')}", indent=6)

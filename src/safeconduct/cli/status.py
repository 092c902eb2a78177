"""``safeconduct status``: how a case stands, on one page; the sentence that answers comes first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from safeconduct.cli.answer import Answer, Line
from safeconduct.cli.labels import label
from safeconduct.cli.target import instants
from safeconduct.cli.verb import Asked, verb

if TYPE_CHECKING:
    from safeconduct.case import Event
    from safeconduct.case.board import Board
    from safeconduct.case.explain import Teller
    from safeconduct.deal.standing import Instance


@verb(times=True)
@click.argument("target", metavar="CASE")
def status(asked: Asked, target: str) -> Answer:
    """Say how CASE stands: who is waited on, what is due, what is blocked and by whose decision, the clock, what changed."""
    from safeconduct.case import read_case
    from safeconduct.case.board import board
    from safeconduct.case.explain import Teller

    case = read_case(target)
    at, known_by = instants(case, asked)
    found = board(case, at, known_by, asked.language)
    return Answer(_data(found, asked.language), list(_lines(found, Teller(case, asked.language))))


def _lines(found: Board, teller: Teller) -> Iterator[Line | str]:
    language = teller.language
    yield from _head(found, language)
    sentences = [*(teller.stop(stop) for stop in found.stopped), *found.headline]
    yield Line(sentences[0], "strong")
    yield from (Line(text, indent=2) for text in sentences[1:])
    yield from _accounts(found, teller)
    for key, instances in (("due_soon", found.due_soon), ("wrong", found.wrong), ("in_force", found.in_force)):
        yield from _section(language, key, (_instance(found, one, language) for one in instances))
    if found.unclear:
        yield from _section(language, "unclear", (_instance(found, one, language) for one in found.unclear))
    if found.standing_duties:
        yield Line(label(language, "status.standing", count=found.standing_duties), indent=2)
    yield from _section(language, "blocked", (_speaker(found, language).blocked(item) for item in found.blocked))
    if found.exposures:
        yield from _section(language, "exposure", _exposure(found, language))
    yield from _section(language, "clock", _clocks(found, teller))
    yield from _section(language, "figures", (teller.figures(figures) for figures in found.figures))
    yield from _section(language, "changed", (_entry(found, event, language) for event in found.changed))
    finding = found.case.settings.finding
    if finding is not None:
        yield ""
        yield Line(f"{finding.says.in_language(language)} ({finding.source})", "quiet")


def _clocks(found: Board, teller: Teller) -> Iterator[str]:
    """Tell every clock of the case, and of another text whose it is: a warning does not end because a page was signed."""
    for clock in found.clocks:
        told = teller.clock(clock, found.at)
        yield told if clock.of == found.dated else f"{told} ({clock.of.agreement.title.in_language(teller.language)})"


def _exposure(found: Board, language: str) -> Iterator[str]:
    from safeconduct.case.board import held_back
    from safeconduct.deal.speech import clauses_in
    from safeconduct.deal.standing import explain_exposure

    held = held_back(found)
    if held:
        yield label(language, "status.held", clauses=clauses_in(language, held).text)
    for exposure in found.exposures:
        yield from explain_exposure(found.dated.agreement, exposure, language)


def _head(found: Board, language: str) -> Iterator[Line]:
    from safeconduct.kernel import format_instant

    yield Line(found.case.settings.title.in_language(language), "title")
    when = label(language, "at", at=format_instant(found.at))
    if found.known_by is not None:
        when += ", " + label(language, "known_by", known_by=format_instant(found.known_by))
    yield Line(label(language, "of", file=found.dated.agreement.title.in_language(language), at=when), "quiet")
    if says := found.case.settings.says.in_language(language):
        yield Line(says, "quiet")
    yield Line()


def _section(language: str, key: str, texts: Iterable[str]) -> Iterator[Line | str]:
    lines = [Line(f"- {text}", indent=2) for text in dict.fromkeys(texts)]
    yield ""
    nothing = "" if lines else label(language, "colon") + label(language, "nothing")
    yield Line(label(language, f"status.{key}") + nothing, "strong")
    yield from lines


def _accounts(found: Board, teller: Teller) -> Iterator[Line]:
    for stop in found.stopped:
        for event in stop.accounts:
            yield Line(f"- {found.case.text_of(event, teller.language)} ({event['confidence']})", indent=4)


def _instance(found: Board, one: Instance, language: str) -> str:
    from safeconduct.deal.standing import explain, until

    limit = until(found.standing, one, language)
    state = ", ".join(filter(None, (label(language, f"state.{one.state}"), limit)))
    return f"{one.clause} · {state}{label(language, 'colon')}{explain(found.standing, one, language)}"


def _speaker(found: Board, language: str) -> Any:
    from safeconduct.deal.promise import Speaker

    return Speaker(found.dated.agreement, language, found.facts.signed, found.facts.bound)


def _entry(found: Board, event: Event, language: str) -> str:
    from safeconduct.case.explain import Teller

    said = Teller(found.case, language).entry(event)
    source = f" ({event['source']}, {event['confidence']})" if event.get("source") else ""
    return said + source


def _data(found: Board, language: str) -> dict[str, Any]:
    from safeconduct.case.explain import Teller
    from safeconduct.case.write_json import clock_data, entry_data, figures_data, stop_data
    from safeconduct.deal.promise.write import blocked_data
    from safeconduct.deal.standing import exposure_data
    from safeconduct.kernel import format_instant

    speaker, teller = _speaker(found, language), Teller(found.case, language)
    return {
        "case": found.case.name,
        "agreement": found.dated.id,
        "at": format_instant(found.at),
        "known_by": format_instant(found.known_by) if found.known_by else None,
        "reconstruction": found.case.settings.is_reconstruction,
        "sentences": [*(teller.stop(stop) for stop in found.stopped), *found.headline],
        "stopped": [stop_data(stop) for stop in found.stopped],
        "due_soon": [_instance_data(found, one, language) for one in found.due_soon],
        "in_force": [_instance_data(found, one, language) for one in found.in_force],
        "standing_duties": found.standing_duties,
        "wrong": [_instance_data(found, one, language) for one in found.wrong],
        "unclear": [_instance_data(found, one, language) for one in found.unclear],
        "blocked": [blocked_data(item, speaker) for item in found.blocked],
        "exposures": [exposure_data(found.dated.agreement, exposure) for exposure in found.exposures],
        "clocks": [clock_data(clock) for clock in found.clocks],
        "figures": [figures_data(figures) for figures in found.figures],
        "changed": [entry_data(event) for event in found.changed],
    }


def _instance_data(found: Board, one: Instance, language: str) -> dict[str, Any]:
    from safeconduct.deal.standing import explain
    from safeconduct.kernel import format_instant

    times = {key: format_instant(when) if when else None for key, when in (("since", one.since), ("due", one.due))}
    agreement = found.standing.agreements[one.agreement].file.removesuffix(".deal.md")
    about = {"agreement": agreement, "clause": one.clause, "state": one.state, "bearers": list(one.bearers)}
    return {**about, **times, "text": explain(found.standing, one, language)}

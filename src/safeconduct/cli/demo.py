"""``safeconduct demo``: the main job on the real case, computed while you look, on one screen."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from safeconduct.cli.answer import Answer, Line, columns
from safeconduct.cli.demo_movement import planned_lines
from safeconduct.cli.labels import label
from safeconduct.cli.verb import Asked, verb

if TYPE_CHECKING:
    from safeconduct.case import Case
    from safeconduct.case.demo import Offer, Signed, Stopped
    from safeconduct.case.view import Stop
    from safeconduct.deal.promise import Atom, Speaker


@verb()
@click.option("--no-serve", is_flag=True, help="End by itself. (There is no board yet, so it always does.)")
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("safeconduct-demo"), show_default=True, help="Folder for drawings."
)
def demo(asked: Asked, no_serve: bool, out: Path) -> Answer:
    """Show the main job on the real case: eastern Aleppo, October to December 2016, a reconstruction from public reports."""
    if asked.as_data:
        return Answer(_data(asked.language), [])
    return Answer({}, _lines(asked.language, out))


def _lines(language: str, out: Path) -> Iterator[Line]:
    """Each day is computed when its lines are due, so that the first line does not wait for the last."""
    from safeconduct.case import read_case
    from safeconduct.case.demo import CASE, offer, signed, stopped

    case = read_case(CASE)
    yield Line(case.settings.title.in_language(language), "title")
    yield Line(case.settings.says.in_language(language), "quiet")
    first = offer(case)
    yield from _offer(case, first, language)
    yield from _signed(signed(case, language), language)
    yield from _stopped(case, stopped(case), language)
    yield from planned_lines(language, out, _limits(first, language))
    yield from _signed_record(case, language)
    yield Line()
    yield Line(label(language, "next"), "strong")
    suffix = "" if language == "en" else f" --lang {language}"
    for typed in (
        f"safeconduct deal what-if {CASE} --at 2016-10-07 decides:jfs:leave:to=idlib:with=weapons{suffix}",
        f"safeconduct status {CASE} --at 2016-12-16{suffix}",
        f"safeconduct case new my-case{suffix}",
    ):
        yield Line(typed, indent=2, raw=True)


def _limits(day: Offer, language: str) -> str:
    """The dates of the clock band that the offer warned of."""
    from safeconduct.deal.language import tongue

    dates = sorted({instant.date().isoformat() for clock in day.clocks for instant in (clock.earliest, clock.latest)})
    return " – ".join(tongue(language).writer.surface.date(date) for date in dates)


def _signed_record(case: Case, language: str) -> Iterator[Line]:
    """The history as a record, made now in a temporary folder and checked: what one key can prove, and what it cannot."""
    verdict, entries = _reconstructed(case)
    yield Line(label(language, "demo.record", count=entries), "strong")
    yield Line(label(language, f"demo.verdict.{verdict.replace(' ', '_')}"), indent=2)


def _reconstructed(case: Case) -> tuple[str, int]:
    from safeconduct.record import Held, bundle_of, reconstruction_folder, verify_bundle

    with tempfile.TemporaryDirectory() as place:
        made = reconstruction_folder(Path(place) / "record", f"record.example/{case.settings.deal}", case.history, _now, os.urandom)
        with closing(made.store()) as store:
            verdict = verify_bundle(bundle_of(store), Held(founding=made.fingerprint()))
    return verdict.overall, verdict.size - 1


def _now() -> datetime:
    return datetime.now(UTC)


def _offer(case: Case, day: Offer, language: str) -> Iterator[Line]:
    from safeconduct.case.demo import OFFER
    from safeconduct.case.explain import Teller
    from safeconduct.deal.promise import Speaker, headline

    speaker = Speaker(day.dated.agreement, language, day.promised.facts.signed, day.promised.facts.bound)
    teller = Teller(case, language)
    yield from _heading(language, "demo.offer", teller.day(OFFER))
    opening, *rest = headline(day.promised, speaker)
    yield Line(opening, "strong")
    yield from (Line(sentence, indent=2) for sentence in rest)
    yield from columns(list(_matrix(day, speaker, language)), indent=2)
    yield from (Line(teller.clock(clock, OFFER), indent=2) for clock in day.clocks)


def _heading(language: str, key: str, day: str) -> Iterator[Line]:
    yield Line()
    yield Line(label(language, key, day=day), "title")


def _matrix(day: Offer, speaker: Speaker, language: str) -> Iterator[tuple[str, ...]]:
    """Destination by protector: what each has said."""
    protectors = sorted({cell.protector for row in day.coverage for cell in row.cells})
    yield (label(language, "demo.destination"), *(speaker.name(word) for word in protectors))
    for row in day.coverage:
        said = {cell.protector: label(language, "coverage.bound" if cell.bound else "coverage.offered") for cell in row.cells}
        yield (_destination(row.choice, speaker, language), *(said.get(word, "—") for word in protectors))


def _destination(choice: Atom, speaker: Speaker, language: str) -> str:
    places = choice.deed.slot("to") if choice.deed else ()
    known = [speaker.name(place) for place in places if place in speaker.agreement.words]
    return ", ".join(known) or label(language, "demo.elsewhere")


def _signed(day: Signed, language: str) -> Iterator[Line]:
    from safeconduct.case.demo import SIGNED
    from safeconduct.deal.language import tongue

    date = tongue(language).writer.surface.date(SIGNED.date().isoformat())
    yield from _heading(language, "demo.signed", date)
    clauses = len(day.dated.agreement.clauses)
    yield Line(label(language, "demo.gaps", count=len(day.findings), kinds=day.kinds, clauses=clauses), "strong")
    for finding in day.worst:
        first = finding.text.split(". ")[0]
        yield Line(f"- {first}.", indent=2)


def _stopped(case: Case, day: Stopped, language: str) -> Iterator[Line]:
    from safeconduct.case.explain import Teller

    teller = Teller(case, language)
    yield from _heading(language, "demo.stopped", teller.day(day.at))
    for stop in day.stops:
        yield Line(label(language, "demo.accounts", count=len(stop.accounts)), "strong")
        yield Line(" · ".join(_accounts(case, stop, language)), indent=2)
    yield from (Line(teller.figures(found), indent=2) for found in day.figures)
    if case.settings.finding is not None:
        yield Line(f"{case.settings.finding.says.in_language(language)} ({case.settings.finding.source})", "quiet")


def _accounts(case: Case, stop: Stop, language: str) -> list[str]:
    """The words of each account, without the beginning they share."""
    texts = [case.text_of(event, language) for event in stop.accounts]
    begun = {text.partition(": ")[0] for text in texts}
    own = [text.partition(": ")[2] for text in texts] if len(begun) == 1 else texts
    return [f"({number}) {text or texts[number - 1]}" for number, text in enumerate(own, 1)]


def _data(language: str) -> dict[str, Any]:
    from safeconduct.case import read_case
    from safeconduct.case.demo import CASE, offer, signed, stopped
    from safeconduct.case.write_json import clock_data, figures_data, stop_data
    from safeconduct.deal.promise import Speaker, coverage_data, headline

    case = read_case(CASE)
    first, second, third = offer(case), signed(case, language), stopped(case)
    verdict, entries = _reconstructed(case)
    speaker = Speaker(first.dated.agreement, language, first.promised.facts.signed, first.promised.facts.bound)
    return {
        "case": case.name,
        "reconstruction": case.settings.is_reconstruction,
        "says": case.settings.says.in_language(language),
        "offer": {
            "headline": list(headline(first.promised, speaker)),
            "coverage": coverage_data(first.coverage, speaker),
            "clocks": [clock_data(clock) for clock in first.clocks],
        },
        "record": {"entries": entries, "signed_by": "reconstruction", "verdict": verdict},
        "signed": {"findings": [finding.as_json() for finding in second.findings], "kinds": second.kinds},
        "stopped": {
            "stops": [stop_data(stop) for stop in third.stops],
            "figures": [figures_data(found) for found in third.figures],
        },
    }

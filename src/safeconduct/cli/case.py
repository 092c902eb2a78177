"""``safeconduct case``: make a case, see what is in it, add what happened."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from safeconduct.cli.answer import Answer, Line, columns
from safeconduct.cli.codes import NOT_A_PAIR
from safeconduct.cli.labels import label
from safeconduct.cli.verb import Asked, verb
from safeconduct.errors import InputWrong, Problem, as_json, as_text, in_language, say

if TYPE_CHECKING:
    from safeconduct.case import Case
    from safeconduct.case.add_event import Draft

case = click.Group("case", help="Make a case folder, see what is in it, add what happened.")
a_case = click.argument("target", metavar="CASE")


@verb(case)
@click.argument("folder", metavar="FOLDER")
@click.option("--in", "languages", type=click.Choice(["en", "fr", "both"]), help="Languages of the agreement; by default --lang.")
def new(asked: Asked, folder: str, languages: str | None) -> Answer:
    """Make FOLDER: an agreement to fill in, an empty history, and what to type next."""
    from safeconduct.case.new import new_case

    wanted = ("en", "fr") if languages == "both" else (languages or asked.language,)
    files = new_case(Path(folder), wanted)
    typed = [f"safeconduct deal check {folder}", f"safeconduct deal unlock {folder}", f"safeconduct case add-event {folder}"]
    lines = [Line(label(asked.language, "new.made", folder=folder), "title"), *columns([(file.name, "") for file in files])]
    lines += [
        Line(label(asked.language, "new.edit", file=f"{folder}/{files[0].name}")),
        Line(label(asked.language, "next"), "strong"),
    ]
    lines += [Line(text, indent=2, raw=True) for text in typed]
    return Answer({"folder": folder, "files": [file.name for file in files], "next": typed}, lines)


@verb(case)
@a_case
def show(asked: Asked, target: str) -> Answer:
    """Show what a case holds: agreements in order of time, entries, sources."""
    from safeconduct.case import read_case
    from safeconduct.deal.speech import kind_in
    from safeconduct.kernel import format_instant

    found = read_case(target)
    agreements = [
        {
            "id": one.id,
            "file": one.agreement.file,
            "title": one.agreement.title.in_language(asked.language),
            "since": format_instant(one.since) if one.since else None,
            "clauses": len(one.agreement.clauses),
            "languages": list(one.agreement.languages),
        }
        for one in found.agreements
    ]
    kinds: dict[str, int] = {}
    for event in found.history:
        kinds[event["type"]] = kinds.get(event["type"], 0) + 1
    says, title = found.settings.says.in_language(asked.language), found.settings.title.in_language(asked.language)
    data = {
        "name": found.name,
        "deal": found.settings.deal,
        "title": title,
        "reconstruction": found.settings.is_reconstruction,
        "says": says or None,
        "agreements": agreements,
        "entries": dict(sorted(kinds.items())),
        "sources": [{"id": source.id, "title": source.title} for source in found.settings.sources],
    }
    lines: list[Line | str] = [Line(title, "title")]
    lines += [Line(says, "quiet")] if says else []
    finding = found.settings.finding
    if finding is not None:
        lines.append(Line(f"{finding.says.in_language(asked.language)} ({finding.source})", "quiet"))
    lines += ["", Line(label(asked.language, "case.agreements"), "strong")]
    lines += columns([(str(n), str(one["since"] or "—"), f"{one['title']} ({one['file']})") for n, one in enumerate(agreements, 1)])
    lines += ["", Line(label(asked.language, "case.entries", count=len(found.history)), "strong")]
    lines += columns([(str(count), kind_in(asked.language, kind)) for kind, count in sorted(kinds.items())])
    lines += signed_lines(found, asked.language)
    lines += ["", Line(label(asked.language, "case.sources"), "strong")] if found.settings.sources else []
    lines += columns([(source.id, source.title) for source in found.settings.sources])
    return Answer(data, lines)


@verb(case)
@a_case
def check(asked: Asked, target: str) -> Answer:
    """Check that everything in a case reads: agreements, settings, and every line of the history."""
    from safeconduct.case import read_case

    found = read_case(target)
    counts = {"agreements": len(found.agreements), "entries": len(found.history)}
    lines = [Line(label(asked.language, "case.reads", **counts)), *signed_lines(found, asked.language)]
    lines += [Line(text, raw=True) for problem in found.set_aside for text in ("", *as_text(problem, asked.language).split("\n"))]
    data = {**counts, "signed": found.is_signed, "set_aside": [as_json(problem, asked.language) for problem in found.set_aside]}
    return Answer(data, lines, 1 if found.set_aside else 0)


def signed_lines(found: Case, language: str) -> list[Line]:
    """Say that the entries are signed, and how many of them were set aside."""
    lines = [Line(label(language, "case.signed", file=found.settings.history))] if found.is_signed else []
    aside = len({problem.where for problem in found.set_aside})
    return [*lines, Line(label(language, "case.aside", count=aside))] if aside else lines


@verb(case, "add-event")
@a_case
@click.argument("kind", metavar="[TYPE]", required=False)
@click.argument("fields", nargs=-1, metavar="[FIELD=VALUE]…")
@click.option("--actor", help="Who did or said it: the id of a word, or the name of a source.")
@click.option("--occurred", metavar="WHEN", help="A day, an instant, or two with .. between them.")
@click.option("--recorded", metavar="WHEN", help="When it was recorded; by default now.")
@click.option("--source", help="Where it was published or who reported it.")
@click.option("--confidence", type=click.Choice(["A", "B"]), help="A official or primary text seen, B press or secondary source.")
@click.option("--method", type=click.Choice(["saw", "heard", "told", "document", "sensor"]), help="How the actor knows.")
@click.option("--dry-run", is_flag=True, help="Check and show the entry; write nothing.")
def add_event(asked: Asked, target: str, kind: str | None, fields: tuple[str, ...], dry_run: bool, **head: str | None) -> Answer:
    """Add one entry to the history of CASE.

    FIELD is a field of the type, such as act=leave or clause=3.1, or a slot of a deed, such as to=harbour; by=… says who did it
    where the actor only reports it. On a terminal, what is missing is asked for; in a pipe it is listed, all at once.
    """
    from safeconduct.case import read_case
    from safeconduct.case.add_event import add_events, build, doers_of, require_complete

    found = read_case(target)
    draft = _draft(found, kind or "", fields, {key: value for key, value in head.items() if value})
    if on_a_terminal() and not asked.as_data:
        draft = _ask(found, draft, asked.language)
    require_complete(draft)
    entry = build(found, draft, datetime.now(UTC))
    doers = doers_of(found, entry)
    if doers and on_a_terminal() and not asked.as_data:
        entry = build(found, _ask_doer(found, draft, doers, asked.language), datetime.now(UTC))
        doers = doers_of(found, entry)
    if not dry_run:
        add_events(found, [entry])
    key = "event.dry" if dry_run else "event.added"
    lines = [Line(label(asked.language, key, id=entry["id"], file=found.settings.history)), _as_line(entry)]
    lines += [Line(label(asked.language, "event.doer", doers=", ".join(doers)))] if doers else []
    return Answer({"entry": entry, "written": not dry_run, "doers": list(doers)}, lines)


def _as_line(entry: dict[str, object]) -> Line:
    import json

    return Line(json.dumps(entry, ensure_ascii=False), "quiet", raw=True)


def on_a_terminal() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty() and sys.stderr.isatty()


_SLOTS = ("to", "with", "from", "via", "at", "for", "escort", "other")


def _draft(found: Case, kind: str, fields: tuple[str, ...], given: dict[str, str]) -> Draft:
    from safeconduct.case.add_event import Draft
    from safeconduct.case.forms import FORMS

    known = {field.name for field in FORMS.get(kind, ())} | {"text", "agreement", "id"}
    problems = []
    seen: set[str] = set()
    for pair in fields:
        name, equals, value = pair.partition("=")
        if equals and name in seen:
            do = say("give it once; where several words fit, {name}=first,second", name=name)
            problems.append(
                Problem(NOT_A_PAIR, say("{name} is given twice", name=name), why=say("one of the two would be lost"), do=do)
            )
        seen.add(name)
        if not equals or not name:
            problems.append(Problem(NOT_A_PAIR, say("{pair} is not FIELD=VALUE", pair=repr(pair)), do=say("write it as act=leave")))
        elif name in known:
            given[name] = value
        elif name in _SLOTS and "slots" in known:
            given[f"slot:{name}"] = value
        else:
            given[f"body:{name}"] = value
    if problems:
        raise InputWrong(problems)
    return Draft(kind, given)


def _ask(found: Case, draft: Draft, language: str) -> Draft:
    """Ask for what is missing, one thing at a time, each answer checked before the next question."""
    from safeconduct.case.add_event import Draft, missing, why_not
    from safeconduct.case.forms import described

    while lacking := missing(draft):
        field = lacking[0]
        text = click.prompt(f"{field.name} ({in_language(described(field.holds), language)})", err=True).strip()
        if field.name == "type":
            draft = Draft(text, draft.given)
            continue
        wrong = why_not(found, field, text, draft.given)
        if wrong:
            click.echo(f"  {in_language(wrong, language)}", err=True)
        else:
            draft = Draft(draft.kind, {**draft.given, field.name: text})
    return draft


def _ask_doer(found: Case, draft: Draft, doers: tuple[str, ...], language: str) -> Draft:
    """Ask who did it, where the entry could be about several; no answer leaves it open."""
    from safeconduct.case.add_event import Draft, why_not
    from safeconduct.case.forms import FORMS

    field = next(field for field in FORMS[draft.kind] if field.name == "by")
    while text := click.prompt(
        in_language(say("by (who did it: {doers}; empty if not known)", doers=", ".join(doers)), language),
        "",
        show_default=False,
        err=True,
    ).strip():
        wrong = why_not(found, field, text, draft.given)
        if not wrong:
            return Draft(draft.kind, {**draft.given, "by": text})
        click.echo(f"  {in_language(wrong, language)}", err=True)
    return draft


@verb(case, "import-counts")
@a_case
@click.argument("file", metavar="FILE.csv")
@click.option(
    "--word", "words", multiple=True, metavar="NAME=WORD", help="Name of the sheet, or PLACE/NAME, to a word of the case."
)
@click.option("--dry-run", is_flag=True, help="Check and show; write nothing.")
def import_counts(asked: Asked, target: str, file: str, words: tuple[str, ...], dry_run: bool) -> Answer:
    """Add the counts of FILE.csv to the history of CASE; what is there already is not added again.

    Columns: observed_on, metric, value, source, confidence (A or B); and if wanted case, time, side_or_place, value_high, cumulative,
    note. Nothing is written unless every row reads.
    """
    from safeconduct.case import read_bytes, read_case
    from safeconduct.case.add_event import add_events
    from safeconduct.case.import_counts import read_counts

    found = read_case(target)
    pairs = dict(pair.partition("=")[::2] for pair in words)
    result = read_counts(found, read_bytes(Path(file)), Path(file).name, datetime.now(UTC), pairs)
    if result.entries and not dry_run:
        add_events(found, result.entries)
    data = {
        "added": len(result.entries),
        "known": result.known,
        "skipped": [{"line": line, "what": what} for line, what in result.skipped],
        "written": bool(result.entries) and not dry_run,
        "other_name": result.other_name or None,
        "entries": list(result.entries),
    }
    key = "counts.dry" if dry_run else "counts.added"
    lines = [Line(label(asked.language, key, count=len(result.entries), known=result.known), "title")]
    lines += [Line(label(asked.language, "counts.skipped", line=line, what=what), indent=2) for line, what in result.skipped]
    if result.other_name:
        lines.append(Line(label(asked.language, "counts.other_name", name=result.other_name, deal=found.settings.deal), indent=2))
    return Answer(data, lines)

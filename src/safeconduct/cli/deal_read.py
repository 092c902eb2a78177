"""The verbs of ``deal`` that read texts: show, write, diff, schema."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from safeconduct.cli.answer import NO, YES, Answer, Line
from safeconduct.cli.labels import label
from safeconduct.cli.target import agreement_of, file_or_case, instants, which_agreement
from safeconduct.cli.verb import Asked, verb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safeconduct.deal import Agreement


def _one(asked: Asked, target: str, which: str | None) -> Agreement:
    from safeconduct.case import read_case

    case = read_case(target)
    return agreement_of(case, which, instants(case, asked)[0]).agreement


@verb(times=True, languages=("en", "fr", "ar", "ru"))
@file_or_case
@which_agreement
def show(asked: Asked, target: str, which: str | None) -> Answer:
    """Show what an agreement says, clause by clause, in the language asked for."""
    from safeconduct.deal import agreement_data, tree_digest, write_clause
    from safeconduct.deal.notes import notes

    agreement = _one(asked, target, which)
    language = asked.language
    texts = {clause.id: write_clause(agreement, clause.id, language) for clause in agreement.clauses}
    digest = tree_digest(agreement)
    noted = notes(agreement, language)
    data = {
        "file": agreement.file,
        "title": agreement.title.in_language(language),
        "language": language,
        "languages": list(agreement.languages),
        "file_digest": agreement.file_digest,
        "tree_digest": digest,
        "clauses": [{"id": id_, "text": _bare(text)} for id_, text in texts.items()],
        "notes": [note.as_json() for note in noted],
        "tree": agreement_data(agreement),
    }
    day, clock = agreement.day_count, agreement.clock.name
    lines: list[Line | str] = [
        *_note(agreement, language),
        Line(agreement.title.in_language(language), "title"),
        Line(label(language, "show.frame", deal=agreement.deal, clock=clock, day=day), "quiet"),
        *_body(agreement, texts, language),
        *(Line(label(language, "check.note", text=note.text), "quiet") for note in noted),
        "",
        Line(label(language, "show.file", file=agreement.file, digest=agreement.file_digest), "quiet"),
        Line(label(language, "show.tree", digest=digest), "quiet"),
    ]
    return Answer(data, lines)


def _note(agreement: Agreement, language: str) -> Iterator[Line]:
    """Say first of all that nobody agreed to this version."""
    from safeconduct.deal import note_in

    if language not in agreement.languages:
        note = note_in(language) or label(language, "show.unreviewed")
        yield from (Line(said, "strong") for said in note.split(" / "))


def _body(agreement: Agreement, texts: dict[str, str], language: str) -> Iterator[Line]:
    headings = list(agreement.headings.get(language) or agreement.headings.get(agreement.languages[0]) or ())
    for index, clause in enumerate(agreement.clauses):
        while headings and headings[0][0] <= index:
            yield Line()
            yield Line(headings.pop(0)[1], "strong")
        yield Line(f"{clause.id} {_bare(texts[clause.id])}", indent=2)


def _bare(text: str) -> str:
    return text.replace("[", "").replace("]", "")


@verb(times=True)
@file_or_case
@which_agreement
@click.option("-o", "--out", metavar="FILE", help="Write to a file, whole or not at all, in place of stdout.")
def write(asked: Asked, target: str, which: str | None, out: str | None) -> Answer:
    """Write an agreement as the text of its file: what `read` makes of it is equal again."""
    from pathlib import Path

    from safeconduct.case import write_whole
    from safeconduct.deal import write as write_agreement

    agreement = _one(asked, target, which)
    text = write_agreement(agreement)
    if out is not None:
        write_whole(Path(out), text.encode())
        return Answer({"file": out, "bytes": len(text.encode())}, [f"{out}: {len(text.encode()):,} bytes"])
    return Answer({"file": agreement.file, "text": text}, [Line(line, raw=True) for line in text.rstrip("\n").split("\n")])


@verb()
@click.argument("left", metavar="FILE-OR-CASE")
@click.argument("right", metavar="FILE-OR-CASE")
def diff(asked: Asked, left: str, right: str) -> Answer:
    """Compare two agreements clause by clause: what they say, not how they are laid out. Ends with 1 when they differ."""
    one, other = _one(asked, left, None), _one(asked, right, None)
    found = list(_differences(one, other, asked.language))
    lines: list[Line | str] = [Line(label(asked.language, "diff.differ" if found else "diff.same"), "title")]
    for item in found:
        lines += ["", *_shown(item, one, other, asked.language)]
    return Answer({"same": not found, "differences": found}, lines, NO if found else YES)


def _differences(one: Agreement, other: Agreement, language: str) -> Iterator[dict[str, Any]]:
    from safeconduct.deal import agreement_data, write_clause

    left, right = agreement_data(one), agreement_data(other)
    for key in ("deal", "clock", "day_count"):
        if left[key] != right[key]:
            yield {"kind": "frame", "what": key, "left": left[key], "right": right[key]}
    words = [{word["id"]: word for word in data["words"]} for data in (left, right)]
    for id_ in dict.fromkeys([*words[0], *words[1]]):
        if words[0].get(id_) != words[1].get(id_):
            yield {"kind": "word", "what": id_, "left": words[0].get(id_), "right": words[1].get(id_)}
    for id_ in dict.fromkeys([*one.by_id, *other.by_id]):
        a, b = one.by_id.get(id_), other.by_id.get(id_)
        if a is None or b is None or a.sentence != b.sentence:
            texts = [_bare(write_clause(side, id_, language)) if id_ in side.by_id else None for side in (one, other)]
            yield {"kind": "clause", "what": id_, "left": texts[0], "right": texts[1]}


def _shown(item: dict[str, Any], one: Agreement, other: Agreement, language: str) -> Iterator[Line]:
    if item["kind"] == "clause":
        yield Line(label(language, "diff.changed", clause=item["what"]), "strong")
        for side, text in ((one, item["left"]), (other, item["right"])):
            yield Line(f"{side.file}: {text if text is not None else '—'}", indent=2)
        return
    left, right = (_word(item[side]) if item["kind"] == "word" else item[side] for side in ("left", "right"))
    key = "diff.word" if item["kind"] == "word" else "diff.frame"
    yield Line(label(language, key, what=item["what"], word=item["what"], left=left, right=right))


def _word(word: dict[str, Any] | None) -> str:
    if word is None:
        return "—"
    shown = word["shown_by"]
    return f"{word['kind']}, {shown['kind']} {shown['witness']}".rstrip() if shown else str(word["kind"])


@verb()
@click.argument("target", metavar="[FILE-OR-CASE]", required=False)
def schema(asked: Asked, target: str | None) -> Answer:
    """Print the JSON Schema of an agreement's tree; with a file or case, its tree and digest beside it."""
    from safeconduct.deal import agreement_data, json_schema, tree_digest

    data: dict[str, Any] = {"schema": json_schema()}
    if target is not None:
        agreement = _one(asked, target, None)
        data |= {"tree": agreement_data(agreement), "tree_digest": tree_digest(agreement)}
    shown = data if target is not None else data["schema"]
    return Answer(data, [Line(line, raw=True) for line in json.dumps(shown, ensure_ascii=False, indent=1).split("\n")])

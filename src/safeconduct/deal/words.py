"""The words table: rows of Markdown to words, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from safeconduct.deal.codes import DUPLICATE, WORDS_TABLE
from safeconduct.deal.language import Name, misread, read_name
from safeconduct.deal.layout import Section
from safeconduct.deal.model import KINDS, LANGUAGE_NAMES, ShownBy, Word
from safeconduct.errors import Place, Problem, say

SHOWN_KINDS = (
    "acceptance",
    "count",
    "decision",
    "deed",
    "document",
    "finding",
    "notice",
    "observation",
    "request",
    "signature",
    "state",
    "statement",
    "untested",
    "verification",
)
_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
_COLUMNS: Mapping[str, str] = {
    "id": "id",
    "kind": "kind",
    "shown by": "shown by",
    "also": "also",
} | {name.casefold(): language for language, name in LANGUAGE_NAMES.items()}


@dataclass(slots=True)
class _Row:
    cells: Mapping[str, str]
    place: Place


def read_words(
    section: Section, languages: tuple[str, ...], file: str, problems: list[Problem], unread: set[str]
) -> dict[str, Word]:
    """Read the words table; problems are added to ``problems``, and the names of rows that cannot be read to ``unread``."""
    if not section.rows:
        problems.append(
            Problem(
                WORDS_TABLE,
                say("there is no table under Words"),
                why=say("a sentence can only use listed words"),
                do=say("add a table with the columns id, kind, one for each language, and shown by"),
                where=Place(file, section.line, 1),
            )
        )
        return {}
    columns = _columns(section.rows[0], languages, file, problems)
    words: dict[str, Word] = {}
    for line, cells in section.rows[1:]:
        row = _Row(dict(zip(columns, cells, strict=False)), Place(file, line, 1, " | ".join(cells)))
        word = _word(row, languages, problems)
        if word is None:
            unread |= {read_name(cell, language).text.casefold() for language in ("en", "fr") for cell in cells}
        if word is not None and word.id in words:
            unread |= {name.text.casefold() for name in word.names.values()}
            _wrong(
                problems,
                DUPLICATE,
                say("the id {id} is listed twice", id=word.id),
                say("give one of the two another id"),
                row.place,
            )
        elif word is not None:
            words[word.id] = word
    _check_witnesses(words, problems)
    _check_names(words, languages, problems)
    return words


def _columns(head: tuple[int, list[str]], languages: tuple[str, ...], file: str, problems: list[Problem]) -> list[str]:
    line, titles = head
    place = Place(file, line, 1, " | ".join(titles))
    columns = [_COLUMNS.get(title.casefold(), "") for title in titles]
    for title, column in zip(titles, columns, strict=True):
        if not column:
            _wrong(
                problems,
                WORDS_TABLE,
                say("no column is called {title}", title=repr(title)),
                say("columns: {columns}", columns=", ".join(_COLUMNS)),
                place,
            )
    for column in sorted({column for column in columns if column and columns.count(column) > 1}):
        _wrong(problems, WORDS_TABLE, say("the column {column} stands twice", column=column), say("keep one of the two"), place)
    for wanted in ("id", "kind", *languages):
        if wanted not in columns:
            name = LANGUAGE_NAMES.get(wanted, wanted)
            _wrong(
                problems,
                WORDS_TABLE,
                say("the column {name} is missing", name=name),
                say("add a column headed {name}", name=name),
                place,
            )
    return columns


def _word(row: _Row, languages: tuple[str, ...], problems: list[Problem]) -> Word | None:
    id_, kind = row.cells.get("id", ""), row.cells.get("kind", "")
    before = len(problems)
    if not _ID.fullmatch(id_):
        _wrong(
            problems,
            WORDS_TABLE,
            say("{id} is not an id", id=repr(id_)),
            say("use small letters, figures and _, starting with a letter"),
            row.place,
        )
    if kind not in KINDS:
        _wrong(
            problems,
            WORDS_TABLE,
            say("{kind} is not a kind of word", kind=repr(kind)),
            say("kinds: {kinds}", kinds=", ".join(KINDS)),
            row.place,
        )
    names: dict[str, Name] = {}
    for language in LANGUAGE_NAMES:
        cell = row.cells.get(language, "")
        if cell:
            names[language] = read_name(cell, language)
            text = names[language].text
            if not text or set("[]") & set(text):
                do = say("write the name without brackets; hints such as (the) come after it")
                _wrong(problems, WORDS_TABLE, say("{cell} is not a name", cell=repr(cell)), do, row.place)
            elif doubt := misread(cell, language):
                do = say("write the article and the gender, as in (l' f) before a vowel or a mute h, (le), (la) or (les f)")
                _wrong(problems, WORDS_TABLE, say("{cell}: {doubt}", cell=cell, doubt=doubt), do, row.place)
        elif language in languages:
            name = LANGUAGE_NAMES[language]
            _wrong(
                problems,
                WORDS_TABLE,
                say("{id} has no name in {name}", id=id_ or say("the row"), name=name),
                say("fill the cell"),
                row.place,
            )
    shown = _shown_by(row, problems)
    also = tuple(part.strip() for part in row.cells.get("also", "").split(";") if part.strip())
    return None if len(problems) > before else Word(id_, kind, names, shown, also, row.place)


def _shown_by(row: _Row, problems: list[Problem]) -> ShownBy | None:
    cell = row.cells.get("shown by", "")
    if cell in ("", "—", "-"):
        return None
    kind, _, witness = cell.partition(" by ")
    if kind.strip() not in SHOWN_KINDS:
        do = say(
            "write a kind of entry, and perhaps whose: 'observation by monitor'. Kinds: {kinds}",
            kinds=", ".join(SHOWN_KINDS),
        )
        _wrong(problems, WORDS_TABLE, say("{kind} is not a kind of entry", kind=repr(kind.strip())), do, row.place)
        return None
    return ShownBy(kind.strip(), witness.strip())


def _check_witnesses(words: Mapping[str, Word], problems: list[Problem]) -> None:
    for word in words.values():
        witness = word.shown_by.witness if word.shown_by else ""
        if witness and (witness not in words or words[witness].kind not in ("party", "group", "body")):
            do = say("name the id of a party, group or body of this table")
            _wrong(
                problems,
                WORDS_TABLE,
                say("{id} is shown by {witness}, which is nobody here", id=word.id, witness=repr(witness)),
                do,
                word.place,
            )


def _check_names(words: Mapping[str, Word], languages: tuple[str, ...], problems: list[Problem]) -> None:
    for language in languages:
        seen: dict[str, Word] = {}
        for word in words.values():
            text = word.names[language].text.casefold()
            if text in seen:
                do = say("give one of the two another name: a sentence could not tell them apart")
                what = say(
                    "{id} and {id2} have the same name [{text}]", id=word.id, id2=seen[text].id, text=word.names[language].text
                )
                _wrong(problems, DUPLICATE, what, do, word.place)
            seen[text] = word


def _wrong(problems: list[Problem], code: str, what: str, do: str, place: Place) -> None:
    problems.append(Problem(code, what, why=say("every sentence is read through this table"), do=do, where=place))

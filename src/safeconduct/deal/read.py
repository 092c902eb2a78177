"""An agreement file to an agreement, or every problem in it at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from safeconduct.deal import advise, tree
from safeconduct.deal.codes import (
    DUPLICATE,
    ENCODING,
    LANGUAGES_DISAGREE,
    NUMBERING,
    SECTION,
    SIZE,
    UNMAPPED,
    UNPARSED,
    WORDS_TABLE,
)
from safeconduct.deal.front import Front, read_front
from safeconduct.deal.language import BadFigure, DoesNotParse, UnknownNoun, WordedOtherwise, tongue
from safeconduct.deal.layout import Block, Layout, Numbered, Section, cut
from safeconduct.deal.model import LANGUAGE_NAMES, Agreement, Clause, QuotedSpan, Word
from safeconduct.deal.words import read_words
from safeconduct.errors import InputWrong, Place, Problem
from safeconduct.kernel import sha256_hex

LARGEST = 4 * 1024 * 1024
_MOST_LINES = 100_000
_MOST_PROBLEMS = 1_000
_LONGEST_SENTENCE = 6_000
_DEEPEST_QUOTE = re.compile(r"^\s*(?:>\s*){4}", re.MULTILINE)
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
"""Control characters, and those that hide or turn round what follows; joiners and direction marks of Arabic are allowed."""
_NUMBER = re.compile(r"[1-9]\d{0,3}(\.[1-9]\d{0,3}){1,3}")
_LANGUAGE_OF = {name.casefold(): language for language, name in LANGUAGE_NAMES.items()}
_MARK = re.compile(r"\{([^{}]*)\}")
_BECOMES = ("heading", "recital", "signature", "open")


def read_file(path: Path) -> Agreement:
    """Read an agreement from a file.

    Raises: InputWrong with every problem; OSError when the file cannot be opened (the caller names it).
    """
    with path.open("rb") as stream:
        data = stream.read(LARGEST + 1)
    return read(data, path.name)


def read(data: bytes, file: str = "agreement.deal.md") -> Agreement:
    """Read an agreement.

    Arguments:
        data: the bytes of the file, at most 4 MiB; they are what is signed.
        file: name used for places in problems.

    Returns: the agreement, with the places of its clauses.
    Raises: InputWrong with every problem found, each with its place.
    Holds: ``read(write(a)) == a`` (test_agreement_round_trip).
    Cost: linear; about 30 microseconds a sentence after the first of its shape.
    """
    text = _decode(data, file)
    reader = _Reader(file, text.split("\n"))
    agreement = reader.agreement(cut(text), sha256_hex(data))
    if reader.problems or agreement is None:
        found = sorted(reader.problems, key=lambda p: (p.where.line, p.where.column) if p.where else (0, 0))
        raise InputWrong([*found[:_MOST_PROBLEMS], *_too_many(found[_MOST_PROBLEMS:], file)])
    return agreement


def _too_many(rest: list[Problem], file: str) -> list[Problem]:
    if not rest:
        return []
    what = f"{len(rest):,} more problems are not shown"
    return [Problem(SIZE, what, why="so many have one cause", do="mend the first ones and read it again", where=Place(file))]


def _decode(data: bytes, file: str) -> str:
    if len(data) > LARGEST:
        what = f"the file has more than {LARGEST:,} bytes"
        do = "keep the agreement itself; put annexes beside it and name them by their digest"
        raise InputWrong(Problem(SIZE, what, why="it would be read into memory whole", do=do, where=Place(file)))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        column = wrong.start - (data.rfind(b"\n", 0, wrong.start) + 1) + 1
        what = f"byte {data[wrong.start]:#04x} is not UTF-8"
        raise InputWrong(
            Problem(
                ENCODING,
                what,
                why="two programs would read two different texts",
                do="save as UTF-8",
                where=Place(file, line, column),
            )
        ) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > _MOST_LINES:
        what = f"the file has more than {_MOST_LINES:,} lines"
        raise InputWrong(Problem(SIZE, what, why="no agreement has", do="keep the agreement itself", where=Place(file)))
    unseen = [_unseen(match, text, file) for match in islice(_UNSEEN.finditer(text), _MOST_PROBLEMS)]
    if not unicodedata.is_normalized("NFC", text):
        decomposed = (_decomposed(line, number, file) for number, line in enumerate(text.split("\n"), 1))
        unseen += [problem for problem in decomposed if problem][:_MOST_PROBLEMS]
    if unseen:
        raise InputWrong(unseen)
    return text


def _unseen(match: re.Match[str], text: str, file: str) -> Problem:
    start = match.start()
    place = Place(file, text.count("\n", 0, start) + 1, start - (text.rfind("\n", 0, start) + 1) + 1)
    what = f"there is an invisible character, U+{ord(match[0]):04X}"
    why = "the text that is signed would not be the text that is seen"
    return Problem(ENCODING, what, why=why, do="delete it", where=place)


def _decomposed(line: str, number: int, file: str) -> Problem | None:
    if unicodedata.is_normalized("NFC", line):
        return None
    column = next(
        i for i, pair in enumerate(zip(line, unicodedata.normalize("NFC", line) + " ", strict=False), 1) if pair[0] != pair[1]
    )
    why = "two words that look alike would be two different words"
    what = "a letter and its accent are written as two characters"
    return Problem(ENCODING, what, why=why, do="save in Unicode normal form C", where=Place(file, number, column, line))


_Version = dict[str, tuple[tree.Sentence | None, Place]]
"""Clause number to what it says (None where it does not read) and its place."""


@dataclass(slots=True)
class _Reader:
    file: str
    lines: list[str]
    problems: list[Problem] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)

    def agreement(self, layout: Layout, digest: str) -> Agreement | None:
        front = read_front(layout.front, self.file, self.problems)
        languages = front.languages if front else ()
        sections = self._sections(layout, languages)
        self._deep_quotes()
        words = self._words(sections, languages)
        versions = {key: self._version(sections[key], key, words) for key in languages if key in sections}
        clauses = self._one_tree(versions, languages)
        quotes = self._quotes(layout, {numbered.id for key in versions for numbered in sections[key].sentences})
        if front is None or self.problems:
            return None
        return self._assemble(front, words, clauses, sections, quotes, digest)

    def _assemble(
        self,
        front: Front,
        words: dict[str, Word],
        clauses: list[Clause],
        sections: dict[str, Section],
        quotes: tuple[tuple[QuotedSpan, ...], ...],
        digest: str,
    ) -> Agreement:
        return Agreement(
            front.deal,
            front.title,
            front.languages,
            front.clock,
            front.day_count,
            words,
            tuple(clauses),
            headings={language: tuple(sections[language].headings) for language in front.languages},
            quotes=quotes,
            references=front.references,
            commentary="\n\n".join(block.text for block in sections["commentary"].stray) if "commentary" in sections else "",
            file=self.file,
            file_digest=digest,
        )

    # --- words ---

    def _words(self, sections: dict[str, Section], languages: tuple[str, ...]) -> dict[str, Word]:
        if "words" not in sections or not languages:
            return {}
        section = sections["words"]
        self._nothing_else(section, "keep only the table here; remarks belong into Commentary")
        words = read_words(section, languages, self.file, self.problems, self.unread)
        if not words and len(section.rows) == 1:
            self._wrong(WORDS_TABLE, "the table has no rows", "give each word of the sentences a row", section.rows[0][0])
        width = len(section.rows[0][1]) if section.rows else 0
        for line, _ in section.rows[1:]:
            cells = re.split(r"(?<!\\)\|", self._line(line).strip().removeprefix("|").removesuffix("|"))
            if len(cells) > width:
                what = f"the row has {len(cells)} cells, the table {width} columns"
                self._wrong(WORDS_TABLE, what, "take the cells away that stand under no heading", line)
        return words

    def _nothing_else(self, section: Section, do: str) -> None:
        """Text beside the table would be signed and do nothing."""
        beside = [*section.stray, *(Block(sentence.line, sentence.text) for sentence in section.sentences)]
        for block in beside:
            self._unmapped(block, do)
        for _, heading in section.headings:
            self._unmapped(Block(section.line, heading), do)

    # --- sections ---

    def _sections(self, layout: Layout, languages: tuple[str, ...]) -> dict[str, Section]:
        found: dict[str, Section] = {}
        for block in layout.before:
            self._unmapped(block, "move it below a section, or into Commentary")
        for section in layout.sections:
            name = section.title.casefold()
            key = _LANGUAGE_OF.get(name, name)
            if key in found:
                self._wrong(DUPLICATE, f"the section {section.title} stands twice", "join the two", section.line)
            elif key not in ("words", "sources", "commentary", *(languages or LANGUAGE_NAMES)):
                known = ", ".join(["Words", *(LANGUAGE_NAMES[key] for key in languages), "Sources", "Commentary"])
                self._wrong(SECTION, f"no section is called {section.title!r}", f"sections of this file: {known}", section.line)
            found.setdefault(key, section)
        for key in ("words", *languages):
            if key not in found:
                title = LANGUAGE_NAMES.get(key, "Words")
                self._wrong(SECTION, f"the section {title} is missing", f"add '## {title}'", 1)
        return found

    def _version(self, section: Section, language: str, words: dict[str, Word]) -> _Version:
        for block in section.stray:
            self._unmapped(block, "number it, quote it with >, or move it to Commentary")
        for line, _ in section.rows[:1]:
            self._wrong(UNMAPPED, "a table in a language section becomes nothing", "write each row as a numbered sentence", line)
        tongue_ = tongue(language)
        names = {word.id: word.names[language] for word in words.values()}
        nouns = tongue_.nouns({word.id: word.kind for word in words.values()}, names)
        read_one: Callable[[str], tree.Sentence] = lambda text: tongue_.read(text, nouns, names)
        context = advise.Context(tongue_, nouns, words, frozenset(self.unread))
        found: _Version = {}
        last: tuple[int, ...] = ()
        for sentence in section.sentences if words else ():
            if len(self.problems) > _MOST_PROBLEMS:
                break
            last = self._number(sentence, found, last)
            place = Place(self.file, sentence.line, sentence.column, self._line(sentence.line))
            found[sentence.id] = (self._sentence(sentence, read_one, context), place)
        return found

    def _number(self, sentence: Numbered, found: _Version, last: tuple[int, ...]) -> tuple[int, ...]:
        if not _NUMBER.fullmatch(sentence.id):
            self._wrong(NUMBERING, f"{sentence.id!r} is not a clause number", "write it as **3.1**", sentence.line)
            return last
        key = tuple(int(part) for part in sentence.id.split("."))
        if sentence.id in found:
            self._wrong(DUPLICATE, f"clause {sentence.id} stands twice", "give one of the two another number", sentence.line)
        elif key < last:
            after = ".".join(str(part) for part in last)
            self._wrong(NUMBERING, f"clause {sentence.id} stands after {after}", "put the clauses in rising order", sentence.line)
        return max(last, key)

    def _sentence(
        self, sentence: Numbered, read_one: Callable[[str], tree.Sentence], context: advise.Context
    ) -> tree.Sentence | None:
        at: Callable[[int], Place] = lambda offset: self._at(sentence, offset)
        if len(sentence.text) > _LONGEST_SENTENCE:
            what = f"clause {sentence.id} has {len(sentence.text):,} characters"
            self._wrong(UNPARSED, what, f"split it: a sentence has at most {_LONGEST_SENTENCE:,}", sentence.line)
            return None
        try:
            return read_one(sentence.text)
        except UnknownNoun:
            self.problems += advise.unknown_nouns(sentence, context, at)
        except BadFigure as wrong:
            self.problems.append(advise.bad_date(sentence, wrong, at))
        except DoesNotParse as wrong:
            self.problems.append(advise.does_not_parse(sentence, wrong, context, at))
        except WordedOtherwise as wrong:
            self.problems.append(advise.worded_otherwise(sentence, wrong, at))
        return None

    # --- one tree from all versions ---

    def _one_tree(self, versions: dict[str, _Version], languages: tuple[str, ...]) -> list[Clause]:
        ids = list(dict.fromkeys(id_ for version in versions.values() for id_ in version))
        clauses: list[Clause] = []
        for id_ in ids:
            told = {language: version[id_] for language, version in versions.items() if id_ in version}
            for language in languages:
                if language not in told and language in versions:
                    place = next(iter(told.values()))[1]
                    what = f"clause {id_} is missing in {LANGUAGE_NAMES[language]}"
                    self._disagree(what, "add it, or remove it everywhere", place)
            sentences = [sentence for sentence, _ in told.values() if sentence is not None]
            if len(sentences) == len(told) and any(sentence != sentences[0] for sentence in sentences):
                self._differ(id_, {language: place for language, (_, place) in told.items()})
            if sentences:
                clauses.append(Clause(id_, sentences[0], {language: place for language, (_, place) in told.items()}))
        return clauses

    def _differ(self, id_: str, places: dict[str, Place]) -> None:
        more = tuple(
            f"{LANGUAGE_NAMES[language]}, line {place.line}: {place.excerpt.strip()}" for language, place in places.items()
        )
        what = f"clause {id_} says different things in {' and '.join(LANGUAGE_NAMES[language] for language in places)}"
        self._disagree(what, "change one of the versions so that both say the same", list(places.values())[-1], more)

    def _disagree(self, what: str, do: str, place: Place, more: tuple[str, ...] = ()) -> None:
        why = "each party would hold the other to its own version"
        self.problems.append(Problem(LANGUAGES_DISAGREE, what, why=why, do=do, where=place, more=more))

    # --- quoted sources ---

    def _deep_quotes(self) -> None:
        """A quote inside quotes inside quotes would be cut away by the Markdown parser without a word."""
        for number, line in enumerate(self.lines, 1):
            if line.lstrip().startswith(">") and _DEEPEST_QUOTE.match(line):
                self._wrong(UNMAPPED, "a quote stands in quotes, more than three deep", "write it with one >", number)

    def _quotes(self, layout: Layout, clauses: set[str]) -> tuple[tuple[QuotedSpan, ...], ...]:
        return tuple(tuple(self._spans(block, clauses)) for section in layout.sections for block in section.quotes)

    def _spans(self, block: Block, clauses: set[str]) -> list[QuotedSpan]:
        spans: list[QuotedSpan] = []
        begin = 0
        for mark in _MARK.finditer(block.text):
            becomes = tuple(mark[1].replace(",", " ").split())
            place = Place(self.file, block.line + block.text.count("\n", 0, mark.start()), 1)
            unknown = [part for part in becomes if part not in _BECOMES and part not in clauses]
            if unknown or not becomes:
                known = f"a clause number of this file, or one of {', '.join(_BECOMES)}"
                self._wrong(UNMAPPED, f"{{{mark[1]}}} is not a clause of this file", f"write {known}", place.line)
            spans.append(QuotedSpan(" ".join(block.text[begin : mark.start()].split()), becomes, begin, mark.start(), place))
            begin = mark.end()
        rest = block.text[begin:].strip()
        if rest:
            line = block.line + block.text.count("\n", 0, begin)
            self._unmapped(Block(line, rest), "end it with the clause it became in braces, such as {3.1}")
        return spans

    # --- problems ---

    def _unmapped(self, block: Block, do: str) -> None:
        excerpt = " ".join(block.text.split())
        what = f"this text became nothing: {excerpt[:60]}{'…' if len(excerpt) > 60 else ''}"
        self.problems.append(
            Problem(UNMAPPED, what, why="words that bind nobody look as if they did", do=do, where=Place(self.file, block.line, 1))
        )

    def _wrong(self, code: str, what: str, do: str, line: int) -> None:
        why = "the file could be read in more than one way"
        self.problems.append(Problem(code, what, why=why, do=do, where=Place(self.file, line, 1, self._line(line))))

    def _line(self, number: int) -> str:
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def _at(self, sentence: Numbered, offset: int) -> Place:
        before = sentence.text[:offset]
        line = sentence.line + before.count("\n")
        column = offset - (before.rfind("\n") + 1) + (sentence.column if line == sentence.line else 1)
        return Place(self.file, line, column, self._line(line))

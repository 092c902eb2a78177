"""An agreement file to an agreement, or every problem in it at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from safeconduct.deal.check import Unread, problems
from safeconduct.deal.codes import DUPLICATE, SECTION, WORDS_TABLE
from safeconduct.deal.decode import LARGEST, decode
from safeconduct.deal.faults import MOST_PROBLEMS, Faults
from safeconduct.deal.front import Front, read_front
from safeconduct.deal.language import READ_LANGUAGES
from safeconduct.deal.layout import Block, Layout, Section, cut
from safeconduct.deal.model import LANGUAGE_NAMES, Agreement, Clause, QuotedSpan, Word
from safeconduct.deal.quoted import deep_quotes, read_quotes
from safeconduct.deal.versions import Version, one_tree, read_version
from safeconduct.deal.words import read_words
from safeconduct.errors import say
from safeconduct.kernel import Text, Zone, collector_paused, sha256_hex

_LANGUAGE_OF = {name.casefold(): language for language, name in LANGUAGE_NAMES.items()}


def read_file(path: Path) -> Agreement:
    """Read an agreement from a file.

    Raises: InputWrong with every problem; OSError when the file cannot be opened (the caller names it).
    """
    with path.open("rb") as stream:
        data = stream.read(LARGEST + 1)
    return read(data, path.name)


@collector_paused()
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
    text, wrong = decode(data, file)
    reader = _Reader(Faults(file, text.split("\n"), wrong))
    agreement = reader.agreement(cut(text), sha256_hex(data))
    if reader.faults.found:
        raise reader.faults.error()
    return agreement


@dataclass(slots=True)
class _Reader:
    faults: Faults
    unread: set[str] = field(default_factory=set)
    again: dict[Clause, None] = field(default_factory=dict)

    def agreement(self, layout: Layout, digest: str) -> Agreement:
        """Return the agreement; with faults, what is left of it after everything that can still be judged has been."""
        front = read_front(layout.front, self.faults.file, self.faults.found, is_opened=self.faults.line(1).rstrip() == "---")
        if front is None or not front.languages:
            front = _assumed(layout, front)
        sections = self._sections(layout, front.languages)
        deep_quotes(self.faults)
        words = self._words(sections, front.languages)
        versions = {
            key: read_version(sections[key], key, words, self.unread, self.again, self.faults)
            for key in front.languages
            if key in sections
        }
        clauses = one_tree(versions, front.languages, self.faults)
        quotes = read_quotes(layout, {numbered.id for key in versions for numbered in sections[key].sentences}, self.faults)
        agreement = self._assemble(front, words, clauses, sections, quotes, digest)
        if self.faults.found and clauses and len(self.faults.found) < MOST_PROBLEMS:
            self.faults.found += problems(agreement, self._unread(versions, sections))
        return agreement

    def _unread(self, versions: Mapping[str, Version], sections: Mapping[str, Section]) -> Unread:
        ids = {id_ for version in versions.values() for id_, (sentence, _) in version.items() if sentence is None}
        said = (one.text for key in versions for one in sections[key].sentences if one.id in ids)
        return Unread(frozenset(ids), " ".join((*said, *self.unread)).casefold(), tuple(self.again))

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
            headings={language: tuple(sections[language].headings) for language in front.languages if language in sections},
            quotes=quotes,
            references=front.references,
            commentary="\n\n".join(block.text for block in sections["commentary"].stray) if "commentary" in sections else "",
            file=self.faults.file,
            file_digest=digest,
        )

    # --- words ---

    def _words(self, sections: dict[str, Section], languages: tuple[str, ...]) -> dict[str, Word]:
        if "words" not in sections or not languages:
            return {}
        section = sections["words"]
        self._nothing_else(section, say("keep only the table here; remarks belong into Commentary"))
        words = read_words(section, languages, self.faults.file, self.faults.found, self.unread)
        if not words and len(section.rows) == 1:
            self.faults.wrong(
                WORDS_TABLE, say("the table has no rows"), say("give each word of the sentences a row"), section.rows[0][0]
            )
        width = len(section.rows[0][1]) if section.rows else 0
        for line, _ in section.rows[1:]:
            cells = re.split(r"(?<!\\)\|", self.faults.line(line).strip().removeprefix("|").removesuffix("|"))
            if len(cells) > width:
                what = say("the row has {cells} cells, the table {width} columns", cells=len(cells), width=width)
                self.faults.wrong(WORDS_TABLE, what, say("take the cells away that stand under no heading"), line)
        return words

    def _nothing_else(self, section: Section, do: str) -> None:
        """Text beside the table would be signed and do nothing."""
        beside = [*section.stray, *(Block(sentence.line, sentence.text) for sentence in section.sentences)]
        for block in beside:
            self.faults.unmapped(block, do)
        for _, heading in section.headings:
            self.faults.unmapped(Block(section.line, heading), do)

    # --- sections ---

    def _sections(self, layout: Layout, languages: tuple[str, ...]) -> dict[str, Section]:
        found: dict[str, Section] = {}
        for block in layout.before:
            self.faults.unmapped(block, say("move it below a section, or into Commentary"))
        for section in layout.sections:
            name = section.title.casefold()
            key = _LANGUAGE_OF.get(name, name)
            if key in found:
                self.faults.wrong(
                    DUPLICATE, say("the section {title} stands twice", title=section.title), say("join the two"), section.line
                )
            elif key not in ("words", "sources", "commentary", *(languages or LANGUAGE_NAMES)):
                known = ", ".join(["Words", *(LANGUAGE_NAMES[key] for key in languages), "Sources", "Commentary"])
                self.faults.wrong(
                    SECTION,
                    say("no section is called {title}", title=repr(section.title)),
                    say("sections of this file: {known}", known=known),
                    section.line,
                )
            found.setdefault(key, section)
        for key in ("words", *languages):
            if key not in found:
                title = LANGUAGE_NAMES.get(key, "Words")
                self.faults.wrong(
                    SECTION, say("the section {title} is missing", title=title), say("add '## {title}'", title=title), 1
                )
        return found


def _assumed(layout: Layout, front: Front | None) -> Front:
    """Return a front matter to read the rest of a file by when its own names no language: the sections that are there."""
    titles = [_LANGUAGE_OF.get(section.title.casefold(), "") for section in layout.sections]
    languages = tuple(dict.fromkeys(language for language in titles if language in READ_LANGUAGES))
    return replace(front, languages=languages) if front else Front("", Text.of(), languages, Zone("UTC"), 0)

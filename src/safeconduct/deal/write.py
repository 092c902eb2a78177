"""An agreement to its file, and one clause to a sentence of any language."""

from __future__ import annotations

from collections.abc import Iterator

from safeconduct.deal import tree
from safeconduct.deal.language import Name, tongue
from safeconduct.deal.model import FORMAT, LANGUAGE_NAMES, Agreement, Word


def write(agreement: Agreement) -> str:
    """Write an agreement as the text of its file.

    Holds: ``read(write(a).encode()) == a`` (test_agreement_round_trip).
    """
    parts = [_front(agreement), _words(agreement)]
    parts += [_version(agreement, language) for language in agreement.languages]
    if agreement.quotes:
        parts.append(_sources(agreement))
    if agreement.commentary:
        parts.append(f"## Commentary\n\n{agreement.commentary}\n")
    return "\n".join(parts)


def write_clause(agreement: Agreement, clause_id: str, language: str) -> str:
    """Write one clause in a language; words without a name in it keep their English one, marked: ``[north (en)]``."""
    return sentence_in(agreement, agreement.by_id[clause_id].sentence, language)


def sentence_in(agreement: Agreement, sentence: tree.Sentence, language: str) -> str:
    """Write any sentence over the words of an agreement."""
    return tongue(language).write(sentence, agreement.names(language))


def note_in(language: str) -> str:
    """Return what ``show`` prints before a version in a language; empty where the language is read as well as written.

    >>> note_in("ru").endswith("only the languages named in the front matter are signed.")
    True
    """
    return tongue(language).note


def _front(agreement: Agreement) -> str:
    title = ", ".join(f"{language}: {_quoted(text)}" for language, text in agreement.title.by_language)
    lines = [
        "---",
        f"format: {FORMAT}",
        f"deal: {agreement.deal}",
        f"title: {{{title}}}",
        f"languages: [{', '.join(agreement.languages)}]",
        f"clock: {agreement.clock.name}",
        f"day-count: {agreement.day_count}",
    ]
    if agreement.references:
        lines.append("references: [" + ", ".join(_quoted(reference) for reference in agreement.references) + "]")
    return "\n".join([*lines, "---", ""])


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _words(agreement: Agreement) -> str:
    languages = [language for language in LANGUAGE_NAMES if any(language in w.names for w in agreement.words.values())]
    extra = ["also"] if any(word.also for word in agreement.words.values()) else []
    head = ["id", "kind", *(LANGUAGE_NAMES[language] for language in languages), "shown by", *extra]
    rows = [head, ["---"] * len(head)]
    rows += [_row(word, languages, bool(extra)) for word in agreement.words.values()]
    return "## Words\n\n" + "\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n"


def _row(word: Word, languages: list[str], also: bool) -> list[str]:
    names = [_cell(word.names[language], language) if language in word.names else "" for language in languages]
    shown = ""
    if word.shown_by:
        shown = f"{word.shown_by.kind} by {word.shown_by.witness}" if word.shown_by.witness else word.shown_by.kind
    return [word.id, word.kind, *names, shown, *(["; ".join(word.also)] if also else [])]


def _cell(name: Name, language: str) -> str:
    hints = [name.article] if name.article else []
    if language != "en" and name.gender and name.article not in ("le", "la"):
        hints.append(name.gender)
    if name.plural and name.article != "les":
        hints.append("pl")
    if name.mute_h:
        hints.append("h muet")
    return f"{name.text} ({' '.join(hints)})" if hints else name.text


def _version(agreement: Agreement, language: str) -> str:
    return f"## {LANGUAGE_NAMES[language]}\n\n" + "\n\n".join(_paragraphs(agreement, language)) + "\n"


def _paragraphs(agreement: Agreement, language: str) -> Iterator[str]:
    headings = list(agreement.headings.get(language, ()))
    for index, clause in enumerate(agreement.clauses):
        while headings and headings[0][0] <= index:
            yield f"### {headings.pop(0)[1]}"
        yield f"**{clause.id}** {write_clause(agreement, clause.id, language)}"
    yield from (f"### {heading}" for _, heading in headings)


def _sources(agreement: Agreement) -> str:
    quotes = [
        "\n".join(f"> {span.text} {{{' '.join(span.becomes)}}}".replace(">  ", "> ") for span in spans)
        for spans in agreement.quotes
    ]
    return "## Sources\n\n" + "\n\n".join(quotes) + "\n"

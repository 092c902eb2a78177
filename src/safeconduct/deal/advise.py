"""What to tell someone whose sentence does not read: the place, the nearest word, the nearest form, both paraphrases."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from safeconduct.deal import tree
from safeconduct.deal.codes import AMBIGUOUS, IMPOSSIBLE_DATE, QUANTITY, UNKNOWN_WORD, UNPARSED, WORDING, WRONG_KIND
from safeconduct.deal.language import BadFigure, DoesNotParse, Token, Tongue, WordedOtherwise
from safeconduct.deal.layout import Numbered
from safeconduct.deal.model import Word
from safeconduct.deal.two_meanings import two_meanings
from safeconduct.errors import Place, Problem

At = Callable[[int], Place]


@dataclass(frozen=True, slots=True)
class Context:
    """What the sentence was read with.

    Arguments:
        unread: names of rows that could not be read, in small letters.
        near: unknown words looked up so far.
    """

    tongue: Tongue
    nouns: Mapping[str, tuple[str, str, str]]
    words: Mapping[str, Word]
    unread: frozenset[str] = frozenset()
    near: dict[str, list[str]] = field(default_factory=dict)


def unknown_nouns(sentence: Numbered, context: Context, at: At) -> Iterator[Problem]:
    """Yield one problem for each bracketed word that is not listed; words whose row could not be read are not reported again."""
    if sentence.text.count("[") != sentence.text.count("]") or "[[" in sentence.text:
        yield _brackets(sentence, at)
        return
    for match in re.finditer(r"\[([^\]]*)\]", sentence.text):
        text = match[1]
        if text in context.nouns or text.casefold() in context.nouns or text.casefold() in context.unread:
            continue
        near = _nearest_word(text, context)
        shown = f"{text[:60]}…" if len(text) > 60 else text
        yield Problem(
            UNKNOWN_WORD,
            f"clause {sentence.id}: unknown word [{shown}]" + (f"; did you mean [{near[0]}]?" if near else ""),
            why="a sentence can only use words that the table Words lists",
            do=f"write [{near[0]}], or add a row to the table" if near else "add a row to the table, or write a word it lists",
            where=at(match.start() + 1),
            more=tuple(f"near: [{name}]" for name in near[1:]),
        )


def _brackets(sentence: Numbered, at: At) -> Problem:
    opened = [match.start() for match in re.finditer(r"\[(?=[^\]]*(\[|$))", sentence.text)] or [max(0, sentence.text.find("]"))]
    return Problem(
        UNPARSED,
        f"clause {sentence.id}: a bracket is not closed, or closed twice",
        why="brackets say where a listed word begins and ends",
        do="write each listed word as [word], with one bracket on each side",
        where=at(opened[0]),
    )


_MOST_LOOKED_UP = 300
"""Unknown words that are compared with the listed ones; a file with more has another table in mind."""


def _nearest_word(text: str, context: Context) -> list[str]:
    if text not in context.near:
        context.near[text] = _look_up(text, context) if len(context.near) < _MOST_LOOKED_UP and len(text) <= 80 else []
    return context.near[text]


def _look_up(text: str, context: Context) -> list[str]:
    language = context.tongue.language
    for word in context.words.values():
        spellings = (*word.also, word.id, *(name.text for name in word.names.values()))
        if text.casefold() in (spelling.casefold() for spelling in spellings):
            return [word.names[language].text]
    listed = {word.names[language].text.casefold(): word.names[language].text for word in context.words.values()}
    return [listed[name] for name in difflib.get_close_matches(text.casefold(), listed, n=3, cutoff=0.6)]


def bad_date(sentence: Numbered, wrong: BadFigure, at: At) -> Problem:
    """Return the problem of a date that no calendar has, or of a number that ran together."""
    if not any(character.isalpha() for character in wrong.text):
        return Problem(
            QUANTITY,
            f"clause {sentence.id}: {wrong.text[:24]}… is no figure of this world",
            why="nobody can count so far, and no clause has such a number",
            do="check for figures that ran together",
            where=at(wrong.start),
        )
    return Problem(
        IMPOSSIBLE_DATE,
        f"clause {sentence.id}: there is no {wrong.text}",
        why="a deadline on it could be neither met nor missed",
        do="write a day and a time that exist, in the years 1000 to 9998",
        where=at(wrong.start),
    )


def worded_otherwise(sentence: Numbered, wrong: WordedOtherwise, at: At) -> Problem:
    """Return the problem of a sentence whose articles, agreement or elision are off."""
    return Problem(
        WORDING,
        f"clause {sentence.id}: the exact wording differs",
        why="one meaning has one wording, so that no difference hides in a spelling",
        do=f"write: {wrong.exact}",
        where=at(_first_difference(sentence.text, wrong.exact)),
    )


def _first_difference(written: str, exact: str) -> int:
    for index, (left, right) in enumerate(zip(written, exact, strict=False)):
        if left.casefold() != right.casefold() and not (left.isspace() and right.isspace()):
            return index
    return min(len(written), len(exact))


def does_not_parse(sentence: Numbered, wrong: DoesNotParse, context: Context, at: At) -> Problem:
    """Return the most helpful problem for a sentence that fits no form."""
    tokens = context.tongue.tokens(sentence.text, context.nouns)
    token = tokens[wrong.index] if wrong.index < len(tokens) else None
    where = at(token.start if token else len(sentence.text.rstrip().rstrip(".")))
    twofold = two_meanings(sentence.text, context.tongue.language)
    if twofold is not None:
        what, *paraphrases = twofold
        return Problem(
            AMBIGUOUS,
            f"clause {sentence.id}: {what}",
            why="two readers would take it two ways, and each would be sure",
            do="choose one of the two",
            where=where,
            more=tuple(f"either: {paraphrase}" for paraphrase in paraphrases),
        )
    if token is not None and token.surface == "[":
        return _brackets(sentence, at)
    kinds = _wanted_kinds(wrong)
    form = nearest_form(tokens, context.tongue)
    if wrong.index == 1 and tokens[0].type in _KIND_NAMES - _BEARERS and form.startswith("[party]"):
        token, kinds, where = tokens[0], sorted(_BEARERS), at(tokens[0].start)
    if token is not None and token.type in _KIND_NAMES and kinds and token.type not in kinds:
        word = context.words[str(token.value)]
        return Problem(
            WRONG_KIND,
            f"clause {sentence.id}: [{word.names[context.tongue.language].text}] is {_a(word.kind)}; here belongs {_or(kinds)}",
            why="each form says what kind of word each place takes",
            do="use a word of that kind, or change the kind in the words table",
            where=where,
            more=(f"nearest form: {form}",),
        )
    return Problem(
        UNPARSED,
        f"clause {sentence.id}: this fits no form, from {_shown(token)} on",
        why="everything numbered is executed, so nothing in it may be unclear",
        do=f"the nearest form is: {form}",
        where=where,
        more=_could_stand(wrong),
    )


_BEARERS = frozenset({"PARTY", "GROUP", "BODY"})
_KIND_NAMES = frozenset("PARTY GROUP BODY ACT EVENT STATE THING DOCUMENT PLACE TEXT".split())


def _wanted_kinds(wrong: DoesNotParse) -> list[str]:
    return sorted(name[1:-1].upper() for name in wrong.expected if name.startswith("[") and name[1:-1].upper() in _KIND_NAMES)


def _or(kinds: list[str]) -> str:
    return " or ".join(_a(kind.lower()) for kind in kinds)


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _shown(token: Token | None) -> str:
    return f"“{token.surface}”" if token else "its end"


def _could_stand(wrong: DoesNotParse) -> tuple[str, ...]:
    names = sorted(name for name in wrong.expected if name != "_UNLISTED")
    if not names:
        return ()
    shown = ["the end" if name == "[$end]" else name if name.startswith("[") else f"“{name}”" for name in names[:8]]
    return (f"here could stand: {', '.join(shown)}{' …' if len(names) > 8 else ''}",)


def nearest_form(tokens: list[Token], tongue: Tongue) -> str:
    """Return the form that shares most words with a sentence, written as a person would look it up."""
    used = {token.surface.strip(", ") for token in tokens if token.type not in _KIND_NAMES}
    return max(_forms(tongue), key=lambda form: (_overlap(form, used), -len(form)))


def _overlap(form: str, used: set[str]) -> float:
    words = re.findall(r"[^\W\d_]+", re.sub(r"\[[^\]]*\]", "", form))
    common = len(used & set(words))
    return 2 * common / (len(words) + len(used)) if words else 0.0


def _forms(tongue: Tongue) -> list[str]:
    forms = tongue.forms
    found = []
    for kind in forms.wordings:
        if issubclass(kind, tree.Predicate):
            found.append(f"[party] {forms.human(kind).replace('[action]', '[act]')} …")
        elif issubclass(kind, tree.Sentence) and kind not in (tree.Statement, tree.Reading):
            found.append(f"{forms.human(kind)} …")
    return found

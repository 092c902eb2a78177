"""What to tell someone whose sentence does not read: the place, the nearest word, the nearest form, both paraphrases."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from safeconduct.deal.codes import AMBIGUOUS, IMPOSSIBLE_DATE, QUANTITY, UNKNOWN_WORD, UNPARSED, WORDING, WRONG_KIND
from safeconduct.deal.kinds import a_kind
from safeconduct.deal.language import BadFigure, DoesNotParse, Token, Tongue, WordedOtherwise
from safeconduct.deal.layout import Numbered
from safeconduct.deal.model import Word
from safeconduct.deal.nearest import after_list, could_stand, nearest_form, nearest_part
from safeconduct.deal.two_meanings import two_meanings
from safeconduct.errors import Place, Problem, either, say

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
            say("clause {id}: unknown word [{shown}]; did you mean [{near}]?", id=sentence.id, shown=shown, near=near[0])
            if near
            else say("clause {id}: unknown word [{shown}]", id=sentence.id, shown=shown),
            why=say("a sentence can only use words that the table Words lists"),
            do=say("write [{near}], or add a row to the table", near=near[0])
            if near
            else say("add a row to the table, or write a word it lists"),
            where=at(match.start() + 1),
            more=tuple(say("near: [{name}]", name=name) for name in near[1:]),
        )


def _brackets(sentence: Numbered, at: At) -> Problem:
    opened = [match.start() for match in re.finditer(r"\[(?=[^\]]*(\[|$))", sentence.text)] or [max(0, sentence.text.find("]"))]
    return Problem(
        UNPARSED,
        say("clause {id}: a bracket is not closed, or closed twice", id=sentence.id),
        why=say("brackets say where a listed word begins and ends"),
        do=say("write each listed word as [word], with one bracket on each side"),
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
            say("clause {id}: {text}… is no figure of this world", id=sentence.id, text=wrong.text[:24]),
            why=say("nobody can count so far, and no clause has such a number"),
            do=say("check for figures that ran together"),
            where=at(wrong.start),
        )
    return Problem(
        IMPOSSIBLE_DATE,
        say("clause {id}: there is no {text}", id=sentence.id, text=wrong.text),
        why=say("a deadline on it could be neither met nor missed"),
        do=say("write a day and a time that exist, in the years 1000 to 9998"),
        where=at(wrong.start),
    )


def worded_otherwise(sentence: Numbered, wrong: WordedOtherwise, at: At) -> Problem:
    """Return the problem of a sentence whose articles, agreement or elision are off."""
    return Problem(
        WORDING,
        say("clause {id}: the exact wording differs", id=sentence.id),
        why=say("one meaning has one wording, so that no difference hides in a spelling"),
        do=say("write: {exact}", exact=wrong.exact),
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
    at_token = token.start if token else len(sentence.text.rstrip().rstrip("."))
    where = at(at_token)
    twofold = two_meanings(sentence.text, at_token, context.tongue.language)
    if twofold is not None:
        what, *paraphrases = twofold
        return Problem(
            AMBIGUOUS,
            say("clause {id}: {what}", id=sentence.id, what=what),
            why=say("two readers would take it two ways, and each would be sure"),
            do=say("choose one of the two"),
            where=where,
            more=tuple(say("either: {paraphrase}", paraphrase=paraphrase) for paraphrase in paraphrases),
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
            say(
                "clause {id}: [{text}] is {kind}; here belongs {kinds}",
                id=sentence.id,
                text=word.names[context.tongue.language].text,
                kind=a_kind(word.kind),
                kinds=either([a_kind(kind.lower()) for kind in kinds]),
            ),
            why=say("each form says what kind of word each place takes"),
            do=say("use a word of that kind, or change the kind in the words table"),
            where=where,
            more=(say("nearest form: {form}", form=form),),
        )
    return Problem(
        UNPARSED,
        say("clause {id}: this fits no form, from {token} on", id=sentence.id, token=_shown(token)),
        why=say("everything numbered is executed, so nothing in it may be unclear"),
        do=say("the nearest form is: {form}", form=form),
        where=where,
        more=(
            *(tuple(after_list(tokens, wrong.index)) or nearest_part(sentence.text, at_token, context.tongue)),
            *could_stand(wrong, sentence.text[at_token:]),
        ),
    )


_BEARERS = frozenset({"PARTY", "GROUP", "BODY"})
_KIND_NAMES = frozenset("PARTY GROUP BODY ACT EVENT STATE THING DOCUMENT PLACE TEXT".split())


def _wanted_kinds(wrong: DoesNotParse) -> list[str]:
    return sorted(name[1:-1].upper() for name in wrong.expected if name.startswith("[") and name[1:-1].upper() in _KIND_NAMES)


def _shown(token: Token | None) -> str:
    return f"“{token.surface}”" if token else say("its end")

"""The form nearest to a sentence that does not read: the whole form, the detail or condition begun, and what could stand at the place."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from safeconduct.deal import tree
from safeconduct.deal.language import NODE_BY_NAME, DoesNotParse, Token, Tongue, tongue
from safeconduct.errors import say

_MEANT: Mapping[str, Mapping[str, str]] = {
    "en": {
        **dict.fromkeys(("promises", "promise", "agrees", "agree", "pledges", "pledge", "commits", "commit", "vows"), "undertakes"),
        **dict.fromkeys(("will", "must", "should"), "shall"),
        **dict.fromkeys(("offers", "offer", "proposes", "propose", "willing", "prepared"), "ready"),
        "can": "may",
        "cannot": "not",
        **dict.fromkeys(("requests", "urges", "invites", "demands"), "asks"),
        **dict.fromkeys(("maybe", "possibly", "might"), "perhaps"),
        "without": "with",
    },
    "fr": {
        **dict.fromkeys(("promet", "promettent", "accepte", "acceptent", "convient", "conviennent"), "engage"),
        **dict.fromkeys(("devra", "devront", "faut"), "doit"),
        **dict.fromkeys(("propose", "proposent", "offre", "offrent", "disposé", "disposée", "disposés"), "prêt"),
        **dict.fromkeys(("pourra", "pourront"), "peut"),
        **dict.fromkeys(("prie", "prient", "invite", "invitent", "exige", "exigent"), "demande"),
        "sans": "avec",
    },
}
"""Words that people write where the forms have another."""


def nearest_form(tokens: list[Token], language: Tongue) -> str:
    """Return the whole form that shares most words with a sentence, in their order, written as a person would look it up."""
    return _nearest_form(tuple(_MEANT[language.language].get(word, word) for word in _words(tokens)), language.language)


@lru_cache(1024)
def _nearest_form(used: tuple[str, ...], language: str) -> str:
    forms, weight = _whole_forms(language), _weights(language)
    return max(forms, key=lambda form: _shared(forms[form], used, weight))


def nearest_part(text: str, place: int, language: Tongue) -> Iterator[str]:
    """Yield how the details or conditions are worded that a sentence begins at a place, or before it, and does not finish.

    Arguments:
        place: offset at which the sentence stops reading.
    """
    begun = max(text.rfind(mark, 0, place) for mark in ",:") + 1
    for start in (place,) if text[place : place + 1] in (",", ";") else (place, begun):
        said = _bare(language, re.split(r"[,;]", text[start:].lstrip(" ,"))[0])
        if said and said[0] not in language.writer.surface.articles:
            near = _nearest_parts(said, language.language)
            yield from near
            if near:
                return


def _nearest_parts(said: list[str], language: str) -> tuple[str, ...]:
    weight, parts = _weights(language), _part_forms(language)
    near: dict[float, list[str]] = {}
    for form, (words, kind) in parts.items():
        if words[:1] == tuple(said[:1]):
            place = say("as a detail, after the act") if issubclass(kind, tree.Detail) else say("as a condition, placed first")
            common = _shared(words, said, weight)[1]
            alike = common / (sum(weight[word] for word in words) + sum(weight.get(word, 1.0) for word in said))
            near.setdefault(round(alike, 3), []).append(f"{place}: “{form}”")
    return tuple(near[max(near)]) if near else ()


def after_list(tokens: list[Token], index: int) -> Iterator[str]:
    """Yield where the details of a list belong, if a sentence stops at one behind its last item."""
    if index < len(tokens) and any(token.type == "LETTER" for token in tokens[:index]) and tokens[index].surface.startswith(","):
        yield say("the acts of a list take no details: place what holds for all of them first, or give an act a clause of its own")


def could_stand(wrong: DoesNotParse, written: str) -> Iterator[str]:
    """Yield what could stand where a sentence stops, what is spelt most like the words written there first."""
    begun = written.lstrip(" ,")[:24].casefold()
    names = sorted(wrong.expected - {"_UNLISTED", "[$end]"}, key=lambda name: (-_alike(name, begun), name))
    shown = [name if name.startswith("[") else f"“{name}”" for name in names[:8]] + (["…"] if len(names) > 8 else [])
    if "[$end]" in wrong.expected:
        yield say("here could stand: the end, {names}", names=", ".join(shown)) if shown else say("here could be the end")
    elif shown:
        yield say("here could stand: {names}", names=", ".join(shown))


def _alike(name: str, begun: str) -> float:
    word = name.lstrip(" ,")
    near = difflib.SequenceMatcher(None, word, begun[: len(word) + 1]).ratio()
    return near if near > 0.6 else 0.0


def _shared(form: Sequence[str], used: Sequence[str], weight: Mapping[str, float]) -> tuple[float, float]:
    """Say which part of a form's words a sentence has, in their order, rare words counting most; then how much that is."""
    blocks = difflib.SequenceMatcher(None, form, used, autojunk=False).get_matching_blocks()
    common = sum(weight[word] for block in blocks for word in form[block.a : block.a + block.size])
    whole = sum(weight[word] for word in form)
    return (round(common / whole, 3) if whole else 0.0), common


def _words(tokens: list[Token]) -> list[str]:
    bare = (token.type.lstrip(" ,") for token in tokens)
    return [word for word in bare if word and word[0].isalpha() and not word.isupper()]


def _bare(language: Tongue, text: str) -> list[str]:
    """Return the words of a text between its bracketed ones, in their base form."""
    return _words(language.tokens(re.sub(r"\[[^\]]*\]|[0-9]+", " ", text), {}))


@cache
def _whole_forms(language: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, type[tree.Node]] = {}
    for kind in NODE_BY_NAME.values():
        if issubclass(kind, tree.Predicate):
            found[f"[party] {tongue(language).human(kind).replace('[action]', '[act]')} …"] = kind
        elif issubclass(kind, tree.Sentence) and kind not in (tree.Statement, tree.Reading):
            found[f"{tongue(language).human(kind)} …"] = kind
    return {form: tuple(_bare(tongue(language), form)) for form in found}


@cache
def _part_forms(language: str) -> dict[str, tuple[tuple[str, ...], type[tree.Node]]]:
    kinds = [kind for kind in NODE_BY_NAME.values() if issubclass(kind, tree.Detail | tree.Premise)]
    said = [(tongue(language).human(kind), kind) for kind in kinds]
    return {form: (tuple(_bare(tongue(language), form)), kind) for form, kind in said}


@cache
def _weights(language: str) -> Mapping[str, float]:
    """Weigh each word by how few forms have it."""
    every = [*_whole_forms(language).values(), *(words for words, _ in _part_forms(language).values())]
    return {word: 1 / count for word, count in Counter(word for words in every for word in set(words)).items()}

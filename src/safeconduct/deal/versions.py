"""The numbered sentences of each language to one tree, after proving that all languages say the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Set

from safeconduct.deal import advise, tree
from safeconduct.deal.codes import DUPLICATE, LANGUAGES_DISAGREE, NUMBERING, UNMAPPED, UNPARSED
from safeconduct.deal.faults import MOST_PROBLEMS, Faults
from safeconduct.deal.language import BadFigure, DoesNotParse, NestsTooDeep, UnknownNoun, WordedOtherwise, tongue
from safeconduct.deal.layout import Numbered, Section
from safeconduct.deal.model import LANGUAGE_NAMES, Clause, Word
from safeconduct.errors import Place, Problem, both, say

_LONGEST_SENTENCE = 6_000
_NUMBER = re.compile(r"[1-9]\d{0,3}(\.[1-9]\d{0,3}){1,3}")

Version = dict[str, tuple[tree.Sentence | None, Place]]
"""Clause number to what it says (None where it does not read) and its place."""


def read_version(
    section: Section, language: str, words: dict[str, Word], unread: Set[str], again: dict[Clause, None], faults: Faults
) -> Version:
    """Read the numbered sentences of one language.

    Arguments:
        words: the words table, by id.
        unread: names in rows of the table that did not read, so that each is reported once.
        again: filled with the sentences whose number another one has already, so that they are judged as well.
    """
    for block in section.stray:
        faults.unmapped(block, say("number it, quote it with >, or move it to Commentary"))
    for line, _ in section.rows[:1]:
        faults.wrong(
            UNMAPPED, say("a table in a language section becomes nothing"), say("write each row as a numbered sentence"), line
        )
    tongue_ = tongue(language)
    names = {word.id: word.names[language] for word in words.values()}
    nouns = tongue_.nouns({word.id: word.kind for word in words.values()}, names)
    read_one: Callable[[str], tree.Sentence] = lambda text: tongue_.read(text, nouns, names)
    context = advise.Context(tongue_, nouns, words, frozenset(unread))
    found: Version = {}
    last: tuple[int, ...] = ()
    for sentence in section.sentences if words else ():
        if len(faults.found) > MOST_PROBLEMS:
            break
        last = _number(sentence, found, last, faults)
        place = faults.place(sentence)
        read = _sentence(sentence, read_one, context, faults)
        if not _NUMBER.fullmatch(sentence.id):
            continue
        if sentence.id not in found:
            found[sentence.id] = (read, place)
        elif read is not None:
            again.setdefault(Clause(sentence.id, read, {language: place}))
    return found


def _number(sentence: Numbered, found: Version, last: tuple[int, ...], faults: Faults) -> tuple[int, ...]:
    if not _NUMBER.fullmatch(sentence.id):
        faults.wrong(NUMBERING, say("{id} is not a clause number", id=repr(sentence.id)), say("write it as **3.1**"), sentence.line)
        return last
    key = tuple(int(part) for part in sentence.id.split("."))
    if sentence.id in found:
        faults.wrong(
            DUPLICATE, say("clause {id} stands twice", id=sentence.id), say("give one of the two another number"), sentence.line
        )
    elif key < last:
        after = ".".join(str(part) for part in last)
        faults.wrong(
            NUMBERING,
            say("clause {id} stands after {after}", id=sentence.id, after=after),
            say("put the clauses in rising order"),
            sentence.line,
        )
    return max(last, key)


def _sentence(
    sentence: Numbered, read_one: Callable[[str], tree.Sentence], context: advise.Context, faults: Faults
) -> tree.Sentence | None:
    at: Callable[[int], Place] = lambda offset: faults.at(sentence, offset)
    if len(sentence.text) > _LONGEST_SENTENCE:
        what = say("clause {id} has {text} characters", id=sentence.id, text=len(sentence.text))
        faults.wrong(
            UNPARSED,
            what,
            say("split it: a sentence has at most {longest_sentence}", longest_sentence=_LONGEST_SENTENCE),
            sentence.line,
        )
        return None
    try:
        return read_one(sentence.text)
    except UnknownNoun:
        faults.found += advise.unknown_nouns(sentence, context, at)
    except BadFigure as wrong:
        faults.found.append(advise.bad_date(sentence, wrong, at))
    except DoesNotParse as wrong:
        faults.found.append(advise.does_not_parse(sentence, wrong, context, at))
    except WordedOtherwise as wrong:
        faults.found.append(advise.worded_otherwise(sentence, wrong, at))
    except NestsTooDeep as wrong:
        what = say("clause {id} has more than {most} parts inside each other", id=sentence.id, most=wrong.most)
        faults.wrong(UNPARSED, what, say("split it into clauses that name each other by number"), sentence.line)
    return None


def one_tree(versions: dict[str, Version], languages: tuple[str, ...], faults: Faults) -> list[Clause]:
    """Return the clauses that read, after proving that all languages say the same of each."""
    ids = list(dict.fromkeys(id_ for version in versions.values() for id_ in version))
    clauses: list[Clause] = []
    for id_ in ids:
        told = {language: version[id_] for language, version in versions.items() if id_ in version}
        places = {language: place for language, (_, place) in told.items()}
        for language in languages if len(told) < len(versions) else ():
            if language not in told and language in versions:
                place = next(iter(places.values()))
                what = say("clause {id} is missing in {language_names}", id=id_, language_names=LANGUAGE_NAMES[language])
                _disagree(faults, what, say("add it, or remove it everywhere"), place)
        sentences = [sentence for sentence, _ in told.values() if sentence is not None]
        if len(sentences) == len(told) and any(sentence != sentences[0] for sentence in sentences[1:]):
            _differ(faults, id_, places)
        if sentences:
            clauses.append(Clause(id_, sentences[0], places))
    return clauses


def _differ(faults: Faults, id_: str, places: dict[str, Place]) -> None:
    more = tuple(
        say(
            "{language_names}, line {line}: {excerpt}",
            language_names=LANGUAGE_NAMES[language],
            line=place.line,
            excerpt=place.excerpt.strip(),
        )
        for language, place in places.items()
    )
    what = say(
        "clause {id} says different things in {places}",
        id=id_,
        places=both([say(LANGUAGE_NAMES[language]) for language in places]),
    )
    _disagree(faults, what, say("change one of the versions so that both say the same"), list(places.values())[-1], more)


def _disagree(faults: Faults, what: str, do: str, place: Place, more: tuple[str, ...] = ()) -> None:
    why = say("each party would hold the other to its own version")
    faults.found.append(Problem(LANGUAGES_DISAGREE, what, why=why, do=do, where=place, more=more))

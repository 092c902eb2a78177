"""Speech: what every generated sentence about an agreement is made with, whichever room says it.

A sentence is a template of a language file. ``{part}`` is filled in, ``<is>`` agrees with the bearer and ``<is:part>`` with that part. Parts keep
their seams open (nouns in brackets, articles in full) until the whole sentence is joined, so that elision and contraction are done once, where
two words meet: *offered to [accompany them]* is never contracted across the bracket.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from safeconduct.deal import tree
from safeconduct.deal.deeds import AGREED_PLACE, ANY_PLACE, CALL_ON, ELSEWHERE, ENSURE_NOT, USE_INFLUENCE, Deed
from safeconduct.deal.language import Name, tongue
from safeconduct.deal.model import Agreement
from safeconduct.deal.norms import Force, Mode, Norm

LANGUAGES = ("en", "fr")
"""The languages that explain; any other is spoken to in English."""

_PLACE = re.compile(r"\{(\w+)(!bare)?\}|<([^<>:]+)(?::(\w+))?>")
_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Part:
    """Words for a place in a sentence, their seams open.

    Arguments:
        form: what makes others agree with them: masculine, feminine, and both again in the plural.
        bare: the same without article, where there is one.
    """

    text: str
    form: int = 0
    bare: str = ""


@cache
def table(room: str, name: str, language: str) -> Mapping[str, Mapping[str, str]]:
    """Return a language file: section, key, template.

    Arguments:
        room: the package it lies in, such as ``safeconduct.deal``.
        name: of the file, without language and ending.
    """
    return tomllib.loads(resources.files(room).joinpath(f"{name}.{language}.toml").read_text("utf-8"))


def spoken(language: str) -> str:
    """Return the language that is spoken to someone who asked for ``language``."""
    return language if language in LANGUAGES else "en"


@cache
def _inflected(language: str) -> Mapping[str, tuple[str, ...]]:
    own: Mapping[str, Sequence[str]] = table(__package__, "speech", language)["inflect"]
    four = {base: tuple(f) if len(f) > _SEVERAL else (f[0], f[0], f[1], f[1]) for base, f in own.items()}
    return {**tongue(language).writer.forms.inflected, **four}


def filled(language: str, template: str, parts: Mapping[str, str | Part]) -> str:
    """Put parts into their places and make words agree; seams stay open.

    >>> filled("en", "{bearer} <is> to go", {"bearer": Part("[we]", 2)})
    '[we] are to go'
    """

    def put(match: re.Match[str]) -> str:
        name, bare, base, with_ = match.groups()
        if base is not None:
            part = parts.get(with_ or "bearer", "")
            return _inflected(language)[base][part.form if isinstance(part, Part) else 0]
        part = parts.get(name, match.group())
        return part if isinstance(part, str) else part.bare if bare else part.text

    return _PLACE.sub(put, template)


def joined(language: str, text: str) -> str:
    """Close the seams of a whole sentence and take out its brackets."""
    return tongue(language).writer.surface.join(text).replace("[", "").replace("]", "")


def finished(language: str, text: str) -> str:
    """Close the seams of a whole sentence and open it with a capital."""
    words = joined(language, text)
    return words[:1].upper() + words[1:]


def listed(language: str, texts: Sequence[str]) -> str:
    """Join texts as the language lists them: *a, b and c*.

    >>> listed("en", ["a", "b", "c"])
    'a, b and c'
    """
    part = table(__package__, "speech", language)["part"]
    head, last = part["list"].join(texts[:-1]), texts[-1:]
    return part["and"].join([head, *last] if head else last)


def clauses_in(language: str, clauses: str | Iterable[str]) -> Part:
    """Return clauses by number: *clause 3*, *clauses 2 to 8*, *clauses 5.2, 5.3 and 6*.

    Arguments:
        clauses: numbers, or a text of numbers and ranges between commas, such as ``2-8`` or ``5.2, 5.3``.
    """
    given = clauses.split(",") if isinstance(clauses, str) else clauses
    numbers = list(dict.fromkeys(number.strip() for number in given))
    writer = tongue(language).writer
    if len(numbers) == 1 and "-" not in numbers[0]:
        return Part(writer.written(tree.Clause(numbers[0]), {}), writer.forms.features.get(tree.Clause, Name("")).form)
    to = table(__package__, "speech", language)["part"]["range"]
    ranges = [filled(language, to, dict(zip(("low", "high"), n.split("-"), strict=True))) if "-" in n else n for n in numbers]
    node = tree.ClausePair((listed(language, ranges),))
    return Part(writer.written(node, {}), writer.forms.features.get(tree.ClausePair, Name("", plural=True)).form)


def kind_in(language: str, kind: str) -> str:
    """Return what a language calls a kind of entry: as the file does, unless it has a word of its own."""
    return table(__package__, "speech", language)["kind"].get(kind, kind)


def sort_in(language: str, sort: str) -> str:
    """Return what a language calls a sort of sentence that binds nobody; ``sort`` is the name of its node."""
    return table(__package__, "speech", language)["sort"][sort]


@dataclass(frozen=True, slots=True)
class Speech:
    """The words of one agreement in one language; what it returns keeps its seams open.

    Arguments:
        language: one of ``LANGUAGES``.
    """

    agreement: Agreement
    language: str

    def part(self, key: str, **parts: str | Part) -> str:
        """Return a small word of the language file."""
        return filled(self.language, table(__package__, "speech", self.language)["part"][key], parts)

    def name(self, word: str) -> Part:
        """Return the name of a word with its article; a word that the table does not list stands for itself."""
        found = self.agreement.names(self.language).get(word)
        if found is None:
            return Part(f"[{word}]" if word else self.part("nobody"))
        writer = tongue(self.language).writer
        return Part(writer.bracketed(found), found.form, f"[{found.text}]")

    def by_name(self, word: str) -> str:
        """Return what sorts a word by its name in the reader's language, accents and capitals aside: the one order that favours nobody."""
        found = self.agreement.names(self.language).get(word)
        letters = unicodedata.normalize("NFKD", found.text if found is not None else word)
        return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()

    def names(self, words: Sequence[str]) -> Part:
        """Return several names as a list, in the plural where there are several; nobody's where there is none."""
        if not words:
            return Part(self.part("nobody"))
        if len(words) == 1:
            return self.name(words[0])
        known = self.agreement.names(self.language)
        feminine = all(word in known and known[word].gender == "f" for word in words)
        return Part(listed(self.language, [self.name(word).text for word in words]), 3 if feminine else 2)

    def figure(self, number: int) -> str:
        """Return a figure as the language writes it."""
        return tongue(self.language).writer.surface.figure(number)

    def range(self, low: int, high: int | None) -> str:
        """Return a figure, a range, or a lower bound alone."""
        if high is None:
            return self.part("at_least", low=self.figure(low))
        return self.figure(low) if low == high else self.part("range", low=self.figure(low), high=self.figure(high))

    def promised(self, norm: Norm) -> str:
        """Return what a norm asks of its bearer, in the infinitive: to do a deed, to abstain from it, or to endeavour to do it."""
        if norm.mode is Mode.ABSTENTION:
            return self.abstaining(norm.deed)
        if norm.mode is Mode.MEANS and norm.force >= Force.OFFERED and norm.deed.act != USE_INFLUENCE:
            return self._manner("endeavour", norm.deed)
        return self.deed(norm.deed)

    def deed(self, deed: Deed) -> str:
        """Return what a deed is, in the infinitive: ``leave Aleppo, with their weapons, to Idleb``."""
        act = deed.act.removeprefix("not:")
        return self._action(deed) if act == deed.act else self.abstaining(Deed(deed.actor, act, deed.slots))

    def abstaining(self, deed: Deed) -> str:
        """Return what not doing a deed is; seeing to it that others do not do something is worded as that already."""
        return self._action(deed) if deed.act == ENSURE_NOT else self._manner("abstain", deed)

    def _manner(self, manner: str, deed: Deed) -> str:
        return filled(self.language, table(__package__, "speech", self.language)["manner"][manner], {"deed": self._action(deed)})

    def _action(self, deed: Deed) -> str:
        writer, names = tongue(self.language).writer, self.agreement.names(self.language)
        if deed.act in names:
            return writer.written(tree.Do(deed.act, tuple(_details(deed))), names) + self._place_suffix(deed)
        slots = dict(deed.slots)
        if deed.act == CALL_ON and slots.get("act") in names:
            rest = Deed("", slots["act"], tuple(slot for slot in deed.slots if slot[0] not in ("other", "act")))
            called = tree.CallOn(slots["other"], tree.Do(rest.act, tuple(_details(rest))))
            return writer.written(called, names) + self._place_suffix(deed)
        template = table(__package__, "speech", self.language)["act"].get(deed.act, deed.act)
        return filled(self.language, template, {name: self._slot(deed, name, value) for name, value in deed.slots})

    def _slot(self, deed: Deed, name: str, value: str) -> str | Part:
        """Return one slot of a deed; an act inside it brings its own slots along."""
        names = self.agreement.names(self.language)
        if name == "clauses":
            return clauses_in(self.language, value)
        if name == "act":
            return self.deed(Deed("", value, tuple(slot for slot in deed.slots if slot[0] not in ("act", "other"))))
        return self.name(value) if value in names else value

    def _place_suffix(self, deed: Deed) -> str:
        said = {ELSEWHERE: "elsewhere", AGREED_PLACE: "agreed"}
        return "".join(self.part(said[place]) for place in deed.slot("to") if place in said)


_DETAILS: Mapping[str, type[tree.Detail]] = {
    "with": tree.With,
    "from": tree.From,
    "via": tree.Via,
    "at": tree.At,
    "for": tree.ForGroup,
    "escort": tree.EscortedBy,
}


def _details(deed: Deed) -> Iterator[tree.Detail]:
    for name, value in deed.slots:
        if name in _DETAILS:
            yield _DETAILS[name](value)  # type: ignore[call-arg]
        elif name == "to" and value == ANY_PLACE:
            yield tree.ToAnyPlace()
        elif name == "to" and value not in (ELSEWHERE, AGREED_PLACE):
            yield tree.To(value)

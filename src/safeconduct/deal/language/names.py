"""How one word of the words table is called in one language, with the hints its grammar needs."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from safeconduct.errors import Text, say

_HINT = re.compile(r"^(?P<text>.*?)\s*\((?P<hint>[^()]*)\)\s*$")
_HINT_WORDS = {
    "en": frozenset({"the", "pl"}),
    "fr": frozenset({"le", "la", "les", "l'", "m", "f", "pl", "h", "muet"}),
    "ru": frozenset({"m", "f", "n", "pl"}),
    "ar": frozenset({"m", "f", "pl"}),
}


@dataclass(frozen=True, slots=True)
class Name:
    """A word as one language writes it.

    Arguments:
        text: as it stands between the brackets, without its article.
        article: the article in its full form (``the``, ``le``, ``la``, ``les``), or empty.
        gender: ``m``, ``f``, ``n`` or empty.
        plural: whether verbs and adjectives agree in the plural.
        mute_h: a French initial h that elides, as in *l'hôpital*; true too of a name given with the article ``l'``.
        borrowed_from: code of the language it is taken from, where the table has no name in this one.
    """

    text: str
    article: str = ""
    gender: str = ""
    plural: bool = False
    mute_h: bool = False
    borrowed_from: str = ""

    @property
    def form(self) -> int:
        """Return the index of the inflected form: masculine, feminine, and both again in the plural."""
        return (1 if self.gender == "f" else 0) + (2 if self.plural else 0)


def read_name(cell: str, language: str) -> Name:
    """Read a cell of the words table, as a dictionary prints a headword: ``gouvernement (le)``, ``fighters (the pl)``.

    Brackets whose content is not made of hint words belong to the name itself.

    >>> name = read_name("troupes (les f)", "fr")
    >>> name.text, name.article, name.gender, name.plural
    ('troupes', 'les', 'f', True)
    >>> read_name("fighters (the pl)", "en").plural
    True
    >>> name = read_name("école (l' f)", "fr")
    >>> name.text, name.article, name.gender
    ('école', 'la', 'f')
    """
    text, hints = _split(cell, language)
    return replace(read_hints(" ".join(hints), language), text=text) if hints else Name(text)


def misread(cell: str, language: str) -> Text | None:
    """Return what is wrong with the elided article of a cell, or nothing: alone it hides the gender that verbs and adjectives need.

    >>> misread("annexe (l')", "fr")
    "the article l' does not say whether the name is m or f"
    >>> misread("annexe (l' f)", "fr")
    """
    text, hints = _split(cell, language)
    if "l'" not in hints:
        return None
    if not {"m", "f"} & set(hints):
        return say("the article l' does not say whether the name is m or f")
    if {"le", "la", "les", "pl"} & set(hints):
        return say("l' stands beside another article or a plural")
    return None if text[:1].casefold() in _VOWELS | {"h"} else say("{name} does not take l'", name=text)


def _split(cell: str, language: str) -> tuple[str, list[str]]:
    """Return the text of a cell and its hint words."""
    match = _HINT.match(cell.strip())
    hints = match["hint"].replace("\u2019", "'").replace(",", " ").split() if match else []
    if match is None or not set(hints) <= _HINT_WORDS.get(language, frozenset()):
        return cell.strip(), []
    return (match["text"], hints) if hints else (cell.strip(), [])


def read_hints(hints: str, language: str = "") -> Name:
    """Read hint words alone: the article, gender and number of a name that has no text yet.

    >>> read_hints("f pl").form
    3
    """
    given = hints.replace(",", " ").split()
    article = next((hint for hint in given if hint in ("the", "le", "la", "les")), "")
    feminine = "f" in given or article == "la"
    gender = "n" if "n" in given else "f" if feminine else "m"
    elided = "l'" in given
    if elided:
        article = "la" if feminine else "le"
    return Name("", article, gender if language != "en" else "", "pl" in given or article == "les", elided or "muet" in given)


def borrow(name: Name, language: str) -> Name:
    """Return a name of another language as it stands where the table has none: marked, and without its hints.

    >>> borrow(read_name("islands (the pl)", "en"), "en").borrowed_from
    'en'
    """
    return Name(name.text, plural=name.plural, borrowed_from=language)


def shape(name: Name, kind: str) -> str:
    """Return what the wording around a name depends on: its kind, article, form, and whether it starts with a vowel sound."""
    return f"{kind}/{name.article}/{name.form}/{name.mute_h or name.text[:1].casefold() in _VOWELS}"


_VOWELS = frozenset("aàâeéèêëiîïoôöuùûüyœæ")

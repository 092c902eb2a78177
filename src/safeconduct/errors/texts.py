"""The text of a problem: an English template with its parts, and the same in another language.

A problem is found by a room that does not know who reads it. So the room says it in English, with :func:`say`, and the text keeps its template
and parts; whoever prints it asks :func:`in_language`. The templates of other languages stand in ``problems.xx.toml`` of each room, keyed by
the English one. A test holds every template to a wording in each language, with the same parts.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

LANGUAGES = ("en", "fr")
_PART = re.compile(r"\{(\w+)\}")
_THOUSANDS: Mapping[str, str] = {"en": ",", "fr": "\u202f"}


class Text(str):
    """An English text that can be said in another language, because it knows its template and parts."""

    template: str
    parts: Mapping[str, object]
    wordings: Mapping[str, str] | None = None


def say(template: str, **parts: object) -> Text:
    """Return an English text made of a template and parts.

    Arguments:
        parts: whole numbers are written with the thousands separator of the language; a part may be a text itself.

    >>> say("the row has {cells} cells", cells=1200)
    'the row has 1,200 cells'
    """
    text = Text(_filled(template, parts, "en"))
    text.template, text.parts = template, parts
    return text


def worded(wordings: Mapping[str, str]) -> Text:
    """Return words that somebody else gives in one or several languages; without the reader's language, English or the first.

    Arguments:
        wordings: language code to words, at least one.

    >>> name = worded({"en": "eastern bank", "fr": "rive est"})
    >>> name, in_language(say("from {place}", place=name), "en"), in_language(name, "fr")
    ('eastern bank', 'from eastern bank', 'rive est')
    """
    text = Text(wordings.get("en") or next(iter(wordings.values())))
    text.template, text.parts, text.wordings = text, {}, wordings
    return text


def either(items: Sequence[object]) -> Text:
    """Return items of which one is meant: *a, b or c*."""
    return _listed("{rest} or {last}", items)


def both(items: Sequence[object]) -> Text:
    """Return items that are all meant: *a, b and c*."""
    return _listed("{rest} and {last}", items)


def joined(items: Sequence[object]) -> Text:
    """Return items one after the other: *a, b, c*."""
    text = say("{one}", one=items[0])
    for item in items[1:]:
        text = say("{rest}, {next}", rest=text, next=item)
    return text


def _listed(template: str, items: Sequence[object]) -> Text:
    if len(items) == 1:
        return say("{one}", one=items[0])
    rest = items[0]
    for item in items[1:-1]:
        rest = say("{rest}, {next}", rest=rest, next=item)
    return say(template, rest=rest, last=items[-1])


def in_language(text: str, language: str) -> str:
    """Return a text in a language; one that has no wording there, or no template, stays English.

    >>> in_language(say("this is not UTF-8"), "fr")
    "ce n'est pas de l'UTF-8"
    """
    if language == "en":
        return str(text)
    known = _templates(language)
    if not isinstance(text, Text):
        return known.get(text, text)
    if text.wordings is not None:
        return text.wordings.get(language) or str(text)
    return _filled(known.get(text.template, text.template), text.parts, language)


def _filled(template: str, parts: Mapping[str, object], language: str) -> str:
    return _PART.sub(lambda match: _shown(parts[match[1]], language) if match[1] in parts else match[0], template)


def _shown(part: object, language: str) -> str:
    if isinstance(part, Text):
        return in_language(part, language)
    if isinstance(part, int) and not isinstance(part, bool):
        return f"{part:,}".replace(",", _THOUSANDS[language])
    return str(part)


@cache
def _templates(language: str) -> Mapping[str, str]:
    """Return English templates to those of a language, of all rooms."""
    rooms = (file for room in resources.files("safeconduct").iterdir() if room.is_dir() for file in room.iterdir())
    found: dict[str, str] = {}
    for file in rooms:
        if file.name == f"problems.{language}.toml":
            found |= tomllib.loads(file.read_text("utf-8"))
    return found

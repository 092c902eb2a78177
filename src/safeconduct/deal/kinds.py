"""What problems call the kinds of words."""

from __future__ import annotations

from collections.abc import Mapping

from safeconduct.errors import Text, say

_KINDS: Mapping[str, tuple[Text, Text]] = {
    "party": (say("party"), say("a party")),
    "group": (say("group"), say("a group")),
    "body": (say("body"), say("a body")),
    "act": (say("act"), say("an act")),
    "event": (say("event"), say("an event")),
    "state": (say("state"), say("a state")),
    "thing": (say("thing"), say("a thing")),
    "document": (say("document"), say("a document")),
    "place": (say("place"), say("a place")),
    "text": (say("text"), say("a text")),
    "word": (say("word"), say("a word")),
}


def kind_text(kind: str) -> Text:
    """Return a kind of words as a noun alone: *party*."""
    return _KINDS[kind][0]


def a_kind(kind: str) -> Text:
    """Return a kind of words with its article: *a party*."""
    return _KINDS[kind][1]

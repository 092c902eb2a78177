"""One text in several languages; the direction belongs to each string, not to the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

DIRECTION: Mapping[str, str] = {"ar": "rtl", "en": "ltr", "fr": "ltr", "ru": "ltr"}


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in several languages.

    Arguments:
        by_language: language code to wording.
    """

    by_language: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, **wording: str) -> Text:
        """Build a text from language codes: ``Text.of(en="north", fr="nord")``."""
        return cls(tuple(sorted(wording.items())))

    def in_language(self, language: str) -> str:
        """Return the wording in a language, else in English, else in the first language there is, else an empty string."""
        wording = dict(self.by_language)
        return wording.get(language) or wording.get("en") or next(iter(wording.values()), "")

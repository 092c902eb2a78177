"""The registry of problem codes: each room registers its own, with one paragraph of help.

A layout test fails when a code that the source raises is not registered, and when a registered one is never raised.
"""

from __future__ import annotations

from dataclasses import dataclass

from safeconduct.errors.texts import in_language


@dataclass(frozen=True, slots=True)
class CodeHelp:
    """The help of one code: its title and a paragraph that says what it means and what to do."""

    code: str
    title: str
    text: str

    def in_language(self, language: str) -> CodeHelp:
        """Return the same in another language."""
        return CodeHelp(self.code, in_language(self.title, language), in_language(self.text, language))


CODES: dict[str, CodeHelp] = {}


def register(code: str, title: str, text: str) -> str:
    """Register one code and return it.

    Raises: ValueError when the code is registered already with another text.
    """
    entry = CodeHelp(code, title, text)
    if CODES.setdefault(code, entry) != entry:
        raise ValueError(f"code {code} is registered twice")
    return code

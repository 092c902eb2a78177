"""Figures as the reader's language writes them; a language that is not known is written as English."""

from __future__ import annotations


def whole(number: float, language: str = "en") -> str:
    """Return a whole number with the thousands apart.

    >>> whole(1250, "fr") == "1\\u202f250"
    True
    """
    written = f"{number:,.0f}"
    return written.replace(",", "\u202f") if language == "fr" else written


def decimal(number: float, digits: int, language: str = "en") -> str:
    """Return a number with so many digits behind the point.

    >>> decimal(1.5, 2, "fr")
    '1,50'
    """
    written = f"{number:.{digits}f}"
    return written.replace(".", ",") if language == "fr" else written


def share(part: float, digits: int = 0, language: str = "en") -> str:
    """Return a share in per cent.

    >>> share(0.513), share(0.513, 1, "fr")
    ('51%', '51,3 %')
    """
    return f"{decimal(100 * part, digits, language)} %" if language == "fr" else f"{decimal(100 * part, digits)}%"

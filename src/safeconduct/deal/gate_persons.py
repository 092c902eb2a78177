"""Whether two names are of two persons: spelling, order and initials make nobody a second one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_LOOK_ALIKE = str.maketrans("авекмнорстухіјѕԁαβεικνορτυχ", "abekmhopctyxijsdabeikvoptux")
"""Cyrillic and Greek letters that look like Latin ones; the same name must not sign twice in two alphabets."""
_WORD = re.compile(r"[^\W\d_]+")


def different_persons(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that are certainly of different persons, in their order; what holds no name of a person is left out.

    Where an initial stands for a name that the other gives in full, they may be the same person, and count once.

    >>> different_persons(["A. Silva", "Silva, Ana", "B. Costa", "2"])
    ('A. Silva', 'B. Costa')
    """
    found: list[str] = []
    for name in names:
        if any(len(part) > 1 for part in _parts(name)) and not any(_may_be_one(name, other) for other in found):
            found.append(" ".join(name.split()))
    return tuple(found)


def _parts(name: str) -> list[str]:
    """Return the parts of a name, without case, marks or alphabet."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter) and unicodedata.category(letter) != "Cf")
    return sorted(_WORD.findall(plain.translate(_LOOK_ALIKE)))


def _may_be_one(name: str, other: str) -> bool:
    """Whether two names may be of one person: the same parts in any order, or run together, where initials may stand for parts."""
    ours, theirs = _parts(name), _parts(other)
    if "".join(ours) == "".join(theirs):
        return True
    fewer, more = sorted((ours, theirs), key=len)
    left = list(more)
    for part in sorted(fewer, key=len, reverse=True):
        match = next((one for one in left if one == part or (min(len(one), len(part)) == 1 and one[0] == part[0])), None)
        if match is None:
            return False
        left.remove(match)
    return True

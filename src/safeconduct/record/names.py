"""The names of a record and of a party, as every checkpoint and entry can carry them."""

from __future__ import annotations

import re

from safeconduct.errors import InputWrong, Problem, register, say
from safeconduct.record.profile import is_name

BAD_NAME = register(
    "record/name",
    "a name that a record or a party cannot have",
    "The name of a record is one line of every checkpoint, so it has no spaces and no plus sign; it ends with the name of the deal, as in "
    "record.example/harbour. A party's name is plain lower-case letters, digits, _ and -, so that no two look alike.",
)
_DEAL = re.compile(r"[a-z0-9][a-z0-9._/-]{0,199}")


def require_names(deal: str, party: str) -> None:
    """Require names that every checkpoint and entry can carry. Raises: InputWrong (``record/name``)."""
    why, found = say("it stands in everything that is signed, and cannot be changed later"), []
    if not _DEAL.fullmatch(deal):
        do = say("write it like record.example/harbour")
        found.append(Problem(BAD_NAME, say("a record cannot be called {deal}", deal=repr(deal[:60])), why=why, do=do))
    if not is_name(party):
        do = say("plain lower-case letters, digits, _ and -")
        found.append(Problem(BAD_NAME, say("a party cannot be called {party}", party=repr(party[:60])), why=why, do=do))
    if found:
        raise InputWrong(found)

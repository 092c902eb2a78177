"""What went wrong, why it matters here, what to do, and where.

    >>> from safeconduct.errors import Place, Problem, InputWrong
    >>> problem = Problem("deal/unknown-word", "unknown word [Idlib]", why="a clause may only use listed words",
    ...                   do="list the word under Words, or write [Idleb]", where=Place("offer.deal.md", 12, 7))
    >>> str(InputWrong([problem]))
    'offer.deal.md:12:7: deal/unknown-word: unknown word [Idlib]'

The family (the exit code of the command line in brackets)::

    SafeconductError
    ├── InputWrong (3)         the file or text cannot be read as what it claims to be
    ├── Refused (1)            a well-formed question whose honest answer is no
    ├── EvidenceFails (1)      a proof does not hold
    ├── RightsMissing (4)      no right, or no key
    └── EnvironmentFails (5)   disk, permission, a missing program

Usage errors (2) belong to the command line. Readers never stop at the first problem: they collect
:class:`Problem` values and raise one error that carries them all.

Files in reading order: ``texts.py`` (what a problem says, in each language), ``model.py`` (data and family), ``write.py`` (to text and JSON), ``codes.py`` (one
paragraph for each code, for ``safeconduct help CODE``).
"""

from safeconduct.errors.codes import CODES, CodeHelp, register
from safeconduct.errors.model import (
    EnvironmentFails,
    EvidenceFails,
    InputWrong,
    Place,
    Problem,
    Refused,
    RightsMissing,
    SafeconductError,
)
from safeconduct.errors.texts import Text, both, either, in_language, joined, say, worded
from safeconduct.errors.write import as_json, as_text

__all__ = [
    "CODES",
    "CodeHelp",
    "EnvironmentFails",
    "EvidenceFails",
    "InputWrong",
    "Place",
    "Problem",
    "Refused",
    "RightsMissing",
    "SafeconductError",
    "Text",
    "as_json",
    "as_text",
    "both",
    "either",
    "in_language",
    "joined",
    "register",
    "say",
    "worded",
]

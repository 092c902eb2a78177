"""The bytes of an agreement file to its text: of bounded size, in UTF-8, normal form C, with nothing in it that is not seen."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

from safeconduct.deal.codes import ENCODING, SIZE
from safeconduct.deal.faults import MOST_PROBLEMS
from safeconduct.errors import InputWrong, Place, Problem

LARGEST = 4 * 1024 * 1024
_MOST_LINES = 100_000
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
"""Control characters, and those that hide or turn round what follows; joiners and direction marks of Arabic are allowed."""


def decode(data: bytes, file: str) -> str:
    """Return the text of a file, with line ends as ``\\n``.

    Raises: InputWrong with every place where what is signed would not be what is seen.
    """
    if len(data) > LARGEST:
        what = f"the file has more than {LARGEST:,} bytes"
        do = "keep the agreement itself; put annexes beside it and name them by their digest"
        raise InputWrong(Problem(SIZE, what, why="it would be read into memory whole", do=do, where=Place(file)))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        column = wrong.start - (data.rfind(b"\n", 0, wrong.start) + 1) + 1
        what = f"byte {data[wrong.start]:#04x} is not UTF-8"
        raise InputWrong(
            Problem(
                ENCODING,
                what,
                why="two programs would read two different texts",
                do="save as UTF-8",
                where=Place(file, line, column),
            )
        ) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > _MOST_LINES:
        what = f"the file has more than {_MOST_LINES:,} lines"
        raise InputWrong(Problem(SIZE, what, why="no agreement has", do="keep the agreement itself", where=Place(file)))
    unseen = [_unseen(match, text, file) for match in islice(_UNSEEN.finditer(text), MOST_PROBLEMS)]
    if not unicodedata.is_normalized("NFC", text):
        decomposed = (_decomposed(line, number, file) for number, line in enumerate(text.split("\n"), 1))
        unseen += [problem for problem in decomposed if problem][:MOST_PROBLEMS]
    if unseen:
        raise InputWrong(unseen)
    return text


def _unseen(match: re.Match[str], text: str, file: str) -> Problem:
    start = match.start()
    place = Place(file, text.count("\n", 0, start) + 1, start - (text.rfind("\n", 0, start) + 1) + 1)
    what = f"there is an invisible character, U+{ord(match[0]):04X}"
    why = "the text that is signed would not be the text that is seen"
    return Problem(ENCODING, what, why=why, do="delete it", where=place)


def _decomposed(line: str, number: int, file: str) -> Problem | None:
    if unicodedata.is_normalized("NFC", line):
        return None
    column = next(
        i for i, pair in enumerate(zip(line, unicodedata.normalize("NFC", line) + " ", strict=False), 1) if pair[0] != pair[1]
    )
    why = "two words that look alike would be two different words"
    what = "a letter and its accent are written as two characters"
    return Problem(ENCODING, what, why=why, do="save in Unicode normal form C", where=Place(file, number, column, line))

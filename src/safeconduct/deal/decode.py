"""The bytes of an agreement file to its text: of bounded size, in UTF-8, normal form C, with nothing in it that is not seen."""

from __future__ import annotations

import codecs
import re
import unicodedata
from itertools import islice

from safeconduct.deal.codes import ENCODING, SIZE
from safeconduct.deal.faults import MOST_PROBLEMS
from safeconduct.errors import InputWrong, Place, Problem, say

LARGEST = 4 * 1024 * 1024
_MOST_LINES = 100_000
_TWO_TEXTS = say("two programs would read two different texts")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
"""Control characters, and those that hide or turn round what follows; joiners and direction marks of Arabic are allowed."""


def decode(data: bytes, file: str) -> tuple[str, list[Problem]]:
    """Return the text of a file, with line ends as ``\\n``, and every place where what is signed would not be what is seen.

    With problems the text is what was probably meant, so that the rest of the file can be judged in the same run.

    Raises: InputWrong when the file is too large to be read, or no text at all.
    """
    if len(data) > LARGEST:
        what = say("the file has more than {largest} bytes", largest=LARGEST)
        do = say("keep the agreement itself; put annexes beside it and name them by their digest")
        raise InputWrong(Problem(SIZE, what, why=say("it would be read into memory whole"), do=do, where=Place(file)))
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or data[:4].count(0) > 1:
        raise InputWrong(
            Problem(
                ENCODING, say("the file is UTF-16 or no text"), why=_TWO_TEXTS, do=say("save as UTF-8"), where=Place(file, 1, 1)
            )
        )
    text, problems = _text(data, file)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > _MOST_LINES:
        what = say("the file has more than {most_lines} lines", most_lines=_MOST_LINES)
        raise InputWrong(Problem(SIZE, what, why=say("no agreement has"), do=say("keep the agreement itself"), where=Place(file)))
    problems += [_unseen(match, text, file) for match in islice(_UNSEEN.finditer(text), MOST_PROBLEMS)]
    if not unicodedata.is_normalized("NFC", text):
        decomposed = (_decomposed(line, number, file) for number, line in enumerate(text.split("\n"), 1))
        problems += [problem for problem in decomposed if problem][:MOST_PROBLEMS]
    return (unicodedata.normalize("NFC", _UNSEEN.sub("", text)) if problems else text), problems


def _text(data: bytes, file: str) -> tuple[str, list[Problem]]:
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pairs = [_line(line, number, file) for number, line in enumerate(data.split(b"\n"), 1)]
        return "\n".join(text for text, _ in pairs), [problem for _, problem in pairs if problem][:MOST_PROBLEMS]


def _line(data: bytes, number: int, file: str) -> tuple[str, Problem | None]:
    """Return a line as UTF-8; with a problem, each byte that is none is read in the encoding that is mostly meant by it."""
    try:
        return data.decode("utf-8-sig" if number == 1 else "utf-8"), None
    except UnicodeDecodeError as wrong:
        escaped = data.decode("utf-8", "surrogateescape")
        text = re.sub("[\udc80-\udcff]", lambda byte: bytes([ord(byte[0]) - 0xDC00]).decode("cp1252", "replace"), escaped)
        what = say("byte {data} is not UTF-8", data=f"{data[wrong.start]:#04x}")
        where = Place(file, number, len(data[: wrong.start].decode("utf-8")) + 1, text)
        return text, Problem(ENCODING, what, why=_TWO_TEXTS, do=say("save as UTF-8"), where=where)


def _unseen(match: re.Match[str], text: str, file: str) -> Problem:
    start = match.start()
    place = Place(file, text.count("\n", 0, start) + 1, start - (text.rfind("\n", 0, start) + 1) + 1)
    what = say("there is an invisible character, U+{ord}", ord=f"{ord(match[0]):04X}")
    why = say("the text that is signed would not be the text that is seen")
    return Problem(ENCODING, what, why=why, do=say("delete it"), where=place)


def _decomposed(line: str, number: int, file: str) -> Problem | None:
    if unicodedata.is_normalized("NFC", line):
        return None
    column = next(
        i for i, pair in enumerate(zip(line, unicodedata.normalize("NFC", line) + " ", strict=False), 1) if pair[0] != pair[1]
    )
    why = say("two words that look alike would be two different words")
    what = say("a letter and its accent are written as two characters")
    return Problem(ENCODING, what, why=why, do=say("save in Unicode normal form C"), where=Place(file, number, column, line))

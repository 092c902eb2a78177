"""CSV to rows, each value with its line and column."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator

from safeconduct.errors import Place, Problem, say
from safeconduct.movement import codes
from safeconduct.movement.files.sources import unreadable
from safeconduct.movement.files.tables import Row

DELIMITERS = (",", ";", "\t")
Spot = tuple[int, int]


def csv_rows(text: str, file: str, kind: str, problems: list[Problem]) -> list[Row]:
    """Read a CSV table with a header; empty cells and rows without any value are left out, spaces around a cell do not count.

    Arguments:
        text: cells apart by commas, semicolons or tabs: whichever the header has most of.

    Raises: InputWrong (``movement/unreadable``).
    """
    lines = re.split("\r\n|\r|\n", text)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise unreadable(file, say("not CSV: {error}", error=say("a zero byte stands in it")), line)
    delimiter = max(DELIMITERS, key=lines[0].count)
    reader = csv.reader(io.StringIO(text, newline=None), strict=True, skipinitialspace=True, delimiter=delimiter)
    begun, table = 1, []
    try:
        for cells in reader:
            table.append((begun, cells))
            begun = reader.line_num + 1
    except csv.Error as error:
        raise unreadable(file, say("not CSV: {error}", error=_wrong_csv(str(error))), begun, 1, _line(lines, begun)) from None
    header = [name.strip() for name in table[0][1]] if table else []
    _once(header, file, lines, delimiter, problems)
    rows = []
    for line, cells in table[1:]:
        if len(cells) > len(header):
            at = _column(lines, line, delimiter, len(header))
            problems += unreadable(file, say("a row has more cells than the header"), at[0], at[1], _line(lines, at[0])).problems
        values = {key: cell.strip() for key, cell in zip(header, cells, strict=False) if key and cell.strip()}
        if values:
            finders = (_finder(header, at, lines, delimiter, file) for at in (line, 1))
            rows.append(Row(kind, values, next(finders), problems, head=next(finders)))
    return rows


def _wrong_csv(error: str) -> str:
    """What the usual slips are, in words of our own."""
    if "unexpected end" in error:
        return say("a quoted cell does not end")
    return say("a quote stands inside a cell") if "expected after" in error else error


def _once(header: list[str], file: str, lines: list[str], delimiter: str, problems: list[Problem]) -> None:
    for index, name in enumerate(header):
        if name and name in header[:index]:
            line, column = _column(lines, 1, delimiter, index)
            why, do = say("only one of them would apply"), say("take one of them out")
            what = say("{key} stands there twice", key=repr(name))
            problems.append(Problem(codes.TWICE, what, why, do, Place(file, line, column, _line(lines, line))))


def _finder(header: list[str], line: int, lines: list[str], delimiter: str, file: str) -> Callable[[str], Place]:
    def find(key: str) -> Place:
        at, column = _column(lines, line, delimiter, header.index(key)) if key in header else (1, len(lines[0]) + 1)
        return Place(file, at, column, _line(lines, at))

    return find


def _line(lines: list[str], number: int) -> str:
    return lines[number - 1] if 0 < number <= len(lines) else ""


def _column(lines: list[str], line: int, delimiter: str, index: int) -> Spot:
    """Return where a cell of a row begins; a quoted cell may hold delimiters and line ends. The end of the row where it has no such cell."""
    for number, (at, column) in enumerate(_starts(lines, line, delimiter)):
        if number == index:
            row = _line(lines, at)
            return at, column + len(row[column - 1 :]) - len(row[column - 1 :].lstrip(" "))
    return line, len(_line(lines, line)) + 1


def _starts(lines: list[str], line: int, delimiter: str) -> Iterator[Spot]:
    quoted, fresh = False, True
    yield line, 1
    for at in range(line, len(lines) + 1):
        for column, sign in enumerate(_line(lines, at), start=1):
            if sign == '"' and (quoted or fresh):
                quoted = not quoted
            elif sign == delimiter and not quoted:
                yield at, column + 1
            fresh = sign in (delimiter, '"') or (fresh and sign.isspace())
        if not quoted:
            return

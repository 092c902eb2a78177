"""Rows of a user's file, each value with its place, and the questions a reader asks of them. Problems are collected."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from safeconduct.errors import Place, Problem, say, worded
from safeconduct.kernel.texts import DIRECTION
from safeconduct.movement import codes

MOST = 10**7


@dataclass(slots=True)
class Row:
    """One table of a file.

    Arguments:
        kind: what it describes ("leg"); values: as parsed; where: the place of a key in the file; problems: shared collection.
        head: in a table, the place of a column's name: a column that nobody reads is told once, not in every row.
    """

    kind: str
    values: Mapping[str, Any]
    where: Callable[[str], Place]
    problems: list[Problem]
    read: set[str] = field(default_factory=set)
    head: Callable[[str], Place] | None = None

    def wrong(self, code: str, key: str, what: str, why: str, do: str, more: tuple[str, ...] = ()) -> None:
        """Note a problem at a key."""
        self.problems.append(Problem(code, what, why, do, self.where(key), more))

    def get(self, key: str, *, needed: bool = False) -> Any:
        """Return a raw value, or None; note it as missing when it is needed."""
        self.read.add(key)
        value = self.values.get(key)
        if value is None and needed:
            what = say("{kind} has no {key}", kind=self.kind, key=key)
            self.wrong(
                codes.MISSING, key, what, say("it is not guessed"), say("add {key} = … to this {kind}", key=key, kind=self.kind)
            )
        return value

    def text(self, key: str, default: str = "", *, needed: bool = False) -> str:
        """Return a text."""
        value = self.get(key, needed=needed)
        if value is None:
            return default
        if not isinstance(value, str):
            self._not(key, value, say("a text in quotes"))
            return default
        return value

    def wording(self, key: str, default: str = "") -> str:
        """Return words for people: one text, a table of them by language, or texts under ``key:fr`` beside it (as OpenStreetMap writes names)."""
        beside = {language: words for language in DIRECTION if (words := self.text(f"{key}:{language}"))}
        value = self.values.get(key)
        if isinstance(value, Mapping):
            return self._worded(key, value, default)
        first = self.text(key, default)
        return worded({"en": first, **beside}) if beside and first else first or next(iter(beside.values()), "")

    def wordings(self, key: str) -> tuple[str, ...]:
        """Return a list of words for people, each as in ``wording``."""
        value = self.get(key)
        if not isinstance(value, list) or not any(isinstance(item, Mapping) for item in value):
            return self.texts(key)
        return tuple(self._worded(key, item if isinstance(item, Mapping) else {"en": item}, "") for item in value)

    def _worded(self, key: str, value: Mapping[str, Any], default: str) -> str:
        self.read.add(key)
        if not value or not all(language in DIRECTION and isinstance(words, str) and words for language, words in value.items()):
            self._not(
                key, dict(value), say("a text in quotes, or one for each language: {example}", example='{en = "…", fr = "…"}')
            )
            return default
        return worded(value)

    def whole(self, key: str, default: int = 0, *, needed: bool = False, least: int = 0, most: int = MOST) -> int:
        """Return a whole number within limits."""
        value = self.get(key, needed=needed)
        if value is None:
            return default
        number = _as_whole(value)
        if number is None or not least <= number <= most:
            self._not(key, value, say("a whole number from {least} to {most}", least=least, most=most))
            return max(default, least)
        return number

    def wholes(self, key: str, *, length: int, least: int = 0, needed: bool = False) -> tuple[int, ...]:
        """Return a list of whole numbers of a fixed length; zeros when it is wrong or not there."""
        value = self.get(key, needed=needed)
        if value is None:
            return (least,) * length
        numbers = [_as_whole(item) for item in value] if isinstance(value, list) else []
        if len(numbers) != length or any(number is None or not least <= number <= MOST for number in numbers):
            self._not(key, value, say("a list of {length} whole numbers, none below {least}", length=length, least=least))
            return (least,) * length
        return tuple(number or 0 for number in numbers)

    def number(self, key: str, default: float = 0.0) -> float:
        """Return a number that is not negative."""
        value = _as_number(self.get(key))
        if value is None and self.values.get(key) is not None:
            self._not(key, self.values[key], say("a number, not below zero"), decimals(self.values[key]))
        return default if value is None else value

    def flag(self, key: str, default: bool) -> bool:
        """Return yes or no."""
        value = self.get(key)
        if isinstance(value, str) and value.lower() in ("true", "false"):
            return value.lower() == "true"
        if value is not None and not isinstance(value, bool):
            self._not(key, value, say("true or false"))
            return default
        return default if value is None else value

    def choice(self, key: str, options: Sequence[str], default: str) -> str:
        """Return one of a few words."""
        value = self.text(key, default)
        if value not in options:
            self._not(key, value, say("one of {options}", options=", ".join(options)), near(value, options))
            return default
        return value

    def texts(self, key: str, *, needed: bool = False) -> tuple[str, ...]:
        """Return a list of texts (a single text counts as a list of one; in CSV, separated by spaces)."""
        value = self.get(key, needed=needed)
        if value is None or value == "":
            return ()
        items = value.split() if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            self._not(key, value, say("a list of texts"))
            return ()
        return tuple(items)

    def known(self, key: str, names: Iterable[str], of: str, *, needed: bool = True) -> str:
        """Return a text that must be one of the defined names."""
        value = self.text(key, needed=needed)
        if value or self.values.get(key) == "":
            self.expect(key, (value,), names, of)
        return value

    def expect(self, key: str, values: Iterable[str], names: Iterable[str], of: str) -> None:
        """Note every value that is not a defined name, with the nearest one."""
        options = [name for name in dict.fromkeys(names) if name]
        for value in values:
            if value not in options:
                what = say("unknown {of} {value}", of=of, value=repr(value))
                do = say("define it, or write one of: {options}", options=", ".join(options[:12]) or say("none is defined yet"))
                self.wrong(codes.UNKNOWN_NAME, key, what, say("this {kind} refers to it", kind=self.kind), do, near(value, options))

    def finish(self) -> None:
        """Note every key that nobody has asked for."""
        for key in self.values:
            if key not in self.read:
                what, why = say("{kind} has no use for {key}", kind=self.kind, key=repr(key)), say("its value would not apply")
                do = say("correct the spelling or take it out")
                self.problems.append(
                    Problem(codes.UNKNOWN_KEY, what, why, do, (self.head or self.where)(key), near(key, self.read))
                )

    def _not(self, key: str, value: Any, expected: str, more: tuple[str, ...] = ()) -> None:
        shown = repr(value) if len(repr(value)) < 60 else repr(value)[:57] + "…"
        why = say("the plan would rest on a figure nobody meant")
        self.wrong(
            codes.BAD_VALUE,
            key,
            say("{key} = {shown} is not {expected}", key=key, shown=shown, expected=expected),
            why,
            say("write {expected}", expected=expected),
            more,
        )


def near(word: str, options: Iterable[str]) -> tuple[str, ...]:
    """Return a *did you mean* line, or nothing."""
    known = {option.casefold(): option for option in options}
    found = [known[one] for one in difflib.get_close_matches(word.casefold(), list(known), 1)]
    return (say("did you mean {name}?", name=repr(found[0])),) if found else ()


def decimals(value: Any) -> tuple[str, ...]:
    """Return the hint for a number with a decimal comma, or nothing."""
    written = any(
        isinstance(one, str) and re.fullmatch(r"-?\d+,\d+", one.strip())
        for one in (value if isinstance(value, list | tuple) else (value,))
    )
    return (say("decimals are written with a point: 36.2"),) if written else ()


def _as_whole(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,12}", value.strip()):
        return int(value)
    return int(value) if isinstance(value, float) and abs(value) < 1e12 and value == int(value) else None


def _as_number(value: Any) -> float | None:
    if isinstance(value, bool) or value is None:
        return None
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if 0 <= number < 1e12 else None

"""``case.toml``: what a case is called, its files in order, and what every screen says about it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from safeconduct.case.codes import SETTINGS
from safeconduct.errors import Place, Problem, say
from safeconduct.kernel import Text

FILE = "case.toml"
_KEYS = ("deal", "reconstruction", "agreements", "history", "title", "says", "finding", "method", "source", "words", "texts")


@dataclass(frozen=True, slots=True)
class CaseSource:
    """A source the case names."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What an authority found about the case, shown beside every result."""

    source: str
    says: Text


@dataclass(frozen=True, slots=True)
class Settings:
    """What ``case.toml`` settles; the defaults hold where there is none.

    Arguments:
        deal: id of the deal, the same in every agreement and entry.
        agreements: file names in order of time; empty for every ``.deal.md`` file in the order of their names.
        history: file that holds the entries; the record where there is one.
        is_reconstruction: whether the case was made afterwards from public reports.
        says: what every screen of the case says about it, such as that it is a reconstruction.
        finding: what every result of the case has to be shown with.
        words: names of things and sources that entries use and no agreement names.
        texts: for an entry, by its id, its words in other languages than its own.
    """

    deal: str = ""
    title: Text = field(default_factory=lambda: Text(()))
    agreements: tuple[str, ...] = ()
    history: str = "history.jsonl"
    is_reconstruction: bool = False
    says: Text = field(default_factory=lambda: Text(()))
    finding: Finding | None = None
    sources: tuple[CaseSource, ...] = ()
    words: Mapping[str, Text] = field(default_factory=dict)
    texts: Mapping[str, Text] = field(default_factory=dict)


def read_settings(data: bytes, problems: list[Problem]) -> Settings:
    """Read ``case.toml``; problems are added to ``problems``."""
    reader = _Reader(data, problems)
    values = reader.values()
    for key in values:
        if key not in _KEYS:
            reader.wrong(key, say("{key} is not a key of {file}", key=key, file=FILE), say("keys: {keys}", keys=", ".join(_KEYS)))
    return Settings(
        deal=reader.typed(values, "deal", str, ""),
        title=reader.text(values, "title"),
        agreements=tuple(reader.names(values)),
        history=_plain(reader, reader.typed(values, "history", str, "history.jsonl")),
        is_reconstruction=reader.typed(values, "reconstruction", bool, False),
        says=reader.text(values, "says"),
        finding=reader.finding(values),
        sources=tuple(reader.sources(values)),
        words=reader.texts(values, "words"),
        texts=reader.texts(values, "texts"),
    )


def _plain(reader: _Reader, name: str) -> str:
    """A file name without any folder: a case is one folder, and nothing outside it is read."""
    if re.fullmatch(r"[^/\\:\0]+", name) and name not in (".", ".."):
        return name
    reader.wrong("history", say("{name} is not a plain file name", name=repr(name)), say("name a file of this folder"))
    return "history.jsonl"


@dataclass(slots=True)
class _Reader:
    data: bytes
    problems: list[Problem]

    def wrong(self, key: str, what: str, do: str) -> None:
        self.problems.append(Problem(SETTINGS, what, why=say("it decides how the case is read"), do=do, where=self.place(key)))

    def place(self, key: str) -> Place:
        lines = self.data.decode("utf-8", "replace").splitlines()
        written = re.compile(rf"\s*\[*\s*{re.escape(key)}\b")
        number = next((number for number, line in enumerate(lines, 1) if key and written.match(line)), 0)
        return Place(FILE, number, 1 if number else 0, lines[number - 1] if number else "")

    def values(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self.data.decode("utf-8"))
        except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as wrong:
            found = re.search(r"line (\d+), column (\d+)", str(wrong))
            place = Place(FILE, int(found[1]), int(found[2])) if found else Place(FILE)
            what = (
                say("this is not UTF-8") if isinstance(wrong, UnicodeDecodeError) else say("this is not TOML: {wrong}", wrong=wrong)
            )
            self.problems.append(
                Problem(SETTINGS, what, why=say("it decides how the case is read"), do=say("correct it"), where=place)
            )
            return {}

    def typed(self, values: Mapping[str, Any], key: str, kind: type, default: Any) -> Any:
        value = values.get(key, default)
        if isinstance(value, kind):
            return value
        self.wrong(key, say("{key} wants {called}", key=key, called=_CALLED[kind]), say("write {key} = …", key=key))
        return default

    def text(self, values: Mapping[str, Any], key: str) -> Text:
        wording = self.typed(values, key, dict, {})
        if all(isinstance(value, str) for value in wording.values()):
            return Text.of(**wording)
        self.wrong(key, say("{key} wants one text for each language", key=key), say('write en = "…"'))
        return Text(())

    def texts(self, values: Mapping[str, Any], key: str) -> dict[str, Text]:
        table = self.typed(values, key, dict, {})
        return {name: self.text(table, name) for name in table}

    def names(self, values: Mapping[str, Any]) -> list[str]:
        found = self.typed(values, "agreements", list, [])
        good: Callable[[Any], bool] = lambda name: isinstance(name, str) and bool(re.fullmatch(r"[^/\\:\0]+\.deal\.md", name))
        if all(good(name) for name in found) and len(set(found)) == len(found):
            return list(found)
        self.wrong(
            "agreements",
            say("agreements wants file names of this folder ending in .deal.md, each once"),
            say('write ["1-….deal.md"]'),
        )
        return []

    def finding(self, values: Mapping[str, Any]) -> Finding | None:
        if "finding" not in values:
            return None
        given = dict(self.typed(values, "finding", dict, {}))
        source = self.typed(given, "source", str, "")
        given.pop("source", None)
        return Finding(source, self.text({"finding": given}, "finding"))

    def sources(self, values: Mapping[str, Any]) -> list[CaseSource]:
        found = []
        for item in self.typed(values, "source", list, []):
            if isinstance(item, dict) and isinstance(item.get("id"), str) and isinstance(item.get("title"), str):
                found.append(CaseSource(item["id"], item["title"]))
            else:
                self.wrong("source", say("a source wants id and title"), say('write [[source]], id = "…", title = "…"'))
        return found


_CALLED: Mapping[type, str] = {str: say("a text"), bool: say("true or false"), list: say("a list"), dict: say("a table")}

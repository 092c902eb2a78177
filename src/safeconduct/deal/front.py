"""The front matter: a small YAML map with fixed keys, read without anchors, aliases or tags."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import StringIO

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.tokens import AliasToken, AnchorToken, TagToken

from safeconduct.deal.codes import FRONT_MATTER
from safeconduct.deal.language import READ_LANGUAGES, WRITTEN_LANGUAGES
from safeconduct.deal.model import FORMAT
from safeconduct.errors import InputWrong, Place, Problem
from safeconduct.kernel import Text, Zone

_LARGEST = 16 * 1024
_MOST_NESTED = 100
_KEYS = ("format", "deal", "title", "languages", "clock", "day-count", "references")
_REQUIRED = _KEYS[:-1]


@dataclass(frozen=True, slots=True)
class Front:
    """What the front matter settles."""

    deal: str
    title: Text
    languages: tuple[str, ...]
    clock: Zone
    day_count: int
    references: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reader:
    file: str
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, what: str, do: str, line: int = 1, more: tuple[str, ...] = ()) -> None:
        """Keep one problem of the front matter."""
        why = "the front matter decides how every sentence is read"
        self.problems.append(Problem(FRONT_MATTER, what, why=why, do=do, where=Place(self.file, line, 1), more=more))


def read_front(text: str | None, file: str, problems: list[Problem], *, is_opened: bool = False) -> Front | None:
    """Read the front matter; problems are added to ``problems``.

    Arguments:
        text: between its two lines of ---, or None where there are not two.
        is_opened: whether there is the first of the two.

    Returns: what it settles; with problems, what can be made of the rest of it, so that the sentences below are read all the same;
        None when there is nothing to go by.
    """
    reader = _Reader(file, problems)
    if text is None and is_opened:
        reader.wrong("the front matter is not closed", "put a line --- below its last key, before the first section")
        return None
    if text is None:
        reader.wrong("the file does not open with a front matter", "start the file with a line ---, the keys, and a line ---")
        return None
    root = _compose(text, reader)
    if not isinstance(root, MappingNode):
        return None
    values = _entries(root, reader)
    for key in _REQUIRED:
        if key not in values:
            reader.wrong(f"{key} is missing", f"add a line '{key}: …' between the two lines of ---")
    return _front(values, reader)


def _compose(text: str, reader: _Reader) -> Node | None:
    if len(text) > _LARGEST:
        reader.wrong(f"the front matter has {len(text):,} characters", f"keep it under {_LARGEST:,}; long texts belong below it")
        return None
    if _is_deep(text):
        reader.wrong("lists and maps are nested too deeply", "write one 'key: value' on each line")
        return None
    yaml = YAML(typ="safe", pure=True)
    try:
        for token in yaml.scan(StringIO(text)):
            if isinstance(token, AliasToken | AnchorToken | TagToken):
                line = token.start_mark.line + 2
                reader.wrong("anchors, aliases and tags are not allowed here", "write the value out", line)
                return None
        root: Node | None = yaml.compose(StringIO(text))
    except MarkedYAMLError as wrong:
        line = (wrong.problem_mark.line if wrong.problem_mark else 0) + 2
        reader.wrong(f"this is not YAML: {wrong.problem}", "write one 'key: value' on each line", line)
        return None
    except (YAMLError, ValueError, RecursionError) as wrong:
        reader.wrong(f"this is not YAML: {type(wrong).__name__}", "write one 'key: value' on each line")
        return None
    if not isinstance(root, MappingNode):
        reader.wrong("the front matter is not a list of keys", "write one 'key: value' on each line")
    return root


def _is_deep(text: str) -> bool:
    """Whether nesting could exhaust the parser: brackets, or dashes, question marks and indents in a row."""
    marks = max((len(re.findall(r"[-?:]\s", line)) + (len(line) - len(line.lstrip())) for line in text.split("\n")), default=0)
    return text.count("[") + text.count("{") > _MOST_NESTED or marks > _MOST_NESTED


def _entries(root: MappingNode, reader: _Reader) -> dict[str, Node]:
    values: dict[str, Node] = {}
    for key, value in root.value:
        name, line = str(key.value) if isinstance(key, ScalarNode) else "a list or a map", key.start_mark.line + 2
        if name in values:
            reader.wrong(f"{name[:40]} stands twice", "keep one of the two", line)
        elif name not in _KEYS:
            reader.wrong(f"{name[:40]} is not a key of the front matter", "remove it", line, (f"keys: {', '.join(_KEYS)}",))
        values[name] = value
    return values


def _front(values: Mapping[str, Node], reader: _Reader) -> Front:
    scalar: Callable[[str], str] = lambda key: _scalar(values[key], key, reader) if key in values else ""
    if scalar("format") not in (FORMAT, ""):
        reader.wrong(f"format is {scalar('format')!r}", f"this version reads {FORMAT}", _line(values["format"]))
    deal = scalar("deal")
    if deal and not all(c.isascii() and (c.isalnum() or c == "-") for c in deal):
        reader.wrong(f"deal is {deal!r}", "use letters, figures and hyphens only", _line(values["deal"]))
    languages = _languages(values["languages"], reader) if "languages" in values else ()
    day_count = scalar("day-count")
    if day_count not in ("0", "1", ""):
        reader.wrong(f"day-count is {day_count!r}", "write 0 or 1: which day the day of signature is", _line(values["day-count"]))
    clock = _clock(scalar("clock"), values["clock"], reader) if "clock" in values else None
    title = _title(values["title"], languages, reader) if "title" in values else Text.of()
    references = _strings(values["references"], "references", reader) if "references" in values else ()
    return Front(deal, title, languages, clock or Zone("UTC"), int(day_count == "1"), references)


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 2


def _scalar(node: Node, key: str, reader: _Reader) -> str:
    if isinstance(node, ScalarNode) and str(node.value).strip():
        return str(node.value).strip()
    reader.wrong(f"{key} wants one value", f"write '{key}: …' on one line", _line(node))
    return ""


def _strings(node: Node, key: str, reader: _Reader) -> tuple[str, ...]:
    if isinstance(node, SequenceNode) and all(isinstance(item, ScalarNode) for item in node.value):
        return tuple(str(item.value) for item in node.value)
    reader.wrong(f"{key} wants a list", f"write '{key}: [first, second]'", _line(node))
    return ()


def _languages(node: Node, reader: _Reader) -> tuple[str, ...]:
    """Return the languages, or none at all where the list is wrong: the sections then say which there are."""
    before = len(reader.problems)
    found = _strings(node, "languages", reader)
    for language in found:
        if language not in READ_LANGUAGES:
            known = ", ".join(READ_LANGUAGES)
            reader.wrong(f"no grammar for the language {language!r}", f"languages that are read: {known}", _line(node))
    if len(set(found)) < len(found) or not found:
        reader.wrong("languages wants at least one, each once", "write 'languages: [en, fr]'", _line(node))
    return found if len(reader.problems) == before else ()


def _clock(name: str, node: Node, reader: _Reader) -> Zone | None:
    if not name:
        return None
    try:
        return Zone(name)
    except InputWrong as wrong:
        reader.wrong(wrong.problems[0].what, wrong.problems[0].do, _line(node))
        return None


def _title(node: Node, languages: tuple[str, ...], reader: _Reader) -> Text:
    wording: dict[str, str] = {}
    for key, value in node.value if isinstance(node, MappingNode) else ():
        name = str(key.value) if isinstance(key, ScalarNode) else "a list or a map"
        if name in wording or name not in WRITTEN_LANGUAGES or not isinstance(value, ScalarNode):
            what = f"title has {name[:20]!r}, which is said already or is no language known here"
            reader.wrong(what, f"give one title for each of {', '.join(languages)}", int(key.start_mark.line) + 2)
        else:
            wording[name] = str(value.value)
    missing = [language for language in languages if not wording.get(language)]
    if missing:
        reader.wrong(f"title has no wording for {', '.join(missing)}", "write 'title: {en: …, fr: …}'", _line(node))
    return Text.of(**wording)

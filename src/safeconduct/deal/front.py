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
from safeconduct.errors import InputWrong, Place, Problem, say
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
        why = say("the front matter decides how every sentence is read")
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
        reader.wrong(say("the front matter is not closed"), say("put a line --- below its last key, before the first section"))
        return None
    if text is None:
        reader.wrong(
            say("the file does not open with a front matter"), say("start the file with a line ---, the keys, and a line ---")
        )
        return None
    root = _compose(text, reader)
    if not isinstance(root, MappingNode):
        return None
    values = _entries(root, reader)
    for key in _REQUIRED:
        if key not in values:
            reader.wrong(say("{key} is missing", key=key), say("add a line '{key}: …' between the two lines of ---", key=key))
    return _front(values, reader)


def _compose(text: str, reader: _Reader) -> Node | None:
    if len(text) > _LARGEST:
        reader.wrong(
            say("the front matter has {text} characters", text=len(text)),
            say("keep it under {largest}; long texts belong below it", largest=_LARGEST),
        )
        return None
    if _is_deep(text):
        reader.wrong(say("lists and maps are nested too deeply"), say("write one 'key: value' on each line"))
        return None
    yaml = YAML(typ="safe", pure=True)
    try:
        for token in yaml.scan(StringIO(text)):
            if isinstance(token, AliasToken | AnchorToken | TagToken):
                line = token.start_mark.line + 2
                reader.wrong(say("anchors, aliases and tags are not allowed here"), say("write the value out"), line)
                return None
        root: Node | None = yaml.compose(StringIO(text))
    except MarkedYAMLError as wrong:
        line = (wrong.problem_mark.line if wrong.problem_mark else 0) + 2
        reader.wrong(say("this is not YAML: {problem}", problem=wrong.problem), say("write one 'key: value' on each line"), line)
        return None
    except (YAMLError, ValueError, RecursionError) as wrong:
        reader.wrong(say("this is not YAML: {name}", name=type(wrong).__name__), say("write one 'key: value' on each line"))
        return None
    if not isinstance(root, MappingNode):
        reader.wrong(say("the front matter is not a list of keys"), say("write one 'key: value' on each line"))
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
            reader.wrong(say("{name} stands twice", name=name[:40]), say("keep one of the two"), line)
        elif name not in _KEYS:
            reader.wrong(
                say("{name} is not a key of the front matter", name=name[:40]),
                say("remove it"),
                line,
                (say("keys: {keys}", keys=", ".join(_KEYS)),),
            )
        values[name] = value
    return values


def _front(values: Mapping[str, Node], reader: _Reader) -> Front:
    scalar: Callable[[str], str] = lambda key: _scalar(values[key], key, reader) if key in values else ""
    if scalar("format") not in (FORMAT, ""):
        reader.wrong(
            say("format is {scalar}", scalar=repr(scalar("format"))),
            say("this version reads {format}", format=FORMAT),
            _line(values["format"]),
        )
    deal = scalar("deal")
    if deal and not all(c.isascii() and (c.isalnum() or c == "-") for c in deal):
        reader.wrong(say("deal is {deal}", deal=repr(deal)), say("use letters, figures and hyphens only"), _line(values["deal"]))
    languages = _languages(values["languages"], reader) if "languages" in values else ()
    day_count = scalar("day-count")
    if day_count not in ("0", "1", ""):
        reader.wrong(
            say("day-count is {day_count}", day_count=repr(day_count)),
            say("write 0 or 1: which day the day of signature is"),
            _line(values["day-count"]),
        )
    clock = _clock(scalar("clock"), values["clock"], reader) if "clock" in values else None
    title = _title(values["title"], languages, reader) if "title" in values else Text.of()
    references = _strings(values["references"], "references", reader) if "references" in values else ()
    return Front(deal, title, languages, clock or Zone("UTC"), int(day_count == "1"), references)


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 2


def _scalar(node: Node, key: str, reader: _Reader) -> str:
    if isinstance(node, ScalarNode) and str(node.value).strip():
        return str(node.value).strip()
    reader.wrong(say("{key} wants one value", key=key), say("write '{key}: …' on one line", key=key), _line(node))
    return ""


def _strings(node: Node, key: str, reader: _Reader) -> tuple[str, ...]:
    if isinstance(node, SequenceNode) and all(isinstance(item, ScalarNode) for item in node.value):
        return tuple(str(item.value) for item in node.value)
    reader.wrong(say("{key} wants a list", key=key), say("write '{key}: [first, second]'", key=key), _line(node))
    return ()


def _languages(node: Node, reader: _Reader) -> tuple[str, ...]:
    """Return the languages, or none at all where the list is wrong: the sections then say which there are."""
    before = len(reader.problems)
    found = _strings(node, "languages", reader)
    for language in found:
        if language not in READ_LANGUAGES:
            known = ", ".join(READ_LANGUAGES)
            reader.wrong(
                say("no grammar for the language {language}", language=repr(language)),
                say("languages that are read: {languages}", languages=known),
                _line(node),
            )
    if len(set(found)) < len(found) or not found:
        reader.wrong(say("languages wants at least one, each once"), say("write 'languages: [en, fr]'"), _line(node))
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
            what = say("title has {name}, which is said already or is no language known here", name=repr(name[:20]))
            reader.wrong(
                what, say("give one title for each of {languages}", languages=", ".join(languages)), int(key.start_mark.line) + 2
            )
        else:
            wording[name] = str(value.value)
    missing = [language for language in languages if not wording.get(language)]
    if missing:
        reader.wrong(
            say("title has no wording for {missing}", missing=", ".join(missing)), say("write 'title: {en: …, fr: …}'"), _line(node)
        )
    return Text.of(**wording)

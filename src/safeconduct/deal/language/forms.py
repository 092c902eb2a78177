"""The wordings of one language, read from its file: how each node of the tree is said.

A wording is a list of pieces: plain words, slots to fill, and words that agree with a slot.
"""

from __future__ import annotations

import re
import tomllib
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources

from safeconduct.deal import tree
from safeconduct.deal.language.names import Name, read_hints


@dataclass(frozen=True, slots=True)
class Words:
    """Plain words, as written."""

    text: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A part to fill; ``bare`` leaves the article of a noun out."""

    name: str
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Agreeing:
    """A word that agrees with a slot or with the bearer of the sentence, or, where it is counted, with the number before it."""

    base: str
    slot: str


Piece = Words | Slot | Agreeing
Wording = tuple[Piece, ...]

_PIECE = re.compile(r"\{(\w+)(!bare)?\}|<([^:>]+)(?::(\w+))?>|([^{<]+)")


@dataclass(frozen=True, slots=True)
class Forms:
    """Everything a language file says.

    Arguments:
        language: its code.
        wordings: class of the node to its wordings, the one that ``write`` prints for given slots found by its slots.
        inflected: base form to the forms masculine, feminine, masculine plural, feminine plural.
        counted: base form to the forms that the plural rule of the language numbers.
        joins: name of a list slot to what stands between its members.
        features: gender and number of nodes that are nouns of the language itself, such as *clause* or *hours*.
        note: what a reader must be told before reading this language; empty for languages that are read as well.
    """

    language: str
    wordings: Mapping[type[tree.Node], tuple[Wording, ...]]
    inflected: Mapping[str, tuple[str, ...]]
    counted: Mapping[str, tuple[str, ...]]
    joins: Mapping[str, str]
    features: Mapping[type[tree.Node], Name]
    note: str

    def human(self, kind: type[tree.Node]) -> str:
        """Return the first wording of a node as a person would look it up: ``[party] undertakes to [act]``."""
        return "".join(self._human_piece(piece) for piece in self.wordings[kind][0])

    def _human_piece(self, piece: Piece) -> str:
        if isinstance(piece, Words):
            return piece.text
        if isinstance(piece, Agreeing):
            return self.inflected[piece.base][0] if piece.base in self.inflected else self.counted[piece.base][-1]
        return f"[{piece.name.replace('_', ' ')}]"


def parse_wording(text: str) -> Wording:
    """Read ``"<is> ready to {action}"``."""
    pieces: list[Piece] = []
    for slot, bare, base, target, words in _PIECE.findall(text):
        if slot:
            pieces.append(Slot(slot, bool(bare)))
        elif base:
            pieces.append(Agreeing(base, target or "bearer"))
        else:
            pieces.append(Words(words))
    return tuple(pieces)


@cache
def load_forms(language: str) -> Forms:
    """Read the file of a language that the package ships.

    Raises: KeyError when the file names a node that the tree does not have.
    """
    raw = tomllib.loads(resources.files(__package__).joinpath(f"{language}.toml").read_text("utf-8"))
    note, joins = raw.pop("note", ""), raw.pop("join")
    inflected = {base: _four(forms) for base, forms in raw.pop("inflect", {}).items()}
    counted = {base: tuple(forms) for base, forms in raw.pop("count", {}).items()}
    features = {NODE_BY_NAME[name]: read_hints(hints) for name, hints in raw.pop("agreement", {}).items()}
    wordings: dict[type[tree.Node], tuple[Wording, ...]] = {}
    for section in raw.values():
        for name, texts in section.items():
            wordings[NODE_BY_NAME[name]] = tuple(parse_wording(text) for text in ([texts] if isinstance(texts, str) else texts))
    return Forms(language, wordings, inflected, counted, joins, features, note)


def _four(forms: list[str]) -> tuple[str, ...]:
    """Two forms (singular, plural) stand for both genders."""
    return (forms[0], forms[0], forms[1], forms[1]) if len(forms) == 2 else tuple(forms)


def node_name(kind: type[tree.Node]) -> str:
    """Return the name of a node in the language files and in JSON: ``IfDecides`` is ``if_decides``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind.__name__).lower()


def _concrete() -> dict[str, type[tree.Node]]:
    found = (value for value in vars(tree).values() if isinstance(value, type) and issubclass(value, tree.Node))
    return {node_name(kind): kind for kind in found if "__dataclass_fields__" in vars(kind)}


NODE_BY_NAME: Mapping[str, type[tree.Node]] = _concrete()
CATEGORIES: tuple[type[tree.Node], ...] = tuple(
    value
    for value in vars(tree).values()
    if isinstance(value, type) and issubclass(value, tree.Node) and value is not tree.Node and value not in NODE_BY_NAME.values()
)


@dataclass(frozen=True, slots=True)
class FieldType:
    """What may stand in a slot.

    Arguments:
        category: the class of node, or None for a leaf.
        kinds: kinds of words, for a noun.
        token: terminal, for a figure.
        many: whether the slot is a list.
        optional: whether it may be missing.
    """

    category: type[tree.Node] | None = None
    kinds: tuple[str, ...] = ()
    token: str = ""
    many: bool = False
    optional: bool = False


def field_types(kind: type[tree.Node]) -> Mapping[str, FieldType]:
    """Return the type of every field of a node, in order."""
    return _FIELD_TYPES[kind]


def _read_field_types(kind: type[tree.Node]) -> Mapping[str, FieldType]:
    hints = typing.get_type_hints(kind, vars(tree), include_extras=True)
    optional = {field.name for field in fields(kind) if field.default is None}  # type: ignore[arg-type]
    return {name: _field_type(hint, name in optional) for name, hint in hints.items()}


def _field_type(hint: object, optional: bool) -> FieldType:
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return _field_type(next(part for part in typing.get_args(hint) if part is not types.NoneType), optional)
    if origin is tuple:
        inner = _field_type(typing.get_args(hint)[0], optional)
        return FieldType(inner.category, inner.kinds, inner.token, many=True, optional=optional)
    if origin is typing.Annotated:
        mark = typing.get_args(hint)[1]
        if isinstance(mark, tree.Kinds):
            return FieldType(kinds=mark.names, optional=optional)
        return FieldType(token=mark.name, optional=optional)
    assert isinstance(hint, type)
    return FieldType(category=hint, optional=optional)


_FIELD_TYPES: Mapping[type[tree.Node], Mapping[str, FieldType]] = {kind: _read_field_types(kind) for kind in NODE_BY_NAME.values()}

"""A tree to a sentence of one language: the wording with its slots filled, agreement made, seams joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from safeconduct.deal import tree
from safeconduct.deal.language.forms import Agreeing, FieldType, Forms, Slot, Wording, Words, field_types
from safeconduct.deal.language.names import Name
from safeconduct.deal.language.surface import MUTE, Surface

_SINGULAR = Name("")
_FEMININE = Name("", gender="f")
_FEMININES = Name("", gender="f", plural=True)
_PLURAL = Name("", gender="m", plural=True)


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes trees in one language.

    Arguments:
        forms, surface: of the language.
    """

    forms: Forms
    surface: Surface

    def sentence(self, node: tree.Sentence, names: Mapping[str, Name]) -> str:
        """Return the sentence with its capital letter and full stop.

        Arguments:
            names: id of a word to its name in this language.
        """
        words = self.surface.join(self._node(node, names, ()))
        return f"{words[:1].upper()}{words[1:]}."

    def phrase(self, node: tree.Node, names: Mapping[str, Name]) -> str:
        """Return a part of a sentence on its own, such as an action."""
        return self.surface.join(self._node(node, names, ())).lstrip(", ")

    def written(self, node: tree.Node, names: Mapping[str, Name]) -> str:
        """Return a part of a sentence with its brackets, its seams to its neighbours still open."""
        return self._node(node, names, ())

    def bracketed(self, name: Name) -> str:
        """Return a noun with its article and brackets, its seams still open."""
        return _noun(name, bare=False)

    def noun(self, name: Name) -> str:
        """Return a noun with its article and without brackets."""
        return self.surface.join(_noun(name, bare=False)).replace("[", "").replace("]", "")

    def _node(self, node: tree.Node, names: Mapping[str, Name], above: Sequence[tree.Node]) -> str:
        wording = self._wording(node)
        types = field_types(type(node))
        inside = (node, *above)
        return "".join(
            piece.text
            if isinstance(piece, Words)
            else self._agree(piece, names, inside)
            if isinstance(piece, Agreeing)
            else self._slot(piece, getattr(node, piece.name), types[piece.name], names, inside)
            for piece in wording
        )

    def _wording(self, node: tree.Node) -> Wording:
        for wording in self.forms.wordings[type(node)]:
            slots = {piece.name for piece in wording if isinstance(piece, Slot)}
            if all(self._is_said(name, getattr(node, name)) == (name in slots) for name in field_types(type(node))):
                return wording
        raise ValueError(f"no wording of {type(node).__name__} fits the parts given")

    def _is_said(self, name: str, value: Any) -> bool:
        """Whether a slot needs words; a list without separator is written as nothing when it is empty."""
        return value is not None and (value != () or self.forms.joins.get(name) == "")

    def _slot(self, slot: Slot, value: Any, type_: FieldType, names: Mapping[str, Name], above: Sequence[tree.Node]) -> str:
        if type_.many:
            return self._list(slot, value, type_, names, above)
        return self._leaf(value, type_, names, above, bare=slot.bare)

    def _list(self, slot: Slot, values: Any, type_: FieldType, names: Mapping[str, Name], above: Sequence[tree.Node]) -> str:
        parts = [self._leaf(value, type_, names, above) for value in values]
        if slot.name == "items":
            parts = [f"({chr(ord('a') + index)}) {part}" for index, part in enumerate(parts)]
        joined: str = self.forms.joins[slot.name].join(parts)
        return joined

    def _leaf(
        self, value: Any, type_: FieldType, names: Mapping[str, Name], above: Sequence[tree.Node], *, bare: bool = False
    ) -> str:
        if type_.category is not None:
            return self._node(value, names, above)
        if type_.kinds:
            return _noun(names[value], bare=bare)
        if type_.token == "NUMBER":
            return self.surface.figure(value)
        if type_.token == "DATE":
            return self.surface.date(value)
        if type_.token == "QUOTED":
            opening, closing = self.surface.quotes
            return f"{opening}{value}{closing}"
        return str(value)

    def _agree(self, word: Agreeing, names: Mapping[str, Name], above: Sequence[tree.Node]) -> str:
        for node in above:
            if word.slot in field_types(type(node)):
                return self.forms.inflected[word.base][_features(getattr(node, word.slot), names).form]
        raise ValueError(f"nothing for {word.base} to agree with")


def _noun(name: Name, *, bare: bool) -> str:
    mute = MUTE if name.mute_h else ""
    noun = f"[{mute}{name.text}]"
    return noun if bare or not name.article else f"{name.article} {noun}"


def _features(value: Any, names: Mapping[str, Name]) -> Name:
    """Return a name with the gender and number to agree with."""
    if isinstance(value, str):
        return names[value]
    if isinstance(value, tree.One):
        return names[value.actor]
    if isinstance(value, tree.Clause):
        return _FEMININE
    if isinstance(value, tree.Clauses):
        return _FEMININES
    if isinstance(value, tree.Jointly | tree.AgainstOneAnother):
        return _PLURAL
    return _SINGULAR

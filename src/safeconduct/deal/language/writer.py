"""A tree to a sentence of one language: the wording with its slots filled, agreement made, seams joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from safeconduct.deal import tree
from safeconduct.deal.language.forms import Agreeing, FieldType, Forms, Slot, Wording, Words, field_types
from safeconduct.deal.language.names import Name
from safeconduct.deal.language.surface import MUTE, Surface


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
        return self._noun(name, bare=False)

    def noun(self, name: Name) -> str:
        """Return a noun with its article and without brackets."""
        return self.surface.join(self._noun(name, bare=False)).replace("[", "").replace("]", "")

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
        wordings = self.forms.wordings[type(node)]
        if len(wordings) == 1:
            return wordings[0]
        for wording in wordings:
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
            letters = [self.surface.apart(f"({chr(ord('a') + index)})") for index in range(len(parts))]
            parts = [f"{letter} {part}" for letter, part in zip(letters, parts, strict=True)]
        joined: str = self.forms.joins[slot.name].join(parts)
        return joined

    def _leaf(
        self, value: Any, type_: FieldType, names: Mapping[str, Name], above: Sequence[tree.Node], *, bare: bool = False
    ) -> str:
        if type_.category is not None:
            return self._node(value, names, above)
        if type_.kinds:
            return self._noun(names[value], bare=bare)
        if type_.token == "NUMBER":
            return self.surface.figure(value)
        if type_.token == "DATE":
            return self.surface.date(value)
        if type_.token == "QUOTED":
            opening, closing = self.surface.quotes
            return f"{opening}{self.surface.apart(value)}{closing}"
        return self.surface.apart(str(value))

    def _noun(self, name: Name, *, bare: bool) -> str:
        """Write a noun; one that the table does not name in this language is marked with the language it is taken from."""
        mute = MUTE if name.mute_h else ""
        text = f"{name.text} ({name.borrowed_from})" if name.borrowed_from else name.text
        noun = f"[{mute}{self.surface.apart(text)}]"
        return noun if bare or not name.article else f"{name.article} {noun}"

    def _agree(self, word: Agreeing, names: Mapping[str, Name], above: Sequence[tree.Node]) -> str:
        if word.base in self.forms.counted:
            return self.forms.counted[word.base][self.surface.plural(_number(above))]
        for node in above:
            if word.slot in field_types(type(node)):
                return self.forms.inflected[word.base][self._features(getattr(node, word.slot), names).form]
        raise ValueError(f"nothing for {word.base} to agree with")

    def _features(self, value: Any, names: Mapping[str, Name]) -> Name:
        """Return a name with the gender and number to agree with."""
        if isinstance(value, str):
            return names[value]
        if isinstance(value, tree.One):
            return names[value.actor]
        own = self.forms.features.get(type(value), Name(""))
        if own.plural and isinstance(value, tree.EachOf | tree.Jointly | tree.AgainstOneAnother) and own.gender != "f":
            return replace(own, gender="f" if all(names[actor].gender == "f" for actor in value.actors) else "m")
        return own


def _number(above: Sequence[tree.Node]) -> int:
    """Return the number that a counted word stands after: the last figure of the nearest part that has one."""
    for node in above:
        values = [getattr(node, name) for name in field_types(type(node))]
        figures = [value for value in values if isinstance(value, int)]
        if figures:
            return figures[-1]
        amounts = [value for value in values if isinstance(value, tree.Amount)]
        if amounts:
            return _number(amounts)
    return 2

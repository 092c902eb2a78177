"""Parts of sentences about promises: names, deeds and what is waited for, with their seams still open.

A seam is where two words meet that a language may join: *de* and *le*. It stays open, with names in brackets, until a sentence is whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from safeconduct.deal import tree
from safeconduct.deal.deeds import AGREED_PLACE, ANY_PLACE, CALL_ON, Deed
from safeconduct.deal.language import tongue
from safeconduct.deal.model import Agreement
from safeconduct.deal.promise.atoms import ELSEWHERE, Atom
from safeconduct.deal.promise.wording import ACTS, LANGUAGES, SAY


@dataclass(frozen=True, slots=True)
class Phrases:
    """Parts of sentences about one agreement in one language.

    Arguments:
        language: ``en`` or ``fr``; any other is spoken to in English.
    """

    agreement: Agreement
    language: str

    def joined(self, text: str) -> str:
        """Return a whole text with its seams joined and its brackets gone."""
        joined = tongue(self.spoken).writer.surface.join(text)
        return joined.replace("[", "").replace("]", "")

    def say(self, key: str, **parts: str) -> str:
        """Return a sentence or part of one, its places filled."""
        text = SAY[self.spoken][key]
        for name, value in parts.items():
            text = text.replace("{" + name + "}", value)
        return text

    @property
    def spoken(self) -> str:
        """The language spoken."""
        return self.language if self.language in LANGUAGES else "en"

    def name(self, word: str) -> str:
        """Return the name of a word with its article, still in brackets so that seams can be joined."""
        found = self.agreement.names(self.spoken).get(word)
        return f"[{word}]" if found is None else tongue(self.spoken).writer.bracketed(found)

    def names(self, words: Iterable[str]) -> str:
        """Return several names joined by *and*."""
        return SAY[self.spoken]["and"].join(self.name(word) for word in words)

    def deed(self, deed: Deed) -> str:
        """Return what a deed is, in the infinitive: ``leave Aleppo, with their weapons, to Idleb``."""
        act = deed.act.removeprefix("not:")
        inner = self._action(Deed(deed.actor, act, deed.slots))
        return self.say("abstain", deed=inner) if deed.act.startswith("not:") else inner

    def _action(self, deed: Deed) -> str:
        writer, names = tongue(self.spoken).writer, self.agreement.names(self.spoken)
        if deed.act in names:
            return writer.written(tree.Do(deed.act, tuple(self._details(deed))), names) + self._place_suffix(deed)
        if deed.act == CALL_ON:
            slots = dict(deed.slots)
            rest = tuple(slot for slot in deed.slots if slot[0] not in ("other", "act"))
            inner = tree.Do(slots["act"], tuple(self._details(Deed("", slots["act"], rest))))
            return writer.written(tree.CallOn(slots["other"], inner), names) + self._place_suffix(deed)
        text = ACTS[self.spoken].get(deed.act, deed.act)
        for name, value in deed.slots:
            text = text.replace("{" + name + "}", self._slot(name, value))
        return text

    def _slot(self, name: str, value: str) -> str:
        names = self.agreement.names(self.spoken)
        if name == "clauses":
            to, and_ = (" to ", " and ") if self.spoken == "en" else (" à ", " et ")
            return value.replace("-", to).replace(",", and_)
        if name == "act" and value in names:
            return tongue(self.spoken).writer.written(tree.Do(value), names)
        return self.name(value) if value in names else value

    def _details(self, deed: Deed) -> Iterable[tree.Detail]:
        kinds = {
            "with": tree.With,
            "from": tree.From,
            "via": tree.Via,
            "at": tree.At,
            "for": tree.ForGroup,
            "escort": tree.EscortedBy,
        }
        for name, value in deed.slots:
            if name in kinds:
                yield kinds[name](value)
            elif name == "to" and value == ANY_PLACE:
                yield tree.ToAnyPlace()
            elif name == "to" and value not in (ELSEWHERE, AGREED_PLACE):
                yield tree.To(value)

    def _place_suffix(self, deed: Deed) -> str:
        said = {ELSEWHERE: "elsewhere", AGREED_PLACE: "agreed"}
        to = ", to " if self.spoken == "en" else ", vers "
        return "".join(to + SAY[self.spoken][said[place]] for place in deed.slot("to") if place in said)

    def atom(self, atom: Atom) -> str:
        """Return what an atom is, as a noun: *the decision of … to …*."""
        deed = self.deed(atom.deed) if atom.deed is not None else ""
        actor = self.name(atom.actor) if atom.actor else SAY[self.spoken]["nobody"]
        clause = atom.word.replace(",", SAY[self.spoken]["or"])
        return self.say(atom.kind, actor=actor, deed=deed, word=self.name(atom.word), clause=clause)

    def last_day(self, limit: datetime) -> str:
        """Return when something still held that did not at ``limit``: the local day before, or a time within a day."""
        local = limit.astimezone(self.agreement.clock.info()).replace(tzinfo=None)
        write = tongue(self.spoken).writer.surface.date
        if local.time() == local.time().min:
            return write((local - timedelta(days=1)).date().isoformat())
        return write(local.isoformat(timespec="minutes"))

    def atoms(self, atoms: Sequence[Atom]) -> str:
        """Return several atoms joined by *and*."""
        return SAY[self.spoken]["and"].join(self.atom(atom) for atom in atoms)

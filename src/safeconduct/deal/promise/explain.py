"""The promise level in sentences: who is committed to what, what is blocked and by whom, what unlocks it.

Nothing here says that something will happen: only who has offered it, is committed to it, or is waited for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from safeconduct.deal import tree
from safeconduct.deal.language import tongue
from safeconduct.deal.model import Agreement
from safeconduct.deal.norms import ANY_PLACE, CALL_ON, Deed, Force, Mode, Norm
from safeconduct.deal.promise.answer import BlockedItem, OptionAnswer, promise_level
from safeconduct.deal.promise.atoms import ELSEWHERE, Atom
from safeconduct.deal.promise.facts import Facts
from safeconduct.deal.promise.unlock import Key, next_decisions

LANGUAGES = ("en", "fr")

_SAY: Mapping[str, Mapping[str, str]] = {
    "en": {
        "decision": "the decision of {actor} to {deed}",
        "signature": "the signature of {actor}",
        "request": "a request, an order or the consent of {actor}",
        "event": "{word}",
        "state": "{word}",
        "finding": "a finding of {actor} on clause {clause}",
        "promise": "a promise of {actor} to {deed}",
        "clause": "the fulfilment of clause {clause}",
        "elsewhere": "a place that the text does not name",
        "any": "any place of their choice",
        "nobody": "someone not named",
        "reported": "reported only, of {bearer}: {deed} (clause {clause})",
        "aspired": "an aspiration only, for {bearer}: {deed} (clause {clause})",
        "requested": "{bearer} <is> asked to {deed} (clause {clause})",
        "offered": "{bearer} <has> offered to {deed} (clause {clause})",
        "undertaken": "{bearer} <is> committed to {deed} (clause {clause})",
        "guaranteed": "{bearer} <guarantees>, and is committed, to {deed} (clause {clause})",
        "not_signed": "by the text {bearer} <is> to {deed}, once signed (clause {clause})",
        "abstain": "abstain from this: {deed}",
        "undecided": "Clause {clause} waits for {needs}.",
        "unpromised": "Clause {clause} needs {needs}, which nobody has given.",
        "deadlocked": "Clauses {circle} wait for each other, each for the other's deed: who goes first?",
        "excluded": "Clause {clause} is excluded by {against}.",
        "contradicted": "Clause {clause} is contradicted by {against}.",
        "cure": "It would be released if {bearer} went first, relying on {promise} (clause {clause}).",
        "nothing": "Nothing is waiting on a decision.",
        "stuck": "No decision unlocks this: each waits for the deed of another, and nobody goes first.",
        "one": "Everyone is waiting on one decision, by {who}.",
        "several": "Everyone is waiting on {who}.",
        "if": "With {needs}: {brings}.",
        "wished": "Nothing commits {actor} to {deed}: nobody has offered or undertaken it.",
        "binds_nobody": "As a binding undertaking, nothing here binds anyone.",
        "binds": "Bound now: {who}.",
        "and": " and ",
        "list": ", ",
        "semi": "; ",
    },
    "fr": {
        "decision": "la décision de {actor} de {deed}",
        "signature": "la signature de {actor}",
        "request": "une demande, un ordre ou le consentement de {actor}",
        "event": "{word}",
        "state": "{word}",
        "finding": "un constat de {actor} sur la clause {clause}",
        "promise": "une promesse de {actor} de {deed}",
        "clause": "l'exécution de la clause {clause}",
        "elsewhere": "un lieu que le texte ne nomme pas",
        "any": "tout lieu de leur choix",
        "nobody": "quelqu'un qui n'est pas nommé",
        "reported": "seulement rapporté, au sujet de {bearer} : {deed} (clause {clause})",
        "aspired": "une simple aspiration, pour {bearer} : {deed} (clause {clause})",
        "requested": "il est demandé à {bearer} de {deed} (clause {clause})",
        "offered": "{bearer} <a> offert de {deed} (clause {clause})",
        "undertaken": "{bearer} <est> <engagé> à {deed} (clause {clause})",
        "guaranteed": "{bearer} <est> <engagé>, comme garant, à {deed} (clause {clause})",
        "not_signed": "selon le texte {bearer} <doit>, après signature, {deed} (clause {clause})",
        "abstain": "ne pas faire ceci : {deed}",
        "undecided": "La clause {clause} attend {needs}.",
        "unpromised": "La clause {clause} suppose {needs}, que personne n'a donnée.",
        "deadlocked": "Les clauses {circle} s'attendent l'une l'autre, chacune l'acte de l'autre : qui commence ?",
        "excluded": "La clause {clause} est exclue par {against}.",
        "contradicted": "La clause {clause} est contredite par {against}.",
        "cure": "Elle serait débloquée si {bearer} commençait, sur la foi de {promise} (clause {clause}).",
        "nothing": "Rien n'attend de décision.",
        "stuck": "Aucune décision ne débloque ceci : chacun attend l'acte d'un autre, et personne ne commence.",
        "one": "Tout le monde attend une seule décision, de {who}.",
        "several": "Tout le monde attend {who}.",
        "if": "Avec {needs} : {brings}.",
        "wished": "Rien n'engage {actor} à {deed} : personne ne l'a offert ni promis.",
        "binds_nobody": "Comme engagement ferme, rien ici ne lie personne.",
        "binds": "Liés à présent : {who}.",
        "and": " et ",
        "list": ", ",
        "semi": " ; ",
    },
}
_ACTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "outcome": "secure {state}",
        "suspend": "suspend clauses {clauses}",
        "notify": "notify {other} of {of}",
        "keep_behind": "keep {thing} behind {line}",
        "ensure_not": "ensure that this is not done by {other}: {act}",
        "bring_to": "bring {other} to {act}",
        "use_influence": "use influence to bring {other} to {act}",
        "stay": "stay in {at}",
        "protect": "protect {other} in {at}",
        "return": "return to {to}",
        "observe_loading": "observe the loading of {other}",
        "facilitate": "facilitate clauses {clauses}",
        "monitor": "monitor clauses {clauses}",
        "verify": "verify clauses {clauses}",
        "investigate": "investigate clauses {clauses}",
        "determine": "decide disputes about clauses {clauses}",
        "any_other": "commit any other act of {of}",
    },
    "fr": {
        "outcome": "assurer {state}",
        "suspend": "suspendre les clauses {clauses}",
        "notify": "notifier à {other} {of}",
        "keep_behind": "maintenir {thing} en arrière de {line}",
        "ensure_not": "veiller à ce que ceci ne soit pas fait par {other} : {act}",
        "bring_to": "amener {other} à {act}",
        "use_influence": "user d'influence pour amener {other} à {act}",
        "stay": "rester à {at}",
        "protect": "protéger {other} à {at}",
        "return": "revenir à {to}",
        "observe_loading": "observer l'embarquement de {other}",
        "facilitate": "faciliter l'application de les clauses {clauses}",
        "monitor": "suivre l'application de les clauses {clauses}",
        "verify": "vérifier l'application de les clauses {clauses}",
        "investigate": "enquêter sur l'application de les clauses {clauses}",
        "determine": "trancher les différends au sujet de les clauses {clauses}",
        "any_other": "commettre tout autre acte de {of}",
    },
}
"""What is said of the acts that every agreement has, whatever its words table."""
_AGREE: Mapping[str, Mapping[str, tuple[str, str, str, str]]] = {
    "en": {
        "has": ("has", "has", "have", "have"),
        "is": ("is", "is", "are", "are"),
        "guarantees": ("guarantees",) * 2 + ("guarantee",) * 2,
    },
    "fr": {
        "a": ("a", "a", "ont", "ont"),
        "est": ("est", "est", "sont", "sont"),
        "doit": ("doit", "doit", "doivent", "doivent"),
        "engagé": ("engagé", "engagée", "engagés", "engagées"),
    },
}


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says things about one agreement in one language.

    Arguments:
        language: ``en`` or ``fr``; any other is spoken to in English.
        signed: those who signed, so that an unsigned undertaking is not called a commitment.
    """

    agreement: Agreement
    language: str = "en"
    signed: frozenset[str] = frozenset()

    # --- whole texts, seams joined ---

    def name(self, word: str) -> str:
        """Return the name of a word with its article."""
        return self._joined(self._name(word))

    def deed(self, deed: Deed) -> str:
        """Return what a deed is, in the infinitive: ``leave Aleppo, with their weapons, to Idleb``."""
        return self._joined(self._deed(deed))

    def atom(self, atom: Atom) -> str:
        """Return what an atom is, as a noun: *the decision of … to …*."""
        return self._joined(self._atom(atom))

    def norm(self, norm: Norm) -> str:
        """Return who is committed to what, as firmly as it was said and no firmer."""
        return self._joined(self._norm(norm))

    def blocked(self, item: BlockedItem) -> str:
        """Return why something is not owed, and whom it waits for."""
        return self._joined(self._blocked(item))

    def key(self, key: Key) -> str:
        """Return what one smallest set of decisions brings."""
        return self._joined(self._key(key))

    def headline(self, facts: Facts) -> tuple[str, ...]:
        """Return who everyone is waiting on, what each smallest set of decisions brings, and what nobody has promised."""
        return tuple(self._joined(sentence) for sentence in self._headline(facts))

    def _joined(self, text: str) -> str:
        joined = tongue(self._spoken).writer.surface.join(text)
        return joined.replace("[", "").replace("]", "")

    # --- their parts, seams open ---

    def _say(self, key: str, **parts: str) -> str:
        text = _SAY[self._spoken][key]
        for name, value in parts.items():
            text = text.replace("{" + name + "}", value)
        return text

    @property
    def _spoken(self) -> str:
        return self.language if self.language in LANGUAGES else "en"

    def _name(self, word: str) -> str:
        """Return the name of a word with its article, still in brackets so that seams can be joined."""
        found = self.agreement.names(self._spoken).get(word)
        return f"[{word}]" if found is None else tongue(self._spoken).writer.bracketed(found)

    def _names(self, words: Iterable[str]) -> str:
        """Return several names joined by *and*."""
        return _SAY[self._spoken]["and"].join(self._name(word) for word in words)

    def _deed(self, deed: Deed) -> str:
        """Return what a deed is, in the infinitive: ``leave Aleppo, with their weapons, to Idleb``."""
        act = deed.act.removeprefix("not:")
        inner = self._action(Deed(deed.actor, act, deed.slots))
        return self._say("abstain", deed=inner) if deed.act.startswith("not:") else inner

    def _action(self, deed: Deed) -> str:
        writer, names = tongue(self._spoken).writer, self.agreement.names(self._spoken)
        if deed.act in names:
            return writer.written(tree.Do(deed.act, tuple(self._details(deed))), names) + self._place_suffix(deed)
        if deed.act == CALL_ON:
            slots = dict(deed.slots)
            rest = tuple(slot for slot in deed.slots if slot[0] not in ("other", "act"))
            inner = tree.Do(slots["act"], tuple(self._details(Deed("", slots["act"], rest))))
            return writer.written(tree.CallOn(slots["other"], inner), names)
        text = _ACTS[self._spoken].get(deed.act, deed.act)
        for name, value in deed.slots:
            text = text.replace("{" + name + "}", self._slot(name, value))
        return text

    def _slot(self, name: str, value: str) -> str:
        names = self.agreement.names(self._spoken)
        if name == "clauses":
            to, and_ = (" to ", " and ") if self._spoken == "en" else (" à ", " et ")
            return value.replace("-", to).replace(",", and_)
        if name == "act" and value in names:
            return tongue(self._spoken).writer.written(tree.Do(value), names)
        return self._name(value) if value in names else value

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
            elif name == "to" and value != ELSEWHERE:
                yield tree.To(value)

    def _place_suffix(self, deed: Deed) -> str:
        if ELSEWHERE not in deed.slot("to"):
            return ""
        return (", to " if self._spoken == "en" else ", vers ") + _SAY[self._spoken]["elsewhere"]

    def _atom(self, atom: Atom) -> str:
        """Return what an atom is, as a noun: *the decision of … to …*."""
        deed = self._deed(atom.deed) if atom.deed is not None else ""
        actor = self._name(atom.actor) if atom.actor else _SAY[self._spoken]["nobody"]
        return self._say(atom.kind, actor=actor, deed=deed, word=self._name(atom.word), clause=atom.word)

    def _atoms(self, atoms: Sequence[Atom]) -> str:
        """Return several atoms joined by *and*."""
        return _SAY[self._spoken]["and"].join(self._atom(atom) for atom in atoms)

    # --- sentences ---

    def _norm(self, norm: Norm) -> str:
        """Return who is committed to what, as firmly as it was said and no firmer."""
        deed = self._deed(norm.deed)
        if norm.mode is Mode.ABSTENTION:
            deed = self._say("abstain", deed=deed)
        key = norm.force.name.lower()
        if norm.force >= Force.UNDERTAKEN and not set(norm.bearers) <= self.signed and self._is_party(norm):
            key = "not_signed"
        bearer = self._names(norm.bearers) if norm.bearers else _SAY[self._spoken]["nobody"]
        return self._agreeing(self._say(key, bearer=bearer, deed=deed, clause=norm.clause), norm)

    def _is_party(self, norm: Norm) -> bool:
        return all(self.agreement.words[bearer].kind == "party" for bearer in norm.bearers)

    def _agreeing(self, text: str, norm: Norm) -> str:
        names = self.agreement.names(self._spoken)
        form = 2 if len(norm.bearers) > 1 else names[norm.bearers[0]].form if norm.bearers else 0
        for base, forms in _AGREE[self._spoken].items():
            text = text.replace(f"<{base}>", forms[form])
        return text

    def _blocked(self, item: BlockedItem) -> str:
        """Return why something is not owed, and whom it waits for."""
        circle = _SAY[self._spoken]["and"].join(dict.fromkeys(norm.clause for norm in item.circle))
        text = self._say(
            item.reason, clause=item.clause, needs=self._atoms(item.needs), circle=circle, against=self._atoms(item.against)
        )
        cures = [
            self._say("cure", bearer=self._names(norm.bearers), promise=self._atom(promise), clause=norm.clause)
            for norm, promise in item.cures
        ]
        return " ".join([text, *cures])

    def _key(self, key: Key) -> str:
        """Return what one smallest set of decisions brings."""
        brings = _SAY[self._spoken]["semi"].join(self._norm(norm) for norm in key.brings)
        return self._say("if", needs=self._atoms((*key.decisions, *key.circumstances)), brings=brings)

    def _headline(self, facts: Facts) -> tuple[str, ...]:
        """Return who everyone is waiting on, what each smallest set of decisions brings, and what nobody has promised."""
        answer = promise_level(self.agreement, facts)
        keys = next_decisions(answer) or next_decisions(answer, force=Force.UNDERTAKEN)
        owned = [key for key in keys if key.decisions]
        smallest = [key for key in owned if len(key.decisions) == len(owned[0].decisions)] if owned else []
        owners = tuple(dict.fromkeys(who for key in smallest for who in key.who))
        acts = {(atom.actor, atom.deed.act if atom.deed else atom.kind) for key in smallest for atom in key.decisions}
        stuck = [item for item in answer.at(Force.OFFERED).options[0].blocked if item.reason == "deadlocked"]
        circles = {tuple(sorted(norm.id for norm in item.circle)): self._blocked(item) for item in stuck}
        nothing = self._say("stuck" if stuck else "nothing")
        opening = self._say("one" if len(acts) == 1 else "several", who=self._names(owners)) if smallest else nothing
        unpromised = [
            item for item in answer.at(Force.OFFERED).options[0].blocked if item.norm is None and item.reason == "unpromised"
        ]
        asked_by_decision = {(atom.actor, atom.deed.act) for key in keys for atom in key.decisions if atom.deed}
        wished = [
            self._say("wished", actor=self._name(item.atom.actor), deed=self._deed(item.atom.deed))
            for item in unpromised
            if item.atom.deed is not None and (item.atom.actor, item.atom.deed.act) not in asked_by_decision
        ]
        return (
            opening,
            *circles.values(),
            *(self._key(key) for key in smallest),
            *dict.fromkeys(wished),
            self._bound(answer.at(Force.UNDERTAKEN).options[0]),
        )

    def _bound(self, answer: OptionAnswer) -> str:
        bound = tuple(dict.fromkeys(bearer for item in answer.owed for bearer in item.norm.bearers))
        return self._say("binds", who=self._names(bound)) if bound else self._say("binds_nobody")

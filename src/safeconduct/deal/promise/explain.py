"""The promise level in sentences: who is committed to what, what is blocked and by whom, what unlocks it.

Nothing here says that something will happen: only who has offered it, is committed to it, or is waited for.
"""

from __future__ import annotations

from dataclasses import dataclass

from safeconduct.deal.deeds import Deed
from safeconduct.deal.model import Agreement
from safeconduct.deal.norms import Force, Mode, Norm
from safeconduct.deal.promise.answer import BlockedItem
from safeconduct.deal.promise.atoms import Atom
from safeconduct.deal.promise.phrases import Phrases
from safeconduct.deal.promise.unlock import Key
from safeconduct.deal.promise.wording import AGREE, SAY


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says things about one agreement in one language, whole and ready to show.

    Arguments:
        language: ``en`` or ``fr``; any other is spoken to in English.
        signed: those who signed, so that an unsigned undertaking is not called a commitment.
    """

    agreement: Agreement
    language: str = "en"
    signed: frozenset[str] = frozenset()

    @property
    def phrases(self) -> Phrases:
        """The parts its sentences are made of."""
        return Phrases(self.agreement, self.language)

    def name(self, word: str) -> str:
        """Return the name of a word with its article."""
        return self.phrases.joined(self.phrases.name(word))

    def deed(self, deed: Deed) -> str:
        """Return what a deed is, in the infinitive: ``leave Aleppo, with their weapons, to Idleb``."""
        return self.phrases.joined(self.phrases.deed(deed))

    def atom(self, atom: Atom) -> str:
        """Return what an atom is, as a noun: *the decision of … to …*."""
        return self.phrases.joined(self.phrases.atom(atom))

    def norm(self, norm: Norm) -> str:
        """Return who is committed to what, as firmly as it was said and no firmer."""
        return self.phrases.joined(self._norm(norm))

    def blocked(self, item: BlockedItem) -> str:
        """Return why something is not owed, and whom it waits for."""
        phrases = self.phrases
        needs, against = phrases.atoms(item.needs), phrases.atoms(item.against)
        circle = SAY[phrases.spoken]["and"].join(dict.fromkeys(norm.clause for norm in item.circle))
        since, who = phrases.last_day(item.since) if item.since else "", phrases.names(item.who)
        text = phrases.say(item.reason, clause=item.clause, needs=needs, circle=circle, against=against, since=since, who=who)
        cures = [
            phrases.say("cure", bearer=phrases.names(norm.bearers), promise=phrases.atom(promise), clause=norm.clause)
            for norm, promise in item.cures
        ]
        return phrases.joined(" ".join([text, *cures]))

    def key(self, key: Key) -> str:
        """Return what one smallest set of decisions brings."""
        phrases = self.phrases
        brings = SAY[phrases.spoken]["semi"].join(self._norm(norm) for norm in key.brings)
        return phrases.joined(phrases.say("if", needs=phrases.atoms((*key.decisions, *key.circumstances)), brings=brings))

    def _norm(self, norm: Norm) -> str:
        phrases = self.phrases
        deed = phrases.deed(norm.deed)
        if norm.mode is Mode.ABSTENTION:
            deed = phrases.say("abstain", deed=deed)
        key = norm.force.name.lower()
        if norm.force >= Force.UNDERTAKEN and not set(norm.bearers) <= self.signed and self._is_party(norm):
            key = "not_signed"
        bearer = phrases.names(norm.bearers) if norm.bearers else phrases.say("nobody")
        return self._agreeing(phrases.say(key, bearer=bearer, deed=deed, clause=norm.clause), norm)

    def _is_party(self, norm: Norm) -> bool:
        return all(self.agreement.words[bearer].kind == "party" for bearer in norm.bearers)

    def _agreeing(self, text: str, norm: Norm) -> str:
        spoken = self.phrases.spoken
        names = self.agreement.names(spoken)
        form = 2 if len(norm.bearers) > 1 else names[norm.bearers[0]].form if norm.bearers else 0
        for base, forms in AGREE[spoken].items():
            text = text.replace(f"<{base}>", forms[form])
        return text

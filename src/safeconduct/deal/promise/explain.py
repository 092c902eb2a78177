"""The promise level in sentences: who is committed to what, what is blocked and by whom, what unlocks it.

Nothing here says that something will happen: only who has offered it, is committed to it, or is waited for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from safeconduct.deal.deeds import Deed
from safeconduct.deal.language import tongue
from safeconduct.deal.model import Agreement
from safeconduct.deal.norms import Force, Mode, Norm
from safeconduct.deal.promise.answer import BlockedItem
from safeconduct.deal.promise.atoms import Atom
from safeconduct.deal.promise.facts import Facts, binds_itself, signatories
from safeconduct.deal.promise.unlock import Key
from safeconduct.deal.speech import Part, Speech, clauses_in, filled, joined, listed, spoken, table


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says things about one agreement in one language.

    Arguments:
        language: ``en`` or ``fr``; any other is spoken to in English.
        signed: those who signed, so that an unsigned undertaking is not called a commitment.
        bound: pairs (norm, bearer) bound by an act of their own on that clause alone.
    """

    agreement: Agreement
    language: str = "en"
    signed: frozenset[str] = frozenset()
    bound: frozenset[tuple[str, str]] = frozenset()

    def under(self, facts: Facts) -> Speaker:
        """Return who speaks of the same agreement under other facts, such as signatures that are only assumed."""
        return replace(self, signed=facts.signed, bound=facts.bound)

    # --- whole texts, seams joined ---

    def name(self, word: str) -> str:
        """Return the name of a word with its article."""
        return self._joined(self.speech.name(word).text)

    def deed(self, deed: Deed) -> str:
        """Return what a deed is, in the infinitive: ``leave Aleppo, with their weapons, to Idleb``."""
        return self._joined(self.speech.deed(deed))

    def atom(self, atom: Atom) -> str:
        """Return what an atom is, as a noun: *the decision of … to …*."""
        return self._joined(self._atom(atom))

    def norm(self, norm: Norm) -> str:
        """Return who is committed to what, as firmly as it was said and no firmer."""
        return self._joined(self._norm(norm))

    def blocked(self, item: BlockedItem) -> str:
        """Return why something is not owed, and whom it waits for."""
        return self._joined(self._blocked(item))

    def key(self, key: Key, most: int | None = None) -> str:
        """Return what one smallest set of decisions brings; more than ``most`` promises by their clauses only."""
        return self._joined(self._key(key, most))

    @property
    def speech(self) -> Speech:
        """The words it is made of, their seams open."""
        return Speech(self.agreement, spoken(self.language))

    def told(self, key: str, **parts: str | Part) -> str:
        """Return one of the sentences that open a screen."""
        return self._joined(self._say("headline", key, **parts))

    def _joined(self, text: str) -> str:
        return joined(spoken(self.language), text)

    # --- their parts, seams open ---

    def _say(self, section: str, key: str, **parts: str | Part) -> str:
        language = spoken(self.language)
        return filled(language, table(__package__, "sentences", language)[section][key], parts)

    def _atom(self, atom: Atom) -> str:
        """Return what an atom is, as a noun: *the decision of … to …*."""
        deed = self.speech.deed(atom.deed) if atom.deed is not None else ""
        clause = clauses_in(spoken(self.language), atom.word) if atom.kind in ("failure", "finding", "request", "clause") else ""
        return self._say(
            "atom", atom.kind, actor=self.speech.name(atom.actor), deed=deed, word=self.speech.name(atom.word), clause=clause
        )

    def _atoms(self, atoms: Sequence[Atom]) -> str:
        """Return several atoms as a list."""
        return listed(spoken(self.language), [self._atom(atom) for atom in atoms])

    # --- sentences ---

    def _norm(self, norm: Norm) -> str:
        """Return who is committed to what, as firmly as it was said and no firmer."""
        bearer = self.speech.names(norm.bearers)
        return self._say("norm", self._force(norm), bearer=bearer, deed=self.speech.promised(norm), clause=norm.clause)

    def _force(self, norm: Norm) -> str:
        if norm.force >= Force.UNDERTAKEN:
            if not norm.bearers:
                return "unnamed"
            if norm.mode in (Mode.PERMISSION, Mode.POWER):
                return "may"
            if not all((norm.id, one) in self.bound or self._has_signed(norm, one) for one in norm.bearers):
                return "not_signed"
            if norm.alternatives:
                return "chosen"
        return norm.force.name.lower()

    def _has_signed(self, norm: Norm, bearer: str) -> bool:
        """Whether what binds a bearer is signed: by itself, or by all who sign the text."""
        if bearer in self.signed or binds_itself(self.agreement, norm, bearer):
            return bearer in self.signed
        return bool(self.signed) and self.signed.issuperset(signatories(self.agreement))

    def _blocked(self, item: BlockedItem) -> str:
        """Return why something is not owed, and whom it waits for."""
        circle = clauses_in(spoken(self.language), (norm.clause for norm in item.circle)) if item.circle else ""
        needs, against = self._atoms(item.needs), self._atoms(item.against)
        since, who = self._last_day(item.since) if item.since else "", self.speech.names(item.who)
        text = self._say(
            "blocked", item.reason, clause=item.clause, needs=needs, circle=circle, against=against, since=since, who=who
        )
        cures = [
            self._say("blocked", "cure", bearer=self.speech.names(norm.bearers), promise=self._atom(promise), clause=norm.clause)
            for norm, promise in item.cures
        ]
        return " ".join([text, *cures])

    def _last_day(self, limit: datetime) -> str:
        """Return when something still held that did not at ``limit``: the local day before, or a time within a day."""
        local = limit.astimezone(self.agreement.clock.info()).replace(tzinfo=None)
        write = tongue(spoken(self.language)).writer.surface.date
        if local.time() == local.time().min:
            return write((local - timedelta(days=1)).date().isoformat())
        return write(local.isoformat(timespec="minutes"))

    def _key(self, key: Key, most: int | None = None) -> str:
        """Return what one smallest set of decisions brings; more than ``most`` promises by their clauses only."""
        needs = self._atoms((*key.decisions, *key.circumstances))
        if most is not None and len(key.brings) > most:
            clauses = clauses_in(spoken(self.language), (norm.clause for norm in key.brings))
            return self._say("headline", "if_many", needs=needs, clauses=clauses)
        brings = self.speech.part("semi").join(self._norm(norm) for norm in key.brings)
        return self._say("headline", "if" if brings else "taken_up", needs=needs, brings=brings)

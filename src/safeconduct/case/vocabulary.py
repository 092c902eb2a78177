"""What the entries of a case may name: words, clauses, legs and options of its agreements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from safeconduct.case.forms import ACTORS, COMMON_ACTS
from safeconduct.case.model import Dated
from safeconduct.deal.legs import legs_of
from safeconduct.deal.norms import norms_of
from safeconduct.kernel import Zone


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What entries of a case may name.

    Arguments:
        deal: id of the deal.
        agreements: in order of time; empty when none could be read, and then words and clauses are not judged.
        others: words that only ``case.toml`` names.
    """

    deal: str
    agreements: Sequence[Dated]
    others: frozenset[str] = frozenset()
    _kept: dict[tuple[str, ...], list[str]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def zone(self) -> Zone:
        """The clock of the last agreement."""
        return self.agreements[-1].agreement.clock if self.agreements else Zone("Etc/UTC")

    def named(self, body: Mapping[str, Any]) -> Sequence[Dated]:
        """Return the agreement an entry names, or all."""
        return [dated for dated in self.agreements if dated.id == body.get("agreement")] or self.agreements

    def words(self, body: Mapping[str, Any], kinds: Sequence[str]) -> list[str]:
        """Return the ids that may stand in a field, worked out once for each agreement and kind."""
        key = (str(body.get("agreement", "")), "words", *kinds)
        if key not in self._kept:
            self._kept[key] = self._words(body, kinds)
        return self._kept[key]

    def _words(self, body: Mapping[str, Any], kinds: Sequence[str]) -> list[str]:
        listed = (word for dated in self.named(body) for word in dated.agreement.words.values())
        found = [word.id for word in listed if not kinds or word.kind in kinds]
        extra = COMMON_ACTS if "act" in kinds else () if kinds and set(kinds) - set(ACTORS) else sorted(self.others)
        return list(dict.fromkeys([*found, *extra]))

    def clauses(self, body: Mapping[str, Any]) -> list[str]:
        """Return the clause numbers that may stand in a field."""
        key = (str(body.get("agreement", "")), "clauses")
        if key not in self._kept:
            self._kept[key] = list(dict.fromkeys(clause.id for dated in self.named(body) for clause in dated.agreement.clauses))
        return self._kept[key]

    def options(self, body: Mapping[str, Any]) -> list[str]:
        """Return the options that an election under a clause may choose, each as its act and as its norm."""
        found = (norm for dated in self.named(body) for norm in norms_of(dated.agreement) if norm.clause == body.get("clause"))
        return list(dict.fromkeys(name for norm in found for name in (norm.deed.act, norm.id)))

    def legs(self, body: Mapping[str, Any]) -> list[str]:
        """Return the legs that may stand in a field: who may move from where to where."""
        return list(dict.fromkeys(leg.id for dated in self.named(body) for leg in legs_of(dated.agreement)))

"""Who would move from where to where: the movements a text speaks of, and the legs they make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from safeconduct.deal import tree
from safeconduct.deal.deeds import ANY_PLACE, details_of
from safeconduct.deal.model import Agreement
from safeconduct.deal.norms import Force, Mode, Norm, norms_of
from safeconduct.deal.walk import statements, words_called


@dataclass(frozen=True, slots=True, order=True)
class Leg:
    """One group on one way.

    Arguments:
        group: id of the word.
        origin: id of the place; empty where the text does not say.
        destination: id of the place; ``*`` is any place of their choice; empty where the text does not say.
    """

    group: str
    origin: str = ""
    destination: str = ""

    @property
    def id(self) -> str:
        """Return the name of the leg in record entries.

        >>> Leg("garrison", "harbour", "*").id
        'garrison:harbour>*'
        """
        return f"{self.group}:{self.origin}>{self.destination}"


@dataclass(frozen=True, slots=True)
class Movement:
    """A norm under which people move, and the leg it makes."""

    clause: str
    leg: Leg
    norm: Norm


_WAYS = (tree.From, tree.To, tree.ToAnyPlace, tree.ToAgreedPlaces, tree.Via, tree.EscortedBy)
_OWN_WAYS = (tree.ToAnyPlace, tree.EscortedBy)


def movements_of(agreement: Agreement) -> tuple[Movement, ...]:
    """Return the movements of an agreement in the order of the text.

    A norm is a movement when its bearer is a group and its act has a way (from, to, by way of, escorted); for a party only when
    the act is called leaving, or it is escorted or free to choose, because parties also bring things to places.
    """
    return tuple(
        Movement(norm.clause, _leg(norm.deed.actor, norm.details), norm) for norm in norms_of(agreement) if _moves(agreement, norm)
    )


def legs_of(agreement: Agreement) -> tuple[Leg, ...]:
    """Return the legs of an agreement, sorted: of its movements, and of the decisions to move that its conditions speak of."""
    found = {movement.leg for movement in movements_of(agreement)}
    for _, statement in statements(agreement):
        for premise in statement.premises:
            if isinstance(premise, tree.IfDecides):
                details = details_of(premise.action)
                if any(isinstance(detail, tree.To | tree.ToAnyPlace | tree.ToAgreedPlaces) for detail in details):
                    found.add(_leg(premise.actor, details))
    return tuple(sorted(found))


def _moves(agreement: Agreement, norm: Norm) -> bool:
    if norm.mode not in (Mode.RESULT, Mode.MEANS, Mode.PERMISSION) or norm.force < Force.REQUESTED:
        return False
    kind = agreement.words[norm.deed.actor].kind if norm.deed.actor in agreement.words else ""
    goes = kind == "group" or (kind == "party" and is_leaving(agreement, norm.deed.act))
    ways = _WAYS if goes else _OWN_WAYS if kind == "party" else ()
    return any(isinstance(detail, ways) for detail in norm.details)


_LEAVING = re.compile(
    r"\bleav(?:e|es|ing)\b|\bdepart(?:s|ing|ure)?\b|\bevacuat|\bwithdraw|\bmov(?:e|es|ed) (?:out|away|off|elsewhere)\b|\bgo(?:es)? away\b"
    r"|\bquit\b|\bvacat|\brelocat|\bresettl|\bpull(?:s|ed)? out\b|\b(?:get|be|clear|come) (?:moved |taken |brought |driven )?out\b"
    r"|\bbe (?:moved|removed|transferred|taken away|displaced|expelled|deported|bussed|bused)\b|\bboard the\b|\bembark\b"
    r"|\bquitte|\bpartir\b|\bpartent\b|\bdépart\b|\bévacu|\bse retire|\bretrait\b|\bsort(?:ir|ent)\b|\bdéménag|\bs'en aller\b"
    r"|\bêtre (?:déplacé|transféré|emmené|expulsé|conduit|relogé|réinstallé|déporté)|\bmonter dans\b|\bembarquer\b",
    re.IGNORECASE,
)


def is_leaving(agreement: Agreement, act: str) -> bool:
    """Say whether an act is called leaving: the names in the words table are all there is to go by."""
    return act in words_called(agreement, _LEAVING)


def _leg(group: str, details: tuple[tree.Detail, ...]) -> Leg:
    origin = next((detail.place for detail in details if isinstance(detail, tree.From)), "")
    return Leg(group, origin, next(_destinations(details), ""))


def _destinations(details: tuple[tree.Detail, ...]) -> Iterator[str]:
    for detail in details:
        if isinstance(detail, tree.To):
            yield detail.place
        elif isinstance(detail, tree.ToAnyPlace | tree.ToAgreedPlaces):
            yield ANY_PLACE


def members_of(agreement: Agreement) -> Mapping[str, frozenset[str]]:
    """Return for each word that a closed definition makes up of others: itself and all it includes, however deep."""
    direct: dict[str, set[str]] = {}
    for clause in agreement.clauses:
        if isinstance(clause.sentence, tree.Includes):
            direct.setdefault(clause.sentence.word, set()).update(clause.sentence.parts)
    return {word: frozenset(_below(word, direct)) for word in direct}


def _below(word: str, direct: Mapping[str, set[str]]) -> set[str]:
    found, left = {word}, [word]
    while left:
        for part in direct.get(left.pop(), ()):
            if part not in found:
                found.add(part)
                left.append(part)
    return found


def covers(members: Mapping[str, frozenset[str]], whole: str, group: str) -> bool:
    """Say whether what is said of ``whole`` is said of ``group`` too."""
    return whole == group or group in members.get(whole, frozenset())

"""Clauses that make people leave. The rule in one sentence:

A party that signs may bind itself, and the fighters who are its own, to withdraw; people (a group as a whole, each member of it, whoever
it is called) may be offered, asked or permitted to leave, and choose by themselves, but no clause may leave them no way but out.

The names in the words table are all there is to go by: what an act is called, and what a group is called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from safeconduct.deal import tree
from safeconduct.deal.legs import is_leaving, members_of
from safeconduct.deal.model import Agreement, Clause
from safeconduct.deal.walk import parts, statements, words_called, words_in


@dataclass(frozen=True, slots=True)
class Displacement:
    """A clause under which the only way is out.

    Arguments:
        clause: the clause.
        group: id of the word for those who would have to leave; of the act, where only what it is called says who they are.
    """

    clause: Clause
    group: str


def displacements(agreement: Agreement) -> tuple[Displacement, ...]:
    """Return the clauses that make people leave, in the order of the text, each group once for each clause.

    What is only reported, asked, offered or permitted makes nobody leave. A permission to stay elsewhere in the text changes nothing:
    beside a duty to leave it is no choice.
    """
    people = _People(agreement, members_of(agreement), _own_fighters(agreement))
    found = (
        Displacement(clause, group)
        for clause, statement in statements(agreement)
        for group in dict.fromkeys(_driven_out(agreement, people, statement))
        if not _by_choice(agreement, statement, group)
    )
    return tuple(found)


_OWN_DUTIES = (tree.Shall, tree.Undertakes, tree.UndertakesIfPossible, tree.ShallEndeavour, tree.ShallAtAllTimes, tree.Guarantees)
_FOR_OTHERS = (tree.BringsTo, tree.UsesInfluence)


def _driven_out(agreement: Agreement, people: _People, statement: tree.Statement) -> Iterator[str]:
    """Yield those to whom a sentence leaves no way but out, before their own choice is considered."""
    predicate = statement.predicate
    if isinstance(predicate, _OWN_DUTIES):
        yield from _removed(agreement, people, predicate.action)
    if isinstance(predicate, tree.GuaranteesPerformance):
        yield from _removed(agreement, people, predicate.step_in)
    if isinstance(predicate, _OWN_DUTIES) and _is_way_out(agreement, predicate.action):
        for word in words_in(statement.bearer):
            yield from people.among(word)
        everyone = (detail.what for detail in parts(statement, tree.ForAmount) if isinstance(detail.amount, tree.Everyone))
        for word in everyone:
            yield from people.among(word)
    elif isinstance(predicate, _FOR_OTHERS) and _is_way_out(agreement, predicate.action):
        yield from people.among(predicate.other)
    elif isinstance(predicate, tree.ShallNot) and _is_staying(agreement, predicate.action):
        for word in words_in(statement.bearer):
            yield from people.among(word)
    elif isinstance(predicate, tree.EnsuresNot) and _is_staying(agreement, predicate.action):
        yield from people.among(predicate.other)


# --- people --------------------------------------------------------------------------------------------------------------

_POPULATION = re.compile(
    r"\b(residents?|inhabitants?|civilians?|populations?|famil(y|ies)|villagers?|townspeople|people of|women|children"
    r"|habitants?|civils?|familles?|villageois|gens d|personnes d|femmes|enfants)",
    re.IGNORECASE,
)
_FIGHTERS = re.compile(
    r"\b(fighters?|combatants?|soldiers?|troops?|garrison|forces?|armed|militia\w*|combattants?|soldats?|troupes?|garnison|armée?s?|milice\w*)\b",
    re.IGNORECASE,
)
_WHO_CHOOSE = re.compile(
    r"\b(choose|chooses|chose|have chosen|has chosen|wish|wishes|want|wants|decide|decides|decided|opt|opts|elect|volunteers?"
    r"|choisi\w*|souhait\w*|veu(?:t|lent)|désir\w*|décid\w*|opt(?:e|ent|é)|volontaires?)\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(not|never|nor|refuse\w*|decline\w*|ne|n|pas|refus\w*)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _People:
    agreement: Agreement
    members: Mapping[str, frozenset[str]]
    fighters: frozenset[str]

    def among(self, word: str) -> Iterator[str]:
        """Yield those of whom a word speaks who are people, and not a party or the fighters under its signature."""
        for one in sorted(self.members.get(word, {word})):
            if one in self.agreement.words and one not in self.fighters and self._is_people(one):
                yield one

    def _is_people(self, word: str) -> bool:
        kind = self.agreement.words[word].kind
        if kind == "party":
            return word in words_called(self.agreement, _POPULATION)
        named = _names(self.agreement, word)
        return kind == "group" and not any(_WHO_CHOOSE.search(name) and not _NOT.search(name) for name in named)


def _own_fighters(agreement: Agreement) -> frozenset[str]:
    """Return the groups of fighters that sign as a party, or of which a party that signs is made up by a closed definition."""
    signing = {
        clause.sentence.actor
        for clause in agreement.clauses
        if isinstance(clause.sentence, tree.ForSignature | tree.Signed) and isinstance(clause.sentence.capacity, tree.AsParty)
    }
    members = members_of(agreement)
    under = {word for party in signing for word in members.get(party, {party})}
    return frozenset(word for word in under if word in agreement.words and are_fighters(agreement, word))


def are_fighters(agreement: Agreement, word: str) -> bool:
    """Say whether a word is called after people who bear arms, and after nobody else."""
    return word in words_called(agreement, _FIGHTERS) - words_called(agreement, _POPULATION)


def _names(agreement: Agreement, word: str) -> tuple[str, ...]:
    entry = agreement.words[word]
    return (entry.id.replace("_", " "), *(name.text for name in entry.names.values()))


# --- ways out ------------------------------------------------------------------------------------------------------------

_LETTING = re.compile(
    r"^(let|allow|permit|help|laisser|permettre|aider|accompany|escort|escorter|accompagner)\b", re.IGNORECASE | re.MULTILINE
)
_GOING = re.compile(
    r"^(go|travel|proceed|move|head|march|cross|aller|se rendre|gagner|rejoindre|se déplacer|passer)\b",
    re.IGNORECASE | re.MULTILINE,
)
_STAYING = re.compile(
    r"\b(stay\w*|remain\w*|resid(e|es|ing)|dwell|live|inhabit|rester|restent|demeurer|résider|habiter|vivre)\b", re.IGNORECASE
)
_DRIVING_OUT = re.compile(
    r"\b(expel|deport|displace|drive out|remove|evict|expulser|déporter|déplacer|chasser|évincer)\b", re.IGNORECASE
)
_TAKING_OUT = re.compile(
    r"\b(evacuate|transfer|transport|relocate|resettle|move out|take out|bus out|clear|empty|vacate"
    r"|évacuer|transférer|transporter|reloger|réinstaller|emmener|faire sortir|vider)\b",
    re.IGNORECASE,
)
"""What is also done for people as a service, to those who asked for it: it drives out only where it is done to a whole population."""
_EVERYONE = re.compile(
    r"\b(all|whole|entire|every|everyone|everybody|of its|of their|tou[st]|toutes?|entière?s?|ensemble|de ses|de leurs)\b",
    re.IGNORECASE,
)
_PERSONS = re.compile(
    rf"{_POPULATION.pattern}|\b(people|persons?|those|everyone|everybody|anyone|ceux|celles|personnes?|tous|gens)\b", re.IGNORECASE
)
"""What an act is called after when it is done to people: not to mines, weapons or troops."""
_WAYS = (tree.To, tree.ToAnyPlace, tree.ToAgreedPlaces, tree.Via)
_SURE_WAYS = (tree.From, tree.ToAnyPlace, tree.ToAgreedPlaces)


def _is_way_out(agreement: Agreement, action: tree.Action) -> bool:
    """Say whether whoever does the action has left, whichever of its options they take."""
    if isinstance(action, tree.Either):
        return _is_way_out(agreement, action.first) and _is_way_out(agreement, action.second)
    if isinstance(action, tree.AllOf):
        return any(_is_leaving_item(agreement, item) for item in action.items)
    if isinstance(action, tree.AnyOf | tree.AtLeastOf):
        needed = action.number if isinstance(action, tree.AtLeastOf) else 1
        others = [item for item in action.items if isinstance(item, tree.ListedAct) and not _is_leaving_item(agreement, item)]
        return needed > len(others) and any(_is_leaving_item(agreement, item) for item in action.items)
    if not isinstance(action, tree.Do):
        return False
    if _is_called_leaving(agreement, action.act):
        return True
    if any(isinstance(detail, _SURE_WAYS) for detail in action.details):
        return True
    return any(isinstance(detail, _WAYS) for detail in action.details) and action.act in words_called(agreement, _GOING)


def _is_leaving_item(agreement: Agreement, item: tree.Item) -> bool:
    return isinstance(item, tree.ListedAct) and _is_called_leaving(agreement, item.act)


def _is_called_leaving(agreement: Agreement, act: str) -> bool:
    """Letting others leave, not leaving, and saying whether one leaves or stays are not leaving."""
    return is_leaving(agreement, act) and not any(act in words_called(agreement, other) for other in (_LETTING, _STAYING, _NOT))


def _is_staying(agreement: Agreement, action: tree.Action) -> bool:
    return isinstance(action, tree.Do) and action.act in words_called(agreement, _STAYING)


def _removed(agreement: Agreement, people: _People, action: tree.Action) -> Iterator[str]:
    """Yield those whom an action drives out: named as the ones it is done to, or in what the act is called."""
    if isinstance(action, tree.Either):
        yield from (word for option in (action.first, action.second) for word in _removed(agreement, people, option))
    elif isinstance(action, tree.AllOf | tree.AnyOf | tree.AtLeastOf):
        listed = (tree.Do(item.act) for item in action.items if isinstance(item, tree.ListedAct))
        yield from (word for act in listed for word in _removed(agreement, people, act))
    elif isinstance(action, tree.Do):
        named = list(_named_removed(agreement, people, action))
        yield from named or ([action.act] if _removes_everyone(agreement, action.act) else [])


def _named_removed(agreement: Agreement, people: _People, action: tree.Do) -> Iterator[str]:
    expelling = action.act in words_called(agreement, _DRIVING_OUT)
    if not expelling and action.act not in words_called(agreement, _TAKING_OUT):
        return
    for word in _done_to(agreement, action):
        if expelling or word in words_called(agreement, _POPULATION):
            yield from people.among(word)


def _removes_everyone(agreement: Agreement, act: str) -> bool:
    """Say whether an act is called after driving people out, or after taking out all there are, and after nobody's own wish."""
    if act in words_called(agreement, _WHO_CHOOSE) or act in words_called(agreement, _NOT):
        return False
    whole = words_called(agreement, _POPULATION) & words_called(agreement, _EVERYONE)
    taken = words_called(agreement, _TAKING_OUT) & whole
    return act in taken | (words_called(agreement, _DRIVING_OUT) & words_called(agreement, _PERSONS))


def _done_to(agreement: Agreement, action: tree.Do) -> Iterator[str]:
    for detail in action.details:
        if isinstance(detail, tree.ForGroup):
            yield detail.group
        elif isinstance(detail, tree.ForAmount) and isinstance(detail.amount, tree.Everyone):
            yield detail.what
    called = " ".join(_names(agreement, action.act)).casefold()
    for word in agreement.words.values():
        if word.kind in ("group", "party") and any(name.text.casefold() in called for name in word.names.values()):
            yield word.id


# --- their own choice ----------------------------------------------------------------------------------------------------

_CHOOSING = re.compile(
    r"\b(choos\w*|choice|declar\w*|decid\w*|elect|opt|volunteer|sign|register|ask|request"
    r"|choisi\w*|choix|déclar\w*|décid\w*|opter|signer|s'inscrire|demander)\b",
    re.IGNORECASE,
)


def _by_choice(agreement: Agreement, statement: tree.Statement, group: str) -> bool:
    """Say whether the duty begins only with what they themselves decided, declared or asked for."""
    for premise in statement.premises:
        if isinstance(premise, tree.IfDecides | tree.IfRequests) and premise.actor == group:
            return True
        if (
            isinstance(premise, tree.AfterDeed | tree.ProvidedDone)
            and premise.actor == group
            and isinstance(premise.action, tree.Do)
        ):
            return premise.action.act in words_called(agreement, _CHOOSING)
    return any(detail.actor == group for detail in parts(statement, tree.AtRequestOf))

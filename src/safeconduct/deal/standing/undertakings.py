"""Who has undertaken what: the closure of the promise level, asked with what the record shows.

An undertaking that hangs on a condition is one only if the condition is met, or would be if all honour their words. So a ring of promises
*provided that … undertakes* binds everyone in it once it is complete, and nobody before. There is one notion of undertaking: clauses become rules
in ``deal.promise``, and ``deal.closure`` says what follows; only the facts come from here, each with whether the record shows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from safeconduct.deal import tree
from safeconduct.deal.closure import Owed, owed
from safeconduct.deal.deeds import Deed, deeds
from safeconduct.deal.norms import Force, Norm
from safeconduct.deal.promise.atoms import Atom, Compiled, Kind
from safeconduct.deal.promise.compile import compile_rules
from safeconduct.deal.promise.facts import Facts
from safeconduct.deal.standing.decisions import decided
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.findings import empowered
from safeconduct.deal.standing.life import bound
from safeconduct.deal.standing.model import because
from safeconduct.deal.standing.orders import asked_for
from safeconduct.deal.standing.performance import deed_done
from safeconduct.deal.standing.premature import NOT_KEPT, premature
from safeconduct.deal.standing.shown import NOTHING, Shown, first_shown, happened, holds
from safeconduct.deal.standing.signing import last
from safeconduct.deal.standing.timing import Band
from safeconduct.deal.standing.world import Text, World
from safeconduct.kernel import Truth


def undertaken(world: World, text: Text, deed: Deed) -> Shown:
    """Return whether somebody has undertaken a deed, since when, and under which clause; or did it already."""
    otherwise = Shown(Truth.NO, why=(because("not_undertaken", actor=deed.actor, act=deed),))
    return world.sheet.part(("undertaken", text.number), repr(deed), lambda: _all_undertaken(world, text), otherwise)


def _all_undertaken(world: World, text: Text) -> dict[str, Shown]:
    """Return the answer for every deed that a clause of the text wants undertaken."""
    wanted = {
        deed
        for norm in text.by_id.values()
        for premise in norm.premises
        if isinstance(premise, tree.ProvidedUndertakes)
        for deed in deeds(premise.actor, premise.action)
    }
    if not wanted:
        return {}
    promises = _Promises.of(world, text)
    return {repr(deed): promises.answer(deed) for deed in wanted}


@dataclass(frozen=True, slots=True)
class _Promises:
    """What is owed if all honour their words, among those bound now.

    Arguments:
        facts: what the record shows of each atom that can be a fact.
        since: from when each norm binds, those alone that do.
        sure, perhaps: owed by what is shown, and by that together with what cannot be told.
    """

    text: Text
    compiled: Compiled
    facts: Mapping[int, Shown]
    since: Mapping[str, Band]
    sure: Owed
    perhaps: Owed

    @classmethod
    def of(cls, world: World, text: Text) -> _Promises:
        since = {norm.id: band for norm in text.by_id.values() if (band := bound(world, text, norm)[0]) is not None}
        norms = [replace(text.by_id[id_], force=_force(world, text, text.by_id[id_])) for id_ in since]
        compiled = compile_rules(text.agreement, Force.UNDERTAKEN, Facts(), norms)
        facts = {number: fact_of(world, text, atom) for number, atom in enumerate(compiled.atoms)}
        shown = [number for number, fact in facts.items() if fact.truth is Truth.YES]
        unclear = [  # a deed that was perhaps done is no undertaking of it
            number for number, fact in facts.items() if fact.truth is Truth.UNKNOWN and compiled.atoms[number].kind != Kind.PROMISE
        ]
        sure = owed(compiled.rules, shown)
        return cls(text, compiled, facts, since, sure, owed(compiled.rules, [*shown, *unclear]) if unclear else sure)

    def answer(self, deed: Deed) -> Shown:
        """Return whether a deed is undertaken."""
        for held, truth in ((self.sure, Truth.YES), (self.perhaps, Truth.UNKNOWN)):
            for number in self._meeting(deed):
                if number in held:
                    return self._held(deed, number, held, truth)
        norm = self._promising(deed)
        if norm is not None:
            return Shown(Truth.NO, why=(because("undertaken_on_condition", actor=deed.actor, act=deed, clause=norm.clause),))
        return Shown(Truth.NO, why=(because("not_undertaken", actor=deed.actor, act=deed),))

    def _meeting(self, deed: Deed) -> Iterator[int]:
        for number, atom in enumerate(self.compiled.atoms):
            if atom.kind == Kind.PROMISE and atom.deed is not None and atom.actor == deed.actor and atom.deed.meets(deed):
                yield number

    def _promising(self, deed: Deed) -> Norm | None:
        found = (norm for norm in self.compiled.norms.values() if deed.actor in norm.bearers)
        return next((norm for norm in found if norm.deed._replace(actor=deed.actor).meets(deed)), None)

    def _held(self, deed: Deed, number: int, held: Owed, truth: Truth) -> Shown:
        norm = next((norm for norm in self._rests_on_norms(number, held) if deed.actor in norm.bearers), None)
        if norm is None:
            return self.facts[number]
        code = "bound" if truth is Truth.YES else "bound_perhaps"
        return Shown(truth, self._since(number, held), why=(because(code, actor=deed.actor, act=deed, clause=norm.clause),))

    def _since(self, number: int, held: Owed) -> Band | None:
        """Return since when all of it was so: those bound by it, and the facts that it rests on."""
        bands = [self.since[norm.id] for norm in self._rests_on_norms(number, held)]
        bands += [self.facts[atom].when for atom in self._behind(number, held) if atom in held.decisions]  # type: ignore[misc]
        return last([band for band in bands if band is not None])

    def _rests_on_norms(self, number: int, held: Owed) -> list[Norm]:
        rules = (rule for atom in self._behind(number, held) for rule in self._rules(atom, held))
        return [norm for rule in rules if (norm := self.compiled.norm_of[rule]) is not None]

    def _behind(self, number: int, held: Owed) -> list[int]:
        """Return an atom and every atom it rests on; a fact rests on nothing."""
        found, waiting = [number], [number]
        while waiting:
            for rule in self._rules(waiting.pop(), held):
                strict, contractual = self.compiled.rules.premises(rule)
                fresh = [atom for atom in (*strict, *contractual) if atom not in found]
                found += fresh
                waiting += fresh
        return found

    def _rules(self, atom: int, held: Owed) -> list[int]:
        if atom in held.decisions:
            return []
        rules = self.compiled.rules
        return [rule for rule in rules.promising.row(atom) if all(one in held for group in rules.premises(rule) for one in group)]


def _force(world: World, text: Text, norm: Norm) -> Force:
    """Return how firmly a norm is said: what its bearer undertook on record is undertaken, however the text words it."""
    return max(norm.force, Force.UNDERTAKEN) if undertook(world, text, norm) else norm.force


def as_bound(world: World, text: Text, norm: Norm) -> Norm:
    """Return a norm at the force at which its bearer is bound by it."""
    force = _force(world, text, norm)
    return norm if force is norm.force else replace(norm, force=force)


def undertook(world: World, text: Text, norm: Norm) -> bool:
    """Whether a bearer of a norm undertook it on record."""
    said = world.record.said(text.number, norm.clause, "binding")
    return any(event.type == "undertaking" and event.actor in norm.bearers for event in said)


def fact_of(world: World, text: Text, atom: Atom) -> Shown:
    """Return what the record shows of an atom; who is bound is settled by then, and what a clause comes to follows from the rules."""
    match atom.kind:
        case Kind.SIGNATURE:
            return Shown(Truth.YES)
        case Kind.PROMISE if atom.deed is not None:
            return deed_done(world, text, atom.deed)
        case Kind.DECISION if atom.deed is not None:
            return chosen(world, text, atom.deed)
        case Kind.EVENT:
            return happened(world, text, atom.word)
        case Kind.STATE:
            return holds(world, text, atom.word)
        case Kind.REQUEST:
            return asked_for(world, text, atom.word, atom.actor)
        case Kind.FINDING:
            return _found(world, text, atom)
        case _:
            return NOTHING


def chosen(world: World, text: Text, deed: Deed) -> Shown:
    """Return whether somebody decided to do a deed, or chose it in an election."""
    elections = [
        event
        for norm in text.by_act.get(deed.act, ())
        if norm.alternatives and norm.deed == deed
        for event in world.record.said(text.number, norm.clause, "clause")
        if event.type == "election" and event.actor in norm.bearers and event.body["option"] in (norm.id, deed.act)
    ]
    return first_shown(world, elections, "decided", actor=deed.actor, act=deed) if elections else decided(world, text, deed)


def _found(world: World, text: Text, atom: Atom) -> Shown:
    if empowered(world, text, atom.actor, atom.word) is None:
        return NOTHING
    said: list[Event] = [e for e in world.record.said(text.number, atom.word, "finding") if e.actor == atom.actor]
    counts = [e for e in said if e.body["result"] in NOT_KEPT and premature(world, text, e, atom.word) is None]
    return first_shown(world, counts, "found", actor=atom.actor, result="not in time")

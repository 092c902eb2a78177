"""From norms to rules over atoms.

A premise with fewer slots is met by an instance with more; that is one more rule, from the instance to the premise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from safeconduct.deal import tree
from safeconduct.deal.closure import Rules
from safeconduct.deal.contrary import contraries
from safeconduct.deal.deeds import Deed, deeds
from safeconduct.deal.model import Agreement
from safeconduct.deal.norms import Force, Mode, Norm, norms_of
from safeconduct.deal.promise.atoms import CIRCUMSTANCES, OWNED, Atom, Compiled, Kind
from safeconduct.deal.promise.facts import Facts, binds_itself, signatories
from safeconduct.deal.promise.options import by_act, called_for, elections, named, options, takes_up


def compile_rules(agreement: Agreement, force: Force, facts: Facts, norms: Iterable[Norm] | None = None) -> Compiled:
    """Return the rules of an agreement at a force level.

    Arguments:
        force: ``OFFERED``: what would hold if offers were taken up; ``UNDERTAKEN``: only what a signature binds.
        facts: signatures, decisions and events to take as given.
        norms: in place of those the agreement states, for a rival reading.

    Cost: linear in the number of norms, and for each act in the number of its instances times its premises.
    """
    builder = _Builder(agreement, force, facts)
    builder.build(tuple(norms) if norms is not None else norms_of(agreement))
    return builder.compiled()


_PROMISING = (Mode.RESULT, Mode.MEANS, Mode.STANDING, Mode.ABSTENTION, Mode.OUTCOME)


@dataclass(slots=True)
class _Builder:
    agreement: Agreement
    force: Force
    facts: Facts
    atoms: list[Atom] = field(default_factory=list)
    number: dict[Atom, int] = field(default_factory=dict)
    clauses: list[tuple[int, list[int], list[int]]] = field(default_factory=list)
    norm_of: list[Norm | None] = field(default_factory=list)
    heads: dict[str, int] = field(default_factory=dict)
    rests_on: dict[str, tuple[int, ...]] = field(default_factory=dict)
    norms: dict[str, Norm] = field(default_factory=dict)
    by_clause: dict[str, list[Norm]] = field(default_factory=dict)
    before: dict[str, list[int]] = field(default_factory=dict)
    instances: dict[tuple[str, str, str], set[Deed]] = field(default_factory=dict)
    patterns: dict[tuple[str, str, str], set[Deed]] = field(default_factory=dict)
    over: list[Norm] = field(default_factory=list)
    exclusive: list[list[int]] = field(default_factory=list)
    contradictions: list[tuple[int, int]] = field(default_factory=list)
    wished: list[tuple[str, int]] = field(default_factory=list)
    signers: tuple[str, ...] = ()

    def build(self, norms: tuple[Norm, ...]) -> None:
        norms = tuple(
            replace(norm, force=max(norm.force, Force.UNDERTAKEN)) if norm.id in self.facts.undertaken else norm for norm in norms
        )
        self.over = [norm for norm in norms if norm.id in self.facts.over and self._takes_part(norm)]
        norms = tuple(norm for norm in norms if norm.id not in self.facts.over)
        promising = [norm for norm in norms if self._takes_part(norm)]
        bound = (
            norm.bearers[0]
            for norm in norms
            if norm.bearers and norm.force >= Force.UNDERTAKEN and self._kind(norm.bearers[0]) == "party"
        )
        self.signers = signatories(self.agreement) or tuple(dict.fromkeys(bound))
        for norm in promising:
            self.norms[norm.id] = norm
            self.by_clause.setdefault(norm.clause, []).append(norm)
            self.heads[norm.id] = self._head(norm)
        for norm in promising:
            for detail in norm.details:
                if isinstance(detail, tree.Before):
                    for clause in self.agreement.expand(detail.clauses):
                        self.before.setdefault(clause, []).append(self.heads[norm.id])
        for norm in promising:
            self._rule(norm)
        for norm in norms:
            self._wishes(norm)
        self._clauses()
        self._decisions(norms)
        self._done()
        self._join()
        self._contradict(promising)

    def _takes_part(self, norm: Norm) -> bool:
        return norm.mode in _PROMISING and norm.force >= self.force and bool(norm.bearers)

    def _head(self, norm: Norm) -> int:
        deed = norm.deed
        if norm.mode is Mode.ABSTENTION:
            deed = Deed(deed.actor, f"not:{deed.act}", deed.slots)
        return self._instance(Kind.PROMISE, deed)

    def _rule(self, norm: Norm) -> None:
        strict, contractual = list(self.before.get(norm.clause, ())), list[int]()
        for premise in norm.premises:
            self._premise(norm, premise, strict, contractual)
        for detail in norm.details:
            strict += self._required_by(norm, detail)
        if norm.alternatives:
            strict.append(self._instance(Kind.DECISION, norm.deed))
        if norm.stands_in_for:
            strict.append(self._word(Kind.FAILURE, ",".join(norm.stands_in_for)))
        if self.force >= Force.UNDERTAKEN:
            strict += [self._atom(Atom(Kind.SIGNATURE, signer)) for signer in self._needed_signatures(norm)]
        self.rests_on[norm.id] = tuple(dict.fromkeys((*strict, *contractual)))
        self._add(self.heads[norm.id], strict, contractual, norm)
        for other in norm.bearers[1:]:
            joint = self._instance(Kind.PROMISE, Deed(other, norm.deed.act, norm.deed.slots))
            self._add(joint, [self.heads[norm.id]], [], norm)
        served = [detail.state for detail in norm.details if isinstance(detail, tree.SoThat)]
        if norm.mode is Mode.OUTCOME:
            served += norm.deed.slot("state")
            self._add(self._word(Kind.STATE, served[-1]), [self.heads[norm.id]], [], norm)
        for state in served:
            self._add(self._word(Kind.AIM, state), [self.heads[norm.id]], [], norm)

    def _needed_signatures(self, norm: Norm) -> tuple[str, ...]:
        unbound = [bearer for bearer in norm.bearers if (norm.id, bearer) not in self.facts.bound]
        each = ((bearer,) if binds_itself(self.agreement, norm, bearer) else self.signers for bearer in unbound)
        return tuple(dict.fromkeys(signer for signers in each for signer in signers))

    def _kind(self, actor: str) -> str:
        word = self.agreement.words.get(actor)
        return word.kind if word is not None else ""

    def _premise(self, norm: Norm, premise: tree.Premise, strict: list[int], contractual: list[int]) -> None:
        if isinstance(premise, tree.IfDecides):
            strict += [self._pattern(Kind.DECISION, deed) for deed in deeds(premise.actor, premise.action)]
        elif isinstance(premise, tree.ProvidedUndertakes):
            contractual += [self._pattern(Kind.PROMISE, deed) for deed in deeds(premise.actor, premise.action)]
        elif isinstance(premise, tree.ProvidedDone | tree.AfterDeed):
            strict += [self._pattern(Kind.PROMISE, deed) for deed in deeds(premise.actor, premise.action)]
        elif isinstance(premise, tree.AfterClause):
            strict += [self._word(Kind.CLAUSE, clause) for clause in self.agreement.expand(premise.clauses)]
        elif isinstance(premise, tree.IfOccurs | tree.AfterEvent | tree.WithinAfterEach):
            strict.append(self._word(Kind.EVENT, premise.event))
        elif isinstance(premise, tree.WhileState):
            strict.append(self._word(Kind.STATE, premise.state))
        elif isinstance(premise, tree.IfFinds):
            finder = premise.finder
            strict += [self._atom(Atom(Kind.FINDING, finder, None, c)) for c in self.agreement.expand(premise.clauses)]
        elif isinstance(premise, tree.IfRequests):
            strict.append(self._atom(Atom(Kind.REQUEST, premise.actor, None, norm.clause)))

    def _required_by(self, norm: Norm, detail: tree.Detail) -> Iterator[int]:
        if isinstance(detail, tree.OnlyAfter):
            yield from (self._word(Kind.CLAUSE, clause) for clause in self.agreement.expand(detail.clauses))
        elif isinstance(detail, tree.OnlyAfterEvent | tree.OnlyIfOccurs):
            yield self._word(Kind.EVENT, detail.event)
        elif isinstance(detail, tree.OnlyOnOrder | tree.AtRequestOf):
            yield self._atom(Atom(Kind.REQUEST, detail.actor, None, norm.clause))
        elif isinstance(detail, tree.WithConsent):
            yield from (self._atom(Atom(Kind.REQUEST, actor, None, norm.clause)) for actor in detail.actors)

    def _wishes(self, norm: Norm) -> None:
        """The act called for or asked is an open decision of the one called on; the call itself grants nothing."""
        deed = called_for(norm)
        if deed is not None and (norm.force >= self.force or (self.force <= Force.OFFERED and norm.force is Force.REQUESTED)):
            self.wished.append((norm.clause, self._pattern(Kind.PROMISE, deed)))

    def _clauses(self) -> None:
        """A clause is honoured when everything it promises is; one that promises nothing is never waited for."""
        for atom in [atom for atom in self.atoms if atom.kind == Kind.CLAUSE]:
            norms = self.by_clause.get(atom.word, ())
            heads = [self.heads[norm.id] for norm in norms if not norm.alternatives]
            if any(norm.alternatives for norm in norms):
                chosen = self._word(Kind.CLAUSE, f"{atom.word}/chosen")
                heads.append(chosen)
                for norm in norms:
                    if norm.alternatives:
                        self._add(chosen, [self.heads[norm.id]], [], None)
            if heads:
                self._add(self.number[atom], heads, [], None)

    # --- decisions and their options ---

    def _decisions(self, norms: tuple[Norm, ...]) -> None:
        called = by_act(deed for _, number in self.wished if (deed := self.atoms[number].deed) is not None)
        for key, found in sorted(named(norms).items()):
            taken = [deed for deed in self.facts.decided if (deed.actor, deed.act) == key]
            known = {*options(sorted(set(found))), *taken}
            known |= {deed for deed in called.get(key, ()) if not any(takes_up(one, deed) for one in known)}
            self._exclude(sorted(known))
        self._taken_up(called)
        for elected in elections(self.norms.values()):
            self._exclude(elected)

    def _exclude(self, choices: Iterable[Deed]) -> None:
        """One option is assumed at a time; but what some people of a group have chosen takes nothing from the others."""
        group = [self._instance(Kind.DECISION, deed) for deed in choices]
        taken = [atom.actor for atom in (self.atoms[choice] for choice in group) if self.facts.include(atom)]
        if len(set(group)) > 1 and not any(self._kind(actor) == "group" for actor in taken):
            self.exclusive.append(group)

    def _taken_up(self, called: Mapping[tuple[str, str], Sequence[Deed]]) -> None:
        """Whoever decides to do what they were called on to do has taken the call up."""
        for (actor, act), found in sorted(called.items()):
            for deed in sorted(set(found)):
                known = self.instances.get((Kind.DECISION, actor, act), ())
                for decided in [one for one in known if takes_up(one, deed)] or [deed]:
                    decision = self._instance(Kind.DECISION, decided)
                    self._add(self.number[Atom(Kind.PROMISE, actor, deed)], [decision], [], None)

    def _done(self) -> None:
        for deed in sorted(self.facts.done):
            key = (Kind.PROMISE, deed.actor, deed.act)
            if key in self.patterns or key in self.instances:
                self._instance(Kind.PROMISE, deed)

    def _join(self) -> None:
        """Join every instance to the premises it meets; a promise to act entails having decided to."""
        for key, patterns in self.patterns.items():
            kind, actor, act = key
            found = set(self.instances.get(key, ()))
            for pattern in sorted(patterns):
                target = self.number[Atom(kind, actor, pattern)]
                for deed in sorted(found):
                    if deed != pattern and deed.meets(pattern):
                        self._add(target, [self.number[Atom(kind, actor, deed)]], [], None)
                if kind == Kind.DECISION:
                    for deed in sorted(self.instances.get((Kind.PROMISE, actor, act), ())):
                        if deed.meets(pattern):
                            self._add(target, [self.number[Atom(Kind.PROMISE, actor, deed)]], [], None)

    def _contradict(self, promising: list[Norm]) -> None:
        for forbidden, promised in contraries(self.agreement, promising):
            self.contradictions.append((self.heads[forbidden.id], self.heads[promised.id]))

    # --- atoms ---

    def _atom(self, atom: Atom) -> int:
        found = self.number.get(atom)
        if found is None:
            found = self.number[atom] = len(self.atoms)
            self.atoms.append(atom)
        return found

    def _word(self, kind: str, word: str) -> int:
        return self._atom(Atom(kind, "", None, word))

    def _instance(self, kind: str, deed: Deed) -> int:
        self.instances.setdefault((kind, deed.actor, deed.act), set()).add(deed)
        return self._atom(Atom(kind, deed.actor, deed))

    def _pattern(self, kind: str, deed: Deed) -> int:
        self.patterns.setdefault((kind, deed.actor, deed.act), set()).add(deed)
        return self._atom(Atom(kind, deed.actor, deed))

    def _add(self, head: int, strict: list[int], contractual: list[int], norm: Norm | None) -> None:
        self.clauses.append((head, strict, contractual))
        self.norm_of.append(norm)

    def compiled(self) -> Compiled:
        """Return the rules built."""
        instances = {Atom(k, a, deed) for (k, a, _), found in self.instances.items() for deed in found}
        decisions = [
            n for n, atom in enumerate(self.atoms) if atom.kind in OWNED and (atom.kind != Kind.DECISION or atom in instances)
        ]
        decisions += [n for n, atom in enumerate(self.atoms) if atom.kind in CIRCUMSTANCES]
        rules = Rules.of(len(self.atoms), self.clauses, sorted(decisions), self.exclusive)
        return Compiled(
            self.agreement,
            self.force,
            rules,
            tuple(self.atoms),
            self.number,
            tuple(self.norm_of),
            self.heads,
            self.rests_on,
            self.norms,
            tuple(self.over),
            frozenset(number for number, atom in enumerate(self.atoms) if self.facts.include(atom)),
            tuple(self.contradictions),
            tuple(self.wished),
        )

"""What is owed, would be owed and is blocked: for each force level and each option."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from safeconduct.deal.closure import Blockage, Blocked, Cure, Outlook, Owed, Reason, cures
from safeconduct.deal.model import Agreement
from safeconduct.deal.norms import Force, Norm, norms_of
from safeconduct.deal.promise.atoms import OWNED, Atom, Compiled, Kind
from safeconduct.deal.promise.compile import compile_rules
from safeconduct.deal.promise.facts import Facts, signed_in_text
from safeconduct.deal.promise.needs import Needs
from safeconduct.kernel import collector_paused

LEVELS = (Force.OFFERED, Force.UNDERTAKEN)


@dataclass(frozen=True, slots=True)
class OwedItem:
    """A promise that holds if all honour their words.

    Arguments:
        rests_on: the atoms its norm's own premises are, all held.
    """

    norm: Norm
    rests_on: tuple[Atom, ...]


@dataclass(frozen=True, slots=True)
class BlockedItem:
    """A promise, or an act called for, that does not hold.

    Arguments:
        clause: where it stands.
        atom: what is not owed.
        norm: the norm that promises it; None for an act that is only called for.
        reason: unpromised, undecided, deadlocked, excluded or contradicted; for what binds no more: lapsed, withdrawn, waived, closed or ended.
        who: ids of those whose decision, promise or first step it waits for, or who would have to renew it; empty when it waits
            for an event.
        needs: the open decisions and missing promises, as atoms.
        circle: for a deadlock, the norms that wait for each other, in order.
        cures: for a deadlock, pairs (norm that could go first, promise it would rely on).
        against: for excluded and contradicted, what stands against it.
        since: for what binds no more, the first instant at which it did not.
    """

    clause: str
    atom: Atom
    norm: Norm | None
    reason: str
    who: tuple[str, ...]
    needs: tuple[Atom, ...] = ()
    circle: tuple[Norm, ...] = ()
    cures: tuple[tuple[Norm, Atom], ...] = ()
    against: tuple[Atom, ...] = ()
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class OptionAnswer:
    """The answer under one option.

    Arguments:
        assumes: the decisions this option assumes beyond the facts; empty for *as it stands*.
        owed, would_be_owed, blocked: see ``promise_level``.
    """

    assumes: tuple[Atom, ...]
    owed: tuple[OwedItem, ...]
    would_be_owed: tuple[OwedItem, ...]
    blocked: tuple[BlockedItem, ...]


@dataclass(frozen=True, slots=True)
class LevelAnswer:
    """The answers at one force level, *as it stands* first."""

    force: Force
    options: tuple[OptionAnswer, ...]
    compiled: Compiled = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class PromiseLevel:
    """The whole promise level of one agreement."""

    agreement: Agreement
    facts: Facts
    levels: tuple[LevelAnswer, ...]

    def at(self, force: Force) -> LevelAnswer:
        """Return the answers at a force level. Raises: KeyError."""
        return {level.force: level for level in self.levels}[force]


@collector_paused()
def promise_level(
    agreement: Agreement, facts: Facts | None = None, *, norms: Iterable[Norm] | None = None, levels: Iterable[Force] = LEVELS
) -> PromiseLevel:
    """Say what is owed if all honour their words.

    Arguments:
        facts: signatures, decisions and events to take as given; by default only what the text itself says was signed.
        norms: in place of those the agreement states, for a rival reading.

    Returns: per force level the answer *as it stands*, then one for each option of each exclusive choice. *Owed* holds now under
        the option, and what was performed is owed no more; *would be owed* would also hold if every remaining decision were taken; *blocked* is everything not owed, each
        with its reason and those it waits for.
    Source: the closure of room ``deal``, see ``deal.closure``.
    Cost: one compilation and closure for each level, one what-if for each option.
    """
    given = facts if facts is not None else Facts(signed=signed_in_text(agreement))
    known = tuple(norms) if norms is not None else norms_of(agreement)
    answers = tuple(_level(compile_rules(agreement, force, given, known), given) for force in levels)
    return PromiseLevel(agreement, given, answers)


def _level(compiled: Compiled, given: Facts) -> LevelAnswer:
    base = frozenset(compiled.taken)
    options: list[frozenset[int]] = [frozenset()]
    for group in compiled.rules.exclusive:
        if not base & set(group):
            options += [frozenset([choice]) for choice in group if frozenset([choice]) not in options]
    over = tuple(_over(norm, given) for norm in compiled.over)
    return LevelAnswer(compiled.force, tuple(_option(compiled, given, base, option, over) for option in options), compiled)


def _over(norm: Norm, given: Facts) -> BlockedItem:
    """What binds no more waits for those who bore it: nobody else can renew it."""
    found = given.over[norm.id]
    atom = Atom(Kind.PROMISE, norm.deed.actor, norm.deed)
    return BlockedItem(norm.clause, atom, norm, found.reason, norm.bearers, since=found.since)


def _option(
    compiled: Compiled, given: Facts, base: frozenset[int], option: frozenset[int], over: tuple[BlockedItem, ...]
) -> OptionAnswer:
    taken = base | option
    outlook = Outlook.of(compiled.rules, taken)
    prospects = outlook.would_be_owed()
    now, possible = outlook.now, prospects.possible()
    heads = compiled.heads
    reasons, needs = outlook.blockage(compiled.contradictions, prospects), Needs.of(compiled, outlook.now)
    running = [norm for norm in compiled.norms.values() if norm.id not in given.kept]
    held = [norm for norm in running if heads[norm.id] in now and _supported(compiled, norm, now)]
    blocked = (*over, *_blocked(compiled, taken, reasons, needs))
    contrary = {item.norm.id for item in blocked if item.norm is not None and item.reason == Reason.CONTRADICTED.value}
    later = [norm for norm in running if heads[norm.id] not in now and possible[heads[norm.id]] and norm.id not in contrary]
    return OptionAnswer(
        tuple(compiled.atoms[choice] for choice in sorted(option)),
        tuple(OwedItem(norm, _rests_on(compiled, norm)) for norm in held),
        tuple(OwedItem(norm, _rests_on(compiled, norm)) for norm in later),
        blocked,
    )


def _supported(compiled: Compiled, norm: Norm, now: Owed) -> bool:
    """Two norms can promise one act; only those whose own premises hold are owed."""
    return all(atom in now for atom in compiled.rests_on[norm.id])


def _rests_on(compiled: Compiled, norm: Norm) -> tuple[Atom, ...]:
    return tuple([compiled.atoms[atom] for atom in compiled.rests_on[norm.id]])


def _blocked(compiled: Compiled, taken: frozenset[int], reasons: Blockage, needs: Needs) -> Iterator[BlockedItem]:
    """Yield what is not owed; why an act is not is worked out once, however many clauses promise it."""
    told: dict[int, _Why | None] = {}
    asked: list[tuple[str, int, Norm | None]] = [(norm.clause, compiled.heads[id_], norm) for id_, norm in compiled.norms.items()]
    asked += [(clause, atom, None) for clause, atom in compiled.wished]
    for clause, atom, norm in asked:
        if atom not in told:
            why = reasons.why(atom)
            if why is not None and why.reason is Reason.UNDECIDED and atom not in compiled.promising:
                why = Blocked(atom, Reason.UNPROMISED, unpromised=(atom,))
            told[atom] = _why(compiled, taken, why, needs) if why is not None else None
        found = told[atom]
        if found is not None:
            yield BlockedItem(clause, compiled.atoms[atom], norm, *found)


_Why = tuple[str, tuple[str, ...], tuple[Atom, ...], tuple[Norm, ...], tuple[tuple[Norm, Atom], ...], tuple[Atom, ...]]
"""What a blocked item says of its atom: reason, who, needs, circle, cures, against."""


def _why(compiled: Compiled, taken: frozenset[int], why: Blocked, openly: Needs) -> _Why:
    atoms = compiled.atoms
    needs = tuple(atoms[atom] for atom in (*why.decisions, *why.unpromised))
    if why.reason is Reason.UNDECIDED:
        needs = openly.said_openly(why.atom, why.decisions)
    circle: tuple[Norm, ...] = ()
    found: tuple[tuple[Norm, Atom], ...] = ()
    who = {atom.actor for atom in needs if atom.actor}
    if why.core is not None:
        circle = tuple(owner for rule in why.core.rules if (owner := compiled.norm_of[rule]) is not None)
        found = tuple(
            _cure(compiled, cure) for cure in cures(compiled.rules, taken, why.core) if compiled.norm_of[cure.rule] is not None
        )
        who = {bearer for owner in circle for bearer in owner.bearers}
    if why.reason is Reason.EXCLUDED:
        who = {atoms[other].actor for _, other in why.excluding if atoms[other].actor}
    against = tuple(atoms[atom] for atom in (*why.contradicted_by, *(other for _, other in why.excluding)))
    if why.reason is Reason.CONTRADICTED:
        who = {atom.actor for atom in against if atom.actor}
    return why.reason.value, tuple(sorted(who)), needs, circle, found, tuple(dict.fromkeys(against))


def _cure(compiled: Compiled, cure: Cure) -> tuple[Norm, Atom]:
    norm = compiled.norm_of[cure.rule]
    assert norm is not None
    return norm, compiled.atoms[cure.premise]


def is_owned(atom: Atom) -> bool:
    """Whether somebody can bring the atom about by deciding; events and states nobody decides."""
    return atom.kind in OWNED

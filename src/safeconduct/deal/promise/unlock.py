"""Which smallest sets of open decisions unlock a goal, what each brings, and who alone can stop it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from safeconduct.deal import tree
from safeconduct.deal.closure import Outlook
from safeconduct.deal.codes import NO_SUCH_GOAL
from safeconduct.deal.model import Agreement
from safeconduct.deal.norms import Force, Norm, norms_of
from safeconduct.deal.promise.answer import PromiseLevel, is_owned
from safeconduct.deal.promise.atoms import Atom, Compiled, Kind
from safeconduct.deal.promise.compile import compile_rules
from safeconduct.deal.promise.facts import Facts, signed_in_text
from safeconduct.errors import InputWrong, Problem, say

OPEN, OWED, SERVED, PROMISED, REACHED = "open", "owed", "served", "promised", "reached"
STATES = (OPEN, OWED, SERVED, PROMISED, REACHED)
"""Where a goal stands. A clause is owed at most: whether it is performed is for the deed level to say. An aim is served when an act
meant to bring it about is owed, promised when the state itself is guaranteed, and reached only when the record says that it holds."""


@dataclass(frozen=True, slots=True)
class Key:
    """One smallest set of open decisions.

    Arguments:
        decisions: what has to be decided.
        circumstances: events and states that have to come about besides, which nobody decides.
        who: owners of the decisions.
        brings: the norms that come to be owed by it.
    """

    decisions: tuple[Atom, ...]
    circumstances: tuple[Atom, ...]
    who: tuple[str, ...]
    brings: tuple[Norm, ...]


@dataclass(frozen=True, slots=True)
class Unlocking:
    """How a goal can be reached.

    Arguments:
        goal: clause number of the goal.
        state: where it stands without any further decision, see ``STATES``.
        keys: smallest first.
        vetoes: ids of those who alone can stop it.
        blocking_groups: smallest groups who together can stop it, beyond single ones.
        complete: whether every smallest set was found.
    """

    goal: str
    force: Force
    state: str
    keys: tuple[Key, ...]
    vetoes: tuple[str, ...]
    blocking_groups: tuple[tuple[str, ...], ...]
    complete: bool

    @property
    def reachable(self) -> bool:
        """Whether it is open no more, or some set of decisions would make it so."""
        return self.state != OPEN or bool(self.keys)


def goals(agreement: Agreement) -> tuple[str, ...]:
    """Return the clause numbers of the numbered aims."""
    return tuple(clause.id for clause in agreement.clauses if isinstance(clause.sentence, tree.Aim))


def unlock(
    agreement: Agreement,
    facts: Facts | None = None,
    *,
    goal: str,
    force: Force = Force.OFFERED,
    norms: Iterable[Norm] | None = None,
    budget: int = 2_000,
) -> Unlocking:
    """Say which smallest sets of open decisions unlock a goal.

    Arguments:
        goal: number of an aim: that it is served; or of any clause: that everything it promises is owed.
        budget: how many closures to ask for at most; the answer says whether it is complete.

    Raises: InputWrong (``deal/no-such-goal``) when no clause has that number or it can hold nothing.
    """
    given = facts if facts is not None else Facts(signed=signed_in_text(agreement))
    compiled = compile_rules(agreement, force, given, tuple(norms) if norms is not None else None)
    atoms = _goal_atoms(compiled, goal)
    outlook = Outlook.of(compiled.rules, compiled.taken)
    state = _state(compiled, outlook, goal, atoms, given)
    if state != OPEN:
        return Unlocking(goal, force, state, (), (), (), True)
    return _unlocking(compiled, outlook, goal, atoms, _candidates(compiled, goal, atoms), budget)


def next_decisions(answer: PromiseLevel, *, force: Force = Force.OFFERED, budget: int = 200) -> tuple[Key, ...]:
    """Return the smallest sets of decisions that put anything in force that is not yet, each with what it brings.

    Arguments:
        budget: how many closures to ask for at most for each promise that is not owed.

    Returns: smallest first; of equal size the one that brings most first.
    """
    compiled = answer.at(force).compiled
    outlook = Outlook.of(compiled.rules, compiled.taken)
    found: dict[frozenset[int], Key] = {}
    candidates = _candidates(compiled)
    for number in dict.fromkeys(compiled.heads.values()):
        if number in outlook.now or number not in outlook.top:
            continue
        for items in outlook.unlock([number], candidates, budget=budget, at_most=3).sets:
            key = frozenset(items)
            if key not in found:
                found[key] = _key(compiled, outlook, items)
    return tuple(sorted(found.values(), key=lambda key: (len(key.decisions), -len(key.brings), key.decisions)))


def waited_for(answer: PromiseLevel) -> tuple[Key, ...]:
    """Return the next decisions that are waited for: while signatures are missing those, and beside them only what takes up an offer."""
    binding = next_decisions(answer, force=Force.UNDERTAKEN)
    offered = next_decisions(answer)
    signatures = [key for key in binding if any(atom.kind == Kind.SIGNATURE for atom in key.decisions)]
    if not signatures:
        return offered or binding
    return (*signatures, *(key for key in offered if any(norm.force is Force.OFFERED for norm in key.brings)))


def _state(compiled: Compiled, outlook: Outlook, goal: str, atoms: tuple[int, ...], given: Facts) -> str:
    held = all(atom in outlook.now for atom in atoms)
    sentence = compiled.agreement.by_id[goal].sentence if goal in compiled.agreement.by_id else None
    if not isinstance(sentence, tree.Aim):
        return OWED if held else OPEN
    if sentence.state in given.happened:
        return REACHED
    outcome = compiled.number.get(Atom(Kind.STATE, "", None, sentence.state))
    if outcome is not None and outcome in outlook.now:
        return PROMISED
    return SERVED if held else OPEN


def _candidates(compiled: Compiled, goal: str = "", atoms: Iterable[int] = ()) -> list[int]:
    """Return what may be proposed: a goal is no way to itself, and a failure is proposed to nobody but for the step-in it releases."""
    own = {atom for norm in compiled.norms.values() if goal in (norm.clause, norm.id) for atom in compiled.rests_on[norm.id]}
    failures = {n for n in compiled.rules.decisions if compiled.atoms[n].kind == Kind.FAILURE} - own
    state = [compiled.number.get(Atom(Kind.STATE, "", None, compiled.atoms[atom].word)) for atom in atoms]
    return [decision for decision in compiled.rules.decisions if decision not in failures.union(atoms, state)]


def _unlocking(
    compiled: Compiled, outlook: Outlook, goal: str, atoms: tuple[int, ...], candidates: list[int], budget: int
) -> Unlocking:
    answer = outlook.unlock(atoms, candidates, budget)
    owners = {actor: n for n, actor in enumerate(sorted({a.actor for a in compiled.atoms if is_owned(a)}))}
    names = {n: actor for actor, n in owners.items()}
    owner_of = {d: owners[compiled.atoms[d].actor] for d in compiled.rules.decisions if is_owned(compiled.atoms[d])}
    stops = outlook.vetoes(atoms, candidates, owner_of, budget)
    groups = tuple(tuple(names[n] for n in group) for group in stops.owners)
    return Unlocking(
        goal,
        compiled.force,
        OPEN,
        tuple(_key(compiled, outlook, items) for items in answer.sets),
        tuple(sorted(group[0] for group in groups if len(group) == 1)),
        tuple(group for group in groups if len(group) > 1),
        answer.complete and stops.complete,
    )


def _key(compiled: Compiled, outlook: Outlook, items: Iterable[int]) -> Key:
    after = outlook.now.what_if(take=items)
    gained = set(after.difference(outlook.now)[0])
    atoms = [compiled.atoms[item] for item in sorted(items)]
    brings = tuple(
        norm
        for atom in sorted(gained)
        for norm in compiled.promising.get(atom, ())
        if all(premise in after for premise in compiled.rests_on[norm.id])
    )
    decisions = tuple(atom for atom in atoms if is_owned(atom))
    circumstances = tuple(atom for atom in atoms if not is_owned(atom))
    return Key(decisions, circumstances, tuple(sorted({atom.actor for atom in decisions})), brings)


def _goal_atoms(compiled: Compiled, goal: str) -> tuple[int, ...]:
    clause = compiled.agreement.by_id.get(goal)
    if clause is not None and isinstance(clause.sentence, tree.Aim):
        atom = compiled.number.get(Atom(Kind.AIM, "", None, clause.sentence.state))
        if atom is not None:
            return (atom,)
        raise _no_goal(goal, *_why_nothing_serves(compiled, clause.sentence.state))
    heads = tuple(compiled.heads[norm.id] for norm in compiled.norms.values() if goal in (norm.clause, norm.id))
    if not heads:
        wished = tuple(atom for wishing, atom in compiled.wished if wishing == goal)
        if not wished:
            raise _no_goal(goal, *_why_no_goal(compiled, goal))
        return wished
    return heads


def _why_nothing_serves(compiled: Compiled, state: str) -> tuple[str, str]:
    if any(isinstance(d, tree.SoThat) and d.state == state for norm in norms_of(compiled.agreement) for d in norm.details):
        return say("what serves this aim is not said so firmly"), say("ask with --force offered, or have it undertaken")
    return say("no clause says that anything serves this aim"), say("add ', so as to secure …' to the clause that serves it")


def _why_no_goal(compiled: Compiled, goal: str) -> tuple[str, str]:
    if any(goal in (norm.clause, norm.id) for norm in compiled.over):
        return (
            say("what that clause offered or promised binds no more"),
            say("ask how it stands with: safeconduct deal standing"),
        )
    what = say("that clause promises nothing") if goal in compiled.agreement.by_id else say("no clause has that number")
    return what, say("name an aim, or a clause that promises something at this force level")


def _no_goal(goal: str, what: str, do: str) -> InputWrong:
    return InputWrong(
        Problem(
            NO_SUCH_GOAL,
            say("goal {goal}: {what}", goal=goal, what=what),
            why=say("only something promised can be unlocked"),
            do=do,
        )
    )

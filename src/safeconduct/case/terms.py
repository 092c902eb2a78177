"""The join: clauses of an agreement to the terms a movement is planned under, each naming its clause.

What a sentence says is taken as it stands. What it leaves open, what is only reported, and what the movement does not carry is
returned in words beside the terms, and printed with every answer as an assumption.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from safeconduct.case.amounts import Range, latest, minutes, range_of
from safeconduct.deal import Agreement, tree, write_clause
from safeconduct.deal.legs import is_leaving
from safeconduct.deal.norms import Force, Mode, Norm, norms_of
from safeconduct.movement.model import Problem
from safeconduct.movement.read_words import Said
from safeconduct.movement.terms import ARRIVED, DEPARTED, ConvoyRule, Deadline, Destinations, Gate, Reciprocity, Term, Terms

_WAYS = (tree.From, tree.To, tree.ToAnyPlace, tree.ToAgreedPlaces, tree.Via, tree.EscortedBy)


@dataclass(frozen=True, slots=True)
class Moves:
    """What one clause moves: groups, how many of them, and where they count."""

    clause: str
    groups: tuple[str, ...]
    amount: Range = field(default_factory=Range)
    where: str = ARRIVED


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a text asks of a movement.

    Arguments:
        counts: for a group, its number as a clause says it, and the clause.
        open: what the text leaves open or the plan leaves out, in words.
    """

    terms: Terms
    counts: Mapping[str, tuple[str, Range]]
    open: tuple[str, ...]


def agreed_terms(agreement: Agreement, problem: Problem, words: Iterable[Said], language: str = "en") -> Agreed:
    """Return the terms that an agreement puts on a movement.

    Arguments:
        problem: groups, places and legs; its own terms are not looked at.
        words: what words of the agreement stand for in it.

    Holds: every term names a clause of the agreement; changing a number in the text changes the term (tests/story/test_join.py).
    Cost: linear in the text, but for references between clauses.
    """
    join = _Join(agreement, problem, {said.word: said for said in words}, language)
    found = [term for term in join.terms() if term is not None]
    terms = Terms(
        reciprocity=tuple(term for term in found if isinstance(term, Reciprocity)),
        gates=tuple(_apart(term for term in found if isinstance(term, Gate))),
        deadlines=tuple(term for term in found if isinstance(term, Deadline)),
        destinations=tuple(term for term in found if isinstance(term, Destinations)),
        convoys=tuple(term for term in found if isinstance(term, ConvoyRule)),
    )
    return Agreed(terms, join.counts, tuple(dict.fromkeys(join.open)))


def _apart(gates: Iterable[Gate]) -> Iterator[Gate]:
    """A clause that holds the same people for several reasons gets a mark for each, so that an explanation can tell them apart."""
    seen: dict[tuple[str, tuple[str, ...]], int] = {}
    for gate in dict.fromkeys(gates):
        number = seen[gate.clause, gate.held] = seen.get((gate.clause, gate.held), 0) + 1
        yield gate if number == 1 else replace(gate, clause=f"{gate.clause} ({number})")


@dataclass(slots=True)
class _Join:
    agreement: Agreement
    problem: Problem
    words: Mapping[str, Said]
    language: str
    counts: dict[str, tuple[str, Range]] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)

    def terms(self) -> Iterator[Term | None]:
        norms = [norm for norm in norms_of(self.agreement) if self._concerns(norm)]
        self._others(norms)
        moves = {norm.clause: found for norm in norms if (found := self._moves(norm)).groups and norm.force > Force.ASPIRED}
        for norm in norms:
            yield from self._norm(norm, moves)
        for clause in self.agreement.clauses:
            if isinstance(clause.sentence, tree.Reciprocity):
                yield self._reciprocity(clause.id, clause.sentence)
        yield from self._stages()

    def _others(self, norms: list[Norm]) -> None:
        """Say which movements of the text nobody in this plan makes."""
        for norm in norms_of(self.agreement):
            leaves = is_leaving(self.agreement, norm.deed.act) and norm.mode in (Mode.RESULT, Mode.PERMISSION)
            if leaves and norm not in norms:
                self.leave_out(norm.clause, "the people it speaks of are no part of this movement")

    # --- who is meant ---------------------------------------------------------------------------------------------------

    def groups(self, word: str) -> tuple[str, ...]:
        said = self.words.get(word)
        return said.groups if said else ()

    def planned(self, groups: Iterable[str]) -> int:
        return sum(self.problem.group(group).planned for group in groups)

    def text(self, clause: str) -> str:
        return write_clause(self.agreement, clause, self.language).translate({ord("["): None, ord("]"): None})

    def leave_out(self, clause: str, why: str) -> None:
        self.open.append(f"clause {clause}: {why}")

    def _concerns(self, norm: Norm) -> bool:
        leaves = is_leaving(self.agreement, norm.deed.act) or any(isinstance(detail, _WAYS) for detail in norm.details)
        counted = norm.detail(tree.ForAmount)
        return bool(self._who(norm)) and (leaves or isinstance(counted, tree.ForAmount))

    def _who(self, norm: Norm) -> tuple[str, ...]:
        counted, whom = norm.detail(tree.ForAmount), norm.detail(tree.ForGroup)
        if isinstance(counted, tree.ForAmount) and counted.what in self.words:
            return self.groups(counted.what)
        if isinstance(whom, tree.ForGroup) and whom.group in self.words:
            return self.groups(whom.group)
        return self.groups(norm.deed.actor)

    def _moves(self, norm: Norm) -> Moves:
        counted, stage = norm.detail(tree.ForAmount), norm.detail(tree.CountedAs)
        people = isinstance(counted, tree.ForAmount) and isinstance(counted.unit, tree.Persons)
        amount = range_of(counted.amount) if isinstance(counted, tree.ForAmount) and people else Range()
        where = _stage_name(stage.stage) if isinstance(stage, tree.CountedAs) else ARRIVED
        return Moves(norm.clause, self._who(norm), amount, where)

    # --- one sentence -----------------------------------------------------------------------------------------------------

    def _norm(self, norm: Norm, moves: Mapping[str, Moves]) -> Iterator[Term | None]:
        if norm.force <= Force.REQUESTED:
            self.leave_out(norm.clause, "reported, hoped for or asked, not agreed; the plan does not follow it")
            return
        own = self._moves(norm)
        self._count(own)
        for part in (*norm.premises, *norm.details):
            yield from self._part(norm, own, part, moves)

    def _count(self, own: Moves) -> None:
        if own.amount.given and len(own.groups) == 1:
            self.counts[own.groups[0]] = own.clause, own.amount

    def _part(self, norm: Norm, own: Moves, part: tree.Node, moves: Mapping[str, Moves]) -> Iterator[Term | None]:
        text = self.text(norm.clause)
        if isinstance(part, tree.OnlyAfter | tree.AfterClause):
            yield from self._after(norm.clause, own.groups, part.clauses, moves, begun=isinstance(part.phase, tree.Begun))
        elif isinstance(part, tree.NoEarlierThan) and isinstance(part.moment, tree.AtPhase):
            begun = isinstance(part.moment.milestone, tree.Beginning)
            yield from self._after(norm.clause, own.groups, part.moment.clauses, moves, begun=begun, delay=minutes(part.length))
        elif isinstance(part, tree.UntilExcluding | tree.UntilIncluding) and norm.mode is Mode.ABSTENTION:
            yield from self._until(norm.clause, own.groups, part.moment, moves)
        elif isinstance(part, tree.OnlyAfterEvent | tree.AfterEvent | tree.IfOccurs | tree.OnlyIfOccurs):
            yield self._event(norm.clause, own.groups, part.event)
        elif isinstance(part, tree.Before):
            for other in self._referred(norm.clause, part.clauses, moves):
                yield self._gate(norm.clause, other.groups, own)
        elif isinstance(part, tree.By) and isinstance(part.moment, tree.OnDay):
            yield self._deadline(norm.clause, own.groups, part.moment.date)
        elif isinstance(part, tree.To):
            yield self._destination(norm.clause, own.groups, part.place)
        elif isinstance(part, tree.EscortedBy):
            yield self._escort(norm.clause, own.groups, text)
        elif isinstance(part, tree.By | tree.Within | tree.CompletedWithin | tree.InBatches | tree.WhileState | tree.Via):
            self.leave_out(norm.clause, f"what it says as “{type(part).__name__}” is not in the plan")

    def _until(self, clause: str, held: tuple[str, ...], moment: tree.Moment, moves: Mapping[str, Moves]) -> Iterator[Term | None]:
        if isinstance(moment, tree.AtEvent):
            yield self._event(clause, held, moment.event)
        elif isinstance(moment, tree.AtPhase):
            begun = isinstance(moment.milestone, tree.Beginning)
            yield from self._after(clause, held, moment.clauses, moves, begun=begun)
        else:
            self.leave_out(clause, "the moment until which it holds is not in the plan")

    def _event(self, clause: str, held: tuple[str, ...], event: str) -> Term | None:
        said = self.words.get(event)
        if said is None or not said.groups:
            self.leave_out(clause, f"{event} is no part of this movement; nobody is held for it in the plan")
            return None
        return self._gate(clause, held, Moves(clause, said.groups, Range(), said.where))

    def _after(
        self,
        clause: str,
        held: tuple[str, ...],
        clauses: tree.Clauses,
        moves: Mapping[str, Moves],
        *,
        begun: bool,
        delay: int = 0,
    ) -> Iterator[Term | None]:
        for other in self._referred(clause, clauses, moves):
            awaited = Moves(other.clause, other.groups, Range(1, 1), DEPARTED) if begun else other
            yield self._gate(clause, held, awaited, delay)

    def _referred(self, clause: str, clauses: tree.Clauses, moves: Mapping[str, Moves]) -> Iterator[Moves]:
        for other in self.agreement.expand(clauses):
            if other in moves:
                yield moves[other]
                continue
            found = [side for stage in self._stage_list() if stage[0] == other for side in self._sides(*stage)]
            yield from found
            if not found:
                self.leave_out(clause, f"clause {other} moves nobody in this movement; nobody is held for it in the plan")

    def _gate(self, clause: str, held: tuple[str, ...], awaited: Moves, delay: int = 0, allow: int = 0) -> Gate | None:
        total = self.planned(awaited.groups)
        number = min(awaited.amount.low if awaited.amount.given else total, total)
        if not held or not number or allow >= self.planned(held):
            return None
        if awaited.amount.low > total:
            self.leave_out(clause, f"awaits {awaited.amount.low:,} persons, of whom {total:,} are in this movement")
        return Gate(clause, self.text(clause.split(" ")[0]), held, awaited.groups, number, awaited.where, delay, allow)

    def _deadline(self, clause: str, groups: tuple[str, ...], date: str) -> Deadline:
        end = latest(date, self.agreement.clock)
        high = int((end - self.problem.start).total_seconds() // 60)
        return Deadline(clause, self.text(clause), groups, max(high, 0), max(high, 0))

    def _destination(self, clause: str, groups: tuple[str, ...], place: str) -> Destinations | None:
        said = self.words.get(place)
        if said is None or not said.places:
            self.leave_out(clause, f"no place of the network is said to be {place}; destinations are not held to it in the plan")
            return None
        return Destinations(clause, self.text(clause), groups, said.places)

    def _escort(self, clause: str, groups: tuple[str, ...], text: str) -> ConvoyRule | None:
        origins = {self.problem.group(group).origin for group in groups}
        legs = tuple(leg.id for leg in self.problem.legs if leg.origin in origins and leg.escorts < 1)
        return ConvoyRule(clause, text, legs, escorts=1) if legs else None

    # --- linked movements -------------------------------------------------------------------------------------------------

    def _reciprocity(self, clause: str, link: tree.Reciprocity) -> Reciprocity | None:
        left, right = self.groups(link.left), self.groups(link.right)
        if not left or not right or set(left) & set(right):
            self.leave_out(clause, "one of its sides is no part of this movement; the plan does not follow it")
            return None
        where = _stage_name(link.stage)
        self.open.append(f"clause {clause}: people on the road count as given; they count as received when they have {where}")
        shares, leads = (link.left_share, link.right_share), (link.left_lead, link.right_lead)
        return Reciprocity(clause, self.text(clause), left, right, *shares, *leads, DEPARTED, where)

    def _stage_list(self) -> list[tuple[str, tree.Stage]]:
        found = [(clause.id, clause.sentence) for clause in self.agreement.clauses if isinstance(clause.sentence, tree.Stage)]
        return sorted(found, key=lambda stage: stage[1].number)

    def _sides(self, clause: str, stage: tree.Stage) -> Iterator[Moves]:
        for word, amount in ((stage.left, stage.left_amount), (stage.right, stage.right_amount)):
            if self.groups(word):
                yield Moves(clause, self.groups(word), range_of(amount))

    def _stages(self) -> Iterator[Term | None]:
        """Within a stage each side may be ahead by the stage's own number; the next begins when both have arrived."""
        sent: dict[tuple[tuple[str, ...], ...], tuple[Range, Range]] = {}
        for clause, stage in self._stage_list():
            sides = tuple(self._sides(clause, stage))
            if len(sides) < 2:
                self.leave_out(clause, "one of its sides is no part of this movement; the plan does not follow it")
                continue
            left, right = sides
            key = left.groups, right.groups
            before = sent.get(key, (Range(), Range()))
            after = sent[key] = before[0] + self._known(left), before[1] + self._known(right)
            yield from self._stage(clause, stage, sides, before, after)
            for premise in stage.premises:
                if isinstance(premise, tree.NoEarlierThan) and isinstance(premise.moment, tree.AtPhase):
                    self.leave_out(clause, "its waiting time is longer than what is looked at; not in the plan")
        if sent:
            self.open.append("people beyond the stages that the text numbers set out once those stages are complete")

    def _known(self, side: Moves) -> Range:
        total = self.planned(side.groups)
        return Range(side.amount.low or total, side.amount.high or total) if side.amount.given else Range(total, total)

    def _stage(
        self, clause: str, stage: tree.Stage, sides: tuple[Moves, ...], before: tuple[Range, Range], after: tuple[Range, Range]
    ) -> Iterator[Term | None]:
        left, right = sides
        left_first, right_first = (isinstance(stage.order, kind) for kind in (tree.FirstGoesFirst, tree.SecondGoesFirst))
        if isinstance(stage.order, tree.OrderNotSettled):
            self.open.append(
                f"clause {clause}: who goes first is not settled; the plan lets each side be ahead by the stage's number"
            )
        yield self._gate(clause, left.groups, replace(right, amount=after[1]), allow=(before if right_first else after)[0].high)
        yield self._gate(clause, right.groups, replace(left, amount=after[0]), allow=(before if left_first else after)[1].high)


def _stage_name(stage: tree.CrossingStage) -> str:
    return type(stage).__name__.lower()

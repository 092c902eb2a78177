"""What the join of a text to a movement needs everywhere: who is meant, what a clause moves, and what was left out and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from safeconduct.case.amounts import Range, range_of
from safeconduct.case.clauses import about, told
from safeconduct.deal import Agreement, tree, write_clause
from safeconduct.deal.legs import is_leaving, members_of
from safeconduct.deal.norms import Force, Mode, Norm, norms_of
from safeconduct.deal.standing import Recorded
from safeconduct.kernel import Text
from safeconduct.movement.files.read_words import Said
from safeconduct.movement.model import Problem
from safeconduct.movement.terms import ARRIVED, DEPARTED, Gate

_WAYS = (tree.From, tree.To, tree.ToAnyPlace, tree.ToAgreedPlaces, tree.Via, tree.EscortedBy)


@dataclass(frozen=True, slots=True)
class Moves:
    """What one clause moves: groups, how many of them, and where they count."""

    clause: str
    groups: tuple[str, ...]
    amount: Range = field(default_factory=Range)
    where: str = ARRIVED


@dataclass
class Join:
    """One text, one movement, and what has been said of each clause so far.

    Arguments:
        recorded: what the text and the record tell of its moments and suspensions.
        left_out: clause to why something of it is not in the plan; open: what was assumed where the text is silent.
        touched: clauses that are about this movement.
    """

    agreement: Agreement
    problem: Problem
    words: Mapping[str, Said]
    recorded: Recorded
    language: str
    counts: dict[str, tuple[str, Range]] = field(default_factory=dict)
    left_out: dict[str, list[str]] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)

    # --- who is meant ---------------------------------------------------------------------------------------------------

    def groups(self, word: str) -> tuple[str, ...]:
        """Return the groups a word stands for: its own row, or the rows of the words that a closed definition makes it up of."""
        if word in self.words:
            return self.words[word].groups
        below = sorted(self._members.get(word, frozenset()) & set(self.words))
        return tuple(dict.fromkeys(group for part in below for group in self.words[part].groups))

    @cached_property
    def _members(self) -> Mapping[str, frozenset[str]]:
        return members_of(self.agreement)

    def planned(self, groups: Iterable[str]) -> int:
        """Return how many people of some groups are planned."""
        return sum(self.problem.group(group).planned for group in groups)

    def norms(self) -> list[Norm]:
        """Return the norms about people of this movement."""
        return [norm for norm in norms_of(self.agreement) if self._concerns(norm)]

    def _concerns(self, norm: Norm) -> bool:
        leaves = is_leaving(self.agreement, norm.deed.act) or any(isinstance(detail, _WAYS) for detail in norm.details)
        counted = norm.detail(tree.ForAmount)
        return bool(self._who(norm)) and (leaves or isinstance(counted, tree.ForAmount))

    def speaks_of_leaving(self, norm: Norm) -> bool:
        """Whether a norm would move people at all, in this movement or not."""
        return is_leaving(self.agreement, norm.deed.act) and norm.mode in (Mode.RESULT, Mode.PERMISSION, Mode.ABSTENTION)

    def _who(self, norm: Norm) -> tuple[str, ...]:
        counted, whom = norm.detail(tree.ForAmount), norm.detail(tree.ForGroup)
        if isinstance(counted, tree.ForAmount) and self.groups(counted.what):
            return self.groups(counted.what)
        if isinstance(whom, tree.ForGroup) and self.groups(whom.group):
            return self.groups(whom.group)
        return self.groups(norm.deed.actor)

    def moves(self, norm: Norm) -> Moves:
        """Return what a norm moves."""
        counted, stage = norm.detail(tree.ForAmount), norm.detail(tree.CountedAs)
        people = isinstance(counted, tree.ForAmount) and isinstance(counted.unit, tree.Persons)
        amount = range_of(counted.amount) if isinstance(counted, tree.ForAmount) and people else Range()
        where = type(stage.stage).__name__.lower() if isinstance(stage, tree.CountedAs) else ARRIVED
        return Moves(norm.clause, self._who(norm), amount, where)

    # --- what is said ---------------------------------------------------------------------------------------------------

    def text(self, clause: str) -> str:
        """Return a clause in the language asked for, without brackets."""
        return write_clause(self.agreement, clause, self.language).translate({ord("["): None, ord("]"): None})

    def say(self, key: str, **values: object) -> str:
        """Return one of the sentences of ``clauses.SAYS``."""
        return told(key, self.language, **values)

    def note(self, clause: str, key: str, **values: object) -> None:
        """Note how a clause was read where its words leave it open."""
        line = about(clause, self.say(key, **values), self.language)
        if line not in self.open:
            self.open.append(line)

    def leave_out(self, clause: str, key: str, **values: object) -> None:
        """Note why something of a clause is not in the plan."""
        self._note(clause, self.say(key, **values))

    def leave_out_for(self, clause: str, why: Text) -> None:
        """Note a reason that needs no filling in."""
        self._note(clause, why.in_language(self.language))

    def _note(self, clause: str, why: str) -> None:
        reasons = self.left_out.setdefault(clause, [])
        if why not in reasons:
            reasons.append(why)

    # --- gates ----------------------------------------------------------------------------------------------------------

    def gate(self, clause: str, held: tuple[str, ...], awaited: Moves, delay: int = 0, allow: int = 0) -> Gate | None:
        """Return the gate that holds some people until others are there; None where it would hold nobody."""
        total = self.planned(awaited.groups)
        number = min(awaited.amount.low if awaited.amount.given else total, total)
        if not held or not number or allow >= self.planned(held):
            return None
        if awaited.amount.low > total:
            self.leave_out(clause, "too many", number=awaited.amount.low, total=total)
        return Gate(clause, self.text(clause.split(" ")[0]), held, awaited.groups, number, awaited.where, delay, allow)

    def after(
        self,
        clause: str,
        held: tuple[str, ...],
        clauses: tree.Clauses,
        moves: Mapping[str, Moves],
        *,
        begun: bool,
        delay: int = 0,
    ) -> Iterator[Gate | None]:
        """Yield the gates that hold people until other clauses have begun, or are complete."""
        if delay >= self.problem.days * 24 * 60:
            self.leave_out(clause, "long wait")
            return
        for other in self.referred(clause, clauses, moves):
            awaited = Moves(other.clause, other.groups, Range(1, 1), DEPARTED) if begun else other
            yield self.gate(clause, held, awaited, delay)

    def referred(self, clause: str, clauses: tree.Clauses, moves: Mapping[str, Moves]) -> Iterator[Moves]:
        """Yield what the clauses named in another one move."""
        for other in self.agreement.expand(clauses):
            if other in moves:
                yield moves[other]
                continue
            found = [side for stage in self.stages() if stage[0] == other for side in self.sides(*stage)]
            yield from found
            if not found:
                self.leave_out(clause, "nobody moves", other=other)

    def stages(self) -> list[tuple[str, tree.Stage]]:
        """Return the rows of an exchange by stages, in their order."""
        found = [(clause.id, clause.sentence) for clause in self.agreement.clauses if isinstance(clause.sentence, tree.Stage)]
        return sorted(found, key=lambda stage: stage[1].number)

    def sides(self, clause: str, stage: tree.Stage) -> Iterator[Moves]:
        """Yield the sides of a stage that are part of this movement."""
        for word, amount in ((stage.left, stage.left_amount), (stage.right, stage.right_amount)):
            if self.groups(word):
                yield Moves(clause, self.groups(word), range_of(amount))

    # --- moments --------------------------------------------------------------------------------------------------------

    def instant(self, moment: tree.Moment) -> datetime | None:
        """Return the end of a moment that the text or the record gives; None for any other."""
        band = self.recorded.when(moment)
        return band.high if band else None

    def minute(self, instant: datetime) -> int:
        """Return an instant in minutes after the start of the plan, not before it."""
        return max(int((instant - self.problem.start).total_seconds() // 60), 0)

    def due(self, part: tree.Node) -> datetime | None:
        """Return the instant by which a part of a sentence wants it done, where the text or the record gives it."""
        if isinstance(part, tree.By | tree.ByFirst):
            return self.instant(part.moment)
        if isinstance(part, tree.Within | tree.WithinFirst):
            band = self.recorded.after(part.length, part.moment)
            return band.high if band else None
        return None

    def earliest(self, part: tree.NoEarlierThan | tree.Since) -> datetime | None:
        """Return the instant before which a part of a sentence lets nobody begin."""
        if isinstance(part, tree.NoEarlierThan):
            band = self.recorded.after(part.length, part.moment)
            return band.high if band else None
        band = self.recorded.when(part.moment)
        return band.low if band else None

    def end(self, part: tree.UntilIncluding | tree.UntilExcluding) -> datetime | None:
        """Return the instant until which a part of a sentence runs."""
        band = self.recorded.until(part.moment, including=isinstance(part, tree.UntilIncluding))
        return band.high if band else None


def agreed_force(norm: Norm) -> bool:
    """Whether a norm is agreed, and not only reported, hoped for or asked."""
    return norm.force > Force.REQUESTED

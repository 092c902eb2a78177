"""How it stands, as data: the states, an instance with its reasons, the whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from safeconduct.deal.deeds import Deed
from safeconduct.deal.model import Agreement
from safeconduct.deal.norms import Force, Mode, Norm

OFFERED, OPEN, LAPSED = "offered", "open", "lapsed"
CONDITIONAL, DUE, PARTLY_DONE = "conditional", "due", "partly done"
FULFILLED, FULFILLED_LATE, OVERDUE = "fulfilled", "fulfilled late", "overdue"
ALLEGED, FOUND_BREACHED, REMEDIED = "alleged", "found breached", "remedied"
WAIVED, SUSPENDED, CONTESTED, EXCUSED = "waived", "suspended", "contested", "excused"
SUPERSEDED, EXPIRED, UNDETERMINED = "superseded", "expired", "undetermined"
NO_RECORDED_BREACH, NOT_CONSTITUTED = "no recorded breach", "not constituted"
NO_CHOICE = "no choice declared"

STATES = (
    OFFERED,
    OPEN,
    LAPSED,
    CONDITIONAL,
    DUE,
    PARTLY_DONE,
    FULFILLED,
    FULFILLED_LATE,
    OVERDUE,
    ALLEGED,
    FOUND_BREACHED,
    REMEDIED,
    WAIVED,
    SUSPENDED,
    CONTESTED,
    EXCUSED,
    SUPERSEDED,
    EXPIRED,
    UNDETERMINED,
    NO_RECORDED_BREACH,
    NOT_CONSTITUTED,
    NO_CHOICE,
)
"""Every state there is. *Overdue* is overdue and not shown, never a breach; only a finding makes *found breached*.
*No choice declared*: the time in which the members of a group were to choose has passed, and none of them did."""
FAILED = (OVERDUE, FOUND_BREACHED, NO_CHOICE)
"""States of what was not done in its time."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as a tree: one step, what it rests on, and the steps under it.

    Arguments:
        code: which step; ``explain`` holds a sentence for each, in each language.
        args: what the sentence names: word ids, figures, instants.
        clause: clause it rests on, if any; its places are those of the clause.
        entries: ids of the entries it rests on.
        under: the steps under it.
    """

    code: str
    args: tuple[tuple[str, Any], ...] = ()
    clause: str = ""
    entries: tuple[str, ...] = ()
    under: tuple[Reason, ...] = ()

    def steps(self) -> Iterator[Reason]:
        """Yield this step and all under it, each before those under it."""
        yield self
        for one in self.under:
            yield from one.steps()


def because(code: str, *under: Reason, clause: str = "", entries: tuple[str, ...] = (), **args: Any) -> Reason:
    """Build one step of a reason."""
    return Reason(code, tuple(sorted(args.items())), clause, entries, under)


Range = tuple[int, int | None]
"""Lowest and highest figure; the highest is None where no upper figure is known."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of an election.

    Arguments:
        deeds: what choosing it means to do; several where it takes all of them.
        chosen: how many chose it.
        done: how many are shown to have done it.
    """

    deeds: tuple[Deed, ...]
    chosen: Range
    done: Range


@dataclass(frozen=True, slots=True)
class Instance:
    """One clause instance and how it stands.

    Arguments:
        agreement: position of its agreement, from 0.
        norm: what is owed, offered or forbidden, by whom.
        trigger: id of the entry that gave rise to it, for duties that arise with each event or request.
        state: one of ``STATES``.
        since: when the state began; None where the record does not tell.
        due, due_latest: when the limit passes; two instants where it is only known between them; None without limit.
        because: the reasons.
        progress: lowest and highest figure reached so far; the highest is None where no upper figure is known.
        needs: how many more would make it certain.
        in_time: *yes*, *no* or *unknown* for what was done under a limit.
        parties: those whom a finding holds in breach.
        binding: everybody who bears it is bound by their own signature, undertaking or acceptance; nobody is by that of others.
        choices: the options, where it is an election.
        remainder: how many have declared no choice in an election; None elsewhere, and where nothing says how many there are.
    """

    agreement: int
    norm: Norm
    trigger: str
    state: str
    since: datetime | None
    due: datetime | None
    due_latest: datetime | None
    because: Reason
    progress: tuple[int, int | None] | None = None
    needs: int | None = None
    in_time: str = ""
    parties: tuple[str, ...] = ()
    binding: bool = True
    choices: tuple[Choice, ...] = ()
    remainder: Range | None = None

    @property
    def force(self) -> Force:
        """How firmly it binds: what is worded as an undertaking is an offer while whoever bears it has not signed."""
        worded = self.norm.force
        granted = self.norm.mode in (Mode.PERMISSION, Mode.POWER)
        return worded if self.binding or granted else min(worded, Force.OFFERED)

    @property
    def norms(self) -> tuple[str, ...]:
        """Ids of the norms it stands for: every option of an election."""
        return (self.norm.id, *self.norm.alternatives)

    def has_failed(self, at: datetime) -> bool:
        """Whether it was not done in its time, so that a guarantor has to step in: no allegation or suspension on top releases anybody."""
        passed = self.due_latest is not None and self.due_latest <= at
        stopped = (
            self.state == SUSPENDED and self.since is not None and self.due_latest is not None and self.due_latest <= self.since
        )
        return self.state in FAILED or (self.state == ALLEGED and passed) or stopped

    @property
    def clause(self) -> str:
        """Number of its clause."""
        return self.norm.clause

    @property
    def bearers(self) -> tuple[str, ...]:
        """Those who bear it."""
        return self.norm.bearers

    @property
    def key(self) -> tuple[int, str, str]:
        """What tells it from every other instance."""
        return self.agreement, self.norm.id, self.trigger


@dataclass(frozen=True, slots=True)
class Difference:
    """Where another reading, or another view of the record, leads elsewhere.

    Arguments:
        name: the word that decides, or the name of the view.
        clause: the clause re-read; empty for a view.
        instances: those that differ, as they then stand.
        gone: keys of instances that then do not exist.
    """

    name: str
    clause: str
    instances: tuple[Instance, ...]
    gone: tuple[tuple[int, str, str], ...] = ()


@dataclass(frozen=True)
class Standing:
    """How every clause instance stands at one instant.

    Arguments:
        agreements: in the order of time.
        at: the instant asked about.
        known_by: only what had been recorded by then; None for everything recorded.
        instances: by agreement, in the order of the text.
        readings: for each rival reading that changes anything, what it changes.
        views: for each view that changes anything, what it changes.
        notes: reasons that belong to no instance.
    """

    agreements: tuple[Agreement, ...]
    at: datetime
    known_by: datetime | None
    instances: tuple[Instance, ...]
    readings: tuple[Difference, ...] = ()
    views: tuple[Difference, ...] = ()
    view_names: tuple[str, ...] = ()
    notes: tuple[Reason, ...] = field(default_factory=tuple)

    def by_key(self) -> Mapping[tuple[int, str, str], Instance]:
        """Return the instances by their keys."""
        return {instance.key: instance for instance in self.instances}

    def of_clause(self, clause: str, agreement: int = 0) -> tuple[Instance, ...]:
        """Return the instances of one clause."""
        return tuple(i for i in self.instances if i.clause == clause and i.agreement == agreement)

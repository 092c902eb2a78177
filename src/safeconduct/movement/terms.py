"""What the agreement demands of the movement: every term carries its clause, so that a plan or a refusal can quote it.

Times are minutes after the start of the plan. People are counted in persons, by group.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from safeconduct.errors import say

DEPARTED, CROSSED, ARRIVED = "departed", "crossed", "arrived"
COUNTED = (DEPARTED, CROSSED, ARRIVED)

ESTABLISHED, NOT_ESTABLISHED, WAIVED = "established", "not established", "waived"


@dataclass(frozen=True, slots=True)
class Term:
    """What every term has: the id of its clause ("6.2") and the words of the text it comes from."""

    clause: str
    text: str


@dataclass(frozen=True, slots=True)
class Reciprocity(Term):
    """For every ``left_share`` persons of the left groups, ``right_share`` of the right ones; neither further ahead than agreed.

    At every instant: left given <= left_share/right_share x right received + left_ahead, and the same with the sides exchanged.

    Arguments:
        left, right: ids of the groups on each side.
        left_share, right_share: the ratio, for instance 35,000 and 4,000; positive whole numbers.
        left_ahead, right_ahead: exposure bounds in persons, each side on its own.
        given: where people count as given away (departed is irrevocable, and counts those on the road as exposed).
        received: where people count as received (verified arrival).
        delay: minutes from that event until it counts as verified.
    """

    left: tuple[str, ...]
    right: tuple[str, ...]
    left_share: int
    right_share: int
    left_ahead: int
    right_ahead: int
    given: str = DEPARTED
    received: str = ARRIVED
    delay: int = 0


@dataclass(frozen=True, slots=True)
class Gate(Term):
    """No more than ``allow`` persons of ``held`` depart until ``number`` persons of ``awaited`` are verified, plus a delay.

    ``allow`` 0 is a plain precedence; ``allow`` one below the total is "the last convoy not before the last convoy".

    Arguments:
        owed: for a gate that stands for a debt (``planning/owed.py``; no file and no agreement has one): the exposure ledger, and by how
            much it is below zero until the gate opens.
    """

    held: tuple[str, ...]
    awaited: tuple[str, ...]
    number: int
    where: str = ARRIVED
    delay: int = 0
    allow: int = 0
    owed: tuple[str, int] = ("", 0)

    @property
    def name(self) -> str:
        """One string for plans and certificates: the clause and whom it holds."""
        return f"{self.clause}:{'+'.join(self.held)}"


@dataclass(frozen=True, slots=True)
class Together(Term):
    """Two sides are released at the same time: no convoy of one without a convoy of the other at most ``lag`` minutes before or after it.

    It holds convoy by convoy, while both sides have people to release. Once everyone of one side has left, the other goes on alone. So it
    does while a gate holds all who are left of one side until more of the other have gone, after letting ``Gate.allow`` of them (or so
    many that too few for a convoy remain) go first: the stages of an exchange, or the last with the last. A gate that lets nobody go
    first contradicts the term, and ``why_not`` says so. How many are in either convoy is not matched: reciprocity bounds that.
    One convoy may be the partner of several, and one that carries people of both sides is its own. In slots, two releases are within the
    lag when they lie at most ``lag`` divided by the slot, rounded *down*, slots apart: never further apart than agreed; 0 is the same slot.

    Arguments:
        left, right: ids of the groups on each side; nobody is on both.
        lag: minutes; where: the moment that is to be the same for both (departed; crossed or arrived for those who meet on the way).
    """

    left: tuple[str, ...]
    right: tuple[str, ...]
    lag: int = 0
    where: str = DEPARTED

    @property
    def about(self) -> str:
        """Both sides in one string, as rules name them."""
        return f"{'+'.join(self.left)} / {'+'.join(self.right)}"


@dataclass(frozen=True, slots=True)
class Deadline(Term):
    """The last arrival of some groups, as a band: wished for by ``low``, no later than ``high`` (minutes after the start)."""

    groups: tuple[str, ...]
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Hold(Term):
    """Nobody of some groups sets out from ``start`` (included) to ``end`` (excluded; None is without end); who is on the road goes on."""

    groups: tuple[str, ...]
    start: int = 0
    end: int | None = None

    def holds(self, minute: int) -> bool:
        """Whether a departure in this minute is forbidden."""
        return self.start <= minute and (self.end is None or minute < self.end)


@dataclass(frozen=True, slots=True)
class Destinations(Term):
    """Where some groups may go; a group without such a term may go wherever a leg leads."""

    groups: tuple[str, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConvoyRule(Term):
    """What the text says of the convoys on some legs; None leaves the network's own figure."""

    legs: tuple[str, ...]
    smallest: int | None = None
    largest: int | None = None
    fewest: int | None = None
    headway: int | None = None
    escorts: int | None = None


@dataclass(frozen=True, slots=True)
class Suspension(Term):
    """Nobody is on the road on these legs from ``start`` (included) to ``end`` (excluded)."""

    legs: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mix(Term):
    """Groups that may share a convoy. Without such a term every group travels in convoys of its own."""

    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lack:
    """A protection that is missing.

    Arguments:
        element: which, in words; of: the groups that go without, by name; empty is everyone; why: in words, where it is known.
    """

    element: str
    of: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Protection:
    """The protection gate of a leg: nothing is *ready* before it is established, or waived by two named persons.

    Arguments:
        status: established, not established or waived.
        missing: what is still missing; by default all six protections.
        waived_by: the two persons who waived it.
    """

    status: str = NOT_ESTABLISHED
    missing: tuple[Lack, ...] = (
        Lack(say("voluntariness")),
        Lack(say("right to stay")),
        Lack(say("choice of destination")),
        Lack(say("family unity")),
        Lack(say("return")),
        Lack(say("monitor at loading")),
    )
    waived_by: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """True when established, or waived by two different named persons."""
        return self.status == ESTABLISHED or (self.status == WAIVED and len(set(self.waived_by)) >= 2)


@dataclass(frozen=True, slots=True)
class Terms:
    """All terms of one agreement that bear on the movement."""

    reciprocity: tuple[Reciprocity, ...] = ()
    gates: tuple[Gate, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    holds: tuple[Hold, ...] = ()
    destinations: tuple[Destinations, ...] = ()
    convoys: tuple[ConvoyRule, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    mixes: tuple[Mix, ...] = ()
    together: tuple[Together, ...] = ()

    def all(self) -> tuple[Term, ...]:
        """Return every term, in the order of this class."""
        return (
            *self.reciprocity,
            *self.gates,
            *self.deadlines,
            *self.holds,
            *self.destinations,
            *self.convoys,
            *self.suspensions,
            *self.mixes,
            *self.together,
        )

    def without(self, term: Term) -> Terms:
        """Return the terms with one left out (for *why not* and for the price of a concession)."""
        return Terms(**{part.name: tuple(t for t in getattr(self, part.name) if t != term) for part in fields(self)})

"""Which clauses, how far, how many."""

from __future__ import annotations

from safeconduct.deal.tree.base import Actor, Amount, ClauseId, Clauses, Milestone, Number, Phase, node


@node
class Clause(Clauses):
    clause: ClauseId


@node
class ClauseRange(Clauses):
    first: ClauseId
    last: ClauseId


@node
class ClausePair(Clauses):
    clauses: tuple[ClauseId, ...]


@node
class InForce(Phase):
    pass


@node
class Begun(Phase):
    pass


@node
class Complete(Phase):
    pass


@node
class Verified(Phase):
    actor: Actor


@node
class Beginning(Milestone):
    pass


@node
class Completion(Milestone):
    pass


@node
class Between(Amount):
    low: Number
    high: Number


@node
class AtLeast(Amount):
    number: Number


@node
class AtMost(Amount):
    number: Number


@node
class Exactly(Amount):
    number: Number


@node
class About(Amount):
    """A round figure; how far off is still right, the text does not say."""

    number: Number


@node
class Everyone(Amount):
    """All of a list that no longer changes."""

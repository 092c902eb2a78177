"""What has happened, as far as promises care: who signed, who decided what, which deeds and events came about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from safeconduct.deal import tree
from safeconduct.deal.deeds import Deed
from safeconduct.deal.model import Agreement
from safeconduct.deal.norms import Norm
from safeconduct.deal.promise.atoms import Atom
from safeconduct.kernel import parse_when


@dataclass(frozen=True, slots=True)
class Over:
    """What has become of a promise that binds no more.

    Arguments:
        reason: ``lapsed`` when an offer was not taken up in its window, ``withdrawn`` when it was taken back, ``waived`` when the
            bearer was released, ``closed`` when an option was not chosen in time, ``ended`` with the text.
        since: the first instant at which it did not hold.
    """

    reason: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the promise level takes as given. What a record shows of it is for the deed level to say (``deal.standing.promised``).

    Arguments:
        signed: ids of those who signed.
        decided: decisions and elections taken, as deeds with their slots.
        done: deeds done.
        happened: ids of events that occurred and of states that hold.
        requests: pairs (actor, clause) of a request, an order or a consent given; an empty clause stands for every one.
        findings: pairs (finder, clause) of findings of non-performance.
        undertaken: norms, by id, that their bearers undertook on record, however the text words them.
        bound: pairs (norm, bearer) bound by an undertaking or acceptance of the clause alone, without a signature under the whole.
        over: for a norm, by its id, that it binds no more.
        kept: norms, by id, that were performed: they are owed no more.
        complete: clauses that were performed.
        failed: clauses that were not performed in time.
        since: for each of the above that has one, the instant it was so.
    """

    signed: frozenset[str] = frozenset()
    decided: frozenset[Deed] = frozenset()
    done: frozenset[Deed] = frozenset()
    happened: frozenset[str] = frozenset()
    requests: frozenset[tuple[str, str]] = frozenset()
    findings: frozenset[tuple[str, str]] = frozenset()
    refused: frozenset[tuple[str, str]] = frozenset()
    undertaken: frozenset[str] = frozenset()
    bound: frozenset[tuple[str, str]] = frozenset()
    over: Mapping[str, Over] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()
    complete: frozenset[str] = frozenset()
    failed: frozenset[str] = frozenset()
    since: Mapping[object, datetime] = field(default_factory=dict)

    def include(self, atom: Atom) -> bool:
        """Whether these facts say that something is so."""
        match atom.kind:
            case "signature":
                return atom.actor in self.signed
            case "decision":
                return atom.deed in self.decided
            case "promise":
                return atom.deed in self.done
            case "event" | "state":
                return atom.word in self.happened
            case "failure":
                return not self.failed.isdisjoint(atom.word.split(","))
            case "request":
                return not self.requests.isdisjoint({(atom.actor, atom.word), (atom.actor, "")})
            case "clause":
                return atom.word in self.complete
            case "finding":
                return (atom.actor, atom.word) in self.findings
        return False


def signatories(agreement: Agreement) -> tuple[str, ...]:
    """Return those whom the text presents for signature as a party or guarantor, in its order."""
    found = [
        clause.sentence.actor
        for clause in agreement.clauses
        if isinstance(clause.sentence, tree.Signed | tree.ForSignature) and not isinstance(clause.sentence.capacity, tree.AsWitness)
    ]
    return tuple(dict.fromkeys(found))


def binds_itself(agreement: Agreement, norm: Norm, bearer: str) -> bool:
    """Whether only a bearer's own signature binds it to a norm; a body, and a choice put to people, stand with those of all who sign."""
    word = agreement.words.get(bearer)
    return word is not None and (word.kind == "party" or (word.kind == "group" and not norm.alternatives))


def signed_in_text(agreement: Agreement, at: datetime | None = None) -> frozenset[str]:
    """Return those who signed according to the text itself, by an instant."""
    return frozenset(
        clause.sentence.actor
        for clause in agreement.clauses
        if isinstance(clause.sentence, tree.Signed) and (at is None or parse_when(clause.sentence.date[:10], agreement.clock) <= at)
    )

"""What has happened, as far as promises care: who signed, who decided what, which deeds and events came about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from safeconduct.deal import tree
from safeconduct.deal.deeds import Deed
from safeconduct.deal.model import Agreement
from safeconduct.kernel import parse_instant, parse_when


@dataclass(frozen=True, slots=True)
class Over:
    """What has become of a promise that binds no more.

    Arguments:
        reason: ``lapsed`` when an offer was not taken up in its window, ``withdrawn`` when it was taken back, ``ended`` with the text.
        since: the first instant at which it did not hold.
    """

    reason: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the promise level takes as given.

    Arguments:
        signed: ids of those who signed.
        decided: decisions and elections taken, as deeds with their slots.
        done: deeds done.
        happened: ids of events that occurred and of states that hold.
        requests: actors who made a request, gave an order or consented.
        findings: pairs (finder, clause) of findings of non-performance.
        over: for a norm, by its id, that it binds no more; the deed level knows (``deal.standing.promised``).
        failed: clauses that were not performed in time; likewise.
        since: for each of the above that has one, the instant it was so.
    """

    signed: frozenset[str] = frozenset()
    decided: frozenset[Deed] = frozenset()
    done: frozenset[Deed] = frozenset()
    happened: frozenset[str] = frozenset()
    requests: frozenset[str] = frozenset()
    findings: frozenset[tuple[str, str]] = frozenset()
    refused: frozenset[tuple[str, str]] = frozenset()
    over: Mapping[str, Over] = field(default_factory=dict)
    failed: frozenset[str] = frozenset()
    since: Mapping[object, datetime] = field(default_factory=dict)


def signatories(agreement: Agreement) -> tuple[str, ...]:
    """Return those whom the text presents for signature as a party or guarantor, in its order."""
    found = [
        clause.sentence.actor
        for clause in agreement.clauses
        if isinstance(clause.sentence, tree.Signed | tree.ForSignature) and not isinstance(clause.sentence.capacity, tree.AsWitness)
    ]
    return tuple(dict.fromkeys(found))


def signed_in_text(agreement: Agreement, at: datetime | None = None) -> frozenset[str]:
    """Return those who signed according to the text itself, by an instant."""
    return frozenset(
        clause.sentence.actor
        for clause in agreement.clauses
        if isinstance(clause.sentence, tree.Signed) and (at is None or parse_when(clause.sentence.date[:10], agreement.clock) <= at)
    )


def facts(
    agreement: Agreement,
    events: Iterable[Mapping[str, Any]] = (),
    at: datetime | None = None,
    known_by: datetime | None = None,
) -> Facts:
    """Read the facts from plain record entries.

    Arguments:
        events: entries in the order of the log, as plain data.
        at: only what had occurred by then; None for everything.
        known_by: only what had been recorded by then; None for everything.

    Holds: depends only on the entries and their order (test_facts).
    """
    collected = _Collected(signed=set(signed_in_text(agreement, at)))
    for event in _admitted(events, at, known_by):
        if agreement.concerns(event):
            collected.add(agreement, event)
    return collected.facts()


def _admitted(events: Iterable[Mapping[str, Any]], at: datetime | None, known_by: datetime | None) -> list[Mapping[str, Any]]:
    kept = []
    corrected: dict[str, Mapping[str, Any]] = {}
    for event in events:
        if at is not None and parse_instant(event["occurred"]["from"]) > at:
            continue
        if known_by is not None and parse_instant(event["recorded"]) > known_by:
            continue
        if event["type"] == "correction":
            corrected[event["body"]["of"]] = event["body"]["body"]
        kept.append(event)
    return [dict(event, body=corrected[event["id"]]) if event["id"] in corrected else event for event in kept]


@dataclass(slots=True)
class _Collected:
    signed: set[str] = field(default_factory=set)
    decided: dict[tuple[str, str], Deed] = field(default_factory=dict)
    done: set[Deed] = field(default_factory=set)
    happened: set[str] = field(default_factory=set)
    requests: set[str] = field(default_factory=set)
    findings: set[tuple[str, str]] = field(default_factory=set)
    refused: set[tuple[str, str]] = field(default_factory=set)
    since: dict[object, datetime] = field(default_factory=dict)

    def add(self, agreement: Agreement, event: Mapping[str, Any]) -> None:
        """Take one entry into account; entries that promises do not care about change nothing."""
        body = event.get("body") or {}
        actor = event["actor"]
        when = parse_instant(event["occurred"]["from"])
        kind = event["type"]
        if kind == "signature":
            self.signed.add(actor)
            self.since.setdefault(actor, when)
        elif kind in ("decision", "election", "acceptance") and "act" in body:
            self._decision(actor, body, when)
        elif kind == "refusal" and "act" in body:
            self.refused.add((actor, body["act"]))
            self.decided.pop((actor, body["act"]), None)
        elif kind == "deed" and "act" in body:
            self.done.add(_deed(actor, body))
        elif kind == "occurrence":
            self.happened.add(body["event"])
        elif kind == "observation" and body.get("value", "yes") == "yes" and "of" in body:
            self.happened.add(body["of"])
        elif kind == "state":
            (self.happened.add if body["value"] == "begins" else self.happened.discard)(body["state"])
        elif kind in ("request", "consent", "notice"):
            self.requests.add(actor)
        elif kind == "finding" and body.get("result") in ("breached", "not in time"):
            self.findings.add((actor, str(body["clause"])))

    def _decision(self, actor: str, body: Mapping[str, Any], when: datetime) -> None:
        key = (actor, body["act"])
        if body.get("revoked"):
            self.decided.pop(key, None)
            return
        self.decided[key] = _deed(actor, body)
        self.refused.discard(key)
        self.since.setdefault(key, when)

    def facts(self) -> Facts:
        """Return what was collected."""
        return Facts(
            frozenset(self.signed),
            frozenset(self.decided.values()),
            frozenset(self.done),
            frozenset(self.happened),
            frozenset(self.requests),
            frozenset(self.findings),
            frozenset(self.refused),
            since=self.since,
        )


def _deed(actor: str, body: Mapping[str, Any]) -> Deed:
    slots = body.get("slots") or {}
    pairs = [(name, value) for name, values in slots.items() for value in ([values] if isinstance(values, str) else values)]
    return Deed(actor, body["act"], tuple(sorted(pairs)))

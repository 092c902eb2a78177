"""Rows of ``[terms]`` to the terms of the agreement, each with its clause and its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

from safeconduct.errors import say
from safeconduct.movement import codes
from safeconduct.movement.files.tables import Row
from safeconduct.movement.model import Group, Leg, Spot
from safeconduct.movement.terms import (
    ARRIVED,
    COUNTED,
    DEPARTED,
    ESTABLISHED,
    NOT_ESTABLISHED,
    WAIVED,
    ConvoyRule,
    Deadline,
    Destinations,
    Gate,
    Hold,
    Lack,
    Mix,
    Protection,
    Reciprocity,
    Suspension,
    Term,
    Terms,
    Together,
)

When = Callable[[Row, str, bool], int | None]
TERM_TABLES: Mapping[str, type[Term]] = {
    "reciprocity": Reciprocity,
    "gate": Gate,
    "deadline": Deadline,
    "hold": Hold,
    "destination": Destinations,
    "convoys": ConvoyRule,
    "suspension": Suspension,
    "mix": Mix,
    "together": Together,
}
"""The tables of ``[terms]`` and what each is read to."""
LIMITS = ("smallest", "largest", "fewest", "headway", "escorts")


@dataclass(frozen=True, slots=True)
class Agreed:
    """The terms, and the legs with what the terms say of convoys on them."""

    terms: Terms
    legs: tuple[Leg, ...]


def terms(
    rows: dict[str, list[Row]], groups: tuple[Group, ...], legs: tuple[Leg, ...], places: tuple[Spot, ...], when: When
) -> Agreed:
    """Read every term; clauses are needed, because an explanation without a clause helps nobody."""
    ids = [group.id for group in groups]
    roads = [leg.id for leg in legs]

    def of(name: str) -> list[Row]:
        return rows.get(f"terms.{name}", [])

    rules = tuple(_convoys(row, roads) for row in of("convoys"))
    found = Terms(
        tuple(_reciprocity(row, ids) for row in of("reciprocity")),
        tuple(_gate(row, groups) for row in of("gate")),
        tuple(_deadline(row, ids, when) for row in of("deadline")),
        tuple(_hold(row, ids, when) for row in of("hold")),
        tuple(_destinations(row, ids, [place.id for place in places]) for row in of("destination")),
        rules,
        tuple(_suspension(row, roads, when) for row in of("suspension")),
        tuple(Mix(*_head(row), _groups(row, "groups", ids)) for row in of("mix")),
        tuple(_together(row, ids) for row in of("together")),
    )
    for name in TERM_TABLES:
        for row in of(name):
            row.finish()
    _distinct(of("reciprocity"), [term.clause for term in found.reciprocity])
    _distinct(of("gate"), [f"{term.clause} {term.held}" for term in found.gates])
    _distinct(of("together"), [f"{term.clause} {term.about}" for term in found.together])
    return Agreed(found, legs_under(legs, rules))


def _distinct(rows: list[Row], keys: list[str]) -> None:
    for index, row in enumerate(rows):
        if keys[index] in keys[:index]:
            why = say("an explanation could not say which one it means")
            row.wrong(
                codes.TWICE,
                "clause",
                say("clause {keys} appears twice as {kind}", keys=keys[index], kind=row.kind),
                why,
                say("add a letter: 6.2a, 6.2b"),
            )


def _head(row: Row) -> tuple[str, str]:
    clause = row.text("clause", needed=True)
    if ":" in clause:
        row.wrong(
            codes.BAD_VALUE,
            "clause",
            say("clause {clause} holds ':'", clause=repr(clause)),
            say("proofs use it as a separator"),
            say("write it as 6.2"),
        )
    return clause, row.wording("text")


def _groups(row: Row, key: str, ids: list[str], *, needed: bool = True) -> tuple[str, ...]:
    found = row.texts(key, needed=needed)
    row.expect(key, found, ids, "group")
    return found


def _sides(row: Row, ids: list[str], why: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    left, right = _groups(row, "left", ids), _groups(row, "right", ids)
    if set(left) & set(right):
        row.wrong(codes.BAD_VALUE, "right", say("a group is on both sides"), why, say("list it on one side"))
    return left, right


def _together(row: Row, ids: list[str]) -> Together:
    left, right = _sides(row, ids, say("it would wait for itself"))
    return Together(*_head(row), left, right, row.whole("lag", most=100_000), row.choice("where", COUNTED, DEPARTED))


def _reciprocity(row: Row, ids: list[str]) -> Reciprocity:
    left, right = _sides(row, ids, say("it would be weighed against itself"))
    shares = row.wholes("share", length=2, least=1, needed=True)
    ahead = row.wholes("ahead", length=2, needed=True)
    clause, text = _head(row)
    given, received = row.choice("given", COUNTED, DEPARTED), row.choice("received", COUNTED, ARRIVED)
    delay = row.whole("delay", most=100_000)
    return Reciprocity(clause, text, left, right, shares[0], shares[1], ahead[0], ahead[1], given, received, delay)


def _gate(row: Row, groups: tuple[Group, ...]) -> Gate:
    ids = [group.id for group in groups]
    held, awaited = _groups(row, "held", ids), _groups(row, "awaited", ids)
    total = sum(group.planned for group in groups if group.id in awaited)
    if row.values.get("percent") is not None:
        number = ceil(Fraction(row.whole("percent", 100, least=1, most=100) * total, 100))
    else:
        number = row.whole("number", total, least=0)
    if number > total and awaited:
        what, why = say("the gate waits for {number} of {total}", number=number, total=total), say("it could never open")
        row.wrong(codes.BAD_VALUE, "number", what, why, say("write at most {total}, or percent = …", total=total))
    where = row.choice("where", COUNTED, ARRIVED)
    return Gate(*_head(row), held, awaited, number, where, row.whole("delay", most=100_000), row.whole("allow"))


def _deadline(row: Row, ids: list[str], when: When) -> Deadline:
    groups = _groups(row, "groups", ids, needed=False)
    low, high = when(row, "low", True) if row.values.get("low") is not None else None, when(row, "high", True)
    low = high if low is None else low
    if low is not None and high is not None and low > high:
        row.wrong(
            codes.BACKWARDS,
            "low",
            say("the deadline's band runs downwards"),
            say("odds are given against it"),
            say("write the earlier time as low"),
        )
    return Deadline(*_head(row), groups, low or 0, high or 0)


def _hold(row: Row, ids: list[str], when: When) -> Hold:
    start = when(row, "start", False) if row.values.get("start") is not None else 0
    end = when(row, "end", True) if row.values.get("end") is not None else None
    if start is not None and end is not None and start >= end:
        what, why = say("the hold ends before it begins"), say("it would hold nobody")
        row.wrong(codes.BACKWARDS, "end", what, why, say("write the later time as end"))
    return Hold(*_head(row), _groups(row, "groups", ids), max(start or 0, 0), end)


def _destinations(row: Row, ids: list[str], places: list[str]) -> Destinations:
    found = row.texts("places", needed=True)
    row.expect("places", found, places, "place")
    return Destinations(*_head(row), _groups(row, "groups", ids), found)


def _convoys(row: Row, roads: list[str]) -> ConvoyRule:
    legs = row.texts("legs")
    row.expect("legs", legs, roads, "leg")

    def maybe(key: str, least: int, most: int) -> int | None:
        return row.whole(key, least=least, most=most) if row.values.get(key) is not None else None

    limits = maybe("smallest", 1, 1000), maybe("largest", 1, 1000), maybe("fewest", 1, 100_000)
    return ConvoyRule(*_head(row), legs, *limits, maybe("headway", 0, 1440), maybe("escorts", 0, 50))


def _suspension(row: Row, roads: list[str], when: When) -> Suspension:
    legs = row.texts("legs")
    row.expect("legs", legs, roads, "leg")
    start, end = when(row, "start", False), when(row, "end", True)
    if start is not None and end is not None and start >= end:
        row.wrong(
            codes.BACKWARDS,
            "end",
            say("the suspension ends before it begins"),
            say("it would suspend nothing"),
            say("write the later time as end"),
        )
    return Suspension(*_head(row), legs, start or 0, end or 0)


def legs_under(legs: tuple[Leg, ...], rules: tuple[ConvoyRule, ...]) -> tuple[Leg, ...]:
    """Return the legs with what the text says of their convoys."""
    return tuple(_under(leg, rules) for leg in legs)


def _under(leg: Leg, rules: tuple[ConvoyRule, ...]) -> Leg:
    """Return the leg with what the text says of its convoys; the text goes before the network."""
    for rule in rules:
        if not rule.legs or leg.id in rule.legs:
            stated = {
                n: getattr(rule, n) for n in ("smallest", "largest", "fewest", "headway", "escorts") if getattr(rule, n) is not None
            }
            leg = replace(leg, **stated)
    return leg


def protection(rows: list[Row], legs: tuple[Leg, ...]) -> dict[str, Protection]:
    """Read the protection gate of each leg; a leg that is not listed is *not established*."""
    found = {}
    for row in rows:
        leg = row.known("leg", [leg.id for leg in legs], "leg")
        status = row.choice("status", (ESTABLISHED, NOT_ESTABLISHED, WAIVED), NOT_ESTABLISHED)
        missing, waived = row.texts("missing"), row.texts("waived_by")
        if status == WAIVED and len(set(waived)) < 2:
            why, do = say("a waiver needs two named persons"), say('write waived_by = ["…", "…"]')
            row.wrong(codes.MISSING, "waived_by", say("a waiver without two names"), why, do)
        found[leg] = Protection(status, tuple(map(Lack, missing)) if status != ESTABLISHED else (), waived)
        row.finish()
    return found

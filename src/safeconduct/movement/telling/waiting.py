"""What a closed gate still waits for and what a person can do where those awaited are fewer than planned; and what a side owes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from safeconduct.errors import in_language
from safeconduct.kernel import Text
from safeconduct.movement.model import Problem
from safeconduct.movement.planning.counted import uncounted_text
from safeconduct.movement.planning.past import gate_gone, gate_seen
from safeconduct.movement.planning.replan import Debt
from safeconduct.movement.telling.figures import whole
from safeconduct.movement.telling.names import Names
from safeconduct.movement.terms import ARRIVED, CROSSED, DEPARTED, Gate
from safeconduct.movement.timetable import Convoy, Done

STAGES = {
    DEPARTED: Text.of(en="on departure", fr="au départ"),
    CROSSED: Text.of(en="on crossing", fr="au passage"),
    ARRIVED: Text.of(en="on arrival", fr="à l’arrivée"),
}
WAITS = Text.of(
    en="clause {clause}: {held} wait for {awaited}: {counted} of {number} persons counted {stage}, {missing} to come",
    fr="clause {clause} : {held} attendent {awaited} : {counted} personnes sur {number} comptées {stage}, il en manque {missing}",
)
BEYOND = Text.of(en="{held} beyond the first {allow}", fr="{held} au-delà des {allow} premiers")
CORRECT = Text.of(
    en="that is everyone, at the highest figure ({there}): if no more of them come, correct the `count` of {ids} in movement.toml, "
    "or the agreement where its text gives the number, and ask again",
    fr="c’est tout le monde, au chiffre le plus haut ({there}) : s’il n’en vient plus, corrigez le `count` de {ids} dans movement.toml, "
    "ou l’accord là où son texte donne le nombre, et redemandez",
)
EVERYONE = Text.of(
    en="clause {clause}: {held} wait for everyone of {awaited}, planned at the highest figure ({there}): if fewer are there, they wait "
    "until a person corrects the `count` of {ids} in movement.toml, or the agreement where its text gives the number",
    fr="clause {clause} : {held} attendent tous ceux de {awaited}, planifiés au chiffre le plus haut ({there}) : s’ils sont moins, "
    "l’attente dure jusqu’à ce qu’une personne corrige le `count` de {ids} dans movement.toml, ou l’accord là où son texte donne le nombre",
)
BETWEEN = Text.of(en="{low} to {high}", fr="{low} à {high}")
DEBT = Text.of(
    en="debt under clause {clause}: {given} is {persons} persons beyond its exposure, and releases nobody until the other side has followed",
    fr="dette selon la clause {clause} : {given} dépasse son exposition de {persons} personnes, et ne laisse partir personne avant que l’autre côté ait suivi",
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A gate that is not open yet.

    Arguments:
        counted: persons it has seen by now, of ``gate.number``; low, high: how many there are of those it awaits, as a range.
    """

    gate: Gate
    counted: int
    low: int
    high: int

    @property
    def everyone(self) -> bool:
        """Whether it waits for everyone there is, at the highest figure."""
        return self.gate.number >= self.high


def waiting(problem: Problem, now: int, past: tuple[Done, ...] = ()) -> tuple[Waiting, ...]:
    """Return the gates that still hold somebody in a slot, with how many they have counted.

    Cost: linear in gates and convoys.
    """
    found = []
    for gate in problem.terms.gates:
        counted = sum(number for slot, number in gate_seen(problem, gate, past) if slot <= now)
        held = sum(group.planned for group in problem.groups if group.id in gate.held) - gate_gone(problem, gate, past)
        if counted < gate.number and held > 0:
            awaited = [group for group in problem.groups if group.id in gate.awaited]
            found.append(Waiting(gate, counted, sum(group.count.low for group in awaited), sum(group.planned for group in awaited)))
    return tuple(found)


def waiting_lines(problem: Problem, found: tuple[Waiting, ...], language: str = "en") -> Iterator[str]:
    """Yield, for each gate, how many it awaits and how many are counted; where it awaits everyone, what a person can do."""
    for one in found:
        facts = _facts(problem, one, language)
        yield WAITS.in_language(language).format(**facts)
        if one.everyone:
            yield "    " + CORRECT.in_language(language).format(**facts)


def everyone_lines(problem: Problem, language: str = "en") -> Iterator[str]:
    """Yield, for each gate that awaits everyone of people whose number is a range, that fewer of them would keep it closed."""
    for one in waiting(problem, 0):
        if one.everyone and one.low < one.high:
            yield EVERYONE.in_language(language).format(**_facts(problem, one, language))


def _facts(problem: Problem, one: Waiting, language: str) -> dict[str, str]:
    names, gate = Names(problem, language), one.gate
    held = names.groups(gate.held)
    there = "{high}" if one.low == one.high else BETWEEN.in_language(language)
    return {
        "clause": gate.clause,
        "held": BEYOND.in_language(language).format(held=held, allow=whole(gate.allow, language)) if gate.allow else held,
        "awaited": names.groups(gate.awaited),
        "ids": ", ".join(gate.awaited),
        "stage": STAGES[gate.where].in_language(language),
        "number": whole(gate.number, language),
        "counted": whole(one.counted, language),
        "missing": whole(gate.number - one.counted, language),
        "there": there.format(low=whole(one.low, language), high=whole(one.high, language)),
    }


def gate_json(one: Waiting) -> dict[str, Any]:
    """Return a gate that is not open as plain values."""
    gate = one.gate
    return {
        "clause": gate.clause,
        "held": list(gate.held),
        "awaited": list(gate.awaited),
        "where": gate.where,
        "number": gate.number,
        "counted": one.counted,
        "everyone": one.everyone,
        "there": [one.low, one.high],
    }


def debt_lines(problem: Problem, owed: tuple[Debt, ...], language: str = "en") -> list[str]:
    """Return each debt in words."""
    names, words = Names(problem, language), DEBT.in_language(language)
    return [
        words.format(clause=one.clause, given=names.about("reciprocity", one.given), persons=whole(one.persons, language))
        for one in owed
    ]


def uncounted_lines(problem: Problem, convoys: tuple[Convoy, ...], language: str = "en") -> list[str]:
    """Return each announced convoy that nobody has counted, in words."""
    told = (uncounted_text(problem, convoy) for convoy in convoys)
    return ["; ".join(in_language(part, language) for part in (one.what, one.why, one.do)) for one in told]


def debt_json(owed: tuple[Debt, ...]) -> list[dict[str, Any]]:
    """Return debts as plain values."""
    return [{"clause": one.clause, "given": one.given, "persons": one.persons} for one in owed]

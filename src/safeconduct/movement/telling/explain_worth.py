"""What a movement is waiting for and what could be conceded, in English and French: bottleneck, concessions, the price of mistrust.

Every figure here is a bound, and every head line says within what it holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from safeconduct.kernel import Text
from safeconduct.movement.advice.concede import Concession, MistrustPoint
from safeconduct.movement.explain import WITHIN, ledger_text, when
from safeconduct.movement.model import Problem
from safeconduct.movement.telling.figures import decimal, share, whole
from safeconduct.movement.telling.names import Names
from safeconduct.movement.timetable import Bound, Certificate

END, WAITING, OPENING = "last arrival", "waiting", "gate"
HOLDS: Mapping[str, Text] = {
    END: Text.of(
        en="The last arrival, by each rule’s share of the proof:",
        fr="La dernière arrivée, selon la part de chaque règle dans la preuve :",
    ),
    WAITING: Text.of(en="The waiting:", fr="L’attente :"),
    OPENING: Text.of(en="The earliest that the gates can open:", fr="Les conditions de préséance, remplies au plus tôt :"),
}
MOST = Text.of(
    en="What stands most in the way of an earlier end: {rule}. What more of it would buy, `movement concede` says.",
    fr="Ce qui fait le plus obstacle à une fin plus proche : {rule}. Ce qu’en achèterait davantage, `movement concede` le dit.",
)
CONCEDED: Mapping[str, Text] = {
    "as agreed": Text.of(en="as agreed", fr="comme convenu"),
    "running day and night": Text.of(en="open day and night: “{about}”", fr="ouvrir jour et nuit : « {about} »"),
    "more vehicles": Text.of(en="{n} more: {about}", fr="{n} de plus : {about}"),
    "more escort teams": Text.of(en="{n} more escort team at {about}", fr="{n} équipe d’escorte de plus à {about}"),
    "a second inspection lane": Text.of(
        en="a second inspection lane at {about}, {n} vehicles an hour more",
        fr="une seconde file de contrôle à {about}, {n} véhicules de plus par heure",
    ),
    "one more corridor like": Text.of(en="one more corridor like {about}", fr="un couloir de plus, comme {about}"),
    "precedence relaxed": Text.of(en="no precedence that holds {about}", fr="aucune préséance qui retienne {about}"),
    "exposure at percent": Text.of(
        en="{n} % of the agreed exposure, both sides", fr="{n} % de l’exposition convenue, des deux côtés"
    ),
}
KINDS = {"more vehicles": "vehicles", "more escort teams": "escorts", "a second inspection lane": "checkpoint",
         "one more corridor like": "largest", "precedence relaxed": "gate"}  # fmt: skip
"""What each kind of concession is about, in the words of ``Names.about``."""
TABLE = Text.of(
    en="What each concession buys: how much earlier the last arrival could be (bounds, {within}).",
    fr="Ce qu’achète chaque concession : de combien la dernière arrivée pourrait avancer (bornes, {within}).",
)
BUYS = Text.of(en="Most of all: {what}, {hours}.", fr="Surtout : {what}, {hours}.")
NOTHING = Text.of(en="None of them makes the last arrival earlier.", fr="Aucune n’avance la dernière arrivée.")
EARLIER = Text.of(en="{hours} h earlier", fr="{hours} h plus tôt")
LATER = Text.of(en="{hours} h later", fr="{hours} h plus tard")
SAME = Text.of(en="no earlier", fr="pas plus tôt")
FEW_HOURS = Text.of(en="{hours} person-hours", fr="{hours} heures-personnes")
HOURS = Text.of(en="{million} million person-hours", fr="{million} million d’heures-personnes")
ODDS = Text.of(
    en="{low} to {high} of simulated executions end by {when}",
    fr="{low} à {high} des exécutions simulées finissent d’ici le {when}",
)
CLAUSE = Text.of(en="{what} (clause {clause})", fr="{what} (clause {clause})")
CURVE = Text.of(
    en="The price of mistrust: the earliest last arrival by how far each side may be ahead (bounds, {within}).",
    fr="Le prix de la défiance : la dernière arrivée au plus tôt selon l’avance permise à chaque côté (bornes, {within}).",
)
AHEAD = Text.of(en="clause {clause}: {left} / {right} persons ahead", fr="clause {clause} : {left} / {right} personnes d’avance")
NO_PLAN = Text.of(en="no plan", fr="aucun plan")
WHO_FIRST = Text.of(en="no plan: who goes first?", fr="aucun plan : qui part le premier ?")

Row = tuple[str, ...]


def bottleneck(bound: Bound) -> tuple[tuple[str, str, float], ...]:
    """Return what each rule carries of a bound: of which of its statements, the ledger, its share; heaviest first.

    A statement that is proven in parts (of each gate, when it can open at the earliest) is told by the mean of its parts.
    """
    parts: dict[str, list[dict[str, float]]] = {END: [], WAITING: [], OPENING: []}
    for proof in bound.proofs:
        of = WAITING if proof.claim != "none" else END if proof.last < bound.last else OPENING
        parts[of].append(_shares(proof))
    found = []
    for of, each in parts.items():
        names = dict.fromkeys(name for part in each for name in part)
        mean = {name: sum(part.get(name, 0.0) for part in each) / len(each) for name in names}
        found += [(of, name, share) for name, share in sorted(mean.items(), key=lambda entry: -entry[1])]
    return tuple(found)


def bottleneck_lines(
    problem: Problem, weights: Sequence[tuple[str, str, float]], language: str = "en"
) -> tuple[str, list[tuple[str, list[Row]]]]:
    """Return the sentence that answers, and below each statement its rules with their shares; what carries less than a hundredth is left out."""
    tables = []
    for of, head in HOLDS.items():
        rows: list[Row] = [
            (share(part, language=language), ledger_text(problem, name, language))
            for kind, name, part in weights
            if kind == of and part >= 0.01
        ]
        if rows:
            tables.append((head.in_language(language), rows))
    most = ledger_text(problem, weights[0][1], language) if weights else ""
    return MOST.in_language(language).format(rule=most) if most else "", tables


def concession_text(problem: Problem, row: Concession, language: str = "en") -> str:
    """Return what is conceded, in words, with its clause where it changes one."""
    about = Names(problem, language).about(KINDS.get(row.kind, ""), row.about)
    words = CONCEDED[row.kind].in_language(language).format(about=about, n=whole(row.amount, language))
    return CLAUSE.in_language(language).format(what=words, clause=row.clause) if row.clause else words


def concession_lines(
    problem: Problem, rows: Sequence[Concession], language: str = "en", odds: Sequence[tuple[int, float, float]] = ()
) -> tuple[list[str], list[Row]]:
    """Return the sentences that answer, and the table: what it buys, the last arrival, the waiting, what is conceded; dearest first.

    Arguments:
        odds: for each row a slot, and the lowest and highest share of simulated executions that have ended by it; empty where none were run.
    """
    order = sorted(range(1, len(rows)), key=lambda n: -(hours if (hours := rows[n].hours) is not None else float("-inf")))
    best = rows[order[0]] if order and (rows[order[0]].hours or 0) > 0 else None
    told = NOTHING.in_language(language)
    if best is not None:
        told = BUYS.in_language(language).format(what=concession_text(problem, best, language), hours=_gain(best.hours, language))
    head = [TABLE.in_language(language).format(within=WITHIN.in_language(language)), told]
    table = []
    for n in (0, *order):
        *cells, what = _concession_row(problem, rows[n], language)
        table.append((*cells, f"{what}; {_odds(problem, *odds[n], language)}" if odds else what))
    return head, table


def _concession_row(problem: Problem, row: Concession, language: str) -> Row:
    if row.last is None:
        return ("", NO_PLAN.in_language(language), "", concession_text(problem, row, language))
    gain = _gain(row.hours, language) if row.kind != "as agreed" else ""
    return (
        gain,
        when(problem, row.last, language),
        _waiting(problem, row.person_slots, language),
        concession_text(problem, row, language),
    )


def mistrust_lines(problem: Problem, points: Sequence[MistrustPoint], language: str = "en") -> tuple[str, list[Row]]:
    """Return the sentence that says what is shown, and the table: share of the agreed exposure, last arrival, waiting, who may be ahead by how many."""
    rows: list[Row] = []
    for point in points:
        ahead = "; ".join(
            AHEAD.in_language(language).format(clause=clause, left=whole(left, language), right=whole(right, language))
            for clause, left, right in point.ahead
        )
        none = WHO_FIRST if _neither_begins(problem, point) else NO_PLAN
        end = when(problem, point.last, language) if point.last is not None else none.in_language(language)
        rows.append((f"{point.percent} %", end, _waiting(problem, point.person_slots, language), ahead))
    return CURVE.in_language(language).format(within=WITHIN.in_language(language)), rows


def _neither_begins(problem: Problem, point: MistrustPoint) -> bool:
    """Whether some clause lets neither side be ahead by the fewest persons a convoy of theirs carries."""
    sides = {term.clause: (term.left, term.right) for term in problem.terms.reciprocity}
    return any(
        left < _least(problem, sides[clause][0]) and right < _least(problem, sides[clause][1])
        for clause, left, right in point.ahead
    )


def _least(problem: Problem, groups: tuple[str, ...]) -> int:
    """The fewest persons of some groups that can leave together."""
    legs = {g: [leg.fewest for leg in problem.legs if leg.origin == problem.group(g).origin] for g in groups}
    return min((max(min(legs[g], default=1), problem.group(g).lot) for g in groups), default=1)


def _shares(proof: Certificate) -> dict[str, float]:
    """Return the share of all prices of a proof that each ledger carries."""
    weights = {name: sum(price for _, price in entries) for name, entries in proof.prices}
    total = sum(weights.values()) or 1
    return {name: weight / total for name, weight in weights.items()}


def _odds(problem: Problem, by: int, low: float, high: float, language: str) -> str:
    within = {"low": share(low, language=language), "high": share(high, language=language)}
    return ODDS.in_language(language).format(**within, when=when(problem, by, language))


def _waiting(problem: Problem, person_slots: Fraction | None, language: str) -> str:
    if person_slots is None:
        return ""
    hours = float(person_slots) * problem.slot / 60
    if hours < 1e6:
        return FEW_HOURS.in_language(language).format(hours=whole(hours, language))
    return HOURS.in_language(language).format(million=decimal(hours / 1e6, 3, language))


def _gain(hours: float | None, language: str) -> str:
    if not hours:
        return SAME.in_language(language)
    digits = next(digits for digits in (0, 1, 2) if digits == 2 or round(hours, digits) == hours)
    return (EARLIER if hours > 0 else LATER).in_language(language).format(hours=decimal(abs(hours), digits, language))

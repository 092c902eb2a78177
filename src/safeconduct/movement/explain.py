"""The sentence for a state, in English and French, always with the clause."""

from __future__ import annotations

from collections.abc import Mapping

from safeconduct.errors import both, in_language, say
from safeconduct.kernel import Text
from safeconduct.movement.advice.whynot_rules import Rule
from safeconduct.movement.model import Leg, Problem
from safeconduct.movement.telling.figures import whole
from safeconduct.movement.telling.names import Names
from safeconduct.movement.terms import ESTABLISHED, WAIVED, Protection
from safeconduct.movement.timetable import Bound

RULES: Mapping[str, Text] = {
    "vehicles": Text.of(en="{about}: too few vehicles", fr="{about} : trop peu de véhicules"),
    "checkpoint": Text.of(en="checkpoint {about}: vehicles an hour", fr="point de contrôle {about} : véhicules par heure"),
    "headway": Text.of(en="the time between convoys", fr="l’intervalle entre les convois"),
    "escorts": Text.of(en="escort teams at {about}", fr="les équipes d’escorte à {about}"),
    "reciprocity": Text.of(en="reciprocity {about}", fr="la réciprocité {about}"),
    "gate": Text.of(en="the precedence that holds {about}", fr="la préséance qui retient {about}"),
    "hold": Text.of(en="the time in which {about} may not set out", fr="le temps où {about} ne peuvent pas partir"),
    "destination": Text.of(en="the destinations of {about}", fr="les destinations de {about}"),
    "suspension": Text.of(en="the suspension", fr="la suspension"),
    "together": Text.of(en="release at the same time, {about}", fr="le départ en même temps, {about}"),
    "days": Text.of(en="the {about} days looked at", fr="les {about} jours considérés"),
    "exchange": Text.of(en="people waiting at {about}", fr="les personnes en attente ({about})"),
    "joining": Text.of(en="people of {about} who are not there yet", fr="les personnes de {about} qui ne sont pas encore là"),
}
BOUND = Text.of(
    en="No plan can have its last arrival before {last}, nor less than {hours} weighted person-hours of waiting among those that "
    "end by {end}, {within}.",
    fr="Aucun plan ne peut avoir sa dernière arrivée avant le {last}, ni demander moins de {hours} heures-personnes pondérées d’attente "
    "parmi ceux qui se terminent au plus tard le {end}, {within}.",
)
APART = Text.of(
    en="Plans also release both sides at the same time (clause {clauses}); the bound leaves that out and may be lower for it.",
    fr="Les plans font aussi partir les deux côtés en même temps (clause {clauses}) ; la borne n’en tient pas compte et peut en être plus basse.",
)
WITHIN = Text.of(en="within this discretised model", fr="dans ce modèle discrétisé")


def rule_text(problem: Problem, rule: Rule, language: str = "en") -> str:
    """Return one rule in words, with its clause first.

    >>> from safeconduct.movement.instances import aleppo
    >>> rule_text(aleppo(), Rule("gate", "3.1", "fighters"), "fr")
    'clause 3.1 : la préséance qui retient fighters'
    """
    words = RULES[rule.kind].in_language(language).format(about=Names(problem, language).about(rule.kind, rule.about))
    return clause_text(rule, words, language)


def clause_text(rule: Rule, words: str, language: str = "en") -> str:
    """Return what is said of a rule with its clause before it and the words of its text behind."""
    quoted = f" ({in_language(rule.text, language)})" if rule.text else ""
    colon = " : " if language == "fr" else ": "
    return f"clause {rule.clause}{colon}{words}{quoted}" if rule.clause else words


def gate_text(gate: Protection, language: str = "en") -> str:
    """Return the protection gate of a leg in words; never *ready* unless it is open."""
    if gate.status == ESTABLISHED:
        return "protection établie" if language == "fr" else "protection established"
    if gate.status == WAIVED and gate.is_open:
        by = " et ".join(gate.waived_by) if language == "fr" else " and ".join(gate.waived_by)
        return f"protection levée par {by}" if language == "fr" else f"protection waived by {by}"
    together: dict[tuple[tuple[str, ...], str], list[str]] = {}
    for lack in gate.missing:
        together.setdefault((lack.of, lack.why), []).append(lack.element)
    missing = "; ".join(in_language(_lacking(both(elements), *whose), language) for whose, elements in together.items())
    return f"pas prêt, il manque : {missing}" if language == "fr" else f"not ready, missing: {missing}"


def lack_texts(gate: Protection, language: str = "en") -> list[str]:
    """Return each missing protection in words, with whom it is missing for and why."""
    return [in_language(_lacking(lack.element, lack.of, lack.why), language) for lack in gate.missing]


def _lacking(what: str, of: tuple[str, ...], why: str) -> str:
    what = say("{elements} of {people}", elements=what, people=both(of)) if of else what
    return say("{what} ({why})", what=what, why=why) if why else what


def route_text(leg: Leg, language: str = "en") -> str:
    """Return whose route draws a leg, and how long it is.

    >>> route_text(Leg("road", "north", "south", 60, 60, "day", km=21.4, drawn_by="routes/road.gpx"))
    'road: drawn by routes/road.gpx, 21.4 km'
    """
    if language == "fr":
        km = f"{leg.km:g}".replace(".", ",")
        return f"{leg.id} : tracé par {leg.drawn_by}, {km} km"
    return f"{leg.id}: drawn by {leg.drawn_by}, {leg.km:g} km"


def when(problem: Problem, slot: int, language: str = "en") -> str:
    """Return a slot as the local day and time of the plan ("day 4, 16:15").

    >>> from safeconduct.movement.instances import aleppo
    >>> when(aleppo(), 353)
    'day 4, 16:15'
    """
    local = problem.instant(slot).astimezone(problem.zone.info())
    return f"{'jour' if language == 'fr' else 'day'} {day_of(problem, slot)}, {local:%H:%M}"


def day_of(problem: Problem, slot: int) -> int:
    """Return the local day of the plan in which a slot begins, counted from 1."""
    zone = problem.zone.info()
    return (problem.instant(slot).astimezone(zone).date() - problem.start.astimezone(zone).date()).days + 1


def bound_text(problem: Problem, bound: Bound, language: str = "en") -> str:
    """Return the bound in words, which always say within what it holds."""
    said = BOUND.in_language(language).format(
        last=when(problem, bound.last, language),
        hours=whole(float(bound.person_slots) * problem.slot / 60, language),
        end=when(problem, bound.within, language),
        within=WITHIN.in_language(language),
    )
    return " ".join((said, *apart_lines(problem, language)))


def apart_lines(problem: Problem, language: str = "en") -> list[str]:
    """Return what a bound does not know of: releases at the same time, which only plans hold to."""
    clauses = ", ".join(dict.fromkeys(term.clause for term in problem.terms.together))
    return [APART.in_language(language).format(clauses=clauses)] if clauses else []


def ledger_text(problem: Problem, name: str, language: str = "en") -> str:
    """Return the name of a ledger in words, with its clause where it has one.

    >>> from safeconduct.movement.instances import aleppo
    >>> ledger_text(aleppo(), "reciprocity:6.1:fighters+civilians")
    'clause 6.1: reciprocity fighters and civilians'
    """
    kind, *key = name.split(":")
    if kind in ("shut", "due"):
        return rule_text(problem, Rule("gate", key[0], key[1]), language)
    if kind in ("reciprocity", "gate", "together"):
        return rule_text(problem, Rule(kind, key[0], key[1]), language)
    names = Names(problem, language)
    if kind == "headway":
        return f"{RULES['headway'].in_language(language)} ({names.leg(key[0])})"
    if kind == "vehicles":
        return names.pool(key[0], key[1])
    return RULES[kind].in_language(language).format(about=names.about(kind, key[-1])) if kind in RULES else name

"""The sentences of a band, in English and French; never one number, always with the assumptions."""

from __future__ import annotations

from safeconduct.kernel import Text
from safeconduct.movement.explain import when
from safeconduct.movement.model import Problem
from safeconduct.movement.simulation.bands import Band
from safeconduct.movement.simulation.pairs import followed
from safeconduct.movement.telling.figures import share, whole

HEAD = Text.of(
    en="{worlds} simulated executions: last convoy arrives by {early} in 10 %, {middle} in 50 %, {late} in 90 % of them",
    fr="{worlds} exécutions simulées : le dernier convoi arrive au plus tard {early} dans 10 %, {middle} dans 50 %, {late} dans 90 % d’entre elles",
)
CLOCK = Text.of(
    en="{low} to {high} of them have ended by {name}, {when} (95 % sampling interval)",
    fr="{low} à {high} d’entre elles sont terminées à {name}, {when} (intervalle d’échantillonnage à 95 %)",
)
PASSED = Text.of(
    en="none of them can end by {name}: it passes before the movement begins",
    fr="aucune ne peut être terminée à {name}, qui passe avant le début du mouvement",
)
DAY = Text.of(
    en="by the end of day {day}: {low} to {high} (95 % sampling interval)",
    fr="à la fin du jour {day} : {low} à {high} (intervalle d’échantillonnage à 95 %)",
)
VARIED = Text.of(en="with {name}: {early} / {middle} / {late}", fr="avec {name} : {early} / {middle} / {late}")
WAITED = Text.of(en="kept waiting by {name}: {share}", fr="attente ({name}) : {share}")
RELEASES = Text.of(
    en="releases beyond an exposure bound: {breaches}; largest debt after a correction: {debt} persons",
    fr="départs au-delà d’une limite d’exposition : {breaches} ; plus grande dette après une correction : {debt} personnes",
)
PAIRED = Text.of(
    en="both sides are released in the same slot, or one after the other within the lag (clause {clauses})",
    fr="les deux côtés partent dans le même créneau, ou l’un après l’autre dans l’écart convenu (clause {clauses})",
)
APART = Text.of(
    en="NOT in these executions: release at the same time (clause {clauses}), as its two sides never leave in one slot; the odds are for "
    "sides that leave apart",
    fr="ABSENT de ces exécutions : le départ en même temps (clause {clauses}), car ses deux côtés ne partent jamais dans un même créneau ; les "
    "chances valent pour des côtés qui partent séparément",
)
BEYOND = Text.of(en="beyond the days looked at", fr="au-delà des jours considérés")
NAMES = {
    "suspension": "une suspension",
    "absence of a side": "l’absence d’un côté",
    "headway": "l’intervalle entre les convois",
    "escorts": "les escortes",
    "vehicles": "les véhicules",
    "checkpoint": "un point de contrôle",
    "exposure bounds and gates": "les limites d’exposition et les préséances",
    "too few people for a convoy": "trop peu de personnes pour un convoi",
    "refused release": "un départ refusé",
    "partner not ready": "l’autre côté, qui ne pouvait partir en même temps",
    "breakdowns halved": "des pannes moitié moindres",
    "breakdowns doubled": "des pannes doublées",
    "refusals halved": "des refus moitié moindres",
    "refusals doubled": "des refus doublés",
    "suspensions halved": "des suspensions moitié moindres",
    "suspensions doubled": "des suspensions doublées",
    "weather halved": "des intempéries moitié moindres",
    "weather doubled": "des intempéries doublées",
    "absences halved": "des absences moitié moindres",
    "absences doubled": "des absences doublées",
}
"""What a band names, in French; the English names are the keys."""


def head(problem: Problem, band: Band, language: str = "en") -> str:
    """Return by when 10, 50 and 90 per cent of the executions have ended."""
    early, middle, late = (_when(problem, slot, language) for slot in (band.early, band.middle, band.late))
    worlds = whole(band.worlds, language)
    return HEAD.in_language(language).format(worlds=worlds, early=early, middle=middle, late=late)


def clock_lines(problem: Problem, band: Band, language: str = "en") -> list[str]:
    """Return, for each limit asked about, the share of executions that have ended by it."""
    lines = []
    for name, slot, low, high in band.by_clock:
        form = CLOCK if slot >= 0 else PASSED
        at = when(problem, slot, language)
        lines.append(
            form.in_language(language).format(
                name=name, when=at, low=share(low, language=language), high=share(high, language=language)
            )
        )
    return lines


def lines(problem: Problem, band: Band, language: str = "en") -> list[str]:
    """Return a whole band in words."""
    rest = [
        DAY.in_language(language).format(day=day, low=share(low, language=language), high=share(high, language=language))
        for day, low, high in band.by_day
        if high > 0.02
    ]
    for name, *varied in band.spread:
        early, middle, late = (_when(problem, slot, language) for slot in varied)
        rest.append(VARIED.in_language(language).format(name=_name(name, language), early=early, middle=middle, late=late))
    rest += [
        WAITED.in_language(language).format(name=_name(name, language), share=share(part, language=language))
        for name, part in band.shares
        if part >= 0.01
    ]
    rest.append(RELEASES.in_language(language).format(breaches=band.breaches, debt=whole(band.debt, language)))
    rest += together_lines(problem, language)
    return [head(problem, band, language), *(f"  {line}" for line in clock_lines(problem, band, language) + rest)]


def together_lines(problem: Problem, language: str = "en") -> list[str]:
    """Return which releases at the same time the executions follow, and which they leave out."""
    kept = followed(problem)
    told = (PAIRED, kept), (APART, [term for term in problem.terms.together if term not in kept])
    return [
        form.in_language(language).format(clauses=", ".join(dict.fromkeys(term.clause for term in terms)))
        for form, terms in told
        if terms
    ]


def _when(problem: Problem, slot: int | None, language: str) -> str:
    return when(problem, slot, language) if slot is not None else BEYOND.in_language(language)


def _name(name: str, language: str) -> str:
    return NAMES.get(name, name) if language == "fr" else name

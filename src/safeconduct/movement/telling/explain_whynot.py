"""Why there is no plan, in English and French: each conflict clause by clause, and each repair so that it can be written into the files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from safeconduct.kernel import Text
from safeconduct.movement.advice.repairs import Repair
from safeconduct.movement.advice.whynot import Conflict, WhyNot
from safeconduct.movement.advice.whynot_rules import Rule
from safeconduct.movement.explain import RULES, WITHIN, clause_text
from safeconduct.movement.model import Problem
from safeconduct.movement.telling.figures import whole
from safeconduct.movement.telling.names import Names
from safeconduct.movement.terms import Deadline

LIMITS: Mapping[str, Text] = {
    "vehicles": Text.of(en="{about}: too few vehicles ({n})", fr="{about} : trop peu de véhicules ({n})"),
    "checkpoint": Text.of(
        en="checkpoint {about}: vehicles an hour ({n})", fr="point de contrôle {about} : véhicules par heure ({n})"
    ),
    "escorts": Text.of(en="escort teams at {about} ({n})", fr="les équipes d’escorte à {about} ({n})"),
    "accompanied": Text.of(
        en="escort teams with each convoy on {about} ({n})", fr="équipes d’escorte par convoi sur {about} ({n})"
    ),
    "hours": Text.of(en="opening hours “{about}”{hours}", fr="les heures d’ouverture « {about} »{hours}"),
    "fewest": Text.of(en="at least {people} in each convoy on {about}", fr="au moins {people} dans chaque convoi sur {about}"),
    "smallest": Text.of(
        en="convoys on {about} of no fewer vehicles than {n}", fr="convois sur {about} : pas moins de véhicules que {n}"
    ),
    "largest": Text.of(
        en="convoys on {about} of no more vehicles than {n}", fr="convois sur {about} : pas plus de véhicules que {n}"
    ),
    "headway": Text.of(en="{minutes} between convoys on {about}", fr="{minutes} entre les convois sur {about}"),
    "days": Text.of(en="the days looked at ({n})", fr="les jours considérés ({n})"),
    "deadline": Text.of(en="the deadline of {about}, {at}", fr="le délai de {about}, {at}"),
    "everyone": Text.of(en="everyone", fr="tous"),
}
"""Limits of the network and the fleet, with the figure that stands; other rules are those of ``explain.RULES``."""
UNITS: Mapping[str, Text] = {
    "vehicles": Text.of(en="more vehicles: {n}, {to} in all", fr="véhicules de plus : {n}, {to} en tout"),
    "teams": Text.of(en="more escort teams: {n}, {to} in all", fr="équipes d’escorte de plus : {n}, {to} en tout"),
    "vehicles an hour": Text.of(en="more vehicles an hour: {n}, {to} in all", fr="véhicules de plus par heure : {n}, {to} en tout"),
    "slots open later": Text.of(en="close {minutes} later each day{closing}", fr="fermer {minutes} plus tard chaque jour{closing}"),
    "slots open earlier": Text.of(
        en="open {minutes} earlier each day{opening}", fr="ouvrir {minutes} plus tôt chaque jour{opening}"
    ),
    "days": Text.of(en="more days to look at: {n}, {to} in all", fr="jours considérés de plus : {n}, {to} en tout"),
    "persons fewer in a convoy": Text.of(
        en="persons in a convoy: {to} at least, instead of {now}", fr="personnes par convoi : {to} au moins, au lieu de {now}"
    ),
    "vehicles fewer in a convoy": Text.of(
        en="vehicles in a convoy: {to} at least, instead of {now}", fr="véhicules par convoi : {to} au moins, au lieu de {now}"
    ),
    "vehicles more in a convoy": Text.of(
        en="vehicles in a convoy: {to} at most, instead of {now}", fr="véhicules par convoi : {to} au plus, au lieu de {now}"
    ),
    "slots closer": Text.of(
        en="let convoys leave {minutes_to} after one another, instead of {minutes_now}",
        fr="faire partir les convois à {minutes_to} d’intervalle, au lieu de {minutes_now}",
    ),
    "teams fewer with a convoy": Text.of(
        en="escort teams with each convoy: {to}, instead of {now}", fr="équipes d’escorte par convoi : {to}, au lieu de {now}"
    ),
    "persons of exposure": Text.of(
        en="raise the exposure of {what} by {people}, to {to}", fr="relever l’exposition de {what} de {people}, à {to}"
    ),
    "persons let through": Text.of(
        en="let {people} more of {about} go before it is met, {to} in all",
        fr="laisser partir {people} de plus de {about} avant qu’elle soit remplie, {to} en tout",
    ),
    "persons fewer awaited": Text.of(en="await {people_to}, instead of {now}", fr="attendre {people_to}, au lieu de {now}"),
    "slots sooner after": Text.of(
        en="wait {minutes_to} after those awaited are verified, instead of {minutes_now}",
        fr="attendre {minutes_to} après la vérification des personnes attendues, au lieu de {minutes_now}",
    ),
    "slots later": Text.of(en="move the deadline to {at} ({minutes} later)", fr="repousser le délai au {at} ({minutes} plus tard)"),
    "slots sooner": Text.of(
        en="let them set out from {at} ({minutes} earlier)", fr="les laisser partir à partir du {at} ({minutes} plus tôt)"
    ),
    "slots longer": Text.of(
        en="let them set out until {at} ({minutes} later)", fr="les laisser partir jusqu’au {at} ({minutes} plus tard)"
    ),
    "slots earlier resumption": Text.of(en="resume on {at} ({minutes} earlier)", fr="reprendre le {at} ({minutes} plus tôt)"),
    "slots of lag": Text.of(
        en="let the one follow the other within {minutes_to}, instead of {minutes_now}",
        fr="laisser l’un suivre l’autre à {minutes_to} près, au lieu de {minutes_now}",
    ),
    "released apart": Text.of(en="let them leave apart", fr="les laisser partir séparément"),
    "destination opened": Text.of(en="permit {what} as a destination too", fr="permettre aussi la destination {what}"),
}
"""What a repair changes, with the figure that is to stand in the files afterwards."""
NOBODY = Text.of(en="await nobody", fr="n’attendre personne")
HEAD = Text.of(
    en="No plan: these rules conflict with one another ({within}).",
    fr="Aucun plan : ces règles sont incompatibles entre elles ({within}).",
)
REPAIRS = Text.of(en="The cheapest changes; any one of them is enough:", fr="Les changements les moins coûteux ; un seul suffit :")
PARTIAL = Text.of(
    en="Each of these ends this conflict, but another one remains:", fr="Chacun met fin à ce conflit, mais un autre demeure :"
)
AS_WELL = Text.of(en="These rules conflict as well:", fr="Ces règles sont incompatibles elles aussi :")
NOTHING = Text.of(en="No change of a single rule is enough.", fr="Aucun changement d’une seule règle ne suffit.")
TOGETHER = Text.of(
    en="All of these changes together make a plan possible:", fr="Tous ces changements ensemble rendent un plan possible :"
)
NONE_TOGETHER = Text.of(
    en="No changes were found that make a plan possible together, one for each conflict.",
    fr="Aucun ensemble de changements, un par conflit, ne rend un plan possible d’après la recherche.",
)
UNPROVEN = Text.of(
    en="No plan was found; that there is none is not proven: the search ends after a fixed amount of work.",
    fr="Aucun plan n’a été trouvé ; il n’est pas prouvé qu’il n’y en ait aucun : la recherche s’arrête après un travail fixé.",
)
BY_BOUND = Text.of(
    en="Some changes of a movement so large are judged by the bound: less is not enough; `movement plan` says whether so much is.",
    fr="Pour un mouvement si grand, certains changements sont jugés d’après la borne : moins ne suffit pas ; `movement plan` dit si cela suffit.",
)
FIRST = Text.of(
    en="Neither side may be ahead by one convoy (clause {clauses}): the question is who goes first, and the plan cannot answer it. The "
    "agreement can: a larger exposure for one side, stages that say which side goes first, or both counted as departed, so that they may "
    "leave at the same time.",
    fr="Aucun côté ne peut être en avance d’un convoi (clause {clauses}) : la question est de savoir qui part le premier, et le plan ne peut "
    "y répondre. L’accord le peut : une exposition plus grande pour un côté, des étapes qui disent quel côté part le premier, ou les deux "
    "comptés au départ, pour qu’ils puissent partir en même temps.",
)
ASK = Text.of(
    en="`safeconduct deal check {case}` shows the clause that leaves it open, `safeconduct deal unlock {case}` who has what to decide.",
    fr="`safeconduct deal check {case}` montre la clause qui laisse la question ouverte, `safeconduct deal unlock {case}` qui a quoi à décider.",
)
PERSONS = Text.of(en="{n} persons", fr="{n} personnes")
PERSON = Text.of(en="{n} person", fr="{n} personne")
DAY = Text.of(en="day {day}, {time} ({date})", fr="jour {day}, {time} ({date})")


def why_not_lines(problem: Problem, answer: WhyNot, language: str = "en", case: str = "") -> list[str]:
    """Return every conflict and its repairs, cheapest first, as lines.

    Arguments:
        case: the folder whose agreement is meant, for the commands that ask it; empty where there is none.
    """
    lines = [HEAD.in_language(language).format(within=WITHIN.in_language(language))]
    if not answer.proven:
        lines.append(UNPROVEN.in_language(language))
    for number, conflict in enumerate(answer.conflicts):
        lines += [AS_WELL.in_language(language)] if number else []
        lines += _conflict_lines(problem, conflict, answer.enough, language)
    if answer.together:
        lines.append(TOGETHER.in_language(language))
        lines += [f"  - {repair_text(problem, repair, language)}" for repair in answer.together]
    elif not answer.enough:
        lines.append(NONE_TOGETHER.in_language(language))
    if answer.by_bound:
        lines.append(BY_BOUND.in_language(language))
    if answer.first:
        lines.append(FIRST.in_language(language).format(clauses=", ".join(answer.first)))
        if case:
            lines.append(ASK.in_language(language).format(case=case))
    return lines


def _conflict_lines(problem: Problem, conflict: Conflict, enough: bool, language: str) -> Iterator[str]:
    yield from (f"  - {rule_text(problem, rule, language)}" for rule in conflict.rules)
    head = REPAIRS if enough else PARTIAL if conflict.repairs else NOTHING
    yield head.in_language(language)
    yield from (f"  {n}. {repair_text(problem, repair, language)}" for n, repair in enumerate(conflict.repairs, start=1))


def rule_text(problem: Problem, rule: Rule, language: str = "en") -> str:
    """Return one rule in words, with its clause first and the figure that stands.

    >>> from safeconduct.movement.instances import aleppo
    >>> rule_text(aleppo(), Rule("escorts", "", "aleppo"), "fr")
    'les équipes d’escorte à eastern Aleppo (4)'
    """
    names = Names(problem, language)
    words = (LIMITS.get(rule.kind) or RULES[rule.kind]).in_language(language)
    about = names.about(rule.kind, rule.about) or LIMITS["everyone"].in_language(language)
    figure = _figure(problem, rule)
    facts = {"n": whole(figure, language), "people": _people(figure, language), "minutes": duration(figure)}
    at = _at(problem, rule.term.high, language) if isinstance(rule.term, Deadline) else ""
    return clause_text(rule, words.format(about=about, hours=_hours(problem, rule), at=at, **facts), language)


def _figure(problem: Problem, rule: Rule) -> int:
    if rule.kind in ("fewest", "smallest", "largest", "headway"):
        return int(getattr(problem.leg(rule.about), rule.kind))
    if rule.kind == "accompanied":
        return problem.leg(rule.about).escorts
    if rule.kind == "vehicles":
        return next(pool.number for pool in problem.pools if f"{pool.type} at {pool.place}" == rule.about)
    if rule.kind == "escorts":
        return sum(escort.number for escort in problem.escorts if escort.place == rule.about)
    if rule.kind == "checkpoint":
        return next(point.per_hour for point in problem.checkpoints if point.id == rule.about)
    return problem.days


def _hours(problem: Problem, rule: Rule) -> str:
    """The hours of a window by the clock, where every day has the same."""
    if rule.kind != "hours":
        return ""
    found = dict.fromkeys((_clock(problem, a), _clock(problem, b)) for a, b in problem.windows[rule.about])
    return f" ({', '.join(f'{a}–{b}' for a, b in found)})" if 0 < len(found) <= 2 else ""


def repair_text(problem: Problem, repair: Repair, language: str = "en") -> str:
    """Return one repair in words: what is to stand in the files, and in which rule."""
    step, names = repair.step, Names(problem, language)
    moved = abs(repair.amount * step.each)
    nobody = repair.unit == "persons fewer awaited" and not repair.to
    words = (NOBODY if nobody else UNITS[repair.unit]).in_language(language)
    done = words.format(
        n=whole(moved, language),
        now=whole(step.now, language),
        to=whole(repair.to, language),
        people=_people(moved, language),
        people_to=_people(repair.to, language),
        minutes=duration(moved),
        minutes_now=duration(step.now),
        minutes_to=duration(repair.to),
        at=_at(problem, repair.to, language),
        about=names.about(repair.rule.kind, repair.rule.about),
        what=names.place(step.what) if repair.unit == "destination opened" else names.groups(step.what.split("+")),
        **_openings(problem, repair),
    )
    where = rule_text(problem, replace(repair.rule, text=""), language)
    return f"{done} — {where}"


def _openings(problem: Problem, repair: Repair) -> dict[str, str]:
    if repair.rule.kind != "hours":
        return {"opening": "", "closing": ""}
    moved, spans = repair.amount * problem.slot, problem.windows[repair.rule.about]
    return {
        "opening": _alone(_clock(problem, opens - moved) for opens, _ in spans),
        "closing": _alone(_clock(problem, closes + moved) for _, closes in spans),
    }


def _alone(clocks: Iterable[str]) -> str:
    found = set(clocks)
    return f" ({found.pop()})" if len(found) == 1 else ""


def _people(number: int, language: str) -> str:
    return (PERSON if number == 1 else PERSONS).in_language(language).format(n=whole(number, language))


def duration(minutes: int) -> str:
    """Return minutes as hours and minutes, the same in both languages.

    >>> duration(2130), duration(60), duration(45)
    ('35 h 30 min', '1 h', '45 min')
    """
    hours, rest = divmod(minutes, 60)
    return " ".join(part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else "") if part)


def _at(problem: Problem, minute: int, language: str) -> str:
    zone = problem.zone.info()
    at = (problem.start + timedelta(minutes=minute)).astimezone(zone)
    day = (at.date() - problem.start.astimezone(zone).date()).days + 1
    return DAY.in_language(language).format(day=day, time=f"{at:%H:%M}", date=at.date().isoformat())


def _clock(problem: Problem, minute: int) -> str:
    return f"{(problem.start + timedelta(minutes=minute)).astimezone(problem.zone.info()):%H:%M}"


def why_not_json(problem: Problem, answer: WhyNot, language: str = "en") -> dict[str, object]:
    """Return an answer as `--json` gives it: the first conflict with its repairs, those behind it, and what mends them all."""
    first, *behind = [_conflict_json(problem, conflict, language) for conflict in answer.conflicts]
    return {
        **first,
        "enough": answer.enough,
        "proven": answer.proven,
        "by_bound": answer.by_bound,
        "behind": behind,
        "together": [_repair_json(problem, repair, language) for repair in answer.together],
        "who_goes_first": list(answer.first),
    }


def _conflict_json(problem: Problem, conflict: Conflict, language: str) -> dict[str, object]:
    rules = [
        {"clause": rule.clause, "kind": rule.kind, "about": rule.about, "words": rule_text(problem, rule, language)}
        for rule in conflict.rules
    ]
    return {"conflict": rules, "repairs": [_repair_json(problem, repair, language) for repair in conflict.repairs]}


def _repair_json(problem: Problem, repair: Repair, language: str) -> dict[str, object]:
    moved = repair.amount * repair.step.each
    return {
        "clause": repair.rule.clause,
        "kind": repair.rule.kind,
        "about": repair.rule.about,
        "unit": repair.unit,
        "by": moved,
        "words": repair_text(problem, repair, language),
    }

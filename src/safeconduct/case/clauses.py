"""What became of each clause when a movement was planned: in the plan, left out and why, or not about movement.

Nothing of a text is dropped in silence: a part of a sentence is either read into a term, listed here as saying nothing about when and
where people move, or left out with a reason that is printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from safeconduct.deal import tree
from safeconduct.kernel import Text
from safeconduct.movement.telling.figures import whole

IN_PLAN, LEFT_OUT, NOT_MOVEMENT = "in the plan", "left out", "not about movement"


FATES: Mapping[str, Text] = {
    IN_PLAN: Text.of(en="clauses in the plan: {ids}", fr="clauses dans le plan : {ids}"),
    LEFT_OUT: Text.of(en="clauses left out, reasons below: {ids}", fr="clauses laissées de côté, raisons ci-dessous : {ids}"),
    NOT_MOVEMENT: Text.of(en="clauses not about movement: {ids}", fr="clauses qui ne parlent pas de mouvement : {ids}"),
}


@dataclass(frozen=True, slots=True)
class Clause:
    """What became of one clause.

    Arguments:
        how: in the plan, left out, or not about movement.
        left_out: why some of it, or all of it, is not in the plan.
    """

    id: str
    how: str
    left_out: tuple[str, ...] = ()


# What people carry, who counts them and by what right: none of it says when or where they move.
SAYS_NOTHING: tuple[type[tree.Node], ...] = (
    tree.With,
    tree.WithAsJudged,
    tree.OnlyWith,
    tree.From,
    tree.At,
    tree.AsFarAs,
    tree.ToAnyPlace,
    tree.ForGroup,
    tree.ForAmount,
    tree.CountedAs,
    tree.CountedBy,
    tree.CountedOver,
    tree.VerifiedBy,
    tree.MeasuredBy,
    tree.WithTolerance,
    tree.IfNeeded,
    tree.Irrevocably,
    tree.DeclaredTo,
    tree.Stating,
    tree.SoThat,
    tree.RelyingOn,
    tree.OnDate,
)

_CONDITION = Text.of(
    en="the plan takes its condition as met; `safeconduct status` says whether it is",
    fr="le plan tient sa condition pour remplie ; `safeconduct status` dit si elle l’est",
)
_ORDER = Text.of(
    en="it waits for an order or a consent; a person gives it, and the plan does not wait for it",
    fr="elle attend un ordre ou un accord ; une personne le donne, et le plan ne l’attend pas",
)
_MOMENT = Text.of(
    en="the moment it counts from is not a day that the text gives; no deadline in the plan",
    fr="le moment dont elle part n’est pas un jour que le texte donne ; aucun délai dans le plan",
)
_PACE = Text.of(
    en="a pace or a length of time that it sets is not in the plan",
    fr="un rythme ou une durée qu’elle fixe n’est pas dans le plan",
)
WHY: Mapping[type[tree.Node], Text] = {
    **dict.fromkeys(
        (
            tree.IfDecides,
            tree.AfterDeed,
            tree.ProvidedUndertakes,
            tree.ProvidedDone,
            tree.IfFinds,
            tree.IfRequests,
            tree.Despite,
            tree.ExceptAfter,
            tree.WhileState,
            tree.WithinAfterEach,
        ),
        _CONDITION,
    ),
    **dict.fromkeys((tree.OnlyOnOrder, tree.ExceptOnOrder, tree.AtRequestOf, tree.WithConsent), _ORDER),
    **dict.fromkeys((tree.By, tree.ByFirst, tree.Within, tree.WithinFirst, tree.BegunBy, tree.NoEarlierThan, tree.Since), _MOMENT),
    **dict.fromkeys((tree.CompletedWithin, tree.Every, tree.ForLength), _PACE),
    tree.ToAgreedPlaces: Text.of(
        en="the places are still to be agreed; destinations are not held to it in the plan",
        fr="les lieux restent à convenir ; le plan n’y tient pas les destinations",
    ),
    tree.Via: Text.of(
        en="the way it names is not held to in the plan; the network gives the roads",
        fr="le plan ne tient pas au chemin qu’elle nomme ; le réseau donne les routes",
    ),
    tree.WithPriority: Text.of(
        en="a priority is no order of departure in the plan; weights in movement.toml can follow it",
        fr="une priorité n’est pas un ordre de départ dans le plan ; les poids de movement.toml peuvent la suivre",
    ),
    tree.InAccordanceWith: Text.of(
        en="what the document it names says is not in the plan", fr="ce que dit le document qu’elle nomme n’est pas dans le plan"
    ),
    tree.UntilIncluding: Text.of(
        en="the moment until which it holds is not in the plan", fr="le moment jusqu’auquel elle vaut n’est pas dans le plan"
    ),
    tree.UntilExcluding: Text.of(
        en="the moment until which it holds is not in the plan", fr="le moment jusqu’auquel elle vaut n’est pas dans le plan"
    ),
}

SAYS: Mapping[str, Text] = {
    "not agreed": Text.of(
        en="reported, hoped for or asked, not agreed; the plan does not follow it",
        fr="rapporté, espéré ou demandé, non convenu ; le plan ne le suit pas",
    ),
    "other people": Text.of(
        en="the people it speaks of are no part of this movement",
        fr="les personnes dont elle parle ne font pas partie de ce mouvement",
    ),
    "one side": Text.of(
        en="one of its sides is no part of this movement; the plan does not follow it",
        fr="l’un de ses côtés ne fait pas partie de ce mouvement ; le plan ne la suit pas",
    ),
    "no event": Text.of(
        en="{event} is no part of this movement; nobody is held for it in the plan",
        fr="{event} ne fait pas partie de ce mouvement ; le plan ne retient personne pour cela",
    ),
    "no place": Text.of(
        en="no place of the network is said to be {place}; destinations are not held to it in the plan",
        fr="aucun lieu du réseau n’est dit être {place} ; le plan n’y tient pas les destinations",
    ),
    "nobody moves": Text.of(
        en="clause {other} moves nobody in this movement; nobody is held for it in the plan",
        fr="la clause {other} ne déplace personne dans ce mouvement ; le plan ne retient personne pour elle",
    ),
    "too many": Text.of(
        en="awaits {number} persons, of whom {total} are in this movement",
        fr="attend {number} personnes, dont {total} sont dans ce mouvement",
    ),
    "received": Text.of(
        en="people on the road count as given; they count as received when they have {where}",
        fr="les personnes en route comptent comme parties ; elles comptent comme reçues une fois {where}",
    ),
    "long wait": Text.of(
        en="its waiting time is longer than what is looked at; not in the plan",
        fr="son temps d’attente dépasse ce qui est considéré ; il n’est pas dans le plan",
    ),
    "not settled": Text.of(
        en="who goes first is not settled; the plan lets each side be ahead by the stage's number",
        fr="qui part le premier n’est pas réglé ; le plan laisse chaque côté être en avance du nombre de l’étape",
    ),
    "together": Text.of(
        en="no convoy of one side leaves without one of the other at most {minutes} minutes before or after it, until one side has nobody "
        "left; how many are in each is not matched (in slots of {slot} minutes: {slots} at most)",
        fr="aucun convoi d’un côté ne part sans un convoi de l’autre au plus {minutes} minutes avant ou après, jusqu’à ce qu’un côté n’ait plus "
        "personne ; leurs nombres ne sont pas appariés (en créneaux de {slot} minutes : {slots} au plus)",
    ),
    "same slot": Text.of(
        en="no convoy of one side leaves without one of the other in the same slot of {slot} minutes, until one side has nobody left; "
        "how many are in each is not matched",
        fr="aucun convoi d’un côté ne part sans un convoi de l’autre dans le même créneau de {slot} minutes, jusqu’à ce qu’un côté n’ait "
        "plus personne ; leurs nombres ne sont pas appariés",
    ),
    "at the crossing": Text.of(
        en="both at once at the crossing, as both sides go over an exchange point: starting together from unequal distances would make one "
        "of them wait there in the open",
        fr="les deux en même temps au passage, puisque les deux côtés passent par un point d’échange : partir ensemble de distances inégales y "
        "ferait attendre l’un d’eux à découvert",
    ),
    "both at once": Text.of(
        en="both at once in this stage and not in all of this exchange: the plan lets each side be ahead by the stage's number, and does not "
        "hold both to one moment",
        fr="les deux en même temps à cette étape et non à toutes celles de l’échange : le plan laisse chaque côté être en avance du nombre de "
        "l’étape, sans les tenir au même moment",
    ),
    "remainder": Text.of(
        en="the remainder of a stage that carries over is not followed; the next stage waits for the whole of this one",
        fr="le reste reporté d’une étape n’est pas suivi ; l’étape suivante attend celle-ci tout entière",
    ),
    "remainder not settled": Text.of(
        en="what becomes of a remainder is not settled; in the plan the next stage waits for the whole of this one",
        fr="le sort du reste n’est pas réglé ; dans le plan, l’étape suivante attend celle-ci tout entière",
    ),
    "begins with": Text.of(
        en="it does not begin before clause {other} has begun; how soon after is not in the plan",
        fr="elle ne commence pas avant la clause {other} ; le délai qui peut suivre n’est pas dans le plan",
    ),
    "part of it": Text.of(
        en="the people it speaks of move under clause {other} itself; they are in parallel with it in the plan as well",
        fr="les personnes dont elle parle partent au titre de la clause {other} elle-même ; dans le plan aussi, c’est en parallèle",
    ),
    "suspended": Text.of(
        en="nobody knows beforehand when it will suspend anything: only what the record tells of suspensions is in the plan",
        fr="nul ne sait d’avance quand elle suspendra quoi que ce soit : seules les suspensions du dossier sont dans le plan",
    ),
    "paused": Text.of(
        en="suspended since {since} under clause {by}; planned as if it resumed at {at}, and nobody is ready before it resumes",
        fr="suspendue depuis {since} selon la clause {by} ; prévue comme si elle reprenait à {at}, et nul n’est prêt avant la reprise",
    ),
    "settlement": Text.of(
        en="at the end {left} and {right} persons do not come out at {left_share} for {right_share}: not settled in the plan",
        fr="à la fin, {left} et {right} personnes ne font pas {left_share} pour {right_share} : non soldé dans le plan",
    ),
    "settled at the end": Text.of(
        en="settled when everyone has arrived: the numbers planned come out even",
        fr="soldé quand tout le monde est arrivé : les nombres prévus s’équilibrent",
    ),
    "settlement moment": Text.of(
        en="the moment of its settlement is no part of this movement; the plan does not follow it",
        fr="le moment de son solde ne fait pas partie de ce mouvement ; le plan ne le suit pas",
    ),
    "reading": Text.of(
        en="a rival reading; the plan follows clause {other} as it is written",
        fr="une lecture concurrente ; le plan suit la clause {other} telle qu’elle est écrite",
    ),
    "estimate": Text.of(
        en="an estimate, not a term; movement.toml gives the number that is planned",
        fr="une estimation, non une condition ; movement.toml donne le nombre prévu",
    ),
    "units": Text.of(
        en="counted in vehicles, passages or things; the plan counts persons",
        fr="compté en véhicules, passages ou objets ; le plan compte des personnes",
    ),
    "in force": Text.of(
        en="whether a clause is in force is not a matter of the plan; `safeconduct status` says it",
        fr="le plan ne dit pas si une clause est en vigueur ; `safeconduct status` le dit",
    ),
    "end": Text.of(en="the end of the agreement is no deadline of the plan", fr="la fin de l’accord n’est pas un délai du plan"),
    "holds nobody": Text.of(
        en="its numbers are those of everyone here or more: it holds nobody back",
        fr="ses nombres sont ceux de tous ici ou davantage : elle ne retient personne",
    ),
    "departed": Text.of(en="departed", fr="parties"),
    "crossed": Text.of(en="crossed", fr="passées"),
    "arrived": Text.of(en="arrived", fr="arrivées"),
    "as it stood": Text.of(
        en="terms of {text}, as it stood; earlier texts of the case are not joined to it",
        fr="conditions de {text}, tel quel ; les textes antérieurs du cas n’y sont pas joints",
    ),
    "agreed number": Text.of(
        en="{group}: {number}, as agreed; movement.toml says {theirs}",
        fr="{group} : {number}, comme convenu ; movement.toml dit {theirs}",
    ),
    "from to": Text.of(en="{low} to {high}", fr="de {low} à {high}"),
    "added": Text.of(en="added by movement.toml: {what}", fr="ajouté par movement.toml : {what}"),
    "no agreement": Text.of(
        en="the folder holds no agreement: every term is the movement's own",
        fr="le dossier ne contient aucun accord : toute condition est propre au mouvement",
    ),
    "part": Text.of(en="what it says as “{part}” is not in the plan", fr="ce qu’elle dit par « {part} » n’est pas dans le plan"),
    "beyond": Text.of(
        en="people beyond the stages that the text numbers set out once those stages are complete",
        fr="au-delà des étapes que le texte chiffre, les personnes partent une fois ces étapes achevées",
    ),
}


def told(key: str, language: str, **values: object) -> str:
    """Return one of the sentences above; whole numbers are written as the language writes them."""
    written = {name: whole(value, language) if isinstance(value, int) else value for name, value in values.items()}
    return SAYS[key].in_language(language).format(**written)


def about(clause: str, says: str, language: str) -> str:
    """Return a sentence with the clause it is about."""
    return f"clause {clause}\u00a0: {says}" if language == "fr" else f"clause {clause}: {says}"

"""What matched tranches change at the exchange points, in words and as a table."""

from __future__ import annotations

from collections.abc import Sequence

from safeconduct.kernel import Text
from safeconduct.movement.advice.exchange import Standing, Tranche
from safeconduct.movement.explain import when
from safeconduct.movement.model import Problem
from safeconduct.movement.telling.figures import decimal, share, whole
from safeconduct.movement.telling.names import Names

HEAD = Text.of(
    en="Who stands at the exchange points (plans, within this discretised model), by how much of each side may be ahead at the crossing. "
    "Held: at home until their tranche can cross. At once: all set off on the first day. Caught: held, and the crossing stops unforeseen "
    "for {hours} h when the first tranche of each side has come.",
    fr="Qui se trouve aux points d’échange (plans, dans ce modèle discrétisé), selon la part de chaque côté qui peut être en avance au "
    "passage. Retenus : chez eux jusqu’à ce que leur tranche puisse passer. Ensemble : tous partent le premier jour. Surpris : retenus, et le "
    "passage s’arrête à l’improviste pendant {hours} h quand la première tranche de chaque côté est venue.",
)
WAYS = {
    "at_once": Text.of(en="at once", fr="ensemble"),
    "held": Text.of(en="held", fr="retenus"),
    "caught": Text.of(en="caught", fr="surpris"),
}
FIGURES = Text.of(
    en="at most {most} persons, {hours} person-hours, longest {longest} h, last arrival {last}",
    fr="au plus {most} personnes, {hours} heures-personnes, au plus long {longest} h, dernière arrivée {last}",
)
CROWD = Text.of(
    en="{place}, {category}: at most {most}, {hours} person-hours, longest {longest} h",
    fr="{place}, {category} : au plus {most}, {hours} heures-personnes, au plus long {longest} h",
)
LESS = Text.of(en="{share} less than at once", fr="{share} de moins qu’ensemble")
NO_PLAN = Text.of(en="no plan was found", fr="aucun plan n’a été trouvé")
NO_POINT = Text.of(
    en="No place of this movement is an exchange point: nobody waits between two legs.",
    fr="Aucun lieu de ce mouvement n’est un point d’échange : personne n’attend entre deux trajets.",
)

Row = tuple[str, ...]


def tranche_lines(problem: Problem, rows: Sequence[Tranche], stop: int, language: str = "en") -> tuple[str, list[Row]]:
    """Return what the table shows, and the table: tranche, way, who stands where and for how long, by category below it."""
    table: list[Row] = []
    for row in rows:
        for name, words in WAYS.items():
            way: Standing | None = getattr(row, name)
            figures = NO_PLAN.in_language(language) if way is None else _figures(problem, way, language)
            if name == "held" and way is not None and row.at_once is not None and row.at_once.person_hours:
                cut = share(1 - way.person_hours / row.at_once.person_hours, language=language)
                figures += f" ({LESS.in_language(language).format(share=cut)})"
            table.append((f"{row.percent} %" if name == "at_once" else "", words.in_language(language), figures))
            table += [("", "", crowd) for crowd in (_crowds(problem, way, language) if way else [])]
    return HEAD.in_language(language).format(hours=stop), table


def _figures(problem: Problem, way: Standing, language: str) -> str:
    return FIGURES.in_language(language).format(
        most=whole(way.most, language),
        hours=whole(way.person_hours, language),
        longest=decimal(way.longest_hours, 1, language),
        last=when(problem, way.last, language),
    )


def _crowds(problem: Problem, way: Standing, language: str) -> list[str]:
    names = Names(problem, language)
    return [
        CROWD.in_language(language).format(
            place=names.place(crowd.place),
            category=crowd.category,
            most=whole(crowd.most, language),
            hours=whole(crowd.person_hours, language),
            longest=decimal(crowd.longest_hours, 1, language),
        )
        for crowd in way.crowds
        if crowd.person_hours
    ]

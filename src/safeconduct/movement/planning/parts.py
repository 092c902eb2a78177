"""Parts of a movement that share nothing: no vehicles, escorts, corridor, checkpoint or term. Each is planned on its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from safeconduct.movement.model import Problem
from safeconduct.movement.planning.value import PERSON_SLOTS
from safeconduct.movement.slots import movements
from safeconduct.movement.terms import Terms
from safeconduct.movement.timetable import Bound


def parts(problem: Problem) -> tuple[Problem, ...]:
    """Return the connected parts, each a problem of its own; together they are the whole.

    Cost: linear in groups, legs and terms.
    """
    links = [_touched(problem, index) for index in range(len(problem.groups))]
    clusters: list[tuple[set[int], set[str]]] = []
    for index, touched in enumerate(links):
        joined = [cluster for cluster in clusters if cluster[1] & touched]
        members = {index}.union(*(cluster[0] for cluster in joined))
        names = touched.union(*(cluster[1] for cluster in joined))
        clusters = [cluster for cluster in clusters if cluster not in joined] + [(members, names)]
    return tuple(_part(problem, members) for members, _ in sorted(clusters, key=lambda cluster: min(cluster[0])))


def _touched(problem: Problem, index: int) -> set[str]:
    group = problem.groups[index]
    names = {f"group {group.id}", f"origin {group.origin}"}
    for kind in movements(problem):
        if group in kind.groups:
            names |= {f"leg {kind.leg.id}", f"origin {kind.leg.origin}", f"home {kind.leg.home}", f"origin {kind.leg.home}"}
            names |= {f"checkpoint {checkpoint}" for checkpoint, _ in kind.leg.checkpoints}
    for number, term in enumerate(
        (*problem.terms.reciprocity, *problem.terms.gates, *problem.terms.mixes, *problem.terms.together)
    ):
        groups: Iterable[str] = getattr(term, "groups", ()) or (
            *getattr(term, "left", ()),
            *getattr(term, "right", ()),
            *getattr(term, "held", ()),
            *getattr(term, "awaited", ()),
        )
        if group.id in groups:
            names.add(f"term {number}")
    return names


def _part(problem: Problem, members: set[int]) -> Problem:
    groups = tuple(group for index, group in enumerate(problem.groups) if index in members)
    ids = {group.id for group in groups}
    legs = {kind.leg.id for kind in movements(problem) if any(group.id in ids for group in kind.groups)}
    terms = problem.terms
    return replace(
        problem,
        groups=groups,
        legs=tuple(leg for leg in problem.legs if leg.id in legs),
        terms=Terms(
            tuple(term for term in terms.reciprocity if ids & {*term.left, *term.right}),
            tuple(term for term in terms.gates if ids & {*term.held, *term.awaited}),
            terms.deadlines,
            terms.holds,
            terms.destinations,
            terms.convoys,
            terms.suspensions,
            tuple(term for term in terms.mixes if ids & set(term.groups)),
            tuple(term for term in terms.together if ids & {*term.left, *term.right}),
        ),
    )


def merge_bounds(divided: tuple[Problem, ...], bounds: tuple[Bound, ...]) -> Bound:
    """Join the bounds of parts: the latest last arrival and the sum of waiting, each part's with the certificates of its own groups."""
    last = max(bound.last for bound in bounds)
    waiting = sum((bound.person_slots for bound in bounds), Fraction(0))
    if len(bounds) == 1:
        return bounds[0]
    proofs = []
    for part, bound in zip(divided, bounds, strict=True):
        groups = tuple(group.id for group in part.groups)
        for proof in bound.proofs:
            if proof.claim == PERSON_SLOTS or bound.last == last or proof.last >= bound.within:
                proofs.append(replace(proof, groups=groups))
    return Bound(last, waiting, bounds[0].within, tuple(proofs))

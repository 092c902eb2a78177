"""What displaces what: a clause that prevails over another, a later text over an earlier one."""

from __future__ import annotations

from collections.abc import Iterator

from safeconduct.deal import tree
from safeconduct.deal.norms import Force, Mode, Norm
from safeconduct.deal.standing.life import bound, life
from safeconduct.deal.standing.model import Reason, because
from safeconduct.deal.standing.moments import started
from safeconduct.deal.standing.premises import premises
from safeconduct.deal.standing.references import label
from safeconduct.deal.standing.timing import Band
from safeconduct.deal.standing.world import Text, World
from safeconduct.kernel import Truth


def displaced(world: World, text: Text, norm: Norm) -> tuple[Band | None, Reason] | None:
    """Return since when, and why, a norm no longer counts; None while it does."""
    return _by_later_text(world, text, norm) or _by_prevailing_clause(world, text, norm)


def _by_later_text(world: World, text: Text, norm: Norm) -> tuple[Band | None, Reason] | None:
    for later in world.texts[text.number + 1 :]:
        found = _replacement(world, later, norm)
        whole = world.sheet.value(("replaces", later.number, text.number), lambda later=later: _replaces(later, text))  # type: ignore[misc]
        if found is None and not whole:
            continue
        state = life(world, later)
        start = world.record.starts[later.number]
        if start is not None and start > world.at:
            continue
        if state.in_force is None or (state.ended is not None and not whole):
            continue
        clause = found.clause if found else whole
        why = because("later_text", text=label(later.agreement), other=clause, when=started(state.in_force))
        return state.in_force, why
    return None


def _replacement(world: World, later: Text, norm: Norm) -> Norm | None:
    """Return the norm of a later text that settles the same act of the same bearer in the same way, at least as firmly.

    What was undertaken is replaced only by what binds in its turn: an unsigned text displaces nothing that was signed.
    """
    for other in later.by_act.get(norm.deed.act, ()):
        same = set(other.bearers) == set(norm.bearers) and other.mode is norm.mode and other.towards == norm.towards
        about = other.deed.meets(norm.deed) or norm.deed.meets(other.deed)
        binds = other.force < Force.UNDERTAKEN or bound(world, later, other)[0] is not None
        if same and about and binds and other.force >= norm.force:
            return other
    return None


def _replaces(later: Text, text: Text) -> str:
    """Return the clause by which a later text prevails over an earlier one as a whole, known by its title."""
    titles = {wording.casefold() for _, wording in text.agreement.title.by_language} | {label(text.agreement).casefold()}
    for clause in later.agreement.clauses:
        if isinstance(clause.sentence, tree.PrevailsOverDocument):
            word = later.word(clause.sentence.document)
            if word and titles & ({name.text.casefold() for name in word.names.values()} | {word.id.casefold()}):
                return clause.id
    return ""


def _by_prevailing_clause(world: World, text: Text, norm: Norm) -> tuple[Band | None, Reason] | None:
    stronger = world.sheet.value(("prevailing", text.number), lambda: _prevailing(text)).get(norm.clause, ())
    for clause in stronger:
        for other in text.norms.get(clause, ()):
            if _conflict(norm, other):
                met = premises(world, text, other)
                if met.truth is Truth.YES:
                    return met.when, because("clause_prevails", clause=clause, other=norm.clause)
    return None


def _prevailing(text: Text) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for weaker, stronger in _pairs(text):
        found.setdefault(weaker, []).append(stronger)
    return {weaker: tuple(strong) for weaker, strong in found.items()}


def _pairs(text: Text) -> Iterator[tuple[str, str]]:
    expand = text.agreement.expand
    for clause in text.agreement.clauses:
        sentence = clause.sentence
        if isinstance(sentence, tree.Prevails):
            yield from ((weaker, strong) for weaker in expand(sentence.over) for strong in expand(sentence.clauses))
        elif isinstance(sentence, tree.Statement):
            for premise in sentence.premises:
                if isinstance(premise, tree.Despite):
                    yield from ((weaker, clause.id) for weaker in expand(premise.clauses))


def _conflict(norm: Norm, other: Norm) -> bool:
    """Whether one forbids what the other asks or permits of the same bearer."""
    forbids = (norm.mode is Mode.ABSTENTION) != (other.mode is Mode.ABSTENTION)
    return forbids and norm.deed.act == other.deed.act and bool(set(norm.bearers) & set(other.bearers))

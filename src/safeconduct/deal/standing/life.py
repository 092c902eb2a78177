"""The life of a text: from when it is in force, when it ends; and who is bound by which clause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from safeconduct.deal import tree
from safeconduct.deal.model import Clause
from safeconduct.deal.norms import Mode, Norm
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.model import Reason, because
from safeconduct.deal.standing.moments import in_force, until
from safeconduct.deal.standing.shown import band_of, remark
from safeconduct.deal.standing.signing import Signing, last, signing
from safeconduct.deal.standing.timing import Band, in_time
from safeconduct.deal.standing.world import Text, World
from safeconduct.kernel import Truth


@dataclass(frozen=True, slots=True)
class Life:
    """Where a text is in its life at the instant asked about.

    Arguments:
        in_force: from when; None when not (yet) in force.
        ended: since when it has ended; None while it runs.
        survivors: clauses that outlive it.
        why: reasons for the two.
    """

    signing: Signing
    in_force: Band | None
    ended: Band | None
    survivors: frozenset[str]
    why: tuple[Reason, ...]


def life(world: World, text: Text) -> Life:
    """Return where a text is in its life."""
    return world.sheet.value(("life", text.number), lambda: _life(world, text))


def _life(world: World, text: Text) -> Life:
    signatures = signing(world, text)
    entry, why = in_force(world, text)
    ended, how = _end(world, text)
    survivors = frozenset(
        id_
        for clause in text.agreement.clauses
        if isinstance(clause.sentence, tree.Survives)
        for id_ in text.agreement.expand(clause.sentence.clauses)
    )
    return Life(signatures, entry, ended, survivors, (*signatures.why, *why, *how))


def _end(world: World, text: Text) -> tuple[Band | None, tuple[Reason, ...]]:
    """Return when the text ended, whichever came first: by notice, or at its end unless renewed."""
    ends = [end for clause in text.agreement.clauses for end in _ends(world, text, clause)]
    if not ends:
        return None, ()
    first, why = min(ends, key=lambda end: (end[0].high, end[0].low))
    given = (pair for clause in text.agreement.clauses for pair in _notices_to_end(world, text, clause))
    late = [remark("notice_too_late", e, due=first, clause=id_) for id_, e in given if in_time(band_of(e), first) is Truth.NO]
    return first, (*why, *late)


def _ends(world: World, text: Text, clause: Clause) -> Iterator[tuple[Band, tuple[Reason, ...]]]:
    """Yield what a clause says ended the text by the instant asked about."""
    sentence = clause.sentence
    if isinstance(sentence, tree.MayBeEnded):
        for id_, event in _notices_to_end(world, text, clause):
            limit = text.calendar.after(sentence.notice, band_of(event))
            if limit and limit.high <= world.at:
                yield limit, (because("ended_by_notice", actor=event.actor, clause=id_, entries=(event.id,)),)
    elif isinstance(sentence, tree.Ends):
        band = until(world, text, sentence.moment, including=True)
        if band is not None and band.high <= world.at:
            renewed, why = _renewed(world, text, band)
            if renewed.high <= world.at:
                yield renewed, (because("ended", when=renewed, clause=clause.id), *why)


def _notices_to_end(world: World, text: Text, clause: Clause) -> Iterator[tuple[str, Event]]:
    if isinstance(clause.sentence, tree.MayBeEnded):
        for event in world.record.said(text.number, clause.id, "clause"):
            if event.type == "notice" and event.actor == clause.sentence.actor:
                yield clause.id, event


def _renewed(world: World, text: Text, end: Band) -> tuple[Band, tuple[Reason, ...]]:
    """Return the end after every silent renewal that nobody objected to in time."""
    why: list[Reason] = []
    for clause in text.agreement.clauses:
        sentence = clause.sentence
        if not isinstance(sentence, tree.Renews):
            continue
        objecting = world.record.said(text.number, clause.id, "clause")
        said = [e for e in objecting if e.type in ("notice", "refusal") and e.actor == sentence.actor]
        for _ in range(200):
            objections = [e for e in said if (limit := text.calendar.after(sentence.notice, band_of(e))) and limit.low <= end.low]
            later = text.calendar.after(sentence.length, Band(end.low, end.low))
            if objections or later is None or end.high > world.at or later.low <= end.low:
                break
            why.append(because("renewed", when=later, clause=clause.id))
            why += [remark("objected_late", e, due=end) for e in said if e.start < end.low]
            end = later
    return end, tuple(why)


def bound(world: World, text: Text, norm: Norm) -> tuple[Band | None, tuple[Reason, ...]]:
    """Return from when every bearer of a norm is bound by it; None with the reason where one is not.

    A party or group is bound by its signature, or by undertaking or accepting the clause; a body once it exists or accepts. A signature
    never binds somebody else, but those who sign may grant a group what it may do, or put a choice to its members: that stands once the
    text is in force.
    """
    state = life(world, text)
    bands: list[Band] = []
    for bearer in norm.bearers:
        band, why = _bound_one(world, text, norm, bearer, state)
        if band is None:
            return None, (why,)
        bands.append(band)
    if not bands or state.in_force is None:
        return None, (() if state.in_force else state.why) or (because("nobody_named", clause=norm.clause),)
    return last([*bands, state.in_force]), ()


def is_bound_itself(world: World, text: Text, norm: Norm, bearer: str) -> bool:
    """Whether somebody is bound by a clause through an act of their own: a signature, an undertaking, an acceptance."""
    said = world.record.said(text.number, norm.clause, "binding")
    return bearer in life(world, text).signing.signed or any(event.actor == bearer for event in said)


def _bound_one(world: World, text: Text, norm: Norm, bearer: str, state: Life) -> tuple[Band | None, Reason]:
    if bearer in state.signing.signed:
        return state.signing.signed[bearer], because("signed", actor=bearer, when=state.signing.signed[bearer])
    for event in world.record.said(text.number, norm.clause, "binding"):
        if event.actor == bearer:
            return Band(event.start, event.end), because("undertook", actor=bearer, entries=(event.id,), clause=norm.clause)
    kind = text.kind(bearer)
    granted = norm.mode in (Mode.PERMISSION, Mode.POWER) or bool(norm.alternatives)
    if (kind == "body" or (kind == "group" and granted)) and not state.signing.spoken and state.in_force is not None:
        return state.in_force, because("in_force", when=state.in_force)
    return None, because("not_signed", actor=bearer, clause=norm.clause)

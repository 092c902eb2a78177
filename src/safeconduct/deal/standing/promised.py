"""What the deed level tells the promise level: what the record shows of all that promises rest on.

There is one notion of what is shown. Who is bound, which decision stands, which deed counts as done, whether a finding or a consent opens
anything: the promise level asks here, so that *owed* and *standing* never differ about a fact.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from safeconduct.deal.deeds import Deed
from safeconduct.deal.norms import Force, norms_of, rival_norms
from safeconduct.deal.promise.atoms import Atom, Kind
from safeconduct.deal.promise.compile import compile_rules
from safeconduct.deal.promise.facts import Facts, Over
from safeconduct.deal.standing import model
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.model import Instance
from safeconduct.deal.standing.performance import clauses_done
from safeconduct.deal.standing.proof import slots_of
from safeconduct.deal.standing.replay import Replay
from safeconduct.deal.standing.signing import signing
from safeconduct.deal.standing.undertakings import chosen, fact_of, undertook
from safeconduct.deal.standing.world import Text, World
from safeconduct.kernel import Truth

_OVER = {"not_taken_up": "lapsed", "withdrawn": "withdrawn", "text_ended": "ended"}
"""The step that decided, to what the promise level calls it. What was refused is not among them: a new decision takes it up."""
_KEPT = (model.FULFILLED, model.FULFILLED_LATE, model.REMEDIED)


def facts_of(replay: Replay, agreement: int) -> Facts:
    """Return what the promise level of one text takes as given.

    Arguments:
        agreement: position of the text, from 0.

    Holds: what ``standing`` shows as a fact is one here, and nothing else is (test_promised).
    Cost: one compilation, and one look at the record for each atom.
    """
    world, text = replay.world, replay.world.texts[agreement]
    own = [one for one in replay.instances() if one.agreement == agreement]
    signed = signing(world, text).signed
    latest = {(event.actor, act): event for act, event in _last_words(world, text)}
    stands = {key: event for key, event in latest.items() if event.type != "refusal" and event.body.get("revoked") is not True}
    decided = {Deed(actor, act, tuple(sorted(slots_of(event)))) for (actor, act), event in stands.items()}
    decided |= {
        norm.deed for norm in text.by_id.values() if norm.alternatives and chosen(world, text, norm.deed).truth is Truth.YES
    }
    shown = list(_shown(world, text, frozenset(decided)))
    since: dict[object, datetime] = {actor: band.low for actor, band in signed.items()}
    since |= {key: event.start for key, event in stands.items()}
    said = [(norm, event) for norm in text.by_id.values() for event in world.record.said(agreement, norm.clause, "binding")]
    return Facts(
        signed=frozenset(signed),
        decided=frozenset(decided),
        done=frozenset(atom.deed for atom in shown if atom.kind == Kind.PROMISE and atom.deed is not None),
        happened=frozenset(atom.word for atom in shown if atom.kind in (Kind.EVENT, Kind.STATE)),
        requests=frozenset((atom.actor, atom.word) for atom in shown if atom.kind == Kind.REQUEST),
        findings=frozenset((atom.actor, atom.word) for atom in shown if atom.kind == Kind.FINDING),
        refused=frozenset(key for key, event in latest.items() if event.type == "refusal"),
        undertaken=frozenset(norm.id for norm in text.by_id.values() if undertook(world, text, norm)),
        bound=frozenset((norm.id, event.actor) for norm, event in said if event.actor in norm.bearers),
        over={norm: over for one in own if (over := _over(one)) is not None for norm in one.norms}
        | dict(_closed(text, own, frozenset(decided), world.at)),
        kept=_kept(own),
        complete=frozenset(atom.word for atom in shown if atom.kind == Kind.CLAUSE),
        failed=frozenset(one.clause for one in own if one.has_failed(world.at)),
        since=since,
    )


def _last_words(world: World, text: Text) -> Iterator[tuple[str, Event]]:
    """Yield for each act, and each who spoke of doing it, what they decided last."""
    for word in text.agreement.words.values():
        if word.kind == "act":
            said = [*world.record.look("decided", word.id), *world.record.look("refused", word.id)]
            for event in {one.actor: one for one in sorted(said, key=lambda one: one.index)}.values():
                yield word.id, event


def _shown(world: World, text: Text, decided: frozenset[Deed]) -> Iterator[Atom]:
    """Yield what the record shows of all that the promises of a text rest on, under whatever reading."""
    norms = (*norms_of(text.agreement), *rival_norms(text.agreement))
    for atom in compile_rules(text.agreement, Force.OFFERED, Facts(decided=decided), norms).atoms:
        if atom.kind == Kind.CLAUSE:
            if atom.word in text.norms and clauses_done(world, text, (atom.word,)).truth is Truth.YES:
                yield atom
        elif atom.kind != Kind.SIGNATURE and fact_of(world, text, atom).truth is Truth.YES:
            yield atom


def _over(one: Instance) -> Over | None:
    if one.since is None or one.norm.force < Force.OFFERED:
        return None
    reason = "waived" if one.state == model.WAIVED else _OVER.get(one.because.code)
    return Over(reason, one.since) if reason is not None else None


def _closed(text: Text, own: list[Instance], decided: frozenset[Deed], at: datetime) -> Iterator[tuple[str, Over]]:
    """Yield the options of an election that nobody chose in time: silence is no choice, and they are waited for no more."""
    for one in own:
        if one.choices and one.due_latest is not None and one.due_latest <= at and one.state != model.SUSPENDED:
            yield from ((id_, Over("closed", one.due_latest)) for id_ in one.norms if text.by_id[id_].deed not in decided)


def _kept(own: list[Instance]) -> frozenset[str]:
    """Return the norms whose every instance was performed."""
    running = {norm for one in own if one.state not in _KEPT for norm in one.norms}
    return frozenset(norm for one in own for norm in one.norms) - running

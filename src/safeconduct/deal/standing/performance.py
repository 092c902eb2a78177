"""Whether a duty was performed, when, and how far: by deeds, answers to requests, counts and verification."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from safeconduct.deal import tree
from safeconduct.deal.deeds import BRING_TO, Deed, answered_for
from safeconduct.deal.model import ShownBy
from safeconduct.deal.norms import Mode, Norm
from safeconduct.deal.standing.bodies import open_slots
from safeconduct.deal.standing.choice import everybody, family, is_among_many, options
from safeconduct.deal.standing.doers import could_have, doer_missing, is_nameless
from safeconduct.deal.standing.events import Event
from safeconduct.deal.standing.evidence import candidates
from safeconduct.deal.standing.model import Reason, because
from safeconduct.deal.standing.proof import lacking, matches, shows
from safeconduct.deal.standing.quantity import counted
from safeconduct.deal.standing.sheet import Name
from safeconduct.deal.standing.shown import NOTHING, Shown, band_of, disputed, first_shown, shown_by_of, shows_event
from safeconduct.deal.standing.timing import Band
from safeconduct.deal.standing.world import Text, World
from safeconduct.kernel import Truth


def deed_done(world: World, text: Text, deed: Deed, counts: Callable[[Event], bool] = lambda event: True) -> Shown:
    """Return whether a deed, as a condition names it, is shown: by any entry about it that counts, under whatever clause."""
    about = (e for e in world.record.look("done", deed.act) if matches(e, deed, (deed.actor,), named=False))
    events = [e for e in about if shows(text, e, deed) and counts(e)]
    plain = [event for event in events if not is_nameless(world, text, event, deed.act)]
    if plain:
        return first_shown(world, plain, "deed_shown", actor=deed.actor, act=deed)
    if events:
        return _nameless(world, text, deed.act, events)
    for norm in text.by_act.get(deed.act, ()):
        if norm.mode in (Mode.RESULT, Mode.MEANS) and norm.deed.meets(deed) and not norm.deed.leaves_place_open(deed):
            done = performed(world, text, norm)
            if done.truth is not Truth.NO:
                return done
    return Shown(Truth.NO, why=(because("deed_not_shown", actor=deed.actor, act=deed),))


def _nameless(
    world: World, text: Text, act: str, events: Sequence[Event], why: tuple[Reason, ...] = (), *, claimed: bool = False
) -> Shown:
    """Return that something was done, and that it cannot be told whose deed it was."""
    doers = frozenset[tuple[str, ...]]().union(*(could_have(world, text, event, act) for event in events))
    doubt = doer_missing(act, events, doers)
    return Shown(Truth.UNKNOWN, claimed=claimed, doubt=doubt, why=(doubt, *why))


def clauses_done(world: World, text: Text, clauses: Iterable[str]) -> Shown:
    """Return whether all the duties of some clauses are performed, and when the last was."""
    parts = [part for clause in clauses for part in _clause_parts(world, text, clause)]
    if not parts:
        return Shown(Truth.NO, why=(because("nothing_to_perform"),))
    truth = Truth.all(part.truth for part in parts)
    begun = [part.begun for part in parts if part.begun]
    ends = [part.when for part in parts if part.when]
    finished = Band(max(b.low for b in ends), max(b.high for b in ends)) if truth is Truth.YES and ends else None
    first = Band(min(b.low for b in begun), min(b.high for b in begun)) if begun else None
    why = tuple(reason for part in parts for reason in part.why)
    return Shown(truth, finished, first, contested=any(part.contested for part in parts), why=why)


def _clause_parts(world: World, text: Text, clause: str) -> list[Shown]:
    """Return one result for each duty of a clause; the options of one election count as one."""
    parts: list[Shown] = []
    seen: set[str] = set()
    for norm in text.norms.get(clause, ()):
        if norm.mode not in (Mode.RESULT, Mode.MEANS) or norm.id in seen:
            continue
        norms = family(text, norm)
        seen.update(one.id for one in norms)
        parts.append(everybody(world, text, norms) if is_among_many(text, norm) else _enough(world, text, norms))
    return parts


def _enough(world: World, text: Text, norms: Sequence[Norm]) -> Shown:
    """Return whether as many options of an election are done as it wants; a single duty is its own only option."""
    found = [_all_of([performed(world, text, norm) for norm in option]) for option in options(norms)]
    done = sorted((one for one in found if one.truth is Truth.YES and one.when), key=lambda one: one.when.high)  # type: ignore[union-attr]
    done += [one for one in found if one.truth is Truth.YES and not one.when]
    if len(done) >= norms[0].wanted:
        return done[norms[0].wanted - 1]
    unknown = [one for one in found if one.truth is Truth.UNKNOWN]
    if len(done) + len(unknown) >= norms[0].wanted:
        return unknown[0]
    return next(one for one in found if one.truth is Truth.NO)


def _all_of(parts: Sequence[Shown]) -> Shown:
    """Return the part least done; all of them are to be done."""
    order = (Truth.NO, Truth.UNKNOWN, Truth.YES)
    return min(parts, key=lambda part: order.index(part.truth))


def performed(world: World, text: Text, norm: Norm, trigger: Event | None = None) -> Shown:
    """Return whether a norm's deed is shown, when, and how far; for a duty that arises with an entry, as the answer to it."""
    name = ("performed", text.number, norm.id, trigger.id if trigger else "")
    return world.sheet.value(name, lambda: _settled(world, text, norm, _performed(world, text, norm, trigger)))


def _settled(world: World, text: Text, norm: Norm, shown: Shown) -> Shown:
    """Return what is shown while the parties have settled every open point of the clause: before, no deed can be told to be the one meant."""
    missing = open_slots(world, text, norm) if shown.truth is Truth.YES else ()
    return replace(shown, truth=Truth.UNKNOWN, when=None, claimed=True, why=(*shown.why, *missing)) if missing else shown


def _performed(world: World, text: Text, norm: Norm, trigger: Event | None) -> Shown:
    if trigger is not None:
        world.record.history_of(trigger.id)
    elif _recurs(norm) or is_among_many(text, norm):
        return NOTHING
    amount = norm.detail(tree.ForAmount)
    if isinstance(amount, tree.ForAmount) and trigger is None:
        return counted(world, text, norm, amount, _plain(world, text, norm, candidates(world, text, norm)))
    entries = _answers(world, text, norm, trigger) if trigger else candidates(world, text, norm)
    plain, other = _plain(world, text, norm, entries), answered_for(norm.deed)
    return _verified(world, text, norm, _brought_about(world, text, norm, other, plain) if other else plain, trigger)


def _brought_about(world: World, text: Text, norm: Norm, other: Deed, own: Shown) -> Shown:
    """Return whether what somebody else was to be brought to do is done: once it is, nobody asks how; before, a result is only claimed."""
    done = deed_done(world, text, other)
    if done.truth is not Truth.NO or norm.deed.act != BRING_TO:
        return own if done.truth is Truth.NO else done
    actor = norm.bearers[0] if norm.bearers else ""
    said = [because("claimed", actor=actor, act=norm.deed, entries=w.entries) if w.code == "shown" else w for w in own.why]
    claimed = own.claimed or own.truth is Truth.YES
    return replace(done, begun=own.begun, claimed=claimed, why=(*said, *done.why))


def _recurs(norm: Norm) -> bool:
    """Whether each occasion is answered by itself, so that the clause as such is never done."""
    each = any(isinstance(premise, tree.WithinAfterEach) for premise in norm.premises)
    return each or norm.mode is Mode.STANDING or norm.detail(tree.Every) is not None


def _answers(world: World, text: Text, norm: Norm, trigger: Event) -> list[Event]:
    """Return the entries that answer a trigger: those that name it, else one that names none, given to the earliest first."""
    if trigger.type == "period":
        return [e for e in candidates(world, text, norm) if trigger.start <= e.start < trigger.end]
    pointed = [
        e for e in world.record.answers(trigger, text.number, norm.clause) if matches(e, norm.deed, norm.bearers, named=True)
    ]
    name = ("unpointed", text.number, norm.id)
    none: tuple[Event, ...] = ()
    return [*pointed, *world.sheet.part(name, trigger.id, lambda: _unpointed(world, text, norm), none)]


def _unpointed(world: World, text: Text, norm: Norm) -> dict[str, tuple[Event, ...]]:
    deeds = [e for e in candidates(world, text, norm) if e.type not in ("request", "verification")]
    if not deeds:
        return {}
    waiting = [
        t
        for t in triggers(world, text, norm)
        if not any(matches(e, norm.deed, norm.bearers, named=True) for e in world.record.answers(t, text.number, norm.clause))
    ]
    waiting.sort(key=lambda one: (one.start, one.index))
    given: dict[str, tuple[Event, ...]] = {}
    for event in sorted(deeds, key=lambda one: (one.start, one.index)):
        first = next((t for t in waiting if t.start <= event.start), None)
        if first is not None:
            waiting.remove(first)
            given[first.id] = (event,)
    return given


def begun(world: World, text: Text, norm: Norm) -> Band | None:
    """Return when the deed of a norm was first shown, in whatever period or answer to whatever event."""
    plain, amount = _plain(world, text, norm, candidates(world, text, norm)), norm.detail(tree.ForAmount)
    return (counted(world, text, norm, amount, plain) if isinstance(amount, tree.ForAmount) else plain).begun


def triggers(world: World, text: Text, norm: Norm) -> tuple[Event, ...]:
    """Return the entries each of which gives rise to one instance of a norm, in the order of the log."""
    found = [event for key in trigger_keys(text, norm) for event in world.record.look(*key)]
    return tuple(sorted((e for e in set_of(found) if is_trigger(text, norm, e)), key=lambda one: one.index))


def trigger_keys(text: Text, norm: Norm) -> tuple[Name, ...]:
    """Return the keys of the record under which such entries stand."""
    keys: list[Name] = [("word", p.event) for p in norm.premises if isinstance(p, tree.WithinAfterEach)]
    if on_request(norm) or any(isinstance(p, tree.IfRequests) for p in norm.premises):
        keys += [("request", text.number, norm.clause), ("requested", norm.deed.act)]
    return tuple(keys)


def is_trigger(text: Text, norm: Norm, event: Event) -> bool:
    """Whether an entry under one of these keys gives rise to an instance."""
    for premise in norm.premises:
        if isinstance(premise, tree.WithinAfterEach) and shows_event(text, event, premise.event):
            return True
        if isinstance(premise, tree.IfRequests) and _is_request(norm, event, premise.actor):
            return True
    asked = norm.detail(tree.AtRequestOf)
    return on_request(norm) and _is_request(norm, event, asked.actor if isinstance(asked, tree.AtRequestOf) else "")


def _is_request(norm: Norm, event: Event, actor: str) -> bool:
    return event.type == "request" and actor in ("", event.actor) and event.actor not in norm.bearers


def set_of(events: Iterable[Event]) -> list[Event]:
    """Return each entry once."""
    return list({event.id: event for event in events}.values())


def is_each(norm: Norm) -> bool:
    """Whether there is one instance for each event or request."""
    return on_request(norm) or any(isinstance(premise, tree.WithinAfterEach | tree.IfRequests) for premise in norm.premises)


def on_request(norm: Norm) -> bool:
    """Whether a duty arises with each request."""
    details = (tree.AtRequestOf, tree.IfNeeded)
    is_request = norm.mode is Mode.STANDING and norm.deed.act not in _ROLES
    return is_request or any(isinstance(detail, details) for detail in norm.details)


_ROLES = ("facilitate", "monitor", "verify", "investigate", "determine", "observe_loading", "protect")


def _plain(world: World, text: Text, norm: Norm, entries: Sequence[Event]) -> Shown:
    measured = norm.detail(tree.MeasuredBy)
    measurer = measured.actor if isinstance(measured, tree.MeasuredBy) else ""
    short = {e.id: left_out for e in entries if (left_out := lacking(norm, e)) is not None}
    proofs = [e for e in entries if shows(text, e, norm.deed) and measurer in ("", e.actor) and e.id not in short]
    checks = [e for e in entries if e.type == "verification" and e.body["result"] == "yes" and e.actor not in norm.bearers]
    shown_by = shown_by_of(text, norm.deed.act)
    if shown_by is None or shown_by.is_tested:
        proofs += [check for check in checks if shown_by is None or shown_by.witness in ("", check.actor)]
    claims = [
        event
        for event in entries
        if event.type in ("deed", "statement", "notice") and event not in proofs and event.id not in short
    ]
    named = [event for event in proofs if not is_nameless(world, text, event, norm.deed.act)]
    if named:
        return first_shown(world, named, "shown", act=norm.deed)
    why = [because("claimed", actor=e.actor, act=norm.deed, entries=(e.id,)) for e in claims]
    if shown_by is not None and not shown_by.is_tested:
        return Shown(Truth.UNKNOWN, claimed=bool(claims), why=(because("untested", word=norm.deed.act), *why))
    if proofs:
        return _nameless(world, text, norm.deed.act, proofs, tuple(why), claimed=bool(claims))
    why += [_wanted(norm, shown_by), *short.values()]
    parts = [e for e in entries if e.id in short or _shows_part(norm, shown_by, e)]
    partly = next((short.get(e.id) or because("partly_uncounted", entries=(e.id,)) for e in parts), None)
    begun = band_of(min((*claims, *parts), key=lambda e: (e.start, e.index))) if claims or parts else None
    return Shown(Truth.NO, begun=begun, claimed=bool(claims), partly=partly, why=tuple(why))


def _shows_part(norm: Norm, shown_by: ShownBy | None, event: Event) -> bool:
    """Whether an entry is a check, by one whose word counts, that says that part of it was done."""
    witness = shown_by.witness if shown_by else ""
    partial = event.type == "verification" and event.body["result"] == "partial"
    return partial and event.actor not in norm.bearers and witness in ("", event.actor)


def _wanted(norm: Norm, shown_by: ShownBy | None) -> Reason:
    if shown_by is None:
        return because("not_shown", act=norm.deed)
    if shown_by.witness:
        return because("not_shown_by", act=norm.deed, kind=shown_by.kind, actor=shown_by.witness)
    return because("not_shown_as", act=norm.deed, kind=shown_by.kind)


def _verified(world: World, text: Text, norm: Norm, shown: Shown, trigger: Event | None) -> Shown:
    """Return what is shown once the verifier whom the text names is heard: not before it said yes."""
    detail = norm.detail(tree.VerifiedBy)
    if not isinstance(detail, tree.VerifiedBy):
        return shown
    said = [e for e in _verifications(world, text, norm, trigger) if e.actor == detail.actor]
    latest = max(said, key=lambda e: e.index, default=None)
    if latest is None:
        why = because("not_verified", actor=detail.actor)
        return Shown(Truth.NO, begun=shown.begun, claimed=shown.claimed or shown.truth is Truth.YES, why=(*shown.why, why))
    why = because("verified", actor=detail.actor, result=latest.body["result"], entries=world.record.history_of(latest.id))
    if latest.body["result"] != "yes":
        partly = because("partly_uncounted") if latest.body["result"] == "partial" else None
        begun = shown.begun or (band_of(latest) if partly else None)
        return Shown(Truth.NO, begun=begun, claimed=shown.claimed or shown.truth is Truth.YES, partly=partly, why=(*shown.why, why))
    band = shown.when or band_of(latest)
    return Shown(Truth.YES, band, shown.begun or band, contested=bool(disputed(world, latest)), why=(*shown.why, why))


def _verifications(world: World, text: Text, norm: Norm, trigger: Event | None) -> list[Event]:
    record, number, clause = world.record, text.number, norm.clause
    events = record.answers(trigger, number, clause) if trigger else record.said(number, clause, "clause")
    return [event for event in events if event.type == "verification"]

"""Who signed a text, and when it was signed by all who had to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from safeconduct.deal import tree
from safeconduct.deal.promise.facts import signatories
from safeconduct.deal.standing.model import Reason, because
from safeconduct.deal.standing.timing import Band
from safeconduct.deal.standing.world import Text, World

PARTY, GUARANTOR, WITNESS = "party", "guarantor", "witness"
_CAPACITIES = {tree.AsGuarantor: GUARANTOR, tree.AsParty: PARTY, tree.AsWitness: WITNESS}


@dataclass(frozen=True, slots=True)
class Signing:
    """The signatures under a text.

    Arguments:
        signed: who signed, when; a witness is bound by nothing and is not among them.
        capacity: who signed, as what: a party or a guarantor.
        complete: when the last of those who had to sign did; None while one is missing.
        spoken: nobody is asked to sign: statements, in force as they are made.
        why: one reason for each signature, given or missing.
    """

    signed: Mapping[str, Band]
    capacity: Mapping[str, str]
    complete: Band | None
    spoken: bool
    why: tuple[Reason, ...]


def signing(world: World, text: Text) -> Signing:
    """Return the signatures under a text at the instant asked about."""
    return world.sheet.value(("signing", text.number), lambda: _signing(world, text))


def _signing(world: World, text: Text) -> Signing:
    signed, entries = _signed(world, text)
    wanted = signatories(text.agreement)
    missing = [actor for actor in wanted if actor not in signed]
    whose = wanted or tuple(signed)
    spoken = not wanted and not signed
    complete = None if missing or spoken else last([signed[actor] for actor in whose])
    why = [because("signed", actor=actor, when=band, entries=entries.get(actor, ())) for actor, band in signed.items()]
    why += [because("not_signed", actor=actor) for actor in missing]
    return Signing(signed, {actor: _capacity(world, text, actor, entries) for actor in signed}, complete, spoken, tuple(why))


def _capacity(world: World, text: Text, actor: str, entries: Mapping[str, tuple[str, ...]]) -> str:
    """Return as what somebody signed: as the text presents them for signature, else as the entry says, else as a party."""
    said = [str(world.record.standing[id_].body.get("capacity") or "") for id_ in entries.get(actor, ())]
    return _presented(text, actor) or next(iter(said), "") or PARTY


def _presented(text: Text, actor: str) -> str:
    """Return as what the text presents somebody for signature; empty where it does not."""
    presented = [
        type(clause.sentence.capacity)
        for clause in text.agreement.clauses
        if isinstance(clause.sentence, tree.Signed | tree.ForSignature) and clause.sentence.actor == actor
    ]
    return next((name for kind, name in _CAPACITIES.items() if kind in presented), "")


def _signed(world: World, text: Text) -> tuple[dict[str, Band], dict[str, tuple[str, ...]]]:
    signed: dict[str, Band] = {}
    entries: dict[str, tuple[str, ...]] = {}
    for clause in text.agreement.clauses:
        if isinstance(clause.sentence, tree.Signed) and not isinstance(clause.sentence.capacity, tree.AsWitness):
            band = text.calendar.on(clause.sentence.date)
            if band.low <= world.at:
                signed[clause.sentence.actor] = band
    for event in world.record.look("signature"):
        elsewhere = "agreement" in event.body and world.record.agreement_of(event) != text.number
        witness = WITNESS in (event.body.get("capacity"), _presented(text, event.actor))
        if witness or elsewhere or event.actor in signed or "act" in event.body:
            continue
        if event.actor in text.agreement.words:
            signed[event.actor] = Band(event.start, event.end)
            entries[event.actor] = (event.id,)
    return signed, entries


def last(bands: list[Band]) -> Band:
    """Return when the last of several things happened."""
    return Band(max(band.low for band in bands), max(band.high for band in bands))

"""What the keeper's writer answers to an event that it does not record."""

from __future__ import annotations

from safeconduct.errors import EvidenceFails, Problem, Refused, register, say
from safeconduct.record.keys import NO_AUTHORITY
from safeconduct.record.note import BAD_SIGNATURE

OTHER_DEAL = register(
    "record/other-deal",
    "an event of another deal",
    "The event is signed for another record. It may be perfectly good there; here it would put words into somebody's mouth.",
)
GAP = register(
    "record/gap",
    "an earlier event of this author is missing",
    "Each author numbers their events and names the one before. Send the earlier ones first or together; nothing was lost.",
)


def other_deal(deal: str) -> Refused:
    """Return the refusal of an event signed for the record ``deal``."""
    return _refuse(
        OTHER_DEAL, say("this event belongs to the record {deal}", deal=deal), say("an event counts in its own deal only")
    )


def missing_before(nth: int) -> Refused:
    """Return the refusal of an author's event whose predecessor is not here."""
    what = say("event {nth} of this author is here, but the one before it is not", nth=nth)
    return _refuse(GAP, what, say("an omission must show"))


def not_the_founding() -> Refused:
    """Return the refusal of a second founding, or of anything else as the first entry."""
    what = say("a record begins with its founding, and is founded once")
    return _refuse(NO_AUTHORITY, what, say("keys come from the founding"))


def not_the_log() -> Refused:
    """Return the refusal to put an event in order with a log key that would not be in force."""
    what = say("this is not the log key of the record, by the policy that would be in force")
    return _refuse(NO_AUTHORITY, what, say("a checkpoint that the record's own log key did not sign proves nothing"))


def may_not_sign(why_not: str) -> Refused:
    """Return the refusal of an event whose key may not sign it."""
    return _refuse(NO_AUTHORITY, why_not, say("only an enrolled key speaks for a party"))


def bad_signature() -> EvidenceFails:
    """Return the error for an event whose author's signature does not hold."""
    what, why = say("the author's signature does not hold"), say("anyone could have written it")
    return EvidenceFails(Problem(BAD_SIGNATURE, what, why=why, do=say("sign it again")))


def _refuse(code: str, what: str, why: str) -> Refused:
    return Refused(Problem(code, what, why=why, do=say("nothing was changed; correct it and send it again")))

"""A signed event as it travels and as it stands in the log.

A *captured* envelope is DSSE JSON: payload, its type, one signature. A *leaf* is the same with the time at which the keeper says it
recorded it. Both have one byte form. The key id outside the payload is a hint; the key that counts is named inside, under the
signature. Two envelopes of one payload are the same event.
"""

from __future__ import annotations

import binascii
import hashlib
import re
from dataclasses import dataclass

from safeconduct.errors import InputWrong, Problem, register, say
from safeconduct.record.ed25519 import to_base64
from safeconduct.record.profile import LARGEST_PAYLOAD, is_time, pae

EVENT = "application/vnd.safeconduct.event.v1+json"
LARGEST_ENVELOPE = LARGEST_PAYLOAD * 4 // 3 + 512

BAD_ENVELOPE = register(
    "record/envelope",
    "a signed event that cannot be read",
    "Each line of a capture file, and each entry of the log, is one signed event in a fixed form: payload, type, one signature. "
    "This one has another form, another type (a checkpoint is not an event), more than one signature, or sloppy base64.",
)
_FORM = re.compile(
    rb'\{"payload":"([^"]*(?:[AQgw]==|[AEIMQUYcgkosw048]=|[A-Za-z0-9+/]))","payloadType":"application/vnd\.safeconduct\.event\.v1\+json",'
    rb'(?:"recorded":"([0-9TZ:-]{20})",)?"signatures":\[\{"keyid":"([0-9a-f]{64})","sig":"([A-Za-z0-9+/]{85}[AQgw]==)"\}\]\}'
)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A payload and one signature over it; ``recorded`` is empty while it is only captured."""

    payload: bytes
    signature: bytes
    key_hint: str
    recorded: str = ""

    @property
    def payload_hash(self) -> str:
        """What identifies the event: SHA-256 of its payload, in hexadecimal."""
        return hashlib.sha256(self.payload).hexdigest()

    @property
    def signed_bytes(self) -> bytes:
        """The bytes under the signature."""
        return pae(EVENT, self.payload)

    def to_bytes(self) -> bytes:
        """Return the one byte form."""
        recorded = f'"recorded":"{self.recorded}",' if self.recorded else ""
        return (
            f'{{"payload":"{to_base64(self.payload)}","payloadType":"{EVENT}",{recorded}"signatures":'
            f'[{{"keyid":"{self.key_hint}","sig":"{to_base64(self.signature)}"}}]}}'
        ).encode()

    def recorded_at(self, time: str, key_id: str) -> Envelope:
        """Return the leaf: the same event with the keeper's time, and a key hint that does not lie."""
        return Envelope(self.payload, self.signature, key_id, time)


def read_envelope(data: bytes, *, leaf: bool) -> Envelope:
    """Read a captured envelope, or with ``leaf`` an entry of the log.

    Raises: InputWrong (``record/envelope``).
    Holds: only the bytes that :meth:`Envelope.to_bytes` writes are accepted; the form leaves base64 no second spelling, because it
    fixes the unused bits of the last character (property test).
    """
    payload, signature, recorded, key_hint = leaf_parts(data) if leaf else _parts(data)
    if recorded and not leaf:
        raise _bad(say("a captured event has no recorded time"))
    return Envelope(payload, signature, key_hint, recorded)


def leaf_parts(data: bytes) -> tuple[bytes, bytes, str, str]:
    """Read an entry of the log as (payload, signature, recorded, key hint). Raises: InputWrong (``record/envelope``)."""
    parts = _parts(data)
    if not is_time(parts[2]):
        raise _bad(say("an entry of the log has the time at which it was recorded"))
    return parts


def _parts(data: bytes) -> tuple[bytes, bytes, str, str]:
    match = _FORM.fullmatch(data) if len(data) <= LARGEST_ENVELOPE else None
    if match is None:
        raise _bad(say("not a signed event of this record"))
    text, recorded, key_hint, signature = match.groups(b"")
    try:
        payload = binascii.a2b_base64(text, strict_mode=True)  # examines each character; the form fixes the last one's unused bits
    except binascii.Error:
        payload = b""
    if not payload or len(text) % 4:
        raise _bad(say("base64 that is cut off or misspelt"))
    return payload, binascii.a2b_base64(signature), recorded.decode(), key_hint.decode()


def _bad(what: str) -> InputWrong:
    return InputWrong(
        Problem(
            BAD_ENVELOPE,
            what,
            why=say("an event is accepted in exactly one form, so that nobody can make two of one"),
            do=say("send the file as the program wrote it"),
        )
    )

"""How an author makes an event: the next in the author's own chain, signed.

>>> envelope, later = Author("north", "record.example/harbour", Signer(bytes(32))).write(
...     "statement", {"text": "we are ready"}, event_id=new_id(0, bytes(10)))
>>> later.nth, later.prev == envelope.payload_hash
(1, True)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson

from safeconduct.errors import InputWrong, Problem, say
from safeconduct.record.checkpoint import Checkpoint
from safeconduct.record.ed25519 import to_base64
from safeconduct.record.envelope import EVENT, Envelope
from safeconduct.record.event import BAD_EVENT, require_event
from safeconduct.record.profile import encode, pae
from safeconduct.record.signing import Signer


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes, with which key, and where the author's chain stands.

    Arguments:
        party: the party's name.
        deal: the origin of the record.
        signer: the author's key.
        nth, prev: number of the next event and hash of the last payload (None before the first).
        seen: the last checkpoint the author verified.
    """

    party: str
    deal: str
    signer: Signer
    nth: int = 0
    prev: str | None = None
    seen: Checkpoint | None = None

    def write(self, kind: str, body: Mapping[str, Any], *, event_id: str, **fields: Any) -> tuple[Envelope, Author]:
        """Sign one event and return it with the author as it stands afterwards.

        Arguments:
            kind: the type, for example ``observation``.
            event_id: a UUID version 7 (see :func:`new_id`).
            fields: optional fields such as ``occurred``, ``method``, ``place``; None leaves one out.

        Raises: InputWrong (``record/event``, ``record/profile``).
        """
        event: dict[str, Any] = {
            "actor": self.party,
            "body": dict(body),
            "deal": self.deal,
            "id": event_id,
            "key": self.signer.key_id,
        }
        event |= {"nth": self.nth, "prev": self.prev, "type": kind}
        event |= {name: value for name, value in fields.items() if value is not None}
        if self.seen is not None:
            event["seen"] = seen_field(self.seen)
        require_event(event)
        payload = encode(event)
        envelope = Envelope(payload, self.signer.sign(pae(EVENT, payload)), self.signer.key_id)
        return envelope, replace(self, nth=self.nth + 1, prev=envelope.payload_hash)


def seen_field(checkpoint: Checkpoint) -> dict[str, Any]:
    """Return the ``seen`` field for a verified checkpoint: size, root, and the log's own signature, so that it is evidence."""
    line = next(line for line in checkpoint.note.signatures if line.name == checkpoint.origin)
    return {"root": checkpoint.root.hex(), "sig": to_base64(line.blob), "size": checkpoint.size}


def new_id(milliseconds: int, random: bytes) -> str:
    """Return a UUID version 7.

    Arguments:
        milliseconds: POSIX time in milliseconds.
        random: ten random bytes.

    Source: RFC 9562 section 5.7.

    >>> new_id(0, bytes(10))
    '00000000-0000-7000-8000-000000000000'
    """
    value = (milliseconds & (1 << 48) - 1) << 80 | int.from_bytes(random[:10], "big")
    value = value & ~(0xF << 76) & ~(0x3 << 62) | 0x7 << 76 | 0x2 << 62
    text = f"{value:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def read_body(text: str) -> dict[str, Any]:
    """Read a body as a person types it: any JSON object within the profile.

    Raises: InputWrong (``record/event``).
    """
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        value = None
    if not isinstance(value, dict):
        do = say('write it as {"about": "gate 3"}')
        raise InputWrong(
            Problem(BAD_EVENT, say("the body is not a JSON object"), why=say("it is signed as data, not as text"), do=do)
        )
    return value


def read_interval(text: str | None) -> dict[str, str] | None:
    """Read ``FROM`` or ``FROM/TO`` as an interval; nothing stays nothing."""
    if text is None:
        return None
    start, _, end = text.partition("/")
    return {"from": start, "to": end or start}

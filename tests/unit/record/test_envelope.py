"""One byte form for one event: no second spelling of base64 is read."""

from __future__ import annotations

import base64
from itertools import product

from safeconduct.errors import SafeconductError
from safeconduct.record.envelope import EVENT, read_envelope

FORM = b'{"payload":"%b","payloadType":"' + EVENT.encode() + b'","signatures":[{"keyid":"%b","sig":"%b=="}]}'


def test_base64_has_one_spelling() -> None:
    accepted = 0
    for length in range(7):
        for characters in product(b"Aw+=-\n", repeat=length):
            text = bytes(characters)
            try:
                envelope = read_envelope(FORM % (text, b"0" * 64, b"A" * 86), leaf=False)
            except SafeconductError:
                continue
            accepted += 1
            assert base64.b64encode(envelope.payload) == text
    assert accepted > 50

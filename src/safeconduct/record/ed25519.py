"""Ed25519 with one verdict everywhere: what is accepted here is accepted by OpenSSL, Go and libsodium alike.

A key is examined once, when it is *enrolled*: canonical encoding, on the curve, not of small order, in the prime-order group.
Several libraries verify any signature under the identity point, so an unexamined key is free repudiation. A signature is
examined each time: 64 bytes, S below the group order, R neither of small order nor respelt.

Source: RFC 8032; Chalkias, Garillot, Nikolaenko, *Taming the many EdDSAs* (2020).
"""

from __future__ import annotations

import base64
import binascii
import hashlib

from nacl import bindings
from nacl.exceptions import BadSignatureError

from safeconduct.errors import InputWrong, Problem, register, say

ORDER = 2**252 + 27742317777372353535851937790883648493

BAD_KEY = register(
    "record/key",
    "a public key that must not be enrolled",
    "Some points of the curve are valid to sloppy verifiers but let anyone's signature, or several different ones, verify. A key "
    "like that would let its holder deny everything later. Only canonical keys in the prime-order group are enrolled.",
)
BAD_BASE64 = register(
    "record/base64",
    "base64 that is not in its one canonical spelling",
    "Keys, hashes and signatures are written in standard base64 with padding, and each has exactly one spelling. Another spelling "
    "of the same bytes would make two different entries out of one.",
)


def key_id(public: bytes) -> str:
    """Return the name of a key: the SHA-256 of its 32 bytes, in hexadecimal.

    >>> len(key_id(bytes(32)))
    64
    """
    return hashlib.sha256(public).hexdigest()


def require_enrollable(public: bytes) -> None:
    """Refuse a public key that is not 32 canonical bytes of a point in the prime-order group.

    Raises: InputWrong (``record/key``).
    Holds: no small-order, mixed-order or respelt key passes (tests/theory, built from the curve's own arithmetic).
    """
    if len(public) != 32 or not bindings.crypto_core_ed25519_is_valid_point(public):
        raise InputWrong(
            Problem(
                BAD_KEY,
                say("the key {key}… is not a sound Ed25519 key", key=key_id(public)[:16]),
                why=say("other people's signatures could verify under it, and its holder could deny every entry"),
                do=say("make a new key with `safeconduct record keys make`"),
            )
        )


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether a signature by an enrolled key holds.

    Arguments:
        public: 32 bytes that passed :func:`require_enrollable`.

    Cost: about 45 microseconds; the interpreter lock is released meanwhile.
    """
    if len(signature) != 64 or int.from_bytes(signature[32:], "little") >= ORDER:
        return False
    try:
        bindings.crypto_sign_open(signature + message, public)
    except BadSignatureError:
        return False
    return True


def to_base64(data: bytes) -> str:
    """Return standard base64 with padding."""
    return base64.b64encode(data).decode("ascii")


def from_base64(text: object, length: int | None = None) -> bytes:
    """Read standard base64 in its one canonical spelling.

    Raises: InputWrong (``record/base64``) on any other spelling, or another length than ``length`` bytes.
    """
    if isinstance(text, str) and text.isascii():
        try:
            data = binascii.a2b_base64(text, strict_mode=True)
        except binascii.Error:
            data = None
        if data is not None and to_base64(data) == text and (length is None or len(data) == length):
            return data
    expected = "" if length is None else say(" of {length} bytes", length=length)
    raise InputWrong(
        Problem(
            BAD_BASE64,
            say("not canonical base64{expected}", expected=expected),
            why=say("each key, hash and signature has exactly one spelling"),
            do=say("copy the file again; do not retype it"),
        )
    )

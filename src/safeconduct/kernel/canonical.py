"""The one byte form of a JSON value, so that two people who hash the same thing get the same hash.

On the restricted profile (ASCII keys, integers within 2^53-1, no floats, NFC strings) sorted compact JSON equals RFC 8785; a
test compares with an independent implementation.
"""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Any

import orjson

from safeconduct.errors import InputWrong, Problem, register, say

NOT_CANONICAL = register(
    "kernel/canonical",
    "a value outside the canonical JSON profile",
    "Signed and hashed values hold text in Unicode NFC, whole numbers within 2^53-1, yes/no, null, lists and objects with "
    "plain ASCII keys. Floating-point numbers and lone surrogates are refused because programs write them differently.",
)

LARGEST_INTEGER = 2**53 - 1


def canonical_json(value: Any) -> bytes:
    """Return the canonical UTF-8 bytes of a value.

    Raises: InputWrong (``kernel/canonical``) naming the path of the first value outside the profile.
    Source: RFC 8785 (JSON Canonicalization Scheme), on a profile without floats.
    Cost: linear in the size of the value.

    >>> canonical_json({"b": 1, "a": "é"})
    b'{"a":"\\xc3\\xa9","b":1}'
    """
    _require_profile(value, "$", 0)
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 of some bytes as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def _require_profile(value: Any, path: str, depth: int) -> None:
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, str):
        return _require_string(value, path)
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise _refuse(say("{path} is beyond 2^53-1", path=path))
        return None
    if depth > 64:
        raise _refuse(say("{path} is nested too deeply", path=path))
    if isinstance(value, list | tuple):
        for index, item in enumerate(value):
            _require_profile(item, f"{path}[{index}]", depth + 1)
        return None
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise _refuse(say("{path} has a key that is not plain ASCII", path=path))
            _require_profile(item, f"{path}.{key}", depth + 1)
        return None
    raise _refuse(say("{path} is a {name}", path=path, name=type(value).__name__))


def _require_string(value: str, path: str) -> None:
    if value.isascii():
        return
    if not unicodedata.is_normalized("NFC", value):
        raise _refuse(say("{path} is not in Unicode NFC", path=path))
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise _refuse(say("{path} holds a lone surrogate", path=path))


def _refuse(what: str) -> InputWrong:
    return InputWrong(
        Problem(
            NOT_CANONICAL,
            what,
            why=say("two programs would write it as different bytes, and its hash would prove nothing"),
            do=say("use NFC text, whole numbers and plain keys"),
        )
    )

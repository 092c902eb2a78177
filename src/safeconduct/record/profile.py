"""The byte form of an event: a JSON profile on which one value has exactly one spelling.

UTF-8, NFC, keys ``[a-z][a-z0-9_]{0,39}``, whole numbers within 2^53-1, no floats, depth at most 16, at most 32 KiB. Strings
refuse control characters, lone surrogates, direction overrides and invisible spaces. On this profile sorted compact JSON equals
RFC 8785, and a reader accepts only bytes that it would write itself: that one rule ends duplicate keys, ``-0``, ``NaN``,
``1.0``, byte-order marks, white space and trailing bytes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

import orjson

from safeconduct.errors import InputWrong, Place, Problem, register, say

LARGEST_INTEGER = 2**53 - 1
DEEPEST = 16
LARGEST_PAYLOAD = 32 * 1024

NOT_PROFILE = register(
    "record/profile",
    "bytes outside the event profile",
    "An event is signed as bytes. If two programs could write one event as different bytes, its hash and signature would prove "
    "nothing, so the record accepts only the one canonical form: UTF-8 in NFC, sorted keys, no white space, whole numbers, no "
    "invisible or direction-changing characters. Let the program write the event; do not edit it by hand.",
)

_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_TIME = re.compile(
    r"(?!0000)\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|02-29|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
    r"T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ",
    re.ASCII,
)
# Controls, surrogates, direction overrides and isolates, zero-width space and joiners of words, tags. ZWNJ and ZWJ stay: Persian
# and several other scripts are misspelt without them.
_REFUSED = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u180e\u200b\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]")
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_HASH = re.compile(r"[0-9a-f]{64}")
_good_keys: set[str] = set()
_good_times: set[str] = set()  # the entries of one batch share their time


def encode(value: dict[str, Any], limit: int = LARGEST_PAYLOAD) -> bytes:
    """Return the canonical bytes of an object.

    Raises: InputWrong (``record/profile``) with every place that leaves the profile.
    Source: RFC 8785 on a profile without floats.

    >>> encode({"b": 1, "a": "é"})
    b'{"a":"\\xc3\\xa9","b":1}'
    """
    found: list[str] = []
    _examine(value, "$", 1, found)
    if found:
        raise _refuse(found)
    data = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    if len(data) > limit:
        raise _refuse([say("{size} bytes are more than {limit}", size=len(data), limit=limit)])
    return data


def decode(data: bytes, limit: int = LARGEST_PAYLOAD) -> dict[str, Any]:
    """Read canonical bytes and return the object; anything but the canonical bytes is refused.

    Raises: InputWrong (``record/profile``) with every problem found.
    Holds: ``encode(decode(b)) == b`` for every accepted b (test_profile, property).
    Cost: linear; memory is bounded by ``limit`` because longer input is refused before it is parsed.
    """
    if len(data) > limit:
        raise _refuse([say("{size} bytes are more than {limit}", size=len(data), limit=limit)])
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise _refuse([say("not JSON ({msg})", msg=error.msg)]) from None
    if type(value) is not dict:
        raise _refuse([say("not an object")])
    found: list[str] = []
    plain = data.isascii() and b"\\" not in data and b"\x7f" not in data  # JSON holds no other control character unescaped
    if not (plain and _is_plain(value)):  # printable ASCII without escapes needs no look at each text
        _examine(value, "$", 1, found)
    if not found and orjson.dumps(value, option=orjson.OPT_SORT_KEYS) != data:
        found.append(say("not the canonical bytes (white space, key order, a key given twice, or another spelling)"))
    if found:
        raise _refuse(found)
    return value


def is_time(text: object) -> bool:
    """Say whether a value is a UTC time ``YYYY-MM-DDThh:mm:ssZ`` on a day that exists."""
    if type(text) is not str:
        return False
    if text in _good_times:
        return True
    if not _TIME.fullmatch(text):
        return False
    year = int(text[:4])
    if text[5:10] == "02-29" and (year % 4 or (year % 100 == 0 and year % 400)):
        return False
    if len(_good_times) < 4096:
        _good_times.add(text)
    return True


def is_name(value: object) -> bool:
    """Say whether a value is a party's name: plain lower-case letters, digits, ``_`` and ``-``, so that no two look alike by "
    "script."""
    return type(value) is str and _NAME.fullmatch(value) is not None


def is_hash(value: object) -> bool:
    """Say whether a value is 64 hexadecimal digits."""
    return type(value) is str and _HASH.fullmatch(value) is not None


def pae(kind: str, payload: bytes) -> bytes:
    """Return what is signed: the payload bound to its type, so that one kind of text is never taken for another.

    Source: DSSE protocol 1.0.2, pre-authentication encoding.

    >>> pae("text", b"hello")
    b'DSSEv1 4 text 5 hello'
    """
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind.encode(), len(payload), payload)


def _is_plain(value: dict[str, Any] | list[Any], depth: int = 1) -> bool:
    """Say whether a value of plainly written bytes is inside the profile by keys, numbers and depth; a *no* decides nothing yet."""
    if type(value) is dict:
        if depth > DEEPEST or not _good_keys.issuperset(value):
            return False
        items: Iterable[Any] = value.values()
    else:
        items = value if depth <= DEEPEST else (0.0,)
    for item in items:
        kind = type(item)
        if kind is str or item is None or kind is bool:
            continue
        if kind is int:
            if not -LARGEST_INTEGER <= item <= LARGEST_INTEGER:
                return False
        elif (kind is not dict and kind is not list) or not _is_plain(item, depth + 1):
            return False
    return True


def _examine(value: Any, path: str, depth: int, found: list[str]) -> None:
    kind = type(value)
    if kind is str:
        _examine_text(value, path, found)
    elif kind is int:
        if not -LARGEST_INTEGER <= value <= LARGEST_INTEGER:
            found.append(say("{path} is beyond 2^53-1", path=path))
    elif depth > DEEPEST and kind in (dict, list):
        found.append(say("{path} is nested deeper than {most}", path=path, most=DEEPEST))
    elif kind is dict:
        if not _good_keys.issuperset(value):
            _examine_keys(value, path, found)
        for key, item in value.items():
            _examine(item, key, depth + 1, found)
    elif kind is list:
        for item in value:
            _examine(item, path, depth + 1, found)
    elif value is not None and kind is not bool:
        found.append(say("{path} is a {kind}; write whole numbers or text", path=path, kind=kind.__name__))


def _examine_text(value: str, path: str, found: list[str]) -> None:
    bad = _REFUSED.search(value)
    if bad:
        found.append(say("{path} holds the character U+{number}", path=path, number=f"{ord(bad.group()):04X}"))
    elif not value.isascii() and not unicodedata.is_normalized("NFC", value):
        found.append(say("{path} is not in Unicode NFC", path=path))


def _examine_keys(value: dict[Any, Any], path: str, found: list[str]) -> None:
    for key in value:
        if type(key) is str and _KEY.fullmatch(key):
            if len(_good_keys) < 4096:
                _good_keys.add(key)
        else:
            found.append(say("{path} has a key that is not of the form [a-z][a-z0-9_]*", path=path))


def _refuse(found: list[str]) -> InputWrong:
    return InputWrong(
        Problem(
            NOT_PROFILE,
            what,
            why=say("another program would write it as other bytes, and its signature would prove nothing"),
            do=say("let the program write the event; use plain text and whole numbers"),
            where=Place(),
        )
        for what in found[:20]
    )

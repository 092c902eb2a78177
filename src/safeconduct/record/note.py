"""Signed notes: a text, an empty line, and one line per signature. The format every checkpoint and receipt uses.

Source: C2SP signed-note (text, signature types 0x01 and 0x04, verifier keys).

    >>> from safeconduct.record.signing import Signer, sign_note
    >>> key = Signer(bytes(32))
    >>> note = read_note(write_note("hello\\n", [sign_note("hello\\n", "log.example/north", key)]))
    >>> note.text, [line.name for line in note.signatures]
    ('hello\\n', ['log.example/north'])
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from safeconduct.errors import EvidenceFails, InputWrong, Problem, register, say
from safeconduct.record.ed25519 import from_base64, require_enrollable, to_base64, verify

PLAIN = 0x01
COSIGNATURE = 0x04
LARGEST_NOTE = 1 << 20
MOST_SIGNATURES = 64
LATEST_TIME = 253_402_300_800  # the year 10000: no calendar goes on

BAD_NOTE = register(
    "record/note",
    "a signed note that cannot be read",
    "A checkpoint is a small text file: some lines, an empty line, then signature lines that begin with a long dash. Mail programs "
    "like to change dashes, line ends and wrapping. Send it as an attachment, not as the text of a message.",
)
BAD_SIGNATURE = register(
    "record/signature",
    "a signature that does not hold",
    "The text was changed after it was signed, or the signature was made by another key. Nothing that rests on it can be trusted. "
    "Keep the file: it may be evidence.",
)
_KEY_NAME = re.compile(r"[^\s+\x00-\x1f]{1,255}")


@dataclass(frozen=True, slots=True)
class NoteKey:
    """A key as a verifier knows it: name, signature type (``PLAIN`` or ``COSIGNATURE``) and the 32 public bytes."""

    name: str
    kind: int
    public: bytes

    @property
    def short_id(self) -> bytes:
        """The four bytes that tell keys of one name apart; a hint, never proof."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.short_id.hex()}+{to_base64(bytes([self.kind]) + self.public)}"


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One signature line: whose it says it is, and the bytes."""

    name: str
    blob: bytes

    def __str__(self) -> str:
        return f"— {self.name} {to_base64(self.blob)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text with its signature lines, not yet verified."""

    text: str
    signatures: tuple[SignatureLine, ...]


def read_key(text: str) -> NoteKey:
    """Read a verifier key ``name+id+base64``; the key itself is examined as at enrolment.

    Raises: InputWrong (``record/note``, ``record/key``, ``record/base64``).
    """
    parts = text.split("+", 2)
    if len(parts) != 3 or not _KEY_NAME.fullmatch(parts[0]):
        raise _bad(say("a verifier key is written name+id+key"))
    raw = from_base64(parts[2], 33)
    if raw[0] not in (PLAIN, COSIGNATURE):
        raise _bad(say("signature type {kind} is not Ed25519", kind=raw[0]))
    key = NoteKey(parts[0], raw[0], raw[1:])
    require_enrollable(key.public)
    if key.short_id.hex() != parts[1]:
        raise _bad(say("the id in a verifier key does not match the key"))
    return key


def read_note(data: bytes | str) -> Note:
    """Read a note.

    Raises: InputWrong (``record/note``) on anything the format does not allow.
    """
    if len(data) > LARGEST_NOTE:
        raise _bad(say("more than {most} bytes", most=LARGEST_NOTE))
    try:
        whole = data.decode("utf-8") if isinstance(data, bytes) else data
        whole.encode("utf-8")
    except UnicodeError:
        raise _bad(say("not UTF-8")) from None
    if any(character < " " and character != "\n" for character in whole):
        raise _bad(say("a control character (Windows line ends?)"))
    text, gap, rest = whole.rpartition("\n\n")
    if not gap or not rest.endswith("\n"):
        raise _bad(say("no signature lines after an empty line"))
    lines = rest[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise _bad(say("more than {most} signatures", most=MOST_SIGNATURES))
    return Note(text + "\n", tuple(_read_line(line) for line in lines))


def write_note(text: str, signatures: Iterable[SignatureLine]) -> bytes:
    """Return the bytes of a note."""
    return (text + "\n" + "".join(str(line) for line in signatures)).encode()


def signers(note: Note, known: Iterable[NoteKey]) -> dict[NoteKey, int]:
    """Return the known keys whose signatures hold, each with its time (0 for a plain signature). Unknown lines are ignored.

    Raises: EvidenceFails (``record/signature``) when a line of a known key does not hold: such a note is not to be used at all.
    """
    by_line = {(key.name, key.short_id): key for key in known}
    found: dict[NoteKey, int] = {}
    for line in note.signatures:
        key = by_line.get((line.name, line.blob[:4]))
        if key is not None:
            found[key] = max(found.get(key, 0), _time_if_valid(note.text, key, line.blob[4:]))
    return found


def line_holds(text: str, key: NoteKey, line: SignatureLine) -> bool:
    """Say whether one signature line of a known key holds."""
    return _time_of(text, key, line.blob[4:]) is not None


def _time_if_valid(text: str, key: NoteKey, blob: bytes) -> int:
    time = _time_of(text, key, blob)
    if time is not None:
        return time
    raise EvidenceFails(
        Problem(
            BAD_SIGNATURE,
            say("the signature of {name} does not hold", name=key.name),
            why=say("the text was changed after it was signed, or someone else signed it"),
            do=say("keep the file as it is, and compare it with what another party holds"),
        )
    )


def _time_of(text: str, key: NoteKey, blob: bytes) -> int | None:
    if key.kind == PLAIN and verify(key.public, text.encode(), blob):
        return 0
    if key.kind == COSIGNATURE and len(blob) == 72:
        time = int.from_bytes(blob[:8], "big")
        if time < LATEST_TIME and verify(key.public, cosigned_bytes(text, time), blob[8:]):
            return time
    return None


def cosigned_bytes(text: str, time: int) -> bytes:
    """Return what a witness signs. Source: C2SP tlog-cosignature, ``cosignature/v1``."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def _read_line(line: str) -> SignatureLine:
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "—" or not _KEY_NAME.fullmatch(parts[1]):
        raise _bad(say("a signature line is: long dash, space, name, space, base64"))
    blob = from_base64(parts[2])
    if len(blob) < 5:
        raise _bad(say("a signature line with no signature in it"))
    return SignatureLine(parts[1], blob)


def _bad(what: str) -> InputWrong:
    why, do = say("a changed character breaks every signature under it"), say("copy the file again as it was made")
    return InputWrong(Problem(BAD_NOTE, what, why=why, do=do))

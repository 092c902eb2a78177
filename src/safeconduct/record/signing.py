"""Everything that signs, kept apart from everything that checks: who checks a record need not read this."""

from __future__ import annotations

from nacl import bindings

from safeconduct.record.checkpoint import Checkpoint, checkpoint_text
from safeconduct.record.ed25519 import key_id
from safeconduct.record.note import COSIGNATURE, PLAIN, Note, NoteKey, SignatureLine, cosigned_bytes


class Signer:
    """A secret key that can sign; it never shows the secret.

    Arguments:
        seed: the 32 secret bytes.
    """

    __slots__ = ("_secret", "key_id", "public")

    def __init__(self, seed: bytes) -> None:
        self.public, self._secret = bindings.crypto_sign_seed_keypair(seed)
        self.key_id = key_id(self.public)

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature of a message."""
        return bindings.crypto_sign(message, self._secret)[:64]

    def __repr__(self) -> str:
        return f"Signer({self.key_id[:8]}…)"


def sign_note(text: str, name: str, signer: Signer) -> SignatureLine:
    """Sign a text as a plain note."""
    return SignatureLine(name, NoteKey(name, PLAIN, signer.public).short_id + signer.sign(text.encode()))


def cosign_note(text: str, name: str, signer: Signer, time: int) -> SignatureLine:
    """Sign a checkpoint text as a witness, at a POSIX time in seconds.

    Source: C2SP tlog-cosignature, ``cosignature/v1``.
    """
    blob = NoteKey(name, COSIGNATURE, signer.public).short_id + time.to_bytes(8, "big")
    return SignatureLine(name, blob + signer.sign(cosigned_bytes(text, time)))


def sign_checkpoint(origin: str, size: int, root: bytes, log: Signer) -> Checkpoint:
    """Sign a checkpoint. Only the writer calls this, and releases the result only once what it describes is durable."""
    text = checkpoint_text(origin, size, root)
    return Checkpoint(origin, size, root, Note(text, (sign_note(text, origin, log),)))


def cosign(checkpoint: Checkpoint, name: str, witness: Signer, time: int) -> SignatureLine:
    """Return a witness's signature line over a checkpoint it found consistent, at a POSIX time."""
    return cosign_note(checkpoint.note.text, name, witness, time)

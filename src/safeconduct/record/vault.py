"""Personal data, outside the log: sealed per person, committed to in the log by a salted hash, erasable.

Each person has a key of their own, itself sealed to the custodian. The log holds only ``SHA-256(label, 32-byte salt, data)``:
without the salt nobody can test a guess. Erasing destroys key, salt and ciphertext; the commitment stays, means nothing to
anyone any more, and the log still verifies. What a disk or a backup keeps of overwritten files is beyond a program's reach;
that is why the key goes too, and why the vault must not be backed up together with the custodian's key.

Source: age (X25519 recipients), through pyrage; the files open with the ``age`` program.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pyrage

from safeconduct.errors import EnvironmentFails, InputWrong, Problem, Refused, RightsMissing, register, say
from safeconduct.record.durable import write_durable

NOT_IN_VAULT = register(
    "record/not-in-vault",
    "nothing sealed under that handle",
    "There is no such person or sealed part in this vault. It may have been erased, or be in another organisation's vault.",
)
BAD_HANDLE = register(
    "record/handle",
    "a handle that cannot be used",
    "What is sealed for a person is kept under a handle: 8 to 40 lower-case letters and digits that say nothing about who it is.",
)
NOT_CUSTODIAN = register(
    "record/not-custodian",
    "this key does not open the vault",
    "Sealed parts open with the custodian's key only. It is not in this folder, or it is another one.",
)
VAULT_FAILS = register(
    "record/vault", "the vault cannot be written or read", "The disk is full, read-only, or the folder is not ours."
)
_HANDLE = re.compile(r"[a-z0-9]{8,40}")
_ERASED = "erased.txt"
_LABEL = b"safeconduct/sealed/v1\n"


def new_custodian() -> str:
    """Return a new custodian's key, as the age program writes it."""
    return str(pyrage.x25519.Identity.generate())


def commitment(salt: bytes, data: bytes) -> str:
    """Return what the log holds of sealed data.

    Arguments:
        salt: 32 random bytes.
    """
    if len(salt) != 32:
        raise ValueError("a salt is 32 bytes")
    return sha256(_LABEL + salt + data).hexdigest()


class Vault:
    """One organisation's sealed parts.

    Arguments:
        folder: where they are.
        custodian: the key that opens them, as text; it is needed to seal the second part of a person, to open and never to erase.
    """

    def __init__(self, folder: Path, custodian: str) -> None:
        self._people = folder / "people"
        self._custodian = custodian

    def seal(self, person: str, data: bytes, salt: bytes) -> str:
        """Seal data for a person and return the commitment that goes into the log.

        Arguments:
            person: a handle of 8 to 40 letters and digits that says nothing about who it is.
            salt: 32 random bytes, used once.

        Raises: EnvironmentFails (``record/vault``), RightsMissing (``record/not-custodian``).
        """
        folder, name = self._folder(person), commitment(salt, data)
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            key = self._key(person) if (folder / "key.age").exists() else self._new_key(folder)
            write_durable(folder / f"{name}.age", pyrage.encrypt(salt + data, [key.to_public()]))
        except OSError as error:
            raise _fails(error) from None
        return name

    def open(self, person: str, name: str) -> bytes:
        """Return sealed data; it is checked against its commitment.

        Raises: Refused (``record/not-in-vault``), RightsMissing (``record/not-custodian``).
        """
        path = self._folder(person) / f"{name}.age"
        if not path.exists():
            raise _not_here()
        key = self._key(person)
        try:
            plain = pyrage.decrypt(path.read_bytes(), [key])
        except pyrage.DecryptError:
            raise _not_custodian() from None
        if commitment(plain[:32], plain[32:]) != name:
            raise _not_here()
        return bytes(plain[32:])

    def sealed(self, person: str) -> list[str]:
        """Return the commitments of a person's sealed parts."""
        return sorted(path.stem for path in self._folder(person).glob("*.age") if path.name != "key.age")

    def erase(self, person: str) -> list[str]:
        """Destroy a person's key, salts and ciphertexts; return the commitments, for the erasure entry.

        What was destroyed is remembered until :meth:`forget`, so that an erasure that was interrupted can be signed later.

        Raises: Refused (``record/not-in-vault``), EnvironmentFails (``record/vault``).
        """
        folder = self._folder(person)
        if not folder.is_dir():
            raise _not_here()
        done = folder / _ERASED
        try:
            before = done.read_text("ascii").split() if done.exists() else []
            names = sorted({*before, *self.sealed(person)})
            write_durable(done, "\n".join(names).encode())
            for path in [folder / "key.age", *folder.iterdir()]:
                if path.exists() and path != done:
                    _destroy(path)
        except OSError as error:
            raise _fails(error) from None
        return names

    def forget(self, person: str) -> None:
        """Let go of the list of what was erased, once the erasure is signed. Raises: EnvironmentFails (``record/vault``)."""
        folder = self._folder(person)
        try:
            (folder / _ERASED).unlink(missing_ok=True)
            folder.rmdir()
        except OSError as error:
            raise _fails(error) from None

    def _folder(self, person: str) -> Path:
        if not _HANDLE.fullmatch(person):
            why, do = (
                say("it is the only name of a person here, and must not say who it is"),
                say("8 to 40 lower-case letters and digits, drawn at random"),
            )
            raise InputWrong(Problem(BAD_HANDLE, say("that is not a handle") if person else say("no handle given"), why=why, do=do))
        return self._people / person

    def _new_key(self, folder: Path) -> pyrage.x25519.Identity:
        key = pyrage.x25519.Identity.generate()
        write_durable(folder / "key.age", pyrage.encrypt(str(key).encode() + b"\n", [self._identity().to_public()]))
        return key

    def _key(self, person: str) -> pyrage.x25519.Identity:
        path = self._folder(person) / "key.age"
        if not path.exists():
            raise _not_here()
        try:
            text = pyrage.decrypt(path.read_bytes(), [self._identity()]).decode().strip()
            return pyrage.x25519.Identity.from_str(text)
        except (pyrage.DecryptError, pyrage.IdentityError, UnicodeDecodeError):
            raise _not_custodian() from None

    def _identity(self) -> pyrage.x25519.Identity:
        try:
            return pyrage.x25519.Identity.from_str(self._custodian.strip())
        except pyrage.IdentityError:
            raise _not_custodian() from None


def _destroy(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileNotFoundError):
        path.unlink()


def _not_here() -> Refused:
    return Refused(
        Problem(
            NOT_IN_VAULT,
            say("nothing is sealed under that handle here"),
            why=say("it may have been erased"),
            do=say("check the handle"),
        )
    )


def _not_custodian() -> RightsMissing:
    return RightsMissing(
        Problem(
            NOT_CUSTODIAN,
            say("the key does not open this part"),
            why=say("only the custodian may read it"),
            do=say("use the custodian's key"),
        )
    )


def _fails(error: OSError) -> EnvironmentFails:
    what = error.strerror or type(error).__name__
    return EnvironmentFails(
        Problem(
            VAULT_FAILS,
            say("the vault: {what}", what=what),
            why=say("the part is not safely sealed"),
            do=say("check disk and rights"),
        )
    )

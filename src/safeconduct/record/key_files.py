"""The secret keys of one folder, one small file each, readable by their owner only; none is ever written over."""

from __future__ import annotations

import re
from pathlib import Path

from safeconduct.errors import Problem, Refused, RightsMissing, register, say
from safeconduct.record.durable import write_durable
from safeconduct.record.signing import Signer

NO_KEY = register(
    "record/no-key",
    "a secret key that is not here",
    "This act needs a secret key that is not in the keys folder. Do it on the machine of the party whose key it is.",
)
KEY_NAME = register(
    "record/key-name",
    "a name that a new key cannot have",
    "A key is kept in a file of its own. A name that is taken would overwrite a secret key, and nobody could ever sign with it again.",
)
_USES = ("root", "author", "witness", "log", "custodian")
_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")


class KeyFiles:
    """Secret keys by their use (root, author, witness, log) or by the name they were enrolled under.

    Arguments:
        folder: where the files are.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def signer(self, name: str) -> Signer:
        """Return a secret key.

        Raises: RightsMissing (``record/no-key``).
        """
        try:
            return Signer(bytes.fromhex((self.folder / f"{name}.seed").read_text("ascii").strip()))
        except (OSError, ValueError):
            do = say("do this on the machine that holds it")
            raise RightsMissing(
                Problem(
                    NO_KEY,
                    say("no {name} key here", name=name) if _NAME.fullmatch(name) else say("no such key here"),
                    why=say("only its holder may sign"),
                    do=do,
                )
            ) from None

    def has(self, name: str) -> bool:
        """Say whether there is a secret key of that name."""
        return (self.folder / f"{name}.seed").exists()

    def make(self, seeds: dict[str, bytes], custodian: str) -> None:
        """Keep the first keys of a new folder; an empty custodian's key is none."""
        for name, seed in seeds.items():
            self._write(f"{name}.seed", seed.hex().encode() + b"\n")
        if custodian:
            self._write("custodian.txt", custodian.encode() + b"\n")

    def write(self, name: str, seed: bytes) -> None:
        """Keep a further secret key.

        Raises: Refused (``record/key-name``): no key is ever written over.
        """
        if name in _USES or not _NAME.fullmatch(name) or self.has(name):
            why, do = (
                say("writing over a secret key would destroy it"),
                say("choose another name: lower-case letters, digits and hyphens"),
            )
            raise Refused(Problem(KEY_NAME, say("a key cannot be called {name} here", name=repr(name[:40])), why=why, do=do))
        self._write(f"{name}.seed", seed.hex().encode() + b"\n")

    def prepare(self, name: str, seed: bytes) -> Signer:
        """Keep the key that is to take the place of NAME once the log knows it; one that waits already is kept and returned."""
        if not self.has(f"{name}.next"):
            self._write(f"{name}.next.seed", seed.hex().encode() + b"\n")
        return self.signer(f"{name}.next")

    def waiting(self) -> list[str]:
        """Return the names whose next key waits."""
        return sorted(path.name.removesuffix(".next.seed") for path in self.folder.glob("*.next.seed"))

    def take_next(self, name: str) -> None:
        """Let the next key take the place of NAME; the old one stays beside it."""
        if self.has(name):
            old = self.signer(name)
            (self.folder / f"{name}.seed").replace(self.folder / f"{name}-{old.key_id[:8]}.old")
        (self.folder / f"{name}.next.seed").replace(self.folder / f"{name}.seed")

    def drop(self, name: str) -> None:
        """Take back a key just made whose enrolment was refused."""
        (self.folder / f"{name}.seed").unlink(missing_ok=True)

    def custodian(self) -> str:
        """Return the key of the vault. Raises: RightsMissing (``record/no-key``)."""
        try:
            return (self.folder / "custodian.txt").read_text("ascii")
        except (OSError, ValueError):
            do = say("do this on the machine that holds it")
            raise RightsMissing(
                Problem(NO_KEY, say("no custodian's key here"), why=say("only the custodian opens the vault"), do=do)
            ) from None

    def _write(self, name: str, data: bytes) -> None:
        path = self.folder / name
        path.touch(mode=0o600)
        write_durable(path, data)
        path.chmod(0o600)

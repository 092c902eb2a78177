"""The bundle that travels on a stick: one plain tar file with the log's static files, older witnessed checkpoints and captured
events.

It is written without times or owners, so the same record gives the same bytes. It is never unpacked: only members with known names
are read, into bounded memory.
"""

from __future__ import annotations

import io
import os
import re
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from safeconduct.errors import InputWrong, Place, Problem, register, say
from safeconduct.record.checkpoint import read_checkpoint
from safeconduct.record.durable import cannot_read
from safeconduct.record.envelope import LARGEST_ENVELOPE
from safeconduct.record.model import Bundle
from safeconduct.record.store import Store
from safeconduct.record.tiles import log_files, read_entries, read_leaf_hashes

LARGEST_BUNDLE = 1 << 30
MOST_CAPTURED = 200_000
MOST_MEMBERS = 200_000

BAD_BUNDLE = register(
    "record/bundle",
    "a file that is not a bundle of a record",
    "A bundle is a tar file made by `safeconduct record export`, or the same files in a folder. This one cannot be read as "
    "that, holds "
    "members that do not belong, or is larger than this program agrees to read.",
)
_MEMBER = re.compile(
    r"README\.txt|checkpoint|captured\.jsonl|witnessed/\d{1,16}|tile/(entries|\d{1,2})(/x\d{3})*/\d{3}(\.p/\d{1,3})?"
)

README = """This is a bundle of a safeconduct record.
checkpoint           what the log and its witnesses signed: name, number of entries, root hash
tile/entries/...     the entries, 256 to a file, each with its length in two bytes before it
tile/0/... and up    hashes of the tree
witnessed/...        older checkpoints with witnesses' signatures
captured.jsonl       events not yet put in order by the keeper
To check it: safeconduct record verify BUNDLE. To check it without our program: docs/check-a-bundle.md.
"""


def bundle_files(store: Store) -> Iterator[tuple[str, bytes]]:
    """Yield (name, content) of everything in a bundle."""
    yield "README.txt", README.encode()
    yield from log_files(store)
    for note in store.checkpoints():
        yield f"witnessed/{read_checkpoint(note).size}", note
    captured = b"".join(line + b"\n" for line in store.captured())
    if captured:
        yield "captured.jsonl", captured


def write_bundle(files: Iterable[tuple[str, bytes]], path: Path) -> None:
    """Write a bundle; an existing file is replaced only once the new one is whole.

    Raises: EnvironmentFails (``record/no-file``).
    """
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.USTAR_FORMAT) as tar:
                for name, content in files:
                    member = tarfile.TarInfo(name)
                    member.size = len(content)
                    tar.addfile(member, io.BytesIO(content))
            file.flush()
            os.fsync(file.fileno())  # so that the stick may be pulled as soon as this returns
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise cannot_read(path.name, error) from None


def read_bundle(path: Path, largest: int = LARGEST_BUNDLE) -> Bundle:
    """Read a bundle, or a folder with the same files. Nothing in it is believed yet.

    Arguments:
        largest: how many bytes to agree to.

    Raises: InputWrong (``record/bundle``, ``record/tile``, ``record/checkpoint``), EnvironmentFails (``record/no-file``).
    Cost: memory of about the size of the file, never more than ``largest``.
    """
    try:
        files = _read_folder(path, largest) if path.is_dir() else _read_tar(path, largest)
    except OSError as error:
        raise cannot_read(path.name, error) from None
    except (tarfile.TarError, ValueError, EOFError):
        raise _bad(path.name, say("not a tar file, or a damaged one")) from None
    if path.is_dir() and not {"checkpoint", "captured.jsonl"} & files.keys():
        raise _bad(
            path.name, say("a folder without a bundle in it; a record's own folder is first written out with `record export`")
        )
    checkpoint = files.get("checkpoint", b"")
    size = read_checkpoint(checkpoint).size if checkpoint else 0
    captured = files.get("captured.jsonl", b"").split(b"\n")[:-1]
    if len(captured) > MOST_CAPTURED or any(len(line) > LARGEST_ENVELOPE for line in captured):
        raise _bad(path.name, say("more captured events, or longer ones, than a bundle may hold"))
    witnessed = [files[name] for name in sorted(files) if name.startswith("witnessed/")]
    return Bundle(checkpoint, read_entries(files, size), read_leaf_hashes(files, size), captured, witnessed)


def _read_tar(path: Path, largest: int) -> dict[str, bytes]:
    if path.stat().st_size > largest:
        raise _bad(path.name, say("larger than {largest} bytes", largest=largest))
    files: dict[str, bytes] = {}
    with tarfile.open(path, "r:") as tar:
        for member in tar:
            if not member.isreg() or member.issparse() or not _MEMBER.fullmatch(member.name) or member.name in files:
                raise _bad(path.name, say("a member that does not belong: {name}", name=repr(member.name[:60])))
            if len(files) >= MOST_MEMBERS:
                raise _bad(path.name, say("too many members"))
            source = tar.extractfile(member)
            files[member.name] = source.read() if source else b""
    return files


def _read_folder(path: Path, largest: int) -> dict[str, bytes]:
    files, total = dict[str, bytes](), 0
    for item in sorted(path.rglob("*")):
        name = item.relative_to(path).as_posix()
        if item.is_file() and _MEMBER.fullmatch(name):
            total += item.stat().st_size
            if total > largest or len(files) >= MOST_MEMBERS:
                raise _bad(path.name, say("larger than {largest} bytes", largest=largest))
            files[name] = item.read_bytes()
    return files


def _bad(name: str, what: str) -> InputWrong:
    why = say("what cannot be read whole is not read at all: a bundle from outside may be made to do harm")
    return InputWrong(
        Problem(
            BAD_BUNDLE,
            what,
            why=why,
            do=say("copy or export it again; the file of a record travels as `safeconduct record export` wrote it"),
            where=Place(name),
        )
    )

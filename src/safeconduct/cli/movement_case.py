"""A case folder as the movement verbs use it: files in, files out, errors told in the project's own words."""

from __future__ import annotations

import functools
import json
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from safeconduct.errors import EnvironmentFails, Problem, SafeconductError, as_json, as_text, register
from safeconduct.movement.read import read
from safeconduct.movement.sources import unreadable

NAMES = ("movement.toml", "network.geojson", "places.csv", "legs.csv")
FOLDER = register(
    "movement/folder",
    "a case folder or file cannot be read or written",
    "A movement is read from a folder that holds movement.toml and, beside it, network.geojson or places.csv and legs.csv. "
    "Results are written whole or not at all.",
)


def answering(verb: Callable[..., None]) -> Callable[..., None]:
    """Tell every error in the project's own words, as text or JSON, and leave with its exit code."""

    @functools.wraps(verb)
    def told(*args: Any, **kwargs: Any) -> None:
        try:
            verb(*args, **kwargs)
        except SafeconductError as error:
            if kwargs.get("as_json"):
                click.echo(json.dumps({"problems": [as_json(problem) for problem in error.problems]}, ensure_ascii=False, indent=1))
            else:
                click.echo("\n\n".join(as_text(problem) for problem in error.problems), err=True)
            raise SystemExit(error.exit_code) from None

    return told


def files(folder: str) -> dict[str, str]:
    """Read the files of a case folder that describe the movement."""
    path = Path(folder)
    if not path.is_dir():
        raise EnvironmentFails(Problem(FOLDER, f"{folder} is not a folder", "a case is a folder", "name the folder of a case"))
    return {name: text_of(path / name) for name in NAMES if (path / name).exists()}


def text_of(path: Path) -> str:
    """Read one text file.

    Raises: EnvironmentFails when it cannot be opened, InputWrong when it is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise unreadable(path.name, "not UTF-8 text") from None
    except OSError as error:
        what = f"{path.name} cannot be read: {error.strerror}"
        raise EnvironmentFails(
            Problem(FOLDER, what, "nothing can be planned without it", "check the name and the permissions")
        ) from None


def load(folder: str) -> Any:
    """Read the movement of a case folder."""
    return read(files(folder))


def write(target: str, text: str) -> None:
    """Write a file whole or not at all."""
    path = Path(target)
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent or Path(), prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            out.write(text)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        what = f"{path.name} cannot be written: {error.strerror}"
        raise EnvironmentFails(Problem(FOLDER, what, "nothing was written", "choose another place")) from None


class Interrupt:
    """Ctrl-C once: finish with the best so far. Twice: leave at once."""

    def __init__(self) -> None:
        self.asked = False
        signal.signal(signal.SIGINT, self._note)

    def _note(self, number: int, frame: object) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
        sys.stderr.write("\nfinishing with the best plan so far (Ctrl-C again leaves at once)\n")

    def __call__(self) -> bool:
        return self.asked


def emit(values: Any, lines: list[str], as_json: bool) -> None:
    """Print the answer as JSON or as lines."""
    click.echo(json.dumps(values, ensure_ascii=False, indent=1) if as_json else "\n".join(lines))

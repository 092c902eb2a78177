"""What every verb has in common: ``--json``, ``--lang``, ``--quiet``, and where it makes sense ``--at`` and ``--known-by``."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click

from safeconduct.cli.answer import Answer, print_answer

LANGUAGES = ("en", "fr")


@dataclass(frozen=True, slots=True)
class Asked:
    """How a question was asked.

    Arguments:
        at, known_by: as typed; read once the clock of the agreement is known.
    """

    language: str
    as_data: bool
    quiet: bool
    at: str | None = None
    known_by: str | None = None


def verb(
    group: click.Group | None = None, name: str | None = None, *, times: bool = False, languages: tuple[str, ...] = LANGUAGES
) -> Callable[[Callable[..., Answer]], click.Command]:
    """Make a command of a function that takes an ``Asked`` and returns an ``Answer``.

    Arguments:
        group: where the command belongs; None for the root.
        name: by default the name of the function with hyphens.
        times: whether the answer depends on an instant.
    """

    def decorate(function: Callable[..., Answer]) -> click.Command:
        @functools.wraps(function)
        def run(**given: Any) -> None:
            asked = Asked(**{key: given.pop(key) for key in ("language", "as_data", "quiet")}, **_times(given))
            answer = function(asked, **given)
            print_answer(answer, as_data=asked.as_data, quiet=asked.quiet)
            click.get_current_context().exit(answer.exit_code)

        for option in reversed(_options(times, languages)):
            run = option(run)
        command = click.command(name or function.__name__.strip("_").replace("_", "-"))(run)
        if group is not None:
            group.add_command(command)
        return command

    return decorate


def _times(given: dict[str, Any]) -> dict[str, Any]:
    return {key: given.pop(key) for key in ("at", "known_by") if key in given}


def _options(times: bool, languages: tuple[str, ...]) -> list[Callable[[Any], Any]]:
    when = [
        click.option("--at", metavar="WHEN", help="As it stood then: 2016-12-16 (the end of that day) or 2016-12-16T09:00:00Z."),
        click.option("--known-by", metavar="WHEN", help="Only with what had been recorded by then."),
    ]
    return [
        *(when if times else []),
        click.option(
            "--lang",
            "language",
            type=click.Choice(languages),
            default=default_language,
            show_default="of your system",
            help="Language.",
        ),
        click.option("--json", "as_data", is_flag=True, help="Answer as JSON; its shape is documented in docs/json.md."),
        click.option("--quiet", is_flag=True, help="No notes on stderr."),
    ]


def default_language() -> str:
    """Return the language of the user's system if it is spoken here, else English."""
    wanted = next((os.environ[key] for key in ("SAFECONDUCT_LANG", "LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(key)), "")
    return wanted[:2] if wanted[:2] in LANGUAGES else "en"

"""The root command: finds a verb without importing the others, and lets nothing escape but an answer and an exit code."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import click

from safeconduct import __version__
from safeconduct.cli.codes import UNEXPECTED
from safeconduct.errors import Problem, SafeconductError, say

STOPPED = 130


class Root(click.Group):
    """The command ``safeconduct``.

    Arguments:
        rooms: for each command the place of its object, ``module:name``, and one line of help.

    Holds: only the module of the command that runs is imported (test_start); whatever goes wrong becomes a problem and an exit code
        (test_exit_codes).
    """

    def __init__(self, name: str, rooms: Mapping[str, tuple[str, str]]) -> None:
        super().__init__(name, help="Carry a withdrawal from a conditional offer to the last convoy.")
        self.rooms = rooms
        self.params += [
            click.Option(
                ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version."
            ),
            click.Option(["--debug"], is_flag=True, expose_value=False, help="Show the traceback of an unexpected error."),
        ]

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted({*self.rooms, *self.commands})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in self.rooms:
            return self.commands.get(cmd_name)
        module, _, name = self.rooms[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing any of them."""
        lines = {name: command.get_short_help_str() for name, command in self.commands.items()}
        lines |= {name: help_ for name, (_, help_) in self.rooms.items()}
        with formatter.section("Commands"):
            formatter.write_dl(sorted(lines.items()))

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run one command line; leaves with its exit code."""
        given = list(sys.argv[1:] if args is None else args)
        _open_what_is_closed()
        _speak_utf8()
        run: Callable[[], Any] = lambda: super(Root, self).main(given, "safeconduct", complete_var, standalone_mode=False, **extra)
        code = _guarded(run, as_data="--json" in given, debug="--debug" in given, language=_language(given))
        if standalone_mode:
            sys.exit(code)
        return code


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(f"safeconduct, version {__version__}")
        ctx.exit()


def _guarded(run: Callable[[], Any], *, as_data: bool, debug: bool, language: str) -> int:
    from safeconduct.cli.answer import let_go_of_stdout, print_problems, saying
    from safeconduct.cli.labels import label
    from safeconduct.cli.usage import usage

    try:
        result = run()
        with saying():
            sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except SafeconductError as error:
        print_problems(error.problems, as_data=as_data, language=language)
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return 2
    except click.ClickException as error:
        if as_data or language != "en":
            print_problems([usage(error)], as_data=as_data, language=language)
        else:
            error.show()
        return 2
    except (KeyboardInterrupt, click.Abort):
        click.echo(label(language, "stopped"), err=True)
        return STOPPED
    except BrokenPipeError:
        let_go_of_stdout()
        return 0
    except Exception as error:
        if debug:
            raise
        print_problems([_unexpected(error)], as_data=as_data, language=language)
        return 5


def _language(given: Sequence[str]) -> str:
    """The language asked for, known before a command is: whatever goes wrong is said in it."""
    from safeconduct.cli.verb import LANGUAGES, default_language

    typed = [after for option, after in pairwise(given) if option == "--lang"]
    typed += [option.removeprefix("--lang=") for option in given if option.startswith("--lang=")]
    return typed[-1] if typed and typed[-1] in LANGUAGES else default_language()


def _unexpected(error: Exception) -> Problem:
    return Problem(
        UNEXPECTED,
        say("something went wrong that should not have: {name}: {error}", name=type(error).__name__, error=error),
        why=say("this is a mistake in the program, not in your files; nothing of yours was half written"),
        do=say(
            "run the same with --debug directly after safeconduct, and report what it prints together with the file that caused it"
        ),
    )


def _open_what_is_closed() -> None:
    """A stream that the caller closed is None to Python; what is said to nobody, or asked of nobody, is no mistake."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open until the program ends


def _speak_utf8() -> None:
    """Answers are UTF-8 whatever the locale says: names and languages do not depend on the machine."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")

"""Writes ``commands.md``: what ``--help`` says of every command, and the exit codes.

python docs/commands.py            says whether the page is out of step (and leaves with 1)
python docs/commands.py --accept   rewrites it; the difference is the review
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click
from click.testing import CliRunner
from in_step import keep

from safeconduct.cli import main

PAGE = Path(__file__).parent / "commands.md"
HEAD = """# Commands

Written by `docs/commands.py` from the commands themselves; a test compares.

The answer goes to stdout, notes and problems to stderr; with `--json` problems come on stdout too, in the shape of
[json.md](json.md). Nothing is coloured in a pipe or under `NO_COLOR`. Output is UTF-8 whatever the locale says.

| exit code | means |
| --- | --- |
| 0 | yes |
| 1 | the honest answer is no: findings, texts that differ, a goal that nothing reaches, a refusal |
| 2 | the command could not be understood |
| 3 | a file cannot be read as what it claims to be; every problem is listed |
| 4 | no right, or no key |
| 5 | the machine could not do it, or a mistake in the program |
| 130 | stopped with Ctrl-C |

*FILE-OR-CASE* is an agreement file ending in `.deal.md`, a case folder, or the name of a case that comes with the program. A day given to
`--at` or `--known-by` means the end of that local day. Without `--at` a reconstruction is shown as it stood after its last entry, a
live case as it stands now.
"""


def commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the path of every command, groups before what they hold."""
    yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from commands(inner, (*path, name))


def page() -> str:
    """Return the page."""
    parts = [HEAD]
    for path in commands(main):
        shown = CliRunner().invoke(main, [*path, "--help"], terminal_width=100).output.rstrip()
        parts.append(f"## {' '.join(('safeconduct', *path))}\n\n```text\n{shown}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    sys.exit(keep(PAGE, page(), sys.argv))

"""How people reach it from a terminal."""

from __future__ import annotations

import click

from safeconduct import __version__
from safeconduct.cli.record import record


@click.group()
@click.version_option(__version__, prog_name="safeconduct")
def main() -> None:
    """Carry a withdrawal from a conditional offer to the last convoy."""


main.add_command(record)

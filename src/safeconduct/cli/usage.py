"""A command that cannot be understood, as a problem: what Click says in English is recognised, so that it can be said in each language."""

from __future__ import annotations

import re

import click

from safeconduct.cli.codes import USAGE
from safeconduct.errors import Problem, Text, say

_SAID: tuple[tuple[str, Text], ...] = (
    (r"No such command '(?P<name>.*?)'\.( .*)?", say("there is no command {name}")),
    (r"No such option: (?P<name>\S+).*", say("there is no option {name}")),
    (r"No such option '(?P<name>.*?)'\..*", say("there is no option {name}")),
    (r"Missing command\.", say("a command is missing")),
    (r"Missing (argument|parameter):? '?(?P<name>.*?)'?\.( .*)?", say("{name} is missing")),
    (r"Missing option '(?P<name>.*?)'\.( .*)?", say("the option {name} is missing")),
    (r"Option '(?P<name>.*?)' requires an argument\.", say("the option {name} wants a value")),
    (r"Option '(?P<name>.*?)' does not take a value\.", say("the option {name} takes no value")),
    (r"Got unexpected extra arguments? \((?P<name>.*)\)", say("there is no place for {name}")),
    (
        r"Invalid value for '(?P<name>.*?)': '(?P<value>.*)' is not one of (?P<known>.*)\.",
        say("{name}: {value} is not one of {known}"),
    ),
    (
        r"Invalid value for '(?P<name>.*?)': '(?P<value>.*)' is not a valid (?P<kind>\w+).*",
        say("{name}: {value} is not of the kind {kind}"),
    ),
    (r"Invalid value for '(?P<name>.*?)': (?P<what>.*)", say("{name}: {what}")),
)
"""What Click says, and the same as a text of ours."""


def usage(error: click.ClickException) -> Problem:
    """Return a usage error as a problem."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "safeconduct"
    why, do = say("the command could not be understood"), say("see: {path} --help", path=path)
    what = error.message if isinstance(error.message, Text) else _text(error.format_message())
    return Problem(USAGE, what, why=why, do=do)


def _text(message: str) -> str:
    flat = " ".join(message.split())
    for pattern, text in _SAID:
        if found := re.fullmatch(pattern, flat):
            return say(text.template, **found.groupdict())
    return message

"""``safeconduct help CODE``: what a problem code means and what to do."""

from __future__ import annotations

import difflib
import pkgutil
from importlib import import_module

import click

import safeconduct
from safeconduct.cli.answer import Answer, Line, columns
from safeconduct.cli.codes import NO_CODE
from safeconduct.cli.labels import label
from safeconduct.cli.verb import Asked, verb
from safeconduct.errors import CODES, Problem, Refused, say


def all_codes() -> list[str]:
    """Import every module that registers codes, and return the codes in order."""
    for module in pkgutil.walk_packages(safeconduct.__path__, "safeconduct."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    return sorted(CODES)


@verb(name="help")
@click.argument("code", required=False)
def help_(asked: Asked, code: str | None) -> Answer:
    """Explain problem CODE; without one, list them all."""
    codes = all_codes()
    if code is None:
        entries = [CODES[name].in_language(asked.language) for name in codes]
        rows = [(entry.code, entry.title) for entry in entries]
        data = {"codes": [{"code": entry.code, "title": entry.title, "text": entry.text} for entry in entries]}
        return Answer(data, columns(rows, indent=0))
    if code not in CODES:
        near = difflib.get_close_matches(code, codes, n=3, cutoff=0.4)
        more = tuple(say("did you mean {name}?", name=name) for name in near)
        raise Refused(
            Problem(NO_CODE, say("no problem has the code {code}", code=code), do=say("safeconduct help lists them all"), more=more)
        )
    entry = CODES[code].in_language(asked.language)
    return Answer(
        {"code": entry.code, "title": entry.title, "text": entry.text},
        [Line(f"{entry.code}{label(asked.language, 'colon')}{entry.title}", "title"), "", entry.text],
    )

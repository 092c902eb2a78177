"""``safeconduct help CODE``: what a problem code means and what to do."""

from __future__ import annotations

import difflib
import pkgutil
from importlib import import_module

import click

import safeconduct
from safeconduct.cli.answer import Answer, Line, columns
from safeconduct.cli.codes import NO_CODE
from safeconduct.cli.verb import Asked, verb
from safeconduct.errors import CODES, Problem, Refused


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
        rows = [(name, CODES[name].title) for name in codes]
        data = {"codes": [{"code": name, "title": CODES[name].title, "text": CODES[name].text} for name in codes]}
        return Answer(data, columns(rows, indent=0))
    if code not in CODES:
        near = difflib.get_close_matches(code, codes, n=3, cutoff=0.4)
        more = tuple(f"did you mean {name}?" for name in near)
        raise Refused(Problem(NO_CODE, f"no problem has the code {code}", do="safeconduct help lists them all", more=more))
    entry = CODES[code]
    return Answer(
        {"code": entry.code, "title": entry.title, "text": entry.text},
        [Line(f"{entry.code}: {entry.title}", "title"), "", entry.text],
    )

"""Literate cases: a file and what it must say, in one file each.

``good/`` reads: the output says each clause in the languages of the file, and what the lint asks. ``bad/`` does not: the
output is every problem, as a person sees it. To accept new output after a deliberate change, and review the difference::

    SAFECONDUCT_ACCEPT=1 make test
"""

import os
import re
from pathlib import Path

import pytest

from safeconduct.deal import read
from safeconduct.deal.check import problems
from safeconduct.deal.gate_history import read_history
from safeconduct.deal.lint import lint
from safeconduct.deal.write import write_clause
from safeconduct.errors import InputWrong, as_text
from safeconduct.kernel import parse_instant

HERE = Path(__file__).parent
CASES = sorted([*HERE.glob("good/*.md"), *HERE.glob("bad/*.md")])
BLOCK = re.compile(r"^````(?P<kind>[^\n]*)\n(?P<text>.*?)^````$", re.MULTILINE | re.DOTALL)


def blocks(case):
    return {match["kind"].split(" ")[0]: (match["kind"].split(" ")[1:], match["text"]) for match in BLOCK.finditer(case)}


def bytes_of(options, text):
    if options[:1] == ["escaped"]:
        raw = text.rstrip("\n").encode().decode("unicode_escape")
        return raw.encode("latin-1") if raw.isascii() or max(raw) < "\u0100" else raw.encode()
    if "repeated" in options:
        many = text.rstrip("\n") * int(options[-1]) if options[0] == "front" else text * int(options[-1])
        return f"---\n{many}\n---\n".encode() if options[0] == "front" else many.encode()
    return text.encode()


def said_of(case):
    found = blocks(case)
    try:
        agreement = read(bytes_of(*found["input"]), "agreement.deal.md")
        if "history" in found:
            read_history(agreement, found["history"][1].splitlines(), parse_instant("2031-04-01T00:00:00Z"))
    except InputWrong as wrong:
        return "\n\n".join(as_text(problem) for problem in wrong.problems)
    structural = problems(agreement)
    if structural:
        return "\n\n".join(as_text(problem) for problem in structural)
    lines = [f"{c.id} {lang}: {write_clause(agreement, c.id, lang)}" for c in agreement.clauses for lang in agreement.languages]
    return "\n".join([*lines, *(f"{finding.code} {finding.clause}".rstrip() for finding in lint(agreement))])


@pytest.mark.parametrize("path", CASES, ids=[f"{path.parent.name}/{path.stem}" for path in CASES])
def test_it_says_what_the_case_expects(path):
    case = path.read_text("utf-8")
    said = said_of(case) + "\n"
    if os.environ.get("SAFECONDUCT_ACCEPT"):
        path.write_text(case[: case.rindex("````output\n") + len("````output\n")] + said + "````\n", "utf-8")
    assert blocks(path.read_text("utf-8"))["output"][1] == said


def test_good_cases_are_good_and_bad_ones_bad():
    for path in CASES:
        is_bad = re.match(r"(\S+|entry \d+): deal/\S+: ", blocks(path.read_text("utf-8"))["output"][1]) is not None
        assert is_bad == (path.parent.name == "bad"), path.name

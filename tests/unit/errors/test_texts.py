"""Every text of a problem has a wording in each language, with the same parts; nothing is left that could not be said in another language."""

import ast
import re
from collections import Counter
from importlib import resources
from pathlib import Path

import pytest

import safeconduct
from safeconduct.cli.help import all_codes
from safeconduct.errors import CODES, Problem, as_json, as_text, both, either, in_language, say
from safeconduct.errors.texts import LANGUAGES, _templates

SOURCE = Path(safeconduct.__file__).parent
NOT_YET = ("errors",)
"""The room that holds the texts of nobody: its calls are examples."""
OTHERS = [language for language in LANGUAGES if language != "en"]
PART = re.compile(r"\{(\w+)\}")
BY_VALUE = (
    *("voluntariness", "right to stay", "choice of destination", "family unity", "return", "monitor at loading"),
    *("read", "write", "minutes", "hours", "days", "weeks", "months", "English", "French", "Arabic", "Russian"),
    *("clause {clause} comes into force", "clause {clause} begins", "clause {clause} is complete"),
)
"""Texts said of a value: ``say(element.value)``."""


def modules():
    return [path for path in sorted(SOURCE.rglob("*.py")) if path.relative_to(SOURCE).parts[0] not in NOT_YET]


def calls(path, *names):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in names:
            yield node


def said():
    """Every template that the source says."""
    found = {"{rest} or {last}", "{rest} and {last}", "{rest}, {next}", "{one}", *BY_VALUE}
    for path in modules():
        for call in calls(path, "say"):
            if isinstance(call.func, ast.Name) and isinstance(call.args[0], ast.Constant):
                found.add(call.args[0].value)
    return found


def registered():
    texts = set()
    for code in all_codes():
        if code.split("/")[0] not in NOT_YET:
            texts |= {CODES[code].title, CODES[code].text}
    return texts


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_and_every_code_has_a_wording_with_the_same_parts(language):
    wanted, known = said() | registered(), _templates(language)
    assert len(wanted) > 700
    assert not sorted(wanted - set(known))
    differing = [text for text in wanted if set(PART.findall(text)) != set(PART.findall(known[text]))]
    assert not differing


@pytest.mark.parametrize("language", OTHERS)
def test_no_wording_is_left_over_or_given_twice(language):
    from safeconduct.deal.lint.wording import ELEMENTS

    files = [file for room in SOURCE.iterdir() if room.is_dir() for file in room.glob(f"problems.{language}.toml")]
    keys = Counter(line.split(" = ")[0] for file in files for line in file.read_text("utf-8").splitlines() if line.startswith('"'))
    assert not [key for key, count in keys.items() if count > 1]
    assert not sorted(set(_templates(language)) - said() - registered() - set(ELEMENTS.values()))


def plain(node):
    """The strings that stand where a text belongs."""
    if isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value.strip()
    ):
        yield node
    elif isinstance(node, ast.IfExp):
        yield from (*plain(node.body), *plain(node.orelse))
    elif isinstance(node, ast.Tuple | ast.List):
        for part in node.elts:
            yield from plain(part)
    elif isinstance(node, ast.BinOp):
        yield from (*plain(node.left), *plain(node.right))


def test_no_problem_is_made_of_a_plain_string():
    left = []
    for path in modules():
        if path.name == "instances.py":  # its Problem is a movement to plan
            continue
        for call in calls(path, "Problem", "wrong", "Trouble"):
            given = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg in ("what", "why", "do", "more"))]
            left += [f"{path.name}:{node.lineno}" for argument in given for node in plain(argument)]
    assert not left


def test_elements_of_the_lint_have_a_name_in_each_language():
    from safeconduct.deal.lint.wording import ELEMENTS

    assert not [name for name in set(ELEMENTS.values()) for language in OTHERS if name not in _templates(language)]


def test_parts_are_said_in_the_language_too():
    inner = say("a whole number from {least} to {most}", least=0, most=12_000)
    outer = say("{key} = {shown} is not {expected}", key="seats", shown="-1", expected=inner)
    assert outer == "seats = -1 is not a whole number from 0 to 12,000"
    assert in_language(outer, "fr") == "seats = -1 ; il faut ici un nombre entier de 0 à 12\u202f000"
    assert in_language(either(["a", "b", "c"]), "fr") == "a, b ou c"
    assert in_language(both(["a", "b"]), "fr") == "a et b"
    assert in_language(either(["a"]), "fr") == "a"


def test_a_problem_is_written_in_the_language_asked_for():
    problem = Problem("case/disk", say("there is no {target}", target="x"), why="unknown here", do=say("try again"))
    assert as_text(problem, "fr").split("\n") == [
        "case/disk: x n'existe pas",
        "  pourquoi cela compte : unknown here",
        "  que faire : recommencez",
    ]
    assert as_json(problem, "fr")["do"] == "recommencez"
    assert as_json(problem)["do"] == "try again"


def test_the_tables_are_shipped():
    assert resources.files("safeconduct").joinpath("deal", "problems.fr.toml").is_file()

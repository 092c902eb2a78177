"""The house rules that a program can hold: codes, sizes, doors of rooms, documents in step, nothing that may not be committed."""

import ast
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

from safeconduct.cli.help import all_codes

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "safeconduct"
MODULES = sorted(SOURCE.rglob("*.py"))
CODE = re.compile(r"[a-z]+/[a-z][a-z0-9-]+")
TRACKED = [
    ROOT / name
    for name in subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split("\n")
    if name
]


def test_nothing_large_is_committed():
    """What a test or a tool leaves behind is not part of the project."""
    large = [path.relative_to(ROOT).as_posix() for path in TRACKED if path.is_file() and path.stat().st_size > 1_000_000]
    assert large == []


def names_of_codes():
    """Module constants bound to ``register("code", …)``: code to the name of the constant and its module."""
    found = {}
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if (
                isinstance(node, ast.Assign)
                and isinstance(node.value, ast.Call)
                and getattr(node.value.func, "id", "") == "register"
            ):
                first = node.value.args[0]
                if isinstance(first, ast.Constant):
                    found[first.value] = (node.targets[0].id, module)
    return found


def uses(name):
    """Count the places where a name is read, in all modules."""
    word = re.compile(rf"\b{name}\b")
    return sum(len(word.findall(module.read_text("utf-8"))) for module in MODULES)


def test_every_registered_code_is_raised_somewhere():
    unused = [code for code, (name, _) in names_of_codes().items() if uses(name) < 2]
    assert unused == []


def test_every_code_named_in_the_source_is_registered():
    registered = set(all_codes())
    named = {
        (module.name, node.args[0].value)
        for module in MODULES
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "Problem"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    assert [item for item in named if CODE.fullmatch(item[1]) and item[1] not in registered] == []


def test_codes_named_in_docstrings_are_registered():
    registered = set(all_codes())
    for module in MODULES:
        for code in re.findall(r"``((?:deal|case|cli|kernel|record|movement)/[a-z][a-z-]+[a-z])``", module.read_text("utf-8")):
            assert code in registered or (SOURCE / code).exists(), (module.name, code)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.relative_to(ROOT).as_posix())
def test_files_stay_small(module):
    assert len(module.read_text("utf-8").splitlines()) <= 300


CHECKERS = sorted((SOURCE / "movement" / "checking").glob("*.py"))
DATA = ("model", "terms", "timetable")


@pytest.mark.parametrize("checker", CHECKERS, ids=lambda checker: checker.stem)
def test_the_checkers_share_no_code_with_the_planner(checker):
    tree = ast.parse(checker.read_text("utf-8"))
    modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    own = [name.removeprefix("safeconduct.movement.") for name in modules if name.startswith("safeconduct.movement")]
    assert [name for name in own if name not in DATA and not name.startswith("checking.")] == []


def test_the_tests_that_docstrings_promise_exist():
    promised = {(module.name, path) for module in MODULES for path in re.findall(r"\btests/[\w/]+\.py", module.read_text("utf-8"))}
    assert [(name, path) for name, path in sorted(promised) if not (ROOT / path).is_file()] == []


MOVEMENT = sorted(path.parent for path in (SOURCE / "movement").glob("*/__init__.py"))


@pytest.mark.parametrize("folder", MOVEMENT, ids=lambda folder: folder.name)
def test_a_folder_of_the_movement_names_its_files(folder):
    says = ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8"))) or ""
    assert [path.stem for path in folder.glob("*.py") if path.stem != "__init__" and f"{path.stem}.py" not in says] == []


ROOMS = sorted(path.parent for path in SOURCE.glob("*/__init__.py"))


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_room_is_entered_through_its_docstring(room):
    says = ast.get_docstring(ast.parse((room / "__init__.py").read_text("utf-8"))) or ""
    assert ">>> " in says, "a short doctested example"
    assert "files in reading order" in says.lower()


@pytest.mark.parametrize("name", ["errors", "kernel", "deal", "case", "cli"])
def test_the_docstring_of_a_room_names_its_files(name):
    says = ast.get_docstring(ast.parse((SOURCE / name / "__init__.py").read_text("utf-8")))
    others = {"__init__", "codes", *(room.name for room in ROOMS if name == "cli" and room.name not in ("case", "deal"))}
    files = [path.stem for path in (SOURCE / name).glob("*.py")]
    assert [file for file in files if file.partition("_")[0] not in others and file not in others and file not in says] == []


FORBIDDEN = [
    r"py" + r"pi\.org",
    r"python" + r"hosted",
    r"/opt/" + r"\w+-more",
    r"/work/" + r"(main|wt|shared|tmp)",
    r"/ro" + r"ot/",
    r"\bsub" + r"agents?\b",
    r"\bfarm" + r"-\w+",
]


@pytest.mark.skipif(not TRACKED, reason="not a git work tree: there is nothing to be committed")
def test_nothing_is_committed_that_may_not_be():
    pattern = re.compile("|".join(FORBIDDEN))
    found = [
        (path.relative_to(ROOT).as_posix(), match[0])
        for path in TRACKED
        if path.is_file() and (match := pattern.search(path.read_bytes().decode("utf-8", "ignore")))
    ]
    assert found == []


def test_requirements_name_no_address():
    for file in (ROOT / "requirements").glob("*.txt"):
        assert not re.search(r"https?://", file.read_text("utf-8")), file.name


def document(name):
    spec = importlib.util.spec_from_file_location(f"documents_{name}", ROOT / "docs" / f"{name}.py")
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["commands", "json_forms"])
def test_the_page_is_in_step(name):
    module = document(name)
    assert module.PAGE.read_text("utf-8") == module.page(), f"python docs/{name}.py --accept"


def test_every_verb_has_a_documented_form():
    forms, commands = document("json_forms").FORMS, document("commands")
    verbs = [
        " ".join(path)
        for path in commands.commands(commands.main)
        if path and path[0] in ("deal", "case", "record", "status", "demo", "help")
    ]
    assert [verb for verb in verbs if verb not in ("deal", "case", "record", "record keys") and verb not in forms] == []

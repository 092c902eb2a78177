"""Stories are told through the command line: one runner, one way to ask for JSON that the documentation allows."""

import importlib.util
import json
import sys
from contextlib import chdir
from functools import cache
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from safeconduct.cli import main

DOCS = Path(__file__).parents[2] / "docs"


def _forms():
    spec = importlib.util.spec_from_file_location("documents_json_forms", DOCS / "json_forms.py")
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


FORMS = _forms()


@pytest.fixture
def documented():
    """The verbs whose JSON is documented."""
    return set(FORMS.FORMS)


@pytest.fixture
def say():
    """Run one command line."""
    return lambda *args, **extra: CliRunner().invoke(main, [str(arg) for arg in args], **extra)


@pytest.fixture(scope="session")
def demo_screen(tmp_path_factory):
    """What the demo prints in a language; it plans and simulates for some twenty seconds, so each language is run once."""

    @cache
    def screen(language):
        with chdir(tmp_path_factory.mktemp("demo")):
            result = CliRunner().invoke(main, ["demo", "--no-serve", "--lang", language])
        assert result.exit_code == 0, result.output
        return result.stdout

    return screen


@pytest.fixture
def ask(say):
    """Run a verb with ``--json``; the answer has the documented form, and ``ok`` tells the exit code."""

    def run(*args, code=0):
        result = say(*args, "--json")
        assert result.exit_code == code, result.output
        data = json.loads(result.stdout)
        verb = next(form for form in (" ".join(map(str, args[:n])) for n in (3, 2, 1)) if form in FORMS.FORMS)
        jsonschema.validate(data, FORMS.schema("problems" if set(data) == {"ok", "problems"} else verb))
        assert data["ok"] is (code == 0)
        return data

    return run


@pytest.fixture
def folder(tmp_path, say):
    """A new case folder in both languages."""
    path = tmp_path / "north-south"
    assert say("case", "new", path, "--in", "both").exit_code == 0
    return path

"""What the shell sees: exit codes, streams, locales, pipes, interruption; with real processes where only they can tell."""

import os
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from safeconduct.cli import main
from safeconduct.errors import EnvironmentFails, EvidenceFails, InputWrong, Problem, Refused, RightsMissing


def process(*args, **extra):
    """Run the program as the shell does, with a bare environment."""
    environment = {"PATH": os.environ["PATH"], "LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", **extra.pop("env", {})}
    return subprocess.run([sys.executable, "-m", "safeconduct", *map(str, args)], capture_output=True, env=environment, **extra)


CODES = [
    (["deal", "check", "harbour"], 0),
    (["deal", "check", "aleppo-2016"], 1),
    (["help", "deal/unknown-wrod"], 1),
    (["deal", "check"], 2),
    (["nonsense"], 2),
    (["deal", "owed", "harbour", "--lang", "xx"], 2),
    (["deal", "owed", "nowhere"], 3),
    (["status", "aleppo-2016", "--at", "yesterday"], 3),
    (["status", "harbour", "--at", "9999-12-31"], 3),
    (["status", "harbour", "--at", "9999-12-31T12:00:00Z"], 3),
    (["deal", "standing", "harbour", "--known-by", "0001-01-01"], 3),
    (["case", "import-counts", "harbour", "nowhere.csv"], 5),
    (["case", "add-event", "harbour", "signature", "--actor", "north", "--occurred", "9999-12-31"], 3),
]


@pytest.mark.parametrize(("args", "code"), CODES, ids=lambda value: " ".join(value) if isinstance(value, list) else value)
def test_exit_codes(args, code):
    result = CliRunner().invoke(main, args)
    assert result.exit_code == code
    assert "Traceback" not in result.output


FAMILY = [(InputWrong, 3), (Refused, 1), (EvidenceFails, 1), (RightsMissing, 4), (EnvironmentFails, 5)]


@pytest.mark.parametrize(("error", "code"), FAMILY, ids=lambda value: getattr(value, "__name__", value))
@pytest.mark.parametrize("as_data", [True, False], ids=["json", "people"])
def test_every_family_of_errors_has_its_code_and_one_shape(ask, say, monkeypatch, error, code, as_data):
    def fail(*_):
        raise error(Problem("deal/size", "it failed", where=None))

    monkeypatch.setattr("safeconduct.case.read.find", fail)
    if as_data:
        assert ask("case", "check", "harbour", code=code)["problems"][0]["what"] == "it failed"
        return
    result = say("case", "check", "harbour")
    assert (result.exit_code, result.stdout) == (code, "")
    assert "deal/size: it failed" in result.stderr


def test_a_mistake_in_the_program_is_one_problem_and_no_traceback(ask, say, monkeypatch):
    monkeypatch.setattr("safeconduct.case.read.find", lambda _: 1 // 0)
    (problem,) = ask("case", "check", "harbour", code=5)["problems"]
    assert (problem["code"], "--debug" in problem["do"]) == ("cli/unexpected", True)
    assert isinstance(say("--debug", "case", "check", "harbour").exception, ZeroDivisionError)


def test_ctrl_c_stops_cleanly(say, monkeypatch):
    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr("safeconduct.case.read.find", interrupt)
    result = say("case", "check", "harbour")
    assert (result.exit_code, result.stdout, result.stderr.strip()) == (130, "", "stopped")


def test_usage_is_a_problem_too(ask):
    (problem,) = ask("deal", "owed", code=2)["problems"]
    assert (problem["code"], "deal owed --help" in problem["do"]) == ("cli/usage", True)


def test_notes_and_problems_stay_off_stdout(say):
    result = say("deal", "owed", "aleppo-2016")
    assert "--agreement" in result.stderr
    assert "--agreement" not in result.stdout
    assert say("deal", "owed", "aleppo-2016", "--quiet").stderr == ""


def test_utf_8_whatever_the_locale_says():
    result = process("status", "aleppo-2016", "--lang", "fr")
    assert result.returncode == 0, result.stderr
    assert "Est d'Alep, septembre à décembre 2016" in result.stdout.decode("utf-8")


def test_a_reader_who_goes_away_is_no_error():
    command = [sys.executable, "-m", "safeconduct", "deal", "schema"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait() == 0


def test_no_colour_in_a_pipe_and_rich_not_even_imported():
    code = "import sys; from safeconduct.cli import main; main(['deal', 'check', 'harbour'], standalone_mode=False); print('rich' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert b"\x1b[" not in result.stdout
    assert result.stdout.splitlines()[-1] == b"False"


def test_starting_imports_no_room():
    code = "import sys; from safeconduct.cli import main; main(['--version'], standalone_mode=False); print(sorted(m for m in sys.modules if m.startswith('safeconduct')))"
    rooms = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout.splitlines()[-1]
    assert not any(room in rooms for room in ("safeconduct.deal", "safeconduct.case", "safeconduct.record", "safeconduct.kernel"))


def test_help_lists_every_command_and_imports_none():
    shown = CliRunner().invoke(main, ["--help"]).output
    assert all(name in shown for name in main.list_commands(click.Context(main)))

"""Where an answer cannot be delivered: a closed stream is nobody listening, a full disk is said, and neither is a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

FULL = Path("/dev/full")
POSIX = pytest.mark.skipif(os.name != "posix", reason="closing a stream from outside needs a POSIX shell")


def shell(line):
    words = f'"{sys.executable}" -m safeconduct {line}'
    return subprocess.run(["/bin/sh", "-c", words], capture_output=True, text=True, check=False)


@POSIX
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("deal check harbour >&-", 0),
        ("deal check harbour --json >&-", 0),
        ("deal check harbour >&- 2>&-", 0),
        ("deal check nowhere --json >&-", 3),
        ("case add-event harbour statement <&-", 3),
        ("--version >&-", 0),
    ],
)
def test_a_closed_stream_is_nobody_listening(line, code):
    result = shell(line)
    assert result.returncode == code, result.stderr
    assert "Traceback" not in result.stderr
    assert "cli/" not in result.stderr


@POSIX
@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize(
    "line", ["deal check harbour", "deal check harbour --json", "deal owed aleppo-2016 --at 2016-10-07 --json"]
)
def test_a_full_disk_under_the_answer_is_said_once(line):
    result = shell(f"{line} >{FULL}")
    assert result.returncode == 5
    assert result.stderr.count("cli/output") == 1
    assert "Traceback" not in result.stderr


@POSIX
@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
def test_problems_that_cannot_be_written_as_data_are_told_on_the_other_stream():
    result = shell(f"status nowhere --json >{FULL}")
    assert result.returncode == 3
    assert "case/not-found" in result.stderr
    assert "cli/output" in result.stderr
